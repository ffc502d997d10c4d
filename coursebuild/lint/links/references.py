"""Find references to what a document does not have: `@fig:disk` without a `{#fig:disk}`."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from coursebuild.lint.links.targets import LESSON
from coursebuild.lint.slip import Slip
from coursebuild.model import Document, Place, Reading, vocabulary
from coursebuild.runtime import resources

_BELONGS_TO = re.compile(  # the attributes of a correction
    rf'\["[^"]*",\[[^\]]*"(?:{"|".join(vocabulary.GUARDS)})"[^\]]*\],\[(?:\[[^\]]*\],)*\["for","([^"\\]*)"\]'
)
_CITATION = '"citationId"'
_TO_A_LESSON = re.compile('"citationId":"[^"/]+/')


def reference_slips(
    reading: Reading, tree: str, identifiers: Collection[str], boxes: Collection[str]
) -> Iterator[Slip]:
    """Yield a slip for each such reference, and for each group of references with a citation in it.

    `tree` is pandoc's JSON, which has the `identifiers`; `boxes` are the names of the author's own kinds of
    boxes.
    """
    if _CITATION not in tree:
        return
    numbers = resources.filter_module("numbers")
    known = numbers.prefixes(boxes)
    reported: set[str] = set()
    for group in _groups(json.loads(tree)["blocks"]):
        keys = {text: numbers.parse(text, known) for text in group}
        for text, key in keys.items():
            if key and not key.lesson and key.identifier not in identifiers and text not in reported:
                reported.add(text)
                numbered = sorted(f"@{each}" for each in identifiers if numbers.parse(each, known))
                hint = vocabulary.suggest(f"@{key.identifier}", numbered)
                message = f"`@{text}`: nothing has the identifier `#{key.identifier}`{hint}"
                yield from (Slip("CB223", message, place) for place in places(reading, text) or (None,))
        if any(keys.values()) and not all(keys.values()):
            cited = next(text for text, key in keys.items() if not key)
            message = f"`@{cited}` is a citation, and stands between references"
            yield Slip("CB225", message, (*places(reading, cited), None)[0])


def belonging_slips(tree: str, identifiers: Collection[str]) -> Iterator[Slip]:
    """Yield a slip for each correction that names an exercise which the document does not have."""
    for name in dict.fromkeys(_BELONGS_TO.findall(tree)):
        if name not in identifiers:
            hint = vocabulary.suggest(name, sorted(identifiers))
            message = f'`for="{name}"`: nothing has the identifier `#{name}`{hint}'
            yield Slip("CB227", message, None, f'for="{name}"', f"for={name}")


def references_to_lessons(document: Document, boxes: Collection[str]) -> dict[str, str]:
    """Return the address of each reference to another lesson, by its key."""
    if not _TO_A_LESSON.search(document.json):
        return {}
    numbers = resources.filter_module("numbers")
    known = numbers.prefixes(boxes)
    keys = dict.fromkeys(text for group in _groups(json.loads(document.json)["blocks"]) for text in group)
    found = {text: key for text in keys if (key := numbers.parse(text, known)) and key.lesson}
    return {text: f"{key.lesson}{LESSON}#{key.identifier}" for text, key in found.items()}


def _groups(node: Any) -> Iterator[list[str]]:
    """Yield the keys of each element of citations."""
    if isinstance(node, list):
        for part in node:
            yield from _groups(part)
    elif isinstance(node, dict):
        content = node.get("c", ())
        if node.get("t") == "Cite":
            yield [each["citationId"] for each in content[0]]
        yield from _groups(content)


def places(reading: Reading, key: str) -> list[Place]:
    """Return where a key is cited in the prose of a source."""
    name = re.escape(key)
    pattern = re.compile(rf"(?<![\w\\])@(?:\{{{name}\}}|{name}(?![\w-]))")
    return [
        paragraph.place(found.start())
        for paragraph in reading.paragraphs
        for found in pattern.finditer(paragraph.text)
    ]

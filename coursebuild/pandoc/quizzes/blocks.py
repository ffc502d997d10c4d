"""The blocks of pandoc's tree of which a quiz consists."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from coursebuild.model import ATTRIBUTES, MARK, text_of, vocabulary

Block = dict[str, Any]
Inlines = list[Block]

PREFIX = "data-quiz-"  # of the attribute of what is made of a quiz, for filters/quizzes.py
EMPTY, TICKED = "☐", "☒"  # pandoc's `task_lists`
PARAGRAPHS = ("Para", "Plain")
LISTS = ("BulletList", "OrderedList")

_RESTRICTED = frozenset(
    (*vocabulary.GUARDS, vocabulary.BLANK, *vocabulary.CONDITION_CLASSES, vocabulary.COMMENT)
)
_VERBATIM = ("Code", "Math", "RawInline", "Image")


def div(kind: str, blocks: list[Block], *classes: str) -> Block:
    """Return a fenced div for filters/quizzes.py."""
    return {"t": "Div", "c": [["", [*classes], [[PREFIX + kind, ""]]], blocks]}


def span(name: str, inlines: Inlines) -> Block:
    return {"t": "Span", "c": [["", [name], []], inlines]}


def items_of(answers: Block) -> list[list[Block]]:
    """Return the items of a list, each of which is a list of blocks."""
    items: list[list[Block]] = answers["c"] if answers["t"] == "BulletList" else answers["c"][1]
    return items


def box_of(item: list[Block]) -> str:
    """Return the box that an item begins with; "" if it begins with none."""
    inlines: Inlines = item[0]["c"] if item and item[0]["t"] in PARAGRAPHS else []
    first = inlines[0] if inlines else {"t": ""}
    return str(first["c"]) if first["t"] == "Str" and first["c"] in (EMPTY, TICKED) else ""


def pair_of(item: list[Block]) -> tuple[Inlines, Inlines] | None:
    """Return what is left and right of the only `=` of an item's first line; None if it is no such pair."""
    inlines: Inlines = item[0]["c"] if item and item[0]["t"] in PARAGRAPHS else []
    signs = [n for n, inline in enumerate(inlines) if inline == {"t": "Str", "c": "="}]
    if len(signs) != 1 or not 1 < signs[0] < len(inlines) - 2:
        return None
    return inlines[: signs[0] - 1], inlines[signs[0] + 2 :]


def is_answers(block: Block) -> bool:
    """Whether a block is a list of answers: one of bullets, or one with boxes."""
    return block["t"] == "BulletList" or (block["t"] == "OrderedList" and any(map(box_of, block["c"][1])))


def classes_of(block: Block) -> list[str]:
    at = ATTRIBUTES.get(block.get("t", ""))  # a citation has no type
    classes: list[str] = [] if at is None else block["c"][at][1]
    return classes


def is_restricted(block: Block) -> bool:
    """Whether some readers do not see a block, by its own class or date."""
    at = ATTRIBUTES.get(block.get("t", ""))
    has_date = at is not None and vocabulary.SHOW_FROM in dict(block["c"][at][2])
    return has_date or not _RESTRICTED.isdisjoint(classes_of(block))


def hash_of(blocks: list[Block]) -> bytes:
    """Return a hash of what all readers see of blocks."""
    return blake2b(json.dumps(_shown(blocks), ensure_ascii=False).encode(), digest_size=8).digest()


def _shown(node: Any) -> Any:
    if isinstance(node, list):
        return [
            _shown(each)
            for each in node
            if not (isinstance(each, dict) and is_restricted(each))
            and not (isinstance(each, list) and each[:1] == [MARK])
        ]
    return {key: _shown(value) for key, value in node.items()} if isinstance(node, dict) else node


def shown_texts(node: Any) -> Iterator[str]:
    """Yield the text of each paragraph that all readers see, without code and the box at its start."""
    if isinstance(node, list):
        for each in node:
            yield from shown_texts(each)
    elif isinstance(node, dict) and node.get("t") in PARAGRAPHS:
        inlines = [each for each in node["c"] if not is_restricted(each)]
        begins = 1 if inlines[:1] == [{"t": "Str", "c": EMPTY}] else 0
        yield text_of([each for each in inlines[begins:] if each["t"] not in _VERBATIM])
    elif isinstance(node, dict) and not is_restricted(node):
        yield from shown_texts(node.get("c"))


def shown_code(node: Any) -> Iterator[str]:
    """Yield each block of code that all readers see."""
    if isinstance(node, list):
        for each in node:
            yield from shown_code(each)
    elif isinstance(node, dict) and not is_restricted(node):
        if node.get("t") == "CodeBlock":
            yield node["c"][1]
        else:
            yield from shown_code(node.get("c"))


def first_text(blocks: list[Block]) -> str:
    """Return the text that blocks begin with, without a box."""
    for block in blocks:
        if block["t"] in PARAGRAPHS:
            return text_of(block["c"]).lstrip(f"{EMPTY}{TICKED} ")
        if block["t"] == "Header":
            return text_of(block["c"][2])
        if block["t"] == "CodeBlock":
            return str(block["c"][1]).partition("\n")[0]
        if block["t"] in LISTS:
            return first_text(items_of(block)[0])
    return ""

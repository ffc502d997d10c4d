"""Find the citations of what no bibliography has."""

import json
import re
from collections.abc import Collection

from coursebuild.lint.locating import locate
from coursebuild.lint.slip import Slip
from coursebuild.model import Diagnostic, Document, Place, cited_keys, vocabulary

ALL = "*"  # in `nocite`
# Prefixes of what is numbered in a lesson, such as `@fig:disk`: no reference has one.
NUMBERED = re.compile(r"(?:fig|tbl|lst|eq|ex|sec)[:-]")


def unknown_citations(document: Document, keys: Collection[str]) -> tuple[Diagnostic, ...]:
    """An error for each citation of a key that is none of `keys`."""
    content = json.loads(document.json)
    source = document.source
    wanted = dict.fromkeys(
        each for each in cited_keys([content["blocks"], content["meta"].get("nocite")]) if each not in keys
    )
    slips = [
        Slip("CB228", _message(key, keys), place, f"@{key}")
        for key in wanted
        if key != ALL and not NUMBERED.match(key)
        for place in _places(document, key) or (None,)
    ]
    return tuple(locate(source, slips))


def _message(key: str, keys: Collection[str]) -> str:
    hint = vocabulary.suggest(key, keys) or "; write `\\@` if it is a name"
    return f"no reference has the key `{key}`{hint}"


def _places(document: Document, key: str) -> list[Place]:
    """Where a key is cited in the prose of a source."""
    pattern = re.compile(rf"(?<![\w\\])@(?:\{{{re.escape(key)}\}}|{re.escape(key)}(?![\w]))")
    return [
        paragraph.place(found.start())
        for paragraph in document.source.reading.paragraphs
        for found in pattern.finditer(paragraph.text)
    ]

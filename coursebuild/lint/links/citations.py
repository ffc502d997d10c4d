"""Find the citations of what no bibliography has."""

import json
from collections.abc import Collection

from coursebuild.lint.links.references import places
from coursebuild.lint.locating import locate
from coursebuild.lint.slip import Slip
from coursebuild.model import Diagnostic, Document, cited_keys, vocabulary
from coursebuild.runtime import resources

ALL = "*"  # in `nocite`


def unknown_citations(
    document: Document, keys: Collection[str], boxes: Collection[str]
) -> tuple[Diagnostic, ...]:
    """An error for each citation of a key that is none of `keys`, and no reference to what has a number.

    `boxes` are the names of the author's own kinds of boxes.
    """
    numbers = resources.filter_module("numbers")
    numbered = numbers.prefixes(boxes)
    content = json.loads(document.json)
    source = document.source
    wanted = dict.fromkeys(
        each for each in cited_keys([content["blocks"], content["meta"].get("nocite")]) if each not in keys
    )
    slips = [
        Slip("CB228", _message(key, keys), place, f"@{key}")
        for key in wanted
        if key != ALL and not numbers.parse(key, numbered)
        for place in places(document.source.reading, key) or (None,)
    ]
    return tuple(locate(source, slips))


def _message(key: str, keys: Collection[str]) -> str:
    hint = vocabulary.suggest(key, keys) or "; write `\\@` if it is a name"
    return f"no reference has the key `{key}`{hint}"

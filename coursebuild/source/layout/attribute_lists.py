"""Translate kramdown's attributes right after a link, an image, code or a heading to pandoc's.

`{: .c}` becomes `{.c  }`, so that no column moves. What might withhold a part stays as it is, and is refused.
"""

import re
from collections.abc import MutableSequence, Sequence

from coursebuild.model import answer_words, vocabulary
from coursebuild.source.attributes import is_well_formed, read_attributes

_LIST = re.compile(r"(?<=[\])`])\{:(?P<inside>[ \t]*[.#\w][^{}]*)\}")
_AT_HEADING = re.compile(r"(?<=[ \t])\{:(?P<inside>[ \t]*[.#\w][^{}]*)\}(?=[ \t]*$)")
_NAME = re.compile(r"[\w-]+")
_CONDITIONS = frozenset(("if", "unless", "public"))


def translate_attribute_lists(lines: MutableSequence[str], prose: Sequence[bool]) -> None:
    """Translate them in place."""
    for number, line in enumerate(lines):
        if "{:" in line and prose[number]:
            lines[number] = _LIST.sub(_translated, line)
            if line.lstrip(" >").startswith("#"):
                lines[number] = _AT_HEADING.sub(_translated, lines[number])


def _translated(found: re.Match[str]) -> str:
    block = f"{{{found['inside'].strip()}}}"
    classes, _ = read_attributes(block)
    may_withhold = not _CONDITIONS.isdisjoint(classes) or any(
        vocabulary.nearest_guard(name) or answer_words.class_meaning(name) for name in _NAME.findall(block)
    )
    if may_withhold or not is_well_formed(block):
        return found[0]
    return f"{block[:-1].ljust(len(found[0]) - 1)}}}"

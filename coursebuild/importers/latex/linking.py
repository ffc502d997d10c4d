"""References to headings and to what has a number, and images, in the Markdown of a LaTeX file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coursebuild.importers import notation
from coursebuild.importers.draft import Draft, Line

_HEADING = re.compile(r"#{1,6} (?P<text>[^{}]*?)(?: \{[^{}]*\})?")
_LABEL = re.compile(r"\[\]\{#([\w:.-]+) label=\"[^\"]*\"\}")
_REFERENCE = re.compile(
    r"\[(?:\\\[[^\[\]]*\\\]|(?P<number>[\d.]+))\]\(#(?P<name>[^()]+)\)\{reference-type=[^{}]*\}"
)
_FIGURE = re.compile(r"^!\[[^\[\]]+\]\([^()\s]+\)\{#([\w:.-]+)[^{}]*\}$")
_IMAGE = re.compile(r"!\[(?P<text>[^\[\]]*)\]\((?P<path>[^()\s]+)\)(?P<block>\{[^{}]*\})?")
_IMAGES = (".png", ".jpg", ".jpeg", ".svg", ".pdf")
_WIDTH = re.compile(r"width=\"([\d.]*)(?:\\\\|\\)(?:text|line|column)width\"")


def linked(lines: Sequence[Line], numbered: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines, in which a reference has the heading of what it refers to as its text.

    `numbered` are the identifiers of formulas and tables, by their labels; those of figures are added.
    """
    heading, headings = "", dict[str, str]()
    figures = [name for line in lines for name in _FIGURE.findall(line.text)]
    numbered = {**numbered, **{name: notation.numbered("fig", name) for name in figures}}
    for line in lines:
        if found := _HEADING.fullmatch(line.text):
            heading = found["text"]
        headings |= dict.fromkeys(_LABEL.findall(line.text), heading)
    for line in lines:
        text = _REFERENCE.sub(
            lambda found: (
                f"-@{numbered[found['name']]}"  # after a word for it
                if found["name"] in numbered
                else f"[{found['number'] or headings.get(found['name']) or found['name']}](#{found['name']})"
            ),
            _FIGURE.sub(lambda found: found[0].replace(f"#{found[1]}", f"#{numbered[found[1]]}"), line.text),
        )
        yield _LABEL.sub(r"[]{#\1}", text)


def complete_images(draft: Draft) -> None:
    """Write the widths and the suffixes that LaTeX leaves out."""

    def suffixed(found: re.Match[str]) -> str:
        path = found["path"]
        files = (path + suffix for suffix in _IMAGES if _is_file(draft.path.parent / f"{path}{suffix}"))
        block = _WIDTH.sub(lambda width: f"width={round(float(width[1] or 1) * 100)}%", found["block"] or "")
        text = "" if found["text"] == "image" else found["text"]
        return f"![{text}]({path if '.' in path else next(files, path)}){block}"

    draft.lines = [line._replace(text=_IMAGE.sub(suffixed, line.text)) for line in draft.lines]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False

"""Find words that announce an answer in what names a thing: columns and rows of tables, captions, links.

What they announce is what students see of it: a column whose cells are empty, or hidden, is room for answers.
"""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from coursebuild.lint.answers.announcements import Public
from coursebuild.lint.slip import Slip
from coursebuild.model import ATTRIBUTES, answer_words, text_of

KINDS = frozenset({"Table", "Figure", "Link", "Image"})

_MOST_WORDS = 7  # of a caption
_SHORT = 3  # words of a cell or a link
_MATERIALS = frozenset(  # kinds of files that may hold an answer
    ".7z .c .cpp .csv .doc .docx .gz .ipynb .java .js .md .odt .pdf .pptx .py .rar .sql .tar .tex .xlsx "
    ".zip".split()
)
_IMAGES = frozenset(".gif .jpeg .jpg .png .svg .webp".split())
_WRITTEN = re.compile(r"[^\W_]")

_Seen = Callable[[Any], bool]  # whether students see what has these attributes


def label_slips(kind: str, content: Any, is_seen: _Seen, public: Public) -> Iterator[Slip]:
    """Yield a slip for each label of an element, one of KINDS, that announces an answer to students."""
    if kind == "Table":
        yield from _caption(content[1][1], "table", is_seen, public)
        yield from _table(content, is_seen, public)
    elif kind == "Figure":  # a condition on its image is one on its caption
        if _without_hidden(content[2], is_seen) == content[2]:
            yield from _caption(content[1][1], "figure", is_seen, public)
    else:
        yield from _target(kind, content, is_seen, public)


def _caption(blocks: Any, of: str, is_seen: _Seen, public: Public) -> Iterator[Slip]:
    text = _shown(blocks, is_seen)
    if _announces(text, _MOST_WORDS, public):
        yield Slip("CB125", f"everybody sees the {of} `{text}`", None, f": {text}", text)


def _table(content: Any, is_seen: _Seen, public: Public) -> Iterator[Slip]:
    _, _, _, (_, head), bodies, (_, foot) = content
    rows = [row[1] for _, _, intermediate, body in bodies for row in (*intermediate, *body)]
    rows += [row[1] for row in foot]
    given = [[_is_given(cell[4], is_seen) for cell in row] for row in rows]
    columns = [any(column) for column in zip_longest(*given, fillvalue=False)]
    for _, cells in head:
        titles = [_label(cell[4], is_seen) for cell in cells]
        if answer_words.announcement(" ".join(titles)):  # and none for "Requête | Réponse"
            filled = (title for title, is_filled in zip(titles, columns, strict=False) if is_filled)
            yield from (_cell(title) for title in filled if _announces(title, _SHORT, public))
    for row, cells in zip(rows, given, strict=True):
        if any(cells[1:]) and _announces(label := _label(row[0][4], is_seen), _SHORT, public):
            yield _cell(label)


def _cell(text: str) -> Slip:
    return Slip("CB125", f"everybody sees what the table has as `{text}`", None, f"| {text}", text)


def _label(blocks: Any, is_seen: _Seen) -> str:
    """Return the text of a cell that is one line of text; of another, nothing."""
    is_text = len(blocks) == 1 and blocks[0]["t"] in ("Plain", "Para")
    return _shown(blocks, is_seen) if is_text else ""


def _is_given(blocks: Any, is_seen: _Seen) -> bool:
    """Whether a cell has a text, and nothing in it is hidden from students."""
    return _without_hidden(blocks, is_seen) == blocks and bool(_WRITTEN.search(_shown(blocks, is_seen)))


def _target(kind: str, content: Any, is_seen: _Seen, public: Public) -> Iterator[Slip]:
    """Check the words of a link, and the name of the file to which a link or an image leads."""
    address = content[2][0]
    if kind == "Link" and not address.startswith("#"):
        text = _shown(content[1], is_seen)
        if answer_words.begins_with_answer(text) and _announces(text, _SHORT, public):
            yield Slip("CB125", f"everybody can follow the link `{text}`", None, f"[{text}]", text)
            return
    name = PurePosixPath(unquote(urlsplit(address).path)).name if not address.startswith("data:") else ""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    leads_out = kind == "Link" and "://" in address and suffix in _MATERIALS
    is_given = leads_out or (kind == "Image" and suffix in _IMAGES)
    if is_given and answer_words.announcing_name(stem) and not public.has(name):
        yield Slip("CB125", f"everybody gets the file `{name}`", None, address, name)


def _announces(text: str, most: int, public: Public) -> bool:
    return (
        len(text.split()) <= most
        and bool(answer_words.announcement(text))
        and not answer_words.asks_for_answer(text)
        and not public.has(text)
    )


def _shown(node: Any, is_seen: _Seen) -> str:
    """Return the text of a node that students see."""
    return " ".join(text_of(_without_hidden(node, is_seen)).split())


def _without_hidden(node: Any, is_seen: _Seen) -> Any:
    if isinstance(node, list):
        return [_without_hidden(part, is_seen) for part in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    if (kind := node["t"]) in ATTRIBUTES and not is_seen(node["c"][ATTRIBUTES[kind]]):
        return []
    return {**node, "c": _without_hidden(node["c"], is_seen)}

"""What an editor offers while one types."""

import os
from typing import NamedTuple

from lsprotocol import types

from coursebuild.lsp.lessons import Lesson
from coursebuild.lsp.positions import Text
from coursebuild.model import Place

MOST_FILES = 500  # of a folder, that are offered


class Offer(NamedTuple):
    """What may take the place of a line's text from an index on.

    `text` is the editor's entry, and unless there is a `new`, what it writes; `typed` is what the editor
    compares with what is there.
    """

    start: int
    text: str
    kind: types.CompletionItemKind
    meaning: str = ""
    new: str = ""
    typed: str = ""
    order: str = ""
    is_snippet: bool = False


def files_in(lesson: Lesson, folder: str) -> list[tuple[str, bool]]:
    """The names in a folder, as it is written in a lesson, each with whether it is a folder itself."""
    base = lesson.file(folder)
    if not lesson.is_inside(base):
        return []
    try:
        with os.scandir(base) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith(".")]
    except (OSError, ValueError):
        return []
    return sorted(found)[:MOST_FILES]


def item(text: Text, place: Place, offer: Offer) -> types.CompletionItem:
    """An offer at a place, which the editor writes from the offer's index on."""
    meaning = types.MarkupContent(types.MarkupKind.Markdown, offer.meaning) if offer.meaning else None
    return types.CompletionItem(
        label=offer.text,
        kind=offer.kind,
        documentation=meaning,
        sort_text=offer.order or None,
        filter_text=offer.typed or None,
        insert_text_format=types.InsertTextFormat.Snippet if offer.is_snippet else None,
        text_edit=types.TextEdit(text.range((place[0], offer.start + 1), place), offer.new or offer.text),
    )

"""One edition of a document: the filters, loaded by name and applied in one stated order."""

import io
import json
import re
from typing import Any, NamedTuple

import panflute as pf

from coursebuild.config.labels import Labels
from coursebuild.editions import metadata
from coursebuild.editions.filters import Filters, heard
from coursebuild.model import (
    NOTHING,
    BuildError,
    Course,
    Diagnostic,
    Document,
    Edition,
    Format,
    Selection,
    Source,
    Values,
    fragments,
    squeezed,
    without_marks,
)

_RAW_FORMAT = re.compile(r'"t":"Raw(?:Block|Inline)","c":\["([^"]*)"')
_TEXTS = frozenset({"Str", "Space", "SoftBreak"})
_BOXES = ("☐", "☒")
_TASKS = tuple({"t": "Str", "c": box} for box in _BOXES)


class Setup(NamedTuple):
    """What a course says of all its selections; `given` are the call's metadata."""

    course: Course
    labels: Labels
    filters: Filters
    given: Values = NOTHING


def select(document: Document, edition: Edition, format_: Format, setup: Setup) -> Selection:
    """The document as one edition shows it in one format.

    The call's metadata override the front matter's, which override the course's; the edition's override
    all. Raises BuildError where a filter fails.
    """
    source = document.source
    noticed: list[Diagnostic] = []
    doc = _load_tree(document)
    noticed += metadata.doubts(source, doc, edition, setup.course)
    metadata.set_metadata(doc, edition, format_, setup.course, setup.given)
    noticed += metadata.settle_language(doc, source, setup.labels)
    with heard(source, noticed):
        doc = setup.filters.apply(source, doc)
    facts, layout = metadata.facts(doc, source, noticed), metadata.layout(doc, source, noticed)
    doc.metadata = {}  # a field called `body` or `toc` would stand in for the writer's own
    selected = json.dumps(_with_whole_texts(doc.to_json()), ensure_ascii=False, separators=(",", ":"))
    withheld = _withheld(document.json, selected)
    return Selection(source, edition, selected, facts, layout, withheld, tuple(noticed))


def _with_whole_texts(node: Any) -> Any:
    """A part of pandoc's tree with words and the spaces between them as one text: half the writer's work.

    The box of a task and the space after it stay apart: they make a list one of tasks.
    """
    if isinstance(node, dict):
        return {key: _with_whole_texts(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    whole: list[Any] = []
    text: dict[str, Any] | None = None
    for part in node:
        kind = part.get("t") if isinstance(part, dict) else None
        if kind not in _TEXTS or part.get("c") in _BOXES or (whole and whole[-1] in _TASKS):
            whole.append(_with_whole_texts(part))
            text = None
        elif text is None:
            text = {"t": "Str", "c": part.get("c", " ")}
            whole.append(text)
        elif "c" in part or not text["c"].endswith(" "):  # of two spaces with nothing between, one is left
            text["c"] += part.get("c", " ")
    return whole


def _withheld(document: str, selection: str) -> tuple[str, ...]:
    """The texts of a document that a selection does not show, each once."""
    shown = set(map(squeezed, fragments(selection)))
    return tuple(
        dict.fromkeys(text for text in fragments(without_marks(document)) if squeezed(text) not in shown)
    )


def depends_on_format(document: Document) -> bool:
    """Whether a condition may ask for the format; where none does, formats share a selection."""
    return '["format",' in document.json


def _load_tree(document: Document) -> pf.Doc:
    content = without_marks(document.json)
    pf.elements.RAW_FORMATS.update(_RAW_FORMAT.findall(content))  # any may be left out, none refused
    try:
        doc = pf.load(io.StringIO(content))
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"it holds what panflute cannot read (a table without cells, perhaps): {error}"
        raise _unreadable(document.source, message) from error
    doc.format = "html"
    return doc


def _unreadable(source: Source, message: str) -> BuildError:
    return BuildError(Diagnostic(source.location.name, 0, 0, "CB010", message))

"""Put tokens where a selection has what is drawn, and draw it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coursebuild.drawings.tokens import Tokens
from coursebuild.model import Course, Diagnostic, Document, Drawing, Reading, Selection, vocabulary

_DIAGRAM = re.compile(rf'[\[,]"(?:{"|".join(vocabulary.DIAGRAMS)})"')  # among the classes of code
_MATH = '"t":"Math"'


class Drawn(NamedTuple):
    """A selection's JSON with a token for each drawing, which is one character, repeated.

    `drawings` are by that character; `withheld` are the texts of the drawings that only other editions show.
    """

    json: str
    drawings: Mapping[str, Drawing] = {}
    withheld: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def check(document: Document, course: Course) -> tuple[Diagnostic, ...]:
    """What is wrong with the formulas and diagrams of a document, whoever sees them."""
    found: tuple[Diagnostic, ...] = ()
    if _MATH in document.json:
        from coursebuild.drawings import formulas  # noqa: PLC0415 (few lessons have some)

        found += formulas.check(document, course)
    if _DIAGRAM.search(document.json):
        from coursebuild.drawings import diagrams  # noqa: PLC0415 (the same)

        found += diagrams.check(document, course)
    return found


def spoken(tex: str, lang: str, course: Course, reading: Reading) -> str:
    """What screen readers say of a formula in a lesson; or why it cannot be set."""
    from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

    return formulas.spoken(tex, lang, course, reading)


def with_plain_metadata(document: Document, course: Course) -> Document:
    """The document with text in place of the formulas of its metadata: a title is no place for a drawing."""
    if _MATH not in document.json.partition('"blocks":')[0]:
        return document
    from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

    return formulas.with_plain_metadata(document, course)


def as_seen(document: Document, selection: Selection, course: Course) -> Selection:
    """The selection with what pages show of its formulas, as text, and of its diagrams, as pictures."""
    tree = None
    if _MATH in selection.json:
        from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

        tree = formulas.as_legible(document, selection, course.macros)
    if _DIAGRAM.search(selection.json):
        from coursebuild.drawings import diagrams  # noqa: PLC0415 (the same)

        tree = diagrams.as_pictures(tree or json.loads(selection.json), course)
    return selection._replace(json=json.dumps(tree, ensure_ascii=False)) if tree else selection


def used_macros(macros: Mapping[str, str], text: str) -> dict[str, str]:
    """Those of macros for formulas that a text uses, and those that they use."""
    from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

    return formulas.used_macros(macros, text)


def macros_in(lines: Sequence[str]) -> dict[str, str]:
    """The macros for formulas of the front matter in the first lines of a source."""
    from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

    return formulas.macros_in(lines)


def unseen_in_formulas(document: Document, course: Course) -> tuple[str, ...]:
    """What the source of a document's formulas has, and their drawings do not show."""
    if _MATH not in document.json:
        return ()
    from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

    return tuple(formulas.unseen_in(document, course))


def unseen_in_diagrams(document: Document, course: Course) -> tuple[str, ...]:
    """The comments and texts in the source of a document's diagrams that their drawings do not have."""
    if not _DIAGRAM.search(document.json):
        return ()
    from coursebuild.drawings import diagrams  # noqa: PLC0415 (the same)

    return tuple(diagrams.unseen(json.loads(document.json), course))


def draw(document: Document, selection: Selection, course: Course, palette: Mapping[str, str]) -> Drawn:
    """Draw what a selection shows; `palette` has the colours of print.

    What cannot be drawn stays as it is; what is wrong with it is in the result if `check` did not see it.
    """
    content, tokens = selection.json, Tokens(selection.json)
    withheld: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    if _MATH in document.json or _MATH in selection.json:
        from coursebuild.drawings import formulas  # noqa: PLC0415 (the same)

        content, withheld, diagnostics = formulas.replaced(document, selection, course.macros, tokens)
    if _DIAGRAM.search(document.json):
        from coursebuild.drawings import diagrams  # noqa: PLC0415 (the same)

        tree = diagrams.replaced(json.loads(content), tokens.put, course, palette)
        content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
        withheld += diagrams.withheld_texts(document, selection, course)
    return Drawn(content, tokens.drawings, withheld, diagnostics)

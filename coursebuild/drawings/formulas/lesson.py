"""The formulas in pandoc's tree of a lesson."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from coursebuild.drawings.formulas.legible import legible
from coursebuild.drawings.formulas.macros import Macros
from coursebuild.drawings.formulas.places import FormulaPlaces
from coursebuild.drawings.formulas.typeset import Formula, FormulaError, formula_drawing
from coursebuild.drawings.formulas.unseen import unseen
from coursebuild.drawings.tokens import TOKEN, Tokens
from coursebuild.model import (
    FALLBACK_LANGUAGE,
    Course,
    Diagnostic,
    Document,
    Drawing,
    Reading,
    Selection,
    short,
    text_of,
    without_marks,
)

_CLASSES = {"InlineMath": "inline", "DisplayMath": "display"}
_LANG, _HEAD = re.compile(r"(?m)^lang:[ \t]*[\"']?([\w-]+)"), 100  # in the first lines of a source


class Replaced(NamedTuple):
    """A selection in JSON with tokens for formulas; `withheld` are the texts of those it does not show."""

    json: str
    withheld: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def check(document: Document, course: Course) -> tuple[Diagnostic, ...]:
    """What is wrong with the formulas of a document, whoever sees them."""
    places = FormulaPlaces(document.source)
    found: list[Diagnostic] = []
    # in its language, so that `draw` need not set them again
    lang = _LANG.search("\n".join(document.source.reading.lines[:_HEAD]))
    setting = _Setting(
        lang[1] if lang else str(course.defaults.get("lang", FALLBACK_LANGUAGE)),
        Macros(course.macros, document.source.reading.lines),
    )
    for formula in setting.formulas(without_marks(document.json)):
        try:
            formula_drawing(formula)
        except FormulaError as error:
            found.append(_diagnostic(places, formula, error))
        else:
            places.skip(formula.tex)
    return tuple(found)


def spoken(tex: str, lang: str, course: Course, reading: Reading) -> str:
    """What screen readers say of a formula in a lesson; or why it cannot be set."""
    formula = Formula(
        tex, is_display=True, lang=lang, macros=Macros(course.macros, reading.lines).definitions(tex)
    )
    try:
        return formula_drawing(formula).texts[0]
    except FormulaError as error:
        return str(error)


def with_plain_metadata(document: Document, course: Course) -> Document:
    """The document with text in place of the formulas of its metadata."""
    setting = _Setting(FALLBACK_LANGUAGE, Macros(course.macros, document.source.reading.lines))

    def as_text(node: dict[str, Any]) -> dict[str, Any]:
        drawing = _tried(setting.formula(node)) if node.get("t") == "Math" else None
        return {"t": "Str", "c": drawing.text} if drawing else node

    tree = json.loads(document.json)
    tree["meta"] = json.loads(json.dumps(tree["meta"]), object_hook=as_text)
    return document._replace(json=json.dumps(tree, ensure_ascii=False, separators=(",", ":")))


def as_legible(document: Document, selection: Selection, macros: Mapping[str, str]) -> Any:
    """The tree of a selection with text in place of its formulas, which says what pages show of them.

    What cannot be set stays as it is, as on pages.
    """
    setting = _Setting(selection.facts.lang, Macros(macros, document.source.reading.lines))

    def as_text(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("t") == "Math":
            with suppress(FormulaError):
                return {"t": "Str", "c": legible(setting.formula(node))}
        return node

    return json.loads(selection.json, object_hook=as_text)


def unseen_in(document: Document, course: Course) -> Iterator[str]:
    """What the formulas of a document have, whoever sees them, and no page shows."""
    # in any language, the same is drawn
    setting = _Setting(FALLBACK_LANGUAGE, Macros(course.macros, document.source.reading.lines))
    for formula in dict.fromkeys(setting.formulas(without_marks(document.json))):
        yield from unseen(formula)


def replaced(document: Document, selection: Selection, macros: Mapping[str, str], tokens: Tokens) -> Replaced:
    """Put a token where a selection shows a formula; `macros` are the course's.

    What cannot be set stays as it is; what is wrong with it is in the result if `check` did not see it.
    """
    setting = _Setting(selection.facts.lang, Macros(macros, document.source.reading.lines))
    found = _Found(tokens)
    tree = json.loads(selection.json, object_hook=_replacing(found, setting))
    content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    written_by_author = dict.fromkeys(setting.formulas(without_marks(document.json)))
    hidden = [formula for formula in written_by_author if formula not in found.drawn]
    withheld = tuple(text for formula in hidden if (drawing := _tried(formula)) for text in drawing.texts)
    places = FormulaPlaces(document.source)  # of those in titles of boxes, or from filters
    failed = {f: error for f, error in found.failed.items() if f not in written_by_author}
    diagnostics = tuple(_diagnostic(places, formula, error) for formula, error in failed.items())
    return Replaced(content, withheld, diagnostics)


def _diagnostic(places: FormulaPlaces, formula: Formula, error: FormulaError) -> Diagnostic:
    return places.diagnostic(formula.tex, error.offset, "CB181", f"`{short(formula.tex)}`: {error}")


def _tried(formula: Formula) -> Drawing | None:
    try:
        return formula_drawing(formula)
    except FormulaError:
        return None


class _Setting(NamedTuple):
    """What the formulas of a lesson share."""

    lang: str
    macros: Macros

    def formula(self, node: dict[str, Any]) -> Formula:
        kind, tex = node["c"]
        return Formula(tex, kind["t"] == "DisplayMath", self.lang, self.macros.definitions(tex))

    def formulas(self, content: str) -> list[Formula]:
        """The formulas in pandoc's JSON, in its order."""
        found: list[Formula] = []

        def collect(node: dict[str, Any]) -> dict[str, Any]:
            if node.get("t") == "Math":
                found.append(self.formula(node))
            return node

        json.loads(content, object_hook=collect)
        return found


class _Found:
    """The formulas of a selection: those with a token, and those that cannot be set."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.drawn: dict[Formula, str] = {}
        self.failed: dict[Formula, FormulaError] = {}

    def token(self, formula: Formula) -> str:
        """The token of a formula, or "" if it cannot be set."""
        if formula not in self.drawn:
            try:
                self.drawn[formula] = self._tokens.put(formula_drawing(formula))
            except FormulaError as error:
                self.failed[formula] = error
                return ""
        return self.drawn[formula]

    def as_text(self, alternative: str) -> str:
        """The alternative text of an image, in which formulas are text."""
        return TOKEN.sub(lambda token: self._tokens.drawings[token[1]].text, alternative)


def _replacing(found: _Found, setting: _Setting) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that `json` calls for each node, the innermost first."""

    def replaced(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("t") == "Math" and (token := found.token(setting.formula(node))):
            classes = ["math", _CLASSES[node["c"][0]["t"]]]
            return {"t": "Span", "c": [["", classes, []], [{"t": "Str", "c": token}]]}
        if node.get("t") == "Image" and TOKEN.search(text := text_of(node["c"][1])):
            attributes, _, target = node["c"]
            return {"t": "Image", "c": [attributes, [{"t": "Str", "c": found.as_text(text)}], target]}
        return node

    return replaced

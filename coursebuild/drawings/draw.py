"""Put tokens where a selection has what is drawn, and draw it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from math import ceil
from typing import Any, NamedTuple

from coursebuild.drawings.formulas import Formula, FormulaError, formula_drawing
from coursebuild.drawings.macros import Macros
from coursebuild.drawings.places import FormulaPlaces
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
    vocabulary,
    without_marks,
)

_PRIVATE = range(0xF0000, 0x10FFFE)  # Unicode's planes 15 and 16, for private use
_TOKEN = re.compile("([\U000f0000-\U0010fffd])\\1*")
_CLASSES = {"InlineMath": "inline", "DisplayMath": "display"}
_LANG, _HEAD = re.compile(r"(?m)^lang:[ \t]*[\"']?([\w-]+)"), 100  # in the first lines of a source
_DIAGRAM = re.compile(rf'[\[,]"(?:{"|".join(vocabulary.DIAGRAMS)})"')  # among the classes of code
_MATH = '"t":"Math"'


class Drawn(NamedTuple):
    """A selection's JSON with a token for each drawing, which is one character, repeated.

    No other text of the selection has this character. The token has about the width of the drawing, so that
    tables are fitted to the page as if it was text.

    `drawings` are by that character; `withheld` are the texts of the drawings that only other editions show.
    """

    json: str
    drawings: Mapping[str, Drawing] = {}
    withheld: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def check(document: Document, course: Course) -> tuple[Diagnostic, ...]:
    """What is wrong with the formulas and diagrams of a document, whoever sees them."""
    found = _check_formulas(document, course)
    if _DIAGRAM.search(document.json):
        from coursebuild.drawings import diagrams  # noqa: PLC0415 (few lessons have some)

        found += diagrams.check(document, course)
    return found


def spoken(tex: str, lang: str, course: Course, reading: Reading) -> str:
    """What screen readers say of a formula in a lesson; or why it cannot be set."""
    formula = Formula(
        tex, is_display=True, lang=lang, macros=Macros(course.macros, reading.lines).definitions(tex)
    )
    try:
        return formula_drawing(formula).texts[0]
    except FormulaError as error:
        return str(error)


def _check_formulas(document: Document, course: Course) -> tuple[Diagnostic, ...]:
    if _MATH not in document.json:
        return ()
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


def with_plain_metadata(document: Document, course: Course) -> Document:
    """The document with text in place of the formulas of its metadata: a title is no place for a drawing."""
    if _MATH not in document.json.partition('"blocks":')[0]:
        return document
    setting = _Setting(FALLBACK_LANGUAGE, Macros(course.macros, document.source.reading.lines))

    def as_text(node: dict[str, Any]) -> dict[str, Any]:
        drawing = _tried(setting.formula(node)) if node.get("t") == "Math" else None
        return {"t": "Str", "c": drawing.text} if drawing else node

    tree = json.loads(document.json)
    tree["meta"] = json.loads(json.dumps(tree["meta"]), object_hook=as_text)
    return document._replace(json=json.dumps(tree, ensure_ascii=False, separators=(",", ":")))


def draw(document: Document, selection: Selection, course: Course, palette: Mapping[str, str]) -> Drawn:
    """Draw what a selection shows; `palette` has the colours of print.

    What cannot be drawn stays as it is; what is wrong with it is in the result if `check` did not see it.
    """
    drawn = Drawn(selection.json)
    tokens = _Tokens(selection.json)
    if _MATH in document.json or _MATH in selection.json:
        drawn = _with_formulas(document, selection, course.macros, tokens)
    if _DIAGRAM.search(document.json):
        from coursebuild.drawings import diagrams  # noqa: PLC0415 (the same)

        tree = diagrams.replaced(json.loads(drawn.json), tokens.put, course, palette)
        written = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
        withheld = diagrams.withheld_texts(document, selection, course)
        drawn = drawn._replace(json=written, drawings=tokens.drawings, withheld=(*drawn.withheld, *withheld))
    return drawn


def _with_formulas(
    document: Document, selection: Selection, macros: Mapping[str, str], tokens: "_Tokens"
) -> Drawn:
    setting = _Setting(selection.facts.lang, Macros(macros, document.source.reading.lines))
    tree = json.loads(selection.json, object_hook=_replacing(tokens, setting))
    content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    written_by_author = dict.fromkeys(setting.formulas(without_marks(document.json)))
    hidden = [formula for formula in written_by_author if formula not in tokens.drawn]
    withheld = tuple(text for formula in hidden if (drawing := _tried(formula)) for text in drawing.texts)
    places = FormulaPlaces(document.source)  # of those in titles of boxes, or from filters
    failed = {f: error for f, error in tokens.failed.items() if f not in written_by_author}
    diagnostics = tuple(_diagnostic(places, formula, error) for formula, error in failed.items())
    return Drawn(content, tokens.drawings, withheld, diagnostics)


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


class _Tokens:
    """The tokens of a selection: each character for one drawing."""

    def __init__(self, content: str) -> None:
        used = set(unescape(content))
        self._free: Iterator[str] = (chr(code) for code in _PRIVATE if chr(code) not in used)
        self.drawings: dict[str, Drawing] = {}
        self.drawn: dict[Formula, str] = {}
        self.failed: dict[Formula, FormulaError] = {}

    def of(self, formula: Formula) -> str:
        """The token of a formula, or "" if it cannot be drawn."""
        if formula not in self.drawn:
            try:
                drawing = formula_drawing(formula)
            except FormulaError as error:
                self.failed[formula] = error
                return ""
            self.drawn[formula] = self.put(drawing)
        character = self.drawn[formula]
        return character * max(1, ceil(self.drawings[character].width))

    def put(self, drawing: Drawing) -> str:
        """The token of a drawing."""
        character = next(self._free)
        self.drawings[character] = drawing
        return character

    def as_text(self, alternative: str) -> str:
        """The alternative text of an image, in which formulas are text."""
        return _TOKEN.sub(lambda token: self.drawings[token[1]].text, alternative)


def _replacing(tokens: _Tokens, setting: _Setting) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that `json` calls for each node, the innermost first."""

    def replaced(node: dict[str, Any]) -> dict[str, Any]:
        if node.get("t") == "Math" and (token := tokens.of(setting.formula(node))):
            classes = ["math", _CLASSES[node["c"][0]["t"]]]
            return {"t": "Span", "c": [["", classes, []], [{"t": "Str", "c": token}]]}
        if node.get("t") == "Image" and _TOKEN.search(text := text_of(node["c"][1])):
            attributes, _, target = node["c"]
            return {"t": "Image", "c": [attributes, [{"t": "Str", "c": tokens.as_text(text)}], target]}
        return node

    return replaced

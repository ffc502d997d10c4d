"""Set formulas as drawings, by mathra: no other module imports it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from types import ModuleType
from typing import NamedTuple

from coursebuild.model import Drawing, short

LONGEST = 5_000  # characters of a formula: one that fills a page has a third

_SVG = re.compile(
    r'<svg [^>]*viewBox="(?P<box>[^"]+)" width="(?P<width>[\d.]+)em" height="(?P<height>[\d.]+)em" '
    r'style="vertical-align: (?P<depth>-?[\d.]+)em"'
)
_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]+)"/>')
_SHAPES = re.compile("<g [^>]*>(.*)</g>", re.DOTALL)
_SHAPE = re.compile(r"<([a-z]+) ([^>]*)/>")
_ATTRIBUTE = re.compile(r'([a-z0-9-]+)="([^"]*)"')
_MOVED = re.compile(r"translate\((\S+) (\S+)\)(?: scale\((\S+)\))?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SPACE = re.compile(" (?=[A-Z])|(?<=[A-Z]) ")
_OUTLINE = re.compile(r"(?:M(?: ?-?[\d.]+){2}(?: ?L(?: ?-?[\d.]+){2}| ?C(?: ?-?[\d.]+){6})+ ?Z ?)+")
_PLACE = re.compile(r"column (\d+): (.*)", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_UNKNOWN = "its drawing has a shape that is not known"
_TEXT_COLOUR = "currentColor"


class FormulaError(Exception):
    """A formula that cannot be set; `offset` is where in its text, counted from 0."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class Formula(NamedTuple):
    """A formula in TeX; `lang` is the language in which it is spoken, `macros` the definitions it needs."""

    tex: str
    is_display: bool
    lang: str
    macros: str = ""


@lru_cache(maxsize=4096)
def formula_drawing(formula: Formula) -> Drawing:
    """Draw a formula, in the colour of the text around it. Raises: FormulaError."""
    if len(formula.tex) > LONGEST:
        raise FormulaError(f"it has {len(formula.tex)} characters; {LONGEST} are the most")
    locale = _locale(formula.lang)
    try:
        made = _mathra().render(
            formula.macros + formula.tex.strip(), locale, display=formula.is_display, strict=True
        )
    except ValueError as error:
        found = _PLACE.fullmatch(str(error))
        if found is None:
            raise FormulaError(str(error)) from error
        raise FormulaError(found[2], _offset(formula, int(found[1]) - 1, found[2])) from error
    speech = " ".join(made["speech"].split()) or short(formula.tex)
    spoken_in = "" if formula.lang.partition("-")[0] == locale.partition("-")[0] else f' lang="{locale}"'
    text = " ".join(made["text"].split())
    box, size, width, paths = _shapes(made["svg"])
    svg, name = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"{spoken_in}',
        escape(speech),
    )
    # the text is transparent: browsers find and copy it
    return Drawing(
        screen=(
            f'<span class="formula" style="{size}">{svg} aria-label="{name}">{paths}</svg>'
            f'<span aria-hidden="true">{escape(text)}</span></span>'
        ),
        printed=f'{svg} class="formula" style="{size}" color="inherit"><title>{name}</title>{paths}</svg>',
        texts=(speech, text),
        text=text,
        width=width,
    )


def _offset(formula: Formula, offset: int, message: str) -> int:
    """Where in a formula an error is; mathra counts in what macros became."""
    if not formula.macros:
        return offset + len(formula.tex) - len(formula.tex.lstrip())
    command = _COMMAND.search(message)
    return max(0, formula.tex.find(command[0])) if command else 0


def _mathra() -> ModuleType:
    import mathra  # noqa: PLC0415 (few lessons have formulas)

    return mathra


@cache
def _locales() -> frozenset[str]:
    return frozenset(each["code"] for each in _mathra().locales())


def _locale(lang: str) -> str:
    """The language, of those that formulas are spoken in; or else English."""
    main = lang.partition("-")[0].lower()
    return next((each for each in (lang, main) if each in _locales()), "pt-BR" if main == "pt" else "en")


def _shapes(drawn: str) -> tuple[str, str, float, str]:
    """The box of a drawing, its size as a style, its width in em, and its shapes, joined."""
    head, shapes = _SVG.match(drawn), _SHAPES.search(drawn)
    if head is None or shapes is None:
        raise FormulaError(_UNKNOWN)
    glyphs = dict(_GLYPH.findall(drawn))
    paths: list[tuple[str, list[str]]] = []  # the shapes that follow each other in one paint are one path
    _, top, _, height = map(float, head["box"].split())
    for paint, steps in _paths(shapes[1], glyphs, lowest=-top - height):
        if not paths or paths[-1][0] != paint:
            paths.append((paint, []))
        paths[-1][1].append(steps)
    size = f"width:{head['width']}em;height:{head['height']}em;vertical-align:{head['depth']}em"
    inside = "".join(f'<path{paint} d="{"".join(steps)}"/>' for paint, steps in paths)
    return head["box"], size, float(head["width"]), inside


def _paths(shapes: str, glyphs: dict[str, str], lowest: float) -> Iterator[tuple[str, str]]:
    """The paint and the steps of each shape, where y grows downwards.

    A rectangle is not below `lowest`, where mathra 1.5 puts the lines between the columns of an array.
    """
    for name, text in _SHAPE.findall(shapes):
        attributes = dict(_ATTRIBUTE.findall(text))
        fill = attributes.get("fill", _TEXT_COLOUR)
        paint = f' fill="{fill}"'
        if name == "use":
            yield paint, _moved(glyphs[attributes["href"].removeprefix("#")], *_place(attributes))
        elif name == "rect":
            x, y, width, height = (float(attributes[key]) for key in ("x", "y", "width", "height"))
            yield paint, _rectangle(x, max(y, lowest), width, height)
        elif name == "path":
            yield paint, _moved(attributes["d"], *_place(attributes))
        elif name == "line":
            stroke, thickness = attributes["stroke"], attributes["stroke-width"]
            x1, y1, x2, y2 = (float(attributes[key]) for key in ("x1", "y1", "x2", "y2"))
            paint = f' fill="none" stroke="{stroke}" stroke-width="{thickness}" stroke-linecap="round"'
            yield paint, f"M{round(x1)} {round(-y1)}L{round(x2)} {round(-y2)}"
        else:
            raise FormulaError(_UNKNOWN)


def _place(attributes: dict[str, str]) -> tuple[float, float, float]:
    """Where a shape is moved to, and how it is scaled."""
    if moved := _MOVED.fullmatch(attributes.get("transform", "")):
        return float(moved[1]), float(moved[2]), float(moved[3] or 1)
    return float(attributes.get("x", 0)), float(attributes.get("y", 0)), 1.0


@lru_cache(maxsize=1024)
def _outline(steps: str) -> tuple[str, list[float], list[float]]:
    """An outline with places for its numbers, and these: those across, and those upwards."""
    if not _OUTLINE.fullmatch(steps):
        raise FormulaError(_UNKNOWN)
    numbers = [float(each) for each in _NUMBER.findall(steps)]
    return _NUMBER.sub("%d", _SPACE.sub("", steps)), numbers[::2], numbers[1::2]


def _moved(steps: str, x: float, y: float, scale: float) -> str:
    template, across, upwards = _outline(steps)
    numbers = [0] * (2 * len(across))
    numbers[::2] = [round(x + scale * each) for each in across]
    numbers[1::2] = [round(-y - scale * each) for each in upwards]
    return template % tuple(numbers)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    """A rectangle, drawn in the direction of a letter's outline, so that neither is cut out of the other.

    Its last step is a curve without length: where all edges are straight, PDFium draws bolder.
    """
    left, right, bottom, top = (round(each) for each in (x, x + width, -y, -y - height))
    return (
        f"M{left} {bottom}L{right} {bottom}L{right} {top}L{left} {top}"
        f"C{left} {top} {left} {top} {left} {top}Z"
    )

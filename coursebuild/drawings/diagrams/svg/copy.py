"""Copy the shapes and texts of an SVG, each with its own style, and what shapes refer to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.drawings.diagrams import colours, measuring
from coursebuild.drawings.diagrams.failure import DiagramError
from coursebuild.drawings.diagrams.svg import styles, values
from coursebuild.drawings.diagrams.svg.lines import Line, Style, lines

MOST = 5_000  # shapes
DEPTH = 60  # groups in groups
PREFIX = "diagram-id-"  # before each identifier, so that a page can give it a name of its own

_INHERITED = frozenset(
    "fill stroke color stroke-width stroke-dasharray stroke-linecap stroke-linejoin fill-opacity "
    "stroke-opacity fill-rule font-size font-weight font-style text-anchor dominant-baseline "
    "alignment-baseline visibility".split()
)
_REFERENCES = ("marker-start", "marker-mid", "marker-end", "mask")
_OWN = frozenset(("opacity", "display", "stop-color", *_REFERENCES))
PROPERTIES = _INHERITED | _OWN  # those that are read
GEOMETRY = {  # the attributes of each shape
    "path": ("d",),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
}
_DEFINED = {  # what shapes may refer to
    "marker": ("viewBox", "refX", "refY", "markerUnits", "markerWidth", "markerHeight", "orient"),
    "mask": ("x", "y", "width", "height", "maskUnits"),
    "linearGradient": ("x1", "y1", "x2", "y2", "gradientUnits"),
}
_WRITTEN = {  # properties of shapes, which are written unless they have these values
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "fill-rule": "nonzero",
}
_PLAIN = re.compile(r"[-a-z0-9., ]+")  # a value of these properties
_GROUPS = frozenset(("g", "a", "svg", "switch", "use"))
_LOCAL = re.compile(r"""url\(\s*['"]?#([^'")]+)['"]?\s*\)""")
_SCALED = re.compile(r"scale\(\s*([0-9.]+)")
_BOXES = frozenset(("node", "cluster", "actor", "section"))  # groups whose text stands on their shapes
_SLANTED = frozenset(("italic", "oblique"))
_ANCHORS = frozenset(("middle", "end"))


class Context(NamedTuple):
    """What an element inherits: its style, the colour on which its text stands, opacity, scale and depth.

    `system` are the transformations of the coordinates in which it is.
    """

    style: Style
    ground: str = ""
    system: str = ""
    opacity: float = 1
    scale: float = 1
    depth: int = 0


@dataclass
class Copy:
    """The parts of a drawing that is being copied; `styles` are by element, `named` by identifier."""

    family: str
    replaced: Mapping[str, str]
    text_size: float
    styles: styles.Styles
    named: Mapping[str, ET.Element]
    sizes: list[float] = field(default_factory=list)  # of texts
    texts: list[str] = field(default_factory=list)
    _grounds: colours.Grounds = field(default_factory=colours.Grounds)
    _shapes: "count[int]" = field(default_factory=count)
    _identifiers: dict[str, str] = field(default_factory=dict)

    def definitions(self, drawn: ET.Element) -> None:
        """Copy the markers, masks and gradients to which shapes refer."""
        properties = (value for style in self.styles.values() for value in style.values())
        used = {name for value in properties for name in _LOCAL.findall(value)}
        wanted = [
            name for name in sorted(used & self.named.keys()) if values.name(self.named[name]) in _DEFINED
        ]
        self._identifiers = {name: f"{PREFIX}{number}" for number, name in enumerate(wanted)}
        definitions = ET.SubElement(drawn, "defs") if wanted else drawn
        for name in wanted:
            element = self.named[name]
            kind = values.name(element)
            given = {key: value for key in _DEFINED[kind] if (value := element.get(key))}
            copy = ET.SubElement(definitions, kind, {"id": self._identifiers[name], **given})
            if kind in ("marker", "mask"):
                self.children(element, copy, Context(self.inherited({}, element)))
            else:
                for stop in element:
                    colour = self._colour(self.styles[stop].get("stop-color", "black"))
                    ET.SubElement(copy, "stop", {"offset": stop.get("offset", "0"), "stop-color": colour})

    def inherited(self, style: Style, element: ET.Element) -> Style:
        """The inherited properties of an element whose parent has a style."""
        own = self.styles.get(element, {})
        new = {k: v for k, v in own.items() if k in _INHERITED and v not in ("inherit", "revert")}
        if "font-size" in new:
            new["font-size"] = str(values.length(new["font-size"], values.size(style)))
        return {**style, **new}

    def children(self, element: ET.Element, drawn: ET.Element, context: Context) -> None:
        if context.depth > DEPTH:
            raise DiagramError("it is nested too deeply")
        for child in element:
            self._element(child, drawn, context._replace(depth=context.depth + 1))

    def _element(self, element: ET.Element, drawn: ET.Element, context: Context) -> None:
        name, own = values.name(element), self.styles.get(element, {})
        style = self.inherited(context.style, element)
        if own.get("display") == "none" or own.get("opacity") == "0" or style.get("visibility") == "hidden":
            return
        if next(self._shapes) > MOST:
            raise DiagramError(f"it draws more than {MOST} shapes")
        context = context._replace(
            style=style, opacity=context.opacity * values.part(own.get("opacity", "1"))
        )
        if name in _GROUPS:
            self._group(element, drawn, context)
        elif name == "text":
            for line in lines(element, style, self.inherited):
                self._line(line, drawn, values.transform(element), context)
        elif name in GEOMETRY:
            given = {key: value for key in GEOMETRY[name] if (value := values.geometry(element.get(key, "")))}
            transform = values.transform(element)
            painted = self._painted(context)
            self._stand(name, given, painted, context.system + transform.get("transform", ""))
            shape = ET.SubElement(drawn, name, given | transform | painted)
            for key in _REFERENCES:
                if (found := _LOCAL.fullmatch(own.get(key, ""))) and found[1] in self._identifiers:
                    shape.set(key, f"url(#{self._identifiers[found[1]]})")

    def _stand(self, name: str, given: dict[str, str], painted: dict[str, str], system: str) -> None:
        """Draw the lines of a shape in black or white where it stands on a colour of the author's."""
        bounds = values.bounds(name, given)
        if bounds is None:
            return
        ground = self._grounds.under(system, bounds)
        stroke = painted.get("stroke", "none")
        if ground and colours.is_named(stroke):
            painted["stroke"] = colours.text_on(ground)
            if painted["fill"] == stroke:  # the head of an arrow
                painted["fill"] = painted["stroke"]
        if painted["fill"].startswith("#"):
            self._grounds.fill(system, bounds, painted["fill"])

    def _group(self, element: ET.Element, drawn: ET.Element, context: Context) -> None:
        name, given = values.name(element), values.transform(element)
        if name in ("use", "svg") and (shift := values.shift(element)):
            given = {"transform": given.get("transform", "") + shift}
        if found := _SCALED.search(given.get("transform", "")):
            context = context._replace(scale=context.scale * float(found[1]))
        context = context._replace(system=context.system + given.get("transform", ""))
        group = ET.SubElement(drawn, "g", given) if given else drawn
        if not _BOXES.isdisjoint(element.get("class", "").split()):
            context = context._replace(ground=self._ground(element, context.style))
        if name == "use":
            used = self.named.get(values.target(element).removeprefix("#"))
            if used is not None:
                self.children(used, group, context._replace(style=self.inherited(context.style, used)))
        else:
            self.children(element, group, context)

    def _ground(self, element: ET.Element, style: Style) -> str:
        """The colour on which the text of a box stands, if the author has set it."""
        fills = (
            self._colour(self.styles.get(each, {}).get("fill", style.get("fill", "black")))
            for each in element.iter()
            if values.name(each) in GEOMETRY
        )
        fill = next((fill for fill in fills if fill != "none"), "")
        return "" if colours.is_named(fill) else fill

    def _line(self, line: Line, drawn: ET.Element, transform: dict[str, str], context: Context) -> None:
        style, size = line.style, values.size(line.style) * self.text_size
        fill = self._paint(style, "fill", "black")
        middle = line.y - size / 3
        system = context.system + transform.get("transform", "")
        ground = self._grounds.under(system, (line.x, middle, line.x, middle))
        ground = context.ground if ground is None else ground
        if ground and colours.is_named(fill):
            fill = colours.text_on(ground)
        weight = style.get("font-weight", "")
        width = measuring.width(line.text, self.family, size, weight)
        given = {
            "x": f"{line.x:g}",
            "y": f"{line.y:g}",
            "fill": fill,
            "font-size": f"{size:g}",
            "fill-opacity": f"{context.opacity:.3g}" if context.opacity != 1 else "",
            "font-family": self.family,
            "font-weight": "600" if measuring.is_bold(weight) else "",
            "font-style": "italic" if style.get("font-style") in _SLANTED else "",
            "text-anchor": style["text-anchor"] if style.get("text-anchor") in _ANCHORS else "",
            "textLength": f"{width:.1f}",
            "lengthAdjust": "spacingAndGlyphs",
        }
        text = ET.SubElement(drawn, "text", {key: value for key, value in given.items() if value} | transform)
        text.text = line.text
        self.texts.append(line.text)
        self.sizes.append(size * context.scale)

    def _painted(self, context: Context) -> dict[str, str]:
        style = context.style
        found = {"fill": self._paint(style, "fill", "black")}
        if (stroke := self._paint(style, "stroke", "none")) != "none":
            found["stroke"] = stroke
        for key in ("fill", "stroke"):
            opacity = context.opacity * values.part(style.get(f"{key}-opacity", "1"))
            if key in found and opacity != 1:
                found[f"{key}-opacity"] = f"{opacity:.3g}"
        for key, usual in _WRITTEN.items():
            value = style.get(key, usual).removesuffix("px")
            if value != usual and _PLAIN.fullmatch(value) and ("stroke" in found or key.startswith("fill")):
                found[key] = value
        return found

    def _paint(self, style: Style, key: str, usual: str) -> str:
        value = style.get(key, usual)
        if found := _LOCAL.match(value):
            return f"url(#{self._identifiers[found[1]]})" if found[1] in self._identifiers else "none"
        return self._colour(style.get("color", "black") if value.lower() == "currentcolor" else value)

    def _colour(self, value: str) -> str:
        return colours.normalized(value, self.replaced)

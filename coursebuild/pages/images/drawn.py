"""Count the shapes that an SVG draws, each as often as it is drawn.

A file of two kilobytes can draw a shape 10⁹ times: by `<use>` of groups that use groups, or by patterns,
markers, masks and steps of filters that refer to one another. Browsers set no limit. The count is an upper
bound: what a property refers to counts for all that inherits it.
"""

from collections.abc import Callable
from math import prod
from typing import NamedTuple
from xml.etree import ElementTree as ET

from coursebuild.model import ImageError
from coursebuild.pages.images import outlines, references
from coursebuild.pages.images.references import DEFINED, References, local

MAX_DEPTH = 200  # elements in elements, also by reference: what draws them calls itself for each level
CHARACTERS = 1_000  # of attributes and text, which take about as long as one shape
DASHES = 100  # of a line, the same
FILTER_STEP = 20  # shapes, which take as long as a step of a filter with all of its pixels
# what a step of a filter may take that is no step's result; and the inputs of steps that have not one
_NO_STEPS = "SourceGraphic SourceAlpha BackgroundImage BackgroundAlpha FillPaint StrokePaint".split()
_INPUTS = {
    **dict.fromkeys(("feblend", "fecomposite", "fedisplacementmap"), ("in", "in2")),
    **dict.fromkeys(("feflood", "feimage", "feturbulence"), ()),
}
_LEAVES = ("lineargradient", "radialgradient")  # what a property refers to, and is not painted with others


class _Shape:
    """An element, and what it draws: as `references.References`."""

    __slots__ = ("element", "inherited", "inside", "markers", "periods", "weight")

    def __init__(self, element: ET.Element) -> None:
        self.element = element
        self.weight: float = 1
        self.inside: list[_Shape] = []
        self.inherited: list[_Shape] = []
        self.markers: list[_Shape] = []
        self.periods: list[float] = []


class _Sum(NamedTuple):
    """What an element draws: `plain` without, `total` with what properties refer to."""

    plain: float
    total: float
    vertices: float
    length: float
    depth: int


def count(root: ET.Element, enclosed: Callable[[str], float]) -> float:
    """Return the number of shapes; `enclosed` returns that of a data URI.

    Raises ImageError if a part refers to itself, or is nested too deeply.
    """
    shapes, used_by_all = _linked(root, enclosed)
    has_markers = any(shape.markers for shape in shapes)
    has_dashes = any(shape.periods for shape in shapes)
    sums: dict[_Shape, _Sum] = {}
    begun: set[_Shape] = set()
    waiting = [*used_by_all, shapes[0]]
    while waiting:
        shape = waiting[-1]
        parts = (*shape.inside, *shape.inherited, *shape.markers)
        missing = [part for part in parts if part not in sums] if shape not in sums else []
        if missing and shape in begun:
            raise ImageError("CB205", "a part of it refers to itself")
        if missing:
            begun.add(shape)
            waiting += missing
            continue
        waiting.pop()
        if shape not in sums:
            sums[shape] = _sum(shape, sums, has_markers=has_markers, has_dashes=has_dashes)
            if sums[shape].depth > MAX_DEPTH:
                raise ImageError("CB205", "it is nested too deeply")
    # each of these may be drawn for each shape of the others
    total = sums[shapes[0]].total * prod(1 + sums[shape].total for shape in used_by_all)
    return max(total, len(shapes))


def _sum(shape: _Shape, sums: dict[_Shape, _Sum], *, has_markers: bool, has_dashes: bool) -> _Sum:
    inside = [sums[part] for part in shape.inside]
    inherited = [sums[part] for part in shape.inherited]
    markers = [sums[part] for part in shape.markers]
    own_vertices = outlines.vertices(shape.element) if has_markers else 0
    own_length = outlines.length(shape.element) if has_dashes else 0.0
    plain = shape.weight + sum(part.plain for part in inside)
    vertices = own_vertices + sum(part.vertices for part in inside)
    length = own_length + sum(part.length for part in inside)
    total = (
        shape.weight
        + sum(part.total for part in inside)
        + plain * sum(part.total for part in inherited)
        + vertices * sum(part.total for part in markers)
        + sum(length / period / DASHES for period in shape.periods)
    )
    depth = 1 + max((part.depth for part in (*inside, *inherited, *markers)), default=0)
    return _Sum(plain, total, vertices, length, depth)


def _linked(root: ET.Element, enclosed: Callable[[str], float]) -> tuple[list[_Shape], set[_Shape]]:
    """Return the elements, the root first, each with those that it draws; and those that all may draw."""
    shapes = {element: _Shape(element) for element in root.iter()}
    named: dict[str | None, _Shape] = {}
    for element, shape in shapes.items():
        named.setdefault(element.get("id"), shape)

    def link(shape: _Shape, found: References) -> None:
        shape.weight += sum(map(enclosed, found.data)) + found.characters // CHARACTERS
        shape.inside += (named[name] for name in found.inside if name in named)
        shape.inherited += (named[name] for name in found.inherited if name in named)
        shape.markers += (named[name] for name in found.markers if name in named)
        shape.periods += found.periods

    for element, shape in shapes.items():
        if local(element) == "filter":
            _link_steps(element, shapes)
        elif not local(element).startswith("fe"):
            shape.inside += (shapes[child] for child in element if local(child) not in DEFINED)
        link(shape, references.of_element(element))
        link(shape, references.of_animations(element))
    used_by_all: list[_Shape] = []
    for found, elements in references.of_rules(root):
        if elements is None:
            link(shapes[root], found._replace(inside=(), inherited=(), markers=()))
            used_by_all += (named[name] for name in found.drawn if name in named)
        else:
            for element in elements:
                link(shapes[element], found)
    shapes[root].inherited += (each for each in used_by_all if local(each.element) in _LEAVES)
    return list(shapes.values()), {each for each in used_by_all if local(each.element) not in _LEAVES}


def _link_steps(filter_: ET.Element, shapes: dict[ET.Element, _Shape]) -> None:
    """Link a filter to its last step, and each step to those whose results it takes."""
    previous: list[_Shape] = []
    results: dict[str, list[_Shape]] = {name: [] for name in _NO_STEPS}
    for step in filter_:
        shapes[step].weight += FILTER_STEP
        for name in _inputs(step):
            shapes[step].inside += results.get(name, previous)
        previous = [shapes[step]]
        if result := step.get("result"):
            results[result] = previous
    shapes[filter_].inside += previous


def _inputs(step: ET.Element) -> list[str]:
    """Return the names of what a step of a filter takes; "" is the result of the step before."""
    kind = local(step)
    if kind == "femerge":
        return [node.get("in", "") for node in step]
    return [step.get(name, "") for name in _INPUTS.get(kind, ("in",))]

"""Compare the points of an exercise with those of its parts, and find points that belong to no exercise."""

from collections.abc import Iterator, Sequence
from typing import Any

from coursebuild.lint.attributes.names import Names, marked_place
from coursebuild.lint.exercises.structure import Part, position
from coursebuild.lint.slip import Slip
from coursebuild.model import Audience, Format, Reading, short

MINUTES, POINTS = "minutes", "points"
_LESSON = 0  # in place of the identity of an exercise

Viewer = tuple[str, Format]  # the name of an edition, and a format


class Costs:
    """What exercises, and questions in them, cost those who see them: their points, or their minutes."""

    def __init__(self, parts: Sequence[Part], names: Names, key: str) -> None:
        self._names, self._key = names, key
        self._by_node = {id(part.node): part for part in parts}
        self._inner: dict[int, list[int]] = {}  # the nodes of the parts of each exercise, and of the lesson
        for part in parts:
            if not part.around.in_correction and self._counts(part):
                self._inner.setdefault((_LESSON, *part.around.exercises)[-1], []).append(id(part.node))

    @staticmethod
    def _counts(part: Part) -> bool:
        return part.is_exercise or (_is_question(part) and bool(part.around.exercises))

    def total(self, viewer: Viewer) -> float | None:
        """The cost of all exercises that someone sees; None if none has any."""
        return self.of_parts(_LESSON, viewer)

    def of_parts(self, node: int, viewer: Viewer) -> float | None:
        """The cost of what an exercise consists of; None if it has no part with one."""
        inner = [self._cost(each, viewer) for each in self._inner.get(node, ())]
        found = [cost for cost in inner if cost is not None]
        return sum(found) if found else None

    def stated(self, part: Part) -> float | None:
        """The cost that an exercise or a question says that it has."""
        stated: Any = self._names.amounts[self._key](str(dict(part.attributes[2]).get(self._key, "")))
        return None if stated is None else float(stated)

    def audience(self, part: Part) -> Audience:
        return part.around.audience & self._names.audience(part.attributes)

    def _cost(self, node: int, viewer: Viewer) -> float | None:
        part = self._by_node[node]
        if viewer not in self.audience(part):
            return None
        stated = self.stated(part)
        return self.of_parts(node, viewer) if stated is None else stated


def _is_question(part: Part) -> bool:
    """Whether an element is a span with an amount."""
    return part.kind == "Span" and any(key in (MINUTES, POINTS) for key, _ in part.attributes[2])


def point_slips(parts: list[Part], reading: Reading, names: Names) -> Iterator[Slip]:
    """Yield a slip for each exercise whose points are not the sum of its parts', and each stray amount."""
    costs = Costs(parts, names, POINTS)
    for part in parts:
        if _is_question(part) and (part.around.in_correction or not part.around.exercises):
            key, value = next(pair for pair in part.attributes[2] if pair[0] in (MINUTES, POINTS))
            where = "in a correction" if part.around.in_correction else "in no exercise"
            message = f'`{key}="{value}"` has no effect here: these words are {where}'
            yield Slip("CB217", message, marked_place(part.attributes), f"{key}={value}")
        stated = costs.stated(part) if part.is_exercise else None
        if stated is None or part.around.in_correction:
            continue
        seen = {viewer: costs.of_parts(id(part.node), viewer) for viewer in sorted(costs.audience(part))}
        wrong = {viewer: points for viewer, points in seen.items() if points not in (None, stated)}
        if wrong:
            (edition, _), points = next(iter(wrong.items()))
            title = f" `{short(part.title)}`" if part.title else ""
            where = "" if len(wrong) == len(seen) else f" in the {edition} edition"
            message = f"the exercise{title} has {_words(stated)}, and its parts have {points:g} in all{where}"
            yield Slip("CB239", message, *position(part, parts, reading))


def _words(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"

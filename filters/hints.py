"""Number hints that stand side by side, for filters/numbers.py."""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

exercises = import_module(f"{__package__}.exercises" if __package__ else "exercises")

_TYPED_NUMBER = re.compile(r"\s*(?:\w+\s+)?(?:[nN][°o]\s*)?\d")  # at the start of a title: "Hint 2"

Found = tuple[Any, bool]  # an element, and whether students see it


def numbers(found: Iterable[Found], is_counted: Callable[[Any], bool]) -> Iterator[tuple[Any, int, bool]]:
    """Yield hints with their numbers, up to the next heading or exercise beside them, if there are two.

    None is numbered where the author has numbered one in its title, nor those that are counted otherwise. The
    last value says whether students see the hint, and so its number: what they do not see is numbered apart,
    unless they see no hint of these.
    """
    for run in _runs(found, is_counted):
        if any(_TYPED_NUMBER.match(hint.attributes.get("title", "")) for hint, _ in run):
            continue
        seen = [hint for hint, is_seen in run if is_seen]
        others = [hint for hint, is_seen in run if not is_seen]
        for hints, is_apart in ((seen, False), (others, bool(seen))):
            for number, hint in enumerate(hints if len(hints) > 1 or is_apart else (), 1):
                yield hint, number, not is_apart


def _runs(found: Iterable[Found], is_counted: Callable[[Any], bool]) -> Iterator[list[Found]]:
    """Yield the hints that stand side by side."""
    runs: dict[int, list[list[Found]]] = {}  # by the identity of what is around them
    for element, is_seen in found:
        beside = runs.setdefault(id(element.parent), [[]])
        if element.tag == "Header" or _is_exercise(element):
            beside.append([])
        elif element.tag == "Div" and "hint" in element.classes and not is_counted(element):
            beside[-1].append((element, is_seen))
    for beside in runs.values():
        yield from beside


def _is_exercise(element: Any) -> bool:
    return bool(element.tag == "Div" and exercises.is_exercise("Div", element.classes, element.attributes))

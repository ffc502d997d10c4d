"""Read the objects of a PDF that may have anything in any place: what is of another type counts as absent."""

from collections.abc import Iterator
from typing import Any

import pikepdf


def items(value: Any) -> list[Any]:
    """The items of an array."""
    return list(value) if isinstance(value, pikepdf.Array) else []


def dictionary(value: Any) -> Any:
    """A dictionary, which is empty if the value is none."""
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def text(value: Any) -> str:
    """A string or a name, without the spaces around it."""
    if not isinstance(value, pikepdf.String | pikepdf.Name):
        return ""
    try:
        return str(value).strip()
    except UnicodeDecodeError:
        return bytes(value).decode("latin-1").strip()


def below(first: Any, *keys: str) -> Iterator[Any]:
    """The dictionaries to which the keys of others lead, and `first` itself, in reading order.

    Each object comes once: in a damaged file, a part may be a part of itself.
    """
    waiting = [first]
    seen: set[tuple[int, int]] = set()
    while waiting:
        each = waiting.pop()
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Array):
            continue
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        if isinstance(each, pikepdf.Array):
            waiting.extend(reversed(list(each)))
        else:
            yield each
            waiting.extend(each.get(key) for key in reversed(keys))

"""The table `limits` of coursebuild.toml."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from coursebuild.model import Limits, vocabulary

_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(MB|GB)")
_BYTES = {"MB": 10**6, "GB": 10**9}
_LEAST_MEMORY, _MOST = 400_000_000, 10**12  # bytes: WeasyPrint with its fonts needs a third of the former


def parse(table: Mapping[str, Any]) -> Limits:
    """Convert the table to limits. Raises: ValueError, whose message quotes the key and the value."""
    given: dict[str, Any] = {}
    for key, value in table.items():
        field = key.replace("-", "_")
        if field not in Limits._fields or "_" in key:
            names = (name.replace("_", "-") for name in Limits._fields)
            raise ValueError(
                f"unknown key `limits.{key}`{vocabulary.suggest(key, names, vocabulary.ROUGHLY)}"
            )
        given[field] = _CONVERT.get(key, _number)(f"limits.{key}", value)
    return Limits(**given)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _MOST:
        raise ValueError(f"`{name}` must be a positive number, not `{value}`")
    return value


def _size(name: str, value: object) -> int:
    size = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if size is None:
        raise ValueError(f'`{name}` must be a size such as "1GB" or "800MB", not `{value}`')
    return int(float(size[1]) * _BYTES[size[2]])


def _memory(name: str, value: object) -> int:
    memory = _size(name, value)
    if not _LEAST_MEMORY <= memory <= _MOST:
        raise ValueError(f"`{name}` must be at least {_LEAST_MEMORY // 10**6}MB, not `{value}`")
    return memory


_CONVERT: Mapping[str, Callable[[str, object], float]] = {"memory": _memory, "file-size": _size}

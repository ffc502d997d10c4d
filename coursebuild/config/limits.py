"""The table `limits` of coursebuild.toml."""

import re
from collections.abc import Mapping
from typing import Any

from coursebuild.config import keys
from coursebuild.model import Limits, vocabulary

_SIZE = re.compile(keys.SIZE)
_BYTES = {"MB": 10**6, "GB": 10**9}
_LEAST_MEMORY = 400_000_000  # bytes: WeasyPrint with its fonts needs a third


def parse(table: Mapping[str, Any]) -> Limits:
    """Convert the table to limits. Raises: ValueError, whose message quotes the key and the value."""
    given: dict[str, Any] = {}
    known = keys.inside("limits.")
    for key, value in table.items():
        if key not in known:
            hint = vocabulary.suggest(key, known, vocabulary.ROUGHLY)
            raise ValueError(f"unknown key `limits.{key}`{hint}")
        convert = _size if str in known[key].types else _number
        given[key.replace("-", "_")] = convert(f"limits.{key}", value)
    if "memory" in given and not _LEAST_MEMORY <= given["memory"] <= keys.NUMBERS_BELOW:
        least = f"{_LEAST_MEMORY // 10**6}MB"
        raise ValueError(f"`limits.memory` must be at least {least}, not `{table['memory']}`")
    return Limits(**given)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < keys.NUMBERS_BELOW:
        raise ValueError(f"`{name}` must be a positive number, not `{value}`")
    return value


def _size(name: str, value: object) -> int:
    size = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if size is None:
        raise ValueError(f'`{name}` must be a size such as "1GB" or "800MB", not `{value}`')
    return int(float(size[1]) * _BYTES[size[2]])

"""The type of a key of coursebuild.toml."""

from typing import Any, NamedTuple


class Key(NamedTuple):
    """What a key may hold, and what it does.

    `types` are Python's of the values that TOML has. `default` is None where there is none. `allowed` and
    `pattern` (a regular expression for the whole of it) restrict a text, `names` the names in a table.
    """

    types: tuple[type, ...]
    description: str
    default: Any = None
    example: Any = None
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    names: str = ""

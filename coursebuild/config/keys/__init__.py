"""The keys of coursebuild.toml: one table for the reader, the JSON Schema, `init` and the reference."""

from coursebuild.config.keys.table import (
    ADDRESS,
    KEYS,
    LENGTH,
    MACRO,
    NUMBERS_BELOW,
    OF_DATES,
    SIZE,
    Key,
    inside,
    shapes,
)

__all__ = [
    "ADDRESS",
    "KEYS",
    "LENGTH",
    "MACRO",
    "NUMBERS_BELOW",
    "OF_DATES",
    "SIZE",
    "Key",
    "french",
    "inside",
    "schema",
    "shapes",
]

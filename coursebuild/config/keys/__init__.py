"""The keys of coursebuild.toml: one table for the reader, the JSON Schema, `init` and the reference."""

from coursebuild.config.keys.editions import OF_DATES
from coursebuild.config.keys.key import Key
from coursebuild.config.keys.machine import NUMBERS_BELOW, SIZE
from coursebuild.config.keys.table import ADDRESS, KEYS, MACRO, inside, shapes
from coursebuild.config.keys.theme import LENGTH, POINTS

__all__ = [
    "ADDRESS",
    "KEYS",
    "LENGTH",
    "MACRO",
    "NUMBERS_BELOW",
    "OF_DATES",
    "POINTS",
    "SIZE",
    "Key",
    "french",
    "inside",
    "schema",
    "shapes",
]

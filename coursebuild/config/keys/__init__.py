"""The keys of coursebuild.toml: one table for the reader, the JSON Schema, `init` and the reference."""

from coursebuild.config.keys.table import KEYS, LENGTH, NUMBERS_BELOW, SIZE, Key, inside, shapes

__all__ = ["KEYS", "LENGTH", "NUMBERS_BELOW", "SIZE", "Key", "french", "inside", "schema", "shapes"]

"""The JSON Schema of coursebuild.toml, made from the table of its keys."""

from typing import Any

from coursebuild.config.keys import french
from coursebuild.config.keys.editions import OF_DATES
from coursebuild.config.keys.key import Key
from coursebuild.config.keys.machine import NUMBERS_BELOW
from coursebuild.config.keys.table import inside
from coursebuild.model import is_reserved, vocabulary
from coursebuild.runtime import resources

Schema = dict[str, Any]

_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}
_NAME_OF_FILE = {"type": "string", "pattern": r"^[^\u0000]*$"}  # no name contains a NUL character
_NAMES_OF_FILES = {"items": _NAME_OF_FILE}
_NO_BLANK_FIELD = {"items": {"pattern": r"\S"}}
_NO_CORRECTIONS = {"properties": {"correction": {"enum": [False, "false"]}}}


def make(lang: str = "en") -> Schema:
    """The JSON Schema (2020-12), with descriptions in English or French.

    It refuses what the reader refuses, but for what needs other files or a comparison: whether a font, an
    icon or a logo exists; lengths of margins; amounts of memory; labels and names of boxes that mean an
    answer; names of editions that differ in case alone. It is stricter where a build warns, as of `links`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coursebuild.toml",
        **_table("", lang),
    }


def _table(prefix: str, lang: str) -> Schema:
    """The schema of a table; `prefix` is its dotted name and a dot."""
    keys = dict(inside(prefix))
    others = keys.pop("*", None)
    made: Schema = {"properties": {name: _value(prefix + name, key, lang) for name, key in keys.items()}}
    made["additionalProperties"] = _value(f"{prefix}*", others, lang) if others else False
    return {"type": "object", **made}


def _value(name: str, key: Key, lang: str) -> Schema:
    """The schema of the values of a key. Its keywords apply to one type each, but for `enum`."""
    types = list(dict.fromkeys(_TYPES[type_] for type_ in key.types))
    made: Schema = {"description": french.DESCRIPTIONS[name] if lang == "fr" else key.description}
    if dict in key.types:
        made |= _table(f"{name}.", lang)
    if list in key.types and not name.endswith("*"):
        made["items"] = {"type": "string"}
    if key.pattern:
        made["pattern"] = f"^(?:{key.pattern})$"
    if key.names:
        made["propertyNames"] = {"pattern": f"^(?:{key.names})$"}
    if key.allowed:
        made["enum"] = [*key.allowed, *((True, False) if bool in key.types else ())]
    if key.default is not None:
        made["default"] = key.default
    if key.example is not None:
        made["examples"] = [key.example]
    return {**made, "type": types[0] if len(types) == 1 else types, **_refined(name)}


def _refined(name: str) -> Schema:
    """What the reader demands of one key, or of one kind of keys, beyond the table."""
    if name.startswith("limits."):
        return {"exclusiveMinimum": 0, "exclusiveMaximum": NUMBERS_BELOW}
    if name.endswith(".line-height"):
        return {"minimum": 1, "maximum": 3}
    refined: dict[str, Schema] = {
        "sources": {**_NAMES_OF_FILES, "minItems": 1},
        "output": _NAME_OF_FILE,
        "resources": _NAMES_OF_FILES,
        "filters": _NAMES_OF_FILES,
        "student-fields": {"items": {"type": "string", "pattern": r"\S"}},
        "boxes": {"not": {"anyOf": [{"required": [kind]} for kind in sorted(vocabulary.KINDS)]}},
        "boxes.*.label": {"minProperties": 1},
        "editor.command": {"anyOf": [{"maxItems": 0}, {"contains": {"pattern": r"\{file\}"}}]},
        "metadata": {
            "allOf": [{"properties": {"student-fields": _NO_BLANK_FIELD}}],
            "propertyNames": {"not": {"enum": [*OF_DATES]}},
        },
        "editions": {"allOf": [{"properties": {"student": _NO_CORRECTIONS}}]},
        "editions.*": {"propertyNames": {"not": _reserved()}},
    }
    return refined.get(name, {})


def _reserved() -> Schema:
    """The attributes with a meaning of their own, which no edition can set."""
    conditions = resources.filter_module("conditions")
    names = sorted(filter(is_reserved, conditions.OWN))
    prefixes = "|".join(conditions.OWN_PREFIXES)
    return {"anyOf": [{"enum": names}, {"pattern": f"^(?:{prefixes})"}]}

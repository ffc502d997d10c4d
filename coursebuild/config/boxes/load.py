"""Convert the tables `boxes` of coursebuild.toml to kinds of boxes."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from coursebuild.config import keys, toml
from coursebuild.config.boxes.names import other_meaning
from coursebuild.config.templates import Folder, Templates
from coursebuild.model import BoxKind, answer_words, language_tag, vocabulary

_NAME = re.compile(keys.KEYS["boxes"].names)
_ICON = re.compile(r"[\w-][\w. -]*")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_DEFAULT_ICON = "note"


def parse(
    tables: Mapping[str, Any], templates: Templates, editions: Collection[str]
) -> Mapping[str, BoxKind]:
    """Convert the tables to kinds of boxes, by their names.

    Raises: ValueError, whose message quotes the key and the value; BuildError if a template cannot be read.
    """
    return {name: _kind(name, table, templates, editions) for name, table in tables.items()}


def _kind(name: str, table: Any, templates: Templates, editions: Collection[str]) -> BoxKind:
    key = f"boxes.{name}"
    if meaning := other_meaning(name, editions, templates.built_in):
        raise toml.RuleError("CB031", f"`{key}`: `{name}` {meaning}")
    if not _NAME.fullmatch(name):
        plain = re.sub(r"[^a-z0-9]+", "-", vocabulary.fold(name)).strip("-")
        hint = f", such as `{plain}`" if _NAME.fullmatch(plain) else ""
        raise ValueError(f"`{key}` must have a name of small letters from a to z, digits and hyphens{hint}")
    if not isinstance(table, dict):
        raise ValueError(f"`{key}` must be a table: `[{key}]`")  # noqa: TRY004 (`load` catches ValueError)
    toml.check(table, keys.shapes("boxes.*."), f"{key}.")
    labels = _labels(key, table.get("label", name.replace("-", " ").capitalize()))
    return BoxKind(labels, _icon(key, name, table.get("icon", ""), templates), _colour(key, table))


def _labels(key: str, label: str | Mapping[str, Any]) -> Mapping[str, str]:
    labels = {"": label} if isinstance(label, str) else label
    if not labels:
        raise ValueError(f"`{key}.label` must have a label for at least one language")
    for lang, text in labels.items():
        where = f"{key}.label.{lang}" if lang else f"{key}.label"
        code = (language_tag(lang) or "").partition("-")[0]
        if lang and lang != code:
            hint = f", such as `{code}`" if code else ""
            raise ValueError(f"`{where}` must be the code of a language, without a country{hint}")
        if not (isinstance(text, str) and text.strip()):
            raise ValueError(f"`{where}` must be a text")
        if answer_words.announcement(text, teacher_alone=True) and not answer_words.asks_for_answer(text):
            raise toml.RuleError("CB031", f"`{where}`: `{text}` means an answer, and everybody sees the box")
    return {lang: " ".join(text.split()) for lang, text in labels.items()}


def _icon(key: str, name: str, wanted: str, templates: Templates) -> str:
    """The name of the file in `icons/`, without its suffix: the one that is wanted, or of the box's name."""
    icon = (wanted or name).removesuffix(".svg")
    if _ICON.fullmatch(icon) and templates.text(f"icons/{icon}.svg") is not None:
        return icon
    if not wanted:
        return _DEFAULT_ICON
    folders = (Folder(folder.path / "icons") for folder in templates)
    names = {file.removesuffix(".svg") for folder in folders for file in folder.names(".svg")}
    hint = vocabulary.suggest(icon, names)
    raise ValueError(f"`{key}.icon`: there is no file `templates/icons/{icon}.svg`{hint}")


def _colour(key: str, table: Mapping[str, str]) -> str:
    """The colour as `#rrggbb`; empty for none."""
    text = table.get("colour", "").strip()
    if not text:
        return ""
    if _HEX.fullmatch(text):
        return text.lower() if len(text) != len("#rgb") else "#" + "".join(d * 2 for d in text[1:].lower())
    from coloraide import Color  # noqa: PLC0415 (slow to import, and few courses have such colours)

    try:
        colour = Color(text)
    except ValueError:
        example = "such as `#7a1f3d`, `teal` or `rgb(10 95 125)`"
        raise ValueError(f"`{key}.colour` must be a colour {example}, not `{text}`") from None
    if colour.alpha() < 1:
        raise ValueError(f"`{key}.colour` must be opaque: `{text}` is not")
    return str(colour.convert("srgb").fit().to_string(hex=True))

"""Load and validate coursebuild.toml."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from coursebuild.config import days, keys, misspelt, own_file, toml
from coursebuild.config.own_file import CONFIGURATION
from coursebuild.config.templates import Templates
from coursebuild.model import (
    ALWAYS_DECIDED,
    INSTRUCTOR,
    STUDENT,
    BoxKind,
    BuildError,
    Course,
    Diagnostic,
    Edition,
    Limits,
    UsageError,
    Values,
    is_reserved,
    rules,
    vocabulary,
)

_PATH_KEYS = (
    "sources",
    "output",
    "resources",
    "filters",
    "bibliography",
    "csl",
)  # whose values are names of files
_DEFAULT_KEYS = (  # defaults for front matter
    *("author", "lang", "cover", "toc", "draft", "links", "require-corrections", "student-fields"),
    *("bibliography", "csl"),
    *("numbering", "license", "educational-level", "learning-time"),
)


def load(
    root: Path, own: Path | None = None, text: str | None = None, *, only: Collection[str] | None = None
) -> Course:
    """The course in the folder `root`, with or without a coursebuild.toml.

    `own` is the folder of coursebuild.toml and of what its theme names, if that is not `root`; `text` is the
    file's text, if that is not what is on the disk; of its keys, `only` these are read, if any are given.
    Raises: UsageError if the file cannot be read, or is not valid.
    """
    defaults = Course(root, own=own)
    try:
        text = own_file.configuration(defaults.own_folder) if text is None else text
    except BuildError as error:
        raise UsageError(*error.diagnostics) from error
    if text is None:
        return defaults
    try:
        table = {key: value for key, value in toml.parse(text).items() if only is None or key in only}
        _check(table)
        return Course(
            root,
            title=table.get("title", ""),
            sources=tuple(table.get("sources", defaults.sources)),
            output=table.get("output", defaults.output),
            defaults=_values({k: table[k] for k in _DEFAULT_KEYS if k in table} | table.get("metadata", {})),
            editions=_editions(table.get("editions", {})),
            filters=tuple(table.get("filters", ())),
            resources=tuple(Path(os.path.realpath(root / name)) for name in table.get("resources", ())),
            ignored=frozenset(table.get("ignore", ())),
            public=tuple(table.get("public", ())),
            starter=bool(table.get("starter", False)),
            **(_themes(table, defaults.own_folder) if {"theme", "themes"} & table.keys() else {}),
            limits=_limits(table.get("limits")),
            boxes=_boxes(table, defaults.own_folder),
            layouts=_layouts(table.get("layout", {}), _editions(table.get("editions", {}))),
            macros=_macros(table.get("math", {})),
            backslash=table.get("tex") == "backslash",
            editor=_editor(table.get("editor", {})),
            diagrams=_diagrams(table.get("diagrams", {})),
            numbering_per=table.get("numbering-per", defaults.numbering_per),
            show_from=days.show_from(table),
            timezone=days.timezone(table.get("timezone", "")),
            has_index=table.get("index"),
            lessons=tuple(table.get("lessons", ())),
            folders=table.get("folders", {}),
            base_url=_address(table.get("base-url", "")),
            own=own,
            release_key=_release_key(table.get("release", {}), root),
            changed_since=table.get("changed-since", ""),
        )
    except ValueError as error:
        code = error.code if isinstance(error, toml.RuleError) else "CB011"
        raise UsageError(toml.diagnostic(CONFIGURATION, text, code, str(error))) from error
    except BuildError as error:
        raise UsageError(*error.diagnostics) from error


def diagnostic(course: Course, code: str, message: str) -> Diagnostic:
    """A diagnostic about coursebuild.toml, at the first key that the message quotes."""
    text = None
    with suppress(BuildError):  # it may have changed since it was loaded
        text = own_file.configuration(course.own_folder)
    return toml.diagnostic(CONFIGURATION, text or "", code, message)


def warnings(course: Course) -> tuple[Diagnostic, ...]:
    """Warnings about the configuration itself, without those that the course ignores."""
    templates = Templates.of_course(course.own_folder)
    found = (
        *misspelt.files.find_unused_filters(course),
        *_wrong_codes_to_ignore(course),
        *misspelt.files.find(course),
        *(misspelt.names.find(templates) if templates.has_own else ()),
        *(misspelt.files.find_templates(course, templates) if templates.has_own else ()),
        *_overridden_defaults(course),
        *(diagnostic(course, "CB256", message) for message in days.of_no_lesson(course)),
    )
    return tuple(each for each in found if not (each.code in course.ignored and each.rule.can_be_ignored))


def _wrong_codes_to_ignore(course: Course) -> Iterator[Diagnostic]:
    for code in sorted(course.ignored):
        if code not in rules():
            yield diagnostic(course, "CB015", f"`ignore` names `{code}`, which is not a rule")
        elif not rules()[code].can_be_ignored:
            yield diagnostic(
                course, "CB015", f"`ignore` names {code}, which is an error and cannot be ignored"
            )


def _overridden_defaults(course: Course) -> Iterator[Diagnostic]:
    """A warning for each value of `[metadata]` that every edition sets as well."""
    of_each_edition = frozenset.intersection(*(frozenset(e.values) for e in course.editions.values()))
    for key in sorted((of_each_edition | ALWAYS_DECIDED) & course.defaults.keys()):
        message = f"`metadata.{key}` has no effect: the edition decides the value of `{key}`"
        yield diagnostic(course, "CB018", message)


def _check(table: Mapping[str, Any]) -> None:
    toml.check(table, keys.shapes())
    for key in _PATH_KEYS:
        if "\0" in "".join(table.get(key, "")):
            raise ValueError(f"`{key}` contains a NUL character, which no file name can contain")
    for prefix, values in (("", table), ("metadata.", table.get("metadata", {}))):
        fields = values.get("student-fields")
        if isinstance(fields, list) and not all(str(name).strip() for name in fields):
            raise ValueError(f"`{prefix}student-fields` contains an empty name")
    if (typed := table.get("tex", "dollars")) not in ("dollars", "backslash"):
        raise ValueError(f'`tex` must be "dollars" or "backslash", not `{typed}`')
    allowed = keys.KEYS["numbering-per"].allowed
    if (typed := table.get("numbering-per", allowed[0])) not in allowed:
        listed = ", ".join(f'"{each}"' for each in allowed)
        raise ValueError(f"`numbering-per` must be one of {listed}, not `{typed}`")
    numbered = (*vocabulary.NUMBERED, *(vocabulary.KINDS - vocabulary.NOT_NUMBERED), *table.get("boxes", ()))
    for name in table.get("numbering", ()):
        if name not in numbered:
            hint = vocabulary.suggest(name, sorted(numbered))
            raise ValueError(f"`numbering` names `{name}`, which is no kind of what can be numbered{hint}")
    if table.get("sources") == []:
        raise ValueError("`sources` is empty: name at least one file or folder")


def _editions(tables: Mapping[str, Any]) -> dict[str, Edition]:
    """The student edition, which never shows corrections, the instructor edition, and the author's own."""
    editions = {e.name: e for e in (STUDENT, INSTRUCTOR)}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ValueError(f"`editions.{name}` must be a table")  # noqa: TRY004 (`load` catches ValueError)
        if not name.replace("-", "").replace("_", "").isalnum():
            raise ValueError(
                f"`editions.{name}` is not a valid folder name: use letters, digits, hyphens and underscores"
            )
        base = editions.get(name, STUDENT).values
        if name not in editions and name.casefold() in {other.casefold() for other in editions}:
            raise ValueError(f"`editions.{name}` would have the same folder as another edition")
        if reserved := next(filter(is_reserved, table), None):
            message = f"`{reserved}` is a reserved attribute; choose another name"
            raise ValueError(f"`editions.{name}.{reserved}`: {message}")
        values = {**base, **_single_values(table)}
        if values["correction"] not in ("true", "false"):  # `yes` and `1` would hide it in some places only
            raise ValueError(
                f"`editions.{name}.correction` must be true or false, not `{values['correction']}`"
            )
        editions[name] = Edition(name, values)
    if editions[STUDENT.name].values["correction"] != "false":
        raise ValueError("`editions.student` cannot show corrections")
    return editions


def _themes(table: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """The look of the course, and those of editions."""
    from coursebuild.config import theme  # noqa: PLC0415 (a course without one needs none)

    own, editions = table.get("theme", {}), _editions(table.get("editions", {}))
    themes = theme.parse_themes(table.get("themes", {}), own, root, editions)
    return {"theme": theme.parse(own, root), "themes": themes}


def _boxes(table: Mapping[str, Any], root: Path) -> Mapping[str, BoxKind]:
    if not table.get("boxes"):
        return {}
    from coursebuild.config import boxes  # noqa: PLC0415 (the same)

    return boxes.parse(table["boxes"], Templates.of_course(root), _editions(table.get("editions", {})))


def _editor(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The command of `[editor]`, word by word."""
    toml.check(table, keys.shapes("editor."), "editor.")
    command = tuple(table.get("command", ()))
    if command and not any("{file}" in word for word in command):
        raise ValueError('`editor.command` must contain "{file}", as in ["code", "--goto", "{file}:{line}"]')
    return command


def _layouts(tables: Mapping[str, Any], editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """Where the corrections of editions stand."""
    layouts: dict[str, str] = {}
    for name, table in tables.items():
        if name not in editions:
            hint = vocabulary.suggest(name, editions)
            raise ValueError(f"`layout.{name}`: there is no edition `{name}`{hint}")
        if not isinstance(table, dict):
            raise ValueError(f"`layout.{name}` must be a table")  # noqa: TRY004 (`load` catches ValueError)
        toml.check(table, keys.shapes("layout.*."), f"layout.{name}.")
        place = table.get("corrections", "inline")
        allowed = keys.KEYS["layout.*.corrections"].allowed
        if place not in allowed:
            listed = ", ".join(f'"{each}"' for each in allowed)
            raise ValueError(f"`layout.{name}.corrections` must be one of {listed}, not `{place}`")
        if place != "inline" and not editions[name].shows_corrections:
            raise ValueError(f"`layout.{name}.corrections`: the edition `{name}` shows no corrections")
        layouts[name] = place
    return layouts


def _release_key(table: Mapping[str, Any], root: Path) -> str:
    """The path of the key of `[release]`."""
    toml.check(table, keys.shapes("release."), "release.")
    key = str(table.get("key", ""))
    return str(root / os.path.expanduser(key)) if key else ""  # noqa: PTH111 (Path raises for a user that is none)


def _macros(table: Mapping[str, Any]) -> Mapping[str, str]:
    """The macros of `[math.macros]`, by their names without a backslash."""
    toml.check(table, keys.shapes("math."), "math.")
    macros: Mapping[str, Any] = table.get("macros", {})
    for name, tex in macros.items():
        if not re.fullmatch(keys.MACRO, name):
            raise ValueError(
                f"`math.macros.{name}` is not a macro's name: write letters, without a backslash"
            )
        if not isinstance(tex, str):
            raise ValueError(f"`math.macros.{name}` must be a text, not `{tex}`")  # noqa: TRY004 (the same)
    return macros


def _diagrams(table: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """The commands of `[diagrams]`, word by word."""
    toml.check(table, keys.shapes("diagrams."), "diagrams.")
    return {name: tuple(words) for name, words in table.items() if words}


def _address(typed: str) -> str:
    """The value of `base-url`, with a slash at its end."""
    if not re.fullmatch(keys.ADDRESS, typed):
        raise ValueError(f"`base-url` must be an address as `https://example.org/course/`, not `{typed}`")
    return f"{typed.rstrip('/')}/" if typed else ""


def _limits(table: Mapping[str, Any] | None) -> Limits:
    if table is None:
        return Limits()
    from coursebuild.config import limits  # noqa: PLC0415 (the same)

    return limits.parse(table)


def _single_values(table: Mapping[str, Any]) -> dict[str, str]:
    values = _values(table)
    if many := next((k for k, v in values.items() if not isinstance(v, str)), None):
        raise ValueError(f"`{many}` must have a single value in an edition")
    return {k: str(v) for k, v in values.items()}


def _values(table: Mapping[str, Any]) -> Values:
    """Convert the values of a table to metadata: strings, or tuples of strings."""
    values: dict[str, str | tuple[str, ...]] = {}
    for key, value in table.items():
        if isinstance(value, list):
            values[key] = tuple(map(str, value))
        elif isinstance(value, dict):
            raise ValueError(f"`metadata.{key}` must be a string or a list")  # noqa: TRY004 (the same)
        else:
            values[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return values

"""What coursebuild.toml says of a course."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from coursebuild.config import labels, palette, toml
from coursebuild.config.templates import Templates
from coursebuild.model import (
    INSTRUCTOR,
    STUDENT,
    BuildError,
    Course,
    Diagnostic,
    Edition,
    Theme,
    UsageError,
    Values,
    is_reserved,
    rules,
)
from coursebuild.runtime.resources import folder

CONFIGURATION = "coursebuild.toml"

_SHAPES: toml.Shapes = {  # every key of coursebuild.toml, and what it holds
    "title": (str,),
    "author": (str, list),
    "lang": (str,),
    "sources": (list,),
    "output": (str,),
    "filters": (list,),
    "resources": (list,),
    "ignore": (list,),
    "cover": (bool,),
    "toc": (bool,),
    "draft": (bool,),
    "links": (str,),
    "theme": (dict,),
    "metadata": (dict,),
    "editions": (dict,),
}
_NAMES = ("sources", "output", "resources", "filters")  # keys that hold names of files
_OF_EACH_DOCUMENT = ("author", "lang", "cover", "toc", "draft", "links")  # which its front matter can change


def load(root: Path) -> Course:
    """The course whose folder is `root`, with or without a coursebuild.toml.

    Raises UsageError where the file cannot be understood.
    """
    path, plain = root / CONFIGURATION, Course(root)
    if not (path.exists() or path.is_symlink()):
        return plain
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        told = toml.parse(text)
        _check(told)
        return Course(
            root,
            title=told.get("title", ""),
            sources=tuple(told.get("sources", plain.sources)),
            output=told.get("output", plain.output),
            defaults=_values({k: told[k] for k in _OF_EACH_DOCUMENT if k in told} | told.get("metadata", {})),
            editions=_editions(told.get("editions", {})),
            filters=tuple(told.get("filters", ())),
            resources=tuple((root / name).resolve() for name in told.get("resources", ())),
            ignored=frozenset(told.get("ignore", ())),
            theme=_theme(told.get("theme"), root),
        )
    except UnicodeDecodeError as error:
        raise _misconfigured("it is not UTF-8", text) from error
    except OSError as error:
        raise _misconfigured(error.strerror or "it cannot be read", text) from error
    except ValueError as error:
        raise _misconfigured(str(error), text) from error


def diagnostic(course: Course, code: str, message: str) -> Diagnostic:
    """What is wrong with coursebuild.toml, at the key that the message begins with."""
    text = (course.root / CONFIGURATION).read_text(encoding="utf-8")
    return toml.diagnostic(CONFIGURATION, text, code, message)


def doubts(course: Course) -> tuple[Diagnostic, ...]:
    """Warnings about the configuration itself."""
    return (*_unused_filters(course), *_not_ignored(course), *_misspelt(course))


def _not_ignored(course: Course) -> Iterator[Diagnostic]:
    for code in sorted(course.ignored):
        if code not in rules():
            yield diagnostic(course, "CB015", f"`ignore` names {code!r}, which is no rule")
        elif not rules()[code].can_be_ignored:
            yield diagnostic(course, "CB015", f"`ignore` names {code}, which cannot be ignored")


def _misspelt(course: Course) -> Iterator[Diagnostic]:
    """Names in the author's labels and palette that are nearly one of ours."""
    templates = Templates.of_course(course.root)
    for file, find in ((labels.FILE, labels.misspelt), (palette.FILE, palette.misspelt)):
        with suppress(BuildError):  # what is broken is reported with each document
            if text := templates.own.text(file):
                for message in find(templates):
                    yield toml.diagnostic(f"templates/{file}", text, "CB017", message)


def _unused_filters(course: Course) -> tuple[Diagnostic, ...]:
    """A warning where the author's folder holds filters that the configuration does not name."""
    own = course.root / "filters"
    if own.resolve() == folder("filters").resolve() or not own.is_dir():
        return ()
    unused = sorted({path.stem for path in own.glob("*.py")} - set(course.filters))
    return tuple(Diagnostic(f"filters/{name}.py", 0, 0, "CB012", "the filter is not run") for name in unused)


def _check(told: Mapping[str, Any]) -> None:
    toml.check(told, _SHAPES)
    for key in _NAMES:
        if "\0" in "".join(told.get(key, "")):
            raise ValueError(f"`{key}` holds a character that no name can")
    if told.get("sources") == []:
        raise ValueError("`sources` names nothing to build")


def _editions(told: Mapping[str, Any]) -> dict[str, Edition]:
    """The student's, which never shows corrections, the instructor's, and those the author adds."""
    editions = {e.name: e for e in (STUDENT, INSTRUCTOR)}
    for name, table in told.items():
        if not isinstance(table, dict):
            raise ValueError(f"`editions.{name}` must be a table")  # noqa: TRY004 (one kind of error for the file)
        if not name.replace("-", "").replace("_", "").isalnum():
            raise ValueError(f"`editions.{name}` cannot be a folder's name: use letters, digits and hyphens")
        base = editions.get(name, STUDENT).values
        if name not in editions and name.casefold() in {other.casefold() for other in editions}:
            raise ValueError(f"`editions.{name}` would share its folder with another edition")
        if reserved := next(filter(is_reserved, table), None):
            message = f"`{reserved}` is an attribute with a meaning of its own; choose another name"
            raise ValueError(f"`editions.{name}.{reserved}`: {message}")
        editions[name] = Edition(name, {**base, **_single(table)})
    if editions["student"].values["correction"] != "false":
        raise ValueError("`editions.student` cannot show corrections")
    return editions


def _theme(told: Mapping[str, Any] | None, root: Path) -> Theme:
    if told is None:
        return Theme()
    from coursebuild.config import theme  # noqa: PLC0415 (a course without one needs none)

    return theme.read(told, root)


def _single(table: Mapping[str, Any]) -> dict[str, str]:
    values = _values(table)
    if many := next((k for k, v in values.items() if not isinstance(v, str)), None):
        raise ValueError(f"`{many}` of an edition must be one value")
    return {k: str(v) for k, v in values.items()}


def _values(table: Mapping[str, Any]) -> Values:
    """TOML's values as metadata: texts, or tuples of them."""
    values: dict[str, str | tuple[str, ...]] = {}
    for key, value in table.items():
        if isinstance(value, list):
            values[key] = tuple(map(str, value))
        elif isinstance(value, dict):
            raise ValueError(f"`metadata.{key}` must be a text or a list")  # noqa: TRY004 (the same)
        else:
            values[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return values


def _misconfigured(message: str, text: str) -> UsageError:
    return UsageError(toml.diagnostic(CONFIGURATION, text, "CB011", message))

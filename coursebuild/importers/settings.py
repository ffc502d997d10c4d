"""Read what the configuration of another tool says of a course: its title, its language, its order."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.importers import yaml
from coursebuild.importers.draft import Defaults
from coursebuild.runtime.system import regular_file

_LARGEST = 1_000_000  # bytes of a configuration
_LINK = re.compile(r"[*-][ \t]+\[(?P<title>[^\]]*)\]\((?P<path>[^()#\s]+)\)")


class Settings(NamedTuple):
    """The settings of a course; `order` are the paths of its lessons from the folder `lessons`."""

    folder: Path
    lessons: Path
    title: str = ""
    lang: str = ""
    author: str = ""
    order: tuple[str, ...] = ()
    titles: Mapping[str, str] = {}
    hides_code: bool = False
    values: tuple[tuple[str, str], ...] = ()
    base: tuple[Path, ...] = ()
    ignored: frozenset[str] = frozenset()


def read(folder: Path) -> Settings | None:
    """Return the settings of the course in a folder; None if there is no configuration that is known."""
    for name, reader in _READERS.items():
        text = _text(folder / name)
        if text is not None:
            values = yaml.read(text) if name.endswith(("yml", "yaml")) else text
            return reader(folder, values if values is not None else {})
    return None


def defaults_of(course: Settings, path: Path) -> Defaults:
    """What the settings say of one lesson."""
    lessons = course.lessons.resolve()
    real = path.resolve()
    name = real.relative_to(lessons).as_posix() if real.is_relative_to(lessons) else ""
    near = yaml.read(_text(path.parent / "_metadata.yml") or "")  # of Quarto, for a folder
    hides = course.hides_code or hides_code(_get(near, "execute"))
    return Defaults(hides, course.values, course.base, course.lang, course.titles.get(name, ""))


def hides_code(execute: Any) -> bool:
    """Whether the options of Quarto for all code hide it, or may."""
    said = (
        [execute[key] for key in ("echo", "include") if key in execute] if isinstance(execute, dict) else []
    )
    return any(value is not True and value != "fenced" for value in said)


def _text(path: Path) -> str | None:
    try:
        return regular_file.read(path, _LARGEST).decode("utf-8-sig", "replace") if path.is_file() else None
    except OSError:
        return None


def _get(values: Any, *keys: str) -> Any:
    """A value in tables in tables; None if there is none."""
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _string(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_string, value)))
    if isinstance(value, dict):
        return _string(value.get("name"))
    return str(value) if isinstance(value, str | int | float) else ""


def _mkdocs(folder: Path, values: Any) -> Settings:
    lessons = folder / (_string(_get(values, "docs_dir")) or "docs")
    entries = [*_nav(_get(values, "nav"))]
    extensions = _get(values, "markdown_extensions")
    tables = (
        [entry for entry in extensions if isinstance(entry, dict)]
        if isinstance(extensions, list)
        else [extensions]
    )
    bases = [_get(table, "pymdownx.snippets", "base_path") for table in tables]
    paths = [
        path
        for base in bases
        for path in (base if isinstance(base, list) else [base])
        if isinstance(path, str)
    ]
    extra = _get(values, "extra")
    return Settings(
        folder,
        lessons if lessons.is_dir() else folder,
        _string(_get(values, "site_name")),
        _string(_get(values, "theme", "language")),
        _string(_get(values, "site_author")),
        tuple(path for _, path in entries),
        {path: title for title, path in entries if title},
        values=tuple((str(key), str(value)) for key, value in extra.items() if isinstance(value, str | int))
        if isinstance(extra, dict)
        else (),
        base=(*(folder / path for path in paths), folder),
    )


def _nav(entries: Any) -> Iterator[tuple[str, str]]:
    """Yield the titles and paths of a navigation."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str):
            yield "", entry
        elif isinstance(entry, dict):
            for title, inside in entry.items():
                if isinstance(inside, str):
                    yield str(title), inside
                else:
                    yield from _nav(inside)


def _quarto(folder: Path, values: Any) -> Settings:
    chapters = [*_files(_get(values, "book", "chapters")), *_files(_get(values, "website", "sidebar"))]
    title = _get(values, "book", "title") or _get(values, "website", "title") or _get(values, "title")
    author = _get(values, "book", "author") or _get(values, "author")
    rendered = _get(values, "project", "render")
    ignored = (
        [str(name)[1:] for name in rendered if str(name).startswith("!")]
        if isinstance(rendered, list)
        else []
    )
    hides = _get(values, "execute", "echo") is False or _get(values, "knitr", "opts_chunk", "echo") is False
    return Settings(
        folder,
        folder,
        _string(title),
        _string(_get(values, "lang")),
        _string(author),
        tuple(chapters),
        {},
        hides,
        ignored=frozenset(ignored),
    )


def _files(entries: Any) -> Iterator[str]:
    """Yield the files that a structure of lists and tables names."""
    if isinstance(entries, str) and re.search(r"\.(?:qmd|md|ipynb|rmd|Rmd|myst)$", entries):
        yield entries
    elif isinstance(entries, list):
        for entry in entries:
            yield from _files(entry)
    elif isinstance(entries, dict):
        for key, value in entries.items():
            if key in (
                "file",
                "href",
                "chapters",
                "contents",
                "section",
                "part",
                "children",
                "sections",
                "parts",
                "root",
                "menu",
            ):
                yield from _files(value)


def _myst(folder: Path, values: Any) -> Settings:
    substitutions = _get(values, "project", "substitutions")
    return Settings(
        folder,
        folder,
        _string(_get(values, "project", "title") or _get(values, "site", "title")),
        _string(_get(values, "project", "language")),
        _string(_get(values, "project", "authors")),
        tuple(_files(_get(values, "project", "toc"))),
        values=tuple((str(k), str(v)) for k, v in substitutions.items())
        if isinstance(substitutions, dict)
        else (),
    )


def _jupyter_book(folder: Path, values: Any) -> Settings:
    contents = yaml.read(_text(folder / "_toc.yml") or "")
    files = [_with_suffix(folder, str(name)) for name in _named(contents)]
    lessons = folder
    return Settings(
        folder,
        lessons,
        _string(_get(values, "title")),
        _string(_get(values, "sphinx", "config", "language")),
        _string(_get(values, "author")),
        tuple(files),
    )


def _named(entries: Any) -> Iterator[Any]:
    if isinstance(entries, list):
        for entry in entries:
            yield from _named(entry)
    elif isinstance(entries, dict):
        for key, value in entries.items():
            if key in ("file", "root") and isinstance(value, str):
                yield value
            else:
                yield from _named(value)


def _with_suffix(folder: Path, name: str) -> str:
    return next(
        (
            f"{name}{suffix}"
            for suffix in (".md", ".ipynb", ".myst")
            if (folder / f"{name}{suffix}").is_file()
        ),
        name,
    )


def _bookdown(folder: Path, values: Any) -> Settings:
    files = _get(values, "rmd_files")
    order = tuple(map(str, files)) if isinstance(files, list) else ()
    return Settings(
        folder, folder, _string(_get(values, "book_filename")), _string(_get(values, "lang")), order=order
    )


def _docusaurus(folder: Path, text: Any) -> Settings:
    title = re.search(r"\btitle:\s*['\"]([^'\"]+)", str(text))
    lang = re.search(r"defaultLocale:\s*['\"]([\w-]+)", str(text))
    lessons = folder / "docs"
    return Settings(
        folder, lessons if lessons.is_dir() else folder, title[1] if title else "", lang[1] if lang else ""
    )


def _gitbook(folder: Path, text: Any) -> Settings:
    entries = [(found["title"], found["path"]) for found in _LINK.finditer(str(text))]
    return Settings(
        folder,
        folder,
        order=tuple(path for _, path in entries),
        titles={path: title for title, path in entries},
        ignored=frozenset(("SUMMARY.md",)),
    )


_READERS: Mapping[str, Callable[[Path, Any], Settings]] = {
    "mkdocs.yml": _mkdocs,
    "mkdocs.yaml": _mkdocs,
    "_quarto.yml": _quarto,
    "_quarto.yaml": _quarto,
    "_bookdown.yml": _bookdown,
    "myst.yml": _myst,
    "_config.yml": _jupyter_book,
    "docusaurus.config.js": _docusaurus,
    "docusaurus.config.ts": _docusaurus,
    "SUMMARY.md": _gitbook,
}

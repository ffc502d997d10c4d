"""A new lesson, from the template `lesson.md`: the author's, or the built-in one of the lesson's language."""

import json
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from coursebuild.config import CONFIGURATION, SUFFIX, labels, no_course
from coursebuild.config.templates import Templates
from coursebuild.model import FALLBACK_LANGUAGE, Course, has_controls, language_tag
from coursebuild.starter.templates import without_mark

TEMPLATE = "lesson"  # and its language, where there is one for each

Variables = Mapping[str, str | tuple[str, ...]]

_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
_VARIABLE = re.compile(r"\{\{ *(\w+) *\}\}")
_FIELD = re.compile(r"""^([\w-]+): *(["']?)\{\{ *(\w+) *\}\}\2 *\n""", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_][\w ().-]*[\w).]|\d{4}-\d{2}-\d{2}")  # a text that YAML reads as it is
_ABBREVIATION = re.compile(r"\b[b-df-hj-np-tv-xz]{2,5}\b")  # which has no vowel
_ANSWERS_OF_YAML = frozenset(("true", "false", "yes", "no", "on", "off", "null"))


def title(name: str) -> str:
    """A title from the name of a file or folder: `TP 3` for `tp-3`, `First steps` for `first_steps`."""
    text = " ".join(re.sub(r"[-_]", " ", name.encode(errors="ignore").decode()).split())
    text = _ABBREVIATION.sub(lambda found: found[0].upper(), text)
    return text[:1].upper() + text[1:]


def locate(course: Course, name: str) -> Path:
    """The path of a new lesson: below the folder of the sources, which the name may begin with.

    Raises: ValueError if that is outside of the folder, or if a build would not find it; UsageError if there
    is no course.
    """
    folder = _sources_folder(course)
    if not (folder.is_dir() or (course.root / CONFIGURATION).is_file()):
        raise no_course(course)
    if not Path(name).name or name.endswith("/"):
        raise ValueError("it must end in the name of a file")
    if has_controls(name):
        raise ValueError("it has a line break or a control character")
    given = Path(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
    paths = [Path(os.path.normpath(parent / given)) for parent in (course.root, folder)]
    path = next((path for path in paths if path.is_relative_to(folder)), paths[-1])
    real = Path(os.path.realpath(path.parent))
    if not (path.is_relative_to(folder) and real.is_relative_to(os.path.realpath(folder))):
        raise ValueError(f"it must be inside of the folder {os.path.relpath(folder, course.root)!r}")
    if any(part.startswith(".") for part in path.relative_to(folder).parts):
        raise ValueError("no build finds a lesson if a name in its path begins with a dot")
    if str(path).encode(errors="ignore").decode() != str(path):
        raise ValueError("it is not UTF-8")
    return path


def text(course: Course, path: Path, today: date) -> str:
    """The text of a new lesson at a path. Raises: BuildError if a template of the author's cannot be read."""
    templates = Templates.of_course(course.own_folder)
    lang = _language(course, path, templates)
    author = course.defaults.get("author", "")
    values = {"title": title(path.stem), "date": today.isoformat(), "author": author, "lang": lang}
    return fill(_template(templates, labels.code(lang)), values)


def fill(template: str, values: Variables) -> str:
    """Replace the variables of a template, such as `{{ title }}`; others stay as they are.

    A field of the front matter that is one variable becomes YAML, and is left out where it would be empty.
    """

    def field(found: re.Match[str]) -> str:
        value = values.get(found[3])
        return found[0] if value is None else f"{found[1]}: {_yaml(value)}\n" if value else ""

    def plain(found: re.Match[str]) -> str:
        value = values.get(found[1], found[0])
        return value if isinstance(value, str) else ", ".join(value)

    head = _FRONT_MATTER.match(template)
    end = head.end() if head else 0
    return _VARIABLE.sub(plain, _FIELD.sub(field, template[:end]) + template[end:])


def _template(templates: Templates, code: str) -> str:
    names = (f"{TEMPLATE}.{code}.md", f"{TEMPLATE}.md")
    texts = [folder.text(name) for folder in templates for name in names]
    return without_mark(next(text for text in texts if text is not None))


def _sources_folder(course: Course) -> Path:
    """The first folder of the sources, or that of the course where they are files."""
    paths = [Path(os.path.normpath(course.root / name)) for name in course.sources]
    return next((path for path in paths if not (path.is_file() or path.suffix == SUFFIX)), course.root)


def _language(course: Course, path: Path, templates: Templates) -> str:
    """The language of a folder that the lesson is in, such as `en/`, or that of the course."""
    known = {lang for folder in templates for lang in labels.tables(folder)}
    folders = [part for part in path.relative_to(course.root).parts[:-1] if part in known]
    of_course = language_tag(str(course.defaults.get("lang", "")))
    return folders[-1] if folders else of_course or FALLBACK_LANGUAGE


def _yaml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _ANSWERS_OF_YAML
        return value if is_plain else json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(map(_yaml, value))}]"

"""A small working course: lessons, configuration, and settings for editors, git and a CI service."""

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from coursebuild.config import CONFIGURATION, SUFFIX
from coursebuild.config.keys import schema
from coursebuild.model import Course
from coursebuild.runtime import resources
from coursebuild.starter import configuration

LANGUAGES = ("en", "fr")
# For each service, the file that says at its head which coursebuild is installed.
EXPLAINED = {"github": ".github/workflows/release.yml", "gitlab": ".gitlab-ci.yml"}
SERVICES = tuple(EXPLAINED)

_HERE = Path(__file__).parent
_VSCODE = resources.find("starter/vscode", "editors/vscode")
# Of this project, and of each course.
_WORKFLOWS = [f".github/workflows/{name}.yml" for name in ("pull-request", "site", "release", "instructor")]


class Answers(NamedTuple):
    """What is known about a new course.

    `service` is where its finished files are made, or empty; `has_lessons` says that it has some already.
    """

    title: str
    author: str = ""
    lang: str = "en"
    service: str = ""
    has_lessons: bool = False


def files(answers: Answers) -> dict[str, bytes]:
    """The files of a new course, by their paths in its folder."""
    given = {"title": answers.title, "author": answers.author, "lang": answers.lang}
    described = json.dumps(schema.make(answers.lang), ensure_ascii=False, indent=2)
    return {
        CONFIGURATION: configuration.commented(answers.lang, given).encode(),
        ".gitignore": b"/build/\n/dist/\n/dist-*/\n",
        **({} if answers.has_lessons else _copied(_HERE / "courses" / answers.lang)),
        **_copied(_VSCODE, ".vscode/"),
        configuration.SCHEMA: f"{described}\n".encode(),
        **_service(answers.service),
    }


def has_lessons(folder: Path) -> bool:
    """Whether the folder that a new course takes its lessons from holds some already."""
    with suppress(OSError):
        return any(folder.joinpath(*Course(folder).sources).rglob(f"*{SUFFIX}"))
    return False


def _copied(folder: Path, prefix: str = "") -> dict[str, bytes]:
    """The files of a folder, by their paths in it after a prefix."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {f"{prefix}{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _service(name: str) -> dict[str, bytes]:
    if name == "github":
        return {
            name: resources.find(f"starter/ci/{Path(name).name}", name).read_bytes() for name in _WORKFLOWS
        }
    if name == "gitlab":
        return {EXPLAINED[name]: (_HERE / "ci" / "gitlab.yml").read_bytes()}
    return {}

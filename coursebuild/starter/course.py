"""A small working course: lessons, configuration, and settings for editors, git and a CI service."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.config import CONFIGURATION
from coursebuild.config.keys import schema
from coursebuild.runtime import resources
from coursebuild.starter import configuration

LANGUAGES = ("en", "fr")
SERVICES = ("github", "gitlab")

_HERE = Path(__file__).parent
_WORKFLOW = resources.file("starter/ci/github.yml", ".github/workflows/publish.yml")
_SNIPPETS = resources.file("starter/snippets.json", "editors/vscode/coursebuild.code-snippets")
_SETTINGS: Mapping[str, Any] = {
    ".vscode/settings.json": {
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"comments": "off", "strings": "off", "other": "on"},
            "editor.snippetSuggestions": "top",
        },
        "files.encoding": "utf8",
        "search.exclude": {"build": True},
    },
    ".vscode/extensions.json": {"recommendations": ["tamasfe.even-better-toml"]},
}


class Answers(NamedTuple):
    """What an author says about a new course; `service` is where its finished files are made, or empty."""

    title: str
    author: str = ""
    lang: str = "en"
    service: str = ""


def files(answers: Answers) -> dict[str, bytes]:
    """The files of a new course, by their paths in its folder."""
    given = {"title": answers.title, "author": answers.author, "lang": answers.lang}
    lessons = _HERE / "courses" / answers.lang
    settings = {**_SETTINGS, configuration.SCHEMA: schema.make(answers.lang)}
    return {
        CONFIGURATION: configuration.commented(answers.lang, given).encode(),
        ".gitignore": b"/build/\n",
        **{p.relative_to(lessons).as_posix(): p.read_bytes() for p in sorted(lessons.rglob("*.*"))},
        **{name: _json(content) for name, content in settings.items()},
        ".vscode/coursebuild.code-snippets": _SNIPPETS.read_bytes(),
        **_service(answers.service),
    }


def _service(name: str) -> dict[str, bytes]:
    if name == "github":
        return {".github/workflows/publish.yml": _WORKFLOW.read_bytes()}
    if name == "gitlab":
        return {".gitlab-ci.yml": (_HERE / "ci" / "gitlab.yml").read_bytes()}
    return {}


def _json(content: Any) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()

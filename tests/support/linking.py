"""A lesson that links to files, and what is copied and reported of them."""

import re

from workshop import Workshop

HEAD = "---\ntitle: Lab\nlang: en\n---\n\n"
CORRECTION = (
    '\n\n::: {.correction .if correction="true"}\nBrowsers try port eighty before any other.{more}\n:::\n'
)
REPORTED = re.compile(r"^(\S+): (?:error|warning)\[(CB\d+)\]: (.+)", re.MULTILINE)


def lesson_linking(text: str, more: str = "") -> str:
    return HEAD + text + CORRECTION.replace("{more}", more)


def copied_names(workshop: Workshop) -> list[str]:
    return [name for name in workshop.files() if not re.fullmatch(r"\w+/(?:\w+/)?lab\.(?:html|pdf)", name)]


def reported(workshop: Workshop, *arguments: str) -> list[tuple[str, str]]:
    """The places and codes that a build of HTML reports."""
    done = workshop.run("--to", "html", "--quiet", *arguments)
    return [(place, code) for place, code, _ in REPORTED.findall(done.err)]

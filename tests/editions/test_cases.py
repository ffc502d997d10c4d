"""Each case of cases/*.md: its filter is run by pandoc alone, and by the command.

A case is a heading, prose, and three blocks: the source, the student's HTML, the instructor's. Where
one block stands for both editions it is called `both`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import PANDOC, ROOT, Workshop, canonical

from coursebuild.pages.breaks import with_code_kept
from coursebuild.pages.screen import for_screen

CASES = ROOT / "tests" / "cases"
_PART = re.compile(
    r"^## (?P<title>[^\n]+)$|^(?P<fence>`{4,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
SUMMED = {"exercises", "whole"}  # what else has corrections is not about their summary
EDITIONS = {"student": "false", "instructor": "true"}


def _blocks(path: Path) -> dict[str, dict[str, str]]:
    """The code blocks of each case, by the case's heading."""
    cases: dict[str, dict[str, str]] = {}
    for part in _PART.finditer(path.read_text(encoding="utf-8")):
        if part["title"]:
            blocks = cases.setdefault(part["title"], {})
        else:
            blocks[part["kind"]] = part["text"]
    return cases


def _cases(names: set[str]) -> list[object]:
    return [
        pytest.param(
            name,
            blocks["source"],
            edition,
            blocks.get(edition) or blocks.get("both", ""),
            id=f"{name}: {title} ({edition})",
        )
        for name in sorted(names)
        for title, blocks in _blocks(CASES / f"{name}.md").items()
        for edition in EDITIONS
    ]


FILTERS = {path.stem for path in (ROOT / "filters").glob("*.py")} - {
    "identifiers",
    "costs",
}  # parts of others
DESCRIBED = {path.stem for path in CASES.glob("*.md")}


@pytest.mark.parametrize(("name", "source", "edition", "expected"), _cases(DESCRIBED))
def test_a_case_through_the_command(
    workshop: Workshop, name: str, source: str, edition: str, expected: str
) -> None:
    """The page's body is as expected, with all filters."""
    summary = () if name in SUMMED else ("-M", "summary=false")
    workshop.write("course/lab.md", f"---\ntitle: Case\n---\n\n{source}")
    done = workshop.run("--to", "html", "--edition", edition, "--quiet", *summary)
    assert done.code == 0, done.err
    assert canonical(workshop.main(edition=edition)) == canonical(with_code_kept(for_screen(expected)))


@pytest.mark.parametrize(("name", "source", "edition", "expected"), _cases(FILTERS))
def test_a_case_under_pandoc_alone(name: str, source: str, edition: str, expected: str) -> None:
    """`pandoc --filter filters/NAME.py -M correction=…` gives the expected result."""
    done = subprocess.run(
        [
            *(PANDOC, "--from", "markdown+alerts", "--to", "html", "--syntax-highlighting", "none"),
            *(
                "--filter",
                ROOT / "filters" / f"{name}.py",
                "-M",
                f"correction={EDITIONS[edition]}",
                "-M",
                "title=Case",
                "-M",
                "lang=en",
            ),
        ],
        input=source.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert canonical(done.stdout.decode()) == canonical(expected)


def test_every_filter_has_cases() -> None:
    """The cases document the filters."""
    assert FILTERS <= DESCRIBED

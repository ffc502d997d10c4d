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


FILTERS = {  # without the modules that are parts of several
    path.stem for path in (ROOT / "filters").glob("*.py") if "\ndef transform(" in path.read_text("utf-8")
} - {"numbers"}  # which the cases of references.md show
DESCRIBED = {path.stem for path in CASES.glob("*.md")}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], str]:
    """The content of the page of each case, by filter, source and edition: one course without the summary."""
    found: dict[tuple[str, str, str], str] = {}
    for summary in (True, False):
        cases = {
            (name, blocks["source"])
            for name in DESCRIBED
            if (name in SUMMED) is summary
            for blocks in _blocks(CASES / f"{name}.md").values()
        }
        workshop = Workshop(tmp_path_factory.mktemp("cases"))
        paths = {case: f"{case[0]}-{number}" for number, case in enumerate(sorted(cases))}
        for (_, source), path in paths.items():
            workshop.write(f"course/{path}.md", f"---\ntitle: Case\n---\n\n{source}")
        option = () if summary else ("-M", "summary=false")
        done = workshop.run("--to", "html", "--all", "--quiet", *option)
        assert done.code == 0, done.err
        found |= {
            (*case, edition): workshop.main(path, edition)
            for case, path in paths.items()
            for edition in EDITIONS
        }
    return found


@pytest.mark.parametrize(("name", "source", "edition", "expected"), _cases(DESCRIBED))
def test_a_case_through_the_command(
    pages: dict[tuple[str, str, str], str], name: str, source: str, edition: str, expected: str
) -> None:
    """The page's body is as expected, with all filters."""
    page = pages[name, source, edition]
    assert canonical(page) == canonical(with_code_kept(for_screen(expected)))


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

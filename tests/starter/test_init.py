"""`coursebuild init`: a small working course."""

import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from workshop import ROOT, Workshop

from coursebuild import __version__, config, starter
from coursebuild.config.keys import KEYS, schema
from coursebuild.model import BuildError, Course
from coursebuild.starter import course
from coursebuild.starter.configuration import commented

SQL = re.compile(r"^```.*sql.*\n((?:.*\n)*?)```", re.MULTILINE)
ANSWERS = course.Answers("Une base", "Ada Martin", "fr", "github")


@pytest.fixture(scope="module", params=["en", "fr"])
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course that the command started, in a folder with a space and accents, and built in all editions."""
    outside = Workshop(tmp_path_factory.mktemp("courses"))
    name = "Été à l'école"
    options = ("--lang", request.param, "--ci", {"en": "github", "fr": "gitlab"}[request.param])
    assert outside.run("init", name, *options).code == 0
    workshop = Workshop(outside.folder / name)
    done = workshop.run("--all", "--strict")
    assert (done.code, done.err.count("\n")) == (0, 1), done.err
    return workshop


def test_it_builds_without_a_warning_in_all_editions(started: Workshop) -> None:
    """The fixture builds it with --strict: both editions of two lessons, a file, and an index."""
    files = started.files(index=True)
    assert len(files) == 14
    assert {name.rpartition(".")[2] for name in files} == {"html", "pdf", "sql", "js"}


def test_check_and_verify_have_nothing_to_say(started: Workshop) -> None:
    for call in (("check", "--strict"), ("verify", "build")):
        done = started.run(*call)
        assert (done.code, done.out, done.err) == (0, "", "2 documents, no problems\n")


def test_students_do_not_see_the_answers(started: Workshop) -> None:
    lesson = next(path.stem for path in started.folder.glob("course/2-*.md"))
    assert "GROUP BY" in started.main(lesson, "instructor")
    assert "GROUP BY" not in started.main(lesson, "student")


def test_the_queries_of_the_lessons_are_right(started: Workshop) -> None:
    """Each query of the lessons runs, on the data that comes with them."""
    import sqlite3  # noqa: PLC0415 (this test alone)

    (data,) = started.folder.glob("course/data/*.sql")
    database = sqlite3.connect(":memory:")
    database.executescript(data.read_text(encoding="utf-8"))
    printed = []
    for path in sorted(started.folder.glob("course/*.md")):
        for block in SQL.findall(path.read_text(encoding="utf-8")):
            for query in filter(str.strip, block.split(";")):
                printed += ["|".join(map(str, row)) for row in database.execute(query)]
    assert {"19|3", "20|5", "Inès|3", "Malik|1", "Zoé|0", "R.U.R.|2026-10-05"} <= set(printed)


def test_the_schema_is_where_the_configuration_says(started: Workshop) -> None:
    text = (started.folder / "coursebuild.toml").read_text(encoding="utf-8")
    named = re.match(r"#:schema (\S+)\n", text)
    assert named
    content = json.loads((started.folder / named[1]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(content).validate(tomllib.loads(text))
    assert content == schema.make(tomllib.loads(text)["lang"])


def test_where_files_are_there_it_writes_nothing(workshop: Workshop) -> None:
    """It names each of them."""
    for name in ("coursebuild.toml", "course/images/tables.svg"):
        workshop.write(name, "Mine.")
    done = workshop.run("init")
    refused = [line for line in done.err.splitlines() if "error[" in line]
    assert done.err.count("Move or rename it") == 1
    assert (done.code, refused) == (
        1,
        [
            "coursebuild.toml: error[CB024]: it is there already",
            "course/images/tables.svg: error[CB024]: it is there already",
        ],
    )
    assert {p.read_text(encoding="utf-8") for p in workshop.folder.rglob("*") if p.is_file()} == {"Mine."}


def test_a_title_has_one_line(workshop: Workshop) -> None:
    for arguments in (["--title", "a\nb"], ["--author", "a\x1b[31mb"], ["a\nb"]):
        assert workshop.run("init", *arguments).code == 2
    assert list(workshop.folder.iterdir()) == []
    assert workshop.run("init", "--title", "TP\N{NO-BREAK SPACE}3").code == 0


def test_a_file_beside_it_is_no_obstacle(workshop: Workshop) -> None:
    """It says what it wrote, and what to type next; off a terminal, it asks for nothing."""
    workshop.write("README.md", "Mine.\n")
    done = workshop.run("init", LC_ALL="fr_FR.UTF-8")
    written = [p for p in workshop.folder.rglob("*") if p.is_file() and p.name != "README.md"]
    assert sorted(done.out.splitlines()) == sorted(str(p.relative_to(workshop.folder)) for p in written)
    assert done.err.splitlines()[1:3] == ["Now type:", "  coursebuild --all"]
    assert 'lang = "fr"' in (workshop.folder / "coursebuild.toml").read_text(encoding="utf-8")


def test_a_folder_with_lessons_gets_no_others(workshop: Workshop) -> None:
    """What students get is theirs alone; the rest of a course is added."""
    workshop.write("course/en/lab.md", "---\ntitle: Lab\nlang: en\n---\n\nA text.\n")
    done = workshop.run("init")
    assert "The course has lessons already, so that none was added." in done.err
    assert sorted(p.name for p in workshop.folder.rglob("course/**/*.*")) == ["lab.md"]
    assert (workshop.folder / "coursebuild.toml").is_file()


def test_a_title_that_is_not_text(workshop: Workshop) -> None:
    done = workshop.run("init", "--title", os.fsdecode(b"caf\xe9"))
    assert (done.code, list(workshop.folder.iterdir())) == (2, [])
    assert "is not UTF-8" in done.err


def test_it_asks_on_a_terminal(workshop: Workshop) -> None:
    """Enter takes what is proposed, which is in brackets."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coursebuild", "init", "tp", "--author", "Ada"],
        cwd=workshop.folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, "Réseaux\nfr\n\n".encode())  # the title, the language, the CI service
    assert process.wait(timeout=60) == 0
    table = tomllib.loads((workshop.folder / "tp" / "coursebuild.toml").read_text(encoding="utf-8"))
    assert (table["title"], table["author"], table["lang"]) == ("Réseaux", "Ada", "fr")
    assert not (workshop.folder / "tp" / ".github").exists()


@pytest.mark.parametrize("place", ["course", ".vscode", "course/images"])
def test_a_file_in_place_of_a_folder(workshop: Workshop, place: str) -> None:
    workshop.write(place, "Mine.\n")
    done = workshop.run("init")
    assert done.code == 1
    assert f"{place}: error[CB024]: it is there, and is not a folder\n" in done.err
    assert [p.name for p in workshop.folder.rglob("*") if p.is_file()] == [Path(place).name]


@pytest.mark.parametrize("name", ["README.md", "README.md/course", "x" * 300, "x" * 300 + "/course"])
def test_a_name_that_no_folder_can_have(workshop: Workshop, name: str) -> None:
    workshop.write("README.md", "Mine.\n")
    done = workshop.run("init", name)
    assert done.code == 1
    assert re.match(
        r".*: error\[CB0(24|07)\]: it (is there, and is not a folder|cannot be written: )", done.err
    )
    assert [p.name for p in workshop.folder.iterdir()] == ["README.md"]


def test_a_link_in_place_of_a_folder(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is written outside of the folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (workshop.folder / "course").symlink_to(elsewhere)
    assert "course: error[CB024]: it is there, and is a link to a folder" in workshop.run("init").err
    assert list(elsewhere.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """Neither files nor folders; the name of one of these files is too long."""
    files = {"a/b/c.md": b"1", "a/d.md": b"2", f"{'x' * 300}.md": b"3"}
    with pytest.raises(BuildError) as error:
        starter.write(tmp_path / "new", files)
    assert [each.code for each in error.value.diagnostics] == ["CB007"]
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    class Interrupted(dict[str, bytes]):
        """Files after the first of which the user types Ctrl-C."""

        def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]
            yield next(iter(super().items()))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        starter.write(tmp_path / "new", Interrupted({"a/b.md": b"1", "c.md": b"2"}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", course.LANGUAGES)
def test_each_key_of_the_configuration_can_be_uncommented(lang: str, tmp_path: Path) -> None:
    """As it is, the file changes nothing; with all of its lines in force, it is valid."""
    text = commented(lang, {})
    (tmp_path / "coursebuild.toml").write_text(text, encoding="utf-8")
    assert config.load(tmp_path) == Course(tmp_path)
    table = tomllib.loads(re.sub(r"(?m)^# (?=[\w-]+ = |\[)", "", text))
    jsonschema.Draft202012Validator(schema.make()).validate(table)
    names = {name for name, key in KEYS.items() if "*" not in name and dict not in key.types}
    assert names <= set(_names(table))


def _names(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _names(value, f"{prefix}{name}.")


def test_strange_texts_stay_what_they_are() -> None:
    given = {"title": 'Ctrl-C: "end"\\\x7f\n', "author": "D'Été #1"}
    table = tomllib.loads(commented("en", given))
    assert {name: table[name] for name in given} == given


def test_the_ci_jobs_install_this_version() -> None:
    """They build, read back and release as each other."""
    for service in course.SERVICES:
        files = course.files(ANSWERS._replace(service=service))
        text = "".join(files[name].decode() for name in files if name.endswith(".yml"))
        assert f"coursebuild=={__version__}" in text
        for call in (
            "coursebuild --edition student --output build",
            "coursebuild verify build",
            'coursebuild check --trusted "$BASE" --since "$BASE"',
            "coursebuild release --sources --version",
            "coursebuild release --edition instructor --version",
            "INSTRUCTOR_ENCRYPTION: required",
        ):
            assert call in text, (service, call)


def test_the_workflows_are_this_projects_own() -> None:
    """All that a course's own tests say of them is true of those of a course."""
    files = course.files(ANSWERS)
    names = [name for name in files if name.startswith(".github/")]
    assert len(names) == 4
    assert all(files[name] == (ROOT / name).read_bytes() for name in names)


def test_the_jobs_of_gitlab_are_valid(tmp_path: Path) -> None:
    """None but the one that releases sees a token, and that one has no checkout."""
    content = course.files(ANSWERS._replace(service="gitlab"))[".gitlab-ci.yml"]
    (path := tmp_path / ".gitlab-ci.yml").write_bytes(content)
    checker = Path(sys.executable).with_name("check-jsonschema")
    transform = ("--data-transform", "gitlab-ci")
    subprocess.run(
        [checker, "--builtin-schema", "vendor.gitlab-ci", *transform, path], check=True, capture_output=True
    )
    jobs = {name: job for name, job in yaml.safe_load(content).items() if "script" in job}
    assert [name for name, job in jobs.items() if "JOB_TOKEN" in str(job)] == ["release"]
    assert jobs["release"]["variables"]["GIT_STRATEGY"] == "none"
    shown = {name for name, job in jobs.items() if re.search(r"instructor|--correction|--all\b", str(job))}
    assert shown == {"instructor"}
    assert jobs["instructor"]["artifacts"]["access"] == "developer"
    assert '$INSTRUCTOR_EDITION == "artifact"' in jobs["instructor"]["rules"][0]["if"]
    assert [name for name, job in jobs.items() if "instructor" in job.get("needs", [])] == []
    assert "needs" in jobs["release"]  # otherwise it would get the artifacts of all jobs

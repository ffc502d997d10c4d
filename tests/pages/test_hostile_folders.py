"""A course of unknown origin has no links, templates or modules that reach out of its folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from workshop import Workshop

SECRET = "CANARY-7f3a"  # noqa: S105 (a word to look for)


def test_sources_that_are_links(workshop: Workshop) -> None:
    """A link that leads out of the course is refused; the other documents are built."""
    workshop.write("secret.md", SECRET)
    workshop.write("course/good.md", "---\ntitle: Good\n---\n\nText.\n")
    (workshop.folder / "course" / "link.md").symlink_to(workshop.folder / "secret.md")
    (workshop.folder / "course" / "loop.md").symlink_to("loop.md")
    done = workshop.run("--to", "html", "--quiet")
    assert "course/link.md: error[CB005]: the file is a link that leads out of the course" in done.err
    assert "course/loop.md: error[CB001]: the file cannot be read: " in done.err
    assert (done.code, workshop.files()) == (1, ["student/good.html"])


def test_a_course_that_is_a_link(workshop: Workshop) -> None:
    """The default folder must not be a link to another place."""
    (workshop.folder / "course").symlink_to("/etc")
    done = workshop.run()
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "course: error[CB005]: it leads out of the course",
    )


def test_templates_read_nothing_else(workshop: Workshop) -> None:
    """An author's templates cannot read files outside of their folder."""
    workshop.write("secret", SECRET)
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    (workshop.folder / "templates").mkdir()
    (workshop.folder / "templates" / "link.jinja").symlink_to(workshop.folder / "secret")
    for name, rule in (
        ("../secret", "CB008"),
        ("link.jinja", "CB005"),
        (workshop.folder / "secret", "CB008"),
    ):
        workshop.write("templates/page.html.jinja", f"{{% include {str(name)!r} %}}")
        done = workshop.run("--to", "html", "--quiet")
        assert (done.code, workshop.files()) == (1, [])
        assert f"error[{rule}]" in done.err


@pytest.mark.parametrize("name", ["templates", "templates/labels.toml", "templates/base.css"])
def test_templates_that_are_links(workshop: Workshop, name: str) -> None:
    """Neither the folder nor a file in it may be a link to another place."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    for elsewhere in ("labels.toml", "base.css"):
        workshop.write(f"away/{elsewhere}", f'[en]\nskip = "{SECRET}"\n')
    link = workshop.folder / "project" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(workshop.folder / "away" / name.partition("/")[2])
    (workshop.folder / "course").rename(workshop.folder / "project" / "course")
    project = Workshop(workshop.folder / "project")
    done = project.run("--to", "html", "--quiet")
    assert (done.code, project.files()) == (1, [])
    assert "error[CB005]: it is a link that leads out of its folder" in done.err


def test_a_folder_named_that_is_a_link(workshop: Workshop) -> None:
    """A folder of the course must not be a link, even if the command names it."""
    workshop.write("away/secret.md", SECRET)
    project = Workshop(workshop.folder / "project")
    project.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    (project.folder / "course" / "sub").symlink_to(workshop.folder / "away")
    for name in ("course/sub", "course/sub/secret.md"):
        done = project.run(name)
        assert (done.code, project.files()) == (2, [])
        assert "error[CB005]: it leads out of the course" in done.err


@pytest.mark.parametrize("name", ["tinycss2.py", "weasyprint.py", "PIL.py", "coursebuild.py"])
def test_no_module_of_the_folder_is_imported(workshop: Workshop, name: str) -> None:
    """The installed command and its workers run no module that is beside a course."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    workshop.write(name, f"open({str(workshop.folder / 'ran')!r}, 'w')\n")
    command = [str(Path(sys.executable).parent / "coursebuild"), "--all", "--to", "pdf"]
    done = subprocess.run(command, cwd=workshop.folder, capture_output=True, check=False)
    assert (done.returncode, workshop.files()) == (0, ["instructor/lab.pdf", "student/lab.pdf"])
    assert not (workshop.folder / "ran").exists()

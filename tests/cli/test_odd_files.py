"""What stands in the place of a file that coursebuild reads or writes: one diagnostic, at once."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nText.\n"
REGULAR = "it cannot be read: it is not a regular file"


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket must be short
        listening.bind(path.name)
        os.chdir(here)


def _no_text(path: Path) -> None:
    path.write_bytes(b"title = '\xff'")


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1_000_000_000)


ODD_FILES = [
    pytest.param(os.mkfifo, "CB001]: " + REGULAR, id="a pipe"),
    pytest.param(_socket, "CB001]: " + REGULAR, id="a socket"),
    pytest.param(Path.mkdir, "CB001]: it cannot be read: it is a folder", id="a folder"),
    pytest.param(_sparse, "CB001]: it cannot be read: it is larger than 1 MB", id="a large file"),
    pytest.param(_link("/dev/zero"), "CB005]: it is a link that leads out of its folder", id="a device"),
    pytest.param(_link("/etc/hostname"), "CB005]: it is a link that leads out of its folder", id="a link"),
    pytest.param(_no_text, "CB002]: it is not UTF-8", id="not UTF-8"),
]


@pytest.mark.parametrize(("make", "message"), ODD_FILES)
@pytest.mark.parametrize(
    ("name", "status"), [("coursebuild.toml", 2), ("templates/labels.toml", 1), ("templates/palette.toml", 1)]
)
def test_an_odd_file(
    workshop: Workshop, name: str, status: int, make: Callable[[Path], None], message: str
) -> None:
    workshop.write("course/lab.md", LESSON)
    path = workshop.folder / name
    path.parent.mkdir(exist_ok=True)
    make(path)
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, done.err.splitlines()[:1]) == (status, [f"{name}: error[{message}"])
    assert len(done.err.splitlines()) == 2


def test_a_link_inside_the_course(workshop: Workshop) -> None:
    """It is followed; a byte-order mark and line ends of Windows are no part of the configuration."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("shared/mine.toml", b'\xef\xbb\xbftitle = "Mine"\r\nlang = "fr"\r\n')
    (workshop.folder / "coursebuild.toml").symlink_to("shared/mine.toml")
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert 'lang="fr"' in workshop.html()
    assert "Mine" in workshop.html()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"author = {'[' * 3000}{']' * 3000}", "coursebuild.toml: error[CB011]: it is nested too deeply"),
        (
            f"x = {'9' * 10_000}",
            "coursebuild.toml: error[CB011]: a number or date in it cannot be represented",
        ),
        ("title = '\0'", "coursebuild.toml:1:10: error[CB011]: Found invalid character '\\x00'"),
        (
            f"titel = 1\n{' ' * 900_000}\n",
            "coursebuild.toml:1:1: error[CB011]: unknown key `titel`; did you mean `title`?",
        ),
        ('sources = ["/"]', "/: error[CB005]: it leads out of the course"),
        ('output = "/elsewhere"', "/elsewhere: error[CB026]: it leads out of the course"),
    ],
    ids=["depth", "digits", "NUL", "spaces", "sources", "output"],
)
def test_an_odd_configuration(workshop: Workshop, text: str, message: str) -> None:
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", text)
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, done.err.splitlines()[0], workshop.files()) == (2, message, [])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (os.mkfifo, REGULAR),
        (_link("/dev/zero"), REGULAR),
        (_sparse, "it cannot be read: it is larger than 10 MB"),
    ],
)
def test_odd_build_times(workshop: Workshop, make: Callable[[Path], None], message: str) -> None:
    workshop.write("course/lab.md", LESSON)
    make(workshop.folder / "times.json")
    done = workshop.run("--durations", "times.json", "--to", "html")
    assert (done.code, done.err.splitlines()[0]) == (2, f"times.json: error[CB016]: {message}")


def test_build_times_that_cannot_be_written(workshop: Workshop) -> None:
    """The documents are built all the same."""
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--durations", "/proc/absent/times.json", "--to", "html", "--quiet")
    assert (done.code, workshop.files()) == (1, ["student/lab.html"])
    assert done.err.startswith("/proc/absent/times.json: error[CB007]: it cannot be written: ")


@pytest.mark.parametrize("make", [os.mkfifo, _sparse, _link("/dev/zero")])
def test_an_odd_source(workshop: Workshop, make: Callable[[Path], None]) -> None:
    """It is refused, and the others are built."""
    workshop.write("course/lab.md", LESSON)
    make(workshop.folder / "course" / "odd.md")
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, workshop.files()) == (1, ["student/lab.html"])
    assert done.err.startswith("course/odd.md: error[CB0")


def test_an_output_folder_that_is_a_link(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing is written outside of the course, unless the command names the folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    workshop.write("course/lab.md", LESSON)
    (workshop.folder / "build").symlink_to(elsewhere)
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, list(elsewhere.iterdir())) == (2, [])
    assert done.err.startswith("build: error[CB026]: it leads out of the course\n")
    assert workshop.run("--to", "html", "--quiet", "--output", "build").code == 0
    assert (elsewhere / "student" / "lab.html").is_file()


def test_links_in_the_output_folder(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link to a folder elsewhere is not followed, and one to a file is replaced."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    workshop.write("course/lab.md", LESSON)
    kept = workshop.write("kept.txt", "kept")
    student = workshop.folder / "build" / "student"
    student.parent.mkdir()
    student.symlink_to(elsewhere)
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, list(elsewhere.iterdir())) == (1, [])
    assert "CB007" in done.err
    student.unlink()
    student.mkdir()
    (student / "lab.html").symlink_to(kept)
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert (kept.read_text(), (student / "lab.html").is_symlink()) == ("kept", False)


def test_an_output_folder_that_is_a_file(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--to", "html", "--output", "course/lab.md")
    assert (done.code, done.err.splitlines()[0]) == (2, "course/lab.md: error[CB026]: it is not a folder")

"""A file that a lesson links to is copied beside its pages, unless it is none that students may have."""

import os
from pathlib import Path

import pytest
from linking import HEAD, copied_names, lesson_linking, reported
from tampering import a_pdf
from workshop import Workshop


def test_copied_to_the_same_path_of_each_edition(workshop: Workshop) -> None:
    workshop.write("course/tp/data/values.csv", "a;b\n")
    workshop.write("course/my plan.txt", "north\n")
    text = "[a](data/values.csv#row=2), [b](<../my plan.txt>), <a href='data/values.csv'>c</a>"
    workshop.write("course/tp/lab.md", lesson_linking(text))
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    names = ("my plan.txt", "tp/data/values.csv")
    assert copied_names(workshop) == [
        f"{edition}/{name}" for edition in ("instructor", "student") for name in names
    ]
    assert (workshop.folder / "build/student/tp/data/values.csv").read_text() == "a;b\n"
    assert 'href="data/values.csv#row=2"' in workshop.main("tp/lab")
    assert workshop.run("verify", "build").code == 0


def test_one_lesson_alone(workshop: Workshop) -> None:
    """Its page is in another folder than in a build of the course, and its links lead to the copies."""
    workshop.write("course/tp/data/a b.csv", "a;b\n")
    workshop.write("course/tp/lab.md", lesson_linking("[a](<data/a b.csv>)"))
    assert workshop.run("course/tp/lab.md", "--quiet").err == ""
    assert copied_names(workshop) == ["student/tp/data/a b.csv"]
    assert 'href="tp/data/a%20b.csv"' in workshop.main("lab")


def test_a_folder_of_resources(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", 'resources = ["shared"]\n')
    workshop.write("shared/tp/values.csv", "a;b\n")
    workshop.write("course/tp/lab.md", lesson_linking("[a](../../shared/tp/values.csv)"))
    assert workshop.run("--quiet").err == ""
    assert copied_names(workshop) == ["student/shared/tp/values.csv"]
    assert 'href="../shared/tp/values.csv"' in workshop.main("tp/lab")
    assert workshop.run("verify", "build").code == 0


def test_only_what_an_edition_shows(workshop: Workshop) -> None:
    """A file that only the correction names is the instructor's; moved there, students lose it."""
    workshop.write("course/tp1_corrige.py", "print(80)\n")
    workshop.write("course/values.csv", "a;b\n")
    workshop.write("course/lab.md", lesson_linking("[v](values.csv)", " [all](tp1_corrige.py)"))
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    assert copied_names(workshop) == [
        "instructor/tp1_corrige.py",
        "instructor/values.csv",
        "student/values.csv",
    ]
    workshop.write("course/lab.md", lesson_linking("Nothing.", " [v](values.csv)"))
    done = workshop.run("--to", "html", "course/lab.md")
    assert "removed build/student/values.csv: no lesson links to it any more\n" in done.err
    assert copied_names(workshop) == ["instructor/tp1_corrige.py", "instructor/values.csv"]


def test_two_lessons_name_one_file(workshop: Workshop) -> None:
    """It stays until neither does."""
    workshop.write("course/values.csv", "a;b\n")
    for name in ("lab", "tp/lab"):
        workshop.write(f"course/{name}.md", lesson_linking(f"[v]({'../' * name.count('/')}values.csv)"))
    for text, copies in (("", ["student/values.csv"]), ("[v](../values.csv)", ["student/values.csv"])):
        assert workshop.run("--to", "html", "--quiet").err == ""
        assert copied_names(workshop) == ["student/values.csv"]
        workshop.write("course/lab.md", lesson_linking("Nothing."))
        workshop.write("course/tp/lab.md", lesson_linking(text or "[v](../values.csv)"))
        assert copied_names(workshop) == copies
    (workshop.folder / "course/tp/lab.md").unlink()
    assert workshop.run("--to", "html", "--quiet").err == ""
    assert copied_names(workshop) == []


def test_an_unchanged_copy_is_not_written_again(workshop: Workshop) -> None:
    source = workshop.write("course/values.csv", "a;b\n")
    workshop.write("course/lab.md", lesson_linking("[v](values.csv)"))
    workshop.run("--to", "html", "--quiet")
    copy = workshop.folder / "build/student/values.csv"
    before = copy.stat().st_ino, copy.stat().st_mtime_ns
    assert "1 unchanged" in workshop.run("--to", "html").err
    workshop.write("course/lab.md", lesson_linking("[v](values.csv), again."))
    assert workshop.run("--to", "html").out.split() == ["build/student/lab.html"]
    assert (copy.stat().st_ino, copy.stat().st_mtime_ns) == before
    source.write_text("c;d\n", encoding="utf-8")
    assert workshop.run("--to", "html").out.split() == ["build/student/lab.html", "build/student/values.csv"]
    copy.unlink()
    assert "build/student/values.csv" in workshop.run("--to", "html").out
    assert copy.read_text(encoding="utf-8") == "c;d\n"


def test_what_is_not_copied(workshop: Workshop) -> None:
    """Each with a warning at its link: it would be dead."""
    workshop.write("outside.txt", "a\n")
    for name in (".hidden", ".git/config", "x.markdown", "x.md.bak", "x.Rmd", "plain.txt", "folder/a.txt"):
        workshop.write(f"course/{name}", "a\n")
    (workshop.folder / "course/link.txt").symlink_to("plain.txt")
    (workshop.folder / "course/out.txt").symlink_to("../outside.txt")
    os.mkfifo(workshop.folder / "course/pipe")
    names = "../outside.txt .hidden .git/config x.markdown x.md.bak x.Rmd folder link.txt out.txt pipe"
    workshop.write("course/lab.md", HEAD + "\n".join(f"[a]({name})" for name in names.split()) + "\n")
    assert reported(workshop) == [(f"course/lab.md:{n}:5", "CB174") for n in range(6, 16)]
    assert copied_names(workshop) == []


def test_what_is_in_the_output_folder(workshop: Workshop) -> None:
    """It may be an instructor's file."""
    workshop.write("coursebuild.toml", 'sources = ["."]\n')
    workshop.write("build/instructor/old.txt", "a\n")
    workshop.write("lab.md", lesson_linking("[a](build/instructor/old.txt)"))
    assert reported(workshop) == [("lab.md:6:5", "CB174")]


def test_too_large(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", '[limits]\nfile-size = "0.5MB"\n')
    workshop.write("course/large.csv", b"a;b\n" * 150_000)
    workshop.write("course/lab.md", lesson_linking("[a](large.csv)"))
    assert reported(workshop) == [("course/lab.md:6:5", "CB019")]
    workshop.write("coursebuild.toml", "[limits]\nfile-size = 5\n")
    assert "CB011" in workshop.run().err


def test_a_file_that_takes_too_long_to_read(workshop: Workshop) -> None:
    """It is reported at its link."""
    workshop.write("coursebuild.toml", "[limits]\npage-seconds = 0.05\n")
    workshop.write("course/large.csv", b"a&amp;b;" * 500_000)
    workshop.write("course/lab.md", lesson_linking("[a](large.csv)"))
    assert ("course/lab.md:6:5", "CB019") in reported(workshop)


@pytest.mark.parametrize("name", ["other.html", "other.PDF", "Other.html"])
def test_never_over_a_page(workshop: Workshop, name: str) -> None:
    workshop.write("course/other.md", HEAD + "Other.\n")
    workshop.write(f"course/{name}", "<p>A page</p>" if "html" in name else a_pdf("A page"))
    workshop.write("course/lab.md", lesson_linking(f"[a]({name})"))
    assert reported(workshop) == [("course/lab.md:6:5", "CB006")]


def test_files_of_two_folders_of_sources(workshop: Workshop) -> None:
    """The second one is not written over the first; also if only one lesson is built again."""
    workshop.write("coursebuild.toml", 'sources = ["td", "tp"]\n')
    for folder in ("td", "tp"):
        workshop.write(f"{folder}/values.csv", f"{folder}\n")
        workshop.write(f"{folder}/lab_{folder}.md", HEAD + "[a](values.csv)\n")
    assert reported(workshop) == [("tp/values.csv", "CB006")]
    workshop.write("tp/lab_tp.md", HEAD + "[a](values.csv), again.\n")
    assert reported(workshop) == [("tp/values.csv", "CB006")]
    assert (workshop.folder / "build/student/values.csv").read_text(encoding="utf-8") == "td\n"
    workshop.write("td/lab_td.md", HEAD + "Nothing.\n")
    assert reported(workshop) == []
    assert (workshop.folder / "build/student/values.csv").read_text(encoding="utf-8") == "tp\n"


def test_a_copy_cannot_lead_out_of_the_output_folder(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("course/data/values.csv", "a;b\n")
    workshop.write("course/lab.md", lesson_linking("[a](data/values.csv)"))
    (workshop.folder / "build/student").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (workshop.folder / "build/student/data").symlink_to(tmp_path / "elsewhere")
    assert reported(workshop) == [("build/student/data/values.csv", "CB007")]
    assert list((tmp_path / "elsewhere").iterdir()) == []

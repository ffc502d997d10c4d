"""`verify`: built files are compared with their sources."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'


class TestVerify:
    """Built files are compared with their sources before they are published."""

    @pytest.fixture(scope="class")
    @classmethod
    def course(cls, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
        workshop = Workshop(tmp_path_factory.mktemp("built"))
        workshop.write("course/lab.md", RIGHT)
        workshop.write("course/part/two.md", HEAD + "Nothing to hide.\n")
        assert workshop.run("--all").code == 0
        return workshop

    @pytest.fixture
    def built(self, course: Workshop, tmp_path: Path) -> Workshop:
        return course.copy(tmp_path)

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
        said = "it says that it is of the edition `instructor`"
        assert f"build/student/lab.{suffix}: error[CB155]: {said}\n" in done.out

    def test_an_instructors_file_that_does_not_say_so(self, built: Workshop) -> None:
        """What it contains tells."""
        content, marks = re.subn('<meta name="coursebuild-edition".*?>', "", built.html(edition="instructor"))
        assert marks == 1
        built.write("build/student/lab.html", content)
        done = built.run("verify", "build")
        assert done.code == 1
        assert "build/student/lab.html: error[CB155]: it contains " in done.out

    def test_a_piece_of_a_correction(self, built: Workshop) -> None:
        page = built.html().replace("</main>", "<p hidden>hidden answer, spelt</p></main>")
        built.write("build/student/lab.html", page)
        done = built.run("verify", "build/student")
        assert done.code == 1
        assert "build/student/lab.html contains `spelt`, which its edition withholds" in done.out

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
            content = (built.folder / f"build/student/other.{suffix}").read_bytes()
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
        done = workshop.run("verify")
        assert done.code == 2
        assert "no folder 'build'; build the course first" in done.err

    def test_the_output_folder_without_a_name(self, built: Workshop) -> None:
        assert built.run("verify").code == 0
        (built.folder / "build/student/other.html").write_text("x", encoding="utf-8")
        done = built.run("verify")
        assert (done.code, done.out) == (1, built.run("verify", "build").out)
        assert done.out.startswith("build/student/other.html: ")


class TestIndexed:
    """The index says which files there are, and none is called wrong because of an error elsewhere."""

    @pytest.fixture(scope="class")
    @classmethod
    def course(cls, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
        workshop = Workshop(tmp_path_factory.mktemp("indexed"))
        workshop.write("coursebuild.toml", "index = true\n")
        workshop.write("course/lab.md", f"{HEAD}The [values](values.csv).\n")
        workshop.write("course/values.csv", "1;2\n")
        for format_ in ("html", "docx"):
            assert workshop.run("--to", format_).code == 0
        return workshop

    @pytest.fixture
    def indexed(self, course: Workshop, tmp_path: Path) -> Workshop:
        return course.copy(tmp_path)

    @pytest.mark.parametrize("name", ["lab.html", "lab.docx"])
    def test_a_missing_file_is_named_and_no_other(self, indexed: Workshop, name: str) -> None:
        (indexed.folder / "build/student" / name).unlink()
        found = re.findall(r"^(\S+): error\[(\w+)\]", indexed.run("verify", "build").out, re.MULTILINE)
        assert found == [(f"build/student/{name}", "CB154")]

    def test_a_lesson_with_errors(self, indexed: Workshop) -> None:
        """What it makes is not known, so that no file is called a stranger's."""
        indexed.write("course/lab.md", f"{HEAD}The [values](values.csv).\n\n::: correction\nNo end.\n")
        done = indexed.run("verify", "build")
        found = re.findall(r"^(\S+): error\[(\w+)\]", done.out, re.MULTILINE)
        assert (done.code, sorted(found)) == (1, [("course/lab.md", "CB293"), ("course/lab.md:7:1", "CB107")])

    def test_what_an_index_tells_while_a_page_is_missing(self, indexed: Workshop) -> None:
        """It is searched for what is withheld nevertheless."""
        answer = "The kernel asks the inode for its rights before it opens the file."
        indexed.write("course/lab.md", f"{HEAD}Text.\n\n::: correction\n{answer}\n:::\n")
        assert indexed.run("--to", "html").code == 0
        (indexed.folder / "build/student/lab.html").unlink()
        index = indexed.folder / "build/student/index.html"
        index.write_text(index.read_text("utf-8").replace("</main>", f"<p>{answer}</p></main>"), "utf-8")
        assert "build/student/index.html: error[CB248]" in indexed.run("verify", "build").out


class TestTicks:
    """A quiz whose right answers are ticks alone withholds no word."""

    @pytest.fixture(scope="class")
    @classmethod
    def built(cls, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
        workshop = Workshop(tmp_path_factory.mktemp("ticks"))
        choices = "Which lists files?\n\n- [x] `ls`\n- [ ] `cd`\n"
        workshop.write("course/lab.md", f"{HEAD}- [x] Read this.\n\n::: quiz\n{choices}:::\n")
        for arguments in ((), ("--to", "docx")):
            assert workshop.run("--all", *arguments).code == 0
        return workshop

    @pytest.fixture
    def verify(self, built: Workshop) -> Iterator[Callable[[str, bytes], str]]:
        """Put a file in the place of the student's, and return what `verify` says."""
        folder = built.folder / "build" / "student"
        students = {path.name: path.read_bytes() for path in folder.iterdir()}

        def said(name: str, content: bytes) -> str:
            built.write(f"build/student/{name}", content)
            done = built.run("verify", "build")
            assert bool(done.code) == bool(done.out)
            return done.out

        yield said
        for name, content in students.items():
            built.write(f"build/student/{name}", content)

    @pytest.mark.parametrize("suffix", ["html", "pdf", "docx"])
    def test_the_instructors_file(
        self, built: Workshop, verify: Callable[[str, bytes], str], suffix: str
    ) -> None:
        folder = built.folder / "build"
        assert verify(f"lab.{suffix}", (folder / "student" / f"lab.{suffix}").read_bytes()) == ""
        content = (folder / "instructor" / f"lab.{suffix}").read_bytes()
        said = verify(f"lab.{suffix}", content)
        assert said.startswith(f"build/student/lab.{suffix}: error[CB155]: it says that it is of the edition")

    def test_a_label_of_instructors(self, built: Workshop, verify: Callable[[str, bytes], str]) -> None:
        page = built.html().replace("</main>", "<p>(Right answer)</p></main>")
        assert "build/student/lab.html contains `right answer`" in verify("lab.html", page.encode())

    def test_a_tick(self, built: Workshop, verify: Callable[[str, bytes], str]) -> None:
        """The task above the quiz is ticked for all."""
        page = re.sub(r"<input disabled (type=\S+<code>ls)", r'<input checked="" disabled \1', built.html())
        said = verify("lab.html", page.encode())
        assert said.startswith("course/lab.md:5:3: error[CB151]: build/student/lab.html contains `☒`")

"""Files whose source is gone."""

import pytest
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'


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
        assert not (built.folder / "build" / "tutor").exists()  # which `verify` would refuse
        assert "instructor/lab.html" in built.files()

    def test_the_record_is_not_in_the_output(self, built: Workshop) -> None:
        assert all(name.endswith(".html") for name in built.files())

    def test_a_record_that_is_broken(self, built: Workshop) -> None:
        for path in (built.folder / ".cache" / "records").iterdir():
            path.write_text('{"version": 1, "files": {"../../course/lab.md": 3}}')
        (built.folder / "course/part/two.md").unlink()
        assert built.run("--to", "html").code == 0
        assert (built.folder / "course/lab.md").exists()

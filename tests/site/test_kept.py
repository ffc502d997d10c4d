"""A build reads those finished pages alone that it has written, and finds all the same what is withheld."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from coursebuild.audit import withheld
from coursebuild.engine.site.edition_index import IndexedLesson
from coursebuild.engine.site.kept import KeptLessons, KeptPhrases
from coursebuild.model import STUDENT, Course, Location, Remembered
from coursebuild.output import Kept
from coursebuild.output.record import pack
from coursebuild.runtime import fingerprint, store

SALT = b"salt"
PAGE = """<html lang="en"><head><title>{0}</title></head><main><p>The text of {0}.</p></main>
<!-- neighbours --><!-- end --></html>
"""
LIST = "\n".join(f'<li><a href="{n}.html">Lesson {n}: what is <i>said</i> there</a></li>' for n in range(40))
SCRIPT = "\n".join(
    f'["{n}.html","en","{n}",[["","","It has {n} words."],["b","Part",""]]],' for n in range(40)
)


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Kept]:
    """What the next build has of the former ones; a file is as old as its times can tell."""
    monkeypatch.setenv("COURSEBUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fingerprint, "STEP", 0)
    return lambda: Kept(Course(tmp_path), tmp_path / "build", "student-pages", "of")


class Pages:
    """The finished pages of an edition, of which it notes those that are read."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.locations = [Location(Path(name), f"{name}.md", PurePosixPath(name), ()) for name in names]
        self.read: list[str] = []
        self.digests: dict[str, str] = {}
        folder.mkdir(parents=True)
        for name in names:
            self.write(f"{name}.html", PAGE.format(name.upper()))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)
        self.digests[name] = store.digest(text.encode())

    def found(self, kept: Kept) -> list[IndexedLesson]:
        self.read.clear()
        lessons = KeptLessons(kept, STUDENT, lambda name: self.digests.get(name, ""), self._content)
        found = list(lessons.find(self.locations))
        lessons.save()
        return found

    def _content(self, name: PurePosixPath) -> bytes | None:
        self.read += [str(name)] if str(name) in self.digests else []
        path = self.folder / name
        content = path.read_bytes() if path.exists() else b""
        return content if store.digest(content) == self.digests.get(str(name)) else None


def test_a_page_is_read_once(tmp_path: Path, keep: Callable[[], Kept]) -> None:
    """Until a build writes another one, or another format of the lesson."""
    pages = Pages(tmp_path / "build" / "student", "a", "b")
    first = pages.found(keep())
    assert pages.read == ["a.html", "b.html"]
    assert [each.line for each in first] == [
        f'["{name}.html","en","{name.upper()}",[["","","The text of {name.upper()}."]]]' for name in "ab"
    ]
    assert pages.found(keep()) == [each._replace(page=each.page._replace(slot="")) for each in first]
    assert pages.read == []
    pages.write("a.docx", "Word")
    assert [[file.name for file in each.beside] for each in pages.found(keep())] == [["Word"], []]
    assert pages.read == ["a.html", "a.docx"]
    pages.write("b.html", PAGE.format("Other"))
    assert [each.page.title for each in pages.found(keep())] == ["A", "Other"]
    assert pages.read == ["b.html"]


def test_a_page_that_no_build_wrote_is_not_in_the_index(tmp_path: Path, keep: Callable[[], Kept]) -> None:
    """One that was changed by hand, or has gone: what it said before is not said for it."""
    pages = Pages(tmp_path / "build" / "student", "a", "b", "c")
    pages.found(keep())
    (pages.folder / "a.html").write_text(PAGE.format("B"))
    (pages.folder / "b.html").unlink()
    assert [each.page.title for each in pages.found(keep())] == ["C"]


def test_answers_depend_on_more_than_files(tmp_path: Path, keep: Callable[[], Kept]) -> None:
    """On what they are said to depend on, and no damaged one counts."""
    pages = Pages(tmp_path / "build" / "student", "a")
    pages.found(keep())
    pages.found(Kept(Course(tmp_path), tmp_path / "build", "student-pages", "of something else"))
    assert pages.read == ["a.html"]
    (record,) = (tmp_path / "cache" / "built").iterdir()
    record.write_bytes(record.read_bytes()[:-1])
    pages.found(keep())
    assert pages.read == ["a.html"]


@pytest.mark.parametrize("text", [LIST, SCRIPT, f"{SCRIPT}\n{'word ' * 90}\n{SCRIPT}", "\n", "a\r\n\ud800"])
def test_no_phrase_is_lost_between_pieces(text: str) -> None:
    """Those of all pieces are those of the text."""
    pieces = list(withheld.pieces(text))
    assert len(pieces) == 1 or len(pieces) > 4
    assert {each for piece in pieces for each in _hashes(piece)} == {*_hashes(text)}


def test_a_change_moves_no_other_piece() -> None:
    """So what is known of these stays known."""
    before, after = (
        set(withheld.pieces(text)) for text in (SCRIPT, SCRIPT.replace("has 20 words", "is new"))
    )
    assert 1 <= len(after - before) <= 2 < len(after & before)


def test_what_is_withheld_is_found(keep: Callable[[], Kept]) -> None:
    """In a text that is new, and in one of which the phrases are known, as soon as it is withheld."""
    text = SCRIPT[:2000]
    for phrase in (1, *_hashes(text)):
        kept = keep()
        found = KeptPhrases(kept, SALT).find_remembered([text], Remembered(SALT, pack([phrase]), "a lesson"))
        assert bool(found) == (phrase != 1)
        kept.save()


def _hashes(text: str) -> memoryview:
    return memoryview(withheld.packed(text, SALT)).cast("Q")

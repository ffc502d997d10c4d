"""The stages composed: what is begun before a document is prepared to its end."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild import config
from coursebuild.cli import options
from coursebuild.engine import Session
from coursebuild.engine.build import PREPARE_MODULES, PRINT_MODULES
from coursebuild.engine.prepare import Prepared, Rendered, prepare_in_steps
from coursebuild.model import Format
from coursebuild.runtime import optimizations
from coursebuild.runtime.pool import Pool

SHOWN = "---\ntitle: Lab\n---\n\n# Start\n\nType `ls`.\n"
WITHHELD = '\n::: {.correction .if correction="true"}\nIt lists the folder.\n:::\n'


def _prepared(workshop: Workshop, text: str) -> tuple[Prepared, list[Rendered]]:
    """A lesson prepared for both editions, and its pages as they came."""
    workshop.write("course/lab.md", text)
    session = Session.load(workshop.folder)
    call = options.for_every_edition(session.course, {"metadata": (), "jobs": None})
    locations, _ = config.locate(session.course, (), Path("build"))
    *pages, document = prepare_in_steps(session, locations[0], call)
    assert isinstance(document, Prepared)
    return document, [page for page in pages if isinstance(page, Rendered)]


def test_pages_of_the_instructors_come_first(workshop: Workshop) -> None:
    """Nothing is withheld from them, so their printing can begin; students' files are audited."""
    document, pages = _prepared(workshop, SHOWN + WITHHELD)
    came = [str(page.path) for page, _ in pages]
    assert came == ["instructor/lab.html", "instructor/lab.pdf", "student/lab.html", "student/lab.pdf"]
    assert [evidence.withholds for _, evidence in pages] == [False, False, True, True]
    assert set(document.pages) == set(pages)


def test_pages_of_a_lesson_that_withholds_nothing_are_equal(workshop: Workshop) -> None:
    """Those of both editions are one task."""
    document, _ = _prepared(workshop, SHOWN)
    assert len({page.html for page, _ in document.pages if page.format is Format.PDF}) == 1


def test_an_instructors_page_is_marked_where_it_shows_more(workshop: Workshop) -> None:
    """Where a condition holds for everybody, the pages are equal, and bear no mark."""
    document, _ = _prepared(workshop, SHOWN + '\n::: {.if lang="en"}\nFor everybody.\n:::\n')
    student, instructor = (page for page, _ in document.pages if page.format is Format.PDF)
    assert student.html == instructor.html
    workshop.write("course/marked.md", SHOWN + WITHHELD)
    assert workshop.run("--all").code == 0
    assert [len(set(_pdfs(workshop, name))) for name in ("lab", "marked")] == [1, 2]


def _pdfs(workshop: Workshop, name: str) -> list[bytes]:
    return [path.read_bytes() for path in (workshop.folder / "build").glob(f"*/{name}.pdf")]


def test_no_page_comes_of_a_lesson_that_is_refused(workshop: Workshop) -> None:
    """The author need not wait for what nobody gets."""
    document, pages = _prepared(workshop, f"{SHOWN}{WITHHELD}\n::: tip\n")
    assert document.pages == ()
    assert pages == []


def test_errors_of_the_check_come_before_those_of_a_filter(workshop: Workshop) -> None:
    """Which may stumble over the same slip, and is applied before."""
    workshop.write("coursebuild.toml", 'filters = ["fails"]\n')
    workshop.write("filters/fails.py", "def transform(doc):\n    raise ValueError('no')\n")
    told = [_prepared(workshop, SHOWN + slip)[0].diagnostics for slip in ("", "\n::: tip\n")]
    assert [{each.code for each in diagnostics} for diagnostics in told] == [{"CB009"}, {"CB107"}]


def test_a_course_is_the_same_whoever_makes_it(workshop: Workshop) -> None:
    """One process, or several, of which some make whole documents and some only pages; told in order."""
    for number in range(7):
        unnested = "\n* one\n  * two\n" if number % 2 else ""
        workshop.write(f"course/{number}.md", f"{SHOWN}{WITHHELD}\n{'Word. ' * number}\n{unnested}")
    workshop.write("course/3.md", SHOWN + "\n::: tip\n")
    made = []
    for jobs in ("1", "2", "4"):
        done = workshop.run("--all", "--force", "--jobs", jobs, COURSEBUILD_CACHE=f"{workshop.folder}/{jobs}")
        files = {path: path.read_bytes() for path in (workshop.folder / "build").rglob("*.*")}
        made.append((done.code, done.out, done.err.rpartition(" in ")[0], files))
    code, _, err, files = made[0]
    assert (code, len(files)) == (1, 24)
    assert "course/3.md:" in err
    assert made == [made[0]] * 3


def _garbage() -> int:
    """Makes some, and says how much of what was made before was still there."""
    left = sum(isinstance(each, _Ring) for each in gc.get_objects())
    ring = _Ring()
    ring.itself = ring
    return left


class _Ring:
    itself: object = None


@pytest.mark.skipif(not optimizations.enabled("collector"), reason="the collector does as it likes")
def test_workers_collect_garbage_between_two_tasks() -> None:
    """Nobody waits for it then; and it does not grow."""
    with Pool(2) as workers:
        assert [task.result() for task in [workers.submit(_garbage) for _ in range(20)]] == [0] * 20
        assert not workers.submit(gc.isenabled).result()


@pytest.mark.parametrize("library", [*PRINT_MODULES, *PREPARE_MODULES])
def test_what_workers_import_is_there(library: str) -> None:
    """They are named by strings; what cannot be imported is passed over in silence there."""
    assert import_module(library)

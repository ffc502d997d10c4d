"""The pipeline: the order of pages, shared tasks, and the same result for any number of jobs."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild import config
from coursebuild.cli import options
from coursebuild.engine import Session
from coursebuild.engine.division import PREPARE_MODULES, PRINT_MODULES
from coursebuild.engine.documents.prepare import Prepared, Rendered, prepare_in_steps
from coursebuild.model import Format
from coursebuild.runtime import optimizations
from coursebuild.runtime.limits import Limit
from coursebuild.runtime.pool import Pool

SHOWN = "---\ntitle: Lab\n---\n\n# Start\n\nType `ls`.\n"
WITHHELD = '\n::: {.correction .if correction="true"}\nIt lists the folder.\n:::\n'


def _prepared(workshop: Workshop, text: str) -> tuple[Prepared, list[Rendered]]:
    """A lesson prepared for both editions, and its pages in the order in which they were yielded."""
    workshop.write("course/lab.md", text)
    session = Session.load(workshop.folder)
    build_options = options.for_every_edition(session.course, {"metadata": (), "jobs": None})
    locations, _ = config.locate(session.course, (), Path("build"))
    *pages, document = prepare_in_steps(session, locations[0], build_options)
    assert isinstance(document, Prepared)
    return document, [page for page in pages if isinstance(page, Rendered)]


def test_instructor_pages_come_first(workshop: Workshop) -> None:
    """Instructor pages can be printed at once, because nothing is withheld; student files are audited."""
    document, pages = _prepared(workshop, SHOWN + WITHHELD)
    paths = [str(page.path) for page, _ in pages]
    assert paths == ["instructor/lab.html", "instructor/lab.pdf", "student/lab.html", "student/lab.pdf"]
    assert [evidence.withholds for _, evidence in pages] == [False, False, True, True]
    assert set(document.pages) == set(pages)


def test_editions_without_corrections_share_pages(workshop: Workshop) -> None:
    """If a lesson withholds nothing, the pages of both editions are equal."""
    document, _ = _prepared(workshop, SHOWN)
    assert len({page.html for page, _ in document.pages if page.format is Format.PDF}) == 1


def test_an_instructor_page_is_marked_if_it_shows_more(workshop: Workshop) -> None:
    """If a condition holds in every edition, the pages are equal, without a mark."""
    document, _ = _prepared(workshop, SHOWN + '\n::: {.if lang="en"}\nFor everybody.\n:::\n')
    student, instructor = (page for page, _ in document.pages if page.format is Format.PDF)
    assert student.html == instructor.html
    workshop.write("course/marked.md", SHOWN + WITHHELD)
    assert workshop.run("--all").code == 0
    assert [len(set(_pdfs(workshop, name))) for name in ("lab", "marked")] == [1, 2]


def _pdfs(workshop: Workshop, name: str) -> list[bytes]:
    return [path.read_bytes() for path in (workshop.folder / "build").glob(f"*/{name}.pdf")]


def test_a_refused_lesson_yields_no_pages(workshop: Workshop) -> None:
    """No page is rendered that would not be used."""
    document, pages = _prepared(workshop, f"{SHOWN}{WITHHELD}\n::: tip\n")
    assert document.pages == ()
    assert pages == []


def test_errors_of_the_check_replace_those_of_a_filter(workshop: Workshop) -> None:
    """A filter, which runs before the check, may fail because of the same mistake."""
    workshop.write("coursebuild.toml", 'filters = ["fails"]\n')
    workshop.write("filters/fails.py", "def transform(doc):\n    raise ValueError('no')\n")
    found = [_prepared(workshop, SHOWN + mistake)[0].diagnostics for mistake in ("", "\n::: tip\n")]
    assert [{each.code for each in diagnostics} for diagnostics in found] == [{"CB009"}, {"CB107"}]


def test_the_number_of_jobs_does_not_change_the_result(workshop: Workshop) -> None:
    """Files and diagnostics are the same, in the same order, whether workers build documents or pages."""
    for number in range(7):
        unnested = "\n* one\n  * two\n" if number % 2 else ""
        workshop.write(f"course/{number}.md", f"{SHOWN}{WITHHELD}\n{'Word. ' * number}\n{unnested}")
    workshop.write("course/3.md", SHOWN + "\n::: tip\n")
    results = []
    for jobs in ("1", "2", "4"):
        done = workshop.run("--all", "--force", "--jobs", jobs, COURSEBUILD_CACHE=f"{workshop.folder}/{jobs}")
        files = {path: path.read_bytes() for path in (workshop.folder / "build").rglob("*.*")}
        results.append((done.code, done.out, done.err.rpartition(" in ")[0], files))
    code, _, err, files = results[0]
    assert (code, len(files)) == (1, 28)  # with an index and a search for each edition
    assert "course/3.md:" in err
    assert results == [results[0]] * 3


def _make_garbage() -> int:
    """Make a reference cycle, and return how many former ones are still there."""
    left = sum(isinstance(each, _Cycle) for each in gc.get_objects())
    cycle = _Cycle()
    cycle.itself = cycle
    return left


class _Cycle:
    itself: object = None


@pytest.mark.skipif(not optimizations.enabled("collector"), reason="Python decides when to collect garbage")
def test_workers_collect_garbage_between_two_tasks() -> None:
    """Collecting delays no task, and garbage does not accumulate."""
    limit = Limit("page-seconds", 60, "the test")
    with Pool(2, memory=10**9) as workers:
        tasks = [workers.submit(limit, _make_garbage) for _ in range(20)]
        assert [task.result() for task in tasks] == [0] * 20
        assert not workers.submit(limit, gc.isenabled).result()


@pytest.mark.parametrize("library", [*PRINT_MODULES, *PREPARE_MODULES])
def test_what_workers_import_is_there(library: str) -> None:
    """They are named by strings; what cannot be imported is passed over in silence there."""
    assert import_module(library)

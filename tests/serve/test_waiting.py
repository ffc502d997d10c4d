"""What a request waits for is made, whatever happens in the meantime."""

import queue
import threading

import pytest
from previewing import PATIENCE, previewed
from workshop import Workshop

from coursebuild.model import Format
from coursebuild.serve.live import jobs
from coursebuild.serve.live.lessons import Key, Page


def test_a_page_is_made_again_whose_making_was_cancelled(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks at the lesson, which is changed while a request waits for it."""
    path = workshop.write("course/lab.md", "# Lab\n\nBefore.\n")
    cancelled = threading.Event()
    answers: queue.Queue[Page | None] = queue.Queue()
    monkeypatch.setattr(jobs, "CANCELLED_AFTER", 0)
    with previewed(workshop.folder) as live:

        def cancel(*, second: bool) -> None:
            assert not second
            cancelled.set()

        def make() -> None:
            live.jobs.do(live.jobs.next(prints=False))

        def ask() -> None:
            answers.put(live.page("lab", Key("student", Format.HTML)))

        monkeypatch.setattr(live.previewer, "cancel", cancel)
        threading.Thread(target=ask, daemon=True).start()
        job = live.jobs.next(prints=False)
        path.write_text("# Lab\n\nAfter.\n")
        live.change({str(path)})
        assert cancelled.wait(PATIENCE)
        live.jobs.do(job)
        threading.Thread(target=make, daemon=True).start()
        page = answers.get(timeout=PATIENCE)
    assert page
    assert b"After." in (page.content or b"")

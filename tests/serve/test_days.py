"""A preview that runs over midnight shows what students see from the new day on."""

from previewing import previewed
from workshop import Workshop

from coursebuild import engine
from coursebuild.config import days
from coursebuild.engine import Session
from coursebuild.model import PAGES, BuildOptions, Format
from coursebuild.serve.live.lessons import Key
from coursebuild.serve.preview import pass_day

LESSON = '# Lab\n\nA question.\n\n::: {.correction show-from="2026-12-01"}\nThe answer.\n:::\n'


def test_a_day_passes_without_a_change_of_any_file(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", "")
    calendar = ["2026-11-30"]
    key = Key("student", Format.HTML)
    with previewed(workshop.folder, lambda _: calendar[0]) as live:
        live.watch("a page", "lab", {"student": Format.HTML})

        def page() -> bytes:
            live.jobs.do(live.jobs.next(prints=False))
            made = live.page("lab", key)
            assert made
            return made.content or b""

        assert b"The answer" not in page()
        pass_day(live)
        assert not live.lessons["lab"].needs(key)
        calendar[0] = "2026-12-01"
        pass_day(live)
        assert live.lessons["lab"].needs(key)
        assert b"The answer" in page()


def test_another_time_zone_may_have_another_day(workshop: Workshop) -> None:
    """Two that are 26 hours apart always have."""
    workshop.write("course/lab.md", LESSON)
    found = []
    for zone in ("Etc/GMT+12", "Pacific/Kiritimati"):
        workshop.write("coursebuild.toml", f'timezone = "{zone}"\n')
        found.append(Session.load(workshop.folder))
    editions = tuple(found[0].course.editions.values())
    options = BuildOptions(editions, PAGES, {}, fetch=False, jobs=1, day=days.day_of(found[0].course))
    with engine.previewer(found[0], options, days.day_of) as previewer:
        assert previewer.is_of_today(found[0])
        assert not previewer.renew_day(found[0])
        assert previewer.renew_day(found[1])
        assert previewer.is_of_today(found[1])

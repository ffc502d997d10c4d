"""References to what other lessons number: `@ex:networks/ping`."""

from pathlib import Path

from workshop import Workshop

TARGET = """---
title: Networks
---

::: {.exercise #ex:ports title="Ports"} <!-- coursebuild: ignore CB137 -->
Which port is it?
:::

::: {.exercise #ex:ping title="Reach it"}
Do it, as @ex:ports.
:::

::: correction
::: {.theorem #theorem:late title="Late"}
It answers late.
:::
:::
"""


def test_a_reference_has_the_number_and_the_title_of_the_other_lesson(tmp_path: Path) -> None:
    """From the lesson's folder, or else from that of all lessons; a change there changes it here."""
    workshop = Workshop(tmp_path)
    workshop.write("course/week/networks.md", TARGET)
    text = "---\ntitle: Later\n---\n\nAfter @ex:networks/ping comes -@ex:week/networks/ports.\n"
    workshop.write("course/week/later.md", text)
    assert workshop.run("--to", "html", "--all", "--strict").code == 0
    page = workshop.main("week/later")
    assert '<a href="networks.html#ex:ping" class="reference">exercise&nbsp;2</a> (Networks)' in page
    assert '<a href="networks.html#ex:ports" class="reference">1</a>' in page
    workshop.write("course/week/networks.md", TARGET.replace("#ex:ports", "#ex:other .unnumbered"))
    done = workshop.run("--to", "html", "--all")
    assert "later.md:5:32: error[CB223]" in done.err


def test_what_is_wrong_with_one_is_an_error_at_its_place(tmp_path: Path) -> None:
    """No such lesson, nothing of this name, or a part that students do not see: only there, an error."""
    workshop = Workshop(tmp_path)
    workshop.write("course/networks.md", TARGET)
    text = """---
title: Later
---

See @ex:netwoks/ping, @ex:networks/pong and @theorem:networks/late.

::: correction
See @theorem:networks/late.
:::
"""
    workshop.write("course/later.md", text)
    done = workshop.run("--to", "html", "--all")
    assert "later.md:5:5: error[CB223]: `@ex:netwoks/ping`: there is no lesson `netwoks.md`" in done.err
    assert "later.md:5:23: error[CB223]" in done.err
    assert "has no number for `#ex:pong`; did you mean `ex:ping`?" in done.err
    assert "later.md:5:45: error[CB223]" in done.err
    assert "the student edition of `networks.md` has no number for `#theorem:late`" in done.err
    assert "the instructor edition of `networks.md` has no number for `#theorem:late`" not in done.err
    workshop.write(
        "course/later.md",
        text.replace("See @ex:netwoks/ping, @ex:networks/pong and @theorem:networks/late.", "Text."),
    )
    assert workshop.run("--to", "html", "--all", "--strict").code == 0
    assert "theorem&nbsp;C1" in workshop.main("later", "instructor")

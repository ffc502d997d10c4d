"""Keys of what each edition shows, from which day, and of how it is laid out."""

from collections.abc import Mapping

from coursebuild.config.keys.key import Key
from coursebuild.model import DAY, SHOW_FROM

DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
OF_DATES = (SHOW_FROM, DAY)  # which are no values for conditions
_LETTER = r"[^\x00-/:-@\[-`{-\x7f]"  # or a digit, in any script
EDITION = f"[-_]*{_LETTER}(?:{_LETTER}|[-_])*"

EDITIONS: Mapping[str, Key] = {
    "metadata": Key((dict,), "Values that conditions in lessons can test, and that lessons can override."),
    "metadata.*": Key(
        (str, bool, int, float, list),
        'A value for lessons that set none: with `group = "A"`, `::: {.if group="A"}` is shown.',
        None,
        "A",
    ),
    "editions": Key(
        (dict,), "Editions of your own, and the values that `student` and `instructor` set.", names=EDITION
    ),
    "editions.*": Key(
        (dict,),
        "An edition, whose name is that of its folder; it hides corrections unless it says otherwise.",
    ),
    "editions.*.correction": Key(
        (bool, str),
        "Whether the edition shows corrections; the students' edition cannot.",
        default=False,
        example=True,
        allowed=("true", "false"),
    ),
    "show-from": Key(
        (dict,),
        "The day from which students see the corrections of a lesson, by its path below the sources.",
    ),
    "show-from.*": Key(
        (str,),
        "The day, unless the lesson, or a correction, has one of its own.",
        None,
        "2026-12-01",
        pattern=DATE,
    ),
    "timezone": Key(
        (str,),
        "The time zone in which a day begins, by its name in the IANA list; UTC without one.",
        "",
        "Europe/Paris",
    ),
    "layout": Key((dict,), "How editions are laid out.", names=EDITION),
    "layout.*": Key((dict,), "How an edition that shows corrections is laid out."),
    "layout.*.corrections": Key(
        (str,),
        "Where corrections stand: with their exercises, at the end of the section or the lesson, or alone.",
        "inline",
        "end",
        allowed=("inline", "section", "end", "only"),
    ),
    "editions.*.*": Key(
        (str, bool, int, float),
        'A value that conditions test: with `level = "basic"`, `::: {.if level="basic"}` is shown.',
        None,
        "basic",
    ),
}

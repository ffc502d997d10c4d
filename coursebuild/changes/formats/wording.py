"""The sentences that all formats of a report have in common, in the language of the course."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from coursebuild.changes.blocks import Block, Kind
from coursebuild.changes.compare import Change, How
from coursebuild.changes.report import ChangesReport, LessonChanges, View
from coursebuild.model import printable

LANGUAGES = ("en", "fr")
_FILE = Path(__file__).with_name("words.toml")

_COMMIT = 12  # digits of a commit that are printed
_OR = " | "  # between the forms for one and for several

Quote = Callable[[str], str]  # how a name is written, or a command


class Words:
    """The words of a report in one language; `quote` writes names and commands in a format."""

    def __init__(self, language: str, quote: Quote) -> None:
        self.language = _language(language)
        self._quote = quote
        self._table = _table(self.language)

    def say(self, name: str, **values: object) -> str:
        """A sentence, or a word."""
        return str(self._table[name]).format(**values)

    def count(self, noun: str, number: int) -> str:
        """A number of things."""
        return self._several(self._table["counts"][noun], number)

    def title(self, report: ChangesReport) -> str:
        if report.beyond:
            return self.say("title-beyond", edition=self.edition(report.beyond))
        return self.say("title")

    def compared(self, report: ChangesReport) -> str:
        """What was compared, and of which days, and which editions are new."""
        lessons = self.count("lesson", report.compared)
        if report.beyond:
            name = "compared-beyond" if len(report.editions) == 1 else "compared-beyond-several"
            editions = self.say("and").join(map(self.edition, report.editions))
            return self.say(name, lessons=lessons, editions=editions, edition=self.edition(report.beyond))
        base, commit = self._quote(report.base), report.commit[:_COMMIT]
        name = "compared-same-day" if report.since == report.day else "compared"
        said = self.say(name, lessons=lessons, day=report.day, base=base, commit=commit, since=report.since)
        new = (
            self.say("new-edition", new=self.edition(name), edition=self.edition(other))
            for name, other in report.new_editions
        )
        return " ".join([said, *new])

    def conclusions(self, report: ChangesReport) -> Iterator[str]:
        """What is said at the end: also that there is nothing to say."""
        if report.beyond:
            if not report.total:
                yield self.say("nothing-beyond", edition=self.edition(report.beyond))
            return
        if any(lesson.is_unread or lesson.is_gone for lesson in report.lessons):
            return
        changed = {view.edition for lesson in report.lessons for view in lesson.views}
        for edition in report.editions:
            if edition not in changed:
                name = "nothing" if edition == report.editions[0] else "nothing-else"
                yield self.say(name, readers=self._named("readers", edition))

    def state(self, lesson: LessonChanges) -> str:
        """What is to be said of a lesson besides its changes; empty if there is nothing."""
        if lesson.is_unread:
            return self.say("unread", command=self._quote("coursebuild check"))
        if lesson.is_gone:
            return self.say("gone-lesson")
        if lesson.is_new:
            return self.say("new-lesson")
        return self.say("renamed", former=self._quote(lesson.former)) if lesson.former else ""

    def edition(self, name: str) -> str:
        return self._named("editions", name)

    def heading(self, view: View) -> str:
        """Which readers see the changes of a view, and how many these are."""
        if not view.besides:
            return self.summary(view)
        return self.say("besides", changes=self.summary(view), edition=self.edition(view.besides))

    def summary(self, view: View) -> str:
        """The heading of a view, without what is left out there."""
        format_ = f", {view.format.upper()}" if view.format else ""
        changes = self.count("change", len(view.changes))
        text = f"{self.edition(view.edition)}{format_}{self.say('colon')}{changes}"
        return f"{text[0].upper()}{text[1:]}"

    def label(self, block: Block) -> str:
        """The kind of a block in brackets; nothing for a plain text."""
        return "" if block.kind is Kind.TEXT else f"[{self.kind(block)}] "

    def kind(self, block: Block) -> str:
        return str(self._table["kinds"][block.kind.value])

    def became(self, change: Change) -> str:
        """What became of a block."""
        if change.how is How.MOVED and change.before:
            return self.say("moved-from", place=printable(change.before.heading) or self.say("at-top"))
        return str(self._table["become"][change.how.value])

    def shown(self, change: Change) -> str:
        """Why readers see now what they did not see; empty if there is nothing to say."""
        if change.shown_since:
            return self.say("shown-since", day=change.shown_since)
        return self.say("revealed") if change.was_withheld else ""

    def more(self, number: int) -> str:
        """How many changes a report leaves out, and what prints them."""
        return self._several(self._table["more"], number, command=self._quote("coursebuild diff"))

    def _named(self, table: str, edition: str) -> str:
        forms = self._table[table]
        return str(forms.get(edition, forms["other"])).format(name=edition)

    def _several(self, forms: str, number: int, **values: str) -> str:
        one, _, several = forms.partition(_OR)
        is_one = number == 1 or (self.language == "fr" and number == 0)
        return (one if is_one else several).format(n=number, **values)


def is_other_picture(change: Change) -> bool:
    """Whether a picture changed, and nothing that is written of it."""
    return bool(
        change.how is How.CHANGED
        and change.block.kind is Kind.PICTURE
        and change.before
        and change.before.content != change.block.content
    )


def _language(tag: str) -> str:
    """The language of a report for a course in a language such as `fr-CA`: French or English."""
    short = tag.partition("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


@cache
def _table(language: str) -> Mapping[str, Any]:
    return dict(_in_language(tomllib.loads(_FILE.read_text(encoding="utf-8")), language))


def _in_language(table: Mapping[str, Any], language: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        is_text = language in value
        yield name, value[language] if is_text else dict(_in_language(value, language))

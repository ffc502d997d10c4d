"""The day that a finished file is of, by what it holds of the parts with dates."""

from itertools import pairwise

from coursebuild import audit
from coursebuild.engine.documents.prepare import Prepared, prepare
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Evidence, Format


class Days:
    """What the files of a document hold on another day than that of the options, in their one edition."""

    def __init__(self, session: Session, document: Prepared, options: BuildOptions) -> None:
        self._session, self._document, self._options = session, document, options
        self.day = options.day
        self._come = sorted(date for date in document.dates if date <= options.day)
        now = {page.format: evidence for page, evidence in document.pages}
        self._by_day = dict.fromkeys((self.day, *self._come[-1:]), now)
        self._since: dict[str, dict[Format, Evidence]] = {}  # what is new, by the date since which it is

    def missed(self, format_: Format, content: bytes) -> str:
        """The last date that has come, if a file has nothing of what students see since; otherwise "".

        What is too short to be searched for says nothing; then it is the date before.
        """
        for before, date in reversed([*pairwise(("", *self._come))]):
            if new := self._new(before, date).get(format_):
                return date if _lacks(content, format_, new) else ""
        return ""

    def is_of_later_day(self, format_: Format, content: bytes) -> bool:
        """Whether students may see all that a file holds once all dates of the document have come."""
        last = max(self._document.dates, default="")
        evidence = self._evidence(last).get(format_) if last > self.day else None
        return evidence is not None and _lacks(content, format_, evidence)

    def _new(self, before: str, date: str) -> dict[Format, Evidence]:
        """What students see since a date, and did not see the day `before`, by the format of files."""
        if date not in self._since:
            now = {format_: dict(evidence.phrases) for format_, evidence in self._evidence(date).items()}
            new = {
                format_: tuple(each for each in evidence.phrases if each[0] not in now.get(format_, {}))
                for format_, evidence in self._evidence(before).items()
            }
            self._since[date] = {each: Evidence(phrases=phrases) for each, phrases in new.items() if phrases}
        return self._since[date]

    def _evidence(self, day: str) -> dict[Format, Evidence]:
        """What files must not contain on a day."""
        if day not in self._by_day:
            options = self._options._replace(day=day)
            document = prepare(self._session, self._document.location, options)
            self._by_day[day] = {page.format: evidence for page, evidence in document.pages}
        return self._by_day[day]


def _lacks(content: bytes, format_: Format, evidence: Evidence) -> bool:
    """Whether a file, which can be read, has nothing of the evidence."""
    try:
        audit.audit("", content, FORMATS[format_].reader(), evidence)
    except audit.LeakError:
        return False
    return True

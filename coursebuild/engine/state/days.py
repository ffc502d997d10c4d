"""The day that a finished file is of, by what it holds of the parts with dates."""

from functools import cached_property

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

    def missed(self, format_: Format, content: bytes) -> str:
        """The last date that has come, if a file has nothing of what students see since; otherwise ""."""
        new = self._new.get(format_) if self._come else None
        return self._come[-1] if new and _lacks(content, format_, new) else ""

    def is_of_later_day(self, format_: Format, content: bytes) -> bool:
        """Whether students may see all that a file holds once all dates of the document have come."""
        last = max(self._document.dates, default="")
        evidence = self._evidence(last).get(format_) if last > self.day else None
        return evidence is not None and _lacks(content, format_, evidence)

    @cached_property
    def _new(self) -> dict[Format, Evidence]:
        """What students see since the last date that has come, by the format of the file."""
        now = {page.format: dict(evidence.phrases) for page, evidence in self._document.pages}
        *_, before = ["", *self._come[:-1]]
        new = {
            format_: tuple(each for each in evidence.phrases if each[0] not in now.get(format_, {}))
            for format_, evidence in self._evidence(before).items()
        }
        return {format_: Evidence(phrases=phrases) for format_, phrases in new.items() if phrases}

    def _evidence(self, day: str) -> dict[Format, Evidence]:
        """What files must not contain on a day."""
        location, options = self._document.location, self._options._replace(day=day)
        return {page.format: evidence for page, evidence in prepare(self._session, location, options).pages}


def _lacks(content: bytes, format_: Format, evidence: Evidence) -> bool:
    """Whether a file, which can be read, has nothing of the evidence."""
    try:
        audit.audit("", content, FORMATS[format_].reader(), evidence)
    except audit.LeakError:
        return False
    return True

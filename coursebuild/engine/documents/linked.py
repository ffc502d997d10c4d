"""What the links of a document lead to: parts of its pages, other lessons, and files."""

import os
from pathlib import PurePosixPath

from coursebuild import editions, lint, pandoc
from coursebuild import source as sources
from coursebuild.engine.session import Session
from coursebuild.model import Body, BuildOptions, Diagnostic, Document, Format, Location, shown
from coursebuild.runtime import fingerprint


class Links:
    """The links of one document's pages; `reads` as in Body."""

    def __init__(self, session: Session, document: Document, options: BuildOptions) -> None:
        self.reads: dict[str, str] = {}
        self._session, self._document, self._options = session, document, options
        self._targets = lint.Targets(document.source.location)
        self._hidden = lint.identifiers_of(document.json)  # a link to one that is not shown is CB123

    def dead(self, body: Body, page: str, format_: Format) -> tuple[Diagnostic, ...]:
        """The links of a body that lead nowhere; `page` is the complete page, which may have more parts."""
        found = [target for target in map(self._targets.find, body.links) if target]
        for target in found:
            self.reads.setdefault(str(target.path), _state(target))
        parts = lint.identifiers(page) | lint.identifiers(body.body)  # in print, notes leave their list
        own = parts | self._hidden | {body.selection.facts.anchor}
        return tuple(
            lint.dead_links(
                self._document.source, found, own, lambda target: self._parts(target, body, format_)
            )
        )

    def _parts(self, target: lint.Target, body: Body, format_: Format) -> frozenset[str] | None:
        """The identifiers that another lesson has in the edition and format; None if it cannot be read."""
        location = self._document.source.location
        below = os.path.relpath(target.path, self._targets.root)
        other = Location(
            target.path, shown(target.path), PurePosixPath(below).with_suffix(""), location.roots
        )
        edition, course = body.selection.edition, self._session.course
        try:
            source = sources.read(other)
            self.reads[str(target.path)] = source.state
            key = (source.state, edition.name, format_, repr(sorted(self._options.metadata.items())))
            if key not in self._session.parts:
                document = pandoc.parse(source, course.limits)
                setup = self._session.for_selecting(self._options.metadata)
                self._session.parts[key] = lint.part_names(editions.select(document, edition, format_, setup))
            return self._session.parts[key]
        except Exception:  # noqa: BLE001 (what is wrong with a lesson is reported when that one is built)
            return None


def _state(target: lint.Target) -> str:
    """What the next build compares: whether the target exists, and no more."""
    return fingerprint.PRESENT if os.path.lexists(target.path) else ""

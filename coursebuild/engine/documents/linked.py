"""What the links of a document lead to: parts of its pages, other lessons, and files."""

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from coursebuild import editions, lint, pandoc
from coursebuild import source as sources
from coursebuild.engine.session import LessonParts, Session
from coursebuild.model import (
    Body,
    BuildOptions,
    Diagnostic,
    Document,
    Edition,
    Format,
    LinkedFile,
    Referred,
    short,
    shown,
    vocabulary,
)
from coursebuild.runtime import fingerprint


class Links:
    """The links of one document's pages; `reads` as in Body, `copied` decides which files get copies."""

    def __init__(self, session: Session, document: Document, options: BuildOptions) -> None:
        self.reads: dict[str, str] = {}
        self.dates: frozenset[str] = frozenset()  # those of other lessons
        self._session, self._document, self._options = session, document, options
        self._targets = lint.Targets(document.source.location)
        self.copied = lint.Files(document.source.location, self._targets.root, session.course)
        self._hidden = lint.identifiers_of(document.json)  # a link to one that is not shown is CB123

    def files(self, body: Body) -> tuple[Body, tuple[LinkedFile, ...], tuple[Diagnostic, ...]]:
        """The body with the addresses of its copies, these copies, and why other files are not copied."""
        source, edition = self._document.source, body.selection.edition
        copies: dict[PurePosixPath, LinkedFile] = {}
        moved: dict[str, str] = {}
        diagnostics: list[Diagnostic] = []
        for target in filter(None, map(self._targets.find, body.links)):
            if target.kind is not lint.Kind.FILE:
                continue
            places = lint.places(source, target.address)
            try:
                name = self.copied.name(target)
            except (lint.NotCopiedError, OSError) as error:
                code = getattr(error, "code", "CB174")
                message = f"`{short(unquote(target.address))}`: {getattr(error, 'strerror', None) or error}"
                diagnostics += (Diagnostic(source.location.name, *place, code, message) for place in places)
                continue
            copies[name] = LinkedFile(
                target.path, edition.name / name, source.location.name, places[0], self.copied.is_public(name)
            )
            moved |= _moved(target.address, name, source.location.stem)
        return body._replace(moved=moved), tuple(copies.values()), tuple(diagnostics)

    def dead(self, body: Body, page: str, format_: Format) -> tuple[Diagnostic, ...]:
        """The links of a body that lead nowhere; `page` is the complete page, which may have more parts."""
        found = [target for target in map(self._targets.find, body.links) if target]
        for target in found:
            self.reads.setdefault(str(target.path), _state(target))
        parts = lint.identifiers(page) | lint.identifiers(body.body)  # in print, notes leave their list
        own = parts | self._hidden | {body.selection.facts.anchor}
        return tuple(
            lint.dead_links(
                self._document.source,
                found,
                own,
                lambda target: self._identifiers(target, body.selection.edition, format_),
            )
        )

    def _identifiers(self, target: lint.Target, edition: Edition, format_: Format) -> frozenset[str] | None:
        parts = self._parts(target, edition, format_)
        return parts and parts.identifiers

    def referred(self, edition: Edition, format_: Format) -> Mapping[str, Referred]:
        """What the references to other lessons lead to in an edition and format, by their keys."""
        found = {}
        for key, address in lint.references_to_lessons(self._document, self._session.course.boxes).items():
            target = next(filter(None, map(self._lesson, self._addresses(address))), None)
            found[key] = (
                self._referred(target, edition, format_) if target else Referred(fault=self._absent(address))
            )
        return found

    def _addresses(self, address: str) -> tuple[str, str]:
        """An address from the lesson's folder, and the one that it means from the folder of all lessons."""
        return address, quote(os.path.relpath(self._targets.root / address, self._targets.folder), safe="/#:")

    def _lesson(self, address: str) -> lint.Target | None:
        target = self._targets.find(address)
        if target and target.kind is not lint.Kind.FILE:
            self.reads.setdefault(str(target.path), _state(target))
        return target if target and target.kind is lint.Kind.LESSON else None

    def _absent(self, address: str) -> str:
        target = self._targets.find(address)
        meant = f"; did you mean `{target.meant}`?" if target and target.meant else ""
        return f"there is no lesson `{address.partition('#')[0]}`{meant}"

    def _referred(self, target: lint.Target, edition: Edition, format_: Format) -> Referred:
        parts = self._parts(target, edition, format_)
        if parts is None:
            return Referred(fault=f"`{target.path.name}` cannot be read")
        if number := parts.numbers.get(target.part):
            return Referred(number, target.address, parts.title)
        hint = vocabulary.suggest(target.part, sorted(parts.numbers))
        message = (
            f"the {edition.name} edition of `{target.path.name}` has no number for `#{target.part}`{hint}"
        )
        return Referred(fault=message)

    def _parts(self, target: lint.Target, edition: Edition, format_: Format) -> LessonParts | None:
        """What another lesson has in the edition and format; None if it cannot be read."""
        location = self._document.source.location
        below = os.path.relpath(target.path, self._targets.root)
        stem = PurePosixPath(below).with_suffix("")
        other = location._replace(path=target.path, name=shown(target.path), stem=stem)
        course = self._session.course
        try:
            source = sources.read(other)
            self.reads[str(target.path)] = source.state
            begin = self._options.begin(target.path)
            included = source.inclusion
            state = repr((source.state, included.files, included.lost, begin))
            self.reads.update({each.path: each.state for each in included.files})
            self.reads.update(dict.fromkeys(included.lost, ""))
            given = repr((sorted(self._options.metadata.items()), self._options.day))
            key = (str(target.path), edition.name, format_, given)
            if key not in self._session.parts or self._session.parts[key].state != state:
                document = pandoc.parse(source, course.limits)
                setup = self._session.for_selecting(self._options.metadata, self._options.day)
                setup = setup._replace(begin=begin)
                selection = editions.select(document, edition, format_, setup)
                names, numbers = lint.part_names(selection), lint.numbers_of(selection)
                title = selection.facts.title
                dates = editions.dates(document, course)
                self._session.parts[key] = LessonParts(state, names, numbers, title, dates)
            self.dates |= self._session.parts[key].dates
            return self._session.parts[key]
        except Exception:  # noqa: BLE001 (what is wrong with a lesson is reported when that one is built)
            return None


def _moved(address: str, name: PurePosixPath, stem: PurePosixPath) -> dict[str, str]:
    """The address of a copy from its lesson's page, by the address that the lesson has, if it is another."""
    file = re.split("[?#]", address, maxsplit=1)[0]
    wanted = posixpath.relpath(name, stem.parent)
    return (
        {} if posixpath.normpath(unquote(file)) == wanted else {address: quote(wanted) + address[len(file) :]}
    )


def _state(target: lint.Target) -> str:
    """What the next build compares: whether the target exists, and no more."""
    return fingerprint.PRESENT if os.path.lexists(target.path) else ""

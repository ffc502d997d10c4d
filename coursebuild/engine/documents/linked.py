"""What the links of a document lead to: parts of its pages, other lessons, and files."""

import os
import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from coursebuild import editions, lint, pandoc
from coursebuild import source as sources
from coursebuild.engine.session import Session
from coursebuild.model import (
    Body,
    BuildOptions,
    Diagnostic,
    Document,
    Format,
    LinkedFile,
    short,
    shown,
)
from coursebuild.runtime import fingerprint


class Links:
    """The links of one document's pages; `reads` as in Body, `copied` decides which files get copies."""

    def __init__(self, session: Session, document: Document, options: BuildOptions) -> None:
        self.reads: dict[str, str] = {}
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
                self._document.source, found, own, lambda target: self._parts(target, body, format_)
            )
        )

    def _parts(self, target: lint.Target, body: Body, format_: Format) -> frozenset[str] | None:
        """The identifiers that another lesson has in the edition and format; None if it cannot be read."""
        location = self._document.source.location
        below = os.path.relpath(target.path, self._targets.root)
        stem = PurePosixPath(below).with_suffix("")
        other = location._replace(path=target.path, name=shown(target.path), stem=stem)
        edition, course = body.selection.edition, self._session.course
        try:
            source = sources.read(other)
            self.reads[str(target.path)] = source.state
            state = repr((source.state, source.inclusion.files))
            self.reads.update({each.path: each.state for each in source.inclusion.files})
            key = (str(target.path), edition.name, format_, repr(sorted(self._options.metadata.items())))
            if self._session.parts.get(key, ("",))[0] != state:
                document = pandoc.parse(source, course.limits)
                setup = self._session.for_selecting(self._options.metadata)
                parts = lint.part_names(editions.select(document, edition, format_, setup))
                self._session.parts[key] = state, parts
            return self._session.parts[key][1]
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

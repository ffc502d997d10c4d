"""The server on standard input and output: what the messages of the protocol do (LSP 3.17)."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from coursebuild import __version__
from coursebuild.config import CONFIGURATION
from coursebuild.lsp import configuration, courses, watching
from coursebuild.lsp.checks import Checks
from coursebuild.lsp.courses import Courses
from coursebuild.lsp.diagnostics import Board, published
from coursebuild.lsp.features import backlinks, citations, fixes, links, outline, settings
from coursebuild.lsp.features.completion import TRIGGERS, complete
from coursebuild.lsp.features.hover import explain
from coursebuild.lsp.lessons import Lesson
from coursebuild.lsp.opened import Opened, Texts
from coursebuild.lsp.positions import Text
from coursebuild.model import UsageError

LANGUAGES = frozenset({"markdown", "quarto", "rmarkdown", "pandoc"})
SIGNALLED, NOT_SHUT_DOWN = 128, 1  # exit statuses


class Server(LanguageServer):
    """The open texts, and their courses."""

    def __init__(self, *, untrusted: bool) -> None:
        super().__init__("coursebuild", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.texts = Texts()
        self.lessons: dict[str, Lesson] = {}
        self.was_shut_down = False
        self.courses = Courses(self._folders, untrusted=untrusted)
        self.board = Board(self.texts, self._publish)
        self.checks = Checks(self.courses, self.texts, self.board.show)

    @property
    def opened(self) -> dict[str, Opened]:
        """The open texts by their addresses."""
        return self.texts.opened

    def shutdown(self) -> None:
        """End; do not wait for the thread that reads standard input, as pygls does."""
        self.checks.close()
        self.courses.close()
        if self._thread_pool:
            self._thread_pool.shutdown(wait=False, cancel_futures=True)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what cannot be understood or done into the editor's log."""
        del source
        message = f"coursebuild: {type(error).__name__}: {error}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def _folders(self) -> list[Path]:
        return [
            Path(path) for folder in self.workspace.folders.values() if (path := uris.to_fs_path(folder.uri))
        ]

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def check_configuration(self, opened: Opened) -> None:
        found = configuration.check(opened.path.parent, opened.text.content)
        name = opened.name if opened.path.name != CONFIGURATION else CONFIGURATION
        diagnostics = published(found, name, opened.uri, opened.text)
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(opened.uri, diagnostics, opened.version)
        )

    def check_including(self, paths: AbstractSet[str]) -> None:
        """Check the lessons again that include one of these files, by their real paths."""
        for opened in self.opened.values():
            if not opened.included.isdisjoint(paths):
                opened.changed.set()

    def configuration(self, uri: str) -> Text | None:
        """The text of the open coursebuild.toml at an address; None if it is none."""
        opened = self.opened.get(uri)
        return opened.text if opened and opened.path.name == CONFIGURATION else None

    def lesson(self, uri: str) -> Lesson | None:
        """The open lesson at an address; None if it is none, or its course's configuration is wrong."""
        opened = self.opened.get(uri)
        if opened is None or not opened.is_lesson:
            return None
        try:
            session = self.courses.session(opened.path)
        except UsageError:
            return None
        former = self.lessons.get(uri)
        made_of = opened.text, session, opened.front_matter
        if former and (former.text, former.session, former.front_matter) == made_of:
            return former
        location = courses.location(session.course, opened.path)
        if location is None:
            return None
        self.lessons[uri] = Lesson(uri, opened.path, location, *made_of, self.texts)
        return self.lessons[uri]

    @property
    def fills_in_snippets(self) -> bool:
        """Whether the editor understands the gaps of a snippet."""
        document = self.client_capabilities.text_document
        completion = document.completion if document else None
        item = completion.completion_item if completion else None
        return bool(item and item.snippet_support)


def initialize(server: Server, params: types.InitializeParams) -> None:
    server.texts.encoding = server.workspace.position_encoding or types.PositionEncodingKind.Utf16
    options = params.initialization_options
    if isinstance(options, dict) and options.get("untrusted"):
        server.courses.untrusted = True


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    path = uris.to_fs_path(document.uri) if document.uri.startswith("file:") else None
    if not path:  # a text that is not saved yet, or one of an earlier commit
        return
    is_lesson = document.language_id in LANGUAGES or Path(path).suffix == ".md"
    is_lesson = is_lesson and Path(path).name != CONFIGURATION
    text = _text(server, document.text)
    opened = Opened(document.uri, Path(path), text, document.version, is_lesson=is_lesson)
    server.opened[document.uri] = opened
    if opened.path.name == CONFIGURATION:
        server.check_configuration(opened)
    elif is_lesson:
        server.checks.follow(opened)
    server.check_including({opened.real})


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    opened = server.opened.get(params.text_document.uri)
    if opened is None:
        return
    for change in params.content_changes:
        opened.text = _text(server, change.text)
    opened.version = params.text_document.version
    if opened.path.name == CONFIGURATION:
        server.check_configuration(opened)
    opened.changed.set()
    server.check_including({opened.real})


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    if opened := server.opened.pop(uri, None):
        server.lessons.pop(uri, None)
        server.checks.leave(uri)
        server.board.forget(opened)
        server.check_including({opened.real})  # of what was not saved, the disk has another text


def watched_files_changed(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if watching.concern_lessons(params.changes, server.opened):
        files_changed(server, params)


def files_changed(server: Server, _: Any) -> None:
    """Check all texts again: any of them may show or link to what has changed on the disk."""
    for opened in server.opened.values():
        if opened.path.name == CONFIGURATION:
            server.check_configuration(opened)
        opened.changed.set()


def shut_down(server: Server, _: Any) -> None:
    server.was_shut_down = True


def ask_to_watch(server: Server, _: Any) -> None:
    """Have the editor say what changes on the disk."""
    if registration := watching.registration(server.client_capabilities):
        server.client_register_capability(types.RegistrationParams([registration]), lambda _: None)


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    if text := server.configuration(params.text_document.uri):
        return settings.explain(text, text.place(params.position))
    lesson = server.lesson(params.text_document.uri)
    return explain(lesson, lesson.text.place(params.position)) if lesson else None


def completion(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    if text := server.configuration(params.text_document.uri):
        return settings.complete(text, text.place(params.position))
    lesson = server.lesson(params.text_document.uri)
    if not lesson:
        return []
    return complete(lesson, lesson.text.place(params.position), snippets=server.fills_in_snippets)


async def code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Look for fixes in a thread: where there are many, it takes a while."""
    lesson = server.lesson(params.text_document.uri)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(server.thread_pool, fixes.actions, lesson, params) if lesson else []


def document_symbol(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    lesson = server.lesson(params.text_document.uri)
    return outline.symbols(lesson) if lesson else []


def folding_range(server: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    lesson = server.lesson(params.text_document.uri)
    return outline.folds(lesson) if lesson else []


def definition(server: Server, params: types.DefinitionParams) -> types.Location | None:
    lesson = server.lesson(params.text_document.uri)
    if not lesson:
        return None
    place = lesson.text.place(params.position)
    return links.definition(lesson, place) or citations.definition(lesson, place)


def references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    lesson = server.lesson(params.text_document.uri)
    if not lesson:
        return []
    place = lesson.text.place(params.position)
    return backlinks.references(lesson, place, with_definition=params.context.include_declaration)


def document_link(server: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    lesson = server.lesson(params.text_document.uri)
    return links.document_links(lesson) if lesson else []


def _text(server: Server, content: str) -> Text:
    """The text, in which half of a character of UTF-16, which JSON may have, is another character."""
    content = content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Text(content, server.workspace.position_encoding or types.PositionEncodingKind.Utf16)


# What each message does, and what the editor is told of it when it starts.
FEATURES: dict[str, tuple[Callable[[Server, Any], Any], Any]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (ask_to_watch, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.TEXT_DOCUMENT_DID_SAVE: (files_changed, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (watched_files_changed, None),
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_COMPLETION: (completion, types.CompletionOptions(TRIGGERS)),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_action,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, fixes.ALL]),
    ),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (document_symbol, None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (folding_range, None),
    types.TEXT_DOCUMENT_DEFINITION: (definition, None),
    types.TEXT_DOCUMENT_REFERENCES: (references, None),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: (document_link, None),
    types.SHUTDOWN: (shut_down, None),
}


def serve(*, untrusted: bool = False) -> int:
    """Serve on standard input and output until the editor ends; return the exit status."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    requests, answers = _own_streams()
    server = Server(untrusted=untrusted)
    signals: list[int] = []

    def end(number: int, _: object) -> None:
        signals.append(number)
        raise SystemExit  # which asyncio lets through, unlike other exceptions

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
    for name, (function, options) in FEATURES.items():
        server.feature(name, options)(function)
    server.start_io(requests, answers)
    if signals:
        return SIGNALLED + signals[0]
    return 0 if server.was_shut_down else NOT_SHUT_DOWN


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for this server alone: what anything else prints goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return requests, answers

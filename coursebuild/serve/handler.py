"""Answer the requests of the browser."""

import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from coursebuild.model import PAGES, BuildError, Diagnostic, Format
from coursebuild.serve import editor, files, views
from coursebuild.serve.access import STUDENTS
from coursebuild.serve.live.lessons import Key, Page
from coursebuild.serve.responses import TYPES
from coursebuild.serve.visit import Visit

ASSETS = Path(__file__).with_name("assets")
ANY = "application/octet-stream"
FEED = "application/atom+xml; charset=utf-8"
PICTURE_WIDTHS = 200, 3000  # pixels
_PICTURE = re.compile(r"(?P<stem>.+)\.pdf/(?:pages\.json|(?P<number>[0-9]{1,5})\.png)")

FRAMED = "frame-ancestors 'self'"
# Pages that the shell reads are under its policy too, and have attributes `style`.
SHELL = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; frame-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Handler(Visit):
    """Answer one connection."""

    def do_GET(self) -> None:  # noqa: N802 (the base class calls it)
        if not self.is_welcome():
            return
        try:
            address = urlsplit(self.path)
        except ValueError:
            self.refuse(HTTPStatus.BAD_REQUEST)
            return
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        first, _, rest = unquote(address.path, errors="surrogateescape").removeprefix("/").partition("/")
        if not rest and not first:
            self._index(query)
        elif first == "view" and rest:
            self._shell()
        elif first == "assets":
            self._asset(rest)
        elif (first, rest) == ("state.json", ""):
            self.send_json(
                views.course_state(
                    self.server.live, self.server.site, is_full=self.is_full, can_open=self.can_open
                )
            )
        elif (first, rest) == ("events", ""):
            self._events(query.get("page", ""))
        else:
            self._file(first, rest, query)

    do_HEAD = do_GET  # noqa: N815 (the base class's name)

    def do_POST(self) -> None:  # noqa: N802 (the same)
        if not self.is_welcome():
            return
        data = self.posted()
        if data is None:
            return
        if self.path == "/watch":
            self._watch(data)
        elif self.path == "/open":
            self._open(data)
        else:
            self.refuse(HTTPStatus.NOT_FOUND)

    # What is asked for

    def _index(self, query: Mapping[str, str]) -> None:
        access = self.server.access
        if not access.opens(query.get("key", "")):
            self._shell()
            return
        self.send_response(HTTPStatus.SEE_OTHER)
        cookie = f"{access.cookie}={access.key}; HttpOnly; SameSite=Strict; Path=/"
        self.end_with(b"", {"Location": "/", "Set-Cookie": cookie})

    def _shell(self) -> None:
        html = _shell_page()
        values = {"{lang}": views.course_language(self.server.live), "{token}": self.server.access.token}
        for name, value in values.items():
            html = html.replace(name, _escaped(value))
        self.send(html.encode(), TYPES[".html"], {"Content-Security-Policy": SHELL})

    def _asset(self, name: str) -> None:
        path = ASSETS / name
        if "/" in name or path.suffix not in TYPES or not _is_asset(name):
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        self.send(path.read_bytes(), TYPES[path.suffix], {"Content-Security-Policy": "default-src 'none'"})

    def _events(self, page: str) -> None:
        is_full = self.is_full

        def may_know(event: str, data: Mapping[str, Any]) -> bool:
            return is_full or event == "course" or data.get("edition") == STUDENTS

        hello = ("hello", {"boot": self.server.boot})
        try:
            with self.server.viewer(page, may_know, hello) as messages:
                self.close_connection = True
                self.send_response(HTTPStatus.OK)
                self.send_headers({"Content-Type": "text/event-stream", "Connection": "close"})
                if self.command == "HEAD":
                    return
                for message in messages:
                    self.wfile.write(message)
                    self.wfile.flush()
        except OverflowError:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def _file(self, edition: str, path: str, query: Mapping[str, str]) -> None:
        """A page, a linked file, or a picture of a printed page."""
        live = self.server.live
        if edition not in live.session.course.editions or not (self.is_full or edition == STUDENTS):
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        if drawn := _PICTURE.fullmatch(path):
            self._picture(Key(edition, Format.PDF), drawn, query)
            return
        suffix = PurePosixPath(path).suffix
        stem = path.removesuffix(suffix)
        found = next((each for each in PAGES if f".{each.value}" == suffix), None)
        if self._is_index(edition, path):
            return
        page = self.server.site.page(stem, Key(edition, found), is_full=self.is_full) if found else None
        if page is None:
            copied = files.copied(live, edition, path)
            if copied is None:
                self.refuse(HTTPStatus.NOT_FOUND)
            else:
                policy = {"Content-Security-Policy": f"sandbox; {FRAMED}"}
                self.send(copied, TYPES.get(suffix.lower(), ANY), policy)
        elif not self._may_see(page):
            self._refuse_page(live.diagnostics_of(stem))
        else:
            self.send(page.content or b"", TYPES[suffix], _version(page))

    def _is_index(self, edition: str, path: str) -> bool:
        """Send a file of the index, if it is one; return whether it is."""
        live = self.server.live
        try:
            file = self.server.site.file(live.session.course.editions[edition], path, is_full=self.is_full)
        except BuildError as error:
            self._refuse_page(error.diagnostics)
            return True
        if file and not (self.is_full or live.is_readable):
            self._refuse_page(())
        elif file:
            version = {"X-Coursebuild-Version": str(file.version), "Content-Security-Policy": FRAMED}
            self.send(file.content, TYPES.get(PurePosixPath(path).suffix, FEED), version)
        return file is not None

    def _refuse_page(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Say to the author why there is no page."""
        refusal = views.refusal(diagnostics if self.is_full else ()).encode()
        policy = {"Content-Security-Policy": f"default-src 'none'; {FRAMED}"}
        self.send(refusal, TYPES[".html"], policy, HTTPStatus.CONFLICT)

    def _may_see(self, page: Page) -> bool:
        """Whether there is a page for this viewer; a former one may show what is withheld by now."""
        is_now = self.server.live.is_readable and not page.is_stale
        return page.content is not None and (self.is_full or is_now)

    def _picture(self, key: Key, asked: re.Match[str], query: Mapping[str, str]) -> None:
        """The sizes of the pages of a PDF, or one of them as a picture."""
        live = self.server.live
        page = live.page(asked["stem"], key)
        if page is None or page.content is None or not self._may_see(page):
            self.refuse(HTTPStatus.CONFLICT if page else HTTPStatus.NOT_FOUND)
        elif not asked["number"]:
            self.send_json(live.previewer.page_sizes(live.session, page.content), more=_version(page))
        else:
            width = int(query["width"]) if re.fullmatch("[0-9]{1,5}", query.get("width", "")) else 0
            width = min(max(width, *PICTURE_WIDTHS[:1]), PICTURE_WIDTHS[1])
            picture = live.previewer.page_picture(live.session, page.content, int(asked["number"]), width)
            if picture is None:
                self.refuse(HTTPStatus.NOT_FOUND)
            else:
                self.send(picture, TYPES[".png"], _version(page))

    def _watch(self, data: Mapping[str, Any]) -> None:
        formats = data.get("formats")
        try:
            wanted = {
                str(edition): Format(each)
                for edition, each in (formats.items() if isinstance(formats, dict) else ())
                if self.is_full or edition == STUDENTS
            }
        except ValueError:
            self.refuse(HTTPStatus.BAD_REQUEST)
            return
        self.server.live.watch(str(data.get("page", "")), str(data.get("lesson", "")), wanted)
        self.send_nothing()

    def _open(self, data: Mapping[str, Any]) -> None:
        if not self.server.access.is_private:
            self.refuse(HTTPStatus.FORBIDDEN)
            return
        path = files.own_file(self.server.live, str(data.get("path", "")))
        if path is None:
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        try:
            editor.open_at(self.editor, path, _number(data.get("line")), _number(data.get("column")))
        except editor.EditorError as error:
            self.send_json({"message": str(error)}, HTTPStatus.CONFLICT)
        else:
            self.send_nothing()


def _version(page: Page) -> Mapping[str, str]:
    more = {"X-Coursebuild-Version": str(page.version), "Content-Security-Policy": FRAMED}
    return more | ({"X-Coursebuild-Stale": "true"} if page.is_stale else {})


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0


def _escaped(text: str) -> str:
    from html import escape  # noqa: PLC0415 (a small module, needed by pages alone)

    return escape(text)


@cache
def _shell_page() -> str:
    return (ASSETS / "shell.html").read_text(encoding="utf-8")


def _is_asset(name: str) -> bool:
    return name in {path.name for path in ASSETS.iterdir()}

"""Send answers, with headers that keep them to the preview's own pages."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

from coursebuild import __version__

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}

# Nothing of the preview is kept, and no page of another site can read, load or frame any of it.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


class Responder(BaseHTTPRequestHandler):
    """Answers one connection; a class derived from it finds out with what."""

    protocol_version = "HTTP/1.1"
    server_version = f"coursebuild/{__version__}"
    sys_version = ""
    timeout = 60  # seconds in which a request must come, and an answer be read
    wbufsize = -1  # one packet for the headers and a small body
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's signature)
        """Log nothing: the browser says what has failed."""

    def send_json(
        self, data: object, status: HTTPStatus = HTTPStatus.OK, more: Mapping[str, str] | None = None
    ) -> None:
        self.send(json.dumps(data).encode(), TYPES[".json"], more, status)

    def send_nothing(self) -> None:
        self.send_response(HTTPStatus.NO_CONTENT)
        self.send_headers({})

    def refuse(self, status: HTTPStatus) -> None:
        self.send(f"{status.value} {status.phrase}\n".encode(), "text/plain; charset=utf-8", status=status)

    def send(
        self,
        content: bytes,
        type_: str,
        more: Mapping[str, str] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        self.send_response(status)
        self.end_with(content, {"Content-Type": type_, **(more or {})})

    def end_with(self, content: bytes, more: Mapping[str, str]) -> None:
        self.send_headers({"Content-Length": str(len(content)), **more})
        if self.command != "HEAD":
            self.wfile.write(content)
            self.wfile.flush()

    def send_headers(self, more: Mapping[str, str]) -> None:
        for name, value in {**HEADERS, **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

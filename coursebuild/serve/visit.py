"""Who asks something of the preview, what they may see, and what a page sends."""

import json
import os
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from coursebuild.serve.access import is_strangers
from coursebuild.serve.editor import command
from coursebuild.serve.responses import Responder

if TYPE_CHECKING:
    from coursebuild.serve.server import Server

LARGEST = 65_536  # bytes of what a page sends


class Visit(Responder):
    """A connection of somebody, of whom only some requests are answered."""

    server: "Server"

    def is_welcome(self) -> bool:
        """Whether the request is for this server, and not from a page of another site."""
        if not self.server.access.knows_host(self.headers.get("Host", "")):
            self.refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        if self.server.access.is_private and is_strangers(self.client_address[:2]):
            self.refuse(HTTPStatus.FORBIDDEN)
            return False
        is_visit = self.headers.get("Sec-Fetch-Dest", "document") == "document" and self.command != "POST"
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not is_visit:
            self.refuse(HTTPStatus.FORBIDDEN)
            return False
        return True

    @property
    def is_full(self) -> bool:
        return self.server.access.is_full(self.headers.get("Cookie", ""))

    @property
    def can_open(self) -> bool:
        return self.server.access.is_private and bool(self.editor)

    @property
    def editor(self) -> tuple[str, ...]:
        return command(self.server.live.session.course.editor, os.environ)

    def posted(self) -> Mapping[str, Any] | None:
        """What a page of this server sends; None if something else sends it, which is then told."""
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        if not 0 <= length <= LARGEST:
            self.close_connection = True
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        body = self.rfile.read(length)
        if self.headers.get_content_type() != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return None
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self.refuse(HTTPStatus.BAD_REQUEST)
            return None
        origin = self.headers.get("Origin")
        host = self.headers.get("Host", "").lower()
        is_own = origin is None or origin.lower() in (f"http://{host}", f"https://{host}")
        if not (is_own and isinstance(data, dict) and self.server.access.is_own_token(data.get("token"))):
            self.refuse(HTTPStatus.FORBIDDEN)
            return None
        return data

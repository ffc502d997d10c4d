"""Fetch images from the web, if the author allows it."""

import http.client
import time
import urllib.parse
import urllib.request

from coursebuild.model import ImageError

TIMEOUT, MAX_SIZE = 20, 20_000_000  # seconds to fetch an image, and its bytes


def fetch(url: str) -> bytes:
    """Fetch an http or https address, and follow redirections to such addresses only. Raises ImageError."""
    deadline, content = time.monotonic() + TIMEOUT, b""
    handlers = (urllib.request.HTTPHandler, urllib.request.HTTPSHandler, urllib.request.HTTPRedirectHandler)
    try:
        with _opener(*handlers, urllib.request.HTTPDefaultErrorHandler).open(
            urllib.parse.quote(url, safe="%/:=&?~#+!$,;'@()*[]"), timeout=TIMEOUT
        ) as response:
            while part := response.read1(65536):
                content += part
                if time.monotonic() > deadline:
                    raise ImageError("CB202", f"it did not arrive within {TIMEOUT} s")
                if len(content) > MAX_SIZE:
                    raise ImageError("CB205", f"it is larger than {MAX_SIZE // 1_000_000} MB")
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise ImageError("CB202", f"it cannot be fetched: {error}") from error
    return content


def _opener(*handlers: type[urllib.request.BaseHandler]) -> urllib.request.OpenerDirector:
    """An opener with these handlers only; the default one would also read files and FTP."""
    opener = urllib.request.OpenerDirector()
    opener.addheaders = [("User-Agent", "coursebuild")]
    for handler in (*handlers, urllib.request.HTTPErrorProcessor, urllib.request.UnknownHandler):
        opener.add_handler(handler())
    return opener

"""Images that are no files: data URIs, and, where the author says so, those of the web."""

import http.client
import time
import urllib.parse
import urllib.request

from coursebuild.model import ImageError

TIMEOUT, LARGEST = 20, 20_000_000  # seconds, bytes: of an image that is fetched


def inline(target: str) -> bytes:
    try:
        with _opener(urllib.request.DataHandler).open(target) as response:
            return bytes(response.read())
    except (OSError, ValueError) as error:
        raise ImageError("CB205", "the data URI cannot be read") from error


def fetched(url: str) -> bytes:
    """What an http or https address leads to, through redirections to such addresses alone."""
    until, content = time.monotonic() + TIMEOUT, b""
    handlers = (urllib.request.HTTPHandler, urllib.request.HTTPSHandler, urllib.request.HTTPRedirectHandler)
    try:
        with _opener(*handlers, urllib.request.HTTPDefaultErrorHandler).open(
            urllib.parse.quote(url, safe="%/:=&?~#+!$,;'@()*[]"), timeout=TIMEOUT
        ) as response:
            while part := response.read1(65536):
                content += part
                if time.monotonic() > until:
                    raise ImageError("CB202", f"it did not come in {TIMEOUT} s")
                if len(content) > LARGEST:
                    raise ImageError("CB205", f"it is larger than {LARGEST // 1_000_000} MB")
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise ImageError("CB202", f"it cannot be fetched: {error}") from error
    return content


def _opener(*handlers: type[urllib.request.BaseHandler]) -> urllib.request.OpenerDirector:
    """An opener of these handlers and no others: by default it would read files and FTP as well."""
    opener = urllib.request.OpenerDirector()
    opener.addheaders = [("User-Agent", "coursebuild")]
    for handler in (*handlers, urllib.request.HTTPErrorProcessor, urllib.request.UnknownHandler):
        opener.add_handler(handler())
    return opener

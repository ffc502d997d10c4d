"""A finished PDF: its catalog, its structure elements in reading order, and its annotations."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from coursebuild.accessibility.outcome import Fault
from coursebuild.model import short

_LONGEST = 90  # characters of a quote


Password = Callable[[], str]  # asked for where a file needs one


def no_password() -> str:
    return ""


class UnreadableError(Exception):
    """A PDF cannot be read; the message is the key of the reason in words.toml."""


class Document:
    """A PDF. Raises UnreadableError if it is damaged, or encrypted with another password than is given."""

    def __init__(self, content: bytes, password: Password = no_password) -> None:
        try:
            try:
                self._pdf = pikepdf.open(BytesIO(content))
            except pikepdf.PasswordError:
                if not (given := password()):
                    raise
                self._pdf = pikepdf.open(BytesIO(content), password=given)
        except pikepdf.PasswordError as error:
            raise UnreadableError("wrong-password" if password() else "encrypted") from error
        except pikepdf.PdfError as error:
            raise UnreadableError("damaged") from error
        self._content = content
        self.root = self._pdf.Root
        self.pages = list(self._pdf.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pages, 1)}
        self.elements = list(self._elements())

    def _elements(self) -> Iterator[Any]:
        waiting = [self.root.get("/StructTreeRoot")]
        seen: set[tuple[int, int]] = set()
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting.extend(reversed(list(element)))
            elif isinstance(element, pikepdf.Dictionary):
                if element.is_indirect and element.objgen in seen:
                    continue
                seen.add(element.objgen)
                if "/S" in element:
                    yield element
                waiting.append(element.get("/K"))

    def tagged(self, *names: str) -> list[Any]:
        return [each for each in self.elements if str(each["/S"]) in names]

    def annotations(self, kind: str) -> Iterator[tuple[int, Any]]:
        """Each annotation of a kind, with the number of its page."""
        for number, page in enumerate(self.pages, 1):
            for note in page.get("/Annots", ()):
                if note.get("/Subtype") == kind:
                    yield number, note

    def page_of(self, element: Any) -> int:
        """The number of the page where an element begins; 0 if nothing says so."""
        waiting = [element]
        while waiting:
            each = waiting.pop(0)
            if isinstance(each, pikepdf.Array):
                waiting = [*each, *waiting]
            elif isinstance(each, pikepdf.Dictionary):
                if "/Pg" in each:
                    return self._numbers.get(each["/Pg"].objgen, 0)
                waiting.insert(0, each.get("/K"))
        return 0

    def fault(self, element: Any, quote: str = "") -> Fault:
        title = quote or str(element.get("/T", "")) or str(element["/S"]).lstrip("/")
        return Fault(short(title, _LONGEST), page=self.page_of(element))

    @property
    def is_encrypted(self) -> bool:
        return self._pdf.is_encrypted

    @property
    def lets_assist(self) -> bool:
        """Whether assistive technology may read an encrypted file (ISO 32000-1, 7.6.3.2, bit 10)."""
        return self._pdf.allow.accessibility

    @property
    def decrypted(self) -> bytes:
        """The bytes of the file, or those that it has without its encryption."""
        if not self.is_encrypted:
            return self._content
        plain = BytesIO()
        self._pdf.save(plain)
        return plain.getvalue()

    @property
    def metadata(self) -> bytes:
        """The XMP metadata, or nothing."""
        found = self.root.get("/Metadata")
        return bytes(found.read_bytes()) if isinstance(found, pikepdf.Stream) else b""

    @property
    def outline(self) -> int:
        """How many entries its outline has."""
        waiting, count = [self.root.get("/Outlines", pikepdf.Dictionary()).get("/First")], 0
        seen: set[tuple[int, int]] = set()
        while waiting:
            entry = waiting.pop()
            if entry is None or entry.objgen in seen:
                continue
            seen.add(entry.objgen)
            count += 1
            waiting += [entry.get("/First"), entry.get("/Next")]
        return count

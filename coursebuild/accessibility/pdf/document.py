"""A finished PDF: its catalog, its structure elements in reading order, and its annotations."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from coursebuild.accessibility.outcome import Fault, UnreadableError
from coursebuild.accessibility.pdf.objects import below, dictionary, items, text
from coursebuild.model import short

_LONGEST = 90  # characters of a quote


Password = Callable[[], str]  # asked for where a file needs one


def no_password() -> str:
    return ""


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
            self.root = self._pdf.Root
            self.pages = list(self._pdf.pages)
        except pikepdf.PasswordError as error:
            raise UnreadableError("wrong-password" if password() else "encrypted") from error
        except (pikepdf.PdfError, ValueError) as error:
            raise UnreadableError("damaged") from error
        self._content = content
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pages, 1)}
        self.elements = [
            each for each in below(self.root.get("/StructTreeRoot"), "/K") if text(each.get("/S"))
        ]

    def tagged(self, *names: str) -> list[Any]:
        return [each for each in self.elements if text(each["/S"]) in names]

    def annotations(self, kind: str) -> Iterator[tuple[int, Any]]:
        """Each annotation of a kind, with the number of its page."""
        for number, page in enumerate(self.pages, 1):
            for note in map(dictionary, items(page.get("/Annots"))):
                if note.get("/Subtype") == kind:
                    yield number, note

    def page_of(self, element: Any) -> int:
        """The number of the page where an element begins; 0 if nothing says so."""
        pages = (each.get("/Pg") for each in below(element, "/K"))
        first = next((each for each in pages if isinstance(each, pikepdf.Dictionary)), None)
        return 0 if first is None else self._numbers.get(first.objgen, 0)

    def fault(self, element: Any, quote: str = "") -> Fault:
        title = quote or text(element.get("/T")) or text(element["/S"]).lstrip("/")
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
        try:
            return bytes(found.read_bytes()) if isinstance(found, pikepdf.Stream) else b""
        except pikepdf.PdfError:
            return b""

    @property
    def outline(self) -> int:
        """How many entries its outline has."""
        return sum(1 for _ in below(dictionary(self.root.get("/Outlines")).get("/First"), "/First", "/Next"))

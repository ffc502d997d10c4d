"""What a PDF draws of a text: its characters, with their fonts."""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium
from workshop import Workshop


def drawn(workshop: Workshop, name: str = "lab") -> Iterator[tuple[str, str]]:
    """Each character of a PDF and the name of its font, read with pdfium."""
    for page in workshop.pdf(name):
        text = page.get_textpage()
        surrogate = ""  # pdfium counts the two halves of a character beyond U+FFFF
        for n in range(text.count_chars()):
            buffer = ctypes.create_string_buffer(100)
            pdfium.FPDFText_GetFontInfo(text.raw, n, buffer, 100, None)
            character = surrogate + chr(pdfium.FPDFText_GetUnicode(text.raw, n))
            surrogate = character if len(character) == 1 and "\ud800" <= character <= "\udbff" else ""
            if not surrogate:
                whole = character.encode("utf-16", "surrogatepass").decode("utf-16")
                yield whole, buffer.value.decode().partition("+")[2]

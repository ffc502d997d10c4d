"""Encrypt PDFs with a password: AES-256, ISO 32000-2, 7.6.4 (revision 6)."""

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pikepdf

REVISION: Final = 6  # of the standard security handler; the earlier ones are weaker
MOST_BYTES = 127  # of a password in UTF-8 (7.6.4.3.2)
_STREAM = re.compile(r"(?:stream )?<_io\.BytesIO[^>]*>(?: \([^)]*\))?: ")


class EncryptionError(Exception):
    """A PDF could not be encrypted, or opened; its text says why."""


class DamagedError(EncryptionError):
    """A PDF that nobody can open, or no PDF."""


def encrypt(content: bytes, password: str) -> bytes:
    """Encrypt a PDF; each time, the bytes are others. Raises: EncryptionError.

    Who has the password may do everything; assistive technology may read it, as PDF/UA-1, 7.16 asks.
    The result is opened again, with the password and without.
    """
    import pikepdf  # noqa: PLC0415 (few builds encrypt)

    key = prepared(password)
    rights = pikepdf.Permissions(accessibility=True)
    encryption = pikepdf.Encryption(owner=key, user=key, R=REVISION, allow=rights)
    encrypted = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            pdf.save(encrypted, encryption=encryption)
    except (pikepdf.PdfError, ValueError) as error:
        raise EncryptionError(_reason(error)) from error
    result = encrypted.getvalue()
    if not is_encrypted(result) or check(result, password) != pages:
        raise EncryptionError("the encrypted file cannot be read back")
    return result


def decrypt(content: bytes, password: str) -> bytes:
    """An encrypted PDF without its encryption: the same bytes, however often the file was encrypted.

    Raises: EncryptionError as `check` does.
    """
    import pikepdf  # noqa: PLC0415 (few builds encrypt)

    key = prepared(password)
    check(content, password)
    decrypted = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content), password=key) as pdf:
            if "/ID" in pdf.trailer:
                del pdf.trailer.ID  # which encryption has made at random (ISO 32000-2, 14.4)
            pdf.save(decrypted, static_id=True)
    except (pikepdf.PdfError, ValueError) as error:
        raise DamagedError(f"it is damaged: {_reason(error)}") from error
    return decrypted.getvalue()


def is_encrypted(content: bytes) -> bool:
    """Whether nobody can open a PDF without a password. What is no PDF is not."""
    import pikepdf  # noqa: PLC0415 (few builds encrypt)

    try:
        with pikepdf.open(io.BytesIO(content)):
            return False
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, ValueError):
        return False


def check(content: bytes, password: str) -> int:
    """Open an encrypted PDF, and return the number of its pages.

    Raises: EncryptionError if the password is another one, or the encryption is weaker than AES-256.
    """
    import pikepdf  # noqa: PLC0415 (few builds encrypt)

    key = prepared(password)
    needed = key if is_encrypted(content) else ""  # pikepdf warns of a password that no file needs
    try:
        with pikepdf.open(io.BytesIO(content), password=needed) as pdf:
            if not _is_strong(pdf):
                raise EncryptionError("its encryption is weaker than AES-256")
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise EncryptionError("it does not open with this password") from error
    except (pikepdf.PdfError, ValueError) as error:
        raise DamagedError(f"it is damaged: {_reason(error)}") from error


def prepared(password: str) -> str:
    """The password as programs that show PDFs take it, however its letters with accents were typed.

    Raises: EncryptionError if it is too long, so that its end would not count, or is no UTF-8.
    """
    key = unicodedata.normalize("NFKC", password)  # of SASLprep (RFC 4013), what a password may need
    try:
        size = len(key.encode())
    except UnicodeEncodeError as error:
        raise EncryptionError("the password is not UTF-8") from error
    if size > MOST_BYTES:
        raise EncryptionError(f"the password has more than {MOST_BYTES} bytes")
    return key


def _reason(error: Exception) -> str:
    """What pikepdf says of a file, without what it calls the stream."""
    return _STREAM.sub("", str(error))


def _is_strong(pdf: "pikepdf.Pdf") -> bool:
    return pdf.is_encrypted and pdf.encryption.R >= REVISION

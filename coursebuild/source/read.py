"""Read source files."""

from collections.abc import Mapping

from coursebuild.model import BuildError, Diagnostic, Inclusion, Location, ReadFile, Source
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file
from coursebuild.source.aliases import MAX_VALUES, find_excess
from coursebuild.source.lines import front_matter_end, read_lines

_INCLUDE = "include="
LARGEST = 10_000_000  # bytes of a source: all of Shakespeare has five million


def read(location: Location) -> Source:
    """Read a source file.

    Raises BuildError where it cannot be read or is outside the course, and where `decode` raises it.
    """
    try:
        real = location.path.resolve(strict=True)
        if not any(real.is_relative_to(root) for root in location.roots):
            raise _refusal(location, "CB005", "the file is a link that leads out of the course")
        if not real.is_file():
            raise _refusal(location, "CB001", "this is not a file")
        content = regular_file.read(real, LARGEST)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _refusal(location, "CB001", f"the file cannot be read: {reason}") from error
    return decode(content, location)._replace(state=fingerprint.state(location.path, content))


def decode(content: bytes, location: Location, read_file: ReadFile | None = None) -> Source:
    """Read the content of a source file. Raises BuildError where it is not UTF-8, and as `read_text` does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise _refusal(location, "CB002", message, line, column) from error
    return read_text(text, location, read_file)


def read_text(
    text: str, location: Location, read_file: ReadFile | None = None, typed: Mapping[str, str] | None = None
) -> Source:
    """Read a text that need not be on the disk, as the source at a location.

    `read_file` reads the files that it includes; without it, they are on the disk, but for those that are
    being typed, whose texts are by their real paths. The source has no byte-order mark, and line feeds as
    line endings. Raises BuildError where the text is empty, its front matter is never closed, or its metadata
    have too many values.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refusal(location, "CB003", "the file is empty")
    if text.startswith("---") and not front_matter_end(text.split("\n")) and _looks_like_yaml(text):
        raise _refusal(location, "CB004", "the front matter is never closed", 1, 1)
    if place := find_excess(text):
        message = f"with this alias, the metadata have more than {MAX_VALUES} values"
        raise _refusal(location, "CB019", message, *place)
    inclusion = Inclusion()
    if _INCLUDE in text:
        from coursebuild.source import inclusion as including  # noqa: PLC0415 (few lessons include a file)

        text, inclusion = including.expand(text, location, read_file or including.on_disk, typed or {})
    return Source(
        location, read_lines(text, location.kinds, backslash=location.backslash), inclusion=inclusion
    )


def _refusal(location: Location, code: str, message: str, line: int = 0, column: int = 0) -> BuildError:
    return BuildError(Diagnostic(location.name, line, column, code, message))


def _looks_like_yaml(text: str) -> bool:
    second = text.split("\n", 2)[1:2]
    return bool(second) and ":" in second[0] and text.split("\n", 1)[0].rstrip() == "---"

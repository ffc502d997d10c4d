"""An archive that is not as it was written is not unpacked."""

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive
from coursebuild.publish.sums import File

TEXT = "the text of a page"


def _tampered(path: Path, name: str, outside: str) -> Iterator[bytes]:
    """Archives that are not as they were written; `outside` has as many letters as the `name` in it."""
    content = path.read_bytes()
    for other in (outside, f"top/../{name[7:]}", f"other/{name[6:]}"):
        yield content.replace(name.encode(), other.encode())
    yield content.replace(b"text of a page", b"another letter")
    yield content[:-30]
    yield b"before" + content
    for added in (name, "top/more.html"):
        with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as again:
            warnings.simplefilter("ignore")
            again.writestr(added, TEXT)
        yield path.read_bytes()
        path.write_bytes(content)
    with zipfile.ZipFile(path, "a") as commented:
        commented.comment = b"behind"
    yield path.read_bytes()


def test_an_archive_that_is_not_as_it_was_written_is_not_unpacked(tmp_path: Path) -> None:
    """Also if there is more in it, be it where no program looks that unpacks it."""
    outside = tmp_path / "outside.html"
    name = "l" * (len(str(outside)) - len("top/.html")) + ".html"
    page, packed = tmp_path / name, tmp_path / "packed.zip"
    page.write_text(TEXT)
    listed = [File.read(name, page)]
    archive.write(packed, "top", {PurePosixPath(name): page}, None)
    archive.read_back(packed, "top", listed, tmp_path / "whole")
    assert (tmp_path / "whole" / name).read_text() == TEXT
    before = {path.name for path in tmp_path.iterdir()}
    for number, content in enumerate(list(_tampered(packed, f"top/{name}", str(outside)))):
        packed.write_bytes(content)
        with pytest.raises(UnsafeError):
            archive.read_back(packed, "top", listed, tmp_path / f"inside-{number}")
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("inside-")} == before

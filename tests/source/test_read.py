"""A source is a text at a place, on the disk or not."""

from pathlib import Path, PurePosixPath

import pytest

from coursebuild import source
from coursebuild.model import BuildError, Location

TEXT = "---\ntitle: Lab\n---\n\n::: tip\nUse `ls`.\n:::\n"


def _at(path: Path) -> Location:
    return Location(path, "lab.md", PurePosixPath("lab"), (path.parent,))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_is_read_as_its_file_is(tmp_path: Path, mark: str, end: str) -> None:
    """However its lines end, with a byte-order mark or without."""
    text = mark + TEXT.replace("\n", end)
    path = tmp_path / "lab.md"
    path.write_bytes(text.encode())
    in_file, in_memory = source.read(_at(path)), source.read_text(text, _at(tmp_path / "absent.md"))
    assert in_file.reading == in_memory.reading
    assert in_memory.text == TEXT
    assert (bool(in_file.state), in_memory.state) == (True, "")


@pytest.mark.parametrize(
    ("text", "code"), [("", "CB003"), (" \n\n", "CB003"), ("---\ntitle: Lab\n\nText.\n", "CB004")]
)
def test_a_text_that_cannot_be_built(tmp_path: Path, text: str, code: str) -> None:
    """It is refused as its file would be."""
    with pytest.raises(BuildError) as refused:
        source.read_text(text, _at(tmp_path / "absent.md"))
    assert [diagnostic.code for diagnostic in refused.value.diagnostics] == [code]

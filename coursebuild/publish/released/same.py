"""Tell whether a folder has a release already."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from coursebuild import pdf
from coursebuild.publish import sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.contents import Packed
from coursebuild.publish.released.folder import SIGNATURES
from coursebuild.publish.released.manifest import FormerRelease
from coursebuild.publish.sums import File

_PDF = ".pdf"


def is_same(packed: Packed, folder: Path, former: FormerRelease, password: str = "") -> bool:
    """Whether a folder has a release that is packed; signatures do not count.

    The bytes of encrypted PDFs are others each time: with a password, what is in them is compared.
    """
    names = {path.name for path in packed.folder.iterdir()} - {*SIGNATURES}
    if names != former.names - {*SIGNATURES}:
        return False
    if not password:
        return all(File.read("", folder / n) == File.read("", packed.folder / n) for n in names)
    try:
        return _is_as_summed(folder, names) and all(
            here == there
            for here, there in zip(
                _decrypted(packed, packed.folder, password), _decrypted(packed, folder, password), strict=True
            )
        )
    except (OSError, ValueError, UnsafeError, pdf.EncryptionError):
        return False


def _is_as_summed(folder: Path, names: set[str]) -> bool:
    summed = [File.read(name, folder / name) for name in names - {manifest.SUMS}]
    return (folder / manifest.SUMS).read_bytes() == sums.lines(summed)


def _decrypted(packed: Packed, folder: Path, password: str) -> Iterator[tuple[str, str]]:
    """What the files of a release are without their encryption, each with its name."""
    made = json.loads((folder / manifest.NAME).read_bytes())
    yield manifest.NAME, json.dumps({**made, "files": [file["name"] for file in made["files"]]})
    for path in sorted(folder.glob(f"*{_PDF}")):
        yield path.name, _digest(path.name, path.read_bytes(), password)
    for name, content in archive.entries(folder / packed.archive(packed.top).name):
        yield name, _digest(name, content, password)


def _digest(name: str, content: bytes, password: str) -> str:
    is_encrypted = name.endswith(_PDF) and pdf.is_encrypted(content)
    return hashlib.sha256(pdf.decrypt(content, password) if is_encrypted else content).hexdigest()

"""What identifies the content of a file, in a checkout and at a revision in git."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from coursebuild.runtime.system import regular_file

_OBJECT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")  # git's name of a content, in place of it
# What stands in git for a file of Git LFS: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:([0-9a-f]{64})\n"
)
LONGEST_POINTER = 1024  # bytes
TOLD_BY = 8000  # bytes by which git tells that a content is no text: one of them is 0
LARGEST = 100_000_000  # bytes of a file that is compared; of a larger one, nothing is known
_SHA256 = 64  # digits
SHA1 = 40  # digits of git's names, where no repository says otherwise


class Contents(NamedTuple):
    """How contents are identified: by git's names, of so many digits, or as Git LFS does.

    `stored` are what Git LFS calls the contents that it keeps at a revision: git has a pointer to each of
    them, and the checkout has the pointer or the content. `named` are the names of git that stand at the
    revision for contents.
    """

    digits: int = SHA1
    stored: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    @classmethod
    def at(cls, digits: int, files: Iterable[bytes]) -> "Contents":
        """The identifiers of a repository that has these files at a revision."""
        files = tuple(files)
        named = frozenset(each.decode() for each in files if _OBJECT.fullmatch(each))
        return cls(digits, frozenset(filter(None, map(pointed, files))), named)

    def identify(self, content: bytes) -> str:
        """The identifier of a content, for which git's name or a pointer of Git LFS may stand.

        Line endings are no content: git on Windows gives text others than it keeps.
        """
        if _OBJECT.fullmatch(content):
            return content.decode()
        if name := pointed(content):
            return name
        if self.stored and (name := hashlib.sha256(content).hexdigest()) in self.stored:
            return name
        name = self._name(content)
        if name in self.named or b"\0" in content[:TOLD_BY] or b"\r\n" not in content:
            return name
        return self._name(content.replace(b"\r\n", b"\n"))

    def of_file(self, path: Path) -> str:
        """The identifier of what a file contains; empty if it cannot be read."""
        try:
            return self.identify(regular_file.read(path, LARGEST))
        except (OSError, ValueError):
            return ""

    def _name(self, content: bytes) -> str:
        """Git's name of a content."""
        kind = "sha256" if self.digits == _SHA256 else "sha1"
        named = hashlib.new(kind, b"blob %d\0" % len(content), usedforsecurity=False)
        named.update(content)
        return named.hexdigest()


def pointed(content: bytes) -> str:
    """What Git LFS calls the content for which a pointer stands; empty for anything else."""
    found = _POINTER.match(content) if len(content) <= LONGEST_POINTER else None
    return found[1].decode() if found else ""

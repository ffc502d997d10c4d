"""Read the files of a course as they are at a revision in git.

Nothing that the repository configures is run, and nothing is written or fetched. The names of revisions are
the repository's: whoever may change `.git` decides what they mean.
"""

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model import Diagnostic, UsageError, short
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import git
from coursebuild.source.revision.tree import LINK_MODE, SUBMODULE_MODE, Entry, Tree

LARGEST = 100_000_000  # bytes of all files that are read

LARGEST_READ = 10_000_000  # bytes of a file that a lesson may include
DEEPEST = 100  # folders of a path: more than a course has, and fewer than Python can make at once
SHORTEST_NAMED = 1025  # bytes of a picture that is not read; what is shorter may be a pointer of Git LFS

# Files of which a comparison needs no more than whether they are the same.
_COMPARED = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico", ".tif", ".tiff"),
    *(
        ".pdf",
        ".zip",
        ".gz",
        ".xz",
        ".7z",
        ".mp3",
        ".mp4",
        ".webm",
        ".mov",
        ".docx",
        ".pptx",
        ".xlsx",
        ".odt",
    ),
)
_INCOMPLETE = "this clone has not all of its files"
_UNKNOWN = 1  # the exit status of `rev-parse --quiet` for a revision that does not exist
_OTHER_KINDS = {LINK_MODE: "a symbolic link", SUBMODULE_MODE: "a submodule"}


class Revision(NamedTuple):
    """A commit, the folder whose files are read, and the option and code by which problems are reported."""

    root: Path
    name: str
    option: str
    code: str
    commit: str = ""

    @classmethod
    def find(cls, root: Path, name: str, option: str, code: str) -> "Revision":
        """The commit that `name` means in the repository of `root`.

        Raises: UsageError with the reason, where git cannot tell; so do the methods.
        """
        asked = cls(root, name, option, code)
        named = asked._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return asked._replace(commit=named.decode().split()[-1])

    @classmethod
    def newest_tag(cls, root: Path, start: str = "HEAD") -> "Revision | None":
        """The newest tag of a commit or of those before it; None if there is none, or no git."""
        try:
            asked = cls(root, start, "", "CB158")
            named = asked._git("describe", "--tags", "--abbrev=0", start)
            return cls.find(root, named.decode("utf-8", "replace").strip(), "tag", "CB158")
        except UsageError:
            return None

    def files(self, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
        """The wanted files by their paths below `root`, with those that links lead to."""
        return self._read([entry for entry in self._tree().files() if is_wanted(entry.path)])

    def read_file(self, path: Path) -> tuple[Path, bytes]:
        """Read a file below `root` that a source includes. Raises OSError if it is none."""
        name = PurePosixPath(os.path.relpath(path, os.path.abspath(self.root)).replace(os.sep, "/"))
        if (found := self._tree().find(str(name))) is None:
            raise FileNotFoundError(errno.ENOENT, f"there is no such file at `{self.name}`", str(path))
        (content,) = self._read([found]).values()
        return path, content

    def identifiers(self) -> dict[str, str]:
        """The identifiers that git has for contents, as `fingerprint.blob`, by paths below `root`."""
        entries = self._entries(lambda _: True)
        return {entry.path: entry.object for entry in entries if entry.size >= fingerprint.SHORTEST}

    def unpack(self, folder: Path, is_wanted: Callable[[str], bool]) -> None:
        """Write the wanted files to a folder. Raises UsageError also for what is not a file."""
        entries = self._entries(is_wanted)
        for entry in entries:
            if not entry.is_file:
                kind = _OTHER_KINDS.get(entry.mode, "not a file")
                raise self.refusal(f"`{entry.path}` is {kind} at that revision, which is not followed")
            if not _is_path(entry.path):
                raise self.refusal(f"`{short(entry.path)}` is not a path below the course")
            if _is_deep(entry.path):
                raise self.refusal(f"`{short(entry.path)}` is in more than {DEEPEST} folders")
        self.write(self._read(entries), folder)

    def snapshot(self, folder: Path) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
        """Write all files to a folder, but in place of pictures and of large files, git's names for them.

        Return what is written, by paths, and the folders that links lead to, by the paths of the links. These
        become links, those to files are written as files. Files of a submodule are those of its commit, if it
        is in the checkout. Left out are links that lead elsewhere, and what is in more than DEEPEST folders.
        Raises: UsageError.
        """
        tree = self._tree()
        entries = [entry for entry in tree.files() if _is_path(entry.path) and not _is_deep(entry.path)]
        read = [entry for entry in entries if not _is_named(entry)]
        named = {entry.path: entry.object.encode() for entry in entries if _is_named(entry)}
        contents = {**self._read(read), **named}
        self.write(contents, folder)
        for path, commit in tree.submodules.items():
            if _is_path(path) and not _is_deep(path) and os.path.lexists(self.root / path / ".git"):
                with suppress(UsageError):  # it has not that commit
                    within = self._replace(root=self.root / path, commit=commit)
                    contents |= {
                        f"{path}/{name}": each for name, each in within.snapshot(folder / path)[0].items()
                    }
        links = tree.linked_folders().items()
        linked = {path: to for path, to in links if _is_path(path) and not _is_deep(path)}
        for path, to in linked.items():
            with suppress(OSError, NotImplementedError):  # not each system has links, nor each user there
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).symlink_to(folder / to, target_is_directory=True)
        return contents, linked

    def write(self, files: Mapping[str, bytes], folder: Path) -> None:
        """Write files to a folder, by their paths there. Raises: UsageError."""
        for name, content in files.items():
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise self.refusal(f"`{name}` cannot be written to `{folder}`: {error.strerror}") from error

    def lfs_folder(self) -> Path:
        """Where Git LFS keeps what it has fetched. Raises: UsageError."""
        repository = self._git("rev-parse", "--git-common-dir").decode("utf-8", "surrogateescape").strip()
        return self.root / repository / "lfs" / "objects"

    def time(self) -> int:
        """When the commit was made, in seconds since 1970. Raises: UsageError."""
        return int(self._git("show", "--no-patch", "--format=%ct", self.commit))

    def refusal(self, message: str) -> UsageError:
        """An error about this revision."""
        return UsageError(Diagnostic(f"{self.option} {self.name}", 0, 0, self.code, message))

    def _entries(self, is_wanted: Callable[[str], bool]) -> list[Entry]:
        listed = self._git("ls-tree", "-r", "-l", "-z", self.commit).decode("utf-8", "surrogateescape")
        entries = []
        for facts, _, path in (entry.partition("\t") for entry in listed.split("\0") if entry):
            if is_wanted(path):
                mode, _, name, size = facts.split()
                entries.append(Entry(mode, name, int(size) if size.isdigit() else 0, path))
        return entries

    def _tree(self) -> Tree:
        entries = self._entries(lambda _: True)
        targets = self._read([entry for entry in entries if entry.is_link])
        return Tree(
            {entry.path: entry for entry in entries if entry.is_file},
            {path: target.decode("utf-8", "surrogateescape") for path, target in targets.items()},
            {entry.path: entry.object for entry in entries if entry.mode == SUBMODULE_MODE},
        )

    def _read(self, entries: list[Entry]) -> dict[str, bytes]:
        if sum(entry.size for entry in entries) > LARGEST:
            raise self.refusal(f"the files at that revision have more than {LARGEST // 10**6} MB")
        if not entries:
            return {}
        names = "".join(f"{entry.object}\n" for entry in entries)
        contents = self._contents(self._git("cat-file", "--batch", text=names))
        return dict(zip((entry.path for entry in entries), contents, strict=True))

    def _contents(self, output: bytes) -> list[bytes]:
        """The objects that `git cat-file --batch` printed: each has a line with its size before it."""
        contents, at = [], 0
        while at < len(output):
            end = output.index(b"\n", at)
            head = output[at:end].split()
            if len(head) != 3:  # noqa: PLR2004 (otherwise: `NAME missing`)
                raise self.refusal(_INCOMPLETE)
            at = end + 1 + int(head[2])
            contents.append(output[end + 1 : at])
            at += 1
        return contents

    def _git(self, *arguments: str, text: str = "") -> bytes:
        """Run git in the folder `root`, and return its output."""
        try:
            return git.run(self.root, *arguments, text=text)
        except git.GitError as error:
            if error.status == _UNKNOWN and "--verify" in arguments:
                raise self.refusal(f"git knows no revision `{self.name}` here") from error
            is_partial = "promisor remote" in str(error)
            raise self.refusal(_INCOMPLETE if is_partial else str(error)) from error


def since(root: Path, name: str) -> Revision:
    """The revision of `--since`. Raises: UsageError."""
    return Revision.find(root, name, "--since", "CB158")


def read_sources(root: Path, name: str, suffix: str) -> dict[str, bytes]:
    """Read the files below `root` at a revision whose names end in `suffix`, by their paths below it.

    Hidden files are left out.
    Raises: UsageError with the reason, where git cannot give them.
    """
    revision = since(root, name)
    files = revision.files(lambda path: path.endswith(suffix) and not _is_hidden(path))
    if not files:
        raise revision.refusal(f"this folder has no `{suffix}` file at that revision")
    return files


def compared(root: Path, name: str) -> Revision:
    """The revision with which `diff` compares; without a name, the newest tag, or else HEAD.

    Raises: UsageError, also where a tag may be in the part of the history that a clone does not have.
    """
    if not name and (name := newest_tag(root)) == "HEAD" and is_shallow(root):
        message = "no tag is in the part of the history that this clone has"
        raise UsageError(Diagnostic("diff", 0, 0, "CB271", message))
    return Revision.find(root, name, "diff", "CB271")


def newest_tag(root: Path) -> str:
    """The newest tag that the current commit contains, or else HEAD."""
    try:
        return git.run(root, "describe", "--tags", "--abbrev=0", "HEAD").decode("utf-8", "replace").strip()
    except git.GitError:
        return "HEAD"


def is_shallow(root: Path) -> bool:
    """Whether a clone has a part of the history alone; False without git."""
    try:
        return git.run(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except git.GitError:
        return False


def _is_path(path: str) -> bool:
    """Whether git itself would check a file out at a path of its tree."""
    return {"", ".", ".."}.isdisjoint(path.split("/"))


def _is_named(entry: Entry) -> bool:
    """Whether the content of a file is compared, and not read."""
    is_compared = entry.size >= SHORTEST_NAMED and entry.path.lower().endswith(_COMPARED)
    return entry.size > LARGEST_READ or is_compared


def _is_deep(path: str) -> bool:
    return path.count("/") > DEEPEST


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)

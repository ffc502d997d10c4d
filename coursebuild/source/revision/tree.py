"""The files of a commit, and where its symbolic links lead, which are never followed out of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

FILE_MODES = ("100644", "100755")
LINK_MODE = "120000"
SUBMODULE_MODE = "160000"
LONGEST_LINK = 4096  # bytes of what a link contains, as for Linux
_MOST_NAMES = 1000  # of folders and links on the way to a file: after more, it is a circle


class Entry(NamedTuple):
    """An entry of git's tree; `size` is in bytes, and 0 for what is not a file."""

    mode: str
    object: str
    size: int
    path: str

    @property
    def is_file(self) -> bool:
        """Whether it is neither a link nor a submodule."""
        return self.mode in FILE_MODES

    @property
    def is_link(self) -> bool:
        """Whether it is a link that a system may follow."""
        return self.mode == LINK_MODE and self.size <= LONGEST_LINK


class Tree(NamedTuple):
    """The files of a tree, what its links contain, and the commits of its submodules, each by its path."""

    entries: Mapping[str, Entry]
    targets: Mapping[str, str]
    submodules: Mapping[str, str]

    def find(self, path: str) -> Entry | None:
        """The file that a path leads to, under that path."""
        found = self.entries.get(_followed(path, self.targets) or "")
        return found._replace(path=path) if found else None

    def files(self) -> Iterator[Entry]:
        """All files, also those that links lead to, under the paths of the links."""
        yield from self.entries.values()
        yield from filter(None, map(self.find, self.targets))

    def linked_folders(self) -> dict[str, str]:
        """The folders that links lead to, by the paths of the links; that of the tree itself is `.`."""
        if not self.targets:
            return {}
        folders = {path[:end] for path in self.entries for end in range(len(path)) if path[end] == "/"} | {""}
        reached = {path: _followed(path, self.targets) for path in self.targets}
        return {path: folder or "." for path, folder in reached.items() if folder in folders}


def _followed(path: str, targets: Mapping[str, str]) -> str | None:
    """The path without links that a path leads to; None if it leads out of the tree, or in a circle."""
    waiting, reached = path.split("/")[::-1], list[str]()
    for _ in range(_MOST_NAMES):
        if not waiting:
            return "/".join(reached)
        name = waiting.pop()
        if name == "..":
            if not reached:
                return None
            reached.pop()
        elif name not in ("", "."):
            reached.append(name)
            if (target := targets.get("/".join(reached))) is not None:
                if target.startswith("/"):
                    return None
                reached.pop()
                waiting += target.split("/")[::-1]
    return None

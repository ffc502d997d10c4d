"""Find the lessons that were renamed, or moved to another folder, since a revision."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from coursebuild.engine.compared.contents import Contents
from coursebuild.model import Location
from coursebuild.runtime.system import regular_file
from coursebuild.source.read import LARGEST

SIMILAR = 0.5  # the share of lines that a renamed lesson has in common with the former one, as for git
MOST_COMPARED = 10_000  # pairs of lessons, less than a second; of more, none is compared

_Lessons = Mapping[str, Location]  # by their names
_Renamed = Iterator[tuple[str, str]]  # the name of a new lesson, and its former name
_Lines = frozenset[tuple[bytes, int]]


def find_renamed(gone: _Lessons, new: _Lessons, contents: Contents) -> dict[str, str]:
    """The former name of each new lesson that has the text of one that is gone, or much of it."""

    def text(location: Location) -> str:
        return contents.of_file(location.path) or str(location.path)

    def text_and_file_name(location: Location) -> tuple[str, str]:
        return text(location), location.path.name

    # The ways that take no longer for many lessons come first: a course may have moved to another folder.
    ways: tuple[Callable[[_Lessons, _Lessons], _Renamed], ...] = (
        lambda gone, new: _with_the_same(text_and_file_name, gone, new),
        lambda gone, new: _with_the_same(text, gone, new),
        _with_the_same_file_name,
        _with_a_similar_text,
    )
    renamed: dict[str, str] = {}
    gone, new = dict(gone), dict(new)
    for way in ways:
        for name, former in tuple(way(gone, new)) if gone and new else ():
            renamed[name] = former
            del gone[former], new[name]
    return renamed


def _with_the_same(key: Callable[[Location], object], gone: _Lessons, new: _Lessons) -> _Renamed:
    former: defaultdict[object, list[str]] = defaultdict(list)
    for name, each in reversed(tuple(gone.items())):
        former[key(each)].append(name)
    for name, each in new.items():
        if names := former[key(each)]:
            yield name, names.pop()


def _with_the_same_file_name(gone: _Lessons, new: _Lessons) -> _Renamed:
    """Those whose file name no other one has; a lesson that is moved may need other links."""
    former, now = ({each.path.name: name for name, each in lessons.items()} for lessons in (gone, new))
    counts = [Counter(each.path.name for each in lessons.values()) for lessons in (gone, new)]
    for file_name in now.keys() & former.keys():
        is_only = all(count[file_name] == 1 for count in counts)
        name, old = now[file_name], former[file_name]
        if is_only and _share(_lines(gone[old]), _lines(new[name])) >= SIMILAR:
            yield name, old


def _with_a_similar_text(gone: _Lessons, new: _Lessons) -> _Renamed:
    if len(gone) * len(new) > MOST_COMPARED:
        return
    before = {name: _lines(each) for name, each in gone.items()}
    after = {name: _lines(each) for name, each in new.items()}
    shares = ((_share(before[old], after[name]), old, name) for old in before for name in after)
    for share, old, name in sorted(shares, key=lambda each: -each[0]):
        if share >= SIMILAR and old in before and name in after:
            yield name, old
            del before[old], after[name]


def _lines(location: Location) -> _Lines:
    """The lines of a lesson without blank ones: the first, second … of those that are the same."""
    try:
        content = regular_file.read(location.path, LARGEST)
    except OSError:
        return frozenset()
    lines: defaultdict[bytes, int] = defaultdict(int)
    numbered = set[tuple[bytes, int]]()
    for line in filter(None, map(bytes.strip, content.splitlines())):
        lines[line] += 1
        numbered.add((line, lines[line]))
    return frozenset(numbered)


def _share(one: _Lines, other: _Lines) -> float:
    return len(one & other) / max(len(one), len(other), 1)

"""Compare what was seen with what is seen: block by block, then word by word, or line by line in code."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from coursebuild.changes.blocks import Block, Kind

LIKE = 0.5  # the share of words that two texts have in common, from which on they are one that changed
SHORT = 60  # characters of a text that has become another one, whatever its words
MOST_PIECES = 2000  # words or lines of a text that are compared one by one
MOST_PAIRED = 60  # blocks in a row that are paired with others by what they have in common
LONG = 3000  # blocks from which on those that occur very often are not aligned

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = re.compile(r".*\n")

_NOTHING: Mapping[Any, str] = MappingProxyType({})


class How(StrEnum):
    """What became of a block."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"


class Piece(NamedTuple):
    """A piece of a text that changed: kept (` `), removed (`-`) or added (`+`)."""

    sign: str
    text: str


class Change(NamedTuple):
    """A block that readers see and did not see, or the reverse; `before` is None if it is new.

    `was_withheld` says that only editions with corrections had its text, `shown_since` that it has a date
    that has come.
    """

    how: How
    before: Block | None
    after: Block | None
    pieces: tuple[Piece, ...] = ()
    was_withheld: bool = False
    shown_since: str = ""

    @property
    def block(self) -> Block:
        """The block as it is now, or as it was, if it is gone."""
        block = self.after or self.before
        assert block  # noqa: S101 (one of them is there)
        return block


def compare(
    before: Sequence[Block],
    after: Sequence[Block],
    withheld: Iterable[Block] = (),
    opened: Mapping[Any, str] = _NOTHING,
) -> tuple[Change, ...]:
    """The differences, in reading order.

    `withheld` are blocks that these readers did not see before; `opened` are the days since which what is
    compared of a block is shown.
    """
    hidden = {block.seen for block in withheld if block.kind is not Kind.HEADING}
    hidden -= {block.seen for block in before}
    changes = _moved(list(_changes(before, after)))
    return tuple(
        change._replace(was_withheld=seen in hidden, shown_since=opened.get(seen, ""))
        if change.how in (How.NEW, How.CHANGED) and change.after and (seen := change.after.seen)
        else change
        for change in changes
    )


def beyond(less: Sequence[Block], more: Sequence[Block]) -> tuple[Change, ...]:
    """What `more` has that `less` has not."""
    return tuple(change for change in _changes(less, more) if change.after)


def _changes(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Change]:
    old, new = [block.seen for block in before], [block.seen for block in after]
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    last, last_new = len(old) - end, len(new) - end
    matcher = SequenceMatcher(None, old[start:last], new[start:last_new], autojunk=len(old) + len(new) > LONG)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _replaced(before[start + a : start + b], after[start + c : start + d])


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items two lists have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _replaced(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Change]:
    """Pair each block with the next one before which it is like; those that are left are gone or new."""
    if len(before) == len(after) == 1 and _is_short_pair(before[0], after[0]):
        yield Change(How.CHANGED, before[0], after[0], _pieces(before[0], after[0]))
        return
    at, new_at = 0, 0
    for new, block in enumerate(after):
        candidates = before[at : at + MOST_PAIRED]
        like = next((n for n, other in enumerate(candidates, at) if _is_like(other, block)), None)
        if like is not None:
            yield from _unpaired(before[at:like], after[new_at:new])
            yield Change(How.CHANGED, before[like], block, _pieces(before[like], block))
            at, new_at = like + 1, new + 1
    yield from _unpaired(before[at:], after[new_at:])


def _unpaired(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Change]:
    yield from (Change(How.GONE, block, None) for block in before)
    yield from (Change(How.NEW, None, block) for block in after)


def _is_short_pair(one: Block, other: Block) -> bool:
    """Whether a text that stands where another one stood is short enough to be read as the same one."""
    return one.kind is other.kind and max(len(one.text), len(other.text)) <= SHORT


def _is_like(one: Block, other: Block) -> bool:
    if one.kind is not other.kind:
        return False
    if one.kind is Kind.PICTURE:
        is_same_file = one.text.rpartition("<")[2] == other.text.rpartition("<")[2]
        return is_same_file or one.content == other.content != ""
    old, new = (Counter(_WORDS.findall(block.text)) for block in (one, other))
    for counts in (old, new):
        del counts[" "]
    return 2 * (old & new).total() >= LIKE * (old.total() + new.total())


def _pieces(before: Block, after: Block) -> tuple[Piece, ...]:
    """What was kept, removed and added: words, or in code, lines."""
    shape = _LINES if after.kind is Kind.CODE else _WORDS
    old, new = shape.findall(before.text), shape.findall(after.text)
    if before.text == after.text:
        return (Piece(" ", after.text),)
    if len(old) + len(new) > MOST_PIECES:
        return (Piece("-", before.text), Piece("+", after.text))
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        kept = [Piece(" ", "".join(old[a:b]))]
        changed = [Piece("-", "".join(old[a:b])), Piece("+", "".join(new[c:d]))]
        pieces += [piece for piece in (kept if kind == "equal" else changed) if piece.text]
    return tuple(_joined(pieces))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join changes that only a space parts: a phrase that was reworded is one change."""
    removed = added = ""
    for n, piece in enumerate(pieces):
        between = piece.sign == " " and piece.text.isspace() and (removed or added) and n + 1 < len(pieces)
        if piece.sign == " " and not between:
            yield from (each for each in (Piece("-", removed), Piece("+", added)) if each.text)
            removed = added = ""
            yield piece
        else:
            removed += piece.text if piece.sign != "+" else ""
            added += piece.text if piece.sign != "-" else ""
    yield from (each for each in (Piece("-", removed), Piece("+", added)) if each.text)


def _moved(changes: Sequence[Change]) -> Iterator[Change]:
    """Make one change of a block that is gone from one place and new at another."""
    gone = Counter(each.before.seen for each in changes if each.how is How.GONE and each.before)
    new = Counter(each.after.seen for each in changes if each.how is How.NEW and each.after)
    moved = gone & new
    left = {How.GONE: moved.copy(), How.NEW: moved.copy()}
    former = defaultdict[object, list[Block]](list)  # the occurrences of a text, in reading order
    for change in changes:
        if change.how is How.GONE and change.before:
            former[change.before.seen].append(change.before)
    for change in changes:
        seen = change.block.seen
        if change.how not in left or not left[change.how][seen]:
            yield change
            continue
        left[change.how][seen] -= 1
        if change.how is How.NEW:
            yield change._replace(how=How.MOVED, before=former[seen].pop(0))

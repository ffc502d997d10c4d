"""The changes of `check --fix`, one by one: each alone is as right as all together."""

import difflib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lsprotocol import types

from coursebuild import lint
from coursebuild.lsp.diagnostics import SOURCE
from coursebuild.lsp.lessons import LARGEST, Lesson
from coursebuild.lsp.positions import BOM, Text

ALL = "source.fixAll.coursebuild"
MOST_JOINED = 3  # changes that are tried as one


class Change(NamedTuple):
    """Lines that take the place of others: of those from `first` on and before `end`, which count from 0."""

    first: int
    end: int
    lines: tuple[str, ...]

    def concerns(self, line: int) -> bool:
        """Whether it changes a line, which counts from 0, or adds some right before it."""
        return self.first <= line < max(self.end, self.first + 1)


def actions(lesson: Lesson, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What mends the diagnostics at a range, and what mends all that can be mended."""
    if len(lesson.text.content) > LARGEST:
        return []
    terms = lint.Terms.of(lesson.session.course)
    fixed = _fixed(lesson.text.content, terms)
    changes = _changes(lesson.text, fixed)
    if not changes:
        return []
    found = [
        _action(lesson, f"Fix {diagnostic.code}", types.CodeActionKind.QuickFix, joined, diagnostic)
        for diagnostic in params.context.diagnostics
        if diagnostic.source == SOURCE
        and (joined := _change_at(lesson.text, changes, diagnostic.range.start.line, terms))
    ]
    everything = "Fix all that coursebuild can fix"
    wanted = params.context.only
    offered = [*found, _action(lesson, everything, ALL, changes)]
    return [each for each in offered if not wanted or _is_one_of(each.kind or "", wanted)]


def _is_one_of(kind: str, wanted: Sequence[str]) -> bool:
    return any(kind == each or kind.startswith(f"{each}.") for each in wanted)


@lru_cache(maxsize=32)
def _fixed(content: str, terms: lint.Terms) -> str:
    return lint.fix_text(content.removeprefix(BOM), terms)


def _changes(text: Text, fixed: str) -> list[Change]:
    new = Text(fixed).lines
    matcher = difflib.SequenceMatcher(None, text.lines, new, autojunk=False)
    return [
        Change(first, end, new[new_first:new_end])
        for tag, first, end, new_first, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _change_at(text: Text, changes: Sequence[Change], line: int, terms: lint.Terms) -> list[Change]:
    """The fewest changes in a row that mend a line, such that mending the rest later gives the same text.

    Both ends of a part may have to change: one of them alone would be wrong.
    """
    at = next((n for n, change in enumerate(changes) if change.concerns(line)), None)
    if at is None:
        return []
    complete = Text(_fixed(text.content, terms)).lines
    for count in range(1, min(MOST_JOINED, len(changes)) + 1):
        for start in range(max(0, at - count + 1), min(at, len(changes) - count) + 1):
            joined = list(changes[start : start + count])
            if Text(_fixed(text.end.join(_applied(text, joined)), terms)).lines == complete:
                return joined
    return []


def _applied(text: Text, changes: Sequence[Change]) -> list[str]:
    lines = list(text.lines)
    for change in reversed(changes):
        lines[change.first : change.end] = change.lines
    return lines


def _action(
    lesson: Lesson,
    title: str,
    kind: types.CodeActionKind | str,
    changes: Sequence[Change],
    diagnostic: types.Diagnostic | None = None,
) -> types.CodeAction:
    edits = [_edit(lesson.text, change) for change in changes]
    return types.CodeAction(
        title,
        kind=kind,
        diagnostics=[diagnostic] if diagnostic else None,
        is_preferred=True if diagnostic else None,
        edit=types.WorkspaceEdit(changes={lesson.uri: edits}),
    )


def _edit(text: Text, change: Change) -> types.TextEdit:
    """The change as an edit of whole lines, but for the end of the last line of a text."""
    new = "".join(line + text.end for line in change.lines)
    if change.end < len(text.lines):
        return types.TextEdit(text.range((change.first + 1, 1), (change.end + 1, 1)), new)
    if change.first == 0:
        first, before = (1, 1), ""
    else:
        first, before = (change.first, len(text.lines[change.first - 1]) + 1), text.end * bool(change.lines)
    last = (len(text.lines), len(text.lines[-1]) + 1)
    return types.TextEdit(text.range(first, last), before + text.end.join(change.lines))

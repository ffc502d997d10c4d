"""Translate the opening fences of other tools' boxes that end with a line of colons, as pandoc's do."""

import re
from collections.abc import MutableSequence, Sequence
from itertools import takewhile
from operator import itemgetter

from coursebuild.model import Box, vocabulary, without_ignoring
from coursebuild.source.dialects import kinds
from coursebuild.source.fences import LIST_MARKER

_FENCE = re.compile(rf"(?P<before>(?:[ \t>]|{LIST_MARKER}[ \t])*:{{3,}})[ \t]*(?P<rest>(?:[^\W\d_]|{{).*)")
_TITLED = re.compile(  # HackMD
    r"(?P<kind>[^\W\d_][\w-]*)[ \t]+(?P<open>\{[ \t]*state=\"?open\"?[ \t]*\}[ \t]*)?(?P<title>[^\s{:].*)"
)
_LABELLED = re.compile(  # Docusaurus
    r"(?P<kind>[^\W\d_][\w-]*)[ \t]*\[(?P<title>.*)\][ \t]*(?:\{[^{}.#]*\})?"
)
_DIRECTIVE = re.compile(r"\{(?P<kind>[^\W\d_][\w:-]*)\}[ \t]*(?P<title>.*)")  # MyST
_OWN = re.compile(  # one of the author's
    r"\{\.(?P<kind>[^\W\d_][\w-]*)(?P<others>(?:[ \t][^{}]*)?)\}|(?P<word>[^\W\d_][\w-]*)"
)
_ALONE = re.compile(r"(?:(?P<kind>[A-Za-z]+)|\{\.(?P<class>[A-Za-z]+)\})")  # Carpentries
_CALLOUT = re.compile(r"\{(?P<kind>\.callout-[\w-]+)(?P<others>(?:[^{}\"]|\"[^\"]*\")*)\}")  # Quarto
_TITLE = re.compile(r"[ \t]title=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_COLLAPSE = re.compile(r"[ \t]collapse=[\"']?(?P<value>true|false)[\"']?")
_LOOKS = re.compile(r"[ \t](?:appearance|icon)=(?:\"[^\"]*\"|'[^']*'|[^\s}]*)")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]+(?P<title>[^{}\[\]<>*_$\\]*)")


def translate_fences(lines: MutableSequence[str], prose: Sequence[bool], own: frozenset[str]) -> list[Box]:
    """Translate the opening fences in prose, and return their boxes; `own` are kinds of the author's."""
    boxes: list[Box] = []
    for number, is_prose in enumerate(prose):
        if not (is_prose and ":::" in lines[number]):
            continue
        plain = without_ignoring(lines[number])
        found = _FENCE.fullmatch(plain.rstrip().rstrip(":").rstrip())
        if found and (box := _read(found["rest"], lines, prose, number, own)):
            block, kind, title = box
            column, is_ours = len(found["before"].rstrip(":")) + 1, bool(_TITLED.fullmatch(found["rest"]))
            boxes.append(Box(number + 1, column, kind, title, plain.strip(" \t>"), is_ours=is_ours))
            lines[number] = f"{found['before']} {block}{lines[number][len(plain) :]}"
    return boxes


Fence = tuple[str, str, str]  # its attribute block, and the kind and title that it had


def _read(
    rest: str, lines: MutableSequence[str], prose: Sequence[bool], number: int, own: frozenset[str]
) -> Fence | None:
    """Read what follows the colons."""
    if own and (fence := _accented(rest, own)):
        return fence
    if found := _CALLOUT.fullmatch(rest):
        return _callout(found, lines, prose, number, own)
    if found := _TITLED.fullmatch(rest):
        fold = "+" if found["open"] else ""
        return _titled(found["kind"].lower(), found["title"].rstrip(": \t"), own, fold)
    if found := _DIRECTIVE.fullmatch(rest):
        return _directive(found, lines, prose, number, own)
    if found := _LABELLED.fullmatch(rest):
        kind, title = found["kind"], found["title"]
        ours = kinds.kind_of(kind, own)
        is_box = ours and _is_open(kind, title) and not kinds.holds_attributes(title)
        return (kinds.attributes(ours, title), kind, title) if is_box else None
    return _alone(rest, lines, prose, number)


def _titled(kind: str, title: str, own: frozenset[str], fold: str) -> Fence | None:
    """Read a kind with its title behind it, as in HackMD."""
    if kinds.holds_attributes(title):
        return None  # CB106
    folded = vocabulary.fold(kind)
    if kind in vocabulary.KINDS - kinds.FOLDING or folded in own:  # CB125 is for its title
        return kinds.attributes(folded, title, fold=fold), kind, title
    ours = kinds.kind_of(kind) if kind in kinds.FOLDING | kinds.CLASSES else ""
    return (kinds.attributes(ours, title, fold=fold), kind, title) if ours and _is_open(kind, title) else None


def _directive(
    found: re.Match[str],
    lines: MutableSequence[str],
    prose: Sequence[bool],
    number: int,
    own: frozenset[str],
) -> Fence | None:
    """Read a directive of MyST, and take out its options, which stand right below it."""
    kind, title = found["kind"], found["title"]
    below = takewhile(lambda n: prose[n], range(number + 1, len(lines)))
    read = ((n, kinds.OPTION.fullmatch(lines[n].strip(" \t>"))) for n in below)
    options = [(n, option) for n, option in takewhile(itemgetter(1), read) if option]
    classes = " ".join(option["value"] for _, option in options if option["key"] == "class")
    block = kinds.of_directive(kind, title, classes, own)
    if not block:
        return None
    for n, _ in options:
        lines[n] = ""
    return block, kind, title


def _accented(rest: str, own: frozenset[str]) -> Fence | None:
    """Read a class that is one of the author's kinds but for its accents, which no such name has."""
    found = _OWN.fullmatch(rest)
    typed = (found["kind"] or found["word"]) if found else ""
    kind = vocabulary.fold(typed)
    if found is None or typed.isascii() or kind not in own:
        return None
    return f"{{.{kind}{found['others'] or ''}}}", kind, ""


def _alone(rest: str, lines: MutableSequence[str], prose: Sequence[bool], number: int) -> Fence | None:
    """Read a class of Carpentries: a heading at the beginning of the box is its title."""
    found = _ALONE.fullmatch(rest)
    kind = (found["kind"] or found["class"]).lower() if found else ""
    if kind not in kinds.CLASSES | {"spoiler"}:
        return None
    heading, title = _heading(lines, prose, number)
    if kinds.announces(title) or (kind == "spoiler" and not title):
        return None
    if heading:
        lines[heading] = ""
    return kinds.attributes(kinds.kind_of(kind), title), kind, title


def _is_open(kind: str, title: str) -> bool:
    """Whether a box is for everybody: one that only folds has a title that means no answer."""
    if kind in kinds.FOLDING:
        return bool(title) and not kinds.announces(title)
    return not kinds.may_be_withheld(kind, title)


def _callout(
    found: re.Match[str],
    lines: MutableSequence[str],
    prose: Sequence[bool],
    number: int,
    own: frozenset[str],
) -> Fence | None:
    others = found["others"]
    kind, named, collapse = found["kind"][1:], _TITLE.search(others), _COLLAPSE.search(others)
    title = (named["double"] or named["single"] or "") if named else ""
    heading, first = (0, "") if title else _heading(lines, prose, number)
    ours = kinds.kind_of(kind, own)
    if not ours or kinds.may_be_withheld(kind.removeprefix("callout-"), title or first):
        return None
    if heading:
        lines[heading] = ""
    fold = {"true": "-", "false": "+"}[collapse["value"]] if collapse else ""
    rest = _LOOKS.sub("", _COLLAPSE.sub("", _TITLE.sub("", others))).strip()
    block = kinds.attributes(ours, title or first, fold=fold)
    return (f"{block[:-1]} {rest}}}" if rest else block), kind, title or first


def _heading(lines: Sequence[str], prose: Sequence[bool], number: int) -> tuple[int, str]:
    """Return the index and the text of a plain heading that a box begins with; 0 and "" if there is none."""
    following = range(number + 1, len(lines))
    first = next((n for n in following if lines[n].strip(" \t>")), 0)
    found = _HEADING.fullmatch(lines[first]) if first and prose[first] else None
    if not found:
        return 0, ""
    title = found["title"].rstrip()
    unclosed = title.rstrip("#")
    return first, unclosed.rstrip() if unclosed[-1:] in ("", " ", "\t") else title

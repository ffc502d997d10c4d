"""The boxes of other tools that have a line of their own at each end."""

import re
from collections.abc import Callable
from typing import NamedTuple

from coursebuild.lint.answers.announcements import lead_ins
from coursebuild.lint.translations.region import Head, Region, following
from coursebuild.lint.translations.terms import Terms, box_attributes
from coursebuild.lint.tree_rules import summary_announces_answer
from coursebuild.model import Paragraph, Reading, tags


def _by_words(terms: Terms, kind: str, title: str) -> bool:
    return terms.announce(kind, title)


def _by_summary(terms: Terms, _: str, title: str) -> bool:
    return summary_announces_answer(title) and not terms.public.has(title)


class Delimited(NamedTuple):
    """A construct of two lines with text between them.

    `opening` has the group `same`, which stands in `closing` too, and may have `kind`, `title`, and `rest`,
    which may hold a title. `option` matches lines after the first that belong to it.
    """

    opening: re.Pattern[str]
    closing: str
    option: re.Pattern[str] | None = None
    is_answer: Callable[[Terms, str, str], bool] = _by_words
    is_layout: bool = False  # whether the text between is indented for looks alone


_TABLE = (
    Delimited(  # PyMdown
        re.compile(
            r"(?i)(?P<same>/{3,})[ \t]*(?P<kind>[a-z][\w-]*)"
            r"(?:[ \t]*\|[ \t]*(?P<title>.*))?"
        ),
        "{same}",
        option=re.compile(r"(?: {4}|\t)[\w-]+:.*"),
    ),
    Delimited(  # Hugo
        re.compile(r"\{\{[<%][ \t]*(?P<same>[\w-]+)(?P<rest>[^{}]*?)(?<!/)[>%]\}\}"),
        r"\{{\{{[<%][ \t]*/[ \t]*{same}[ \t]*[>%]\}}\}}",
    ),
    Delimited(  # GitBook, Jekyll
        re.compile(
            r"\{%-?[ \t]*(?P<same>(?:hint|details|spoiler|expand|collapse|solution|correction|answer)\b)"
            r"(?P<rest>[^{}]*?)-?%\}"
        ),
        r"\{{%-?[ \t]*end{same}[ \t]*-?%\}}",
    ),
    Delimited(  # LaTeX; the space of exam.cls is no title
        re.compile(
            r"\\begin\{(?P<same>[^\W\d_]+\*?)\}(?:\[(?:[\d.]+[ \t]*\\?[a-z]+|(?P<title>[^\]\d][^\]]*))\])?"
        ),
        r"\\end\{{{same}\}}",
        is_layout=True,
    ),
    Delimited(  # HTML
        re.compile(
            r"(?i)<(?P<same>details)\b[^<>]*>[ \t]*(?:<summary\b[^<>]*>(?P<title>.*?)</summary>)?[ \t]*"
        ),
        "(?i)</{same}>",
        option=re.compile(r"(?i)[ \t]*<summary\b[^<>]*>(?P<title>.*?)</summary>"),
        is_answer=_by_summary,
    ),
    Delimited(  # Otter
        re.compile(
            r"(?i)<!--[ \t]*(?:BEGIN|START)[ _-]?(?:OF[ _-])?"
            r"(?P<same>SOLUTIONS?|ANSWERS?|CORRECTIONS?|CORRIG[EÉ]S?)[ \t]*-->"
        ),
        r"(?i)<!--[ \t]*(?:END|STOP)[ _-]?(?:OF[ _-])?{same}[ \t]*-->",
    ),
)
_NO_BOX = frozenset("html tab tabs define if".split())
_KIND = re.compile(r"""\b(?:type|kind|class|style)[ \t]*=[ \t]*["']?([\w-]+)""")
_TITLE = re.compile(r"""(?:\b(?:title|summary|label|text)[ \t]*=[ \t]*|(?<!=))["“](?P<quoted>[^"”]*)["”]""")


def find(reading: Reading, head: Head, terms: Terms, balanced: dict[str, bool]) -> Region | None:
    """Read a box between two lines, in which others of its name may stand.

    `balanced` remembers which names have as many ends as beginnings, for all boxes of a reading.
    """
    for construct in _TABLE:
        if found := construct.opening.fullmatch(head.text):
            closing = construct.closing.format(same=re.escape(found["same"]))
            if closing not in balanced:
                balanced[closing] = _is_balanced(
                    reading, construct.opening, re.compile(closing), found["same"]
                )
            return _read(reading, head, terms, construct, found) if balanced[closing] else None
    return None


def _read(
    reading: Reading, head: Head, terms: Terms, construct: Delimited, found: re.Match[str]
) -> Region | None:
    groups = found.groupdict()
    title = groups.get("title") or _title(groups.get("rest") or "")
    closing = re.compile(construct.closing.format(same=re.escape(found["same"])))
    body: dict[int, str] = {}
    depth = 1
    for number, text in following(reading, head):
        stripped = text.strip() if reading.prose[number - 1] else ""
        option = construct.option.fullmatch(text.rstrip()) if construct.option and not body else None
        if option:
            title = option.groupdict().get("title") or title
            continue
        again = construct.opening.fullmatch(stripped)
        depth += bool(again and again["same"] == found["same"])
        depth -= bool(closing.fullmatch(stripped))
        if depth == 0:
            break
        body[number] = text
    else:
        return None
    title = tags.ANY.sub("", title)
    kinds = [groups.get("kind") or found["same"], *_KIND.findall(groups.get("rest") or "")]
    is_answer = kinds[0] not in _NO_BOX and construct.is_answer(terms, " ".join(kinds), title)
    if not is_answer and not (found["same"] == "hint" and _begins_with_answer(body)):
        return None
    if not "".join(body.values()).strip():
        return None
    if construct.is_layout:
        body = _dedented(body)
    lines = {n: head.prefix + text if text else reading.lines[n - 1] for n, text in body.items()}
    return Region(head.number, number, head.prefix, box_attributes(title), lines)


def _is_balanced(reading: Reading, opening: re.Pattern[str], closing: re.Pattern[str], name: str) -> bool:
    """Whether a text has as many ends of this name as beginnings; otherwise, any may be the wrong one."""
    texts = [line.lstrip(" \t>").rstrip() for _, line in reading.prose_lines()]
    openings = [match for text in texts if (match := opening.fullmatch(text))]
    ends = [text for text in texts if closing.fullmatch(text)]
    return len(ends) == len([match for match in openings if match["same"] == name])


def _title(rest: str) -> str:
    """Return the title in the parameters of a tag: a quoted one, or all of them if none has a name."""
    if found := _TITLE.search(rest):
        return found["quoted"]
    return "" if re.search(r"[=\"“]", rest) else rest.strip()


def _begins_with_answer(body: dict[int, str]) -> bool:
    number, text = next(((n, text) for n, text in body.items() if text.strip()), (0, ""))
    return any(lead_ins(Paragraph.of_line(number, text)))


def _dedented(body: dict[int, str]) -> dict[int, str]:
    least = min(len(text) - len(text.lstrip(" ")) for text in body.values() if text.strip())
    return {number: text[least:] for number, text in body.items()}

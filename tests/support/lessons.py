"""Generate lessons with one slip each: what authors type when they mean a correction.

A lesson is lines; some are notation, and a slip is made in one of those. What stands in a correction
is a word that begins with `secret`, what is for everybody one that begins with `public`.
"""

import re
from collections.abc import Callable, Iterator

from hypothesis import strategies as st
from shapes import FIELDS, SHAPES, TITLES
from shaping import CONDITION, Line, notation

PUBLIC, SECRET = re.compile(r"public\d+x"), re.compile(r"secret\d+x")

ODD = "\u00a0\u00ad\u200b\u200c\u200e\u2003\u2028\u202f\u3000\ufeff\x0b\x0c\x85"
LOOKALIKES = {
    ":": "\uff1a;.",
    "{": "[(\uff5b<",
    "}": "])\uff5d>",
    "=": "\uff1d:-",
    '"': "“”«»'",
    ".": "\uff0e,:",
    "[": "({",
    "]": ")}",
}


# Parts that everybody sees, by a condition of each kind: the front matter says `level: basic`.
SEEN = (
    '.if level="basic"',
    '.unless level="advanced"',
    '.if lang="en"',
    '.if level="basic" lang="en"',
    ".note",
)
# Parts that instructors alone see, and parts that only students see, in which no correction can be shown.
FOR_INSTRUCTORS = (CONDITION, '.unless correction="false"', ".solution", 'show-from="2999-12-31"')
FOR_STUDENTS = ('.if correction="false"', '.unless correction="true"', '.if edition="student"')


@st.composite
def lessons(draw: st.DrawFn, *, contradicting: bool = True) -> list[Line]:
    """Generate a lesson without a slip, with nested parts; `contradicting` ones must be refused."""
    lines = [Line("public0x begins.")]
    for number in range(1, 1 + draw(st.integers(1, 3))):
        shape = draw(st.sampled_from(SHAPES))
        around = draw(
            st.sampled_from(("", "", *SEEN, *FOR_INSTRUCTORS, *(FOR_STUDENTS if contradicting else ())))
        )
        not_for_all = around in (*FOR_INSTRUCTORS, *FOR_STUDENTS)
        part = shape(f"secret{number}x", "text" if not_for_all else f"public{number}00x")
        if around:
            # a slip in the value of a key of the author's own hides the part, as another value would
            opening = Line(f"::::::: {{{around}}}", notation=around not in SEEN or around == ".note")
            part = [Line(""), opening, *part, *notation(":::::::"), Line("")]
        lines += part
        if draw(st.booleans()):
            lines += [Line("```sh"), Line(f"public{number}01x"), Line("```")]
        lines += [Line(""), Line(f"public{number}x goes on.")]
    title = draw(st.sampled_from(TITLES))
    return [Line("---"), Line(f"title: {title}"), Line("level: basic"), Line("---"), Line(""), *lines]


def single_edits(text: str) -> Iterator[str]:
    """Yield a line of notation with each of its characters deleted, doubled, swapped, spaced or replaced."""
    for at in _mutable(text):
        before, character, after = text[:at], text[at : at + 1], text[at + 1 :]
        yield before + after
        yield before + character * 2 + after
        if at + 1 in _mutable(text):
            yield before + after[:1] + character + after[1:]
        yield f"{before} {character}{after}"
        yield f"{before}\u00a0{character}{after}"
        for other in LOOKALIKES.get(character, ODD[at % len(ODD)]):
            yield before + other + after


def edited_lessons() -> Iterator[str]:
    """Yield a lesson for each single edit of each line of notation in SHAPES, and of each in FIELDS."""
    for number, shape in enumerate(SHAPES):
        lines = shape("secret1x", "public1x")
        for at, line in enumerate(lines):
            for edited in single_edits(line.text) if line.notation else ():
                part = [each.text for each in lines]
                part[at] = edited
                yield "\n".join(
                    [f"---\ntitle: Lab {number}\n---\n\npublic0x begins.", *part, "", "public2x ends.", ""]
                )
    for number, entry in enumerate(FIELDS, len(SHAPES)):
        field, value = entry.split(": ", 1)
        for edited in single_edits(value):
            title = "" if field == "title" else f"title: Lab {number}\n"
            yield f"---\n{title}{field}: {edited}\n---\n\npublic0x begins.\n"


Slip = Callable[[st.DrawFn, list[str], int], None]  # changes the lines, at one of them


def _character(change: Callable[[st.DrawFn, str, int], str]) -> Slip:
    def slip(draw: st.DrawFn, lines: list[str], at: int) -> None:
        place = draw(st.sampled_from(_mutable(lines[at])))
        lines[at] = change(draw, lines[at], place)

    return slip


def _mutable(text: str) -> list[int]:
    """The positions in a line that are notation: neither words nor a heading's level."""
    words = (*PUBLIC.finditer(text), *SECRET.finditer(text), *re.finditer("^#+", text))
    kept = {n for word in words for n in range(*word.span())}
    return [n for n in range(len(text)) if n not in kept] or [0]


def _lookalike(draw: st.DrawFn, text: str, at: int) -> str:
    other = draw(st.sampled_from(LOOKALIKES.get(text[at : at + 1], "") or ODD))
    return text[:at] + other + text[at + 1 :]


def _line(change: Callable[[st.DrawFn, list[str], int], None]) -> Slip:
    return change


def _without_blank_before(_: st.DrawFn, lines: list[str], at: int) -> None:
    while at and not lines[at - 1].strip():
        at -= 1
        del lines[at]


def _without_blank_after(_: st.DrawFn, lines: list[str], at: int) -> None:
    while at + 1 < len(lines) and not lines[at + 1].strip():
        del lines[at + 1]


def _replaced(new: Callable[[st.DrawFn, str], str]) -> Slip:
    def slip(draw: st.DrawFn, lines: list[str], at: int) -> None:
        lines[at] = new(draw, lines[at])

    return slip


def _deleted(_: st.DrawFn, lines: list[str], at: int) -> None:
    if ":::" in lines[at]:  # without a heading's line nothing tells that its section was one
        lines[at] = ""


def _doubled(_: st.DrawFn, lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _joined(_: st.DrawFn, lines: list[str], at: int) -> None:
    if at and not lines[at - 1].startswith(("`", "|", "---")):
        lines[at - 1 : at + 1] = [f"{lines[at - 1]} {lines[at].lstrip()}"]


def _word(draw: st.DrawFn, text: str) -> str:
    """Remove one word or sign from a text; not all attributes of a tag, which may then be anybody's."""
    parts = re.findall(r'\w+="\w+"|[\w.]+|[^\w\s]|\s+', text)
    kept = re.compile(f"{PUBLIC.pattern}|{SECRET.pattern}|#" + "|=" * text.lstrip(" >").startswith("<"))
    loose = [n for n, part in enumerate(parts) if not kept.search(part)]
    gone = draw(st.sampled_from(loose)) if loose else -1
    return "".join(part for n, part in enumerate(parts) if n != gone)


def _as_class(draw: st.DrawFn, text: str) -> str:
    """Write an attribute as one word: for pandoc, this is a class."""
    dot, sign = (
        draw(st.sampled_from((".", ""))),
        draw(st.sampled_from(("=", ":", "-", "_", ".", "\uff1a", ""))),
    )
    quote = draw(st.sampled_from(("", '"')))
    return re.sub(r'([\w-]+)="([^"]*)"', rf"{dot}\1{sign}{quote}\2{quote}", text)


SLIPS: dict[str, Slip] = {
    "a character less": _character(lambda _, text, at: text[:at] + text[at + 1 :]),
    "a character twice": _character(lambda _, text, at: text[:at] + text[at : at + 1] + text[at:]),
    "two characters the wrong way round": _character(
        lambda _, text, at: (
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            if at + 1 in _mutable(text)
            else text
        )
    ),
    "an odd character more": _character(
        lambda draw, text, at: text[:at] + draw(st.sampled_from(ODD)) + text[at:]
    ),
    "a space more": _character(lambda _, text, at: f"{text[:at]} {text[at:]}"),
    "a lookalike": _character(_lookalike),
    "a letter's case": _character(
        lambda _, text, at: text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
    ),
    "a letter with an accent": _character(
        lambda draw, text, at: text[:at] + draw(st.sampled_from("éèêàçïôу")) + text[at + 1 :]
    ),
    "a word less": _replaced(_word),
    "no braces": _replaced(lambda _, text: re.sub("[{}]", "", text)),
    "an attribute for a class": _replaced(_as_class),
    "an attribute for a class, without braces": _replaced(
        lambda draw, text: re.sub("[{}]", "", _as_class(draw, text))
    ),
    "no blank line before": _without_blank_before,
    "no blank line after": _without_blank_after,
    "indented": _replaced(lambda draw, text: " " * draw(st.integers(1, 8)) + text),
    "tabbed": _replaced(lambda _, text: f"\t{text}"),
    "left without its line": _deleted,
    "twice": _doubled,
    "joined to the line above": _joined,
    "text after": _replaced(
        lambda draw, text: text + draw(st.sampled_from((" x", "x", " :::", ".", ";", "\\")))
    ),
    "text before": _replaced(
        lambda draw, text: (
            draw(st.sampled_from(("- ", "> ", "1. ", "\\", "**", "`", "| ", ": ", "x ", "<", "& "))) + text
        )
    ),
    "in a comment's beginning": _replaced(
        lambda draw, text: draw(st.sampled_from(("<!-- ", "<-- ", "<!- "))) + text
    ),
    "an opening where it closes": _replaced(
        lambda _, text: text.replace(":::", f"::: {{{CONDITION}}}") if text.strip(" >:") == "" else text
    ),
    "a code fence before": _replaced(
        lambda draw, text: draw(st.sampled_from(("```\n", "~~~\n", "```sh\n"))) + text
    ),
    "none": _replaced(lambda _, text: text),
}


@st.composite
def slipped(draw: st.DrawFn, slips: tuple[str, ...] = tuple(SLIPS), *, contradicting: bool = True) -> str:
    """Generate a lesson with one slip in a line of notation, in an encoding that editors write."""
    lesson = draw(lessons(contradicting=contradicting))
    notation = [number for number, line in enumerate(lesson) if line.notation]
    lines = [line.text for line in lesson]
    name = draw(st.sampled_from(slips))
    SLIPS[name](draw, lines, draw(st.sampled_from(notation)))
    end = draw(st.sampled_from(("\n", "\n", "\n", "\r\n", "\r")))
    bom = draw(st.sampled_from(("", "", "\ufeff")))
    return bom + end.join("\n".join(lines).split("\n")) + end

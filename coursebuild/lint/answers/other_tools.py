"""Refuse the notation of other tools where it holds an answer, or hides something.

Such notation would be printed as text, with what it should have hidden. `CONSTRUCTS` is the table of what is
known.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coursebuild.lint.answers.announcements import Public, lead_ins
from coursebuild.lint.slip import Slip
from coursebuild.model import Paragraph, Place, Reading, answer_words, short, tags, vocabulary
from coursebuild.source import read_attributes


class Construct(NamedTuple):
    """A construct of another tool, found in one line of prose.

    If the pattern has the group `words`, the construct is refused where these mean an answer or a teacher;
    otherwise it hides something in that tool, and is always refused.
    """

    name: str  # with the tool's name, for messages
    pattern: re.Pattern[str]


def _line(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for a whole line, in any quotation and list item."""
    return re.compile(rf"(?i)[ \t>]*(?:(?:[-+*]|\d{{1,9}}[.)])[ \t]+)*(?P<at>{pattern})[ \t]*")


CONSTRUCTS = (
    Construct(
        "a box of MkDocs",
        _line(r"""(?:!!!|\?\?\?\+?)[ \t]*(?P<words>[\w-]*(?:[ \t]+[\w-]+)*[ \t]*(?:\\?["'“«].*)?)"""),
    ),
    Construct("a tab of MkDocs", _line(r"""===[!+]?[ \t]+\\?["'“«](?P<words>.*)""")),
    Construct("a block of PyMdown", _line(r"/{3,}[ \t]*(?P<words>[a-z].*)")),
    Construct("a callout of Obsidian", _line(r"\[!(?P<words>[\w-]+\][-+]?[ \t]*.*)")),
    Construct("a directive of reStructuredText", _line(r"\.\.[ \t]+(?P<words>[\w-]+::.*)")),
    Construct("a block of AsciiDoc", _line(r"\[[.%#](?P<words>[\w%.#-]+)\]")),
    Construct("a condition of AsciiDoc", _line(r"ifn?def::(?P<words>[\w-]+)\[.*\]")),
    Construct("a block", _line(r"[/;%.=~+-]{2,4}[ \t]*(?P<words>[^\W\d_][^.?!]{0,30})")),
    Construct("a block of Org", _line(r"#\+begin_(?P<words>\w+.*)")),
    Construct(
        "a template's tag", re.compile(r"(?P<at>\{[{%](?![<%{])-?[ \t]*(?:(?!end|/)(?P<words>[^{}]*))[%}]\})")
    ),
    Construct("a shortcode of Hugo", re.compile(r"(?P<at>\{\{[<%](?P<words>(?![ \t]*/)[^{}]*)[>%]\}\})")),
    Construct("a comment of Jekyll", re.compile(r"(?P<at>\{%-?[ \t]*comment[ \t]*-?%\})")),
    Construct("a comment of Jinja", re.compile(r"(?P<at>\{#(?![\w:-]+[ \t}])[^}]*(?:#\}|\Z))")),
    Construct("a comment of MDX", re.compile(r"(?P<at>\{/\*.*)")),
    Construct("a comment of kramdown", re.compile(r"(?P<at>\{::(?:comment|nomarkdown)\b.*)")),
    Construct(
        "a comment of Obsidian", re.compile(r"(?P<at>(?<![%\w\\])%%(?!\w*\}).+?%%|\A[ \t>]*%%[ \t]*\Z)")
    ),
    Construct("a comment of CriticMarkup", re.compile(r"(?P<at>\{>>.*)")),
    Construct(
        "a comment of Markdown Extra", _line(r"\[(?://|_|comment|#)[^\]]*\]:[ \t]*(?:#|<>)[ \t]*[\"'(].*")
    ),
    Construct("notes for the speaker", _line(r"\?\?\?")),
)
_SUSPECT = re.compile(r"[!?=/\[\]{}%#.~+:;-]{2}|^[ \t>]*\[|ifn?def")  # each of these has one of its marks
# in code, in comments and in text: nbgrader's and Otter's marks, and regions of editors
_MARKS = re.compile(
    r"(?i:\b(?:BEGIN|END|START|STOP)[ _-]?(?:OF[ _-])?(?:(?:HIDDEN|INSTRUCTOR|TEACHER)[ _-](?:TESTS?|CODE)|"
    r"SOLUTIONS?|ANSWERS?|CORRECTIONS?|CORRIG[EÉ]S?|MARK[ _-]SCHEME)\b)"
    r"|(?:#|//|--|%|;)[ \t]*(?:SOLUTION|CORRECTION|CORRIG[EÉ])(?:[ \t]*:?[ \t]*(?:NO PROMPT)?)$"
    r"|(?i:#region[ \t]+(?:solution|correction|corrig[eé])|</?(?:solution|correction|corrig[eé])>)"
)
_FENCE_INFO = re.compile(r"\{(?P<directive>[\w:-]+)\}[ \t]*(?P<title>.*)|(?P<word>[^\W\d_][\w-]*)")
_CELL_OPTION = re.compile(
    r"(?i)[ \t]*(?:#\||:)[ \t]*(?:tags?|class)?[^\n]*\b(?:solution|instructor|teacher|hidden)"
)
_QUARTO_CONTENT = frozenset({"content-visible", "content-hidden"})
_DEFINITION = re.compile(r"[ \t>]*\[[^\]]+\]:")
_HINT = re.compile(r"(?i)\{%[ \t]*(?:hint|details|spoiler|tab|expand)\b")
_HTML = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite "
    "code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li "
    "link main map mark math meta meter nav noscript object ol optgroup option output p picture pre "
    "progress q rp rt ruby s samp script section select small source span strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time title tr track u ul var video wbr".split()
)


def other_tools_slips(
    reading: Reading, is_for_students: Callable[[Place], bool], editions: frozenset[str], public: Public
) -> Iterator[Slip]:
    """Yield a slip for each construct of another tool that students see, and that holds an answer."""
    found = [
        *_construct_slips(reading, editions, public),
        *_mark_slips(reading),
        *_code_fence_slips(reading),
        *_tag_slips(reading),
        *_quarto_slips(reading, editions, public),
    ]
    yield from (slip for slip in found if slip.place and is_for_students(slip.place))


def means(text: str, editions: frozenset[str]) -> bool:
    """Whether a kind, a title or a condition means an answer, a teacher or an edition."""
    words = re.findall(r"[^\W_]+", text)
    return (
        bool(answer_words.announcement(text))
        or any(word in editions for word in words)
        or any(answer_words.class_meaning(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text))
        or any(map(vocabulary.nearest_guard, words))
    )


def _construct_slips(reading: Reading, editions: frozenset[str], public: Public) -> Iterator[Slip]:
    for paragraph in reading.paragraphs:
        for number, line in enumerate(paragraph.text.split("\n"), paragraph.first):
            for construct in CONSTRUCTS if _SUSPECT.search(line) else ():
                groups = construct.pattern.groupindex.keys() - {"at"}
                whole = construct.pattern.pattern.startswith("(?i)[ ")
                match = construct.pattern.fullmatch(line) if whole else construct.pattern.search(line)
                # elsewhere, pandoc reads it as a link reference definition, which is not shown
                is_shown = not construct.name.endswith("Extra") or not _DEFINITION.match(paragraph.text)
                if not match or not is_shown:
                    continue
                words = " ".join(match[group] or "" for group in groups)
                refused = not groups or (means(words, editions) and not public.has(words))
                if not refused and not (_HINT.match(match["at"]) and _next_announces(reading, number)):
                    continue
                yield _slip(construct.name, match["at"], (number, match.start("at") + 1))
                break


def _next_announces(reading: Reading, number: int) -> bool:
    """Whether the text after a line begins with words that announce an answer."""
    following = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    return bool(following) and any(lead_ins(Paragraph.of_line(following, reading.lines[following - 1])))


def _slip(name: str, quote: str, place: Place) -> Slip:
    return Slip("CB120", f"`{short(quote.strip())}` is {name}, which hides nothing here", place)


def _mark_slips(reading: Reading) -> Iterator[Slip]:
    """Find the marks of a solution in code, comments and text, and options of notebook cells."""
    is_open = False
    code_lines = {n for code in reading.codes for n in range(code.line + 1, code.last or code.line + 1)}
    for number, line in enumerate(reading.lines, 1):
        if match := _MARKS.search(line.rstrip()):
            ends = match[0].upper().startswith(("END", "STOP", "</"))
            if not (ends and is_open):  # one report for what has a beginning and an end
                yield _slip("a mark of a solution", match[0], (number, match.start() + 1))
            is_open = not ends
        elif number in code_lines and (match := _CELL_OPTION.match(line)):
            yield _slip("an option of a notebook's cell", match[0], (number, 1))


def _code_fence_slips(reading: Reading) -> Iterator[Slip]:
    """Find directives of MyST: code fences whose kind or title means an answer."""
    for code in reading.codes:
        match = _FENCE_INFO.match(code.info)
        if not match or match["word"]:
            continue
        if means(f"{match['directive']} {match['title']}", frozenset()):
            yield _slip("a directive of MyST", code.fence + code.info, (code.line, code.column))


def _quarto_slips(reading: Reading, editions: frozenset[str], public: Public) -> Iterator[Slip]:
    """Find Quarto's callouts whose title means an answer, its `#sol-…` and its conditional content."""
    headings = {heading.line: heading.text for heading in reading.headings}
    for fence in reading.fences if "{" in reading.text else ():
        place = fence.line, fence.column
        attributes = read_attributes(fence.text)
        values = " ".join(value for _, value in attributes.pairs)
        if "#sol-" in fence.text:
            yield _slip("Quarto's solution to an exercise", fence.text, place)
        elif any(name.startswith("callout") for name in attributes.classes):
            following = next((n for n in headings if n > fence.line), 0)
            first = headings[following] if _are_blank(reading, fence.line + 1, following) else ""
            title = dict(attributes.pairs).get("title", "") or first
            if answer_words.announcement(title) and not public.has(title):
                yield _slip("a callout of Quarto", f"{fence.text} {first}", place)
        elif not _QUARTO_CONTENT.isdisjoint(attributes.classes) and means(values, editions | {"student"}):
            yield _slip("conditional content of Quarto", fence.text, place)


def _are_blank(reading: Reading, first: int, end: int) -> bool:
    return end > 0 and all(reading.is_blank(n) for n in range(first, end))


def _tag_slips(reading: Reading) -> Iterator[Slip]:
    """Find elements that HTML does not have, such as those of MDX and PreTeXt."""
    for paragraph in reading.paragraphs:
        for tag in tags.ANY.finditer(paragraph.text) if "<" in paragraph.text else ():
            name, attributes = tag["name"], tag["attributes"]
            if not name or tag["end"] or name.lower() in _HTML or "@" in name or ":" in name:
                continue
            values = " ".join(value for _, value in tags.pairs(attributes))
            if means(name, frozenset()) or means(values, frozenset()):
                yield _slip("an element that HTML does not have", tag[0], paragraph.place(tag.start()))

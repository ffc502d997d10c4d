"""Refuse the notation of other tools where it holds an answer, or hides something.

Such notation would be printed as text, with what it should have hidden. `constructs.py` has the table of what
is known.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from operator import attrgetter

from coursebuild.lint.answers.announcements import Public, lead_ins
from coursebuild.lint.answers.constructs import (
    CELL_OPTION,
    CONSTRUCTS,
    DIRECTIVE,
    HTML,
    MARKS,
    MAY_ANNOUNCE_BELOW,
    NOT_AFTER_TEXT,
    SOLE_WORD,
    SUSPECT,
    Construct,
)
from coursebuild.lint.slip import Slip
from coursebuild.model import STUDENT, Paragraph, Place, Reading, answer_words, short, tags, vocabulary
from coursebuild.source import is_nearly_mark, read_attributes, without_code

_QUARTO_CONTENT = frozenset({"content-visible", "content-hidden"})
_DEFINITION = re.compile(r"[ \t>]*\[[^\]]+\]:")
_NAME = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_TABS = re.compile(rf"[.:\s](?:{'|'.join(vocabulary.TAB_GROUPS)})(?![\w-])")
_WORD = re.compile(r"\S+")
_FILE_NAME = re.compile(r"\S+\.\w{2,5}(?![\w.])")


def other_tools_slips(
    reading: Reading, is_for_students: Callable[[Place], bool], editions: frozenset[str], public: Public
) -> Iterator[Slip]:
    """Yield a slip for each construct of another tool that students see, and that holds an answer."""
    found = [
        *_construct_slips(reading, editions, public),
        *_box_slips(reading, editions, public),
        *_mark_slips(reading),
        *_code_fence_slips(reading),
        *_tag_slips(reading),
        *_quarto_slips(reading, editions, public),
        *_tab_slips(reading, editions, public),
    ]
    yield from (slip for slip in found if slip.place and is_for_students(slip.place))


def means(text: str, editions: frozenset[str]) -> bool:
    """Whether a kind or a title, or both, mean an answer, a teacher or an edition."""
    kind, *_ = _NAME.findall(text) or [""]
    return is_kind_of_answer(kind, editions) or means_by_title(text, editions)


def is_kind_of_answer(kind: str, editions: frozenset[str]) -> bool:
    """Whether a construct's name is one of an answer, a teacher or an edition."""
    names = _NAME.findall(kind)
    return any(
        answer_words.class_meaning(name) or vocabulary.nearest_guard(name) or name in editions
        for name in names
    )


def means_by_title(title: str, editions: frozenset[str]) -> bool:
    """Whether a title or a condition announces an answer, or something for teachers or an edition."""
    text = _WORD.sub(_without_address, title)
    return bool(answer_words.announcement(text, teacher_alone=True)) or not editions.isdisjoint(
        _NAME.findall(text)
    )


def _without_address(word: re.Match[str]) -> str:
    """Return what a word holds beside an address or the name of a file."""
    name = _FILE_NAME.match(word[0])
    return " " if "/" in word[0] else word[0][name.end() :] if name else word[0]


def _is_condition_on_answers(condition: str, editions: frozenset[str]) -> bool:
    names = re.findall(r"[^\W_]+", condition)
    return any(answer_words.mentions(name) or name in editions for name in names)


def _is_refused(match: re.Match[str], editions: frozenset[str], public: Public) -> bool:
    """Whether a construct means an answer, or hides something whatever it says."""
    groups = match.groupdict()
    kind, title = groups.get("kind") or "", groups.get("title") or ""
    condition = " ".join(groups.get(name) or "" for name in ("condition", "more"))
    if groups.keys() <= {"at", "sign"} or (match["at"].startswith(">!") and not kind):
        return True
    if public.has(title) or public.has(f"{kind} {title}"):
        return False
    return (
        is_kind_of_answer(kind, editions)
        or means_by_title(title, editions)
        or _is_condition_on_answers(condition, editions)
    )


def _construct_slips(reading: Reading, editions: frozenset[str], public: Public) -> Iterator[Slip]:
    for paragraph in reading.paragraphs:
        is_definition = bool(_DEFINITION.match(paragraph.text))
        for number, line in enumerate(paragraph.text.split("\n"), paragraph.first):
            start = paragraph.starts[number - paragraph.first] if paragraph.starts else 0
            for construct in CONSTRUCTS if SUSPECT.search(line) else ():
                if is_definition and construct.name == NOT_AFTER_TEXT:
                    continue
                if found := _find(construct, line, editions, public):
                    yield _slip(construct.name, found["at"], (number, start + found.start("at") + 1))
                    break
            else:
                tag = MAY_ANNOUNCE_BELOW.search(line)
                if tag and _next_announces(reading, number):
                    yield _slip("a template's tag", line[tag.start() :], (number, start + tag.start() + 1))


def _box_slips(reading: Reading, editions: frozenset[str], public: Public) -> Iterator[Slip]:
    """Find boxes that were translated, and whose kind or title means an edition or an answer all the same."""
    for box in reading.boxes:
        is_answer = (
            box.kind in editions or means_by_title(box.kind, editions) or means_by_title(box.title, editions)
        )
        if (
            is_answer
            and not box.is_ours
            and not (public.has(box.title) or public.has(f"{box.kind} {box.title}"))
        ):
            yield _slip("a box", box.quote, (box.line, box.column))


def _find(construct: Construct, line: str, editions: frozenset[str], public: Public) -> re.Match[str] | None:
    """Return the first construct of its kind in a line that is refused."""
    if construct.is_line:
        match = construct.pattern.fullmatch(line)
        return match if match and _is_refused(match, editions, public) else None
    return next((m for m in construct.pattern.finditer(line) if _is_refused(m, editions, public)), None)


def _next_announces(reading: Reading, number: int) -> bool:
    """Whether the text after a template's tag, on its line or below, begins with words for an answer."""
    rest = reading.lines[number - 1].partition("%}")[2]
    following = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    text = rest if rest.strip() or not following else reading.lines[following - 1]
    return any(lead_ins(Paragraph.of_line(number, text)))


def _slip(name: str, quote: str, place: Place) -> Slip:
    return Slip("CB120", f"`{short(quote.strip())}` is {name}, which hides nothing here", place)


def _mark_slips(reading: Reading) -> Iterator[Slip]:
    """Find the marks of a solution in code, comments and text, and options of notebook cells."""
    is_open = False
    code_lines = {n for code in reading.codes for n in range(code.line + 1, code.last or code.line + 1)}
    for number, line in enumerate(reading.lines, 1):
        if number in code_lines and is_nearly_mark(line):
            continue  # a gap in code, or nearly one (gaps.py)
        is_code = number in code_lines
        text = line.rstrip() if is_code else without_code(line.rstrip())
        if match := MARKS.search(text) or (SOLE_WORD.search(text) if is_code else None):
            word = re.sub(r"^\W+", "", match[0]).upper()
            ends = word.startswith(("END", "STOP", "FIN"))
            if not (ends and is_open):  # one report for what has a beginning and an end
                yield _slip("a mark of a solution", match[0], (number, match.start() + 1))
            is_open = not ends
        match = CELL_OPTION.match(line) if is_code else None
        if match and any(map(answer_words.class_meaning, _NAME.findall(match["words"]))):
            yield _slip("an option of a notebook's cell", match[0], (number, 1))


def _code_fence_slips(reading: Reading) -> Iterator[Slip]:
    """Find directives of MyST: code fences whose kind or title means an answer."""
    for code in reading.codes:
        match = DIRECTIVE.match(code.info)
        if (
            match
            and not match["kind"].endswith("-end")
            and (is_kind_of_answer(match["kind"], frozenset()) or means_by_title(match["title"], frozenset()))
        ):
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
        elif not _QUARTO_CONTENT.isdisjoint(attributes.classes) and _is_condition_on_answers(
            values, editions | {STUDENT.name}
        ):
            yield _slip("conditional content of Quarto", fence.text, place)


def _tab_slips(reading: Reading, editions: frozenset[str], public: Public) -> Iterator[Slip]:
    """Find the titles of tabs that mean an answer: one tab alone is seen at first."""
    for tabset in reading.fences:
        if not (tabset.opens and _TABS.search(tabset.text.partition('"')[0])):
            continue
        first, end = (
            bisect(reading.headings, line, key=attrgetter("line")) for line in (tabset.line, tabset.partner)
        )
        for heading in reading.headings[first:end]:
            title = heading.text.partition("{")[0].strip(" \t#")
            is_public = public.has(title) or f".{vocabulary.PUBLIC}" in heading.text
            if means_by_title(title, editions) and not is_public:
                yield _slip("a tab", heading.text, (heading.line, 1))


def _are_blank(reading: Reading, first: int, end: int) -> bool:
    return end > 0 and all(reading.is_blank(n) for n in range(first, end))


def _tag_slips(reading: Reading) -> Iterator[Slip]:
    """Find elements that HTML does not have, such as those of MDX and PreTeXt."""
    for paragraph in reading.paragraphs:
        for tag in tags.ANY.finditer(paragraph.text) if "<" in paragraph.text else ():
            name, attributes = tag["name"], tag["attributes"]
            before = paragraph.text[max(0, tag.start() - 1) : tag.start()]
            if (
                not name
                or before.isalnum()
                or tag["end"]
                or name.lower() in HTML
                or "@" in name
                or ":" in name
            ):
                continue
            values = [value for _, value in tags.pairs(attributes)]
            is_answer = is_kind_of_answer(name, frozenset()) and answer_words.names_answer(name)
            if is_answer or any(means_by_title(value, frozenset()) for value in values):
                yield _slip("an element that HTML does not have", tag[0], paragraph.place(tag.start()))

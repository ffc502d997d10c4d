"""Find questions whose right choice is marked: in the notation of a quiz, by a tick, or by how it looks."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coursebuild.lint.answers.announcements import Public, public_parts
from coursebuild.lint.slip import Slip
from coursebuild.model import Place, Reading, short, vocabulary
from coursebuild.source import LIST_MARKER, read_attributes

_EXERCISE = frozenset({"exercise", "exo"})
_QUIZ = frozenset({vocabulary.QUIZ})
_COST = frozenset({"minutes", "points"})
_EMPTY_BOX = r"\[ ?\]|\( ?\)|\[\( ?\)\]|\[\[ ?\]\]"
_CHOICE = re.compile(
    rf"(?P<indent>[ \t>]*)(?:(?:{LIST_MARKER}|\u2022)[ \t]+(?P<text>\S.*)"
    rf"|(?P<starred>\*?[A-Za-z0-9]{{1,2}}[.)][ \t]+\S.*)|(?P<boxed>(?:{_EMPTY_BOX}|\[?[(\[][xX][)\]]).*))"
)
_NUMBERED = re.compile(r"[ \t>]*\(?(?:\d{1,3}|[A-Za-z])[.)][ \t]")
_LEADS_ON = re.compile(r"(?<!:)\b\w+[ \u00a0\u202f]?:[*_]*\Z")  # but not `:tick:`
_TRUTH = re.compile(r"(?i)\W*(?:true|false|vraie?|fausse|faux|yes|no|oui|non|richtig|falsch)\W*")
_BRACES = re.compile(r"\{(?P<held>[^{}`]+)\}")
_GIFT_ANSWER = re.compile(
    r"(?:\A|\n)[ \t]*=[^=]|~%-?\d|\A\s*(?:TRUE|FALSE)\s*(?:#.*)?\Z|\A\s*#[+-]?[\d.]+(?::|\.\.)[+-]?\d",
    re.DOTALL,
)
_GIFT_SHORT = re.compile(r"\s*(?:[TF]|#[+-]?\d[\d.]*)\s*")  # after a question, or the end of a sentence
_ASKED = re.compile(r"[.?!:][ \t]?\Z")


class _Choice(NamedTuple):
    line: int
    column: int
    text: str
    typed: str  # the text with what is before it, such as `b)`


class _Question(NamedTuple):
    """The choices below a line of text, of which `numbered` tells whether it is a list's numbered item."""

    lead: str
    numbered: bool
    indent: int
    choices: list[_Choice]

    @property
    def asks(self) -> bool:
        """Whether the text before the choices asks for one: "Which …?", or "2. The default port is:"."""
        if all(_TRUTH.fullmatch(choice.text) for choice in self.choices):
            return True
        lead = self.lead.rstrip(" \t*_")
        leads_on = any(map(_LEADS_ON.search, (choice.text for choice in self.choices)))
        return "?" in lead or (self.numbered and lead.endswith(":") and not leads_on)


class _Mark(NamedTuple):
    """A way to mark the right one of some choices.

    The others have to match `other`. What is `certain` belongs to a quiz, whatever the text before it.
    """

    right: re.Pattern[str]
    other: re.Pattern[str]
    says: str
    certain: bool = False
    typed: bool = False  # whether the list's marker tells

    def is_on(self, choice: _Choice) -> bool:
        return bool(self.right.fullmatch(choice.typed if self.typed else choice.text))

    def allows(self, choice: _Choice) -> bool:
        return bool(self.other.fullmatch(choice.typed if self.typed else choice.text))


def _mark(right: str, other: str, says: str, *, certain: bool = False, typed: bool = False) -> _Mark:
    return _Mark(re.compile(f"(?i){right}"), re.compile(f"(?i){other}"), says, certain, typed)


_END = r"[.,;]?"
_MARKS = (
    _mark(r"\(x\).*", r"\( ?\).*", "marks the right choice of a quiz", certain=True),
    _mark(r"\[\(x\)\].*", r"\[\( ?\)\].*", "marks the right choice of LiaScript", certain=True),
    _mark(r"\[\[x\]\].*", r"\[\[ ?\]\].*", "marks the right choice of LiaScript", certain=True),
    _mark(r"\*\w\w?[.)].*", r"\w\w?[.)].*", "marks the right choice of text2qti", certain=True, typed=True),
    _mark(r"\+.*", r"-.*", "has a `+`, as right choices have in AMC,", typed=True),
    _mark(r"\[x\][ \t].*", r"\[ \][ \t].*", "is ticked"),
    _mark(r".*[\u2611\u2713\u2714\u2705].*", r"[^\u2611\u2713\u2714\u2705]*", "has a tick"),
    _mark(r"[^\u2715-\u2718\u274c]*", r".*[\u2715-\u2718\u274c].*", "has no cross"),
    _mark(r".*:(?:white_|heavy_)check_mark:.*", r".*", "has a tick"),
    _mark(r"(?:(?!~~).)*", r"~~.+~~" + _END, "is not struck out"),
    _mark(r"\*\*(?:(?!\*\*).)+\*\*" + _END, r".*", "is bold"),
    _mark(r"__(?:(?!__).)+__" + _END, r".*", "is bold"),
    _mark(r"==(?:(?!==).)+==" + _END, r".*", "is highlighted"),
    _mark(r"[*_][^*_]+[*_]" + _END, r".*", "is in italics"),
    _mark(r"<(b|strong|em|i|u|mark|ins|span)\b[^>]*>.*</\1>" + _END, r".*", "looks different"),
    _mark(r"\[[^\[\]]+\]\{[^{}]+\}" + _END, r"[^{}]*", "looks different"),
    _mark(
        r".*\((?:correct|right|juste|bonne r[ée]ponse|richtig|correct[oa])\).*", r".*", "is said to be right"
    ),
)


def choice_slips(
    reading: Reading, is_for_students: Callable[[Place], bool], public: Public
) -> Iterator[Slip]:
    """Yield a slip for each question whose choices show students which is right.

    A quiz in another tool's notation is refused. What only looks different among the choices of a question
    may be meant for everybody: a build warns of it, and `coursebuild verify` wants it to be public.
    """
    open_parts = public_parts(reading)
    exercises = list(_exercises(reading))
    quizzes = list(_fenced(reading, _QUIZ))

    def is_within(parts: list[tuple[int, int]], line: int) -> bool:
        return any(first <= line <= last for first, last in parts)

    for question in _questions(reading):
        if is_within(quizzes, question.choices[0].line):
            continue  # whose ticks students do not see
        asks = question.asks or is_within(exercises, question.choices[0].line)
        for mark in _MARKS:
            choice = _right_choice(question, mark)
            if choice and (mark.certain or asks):
                place = choice.line, choice.column
                is_public = public.has(choice.text) or is_within(open_parts, choice.line)
                if is_for_students(place) and (mark.certain or not is_public):
                    code = "CB120" if mark.certain else "CB148"
                    where = "" if mark.certain else " among the choices of a question"
                    yield Slip(code, f"`{short(choice.text)}` {mark.says}{where}", place)
                break
    yield from _moodle_slips(reading, is_for_students)


def _moodle_slips(reading: Reading, is_for_students: Callable[[Place], bool]) -> Iterator[Slip]:
    """Find questions in Moodle's GIFT: `{=right ~wrong}`, on one line or on several."""
    headings = {heading.line for heading in reading.headings}  # which may have such an identifier
    for paragraph in reading.paragraphs:
        for found in _BRACES.finditer(paragraph.text) if "{" in paragraph.text else ():
            place = paragraph.place(found.start())
            before = paragraph.text[: found.start()]
            may_be_short = place[0] not in headings and _ASKED.search(before)
            is_gift = _GIFT_ANSWER.search(found["held"]) or (
                may_be_short and _GIFT_SHORT.fullmatch(found["held"])
            )
            if is_gift and not before.endswith("`") and is_for_students(place):
                message = f"`{short(found[0].strip())}` holds the answer to a question of Moodle"
                yield Slip("CB120", message, place)


def _right_choice(question: _Question, mark: _Mark) -> _Choice | None:
    """Return the first choice that is marked, if not all are."""
    others = [choice for choice in question.choices if not mark.is_on(choice)]
    if not 0 < len(others) < len(question.choices) or not all(map(mark.allows, others)):
        return None
    return next(filter(mark.is_on, question.choices))


def _questions(reading: Reading) -> Iterator[_Question]:
    """Yield two or more choices with the same indentation, and the text before the first."""
    for pieces in reading.texts():
        open_: list[_Question] = []
        lead, is_numbered = "", False
        for line, start, text in pieces:
            if not text.strip(" \t>"):
                continue
            found = _CHOICE.match(text)
            indent = len(text) - len(text.lstrip(" \t>"))
            while open_ and (open_[-1].indent > indent or (open_[-1].indent == indent and not found)):
                yield from _whole(open_.pop())
            if found:
                group = next(name for name in ("text", "starred", "boxed") if found[name])
                choice = _Choice(
                    line, start + found.start(group) + 1, found[group].rstrip(), text.strip(" \t>")
                )
                if open_ and open_[-1].indent == indent:
                    open_[-1].choices.append(choice)
                else:
                    open_.append(_Question(lead, is_numbered, indent, [choice]))
            lead, is_numbered = text, bool(_NUMBERED.match(text))
        while open_:
            yield from _whole(open_.pop())


def _whole(question: _Question) -> Iterator[_Question]:
    if len(question.choices) > 1:
        yield question


def _exercises(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each exercise: a box, or the section of a heading."""
    yield from _fenced(reading, _EXERCISE)
    for heading in reading.headings:
        _, brace, block = heading.text.rpartition("{")
        attributes = read_attributes(brace + block) if brace else None
        if attributes and not (
            _EXERCISE.isdisjoint(attributes.classes) and _COST.isdisjoint(dict(attributes.pairs))
        ):
            following = (other.line for other in reading.headings if other.line > heading.line)
            yield heading.line, next(following, len(reading.lines) + 1) - 1


def _fenced(reading: Reading, classes: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each fenced div that has one of these classes."""
    for fence in reading.fences:
        if fence.opens and not classes.isdisjoint(read_attributes(fence.text).classes):
            yield fence.line, fence.partner or len(reading.lines)

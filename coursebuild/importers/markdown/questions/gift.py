"""Turn questions in Moodle's GIFT, each of which is a paragraph: `Who? {=right ~wrong}`."""

import re
from collections.abc import Iterator

from coursebuild.importers.draft import HIDDEN, KEPT, Draft
from coursebuild.importers.markdown import front_matter
from coursebuild.importers.markdown.questions import quiz
from coursebuild.importers.markdown.questions.quiz import Answer
from coursebuild.model import short

_QUESTION = re.compile(
    r"(?:::(?P<name>.*?)::)?[ \t]*(?:\[(?:markdown|html|plain|moodle)\])?(?P<before>(?:\\.|[^{}\\])*)"
    r"\{(?P<held>(?:\\.|[^{}\\])*)\}(?P<after>(?:\\.|[^{}\\])*)",
    re.DOTALL,
)
_ANSWER = re.compile(r"(?P<sign>[=~])(?:%(?P<share>-?[\d.]+)%)?(?P<text>(?:\\.|[^=~\\])*)", re.DOTALL)
_TRUTH = re.compile(r"\s*(?P<value>T|F|TRUE|FALSE)\s*(?:#.*)?", re.DOTALL)
_NUMBER = re.compile(
    r"\s*#(?P<first>[+-]?\d+(?:\.\d+)?)(?:(?P<sign>:|\.\.)(?P<second>[+-]?\d+(?:\.\d+)?))?\s*(?:#.*)?"
)
_FEEDBACK = re.compile(r"(?<!\\)#")
_PAIR = re.compile(r"(?P<left>.*?)\s*->\s*(?P<right>.+)", re.DOTALL)
_ESCAPED = re.compile(r"\\([~=#{}:])")
_WORDS = {
    "fr": ("Vrai", "Faux"),
    "de": ("Wahr", "Falsch"),
    "es": ("Verdadero", "Falso"),
    "": ("True", "False"),
}
_GAP = r"\_\_\_\_\_\_"


def turn_gift(draft: Draft) -> None:
    """Rewrite each paragraph that is a question; one that is not understood stays, and is refused."""
    for first, last in reversed([*_paragraphs(draft)]):
        found = _QUESTION.fullmatch("\n".join(line.text for line in draft.lines[first - 1 : last]))
        new = _turned(draft, found) if found else None
        if found is None or new is None:
            continue
        number = draft.lines[first - 1].number
        draft.tell(
            number, HIDDEN, f"the answers to `{short(found['before'].strip())}` are for instructors alone"
        )
        if found["name"]:
            draft.tell(number, KEPT, f"the name `{short(found['name'])}` of a question is left out")
        draft.replace(first, last, new)


def _paragraphs(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each paragraph that is in no list and no quotation."""
    prose = draft.read().prose
    first = 0
    for number, (line, is_prose) in enumerate(zip([*draft.lines, None], [*prose, False], strict=True), 1):
        is_text = line is not None and is_prose and bool(line.text.strip()) and line.text[:1] not in "#>:|-*+"
        is_question = line is not None and is_prose and line.text.startswith("::") and line.text[2:3] != ":"
        if (is_text or is_question) and not first:
            first = number
        elif first and (line is None or not line.text.strip()):
            yield first, number - 1
            first = 0


def _turned(draft: Draft, found: re.Match[str]) -> list[str] | None:
    """Return the lines for a question; None if it is none, or of an unknown kind."""
    held, after = found["held"], found["after"].strip()
    question = _plain(found["before"]).rstrip()
    question = f"{question} {_GAP} {_plain(after)}" if after.strip(".") else question + after
    if not held.strip():
        return question.split("\n") if found["name"] else None
    if not question.strip() or question.endswith("`"):  # it is code, with the name of its language
        return None
    if truth := _TRUTH.fullmatch(held):
        words = _WORDS.get(front_matter.language(draft)[:2].lower(), _WORDS[""])
        is_true = truth["value"].startswith("T")
        return quiz.choices(question, [Answer(words[0], is_true), Answer(words[1], not is_true)])
    if number := _NUMBER.fullmatch(held):
        return quiz.written(question, [Answer(_number(number))])
    return _with_answers(question, held)


def _number(found: re.Match[str]) -> str:
    """Return a number with its tolerance, also of one that is between two."""
    if found["sign"] == "..":
        least, most = float(found["first"]), float(found["second"])
        return f"{(least + most) / 2:g} ± {(most - least) / 2:g}"
    return f"{found['first']} ± {found['second']}" if found["second"] else found["first"]


def _with_answers(question: str, held: str) -> list[str] | None:
    answers = [*_ANSWER.finditer(held)]
    if not answers or held[: answers[0].start()].strip():
        return None
    texts = [_answer(found) for found in answers]
    if not all(answer.text for answer in texts):
        return None
    if any(found["sign"] == "~" for found in answers):
        return quiz.choices(question, texts) if any(answer.is_right for answer in texts) else None
    pairs = [_PAIR.fullmatch(answer.text) for answer in texts]
    if all(pairs):
        both = [(pair["left"], pair["right"]) for pair in pairs if pair]
        is_clear = all(left and " = " not in f"{left}{right}" for left, right in both)
        return quiz.written(question, [Answer(f"{a} = {b}") for a, b in both]) if is_clear else None
    first, *others = texts
    reason = "; ".join(filter(None, (first.reason, *(other.text for other in others))))
    return quiz.written(question, [first._replace(reason=reason)])


def _answer(found: re.Match[str]) -> Answer:
    text, *feedback = _FEEDBACK.split(found["text"], maxsplit=1)
    share = float(found["share"] or 0) if (found["share"] or "0").count(".") < 2 else 0  # noqa: PLR2004
    is_right = found["sign"] == "=" or share > 0
    return Answer(_plain(text).strip(), is_right, _plain("".join(feedback)).strip("# \t\n"))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)

"""Write questions in GIFT (docs.moodle.org, “GIFT format”)."""

import re

from coursebuild.moodle.questions import Answer, Kind, Question, number_of, plain, read_questions
from coursebuild.moodle.xml import in_category, shares

_SPECIAL = re.compile(r"[\\~=#{}:]")


def gift(html: str) -> str:
    """Return a text with the questions of a page, in a category of its title."""
    category, questions = read_questions(html)
    parts = [f"$CATEGORY: $course$/top/{in_category(category)}", *map(_question, questions)]
    return "\n\n".join(parts) + "\n"


def _question(question: Question) -> str:
    answers = _answers(question)
    inside = "\n".join(["", *answers, ""]) if len(answers) > 1 else answers[0]
    return f"::{_escaped(question.name)}::[html]{_escaped(question.text)} {{{inside}}}"


def _answers(question: Question) -> list[str]:
    if question.kind is Kind.SINGLE:
        return [f"{'=' if a.is_right else '~'}[html]{_escaped(a.text)}{_reason(a)}" for a in question.answers]
    if question.kind is Kind.MULTIPLE:
        right, wrong = shares(question)
        return [
            f"~%{right if a.is_right else wrong}%[html]{_escaped(a.text)}{_reason(a)}"
            for a in question.answers
        ]
    if question.kind is Kind.MATCHING:
        return [f"=[html]{_escaped(a.text)} -> {_escaped(plain(a.pair))}" for a in question.answers]
    (answer,) = question.answers
    if number := number_of(answer):
        return [f"#{number.value}:{number.tolerance}{_reason(answer)}"]
    text = plain(answer.text).replace("*", r"\*")  # which would stand for any letters
    return [f"={_escaped(text)}{_reason(answer)}"]


def _reason(answer: Answer) -> str:
    return f"#[html]{_escaped(answer.reason)}" if answer.reason else ""


def _escaped(text: str) -> str:
    r"""Escape what has a meaning in GIFT; a line's end, as a blank line would end the question, is `\n`."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")

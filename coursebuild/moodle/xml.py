"""Write questions as Moodle XML (docs.moodle.org, “Moodle XML format”)."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from coursebuild.moodle.questions import Answer, Kind, Question, number_of, plain, read_questions

_IMAGE = re.compile(r'src="data:image/(?P<type>[\w.+-]+);base64,(?P<data>[^"]*)"')
_TYPES = {Kind.SINGLE: "multichoice", Kind.MULTIPLE: "multichoice", Kind.MATCHING: "matching"}
_SUFFIXES = {"svg+xml": "svg", "jpeg": "jpg"}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moodle_xml(html: str) -> str:
    """Return an XML file with the questions of a page, in a category of its title."""
    category, questions = read_questions(html)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<quiz>",
        '<question type="category">',
        f"<category>{_text(f'$course$/top/{in_category(category)}')}</category>",
        "</question>",
    ]
    for question in questions:
        lines += _question(question)
    return "\n".join([*lines, "</quiz>", ""])


def in_category(title: str) -> str:
    """Return the name of a category, in whose path a slash parts two."""
    return title.replace("/", "//")


def shares(question: Question) -> tuple[str, str]:
    """Return the percents that a right choice adds, and that a wrong one takes: all together give none."""
    right = sum(answer.is_right for answer in question.answers)
    wrong = len(question.answers) - right
    taken = 0 if question.kind is Kind.SINGLE or not wrong else -100 / wrong
    return f"{100 / right:.7g}", f"{taken:.7g}"


def _question(question: Question) -> Iterator[str]:
    number = number_of(question.answers[0]) if question.kind is Kind.WRITTEN else None
    kind = _TYPES.get(question.kind, "numerical" if number else "shortanswer")
    yield f'<question type="{kind}">'
    yield f"<name>{_text(question.name)}</name>"
    yield _html("questiontext", question.text)
    yield "<defaultgrade>1</defaultgrade>"
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        yield f"<single>{'true' if question.kind is Kind.SINGLE else 'false'}</single>"
        yield "<shuffleanswers>true</shuffleanswers>"
        yield "<answernumbering>none</answernumbering>"
        right, wrong = shares(question)
        for answer in question.answers:
            yield _answer(answer, right if answer.is_right else wrong)
    elif question.kind is Kind.MATCHING:
        yield "<shuffleanswers>true</shuffleanswers>"
        for answer in question.answers:
            pair = f"<answer>{_text(plain(answer.pair))}</answer>"
            yield _html("subquestion", answer.text, pair)
    else:
        (answer,) = question.answers
        text = number.value if number else plain(answer.text).replace("*", r"\*")
        feedback = _html("feedback", answer.reason)
        tolerance = f"<tolerance>{number.tolerance}</tolerance>" if number else ""
        yield "" if number else "<usecase>0</usecase>"
        inside = f"{_text(text)}{feedback}{tolerance}"
        yield f'<answer fraction="100" format="moodle_auto_format">{inside}</answer>'
    yield "</question>"


def _answer(answer: Answer, share: str) -> str:
    feedback = _html("feedback", answer.reason)
    return _html("answer", answer.text, feedback, f' fraction="{share}"')


def _html(name: str, html: str, more: str = "", attributes: str = "") -> str:
    """Return an element that holds HTML, with its images as files."""
    files: list[str] = []

    def as_file(image: re.Match[str]) -> str:
        file = f"image{len(files) + 1}.{_SUFFIXES.get(image['type'], image['type'])}"
        files.append(f'<file name="{file}" path="/" encoding="base64">{image["data"]}</file>')
        return f'src="@@PLUGINFILE@@/{file}"'

    text = _text(_IMAGE.sub(as_file, html))
    return f'<{name}{attributes} format="html">{text}{"".join(files)}{more}</{name}>'


def _text(text: str) -> str:
    return f"<text>{escape(_NOT_IN_XML.sub('', text))}</text>"

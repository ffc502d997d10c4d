"""Show questions: boxes to tick, lines to write on, and in editions with corrections the right answers.

    ::: {data-quiz-single=""}
    - [☒]{.correction}☐ `ls`
    - ☐ `cd`
    :::

`coursebuild/pandoc/quizzes` makes such fenced divs of `::: quiz`. Where filters/conditions.py left the tick,
the box is ticked and the choice is said to be right. The reason of an answer is a fenced div of its own. Of
`[chmod]{.blank}`, filters/conditions.py left the words or a line; they are numbered, for screen readers.

    pandoc --filter filters/conditions.py --filter filters/quizzes.py lesson.md
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import panflute as pf

PREFIX = "data-quiz-"  # of the attribute of a question, and of a reason
EMPTY, TICKED = "☐", "☒"
BLANK, LINE = "blank", "blank-line"
CORRECTIONS = frozenset({"correction", "solution"})
LABELS = Path(__file__).resolve().parent.parent / "templates" / "labels.toml"


def transform(doc: pf.Doc) -> pf.Doc:
    questions: list[Any] = []
    blanks: list[Any] = []

    def collect(element: Any, *, inside_correction: bool) -> None:
        classes = getattr(element, "classes", ())
        if isinstance(element, pf.Div) and any(key.startswith(PREFIX) for key in element.attributes):
            questions.append(element)
        elif isinstance(element, (pf.Span, pf.Code)) and not {BLANK, LINE}.isdisjoint(classes):
            blanks.extend([] if inside_correction else [element])
            return
        inside_correction = inside_correction or not CORRECTIONS.isdisjoint(classes)
        for child in _children(element):
            collect(child, inside_correction=inside_correction)

    collect(doc, inside_correction=False)
    if questions or blanks:
        labels = doc.get_metadata("labels") or _labels(doc.get_metadata("lang") or "en")
        for question in questions:
            _show_question(question, labels)
        for number, blank in enumerate(blanks, 1):
            _show_blank(blank, number, labels)
    return doc


def _children(element: Any) -> Iterator[Any]:
    for child in element._children:  # noqa: SLF001 (panflute has no other name for the fields with content)
        value = getattr(element, child)
        yield from (
            value
            if isinstance(value, pf.ListContainer)
            else (value,)
            if isinstance(value, pf.Element)
            else ()
        )


def _show_question(question: Any, labels: Mapping[str, str]) -> None:
    key = next(key for key in question.attributes if key.startswith(PREFIX))
    kind = key.removeprefix(PREFIX)
    del question.attributes[key]
    if kind == "reason":
        question.classes = [name for name in question.classes if name not in CORRECTIONS] + ["quiz-reason"]
        return
    question.classes = [*question.classes, "quiz-question", f"quiz-{kind}"]
    if kind == "multiple":
        hint = pf.Span(*_words(labels["several_answers"]), classes=["quiz-hint"])
        question.content.insert(len(question.content) - 1, pf.Plain(hint))
    if kind in ("single", "multiple"):
        for item in question.content[-1].content:
            _show_choice(item, labels)


def _show_choice(item: Any, labels: Mapping[str, str]) -> None:
    """Tick the box of a choice that begins with a tick, and say after its text that it is right."""
    first = item.content[0]
    tick = first.content[0] if first.content else None
    if isinstance(tick, pf.Span) and pf.stringify(tick).strip() == TICKED:
        right = pf.Span(*_words(labels["right_answer"]), classes=["quiz-right"])
        first.content = [pf.Str(TICKED), *list(first.content)[2:], pf.Space(), right]


def _words(text: str) -> list[Any]:
    return [inline for word in text.split(" ") for inline in (pf.Space(), pf.Str(word))][1:]


def _show_blank(blank: Any, number: int, labels: Mapping[str, str]) -> None:
    name = labels["blank"].replace("{n}", str(number))
    if LINE in blank.classes:
        blank.content = [pf.Str(str(number))]
        blank.attributes |= {"role": "img", "aria-label": name}
    else:
        blank.attributes["title"] = name


def _labels(lang: str) -> Mapping[str, str]:
    import tomllib  # noqa: PLC0415 (only needed if the filter runs alone)

    table = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    return {**table["en"], **table.get(str(lang).split("-")[0].lower(), {})}


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

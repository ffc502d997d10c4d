"""Turn the quizzes of MkDocs' plugin, in both of its notations: `<?quiz?>` and `<quiz>`."""

import re
from collections.abc import Sequence

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.markdown.questions import quiz
from coursebuild.importers.markdown.questions.quiz import Answer

_OPENING = re.compile(r"<(?P<sign>\??)quiz\b[^<>]*>[ \t]*")
_FIELD = re.compile(r"(?P<name>question|answer-correct|answer|content):[ \t]*(?P<text>.*)")
_BOX = re.compile(r"[-*+][ \t]+\[(?P<box>[ xX])\][ \t]+(?P<text>.+)")


def turn_quizzes(draft: Draft) -> None:
    """Rewrite each quiz; one that is not understood stays, and is refused."""
    codes = [(code.line, code.last or len(draft.lines)) for code in draft.read().codes]
    for first in range(len(draft.lines), 0, -1):
        found = _OPENING.fullmatch(draft.lines[first - 1].text)
        if not found or any(start <= first <= end for start, end in codes):
            continue
        closing = "<?/quiz?>" if found["sign"] else "</quiz>"
        following = (
            n for n, line in enumerate(draft.lines[first:], first + 1) if line.text.strip() == closing
        )
        last = next(following, 0)
        texts = [line.text for line in draft.lines[first : last - 1]] if last else []
        if new := (_of_fields if found["sign"] else _of_boxes)(texts):
            number = draft.lines[first - 1].number
            draft.tell(number, HIDDEN, "the answers to this question are for instructors alone")
            draft.replace(first, last, new)


def _of_fields(lines: Sequence[str]) -> list[str]:
    """Return the question of lines such as `answer-correct: yes`; nothing if they are none."""
    question, answers, content = "", list[Answer](), None
    for line in lines:
        found = _FIELD.fullmatch(line) if content is None else None
        if found is None:
            if content is None and line.strip():
                return []
            content = content if content is None else [*content, line]
        elif found["name"] == "question":
            question = found["text"]
        elif found["name"] == "content":
            content = [found["text"]]
        else:
            answers.append(Answer(found["text"].strip(), found["name"] == "answer-correct"))
    return _written(question, answers, content or ())


def _of_boxes(lines: Sequence[str]) -> list[str]:
    """Return the question of a text with a list of boxes; what follows the list is about all of them."""
    found = [_BOX.fullmatch(line) for line in lines]
    boxes = [at for at, box in enumerate(found) if box]
    if not boxes or any(lines[at].strip() for at in range(boxes[0], boxes[-1]) if not found[at]):
        return []
    answers = [Answer(box["text"].strip(), box["box"] != " ") for box in found if box]
    return _written("\n".join(lines[: boxes[0]]), answers, lines[boxes[-1] + 1 :])


def _written(question: str, answers: Sequence[Answer], about: Sequence[str]) -> list[str]:
    is_complete = question.strip() and len(answers) > 1 and any(answer.is_right for answer in answers)
    return quiz.choices(question, answers, about) if is_complete and all(a.text for a in answers) else []

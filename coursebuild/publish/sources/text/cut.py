"""Cut an author's text to what students see of it, by lines and columns: the rest stays as it was typed."""

from collections.abc import Mapping

from coursebuild.model import Audiences, Document
from coursebuild.publish.sources.dates import dates_around
from coursebuild.publish.sources.text import comments, front_matter, gaps, inlines, labels
from coursebuild.publish.sources.text.blocks import code, divs, headings, tables
from coursebuild.publish.sources.text.blocks.quizzes import copies_of_quizzes
from coursebuild.publish.sources.text.conditions import Seen, Students
from coursebuild.publish.sources.text.definitions import used_lines
from coursebuild.publish.sources.text.edits import apply, without_lines
from coursebuild.publish.sources.text.inclusions import Inclusions
from coursebuild.source import read_lines


def cut(document: Document, audiences: Audiences, starters: Mapping[str, str], seen: Seen) -> str:
    """The text of a document as students get it.

    `starters` are the texts of the files that they start from, by their real paths: code of these files
    stays included. `seen` is what pages show of names. Raises: NotCutError.
    """
    source, reading = document.source, document.source.reading
    students = Students(audiences, dates_around(document, audiences), seen)
    quizzes = copies_of_quizzes(document, audiences)
    end = front_matter.end(reading.lines)
    edits = [
        *(without_lines(1, end) if end else ()),
        *divs.edits(reading, students, quizzes),
        *headings.edits(reading, students),
        *code.edits(reading, students, Inclusions(source, starters)),
        *inlines.edits(reading, students, {*headings.places(reading), *tables.captions(reading)}),
        *tables.edits(reading, students),
        *comments.edits(reading, end),
        *labels.edits(reading),
    ]
    edited = divs.without_empty(reading, apply(reading.lines, edits))
    lines = gaps.numbered(edited)
    texts = [text for _, text in lines]
    prose = read_lines("\n".join(texts), source.location.kinds).prose
    used = used_lines(texts, prose)
    kept, is_prose = [lines[n] for n in used], [prose[n] for n in used]
    texts = labels.numbered([text for _, text in kept], is_prose, seen.words)
    numbers = [number for number, _ in kept]
    closed = gaps.closed(reading, [*zip(numbers, texts, strict=True)], is_prose)
    body = "\n".join(closed).strip("\n")
    head = "\n".join(front_matter.cut(reading.lines[:end], _opened(audiences), body))
    return f"{head}\n{body}\n".lstrip("\n")


def _opened(audiences: Audiences) -> str:
    """The date of all corrections, if it has come."""
    return audiences.date if audiences.has_come(audiences.date) else ""

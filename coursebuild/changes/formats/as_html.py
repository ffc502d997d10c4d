"""A report as one file of HTML, in the look of the course's pages."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

from coursebuild.changes.blocks import Kind
from coursebuild.changes.compare import Change, How, Piece
from coursebuild.changes.formats.wording import Words, is_other_picture
from coursebuild.changes.report import ChangesReport, LessonChanges, View
from coursebuild.model import printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAGS = {" ": "", "-": "del", "+": "ins"}
_STYLE = Path(__file__).with_name("report.css")


class PageLook(NamedTuple):
    """What a report has of the look of pages: colours by scheme and name, a font, and base.css."""

    colours: Mapping[str, Mapping[str, str]]
    font: str
    style: str
    course: str = ""  # the title of the course


def as_html(report: ChangesReport, look: PageLook) -> str:
    """The report; all that authors typed is text in it, and it loads and runs nothing."""
    words = Words(report.language, _as_code)
    title = escape(words.title(report))
    style = look.style.replace("</", r"<\/")  # which ends no element, and means the same
    head = [
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="robots" content="noindex">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<style>{style}</style>",
        f"<style>{_colours(look)}{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>",
        f'<a class="skip" href="#changes">{escape(words.say("skip"))}</a>',
    ]
    return "\n".join([*head, *_body(report, words, title, look.course), "</body>\n</html>", ""])


def _body(report: ChangesReport, words: Words, title: str, course: str) -> Iterator[str]:
    yield '<header class="title-block">'
    if course:
        yield f'<p class="course">{_safe(course)}</p>'
    yield f"<h1>{title}</h1>\n</header>\n<main>\n<p>{words.compared(report)}</p>"
    if report.has_corrections:
        yield f'<p class="warning">{escape(words.say("corrections"))}</p>'
    if len(report.lessons) > 1:
        yield from _contents(report, words)
    yield '<div id="changes">'
    for number, lesson in enumerate(report.lessons, 1):
        yield from _lesson(number, lesson, words)
    yield from (f"<p><strong>{escape(sentence)}</strong></p>" for sentence in words.conclusions(report))
    yield "</div>\n</main>"


def _contents(report: ChangesReport, words: Words) -> Iterator[str]:
    yield f'<nav aria-label="{escape(words.say("contents"))}">\n<ul class="contents">'
    for number, lesson in enumerate(report.lessons, 1):
        name = f'<a href="#lesson-{number}">{_safe(lesson.name)}</a>'
        counts = "\n".join(f"<span>{escape(words.summary(view))}</span>" for view in lesson.views)
        yield f"<li>{name} <p>{counts or words.state(lesson)}</p></li>"
    yield "</ul>\n</nav>"


def _colours(look: PageLook) -> str:
    light, dark = (
        "".join(f"--{name}: {colour}; " for name, colour in look.colours[scheme].items())
        for scheme in ("light", "dark")
    )
    font = "".join(c for c in look.font if c.isalnum() or c in " -")
    return (
        f':root {{ {light}color-scheme: light; --font: "{font}"; }}\n'
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}color-scheme: dark; }} }}\n"
    )


def _lesson(number: int, lesson: LessonChanges, words: Words) -> Iterator[str]:
    yield f'<section>\n<h2 id="lesson-{number}">{_as_code(lesson.name)}</h2>'
    if state := words.state(lesson):
        yield f"<p>{state}</p>"
    for view in lesson.views:
        yield f"<h3>{escape(words.heading(view))}</h3>"
        is_other = lesson.lang.partition("-")[0].lower() not in ("", words.language)
        lang = f' lang="{escape(lesson.lang)}"' if is_other else ""
        yield from _view(view, words, lang)
    yield "</section>"


def _view(view: View, words: Words, lang: str) -> Iterator[str]:
    """The changes of a view; `lang` is the attribute of what authors typed."""
    heading = None
    for change in view.changes:
        if change.block.heading != heading:
            heading = change.block.heading
            yield f"<h4{lang}>{_safe(heading)}</h4>" if heading else f"<h4>{words.say('at-top')}</h4>"
        said = [words.became(change)]
        said += [words.kind(change.block)] if change.block.kind is not Kind.TEXT else []
        said += [words.say("another-picture")] if is_other_picture(change) else []
        kind = escape(", ".join(said))
        if shown := words.shown(change):
            kind += f", <strong>{escape(shown)}</strong>"
        tag = "pre" if change.block.kind is Kind.CODE else "p"
        text = f'<{tag}{lang} dir="auto">{_text(change)}</{tag}>'
        yield f'<div class="change {change.how}">\n<p class="kind">{kind}</p>\n{text}\n</div>'


def _text(change: Change) -> str:
    whole = "-" if change.how is How.GONE else " "
    pieces = change.pieces or (Piece(whole, change.block.text),)
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    text = "\n".join(map(_safe, piece.text.split("\n")))
    tag = _TAGS[piece.sign]
    return f"<{tag}>{text}</{tag}>" if tag else text


def _as_code(text: str) -> str:
    return f"<code>{_safe(text)}</code>"


def _safe(text: str) -> str:
    return escape(printable(text.expandtabs(4)))

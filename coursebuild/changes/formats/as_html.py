"""A report as one file of HTML, in the colours and the font of the course's pages."""

from collections.abc import Iterator, Mapping
from html import escape

from coursebuild.changes.blocks import Kind
from coursebuild.changes.compare import Change, How, Piece
from coursebuild.changes.formats import wording
from coursebuild.changes.report import LessonChanges, Report, View
from coursebuild.model import printable

Colours = Mapping[str, Mapping[str, str]]  # by scheme and name, as in templates/palette.toml

_USED = ("ink", "muted", "paper", "sunken", "line", "accent", "danger", "danger-tint", "tip", "tip-tint")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAGS = {" ": "", "-": "del", "+": "ins"}
_STYLE = """
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 52rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 var(--font), "Fira Sans", system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: 1.2rem; }
h2 code { font-size: 1em; font-weight: 600; }
h3 { margin: 1.25rem 0 .5rem; color: var(--accent); font-size: 1rem; }
h4 { margin: 1rem 0 .25rem; color: var(--muted); font-size: .875rem; font-weight: 600; }
.warning { padding: .5rem .75rem; border-left: 4px solid var(--danger); background: var(--danger-tint); }
.change { margin: .4rem 0; padding: .35rem .75rem; border-left: 4px solid var(--line);
  background: var(--sunken); overflow-wrap: anywhere; }
.change.new { border-color: var(--tip); }
.change.gone { border-color: var(--danger); }
.change p { margin: 0; }
.kind { color: var(--muted); font-size: .8125rem; }
pre { margin: 0; overflow-x: auto; white-space: pre-wrap; }
pre, code { font: .875rem/1.45 "Fira Code", ui-monospace, monospace; }
ins { background: var(--tip-tint); color: var(--tip); text-decoration: underline; }
del { background: var(--danger-tint); color: var(--danger); text-decoration: line-through; }
"""


def as_html(report: Report, colours: Colours, font: str) -> str:
    """The report; all that authors typed is text in it, and it loads and runs nothing."""
    title = escape(wording.title(report))
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{title}</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="robots" content="noindex">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<style>{_colours(colours, font)}{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
            f"<p>{wording.compared(report, _as_code)}</p>",
            *([f'<p class="warning">{escape(wording.CORRECTIONS)}</p>'] if report.has_corrections else []),
            *(part for lesson in report.lessons for part in _lesson(lesson)),
            *(f"<p><strong>{escape(sentence)}</strong></p>" for sentence in wording.conclusions(report)),
            "</main>\n</body>\n</html>",
        ]
    )


def _colours(colours: Colours, font: str) -> str:
    light, dark = (
        "".join(f"--{name}: {colours[scheme][name]}; " for name in _USED) for scheme in ("light", "dark")
    )
    safe = "".join(c for c in font if c.isalnum() or c in " -")
    return (
        f':root {{ {light}--font: "{safe}"; }}\n'
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark}color-scheme: dark; }} }}"
    )


def _lesson(lesson: LessonChanges) -> Iterator[str]:
    yield f"<section>\n<h2>{_as_code(lesson.name)}</h2>"
    if state := wording.state(lesson, _as_code):
        yield f"<p>{state}</p>"
    for view in lesson.views:
        yield f"<h3>{escape(wording.heading(view))}</h3>"
        yield from _view(view)
    yield "</section>"


def _view(view: View) -> Iterator[str]:
    place = None
    for change in view.changes:
        if change.block.place != place:
            place = change.block.place
            yield f"<h4>{_safe(place) or 'At the top'}</h4>"
        said = [change.how.value, *([change.block.kind.value] if change.block.kind is not Kind.TEXT else [])]
        said += [f"from “{change.before.place}”"] if change.how is How.MOVED and change.before else []
        said += [wording.ANOTHER_PICTURE] if wording.is_other_picture(change) else []
        said += [wording.REVEALED] if change.was_withheld else []
        text = _text(change)
        tag = "pre" if change.block.kind is Kind.CODE else "p"
        kind = f'<p class="kind">{_safe(", ".join(said))}</p>'
        yield f'<div class="change {change.how}">{kind}<{tag} dir="auto">{text}</{tag}></div>'


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

"""A report as one HTML file in the look of pages, which is itself accessible."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from coursebuild.accessibility.examine import Examined
from coursebuild.accessibility.outcome import Outcome, Result
from coursebuild.accessibility.report.report import Question, Report, counted, criteria_of, places
from coursebuild.accessibility.report.tables import Cell, table

_ORDER = (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.UNTESTED, Outcome.PASSED, Outcome.INAPPLICABLE)
_MARKS = {  # by which outcomes differ in print too
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.CANNOT_TELL: "?",
    Outcome.INAPPLICABLE: "-",
    Outcome.UNTESTED: "…",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_COLOURS = {Outcome.PASSED: "tip", Outcome.FAILED: "danger", Outcome.CANNOT_TELL: "caution"}
_STYLE = Path(__file__).with_name("report.css")


def write(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _colours(colours: "dict[str, str]") -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _lines(report: Report) -> Iterator[str]:
    words, says = report.words, report.words.says
    light, dark = (_colours(dict(report.palette[scheme])) for scheme in ("light", "dark"))
    title = says["title"] + (f"{says['colon']}{report.course}" if report.course else "")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{words.language}">'
    yield '<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(title)}</title>"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<style>{report.style}</style>"
    yield f"<style>:root {{ {light} color-scheme: light; --font: system-ui; }}"
    yield f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} color-scheme: dark; }} }}"
    yield f"{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield f'<a class="skip" href="#report">{escape(says["skip"])}</a>'
    yield f'<header class="title-block">\n<h1>{escape(title)}</h1>\n</header>'
    yield f'<nav aria-label="{escape(says["contents"])}">\n<ul>'
    for anchor, name in (("summary", "summary"), ("files", "files"), ("person", "person")):
        yield f'<li><a href="#{anchor}">{escape(says[name])}</a></li>'
    yield '</ul>\n</nav>\n<main id="report">'
    yield from _facts(report)
    yield from _summary(report)
    yield f'<h2 id="files">{escape(says["files"])}</h2>'
    for number, file in enumerate(report.files, 1):
        yield from _file(number, file, report)
    yield from _person(report)
    yield "</main>\n</body>\n</html>"


def _facts(report: Report) -> Iterator[str]:
    says = report.words.says
    yield '<dl class="facts">'
    for name, text in (
        ("date", report.date),
        ("programs", ", ".join(" ".join(each) for each in report.programs)),
        ("standards", says["wcag"]),
    ):
        yield f"<dt>{escape(says[name])}</dt>\n<dd>{escape(text)}</dd>"
    yield f"</dl>\n<p>{escape(says['limits'])}</p>"
    if report.has_corrections:
        yield f"<p><strong>{escape(says['corrections'])}</strong></p>"


def _summary(report: Report) -> Iterator[str]:
    words, says = report.words, report.words.says
    yield f'<h2 id="summary">{escape(says["summary"])}</h2>'
    counts = [
        f"{words.outcomes[each]}{says['colon']}{count}"
        for each, count in counted(report.files).items()
        if count
    ]
    rows = (
        (f'<a href="#file-{number}">{escape(str(file.name))}</a>', [_outcome(file.outcome, report)])
        for number, file in enumerate(report.files, 1)
    )
    yield from table(", ".join(counts), (says["file"], says["outcome"]), rows)


def _outcome(outcome: Outcome, report: Report) -> Cell:
    mark = f'<span aria-hidden="true">{_MARKS[outcome]}</span>'
    text = escape(report.words.outcomes[outcome])
    return Cell(f"{mark} {text}", f"outcome {_COLOURS.get(outcome, 'other')}")


def _file(number: int, file: Examined, report: Report) -> Iterator[str]:
    says = report.words.says
    yield f'<h3 id="file-{number}">{escape(str(file.name))}</h3>'
    if file.digest:
        yield f'<p class="digest">{escape(says["sha"])}{says["colon"]}<code>{file.digest}</code></p>'
    columns = [says[each] for each in ("check", "outcome", "examined", "criteria")]
    found = sorted(file.results, key=lambda each: _ORDER.index(each.outcome))
    rows = (_row(result, report) for result in found)
    yield from table(f"{says['checks']}{says['colon']}{file.name}", columns, rows)


def _row(result: Result, report: Report) -> tuple[str, list[Cell]]:
    words = report.words
    found = "".join(f"<li>{_marked_up(each)}</li>" for each in places(result, words))
    listed = f"<ul>{found}</ul>" if found else ""
    counted_ = Cell(str(result.examined or ""), "number")
    criteria = Cell(escape(criteria_of(result, words)))
    return escape(words.checks[result.name]) + listed, [_outcome(result.outcome, report), counted_, criteria]


def _person(report: Report) -> Iterator[str]:
    says = report.words.says
    yield f'<h2 id="person">{escape(says["person"])}</h2>\n<p>{escape(says["person-intro"])}</p>'
    columns = [says[each] for each in ("criterion", "how", "question", "answer", "remarks")]
    for standard, intro, questions in report.questions():
        yield f"<h3>{escape(standard)}</h3>\n<p>{escape(intro)}</p>"
        rows = (_question(each, says["answers"]) for each in questions)
        yield from table(standard, columns, rows)
    for name in ("judged-by", "judged-on"):
        yield f'<p class="sign">{escape(says[name])}</p>'


def _question(question: Question, answers: str) -> tuple[str, list[Cell]]:
    level = f" ({question.level})" if question.level else ""
    how = Cell("<br>".join(map(escape, question.how)), "how")
    answer = Cell(escape(answers), "answer") if question.ask else Cell("")
    remarks = Cell("", "remarks" if question.ask else "")
    return escape(question.name + level), [how, Cell(_marked_up(question.ask)), answer, remarks]


def _marked_up(text: str) -> str:
    """A sentence in HTML, with the code in it."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))

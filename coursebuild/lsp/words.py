"""What the names of the notation do, as an editor explains them."""

import datetime as dt
from collections.abc import Mapping

from coursebuild.model import Severity, rules, vocabulary
from coursebuild.runtime import resources

FIELDS: Mapping[str, str] = {  # of the front matter
    "title": "The title. Without it, the text's only `#` heading is the title, if the text begins with it.",
    "subtitle": "A line below the title.",
    "author": "A name, or a list of names.",
    "authors": "A list of names.",
    "date": "Written as `2026-09-14`, it is shown in words; any other date is shown as you write it.",
    "lang": "The language of the page and of its labels: `en`, `fr`, `pt-BR`… English by default.",
    "keywords": "A list, for the files' metadata.",
    "tags": "A list, for the files' metadata.",
    "description": "A sentence, for the HTML file's metadata.",
    "abstract": "A sentence, for the HTML file's metadata.",
    "bibliography": "A file of references, or a list: BibTeX, or CSL in JSON or YAML; `[@key]` cites one.",
    "csl": "The style of citations: a file of the Citation Style Language.",
    "nocite": "References to list that nothing cites: `@key, @other`, or `@*` for all.",
    "toc": "`true` prints the contents, with page numbers; `false` leaves them out on screen too.",
    "cover": "`true` prints the title on a page of its own.",
    "draft": "`true` prints the word “Draft” across each page.",
    "links": "`footnote` prints each link's address as a footnote.",
    "require-corrections": "`true` refuses the lesson if an exercise has no correction.",
    "student-fields": "Names such as `[Name, Group]`: boxes that students fill in on the printed sheet.",
    "numbering": "Kinds of which all are numbered, such as `[figures, exercises]`.",
    "summary": "`false` leaves out the instructor's table of the exercises.",
    "tex": "`backslash` lets `\\(…\\)` and `\\[…\\]` mark formulas, as in LaTeX.",
    "math": "Macros for formulas, by their names: `math: {macros: {R: '\\mathbb{R}'}}`.",
    "show-from": "The day from which students see all corrections of the lesson, such as `2026-12-01`.",
    "license": "The licence: an SPDX identifier such as `CC-BY-SA-4.0`, an address, or its name.",
    "educational-level": "For whom the lesson is, such as “first year of university”.",
    "learning-time": "How long the lesson takes: minutes, or `1h30`.",
    "public": "`true` says that students may see the lesson's name and title, whatever they announce.",
}
ATTRIBUTES: Mapping[str, str] = {  # which are never conditions
    "title": "The title of a box.",
    "minutes": "How long an exercise takes: a whole number, or `1h30`.",
    "points": "What an exercise is marked out of.",
    "lines": "Lines to answer on, where no corrections are shown: up to 60. Of included code, such as `3-9`.",
    "space": "A blank space to answer in, such as `4cm`.",
    "grid": "Squared paper to answer on, such as `4cm`.",
    "order": "`kept` leaves the choices of a quiz in the order in which you wrote them.",
    "width": "The width of an image, a column or a table's column, such as `50%`.",
    "height": "The height of an image.",
    "for": "The identifier of the exercise to which a correction belongs.",
    "credit": "Who made it, and under which licence: `Ada Martin, CC BY-SA 4.0`; shown below it.",
    "caption": "The caption of a block of code, or of a diagram.",
    "alt": "The text for those who do not see an image or a diagram.",
    "lang": "The language of an element; alone with `.if`, a condition on the lesson's language.",
    "style": "Style in CSS, of which some properties are kept.",
    "startFrom": "The number of the first line of code.",
    "highlight": "The lines of code to highlight, such as `2,4-6`.",
    "filename": "The title of a block of code.",
    "include": "A file, as a path from this one, whose text this block of code or fenced div has.",
    "show-from": "The day from which students see a correction, such as `2026-12-01`; hidden until then.",
    "dir": "The direction of writing: `ltr` or `rtl`.",
}
INCLUDING: Mapping[str, str] = {  # beside `include`
    "region": "The part of the included file between `# region NAME` and `# endregion`.",
    "from": "The first line of the included file to show.",
    "to": "The last line of the included file to show.",
    "shift": "How many levels deeper the headings of the included file are.",
}
KEYS: Mapping[str, str] = {  # that a condition may always test
    "edition": "The name of the edition.",
    "correction": "`true` in the editions that show corrections, `false` in the others.",
    "format": "`html` or `pdf`.",
}
CLASSES: Mapping[str, str] = {
    "if": 'Shows an element only where all its conditions, such as `edition="tutor"`, are true.',
    "unless": "Hides an element where all its conditions are true.",
    vocabulary.PUBLIC: "Students may see this, whatever its words announce.",
    vocabulary.COMMENT: "No edition contains this.",
    "answer": "Room for an answer, which everybody sees: with `lines`, `space` or `grid`.",
    vocabulary.QUIZ: "Questions with lists of answers: students see neither ticks nor reasons.",
    "multiple": "The questions of a quiz say that several answers are possible.",
    vocabulary.BLANK: "Words in whose place students see a line, always of the same length.",
    "folded": "On screen, the box is folded at first.",
    "unfolded": "On screen, a hint or details are open at first.",
    "tabs": "Holds tabs: a heading for each, or boxes `tab`. In print, all are shown.",
    "columns": "Holds columns, which stand side by side.",
    "column": "A column, in `columns`.",
    "numberLines": "Numbers the lines of code.",
    "unnumbered": "A heading, a figure or another element without a number.",
    "unlisted": "A heading that the contents leave out.",
    "page-break": "Begins a new page.",
}
_FOLDED = ("hint", "details")


def of_date(text: str) -> str:
    """A date such as `2026-12-01` in words; "" for what is none."""
    if not resources.filter_module("dates").is_date(text):
        return ""
    date = dt.date.fromisoformat(text)
    return f"{date.day} {date:%B} {date.year}"


def of_kind(kind: str, label: str) -> str:
    """What a kind of box is."""
    if kind in vocabulary.GUARDS:
        return f"Only editions that show corrections have it; as a box, it has the label “{label}”."
    folded = "; folded on screen" if kind in _FOLDED else ""
    return f"A box with the label “{label}”{folded}." if label else f"A box{folded}."


def of_rule(code: str) -> str:
    """The explanation of a rule, in Markdown."""
    rule = rules()[code]
    is_error = rule.severity is Severity.ERROR
    kind = "An error: the lesson is not built." if is_error else "A warning."
    parts = [f"**{code}: {rule.title}**", kind, rule.why, f"**What to do.** {rule.remedy}"]
    if rule.wrong:
        wrong, right = (f"````markdown\n{text.rstrip()}\n````" for text in (rule.wrong, rule.right))
        parts += ["Wrong:", wrong, "Right:", right]
    return "\n\n".join(part for part in parts if part)

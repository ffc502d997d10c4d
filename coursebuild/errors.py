"""Diagnostics: what is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # the document is not built
    WARNING = "warning"  # it is built, and the author should look


@dataclass(frozen=True, slots=True)
class Rule:
    severity: Severity
    remedy: str


_E, _W = Severity.ERROR, Severity.WARNING

RULES = {
    # the course and the machine
    "CB001": Rule(_E, "Check that the file exists and that you may read it."),
    "CB002": Rule(_E, "Save the file as UTF-8 (your editor's «Save with encoding»)."),
    "CB003": Rule(_E, "Write something in it, or take it out of the course."),
    "CB004": Rule(
        _E, "Correct the YAML between the `---` lines; quote a value that holds `:`, `[`, `{` or `#`."
    ),
    "CB005": Rule(_E, "Put the file itself into the course: links that lead outside are not followed."),
    "CB006": Rule(_E, "Rename one of them: each would overwrite the other's files."),
    "CB007": Rule(_E, "Check the folder's permissions and the free space, or name another with `--output`."),
    "CB008": Rule(_E, "Correct the template, or remove it to use the built-in one."),
    "CB009": Rule(_E, "Correct the filter, or take it out of `filters` in coursebuild.toml."),
    "CB010": Rule(_E, "Shorten the document to find the part that pandoc cannot read."),
    "CB011": Rule(_E, "Correct coursebuild.toml; `docs/guide.md` lists its keys."),
    "CB012": Rule(
        _W, 'Name its filters in coursebuild.toml, `filters = ["name"]`, if they are yours to run.'
    ),
    "CB013": Rule(_E, "Run `sh setup/native-libraries.sh`, or install Pango with your package manager."),
    "CB014": Rule(_E, "Put your lessons into a folder `course/`, or name them: `coursebuild lab.md`."),
    # conditions
    "CB101": Rule(_W, "Remove the line: the edition that is built decides."),
    "CB102": Rule(_W, 'Add the condition, as in `.if correction="true"`.'),
    # what the document holds
    "CB201": Rule(_E, "Use six levels at the most."),
    "CB202": Rule(_W, "Check the path: it is relative to the source's folder."),
    "CB203": Rule(_W, "Save the image in the course, or give `--fetch`."),
    "CB204": Rule(_W, "Use a name Pygments knows (`pygmentize -L lexers`), or `text`."),
    "CB205": Rule(_W, "Use PNG, JPEG, GIF, WebP or SVG."),
    "CB206": Rule(_W, "Add `title: …` to the front matter."),
    "CB207": Rule(_W, "Look at the source there: pandoc did not read it as you may think."),
    "CB208": Rule(_W, "Write it in Markdown or HTML: other formats do not reach the pages."),
    "CB209": Rule(_W, "Look at that page of the PDF."),
    "CB210": Rule(_W, "Use a language code such as `fr`, `en` or `pt-BR`."),
    "CB211": Rule(_W, 'Say what it shows, between the brackets of `![…](…)` or in `alt="…"`.'),
    # what a source may not do
    "CB301": Rule(_W, "Write it in Markdown; active or embedded content is left out of handouts."),
    "CB302": Rule(_W, "Remove the attribute; scripts do not run in handouts."),
    "CB303": Rule(_W, "Link to an http(s) or mailto address, a heading or a file of the course."),
    "CB304": Rule(
        _W, "Copy the file into the course, or list its folder under `resources` in coursebuild.toml."
    ),
    "CB305": Rule(_W, "Remove the field; looks belong in `templates/` and coursebuild.toml."),
    "CB306": Rule(_W, "Put the style into `templates/`, or use a class."),
    # the tool itself
    "CB900": Rule(_E, "This is a defect of coursebuild: please report it with the output of `--verbose`."),
}


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One thing to tell the author; `line` and `column` count from 1, 0 where there is none."""

    path: str
    line: int
    column: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity

    @property
    def remedy(self) -> str:
        return RULES[self.code].remedy

    def below(self, lines: int) -> "Diagnostic":
        """The same, so many lines further down."""
        return replace(self, line=self.line + lines, column=1) if self.line else self

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return _printable(f"{place}: {self.severity}[{self.code}]: {self.message}") + f"\n    {self.remedy}"


def _printable(text: str) -> str:
    """On one line, without what a terminal or a CI service would obey."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


class BuildError(Exception):
    """A document, or the whole call, cannot be built; it carries the reasons."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type["BuildError"], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics


class UsageError(BuildError):
    """The call itself is wrong: nothing was tried."""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)

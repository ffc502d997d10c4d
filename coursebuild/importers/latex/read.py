"""Read a LaTeX file: pandoc converts it, and the marks in its Markdown become coursebuild's notation."""

import re
from collections.abc import Iterator, Sequence

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, Line
from coursebuild.importers.latex import linking
from coursebuild.importers.latex.answers import environment_meaning
from coursebuild.importers.latex.convert import to_markdown
from coursebuild.importers.latex.marks import Mark, Marks
from coursebuild.importers.latex.prepare import LEVELS, prepare
from coursebuild.model import short
from coursebuild.source import kind_of

_DIV = re.compile(r"(?P<before>[ \t>]*)(?P<colons>:{3,})[ \t]+(?P<name>\{[^{}]*\}|[\w*-]+)[ \t]*")
_FIRST_CLASS = re.compile(r"\{?\.?(?P<name>[\w*-]+)")
_RAW = re.compile(r"(?P<fence>`{3,})[ \t]*\{=(?:latex|tex)\}")
_RAW_INLINE = re.compile(r"(`+)(?P<code>[^`]+)\1\{=(?:latex|tex)\}")
_LANGUAGE = re.compile(r"(`{3,}|~{3,}) \{(?P<classes>[^{}]*?)[ \t]*language=\"[^\"]*\"(?P<rest>[^{}]*)\}")
_LENGTH = re.compile(r"(?P<number>[\d.]+)[ \t]*(?P<unit>in|cm|mm|pt|ex|em|\\baselineskip)")
_MILLIMETRES = {"in": 25.4, "cm": 10, "mm": 1, "pt": 0.35, "ex": 1.8, "em": 4.2, "\\baselineskip": 5}
_RIGHT = {"": "(right)", "fr": "(bonne réponse)", "de": "(richtig)", "es": "(correcta)", "it": "(giusta)"}
_LINE = 8  # millimetres between the lines to write on
_USUAL = 32  # millimetres of room where a length is not known
_BABEL = re.compile(
    r"\\usepackage\[(?:[^\]]*,)?\s*(?P<lang>french|francais|german|ngerman|spanish|italian|portuguese|dutch)\s*(?:,[^\]]*)?\]\{babel\}"
)
_LANGUAGES = {
    "french": "fr",
    "francais": "fr",
    "german": "de",
    "ngerman": "de",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
}
_LOOKS = frozenset(
    "hfill vfill hrule hrulefill dotfill noindent indent centering raggedright small large Large LARGE "
    "huge Huge footnotesize normalsize tiny scriptsize pagestyle thispagestyle setlength addtolength "
    "pagenumbering geometry firstpageheader firstpagefooter runningheader runningfooter header footer "
    "headrule pointpoint pointname renewcommand newcommand newpage clearpage setcounter hspace vspace "
    "smallskip medskip bigskip CorrectChoiceEmphasis qformat pointformat checkboxchar answerlinelength "
    "maketitle extrawidth definecolor hypersetup sloppy enspace quad qquad thinspace par end".split()
)
_LABELLED = re.compile(r"\{#(?P<name>[\w:.-]+)\}")
_FORMULA_LABEL = re.compile(r"[ \t]*\\label\{([^{}]*)\}")
_QUIZ = {"quiz": "::: {.quiz order=kept}", "multiple": "::: {.quiz .multiple order=kept}", "endquiz": ":::"}
_DATE = re.compile(r"^date: \"?(?:\\today)?\"?$")


def read(draft: Draft, text: str) -> None:
    """Fill a draft with the Markdown of a LaTeX file. Raises: BuildError, if pandoc cannot read it."""
    draft.lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    marks = Marks()
    converted, skipped = to_markdown(prepare(draft, text, marks), draft.name, draft.original)
    _tell_skipped(draft, skipped)
    babel = _BABEL.search(text)
    lang = _LANGUAGES[babel["lang"]] if babel else draft.defaults.lang
    turning = _Lines(draft, marks, _RIGHT.get(lang, _RIGHT[""]))
    lines = [*turning.turned(converted.rstrip("\n").split("\n"))]
    linked = linking.linked(lines, turning.numbered)
    draft.lines = [line._replace(text=text) for line, text in zip(lines, linked, strict=True)]
    linking.complete_images(draft)
    if lang:
        if draft.lines and draft.lines[0].text == "---":
            draft.lines.insert(1, Line(1, f"lang: {lang}"))
        else:
            draft.lines[:0] = [Line(1, text) for text in ("---", f"lang: {lang}", "---", "")]


def _tell_skipped(draft: Draft, skipped: Sequence[str]) -> None:
    """Tell what pandoc leaves out, but for what is the look of a printed page."""
    for text in skipped:
        name = re.match(r"\\(?:begin\{)?([A-Za-z]+)", text)
        is_mark = re.fullmatch(r"\\(?:begin|end)\{[^{}]*\}", text)  # of an environment that stays
        is_look = name and (name[1] in _LOOKS or re.fullmatch(r"\\if[A-Za-z@]*", text))
        if name and not is_mark and not is_look:
            number = next((n for n, line in enumerate(draft.original, 1) if text.split("\n")[0] in line), 0)
            draft.tell(number, KEPT, f"`{short(text)}` has no counterpart, and is left out")


class _Lines:
    """The lines of pandoc's Markdown on their way to coursebuild's notation."""

    def __init__(self, draft: Draft, marks: Marks, right: str) -> None:
        self._draft = draft
        self._right = right  # what marks the right one of several choices
        self._marks = marks
        self._number = 1  # of the line in the original
        self._counts = dict.fromkeys(LEVELS, 0)
        self._closings: list[bool] = []  # for each open div, whether its fences stay
        self._table = ""  # the label of the table that comes
        self._in_formula = False
        self._labels: list[str] = []  # of the formula
        self.numbered: dict[str, str] = {}  # the identifiers of formulas and tables, by their labels

    def turned(self, lines: list[str]) -> Iterator[Line]:
        """Yield the lines."""
        for at, line in enumerate(lines):
            if _DATE.match(line):
                continue
            if self._is_room(line):
                continue
            text = self._turned(line, lines[at + 1 : at + 4])
            if text is not None:
                for each in text.split("\n"):
                    yield Line(self._number, each)

    def _is_room(self, line: str) -> bool:
        found = self._marks.find(line)
        return found is not None and found[1].kind == "room"

    def _turned(self, line: str, following: list[str]) -> str | None:
        if div := _DIV.fullmatch(line):
            return self._div(div, following)
        if re.fullmatch(r"[ \t>]*:{3,}[ \t]*", line) and self._closings:
            return line if self._closings.pop() else ""
        if raw := _RAW.match(line.lstrip()):
            self._draft.tell(
                self._number,
                KEPT,
                f"`{short(''.join(following[:1]))}` is LaTeX that has no counterpart: it is shown as code",
            )
            return line.replace(raw[0], f"{raw['fence']}latex")
        if self._in_formula or line.startswith("$$\\begin{"):
            return self._formula(line)
        text = self._marked(line)
        if not (self._table and line.startswith(": ")):
            return text
        label, self._table = self._table, ""
        self.numbered[label] = notation.numbered("tbl", label)
        return f"{text} {{#{self.numbered[label]}}}"

    def _marked(self, line: str) -> str:
        """Return a line of a text, without its marks."""
        if found := self._marks.find(line):
            word, mark = found
            self._number = mark.line or self._number
            if mark.kind in LEVELS:
                return self._heading(mark, line.replace(word[0], "").strip())
            if mark.kind in _QUIZ:
                return _QUIZ[mark.kind]
            if mark.kind == "fill":
                return line.replace(word[0], self._fill(mark))
            line = self._inline(line)
        line = _RAW_INLINE.sub(r"\1\g<code>\1", line)
        return _LANGUAGE.sub(r"\1 {\g<classes>\g<rest>}", line)

    def _div(self, div: re.Match[str], following: list[str]) -> str:
        """Return the fence of an environment; one that means nothing here loses its fences."""
        name = (_FIRST_CLASS.match(div["name"]) or div)["name"].rstrip("*")
        kept = True
        if label := _LABELLED.fullmatch(div["name"]):
            self._table = label["name"]
        if name == "cbif":
            attributes = notation.HIDDEN
        elif name == "cbunless":
            attributes = notation.STUDENTS
        elif name == "cbhidden":
            attributes = notation.HIDDEN
        elif environment_meaning(name) == "answer":
            attributes = self._with_room(following)
        elif kind := kind_of(name):
            attributes = notation.box(kind)
        elif environment_meaning(name):
            self._draft.tell(
                self._number,
                HIDDEN,
                f"the environment `{name}` may be hidden there: it is for instructors alone",
            )
            attributes = notation.HIDDEN
        else:
            attributes, kept = name if name == "center" else "", name == "center"
        self._closings.append(kept)
        return f"{div['before']}{div['colons']} {attributes}" if kept else ""

    def _with_room(self, following: list[str]) -> str:
        """Return the attributes of a correction in whose place students have room to write."""
        found = next((found for line in following if (found := self._marks.find(line))), None)
        if not found or found[1].kind != "room":
            return "correction"
        kind, _, length = found[1].value.partition("|")
        return f"{{.correction {_room(kind, length)}}}"

    def _fill(self, mark: Mark) -> str:
        kind, _, length = mark.value.partition("|")
        return f"::: {{.answer {_room(kind, length)}}}\n:::"

    def _formula(self, line: str) -> str | None:
        """Return a line of a formula; its label becomes its identifier, after the last dollar signs."""
        labels = _FORMULA_LABEL.findall(line)
        text = self._inline(_FORMULA_LABEL.sub("", line))
        self._labels += labels
        self._in_formula = bool(line.strip()) and not line.endswith("$$")
        if self._in_formula:
            return text if text.strip() or not labels else None
        names, self._labels = self._labels, []
        name = notation.numbered("eq", names[0]) if names else ""
        self.numbered |= dict.fromkeys(names, name)
        return f"{text} {{#{name}}}" if name and line else text

    def _heading(self, mark: Mark, title: str) -> str:
        """Return the heading of a question or a part."""
        self._counts[mark.kind] += 1
        for deeper in [*LEVELS][[*LEVELS].index(mark.kind) + 1 :]:
            self._counts[deeper] = 0
        count = self._counts[mark.kind]
        points, _, bonus = mark.value.partition("|")
        number = {"question": f"Question {count}", "part": f"{chr(96 + min(count, 26))})"}.get(
            mark.kind, f"{_roman(count)})"
        )
        text = f"{number}: {title}" if title else number
        text = f"{text} (bonus)" if bonus else text
        amount = _points(points)
        if points.strip() and not amount:
            self._draft.tell(mark.line, KEPT, f"the points `{points}` are no number, and are left out")
        block = f" {{points={amount}}}" if amount else ""
        return f"{'#' * LEVELS[mark.kind]} {text}{block}"

    def _inline(self, line: str) -> str:
        """Replace the marks in a line."""
        while found := self._marks.find(line):
            word, mark = found
            end = Marks.end_of(word[0])
            before, after = line[: word.start()], line[word.end() :]
            inside, has_end, rest = after.partition(end)
            if not has_end:
                inside, rest = "", after
            text = inside.strip()
            hidden = f"[{text}]{{.correction {notation.INSTRUCTORS}}}" if text else ""
            if mark.kind in ("box", "tick"):
                line = f"{before}[{'x' if mark.kind == 'tick' else ' '}] {rest.lstrip()}"
            elif mark.kind == "right":
                line = f"{before}{rest.lstrip()} [{self._right}]{{.correction {notation.INSTRUCTORS}}}"
            elif mark.kind == "fillin" and text:
                line = f"{before}[{text}]{{.blank}}{rest}"
            elif mark.kind in ("fillin", "answerline"):
                line = f"{before}\\_\\_\\_\\_\\_\\_ {hidden}{rest}".rstrip()
            elif mark.kind == "shown":
                line = f"{before}[{text}]{notation.STUDENTS}{rest}" if text else before + rest
            else:
                line = f"{before}{hidden}{rest}"
        return line


def _points(text: str) -> str:
    """Return the points as coursebuild reads them; "" if they are no number."""
    halves = text.replace("\\half", ".5").strip()
    found = re.fullmatch(r"(\d*)(\.\d{1,2})?(?:\s*\\?[a-z]+)?", halves)
    return f"{found[1] or 0}{found[2] or ''}" if found and (found[1] or found[2]) else ""


def _room(kind: str, length: str) -> str:
    """Return the attribute for room of a length: lines, a grid, or blank space."""
    found = _LENGTH.search(length)
    size = float(found["number"]) * _MILLIMETRES[found["unit"]] if found else _USUAL
    size = min(max(size, _LINE), 240)
    if kind.endswith("lines"):
        return f"lines={min(60, max(1, round(size / _LINE)))}"
    return f'{"grid" if kind.endswith("grid") else "space"}="{round(size)}mm"'


def _roman(number: int) -> str:
    return ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")[min(number, 10)]

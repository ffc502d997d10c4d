"""Rewrite the commands of LaTeX's class `exam`, and those that hide, to what pandoc reads, and to marks."""

import re
from functools import partial
from pathlib import Path

from coursebuild.importers.draft import HIDDEN, KEPT, Draft
from coursebuild.importers.latex.answers import is_answering, turn_bare_answers
from coursebuild.importers.latex.conditions import turn_conditions, turn_formulas
from coursebuild.importers.latex.definitions import turn_definitions
from coursebuild.importers.latex.listings import with_listings
from coursebuild.importers.latex.marks import Line, Marks, closing_brace
from coursebuild.model import short
from coursebuild.runtime.system import regular_file

LEVELS = {"question": 2, "part": 3, "subpart": 4, "subsubpart": 5}
_LARGEST, _MOST_FILES = 1_000_000, 50
_VERBATIM = re.compile(
    r"\\begin\{(verbatim\*?|lstlisting|minted|Verbatim|alltt|filecontents\*?)\}.*?\\end\{\1\}|\\(?:verb|lstinline)\*?([^\w\s{])[^\n]*?\2",
    re.DOTALL,
)
_PLAIN = re.compile(
    r"\\begin\{(?P<name>verbatim\*?|lstlisting|Verbatim|alltt)\}(?:\[(?![^\]]*language)[^\]]*\])?(?P<code>\s*?\n.*?)\\end\{(?P=name)\}",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*(?:\n(?![ \t]*\n)[ \t]*)?")
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{(?P<path>[^{}]+)\}")
_QUESTION = re.compile(
    r"\\(?P<titled>titled)?(?P<bonus>bonus)?(?P<kind>question|part|subpart|subsubpart)\b\*?(?P<title>\{)?"
)
_POINTS = re.compile(r"\s*\[(?P<points>[^\]]*)\]")
_ROOM = re.compile(
    r"\\begin\{(?P<kind>solution(?:box|or(?:lines|dottedlines|grid|box))?)\}"
    r"(?:[ \t]*\[(?P<length>[^\]]*)\]|(?<=box\})[ \t]*\{(?P<height>[^{}]*)\})?"
)
_ROOM_END = re.compile(r"\\end\{solution(?:box|orlines|ordottedlines|orgrid|orbox)\}")
_FILL = re.compile(r"\\(?P<kind>fillwith(?:dotted)?lines|fillwithgrid|makeemptybox)\s*\{(?P<length>[^{}]*)\}")
_CHOICES = re.compile(
    r"\\begin\{(?P<name>(?:oneparc|c)(?P<kind>hoices|heckboxes))\}(?P<items>.*?)\\end\{(?P=name)\}", re.DOTALL
)
_CHOICE = re.compile(r"\\([Cc]orrect)?[Cc]hoice\b[ \t]*")
_LABELLED = re.compile(
    r"\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray|alignat|flalign)\*?)\}.*?\\end\{(?P=name)\}",
    re.DOTALL,
)
_ONE_CHOICE = 3  # pieces
_LONG = re.compile(
    r"\S[ \t]*\n[ \t]*\n(?!\s*(?:\\(?:[Cc]orrect)?[Cc]hoice|\Z))|\\begin\b|\x00"
)  # more than a line
_FILLIN = re.compile(
    r"\\(?P<kind>fillin|answerline)(?![A-Za-z])\*?(?:\[(?P<answer>[^\]]*)\])?(?:\[[^\]]*\])?"
)
_LISTS = re.compile(
    r"\\(?:begin|end)\{(?:questions|parts|subparts|subsubparts|EnvFullwidth|EnvUplevel|coverpages|multicols|minipage|samepage)\}(?:\[[^\]]*\])?(?:\{[^{}]*\})?"
)
# Commands whose last argument is a text, with the arguments before it.
_OPEN_ARGUMENT = re.compile(
    r"\\(?:uplevel|fullwidth|[fm]box|framebox|makebox|parbox|colorbox|fcolorbox|raisebox)(?:\s*\[[^\]]*\])*"
    r"(?:\s*\{[^{}]*\}(?=\s*\{)){0,2}\s*(?=\{)"
)
_DRAWING = re.compile(
    r"\\begin\{(tikzpicture|circuitikz|pspicture|forest|axis|picture)\}.*?\\end\{\1\}", re.DOTALL
)
_DROPPED = re.compile(
    r"\\(?:printanswers|noprintanswers|addpoints|noaddpoints|pointsinmargin|pointsinrightmargin|marksnotpoints|droptotalpoints"
    r"|droppoints|boxedpoints|bracketedpoints|shadedsolutions|framedsolutions|unframedsolutions|numquestions|numpoints"
    r"|combinedgradetable|gradetable|pointtable|noquestionsonthispage|vfill|vspace\*?\{[^{}]*\})(?:\[[^\]]*\])*"
)
_ANSWERING = re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\s*\[[^\[\]]*\])*\s*(?=\{)")
_NOT_ANSWERING = frozenset(
    "newcommand renewcommand providecommand newenvironment renewenvironment begin end".split()
)


def prepare(draft: Draft, text: str, marks: Marks) -> str:
    """Return the text that pandoc gets."""
    text = _with_included(draft, text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    text = _VERBATIM.sub(keep, text)
    _tell_comments(draft)
    text = _COMMENT.sub(lambda found: found[1], text)
    text = _VERBATIM.sub(keep, with_listings(draft, text, partial(_included, draft)))

    def line(at: str) -> int:
        """The line of the first place in the original that has a text."""
        index = text_of_original.find(at)
        return text_of_original.count("\n", 0, index) + 1 if index >= 0 else 0

    text_of_original = draft.text
    preamble, begin, body = turn_definitions(draft, text, line).partition("\\begin{document}")
    if not begin:
        preamble, body = "", preamble
    body = _DRAWING.sub(lambda found: f"\n\n{keep(_drawing(draft, found, line))}\n\n", body)
    for rewrite in _REWRITES:
        body = rewrite(draft, body, marks, line)
    body = _LISTS.sub("\n\n", _OPEN_ARGUMENT.sub("", _DROPPED.sub("", body)))
    return re.sub(r"\x00(\d+)\x00", lambda found: _as_minted(kept[int(found[1])]), preamble + begin + body)


def _tell_comments(draft: Draft) -> None:
    """Tell of the comments with words in them, after the preamble."""
    text = _VERBATIM.sub(lambda found: re.sub("[^\n]", " ", found[0]), draft.text)
    start = max(text.find("\\begin{document}"), 0)
    draft.tell_comments(
        text.count("\n", 0, found.start()) + 1
        for found in _COMMENT.finditer(text, start)
        if re.search(r"[^\W\d_]{2}", found[0])
    )


def _drawing(draft: Draft, found: re.Match[str], line: Line) -> re.Match[str]:
    """Tell of a drawing, which is shown as code."""
    draft.tell(line(found[0]), KEPT, f"`{short(found[0])}` is a drawing: it is shown as code")
    return found


def _as_minted(verbatim: str) -> str:
    """Give code without a language one: pandoc would indent it, and not fence it. A drawing becomes code."""
    if _DRAWING.fullmatch(verbatim):
        return f"\\begin{{minted}}{{latex}}\n{verbatim}\n\\end{{minted}}"
    found = _PLAIN.fullmatch(verbatim)
    return f"\\begin{{minted}}{{text}}{found['code']}\\end{{minted}}" if found else verbatim


def _with_included(draft: Draft, text: str) -> str:
    """Put included files in their places; those outside of the course are told."""
    for _ in range(_MOST_FILES):
        found = next((each for each in _INPUT.finditer(text) if not _is_comment(text, each.start())), None)
        if found is None:
            return text
        content = _included(draft, found["path"].strip())
        if content is None:
            line = text.count("\n", 0, found.start()) + 1
            draft.tell(
                line, KEPT, f"`{short(found[0])}` is not included: there is no such file in the course"
            )
            content = ""
        text = text[: found.start()] + content + text[found.end() :]
    return _INPUT.sub("", text)


def _is_comment(text: str, at: int) -> bool:
    return bool(re.search(r"(?<!\\)%", text[text.rfind("\n", 0, at) + 1 : at]))


def _included(draft: Draft, name: str) -> str | None:
    root = draft.root.resolve()
    for path in (Path(draft.path.parent, each) for each in (name, f"{name}.tex")):
        try:
            real = path.resolve()
            if real.is_file() and real.is_relative_to(root):
                return regular_file.read(real, _LARGEST).decode("utf-8", "replace")
        except (OSError, ValueError):
            return None
    return None


def _answering(draft: Draft, body: str, marks: Marks, line: Line) -> str:
    """Make the argument of each command whose name means an answer a correction."""
    at = 0
    while found := _ANSWERING.search(body, at):
        at = found.end()
        name = found["name"]
        is_shown = name == "cbshown"
        if name in _NOT_ANSWERING or not (is_shown or is_answering(name)):
            continue
        end = closing_brace(body, found.end())
        if end < 0:
            continue
        if name not in ("cbanswer", "cbshown"):
            draft.tell(line(found[0]), HIDDEN, f"`\\{name}` means an answer: its text becomes a correction")
        content = body[found.end() + 1 : end]
        if "\n\n" in content or "\\begin" in content:
            environment = "cbunless" if is_shown else "solution"
            before, after = f"\n\n\\begin{{{environment}}}\n", f"\n\\end{{{environment}}}\n\n"
        else:
            word = marks.add("shown" if is_shown else "hidden", "", line(found[0]))
            before, after = f"{word} ", f" {marks.end_of(word)}"
        body = "".join((body[: found.start()], before, content, after, body[end + 1 :]))
        at = found.start() + len(before)
    return body


def _questions(_: Draft, body: str, marks: Marks, line: Line) -> str:
    """Rewrite questions and their parts as paragraphs that begin with a mark."""
    parts: list[str] = []
    at = 0
    for found in _QUESTION.finditer(body):
        if found.start() < at:
            continue
        title, end = "", found.end()
        if found["titled"] and found["title"]:
            closing = closing_brace(body, found.end() - 1)
            title, end = body[found.end() : closing], closing + 1
        elif found["title"]:
            if found["kind"] == "part":
                continue  # a heading of a book
            end -= 1
        points = _POINTS.match(body, end)
        end = points.end() if points else end
        value = f"{points['points'] if points else ''}|{'bonus' if found['bonus'] else ''}"
        word = marks.add(found["kind"], value, line(body[found.start() : end]))
        parts.append(f"{body[at : found.start()]}\n\n{word} {title}\n\n")
        at = end
    return "".join((*parts, body[at:]))


def _rooms(_: Draft, body: str, marks: Marks, line: Line) -> str:
    """Rewrite what leaves students room for an answer, and blanks to fill in."""

    def room(found: re.Match[str]) -> str:
        kind, length = found["kind"], found["length"] or found["height"] or ""
        word = marks.add("room", f"{kind}|{length}", line(found[0])) if length else ""
        return f"\n\n\\begin{{solution}}\n{word}\n\n"

    def fill(found: re.Match[str]) -> str:
        word = marks.add("fill", f"{found['kind']}|{found['length']}", line(found[0]))
        return f"\n\n{word}\n\n"

    def blank(found: re.Match[str]) -> str:
        word = marks.add(found["kind"], "", line(found[0]))
        gap = "\n\n" if found["kind"] == "answerline" else ""
        return f"{gap}{word} {found['answer'] or ''} {marks.end_of(word)}{gap}"

    body = _ROOM_END.sub(r"\\end{solution}", _ROOM.sub(room, body))
    return _FILLIN.sub(blank, _FILL.sub(fill, body))


def _choices(_: Draft, body: str, marks: Marks, line: Line) -> str:
    """Rewrite choices as the items of a list; where one is right, they become a question of a quiz."""
    parts: list[str] = []
    at = 0
    for found in _CHOICES.finditer(body):
        pieces = _CHOICE.split(found["items"])  # what is before an item, and whether it is right, in turn
        is_box = found["kind"] == "heckboxes"
        is_quiz = len(pieces) > _ONE_CHOICE and any(pieces[1::2]) and not _LONG.search(found["items"])
        start = _question_start(body, at, found.start()) if is_quiz else found.start()
        parts.append(body[at:start])
        if is_quiz:
            kind = "multiple" if is_box else "quiz"
            parts += [f"\n\n{marks.add(kind, '', line(found[0]))}\n\n", body[start : found.start()]]
        begin, end = ("enumerate}[A.]", "enumerate}") if not (is_quiz or is_box) else ("itemize}", "itemize}")
        parts.append(f"\n\n\\begin{{{begin}\n{pieces[0]}")
        for is_right, text in zip(pieces[1::2], pieces[2::2], strict=True):
            box = marks.add("tick" if is_right and is_quiz else "box", "", 0) if is_quiz or is_box else ""
            right = marks.add("right", "", 0) if is_right and not is_quiz else ""
            parts.append(f"\\item {box} {right} {text}")
        parts.append(f"\n\n\\end{{{end}\n\n")
        parts += [f"{marks.add('endquiz', '', 0)}\n\n"] if is_quiz else []
        at = found.end()
    return "".join((*parts, body[at:]))


def _question_start(body: str, least: int, at: int) -> int:
    """Return where the paragraph right above choices begins; where they stand, if none is right above."""
    start = max(body.rfind("\n\n", least, at) + 2, least)
    text = body[start:at]
    return start if text.strip() and not re.search(r"\\(?:begin|end|item)\b|cbmark\d+begin", text) else at


def _formulas(_: Draft, body: str, __: Marks, ___: Line) -> str:
    """Make each formula with a label a paragraph, at the end of which its identifier can stand."""
    return _LABELLED.sub(lambda found: f"\n\n{found[0]}\n\n" if "\\label" in found[0] else found[0], body)


_REWRITES = (
    _formulas,
    turn_formulas,
    turn_conditions,
    turn_bare_answers,
    _answering,
    _questions,
    _rooms,
    _choices,
)

"""Turn code that Quarto, R Markdown and MyST run into code blocks.

What they keep from readers is for instructors alone: an answer becomes a correction, and other code has a
condition.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft
from coursebuild.model import Code, answer_words, short, vocabulary
from coursebuild.source import Chunk, parse_chunk, read_attributes

_PAIR = re.compile(r"([\w.-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|c?\([^()]*\)|[^,{}]*)")
_BELOW = re.compile(
    r"[ \t>]*(?:(?:#|//|--|%%)\|[ \t]*(?P<key>[\w.-]+)[ \t]*:|:(?P<option>[\w-]+):|(?P<yaml>[\w-]+):)"
    r"(?P<value>.*)"
)
_LIST = re.compile(r"[ \t>]*(?:(?:#|//|--|%%)\|)?[ \t]*-[ \t]+(?P<value>.+)")
_MORE = re.compile(r"(?:#|//|--|%%)\|(?P<value>.*)")  # of a value over several lines
_YES = frozenset(("", "t", "true", "yes", "fenced"))  # an expression may be either
_HIDING_TAGS = re.compile(r"(?i)\b(?:remove|hide|hidden)[-_](?:cell|input|code)\b|\bfold-hide\b|\bhidden\b")
_ANSWER_NAME = re.compile(r"(?i).*[-_ ]solutions?")
_HINT_NAME = re.compile(r"(?i).*[-_ ]hint(?:[-_]\d+)?")
_CHECK_NAME = re.compile(r"(?i).*[-_ ](?:check|setup)")
_QUIZ = re.compile(r"\bcorrect\s*=\s*T(?:RUE)?\b|\banswer\s*=|\banswer_fn\(")
_ANSWER_KEYS = ("solution", "answer", "correction")
_BOXES = {
    "exercise": "exercise",
    "theorem": "theorem",
    "lemma": "theorem",
    "definition": "definition",
    "example": "example",
    "proof": "proof",
    "corollary": "theorem",
    "proposition": "theorem",
}  # blocks of bookdown
_BOOKDOWN = re.compile(r"\{(?P<kind>solution|" + "|".join(_BOXES) + r")(?P<options>[ ,][^{}]*)?\}")
_OF_MYST = re.compile(r"[ \t>]*:[a-z-]+:")  # a directive's option
_READERS = (
    "fig-cap",
    "fig.cap",
    "tbl-cap",
    "caption",
    "fig-alt",
    "fig.alt",
)  # options with texts for readers
_LANGUAGES = {
    "webr": "r",
    "pyodide": "python",
    "ojs": "javascript",
    "observable": "javascript",
    "rcpp": "cpp",
    "node": "javascript",
}
_WEB = re.compile(r"\{(?P<tool>webr|pyodide)(?:-(?:r|python))?(?P<options>[ ,][^{}]*)?\}")
_OF_DIAGRAMS = {"caption": ("fig-cap", "fig.cap", "caption"), "alt": ("fig-alt", "fig.alt", "alt")}
_RUN = "code is shown and not run: what it prints and draws is missing"


class _Cell(NamedTuple):
    """A cell: its language, its options, and the number of lines of options that it begins with."""

    language: str
    label: str
    options: Mapping[str, str]
    option_lines: int
    is_run: bool


def turn_cells(draft: Draft) -> None:
    """Rewrite each cell as a code block."""
    for code in reversed(draft.read().codes):
        is_myst = _OF_MYST.match(code.text)
        if box := _BOOKDOWN.fullmatch(code.info.strip()) if code.last and not is_myst else None:
            _turn_box(draft, code, box)
        elif cell := _read(code):
            _turn(draft, code, cell)


def _read(code: Code) -> _Cell | None:
    if web := _WEB.fullmatch(code.info.strip()):
        code = code._replace(info=f"{{{_LANGUAGES[web['tool']]}{web['options'] or ''}}}")
    chunk = parse_chunk(code)
    if not chunk or not chunk.language:
        return None
    header = chunk.options
    pairs = {key.lower(): _unquoted(value) for key, value in _PAIR.findall(header)}
    label = re.split(r"[,=]", header)[0].strip() if not re.match(r"[\w.-]+\s*=", header) else ""
    below, count = _below(code.text.split("\n"))
    options = {**pairs, **below}
    return _Cell(
        _LANGUAGES.get(chunk.language, chunk.language),
        options.get("label", label),
        options,
        count,
        _is_run(chunk) and chunk.language not in vocabulary.DIAGRAMS,
    )


def _is_run(chunk: Chunk) -> bool:
    return chunk.name not in ("code", "code-block", "sourcecode", "prompt")


def _below(lines: list[str]) -> tuple[dict[str, str], int]:
    """Return the options at the beginning of a cell's lines, and how many lines they take."""
    texts = [line.strip(" \t>") for line in lines]
    options: dict[str, str] = {}
    key, count = "", 0
    in_yaml = texts[:1] == ["---"] and "---" in texts[1:]
    end = texts.index("---", 1) + 1 if in_yaml else len(texts)
    for text in texts[1 if in_yaml else 0 : end]:
        if found := _BELOW.fullmatch(text) if in_yaml or text[:1] in "#/-%:" else None:
            if found["yaml"] and not in_yaml:
                break
            key = (found["key"] or found["option"] or found["yaml"]).lower()
            options[key] = _unquoted(found["value"])
        elif key and (item := _LIST.fullmatch(text)):
            options[key] = f"{options[key]} {item['value']}".strip()
        elif key and (more := _MORE.fullmatch(text)):
            options[key] = f"{options[key].strip('|>')} {more['value']}".strip()
        elif not in_yaml:
            break
        count += 1
    return options, end if in_yaml else count


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'")


def _turn(draft: Draft, code: Code, cell: _Cell) -> None:
    number = draft.lines[code.line - 1].number
    prefix = draft.lines[code.line - 1].text[: code.column - 1]
    body = draft.lines[code.line + cell.option_lines : code.last - 1]
    _tell_texts(draft, number, cell)
    if cell.is_run:
        _tell_once(draft, number, _RUN)
    if kind := _box_around(cell, "\n".join(line.text for line in body)):
        what = "an answer" if kind == "correction" else "a hint"
        if kind == "correction":
            draft.tell(
                number,
                HIDDEN,
                f"the code `{short(cell.label or cell.language)}` is {what} there: it becomes a correction",
            )
        if prefix.strip(" \t>"):
            kind, attributes = "", f".{cell.language} {notation.INSTRUCTORS}"
        else:
            attributes = _attributes(cell)
    elif reason := _hidden(cell, draft):
        draft.tell(number, HIDDEN, f"this code is not shown there ({reason}): it is for instructors alone")
        kind, attributes = "", f"{_attributes(cell)} {notation.INSTRUCTORS}"
    else:
        attributes = _attributes(cell)
    opening = _opening(code.fence, attributes)
    blank = prefix[: prefix.rfind(">") + 1]
    before = [f"{prefix}::: {kind}"] if kind else []
    if kind and code.line > 1 and draft.lines[code.line - 2].text.strip(" \t>"):
        before.insert(0, blank)
    after = [f"{prefix}:::"] if kind else []
    draft.replace(
        code.line, code.last, [*before, prefix + opening, *body, draft.lines[code.last - 1], *after]
    )


def _opening(fence: str, attributes: str) -> str:
    """Return the first line of a code block; one class alone needs no braces."""
    plain = re.fullmatch(r"\.([\w-]+)", attributes)
    return f"{fence}{plain[1]}" if plain else f"{fence} {{{attributes}}}"


def _attributes(cell: _Cell) -> str:
    """Return a code block's attributes: its language, a title, and what is numbered or marked."""
    if cell.language in vocabulary.DIAGRAMS:
        return _of_diagram(cell)
    options = cell.options
    parts = [f".{cell.language}"]
    first = options.get("lineno-start") or options.get("startfrom")
    if "linenos" in options or first or _is_yes(options.get("code-line-numbers", "")):
        parts.append(".numberLines")
    if first:
        parts.append(f'startFrom="{first}"')
    lines = options.get("emphasize-lines", "") or options.get("code-line-numbers", "")
    if re.fullmatch(r"[\d,\s-]+", lines):
        parts.append(f'highlight="{lines.strip()}"')
    caption, label = options.get("lst-cap", ""), options.get("lst-label") or cell.label
    is_numbered = bool(caption and re.fullmatch(r"lst-[\w-]+", label))
    parts += [f"#{label}", f"caption={notation.quoted(caption)}"] if is_numbered else []
    title = options.get("filename") or ("" if is_numbered else caption)
    title = title or ("" if cell.is_run else options.get("caption", ""))
    if title:
        parts.append(f"title={notation.quoted(title)}")
    return " ".join(parts)


def _of_diagram(cell: _Cell) -> str:
    """Return the attributes of a diagram: language, identifier, caption and alternative text."""
    parts = [f".{cell.language}"]
    if re.fullmatch(r"fig-[\w-]+", cell.label):
        parts.append(f"#{cell.label}")
    for key, names in _OF_DIAGRAMS.items():
        if text := next((text for name in names if (text := cell.options.get(name))), ""):
            parts.append(f"{key}={notation.quoted(text)}")
    return " ".join(parts)


def _is_yes(value: str) -> bool:
    return value.lower() in ("true", "t", "yes")


def _box_around(cell: _Cell, text: str) -> str:
    """Return the kind of box that a cell becomes; "" for none."""
    options, label = cell.options, cell.label
    is_answer = any(_is_yes(options.get(key, "")) for key in _ANSWER_KEYS)
    words = " ".join(
        (label, options.get("tags", ""), options.get("class", ""), options.get("class.source", ""))
    )
    if is_answer or _ANSWER_NAME.fullmatch(label) or any(map(answer_words.names_answer, words.split())):
        return "correction"
    if _is_yes(options.get("hint", "")) or _HINT_NAME.fullmatch(label):
        return "hint"
    return "correction" if cell.is_run and _QUIZ.search(text) else ""


def _hidden(cell: _Cell, draft: Draft) -> str:
    """Return why readers do not see a cell's code, in the tool's words; "" if they do."""
    options = cell.options
    is_drawn = cell.language in vocabulary.DIAGRAMS  # which is shown, whatever `echo` says of its text
    for key in ("include",) if is_drawn else ("echo", "include"):
        if options.get(key, "").lower() not in _YES:
            return f"`{key}: false`"
    if options.get("code-fold", "false") not in ("false", "none", "show"):
        return "`code-fold`"
    tags = _HIDING_TAGS.search(" ".join(options.get(key, "") for key in ("tags", "class", "class.source")))
    if tags:
        return f"`{tags[0]}`"
    if any(_is_yes(options.get(key, "")) for key in ("check", "setup")) or _CHECK_NAME.fullmatch(cell.label):
        return f"`{cell.label or 'check'}`"
    is_said = "echo" in options or _is_yes(options.get("exercise", ""))
    return (
        "code is hidden in the whole lesson"
        if cell.is_run and draft.defaults.hides_code and not is_said
        else ""
    )


def _tell_texts(draft: Draft, number: int, cell: _Cell) -> None:
    text = next((cell.options[key] for key in _READERS if cell.options.get(key)), "") if cell.is_run else ""
    if text:
        draft.tell(number, KEPT, f"the figure or table that this code makes is missing: “{short(text)}”")


def _tell_once(draft: Draft, number: int, message: str) -> None:
    """Tell the first place alone; cells are turned from the last to the first."""
    for former in [d for d in draft.notes if d.message == message]:
        number = min(number, former.line)
        del draft.notes[former]
    draft.tell(number, KEPT, message)


def _turn_box(draft: Draft, code: Code, found: re.Match[str]) -> None:
    """Turn a block of bookdown, whose text is Markdown, into a box."""
    options = dict(_PAIR.findall(found["options"] or ""))
    title = _unquoted(options.get("name", ""))
    kind = found["kind"]
    prefix = draft.lines[code.line - 1].text[: code.column - 1]
    around = notation.correction(title) if kind == "solution" else notation.box(_BOXES[kind], title)
    body = draft.lines[code.line : code.last - 1]
    draft.replace(code.line, code.last, [f"{prefix}::: {around}", *body, f"{prefix}:::"])


def hides_by_default(text: str) -> bool:
    """Whether a text of R, in an R Markdown file, hides the code of all cells after it."""
    return bool(re.search(r"opts_chunk\$set\([^`]{0,2000}?\b(?:echo|include)\s*=\s*+(?!T(?:RUE)?\b)", text))


def inline_code(role: str, code: str) -> str | None:
    """Rewrite code in a sentence that R Markdown and Quarto replace by its result."""
    found = re.fullmatch(r"(?s)(?:\{(\w+)\}|(r))\s+(.+)", code) if not role else None
    if not found:
        return None
    language = found[1] or found[2]
    return f"`{found[3]}`{{.{language} {notation.INSTRUCTORS}}}"


def attributes_of(text: str) -> Mapping[str, str]:
    """The keys and values of a pair of braces."""
    return dict(read_attributes(text).pairs)

"""Highlight code blocks with Pygments, with as few elements as possible.

Adjacent tokens of the same kind share one `<span>`. A block in an unknown language is not highlighted, and
gives a warning. The attribute `title` becomes a caption; the lines that `highlight` or `hl_lines` names, as
`2-3,7`, are marked; `.numberLines`, `startFrom` and `linenums` number them. In formats other than HTML, code
blocks are not changed.

    pandoc --filter filters/highlight.py --syntax-highlighting=none lesson.md
"""

import logging
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from html import escape
from itertools import groupby
from typing import Any

import panflute as pf
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String
from pygments.util import ClassNotFound

ALIASES = {  # name of a language in a lesson: name in Pygments
    "assembly": "nasm",
    "asm": "nasm",
    "bashrc": "bash",
    "cisco": "console",
    "cmd": "batch",
    "conf": "nginx",
    "dockerignore": "text",
    "env": "bash",
    "gitignore": "text",
    "hcl": "hcl",
    "htm": "html",
    "ios": "console",
    "jsonc": "json5",
    "k8s": "yaml",
    "makefile": "make",
    "posh": "powershell",
    "ps": "powershell",
    "py3": "python",
    "shell-session": "console",
    "systemd": "ini",
    "terminal": "console",
    "tf": "terraform",
    "vue": "html",
    "yml": "yaml",
    "zsh": "bash",
}
DRAWN = frozenset(("mermaid", "dot", "graphviz", "plantuml", "d2"))  # languages of diagrams
PLAIN = frozenset({"", "log", "none", "nohighlight", "output", "plain", "plaintext", "text", "txt"})

SHELL = "console"  # Pygments' lexer for sessions of a shell
# Of sessions of other programs: the prompt, that of a line that goes on, and the language of what is typed.
SESSIONS = (
    (r">>>(?: |$)", r"\.\.\.(?: |$)", "python"),
    (r"sqlite> ?", r" *\.\.\.> ?", "sql"),
    (r"(?:mysql|MariaDB \[[^\]\n]*\])> ?", r" *['\"`/*-]> ?", "mysql"),
    (r"\w+=[#>](?: |$)", r"\w+[-'\"(*][#>](?: |$)", "postgresql"),
    (r"PS(?: [A-Za-z/~][^>\n]*)?> ?", r">>(?: |$)", "powershell"),
    (r"[A-Za-z]:\\[^<>|\n]*> ?", "", "batch"),
    (
        r"(?:[A-Z][\w.-]+|[\w.-]+(?=\(config))(?:\([\w-]+\))?[#>](?=[\s\w?]|$) ?",
        "",
        "",
    ),  # of a router or a switch
)
# In a block of another language, the prompt that shows, in its first line, that it is a session.
TYPED_IN = {
    **dict.fromkeys(("bash", "sh", "zsh", "shell"), r"\$ "),
    **dict.fromkeys(("python", "py", "python3", "py3"), SESSIONS[0][0]),
    **dict.fromkeys(
        ("sql", "sqlite", "mysql", "postgresql", "postgres"), "|".join(s[0] for s in SESSIONS[1:4])
    ),
    **dict.fromkeys(("powershell", "ps", "ps1", "posh"), SESSIONS[4][0]),
    **dict.fromkeys(("batch", "bat", "cmd"), SESSIONS[5][0]),
}
NUMBERED = frozenset(("numberLines", "number-lines"))
INCLUDED = re.compile(r"file-\d+")  # the class that says which file an included code is from
NAMING_READERS = frozenset(("correction", "solution", "public"))
FIRST_NUMBERS = ("startFrom", "linenums")  # attributes that give the first line's number
MARKED = ("highlight", "hl_lines")  # and those that give the numbers of the lines that are marked

KINDS: tuple[tuple[Any, str], ...] = (  # the first type that contains a token's type gives the class
    (Comment.Preproc, "k"),
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Decorator, "f"),
    (Name.Builtin, "b"),
    (Name.Attribute, "b"),
    (Name.Variable, "v"),
    (String, "s"),
    (Number, "m"),
    (Literal, "m"),
    (Generic.Prompt, "gp"),
    (Generic.Output, "go"),
    (Generic.Heading, "k"),
    (Generic.Subheading, "k"),
    (Generic.Inserted, "gi"),
    (Generic.Deleted, "gd"),
)
SHORT = 20  # printed lines: a block of at most this length is not broken over pages
WIDTH = 90  # characters of a printed line, about
BLOCKS = 1 << 8  # in the cache, because most blocks are in several editions
LARGEST, LONGEST = 20_000, 1_000  # characters of a block and of a line; with more, some lexers take minutes

_log = logging.getLogger("coursebuild.filters.highlight")


def transform(doc: pf.Doc) -> pf.Doc:
    if not doc.format.startswith(("html", "chunkedhtml", "epub")):
        return doc
    return doc.walk(_colour, stop_if=_holds_text_alone)


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: no note, and no inline that could contain one."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        hasattr(inline, "content") for inline in element.content.list
    )


def _colour(element: Any, _: pf.Doc) -> Any:
    if not isinstance(element, pf.CodeBlock) or not DRAWN.isdisjoint(element.classes):
        return None
    names = (c for c in element.classes if c not in NUMBERED | NAMING_READERS)
    language = next((c for c in names if not INCLUDED.fullmatch(c)), "")
    lexer = _lexer(language)
    is_session = lexer == SHELL or bool(
        (prompt := TYPED_IN.get(language.lower())) and re.match(prompt, element.text.lstrip("\n"))
    )
    runs = _session(element.text) if is_session else _runs(element.text, lexer)
    start, marked, gaps = _first_number(element), _marked_lines(element), _gaps(element)
    lines = sum(1 + len(line) // WIDTH for line in element.text.split("\n"))
    classes = ["code", *(["short"] if lines <= SHORT else []), *(["numbered"] if start is not None else [])]
    classes += ["marked"] if marked else []
    classes += ["filled"] if gaps else []
    opening = f'<pre class="{" ".join(classes)}"'
    if element.identifier:
        opening += f' id="{escape(element.identifier)}"'
    if start is not None:
        opening += f' style="counter-reset: line {start - 1}"'
    if start is None and not marked and not gaps:
        code = "".join(_span(kind, text) for kind, text in runs)
    else:
        code = _with_gaps(_lines(runs, marked, are_blocks=bool(marked or gaps)), gaps)
    named = f' class="language-{escape(language)}"' if language else ""
    listing = f"{opening}><code{named}>{code}</code></pre>"
    title = element.attributes.get("title") or element.attributes.get("filename", "")
    if title := title.strip():
        caption = f"<figcaption>{escape(title)}</figcaption>"
        listing = f'<figure class="listing">\n{caption}\n{listing}\n</figure>'
    return pf.RawBlock(listing, format="html")


def _first_number(code: pf.CodeBlock) -> int | None:
    """Return the number of the first line; None if the lines have no numbers."""
    key = next((key for key in FIRST_NUMBERS if key in code.attributes), "")
    if not key:
        return None if NUMBERED.isdisjoint(code.classes) else 1
    if key == "startFrom" and NUMBERED.isdisjoint(code.classes):
        return None
    value = code.attributes[key].strip()
    if not re.fullmatch("[0-9]{1,6}", value):
        _warn(f'`{key}="{value}"` is no number: the lines are counted from 1', f'{key}="{value}"')
        return 1
    return int(value)


def _marked_lines(code: pf.CodeBlock) -> frozenset[int]:
    """Return the numbers, from 1, of the lines that are marked."""
    key = next((key for key in MARKED if key in code.attributes), "")
    if not key:
        return frozenset()
    value, typed = code.attributes[key].strip(), _typed(code)
    last = typed.pop()
    found: set[int] = set()
    for part in re.split(r"[\s,]+", value):
        bounds = re.fullmatch(r"(\d{1,6})(?:[-:\u2013](\d{1,6}))?", part)
        first, end = (int(bounds[1]), int(bounds[2] or bounds[1])) if bounds else (0, 0)
        if not 0 < first <= end <= last:
            said = f"`{part}` is no line of this code" if part else "no line is named"
            _warn(f'`{key}="{value}"`: {said}, which has {last}', f'{key}="{value}"')
        found.update(range(max(first, 1), min(end, last) + 1))
    return frozenset(number for number, line in enumerate(typed, 1) if line in found)


def _typed(code: pf.CodeBlock) -> list[int]:
    """Return the number in the source of each line, and of the last one there, from 1 (filters/gaps.py)."""
    if "typed" in code.attributes:
        return [int(number) for number in code.attributes["typed"].split()]
    last = code.text.count("\n") + 1
    return [*range(1, last + 1), last]


def _gaps(code: pf.CodeBlock) -> dict[int, tuple[int, str]]:
    """Return the number of the first line of each gap, with that of its last line, and its label."""
    found = re.findall(r"(?m)^(\d+)-(\d+) (.+)$", code.attributes.get("gaps", ""))
    return {int(first): (int(last), label) for first, last, label in found}


def _warn(message: str, quote: str) -> None:
    _log.warning("%s", message, extra={"code": "CB177", "quote": quote})


@lru_cache(maxsize=BLOCKS)
def _lexer_class(name: str) -> Any:
    """Find a lexer's class, or None. Cached, because Pygments searches all its lexers each time."""
    try:
        return find_lexer_class_by_name(name)
    except ClassNotFound:
        return None


def _lexer(language: str) -> str:
    """Return Pygments' name of a language; an empty text if code in it is not highlighted."""
    name = language.lower()
    if name in PLAIN:
        return ""
    name = ALIASES.get(name, name)
    if _lexer_class(name) is None:
        hint = "".join(f"; did you mean `{each}`?" for each in get_close_matches(name, DRAWN, 1, 0.8))
        _log.warning("unknown language `%s`%s", language, hint, extra={"code": "CB204", "quote": language})
        return ""
    return name


@lru_cache(maxsize=BLOCKS)
def _runs(code: str, lexer: str) -> tuple[tuple[str, str], ...]:
    """Split code into pairs of a class and a text; white space belongs to the text before it."""
    unchanged = (("", code),)
    if not lexer or len(code) > LARGEST or max(map(len, code.split("\n"))) > LONGEST:
        return unchanged
    kind, tokens = "", []
    for token, text in _lexer_class(lexer)(stripnl=False).get_tokens(code + "\n"):
        kind = kind if text.isspace() else _kind(token)
        tokens.append((kind, text))
    runs = [
        (kind, "".join(text for _, text in group)) for kind, group in groupby(tokens, key=lambda run: run[0])
    ]
    if "".join(text for _, text in runs) != code + "\n":  # the lexer has changed the text
        return unchanged
    kind, last = runs.pop()
    return (*runs, (kind, last[:-1]))


@cache
def _kind(token: Any) -> str:
    return next((kind for tokens, kind in KINDS if token in tokens), "")


def _span(kind: str, text: str) -> str:
    text = escape(text, quote=False)
    return f'<span class="{kind}">{text}</span>' if kind and text else text


@lru_cache(maxsize=BLOCKS)
def _session(code: str) -> tuple[tuple[str, str], ...]:
    """Split a session like `_runs`: prompts, what is typed after them, and output."""
    runs: list[tuple[str, str]] = []
    others: list[str] = []  # the lines since the last one that is not of a shell's session
    goes_on, language = "", ""
    for line in code.split("\n"):
        own = next((s for s in SESSIONS if re.match(s[0], line)), None)
        if own:
            _, goes_on, language = own
            prompt = re.match(own[0], line)
        else:
            prompt = re.match(goes_on, line) if goes_on else None
        if not prompt:
            goes_on = ""
            others.append(line)
            continue
        runs += _shell(others)
        others = []
        typed = line[prompt.end() :]
        runs += [("gp", prompt[0]), *(_runs(typed, language) if typed else ()), ("", "\n")]
    runs += _shell(others)
    *others_, (kind, last) = runs
    return (*others_, (kind, last.removesuffix("\n")))


def _shell(lines: list[str]) -> Iterable[tuple[str, str]]:
    """Split lines of a shell's session; where none has a prompt, they are output."""
    return [*_runs("\n".join(lines), SHELL), ("", "\n")] if lines else ()


def _lines(runs: Iterable[tuple[str, str]], marked: frozenset[int], *, are_blocks: bool) -> list[str]:
    """Put each line in an element of its own, which holds the line's end if it is a block."""
    lines = [""]
    for kind, text in runs:
        first, *others = text.split("\n")
        lines[-1] += _span(kind, first)
        lines += [_span(kind, other) for other in others]
    tags = ["mark" if number in marked else "span" for number in range(1, len(lines) + 1)]
    ends = ["\n"] * (len(lines) - 1) + [""]
    inside, outside = (ends, [""] * len(ends)) if are_blocks else ([""] * len(ends), ends)
    return [
        f'<{tag} class="line">{line}{end}</{tag}>{after}'
        for tag, line, end, after in zip(tags, lines, inside, outside, strict=True)
    ]


def _with_gaps(lines: list[str], gaps: Mapping[int, tuple[int, str]]) -> str:
    """Put the lines of each gap in an element of their own."""
    for first, (last, label) in gaps.items():
        lines[first - 1] = f'<span class="gap" title="{escape(label)}">{lines[first - 1]}'
        lines[last - 1] += "</span>"
    return "".join(lines)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

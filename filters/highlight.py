"""Highlight code blocks with Pygments, with as few elements as possible.

Adjacent tokens of the same kind share one `<span>`. A block in an unknown language is not highlighted, and
gives a warning. The attribute `title` becomes a caption. In formats other than HTML, code blocks are not
changed.

    pandoc --filter filters/highlight.py --syntax-highlighting=none lesson.md
"""

import logging
import re
from collections.abc import Iterable
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
    "cmd": "batch",
    "conf": "nginx",
    "dockerignore": "text",
    "env": "bash",
    "gitignore": "text",
    "hcl": "hcl",
    "htm": "html",
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
PLAIN = frozenset({"", "log", "none", "nohighlight", "output", "plain", "plaintext", "text", "txt"})

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
    if not isinstance(element, pf.CodeBlock):
        return None
    language = next((c for c in element.classes if c not in ("numberLines", "number-lines")), "")
    runs = _runs(element.text, _lexer(language))
    numbered = len(element.classes) > 0 and not {"numberLines", "number-lines"}.isdisjoint(element.classes)
    lines = sum(1 + len(line) // WIDTH for line in element.text.split("\n"))
    classes = ["code", *(["short"] if lines <= SHORT else []), *(["numbered"] if numbered else [])]
    opening = f'<pre class="{" ".join(classes)}"'
    if element.identifier:
        opening += f' id="{escape(element.identifier)}"'
    if numbered and re.fullmatch("[0-9]{1,6}", element.attributes.get("startFrom", "1")):
        opening += f' style="counter-reset: line {int(element.attributes.get("startFrom", "1")) - 1}"'
    code = _lines(runs) if numbered else "".join(_span(kind, text) for kind, text in runs)
    named = f' class="language-{escape(language)}"' if language else ""
    listing = f"{opening}><code{named}>{code}</code></pre>"
    if title := element.attributes.get("title", "").strip():
        caption = f"<figcaption>{escape(title)}</figcaption>"
        listing = f'<figure class="listing">\n{caption}\n{listing}\n</figure>'
    return pf.RawBlock(listing, format="html")


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
        _log.warning("unknown language `%s`", language, extra={"code": "CB204", "quote": language})
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


def _lines(runs: Iterable[tuple[str, str]]) -> str:
    lines = [""]
    for kind, text in runs:
        first, *others = text.split("\n")
        lines[-1] += _span(kind, first)
        lines += [_span(kind, other) for other in others]
    return "\n".join(f'<span class="line">{line}</span>' for line in lines)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

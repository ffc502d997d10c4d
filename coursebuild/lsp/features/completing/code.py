"""What is offered in code: languages, and the marks of gaps in comments of the language."""

import re
from collections.abc import Iterator
from functools import cache

from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.lsp.features.offers import Offer
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import vocabulary
from coursebuild.runtime import resources

_CODE_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:\{[ \t]*\.)?(?P<word>[\w+#-]*)$")
_MARK = re.compile(
    r"(?P<indent>[ \t>]*)(?P<sign>(?:#+|//+|--|;+|%+|/\*|<!--|\(\*)[ \t]*)?(?P<word>[A-Za-z][A-Za-z ]*)$"
)
_UNSIGNED = 3  # letters of a mark without the sign of a comment, as words of code begin like one
_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<name>[\w+#-]+)")
_COMMENTS = {  # how a comment begins and ends, by names of languages; elsewhere, `#` begins one
    ("//", ""): "c c++ cpp cs csharp dart go groovy h hpp java javascript js jsx kotlin kt php rs rust scala "
    "swift ts tsx typescript zig",
    ("--", ""): "ada haskell hs lua sql vhdl",
    (";", ""): "asm clojure lisp nasm racket scheme",
    ("%", ""): "erlang latex matlab prolog tex",
    ("/*", " */"): "css less scss",
    ("<!--", " -->"): "html svg vue xml",
    ("(*", " *)"): "coq ml ocaml",
}
_OF_LANGUAGE = {name: ends for ends, names in _COMMENTS.items() for name in names.split()}
_GAPS = {
    "SOLUTION": "Students do not get these lines, but a comment, or what follows `BEGIN SOLUTION:`.",
    "HIDDEN TESTS": "Students get nothing of these lines.",
}


def languages(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    del lesson, number
    if found := _CODE_FENCE.fullmatch(before):
        yield from (Offer(found.start("word"), name, Kinds.EnumMember) for name in _lexers())


@cache
def _lexers() -> tuple[str, ...]:
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 (only this needs it)

    names = {alias for _, aliases, _, _ in get_all_lexers() for alias in aliases}
    return tuple(sorted({*names, *resources.filter_module("highlight").ALIASES, *vocabulary.DIAGRAMS}))


def marks_of_gaps(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The marks of gaps, where one begins in code: in a comment, or by three of its letters."""
    code = lesson.code_at(number)
    found = _MARK.fullmatch(before) if code else None
    if not (code and found) or len(found["word"]) < (1 if found["sign"] else _UNSIGNED):
        return
    language = _LANGUAGE.match(code.info)
    sign, end = _OF_LANGUAGE.get(language["name"].lower() if language else "", ("#", ""))
    start, typed = found.end("indent"), found["sign"] or ""
    quoted = found["indent"] if ">" in found["indent"] else ""
    for kind, meaning in _GAPS.items():
        first, last = (f"{sign} {edge} {kind}{end}" for edge in ("BEGIN", "END"))
        gap = f"\n{quoted}".join((first, "$0", last))
        for name, new in ((f"BEGIN {kind} …", gap), (f"BEGIN {kind}", first), (f"END {kind}", last)):
            if name.startswith(found["word"].upper()):
                is_gap = new is gap
                shape = Kinds.Snippet if is_gap else Kinds.Keyword
                yield Offer(start, name, shape, meaning, new, f"{typed}{name}", is_snippet=is_gap)

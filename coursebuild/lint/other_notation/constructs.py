"""The table of other tools' notation that pandoc prints as text, and what to write instead.

What may hold an answer, or hides something, is in `lint/answers/constructs.py`, and is refused.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import Paragraph, Reading, short
from coursebuild.source import without_code


class Construct(NamedTuple):
    """A construct of another tool; `instead` continues a message, with the pattern's groups in braces.

    If it `may_be_read`, it is text where its first word is in pandoc's tree.
    """

    name: str
    pattern: re.Pattern[str]
    instead: str
    may_be_read: bool = False


def _construct(name: str, pattern: str, instead: str, *, may_be_read: bool = False) -> Construct:
    return Construct(name, re.compile(f"(?m){pattern}"), instead, may_be_read)


CITATION = "a citation"
_INCLUDE = 'write `::: {{include="…"}}`, and `:::` in the line below'
_LINE = r"^[ \t>]*"
# The end of a part is not reported: its beginning is. Of two that find the same text, the first one counts.
CONSTRUCTS = (
    _construct("an inclusion of Quarto", r"\{\{<[ \t]*include\b.*?>\}\}", _INCLUDE),
    _construct(
        "a shortcode of Hugo or Quarto", r"\{\{[<%](?![ \t]*/).*?[%>]\}\}", "put here what it should show"
    ),
    _construct(
        "an expression of a template",
        r"\{\{(?![<%]|[ \t]*(?i:toc)[ \t]*\}\}).*?\}\}",
        "put here what it should show",
    ),
    _construct(
        "a tag of a template",
        r"(?<!\{)\{%-?(?![ \t]*end).*?%\}",
        "put here what it should show, or remove it",
    ),
    _construct("a snippet of MkDocs", rf"{_LINE}(?P<at>-+8<-+.*)", _INCLUDE),
    _construct("an inclusion", rf"\{{!.+?!\}}|{_LINE}(?P<at>!include\b.*)", _INCLUDE),
    _construct(
        "a line of MDX",
        rf"{_LINE}(?P<at>import[ \t]+(?:[\w{{*][^'\"\n]*[ \t]from[ \t]+)?['\"][^'\"\n]+['\"];?[ \t]*$"
        r"|export[ \t]+(?:default|const|let|function)\b.*)",
        "remove it",
    ),
    _construct(
        "a table of contents",
        rf"{_LINE}(?P<at>\[\[?_?(?i:toc)_?\]\]?|\{{\{{[ \t]*(?i:toc)[ \t]*\}}\}})[ \t]*$",
        "remove it: pages have one",
        may_be_read=True,
    ),
    _construct("an embedded file of Obsidian", r"!\[\[(?P<a>[^\[\]\n|]+).*?\]\]", "write `![]({a})`"),
    _construct(
        "a wiki link",
        r"(?<!\[)\[\[(?=[^\]]*[^\W\d_])(?P<a>[^\[\]\n|#\"']+)[^\[\]\n]*\]\](?![(\[])",
        "write `[{a}](<{a}.md>)`",
    ),
    _construct("a role of MyST", r"\{(?P<a>[a-z][\w:-]*)\}(?=`)", "write a link, a formula or bold text"),
    _construct("a role of reStructuredText", r"(?<![\w:]):[a-z][\w-]*:(?=`)", "write a link or a formula"),
    _construct(
        "an abbreviation's meaning",
        rf"{_LINE}(?P<at>\*\[(?P<a>[^\]\n]*[ \t][^\]\n]*)\]:.*)",
        'give the meaning where `{a}` first occurs, or write `<abbr title="…">{a}</abbr>`',
    ),
    _construct(
        "an attribute list of kramdown",
        r"\{:(?P<a>[ \t]*[.#\w][^{}\n]*)\}",
        "write `{{{a}}}` right after a bracketed text, or `::: {{{a}}}` around a block",
        may_be_read=True,
    ),
    _construct(
        "a key of PyMdown",
        r"(?<![+\w])\+\+(?!\w[\w+-]*\+\+)(?P<a>(?![+\s])[^\s]+?)\+\+(?![+\w])",
        "write `<kbd>{a}</kbd>`",
    ),
    _construct(
        "a cross-reference of Quarto",
        r"(?<![\w@])@(?P<a>(?:thm|def)-[\w-]+)",
        "write `@theorem:…` or `@definition:…`, with the identifier of a box",
    ),
    _construct(
        "a tag of HackMD", r"\[(?:name|time|color)=[^\]\n]*\](?![(\[{])", "write it as text, or remove it"
    ),
    _construct(
        "a text with ruby of HackMD", r"\{ruby[ \t][^{}|\n]+\|[^{}\n]+\}", "write `<ruby>…<rt>…</rt></ruby>`"
    ),
    _construct(
        "a formula with a space inside its marks",
        r"(?<![\\$\w])\$(?:[ \t][^$\n]*[\\^_{][^$\n]*|(?![ \t])[^$\n]*[\\^_{][^$\n]*[ \t])\$(?![\d$])",
        "remove the space",
        may_be_read=True,
    ),
    _construct(
        "a tag of HTML that is not complete",
        r"<(?:img|div|span|iframe|video|font|center|table|td|tr|p|b|i|u|br)[ \t][^<>\n]*>",
        "correct its attributes",
        may_be_read=True,
    ),
    _construct(
        CITATION,
        r"(?<![\w\]\\])\[(?:[^\[\]\n@]*[ ;(-])?@(?!(?i:fig|tbl|lst|eq|ex|sec)[:-]|[a-z-]+:)"
        r"\w[^\[\]\n]*\](?![(\[{])",
        "name the file of its references in the front matter, `bibliography: references.bib`",
    ),
    _construct("a mark of CriticMarkup", r"\{(?:\+\+|--|~~).*?(?:\+\+|--|~~)\}", "keep one of the two texts"),
    _construct(
        "a label of MyST", rf"{_LINE}(?P<at>\((?P<a>[\w-]+)\)=)[ \t]*$", "write `{{#{a}}}` after the heading"
    ),
    _construct(
        "a comment of MyST",
        r"\A[ \t>]*(?P<at>%[ \t]+\S.*)",
        "write it in `<!-- … -->`, or `\\%` for the sign",
        may_be_read=True,
    ),
    _construct(
        "attributes without an element",
        r"\{[.#][A-Za-z][\w:-]*(?:[ \t][^{}\n]*)?\}",
        "remove them, or put them right after a link, an image or a bracketed text",
        may_be_read=True,
    ),
    _construct("a break of MyST", rf"{_LINE}(?P<at>\+\+\+.*)", "remove it"),
    _construct(
        "an anchor of Obsidian", r"(?<=\S)[ \t](?P<at>\^[a-z0-9][a-z0-9-]*)[ \t]*$", "write `[]{{#name}}`"
    ),
    _construct(
        "an icon of MkDocs, or an option of MyST",
        r"(?<![\w:/.]):[a-z][a-z0-9]*(?:-[a-z0-9]+)+:(?![\w:`])",
        "remove it",
    ),
    _construct(
        "an emoji's name",
        r"(?<![\w:/.]):(?:[a-z][a-z0-9_+-]+|[+-]1):(?![\w:`])",
        "write the sign itself",
    ),
)
# Fields of the front matter that other tools act on
FIELDS = {
    "number-sections": "write `numbering: [sections]`",
    "numbersections": "write `numbering: [sections]`",
}
_SPACE = '"},{"t":"Space"},{"t":"Str","c":"'
_FIELD = re.compile(r"(?P<name>[\w-]+):[ \t]+(?!false\b)\S")
_EMOJI = re.compile(r'"data-emoji","([^"]*)"')
_LATEX_FORMULA = re.compile(r"(?<!\\)\\(?:\(.{1,300}?\\\)|\[.{1,300}?\\\])", re.DOTALL)
_OF_FORMULAS = re.compile(r"\\[A-Za-z]{2}|\^|_[{\d]")  # what is in no text between brackets
_SUSPECT = re.compile(
    r"\{[{%!:\w#+~-]|8<|!include|import|export|\[\[|\[(?i:toc)\]|\*\[|\+\+|@\w+|:[\w+-]+:"
    r"|\)=|(?m:^[ \t>]*%)|\^\w|\[(?:name|time|color)=|\$[ \t]|[ \t]\$|<[a-z]+[ \t]"
)


def _formulas_of_latex(paragraph: Paragraph) -> Iterator[Slip]:
    for found in _LATEX_FORMULA.finditer(without_code(paragraph.source)):
        if not _OF_FORMULAS.search(found[0]):
            continue
        message = (
            f"`{short(found[0])}` is text here: a formula of LaTeX; write `$…$`, or set `tex: backslash`"
        )
        yield Slip("CB171", message, paragraph.place(found.start()))


def _is_in(tree: str, text: str) -> bool:
    """Whether pandoc's JSON has the words of a text in one, up to quotation marks, which pandoc changes."""
    words = list(takewhile(lambda word: not set(word) & set("\"'"), text.split())) or text.split()[:1]
    found = _SPACE.join(words).partition("_")[0]  # after which emphasis may begin
    return (f'"c":"{found}' if found.startswith(("[", "<")) else found) in tree


def other_notation_slips(reading: Reading, tree: str, *, cites: bool = False) -> Iterator[Slip]:
    """Report each place where pandoc prints the notation of another tool as text; `tree` is pandoc's JSON.

    `cites` says that citations are resolved.
    """
    constructs = [each for each in CONSTRUCTS if not (cites and each.name == CITATION)]
    for line in reading.front_matter:
        field = _FIELD.match(line.text)
        if field and (instead := FIELDS.get(field["name"])):
            yield Slip("CB171", f"`{field['name']}` has no effect here: {instead}", line.place(0))
    emoji = set(_EMOJI.findall(tree))
    for paragraph in reading.paragraphs:
        if "\\(" in paragraph.source or "\\[" in paragraph.source:
            yield from _formulas_of_latex(paragraph)
        if not _SUSPECT.search(paragraph.text):
            continue
        taken: list[tuple[int, int]] = []
        for construct in constructs:
            for found in construct.pattern.finditer(paragraph.text):
                start, end = found.span("at" if found.groupdict().get("at") else 0)
                if any(start < other_end and other < end for other, other_end in taken):
                    continue
                taken.append((start, end))
                text = paragraph.text[start:end].strip()
                if text.strip(":") in emoji or (construct.may_be_read and not _is_in(tree, text)):
                    continue
                groups = {name: text.strip() for name, text in found.groupdict("").items()}
                message = (
                    f"`{short(text)}` is text here: {construct.name}; {construct.instead.format(**groups)}"
                )
                yield Slip("CB171", message, paragraph.place(start))

"""The table of other tools' notation that may hold an answer, or that hides something."""

import re
from typing import NamedTuple


class Construct(NamedTuple):
    """A construct of another tool, found in one line of prose; `at` is what is quoted.

    The construct is refused where its `kind`, its `title` or its `condition` means an answer or a teacher. If
    the pattern has none of these groups, it hides something in that tool, and is always refused.
    """

    name: str  # with the tool's name, for messages
    pattern: re.Pattern[str]
    is_line: bool = False  # whether it fills its line


def _line(name: str, pattern: str) -> Construct:
    """Return a construct that fills a line, in any quotation and list item."""
    before = r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*"
    return Construct(name, re.compile(rf"(?i){before}(?P<at>{pattern})[ \t]*"), is_line=True)


def _part(name: str, pattern: str) -> Construct:
    return Construct(name, re.compile(rf"(?i)(?P<at>{pattern})"))


CONSTRUCTS = (
    _line(
        "a box of MkDocs",
        r"""(?:!!!|\?\?\?\+?)[ \t]*(?P<kind>[\w-]*(?:[ \t]+[\w-]+)*)[ \t]*(?:\\?["'“«](?P<title>.*))?""",
    ),
    _line(  # with another number of signs
        "nearly a box of MkDocs",
        r"""(?:!{1,6}|\?{1,6}\+?)[ \t]*(?P<kind>[\w-]+)(?:[ \t]+\\?["'“«](?P<title>.*))?""",
    ),
    _line("a tab of MkDocs", r"""===[!+]?[ \t]+\\?["'“«](?P<title>.*)"""),
    _line("a block of PyMdown", r"/{3,}[ \t]*(?P<kind>[a-z][\w-]*)[ \t]*(?:\|(?P<title>.*))?"),
    _line("a callout of Obsidian", r"\[!(?P<kind>[\w-]+)\][-+]?[ \t]*(?P<title>.*)"),
    _line(
        "a spoiler", r">!.+|\[(?P<kind>spoiler|details|hide|hidden|expand|fold)(?:=(?P<title>[^\]]*))?\].*"
    ),
    _line("a tag in brackets", r"\[(?P<kind>[a-zà-ÿ]+)(?:=[^\]]*)?\].*\[/[a-zà-ÿ]+\]"),
    _line("a secret of Zeste de Savoir", r"\[\[(?P<kind>secret|[a-zà-ÿ]+)(?:\|(?P<title>[^\]]*))?\]\]"),
    _line("a directive of reStructuredText", r"\.\.[ \t]+(?P<kind>[\w-]+)::[ \t]*(?P<title>.*)"),
    _line("a block of AsciiDoc", r"""\[(?:[.%#]|role=["'])(?P<kind>[\w%.#-]+)["']?\]"""),
    _line("a condition of AsciiDoc", r"if(?:n?def|eval)::(?P<condition>[\w-]*)\[(?P<more>.*)\]"),
    _line("a block", r"(?P<sign>[/;%=~+-])(?P=sign){1,3}[ \t]+(?P<kind>[^\W\d_][\w-]*)(?:[ \t]*(?P=sign)*)"),
    _line("a block of Org", r"#\+begin_(?P<kind>\w+)(?P<title>.*)"),
    _line("a drawer of Org", r":(?P<kind>[a-z]+):"),
    _part("a template's tag", r"\{[{%](?![<%{])[-^#!]?[ \t]*(?:(?!end|/)(?P<condition>[^{}]*))[%}]\}"),
    _part("a template's tag", r"<%[-=]?(?P<condition>[^<>]*)%>|\$if\((?P<more>[^()]*)\)\$"),
    _part(
        "a condition of a preprocessor",
        r"^[ \t]*[#%](?:if|ifdef|ifndef|unless)[ \t]+(?P<condition>\w+)[ \t]*$",
    ),
    _part("a shortcode of Hugo", r"\{\{[<%][ \t]*(?![ \t/])(?P<kind>[\w-]+)(?P<title>[^{}]*)[>%]\}\}"),
    _part("an attribute list of kramdown", r"\{:(?P<kind>[ \t]*[\w.#-][^{}]*)\}"),
    _part("a role of MyST", r"\{(?P<kind>[\w:-]+)\}(?=`)|(?<![\w:]):(?P<more>[a-z][\w-]*):(?=`)"),
    _part("a directive in a line", r"(?<![\w:.#])(?::{1,2}|[.#])(?P<kind>[a-z][\w-]*)(?=\[[^\]]+\](?!\())"),
    _part("a question of Moodle", r"\{\d*:(?:SA|SHORTANSWER|MC|MULTICHOICE|MR|NM|NUMERICAL)\w*:[^{}]*\}"),
    _part("a question of Moodle", r"\{[^{}]*=[^{}=]+~[^{}]*\}|\{[^{}]*~[^{}~]+=[^{}]*\}"),
    _part("a gap of Anki", r"\{\{c\d+::[^{}]*\}\}"),
    _part("an environment or command of LaTeX", r"\\begin[ \t]*\{(?P<kind>[\w*]+)\}"),
    _part("a command of LaTeX", r"\\(?P<kind>[a-z]+)\*?(?=[\s{\[\\]|$)"),
    _part("a comment of Jekyll", r"\{%-?[ \t]*comment[ \t]*-?%\}"),
    _part("a comment of Jinja", r"\{#(?![\w:.-]+(?:[ \t}]|\Z))[^}]*(?:#\}|\Z)"),
    _part("a comment of MDX", r"\{/\*.*"),
    _part("a comment of kramdown", r"\{::(?:comment|nomarkdown)\b.*"),
    _part("a comment of Obsidian", r"(?<![%\w\\])%%(?!\w*\}).+?%%|\A[ \t>]*%%(?:[ \t]*|[ \t].*)\Z"),
    _part("a comment of CriticMarkup", r"\{>>.*"),
    _line("a comment of Markdown Extra", r"\[(?://|_|comment|#)[^\]]*\]:[ \t]*(?:#|<>)[ \t]*[\"'(].*"),
    _line("notes for the speaker", r"\?\?\?"),
    _line("a quiz of MkDocs", r"<\??quiz\b[^<>]*>"),
)
# Each of the constructs above has one of these.
SUSPECT = re.compile(
    r"[!?=/\[\]{}%#.~+:;-]{2}|^[ \t>]*[\[:#%!?]|ifn?def|<\??quiz"
    r"|[\\{]\w|>[!>]|<%|\$if|(?<!\w)[:.#]\w[\w-]*(?:\[|:`)"
)
# A comment of Markdown Extra is a link reference definition, which is not shown, unless it follows a text.
NOT_AFTER_TEXT = "a comment of Markdown Extra"
MAY_ANNOUNCE_BELOW = re.compile(r"(?i)\{%[ \t]*(?:hint|details|spoiler|tab|expand)\b")

_WORDS = (
    r"(?:HIDDEN|INSTRUCTOR|TEACHER)[ _-](?:TESTS?|CODE)|SOLUTIONS?|ANSWERS?|CORRECTIONS?|CORRIG[EÉ]S?"
    r"|R[EÉ]PONSES?|MARK[ _-]SCHEME"
)
_SIGNS = r"(?:#+|//+|--+|%+|;+|/\*+|\*|<!--|\(\*|\"\"\")"
# In code, in comments and in text: nbgrader's and Otter's marks, and regions of editors.
MARKS = re.compile(
    rf"^[ \t>]*{_SIGNS}?[ \t#]*(?i:(?:BEGIN|END|START|STOP|D[EÉ]BUT|FIN)[ _:-]*(?:{_WORDS}))\b"
    r"[ \t]*(?:NO PROMPT)?[ \t:]*(?:-->|\*/|\*\)|#*)?[ \t]*$"
    rf"|\b(?:BEGIN|END)[ _](?:{_WORDS}|PROMPT)\b"
    r"|(?:#|//|--|%|;)[ \t]*(?:SOLUTION|CORRECTION|CORRIG[EÉ])(?:[ \t]*:?[ \t]*(?:NO PROMPT)?)$"
    r"|(?:#|//|--)[ \t]*(?i:region)[ \t]+(?i:solution|correction|corrig[eé])"
)
# In code alone, for in text they are headings: comments that hold such a word, and nothing else but signs.
SOLE_WORD = re.compile(
    r"^[ \t>]*(?:#|//|--|%|;|/\*|\(\*|<!--|\"\"\")[\W_]*"
    r"(?i:(?:(?:end)?region[\W_]+)?(?:solution|correction|corrig[eé])s?)[\W_]*$"
)
# Directives of MyST in the first line of a code fence, and options of notebooks' cells.
DIRECTIVE = re.compile(r"\{(?P<kind>[\w:-]+)\}[ \t]*(?P<title>.*)")
CELL_OPTION = re.compile(
    r"[ \t]*(?:#\|[ \t]*(?:tags|class(?:es)?)|:(?:tags|class)|\"?tags\"?)[ \t]*:(?P<words>.*)"
)

HTML = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite "
    "code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main "
    "map mark math meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt "
    "ruby s samp script section select small source span strong style sub summary sup svg table tbody td "
    "template textarea tfoot th thead time title tr track u ul var video wbr".split()
)

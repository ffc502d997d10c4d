"""Read code that other tools run, and directives of MyST that are no boxes, as code blocks.

R Markdown and Quarto have `{r, echo=TRUE}`, MyST has `{code-cell} ipython3` and `{figure} plot.png`. Code is
shown, and not run; a directive is shown as it is typed. Where they hide something in their tool, or may mean
an answer, they stay as they are: then the fence does not open a code block (CB111).
"""

import re
from typing import NamedTuple

from coursebuild.model import Code, vocabulary
from coursebuild.source.dialects.kinds import may_be_withheld

_INFO = re.compile(r"\{(?P<name>[A-Za-z][\w-]*)(?P<options>(?:[ \t,][^{}]*)?)\}[ \t]*(?P<argument>[^{}`]*)")
_LANGUAGES = frozenset(
    "bash c cat cpp css fortran go haskell html java javascript js julia kotlin lua node observable octave "
    "ojs perl php powershell python r rcpp ruby rust sas scala scss sh shell sql stan stata typescript "
    "zsh".split()
) | frozenset(vocabulary.DIAGRAMS)
_CODE = frozenset("code code-block code-cell prompt sourcecode".split())
DIRECTIVES = {  # directives of MyST, and what to write instead
    **dict.fromkeys(("figure", "image"), "write `![What it shows](image.png)`"),
    **dict.fromkeys(("math", "amsmath"), "write the formula between `$$` and `$$`"),
    **dict.fromkeys(("table", "list-table", "csv-table"), "write the table in Markdown"),
    **dict.fromkeys(("toctree", "contents", "tableofcontents"), "write `toc: true` in the front matter"),
    **dict.fromkeys(("index", "bibliography", "glossary"), "delete it, or write its text"),
    "include": 'write `::: {include="…"}`, and `:::` in the line below',
    "literalinclude": 'write `{include="…"}` after the fence, and nothing in the block',
    "embed": "put here what it should show",
    **dict.fromkeys(("raw", "eval-rst", "iframe", "video"), "write it in Markdown"),
    **dict.fromkeys(
        ("exercise-start", "exercise-end"), "write the exercise between `::: exercise` and `:::`"
    ),
    **dict.fromkeys(("margin", "sidebar", "epigraph", "div"), "write it between `::: note` and `:::`"),
}
_SHELL = re.compile(r"ipython\d?")
_LANGUAGE = re.compile(r"[A-Za-z][\w-]*")
_OPTION = re.compile(r"[ \t>]*(?:(?:#|//|--|%%)\|[ \t]*\S|:[\w-]+:(?=[ \t]|$)).*")
_FENCE = re.compile(r":{3}|`{3}|~{3}")
# What keeps code from readers in Quarto, R Markdown and notebooks, and until a date here.
_HIDES = re.compile(
    r"(?i)\b(?:echo|include)\b[ \t]*[=:][ \t]*[\"']?(?:F|FALSE|NO)\b"
    r"|\b(?:remove|hide|hidden)[-_](?:cell|input|code)\b|\bcode-fold\b|\bshow[-_]?from\b|\bclass\.(?:source|output)\b"
)


class Chunk(NamedTuple):
    """A code block in another tool's notation; `options` are in its first line, others from `option_line` on.

    `language` is "" for a directive that is no code; `option_line` is 0 if there are none below.
    """

    name: str
    language: str
    options: str
    argument: str
    option_line: int
    said: str = ""  # the first line and the options below it

    @property
    def attributes(self) -> str:
        """What pandoc's braces should hold."""
        if self.language:
            return f".{self.language}"
        title = f"{self.name} {self.argument}".strip().replace("\\", "\\\\").replace('"', '\\"')
        return f'.text title="{title}"'


def read_chunk(code: Code) -> Chunk | None:
    """Read the first line of a code block and its options; None if it is none, or may withhold something."""
    chunk = parse_chunk(code)
    if chunk is None or _HIDES.search(chunk.said) or may_be_withheld(chunk.said):
        return None
    is_code = bool(chunk.language)
    return chunk if is_code or not (_FENCE.search(code.text) or may_be_withheld(code.text)) else None


def parse_chunk(code: Code) -> Chunk | None:
    """Parse the first line of a code block and its options, whatever they hide; None if it is none."""
    found = _INFO.fullmatch(code.info.rstrip()) if code.last else None
    if not found or not (found["name"] in _LANGUAGES | _CODE or found["name"] in DIRECTIVES):
        return None
    lines = code.text.split("\n")
    count = _count_options(lines)
    said = "\n".join((code.info, *lines[:count]))
    name, argument = found["name"], found["argument"].strip()
    if name in DIRECTIVES:
        return Chunk(name, "", "", argument, 0, said)
    language = name if name in _LANGUAGES else (_LANGUAGE.match(argument) or ["text"])[0]
    language = "python" if _SHELL.fullmatch(language) else language
    options = found["options"].strip(" \t,")
    return Chunk(name, language, options, argument, code.line + 1 if count else 0, said)


def _count_options(lines: list[str]) -> int:
    """Return how many lines at the beginning of code are options: `:key: value`, `#| key: value`, or YAML."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].strip() == "---":
        return next((n for n, line in enumerate(lines[first + 1 :], first + 2) if line.strip() == "---"), 0)
    end = first
    while end < len(lines) and _OPTION.fullmatch(lines[end]):
        end += 1
    return end if end > first else 0

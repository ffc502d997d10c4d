"""Translate what other tools write after a code fence to the attributes that pandoc reads.

MkDocs has `python title="x" linenums="1" hl_lines="2 3"`, Docusaurus `python {2-3} showLineNumbers`, and
HackMD `python=10`. What is not understood in full stays as it is, and so does a title that may be notation or
mean an answer: then the fence does not open a code block (CB111).
"""

import re
from collections.abc import Sequence

from coursebuild.model import Code, answer_words, vocabulary
from coursebuild.source.chunks import read_chunk

_INFO = re.compile(r"(?P<language>[A-Za-z][\w-]*(?:\+\+)?)?(?:=(?P<first>\d*))?(?P<rest>(?:(?:^|[ \t]+).*)?)")
_PART = re.compile(
    r"""[ \t]*(?:\{(?P<lines>\d[\d,\s-]*)\}|(?P<key>[A-Za-z_]\w*)"""
    r"""(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|\{?(?P<bare>\d+)\}?))?)(?=[ \t{]|$)"""
)
_KEYS = frozenset(("title", "filename", "linenums", "hl_lines", "highlight", "startFrom"))
_OF_FILES = frozenset(("include", "lines", "region", "from", "to"))  # `source/inclusion/` reads them
# Words of other tools that change nothing in the code, such as its looks there.
_UNUSED = frozenset("copy editable expandable live noCopy nocopy noInline npm2yarn wrap".split())
_NUMBERED = ".numberLines"


def translate_infos(lines: list[str], codes: Sequence[Code]) -> None:
    """Translate the opening lines of code blocks in place."""
    for code in codes:
        if not code.last or not re.search(r"[={ \t]", code.info):
            continue
        line = lines[code.line - 1].rstrip()
        chunk = read_chunk(code)
        if attributes := chunk.attributes if chunk else attributes_of(code.info):
            before = line[: len(line) - len(code.info)].rstrip()
            lines[code.line - 1] = f"{before} {{{attributes}}}"


def attributes_of(info: str, *, of_file: bool = False) -> str:
    """Return what pandoc's braces should hold; "" where the text is pandoc's own, or not understood.

    With `of_file`, the attributes of a block that includes a file are understood.
    """
    keys = _KEYS | _OF_FILES if of_file else _KEYS
    found = _INFO.fullmatch(info)
    if not found or not (found["rest"].strip() or found["first"] is not None):
        return ""
    language = (found["language"] or "").replace("++", "pp")  # pandoc reads no `+` in braces
    names = [f".{language}"] if language else []
    values: list[str] = []
    if found["first"] is not None:
        names.append(_NUMBERED)
        values += [f'startFrom="{found["first"]}"'] if found["first"] else []
    rest = found["rest"].rstrip()
    end = 0
    while end < len(rest):
        part = _PART.match(rest, end)
        if not part or part.end() == end:
            return ""
        end = part.end()
        key, value = (
            part["key"],
            next((v for v in part.group("double", "single", "bare") if v is not None), None),
        )
        if part["lines"]:
            values.append(f'highlight="{part["lines"].strip()}"')
        elif key == "showLineNumbers":
            names.append(_NUMBERED)
            values += [f'startFrom="{value}"'] if value else []
        elif key in keys and value is not None and _may_stand(key, value):
            values.append(f'{key}="{value}"')
        elif not (key in _UNUSED and value is None):
            return ""
    return " ".join((*names, *values))


def _may_stand(key: str, value: str) -> bool:
    """Whether a value may be an attribute's: a title must not mean an answer, as a path may."""
    return not (any(sign in value for sign in '{}\\"') if key in _OF_FILES else _may_be_withheld(value))


def _may_be_withheld(value: str) -> bool:
    return (
        any(sign in value for sign in '{}\\"')
        or answer_words.names_answer(value)
        or bool(answer_words.announcement(value, teacher_alone=True))
        or any(vocabulary.nearest_guard(word) in vocabulary.GUARDS for word in re.findall(r"\w+", value))
    )

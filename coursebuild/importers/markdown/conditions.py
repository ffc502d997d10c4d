"""Turn the conditions of templates, `{% if … %}`, and macros that hide, `{{ correction(…) }}`."""

import re

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft, Line
from coursebuild.model import answer_words, short, vocabulary

_STUDENTS = frozenset("student students eleve eleves etudiant etudiants".split())
_NEGATED = re.compile(r"\bnot\b|!|\b(?:false|0)\b", re.IGNORECASE)
_READABLE = re.compile(  # of one name, as it is or compared
    r"(?:not\s+|!\s*)?\(?[\w.-]+(?:\[[\"']?[\w-]+[\"']?\])*\)?"
    r"(?:\s*[!=]=\s*(?:true|false|[01]|[\"'](?P<value>[^\"']*)[\"']))?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"\{%-?[ \t]*(?P<name>if|unless)[ \t]+(?P<rest>[^{}%]*?)[ \t]*-?%\}(?P<first>[^{}]*)"
    r"(?:\{%-?[ \t]*else[ \t]*-?%\}(?P<other>[^{}]*))?\{%-?[ \t]*end(?:if|unless)[ \t]*-?%\}"
)
_MACRO = re.compile(  # with a text between quotation marks, as Python has them
    r"^(?P<before>[ \t>]*)\{\{\s*(?P<name>\w+)\([^\"'(){}]*?(?P<quote>\"{3}|'{3}|[\"'])"
    r"(?P<text>(?:\\.|[^\\]){0,20000}?)(?P=quote)\s*\)\s*\}\}[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_NUMBERED = re.compile(r"\{\{[ \t]*(?P<name>exercice|initexo)\([^(){}]*\)[ \t]*\}\}")  # of French courses
_BOX = re.compile(r"\s*(?:\?{3}\+?|!{3})[ \t]+(?P<head>.*)")


_COMMENT = re.compile(
    r"^(?P<before>[ \t>]*)\{#(?P<text>(?=\s).{0,20000}?)#\}[ \t]*$", re.MULTILINE | re.DOTALL
)

_COMMENTS = re.compile(r"<!--(?![ \t]*coursebuild\b)|^[ \t]*\[(?://|comment|#)\]:[ \t]*[#<]")


def turn_comments(draft: Draft) -> None:
    """Rewrite the comments of Jinja that have lines of their own, whatever is in them."""
    text = draft.text
    for found in reversed([*_COMMENT.finditer(text)]):
        first, last = (text.count("\n", 0, at) + 1 for at in found.span())
        comment = found["text"].replace("--", "- -").strip("\n").split("\n")
        draft.replace(first, last, [f"{found['before']}<!--", *comment, f"{found['before']}-->"])


def tell_comments(draft: Draft) -> None:
    """Tell how many comments there are, which no page shows, and where."""
    in_code = {n for code in draft.read().codes for n in range(code.line, code.last + 1)}
    draft.tell_comments(
        line.number
        for number, line in enumerate(draft.lines, 1)
        if number not in in_code
        for _ in _COMMENTS.findall(re.sub(r"(`+).*?\1", "", line.text))
    )


def turn_macros(draft: Draft) -> None:
    """Make the text that a macro of mkdocs-macros holds a correction, if its name means one."""
    text = draft.text
    for found in reversed([*_MACRO.finditer(text)]):
        if not answer_words.names_answer(found["name"]):
            continue
        first, last = (text.count("\n", 0, at) + 1 for at in found.span())
        start, end = (text.count("\n", 0, at) + 1 for at in found.span("text"))
        inside: list[Line | str] = [
            line._replace(text=line.text.replace('\\"', '"')) for line in draft.lines[start : end - 1]
        ]
        if start == end:
            inside = [Line(draft.lines[start - 1].number, found["before"] + found["text"])]
        box = _BOX.match(found["text"].replace('\\"', '"'))
        if not (box and notation.is_withheld(*box["head"].replace('"', " ").split())):
            inside = [f"{found['before']}::: correction", *inside, f"{found['before']}:::"]
        draft.replace(first, last, ["", *inside, ""])
    for at, line in enumerate(draft.lines):
        if "{{" in line.text:
            new = _NUMBERED.sub(lambda found: "Exercice" if found["name"] == "exercice" else "", line.text)
            draft.lines[at] = line._replace(text=new)


def guards(draft: Draft, number: int, name: str, condition: str) -> tuple[str, str]:
    """Return the attributes of what a condition shows, and of what it shows otherwise.

    Where it is not known whom a condition means, both are for instructors alone.
    """
    found = _READABLE.fullmatch(condition.strip())
    if found:
        meant = condition if found["value"] is None else found["value"]
        words = [vocabulary.fold(word) for word in re.findall(r"[^\W\d_]+", meant)]
        is_positive = (name != "unless") != bool(len(_NEGATED.findall(condition)) % 2)
        if any(map(answer_words.mentions, words)) or notation.is_withheld(meant):
            return (
                (notation.HIDDEN, notation.STUDENTS) if is_positive else (notation.STUDENTS, notation.HIDDEN)
            )
        if not _STUDENTS.isdisjoint(words):
            return (
                (notation.STUDENTS, notation.HIDDEN) if is_positive else (notation.HIDDEN, notation.STUDENTS)
            )
    what = f"`{short(f'{name} {condition}')}` may hide something there: it is for instructors alone"
    draft.tell(number, HIDDEN, what)
    return notation.HIDDEN, notation.HIDDEN


def rewritten(draft: Draft, text: str) -> str:
    """Return a paragraph in which a condition on some of its words is one of coursebuild's."""

    def replace(found: re.Match[str]) -> str:
        number = draft.number_of(found[0].partition("\n")[0])
        first, other = guards(draft, number, found["name"], found["rest"])
        parts = [(found["first"], first), (found["other"] or "", other)]
        return "".join(f"[{part.strip()}]{guard}" for part, guard in parts if part.strip())

    return _INLINE.sub(replace, text)

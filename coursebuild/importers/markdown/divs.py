"""Turn the fenced divs of Quarto and R Markdown that hide, or that are boxes there."""

import re
from collections.abc import Iterator

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.model import Fence, answer_words, short, vocabulary
from coursebuild.source import read_attributes

_CONTENT = re.compile(r"content-(?P<how>visible|hidden)")
_KEYS = ("when-format", "unless-format", "when-profile", "unless-profile", "when-meta", "unless-meta")
_FORMATS = {
    "html": "html",
    "html:js": "html",
    "pdf": "pdf",
    "latex": "pdf",
    "typst": "pdf",
}  # Quarto's, and ours
_THEOREMS = {  # the beginnings of Quarto's names
    **dict.fromkeys(("thm", "lem", "cor", "prp", "cnj"), "theorem"),
    **dict.fromkeys(("rem", "alg"), "note"),
    "def": "definition",
    "exm": "example",
    "exr": "exercise",
}
_NAMED = re.compile(
    r"\{#(?P<name>(?P<kind>thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg)-[\w-]+)(?P<rest>[^{}]*)\}"
)
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>[^{}]*?)[ \t#]*(?:\{[^{}]*\})?[ \t]*")
_TITLE = re.compile(r"\b(?:name|title)=(?:\"([^\"]*)\"|'([^']*)')")
# Classes that keep something from readers in other tools, and mean no answer: speaker's notes, hidden text.
_HIDES = answer_words.HIDING_CLASSES - {"reveal"}
_ANSWERS = frozenset("answer spoiler spoilers rubric rubrics bareme sol sols corr ans lsg clave".split())
_FOR_ALL = "for all"  # in place of attributes: the fences go
_CALLOUT = re.compile(r"callout-[a-z]+")
_BLOCK = re.compile(
    r"(?<!:)(?<!: )(?:\[(?P<words>[^\[\]]*)\])?(?P<block>\{[^{}]*"
    r"(?:\.content-(?:visible|hidden)|\bvisibility=[\"']?hidden)[^{}]*\})"
)
_GROUP = re.compile(r"[ \t]+group=(?:\"[^\"]*\"|'[^']*'|[\w-]+)")
_PAUSE = re.compile(r"[ \t>]*\. \. \.[ \t]*")


def turn_divs(draft: Draft) -> None:
    """Rewrite the opening fences, and remove the pauses between the parts of a slide."""
    prose = draft.read().prose
    draft.lines = [
        line for at, line in enumerate(draft.lines) if not (prose[at] and _PAUSE.fullmatch(line.text))
    ]
    for fence in reversed(draft.read().fences):
        if fence.opens and fence.partner:
            _turn(draft, fence)
    draft.rewrite_prose(lambda text: _BLOCK.sub(lambda found: _attached(draft, found), text))


def _attached(draft: Draft, found: re.Match[str]) -> str:
    """Return the attributes of words or of a heading that Quarto shows to some readers alone."""
    number, block = draft.number_of(found[0]), found["block"]
    words = "" if found["words"] is None else f"[{found['words']}]"
    if "visibility" in block:
        draft.tell(number, HIDDEN, f"`{short(block)}` is hidden there: it is for instructors alone")
        return words + notation.HIDDEN
    condition = _content(draft, block, number)
    return found["words"] or "" if condition == _FOR_ALL else words + condition


def _turn(draft: Draft, fence: Fence) -> None:
    number, line = draft.lines[fence.line - 1]
    text = fence.text.lstrip(":").strip().rstrip(":").strip()
    attributes = read_attributes(fence.text)
    colons = fence.text[: len(fence.text) - len(fence.text.lstrip(":"))]
    new, dropped = "", 0
    if _CALLOUT.fullmatch(text):
        new = f"{{.{text}}}"
    elif "panel-tabset" in attributes.classes and _GROUP.search(text):  # tabs of one title go together here
        new = _GROUP.sub("", text)
    elif any(map(_CONTENT.fullmatch, attributes.classes)):
        new = _content(draft, fence.text, number)
    elif found := _NAMED.fullmatch(text):
        new, dropped = _theorem(draft, fence, found)
    elif hiding := next(_hiding(attributes.classes), ""):
        is_answer = answer_words.names_answer(hiding) or hiding in _ANSWERS
        what = "an answer: it becomes a correction" if is_answer else "hidden: it is for instructors alone"
        draft.tell(number, HIDDEN, f"`{short(fence.text)}` may be {what}")
        new = notation.correction(dict(attributes.pairs).get("title", "")) if is_answer else notation.HIDDEN
    if new == _FOR_ALL:
        draft.replace(fence.partner, fence.partner, [""])
        draft.replace(fence.line, fence.line, [""])
    elif new:
        before = line[: fence.column - 1]
        if dropped:
            draft.replace(dropped, dropped, [])
        draft.replace(fence.line, fence.line, [f"{before}{colons} {new}"])


def _hiding(classes: tuple[str, ...]) -> Iterator[str]:
    """Yield the classes that hide in another tool, and are no guards here."""
    for name in classes:
        folded = vocabulary.fold(name)
        if folded in vocabulary.GUARDS or folded in vocabulary.CONDITION_CLASSES:
            return
        if folded == "answer" or folded in _HIDES or answer_words.class_meaning(name):
            yield folded


def _content(draft: Draft, text: str, number: int) -> str:
    """Return the condition that stands for Quarto's; one that is unknown here hides from students."""
    attributes = read_attributes(text)
    how = next(found["how"] for name in attributes.classes if (found := _CONTENT.fullmatch(name)))
    pairs = [(key, value) for key, value in attributes.pairs if key in _KEYS]
    key, value = pairs[0] if len(pairs) == 1 else ("", "")
    is_positive = key.startswith("when") == (how == "visible")
    guard = ".if" if is_positive else ".unless"
    if key.endswith("format") and value in _FORMATS:
        return f'{{{guard} format="{_FORMATS[value]}"}}'
    if key.endswith("format") and not is_positive:
        return _FOR_ALL
    if key and not key.endswith("format"):
        if value in ("student", "students"):
            return f'{{{guard} edition="student"}}'
        if notation.is_withheld(value) or any(map(answer_words.mentions, re.findall(r"[^\W_]+", value))):
            return f'{{{guard} correction="true"}}'
    draft.tell(number, HIDDEN, f"`{short(text)}` is not for all readers there: it is for instructors alone")
    return notation.HIDDEN


def _theorem(draft: Draft, fence: Fence, found: re.Match[str]) -> tuple[str, int]:
    """Return the box for a div with one of Quarto's names, and the line of the heading that is its title."""
    named = _TITLE.search(found["rest"])
    title, dropped = (named[1] or named[2] or "") if named else "", 0
    first = fence.line + 1
    while first < fence.partner and not draft.lines[first - 1].text.strip(" >"):
        first += 1
    heading = _HEADING.fullmatch(draft.lines[first - 1].text.strip(" >")) if not title else None
    if heading:
        title, dropped = heading["title"], first
    if found["kind"] == "sol":
        return notation.correction(title, found["name"]), dropped
    return notation.box(_THEOREMS[found["kind"]], title, name=found["name"]), dropped

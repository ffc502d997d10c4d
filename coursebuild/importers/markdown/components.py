"""Turn the elements of MDX and HTML into boxes: tabs, folded texts, and what is for teachers."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, Line
from coursebuild.model import answer_words, short, vocabulary
from coursebuild.source import kind_of

_IMPORT = re.compile(
    r"import[ \t]+(?:[\w{*][^'\"\n]*[ \t]from[ \t]+)?['\"][^'\"\n]+['\"];?[ \t]*"
    r"|export[ \t]+(?:default|const|let|var|function)\b.*"
)
_ATTRIBUTES = r"(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|[^<>\"'{}])*"
_OPENING = re.compile(
    rf"(?P<before>[ \t>]*)<(?P<name>[A-Za-z][\w.]*)(?P<rest>(?:\s{_ATTRIBUTES})?)(?P<closed>/)?>"
    r"[ \t]*(?P<after>.*)"
)
_CLOSING = re.compile(r"(?P<before>[ \t>]*)</(?P<name>[A-Za-z][\w.]*)>[ \t]*")
_VALUE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|\{[\"'`]?([^{}]*?)[\"'`]?\})")
_SUMMARY = re.compile(r"(?is)[ \t>]*<summary\b[^<>]*>(?P<title>.*?)</summary>[ \t]*")
_TAG = re.compile(r"<[^<>]*>")
_TABS = frozenset(("Tabs", "CodeGroup", "CodeTabs", "TabGroup"))
_TAB = frozenset(("TabItem", "Tab"))
_FOLDED = frozenset(("details", "Details", "Accordion", "AccordionItem", "Expandable", "Collapse", "Spoiler"))
_HIDDEN_HTML = re.compile(
    r"(?i)\bdisplay[ \t]*:[ \t]*none|\bvisibility[ \t]*:[ \t]*hidden|(?:^|\s)hidden(?=\s|$|=)"
)
_HTML_BOXES = frozenset(("div", "section", "aside", "article", "p"))
_BOXES = frozenset(("Admonition", "Callout", "Alert"))
_WITHIN = re.compile(rf"</?(?P<name>[A-Z][\w.]*)(?:\s{_ATTRIBUTES})?/?>")


class _Element(NamedTuple):
    line: int
    name: str
    before: str
    title: str
    values: Mapping[str, str]
    is_hidden: bool = False


def turn_components(draft: Draft) -> None:
    """Rewrite the elements that have lines of their own, and remove lines of JavaScript."""
    _remove_imports(draft)
    opened: list[_Element] = []
    replaced: dict[int, list[str]] = {}
    prose = draft.read().prose
    summaries: dict[int, int] = {}
    for number, line in enumerate(draft.lines, 1):
        if not prose[number - 1] or "<" not in line.text:
            continue
        if closing := _CLOSING.fullmatch(line.text):
            match = next(
                (n for n, each in reversed([*enumerate(opened)]) if each.name == closing["name"]), None
            )
            if match is None:
                continue
            element, opened = opened[match], opened[:match]
            if attributes := _attributes(draft, element):
                replaced[element.line] = ["", f"{element.before}{attributes}"]
                replaced[number] = [f"{closing['before']}{attributes.split()[0]}", ""]
                if element.line in summaries:
                    replaced[summaries[element.line]] = [""]
        elif begun := _opening(draft, number, summaries):
            opened.append(begun)
    for number in sorted(replaced, reverse=True):
        draft.replace(number, number, replaced[number])


def _remove_imports(draft: Draft) -> None:
    prose = draft.read().prose
    kept: list[Line] = []
    for at, line in enumerate(draft.lines):
        if prose[at] and _IMPORT.fullmatch(line.text):
            draft.tell(line.number, KEPT, f"`{short(line.text)}` is JavaScript, and is left out")
        else:
            kept.append(line)
    draft.lines = kept


def _opening(draft: Draft, number: int, summaries: dict[int, int]) -> _Element | None:
    """Read the opening tag on a line; the title of a folded one may be in the next line."""
    text = draft.lines[number - 1].text
    found = _OPENING.fullmatch(text)
    if not found or found["closed"]:
        return None
    name, after = found["name"], found["after"].strip()
    values = {key: double or single or bare for key, double, single, bare in _VALUE.findall(found["rest"])}
    title = values.get("label") or values.get("title") or values.get("summary") or values.get("value") or ""
    if name in _FOLDED and (summary := _SUMMARY.fullmatch(after)):
        title, after = summary["title"], ""
    elif name in _FOLDED and not after and (summary := _SUMMARY.fullmatch(_line(draft, number + 1))):
        title = summary["title"]
        summaries[number] = number + 1
    if after:
        return None
    return _Element(
        number,
        name,
        found["before"],
        _TAG.sub("", title).strip(),
        values,
        bool(_HIDDEN_HTML.search(found["rest"])),
    )


def _guard(name: str) -> str:
    return "answer" if vocabulary.fold(name) in vocabulary.GUARDS else ""


def _line(draft: Draft, number: int) -> str:
    return draft.lines[number - 1].text if number <= len(draft.lines) else ""


def _attributes(draft: Draft, element: _Element) -> str:
    """Return the opening fence for an element; "" if it stays."""
    name, title = element.name, element.title
    if name in _TABS:
        return ":::: tabset"
    number = draft.lines[element.line - 1].number
    if name in _HTML_BOXES:
        classes = (element.values.get("class") or element.values.get("className") or "").split()
        meanings = set(map(answer_words.class_meaning, classes)) | set(map(_guard, classes))
        if element.is_hidden or meanings - {""}:
            draft.tell(number, HIDDEN, f"`<{name}>` is hidden there: it is for instructors alone")
            return f"::: {notation.correction() if 'answer' in meanings else notation.HIDDEN}"
        return ""
    is_component = name[:1].isupper()
    kind = _kind(element)
    is_answer = is_component and bool(answer_words.class_meaning(name))
    if is_answer or ((kind or is_component) and notation.is_withheld(title, element.values.get("type", ""))):
        draft.tell(number, HIDDEN, f"`<{name}>` may be an answer: it becomes a correction")
        return f"::: {notation.correction(title)}"
    return f"::: {notation.box(kind, title)}" if kind else ""


def _kind(element: _Element) -> str:
    """Return the kind of box that an element is; "" for none."""
    name = element.name
    if name in _TAB:
        return "tab"
    if name in _FOLDED:
        return "details"
    if name in _BOXES:
        return kind_of(element.values.get("type", "")) or "note"
    return kind_of(name) if name[:1].isupper() else ""


def drop_components(draft: Draft) -> None:
    """Remove the tags of other elements of MDX, and keep what is in them."""
    prose = draft.read().prose
    for at, line in enumerate(draft.lines):
        tag = _WITHIN.search(line.text) if prose[at] and "<" in line.text else None
        if tag and not answer_words.class_meaning(tag["name"]):
            what = f"`{short(tag[0])}` has no counterpart: its content stays, without it"
            draft.tell(line.number, KEPT, what)
            draft.lines[at] = line._replace(text=_WITHIN.sub("", line.text))

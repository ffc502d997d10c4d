"""Turn the elements of MDX and HTML into boxes: tabs, folded texts, and what is for teachers."""

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, Line
from coursebuild.model import answer_words, short, vocabulary
from coursebuild.source import kind_of

_IMPORT = re.compile(
    r"import[ \t]+(?:[\w{*][^'\"\n]*[ \t]from[ \t]+)?['\"][^'\"\n]+['\"];?[ \t]*"
    r"|export[ \t]+(?:default|const|let|var|function)\b.*"
)
_OF_TEXT = re.compile(r"\.mdx?['\"];?[ \t]*$")  # which stands where its element is
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
_ELEMENT = re.compile(
    rf"<(?P<name>[A-Za-z][\w.]*)(?P<rest>(?:\s{_ATTRIBUTES})?)>(?P<text>[^<>]*)</(?P=name)>"
)
_EXPRESSION = re.compile(r"[ \t>]*\{\s*!?[\w.(][^{}\n]*(?:&&|\?|=>)")
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
            if not _OF_TEXT.search(line.text):
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
        title, after = _text(summary["title"]), ""
    elif name in _FOLDED and not after and (summary := _SUMMARY.fullmatch(_line(draft, number + 1))):
        title = _text(summary["title"])
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


def _meaning(name: str) -> str:
    """Return `answer`, `teacher` or `hidden` if a class or a component's name means one; or else nothing."""
    folded = vocabulary.fold(name)
    return "answer" if folded in (*vocabulary.GUARDS, "answer") else answer_words.class_meaning(name)


def _names(values: Mapping[str, str]) -> list[str]:
    """Return the classes and the identifier of an element: learnr hides what is called `…-solution`."""
    return [*(values.get("class") or values.get("className") or "").split(), values.get("id", "")]


def _hidden_words(draft: Draft, found: re.Match[str]) -> str:
    """Return the words of an element as coursebuild's, if its name, its class or its style hides them."""
    values = {key: a or b or c for key, a, b, c in _VALUE.findall(found["rest"])}
    names = [*_names(values), *(() if found["name"].islower() else (found["name"],))]
    meanings = set(map(_meaning, names)) - {""}
    if not (meanings or _HIDDEN_HTML.search(found["rest"])) or not found["text"].strip():
        return found[0]
    number = draft.number_of(found[0].partition("\n")[0])
    draft.tell(number, HIDDEN, f"`{short(found[0])}` is hidden there: it is for instructors alone")
    answer = ".correction " if "answer" in meanings else ""
    return f"[{found['text'].strip()}]{{{answer}{notation.INSTRUCTORS}}}"


def _hide_expressions(draft: Draft) -> None:
    """Show the instructor alone, as code, what JavaScript decides about."""
    prose = draft.read().prose
    for number in range(len(draft.lines), 0, -1):
        line = draft.lines[number - 1]
        if not (prose[number - 1] and _EXPRESSION.match(line.text)):
            continue
        last = number
        while last < len(draft.lines) and not draft.lines[last - 1].text.rstrip().endswith("}"):
            last += 1
        message = f"`{short(line.text)}` may hide something there: it is for instructors alone"
        draft.tell(line.number, HIDDEN, message)
        body = draft.lines[number - 1 : last]
        draft.replace(number, last, ["", f"``` {{.jsx {notation.INSTRUCTORS}}}", *body, "```", ""])


def _line(draft: Draft, number: int) -> str:
    return draft.lines[number - 1].text if number <= len(draft.lines) else ""


def _attributes(draft: Draft, element: _Element) -> str:
    """Return the opening fence for an element; "" if it stays."""
    name, title = element.name, element.title
    if name in _TABS:
        return ":::: tabset"
    number = draft.lines[element.line - 1].number
    if name in _HTML_BOXES:
        meanings = set(map(_meaning, _names(element.values)))
        if element.is_hidden or meanings - {""}:
            draft.tell(number, HIDDEN, f"`<{name}>` is hidden there: it is for instructors alone")
            return f"::: {notation.correction() if 'answer' in meanings else notation.HIDDEN}"
        return ""
    is_component = name[:1].isupper()
    kind = _kind(element)
    is_answer = is_component and bool(_meaning(name))
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
    """Remove the tags of other elements of MDX, and keep what is in them; hide what is hidden in a line."""
    draft.rewrite_prose(lambda text: _ELEMENT.sub(lambda found: _hidden_words(draft, found), text))
    _hide_expressions(draft)
    prose = draft.read().prose
    for at, line in enumerate(draft.lines):
        tag = _WITHIN.search(line.text) if prose[at] and "<" in line.text else None
        if tag and not _meaning(tag["name"]):
            what = f"`{short(tag[0])}` has no counterpart: its content stays, without it"
            draft.tell(line.number, KEPT, what)
            draft.lines[at] = line._replace(text=_WITHIN.sub("", line.text))


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", html))

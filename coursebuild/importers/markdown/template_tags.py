"""Turn the tags of GitBook, HackMD, Hugo and Quarto, `{% … %}` and `{{< … >}}`, into boxes and links."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft
from coursebuild.importers.markdown import conditions
from coursebuild.model import short
from coursebuild.source import kind_of

_TAG = re.compile(
    r"(?P<before>[ \t>]*)\{(?:%-?|\{[<%])[ \t]*(?P<end>end|/)?[ \t]*(?P<name>[\w-]+)(?P<rest>.*?)"
    r"[ \t]*(?P<closed>/)?(?:-?%|[>%]\})\}[ \t]*"
)
_VALUE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_BARE = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s=]+)(?![^\s]*=)")
_INLINE = re.compile(r"\{\{<[ \t]*(?P<name>[\w-]+)[ \t]*(?P<rest>[^<>]*?)[ \t]*>\}\}")
_STYLES = {"info": "info", "success": "success", "warning": "warning", "danger": "danger", "working": "note"}
_CODE_FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*).*")


_TABS = frozenset(("tabs", "tabset"))
_TRANSPARENT = frozenset(("stepper", "step", "columns", "column", "content-ref", "raw", "verbatim"))
_FOLDED = frozenset(("details", "expand", "expandable", "collapse", "spoiler"))
_CONDITIONS = frozenset(("if", "unless", "ifversion"))
_DEFINING = frozenset(("set", "capture", "macro", "assign"))  # what they hold is shown elsewhere, if at all
_DEFINED = "`{}` defines what is not shown here: it is for instructors alone"
_ELSE = re.compile(r"[ \t>]*\{%-?[ \t]*(?:else|elif\b.*?|elsif\b.*?)[ \t]*-?%\}[ \t]*")


class Tag(NamedTuple):
    """A tag on a line of its own: the place of its line, and what it says."""

    line: int
    before: str
    name: str
    rest: str
    is_end: bool

    def value(self, *names: str) -> str:
        """Return the value of the first of some parameters."""
        found = {key: double or single or bare for key, double, single, bare in _VALUE.findall(self.rest)}
        return next((found[name] for name in names if name in found), "")

    @property
    def bare(self) -> str:
        """The first parameter without a name."""
        found = _BARE.search(_VALUE.sub(" ", self.rest))
        return next(filter(None, found.groups()), "") if found else ""


def turn_tags(draft: Draft) -> None:
    """Rewrite the tags that stand alone on their lines, each with the one that ends it."""
    tags = _tags(draft)
    opened: list[Tag] = []
    defining: list[Tag] = []
    replaced: dict[int, list[str]] = {}
    for tag in tags:
        if tag.is_end:
            match = next((n for n, each in reversed([*enumerate(opened)]) if each.name == tag.name), None)
            if match is None:
                continue
            opening, opened = opened[match], opened[:match]
            defining = [tag for tag in defining if tag is not opening]
            replaced |= (_definition if tag.name in _DEFINING else _pair)(draft, opening, tag)
        else:
            opened.append(tag)
            defining += [tag] if tag.name in _DEFINING else []
            if (alone := _ALONE.get(tag.name)) and (new := alone(tag)) is not None:
                replaced[tag.line] = [f"{tag.before}{new}"] if new else []
    for tag in defining:
        draft.tell(draft.lines[tag.line - 1].number, HIDDEN, _DEFINED.format(tag.name))
        text = draft.lines[tag.line - 1].text.strip(" \t>")
        replaced[tag.line] = [f"{tag.before}`{text}`{{{notation.INSTRUCTORS}}}"]
    for line in sorted(replaced, reverse=True):
        draft.replace(line, line, replaced[line])
    draft.rewrite_prose(lambda text: conditions.rewritten(draft, text))
    draft.rewrite_prose(lambda text: _INLINE.sub(lambda found: _inline(draft, found), text))


def _tags(draft: Draft) -> list[Tag]:
    prose = draft.read().prose
    found = (
        (n, _TAG.fullmatch(line.text))
        for n, line in enumerate(draft.lines, 1)
        if prose[n - 1] and "{" in line.text
    )
    return [Tag(n, tag["before"], tag["name"], tag["rest"], bool(tag["end"])) for n, tag in found if tag]


def _pair(draft: Draft, opening: Tag, closing: Tag) -> dict[int, list[str]]:
    """Return what replaces the lines of a tag and of the one that ends it; nothing if they stay."""
    name = opening.name
    if name in _CONDITIONS:
        return _condition(draft, opening, closing)
    if name == "code":
        return _code(draft, opening, closing)
    if name in _TABS:
        return {opening.line: [f"{opening.before}:::: tabset"], closing.line: [f"{opening.before}::::"]}
    if name in _TRANSPARENT:
        return {opening.line: [""], closing.line: [""]}
    kind, title = _box(draft, opening)
    is_withheld = notation.is_withheld(title, name)
    if not kind or (kind == "tab" and not title):
        return {}
    attributes = notation.correction(title) if is_withheld else notation.box(kind, title)
    return {opening.line: [f"{opening.before}::: {attributes}"], closing.line: [f"{opening.before}:::"]}


def _definition(draft: Draft, opening: Tag, closing: Tag) -> dict[int, list[str]]:
    """Return what replaces the lines of a tag, and of its end, between which a text is kept for later."""
    draft.tell(draft.lines[opening.line - 1].number, HIDDEN, _DEFINED.format(opening.name))
    before = opening.before
    return {opening.line: [f"{before}::: {notation.HIDDEN}"], closing.line: [f"{before}:::"]}


def _box(draft: Draft, opening: Tag) -> tuple[str, str]:
    """Return the kind and the title of the box that a tag opens."""
    title = opening.value("title", "summary", "label")
    if opening.name == "hint":
        words = _first_words(draft, opening)
        return _STYLES.get(opening.value("style"), "note"), words if notation.is_withheld(words) else title
    title = title or opening.bare
    if opening.name == "tab":
        return "tab", title
    return "details" if opening.name in _FOLDED else kind_of(opening.name), title


def _condition(draft: Draft, opening: Tag, closing: Tag) -> dict[int, list[str]]:
    """Rewrite a condition; the instructor alone sees what depends on what is not known here."""
    before = opening.before
    number = draft.lines[opening.line - 1].number
    first, other = conditions.guards(draft, number, opening.name, opening.rest)
    middle = {
        line: [f"{before}:::", "", f"{before}::: {other}"]
        for line in range(opening.line + 1, closing.line)
        if _ELSE.fullmatch(draft.lines[line - 1].text)
    }
    return {opening.line: [f"{before}::: {first}"], **middle, closing.line: [f"{before}:::"]}


def _first_words(draft: Draft, opening: Tag) -> str:
    following = (line.text for line in draft.lines[opening.line :])
    return re.split(r"[:.]", next((text.strip(" *_>") for text in following if text.strip()), ""))[0]


def _code(draft: Draft, opening: Tag, closing: Tag) -> dict[int, list[str]]:
    """Give the code block between the tags its title and its numbers."""
    for line in range(opening.line + 1, closing.line):
        found = _CODE_FENCE.fullmatch(draft.lines[line - 1].text)
        if found:
            title = opening.value("title")
            parts = [f".{found['language']}"] if found["language"] else []
            parts += [".numberLines"] if opening.value("lineNumbers") == "true" else []
            parts += [f"title={notation.quoted(title)}"] if title else []
            block = f" {{{' '.join(parts)}}}" if parts else ""
            fence = f"{found['before']}{found['fence']}{block}"
            return {opening.line: [""], line: [fence], closing.line: [""]}
    return {}


def _link(tag: Tag) -> str:
    address = tag.value("url", "src", "href") or tag.bare
    return f"<{address}>" if re.match(r"\w+://", address) else f"[{address}](<{address}>)"


def _video(site: str) -> Callable[[Tag], str | None]:
    return lambda tag: f"<{site}{tag.bare}>" if tag.bare else None


_ALONE: Mapping[str, Callable[[Tag], str | None]] = {
    "embed": _link,
    "file": _link,
    "video": _link,
    "youtube": _video("https://www.youtube.com/watch?v="),
    "vimeo": _video("https://vimeo.com/"),
    "pagebreak": lambda _: "\\newpage",
    "hackmd": _video("https://hackmd.io/"),
}


def _inline(draft: Draft, found: re.Match[str]) -> str:
    """Return what a shortcode in a sentence stands for."""
    name, rest = found["name"], found["rest"].strip()
    values = dict(draft.defaults.values)
    if name in ("fa", "bi", "iconify", "icon"):
        return ""
    if name == "kbd" and rest:
        return f"<kbd>{rest.split()[0]}</kbd>"
    if name in ("meta", "var") and rest in values:
        return values[rest]
    if name in ("ref", "relref") and rest:
        return rest.strip("\"'")
    draft.tell(draft.number_of(found[0]), KEPT, f"`{short(found[0])}` stays as it is")
    return found[0]

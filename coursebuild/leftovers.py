"""Slips that pandoc's tree shows: what it took otherwise than its author meant, and what it left as text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coursebuild import near
from coursebuild.lines import MARK, Place, squeezed
from coursebuild.wording import ATTRIBUTES, RAW, text_of

KNOWN_CLASSES = frozenset(  # of divisions: pandoc's, and those that our own style sheets know
    "answer center column columns figure footnotes incremental line-block nonincremental notes page-break "
    "refs section title unlisted unnumbered".split()
)
ANCHORS = frozenset("a h1 h2 h3 h4 h5 h6 span".split())  # what has an id to be linked to
_COLONS = re.compile(":::|[:\uff1a\ufe55\ufe13\ua789\u2236\u02d0]{3}")
_NAMED = re.compile(
    r"(?i)(?:^|[({\[\]`])\.\s*(?:correction|solution)s?\b|\.(?:correction|solution)s?\}"
    r"|\b(?:correction|solution)\s*=|\{\.(?:if|unless)\b"
)
_ALERT = re.compile(r"^\[!(\w+)\]$")
_COMMENT = re.compile("^<!(?:[-\u2013\u2014]|$)")
_TAG = re.compile(r"<([A-Za-z][\w-]*)\b([^>]*)>")
_CLASS = re.compile(r"""(?i)\bclass\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ID = re.compile(r"""(?i)\bid\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ASKS = re.compile(r"""(?i)\b(?:correction|solution)\s*=|\bclass\s*=\s*["']?[^"'>]*\b(?:if|unless)\b""")
_SUMMARY = re.compile(r"(?is)<summary[^>]*>(.*?)(?:</summary>|$)")
_TEX = re.compile(r"\\(?:begin\s*\{\s*)?(\w+)")
_TEX_SWITCH = re.compile(r"if(?:false|true|\w*corr|\w*sol)")
_ANSWER = re.compile(
    r"(?i)\b(?:corrections?|corrig[ée]s?|solutions?|r[ée]ponses?|answers?|soluce|lösung(?:en)?|soluci[oó]n(?:es)?)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may ask for: each key's values, or None where any will do; the own attributes."""

    keys: Mapping[str, frozenset[str] | None]
    own: frozenset[str]
    words: Mapping[str, str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A slip, at its place where a mark tells it, otherwise where `quote` stands."""

    code: str
    message: str
    place: Place | None
    quote: str = ""
    or_at: str = ""


@dataclass
class Tree:
    """What a walk through pandoc's tree collects."""

    names: Names
    codes: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def look(self, node: Any, *, guarded: bool = False, place: Place | None = None) -> None:
        """Look through a part; `guarded` where a condition hides it, `place` its last mark's."""
        if isinstance(node, list):
            self._look_at_list(node, guarded=guarded, place=place)
        elif isinstance(node, dict) and "t" not in node:  # a table of fields
            self.look(list(node.values()), guarded=guarded, place=place)
        elif isinstance(node, dict) and "c" in node:
            kind, content = node["t"], node["c"]
            if kind in ATTRIBUTES:
                self._look_at_element(kind, content, guarded=guarded, place=place)
            elif kind == "Str":
                self.findings += _text(content, place)
            elif kind in RAW:
                self.codes[squeezed(content[1])] += 1
                self.findings += () if guarded else _raw(*content)
            else:
                self.look(content, guarded=guarded, place=place)

    def _look_at_element(self, kind: str, content: list[Any], *, guarded: bool, place: Place | None) -> None:
        attributes = content[ATTRIBUTES[kind]]
        place = _place(attributes) or place
        self.findings += _attributes(kind, attributes, self.names, guarded=guarded, place=place)
        guarded = guarded or _guards(attributes, self.names)
        if kind == "CodeBlock":
            self.codes[squeezed(content[1])] += 1
        elif kind == "Header":
            text = text_of(content[2])
            self.headings[re.sub(r"\W", "", text)] += 1
            if not guarded and _ANSWER.fullmatch(text.strip(" :.")):
                self.findings.append(
                    Finding("CB125", f"`{text}` is a heading that everybody sees", place, text)
                )
        self.look(content, guarded=guarded, place=place)

    def _look_at_list(self, nodes: list[Any], *, guarded: bool, place: Place | None) -> None:
        """A heading's condition guards what follows it, up to the next heading of its rank."""
        below = 0
        summary: list[str] | None = None
        for node in nodes:
            kind = node.get("t") if isinstance(node, dict) else None
            if kind == "Header":
                level = node["c"][0]
                below = 0 if level <= below else below
                if not below and _guards(node["c"][1], self.names):
                    below = level
            hidden = guarded or below > 0
            self.look(node, guarded=hidden, place=place)
            if not hidden:
                summary = self._summary(node, kind, summary)

    def _summary(self, node: Any, kind: str | None, words: list[str] | None) -> list[str] | None:
        """The words of a `<summary>` so far; at its end they are judged."""
        if kind not in RAW:
            return words if words is None else [*words, text_of(node)]
        raw = node["c"][1]
        if found := _SUMMARY.search(raw):
            words = [re.sub("<[^>]*>", "", found[1])]
        if words is None or "</summary>" not in raw.lower():
            return words
        said = " ".join("".join(words).split())
        if _ANSWER.search(said):
            message = f"the summary `{said}` announces an answer that everybody can open"
            self.findings.append(Finding("CB119", message, None, said, "<summary"))
        return None


def walk(json: Any, names: Names) -> Tree:
    """Pandoc's tree, as Python reads its JSON, looked through once."""
    tree = Tree(names)
    tree.look([json["meta"], *json["blocks"]])
    return tree


def _place(attributes: Any) -> Place | None:
    for key, value in attributes[2]:
        if key == MARK and re.fullmatch(r"\d+\.\d+", value):
            line, _, column = value.partition(".")
            return int(line), int(column)
    return None


def _conditions(attributes: Any, names: Names) -> dict[str, str]:
    told = {
        key: value
        for key, value in attributes[2]
        if key not in names.own and not key.startswith(("data-", "aria-")) and key != MARK
    }
    return told or {key: value for key, value in attributes[2] if key == "lang"}


def _guards(attributes: Any, names: Names) -> bool:
    """Whether an element is the instructor's, or has a condition that can hold."""
    classes = attributes[1]
    if not {"correction", "solution"}.isdisjoint(classes):
        return True
    return "if" in classes and any(
        key in names.keys and _value(value, names) in (names.keys[key] or (_value(value, names),))
        for key, value in _conditions(attributes, names).items()
    )


def _value(value: str, names: Names) -> str:
    return names.words.get(value.strip().casefold(), value.strip())


def _attributes(
    kind: str, attributes: Any, names: Names, *, guarded: bool, place: Place | None
) -> Iterator[Finding]:
    _, classes, _ = attributes
    asks = [c for c in classes if c in near.ASKING]
    conditions = _conditions(attributes, names)
    if asks:
        yield from _asked(asks[0], conditions, names, place)
    hidden = guarded or _guards(attributes, names)
    if not hidden:
        yield from _unasked(kind, attributes, names, asks=bool(asks), place=place)
    if kind == "Div":
        known = names.classes | KNOWN_CLASSES | {*near.ASKING}
        for name in classes:
            if name not in known and not (near.guard(name) and not hidden):
                meant = near.known(name, known)
                hint = f"; did you mean `.{meant}`?" if meant else ""
                yield Finding("CB124", f"nothing knows the class `.{name}`{hint}", place, name)


def _asked(ask: str, conditions: Mapping[str, str], names: Names, place: Place | None) -> Iterator[Finding]:
    if not conditions:
        yield Finding("CB102", f"`.{ask}` has no condition", place, f".{ask}")
    for key, value in conditions.items():
        if key not in names.keys:
            meant = near.known(key, names.keys) or near.guard(key)
            hint = f"; did you mean `{meant}`?" if meant else ""
            yield Finding("CB115", f"nothing sets `{key}`, which `.{ask}` asks for{hint}", place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and _value(value, names) not in allowed:
            listed = ", ".join(f"`{v}`" for v in sorted(allowed))
            yield Finding(
                "CB116", f'`{key}="{value}"` holds in no edition: `{key}` is {listed}', place, f"{key}="
            )


def _unasked(
    kind: str, attributes: Any, names: Names, *, asks: bool, place: Place | None
) -> Iterator[Finding]:
    """Classes and keys that say who sees an element, were they written right."""
    identifier, classes, pairs = attributes
    if not identifier and not classes and [key for key, _ in pairs] == [MARK]:
        yield Finding("CB112", "the attributes are empty: they say nothing", place)
    if kind == "Div" and (meant := near.guard(identifier)):
        message = f"`#{identifier}` hides nothing; did you mean `.{meant}`?"
        yield Finding("CB113", message, place, f"#{identifier}")
    for name in classes:
        if meant := near.guard(name):
            if near.fold(name).startswith("answer") and any(key == "lines" for key, _ in pairs):
                continue
            yield Finding("CB113", f"`.{name}` hides nothing; did you mean `.{meant}`?", place, name)
        elif name not in near.ASKING and (
            near.fold(name.strip(".")) in near.ASKING or re.search(r"\.(?:if|unless)$", name)
        ):
            yield Finding(
                "CB113", f"`.{name}` asks nothing; did you mean `.{name.strip('.').lower()}`?", place, name
            )
    for key, value in pairs if not asks else ():
        decided = names.keys.get(key) is not None and key not in ("format", "lang")
        if key != MARK and key not in names.own and (decided or near.guard(key)):
            yield Finding("CB114", f'`{key}="{value}"` without `.if` asks nothing', place, f"{key}=")


def _text(text: str, place: Place | None) -> Iterator[Finding]:
    if _COLONS.search(text):
        yield Finding("CB117", f"`{text}` was left as text", None, text)
    elif found := _NAMED.search(text):
        yield Finding("CB117", f"`{found[0]}` was left as text", None, text)
    elif (found := _ALERT.match(text)) and found[1].upper() not in (
        "NOTE",
        "TIP",
        "IMPORTANT",
        "WARNING",
        "CAUTION",
    ):
        guard = near.guard(found[1])
        message = f"`{text}` is no alert" + (f"; did you mean `::: {guard}`?" if guard else "")
        yield Finding("CB120" if guard else "CB207", message, place, text)
    elif text in (r"\iffalse", r"\iftrue"):
        yield Finding("CB118", f"`{text}` hides nothing", place, text)
    elif _COMMENT.search(text):
        yield Finding("CB121", f"`{text}` begins no comment", None, "<!")


def _raw(format_: str, text: str) -> Iterator[Finding]:
    if format_ in ("tex", "latex"):
        if (found := _TEX.match(text.strip())) and (near.guard(found[1]) or _TEX_SWITCH.match(found[1])):
            yield Finding("CB118", f"`{found[0]}…` is not read", None, found[0])
        return
    if text.startswith("<!--"):
        return
    for tag, attributes in _TAG.findall(text):
        classes = " ".join(value.strip("\"'") for value in _CLASS.findall(attributes)).split()
        if tag.lower() not in ANCHORS:
            classes += [value.strip("\"'") for value in _ID.findall(attributes)]
        named = next((name for name in classes if near.guard(name)), "")
        if named or _ASKS.search(attributes):
            shown = f"<{tag}{attributes}>"
            message = f"`{' '.join(shown.split())}` hides nothing"
            yield Finding("CB118", message, None, shown, f"<{tag}")

"""Slips that pandoc's tree shows: what it took otherwise than its author meant, and what it left as text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coursebuild.lint.attribute_rules import (
    HIDES,
    Names,
    announces_an_answer,
    in_attributes,
    place_in,
    place_of,
)
from coursebuild.lint.slip import Slip
from coursebuild.model import (
    ATTRIBUTES,
    MARK,
    RAW,
    SPACES,
    Audience,
    Place,
    tags,
    text_of,
    unspaced,
    vocabulary,
)

ANCHORS = frozenset("a h1 h2 h3 h4 h5 h6 span".split())  # what has an id to be linked to
_COLONS = re.compile(  # in a word, as in R's `package:::name`, they are no fence's
    "(?i)(?<!\\w):::|:::(?!\\w)|:::+(?:correction|solution)|[\uff1a\ufe55\ufe13\ua789\u2236\u02d0]{3}"
)
_NAMED = re.compile(
    r"(?i)(?:^|[(\[\]`]|(?<!\{)\{)\.\s*(?:correction|solution)s?\b|\.(?:correction|solution)s?\}"
    r"|(?<![?&\w-])(?:correction|solution)\s*=|\{\.(?:if|unless)\b"
)
# without which a word is none of these, nor of the next two, nor TeX's
_SUSPECT = re.compile("[:.=\\[<\\\\\uff1a\ufe55\ufe13\ua789\u2236\u02d0]")
_ALERT = re.compile(r"^\[!(\w+)\]$")
_COMMENT = re.compile("^<!(?:[-\u2013\u2014]|$)")
_ASKS = re.compile(r"""(?i)(?:^|\s)(?:correction|solution)\s*=|\bclass\s*=\s*["']?[^"'>]*\b(?:if|unless)\b""")
_SWALLOWS = re.compile(rf"(?i)<({'|'.join(vocabulary.SWALLOWING)})\b(?![^>]*/>)")
_SWALLOWED = re.compile(rf"(?i)</({'|'.join(vocabulary.SWALLOWING)})\b")
_CORRECTED = re.compile(r"(?i)\bcorrig|\bcorrection\b")
_FILLERS = frozenset(  # of a summary: what says nothing beside «answer»
    "a afficher an and click cliquer cliquez complete d de des details du et exercice exercise expected "
    "expliquee for full here ici l la le les m montrer my n no note of open ouvrir par part partie possible "
    "pour proposee question reveal sample see show suggested the to un une view voici voir your".split()
)
_MARK_IN_TEXT = re.compile(rf"{MARK}=(\d+\.\d+)")
_SUMMARY = re.compile(r"(?is)<summary[^>]*>(.*?)(?:</summary>|$)")
_TEX = re.compile(r"\\(?:begin\s*\{\s*)?(\w+)")
_TEX_SWITCH = re.compile(r"if(?:false|\w*corr|\w*sol)")


@dataclass
class Tree:
    """What a walk through pandoc's tree collects."""

    names: Names
    codes: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    marked_math: list[Place] = field(default_factory=list)  # braces that are a formula's own
    left_open: Counter[str] = field(default_factory=Counter)  # raw elements whose content is dropped
    slips: list[Slip] = field(default_factory=list)
    audiences: set[Audience] = field(default_factory=set)  # of the parts that not everybody sees

    def look(self, node: Any, audience: Audience, place: Place | None = None) -> None:
        """Look through a part that an audience sees; `place` is its last mark's."""
        if isinstance(node, list):
            self._look_at_list(node, audience, place)
        elif isinstance(node, dict) and "t" not in node:  # a table of fields
            self.look(list(node.values()), audience, place)
        elif isinstance(node, dict) and "c" in node:
            kind, content = node["t"], node["c"]
            if kind == "Str":
                self.slips += _text(content, place) if _SUSPECT.search(content) else ()
            elif kind in ATTRIBUTES:
                self._look_at_element(kind, content, audience, place)
            elif kind == "Math":
                self.marked_math += map(place_in, _MARK_IN_TEXT.findall(content[1]))
            elif kind in RAW:
                self.codes[unspaced(content[1])] += 1
                self.left_open.update(tag.lower() for tag in _SWALLOWS.findall(content[1]))
                self.left_open.subtract(tag.lower() for tag in _SWALLOWED.findall(content[1]))
                self.slips += _raw(*content) if self.names.is_for_students(audience) else ()
            else:
                self.look(content, audience, place)

    def _look_at_element(
        self, kind: str, content: list[Any], audience: Audience, place: Place | None
    ) -> None:
        attributes = content[ATTRIBUTES[kind]]
        place = place_of(attributes) or place
        self.slips += in_attributes(kind, attributes, self.names, audience, place)
        audience &= self.names.audience(attributes)
        if audience != self.names.everyone:
            self.audiences.add(audience)
        if kind == "CodeBlock":
            self.codes[unspaced(content[1])] += 1
        elif kind == "Header":
            text = text_of(content[2])
            self.headings[re.sub(r"\W", "", text)] += 1
            if self.names.is_for_students(audience) and announces_an_answer(text):
                self.slips.append(Slip("CB125", f"`{text}` is a heading that everybody sees", place, text))
        self.look(content, audience, place)

    def _look_at_list(self, nodes: list[Any], audience: Audience, place: Place | None) -> None:
        """A heading's condition goes for what follows it, up to the next heading of its rank."""
        sections = [(0, audience)]  # the level of each conditional heading above, and who sees its section
        summary: list[str] | None = None
        for node in nodes:
            if type(node) is str:  # an identifier, a class, an address
                continue
            kind = node.get("t") if isinstance(node, dict) else None
            outer = seen = sections[-1][1]
            if kind == "Header":
                level, attributes, _ = node["c"]
                while level <= sections[-1][0]:
                    sections.pop()
                outer = sections[-1][1]
                seen = outer & self.names.audience(attributes)
                if seen != outer:
                    sections.append((level, seen))
            if kind not in SPACES:
                self.look(node, outer, place)
            if self.names.is_for_students(seen) and (kind in RAW or summary is not None):
                summary = self._summary(node, kind, summary)

    def _summary(self, node: Any, kind: str | None, words: list[str] | None) -> list[str] | None:
        """The words of a `<summary>` so far; at its end they are judged."""
        if kind not in RAW:
            return words if words is None else [*words, text_of(node)]
        raw = node["c"][1]
        if found := _SUMMARY.search(raw):
            words = [tags.ANY.sub("", found[1])]
        if words is None or "</summary>" not in raw.lower():
            return words
        said = " ".join("".join(words).split())
        if _is_of_an_answer(said):
            message = f"the summary `{said}` announces an answer that everybody can open"
            self.slips.append(Slip("CB119", message, None, said, "<summary"))
        return None


def headings(node: Any) -> Iterator[tuple[str, str]]:
    """Each heading's identifier and words."""
    if isinstance(node, list):
        for part in node:
            yield from headings(part)
    elif isinstance(node, dict):
        if node.get("t") == "Header":
            yield node["c"][1][0], text_of(node["c"][2])
        else:
            yield from headings(list(node.values()))


def _is_of_an_answer(said: str) -> bool:
    """Whether a summary says no more than that an answer follows, or calls it a correction."""
    told = [word for word in re.findall(r"[^\W\d_]+", vocabulary.fold(said)) if word not in _FILLERS]
    answers = [word for word in told if announces_an_answer(word)]
    with_one_word_more = bool(answers) and told[0] == answers[0] and len(told[1:]) <= 1
    return bool(_CORRECTED.search(said)) or with_one_word_more


def walk(json: Any, names: Names) -> Tree:
    """Pandoc's tree, as Python reads its JSON, looked through once."""
    tree = Tree(names)
    tree.look([json["meta"], *json["blocks"]], names.everyone)
    for tag, count in tree.left_open.items():
        if count > 0:
            message = f"<{tag}> is never closed: all that follows would be left out"
            tree.slips.append(Slip("CB131", message, None, f"<{tag}"))
    return tree


def _text(text: str, place: Place | None) -> Iterator[Slip]:
    if _COLONS.search(text):
        yield Slip("CB117", f"`{text}` was left as text", None, text)
    elif found := _NAMED.search(text):
        yield Slip("CB117", f"`{found[0]}` was left as text", None, text)
    elif (found := _ALERT.match(text)) and found[1].upper() not in (
        "NOTE",
        "TIP",
        "IMPORTANT",
        "WARNING",
        "CAUTION",
    ):
        guard = vocabulary.guard(found[1])
        message = f"`{text}` is no alert" + (f"; did you mean `::: {guard}`?" if guard else "")
        yield Slip("CB120" if guard else "CB207", message, place, text)
    elif text == r"\iffalse":
        yield Slip("CB118", f"`{text}` hides nothing", place, text)
    elif _COMMENT.search(text):
        yield Slip("CB121", f"`{text}` begins no comment", None, "<!")


def _raw(format_: str, text: str) -> Iterator[Slip]:
    if format_ in ("tex", "latex"):
        if (found := _TEX.match(text.strip())) and (
            vocabulary.guard(found[1]) or _TEX_SWITCH.match(found[1])
        ):
            yield Slip("CB118", f"`{found[0]}…` is not read", None, found[0])
        return
    for tag in tags.ANY.finditer(text):
        name, attributes = tag["name"], tag["attributes"]
        if tag["end"] or not name:
            continue
        values = dict(tags.pairs(attributes))
        classes = values.get("class", "").split()
        if name.lower() not in ANCHORS and values.get("id") in vocabulary.GUARDS:
            classes.append(values["id"])
        guards_by_class = any(map(vocabulary.guard, classes))
        hides = HIDES.search(attributes) or re.search(r"(?i)(?:^|\s)hidden(?=[\s=/]|$)", attributes)
        if guards_by_class or vocabulary.fold(name) in vocabulary.GUARDS or _ASKS.search(attributes) or hides:
            start_tag = f"<{name}{attributes}>"
            message = f"`{' '.join(start_tag.split())}` hides nothing"
            yield Slip("CB118", message, None, start_tag, f"<{name}")

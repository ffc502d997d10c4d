"""Check pandoc's tree: elements that do not hide what they seem to, and notation that pandoc left as text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coursebuild.lint.answers.given_answers import filled_answer
from coursebuild.lint.attribute_rules import (
    HIDING_STYLE,
    Names,
    check_attributes,
    marked_place,
    parse_mark,
)
from coursebuild.lint.slip import Slip
from coursebuild.model import (
    ATTRIBUTES,
    MARK,
    RAW,
    SPACES,
    Audience,
    Place,
    answer_words,
    short,
    tags,
    text_of,
    unspaced,
    vocabulary,
)

ANCHORS = frozenset("a h1 h2 h3 h4 h5 h6 span".split())  # whose identifier is the target of links
_COLONS = re.compile(  # not inside a word, as in R's `package:::name`
    "(?i)(?<!\\w):::|:::(?!\\w)|:::+(?:correction|solution)|[\uff1a\ufe55\ufe13\ua789\u2236\u02d0]{3}"
)
_CONDITION_TEXT = re.compile(
    r"(?i)(?:^|[(\[\]`]|(?<!\{)\{)\.\s*(?:correction|solution)s?\b|\.(?:correction|solution)s?\}"
    r"|(?<![?&\w-])(?:correction|solution)\s*=|\{\.(?:if|unless)\b"
)
# a word without one of these matches neither the expressions above, nor the next two, nor TeX
_SUSPECT = re.compile("[:.=\\[<\\\\\uff1a\ufe55\ufe13\ua789\u2236\u02d0]")
_ALERT = re.compile(r"^\[!(\w+)\]$")
_COMMENT = re.compile("^<!(?:[-\u2013\u2014]|$)")
_CONDITION_ATTRIBUTE = re.compile(
    r"""(?i)(?:^|\s)(?:correction|solution)\s*=|\bclass\s*=\s*["']?[^"'>]*\b(?:if|unless)\b"""
)
_SWALLOWING_START = re.compile(rf"(?i)<({'|'.join(vocabulary.SWALLOWING)})\b(?![^>]*/>)")
_SWALLOWING_END = re.compile(rf"(?i)</({'|'.join(vocabulary.SWALLOWING)})\b")
_HTML_COMMENT = re.compile("<!--.*?(?:-->|$)", re.DOTALL)
_CORRECTION_WORD = re.compile(r"(?i)\bcorrig|\bcorrection\b")
_FILLERS = frozenset(  # words of a summary that do not change what it announces
    "a afficher an and click cliquer cliquez complete d de des details du et exercice exercise expected "
    "expliquee for full here ici l la le les m montrer my n no note of open ouvrir par part partie possible "
    "pour proposee question reveal sample see show suggested the to un une view voici voir your".split()
)
_MARK_IN_TEXT = re.compile(rf"{MARK}=(\d+\.\d+)")
_SUMMARY = re.compile(r"(?is)<summary[^>]*>(.*?)(?:</summary>|$)")
_TEX = re.compile(r"\\(?:begin\s*\{\s*)?(\w+)")
_TEX_SWITCH = re.compile(r"if(?:false|\w*corr|\w*sol)")


@dataclass
class TreeVisitor:
    """A walk through pandoc's tree, and what it collects.

    `codes` and `headings` count texts as in `source_rules.source_slips`.
    """

    names: Names
    codes: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    marked_math: list[Place] = field(default_factory=list)  # marks that pandoc read as part of a formula
    unclosed: Counter[str] = field(default_factory=Counter)  # HTML elements that pages leave out
    braces: list[str] = field(default_factory=list)  # words with a brace, which pandoc read as text
    slips: list[Slip] = field(default_factory=list)
    audiences: set[Audience] = field(default_factory=set)  # of the parts that are not for everybody

    def visit(self, node: Any, audience: Audience, place: Place | None = None) -> None:
        """Visit a node that the audience sees; `place` is that of the last mark before it."""
        if isinstance(node, list):
            self._visit_list(node, audience, place)
        elif isinstance(node, dict) and "t" not in node:  # metadata: values by their names
            self.visit(list(node.values()), audience, place)
        elif isinstance(node, dict) and "c" in node:
            kind, content = node["t"], node["c"]
            if kind == "Str":
                if "{" in content:
                    self.braces.append(content)
                self.slips += _text_slips(content, place) if _SUSPECT.search(content) else ()
            elif kind in ATTRIBUTES:
                self._visit_element(kind, content, audience, place)
            elif kind == "Math":
                self.marked_math += map(parse_mark, _MARK_IN_TEXT.findall(content[1]))
            elif kind in RAW:
                self.codes[unspaced(content[1])] += 1
                shown = _HTML_COMMENT.sub("", content[1])
                self.unclosed.update(tag.lower() for tag in _SWALLOWING_START.findall(shown))
                self.unclosed.subtract(tag.lower() for tag in _SWALLOWING_END.findall(shown))
                self.slips += _raw_slips(*content) if self.names.is_for_students(audience) else ()
            else:
                self.visit(content, audience, place)

    def _visit_element(self, kind: str, content: list[Any], audience: Audience, place: Place | None) -> None:
        attributes = content[ATTRIBUTES[kind]]
        place = marked_place(attributes) or place
        self.slips += check_attributes(kind, attributes, self.names, audience, place)
        audience &= self.names.audience(attributes)
        if audience != self.names.everyone:
            self.audiences.add(audience)
        if kind == "CodeBlock":
            self.codes[unspaced(content[1])] += 1
        elif kind == "Header":
            self.headings[re.sub(r"\W", "", text_of(content[2]))] += 1
        elif kind == "Div" and "answer" in attributes[1] and (text := filled_answer(content[1])):
            message = f"the room for an answer holds `{short(text)}`, and everybody sees it"
            self.slips += [Slip("CB149", message, place)] if self.names.is_for_students(audience) else []
        self.visit(content, audience, place)

    def _visit_list(self, nodes: list[Any], audience: Audience, place: Place | None) -> None:
        """Visit siblings; a heading's condition applies up to the next heading of its level or above."""
        sections = [(0, audience)]  # the level of each conditional heading above, and its section's audience
        summary: list[str] | None = None
        for node in nodes:
            if type(node) is str:  # an identifier, class or address
                continue
            kind = node.get("t") if isinstance(node, dict) else None
            outer = inner = sections[-1][1]
            if kind == "Header":
                level, attributes, _ = node["c"]
                while level <= sections[-1][0]:
                    sections.pop()
                outer = sections[-1][1]
                inner = outer & self.names.audience(attributes)
                if inner != outer:
                    sections.append((level, inner))
            if kind not in SPACES:
                self.visit(node, outer, place)
            if self.names.is_for_students(inner) and (kind in RAW or summary is not None):
                summary = self._summary(node, kind, summary)

    def _summary(self, node: Any, kind: str | None, words: list[str] | None) -> list[str] | None:
        """Return the text of a `<summary>` so far; check it at its end."""
        if kind not in RAW:
            return words if words is None else [*words, text_of(node)]
        raw = _HTML_COMMENT.sub("", node["c"][1])
        if found := _SUMMARY.search(raw):
            words = [tags.ANY.sub("", found[1])]
        if words is None or "</summary>" not in raw.lower():
            return words
        text = " ".join("".join(words).split())
        if self.names.public.has(text):
            return None
        if summary_announces_answer(text):
            message = f"the summary `{text}` announces an answer that everybody can open"
            self.slips.append(Slip("CB119", message, None, text, "<summary"))
        elif answer_words.announcement(text):
            message = f"everybody can open what the summary `{text}` announces"
            self.slips.append(Slip("CB125", message, None, text, "<summary"))
        return None


def headings(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the identifier and the text of each heading."""
    if isinstance(node, list):
        for part in node:
            yield from headings(part)
    elif isinstance(node, dict):
        if node.get("t") == "Header":
            yield node["c"][1][0], text_of(node["c"][2])
        else:
            yield from headings(list(node.values()))


def summary_announces_answer(text: str) -> bool:
    """Whether a summary mentions a correction, or little more than an answer."""
    significant = [word for word in re.findall(r"[^\W\d_]+", vocabulary.fold(text)) if word not in _FILLERS]
    answers = [word for word in significant if answer_words.is_answer(word)]
    with_one_word_more = bool(answers) and significant[0] == answers[0] and len(significant[1:]) <= 1
    return bool(_CORRECTION_WORD.search(text)) or with_one_word_more


def walk(json: Any, names: Names) -> TreeVisitor:
    """Visit the whole tree, pandoc's JSON as Python objects."""
    visitor = TreeVisitor(names)
    visitor.visit([json["meta"], *json["blocks"]], names.everyone)
    for tag, count in visitor.unclosed.items():
        if count > 0:
            message = f"`<{tag}>` is never closed: everything after it would be left out"
            visitor.slips.append(Slip("CB131", message, None, f"<{tag}"))
    return visitor


def _text_slips(text: str, place: Place | None) -> Iterator[Slip]:
    if _COLONS.search(text):
        yield Slip("CB117", f"pandoc reads `{text}` as text", None, text)
    elif "://" not in text and (found := _CONDITION_TEXT.search(text)):
        yield Slip("CB117", f"pandoc reads `{found[0]}` as text", None, text)
    elif (found := _ALERT.match(text)) and found[1].upper() not in (
        "NOTE",
        "TIP",
        "IMPORTANT",
        "WARNING",
        "CAUTION",
    ):
        guard = vocabulary.nearest_guard(found[1])
        message = f"`{text}` is not an alert that coursebuild knows" + (
            f"; did you mean `::: {guard}`?" if guard else ""
        )
        yield Slip("CB120" if guard else "CB207", message, place, text)
    elif text == r"\iffalse":
        yield Slip("CB118", f"`{text}` does not hide anything", place, text)
    elif _COMMENT.search(text):
        yield Slip("CB121", f"`{text}` does not begin a comment", None, "<!")


def _raw_slips(format_: str, text: str) -> Iterator[Slip]:
    if format_ in ("tex", "latex"):
        if (found := _TEX.match(text.strip())) and (
            vocabulary.nearest_guard(found[1]) or _TEX_SWITCH.match(found[1])
        ):
            yield Slip("CB118", f"`{found[0]}…` has no effect: it is TeX", None, found[0])
        return
    for tag in tags.ANY.finditer(text):
        name, attributes = tag["name"], tag["attributes"]
        if tag["end"] or not name:
            continue
        values = dict(tags.pairs(attributes))
        classes = values.get("class", "").split()
        if name.lower() not in ANCHORS and values.get("id") in vocabulary.GUARDS:
            classes.append(values["id"])
        guards_by_class = any(map(vocabulary.nearest_guard, classes))
        hides = HIDING_STYLE.search(attributes) or re.search(r"(?i)(?:^|\s)hidden(?=[\s=/]|$)", attributes)
        if (
            guards_by_class
            or vocabulary.fold(name) in vocabulary.GUARDS
            or _CONDITION_ATTRIBUTE.search(attributes)
            or hides
        ):
            start_tag = f"<{name}{attributes}>"
            message = f"`{' '.join(start_tag.split())}` does not hide anything"
            yield Slip("CB118", message, None, start_tag, f"<{name}")

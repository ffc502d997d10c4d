"""Check pandoc's tree: elements that do not hide what they seem to, and notation that pandoc left as text."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coursebuild.lint.answers import labels
from coursebuild.lint.attributes.check import check_attributes
from coursebuild.lint.attributes.names import Names, marked_place, parse_mark
from coursebuild.lint.attributes.shapes import shape_slips
from coursebuild.lint.attributes.unknown import unknown_attributes
from coursebuild.lint.dates import name_slips
from coursebuild.lint.exercises.given_answers import filled_answer
from coursebuild.lint.exercises.questions import misplaced
from coursebuild.lint.raw_rules import raw_slips, text_slips
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

# a word without one of these matches neither the expressions above, nor the next two, nor TeX
_SUSPECT = re.compile("[{:.=\\[<\\\\\uff1a\ufe55\ufe13\ua789\u2236\u02d0]")
_SWALLOWING_START = re.compile(rf"(?i)<({'|'.join(vocabulary.SWALLOWING)})\b(?![^>]*/>)")
_SWALLOWING_END = re.compile(rf"(?i)</({'|'.join(vocabulary.SWALLOWING)})\b")
_TEXTS = frozenset({"Para", "Plain"})
_HIDING = frozenset({"Div", "Span", "CodeBlock", "Code"})
_CONTENT = re.compile(r'"t": "(?:Str|Code|CodeBlock|Math|Image|RawBlock|RawInline|HorizontalRule|Table)"')
_RAW_COMMENT = re.compile(r'\{"t": "Raw\w+", "c": \["html", "<!--(?:[^"\\]|\\.)*"\]\}')
_HTML_COMMENT = re.compile("<!--.*?(?:-->|$)", re.DOTALL)
_CORRECTION_WORD = re.compile(r"(?i)\bcorrig|\bcorrection\b")
_FILLERS = frozenset(  # words of a summary that do not change what it announces
    "a afficher an and click cliquer cliquez complete d de des details du et exercice exercise expected "
    "expliquee for full here ici l la le les m montrer my n no note of open ouvrir par part partie possible "
    "pour proposee question reveal sample see show suggested the to un une view voici voir your".split()
)
_MARK_IN_TEXT = re.compile(rf"{MARK}=(\d+\.\d+)")
_SUMMARY = re.compile(r"(?is)<summary[^>]*>(.*?)(?:</summary>|$)")


@dataclass
class TreeVisitor:
    """A walk through pandoc's tree, and what it collects.

    `codes` and `headings` count texts as in `source_rules.source_slips`.
    """

    names: Names
    codes: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    gapped: Counter[str] = field(default_factory=Counter)  # those of `codes` that have gaps
    marked_math: list[Place] = field(default_factory=list)  # marks that pandoc read as part of a formula
    unclosed: Counter[str] = field(default_factory=Counter)  # HTML elements that pages leave out
    braces: list[str] = field(default_factory=list)  # words with a brace, which pandoc read as text
    slips: list[Slip] = field(default_factory=list)
    audiences: set[Audience] = field(default_factory=set)  # of the parts that are not for everybody
    public: int = 0  # how many elements around have the class `public`

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
                self.slips += text_slips(content, place) if _SUSPECT.search(content) else ()
            elif kind in ATTRIBUTES:
                self._visit_element(kind, content, audience, place)
            elif kind == "Math":
                self.marked_math += map(parse_mark, _MARK_IN_TEXT.findall(content[1]))
            elif kind in RAW:
                self.codes[unspaced(content[1])] += 1
                shown = _HTML_COMMENT.sub("", content[1])
                self.unclosed.update(tag.lower() for tag in _SWALLOWING_START.findall(shown))
                self.unclosed.subtract(tag.lower() for tag in _SWALLOWING_END.findall(shown))
                self.slips += (
                    raw_slips(content[0], content[1], self.names)
                    if self.names.is_for_students(audience)
                    else ()
                )
            else:
                if kind in _TEXTS and self.names.is_for_students(audience):
                    self.slips += self._label_slips(content, audience, place)
                self.visit(content, audience, place)

    def _visit_element(self, kind: str, content: list[Any], audience: Audience, place: Place | None) -> None:
        attributes = content[ATTRIBUTES[kind]]
        place = marked_place(attributes) or place
        has_gaps = kind == "Div" and vocabulary.GAPS in attributes[1]
        if has_gaps:
            kind = "CodeBlock"
        is_placeholder = _is_placeholder(attributes)
        found = [] if is_placeholder else [*check_attributes(kind, attributes, self.names, audience, place)]
        found += shape_slips(kind, attributes, self.names, place)
        found += name_slips(kind, attributes, place)
        if not is_placeholder:
            found += unknown_attributes(kind, attributes, self.names, found)
        self.slips += found
        if attributes[0] or attributes[1]:
            self.slips += misplaced(kind, attributes, content, place)
        outer = audience
        audience &= self.names.audience(attributes)
        if audience != self.names.everyone:
            self.audiences.add(audience)
        if has_gaps:
            pieces = [piece["c"] for piece in content[1]]
            text = unspaced("".join(text for attributes, text in pieces if not _is_placeholder(attributes)))
            self.gapped[text] += 1
            self.codes[text] += 1
            self.codes.subtract(unspaced(text) for _, text in pieces)  # which are visited below
        elif kind == "CodeBlock":
            self.codes[unspaced(content[1])] += 1
        elif kind == "Header":
            self.headings[re.sub(r"\W", "", text_of(content[2]))] += 1
        if self.names.is_for_students(audience):
            self.slips += self._shown_slips(kind, content, attributes, audience, place)
        elif (
            place
            and self.names.is_for_students(outer)
            and not _holds_anything(content[-1])
            and kind in _HIDING
        ):
            self.slips.append(Slip("CB164", "what only instructors should see is empty", place))
        is_public = vocabulary.PUBLIC in attributes[1]
        self.public += is_public
        self.visit(content, audience, place)
        self.public -= is_public

    def _shown_slips(
        self, kind: str, content: Any, attributes: Any, audience: Audience, place: Place | None
    ) -> Iterator[Slip]:
        """Check an element that students see: room for an answer, and a heading whose words are hidden."""
        if "answer" in attributes[1]:
            blocks = content[-1] if kind == "Div" else [{"t": "Plain", "c": content[-1]}]
            text = (
                filled_answer(blocks) if isinstance(blocks[0]["c"] if blocks else [], list) else content[-1]
            )
            if text:
                message = f"the room for an answer holds `{short(str(text))}`, and everybody sees it"
                yield Slip("CB149", message, place, str(text), "answer")
        if kind in labels.KINDS and not self.public and vocabulary.PUBLIC not in attributes[1]:
            yield from labels.label_slips(
                kind,
                content,
                lambda inner: self.names.is_for_students(audience & self.names.audience(inner)),
                self.names.public,
            )
        if kind == "Header":
            hidden, shown = self._hidden_and_shown(content[2], audience)
            if hidden and not shown:
                message = f"the words of the heading `{short(hidden)}` are hidden, and its section is not"
                yield Slip("CB142", message, place, hidden)

    def _label_slips(self, inlines: Any, audience: Audience, place: Place | None) -> Iterator[Slip]:
        """Find a hidden label, such as "Solution:", with a text behind it that is shown."""
        if not inlines or inlines[0]["t"] not in ATTRIBUTES:
            return
        label, _ = self._hidden_and_shown(inlines[:1], audience)
        if not label or not answer_words.announcement(label):
            return
        _, shown = self._hidden_and_shown(inlines[1:], audience)
        is_label = label.endswith(":") or shown.startswith(":") or " " not in label
        if is_label and re.search(r"\w", shown):
            message = f"`{short(label)}` is hidden, and what follows it is not"
            yield Slip("CB142", message, marked_place(inlines[0]["c"][0]) or place, label)

    def _hidden_and_shown(self, inlines: Any, audience: Audience) -> tuple[str, str]:
        """Return the text of those inlines that students do not see, and of the others."""
        hidden: list[str] = []
        shown: list[str] = []
        for inline in inlines:
            attributes = inline["c"][0] if inline["t"] in ATTRIBUTES else ["", [], []]
            is_shown = self.names.is_for_students(audience & self.names.audience(attributes))
            (shown if is_shown else hidden).append(text_of(inline))
        return "".join(hidden).strip(), "".join(shown).strip()

    def _visit_list(self, nodes: list[Any], audience: Audience, place: Place | None) -> None:
        """Visit siblings; a heading's condition applies up to the next heading of its level or above."""
        sections = [(0, audience)]  # the level of each conditional heading above, and its section's audience
        summary: list[str] | None = None
        for node in nodes:
            if type(node) is str:  # an identifier, class or address
                continue
            kind = node.get("t") if type(node) is dict else None
            if summary is None and (kind in SPACES or (kind == "Str" and not _SUSPECT.search(node["c"]))):
                continue  # most nodes
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
            if (kind in RAW or summary is not None) and self.names.is_for_students(inner):
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


def walk(content: Any, names: Names) -> TreeVisitor:
    """Visit the whole tree, pandoc's JSON as Python objects."""
    visitor = TreeVisitor(names)
    visitor.visit([content["meta"], *content["blocks"]], names.everyone)
    for tag, count in visitor.unclosed.items():
        if count > 0:
            message = f"`<{tag}>` is never closed: everything after it would be left out"
            visitor.slips.append(Slip("CB131", message, None, f"<{tag}"))
    return visitor


def _is_placeholder(attributes: Any) -> bool:
    """Whether an element is not the author's: what students get in place of the lines of a gap in code."""
    return vocabulary.PLACEHOLDER in attributes[1] and ["correction", "true"] in attributes[2]


def _holds_anything(content: Any) -> bool:
    """Whether a part has a text, an image or a rule, and not only comments."""
    if isinstance(content, str):
        return bool(content.strip())
    text = json.dumps(content)
    return bool(_CONTENT.search(_RAW_COMMENT.sub("", text)))

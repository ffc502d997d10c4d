"""Read the questions of `::: quiz`: make the right answers and their reasons parts of pandoc's tree.

    ::: quiz
    Which command lists files?

    - [x] `ls`

      It lists them.

    - [ ] `cd`
    :::

A question is what stands above a list, and the list has its answers: choices with boxes, pairs
`left = right`, or one item, which is what students have to write. A tick, the letter of a pair and what is
written become corrections, and so does what stands below an answer: from there on they are withheld as all
corrections are. Choices are sorted by a hash of what all readers see of them: their order tells nothing, and
is always the same.

`::: {.quiz data-quiz-copy=""}` is what students have of a quiz, as `coursebuild export` writes it: it holds
such fenced divs as are made here, and no answers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from coursebuild.model import Diagnostic, Source, short, text_of, vocabulary
from coursebuild.pandoc.quizzes import copies
from coursebuild.pandoc.quizzes.blocks import (
    EMPTY,
    LISTS,
    PARAGRAPHS,
    PREFIX,
    TICKED,
    Block,
    box_of,
    classes_of,
    div,
    first_text,
    hash_of,
    is_answers,
    is_restricted,
    items_of,
    pair_of,
    shown_code,
    shown_texts,
    span,
)
from coursebuild.pandoc.quizzes.lines import Lines

_BESIDE = frozenset(("CodeBlock", "Figure", "Table"))  # which an author may have meant for students
_BEGINNINGS = ("Header", "HorizontalRule")  # of a question, for certain
_TEXTS = (*PARAGRAPHS, *LISTS, *_BEGINNINGS, "BlockQuote", "LineBlock", "DefinitionList")
_BOX_IN_TEXT = re.compile(rf"(?<!\w)\[[xX\s]?\]|[{EMPTY}{TICKED}]")
_BULLET_IN_TEXT = re.compile(r"[\s\u200b-\u200f\u00ad]*[-+*\u2010-\u2015\u2212\u2022\u2023\u25aa\u00b7]\S*")
_ONE_LINE = "a choice is one line: its reason stands below a blank line, and indented"
_NO_ANSWERS = "no answers follow this text: indent the reason of an answer, or put it in a correction"
_ANSWER_OR_QUESTION = (
    "this is an answer without its bullet, or more of the question: begin a question of several paragraphs "
    "with a heading or `---`, and write an introduction above the quiz"
)
_REASON_OR_QUESTION = (
    "this is the reason of the answer above, or the question below: indent a reason, and begin a question of "
    "several paragraphs with a heading or `---`"
)
_MOST_PAIRS = 26  # as there are letters


def read_quizzes(tree: str, source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return pandoc's JSON with the parts of each quiz, and what is wrong with them."""
    document = json.loads(tree)
    found: list[Diagnostic] = []
    for quiz in _quizzes(document["blocks"]):
        reader = _Reader(Lines.of(quiz, source))
        if not copies.is_copy(quiz):
            reader.read(quiz)
        elif copies.read(quiz):
            reader.report(
                "CB195", "a choice is ticked in a copy of a quiz for students, which has no answers"
            )
        found += reader.diagnostics
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")), tuple(found)


def _quizzes(node: Any) -> Iterator[Block]:
    """Yield the fenced divs that are quizzes, each after those in it."""
    if isinstance(node, list):
        for each in node:
            yield from _quizzes(each)
    elif isinstance(node, dict):
        yield from _quizzes(node.get("c"))
        if node.get("t") == "Div" and vocabulary.QUIZ in classes_of(node):
            yield node


@dataclass
class _Reader:
    """Reads one quiz; `is_kept` says that its choices stay in the author's order."""

    lines: Lines
    is_kept: bool = False
    is_multiple: bool = False
    questions: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, quiz: Block) -> None:
        """Read a quiz in place."""
        attributes, blocks = quiz["c"]
        _, classes, pairs = attributes
        orders = [value for key, value in pairs if key == "order"]
        if any(order != "kept" for order in orders):
            self.report("CB195", f'`order="{short(orders[0])}"`: an order is `kept`, or left out')
        self.is_kept, self.is_multiple = bool(orders), "multiple" in classes
        attributes[1] = [name for name in classes if name != "multiple"]
        attributes[2] = [pair for pair in pairs if pair[0] != "order"]
        blocks[:] = self._blocks(blocks)
        if not self.questions:
            self.report("CB196", "the quiz has no answers: write them as a list below the question")
        for text in shown_texts(blocks):
            if box := _BOX_IN_TEXT.search(text):
                message = f"`{box[0]}` is text here: a box begins an item of a list, and a space follows it"
                self.report("CB195", message, text)
        for code in shown_code(blocks):
            if self.lines.is_indented(code):
                message = "this is code, because it is indented: an answer is less so; write code in a fence"
                self.report("CB195", message, code.partition("\n")[0])

    def _blocks(self, blocks: list[Block]) -> list[Block]:
        """Return blocks with a fenced div around each question and its answers."""
        read: list[Block] = []
        question: list[Block] = []
        is_first = True
        for block in blocks:
            if is_answers(block):
                self._check_question(question, block, is_first=is_first)
                read.append(self._question(question, block))
                question, is_first = [], False
            elif self._holds_questions(block):
                self._check_question(question, block, is_first=True)
                read += [*question, block]
                question, is_first = [], False
            elif not (is_first or question) and is_restricted(block):
                read.append(block)  # a correction below the answers
            else:
                self._check_bullet(block)
                question.append(block)
        if not is_first and any(block["t"] not in _BEGINNINGS for block in question):
            self.report("CB195", _NO_ANSWERS, first_text(question))
        return [*read, *question]

    def _holds_questions(self, block: Block) -> bool:
        """Read a numbered list, a fenced div or a quotation in place; return whether it has questions."""
        before = self.questions
        if block["t"] == "OrderedList":
            self._read_items(block["c"][1])
        elif block["t"] == "Div" and not is_restricted(block) and vocabulary.QUIZ not in classes_of(block):
            block["c"][1] = self._blocks(block["c"][1])
        elif block["t"] == "BlockQuote":
            block["c"] = self._blocks(block["c"])
        return self.questions > before

    def _read_items(self, items: list[list[Block]]) -> None:
        """Read the items of a numbered list: all of them are questions, or none is."""
        without: list[Block] = []
        before = self.questions
        for item in items:
            questions, first = self.questions, item[:1]
            item[:] = self._blocks(item)
            without += first if self.questions == questions else []
        if without and self.questions > before:
            message = "this item of the list has no answers, and others have: write them as a list in it"
            self.report("CB195", message, first_text(without))

    def _check_bullet(self, block: Block) -> None:
        """Refuse a text that begins as an answer does."""
        if block["t"] in PARAGRAPHS and (bullet := _BULLET_IN_TEXT.match(text := text_of(block["c"]))):
            message = (
                f"`{short(bullet[0].strip())}` is text here: a bullet and a space begin an answer; write "
                "what is none as code or a formula"
            )
            self.report("CB195", message, text)

    def _check_question(self, question: list[Block], answers: Block, *, is_first: bool) -> None:
        """Refuse what may be an answer, or the reason of one, as well as the text of a question."""
        heads = len(list(takewhile(lambda block: block["t"] in _BEGINNINGS, question)))
        texts = [block for block in question[heads:] if block["t"] in _TEXTS]
        if not question and not is_first:
            self.report("CB195", "these answers have no question above them", first_text([answers]))
        elif heads and any(block["t"] in _BEGINNINGS for block in texts):
            self.report("CB195", _NO_ANSWERS, first_text(texts))
        elif not heads and is_first and len(texts) > 1:
            self.report("CB195", _ANSWER_OR_QUESTION, first_text(texts[1:]))
        elif not heads and not is_first and any(block in texts for block in question[1:]):
            self.report("CB195", _REASON_OR_QUESTION, first_text(question))

    def _question(self, question: list[Block], answers: Block) -> Block:
        self.questions += 1
        items = items_of(answers)
        for item in items:
            if not item or item[0]["t"] not in PARAGRAPHS:
                self.report("CB195", "an answer begins with a line of text", first_text(item))
            elif any(inline["t"] == "SoftBreak" for inline in item[0]["c"]):
                self.report("CB195", _ONE_LINE, first_text(item))
        if any(map(box_of, items)):
            return div(self._choices(items), [*question, answers])
        if len(items) == 1 and pair_of(items[0]):
            message = "there is one pair alone: write its answer as a list, or what has a `=` as code"
            self.report("CB195", message, first_text(items[0]))
        if len(items) == 1:
            return div("written", [*question, *self._written(items[0])])
        return div("matching", [*question, *self._pairs(items)])

    def _choices(self, items: list[list[Block]]) -> str:
        """Read choices in place; return whether one or several are right."""
        for item in items:
            if not box_of(item):
                message = "this choice has no box, and others have: `- [ ]` or `- [x]`"
                self.report("CB195", message, first_text(item))
        right = sum(box_of(item) == TICKED for item in items)
        if len(items) == 1:
            self.report("CB195", f"there is one choice alone; {_ONE_LINE}", first_text(items[0]))
        if not right and all(map(box_of, items)):
            self.report("CB196", "no choice is right: tick it, `- [x]`", first_text(items[0]))
        items[:] = [self._choice(item) for item in items]
        if not self.is_kept:
            items.sort(key=hash_of)
        return "multiple" if self.is_multiple or right > 1 else "single"

    def _choice(self, item: list[Block]) -> list[Block]:
        """Return a choice with an empty box, before which stands a tick if it is right, and its reason."""
        first = [{**block, "t": "Plain"} if block["t"] in PARAGRAPHS else block for block in item[:1]]
        if box_of(item) == TICKED:
            tick = span(vocabulary.GUARDS[0], [{"t": "Str", "c": TICKED}])
            first = [{"t": "Plain", "c": [tick, {"t": "Str", "c": EMPTY}, *item[0]["c"][1:]]}]
        return [*first, *self._below(item)]

    def _below(self, item: list[Block]) -> list[Block]:
        """Return what stands below an answer: what is public, and then all else, in a correction."""
        public = [block for block in item[1:] if vocabulary.PUBLIC in classes_of(block)]
        reason = [block for block in item[1:] if block not in public]
        if reason and reason[0]["t"] in _BESIDE:
            message = "this is taken for a reason, which students do not see; `.public` shows it to them"
            self.report("CB197", message, first_text(reason))
        if len(reason) == 1 and not set(vocabulary.GUARDS).isdisjoint(classes_of(reason[0])):
            reason[0]["c"][0][2].append([f"{PREFIX}reason", ""])
            return [*public, *reason]
        return [*public, *([div("reason", reason, vocabulary.GUARDS[0])] if reason else [])]

    def _written(self, item: list[Block]) -> list[Block]:
        """Return a blank for what students write, and its reason."""
        if not item or item[0]["t"] not in PARAGRAPHS:
            return [div("reason", item, vocabulary.GUARDS[0])]
        return [{"t": "Para", "c": [span(vocabulary.BLANK, item[0]["c"])]}, *self._below(item)]

    def _pairs(self, items: list[list[Block]]) -> list[Block]:
        """Return two lists: what is on the left, each with a blank for a letter; what is on the right."""
        pairs = [pair for pair in map(pair_of, items) if pair]
        if len(pairs) < len(items) or len(pairs) > _MOST_PAIRS:
            wrong = next((item for item in items if not pair_of(item)), items[0])
            message = "this list has neither choices, `- [ ] text`, nor up to 26 pairs, `- left = right`"
            self.report("CB195", message, first_text(wrong))
            return [div("reason", [{"t": "BulletList", "c": items}], vocabulary.GUARDS[0])]
        right = [[{"t": "Plain", "c": end}] for _, end in pairs]
        order = sorted(range(len(right)), key=lambda n: hash_of(right[n]))
        left = []
        for n, (item, (begin, _)) in enumerate(zip(items, pairs, strict=True)):
            letter = {"t": "Str", "c": chr(ord("A") + order.index(n))}
            line = {"t": "Plain", "c": [*begin, {"t": "Space"}, span(vocabulary.BLANK, [letter])]}
            left.append([line, *self._below(item)])
        marker = [1, {"t": "UpperAlpha"}, {"t": "Period"}]
        return [
            {"t": "BulletList", "c": left},
            {"t": "OrderedList", "c": [marker, [right[n] for n in order]]},
        ]

    def report(self, code: str, message: str, text: str = "") -> None:
        self.diagnostics.append(self.lines.diagnostic(code, message, text))

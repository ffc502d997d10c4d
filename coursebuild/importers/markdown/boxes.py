"""Write the boxes of other tools, which coursebuild reads, as its own."""

import re

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft, Line
from coursebuild.model import Fence, short, vocabulary
from coursebuild.source import announces, read_attributes, read_lines

_TAB = re.compile(r"""(?P<before>[ \t>]*)===[!+]?[ \t]+["“«](?P<title>.+)["”»][ \t]*""")
_FENCE = re.compile(r"(?P<before>[ \t>]*:{3,})[ \t]*(?P<attributes>\{\.[a-z]+\}|[a-z]+)[ \t]*")
# Words of which the title of a folded box may be made that does not say what is in it.
_NEUTRAL = frozenset(
    "cliquer cliquez clique clic click cliccare clicca klick klicken klik ici here hier aqui qui voir "
    "montrer montrez afficher affichez reveler ouvrir ouvrez deplier derouler deroulez decouvrir regarder "
    "see show reveal open unfold expand toggle view look ver mostrar mostra anzeigen zeigen toon tonen "
    "bekijk success spoiler secret cache hidden dropdown le la les l the to for on sur pour et and me moi "
    "a au un une it this ca cela contenu content texte text bouton button check verifier verify".split()
)
_UNSAID = frozenset(("details", "success", "question"))  # kinds whose labels do not say it either
_FOLDED = frozenset(("details", "folded"))


def turn_tabs(draft: Draft) -> None:
    """Write a tab of MkDocs whose title means an answer as a folded box, which `check --fix` knows."""
    prose = draft.read().prose
    for at, line in enumerate(draft.lines):
        found = _TAB.fullmatch(line.text) if prose[at] and "===" in line.text else None
        if found and announces(found["title"]):
            draft.lines[at] = line._replace(text=f'{found["before"]}??? solution "{found["title"]}"')


def turn_boxes(draft: Draft) -> None:
    """Write the fences that pandoc would get."""
    reading = read_lines(draft.text)
    before, after = reading.frames.before, reading.frames.after
    boxes = {box.line for box in reading.boxes}
    lines: list[Line] = []
    for at, line in enumerate(reading.lines):
        for text in (*before.get(at, (line,)), *after.get(at, ())):
            found = _FENCE.fullmatch(text)
            new = f"{found['before']} {notation.bare(found['attributes'])}" if found else text
            is_spare = not new.strip() and at in boxes and lines and ":::" in lines[-1].text
            if not is_spare:
                lines.append(Line(draft.lines[at].number, new))
    draft.lines = lines


def hide_folded(draft: Draft) -> None:
    """Make a folded box the instructor's whose title does not say what is in it: it may be an answer."""
    fences = draft.read().fences
    for fence in fences:
        attributes = read_attributes(fence.text) if fence.opens and fence.partner else None
        bare = fence.text.strip(": \t")
        classes = {*attributes.classes, *([bare] if bare.isalpha() else [])} if attributes else set()
        if not attributes or _FOLDED.isdisjoint(classes) or "hint" in classes or "if" in classes:
            continue
        words = re.findall(r"[^\W\d_]+", vocabulary.fold(dict(attributes.pairs).get("title", "")))
        is_unsaid = _NEUTRAL.issuperset(words) if words else not _UNSAID.isdisjoint(classes)
        if not is_unsaid or _is_hidden(fence, fences):
            continue
        number, line = draft.lines[fence.line - 1]
        opening = line[: fence.column - 1] + fence.text[: len(fence.text) - len(fence.text.lstrip(":"))]
        inside = bare[1:-1].strip() if bare.startswith("{") else f".{bare}"
        what = (
            f"`{short(draft.original[number - 1].strip())}`" if number <= len(draft.original) else "this box"
        )
        draft.tell(number, HIDDEN, f"{what} is folded, and may be an answer: it is for instructors alone")
        draft.replace(fence.line, fence.line, [f"{opening} {{{inside} {notation.INSTRUCTORS}}}"])


def _is_hidden(fence: Fence, fences: tuple[Fence, ...]) -> bool:
    """Whether a box around one is for instructors."""
    return any(
        "correction" in each.text for each in fences if each.opens and each.line < fence.line < each.partner
    )

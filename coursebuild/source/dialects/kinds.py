"""The kinds of boxes of other tools, and what they are called here."""

import re
from collections.abc import Mapping

from coursebuild.model import answer_words, vocabulary

DEFAULT = "note"  # the kind of a box that says nothing else

# Ours, and the names for it in MkDocs Material, Docusaurus, HackMD, Quarto, MyST, Carpentries and Obsidian;
# folded, as `vocabulary.fold` returns them.
_TABLE: Mapping[str, str] = {
    "note": "admonition callout quote cite citation testimonial seealso remarque note-seealso",
    "info": "abstract summary tldr todo information resume primary secondary keypoints prereq",
    "tip": "astuce conseil",
    "hint": "indice aide",
    "success": "check done checklist succes",
    "question": "help faq questions discussion",
    "warning": "attention avertissement",
    "danger": "failure fail missing error bug erreur",
    "objective": "objectives objectif objectifs goal goals",
    "exercise": "challenge activity exercice",
    "example": "exemple exemples examples",
    "definition": "definitions def",
    "theorem": "lemma corollary proposition theoreme lemme corollaire propriete",
    "proof": "preuve demonstration",
    "details": "dropdown toggle collapse expand spoiler",
    "tab": "tab-item",
    "tabset": "tab-set",  # no kind, but what holds tabs
}
_OURS = {name: ours for ours, names in _TABLE.items() for name in names.split()}
# As a class alone: other names may be of the author's own style sheet.
CLASSES = frozenset(
    "astuce attention callout challenge checklist conseil discussion exercice keypoints objectives prereq "
    "questions remarque testimonial".split()
)
# What opens a box with a title that is folded on screen.
FOLDING = frozenset("details spoiler collapse toggle dropdown expand".split())

OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")  # of a directive of MyST

# What is no title: attributes that have lost their braces.
_ASSIGNED = re.compile(
    r"(?:^|\s)\.?(?:(?:if|unless)\s+[\w-]+\s*=|[\w-]{2,}(?:=\S|[ \t]?=[ \t]?[\"“”«'\u2019]))"
)
_NAMED = re.compile(r"(?:^|\s)[.#]?(?P<name>[\w-]+):(?=\S)")
_SETTING = ("edition", "for", "format", "if", "include", "points", "unless")
_DATED = re.compile(r"(?:^|\s)(?P<name>[\w-]*\w[^\w\s]?[-\d/:]+\d|[\w-]+-\w+\W+\d[-\d/.]+)")
_PREFIX = re.compile(r"(?:callout|prf)[-:]")
_WORD = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")


def kind_of(name: str, own: frozenset[str] = frozenset()) -> str:
    """Return the kind of box for another tool's: one of the author's own, or coursebuild's; "" for none."""
    folded = _PREFIX.sub("", vocabulary.fold(name), count=1)
    return folded if folded in vocabulary.KINDS | own else _OURS.get(folded, "")


def may_be_withheld(kind: str, title: str = "") -> bool:
    """Whether a box's kind or title means an answer or a teacher: such a box is not translated."""
    return any(
        answer_words.class_meaning(name) or vocabulary.nearest_guard(name) for name in _WORD.findall(kind)
    ) or announces(title)


def announces(title: str) -> bool:
    """Whether a box's title means an answer or a teacher."""
    return bool(answer_words.announcement(title, teacher_alone=True)) or "{" in title


def holds_attributes(title: str) -> bool:
    """Whether what stands where a box has its title was meant as attributes, as `note points=3`."""
    return bool(
        _ASSIGNED.search(title)
        or any(vocabulary.nearest(found["name"], _SETTING) for found in _NAMED.finditer(title))
        or any(vocabulary.names_date(found["name"]) for found in _DATED.finditer(title))
    )


def of_directive(kind: str, title: str, classes: str, own: frozenset[str]) -> str:
    """Return the attribute block of the box that a directive of MyST makes, with the option `:class:`.

    "" if it makes none, or if it means an answer or a teacher.
    """
    named = [name for name in classes.replace(",", " ").split() if kind_of(name, own)]
    is_open = not (announces(title) or holds_attributes(title))
    if not is_open or any(map(may_be_withheld, (classes, "" if title else kind))):
        return ""
    if not kind_of(kind, own) or (may_be_withheld(kind) and kind not in FOLDING):
        return ""
    fold = "-" if {"dropdown", "toggle"} & {*named, kind} else ""
    shown = next((name for name in named if name not in FOLDING), kind)
    return attributes(kind_of(shown, own), title, fold=fold)


def attributes(kind: str, title: str = "", *, fold: str = "") -> str:
    """Return the attribute block of a box; `fold` is `-` if it is folded on screen, `+` if not."""
    classes = [kind, *{"-": ["folded"], "+": ["unfolded"]}.get(fold, [])]
    text = title.strip().strip(":").strip()  # pandoc reads no value that begins with a space of any kind
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    names = " ".join(f".{name}" for name in classes)
    return f'{{{names} title="{text}"}}' if text else f"{{{names}}}"

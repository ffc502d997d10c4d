"""Shows or removes what carries `.if`, `.unless`, `.correction` or `.solution`.

`.if a="x" b="y"` shows an element where both metadata hold, `.unless` where they do not;
`.correction` and `.solution` are shown where `correction` is true and nowhere else. On a heading
it goes for its section, on the only image of a figure for the figure. Where nothing says that
`correction` is true, it is not. A correction's `lines` stay, as an answer's: the lines for students
to write on, of which filters/answers.py makes the rules.

    pandoc --filter filters/conditions.py -M correction=true lesson.md
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import panflute as pf

WITHHELD = frozenset({"correction", "solution"})
DECIDING = frozenset({"if", "unless"})
AUDIENCE = frozenset({"correction", "edition"})  # the conditions that say who sees a part

# Attributes that say something of the element itself, not of when it is shown.
OWN = frozenset(
    "alt dir height id lang lines loading minutes name points role start startFrom style title width".split()
)
WORDS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}

# What goes as well when the last thing in it goes; a table cell or a caption stays, empty.
_EMPTIED = (
    *(pf.Para, pf.Plain, pf.Div, pf.BlockQuote, pf.Figure, pf.BulletList, pf.OrderedList, pf.ListItem),
    *(pf.LineBlock, pf.LineItem, pf.Note, pf.Link, pf.Span, pf.Emph, pf.Strong, pf.Underline, pf.Quoted),
    *(pf.Strikeout, pf.Superscript, pf.Subscript, pf.SmallCaps),
)
_log = logging.getLogger("coursebuild.filters.conditions")


def transform(doc: pf.Doc) -> pf.Doc:
    thinned: set[int] = set()  # the elements that lost a child, by identity

    def remove(element: Any) -> list[Any]:
        thinned.add(id(element.parent))
        return []

    def decide(element: Any, doc: pf.Doc) -> Any:
        if isinstance(content := getattr(element, "content", None), pf.ListContainer):
            if content.oktypes is not pf.Inline:
                _remove_sections(element, doc, thinned)
            if id(element) in thinned and not element.content and isinstance(element, _EMPTIED):
                return remove(element)
        if not _is_conditional(element) or isinstance(element, pf.Header):
            return None
        if not _holds(element, doc):
            return _answer(element, doc) or remove(element)
        _strip(element)
        return None

    automatic = [h for h in _headings(doc) if h.identifier == _identifier(h)]
    doc = doc.walk(decide, stop_if=_holds_text_alone)
    for heading in automatic:  # its words are in it, those that are hidden now as well
        heading.identifier = _identifier(heading)
    return doc


def _holds_text_alone(element: Any) -> bool:
    """A paragraph in which nothing carries a class or holds something else."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        getattr(inline, "classes", ()) or hasattr(inline, "content") for inline in element.content.list
    )


def _headings(doc: pf.Doc) -> list[Any]:
    """The headings in which something is conditional."""
    found: list[Any] = []

    def collect(element: Any, _: pf.Doc) -> None:
        if isinstance(element, pf.Header) and any(map(_is_conditional, _inside(element))):
            found.append(element)

    doc.walk(collect, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain, pf.Header)))
    return found


def _inside(element: Any) -> Iterator[Any]:
    for child in getattr(element, "content", ()):
        yield child
        yield from _inside(child)


def _identifier(heading: Any) -> str:
    """The identifier that pandoc makes of a heading's words (its manual, `auto_identifiers`)."""
    raw = [element.text for element in _inside(heading) if isinstance(element, pf.RawInline)]
    text = pf.stringify(heading)
    for tag in raw:
        text = text.replace(tag, "", 1)
    words = re.sub(r"[^\w\s.-]", "", text.lower())
    return re.sub(r"^[^a-zA-Z\u00c0-\uffff]+", "", re.sub(r"\s+", "-", words.strip())) or "section"


def _remove_sections(parent: Any, doc: pf.Doc, thinned: set[int]) -> None:
    """A heading's condition goes for all that follows it, up to the next heading of its rank."""
    if not any(isinstance(e, pf.Header) and _is_conditional(e) for e in parent.content):
        return
    kept, hidden_below = [], 0
    for element in parent.content:
        if isinstance(element, pf.Header):
            if hidden_below and element.level <= hidden_below:
                hidden_below = 0
            if not hidden_below and _is_conditional(element):
                if _holds(element, doc):
                    _strip(element)
                else:
                    hidden_below = element.level
        if not hidden_below:
            kept.append(element)
    if len(kept) < len(parent.content):
        thinned.add(id(parent))
        parent.content = kept


def _is_conditional(element: Any) -> bool:
    classes = getattr(element, "classes", ())
    return not DECIDING.isdisjoint(classes) or not WITHHELD.isdisjoint(classes)


def _holds(element: Any, doc: pf.Doc) -> bool:
    """Whether an element is shown: in doubt it is not."""
    conditions = _conditions(element)
    asks = [c for c in element.classes if c in DECIDING]
    reserved = not WITHHELD.isdisjoint(element.classes)
    if asks and not conditions:
        places = {"quote": f".{asks[0]}}}", "or_at": f".{asks[0]}"}
        _log.warning("`.%s` has no condition", asks[0], extra={"code": "CB102", **places})
        reserved = True
    if reserved and _value(doc, "correction") != "true":
        return False
    return _are_met(conditions, asks, doc)


def _are_met(conditions: dict[str, str], asks: list[str], doc: pf.Doc) -> bool:
    met = all(_value(doc, key) == _text(wanted) for key, wanted in conditions.items())
    return not conditions or (("if" not in asks or met) and ("unless" not in asks or not met))


def _answer(element: Any, doc: pf.Doc) -> Any:
    """What a correction leaves where it is withheld from students, and for no other reason: a number."""
    if not isinstance(element, pf.Div) or WITHHELD.isdisjoint(element.classes):
        return None
    lines = element.attributes.get("lines", "")
    others = {k: v for k, v in _conditions(element).items() if k not in AUDIENCE}
    if not (lines.isascii() and lines.isdecimal() and _are_met(others, element.classes, doc)):
        return None
    return pf.Div(classes=["answer"], attributes={"lines": lines})


def _conditions(element: Any) -> dict[str, str]:
    """The attributes that are conditions; `lang` is one where there is no other."""
    attributes = element.attributes
    told = {k: v for k, v in attributes.items() if k not in OWN and not k.startswith(("data-", "aria-"))}
    return told or {k: v for k, v in attributes.items() if k == "lang"}


def _strip(element: Any) -> None:
    if any(c in DECIDING for c in element.classes):
        for key in _conditions(element):
            del element.attributes[key]
    element.classes = [c for c in element.classes if c not in DECIDING]


def _value(doc: pf.Doc, key: str) -> str:
    """A metadata value as text; `format` is the writer's where no metadata says it."""
    value = doc.get_metadata(key)
    if value is None and key == "format":
        return "pdf" if doc.format in ("latex", "beamer", "typst", "context", "ms") else "html"
    return _text(value)


def _text(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return WORDS.get(text.casefold(), text)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

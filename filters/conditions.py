"""Show or remove elements that have the class `.if`, `.unless`, `.correction`, `.solution` or `.comment`.

`.if a="x" b="y"` shows an element if the metadata `a` is `x` and `b` is `y`; `.unless` removes it in this
case. `.correction` and `.solution` are shown only if the metadata `correction` is true; without this
metadata, they are removed, and of `.blank` a line is left. `.comment` is always removed. A condition on a
heading applies to its section; on the only image of a figure, to the figure. A removed correction with
`lines`, `space` or `grid` leaves an empty answer with it, for filters/answers.py. Headings get identifiers
made of what students see (filters/identifiers.py). Code with gaps becomes what an edition shows of it
(filters/gaps.py).

`show-from="2026-12-01"` withholds an element as `.correction` does, until the day that the metadata `as-of`
says is that date or a later one: then `correction` is true for the element, and for what is in it. On
questions and on code with gaps, which students see, the date is that of the answers; as metadata, it is that
of all corrections. Without `as-of`, no date has come.

    pandoc --filter filters/conditions.py -M correction=true lesson.md
    pandoc --filter filters/conditions.py -M as-of=2026-12-01 lesson.md
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import panflute as pf

dates = import_module(f"{__package__}.dates" if __package__ else "dates")
SHOW_FROM, DAY = dates.SHOW_FROM, dates.DAY
BLANK, LINE = "blank", "blank-line"  # the class of words, and of the line in place of them
WITHHELD = frozenset({"correction", "solution", BLANK})
DECIDING = frozenset({"if", "unless"})
NOBODY = "comment"  # the class of what no edition shows
GAPS = "gaps"  # the class of the Div that stands for code with gaps (filters/gaps.py)
AUDIENCE = frozenset({"correction", "edition"})  # conditions on who reads a part
ANSWERED = frozenset({"quiz", GAPS})  # the classes of what students see without its answers
_UNDATED = frozenset({"hidden-tests"})  # the class of a gap that is no correction

# Attributes that are not conditions, because they have another meaning. Add those that a new filter reads.
OWN = frozenset(
    "alt as-of caption credit dir educational-level filename for grid height highlight hl_lines id "
    "include lang learning-time license linenums lines loading minutes name order points role show-from "
    "space start startFrom style title width".split()
)
OWN_PREFIXES = ("data-", "aria-")

_HEIGHT = re.compile("[0-9., \u00a0]+[cm]m")
_ROOM = {"lines": re.compile("[0-9]+"), "space": _HEIGHT, "grid": _HEIGHT}  # for filters/answers.py

# Spellings of true and false in YAML, TOML and attributes.
WORDS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}

# Typographic characters, and what one types for them; single and double quotation marks are the same.
_TYPED = str.maketrans(
    dict.fromkeys('"\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u02bc', "'")
    | {"\u2013": "--", "\u2014": "---", "\u2026": "..."}
)

Attributes = Mapping[str, str] | Iterable[tuple[str, str]]

# Elements that are removed when they become empty (panflute's names); table cells, captions and titles stay.
_EMPTIED = frozenset(
    "Para Plain Div BlockQuote Figure BulletList OrderedList ListItem LineBlock LineItem Note Link Span Emph "
    "Strong Underline Quoted Strikeout Superscript Subscript SmallCaps".split()
)
_PAGED = frozenset({"latex", "beamer", "typst", "context", "ms"})  # pandoc's writers whose output is paged
_VERBATIM = frozenset({"Code", "Math", "RawInline", "CodeBlock", "RawBlock"})
# Elements whose first field is not content: attributes, the type of a quotation, or citations.
_WITH_ATTRIBUTES = frozenset({"Span", "Link", "Image", "Quoted", "Cite", "Div"})


def shown(
    classes: Iterable[str], attributes: Attributes, values: Mapping[str, str], around: str = ""
) -> bool:
    """Return whether an element is shown with these metadata; an element with an invalid condition is not.

    `values` are the results of `as_text`; a missing key counts as an empty text. Of the elements around the
    element, only the date `around` them is considered. All code that evaluates conditions calls this
    function.
    """
    classes, attributes = frozenset(classes), dict(attributes)
    if NOBODY in classes:
        return False
    asks = classes & DECIDING
    conditions = conditions_of(attributes)
    if dates.has_come(attributes.get(SHOW_FROM, around), values) and _UNDATED.isdisjoint(classes):
        values = {**values, "correction": "true"}
    reserved = not WITHHELD.isdisjoint(classes) or (asks and not conditions)
    reserved = reserved or (SHOW_FROM in attributes and ANSWERED.isdisjoint(classes))
    if reserved and values.get("correction") != "true":
        return False
    return _are_met(conditions, asks, values)


def conditions_of(attributes: Attributes) -> dict[str, str]:
    """Return the attributes that are conditions; `lang` is one only if there is no other."""
    pairs = dict(attributes)
    asked = {k: v for k, v in pairs.items() if k not in OWN and not k.startswith(OWN_PREFIXES)}
    return asked or {k: v for k, v in pairs.items() if k == "lang"}


def as_text(value: Any) -> str:
    """Return a value in the form in which it is compared: `yes` as `true`, a list in brackets.

    Typographic characters are as one types them: pandoc puts them into metadata, and not into attributes.
    """
    if isinstance(value, (list, tuple)):
        value = f"[{', '.join(map(str, value))}]"
    text = " ".join(("" if value is None else str(value)).translate(_TYPED).split())
    return WORDS.get(text.casefold(), text)


def metadata_text(value: Mapping[str, Any]) -> str:
    """Return the text of a metadata value in pandoc's JSON (`{"t": "MetaInlines", …}`)."""
    kind, content = value["t"], value["c"]
    if kind == "MetaList":
        return f"[{', '.join(metadata_text(each) for each in content)}]"
    if kind == "MetaMap":
        return ""
    return str(content).lower() if kind == "MetaBool" else _text(content)


def _text(node: Any) -> str:
    """Return the text of a part of pandoc's JSON."""
    if not isinstance(node, dict):
        return "".join(map(_text, node)) if isinstance(node, list) else node if isinstance(node, str) else ""
    kind, content = node["t"], node.get("c", " ")  # elements without content are spaces and line breaks
    if kind in _VERBATIM:
        return str(content[1])
    words = _text(content[1] if kind in _WITH_ATTRIBUTES else content)
    return f'"{words}"' if kind == "Quoted" else f"{words}\n\n" if kind == "Para" else words


def _are_met(conditions: Mapping[str, str], asks: frozenset[str], values: Mapping[str, str]) -> bool:
    met = all(values.get(key, "") == as_text(wanted) for key, wanted in conditions.items())
    return not conditions or (("if" not in asks or met) and ("unless" not in asks or not met))


def transform(doc: "pf.Doc") -> "pf.Doc":
    import panflute as pf  # noqa: PLC0415 (callers of `shown` do not need it)

    values = _Values(doc)
    thinned: set[int] = set()  # the elements that lost a child, by identity

    def remove(element: Any) -> list[Any]:
        thinned.add(id(element.parent))
        return []

    def decide(element: Any, _: "pf.Doc") -> Any:
        if isinstance(content := getattr(element, "content", None), pf.ListContainer):
            if content.oktypes is not pf.Inline:
                _remove_sections(element, values, thinned)
            filled = element.content or getattr(element, "attributes", {}).get("title")
            if id(element) in thinned and not filled and element.tag in _EMPTIED:
                return remove(element)
        if _is_conditional(element) and element.tag != "Header":
            if not values.show(element):
                return _answer(element, values) or remove(element)
            _strip(element)
        return _part("gaps").joined(element, doc) if _has_gaps(element) else None

    hidden_from_students, _ = hiding(doc)
    identifiers = _part("identifiers")
    identifiers.name_headings(doc, hidden_from_students)
    return doc.walk(decide, stop_if=identifiers.holds_text_alone)


def hiding(doc: "pf.Doc") -> tuple[Callable[[Any], bool], Callable[[Any], bool]]:
    """Return two functions that say whether an element is hidden: from students, and in this edition.

    Elements around the element are not considered, but for their dates. For students, no date has come: what
    they see from a day on changes neither the numbers nor the identifiers of what they saw before.
    """
    values, students = _Values(doc), _Values(doc)
    decided = doc.get_metadata("coursebuild-students") or {"correction": "false", "edition": "student"}
    students |= {**{key: as_text(value) for key, value in decided.items()}, DAY: ""}

    def hidden(element: Any, values: _Values) -> bool:
        return _is_conditional(element) and not values.show(element)

    return partial(hidden, values=students), partial(hidden, values=values)


class _Values(dict[str, str]):
    """A document's metadata as texts. If `format` is not set, it depends on the output format of pandoc."""

    def __init__(self, doc: "pf.Doc") -> None:
        meta = doc.metadata.content.items()
        super().__init__((key, as_text(metadata_text(value.to_json()))) for key, value in meta)
        self.setdefault("format", "pdf" if doc.format in _PAGED else "html")
        self._around: dict[int, str] = {}  # the dates around elements, by identity
        if dates.is_date(self.get(DAY, "")):
            self._around.update(dates.around(doc, self.get(SHOW_FROM, ""), _is_conditional))

    def show(self, element: Any) -> bool:
        """Return whether an element is shown, regardless of the conditions of those around it."""
        return shown(element.classes, element.attributes, self, self._around.get(id(element), ""))


def _remove_sections(parent: Any, values: _Values, thinned: set[int]) -> None:
    """Remove the sections whose heading has a condition that is not met.

    A section ends before the next heading of the same or a higher rank.
    """
    if not any(e.tag == "Header" and _is_conditional(e) for e in parent.content):
        return
    kept, hidden_below = [], 0
    for element in parent.content:
        if element.tag == "Header":
            if hidden_below and element.level <= hidden_below:
                hidden_below = 0
            if not hidden_below and _is_conditional(element):
                if values.show(element):
                    _strip(element)
                else:
                    hidden_below = element.level
        if not hidden_below:
            kept.append(element)
    if len(kept) < len(parent.content):
        thinned.add(id(parent))
        parent.content = kept


def _part(name: str) -> Any:
    """Import a module of this folder."""
    return import_module(f"{__package__}.{name}" if __package__ else name)


def _has_gaps(element: Any) -> bool:
    return element.tag == "Div" and GAPS in element.classes


def _is_conditional(element: Any) -> bool:
    classes = getattr(element, "classes", ())
    return (
        NOBODY in classes
        or not DECIDING.isdisjoint(classes)
        or not WITHHELD.isdisjoint(classes)
        or SHOW_FROM in getattr(element, "attributes", ())
    )


def _answer(element: Any, values: Mapping[str, str]) -> Any:
    """Return the answer that replaces a correction with `lines`, `space` or `grid`, or a blank's line.

    Return None if the correction is also removed for another reason than who reads the document.
    """
    import panflute as pf  # noqa: PLC0415 (see above)

    is_blank = element.tag in ("Span", "Code") and BLANK in element.classes
    is_box = element.tag == "Div" and not WITHHELD.isdisjoint(element.classes)
    if NOBODY in element.classes or not (is_blank or is_box):
        return None
    room = {k: v for k in _ROOM if _ROOM[k].fullmatch(v := element.attributes.get(k, ""))}
    others = {k: v for k, v in conditions_of(element.attributes).items() if k not in AUDIENCE}
    if not _are_met(others, frozenset(DECIDING.intersection(element.classes)), values):
        return None
    if is_blank:
        return pf.Span(classes=[LINE])
    return pf.Div(classes=["answer"], attributes=room) if room else None


def _strip(element: Any) -> None:
    if any(c in DECIDING for c in element.classes):
        for key in conditions_of(element.attributes):
            del element.attributes[key]
    element.attributes.pop(SHOW_FROM, None)
    element.classes = [c for c in element.classes if c not in DECIDING]


if __name__ == "__main__":
    import panflute

    panflute.dump(transform(panflute.load()))

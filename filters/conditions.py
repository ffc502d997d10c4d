"""Show or remove elements that have the class `.if`, `.unless`, `.correction`, `.solution` or `.comment`.

`.if a="x" b="y"` shows an element if the metadata `a` is `x` and `b` is `y`; `.unless` removes it in this
case. `.correction` and `.solution` are shown only if the metadata `correction` is true; without this
metadata, they are removed. `.comment` is always removed. A condition on a heading applies to its section;
on the only image of a figure, to the figure. A removed correction with `lines`, `space` or `grid` leaves an
empty answer with it, for filters/answers.py. Headings get identifiers made of what students see.

    pandoc --filter filters/conditions.py -M correction=true lesson.md
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, dropwhile
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import panflute as pf

WITHHELD = frozenset({"correction", "solution"})
DECIDING = frozenset({"if", "unless"})
NOBODY = "comment"  # the class of what no edition shows
AUDIENCE = frozenset({"correction", "edition"})  # conditions on who reads a part

# Attributes that are not conditions, because they have another meaning. Add those that a new filter reads.
OWN = frozenset(
    "alt dir filename grid height highlight hl_lines id lang lines linenums loading minutes name points role "
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
_TEXT_BLOCKS = frozenset({"Para", "Plain", "Header"})
_SPACE_TAGS = ("Space", "SoftBreak", "LineBreak")
_SPACES = " \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # Haskell's `isSpace`
_LABEL = "\0"  # of a note or link: pandoc puts it into an identifier, and not into its tree


def shown(classes: Iterable[str], attributes: Attributes, values: Mapping[str, str]) -> bool:
    """Return whether an element is shown with these metadata; an element with an invalid condition is not.

    `values` are the results of `as_text`; a missing key counts as an empty text. Elements around the element
    are not considered. All code that evaluates conditions calls this function.
    """
    classes = frozenset(classes)
    if NOBODY in classes:
        return False
    asks = classes & DECIDING
    conditions = conditions_of(attributes)
    reserved = not WITHHELD.isdisjoint(classes) or (asks and not conditions)
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
        if not _is_conditional(element) or element.tag == "Header":
            return None
        if not shown(element.classes, element.attributes, values):
            return _answer(element, values) or remove(element)
        _strip(element)
        return None

    decided = doc.get_metadata("coursebuild-students") or {"correction": "false", "edition": "student"}
    _name_headings(doc, {**values, **{key: as_text(value) for key, value in decided.items()}})
    return doc.walk(decide, stop_if=_holds_text_alone)


class _Values(dict[str, str]):
    """A document's metadata as texts. If `format` is not set, it depends on the output format of pandoc."""

    def __init__(self, doc: "pf.Doc") -> None:
        meta = doc.metadata.content.items()
        super().__init__((key, as_text(metadata_text(value.to_json()))) for key, value in meta)
        self.setdefault("format", "pdf" if doc.format in _PAGED else "html")


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: nothing with a class or with elements inside."""
    return element.tag in _TEXT_BLOCKS and not any(
        getattr(inline, "classes", ()) or hasattr(inline, "content") for inline in element.content.list
    )


def _name_headings(doc: "pf.Doc", students: Mapping[str, str]) -> None:
    """Make the identifiers of headings, and links to them, from what students see, in every edition.

    pandoc makes them of all words and numbers those that are equal (its manual, `auto_identifiers`). Headings
    that students do not see are numbered after theirs. Identifiers that the author typed stay.
    """
    headings = list(_headings(doc, students, seen=True))
    if all(heading.seen and heading.text == heading.seen_text for heading in headings):
        return
    taken: set[str] = set()
    bases = [_automatic_base(heading, taken) for heading in headings]
    names: dict[str, str] = {}
    taken = set()
    for heading, base in sorted(zip(headings, bases, strict=True), key=lambda pair: not pair[0].seen):
        if base:
            withheld = heading.seen and heading.text != heading.seen_text
            new = _unique(_base(heading.seen_text) if withheld else base, taken)
            names[f"#{heading.element.identifier}"] = f"#{new}"
            heading.element.identifier = new
        taken.add(heading.element.identifier)

    def follow(element: Any, _: "pf.Doc") -> None:
        if element.tag == "Link":
            element.url = names.get(element.url, element.url)

    doc.walk(follow, stop_if=_holds_text_alone)


class _Heading(NamedTuple):
    """A heading, whether students see it, its text, and the text that students see."""

    element: Any
    seen: bool
    text: str
    seen_text: str


def _headings(parent: Any, students: Mapping[str, str], *, seen: bool) -> Iterator[_Heading]:
    """Yield the headings in a block, in the order in which pandoc names them."""
    hidden_below = 0
    parts = [getattr(parent, name, ()) for name in ("head", "content", "definitions", "foot")]
    for element in chain.from_iterable([part] if hasattr(part, "tag") else part for part in parts):
        is_shown = not _is_conditional(element) or shown(element.classes, element.attributes, students)
        if element.tag == "Header":
            if element.level <= hidden_below:
                hidden_below = 0
            hidden_below = hidden_below or (0 if is_shown else element.level)
            texts = _text_named(element), _text_named(element, students)
            yield _Heading(element, seen and not hidden_below, *texts)
        elif element.tag not in _TEXT_BLOCKS:
            yield from _headings(element, students, seen=seen and is_shown and not hidden_below)


def _text_named(parent: Any, students: Mapping[str, str] | None = None) -> str:
    """Return the text that pandoc makes a heading's identifier of, or what `students` see of it."""
    text = ""
    for inline in parent.content:
        if students and _is_conditional(inline) and not shown(inline.classes, inline.attributes, students):
            continue
        if inline.tag in ("Str", "Code", "Math"):
            text += inline.text
        elif inline.tag in _SPACE_TAGS or getattr(inline, "text", "").startswith("<br"):
            text += " "
        elif inline.tag == "Note":
            text += _LABEL
        elif inline.tag != "RawInline":
            text += _text_named(inline, students) + (_LABEL if inline.tag in ("Link", "Image") else "")
    return text


def _automatic_base(heading: _Heading, taken: set[str]) -> str:
    """Return the identifier that pandoc made, without its number, or nothing if the author typed it.

    `taken` are the identifiers of the headings before; the heading's is added.
    """
    identifier, base = heading.element.identifier, _base(heading.text)
    automatic = _unique(base, taken)
    if _LABEL in heading.text:
        pattern = re.escape(_base(heading.text, labels=True)).replace(re.escape(_LABEL), "[^ ]*")
        without_number = re.sub(r"-\d+$", "", identifier)
        for possible in (*taken.intersection([without_number]), identifier):
            if automatic != identifier and re.fullmatch(pattern, possible):
                base, automatic = possible, identifier
    taken.add(identifier)
    return base if identifier == automatic else ""


def _base(text: str, *, labels: bool = False) -> str:
    """Return the identifier that pandoc makes of a text; with `labels`, _LABEL is kept."""
    lower = "".join(map(str.lower, text if labels else text.replace(_LABEL, "")))  # no final sigma
    words = re.sub(rf"[^\w.{_LABEL}{_SPACES}-]", "", lower).split()
    letters = dropwhile(lambda letter: not (letter.isalpha() or letter == _LABEL), "-".join(words))
    return "".join(letters) or "section"


def _unique(base: str, taken: set[str]) -> str:
    return next(name for name in chain([base], (f"{base}-{n}" for n in count(1))) if name not in taken)


def _remove_sections(parent: Any, values: Mapping[str, str], thinned: set[int]) -> None:
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
                if shown(element.classes, element.attributes, values):
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
    return NOBODY in classes or not DECIDING.isdisjoint(classes) or not WITHHELD.isdisjoint(classes)


def _answer(element: Any, values: Mapping[str, str]) -> Any:
    """Return the answer that replaces a correction with `lines`, `space` or `grid`.

    Return None if the correction is also removed for another reason than who reads the document.
    """
    import panflute as pf  # noqa: PLC0415 (see above)

    if element.tag != "Div" or NOBODY in element.classes or WITHHELD.isdisjoint(element.classes):
        return None
    room = {k: v for k in _ROOM if _ROOM[k].fullmatch(v := element.attributes.get(k, ""))}
    others = {k: v for k, v in conditions_of(element.attributes).items() if k not in AUDIENCE}
    asks = DECIDING.intersection(element.classes)
    return pf.Div(classes=["answer"], attributes=room) if room and _are_met(others, asks, values) else None


def _strip(element: Any) -> None:
    if any(c in DECIDING for c in element.classes):
        for key in conditions_of(element.attributes):
            del element.attributes[key]
    element.classes = [c for c in element.classes if c not in DECIDING]


if __name__ == "__main__":
    import panflute

    panflute.dump(transform(panflute.load()))

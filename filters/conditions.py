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
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import panflute as pf

WITHHELD = frozenset({"correction", "solution"})
DECIDING = frozenset({"if", "unless"})
AUDIENCE = frozenset({"correction", "edition"})  # the conditions that say who sees a part

# Attributes with a meaning of their own: they say something of the element itself, not of when it is shown.
# A filter that reads a new attribute enters it here.
OWN = frozenset(
    "alt dir height id lang lines loading minutes name points role start startFrom style title width".split()
)
OWN_PREFIXES = ("data-", "aria-")

# How YAML, TOML and authors spell what is true or false.
WORDS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}

Attributes = Mapping[str, str] | Iterable[tuple[str, str]]

# What is removed with the last thing in it, by panflute's names; a table cell or a caption stays, empty.
_EMPTIED = frozenset(
    "Para Plain Div BlockQuote Figure BulletList OrderedList ListItem LineBlock LineItem Note Link Span Emph "
    "Strong Underline Quoted Strikeout Superscript Subscript SmallCaps".split()
)
_PAGED = frozenset({"latex", "beamer", "typst", "context", "ms"})  # pandoc's writers whose output is paged
_VERBATIM = frozenset({"Code", "Math", "RawInline", "CodeBlock", "RawBlock"})
_WITH_ATTRIBUTES = frozenset(
    {"Span", "Link", "Image", "Quoted", "Cite", "Div"}
)  # or with another first field
_TEXT_BLOCKS = frozenset({"Para", "Plain", "Header"})
_log = logging.getLogger("coursebuild.filters.conditions")


def shown(classes: Iterable[str], attributes: Attributes, values: Mapping[str, str]) -> bool:
    """Return whether an element is shown where metadata have these values; in doubt it is not.

    `values` are texts as `as_text` makes them; a key that they lack counts as an empty text. This is the
    one reading of a condition: what an element is nested in is for the caller to ask for.
    """
    classes = frozenset(classes)
    asks = classes & DECIDING
    conditions = conditions_of(attributes)
    reserved = not WITHHELD.isdisjoint(classes) or (asks and not conditions)
    if reserved and values.get("correction") != "true":
        return False
    return _are_met(conditions, asks, values)


def conditions_of(attributes: Attributes) -> dict[str, str]:
    """Return the attributes that are conditions; `lang` is one where there is no other."""
    pairs = dict(attributes)
    asked = {k: v for k, v in pairs.items() if k not in OWN and not k.startswith(OWN_PREFIXES)}
    return asked or {k: v for k, v in pairs.items() if k == "lang"}


def as_text(value: Any) -> str:
    """Return a metadata value as conditions compare it: stripped, `yes` as `true`, a list in brackets."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(str, value))}]"
    text = "" if value is None else str(value).strip()
    return WORDS.get(text.casefold(), text)


def metadata_text(value: Mapping[str, Any]) -> str:
    """Return the text of a metadata value, given as pandoc's JSON has it (`{"t": "MetaInlines", …}`)."""
    kind, content = value["t"], value["c"]
    if kind == "MetaList":
        return f"[{', '.join(metadata_text(each) for each in content)}]"
    if kind == "MetaMap":
        return ""
    return str(content).lower() if kind == "MetaBool" else _text(content)


def _text(node: Any) -> str:
    """The words of a part of pandoc's JSON."""
    if isinstance(node, list):
        return "".join(map(_text, node))
    if not isinstance(node, dict):
        return node if isinstance(node, str) else ""
    kind, content = node["t"], node.get("c", " ")  # what has no content is a space or a line break
    if kind in _VERBATIM:
        return str(content[1])
    words = _text(content[1] if kind in _WITH_ATTRIBUTES else content)
    return f'"{words}"' if kind == "Quoted" else f"{words}\n\n" if kind == "Para" else words


def _are_met(conditions: Mapping[str, str], asks: frozenset[str], values: Mapping[str, str]) -> bool:
    met = all(values.get(key, "") == as_text(wanted) for key, wanted in conditions.items())
    return not conditions or (("if" not in asks or met) and ("unless" not in asks or not met))


def transform(doc: "pf.Doc") -> "pf.Doc":
    import panflute as pf  # noqa: PLC0415 (who asks for `shown` alone needs none)

    values = _Values(doc)
    thinned: set[int] = set()  # the elements that lost a child, by identity

    def remove(element: Any) -> list[Any]:
        thinned.add(id(element.parent))
        return []

    def decide(element: Any, _: "pf.Doc") -> Any:
        if isinstance(content := getattr(element, "content", None), pf.ListContainer):
            if content.oktypes is not pf.Inline:
                _remove_sections(element, values, thinned)
            if id(element) in thinned and not element.content and element.tag in _EMPTIED:
                return remove(element)
        if not _is_conditional(element) or element.tag == "Header":
            return None
        if not _is_shown(element, values):
            return _answer(element, values) or remove(element)
        _strip(element)
        return None

    automatic = [h for h in _headings(doc) if h.identifier == _identifier(h)]
    doc = doc.walk(decide, stop_if=_holds_text_alone)
    for heading in automatic:  # its words are in it, those that are hidden now as well
        heading.identifier = _identifier(heading)
    return doc


class _Values(dict[str, str]):
    """A document's metadata as texts; `format` is the writer's where no metadata says it."""

    def __init__(self, doc: "pf.Doc") -> None:
        meta = doc.metadata.content.items()
        super().__init__((key, as_text(metadata_text(value.to_json()))) for key, value in meta)
        self.setdefault("format", "pdf" if doc.format in _PAGED else "html")


def _holds_text_alone(element: Any) -> bool:
    """A paragraph in which nothing carries a class or holds something else."""
    return element.tag in _TEXT_BLOCKS and not any(
        getattr(inline, "classes", ()) or hasattr(inline, "content") for inline in element.content.list
    )


def _headings(doc: "pf.Doc") -> list[Any]:
    """The headings in which something is conditional."""
    found: list[Any] = []

    def collect(element: Any, _: "pf.Doc") -> None:
        if element.tag == "Header" and any(map(_is_conditional, _inside(element))):
            found.append(element)

    doc.walk(collect, stop_if=lambda element: element.tag in _TEXT_BLOCKS)
    return found


def _inside(element: Any) -> Iterator[Any]:
    for child in getattr(element, "content", ()):
        yield child
        yield from _inside(child)


def _identifier(heading: Any) -> str:
    """The identifier that pandoc makes of a heading's words (its manual, `auto_identifiers`)."""
    import panflute as pf  # noqa: PLC0415 (see above)

    raw = [element.text for element in _inside(heading) if isinstance(element, pf.RawInline)]
    text = pf.stringify(heading)
    for tag in raw:
        text = text.replace(tag, "", 1)
    words = re.sub(r"[^\w\s.-]", "", text.lower())
    return re.sub(r"^[^a-zA-Z\u00c0-\uffff]+", "", re.sub(r"\s+", "-", words.strip())) or "section"


def _remove_sections(parent: Any, values: Mapping[str, str], thinned: set[int]) -> None:
    """A heading's condition goes for all that follows it, up to the next heading of its rank."""
    if not any(e.tag == "Header" and _is_conditional(e) for e in parent.content):
        return
    kept, hidden_below = [], 0
    for element in parent.content:
        if element.tag == "Header":
            if hidden_below and element.level <= hidden_below:
                hidden_below = 0
            if not hidden_below and _is_conditional(element):
                if _is_shown(element, values):
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


def _is_shown(element: Any, values: Mapping[str, str]) -> bool:
    asks = [c for c in element.classes if c in DECIDING]
    if asks and not conditions_of(element.attributes):
        places = {"quote": f".{asks[0]}}}", "or_at": f".{asks[0]}"}
        _log.warning("`.%s` has no condition", asks[0], extra={"code": "CB102", **places})
    return shown(element.classes, element.attributes, values)


def _answer(element: Any, values: Mapping[str, str]) -> Any:
    """What a correction leaves where it is withheld from students, and for no other reason: a number."""
    import panflute as pf  # noqa: PLC0415 (see above)

    if element.tag != "Div" or WITHHELD.isdisjoint(element.classes):
        return None
    lines = element.attributes.get("lines", "")
    others = {k: v for k, v in conditions_of(element.attributes).items() if k not in AUDIENCE}
    asks = DECIDING.intersection(element.classes)
    if not (lines.isascii() and lines.isdecimal() and _are_met(others, asks, values)):
        return None
    return pf.Div(classes=["answer"], attributes={"lines": lines})


def _strip(element: Any) -> None:
    if any(c in DECIDING for c in element.classes):
        for key in conditions_of(element.attributes):
            del element.attributes[key]
    element.classes = [c for c in element.classes if c not in DECIDING]


if __name__ == "__main__":
    import panflute

    panflute.dump(transform(panflute.load()))

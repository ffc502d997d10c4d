"""Show numbers in captions and titles, and turn `@fig:disk` into a link with the number of its target.

    See @fig:disk and [@eq:a; @eq:b]: -@fig:disk is the number alone, and @Fig:disk begins a sentence.

The numbers are those of filters/numbers.py, which is applied first where it was not. Code gets a caption from
its attribute `caption`. A citation with a key that has no known prefix stays as it is.

    pandoc --filter filters/references.py lesson.md
"""

import logging
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import groupby
from typing import Any

import panflute as pf

admonitions, costs, exercises, numbers = (
    import_module(f"{__package__}.{name}" if __package__ else name)
    for name in ("admonitions", "costs", "exercises", "numbers")
)

_log = logging.getLogger("coursebuild.filters.references")
REFERRED = "coursebuild-referred"  # the metadata with what references to other lessons lead to
_NO_BREAK = "\u00a0"
_ALONE = "SuppressAuthor"  # pandoc's name of `-@key`


def transform(doc: pf.Doc) -> pf.Doc:
    if numbers.DONE not in doc.metadata:
        doc = numbers.transform(doc)
    words = _Words(doc)
    doc = doc.walk(words.show)
    return doc.walk(words.refer)


class _Words:
    """The words for numbers and references in a document."""

    def __init__(self, doc: pf.Doc) -> None:
        own = doc.get_metadata("box-labels") or {}
        self._labels: Mapping[str, str] = {**costs.Language(doc).labels, **own}
        self._known = numbers.prefixes(own)
        self._numbers: dict[str, str] = {}  # of elements, by their identifiers
        self._identifiers: set[str] = set()  # of all elements
        # what references to other lessons lead to, by their keys
        self._referred: Mapping[str, Mapping[str, str]] = doc.get_metadata(REFERRED) or {}

    def show(self, element: Any, _: pf.Doc) -> Any:
        """Show the number of an element in its caption or title."""
        attributes = getattr(element, "attributes", {})
        number, identifier = attributes.get(numbers.ATTRIBUTE, ""), getattr(element, "identifier", "")
        self._identifiers.add(identifier)
        if number:
            self._numbers.setdefault(identifier, number)
        if isinstance(element, pf.CodeBlock):
            return self._listing(element, attributes.pop("caption", "").strip(), number)
        if number:
            self._label(element, number)
        return None

    def _label(self, element: Any, number: str) -> None:
        if isinstance(element, (pf.Figure, pf.Table)):
            _caption(element, self._name("figures" if isinstance(element, pf.Figure) else "tables", number))
        elif isinstance(element, pf.Header):
            is_exercise = exercises.is_exercise("Header", element.classes, element.attributes)
            name = f"{self._name('exercises', number)}." if is_exercise else number
            label = pf.Span(pf.Str(name), classes=["header-section-number"])
            element.content = [label, pf.Space(), *element.content]
        elif isinstance(element, pf.Span):
            element.classes = [*element.classes, "equation"]
            element.content.append(pf.Span(pf.Str(f"({number})"), classes=["equation-number"]))
        elif label := next(_with_class(element, "admonition-label"), None):
            label.content.append(pf.Str(f"{_NO_BREAK}{number}"))

    def _listing(self, code: pf.CodeBlock, caption: str, number: str) -> Any:
        """Put code with a caption or a number into a figure."""
        if not (caption or number):
            return None
        key = numbers.parse(code.identifier, self._known)
        kind = key.kind if key else "listings"
        figure = pf.Figure(
            pf.CodeBlock(
                code.text,
                classes=code.classes,
                attributes={k: v for k, v in code.attributes.items() if k != numbers.ATTRIBUTE},
            ),
            caption=pf.Caption(*([pf.Plain(*admonitions.inlines(caption))] if caption else [])),
            identifier=code.identifier,
            classes=["captioned"],
            attributes={numbers.ATTRIBUTE: number} if number else {},
        )
        if number:
            _caption(figure, self._name(kind, number))
        return figure

    def _name(self, kind: str, number: str) -> str:
        """Return the name of an element in its caption, such as `Figure 1`."""
        return _capitalized(f"{self._word(kind)}{_NO_BREAK}{number}")

    def _word(self, kind: str, *, many: bool = False) -> str:
        """Return the word for a kind in a sentence, such as `figure`, or its plural where there is one."""
        singular = self._labels.get(f"ref_{kind[:-1]}") or self._labels.get(kind, kind).lower()
        return (many and self._labels.get(f"ref_{kind}")) or singular

    def refer(self, element: Any, _: pf.Doc) -> Any:
        """Turn a citation into references, if each of its keys is one."""
        if not isinstance(element, pf.Cite):
            return None
        keys = [numbers.parse(each.id, self._known) for each in element.citations]
        if not all(keys):
            return None
        groups = groupby(zip(element.citations, keys, strict=True), key=_kind_and_texts)
        parts = [list(self._references(kind, list(group))) for (kind, _), group in groups]
        return list(self._enumerated([list(self._enumerated(part)) for part in parts]))

    def _references(self, kind: str, group: list[tuple[Any, Any]]) -> Iterator[list[Any]]:
        """Yield the inlines for each of some references to one kind, which is named before the first."""
        is_several = len(group) > 1
        for n, (citation, key) in enumerate(group):
            word = "" if n or citation.mode == _ALONE else self._word(kind, many=is_several)
            word = _capitalized(word) if key.capital else word
            before = [*citation.prefix, pf.Space()] if citation.prefix else []
            if word and is_several:
                before += [*_plain(word), pf.Str(_NO_BREAK)]
                word = ""
            link = self._link_to_a_lesson if key.lesson else self._link
            yield [*before, *link(citation.id, key, word), *citation.suffix]

    def _link_to_a_lesson(self, text: str, key: Any, word: str) -> list[Any]:
        """Return a link to an element of another lesson, whose title follows."""
        found = self._referred.get(text, {})
        if fault := found.get("fault"):
            _log.error("`@%s`: %s", text, fault, extra={"code": "CB223", "quote": f"@{text}"})
        words = self._named(key.kind, word, found.get("number") or text)
        link = pf.Link(*words, url=found.get("address", ""), classes=["reference"])
        title = found.get("title")
        return [link, *([pf.Space(), pf.Str("("), *_plain(title), pf.Str(")")] if title and word else [])]

    def _link(self, text: str, key: Any, word: str) -> list[Any]:
        number = self._numbers.get(key.identifier, key.identifier)
        if key.identifier in self._identifiers - self._numbers.keys():
            message = f"`#{key.identifier}` has no number: it is on no {self._word(key.kind)}"
            _log.error(message, extra={"code": "CB224", "quote": f"@{text}"})
        words = self._named(key.kind, word, number)
        return [pf.Link(*words, url=f"#{key.identifier}", classes=["reference"])]

    def _named(self, kind: str, word: str, number: str) -> list[Any]:
        """Return the inlines for a number after its word, which may be empty."""
        number = f"({number})" if kind == "equations" else number
        return [*_plain(word), pf.Str(f"{_NO_BREAK}{number}")] if word else [pf.Str(number)]

    def _enumerated(self, parts: list[list[Any]]) -> Iterator[Any]:
        for n, part in enumerate(parts):
            if n:
                is_last = n == len(parts) - 1
                yield from [pf.Space(), pf.Str(self._labels["and"])] if is_last else [pf.Str(",")]
                yield pf.Space()
            yield from part


def _kind_and_texts(pair: tuple[Any, Any]) -> tuple[str, str]:
    """Return what references in one group have in common; those with a text beside them stand alone."""
    citation, key = pair
    has_texts = citation.prefix or citation.suffix or citation.mode == _ALONE
    return key.kind, key.identifier if has_texts else ""


def _caption(element: Any, name: str) -> None:
    """Put a name before the caption of a figure or a table, which may have none."""
    caption = element.caption
    first = caption.content[0] if caption.content else None
    label = pf.Span(pf.Str(f"{name}:" if first else name), classes=["caption-label"])
    if first is None:
        caption.content = [pf.Plain(label)]
    elif isinstance(first, (pf.Plain, pf.Para)):
        first.content = [label, pf.Space(), *first.content]
    else:
        caption.content = [pf.Plain(label), *caption.content]


def _with_class(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements with a class in the title of a box."""
    for title in list(element.content)[:1]:
        for plain in getattr(title, "content", ()):
            yield from (
                each for each in getattr(plain, "content", ()) if name in getattr(each, "classes", ())
            )


def _plain(text: str) -> list[Any]:
    return [inline for word in text.split(" ") for inline in (pf.Space(), pf.Str(word))][1:]


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

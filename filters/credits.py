"""Say below an image, a table, code or another part who made it: `credit="Ada Martin, CC BY-SA 4.0"`.

A figure has its credit at the end of its caption, an image in a line right behind it. Addresses are links,
and so are the names of licences (filters/licenses.py).

    pandoc --filter filters/credits.py lesson.md
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import panflute as pf

CREDIT = "credit"  # the attribute, and the class
_PARTS = re.compile(r"(,\s+)")

licenses = import_module(f"{__package__}.licenses" if __package__ else "licenses")


def transform(doc: pf.Doc) -> pf.Doc:
    figures: list[Any] = []

    def find(element: Any, _: pf.Doc) -> None:
        if isinstance(element, pf.Figure):
            figures.append(element)

    doc.walk(find)
    for figure in figures:
        _credit_figure(figure)
    return doc.walk(_credit)


def _credit_figure(figure: Any) -> None:
    """Move the credits of a figure's images into its caption."""
    found: list[str] = [figure.attributes.pop(CREDIT, "")]

    def take(element: Any, _: pf.Doc) -> None:
        if isinstance(element, pf.Image):
            found.append(element.attributes.pop(CREDIT, ""))

    figure.walk(take)
    for text in filter(None, found):
        if figure.caption is None:
            figure.caption = pf.Caption()
        figure.caption.content.append(pf.Plain(pf.Span(*_inlines(text), classes=[CREDIT])))


def _credit(element: Any, _: pf.Doc) -> Any:
    text = getattr(element, "attributes", {}).pop(CREDIT, "")
    if not text:
        return None
    if isinstance(element, pf.Inline):
        return [element, pf.Space(), pf.Span(*_inlines(text), classes=[CREDIT])]
    if isinstance(element, pf.Block) and not isinstance(element, pf.Header):
        return [element, pf.Div(pf.Plain(*_inlines(text)), classes=[CREDIT])]
    return None


def _inlines(text: str) -> Iterator[Any]:
    """Yield the words of a credit, with links on addresses and names of licences."""
    for part in _PARTS.split(text):
        words = [each for word in part.split() for each in (pf.Space(), pf.Str(word))][1:]
        _, address = licenses.named(part)
        if address:
            yield pf.Link(*words, url=address)
        elif _PARTS.fullmatch(part):
            yield from (pf.Str(","), pf.Space())
        else:
            yield from words


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

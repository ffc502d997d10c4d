"""Reserve heading level 1 for the title: the other headings start at level 2.

If the front matter has no title, and the document begins with its only heading of level 1, this heading
becomes the title. The levels of the other headings are shifted together, so that the highest one is 2.

    pandoc --filter filters/headings.py lesson.md
"""

from typing import Any

import panflute as pf

FIRST, LAST = 2, 6


def transform(doc: pf.Doc) -> pf.Doc:
    headings = _headings(doc)
    if _opens_as_title(doc, headings):
        title = doc.content[0]
        doc.metadata["title"] = pf.MetaInlines(*title.content)
        doc.metadata["title-identifier"] = title.identifier
        doc.content = doc.content[1:]
        headings = [h for h in headings if h is not title]
    shift = FIRST - min((h.level for h in headings), default=FIRST)
    for heading in headings:
        heading.level = min(heading.level + shift, LAST)
    return doc


def has_opening_title(doc: pf.Doc) -> bool:
    """Whether the document begins with the heading that becomes its title."""
    return _opens_as_title(doc, _headings(doc))


def _headings(doc: pf.Doc) -> list[Any]:
    headings: list[Any] = []

    def collect(element: Any, _: pf.Doc) -> None:
        if isinstance(element, pf.Header):
            headings.append(element)

    doc.walk(collect, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain)))
    return headings


def _opens_as_title(doc: pf.Doc, headings: list[Any]) -> bool:
    return bool(
        "title" not in doc.metadata
        and doc.content
        and isinstance(doc.content[0], pf.Header)
        and [h.level for h in headings].count(1) == 1
        and doc.content[0].level == 1
    )


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

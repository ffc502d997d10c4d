"""Leaves the first level to the title: a document's own headings begin at the second.

Where the front matter gives no title, a single heading of the first level that opens the document
is the title. The others move up or down together, so that no level is skipped at the top.

    pandoc --filter filters/headings.py lesson.md
"""

from typing import Any

import panflute as pf

FIRST, LAST = 2, 6


def transform(doc: pf.Doc) -> pf.Doc:
    headings: list[Any] = []

    def collect(element: Any, _: pf.Doc) -> None:
        if isinstance(element, pf.Header):
            headings.append(element)

    doc.walk(collect, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain)))
    if "title" not in doc.metadata and _opens_as_title(doc, headings):
        title = doc.content[0]
        doc.metadata["title"] = pf.MetaInlines(*title.content)
        doc.metadata["title-identifier"] = title.identifier
        doc.content = doc.content[1:]
        headings = [h for h in headings if h is not title]
    shift = FIRST - min((h.level for h in headings), default=FIRST)
    for heading in headings:
        heading.level = min(heading.level + shift, LAST)
    return doc


def _opens_as_title(doc: pf.Doc, headings: list[Any]) -> bool:
    return bool(
        doc.content
        and isinstance(doc.content[0], pf.Header)
        and [h.level for h in headings].count(1) == 1
        and doc.content[0].level == 1
    )


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

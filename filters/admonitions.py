"""Turn fenced divs of a known kind into boxes with a label, and with a title if there is one.

    ::: {.tip title="In a hurry?"}        > [!NOTE]
    Use the cache.                        > GitHub's alerts become the same boxes.
    :::

The label is in the document's language (`lang`). It comes from the metadata `labels`, or else from
templates/labels.toml.

    pandoc --from markdown+alerts --filter filters/admonitions.py lesson.md
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import panflute as pf

KINDS = {  # class of the div: kind of the box; the first class in this table that the div has counts
    "correction": "correction",
    "solution": "solution",
    "exercise": "exercise",
    "exo": "exercise",
    "warning": "warning",
    "tip": "tip",
    "note": "note",
    "info": "info",
    "important": "important",
    "caution": "caution",
    "danger": "danger",
    "link": "link",
}
LABELS = Path(__file__).resolve().parent.parent / "templates" / "labels.toml"


def transform(doc: pf.Doc) -> pf.Doc:
    labels = doc.get_metadata("labels") or _labels(doc.get_metadata("lang") or "en")

    def box(element: Any, _: pf.Doc) -> Any:
        kind = next((k for k in KINDS if k in element.classes), None) if isinstance(element, pf.Div) else None
        return _box(element, KINDS[kind], labels[KINDS[kind]]) if kind else None

    return doc.walk(box, stop_if=_holds_text_alone)


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: no note, and no inline that could contain one."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        hasattr(inline, "content") for inline in element.content.list
    )


def _labels(lang: str) -> Mapping[str, str]:
    import tomllib  # noqa: PLC0415 (only needed if the filter runs alone)

    table = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    return {**table["en"], **table.get(str(lang).split("-")[0].lower(), {})}


def _box(div: Any, kind: str, label: str) -> Any:
    content = list(div.content)
    if content and isinstance(content[0], pf.Div) and content[0].classes == ["title"]:
        content = content[1:]  # the English title that pandoc adds to a GitHub alert
    title = div.attributes.pop("title", "").strip()
    heading = [pf.Span(pf.Str(label), classes=["admonition-label"])]
    if title:
        heading += [pf.Space(), pf.Span(*_inlines(title), classes=["admonition-subject"])]
    others = [c for c in div.classes if c not in KINDS]
    return pf.Div(
        pf.Div(pf.Plain(*heading), classes=["admonition-title"]),
        *content,
        identifier=div.identifier,
        classes=["admonition", kind, *others],
        attributes={"role": "note", **div.attributes},
    )


def _inlines(title: str) -> list[Any]:
    """Parse a title: text between backticks is code."""
    parts = title.split("`")
    if len(parts) % 2 == 0:
        return [pf.Str(title)]
    return [pf.Code(part) if n % 2 else pf.Str(part) for n, part in enumerate(parts) if part]


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

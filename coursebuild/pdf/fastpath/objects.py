"""Objects of a PDF, as pydyf writes them."""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch


def patches(weasyprint: ModuleType) -> list[Patch]:
    pydyf = weasyprint.pdf.pydyf
    return [
        Patch(pydyf, "_to_bytes", _to_bytes(vars(pydyf)["_to_bytes"])),
        Patch(pydyf.PDF, "page_references", _cached_by_count(pydyf.PDF.page_references)),
    ]


def _to_bytes(original: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    @wraps(original)
    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        return item if kind is bytes else original(item)

    return to_bytes


def _cached_by_count(references: Any) -> property:
    """WeasyPrint asks for them for each link and each element; they change where a page is added."""

    def page_references(pdf: Any) -> Any:
        count, cached = vars(pdf).get("cached_references", (0, ()))
        if count != pdf.pages["Count"]:
            count, cached = pdf.cached_references = pdf.pages["Count"], references.fget(pdf)
        return cached

    return property(page_references)

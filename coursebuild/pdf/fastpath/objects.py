"""Objects of a PDF, as pydyf writes them."""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any


def take(pydyf: ModuleType) -> None:
    vars(pydyf)["_to_bytes"] = _to_bytes(vars(pydyf)["_to_bytes"])
    pydyf.PDF.page_references = _once_a_page(pydyf.PDF.page_references)


def _to_bytes(whole_way: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    @wraps(whole_way)
    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        return item if kind is bytes else whole_way(item)

    return to_bytes


def _once_a_page(references: Any) -> property:
    """They are put together for each link and each element, of all pages."""

    def page_references(pdf: Any) -> Any:
        count, known = vars(pdf).get("known_references", (0, ()))
        if count != pdf.pages["Count"]:
            count, known = pdf.known_references = pdf.pages["Count"], references.fget(pdf)
        return known

    return property(page_references)

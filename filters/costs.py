"""The minutes and points of exercises, as they are typed and as they are shown, for filters/exercises.py."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import panflute as pf

_S = "[ \u00a0\u202f]?"
_DURATION = rf"(?=\d)(?:(?P<hours>\d\d?){_S}h{_S})?(?:(?P<rest>\d{{1,4}})(?:{_S}min)?)?"
SYNTAX = {  # attribute: syntax of its value, and greatest value
    "minutes": (re.compile(_DURATION, re.ASCII | re.IGNORECASE), 1440),
    "points": (re.compile(r"\d{1,4}(?:[.,]\d\d?)?", re.ASCII), 1000),
}
LABELS = Path(__file__).resolve().parent.parent / "templates" / "labels.toml"

_NO_BREAK = "\u00a0"
_HOUR = 60  # minutes


def number(key: str, value: str) -> float | None:
    """Parse a value of `minutes` (`90`, `1h30`, `1 h 30 min`) or `points` (at most two decimals).

    Return None if it is invalid.
    """
    syntax, greatest = SYNTAX[key]
    if not (found := syntax.fullmatch(value)):
        return None
    if "hours" in syntax.groupindex:
        hours, rest = int(found["hours"] or 0), int(found["rest"] or 0)
        amount = float(_HOUR * hours + rest) if not hours or rest < _HOUR else greatest + 1
    else:
        amount = float(value.replace(",", "."))
    return amount if amount <= greatest else None


def take(element: Any) -> dict[str, float]:
    """Take the amounts out of an element's attributes; what is invalid is none."""
    amounts = {key: number(key, element.attributes.pop(key, "")) for key in SYNTAX}
    return {key: amount for key, amount in amounts.items() if amount is not None}


def priced(inlines: Iterable[Any]) -> Iterator[Any]:
    """Yield the spans that have an amount, also those in other inlines."""
    for inline in inlines:
        if inline.tag == "Span" and not SYNTAX.keys().isdisjoint(inline.attributes):
            yield inline
        else:
            yield from priced(getattr(inline, "content", ()))


class Language:
    """Labels and numbers in the document's language; `amounts` are the names of those that there may be."""

    amounts = tuple(SYNTAX)

    def __init__(self, doc: "pf.Doc") -> None:
        self.lang = str(doc.get_metadata("lang") or "en").split("-")[0].lower()
        self.labels = doc.get_metadata("labels") or self._labels()

    def _labels(self) -> Mapping[str, str]:
        import tomllib  # noqa: PLC0415 (only needed if the filter runs alone)

        table = tomllib.loads(LABELS.read_text(encoding="utf-8"))
        return {**table["en"], **table.get(self.lang, {})}

    def number(self, value: float) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.lang == "fr" else text

    def cost(self, amounts: Mapping[str, float]) -> str:
        return " · ".join(
            self._duration(value) if key == "minutes" else self._points(value)
            for key, value in amounts.items()
        )

    def _duration(self, minutes: float) -> str:
        """Return `45 min`, `1 h` or `1 h 30 min`, which is `1 h 30` in French."""
        hours, rest = divmod(int(minutes), _HOUR)
        parts = [f"{hours}", "h"] if hours else []
        if hours and rest and self.lang == "fr":
            parts.append(f"{rest:02}")
        elif rest or not hours:
            parts += [f"{rest}", self.labels["min"]]
        return _NO_BREAK.join(parts)

    def _points(self, value: float) -> str:
        """Return the number of points. In French, numbers below two are singular."""
        one = value == 1 or (self.lang == "fr" and value < 2)  # noqa: PLR2004
        return f"{self.number(value)}{_NO_BREAK}{self.labels['point' if one else 'points']}"

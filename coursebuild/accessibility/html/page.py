"""A finished page as browsers read it, with the line of each element and the name that it has."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import Any

from coursebuild.accessibility.outcome import Fault, UnreadableError
from coursebuild.model import short, tags

_LONGEST = 90  # characters of a quote
_HIDDEN = frozenset({"script", "style", "template", "noscript"})


class Page:
    """A page. Raises UnreadableError if it is not UTF-8."""

    def __init__(self, content: bytes) -> None:
        try:
            self.text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableError("not-utf-8") from error
        self._tree = import_module("selectolax.lexbor").LexborHTMLParser(self.text)

    def all(self, selector: str) -> list[Any]:
        """The elements that a selector finds, in the order of the page."""
        return [] if self._tree.root is None else list(self._tree.css(selector))

    def fault(self, element: Any, quote: str = "") -> Fault:
        """A fault at an element, which is quoted if there is nothing else to say."""
        return Fault(short(quote or self.opening(element), _LONGEST), self.line(element))

    @staticmethod
    def opening(element: Any) -> str:
        """The start tag of an element, without what it embeds."""
        pairs = [f' {name}="{short(value or "", 40)}"' for name, value in element.attributes.items()]
        return f"<{element.tag}{''.join(pairs)}>"

    def line(self, element: Any) -> int:
        """The line of an element's start tag; 0 where the page's text and its elements differ."""
        return self._lines.get(element.mem_id, 0)

    @cached_property
    def _lines(self) -> dict[int, int]:
        """The line of each element of which the text has as many start tags as the tree has elements."""
        found: dict[str, list[int]] = {}
        line, end = 1, 0
        for tag in tags.ANY.finditer(self.text):
            closing, name, code, *_ = tag.groups()
            line += self.text.count("\n", end, tag.start())
            end = tag.start()
            if (name or code) and not closing:
                found.setdefault((name or code).lower(), []).append(line)
        elements: dict[str, list[int]] = {}
        for element in self.all("*"):
            elements.setdefault(element.tag, []).append(element.mem_id)
        return {
            each: at
            for name, ids in elements.items()
            if len(ids) == len(found.get(name, ()))
            for each, at in zip(ids, found[name], strict=True)
        }

    @cached_property
    def identified(self) -> dict[str, Any]:
        """The first element of each identifier."""
        return {element.attributes["id"] or "": element for element in reversed(self.all("[id]"))}

    @cached_property
    def identifiers(self) -> Counter[str]:
        return Counter(element.attributes["id"] or "" for element in self.all("[id]"))

    @cached_property
    def styles(self) -> str:
        """The style sheets, without comments."""
        found = "\n".join(element.text(deep=True) for element in self.all("style"))
        return re.sub(r"/\*.*?\*/", "", found, flags=re.DOTALL)

    def name(self, element: Any) -> str:
        """The accessible name of an element, as far as it needs no style sheet (accname-1.2, 4.3)."""
        attributes = element.attributes
        if references := (attributes.get("aria-labelledby") or "").split():
            found = [self.identified[each] for each in references if each in self.identified]
            return _joined(self._content(each) for each in found)
        return (
            _joined([attributes.get("aria-label") or ""])
            or _joined([self._content(element)] if element.tag != "svg" else [_title(element)])
            or _joined([attributes.get("title") or ""])
        )

    def _content(self, element: Any) -> str:
        """The text of an element: that which is read, and of images the alternative."""
        return "".join(self._pieces(element))

    @staticmethod
    def _pieces(element: Any) -> Iterator[str]:
        waiting = [element]
        while waiting:
            each = waiting.pop()
            attributes = each.attributes
            if each.tag == "-text":
                yield each.text(deep=False)
            elif each is not element and (each.tag in _HIDDEN or attributes.get("aria-hidden") == "true"):
                continue
            elif label := attributes.get("aria-label"):
                yield label
            elif each.tag == "img":
                yield attributes.get("alt") or ""
            elif each.tag == "svg":
                yield _title(each)
            else:
                waiting += reversed(list(each.iter(include_text=True)))


def ancestors(element: Any) -> Iterator[Any]:
    while (element := element.parent) is not None:
        yield element


def is_hidden(element: Any) -> bool:
    """Whether assistive technology does not read an element."""
    return any(
        each.attributes.get("aria-hidden") == "true" or "hidden" in each.attributes
        for each in (element, *ancestors(element))
    )


def _title(drawing: Any) -> str:
    found = drawing.css_first("title")
    return found.text(deep=True) if found else ""


def _joined(texts: Any) -> str:
    return " ".join(" ".join(texts).split())

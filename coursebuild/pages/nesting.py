"""Refuse HTML that takes nh3's parser too long, which nothing can interrupt.

For each tag it goes through the open elements, and for each attribute through those before.
"""

from collections import Counter

from coursebuild.model import BuildError, Source, tags

MAX_DEPTH = 500  # open elements; browsers open no more than 512
MAX_ATTRIBUTES = 1_000  # of a tag
_LONG = 4 * MAX_ATTRIBUTES  # characters, which so many attributes need at least

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# what ends where the next one begins: these are not in one another without another element between
_IMPLIED = frozenset("caption colgroup dd dt li optgroup option p rp rt tbody td tfoot th thead tr".split())
_FOREIGN = ("svg", "math")  # in which `<a/>` is complete


def check(html: str, source: Source) -> None:
    """Raises BuildError if elements are nested too deeply, or a tag has too many attributes."""
    open_: Counter[str] = Counter()
    depth = 0
    for tag in tags.ANY.finditer(html):
        if not tag["name"]:
            continue
        name, attributes = tag["name"].lower(), tag["attributes"]
        if len(attributes) > _LONG and len(attributes.split()) > MAX_ATTRIBUTES:
            message = f"`<{name}>` has more than {MAX_ATTRIBUTES} attributes"
            raise BuildError(source.place(f"<{name}", "CB010", message))
        if name in _VOID or name in _IMPLIED or tag["code"]:
            continue
        if not tag["end"]:
            is_complete = attributes.endswith("/") and any(open_[each] for each in _FOREIGN)
            open_[name] += not is_complete
            depth += not is_complete
        elif open_[name]:
            open_[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH:
            raise BuildError(source.place(f"<{name}", "CB010", "its HTML is nested too deeply"))

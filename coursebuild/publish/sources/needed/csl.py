"""Cut references in CSL's JSON and YAML (CSL 1.0.2, appendix IV): only its variables stay."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_VARIABLES = frozenset(
    "id type archive archive_collection archive_location archive-place authority call-number citation-key "
    "citation-label collection-title container-title container-title-short dimensions division doi event "
    "event-title event-place genre isbn issn jurisdiction journalabbreviation language license medium "
    "original-publisher original-publisher-place original-title part-title pmcid pmid publisher "
    "publisher-place reviewed-genre reviewed-title scale shorttitle source status title title-short url "
    "volume-title year-suffix chapter-number citation-number collection-number edition "
    "first-reference-note-number issue locator number number-of-pages number-of-volumes page page-first "
    "part-number printing-number section supplement-number version volume".split()
)
_DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editorial-director editor-translator executive-producer guest host illustrator interviewer narrator "
    "organizer original-author performer producer recipient reviewed-author script-writer series-creator "
    "translator".split()
)
_INSIDE = frozenset(  # of dates and names
    "comma-suffix day dropping-particle family given isinstitution literal month non-dropping-particle "
    "parse-names static-ordering suffix circa date-parts raw season year".split()
)
# What may say anything: kept if a page shows it.
_FREE = frozenset("abstract annote keyword note".split())
_ALL = _VARIABLES | _DATES | _NAMES

_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]+\S")
_ID = re.compile(r"[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?(?P<id>[^\s\"'#]+)")
_FIELD = re.compile(r"(?P<before>[ \t]*(?:-[ \t]+)?)(?P<name>[\w-]+):(?:[ \t]|$)")
_INNER = re.compile(r"(?:^|[{,])[ \t]*(?:-[ \t]+)*[\"']?(?P<name>[\w-]+)[\"']?:(?:[ \t]|$)")
_TOP = re.compile(r"---[ \t]*|references:[ \t]*|[ \t]*")
_MAY_BE_COMMENT = re.compile(r"[ \t]#")
_COMMENT = re.compile(r"[ \t]*#")

Shows = Callable[[str], bool]


def from_json(text: str, is_wanted: Callable[[str], bool], shows: Shows) -> str:
    """The wanted references; `shows` says whether a page has a text. Raises: ValueError."""
    read = json.loads(text)
    if not (isinstance(read, list) and all(isinstance(each, dict) for each in read)):
        raise ValueError("it is no list of references")
    kept = [
        {name: _without_others(value) for name, value in each.items() if _is_kept(name, value, shows)}
        for each in read
        if is_wanted(str(each.get("id")))
    ]
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _is_kept(name: str, value: object, shows: Shows) -> bool:
    folded = name.casefold()
    return folded in _ALL or (folded in _FREE and shows(str(value)))


def _without_others(value: Any) -> Any:
    """A value with what dates and names have alone."""
    if isinstance(value, dict):
        return {name: _without_others(each) for name, each in value.items() if name.casefold() in _INSIDE}
    return [_without_others(each) for each in value] if isinstance(value, list) else value


def from_yaml(text: str, is_wanted: Callable[[str], bool]) -> str:
    """The lines of the wanted references, without free fields. Raises: ValueError."""
    lines = [line for line in text.split("\n") if not _COMMENT.match(line)]
    if odd := next(filter(_MAY_BE_COMMENT.search, lines), ""):
        raise ValueError(f"`{odd.strip()}` may have a comment")
    first = next((item for line in lines if (item := _ITEM.match(line))), None)
    if first is None:
        raise ValueError("it is no list of references")
    kept: list[str] = []
    for part in _items(lines, first["indent"]):
        if not (dash := _ITEM.match(part[0])):
            kept += filter(_TOP.fullmatch, part)
            continue
        if not (opening := _FIELD.match(part[0])):
            raise ValueError(f"`{part[0].strip()}` cannot be read")
        if is_wanted(next((found["id"] for line in part if (found := _ID.match(line))), "")):
            kept += _variables(part, len(dash["indent"]), len(opening["before"]))
    return "\n".join(kept).rstrip("\n") + "\n"


def _variables(item: list[str], outside: int, indent: int) -> Iterator[str]:
    """The lines of an item with CSL's variables, whose names are indented so; the list itself, `outside`."""
    name = ""
    for number, line in enumerate(item):
        depth = len(line) - len(line.lstrip(" \t"))
        if number and line.strip() and depth <= outside:  # what follows the list
            return
        found = _FIELD.match(line)
        if found and len(found["before"]) == indent and (depth == indent or not number):
            name = found["name"].casefold()
            inner = line.partition(":")[2]
        elif line.strip() and depth <= indent and not line.lstrip().startswith("- "):
            raise ValueError(f"`{line.strip()}` cannot be read")
        else:
            inner = line
        if name in _NAMES | _DATES:
            _check_inside(inner)
        if name in _ALL:
            yield line


def _check_inside(line: str) -> None:
    if other := next((each["name"] for each in _INNER.finditer(line) if each["name"] not in _INSIDE), ""):
        raise ValueError(f"`{other}` is no part of a name or a date")


def _items(lines: Iterable[str], indent: str) -> Iterator[list[str]]:
    """The items of a list that is indented so, each with its lines; the first is what stands before it."""
    item: list[str] = []
    for line in lines:
        found = _ITEM.match(line)
        if found and found["indent"] == indent and item:
            yield item
            item = []
        item.append(line)
    yield item

"""The files that the index searches: scripts, because a page that is opened as a file can read no other."""

import json
from collections.abc import Iterable

from coursebuild.site.finished_page import FinishedPage, Section

LARGEST = 500_000  # bytes, about, of one file: a larger course has several

_CALL = "coursebuildLessons"  # the function of templates/index.js that takes the lessons


def search_line(address: str, page: FinishedPage) -> str:
    """What the search has of a lesson, whose page has an address from the index."""
    searched = [address, page.lang, page.title, _with_subtitle(page)]
    return json.dumps(searched, ensure_ascii=False, separators=(",", ":"))


def search_files(lines: Iterable[str]) -> dict[str, bytes]:
    """The files by their names."""
    parts: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if size and size + len(line) > LARGEST:
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line)
    return {search_name(number): _script(part) for number, part in enumerate(parts, 1)}


def _with_subtitle(page: FinishedPage) -> list[Section]:
    """The sections, of which the first one, at the top of the page, begins with the subtitle."""
    first, *others = page.sections or (Section("", "", ""),)
    text = " · ".join(filter(None, (page.subtitle, first.text)))
    return [first._replace(text=text), *others]


def search_name(number: int) -> str:
    """The name of a file, counted from 1."""
    return "search.js" if number == 1 else f"search-{number}.js"


def _script(lines: list[str]) -> bytes:
    joined = ",\n".join(lines)
    return f"{_CALL}([\n{joined}\n]);\n".encode()

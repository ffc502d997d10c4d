"""Cut files of references to what students' pages cite: BibTeX here, CSL by `csl.py`."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from coursebuild.model import words
from coursebuild.publish.sources.needed import csl

ALL = "*"  # the key that means all references, in `nocite`

_CITATION = re.compile(r"@(?:\{(?P<braced>[^{}]+)\}|(?P<bare>\*|\w[\w:.#$%&+?<>~/-]*))")
# What pandoc reads in BibTeX and in BibLaTeX; what else there is are the author's own notes.
_FIELDS = frozenset(
    "address afterword annotator archiveprefix author authortype bookauthor bookpagination booksubtitle "
    "booktitle booktitleaddon chapter collaborator commentator crossref date day director doi edition editor "
    "editora editorb editorc editortype editoratype editorbtype editorctype eid entrysubtype eprint "
    "eprintclass eprinttype eventdate eventtitle eventtitleaddon foreword holder hyphenation institution "
    "introduction isbn isrn issn issue issuesubtitle issuetitle journal journalsubtitle journaltitle langid "
    "language location mainsubtitle maintitle maintitleaddon month number options organization origdate "
    "origlanguage origlocation origpublisher origtitle pages pagetotal pagination part pmcid pmid "
    "primaryclass publisher pubstate reprinttitle school series shortauthor shorteditor shorthand "
    "shortjournal shorttitle subtitle title titleaddon translator type url urldate urlday urlmonth urlyear "
    "venue version volume volumes xdata year".split()
)
# What may say anything: kept if a page shows it.
_FREE = frozenset(
    "abstract addendum annotation annote custom file howpublished keyword keywords note".split()
)
_PARENTS = frozenset(("crossref", "xdata"))

_OPENING = re.compile(r"@[ \t]*(?P<type>[A-Za-z]+)\s*(?P<bracket>[{(])")
_KEY = re.compile(r"\s*(?P<key>[^\s,{}]+)\s*,")
_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*")


def cited(texts: Iterable[str]) -> frozenset[str]:
    """The keys that lessons may cite, also without the punctuation at their end."""
    found = [each["braced"] or each["bare"] for text in texts for each in _CITATION.finditer(text)]
    return frozenset((*found, *(key.rstrip(":.#$%&+?<>~/-") for key in found)))


def pared(text: str, suffix: str, keys: Collection[str], shown: Collection[str]) -> str:
    """A file of references with those of some keys alone; `shown` are the words of all pages.

    Raises: ValueError if it cannot be told what is which reference.
    """
    if suffix == ".bib":
        return _bibtex(text, keys, shown)

    def is_wanted(key: str) -> bool:
        return ALL in keys or key in keys

    if suffix == ".json":
        return csl.from_json(text, is_wanted, lambda value: _shows(value, shown))
    return csl.from_yaml(text, is_wanted)


class _Entry(NamedTuple):
    type: str
    key: str
    fields: dict[str, str]  # each with its braces or quotation marks

    def text(self, shown: Collection[str]) -> str:
        kept = {name: value for name, value in self.fields.items() if _is_kept(name, value, shown)}
        lines = "".join(f"  {name} = {value},\n" for name, value in kept.items())
        return f"@{self.type}{{{self.key},\n{lines}}}\n"


def _is_kept(name: str, value: str, shown: Collection[str]) -> bool:
    folded = name.casefold()
    return folded in _FIELDS or (folded in _FREE and _shows(value, shown))


def _shows(value: str, shown: Collection[str]) -> bool:
    return all(word in shown for word in words(value))


def _bibtex(text: str, keys: Collection[str], shown: Collection[str]) -> str:
    entries: dict[str, _Entry] = {}
    strings: dict[str, str] = {}
    at = 0
    while opening := _OPENING.search(text, at):
        at, kind = opening.end(), opening["type"].casefold()
        if kind in ("comment", "preamble"):  # what follows a comment may be an entry, and is none
            at = _end(text, at, opening["bracket"])
        elif kind == "string":
            at = _end(text, at, opening["bracket"])
            if named := _FIELD.match(text, opening.end()):
                strings[named["name"].casefold()] = f"{text[opening.start() : at]}\n"
        else:
            entry, at = _entry(text, opening)
            entries[entry.key] = entry
    wanted = [key for key in entries if ALL in keys or key in keys]
    for key in wanted:  # the list grows by the entries that these take fields from
        for name, value in entries[key].fields.items():
            if name.casefold() in _PARENTS:
                parents = re.split(r"[\s,{}\"]+", value)
                wanted += [each for each in parents if each in entries and each not in wanted]
    kept = [entry.text(shown) for key, entry in entries.items() if key in wanted]
    names = frozenset(re.findall(r"[\w:.+-]+", "".join(kept).casefold()))
    used = [string for name, string in strings.items() if name in names]
    return "\n".join([*used, *kept])


def _entry(text: str, opening: re.Match[str]) -> tuple[_Entry, int]:
    """An entry, and where it ends."""
    end = _end(text, opening.end(), opening["bracket"])
    key = _KEY.match(text, opening.end(), end)
    if not key:
        raise ValueError(f"`{text[opening.start() : opening.end() + 20]}` has no key")
    fields: dict[str, str] = {}
    at = key.end()
    while field := _FIELD.match(text, at, end - 1):
        at = _value_end(text, field.end(), end - 1)
        fields[field["name"]] = text[field.end() : at].strip()
        at += 1
    if text[at : end - 1].strip(" \t\r\n,"):
        raise ValueError(f"the fields of `{key['key']}` cannot be read")
    return _Entry(opening["type"], key["key"], fields), end


def _value_end(text: str, at: int, end: int) -> int:
    """Where the value of a field ends: at a comma that is in no braces and no quotation marks."""
    depth, is_quoted = 0, False
    for n in range(at, end):
        character = text[n]
        if character in "{}" and text[n - 1] != "\\":
            depth += 1 if character == "{" else -1
        elif character == '"' and not depth:
            is_quoted = not is_quoted
        elif character == "," and not depth and not is_quoted:
            return n
    return end


def _end(text: str, at: int, bracket: str) -> int:
    """Where what a bracket opens before `at` ends, after its closing bracket. Raises: ValueError."""
    depth = 1
    closing = {"{": "}", "(": ")"}[bracket]
    for n in range(at, len(text)):
        if text[n - 1] == "\\":
            continue
        if text[n] == bracket:
            depth += 1
        elif text[n] == closing:
            depth -= 1
            if not depth:
                return n + 1
    raise ValueError("a reference is never closed")

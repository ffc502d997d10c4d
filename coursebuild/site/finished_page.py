"""What the finished page of a lesson says of it, and the slots in it that the index fills."""

import json
import re
from contextlib import suppress
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from coursebuild.model import tags

LESSONS, NEIGHBOURS = "lessons", "neighbours"  # the slots: of the index, and of a lesson

_SLOT = re.compile(
    rf"(?P<begin><!-- (?P<name>{LESSONS}|{NEIGHBOURS}) -->)(?P<content>.*?)(?P<end><!-- end -->)", re.DOTALL
)
_MAIN = re.compile(r"<main\b[^>]*>(?P<content>.*)</main>", re.DOTALL)
_COST = re.compile(r'<span class="heading-cost">.*?</span>', re.DOTALL)
_LANG = re.compile(r'<html\b[^>]*?\blang="([^"]*)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SUBTITLE = re.compile(r'<p class="subtitle">(.*?)</p>', re.DOTALL)
_DATE = re.compile(
    r'<(?:time|span) class="date"(?: datetime="(?P<iso>[^"]*)")?>(?P<text>.*?)</(?:time|span)>'
)
_COLOPHON = re.compile(r'<footer class="colophon">(.*?)</footer>', re.DOTALL)
_PART = re.compile(r"<span>(.*?)</span>", re.DOTALL)
_META = re.compile(
    r'<meta name="(?P<name>coursebuild-cost|description|dcterms\.rights|dcterms\.license)"'
    r' content="(?P<content>[^"]*)">'
)
_RESOURCE = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What the index has of a lesson's JSON-LD: not what it credits, nor its course, which is the index itself.
_DESCRIBING = "author keywords datePublished license educationalLevel timeRequired".split()
_ARCHIVE = re.compile(r'<p class="archive"><a href="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")
_WITHOUT_FILE = re.compile(r"[a-z][a-z0-9+.-]*:|#|//|[^#?]*\.(?:html|pdf)(?:[#?]|$)", re.IGNORECASE)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE = frozenset(  # tags that may be inside a word
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub "
    "sup time u var wbr".split()
)


class Section(NamedTuple):
    """The text below a heading; `anchor` is its identifier, which the beginning of a lesson has not."""

    anchor: str
    heading: str
    text: str


class License(NamedTuple):
    """The name of a licence, and its address if it has one; no name says that a page has none."""

    name: str = ""
    address: str = ""


class FinishedPage(NamedTuple):
    """What a page shows; `date` is as in its source, `files` are the addresses of files that it links to.

    `archive` is the address of the archive of its files, `license` the name and the address of its licence.
    `about` says for whom the lesson is and how long it takes; `slot` is what the page has in its slot.
    `resource` is what its JSON-LD says of it, in JSON.
    """

    title: str
    lang: str
    subtitle: str = ""
    description: str = ""
    date: str = ""
    cost: str = ""
    about: tuple[str, ...] = ()
    license: License = License()
    archive: str = ""
    files: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    slot: str = ""
    resource: str = ""

    @property
    def head(self) -> "FinishedPage":
        """What other pages say of the page."""
        return FinishedPage(self.title, self.lang)


def read(content: bytes) -> FinishedPage:
    """Read the finished page of a lesson."""
    html = content.decode("utf-8", "replace")
    head, _, rest = html.partition("</head>")
    found = _MAIN.search(rest)
    block, main = (rest[: found.start()], filled(found["content"], "")) if found else (rest, "")
    meta = {each["name"]: unescape(each["content"]) for each in _META.finditer(head)}
    date = _DATE.search(block)
    license_ = License(meta.get("dcterms.rights", ""), meta.get("dcterms.license", ""))
    about = [_plain(each) for each in _PART.findall(_first_markup(_COLOPHON, rest))]
    archive = unescape(_first_markup(_ARCHIVE, block))
    slot = _last_slot(html)
    return FinishedPage(
        _first(_TITLE, head),
        _first(_LANG, html),
        _first(_SUBTITLE, block),
        meta.get("description", ""),
        unescape(date["iso"]) if date and date["iso"] else _plain(date["text"]) if date else "",
        meta.get("coursebuild-cost", ""),
        tuple(each for each in about if not (license_.name and each.endswith(license_.name))),
        license_,
        archive,
        tuple(each for each in dict.fromkeys(_files(f"{block}{main}")) if each != archive),
        tuple(_sections(_COST.sub("", main))),
        slot["content"] if slot else "",
        _resource(_first_markup(_RESOURCE, head)),
    )


def search_text(content: bytes) -> str:
    """All that the index and its search show of a page; what its JSON-LD says is read in the page itself."""
    page = read(content)
    texts = [each for section in page.sections for each in (section.heading, section.text)]
    head = (page.title, page.subtitle, page.description, page.date, page.cost)
    return "\n".join((*head, *page.about, *page.license, *texts))


def filled(html: str, content: str) -> str:
    """Put something into the slot of a page, instead of what is there; nothing if the page has none."""
    slot = _last_slot(html)
    return f"{html[: slot.end('begin')]}{content}{html[slot.start('end') :]}" if slot else html


def emptied(content: bytes) -> tuple[bytes, bytes]:
    """A page as it is rendered, before its slot is filled, and what is in the slot."""
    try:
        html = content.decode()
    except UnicodeDecodeError:  # no page of a build
        return content, b""
    slot = _last_slot(html)
    return filled(html, "").encode(), slot["content"].encode() if slot else b""


def _last_slot(html: str) -> re.Match[str] | None:
    """The slot of a page: no text of a lesson comes after it, and no comment of one is in a page."""
    at = max(html.rfind(f"<!-- {name} -->") for name in (LESSONS, NEIGHBOURS))
    return _SLOT.match(html, at) if at >= 0 else None


def _first(pattern: re.Pattern[str], text: str) -> str:
    return _plain(_first_markup(pattern, text))


def _first_markup(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub("", markup)).split())


def _resource(script: str) -> str:
    with suppress(
        ValueError, AttributeError, RecursionError
    ):  # a template of the author's may have any script
        said = json.loads(script).items()
        return json.dumps({name: value for name, value in said if name in _DESCRIBING}, ensure_ascii=False)
    return ""


def _files(markup: str) -> list[str]:
    """The addresses of the files beside the page that its links lead to."""
    addresses = (
        unescape(dict(tags.pairs(tag["attributes"])).get("href", ""))
        for tag in tags.named("a").finditer(markup)
        if not tag["end"]
    )
    return [each for each in addresses if each and not _WITHOUT_FILE.match(unquote(each))]


def _sections(markup: str) -> list[Section]:
    """The sections of a body, by its headings. Drawings have no text here."""
    sections: list[tuple[str, list[str], list[str]]] = [("", [], [])]
    into, drawing, end = sections[0][2], 0, 0
    for tag in tags.ANY.finditer(markup):
        closing, name, code, attributes, *_ = tag.groups()
        if not drawing:
            into.append(markup[end : tag.start()])
        end = tag.end()
        name = (name or "").lower()
        if name == "svg" and not attributes.endswith("/"):
            drawing += -1 if closing else 1
        if name in _INLINE or code or name == "svg" or drawing:
            continue
        into.append(" ")
        if name in _HEADINGS and not closing:
            sections.append((dict(tags.pairs(attributes)).get("id", ""), [], []))
            into = sections[-1][1]
        elif name in _HEADINGS:
            into = sections[-1][2]
    into.append(markup[end:])
    made = (Section(unescape(anchor), _joined(heading), _joined(text)) for anchor, heading, text in sections)
    return [section for n, section in enumerate(made) if not n or section.heading or section.text]


def _joined(parts: list[str]) -> str:
    return " ".join(unescape("".join(parts)).split())

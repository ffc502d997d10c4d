"""The feed of the lessons that have a date, in the Atom format (RFC 4287)."""

import re
from collections.abc import Collection, Iterable
from html import escape
from pathlib import PurePosixPath

from coursebuild.runtime import resources
from coursebuild.site.finished_page import FinishedPage
from coursebuild.site.listing import address

_CONTROLS = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # which XML cannot have
_SUFFIX = "T00:00:00Z"


def feed(
    title: str,
    authors: Collection[str],
    lang: str,
    base_url: str,
    lessons: Iterable[tuple[PurePosixPath, FinishedPage]],
) -> bytes:
    """The feed, the newest lesson first; empty if no lesson has a date.

    `base_url` is the address of the index's folder. Without `authors`, the title stands for them, for a feed
    must have one.
    """
    is_date = resources.filter_module("dates").is_date
    dated = [(page.date, stem, page) for stem, page in lessons if is_date(page.date)]
    dated.sort(key=lambda each: each[0], reverse=True)
    if not dated:
        return b""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(lang)}">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(base_url)}</id>",
        f"<updated>{dated[0][0]}{_SUFFIX}</updated>",
        f'<link rel="self" href="{_text(base_url)}feed.xml"/>',
        f'<link href="{_text(base_url)}index.html"/>',
        *(f"<author><name>{_text(name)}</name></author>" for name in authors or (title,)),
        *(_entry(base_url, stem, page) for _, stem, page in dated),
        "</feed>",
        "",
    ]
    return "\n".join(lines).encode()


def _entry(base_url: str, stem: PurePosixPath, page: FinishedPage) -> str:
    url = _text(base_url + address(stem))
    about = page.description or page.subtitle
    summary = f"<summary>{_text(about)}</summary>" if about else ""
    return (
        f'<entry xml:lang="{_text(page.lang)}"><title>{_text(page.title)}</title><id>{url}</id>'
        f'<link href="{url}"/><updated>{page.date}{_SUFFIX}</updated>{summary}</entry>'
    )


def _text(text: str) -> str:
    return escape(_CONTROLS.sub("", text))

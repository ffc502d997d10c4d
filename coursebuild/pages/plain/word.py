"""Render a body as a plain page, of which pandoc makes a Word file."""

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from coursebuild.config import theme
from coursebuild.model import Body, Facts, Medium, vocabulary
from coursebuild.pages import dates
from coursebuild.pages.drawings import with_drawings
from coursebuild.pages.look import Look

LOOK = "coursebuild-look"  # the name of the metadata with the look of the course
_BOX = re.compile(r"<input\b(?P<attributes>[^>]*)>")
_COLOURS = ("ink", "muted", "accent", "sunken", "line")
_FIELD = "_" * 30


def word_page(body: Body, content: str, edition: str, look: Look) -> str:
    """A page with the title block, the body and the look of the course; `content` is the adapted body."""
    facts = body.selection.facts
    meta = {
        "subtitle": (facts.subtitle,),
        "author": (", ".join(facts.authors),),
        "date": (dates.in_words(facts.date, facts.lang, look.labels),),
        LOOK: (json.dumps(_look(look)),),
    }
    head = "".join(
        f'<meta name="{name}" content="{escape(value)}">'
        for name, values in meta.items()
        for value in values
        if value
    )
    above = " · ".join(filter(None, (look.course, edition)))
    block = f'<div class="edition"><p>{escape(above)}</p></div>' if above else ""
    block += "".join(f'<div class="field"><p>{escape(name)}: {_FIELD}</p></div>' for name in facts.fields)
    content = _BOX.sub(lambda box: "☒ " if " checked" in box["attributes"] else "☐ ", content)
    if body.drawings:
        content = with_drawings(content, body.drawings, Medium.WORD)
    return (
        f'<html lang="{escape(facts.lang)}"><head><title>{escape(facts.title)}</title>{head}</head>'
        f"<body>{block}{content}{_colophon(facts, look)}</body></html>"
    )


def _colophon(facts: Facts, look: Look) -> str:
    """The licence, the level and the time of a lesson, as at the end of other pages."""
    about, says = facts.about, look.labels.in_language(facts.lang)
    name, url = map(escape, about.license)
    license_ = f'<a href="{url}">{name}</a>' if url else name
    given = {
        "license": license_,
        "educational_level": escape(about.level),
        "learning_time": escape(about.time),
    }
    parts = [f"{escape(says[label])} {value}" for label, value in given.items() if value]
    return f"<p>{' · '.join(parts)}</p>" if parts else ""


def _look(look: Look) -> Mapping[str, Any]:
    palette = look.palette["light"]
    kinds = sorted(vocabulary.KINDS & palette.keys() | set(look.own_kinds) & palette.keys())
    return {
        "font": look.theme.font,
        "paper": theme.PAPERS[look.theme.paper],
        "margins": theme.sides(look.theme.margins),
        **{name: palette[name] for name in _COLOURS},
        "kinds": {kind: (palette[kind], palette.get(f"{kind}-tint", palette["sunken"])) for kind in kinds},
    }

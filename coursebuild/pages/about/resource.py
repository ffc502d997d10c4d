"""Describe a lesson as a LearningResource of schema.org, in JSON-LD."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from coursebuild.config import days
from coursebuild.model import Facts, tags

_CREDIT = re.compile(r'<(?P<tag>span|div) class="credit">(?P<html>.*?)</(?P=tag)>', re.DOTALL)
_LINK = re.compile(r'<a href="(?P<address>[^"]*)"[^>]*>(?P<text>[^<]*)</a>')


def learning_resource(facts: Facts, course: str, body: str) -> str:
    """JSON-LD that may stand in a `<script>`; "" for a lesson that says nothing about itself.

    The works of others are those that the body, which readers of the edition see, gives credit for.
    """
    about = facts.about
    works = list(_works(body))
    if not (about.is_given or works):
        return ""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": facts.title,
        "author": [{"@type": "Person", "name": name} for name in facts.authors],
        "inLanguage": facts.lang,
        "description": facts.description,
        "keywords": list(facts.keywords),
        "datePublished": facts.date if days.is_in_calendar(facts.date) else "",
        "license": about.license.url or about.license.name,
        "educationalLevel": about.level,
        "timeRequired": about.duration,
        "hasPart": works,
        "isPartOf": {"@type": "Course", "name": course} if course else "",
    }
    return tags.json_script(made)


def _works(body: str) -> Iterator[dict[str, str]]:
    """The works of others. The text of a link to a licence is its name, that of another one its address."""
    for html in dict.fromkeys(found["html"] for found in _CREDIT.finditer(body)):
        links = [tuple(map(unescape, link.groups())) for link in _LINK.finditer(html)]
        made = {
            "@type": "CreativeWork",
            "creditText": " ".join(unescape(tags.ANY.sub("", html)).split()),
            "url": next((address for address, text in links if text == address), ""),
            "license": next((address for address, text in links if text != address), ""),
        }
        yield {key: value for key, value in made.items() if value}

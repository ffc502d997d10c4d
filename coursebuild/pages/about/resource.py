"""Describe a lesson as a LearningResource of schema.org, in JSON-LD."""

import json
import re
from typing import Any

from coursebuild.model import Facts

_W3C_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def learning_resource(facts: Facts, course: str) -> str:
    """JSON-LD that may stand in a `<script>`; "" for a lesson that says nothing about itself."""
    about = facts.about
    if not about.is_given:
        return ""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": facts.title,
        "author": [{"@type": "Person", "name": name} for name in facts.authors],
        "inLanguage": facts.lang,
        "description": facts.description,
        "keywords": list(facts.keywords),
        "datePublished": facts.date if _W3C_DATE.fullmatch(facts.date) else "",
        "license": about.license.url or about.license.name,
        "educationalLevel": about.level,
        "timeRequired": f"PT{about.minutes:g}M" if about.minutes else "",
        "isPartOf": {"@type": "Course", "name": course} if course else "",
    }
    text = json.dumps({key: value for key, value in made.items() if value}, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)

"""The course and its lessons, described as a Course of schema.org in JSON-LD."""

import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from coursebuild.model import tags
from coursebuild.runtime import resources
from coursebuild.site.finished_page import FinishedPage, License
from coursebuild.site.listing import address


def course_resource(
    about: FinishedPage,
    license_: License,
    base_url: str,
    lessons: Iterable[tuple[PurePosixPath, FinishedPage]],
) -> str:
    """The script's text. `about` has the title of the course, its language and its description.

    Addresses are from the index, or from `base_url`, where students have the index.
    """
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": about.title,
        "inLanguage": about.lang,
        "description": about.description,
        "url": base_url,
        "license": license_.address or license_.name,
        "hasPart": [_part(f"{base_url}{address(stem)}", page) for stem, page in lessons],
    }
    return tags.json_script(made)


def _part(url: str, page: FinishedPage) -> dict[str, Any]:
    """A lesson, with what its own page says of it in JSON-LD, if anything."""
    is_date = resources.filter_module("dates").is_date
    made = {
        "@type": "LearningResource",
        "name": page.title,
        "url": url,
        "inLanguage": page.lang,
        "description": page.description,
        "datePublished": page.date if is_date(page.date) else "",
        "license": page.license.address or page.license.name,
        **(json.loads(page.resource) if page.resource else {}),
    }
    return {name: value for name, value in made.items() if value}

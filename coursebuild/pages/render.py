"""A body put into a complete page, for the screen or for print."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from markupsafe import Markup as Safe

from coursebuild import __version__
from coursebuild.model import Body, BuildError, Format, Medium, Page
from coursebuild.pages import boxes, footnotes, presentational_attributes, screen
from coursebuild.pages.environment import TEMPLATE, broken
from coursebuild.pages.look import Look

_LESSON_LINK = re.compile(r'(<a [^>]*href="(?![a-z][a-z0-9+.-]*:|/|#)[^"#]*)\.md(?=[#"])', re.IGNORECASE)
_W3C_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # the profile that PDF dates are read by


def render(body: Body, format_: Format, medium: Medium, suffix: str, look: Look) -> Page:
    """The page of one format, whose files end with `suffix`. Raises BuildError where a template is broken."""
    selection = body.selection
    labels = look.labels.in_language(selection.facts.lang)
    icons = boxes.icons(body.body, look.icon)
    try:
        html = look.environment.get_template(TEMPLATE).render(
            body=Safe(_for_medium(body, medium, suffix, icons)),  # noqa: S704 (nothing in it loads or runs)
            contents=Safe(_contents(body, medium)),  # noqa: S704 (the same)
            course=look.course,
            created=date if _W3C_DATE.fullmatch(date := selection.facts.date) else "",
            edition=_mark(body, labels),
            facts=selection.facts,
            generator=f"coursebuild {__version__}",
            icons=icons,
            layout=selection.layout,
            logo=look.logo,
            medium=medium.value,
            palette=look.palette,
            says=labels,
            stem=selection.source.location.stem,
            theme=look.theme,
        )
    except BuildError:
        raise
    except Exception as error:  # a template may raise anything
        raise BuildError(broken(error)) from error
    location = selection.source.location
    path = PurePosixPath(selection.edition.name, f"{location.stem}{suffix}")
    if medium is Medium.PRINT:
        html = presentational_attributes.as_styles(html)
    return Page(location.name, path, format_, html)


def _mark(body: Body, says: Mapping[str, str]) -> str:
    """What each page says of its edition; nothing where it shows what students see."""
    name = body.selection.edition.name
    return (says.get(name) or says["edition"].replace("{name}", name)) if body.marked else ""


def _for_medium(body: Body, medium: Medium, suffix: str, drawings: Mapping[str, str]) -> str:
    """Links to another source of the course lead to what is made of it; the rest is the medium's own."""
    linked = _LESSON_LINK.sub(rf"\1{suffix}", body.body)
    if medium is Medium.SCREEN:
        return screen.for_screen(boxes.with_icons(linked, drawings))
    return footnotes.at_the_foot(boxes.for_pages(linked), addresses=body.selection.layout.links_as_notes)


def _contents(body: Body, medium: Medium) -> str:
    """The table of contents: on screen unless nobody wants it, in print where it is asked for."""
    layout = body.selection.layout
    wanted = layout.cover or medium is Medium.SCREEN if layout.contents is None else layout.contents
    return body.contents if wanted else ""

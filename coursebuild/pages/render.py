"""Render a body as a complete page, for the screen or for print."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup as Safe

from coursebuild import __version__
from coursebuild.config import INTRODUCTION, days, theme
from coursebuild.model import (
    EDITION_MARK,
    Body,
    Edition,
    Facts,
    Format,
    Layout,
    Medium,
    Page,
    Theme,
    tags,
)
from coursebuild.pages import (
    about,
    boxes,
    breaks,
    dates,
    fitting,
    footnotes,
    presentational_attributes,
    screen,
)
from coursebuild.pages.drawings import with_drawings
from coursebuild.pages.environment import TEMPLATE
from coursebuild.pages.look import Look
from coursebuild.pages.plain import word_page

_LESSON_LINK = re.compile(r'(<a [^>]*href="(?![a-z][a-z0-9+.-]*:|/|#)[^"#]*)\.md(?=[#"])', re.IGNORECASE)
MOST_ON_COVER = 14  # lines of contents that have room on a cover, also below a title of three lines
_FIELDS_ON_COVER = (
    2  # lines of contents for which the students' fields leave no room, and for each row of them:
)
_ROW_ON_COVER = 3
_FIELDS_IN_A_ROW = {4: 2}  # of so many; otherwise, three at most
_PRINTED_LEVELS = 2  # of headings in the printed contents
_TITLE = re.compile("<title>", re.IGNORECASE)
_LISTS = tags.named("ul", "li")


def render(body: Body, format_: Format, medium: Medium, suffix: str, look: Look) -> Page:
    """Render the page of a format whose files end with `suffix`. Raises BuildError if a template fails."""
    selection = body.selection
    if medium is Medium.EXCHANGE:
        return _for_exchange(body, format_, suffix)
    look = look.of_edition(selection.edition.name)
    labels = look.labels.in_language(selection.facts.lang)
    body = body._replace(body=boxes.with_summaries(body.body, labels["details"]))
    location = selection.source.location
    path = PurePosixPath(selection.edition.name, f"{location.stem}{suffix}")
    if medium is Medium.WORD:
        content, edition = _linked(body, suffix), _edition_label(body, labels)
        return Page(
            location.name, path, format_, _with_edition(word_page(body, content, edition, look), body)
        )
    icons = boxes.icons(body.body, look.icon)
    rows = _field_rows(selection.facts.fields)
    html = look.fragment(
        TEMPLATE,
        **_of_course(look, medium, labels, location.stem),
        archive=body.archive,
        changed_since=_change(body, labels),
        body=Safe(_for_medium(body, medium, suffix, icons, look.theme)),  # noqa: S704 (it is sanitized)
        contents=Safe(_contents(body, medium)),  # noqa: S704 (the same)
        course=look.course,
        created=date if days.is_in_calendar(date := selection.facts.date) else "",
        date=dates.in_words(selection.facts.date, selection.facts.lang, look.labels),
        edition=_edition_label(body, labels),
        facts=selection.facts,
        field_rows=rows,
        icons=icons,
        is_contents_on_cover=selection.layout.cover and _is_short(body.contents, len(rows)),
        layout=selection.layout,
        resource=Safe(about.learning_resource(selection.facts, look.course, body.body)),  # noqa: S704 (escaped)
    )
    if medium is Medium.PRINT:
        html = breaks.with_long_words_broken(presentational_attributes.as_styles(html))
    if body.drawings:
        html = with_drawings(html, body.drawings, medium)
    return Page(location.name, path, format_, _with_edition(html, body))


def render_index(edition: Edition, title: str, lang: str, look: Look, *, has_feed: bool) -> str:
    """The page with all lessons of an edition, without them: of a course that has no `index.md`."""
    look = look.of_edition(edition.name)
    labels = look.labels.in_language(lang)
    name = labels.get(edition.name) or labels["edition"].replace("{name}", edition.name)
    return look.fragment(
        TEMPLATE,
        **{**_of_course(look, Medium.SCREEN, labels, INTRODUCTION), "feed": has_feed},
        archive="",
        changed_since="",
        body="",
        contents="",
        course="",
        created="",
        date="",
        edition=name if edition.shows_corrections else "",
        facts=Facts(title, "", (), "", lang, (), "", ""),
        field_rows=[],
        icons={},
        is_contents_on_cover=False,
        layout=Layout(),
        resource="",
    )


def _of_course(look: Look, medium: Medium, labels: Mapping[str, str], stem: PurePosixPath) -> dict[str, Any]:
    """The values of the page's template that are not its body's."""
    is_indexed = look.has_index and medium is Medium.SCREEN
    return {
        "feed": look.has_feed,
        "generator": f"coursebuild {__version__}",
        "has_index": is_indexed,
        "is_index": is_indexed and stem == INTRODUCTION,
        "logo": look.logo,
        "medium": medium.value,
        "own_kinds": look.own_kinds,
        "palette": look.palette,
        "says": labels,
        "stem": stem,
        "text_heights": theme.text_heights(look.theme),
        "theme": look.theme,
    }


def _for_exchange(body: Body, format_: Format, suffix: str) -> Page:
    """The title and the body alone, for a program that takes parts of them."""
    selection = body.selection
    path = PurePosixPath(selection.edition.name, f"{selection.source.location.stem}{suffix}")
    html = with_drawings(body.body, body.drawings, Medium.EXCHANGE)
    page = f"<title>{escape(selection.facts.title)}</title>\n{html}"
    return Page(selection.source.location.name, path, format_, page)


def _change(body: Body, labels: Mapping[str, str]) -> str:
    """That readers see something else than at a revision; empty if they do not."""
    since = body.changed_since
    return labels["lesson_changed_since"].replace("{revision}", since) if since else ""


def _edition_label(body: Body, labels: Mapping[str, str]) -> str:
    """The name of the edition on each page; empty if the page shows what students see."""
    name = body.selection.edition.name
    return (labels.get(name) or labels["edition"].replace("{name}", name)) if body.marked else ""


def _with_edition(html: str, body: Body) -> str:
    """The page with the name of its edition, by which `verify` knows its file, whatever the template."""
    if not body.marked:
        return html
    mark = f'<meta name="{EDITION_MARK}" content="{escape(body.selection.edition.name)}">'
    return _TITLE.sub(lambda title: f"{mark}\n{title[0]}", html, count=1)


def _for_medium(body: Body, medium: Medium, suffix: str, drawings: Mapping[str, str], theme_: Theme) -> str:
    """Make links to other lessons lead to their pages, and adapt the body to the medium."""
    linked = _linked(body, suffix)
    if medium is Medium.SCREEN:
        adapted = screen.for_screen(boxes.with_folding(boxes.with_icons(linked, drawings)))
        return breaks.with_code_kept(adapted)
    room, scale = theme.line_lengths(theme_), theme.type_scale(theme_)
    fitted = fitting.fitted(boxes.for_print(linked, max(scale, 1)), *room, scale, theme.stretch(theme_))
    return footnotes.for_print(breaks.with_code_kept(fitted), addresses=body.selection.layout.links_as_notes)


def _linked(body: Body, suffix: str) -> str:
    """The body, with links that lead to the pages of other lessons, and to copies of files."""
    linked = _LESSON_LINK.sub(rf"\1{suffix}", body.body)
    for address, other in body.moved.items():
        linked = linked.replace(f'href="{escape(address)}"', f'href="{escape(other)}"')
    return linked


def _contents(body: Body, medium: Medium) -> str:
    """The table of contents: on screen unless `toc` is false; in print if `toc` is true, or after a cover."""
    layout = body.selection.layout
    wanted = layout.cover or medium is Medium.SCREEN if layout.contents is None else layout.contents
    return body.contents if wanted else ""


def _field_rows(fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The fields that students fill in, in rows."""
    columns = min(_FIELDS_IN_A_ROW.get(len(fields), 3), len(fields))
    return [fields[at : at + columns] for at in range(0, len(fields), columns)] if fields else []


def _is_short(contents: str, field_rows: int) -> bool:
    """Whether the printed contents have room on the cover, below rows of fields for students."""
    room = MOST_ON_COVER - (_FIELDS_ON_COVER + _ROW_ON_COVER * field_rows if field_rows else 0)
    entries = depth = 0
    for tag in _LISTS.finditer(contents):
        if tag["name"] == "ul":
            depth += -1 if tag["end"] else 1
        elif not tag["end"]:
            entries += depth <= _PRINTED_LEVELS
    return entries <= room

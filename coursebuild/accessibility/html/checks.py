"""The table of checks of pages. The sentences for each are in words.toml, under its name."""

from collections.abc import Iterator

from coursebuild.accessibility.html import content, controls, structure, styles
from coursebuild.accessibility.html.page import Page
from coursebuild.accessibility.outcome import Check, Result, run

CHECKS: tuple[Check[Page], ...] = (
    Check("image-alternatives", ("1.1.1",), content.alternatives),
    Check("drawing-names", ("1.1.1",), content.drawings),
    Check("alternatives-no-file-names", ("1.1.1",), content.file_names),
    Check("formulas", ("1.1.1", "1.3.1"), content.formulas),
    Check("media", ("1.2.1", "1.2.2", "1.2.3", "1.2.5", "1.4.2", "2.2.2"), structure.media, is_certain=False),
    Check("main-heading", ("1.3.1", "2.4.6"), structure.main_heading),
    Check("heading-levels", ("1.3.1",), structure.heading_levels),
    Check("heading-texts", ("1.3.1", "2.4.6"), structure.heading_texts),
    Check("list-items", ("1.3.1",), structure.list_items),
    Check("table-headers", ("1.3.1",), content.table_headers),
    Check("header-texts", ("1.3.1",), content.header_texts),
    Check("captions", ("1.3.1",), content.captions, is_certain=False),
    Check("labels", ("1.3.1", "3.3.2", "4.1.2"), controls.labels),
    Check("radio-groups", ("1.3.1", "4.1.2"), controls.groups),
    Check("palette", ("1.4.3",), styles.colours_found, is_certain=False),
    Check("text-contrast", ("1.4.3",), styles.text_contrast),
    Check("code-contrast", ("1.4.3",), styles.code_contrast),
    Check("own-colours", ("1.4.3",), styles.inline_colours, is_certain=False),
    Check("zoom", ("1.4.4", "1.4.10"), structure.zoom),
    Check("refreshing", ("2.2.1", "3.2.5"), structure.refreshing),
    Check("reduced-motion", ("2.3.3",), styles.reduced_motion),
    Check("landmarks", ("1.3.1", "2.4.1"), structure.landmarks),
    Check("way-past", ("2.4.1",), structure.way_past),
    Check("targets-in-page", ("2.4.1",), structure.targets_in_page),
    Check("title", ("2.4.2",), structure.title),
    Check("focus-order", ("2.4.3",), controls.focus_order),
    Check("link-names", ("2.4.4", "4.1.2"), content.link_names),
    Check("link-purposes", ("2.4.4",), content.link_purposes, is_certain=False),
    Check("bare-addresses", ("2.4.4",), content.bare_addresses, is_certain=False),
    Check("same-names", ("2.4.4",), content.same_names, is_certain=False),
    Check("focus-visible", ("2.4.7",), styles.focus_visible),
    Check("target-sizes", ("2.5.8",), styles.target_sizes),
    Check("language", ("3.1.1",), structure.language),
    Check("language-of-parts", ("3.1.2",), structure.language_of_parts),
    Check("buttons", ("4.1.2",), controls.buttons),
    Check("summaries", ("4.1.2", "2.4.6"), controls.summaries),
    Check("hidden-focus", ("4.1.2",), controls.hidden_focus),
    Check("roles", ("4.1.2",), structure.roles),
    Check("identifiers", ("1.3.1", "4.1.2"), structure.identifiers),
    Check("references", ("1.3.1", "4.1.2"), structure.references),
)


def examine(content_: bytes) -> Iterator[Result]:
    """The results for a page. Raises UnreadableError if it is not UTF-8."""
    return run(CHECKS, Page(content_))

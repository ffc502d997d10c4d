"""The table of formats. To add a format, add a row here, and its name to `model.Format`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from coursebuild.model import Artifact, Edition, Format, Medium, Page

if TYPE_CHECKING:
    from coursebuild.audit import Reader


class FormatRow(NamedTuple):
    """How files of a format are named, made and read back, and which editions have them.

    `is_printed` says that making a file is slow: workers do it, and the file is cached.
    """

    suffix: str
    medium: Medium
    make: Callable[[Page], Artifact]
    reader: Callable[[], "Reader"]
    is_printed: bool = False
    for_students: bool = True

    def is_for(self, edition: Edition) -> bool:
        """Whether an edition has files of this format."""
        return self.for_students or edition.shows_corrections


# Stages are slow to import, so each is imported when a row is used: an up-to-date build uses none.
def _html(page: Page) -> Artifact:
    return Artifact(page.path, page.html.encode("utf-8"), ())


def _pdf(page: Page) -> Artifact:
    from coursebuild import pdf  # noqa: PLC0415 (see above)

    return pdf.make(page)


def _html_reader() -> "Reader":
    """The reader of a page, which has also what the index searches of it."""
    from coursebuild import audit, site  # noqa: PLC0415 (see above)

    return audit.HTML.with_search(site.search_text)


def _exchange_reader() -> "Reader":
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.HTML


def _pdf_reader() -> "Reader":
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.PDF


def _docx(page: Page) -> Artifact:
    from coursebuild import pandoc, word  # noqa: PLC0415 (see above)
    from coursebuild.engine.documents.pictures import rasterized  # noqa: PLC0415 (see above)

    tree, look = word.styled(pandoc.read_page(page), rasterized)
    content, diagnostics = pandoc.write_word(page, tree)
    return Artifact(page.path, word.finished(content, look), diagnostics)


def _docx_reader() -> "Reader":
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.WORD


def _moodle(page: Page) -> Artifact:
    from coursebuild import moodle  # noqa: PLC0415 (see above)

    return Artifact(page.path, moodle.moodle_xml(page.html).encode("utf-8"), ())


def _gift(page: Page) -> Artifact:
    from coursebuild import moodle  # noqa: PLC0415 (see above)

    return Artifact(page.path, moodle.gift(page.html).encode("utf-8"), ())


FORMATS: Mapping[Format, FormatRow] = {
    Format.HTML: FormatRow(".html", Medium.SCREEN, _html, _html_reader),
    Format.PDF: FormatRow(".pdf", Medium.PRINT, _pdf, _pdf_reader, is_printed=True),
    Format.DOCX: FormatRow(".docx", Medium.WORD, _docx, _docx_reader),
    Format.MOODLE: FormatRow(".moodle.xml", Medium.EXCHANGE, _moodle, _exchange_reader, for_students=False),
    Format.GIFT: FormatRow(".gift", Medium.EXCHANGE, _gift, _exchange_reader, for_students=False),
}


def beside_reader(name: str) -> "Reader":
    """The reader of a file that stands beside the lessons: of the index, its search or its feed."""
    from coursebuild import audit  # noqa: PLC0415 (see above)

    return audit.HTML if name.endswith(".html") else audit.TEXT

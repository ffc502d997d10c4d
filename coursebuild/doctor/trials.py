"""Try what a build needs: have pandoc read a text, check a lesson, and print a page as a build does."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from coursebuild import audit, engine, pandoc, pdf, source
from coursebuild.config import fonts
from coursebuild.doctor.finding import Finding, fine, note, wrong
from coursebuild.doctor.machine import output_of
from coursebuild.model import PAGES, BuildError, BuildOptions, Course, Format, Location, Page, Severity
from coursebuild.runtime import resources
from coursebuild.runtime.limits import ExceededError, Limit, ProcessLostError
from coursebuild.runtime.pool import Pool
from coursebuild.runtime.system import libraries, packages

LIMIT = Limit("page-seconds", 60, "the printing of a page")
NAMED = "PYPANDOC_PANDOC"
MEMORY = 1_000_000_000  # bytes
WORD = "Doctor"
TEXT = f"---\ntitle: {WORD}\n---\n\n## {WORD}\n\n::: tip\nÉté.\n:::\n"
HTML = f'<!DOCTYPE html><html lang="en"><head><title>{WORD}</title></head><body><p>{WORD}</p></body></html>'


@contextmanager
def _written() -> Iterator[Location]:
    """A lesson in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="coursebuild-doctor-") as folder:
        path = Path(folder, "lab.md")
        path.write_text(TEXT, encoding="utf-8")
        yield Location(path, path.name, PurePosixPath(path.stem), (path.parent,))


def pandoc_process() -> Finding:
    """Have pandoc read a text, as a build does."""
    version = output_of(resources.pandoc(), "--version").split(" ")[:2]
    with _written() as location:
        try:
            pandoc.parse(source.read(location))
        except (BuildError, ProcessLostError, ExceededError) as error:
            remedy = (
                f"do not set {NAMED}" if NAMED in os.environ else "install coursebuild again, with its pandoc"
            )
            return wrong(f"it cannot read a text: {error}", remedy)
        finally:
            pandoc.close()
    return fine(" ".join(version[1:]) or "it works")


def lesson() -> Finding:
    """Do with a lesson all that a build does before it prints."""
    with _written() as location:
        course = Course(location.path.parent)
        session = engine.Session(course)
        options = BuildOptions(tuple(course.editions.values()), PAGES, {}, fetch=False, jobs=1)
        found = [each for event in engine.check(session, [location], options) for each in event.diagnostics]
    for diagnostic in found:
        if diagnostic.severity is Severity.ERROR:
            return wrong(diagnostic.message, diagnostic.remedy)
    return fine("a lesson is read, checked, and made into pages")


def native_libraries() -> Finding:
    """The libraries that WeasyPrint loads."""
    absent = libraries.missing()
    if absent:
        needs = dict.fromkeys(libraries.NEEDED[name] for name in absent)
        return wrong(f"WeasyPrint cannot load {', '.join(absent)}", packages.to_type(*needs))
    return fine(", ".join(libraries.NEEDED))


def subsetting() -> Finding:
    if libraries.loads(libraries.SUBSET):
        return fine("fonts are cut down to the letters of a page by HarfBuzz")
    return note(
        f"{libraries.SUBSET} cannot be loaded: PDFs take about three times as long",
        packages.to_type(packages.SUBSET),
    )


def font_files() -> Finding:
    """Read all fonts."""
    families = [family for families in fonts.FAMILIES.values() for family in families]
    absent = dict.fromkeys(fonts.package(name) for name in families if not fonts.is_installed(name))
    if absent:
        return wrong(f"not installed: {', '.join(absent)}", f"type `pip install {' '.join(absent)}`")
    try:
        characters = len(fonts.characters())
    except OSError as error:
        return wrong(
            f"a font cannot be read: {error.strerror}", "install coursebuild again, or let its files be read"
        )
    return fine(f"{len(families)} families, {characters:,} characters")


def printed_page() -> Finding:
    """Print a page in a process of its own, as a build does, and read the PDF back."""
    page = Page("doctor", PurePosixPath("doctor.pdf"), Format.PDF, HTML)
    try:
        with Pool(1, "coursebuild.pdf.preload", memory=MEMORY) as pool:
            identified = pool.submit(LIMIT, pdf.pango_version)
            content = pool.submit(LIMIT, pdf.make, page).result().content
            version = identified.result()
    except BuildError as error:
        return wrong(error.diagnostics[0].message, error.diagnostics[0].remedy)
    except (ProcessLostError, ExceededError) as error:
        return wrong(
            f"no page can be printed: {error}", "close other programs: they may have taken the memory"
        )
    if not any(WORD in each.text for each in audit.PDF.passages(content)):
        return wrong("the text of a printed page cannot be read back", "please report this")
    return fine(f"a page is printed and read back, with Pango {version}")

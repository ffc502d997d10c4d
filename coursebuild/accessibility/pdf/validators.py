"""Validate PDFs by PDF/UA-1 (ISO 14289-1) with page-validation, and with veraPDF where it is installed."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import metadata
from itertools import chain

from coursebuild.accessibility.outcome import Fault, Outcome, Result
from coursebuild.accessibility.pdf import verapdf
from coursebuild.accessibility.pdf.validated import STANDARD, validated

PACKAGE = "page-validation"
EXTRA = "coursebuild[accessibility]"
# The clause of each rule of page-validation, by the beginning of its name.
_CLAUSES: Mapping[str, str] = {
    "ID": "5",
    "METADATA-STRUCTURE": "5",
    "HEADER": "6.1",
    "METADATA-TITLE": "7.1",
    "TAGGED": "7.1",
    "ARTIFACT": "7.1",
    "CONTENT": "7.1",
    "STRUCT": "7.1",
    "SUSPECTS": "7.1",
    "VIEWER": "7.1",
    "LINK": "7.18.5",
    "ANNOTATION": "7.18.1",
    "PAGE-TABS": "7.18.3",
    "WIDGET": "7.18.4",
    "FORM-FIELD": "7.18.1",
    "MEDIA": "7.18.6.2",
    "PRINTER": "7.18.8",
    "TRAPNET": "7.18.2",
    "FIGURE": "7.3",
    "FORMULA": "7.7",
    "HEADING": "7.4",
    "NOTE": "7.9",
    "OPTIONAL": "7.10",
    "FILE-SPEC": "7.11",
    "ENCRYPTION": "7.16",
    "DYNAMIC": "7.15",
    "LANGUAGE": "7.2",
    "OUTLINE": "7.2",
    **dict.fromkeys(("TABLE-HEADERS",), "7.5"),
    **dict.fromkeys(
        ("TABLE", "TR", "TH", "TD", "THEAD", "TBODY", "TFOOT", "L", "LI", "LBODY", "TOC", "TOCI"), "7.2"
    ),
    **dict.fromkeys(("FONT", "CID", "CIDTOGIDMAP", "CMAP", "TRUETYPE", "TYPE0", "NOTDEF"), "7.21"),
}


def versions() -> Iterator[tuple[str, str]]:
    """The validators that are there, with their versions."""
    with suppress(metadata.PackageNotFoundError):
        yield PACKAGE, metadata.version(PACKAGE)
    if found := verapdf.version():
        yield verapdf.PROGRAM, found


def by_package(content: bytes) -> Result:
    """What page-validation says; nothing was tested where it is not installed."""
    try:
        import page  # noqa: PLC0415 (of the extra `accessibility`)
    except ImportError:
        return Result(PACKAGE, (STANDARD,), Outcome.UNTESTED, note="no-package")
    try:
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        return Result(PACKAGE, (STANDARD,), Outcome.FAILED, 1, 1, (Fault(str(error)),))
    faults = [Fault(f"{_clause(each.rule_id)} {each.message}") for each in report.failures]
    return validated(PACKAGE, report.rules.total, faults)


def _clause(rule: str) -> str:
    """The clause of a rule such as PDFUA1-FIGURE-ALTERNATIVE-TEXT-001, before its name."""
    name = rule.partition("-")[2]
    if "-LANGUAGE-" in name:
        return f"7.2 ({rule})"
    longest = max((each for each in _CLAUSES if f"{name}-".startswith(f"{each}-")), key=len, default="")
    return f"{_CLAUSES[longest]} ({rule})" if longest else f"({rule})"


def validate(content: bytes) -> Iterator[Result]:
    """The result of each validator."""
    return chain((by_package(content),), filter(None, (verapdf.examine(content),)))

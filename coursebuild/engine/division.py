"""Divide the work of a command among processes."""

from typing import TYPE_CHECKING

from coursebuild.engine.formats import FORMATS
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

# What workers import while they start. Pages with images need email.policy, and the last two read files back.
PRINT_MODULES = (
    "coursebuild.pdf.preload",
    "coursebuild.engine.documents.print_job",
    "email.policy",
    "pypdfium2",
    "pikepdf",
)
PREPARE_MODULES = ("coursebuild.engine.pipeline",)


def pool(session: Session, options: BuildOptions, documents: int, *, prints: bool = False) -> "Pool":
    """The worker processes for a number of documents."""
    from coursebuild.runtime.pool import Pool  # noqa: PLC0415 (slow to import; an up-to-date build needs no pool)

    pages = len(options.editions) * _printed_formats(options) if prints else 0
    if pages:
        count = min(options.jobs, documents * pages)
    else:
        # one document is done before a worker has started, unless it is code of the author's that does it
        count = min(options.jobs, documents)
        count = count if count > 1 or session.runs_code else 0
    printing = PRINT_MODULES if pages else ()
    preparing = PREPARE_MODULES if documents > 1 or session.runs_code or not pages else ()
    return Pool(count, *printing, *preparing, memory=session.course.limits.memory)


def _printed_formats(options: BuildOptions) -> int:
    return sum(FORMATS[format_].is_printed for format_ in options.formats)

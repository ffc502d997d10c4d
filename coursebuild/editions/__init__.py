"""One edition of a document: the filters, applied in one stated order."""

from coursebuild.runtime.lazy_import import deferred

with deferred("yaml"):  # for filters that read YAML in a lesson
    import panflute as _panflute  # noqa: F401 (the modules below import it once more)

from coursebuild.editions.filters import load_filters
from coursebuild.editions.select import depends_on_format, has_conditions, select

__all__ = ["depends_on_format", "has_conditions", "load_filters", "select"]

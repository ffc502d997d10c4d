"""One edition of a document: the filters, applied in one stated order."""

from coursebuild.runtime.lazy_import import deferred

with deferred("lazy_yaml", "yaml"):  # for filters that read YAML in a lesson
    import panflute as _panflute  # noqa: F401 (the modules below import it once more)

from coursebuild.editions.filters import Filters, load_filters
from coursebuild.editions.select import Setup, depends_on_format, select

__all__ = ["Filters", "Setup", "depends_on_format", "load_filters", "select"]

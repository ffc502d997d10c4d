"""Select one edition of a document: set its metadata and apply the filters, in a fixed order."""

from coursebuild.runtime.lazy_import import deferred

with deferred("lazy_yaml", "yaml"):  # for filters that read YAML in a lesson
    import panflute as _panflute  # noqa: F401 (the modules below import it again)

from coursebuild.editions.dates import dates
from coursebuild.editions.filters import Filters, load_filters
from coursebuild.editions.misspelt_fields import USED as USED_FIELDS
from coursebuild.editions.select import Setup, count, depends_on_format, select

__all__ = ["USED_FIELDS", "Filters", "Setup", "count", "dates", "depends_on_format", "load_filters", "select"]

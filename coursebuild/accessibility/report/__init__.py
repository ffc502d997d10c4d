"""Write what was found as a report that can be filed: text, JSON, or one HTML file."""

from collections.abc import Callable, Mapping

from coursebuild.accessibility.report import as_html, as_json, as_text
from coursebuild.accessibility.report.report import Report, programs

WRITERS: Mapping[str, Callable[[Report], str]] = {  # by the suffix of the file
    ".html": as_html.write,
    ".json": as_json.write,
    ".txt": as_text.write,
}

__all__ = ["WRITERS", "Report", "programs"]

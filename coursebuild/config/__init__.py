"""What the author's configuration says: coursebuild.toml, templates, where the sources are."""

from coursebuild.config.load import CONFIGURATION, diagnostic, doubts, load
from coursebuild.config.locate import locate

__all__ = [
    "CONFIGURATION",
    "diagnostic",
    "doubts",
    "fonts",
    "labels",
    "load",
    "locate",
    "palette",
    "templates",
    "toml",
]

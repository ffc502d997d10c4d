"""What the author's configuration says: coursebuild.toml, where the sources are, labels, fonts."""

from coursebuild.config.load import CONFIGURATION, doubts, load
from coursebuild.config.locate import locate

__all__ = ["CONFIGURATION", "doubts", "files", "fonts", "labels", "load", "locate", "toml_position"]

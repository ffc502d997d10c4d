"""What is wrong with the coursebuild.toml in an editor."""

from pathlib import Path

from coursebuild import config
from coursebuild.config import CONFIGURATION, toml
from coursebuild.model import BuildError, Diagnostic


def check(root: Path, text: str) -> tuple[Diagnostic, ...]:
    """What `check` would say of the configuration of the course in `root` if this were its text."""
    try:
        found = config.warnings(config.load(root, text=text))
    except BuildError as error:
        return error.diagnostics
    # the warnings have the places of what is on the disk
    return tuple(
        toml.diagnostic(CONFIGURATION, text, each.code, each.message) if each.path == CONFIGURATION else each
        for each in found
    )

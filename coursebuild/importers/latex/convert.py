"""Convert LaTeX to Markdown by pandoc, which opens no file for it."""

import subprocess

from coursebuild.importers.draft import REFUSED
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime import resources

_SECONDS = 60
_MEMORY = 1_000_000_000  # bytes
_TO = "markdown-raw_tex-raw_html-header_attributes-bracketed_spans-simple_tables-multiline_tables"


def to_markdown(text: str, name: str) -> str:
    """Return the Markdown of a LaTeX text. Raises: BuildError, if pandoc cannot read it."""
    command = [
        resources.pandoc(),
        *("+RTS", f"-M{_MEMORY}", "-RTS"),
        *("--sandbox", "--standalone", "--from=latex", f"--to={_TO}"),
        *("--wrap=none", "--markdown-headings=atx", "--quiet"),
    ]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal(name, f"pandoc takes more than {_SECONDS} seconds for it") from error
    except OSError as error:
        raise _refusal(name, f"pandoc cannot be started: {error.strerror}") from error
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise _refusal(name, f"pandoc cannot read it: {reason[:300]}")
    return done.stdout.decode()


def _refusal(name: str, message: str) -> BuildError:
    return BuildError(Diagnostic(name, 0, 0, REFUSED, message))

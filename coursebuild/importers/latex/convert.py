"""Convert LaTeX to Markdown by pandoc, which opens no file for it."""

import re
import subprocess

from coursebuild.importers.draft import REFUSED
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime import resources

_SECONDS = 60
_MEMORY = 1_000_000_000  # bytes
_TO = "markdown-raw_tex-raw_html-header_attributes-simple_tables-multiline_tables"
_SKIPPED = re.compile(r"(?m)^\[INFO\] Skipped '(.*?)'? at ")


def to_markdown(text: str, name: str) -> tuple[str, list[str]]:
    """Return the Markdown of a LaTeX text, and what pandoc has left out.

    Raises: BuildError, if pandoc cannot read it.
    """
    command = [
        resources.pandoc(),
        *("+RTS", f"-M{_MEMORY}", "-RTS"),
        *("--sandbox", "--standalone", "--from=latex", f"--to={_TO}"),
        *("--wrap=none", "--markdown-headings=atx", "--verbose"),
    ]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal(name, f"pandoc takes more than {_SECONDS} seconds for it") from error
    except OSError as error:
        raise _refusal(name, f"pandoc cannot be started: {error.strerror}") from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        reason = " ".join(said[max(0, said.find("Error")) :].split())
        raise _refusal(name, f"pandoc cannot read it: {reason[:300]}")
    return done.stdout.decode(), list(dict.fromkeys(_SKIPPED.findall(said)))


def _refusal(name: str, message: str) -> BuildError:
    return BuildError(Diagnostic(name, 0, 0, REFUSED, message))

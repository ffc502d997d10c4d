"""Convert LaTeX to Markdown by pandoc, which opens no file for it."""

import re
import subprocess
from collections.abc import Sequence

from coursebuild.importers.draft import REFUSED
from coursebuild.model import BuildError, Diagnostic, short
from coursebuild.runtime import resources

_SECONDS = 60
_MEMORY = 1_000_000_000  # bytes
_TO = "markdown-raw_tex-raw_html-header_attributes-simple_tables-multiline_tables"
_ERROR = re.compile(r"Error at[^(]*\(line (?P<line>\d+), column \d+\):\s*(?P<reason>[^\n]*)")
_TELLING = re.compile(r"\w{2}")  # in a line that can be found again
_SKIPPED = re.compile(r"(?m)^\[INFO\] Skipped '(.*?)'? at ")


def to_markdown(text: str, name: str, original: Sequence[str]) -> tuple[str, list[str]]:
    """Return the Markdown of a LaTeX text, and what pandoc has left out; `original` are the author's lines.

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
        raise _unreadable(name, said, text.split("\n"), original)
    return done.stdout.decode(), list(dict.fromkeys(_SKIPPED.findall(said)))


def _unreadable(name: str, said: str, lines: Sequence[str], original: Sequence[str]) -> BuildError:
    """The error for what pandoc does not understand, at the last of the author's lines up to there."""
    found = _ERROR.search(said)
    if found is None:
        return _refusal(name, f"pandoc cannot read it: {short(' '.join(said.split()))}")
    above = [text.strip() for text in lines[: int(found["line"])] if _TELLING.search(text)]
    numbers = {text.strip(): number for number, text in reversed([*enumerate(original, 1)])}
    number = next((numbers[text] for text in reversed(above) if text in numbers), 0)
    message = (
        f"pandoc cannot read it as LaTeX from here on ({short(found['reason'])}): a brace, an environment "
        "or a formula is not closed, or closed twice"
    )
    return _refusal(name, message, number)


def _refusal(name: str, message: str, line: int = 0) -> BuildError:
    return BuildError(Diagnostic(name, line, min(line, 1), REFUSED, message))

"""The password of encrypted PDFs: from the environment, or from who sits at the terminal."""

import os
import sys

import click

VARIABLE = "COURSEBUILD_PASSWORD"
ONLY_PDFS = "with corrections, only PDFs are written: nothing else can be encrypted (--plain-too)"
SHORTEST = 8  # characters: whoever has a file may try all shorter ones


def ask(*, is_new: bool) -> str:
    """The password; a new one is typed twice. Raises: click.UsageError if it is not good, or not there.

    Programs that are started later do not find it in their environment.
    """
    password = os.environ.pop(VARIABLE, None)
    if password is None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                f"There is no password: set {VARIABLE}, or run the command on a terminal, which asks."
            )
        password = click.prompt("Password of the PDFs", hide_input=True, confirmation_prompt=is_new, err=True)
    if is_new:
        _check(password)
    return password


def ask_if_possible() -> str:
    """The password of PDFs that exist, as programs take it; empty if nobody can say it."""
    from coursebuild import pdf  # noqa: PLC0415 (few calls meet an encrypted file)

    try:
        return pdf.prepared(ask(is_new=False))
    except (click.UsageError, pdf.EncryptionError):
        return ""


def _check(password: str) -> None:
    from coursebuild import pdf  # noqa: PLC0415 (few builds encrypt)

    if len(password) < SHORTEST:
        raise click.UsageError(f"The password needs at least {SHORTEST} characters.")
    if not password.isprintable():
        raise click.UsageError("The password has characters that cannot be typed, such as a line break.")
    try:
        pdf.prepared(password)
    except pdf.EncryptionError as error:
        raise click.UsageError(f"The password cannot be used: {error}.") from error

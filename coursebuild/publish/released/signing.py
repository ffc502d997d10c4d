"""Sign the sums of a release with minisign or ssh-keygen, whichever the key is for."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import BuildError, Diagnostic, printable, shown
from coursebuild.runtime.system import regular_file

NAMESPACE = "file"  # of OpenSSH's signatures: what `ssh-keygen -Y sign` is documented with
TIMEOUT = 600  # seconds, in which somebody types a password

_LARGEST = 1_000_000  # bytes of a key
_HEAD = 200  # bytes of a key that say for which program it is


class Program(NamedTuple):
    """A program that signs: what its keys begin with, its command, and the end of a signature's name."""

    heads: tuple[bytes, ...]
    command: tuple[str, ...]
    suffix: str


_PROGRAMS = (
    Program((b"untrusted comment:",), ("minisign", "-S", "-s", "{key}", "-m"), ".minisig"),
    Program(
        (b"-----BEGIN OPENSSH PRIVATE KEY", b"ssh-", b"ecdsa-", b"sk-"),
        ("ssh-keygen", "-q", "-Y", "sign", "-f", "{key}", "-n", NAMESPACE),
        ".sig",
    ),
)
SUFFIXES = tuple(program.suffix for program in _PROGRAMS)


def sign(path: Path, key: str) -> Path:
    """Sign a file, and return the path of the signature beside it. Raises: BuildError."""
    program = program_of(key)
    signature = path.with_name(f"{path.name}{program.suffix}")
    signature.unlink(missing_ok=True)  # ssh-keygen would ask
    command = [word.format(key=_expanded(key)) for word in program.command]
    try:
        # minisign asks for a password on standard error, where somebody has to see it
        done = subprocess.run(
            [*command, str(path)],
            check=False,
            timeout=TIMEOUT,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr.isatty() else subprocess.PIPE,
        )
    except OSError as error:
        raise _failure(key, f"`{command[0]}` cannot be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise _failure(key, f"`{command[0]}` did not finish in {TIMEOUT} s") from error
    if done.returncode or not signature.is_file():
        printed = (done.stderr or b"").decode("utf-8", "replace").strip().splitlines()
        raise _failure(
            key, f"`{command[0]}`: {printable(printed[-1]) if printed else 'it wrote no signature'}"
        )
    return signature


def program_of(key: str) -> Program:
    """The program for a key. Raises: BuildError."""
    try:
        head = regular_file.read(_expanded(key), _LARGEST)[:_HEAD].lstrip()
    except OSError as error:
        raise _failure(key, f"it cannot be read: {error.strerror}") from error
    for program in _PROGRAMS:
        if head.startswith(program.heads):
            return program
    raise _failure(key, "it is neither a secret key of minisign, nor a key of OpenSSH")


def _expanded(key: str) -> str:
    return os.path.expanduser(key)  # noqa: PTH111 (Path raises for a user that is none)


def _failure(key: str, message: str) -> BuildError:
    return BuildError(Diagnostic(shown(Path(key)), 0, 0, "CB263", message))

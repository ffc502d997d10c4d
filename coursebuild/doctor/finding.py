"""What was found of one part of the machine."""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class State(StrEnum):
    """`WRONG` is what makes a build fail; `NOTE` is what makes it slower, or takes a function away."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


class Finding(NamedTuple):
    """The state of a part of the machine, in a sentence; and if it is not fine, what to do."""

    state: State
    message: str
    remedy: str = ""


def fine(message: str) -> Finding:
    return Finding(State.FINE, message)


def note(message: str, remedy: str) -> Finding:
    return Finding(State.NOTE, message, remedy)


def wrong(message: str, remedy: str) -> Finding:
    return Finding(State.WRONG, message, remedy)


def home() -> Path | None:
    """The user's home folder; None if there is none."""
    try:
        folder = Path.home()
    except RuntimeError:
        return None
    return folder if folder.is_dir() else None


def without_home(text: str) -> str:
    """The text with `~` in place of the home folder, whose path has the user's name."""
    folder = home()
    return text.replace(str(folder), "~") if folder and folder != Path(folder.anchor) else text

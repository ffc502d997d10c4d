"""The finding of a rule, before it becomes a diagnostic of a file."""

from typing import NamedTuple

from coursebuild.model import Place


class Slip(NamedTuple):
    """A mistake in a source.

    If `place` is None, the place is where `quote` first occurs, or else `or_at`.
    """

    code: str
    message: str
    place: Place | None = None
    quote: str = ""
    or_at: str = ""

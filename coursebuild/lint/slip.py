"""What a rule finds."""

from typing import NamedTuple

from coursebuild.model import Place


class Slip(NamedTuple):
    """A mistake, at its place where that is known, otherwise where `quote` stands, or else `or_at`."""

    code: str
    message: str
    place: Place | None = None
    quote: str = ""
    or_at: str = ""

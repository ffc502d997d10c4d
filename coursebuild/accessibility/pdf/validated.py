"""The result of a validator of PDF/UA-1."""

from coursebuild.accessibility.outcome import MOST_FAULTS, Fault, Outcome, Result

STANDARD = "PDF/UA-1"


def validated(name: str, examined: int, faults: list[Fault]) -> Result:
    """What a validator says that tested so many rules, and found these to be broken."""
    outcome = Outcome.FAILED if faults else Outcome.PASSED
    return Result(name, (STANDARD,), outcome, examined, len(faults), tuple(faults[:MOST_FAULTS]))

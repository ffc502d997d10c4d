"""Examine which optimizations are used, and why the others are not."""

from coursebuild.doctor.finding import Finding, fine, note
from coursebuild.runtime import optimizations

REMEDY = "nothing is wrong: builds take longer, and make the same pages"


def fast_paths() -> Finding:
    reasons: dict[str, list[str]] = {}
    for name in optimizations.disabled():
        reasons.setdefault(optimizations.why_disabled(name), []).append(name)
    used = len(optimizations.OPTIONAL) - sum(map(len, reasons.values()))
    if not reasons:
        return fine(f"all {used} are used")
    listed = "; ".join(f"{why}: {', '.join(names)}" for why, names in reasons.items())
    return note(f"{used} of {len(optimizations.OPTIONAL)} are used. {listed}", REMEDY)

"""The table of optimizations: what each one relies on, and whether it is used.

An optimization is code that relies on internals of another library, or that replaces a part of Python. It is
used only with the versions that it was written for. With other versions, or if COURSEBUILD_PLAIN=1 is set, it
is not used; the build is then slower, and its files are the same.
"""

import os
import sys
from typing import NamedTuple

from coursebuild.runtime import resources

PLAIN = "COURSEBUILD_PLAIN"  # set by users to disable all optimizations
WITHOUT = "COURSEBUILD_WITHOUT"  # set by bench/parts.py to disable some: names separated by commas

_WEASYPRINT, _PYDYF = "weasyprint 70.0", "pydyf 0.13.0"
_LAYOUT = frozenset({_WEASYPRINT, _PYDYF})
_READ = frozenset({(3, 11), (3, 12), (3, 13), (3, 14)})  # versions of CPython
_ANY: frozenset[tuple[int, int]] = frozenset()


class Requirement(NamedTuple):
    """The versions that an optimization was written for: of packages, and of Python where it matters.

    If `shapes_output` is true, the bytes of files, or what is reported, depend on the optimization.
    COURSEBUILD_PLAIN does not disable it.
    """

    packages: frozenset[str] = frozenset()
    pythons: frozenset[tuple[int, int]] = _ANY
    shapes_output: bool = False


OPTIONAL = {
    # coursebuild/__main__.py, runtime/
    "collector": Requirement(),
    "process_exit": Requirement(pythons=_READ),
    "fork_server": Requirement(pythons=_READ),
    "compiled": Requirement(pythons=_READ),
    "lazy_yaml": Requirement(frozenset({"panflute 2.3.1"}), _READ),
    # pdf/startup/
    "lazy_fonttools": Requirement(frozenset({_WEASYPRINT, "fonttools 4.68.0"}), _READ),
    "cffi_tables": Requirement(frozenset({_WEASYPRINT, "cffi 2.1.1"})),
    "stylesheets": Requirement(frozenset({_WEASYPRINT, "tinycss2 1.5.1", "cssselect2 0.10.1"})),
    # pdf/fastpath/
    "parsing": Requirement(frozenset({_WEASYPRINT, "selectolax 1.0.2"})),
    "lines": Requirement(_LAYOUT),
    "shaped": Requirement(_LAYOUT),
    "glyphs": Requirement(_LAYOUT),
    "styles": Requirement(_LAYOUT),
    "boxes": Requirement(_LAYOUT),
    "paths": Requirement(_LAYOUT),
    # pdf/weasy.py
    "zlib_level": Requirement(frozenset({_PYDYF}), shapes_output=True),
    "page_gaps": Requirement(_LAYOUT, shapes_output=True),
    "page_check": Requirement(_LAYOUT, shapes_output=True),
    "line_ends": Requirement(_LAYOUT, shapes_output=True),
    "text_colour": Requirement(_LAYOUT, shapes_output=True),
    "letter_spacing": Requirement(_LAYOUT, shapes_output=True),
    "structure": Requirement(_LAYOUT, shapes_output=True),
    "joined_glyphs": Requirement(_LAYOUT, shapes_output=True),
    "font_dates": Requirement(frozenset({_WEASYPRINT, "fonttools 4.68.0"}), shapes_output=True),
}


def enabled(name: str) -> bool:
    """Whether an optimization is used: its required versions are installed, and it is not disabled."""
    return not why_disabled(name)


def why_disabled(name: str) -> str:
    """Why an optimization is not used; empty if it is."""
    requirement = OPTIONAL[name]
    if name in os.environ.get(WITHOUT, "").split(","):
        return f"{WITHOUT} names it"
    if os.environ.get(PLAIN, "0") not in ("", "0") and not requirement.shapes_output:
        return f"{PLAIN} is set"
    if requirement.pythons and not _runs_on(requirement.pythons):
        return "written for another version of Python"
    absent = requirement.packages - _installed() if requirement.packages else ()
    return f"written for {', '.join(sorted(absent))}" if absent else ""


def disabled() -> list[str]:
    """The names of the optimizations that are not used."""
    return [name for name in OPTIONAL if not enabled(name)]


def failed(name: str, error: Exception) -> None:
    """Log, at debug level, that an optimization failed with the versions that it requires."""
    import logging  # noqa: PLC0415 (a build that has nothing to do needs none)

    logging.getLogger("coursebuild.optimizations").debug(
        "without %s: %s: %s", name, type(error).__name__, error
    )


def _runs_on(pythons: frozenset[tuple[int, int]]) -> bool:
    return sys.implementation.name == "cpython" and sys.version_info[:2] in pythons


def _installed() -> frozenset[str]:
    return frozenset(f"{name.lower()} {version}" for name, version in resources.packages())

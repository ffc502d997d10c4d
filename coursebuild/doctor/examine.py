"""The table of what is examined, and the examination."""

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from coursebuild.doctor.finding import Finding, State, note, without_home, wrong
from coursebuild.doctor.machine import is_checkout

TRIALS = "trials"  # the module that does what a build does: what fails there would make it fail


class Part(NamedTuple):
    """A part of the machine, and the function that examines it: its module here, and its name.

    It is not examined where one of the parts that it `needs` is wrong, which says it all.
    """

    module: str
    function: str
    needs: tuple[str, ...] = ()


PARTS = {
    "coursebuild": Part("machine", "coursebuild"),
    "system": Part("machine", "system"),
    "Python": Part("machine", "python"),
    "packages": Part("machine", "libraries"),
    "home": Part("machine", "home_folder"),
    "cache": Part("machine", "cache"),
    "temporary files": Part("machine", "temporary_folder"),
    "characters": Part("machine", "characters"),
    "git": Part("machine", "git"),
    "pandoc": Part(TRIALS, "pandoc_process", ("temporary files",)),
    "lesson": Part(TRIALS, "lesson", ("temporary files", "pandoc")),
    "Pango": Part(TRIALS, "native_libraries"),
    "HarfBuzz": Part(TRIALS, "subsetting"),
    "fonts": Part(TRIALS, "font_files"),
    "PDF": Part(TRIALS, "printed_page", ("temporary files", "Pango", "fonts")),
    "optimizations": Part("optimizations", "fast_paths"),
}
OF_CHECKOUTS = {"browser": Part("machine", "browser")}  # what only the tests need


def examine() -> Iterator[tuple[str, Finding]]:
    """Examine each part of the machine; yield its name and what was found. Raises nothing."""
    failed = set[str]()
    for name, part in (PARTS | (OF_CHECKOUTS if is_checkout() else {})).items():
        if failed.isdisjoint(part.needs):
            finding = _examine(part)
            if finding.state is State.WRONG:
                failed.add(name)
            yield name, finding._replace(message=without_home(finding.message))


def _examine(part: Part) -> Finding:
    try:
        finding: Finding = getattr(import_module(f"coursebuild.doctor.{part.module}"), part.function)()
    except ImportError as error:
        return wrong(f"a package is not complete: {error}", "install coursebuild again, in a new environment")
    except Exception as error:  # noqa: BLE001 (the other parts are examined all the same)
        found = wrong if part.module == TRIALS else note
        return found(f"it fails: {type(error).__name__}: {error}", "please report this")
    return finding

"""The shared libraries that WeasyPrint loads: which are missing, and what to type."""

from coursebuild.runtime.system import packages

# Libraries by the names that linkers use, each with what contains it.
NEEDED = {
    "gobject-2.0": packages.PANGO,
    "pango-1.0": packages.PANGO,
    "pangoft2-1.0": packages.PANGO,
    "harfbuzz": packages.PANGO,
    "fontconfig": packages.PANGO,
}
SUBSET = "harfbuzz-subset"  # without it, PDFs are made all the same

_FILES = ("lib{}.so.0", "lib{}.so.1", "lib{}.0.dylib", "lib{}.1.dylib", "lib{}.dylib", "lib{}-0.dll")


def missing() -> list[str]:
    """The libraries without which no PDF can be made, and that cannot be loaded."""
    return [name for name in NEEDED if not loads(name)]


def loads(name: str) -> bool:
    """Whether a library can be loaded: by the name of its file, or as the system finds it."""
    import ctypes.util  # noqa: PLC0415 (slow to import, and needed only where something is missing)

    for file in (*(each.format(name) for each in _FILES), ctypes.util.find_library(name)):
        try:
            if file and ctypes.CDLL(file):
                return True
        except OSError:
            continue
    return False


def explain(error: OSError) -> str:
    """What is wrong where WeasyPrint raised an error: the libraries that are missing, and what to type."""
    if absent := missing():
        needs = dict.fromkeys(NEEDED[name] for name in absent)
        return f"WeasyPrint cannot load {', '.join(absent)}: {packages.to_type(*needs)}"
    return str(error).partition("\n")[0]

"""Examine Python and the system: folders that must be writable, the locale, and other programs."""

import locale
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from coursebuild import __version__
from coursebuild.doctor.finding import Finding, fine, home, note, wrong
from coursebuild.runtime import atomic, resources, store
from coursebuild.runtime.system import packages, temporary

OPTIMIZED = "--enable-optimizations"
TOLD = ("weasyprint", "pydyf", "fonttools", "panflute", "nh3", "pikepdf", "pypdfium2")
SECONDS = 10  # that another program has to say its version
NO_TEMPORARY = "make /tmp writable, or let TMPDIR name a folder that you may write"
CHECKOUT = resources.PACKAGE.parent


def is_checkout() -> bool:
    """Whether this is a checkout of the project, and not an installed package."""
    return (CHECKOUT / "setup" / "which-browser.sh").is_file()


def coursebuild() -> Finding:
    where = "in a checkout" if is_checkout() else "installed"
    return fine(f"{__version__}, {where}")


def system() -> Finding:
    return fine(f"{packages.describe()}, {os.cpu_count() or 1} cores")


def python() -> Finding:
    """The Python that runs; distributions optimize the one that they install in /usr."""
    name = f"{platform.python_implementation()} {platform.python_version()}"
    options = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    if sys.base_prefix == "/usr" or OPTIMIZED in options or os.name == "nt":
        return fine(name)
    return note(
        f"{name}, built without optimizations, is a sixth slower",
        "make the environment with your system's Python, such as `/usr/bin/python3 -m venv .venv`",
    )


def libraries() -> Finding:
    """The Python packages that coursebuild requires."""
    try:
        required = metadata.requires("coursebuild") or []
    except metadata.PackageNotFoundError:
        return note("coursebuild runs without being installed", "type `make setup`, or `pip install .`")
    names = [_name(each) for each in required if ";" not in each]  # others are not needed everywhere
    absent = [name for name in names if not _is_installed(name)]
    if absent:
        remedy = "type `make setup`" if is_checkout() else "install coursebuild again, in a new environment"
        return wrong(f"not installed: {', '.join(absent)}", remedy)
    versions = (f"{name} {metadata.version(name)}" for name in TOLD if name in names)
    return fine(f"all {len(names)} are installed, such as {', '.join(versions)}")


def _name(requirement: str) -> str:
    """The name in a requirement (PEP 508)."""
    end = next((n for n, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def home_folder() -> Finding:
    if home() is None:
        return note(
            f"there is no folder `{named}`"
            if (named := os.environ.get("HOME"))
            else "you have no home folder",
            "let HOME name your home folder, or COURSEBUILD_CACHE a folder for the cache",
        )
    return fine("it is there")


def cache() -> Finding:
    """Write a file into the cache folder, and read it."""
    folder = store.folder()
    if folder == store.NOWHERE:
        return note("there is none, without a home folder", "let COURSEBUILD_CACHE name a folder")
    probe = folder / f"doctor-{os.getpid()}"
    try:
        atomic.write(probe, b"probe")
        probe.unlink()
    except OSError as error:
        return note(
            f"{folder} cannot be written: {error.strerror}; each build builds everything",
            "make the folder writable, or let COURSEBUILD_CACHE name another one",
        )
    pages, size = store.size()
    return fine(f"{folder}, {pages} pages, {size / 1e6:.1f} of {store.LARGEST / 1e6:.0f} MB")


def temporary_folder() -> Finding:
    """Find the folder as a build does: what TMPDIR names comes first, and the course's own folder last."""
    named = os.environ.get(temporary.VARIABLE)
    if not temporary.provide(store.folder(), Path()):
        return wrong("no folder for temporary files can be written", NO_TEMPORARY)
    used = os.environ.get(temporary.VARIABLE, "the system's")
    if named and os.path.abspath(named) != used:
        return note(
            f"TMPDIR names {named}, where no file can be written; {used} is used",
            "let TMPDIR name a folder that you may write, or do not set it",
        )
    if temporary.is_ours(Path(used).name):
        return note(
            f"none of the usual folders can be written; one in {Path(used).parent} is used", NO_TEMPORARY
        )
    return fine(used)


def characters() -> Finding:
    """The locale, and the encoding of names of files and of what is printed."""
    names = sys.getfilesystemencoding()
    printed = getattr(sys.stdout, "encoding", "") or "none"
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:
        set_to = next(
            (os.environ[each] for each in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(each)), ""
        )
        return note(
            f"this system has no locale `{set_to}`", "set LANG to one that `locale -a` lists, such as C.UTF-8"
        )
    if any(each.replace("-", "").lower() != "utf8" for each in (names, printed)):
        return note(
            f"names of files are {names}, and what is printed is {printed}: letters with accents are escaped",
            "set LANG to a locale with UTF-8, such as C.UTF-8, and do not set PYTHONUTF8=0",
        )
    return fine(f"UTF-8, {locale.setlocale(locale.LC_CTYPE)}")


def git() -> Finding:
    version = output_of("git", "--version")
    if not version:
        return note(
            "not found; `--since` and `--trusted` need it",
            packages.to_type(packages.GIT),
        )
    return fine(version.removeprefix("git version "))


def browser() -> Finding:
    """The browser of the tests, as they find it."""
    path = output_of("sh", str(CHECKOUT / "setup" / "which-browser.sh"))
    if not path:
        return note("not found; tests that open pages are skipped", "type `make browser`")
    return fine(output_of(path, "--version") or path)


def output_of(program: str, *arguments: str) -> str:
    """What a program prints, on one line; empty if it cannot be run, fails or takes too long."""
    path = shutil.which(program)
    if not path:
        return ""
    try:
        done = subprocess.run(
            [path, *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=True,
            timeout=SECONDS,
            cwd=Path("/"),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(done.stdout.decode("utf-8", "replace").split())

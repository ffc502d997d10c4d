"""What to type to install what no Python package contains, on each kind of system."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

PANGO, SUBSET, GIT = "Pango", "HarfBuzz's subset library", "git"


class System(NamedTuple):
    """A kind of system: its names in os-release(5), its command, and the packages of each need."""

    identifiers: frozenset[str]
    command: str
    packages: Mapping[str, str]
    needs_root: bool = True


SYSTEMS = {
    "Debian, Ubuntu": System(
        frozenset({"debian", "ubuntu"}),
        "apt-get install",
        {PANGO: "libpango-1.0-0 libpangoft2-1.0-0", SUBSET: "libharfbuzz-subset0", GIT: "git"},
    ),
    "Fedora": System(
        frozenset({"fedora", "rhel", "centos"}),
        "dnf install",
        {PANGO: "pango", SUBSET: "harfbuzz", GIT: "git"},
    ),
    "Arch Linux": System(frozenset({"arch"}), "pacman -S", {PANGO: "pango", SUBSET: "harfbuzz", GIT: "git"}),
    "openSUSE": System(
        frozenset({"suse", "opensuse"}),
        "zypper install",
        {PANGO: "libpango-1_0-0", SUBSET: "libharfbuzz-subset0", GIT: "git"},
    ),
    "macOS": System(
        frozenset({"darwin"}),
        "brew install",
        {PANGO: "pango python", SUBSET: "harfbuzz", GIT: "git"},  # its Python finds its libraries
        needs_root=False,
    ),
}
WINDOWS = "Windows: type `wsl --install` in PowerShell, and install coursebuild in the Linux that it installs"


def to_type(*needs: str) -> str:
    """What to type on this system to install what is needed, or on each system if this one is not known."""
    if sys.platform == "win32":
        return WINDOWS
    found = _identifiers()
    for system in SYSTEMS.values():
        if not found.isdisjoint(system.identifiers):
            return f"type `{_command(system, needs)}`"
    return "; ".join([*(f"{name}: `{_command(each, needs)}`" for name, each in SYSTEMS.items()), WINDOWS])


def describe() -> str:
    """The name of this system, such as `Debian GNU/Linux 12 (bookworm)`, and whether it is WSL's."""
    import platform  # noqa: PLC0415 (slow to import, and rarely needed)

    name = f"{platform.system()} {platform.release()}"
    if sys.platform == "darwin":
        name = f"macOS {platform.mac_ver()[0]}"
    with suppress(OSError):
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    is_wsl = "microsoft" in platform.release().lower()
    return f"{name}{', in WSL' if is_wsl else ''}, {platform.machine()}"


def _command(system: System, needs: Iterable[str]) -> str:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    as_root = "sudo " if system.needs_root and not is_root else ""
    names = dict.fromkeys(name for need in needs for name in system.packages[need].split())
    return f"{as_root}{system.command} {' '.join(names)}"


def _identifiers() -> frozenset[str]:
    """The names of this system, and of those that it is like."""
    if sys.platform != "linux":
        return frozenset({sys.platform})
    import platform  # noqa: PLC0415 (slow to import, and rarely needed)

    with suppress(OSError):
        release = platform.freedesktop_os_release()
        return frozenset(f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".split())
    return frozenset()

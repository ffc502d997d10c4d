"""Know licences by their SPDX identifiers, by the names that readers know, and by their addresses.

This is no filter, but a part of filters/credits.py.
"""

import re

_CREATIVE_COMMONS = "https://creativecommons.org/"
_SPDX = "https://spdx.org/licenses/"
_VERSIONS = ("4.0", "3.0", "2.5", "2.0")
_ZERO = ("CC0 1.0", f"{_CREATIVE_COMMONS}publicdomain/zero/1.0/")
_OTHERS = {  # by their identifiers, folded: the name that readers know, and the address
    "cc0-1.0": _ZERO,
    "etalab-2.0": ("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    "gfdl-1.3-or-later": ("GFDL 1.3", "https://www.gnu.org/licenses/fdl-1.3.html"),
    "gpl-3.0-or-later": ("GPL 3.0", "https://www.gnu.org/licenses/gpl-3.0.html"),
}
_SPELLED = {  # as SPDX spells them
    name.casefold(): name
    for name in "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause EUPL-1.2 ISC MIT MPL-2.0".split()
}
_CC = re.compile(r"cc-(?P<terms>by(?:-nc)?(?:-nd|-sa)?)-(?P<version>[\d.]+)")
_CC_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)|publicdomain/zero)/(?P<version>[\d.]+)"
)
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def named(text: str) -> tuple[str, str]:
    """Return the name of a licence, and its address; any other text is a name without one."""
    if found := _CC_ADDRESS.match(text):
        return _creative_commons(found["terms"], found["version"]) if found["terms"] else _ZERO
    if ADDRESS.fullmatch(text):
        return re.sub(r"^https?://(?:www\.)?|/$", "", text), text
    name = re.sub(r"[\s_-]+", "-", text.strip().casefold())
    if (found := _CC.fullmatch(name)) and found["version"] in _VERSIONS:
        return _creative_commons(found["terms"], found["version"])
    if name in _SPELLED:
        return _SPELLED[name], f"{_SPDX}{_SPELLED[name]}.html"
    return _OTHERS.get(name) or _OTHERS.get(f"{name}-or-later") or (text, "")


def _creative_commons(terms: str, version: str) -> tuple[str, str]:
    return f"CC {terms.upper()} {version}", f"{_CREATIVE_COMMONS}licenses/{terms}/{version}/"

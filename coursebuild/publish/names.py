"""Names of files that every system can have."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import PurePosixPath

LONGEST = 200  # bytes of one name, for systems allow 255 with what they add
MOST = 60  # letters of a part of a name, of which a file's name has four

_ODD = re.compile(r'[\0-\x1f\x7f-\x9f<>:"|?*\\]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._+]+")
# what Unicode does not decompose into a letter and an accent
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def plain(text: str) -> str:
    """A text as a part of a file's name: letters without accents, digits, dots and hyphens; may be empty."""
    letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    without_accents = "".join(each for each in letters if not unicodedata.combining(each))
    return _NOT_PLAIN.sub("-", without_accents).strip("-.")[:MOST].strip("-.")


def distinct(texts: Iterable[str], unnamed: str) -> Iterator[str]:
    """The texts as by `plain`, numbered where several would be one name on some system."""
    taken: set[str] = set()
    for text in texts:
        name = plain(text) or unnamed
        numbered = chain((name,), (f"{name}-{number}" for number in count(2)))
        free = next(each for each in numbered if each.casefold() not in taken)
        taken.add(free.casefold())
        yield free


def find_problem(names: Iterable[PurePosixPath]) -> str:
    """What is wrong with the paths of files that are to be unpacked in one folder; empty if nothing is."""
    spelled: dict[str, str] = {}
    for name in names:
        if name.is_absolute() or ".." in name.parts or not name.parts:
            return f"`{name}` leads out of the folder"
        if part := next((part for part in name.parts if _is_odd(part)), ""):
            return f"`{name}`: Windows has no file named `{part}`"
        if any(len(part.encode("utf-8", "surrogateescape")) > LONGEST for part in name.parts):
            return f"`{name}`: a name in it has more than {LONGEST} bytes"
        for path in (name, *list(name.parents)[:-1]):
            other = spelled.setdefault(_folded(path), str(path))
            if other != str(path):
                return f"`{path}` and `{other}` are one name on other systems"
    return ""


def _is_odd(part: str) -> bool:
    return bool(_ODD.search(part) or _RESERVED.match(part) or part.endswith((".", " ")) or not _is_text(part))


def _is_text(part: str) -> bool:
    return part.encode(errors="ignore").decode() == part


def _folded(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", str(path)).casefold())

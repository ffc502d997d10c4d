"""What the templates say: a page may show it, whatever its edition withholds."""

import re
from typing import NamedTuple

from coursebuild.config.templates import Templates
from coursebuild.model import Searched, squeezed, words

_STRING = re.compile(r"""\"[^\"\n]*\"|'[^'\n]*'""")
_SUFFIXES = (".css", ".html", ".jinja", ".js", ".toml")


class Frame(NamedTuple):
    """What the templates and the course's title say, squeezed, and the words that a page may show of them.

    Of a style sheet these are its strings (`content`), of a script none.
    """

    words: frozenset[str]
    text: Searched
    course: str

    @classmethod
    def of(cls, templates: Templates, course: str) -> "Frame":
        """The frame of a course, by its title."""
        texts = [
            (name, folder.text(name) or "")
            for folder in (templates.built_in, templates.own)
            for name in folder.names(*_SUFFIXES)
        ]
        shown = frozenset(word for name, text in texts for word in words(_visible(name, text)))
        return cls(shown, Searched(squeezed(" ".join(text for _, text in texts))), course)


def _visible(name: str, text: str) -> str:
    if name.endswith(".css"):
        return " ".join(_STRING.findall(text))
    return "" if name.endswith(".js") else text

"""The words of templates, which every page may show, whatever its edition withholds."""

import re
from dataclasses import dataclass
from functools import cached_property

from coursebuild.config import fonts
from coursebuild.config.labels import Labels
from coursebuild.config.templates import Folder, Templates
from coursebuild.model import Searched, squeezed, words

_STRING = re.compile(r"""\"[^\"\n]*\"|'[^'\n]*'""")
_SUFFIXES = (".css", ".html", ".jinja", ".js", ".toml")


@dataclass(frozen=True)
class Frame:
    """The words of the templates and of the course's title, read when first needed."""

    _templates: Templates
    course: str  # its title
    font: str = ""  # the families of its texts
    labels: tuple[str, ...] = ()  # of the author's own kinds of boxes
    correctors: tuple[str, ...] = ()  # the editions that show corrections

    def of_corrections(self, lang: str) -> tuple[str, ...]:
        """The labels of pages with corrections alone, which no template has on all pages.

        They are the names of editions, and what stands at right answers.
        """
        labels = Labels(self._templates).in_language(lang)
        names = (labels.get(name) or labels["edition"].replace("{name}", name) for name in self.correctors)
        found = (*names, labels["right_answer"])
        return tuple(label for label in found if squeezed(label) not in self._pages)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that a page may show: a style sheet's are those of its strings; a script has none."""
        return frozenset(word for name, text in self._texts for word in words(_visible(name, text)))

    @cached_property
    def code(self) -> frozenset[str]:
        """The words of the templates' scripts, style sheets, tags, icons and fonts, which are not seen."""
        families = (family for package in fonts.FAMILIES.values() for family in package)
        texts = (*(text for _, text in (*self._texts, *self._icons)), self.font, *families)
        return frozenset(word for text in texts for word in words(text))

    @cached_property
    def text(self) -> Searched:
        """The text of all templates."""
        return Searched(squeezed(" ".join(text for _, text in self._texts)))

    @cached_property
    def _pages(self) -> str:
        return squeezed(" ".join(text for name, text in self._texts if not name.endswith(".toml")))

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        """Each template with its text. Raises BuildError if one cannot be read."""
        return [
            (name, folder.text(name) or "") for folder in self._folders for name in folder.names(*_SUFFIXES)
        ]

    @property
    def _icons(self) -> list[tuple[str, str]]:
        icons = [Folder(folder.path / "icons") for folder in self._folders]
        return [(name, folder.text(name) or "") for folder in icons for name in folder.names(".svg")]

    @property
    def _folders(self) -> tuple[Folder, Folder]:
        return self._templates.built_in, self._templates.own


def _visible(name: str, text: str) -> str:
    if name.endswith(".css"):
        return " ".join(_STRING.findall(text))
    return "" if name.endswith(".js") else text

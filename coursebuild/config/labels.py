"""The labels that coursebuild writes into pages, in the language of each document."""

from collections.abc import Mapping

from coursebuild.config import toml
from coursebuild.config.templates import Folder, Templates
from coursebuild.model import FALLBACK_LANGUAGE

FILE = "labels.toml"


class Labels:
    """The labels of labels.toml; those of the author override the built-in ones."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._by_language: dict[str, Mapping[str, str]] = {}

    def in_language(self, lang: str) -> Mapping[str, str]:
        """The labels for a BCP 47 language tag, with English labels for those that a language lacks.

        Raises: BuildError if a file is broken.
        """
        code = lang.partition("-")[0].lower()
        if code not in self._by_language:
            labels: dict[str, str] = {}
            for folder in (self._templates.built_in, self._templates.own):
                tables = _tables(folder)
                labels |= {**tables.get(FALLBACK_LANGUAGE, {}), **tables.get(code, {})}
            self._by_language[code] = labels
        return self._by_language[code]


def find_misspelt(templates: Templates) -> list[str]:
    """A message for each of the author's labels whose name is almost a built-in one.

    Any other name may be for a template of the author.
    """
    built_in = _tables(templates.built_in)
    names = {name for labels in built_in.values() for name in labels}
    return [
        f"unknown label `{lang}.{name}`{hint}"
        for lang, labels in _tables(templates.own).items()
        for name in labels
        if name not in names and (hint := toml.suggest(name, names))
    ]


def _tables(folder: Folder) -> Mapping[str, Mapping[str, str]]:
    tables = folder.table(FILE)
    for lang, labels in tables.items():
        if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
            raise folder.broken(FILE, f"`{lang}` must be a table of strings")
    return tables

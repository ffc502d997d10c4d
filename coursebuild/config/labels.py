"""The labels that coursebuild writes into pages, in the language of each document."""

from collections.abc import Mapping

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
        wanted = code(lang)
        if wanted not in self._by_language:
            folders = [tables(folder) for folder in (self._templates.built_in, self._templates.own)]
            self._by_language[wanted] = {
                name: label
                for language in (FALLBACK_LANGUAGE, wanted)
                for folder in folders
                for name, label in folder.get(language, {}).items()
            }
        return self._by_language[wanted]

    def language_name(self, lang: str) -> str:
        """What a language calls itself, by its code; empty for one of which no file says it."""
        folders = (self._templates.own, self._templates.built_in)
        names = (tables(folder).get(lang, {}).get("language", "") for folder in folders)
        return next(filter(None, names), "")


def code(lang: str) -> str:
    """The language of a BCP 47 language tag, by which labels are found."""
    return lang.partition("-")[0].lower()


def tables(folder: Folder) -> Mapping[str, Mapping[str, str]]:
    """The labels of one folder, by language. Raises: BuildError if its file is broken."""
    found = folder.table(FILE)
    for lang, labels in found.items():
        if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
            raise folder.broken(FILE, f"`{lang}` must be a table of strings")
    return found

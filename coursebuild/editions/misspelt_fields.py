"""Fields of the front matter that are named almost as those that are used, or in another language."""

import re
from collections.abc import Iterator

import panflute as pf

from coursebuild.model import Course, Diagnostic, Source, vocabulary

USED = frozenset(
    "abstract author authors cover date description draft keywords lang links public require-corrections "
    "student-fields subtitle summary tags title toc".split()
)
# Names in other languages, folded.
_OTHER_NAMES = {
    **dict.fromkeys(("titre", "titel", "titolo", "titulo"), "title"),
    **dict.fromkeys(("sous-titre", "soustitre", "sous_titre"), "subtitle"),
    **dict.fromkeys(("auteur", "auteurs", "auteure", "autrice", "autore"), "author"),
    **dict.fromkeys(("langue", "language", "sprache", "idioma", "lingua"), "lang"),
    **dict.fromkeys(("mots-cles", "motscles", "mots_cles"), "keywords"),
    **dict.fromkeys(
        (f"champs{sign}{word}" for sign in "-_" for word in ("eleve", "eleves", "etudiant", "etudiants")),
        "student-fields",
    ),
    "resume": "abstract",
    "sommaire": "toc",
    "brouillon": "draft",
    "couverture": "cover",
}


def misspelt_fields(source: Source, doc: pf.Doc, course: Course) -> Iterator[Diagnostic]:
    """Warn about each field that nothing uses, no condition either, and that resembles a used one."""
    known = USED | course.decided | course.defaults.keys()
    for key in sorted(doc.metadata.content.keys() - known):
        if re.search(rf"(?<![\w-]){re.escape(key)}\s*=", source.text):  # a condition
            continue
        other = _OTHER_NAMES.get(vocabulary.fold(key), "")
        if other and other not in doc.metadata:
            message = f"the front matter's `{key}` is not used: it is called `{other}`"
            yield source.place(f"\n{key}:", "CB032", message).below(1)
        elif not other and (hint := vocabulary.suggest(key, known)):
            message = f"the front matter's `{key}` is not used{hint}"
            yield source.place(f"\n{key}:", "CB309", message).below(1)

"""Fields of the front matter without an effect: misspelt ones, those in another language, and the like."""

import re
from collections.abc import Iterator

import panflute as pf

from coursebuild.model import Course, Diagnostic, Source, vocabulary

USED = frozenset(
    "abstract author authors bibliography cover csl date description draft educational-level keywords "
    "lang learning-time license links math nocite numbering public require-corrections show-from "
    "student-fields subtitle summary tags tex title toc".split()
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
    **dict.fromkeys(("licence", "lizenz", "licencia", "licenza", "licentie"), "license"),
    "numerotation": "numbering",
    "resume": "abstract",
    "sommaire": "toc",
    "brouillon": "draft",
    "couverture": "cover",
}
# What a head of a sheet says, and no page shows, folded.
_NOT_SHOWN = frozenset(
    "annee annee-scolaire annee-universitaire bareme classe coefficient discipline duration duree enseignant "
    "enseignante etablissement filiere formation matiere module niveau professeur semestre ue".split()
)


def misspelt_fields(source: Source, doc: pf.Doc, course: Course) -> Iterator[Diagnostic]:
    """Warn about each field that no condition uses, if it resembles a used one or is probably to be shown."""
    known = USED | course.decided | course.defaults.keys()
    for key in sorted(doc.metadata.content.keys() - known):
        if re.search(rf"(?<![\w-]){re.escape(key)}\s*=", source.text):  # a condition
            continue
        other = _OTHER_NAMES.get(vocabulary.fold(key), "")
        if other and other not in doc.metadata:
            message = f"the front matter's `{key}` is not used: it is called `{other}`"
            yield source.place(f"\n{key}:", "CB032", message).below(1)
        elif vocabulary.fold(key) in _NOT_SHOWN:
            if not course.filters:  # which may use it
                yield source.place(f"\n{key}:", "CB308", f"no page shows the front matter's `{key}`").below(1)
        elif not other and (hint := vocabulary.suggest(key, known)):
            message = f"the front matter's `{key}` is not used{hint}"
            yield source.place(f"\n{key}:", "CB309", message).below(1)

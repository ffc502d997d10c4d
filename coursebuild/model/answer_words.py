"""The words of seven languages that mean an answer or a teacher, and what they announce in a text."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from coursebuild.model import vocabulary

# All are folded: without accents, in lower case. Languages by their codes (BCP 47).
ANSWERS: Mapping[str, str] = {
    "fr": "correction corrections corrige corriges corrigee corrigees correctif correctifs corr "
    "solution solutions solutionnaire soluce soluces reponse reponses rep",
    "en": "answer answers answerkey correction corrections solution solutions soln solns",
    "de": "erwartungshorizont losung losungen loesung loesungen musterlosung musterlosungen "
    "losungsvorschlag losungshinweise losungsweg losungsblatt antwort antworten korrektur "
    "korrekturen",
    "es": "resuelto resueltos solucion soluciones solucionario respuesta respuestas correccion "
    "correcciones corregido corregidos",
    "it": "soluzione soluzioni risposta risposte svolto svolti correzione correzioni svolgimento svolgimenti",
    "pt": "resolvido resolvidos correccao solucao solucoes resposta respostas correcao correcoes "
    "gabarito gabaritos resolucao resolucoes",
    "nl": "oplossing oplossingen antwoord antwoorden antwoordmodel uitwerking uitwerkingen correctie "
    "correcties",
}
TEACHERS: Mapping[str, str] = {
    "fr": "enseignant enseignants enseignante enseignantes prof profs professeur professeurs "
    "professeure formateur formateurs formatrice formatrices correcteur correcteurs correctrice "
    "instructeur instructeurs",
    "en": "teacher teachers instructor instructors lecturer lecturers professor professors tutor tutors "
    "grader graders examiner examiners educator educators staff",
    "de": "lehrer lehrerin lehrerinnen lehrkraft lehrkrafte dozent dozenten dozentin dozentinnen prufer "
    "korrektor",
    "es": "profesor profesora profesores profesoras docente docentes",
    "it": "docente docenti insegnante insegnanti professore professoressa professori",
    "pt": "professor professora professores professoras docente docentes",
    "nl": "docent docenten leraar leraren lerares leerkracht leerkrachten",
}
# Two words or more that mean an answer together.
PHRASES = (
    *("answer key", "mark scheme", "marking scheme", "marking guide", "grading guide", "grading notes"),
    *("ne pas distribuer", "do not distribute", "not for students"),
)
# Words beside a teacher's that make a text one for teachers: "notes pour l'enseignant", "teachers only".
SHARED_WITH = frozenset(
    "pour note notes version edition guide livret reserve reservee reserves only for hints key "
    "use fur nur hinweise notizen para solo notas guia per note guida voor alleen notities".split()
)
# Classes that hide from students in other tools, beside all words above.
HIDING_CLASSES = frozenset(
    "hidden hide invisible masked masque masquee cachee secret private prive privee spoiler "
    "spoilers notes speaker-notes rubric rubrics bareme sol sols corr ans lsg clave answer-key "
    "reveal d-none nostudent no-student".split()
)
# Words after which an answer is asked for, and not given: "Votre réponse :".
_YOURS = frozenset(
    "votre vos ta ton tes your ihre ihr deine dein su tu sus tus vostra vostre tua tue sua sue "
    "suas seu jouw uw".split()
)
# Words that may stand before one for an answer: "éléments de réponse", "model answer".
_BEFORE_ANSWER = frozenset(
    "element elements piste pistes proposition propositions indication indications exemple exemples "
    "bonne bonnes de d model sample suggested correct right".split()
)
# Verbs that ask for something: "Answer the questions", "Trouver une solution".
_ASKING = frozenset(
    "answering choose find give propose write tick explain check ask provide complete select mark "
    "trouver trouvez choisir choisissez donner donnez proposer proposez rediger redigez ecrire "
    "ecrivez cocher cochez demander demandez justifier justifiez completer completez verifier "
    "verifiez comparer comparez antworten beantworten finden finde geben schreiben kreuzen wahlen "
    "begrunden elija elige escriba escribe marque encuentre responda escolha escreva encontre "
    "scegli scegliete scrivi trova indica kies schrijf geef".split()
)
# What these words mean beside an answer to an exercise.
_OTHER_MEANINGS = re.compile(
    r"\banswer (?:the|these|all|each|in|to|with|questions?)\b|\bantworten sie\b"
    r"|\b(?:temps|delai|code|statut|corps|en ?tetes?) d(?:e|es) reponses?\b|\brequetes? (?:et |)?reponses?\b"
    r"|\breponses? (?:http|dns|impulsionnelles?|indicielles?|frequentielles?|d(?:u|e) (?:serveur|systeme))\b"
    r"|\bsolucion(?:es)? de problemas\b|\b(?:no|many|one|unique) solutions?\b"
    r"|\bsolutions? (?:aqueuses?|tampons?)\b"
    r"|\bpreuves? de correction\b|\b(?:auto|colou?r|error|erreurs?|gamma|detection and|bug) ?correction\b"
    r"|\bcorrection d(?:es |e | )?(?:gamma|couleurs?|erreurs?|bugs?)\b"
)
_OF_ANSWERS = frozenset(word for words in ANSWERS.values() for word in words.split())
_OF_TEACHERS = frozenset(word for words in TEACHERS.values() for word in words.split())
_IN_PATHS = frozenset(
    "sol sols correc cor corr ans key keys lsg bareme rubric private secret hidden ta".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_ROOM_FOR_ANSWER = re.compile(r"answer(?:[-_]?(?:space|lines?|box|area|sheet|grid|blanks?|field))?")
# Beginnings and ends of compounds.
_STEMS = (
    "losung",
    "loesung",
    "losungen",
    "uitwerking",
    "oplossing",
    "antwoord",
    "solution",
    "corrige",
    "answerkey",
)
_BEGINNINGS = (
    "losungs",
    "loesungs",
    "korrektur",
    "lehrer",
    "dozenten",
    "docenten",
    "antwoord",
    "nakijk",
    "erwartungs",
)
# Words that are typed together in the names of files: `corrigetype.pdf`, `CorrectionTP1.zip`.
_TYPED_TOGETHER = re.compile(
    r"(?:corrige|correction|solution|soluce|reponse)s?"
    r"(?:tp|td|tme|exo|exercice|exam|ds|dm|qcm|quiz|type|complet|final)"
)
_OTHER_COMPOUNDS = frozenset(
    "auflosung ablosung auslosung erlosung loslosung resolution dissolution absolution evolution".split()
)
_LONG = 5  # letters of a word of which near misses count
_UNLIKE_ANSWERS = vocabulary.UNRELATED | {"gabarit", "resource", "resources", "response"}


def is_answer(word: str) -> bool:
    """Whether a word, with or without accents, means an answer."""
    folded = vocabulary.fold(word)
    if folded in _OF_ANSWERS:
        return True
    is_compound = (
        folded.endswith(_STEMS) or folded.startswith(_BEGINNINGS) or bool(_TYPED_TOGETHER.match(folded))
    )
    return is_compound and folded not in _OTHER_COMPOUNDS and folded not in _OF_TEACHERS


def begins_with_answer(text: str) -> bool:
    """Whether the first word of a text means an answer, also after "bonne" or "éléments de"."""
    words = _WORD.findall(vocabulary.fold(text))
    first = next((word for word in words if word not in _BEFORE_ANSWER), "")
    return bool(first) and is_answer(first)


def mentions(word: str) -> bool:
    """Whether a word means an answer or a teacher."""
    return is_answer(word) or vocabulary.fold(word) in _OF_TEACHERS


def nearly_an_answer(name: str) -> str:
    """Return `answer` if a name is a near miss of a long word for an answer; otherwise ""."""
    is_near = len(name) >= _LONG and vocabulary.nearest(name, _OF_ANSWERS)
    return "answer" if is_near and name not in _UNLIKE_ANSWERS else ""


@lru_cache(maxsize=4096)
def class_meaning(name: str) -> str:
    """Return `answer`, `teacher` or `hidden` if a class means one, or what other tools hide; or else nothing.

    `answer` itself does not: it is coursebuild's own class for room to write on.
    """
    if names_answer(name):
        return "answer"
    if vocabulary.fold(name) in HIDING_CLASSES:
        return "hidden"
    return "" if _OF_TEACHERS.isdisjoint(_parts(name)) else "teacher"


def names_answer(name: str) -> bool:
    """Whether a class or an attribute's name has a word for an answer, as `expected-answer` has."""
    folded = vocabulary.fold(name)
    if _ROOM_FOR_ANSWER.fullmatch(folded) or _OTHER_MEANINGS.search(" ".join(_parts(name))):
        return False
    return any(map(is_answer, _parts(name)))


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name with hyphens, underscores, digits or capitals between them."""
    words = re.split(r"[^\w]|[_\d]", re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", "-", name))
    return tuple(vocabulary.fold(word) for word in words if word)


@lru_cache(maxsize=4096)
def announcement(text: str, *, teacher_alone: bool = False) -> str:
    """Return the word of a text that announces an answer or something for teachers; "" if none does.

    With `teacher_alone`, a text of one word for a teacher does, too.
    """
    return next(_announcing(text, teacher_alone=teacher_alone), "")


def _announcing(text: str, *, teacher_alone: bool) -> Iterator[str]:
    folded = _OTHER_MEANINGS.sub(" ", " ".join(_WORD.findall(vocabulary.fold(text))))
    yield from (phrase for phrase in PHRASES if phrase in folded)
    words = folded.split()
    if words and words[0] in _ASKING:
        return
    yield from filter(is_answer, words)
    for word in words:
        if word in _OF_TEACHERS and (
            not SHARED_WITH.isdisjoint(words) or (teacher_alone and len(words) == 1)
        ):
            yield word


def announcing_name(part: str) -> str:
    """Return the word of a file's or folder's name that announces an answer or a teacher; or ""."""
    words = _parts(part)
    return next((w for w in words if mentions(w) or w in _IN_PATHS), announcement(" ".join(words)))


def asks_for_answer(lead_in: str) -> bool:
    """Whether a lead-in asks for the reader's answer, as "Your answer" does."""
    return not _YOURS.isdisjoint(_WORD.findall(vocabulary.fold(lead_in)))

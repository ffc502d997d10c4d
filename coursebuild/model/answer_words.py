"""The words of seven languages that mean an answer or a teacher, and what they announce in a text."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from coursebuild.model import vocabulary

# All are folded: without accents, in lower case. Languages by their codes (BCP 47).
ANSWERS: Mapping[str, str] = {
    "fr": "correction corrections corrige corriges corrigee corrigees correctif correctifs corr solution "
    "solutions solutionnaire soluce soluces reponse reponses rep",
    "en": "answer answers answerkey correction corrections solution solutions soln solns",
    "de": "losung losungen loesung loesungen musterlosung musterlosungen losungsvorschlag losungshinweise "
    "losungsweg losungsblatt antwort antworten korrektur korrekturen",
    "es": "solucion soluciones solucionario respuesta respuestas correccion correcciones corregido "
    "corregidos",
    "it": "soluzione soluzioni risposta risposte correzione correzioni svolgimento svolgimenti",
    "pt": "solucao solucoes resposta respostas correcao correcoes gabarito gabaritos resolucao resolucoes",
    "nl": "oplossing oplossingen antwoord antwoorden antwoordmodel uitwerking uitwerkingen correctie "
    "correcties",
}
TEACHERS: Mapping[str, str] = {
    "fr": "enseignant enseignants enseignante enseignantes prof profs professeur professeurs professeure "
    "formateur formateurs formatrice formatrices correcteur correcteurs correctrice instructeur "
    "instructeurs",
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
    *("answer key", "key answers", "mark scheme", "marking scheme", "marking guide", "grading guide"),
    *("worked example answers", "elements de correction", "bareme de correction", "clave de respuestas"),
)
# Words beside a teacher's that make a text one for teachers: "notes pour l'enseignant", "teachers only".
SHARED_WITH = frozenset(
    "pour note notes version edition guide livret reserve reservee reserves only for hints key use "
    "fur nur hinweise notizen para solo notas guia per note guida voor alleen notities".split()
)
# Classes that hide from students in other tools, beside all words above.
HIDING_CLASSES = frozenset(
    "hidden hide invisible masked masque masquee cachee secret private prive privee spoiler spoilers notes "
    "speaker-notes rubric rubrics bareme sol sols corr answer-key reveal".split()
)
# Words after which an answer is asked for, and not given: "Votre réponse :".
_YOURS = frozenset(
    "votre vos ta ton tes mon ma mes notre nos your my our ihre ihr deine dein meine mein su tu sus tus mi "
    "vostra vostre tua tue sua sue mia la mia suas seu minha jouw uw mijn".split()
)
_OF_ANSWERS = frozenset(word for words in ANSWERS.values() for word in words.split())
_OF_TEACHERS = frozenset(word for words in TEACHERS.values() for word in words.split())
_WORD = re.compile(r"[^\W\d_]+")
_ROOM_FOR_ANSWER = re.compile(r"answer(?:[-_]?(?:space|lines?|box|area|sheet|grid|blanks?|field))?")
_OTHER_CORRECTION = re.compile(
    r"(?:auto|colou?r|error|erreurs?|gamma)[^\w]*correction"
    r"|correction d(?:es |e | )?(?:gamma|couleurs?|erreurs?)"
)


def is_answer(word: str) -> bool:
    """Whether a word, with or without accents, means an answer."""
    return vocabulary.fold(word) in _OF_ANSWERS


@lru_cache(maxsize=4096)
def class_meaning(name: str) -> str:
    """Return `answer` or `teacher` if a class means one, or else nothing.

    `answer` itself does not: it is coursebuild's own class for room to write on.
    """
    if vocabulary.fold(name) in HIDING_CLASSES or names_answer(name):
        return "answer"
    return "" if _OF_TEACHERS.isdisjoint(_parts(name)) else "teacher"


def names_answer(name: str) -> bool:
    """Whether a class or an attribute's name has a word for an answer, as `expected-answer` has."""
    folded = vocabulary.fold(name)
    if _ROOM_FOR_ANSWER.fullmatch(folded) or _OTHER_CORRECTION.match(folded.replace("-", " ")):
        return False
    return not _OF_ANSWERS.isdisjoint(_parts(name))


def _parts(name: str) -> frozenset[str]:
    """The words of a name with hyphens, underscores or capitals between them."""
    words = re.split(r"[^\w]|_", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name))
    return frozenset(map(vocabulary.fold, words))


def announcement(text: str) -> str:
    """Return the word of a text that announces an answer or something for teachers; "" if none does."""
    return next(_announcing(text), "")


def _announcing(text: str) -> Iterator[str]:
    folded = " ".join(_WORD.findall(vocabulary.fold(text)))
    if _OTHER_CORRECTION.search(folded):
        return
    yield from (phrase for phrase in PHRASES if phrase in folded)
    words = folded.split()
    yield from (word for word in words if word in _OF_ANSWERS)
    for word in words:
        if word in _OF_TEACHERS and not SHARED_WITH.isdisjoint(words):
            yield word


def asks_for_answer(lead_in: str) -> bool:
    """Whether a lead-in asks for the reader's answer, as "Your answer" does."""
    return not _YOURS.isdisjoint(_WORD.findall(vocabulary.fold(lead_in)))

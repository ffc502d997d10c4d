"""The words that make a box of another tool an answer, and the correction that it becomes."""

import re
from typing import NamedTuple

from coursebuild.lint.answers.announcements import Public
from coursebuild.lint.answers.other_tools import means
from coursebuild.model import STUDENT, Course, answer_words, vocabulary

_WORD = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")


class Terms(NamedTuple):
    """What a course says of words: editions beside the student's, what is public, kinds of boxes."""

    editions: frozenset[str] = frozenset({"instructor"})
    public: Public = Public(frozenset(), is_lesson=False)
    kinds: frozenset[str] = frozenset()  # the author's own

    @classmethod
    def of(cls, course: Course) -> "Terms":
        editions = frozenset(course.editions) - {STUDENT.name}
        return cls(editions, Public.of(course.public, {}, str), frozenset(course.boxes))

    def announce(self, kind: str, title: str = "") -> bool:
        """Whether a box's kind or title means an answer, a teacher or an edition.

        A kind that only hides, such as `spoiler`, does not: it may hold a hint.
        """
        words = [word for word in _WORD.findall(f"{kind} {title}") if not _only_hides(word)]
        is_public = any(map(self.public.has, (title, f"{kind} {title}".strip())))
        return means(" ".join(words), self.editions) and not is_public


def _only_hides(word: str) -> bool:
    return vocabulary.fold(word) in answer_words.HIDING_CLASSES and not answer_words.names_answer(word)


def is_bare(title: str) -> bool:
    """Whether a title says no more than the label of a correction."""
    words = re.findall(r"[^\W_]+", title)
    return not words or (len(words) == 1 and answer_words.is_answer(words[0]))


def box_attributes(title: str, kind: str = "correction") -> str:
    """Return what follows the colons that open a box of coursebuild's with this title."""
    text = title.strip(" \t:*_")
    if is_bare(text):
        return kind
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{.{kind} title="{escaped}"}}'

"""Questions with their answers, read from pandoc's tree."""

from coursebuild.pandoc.quizzes.read import read_quizzes

__all__ = ["read_quizzes"]

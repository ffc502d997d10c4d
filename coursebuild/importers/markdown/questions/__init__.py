"""Turn the questions of Moodle's GIFT and of MkDocs' quiz plugins."""

from coursebuild.importers.markdown.questions.gift import turn_gift
from coursebuild.importers.markdown.questions.plugin import turn_quizzes

__all__ = ["turn_gift", "turn_quizzes"]

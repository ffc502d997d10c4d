"""What an author meant, held against what pandoc made of it: the rules, and their fixes."""

from coursebuild.lint.check import check, heeded, links
from coursebuild.lint.fix import diff, fix

__all__ = ["check", "diff", "fix", "heeded", "links"]

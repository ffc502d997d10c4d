"""What an author meant, held against what pandoc made of it: the rules, and their fixes."""

from coursebuild.lint.check import Setup, check, heeded, links, styled_classes
from coursebuild.lint.fix import diff, fix

__all__ = ["Setup", "check", "diff", "fix", "heeded", "links", "styled_classes"]

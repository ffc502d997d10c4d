"""Rules about files for Word."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB231": Rule(
        severity=Severity.WARNING,
        title="A formula is text in a Word file",
        remedy=(
            "Write it with other commands of TeX; or leave it, and build the PDF for what has to look right."
        ),
        why="Word has formulas of its own, into which not every command of TeX can be turned.",
    ),
    "CB232": Rule(
        severity=Severity.ERROR,
        title="A file for Word cannot be made",
        remedy="Build the other formats, `--to html --to pdf`, and report what the message says.",
        why="Pandoc refuses a page that it should be able to write.",
    ),
}

"""Rules about files for Word."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB232": Rule(
        severity=Severity.ERROR,
        title="A file for Word cannot be made",
        remedy="Build the other formats, `--to html --to pdf`, and report what the message says.",
        why="Pandoc refuses a page that it should be able to write.",
    ),
}

"""Rules about citations."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB228": Rule(
        severity=Severity.ERROR,
        title="A citation names a reference that the bibliography does not have",
        remedy=(
            "Correct the key, add the reference to the file, or write `\\@name` for a name with an at sign."
        ),
        why="Readers would find a key with a question mark, and no such entry in the list of references.",
    ),
    "CB229": Rule(
        severity=Severity.ERROR,
        title="A file of references or a style of citations cannot be used",
        remedy=(
            "Name a file in the course: references in `.bib`, or CSL in `.json` or `.yaml`; a style in "
            "`.csl` that is complete by itself."
        ),
        why="Without the file, no citation can be shown as readers expect it.",
    ),
}

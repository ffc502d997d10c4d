"""Rules about files that lessons include: code, and Markdown."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB187": Rule(
        severity=Severity.ERROR,
        title="A file cannot be included",
        remedy=(
            "Correct the path, which begins at the file that includes it. If it leads out of the folder of "
            "the lessons, list that folder under `resources` in coursebuild.toml."
        ),
        why=(
            "The page would lack the code or the text. What is outside of the course, and git's own files, "
            "could hold what is nobody's business; a file that includes itself would never end."
        ),
    ),
    "CB188": Rule(
        severity=Severity.ERROR,
        title="A file has not the part that is to be included",
        remedy=(
            "Write lines that the file has, or the name of a region between `# region NAME` and "
            "`# endregion`, or between `ANCHOR: NAME` and `ANCHOR_END: NAME`."
        ),
        why=(
            "Perhaps the file has changed since the lesson was written. Other lines than those that were "
            "meant would be shown, or none."
        ),
    ),
    "CB189": Rule(
        severity=Severity.ERROR,
        title="An attribute would include a file, and does not",
        remedy=(
            'Write `include="…"` in the braces of a code block, or of a fenced div, and nothing before its '
            "end."
        ),
        why="Nothing is included there: the page would lack the code or the text.",
    ),
    "CB190": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An included file is not complete in itself, or would be shown with what it withholds",
        remedy=(
            'Close in the file what is opened there. Include Markdown between `::: {include="…"}` and '
            "`:::`, so that its corrections are corrections."
        ),
        why=(
            "A fenced div that begins in one file and ends in another would hide from students what follows, "
            "or show a correction. In a code block, a lesson is shown as it is typed, with its corrections."
        ),
    ),
    "CB191": Rule(
        severity=Severity.WARNING,
        title="An included file is a lesson of its own, or has front matter",
        remedy=(
            "Give the file, or its folder, a name that begins with `_`: then it is no lesson. Delete its "
            "front matter, of which nothing is read."
        ),
        why=(
            "Students would get the text twice, in a lesson of its own too; and a condition in the front "
            "matter has no effect on the lesson that includes the file."
        ),
    ),
}

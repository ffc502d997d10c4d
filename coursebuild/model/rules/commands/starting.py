"""Rules of what starts a course or a lesson."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB024": Rule(
        severity=Severity.ERROR,
        title="A file that should be written is there already",
        remedy="Move or rename it, or choose another name or folder. Nothing was written.",
        why=(
            "`coursebuild init`, `new` and `templates --copy` write new files only, so that nothing of yours "
            "is replaced by an example or a built-in file."
        ),
    ),
    "CB035": Rule(
        severity=Severity.ERROR,
        title="There is no course in this folder",
        remedy="Go to the folder of your course, or start one here with `coursebuild init`.",
        why=(
            "A course is a folder with coursebuild.toml, or with a folder `course/` that holds the lessons. "
            "The command looks for them where you type it, and nowhere else."
        ),
    ),
}

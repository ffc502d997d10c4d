"""Rules about the index of a course, its order, its search and its feed."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB234": Rule(
        severity=Severity.WARNING,
        title="The index cannot say what has changed since the newest tag",
        remedy=(
            "Fetch the whole history with its tags: `git fetch --unshallow --tags`, or in a CI job "
            "`fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab)."
        ),
        why=(
            "The clone has a part of the repository alone, as CI services make it. Built there, the index "
            "lacks what it says where it is built from the whole."
        ),
    ),
    "CB235": Rule(
        severity=Severity.WARNING,
        title="`folders` in coursebuild.toml names what is no folder with lessons",
        remedy="Write the path of a folder below that of the sources, such as `net` or `net/routing`.",
        why="The index would call the folder that was meant by the name that it has on the disk.",
    ),
    "CB246": Rule(
        severity=Severity.ERROR,
        title="`lessons` in coursebuild.toml names what is no lesson, or a lesson twice",
        remedy="Write the path of a lesson below the folder of the sources, such as `net/ping.md`, once.",
        why=(
            "The order of the lessons is that of the index, and of the links from each lesson to the next. "
            "A name that is not found would leave a gap in both."
        ),
    ),
    "CB247": Rule(
        severity=Severity.WARNING,
        title="`lessons` in coursebuild.toml does not name a lesson",
        remedy="Add it to `lessons` where it belongs, or begin its name with `_` if it is no lesson.",
        why=(
            "Students find it at the end of the index, after the lesson that should be the last one. "
            "Mostly it is new, and was forgotten in the list."
        ),
    ),
    "CB248": Rule(
        severity=Severity.ERROR,
        title="The index of the course would show what students must not see",
        remedy="Correct the title or text that the message quotes, or say `--reveal` if students may see it.",
        why=(
            "Titles and texts of all lessons stand together in the index, in its search and in its feed. "
            "They are read back before they are written, as each page is."
        ),
    ),
    "CB249": Rule(
        severity=Severity.ERROR,
        title="The index, its search, its feed or the links between lessons do not belong to these pages",
        remedy="Build the whole course again, or `coursebuild index build` if several machines built it.",
        why=(
            "They are made of the pages beside them. If they differ from what the pages give, they are out "
            "of date, or something else has written them: students could find there what no lesson shows."
        ),
    ),
    "CB290": Rule(
        severity=Severity.ERROR,
        title="A file was changed by another program while the index was made of it",
        remedy="Let nothing else write into the output folder, such as another build, and build again.",
        why="The index lacks this lesson. It does not count as complete, and the next build makes it again.",
    ),
}

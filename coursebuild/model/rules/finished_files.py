"""Rules about finished files, which a build or `coursebuild verify` reads back."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB151": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A finished file contains text that its edition withholds",
        remedy=(
            "Find the text in the source, in `templates/` or in your filters; do not give the file to "
            "students."
        ),
    ),
    "CB152": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file is not built from any source",
        remedy=(
            "Delete the file; if its source was renamed or deleted, a build of the whole course deletes it."
        ),
    ),
    "CB153": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A finished file cannot be read back",
        remedy="Delete the file and build it again.",
    ),
    "CB154": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that should be there is missing",
        remedy="Build the whole course, then run `coursebuild verify` again.",
    ),
    "CB155": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An instructor's file is among the students' files",
        remedy="Delete the file, and build the student edition again.",
    ),
    "CB163": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A text that students see may be a correction, and is not marked as public",
        remedy=(
            "If it is one, put it in `::: correction` … `:::`. If students may see it, give the heading or "
            "fenced div the class `.public`, or list the words, or the file, under `public` in "
            "coursebuild.toml; `public: true` in the front matter is for a lesson's title and name."
        ),
        why="A build warns of it (CB125); what is published needs a decision.",
    ),
    "CB156": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file does not match its source",
        remedy="Build the whole course again, then run `coursebuild verify` again.",
    ),
}

"""Rules about the machine, what is written on it, and coursebuild itself."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB007": Rule(
        severity=Severity.ERROR,
        title="A file cannot be written",
        remedy="Check the folder's permissions and the free disk space, or name another folder.",
        why=(
            "The former file stays as it was, so the folder may now hold pages of two versions of the lesson."
        ),
    ),
    "CB013": Rule(
        severity=Severity.ERROR,
        title="Pango or a font, which PDFs need, cannot be loaded",
        remedy=(
            "`coursebuild doctor` tries all that a PDF needs, and says what to type; `--to html` needs "
            "neither Pango nor fonts."
        ),
        why=(
            "Pages are printed with Pango, which chooses the letters of the fonts and sets them in lines. "
            "Without either, a PDF would have no text."
        ),
    ),
    "CB016": Rule(
        severity=Severity.ERROR,
        title="The file of build times cannot be read, or contains anything else",
        remedy="Delete the file; the next complete build with `--durations` creates it again.",
        why=(
            "Each machine that builds a share of the course works out from this file which lessons are its "
            "own. If they read different figures, a lesson might be built twice, and another not at all."
        ),
    ),
    "CB019": Rule(
        severity=Severity.ERROR,
        title="The document needs more time, memory or space than its limits allow",
        remedy=(
            "Simplify what takes so much, or split the document; if it needs as much, raise the limit in "
            "`[limits]` of coursebuild.toml."
        ),
        why="Without limits, one document could hold up the build of all others, on your machine or in CI.",
    ),
    "CB020": Rule(
        severity=Severity.ERROR,
        title="Git cannot give the files of the revision that `--trusted` names",
        remedy=(
            "Name a commit, a tag or a branch of this repository that has the files themselves, such as "
            "`origin/main`; in a CI job, fetch it first."
        ),
        why=(
            "A stranger's checkout is built with the settings, templates and filters of a revision that you "
            "trust. Without them, nothing says what may run, so nothing is built."
        ),
    ),
    "CB021": Rule(
        severity=Severity.ERROR,
        title="The cache is inside a checkout that is not trusted",
        remedy="Let `COURSEBUILD_CACHE` name a folder outside of the checkout, or do not set it.",
        why=(
            "Whoever wrote the checkout might have put a cache into it, with pages of their own, or with a "
            "record that says that nothing has changed."
        ),
    ),
    "CB030": Rule(
        severity=Severity.ERROR,
        title="A process that the build needs cannot be started, or has ended before its work was done",
        remedy=(
            "Build again: other programs may have taken the machine's memory or processes. If it ends again, "
            "simplify the document, or raise `limits.memory` in coursebuild.toml."
        ),
        why="Pandoc and the printing of pages have their own processes, so that one document stops no other.",
    ),
    "CB025": Rule(
        severity=Severity.ERROR,
        title="No folder for temporary files can be written",
        remedy="Make `/tmp` or another folder writable, and name it in the environment variable TMPDIR.",
        why="Pandoc writes a small file there when it starts.",
    ),
    "CB026": Rule(
        severity=Severity.ERROR,
        title="The output folder is a file, or leads out of the course",
        remedy="Choose another folder in the course; to write elsewhere, name the folder with `--output`.",
        why="A course that comes from somebody else must not write where you did not tell it to.",
    ),
    "CB027": Rule(
        severity=Severity.ERROR,
        title="The current folder cannot be read, or no longer exists",
        remedy="Change to the folder of the course, and run the command there.",
        why=(
            "Relative paths, and coursebuild.toml, are looked for from the current folder on. It may have "
            "been deleted or renamed in another window."
        ),
    ),
    "CB036": Rule(
        severity=Severity.ERROR,
        title="A Python package that the build needs is missing or damaged",
        remedy="`coursebuild doctor` says what is missing; or install coursebuild in a new environment.",
        why="An installation may have been interrupted, or another tool has replaced a package.",
    ),
    "CB900": Rule(
        severity=Severity.ERROR,
        title="coursebuild itself failed",
        remedy=(
            "This is a bug in coursebuild: please report it, with the output of `--verbose` and of "
            "`coursebuild doctor`."
        ),
        why=(
            "No lesson, setting or machine should make it fail like this. The other documents are built all "
            "the same."
        ),
    ),
}

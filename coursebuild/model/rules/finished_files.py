"""Rules about finished files, which are read back, and about what former ones withheld."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB022": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The students' folder has a file that is named as one which only a correction links to",
        remedy="Delete it; if students may have it, link to it where they see the link.",
        why=(
            "No build knows who wrote the file, so none removes it. It may be a copy from a build of which "
            "the record is gone, or one that was put there by hand: published, it is what students should "
            "not get."
        ),
    ),
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
    "CB157": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="Students would see a text, or get a file, that was withheld from them until now",
        remedy=(
            "Put the text or the link back into its correction; if students may see it now, put it into a "
            "`.public` part, or add `--reveal` with the path of this lesson to the command."
        ),
        why=(
            "The text was in a correction in one of the last builds, or at the revision of `--since`, or the "
            "correction alone had a link to this file. "
            "It may have left the correction by mistake: a fence was deleted, or a paragraph was pasted into "
            "another lesson."
        ),
    ),
    "CB158": Rule(
        severity=Severity.ERROR,
        title="Git cannot give the sources at the revision that `--since` names",
        remedy=(
            "Name a commit, tag or branch of the course's repository; in a CI job, check out the complete "
            "history (`fetch-depth: 0`)."
        ),
    ),
    "CB159": Rule(
        severity=Severity.WARNING,
        title="A source cannot be read at the revision that `--since` names",
        remedy="Name a revision at which the source can be built; if it is no lesson, ignore this warning.",
        why="What that version of the source withheld is unknown, so nothing is compared with it.",
    ),
    "CB160": Rule(
        severity=Severity.WARNING,
        title="A hidden layer of an SVG image has text, and is removed",
        remedy=(
            "Show the layer in your drawing program, or delete it; keep the drawing with the answer in "
            "another file, in the correction."
        ),
        why=(
            "What an SVG hides, anyone can read in the page's source. Comments, metadata and editors' own "
            "notes are removed as well, without a word; titles and descriptions stay, for those who cannot "
            "see the drawing."
        ),
    ),
}

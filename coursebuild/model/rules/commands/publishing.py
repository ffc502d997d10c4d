"""Rules of what leaves a course: releases, and the students' sources."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB236": Rule(
        severity=Severity.ERROR,
        title="A file of a release is not what its manifest says",
        remedy="Fetch the release again, or make it again.",
        why=(
            "The manifest and `SHA256SUMS` name each file of a release, with its sum. Where one is changed, "
            "missing or added, nobody knows what readers get."
        ),
    ),
    "CB241": Rule(
        severity=Severity.ERROR,
        title="The students' sources would name a place on the author's machine",
        remedy="Name the program without its folder, so that it is found by `PATH`.",
        why=(
            "Programs that draw diagrams of lessons are in the students' coursebuild.toml, for their pages "
            "are made with them. A path says what is on the author's machine, often with a name, and leads "
            "to nothing on another one."
        ),
    ),
    "CB259": Rule(
        severity=Severity.ERROR,
        title="The version of a release cannot be told",
        remedy="Name a version with `--version`, such as `--version 2026.1`, or give the commit a tag.",
        why=(
            "The version is in the name of each file, so that readers know which one they have. It is that "
            "of `--version`, or else the commit's tag, or else what `git describe` says."
        ),
    ),
    "CB260": Rule(
        severity=Severity.ERROR,
        title="A release would be made of files that no commit has",
        remedy=(
            "Commit these files, or let git ignore those that the release is not made of; if git failed, "
            "repair what `git status` complains of. `--allow-dirty` makes the release of the files as they "
            "are."
        ),
        why="A release names the commit that it was made from. With other files, nobody could make it again.",
    ),
    "CB261": Rule(
        severity=Severity.ERROR,
        title="A file cannot be packed for every system",
        remedy=(
            'Rename the lesson or the file: without the characters `<>:"|?*\\`, without a dot or a space at '
            "the end, not as `con` or `aux`, and not as another one in other letters."
        ),
        why=(
            "Readers unpack a release on Windows and on macOS too. There, such a file would be left out, or "
            "one would be written over another, without a word."
        ),
    ),
    "CB262": Rule(
        severity=Severity.ERROR,
        title="The folder has something else already",
        remedy=(
            "Name another folder with `--output`, or empty this one; `--force` replaces an earlier release, "
            "and nothing but that."
        ),
        why=(
            "What is in the folder of a release is published as a whole: a file of another edition there "
            "would be published too. And a version that somebody has should not mean other files tomorrow."
        ),
    ),
    "CB263": Rule(
        severity=Severity.ERROR,
        title="A release cannot be signed",
        remedy=(
            "Let `--sign` or `release.key` of coursebuild.toml name a secret key of minisign or a key of "
            "OpenSSH, and install that program; without either, nothing is signed."
        ),
        why="A release that should be signed and is not would be taken for somebody else's.",
    ),
    "CB264": Rule(
        severity=Severity.ERROR,
        title="A release that was read back is not what was packed",
        remedy=(
            "Check the disk and its free space, and make the release again. If it fails again, please "
            "report it."
        ),
        why="Each release is unpacked and compared with the lessons before anybody gets it.",
    ),
    "CB265": Rule(
        severity=Severity.ERROR,
        title="The students' sources, read back, are not what students have",
        remedy=(
            "Write the part in another way, for example a condition around a whole paragraph or a fenced div."
        ),
        why=(
            "What is exported is built again, and has to give the students' pages, pass `check`, and hold "
            "nothing that students do not see."
        ),
    ),
    "CB266": Rule(
        severity=Severity.ERROR,
        title="A part cannot be cut out for the students' sources",
        remedy=(
            "Put the condition on a whole paragraph, list or table, in a fenced div around it, or make its "
            "cell larger."
        ),
        why=(
            "`export` removes from the author's text what students do not see, by the places where it "
            "stands. Where it cannot tell them, it exports nothing."
        ),
    ),
    "CB269": Rule(
        severity=Severity.WARNING,
        title="A lesson cannot be read at the revision with which it is compared",
        remedy=(
            "Compare with a revision at which it can be built, or leave it so: all of the lesson is then "
            "reported as new."
        ),
        why=(
            "Where a lesson has errors, nothing was built of it, and nothing says what students would have "
            "seen."
        ),
    ),
    "CB270": Rule(
        severity=Severity.WARNING,
        title="The configuration of a revision cannot be used",
        remedy="Compare with a revision whose coursebuild.toml is right for this version of coursebuild.",
        why="Its lessons are read with the present coursebuild.toml, templates and filters instead.",
    ),
    "CB271": Rule(
        severity=Severity.ERROR,
        title="Git cannot give the files with which a course is compared",
        remedy=(
            "Name a commit, a tag or a branch of the course's repository; in a CI job, fetch it first "
            "(`fetch-depth: 0`)."
        ),
        why="Without these files, all lessons would be reported as new, and the report would say nothing.",
    ),
    "CB272": Rule(
        severity=Severity.WARNING,
        title="Nothing says which lessons have changed",
        remedy=(
            "Let `changed-since` of coursebuild.toml name a commit, a tag or a branch that this clone has; "
            "in a CI job, fetch it first (`fetch-depth: 0`)."
        ),
        why="The lessons are built, and none says that it has changed since that revision.",
    ),
    "CB282": Rule(
        severity=Severity.ERROR,
        title="The folder for the students' sources has something else already",
        remedy=(
            "Name a folder that is empty, or that does not exist yet, outside of those with lessons; or move "
            "away what is there and not as it was exported."
        ),
        why="What is in the folder goes to students as a whole, and a new export replaces the former one.",
    ),
    "CB283": Rule(
        severity=Severity.ERROR,
        title="The students' sources would hold what students do not see",
        remedy=(
            "Take it out of the text or the file, as a comment or the metadata of a picture; or put it into "
            "a correction, which is cut out as a whole."
        ),
        why="Before it is exported, each file is searched for what the lessons withhold from students.",
    ),
    "CB284": Rule(
        severity=Severity.ERROR,
        title="A line of the front matter may have a comment",
        remedy=(
            "Write the comment on a line of its own before the field, or put quotation marks around the "
            "whole value."
        ),
        why="Comments are not exported, and it is not certain where the value ends.",
    ),
    "CB285": Rule(
        severity=Severity.ERROR,
        title="A file cannot be in the students' sources",
        remedy="Put it into the folder of the course, under a name that all systems allow.",
        why="Pages show it, so the students' sources could not be built without it.",
    ),
    "CB286": Rule(
        severity=Severity.ERROR,
        title="A formula or diagram of the students' sources would hold what students do not see",
        remedy=(
            "Take out the comment, or the text that is not drawn. In a formula, write what a command means "
            r"in its place, and leave room with a space, as `\quad`, or with `[answer]{.blank}` beside it."
        ),
        why="Formulas and diagrams are exported as they are typed, and this part may be the answer.",
    ),
    "CB287": Rule(
        severity=Severity.ERROR,
        title="References cannot be cut to those that students' pages cite",
        remedy=(
            "Correct the file, have references in BibTeX or in CSL's JSON, or take out what no lesson cites, "
            "and comments."
        ),
        why="What corrections alone cite tells of them, and what nobody cites is of no use to students.",
    ),
}

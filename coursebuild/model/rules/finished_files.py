"""Rules about finished files, which are read back, copied files, and what former builds withheld."""

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
        why=(
            "The file was read back, with all that it holds besides what a reader sees. A template, a "
            "filter or an image may bring back what the source hides."
        ),
    ),
    "CB152": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file is not built from any source",
        remedy=(
            "Delete the file; if its source was renamed or deleted, a build of the whole course deletes it."
        ),
        why=(
            "It may be left from a lesson that was renamed, or come from an edition with corrections: "
            "nothing says what is in it."
        ),
    ),
    "CB153": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A finished file cannot be read back",
        remedy="Delete the file and build it again.",
        why=(
            "What cannot be read cannot be searched for corrections. The file may be damaged, encrypted, or "
            "another program's."
        ),
    ),
    "CB154": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that should be there is missing",
        remedy="Build the whole course, then run `coursebuild verify` again.",
        why=(
            "Links to it would be dead, and readers would not get all that the sources say. `--to` may have "
            "left out one of two formats."
        ),
    ),
    "CB293": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The files of a lesson that has errors were not compared with it",
        remedy="Correct the errors of the lesson, then run `coursebuild verify` again.",
        why=(
            "Only a lesson without errors says which files it makes, and what is in them. So nothing is said "
            "of its files, nor of the index, and no file is said to be of no source: it may be this lesson's."
        ),
    ),
    "CB155": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="An instructor's file is among the students' files",
        remedy="Delete the file, and build the student edition again.",
        why=(
            "Its metadata name another edition, or it holds most of what students must not see: it was built "
            "for correctors, and then copied or renamed into the students' folder."
        ),
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
        why=(
            "Its title is another lesson's, or it differs from the file that it should be a copy of: the "
            "sources have changed since the build, or another program wrote it."
        ),
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
        why="A comparison without these sources would find nothing, and look as if nothing were wrong.",
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
    "CB173": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="The name of a file that students would get means an answer",
        remedy=(
            "Link to it in the correction alone; if students may have it, list its path under `public` in "
            "coursebuild.toml."
        ),
        why=(
            "A file that a lesson links to is copied beside the page. The names of folders, and of the files "
            "in an archive, count too."
        ),
    ),
    "CB174": Rule(
        severity=Severity.WARNING,
        title="A file that a lesson links to is not copied, and readers cannot open the link",
        remedy=(
            "Put a regular file below the folder of the lessons, or below a folder in `resources`; link to a "
            "lesson by its `.md` file."
        ),
        why=(
            "Only regular files below these folders are copied beside the pages: no sources of lessons, no "
            "files whose names begin with a dot, no symbolic links, no folders."
        ),
    ),
    "CB175": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that students would get contains what their edition withholds",
        remedy=(
            "Remove it from the file, or link to the file in the correction alone; if the file may have "
            "pieces of the correction, list its path under `public` in coursebuild.toml."
        ),
        why=(
            "A file that a lesson links to is copied beside the page. It is opened and searched, with all "
            "files in it, for phrases of the corrections, and for the notation of corrections."
        ),
    ),
    "CB176": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file that students would get cannot be read, so it may contain a correction",
        remedy=(
            "Give them a text, a PDF, a zip or an Office file without a password; if students may have this "
            "one, list its path under `public` in coursebuild.toml."
        ),
        why=(
            "In a file that is encrypted, or packed in an unknown way, nobody can tell whether the answer "
            "is there. In doubt, students do not get it."
        ),
    ),
    "CB182": Rule(
        severity=Severity.ERROR,
        guards=True,
        title="A file for Git or for a web host has something else in it",
        remedy="Empty `.gitkeep` and `.nojekyll`; leave the name of one host in `CNAME`.",
        why=(
            "These files may stand beside the pages, although no source makes them. They are published as "
            "the pages are, so nothing else may be in them."
        ),
    ),
    "CB267": Rule(
        severity=Severity.ERROR,
        title="A PDF cannot be encrypted",
        remedy="Build it once more with `--force`; if that fails too, report the message.",
        why="A file with corrections that `--encrypt` should protect is not written without a password.",
    ),
    "CB268": Rule(
        severity=Severity.ERROR,
        title="A PDF with corrections is not encrypted as the others are",
        remedy="Build the edition again with `--encrypt`, and with the password that you want.",
        why=(
            "Where some of an edition's PDFs are encrypted, all should be: with one password, and with "
            "AES-256. The others would be open to whoever finds them."
        ),
    ),
    "CB289": Rule(
        severity=Severity.ERROR,
        title="A file with corrections can be read without a password, and PDFs of its edition cannot",
        remedy=(
            "Delete it, or build the edition again with `--encrypt`, which removes what builds wrote before; "
            "if it is to be there, build with `--plain-too`."
        ),
        why=(
            "Who finds the folder reads the correction in the page, the archive or the copy beside the "
            "encrypted PDF."
        ),
    ),
}

"""Rules about sources, coursebuild.toml and the course's own files."""

from collections.abc import Mapping
from textwrap import dedent

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB001": Rule(
        severity=Severity.ERROR,
        title="The source or folder does not exist, cannot be read, or holds no lesson",
        remedy="Check the path and its permissions.",
        why="A mistyped path would otherwise look like a build in which nothing is wrong.",
    ),
    "CB002": Rule(
        severity=Severity.ERROR,
        title="The file is not UTF-8",
        remedy="Save the file as UTF-8; most editors have a command “Save with Encoding”.",
        why=(
            "Read in another encoding, accented letters become other signs, and what a correction says "
            "could no longer be compared with what a page shows."
        ),
    ),
    "CB003": Rule(
        severity=Severity.ERROR,
        title="The file is empty",
        remedy="Write the lesson, or delete the file.",
        why=(
            "An empty page would replace the one that readers have. A file is often empty because an editor "
            "failed to save it."
        ),
    ),
    "CB004": Rule(
        severity=Severity.ERROR,
        title="The front matter is not valid YAML, or is never closed",
        remedy="Correct the YAML between the two `---` lines; quote a value that holds `:`, `[`, `{` or `#`.",
        why=(
            "The front matter decides the title, the language, and the values that conditions ask for. Read "
            "in part, or taken for text, it could show what it should hide."
        ),
        wrong=dedent("""\
            ---
            title: Lab 1: rights
            ---

            Text.
        """),
        right=dedent("""\
            ---
            title: "Lab 1: rights"
            ---

            Text.
        """),
    ),
    "CB005": Rule(
        severity=Severity.ERROR,
        title="A source, folder or template is a symbolic link that is not followed",
        remedy=(
            "Replace the link by the file or folder itself: links to folders, and links that lead "
            "outside, are not followed."
        ),
        why=(
            "Behind a link there may be files that are not the course's: a build that follows it would read "
            "them, and publish what they hold. A link to a file in the course is followed."
        ),
    ),
    "CB006": Rule(
        severity=Severity.ERROR,
        title="Two sources, or a file that a lesson links to, would be written to the same files",
        remedy="Rename one of them: each would overwrite the other's files.",
        why="Readers would get whichever was written last, at the address of both.",
    ),
    "CB008": Rule(
        severity=Severity.ERROR,
        title="A template is missing or invalid",
        remedy="Correct the template, or delete it to use the built-in one.",
        why=(
            "Pages made with the built-in template in its place might lack what your own adds, so none is "
            "made."
        ),
    ),
    "CB009": Rule(
        severity=Severity.ERROR,
        title="A filter failed",
        remedy="Correct the filter, or remove its name from `filters` in coursebuild.toml.",
        why=(
            "A filter may change or remove texts. Pages made without it would show what it should have "
            "changed, so none is made."
        ),
    ),
    "CB010": Rule(
        severity=Severity.ERROR,
        title="Pandoc cannot read the document, or the document is nested too deeply",
        remedy="Remove parts of the document until it builds, to find the part that cannot be read.",
        why=(
            "There is nothing to check and nothing to print if pandoc gives up. Hundreds of brackets, "
            "quotations or lists inside one another are nearly always a typing mistake, or a broken export."
        ),
    ),
    "CB011": Rule(
        severity=Severity.ERROR,
        title="coursebuild.toml is not valid",
        remedy="Correct coursebuild.toml; the guide's page on it lists its keys.",
        why=(
            "With a setting left out or misread, lessons might be built for other readers, or into another "
            "folder. So nothing is built, and the exit status is 2."
        ),
    ),
    "CB012": Rule(
        severity=Severity.WARNING,
        title="A filter is not named in `filters`, and does not run",
        remedy='To run the filter, name it in coursebuild.toml, `filters = ["name"]`; otherwise delete it.',
        why=(
            "A filter is a program, and runs only where somebody asked for it. Until then, pages show what "
            "it should change."
        ),
    ),
    "CB014": Rule(
        severity=Severity.ERROR,
        title="There is no lesson in the folder of the sources, or no such folder",
        remedy=(
            "Put your lessons in a folder `course/`, correct `sources` in coursebuild.toml, or name a "
            "lesson: `coursebuild lab.md`."
        ),
        why=(
            "By default, lessons are the `.md` files in the folder `course/` beside coursebuild.toml, and "
            "in the folders inside of it."
        ),
    ),
    "CB015": Rule(
        severity=Severity.WARNING,
        title="`ignore` names an unknown rule, or an error, which cannot be ignored",
        remedy="Remove the code from `ignore`: only warnings can be ignored.",
        why=(
            "An error means that a document cannot be built, or that students would see what they should not."
        ),
    ),
    "CB017": Rule(
        severity=Severity.WARNING,
        title="A label, a colour or a block in `templates/` has an unknown name",
        remedy="Correct the name, or choose one that is less similar to a built-in name.",
        why=(
            "Your own templates and style sheets may use any label and colour, but this one looks like a "
            "typing mistake. A block that the extended template does not have is never shown."
        ),
    ),
    "CB018": Rule(
        severity=Severity.WARNING,
        title="`[metadata]` in coursebuild.toml sets a value that every edition decides",
        remedy="Remove the line; an edition's own values stand in its table, such as `[editions.tutor]`.",
        why="What an edition sets has priority: the line looks as if it decided something, and never does.",
    ),
    "CB028": Rule(
        severity=Severity.ERROR,
        title="The name of a source is not text",
        remedy="Rename the file, and the folders of its path, in UTF-8.",
        why="Pages, PDFs and reports contain the name, and can hold only text.",
    ),
    "CB029": Rule(
        severity=Severity.WARNING,
        title="Nothing reads a file that is named or placed almost as one that is read",
        remedy="Rename, move or delete the file; the guide's page on templates lists those that are read.",
        why=(
            "coursebuild.toml is beside the folder of the lessons; a template replaces the built-in one of "
            "the same name."
        ),
    ),
    "CB031": Rule(
        severity=Severity.ERROR,
        title="A kind of box in coursebuild.toml has a name or a label that means something else",
        remedy=(
            "Give the kind another name; a box that students must not see is a `::: correction`, or has a "
            "condition."
        ),
        why=(
            "Everybody sees a box of your own kind. With a name or a label that means an answer, it would "
            "look like a correction, and hide nothing."
        ),
    ),
    "CB034": Rule(
        severity=Severity.WARNING,
        title="A word or a quotation mark in a French text is not typed as it is printed",
        remedy='Type the word as the message has it; give a `"` its partner, or type `«` and `»`.',
        why="Such words are not corrected for you, because names may be spelt otherwise.",
        wrong=dedent("""\
            ---
            lang: fr
            ---

            Le coeur de l'Etat, dit "l'auteur.
        """),
        right=dedent("""\
            ---
            lang: fr
            ---

            Le cœur de l'État, dit "l'auteur".
        """),
    ),
    "CB146": Rule(
        severity=Severity.ERROR,
        title="The source has more fenced divs and conditions than can be told apart",
        remedy="Split the lesson into several sources.",
        why="Each is followed through pandoc by a letter of its own, and the number of letters is limited.",
    ),
}

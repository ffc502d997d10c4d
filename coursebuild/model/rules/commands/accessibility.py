"""Rules of `verify --accessibility`."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB273": Rule(
        severity=Severity.ERROR,
        title="A finished file fails a criterion of accessibility",
        remedy=(
            "Mend the lesson, the template or the palette, and build again; `--report` writes all places "
            "to a file."
        ),
        why=(
            "Somebody cannot read it: with a screen reader, with the keyboard, in large print or in other "
            "colours. Institutions have to publish what meets WCAG 2.2 AA and PDF/UA-1."
        ),
    ),
    "CB274": Rule(
        severity=Severity.WARNING,
        title="A person has to judge whether a finished file is accessible",
        remedy="Look at the place: change it, or leave it if readers understand it as it is.",
        why='A machine sees that a link is called "here", but not whether its sentence says where it leads.',
    ),
    "CB275": Rule(
        severity=Severity.WARNING,
        title="PDFs were not validated",
        remedy="Install the package that the message names, and examine the files again.",
        why=(
            "Without a validator, `verify --accessibility` looks at tags, titles, languages, descriptions "
            "and headings of PDFs alone, and the report says so."
        ),
    ),
    "CB276": Rule(
        severity=Severity.ERROR,
        title="A report cannot be written",
        remedy="Name another file, in a folder that can be written.",
        why="The files were examined, but nothing says so that could be filed; a former report stays.",
    ),
    "CB280": Rule(
        severity=Severity.WARNING,
        title="veraPDF is installed, and did not validate PDFs",
        remedy="Type `verapdf --version`; install Java, or a version since 1.24, or take it from the PATH.",
        why="The report says that veraPDF tested nothing; page-validation validates without it.",
    ),
}

"""Rules about what a source must not do: run or load anything, or imitate parts of the page."""

from collections.abc import Mapping

from coursebuild.model.rules.rule import Rule, Severity

RULES: Mapping[str, Rule] = {
    "CB301": Rule(
        severity=Severity.WARNING,
        title="Active or embedded content is left out",
        remedy="Use Markdown or an image instead: pages contain no scripts, forms or embedded documents.",
    ),
    "CB302": Rule(
        severity=Severity.WARNING,
        title="An attribute that runs a script is left out",
        remedy="Remove the attribute: pages run no scripts of a source.",
    ),
    "CB303": Rule(
        severity=Severity.WARNING,
        title="An address that pages may not use is left out",
        remedy=(
            "Link to an http(s) or mailto address, a heading or a file of the course; write an image as "
            "`![…](…)`."
        ),
    ),
    "CB304": Rule(
        severity=Severity.WARNING,
        title="An image is outside the course",
        remedy="Copy the file into the course, or list its folder in `resources` in coursebuild.toml.",
    ),
    "CB305": Rule(
        severity=Severity.WARNING,
        title="A front matter field is not used",
        remedy="Remove the field; set the look of pages in `templates/` and in coursebuild.toml.",
    ),
    "CB309": Rule(
        severity=Severity.WARNING,
        title="A field of the front matter is not used, and is named almost as one that is",
        remedy="Correct the name; a field for conditions may have any name, and is right once one uses it.",
    ),
    "CB310": Rule(
        severity=Severity.WARNING,
        title="An image has an absolute path",
        remedy="Write the path as it is from the folder of the lesson, such as `images/plan.png`.",
        why="Whoever else builds the course has no such folder, or another file in it.",
    ),
    "CB306": Rule(
        severity=Severity.WARNING,
        title="A style that could load something is left out",
        remedy="Remove the style, or use a class and define it in a style sheet in `templates/`.",
    ),
    "CB307": Rule(
        severity=Severity.WARNING,
        title="A class or attribute that is reserved for the page itself is left out",
        remedy=(
            "Use another name: with this one, the page's own style sheet or script would hide or move "
            "the element."
        ),
    ),
}

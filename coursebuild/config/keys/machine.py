"""Keys of the programs that a course uses, and of what a lesson may use of the machine."""

from collections.abc import Mapping

from coursebuild.config.keys.key import Key

SIZE = r"(\d{1,6}(?:\.\d{1,3})?) ?(MB|GB)"  # such as 20MB: the number and its unit are groups
NUMBERS_BELOW = 10**12  # what a number must be less than; each is greater than zero


def _number(description: str, default: int, example: int) -> Key:
    return Key((int, float), description, default, example)


MACHINE: Mapping[str, Key] = {
    "diagrams": Key((dict,), "Programs that draw diagrams; a checkout of a stranger's has no say."),
    **{
        f"diagrams.{name}": Key(
            (list,),
            f"The program that draws {title}, and its arguments: it reads the diagram, and writes SVG.",
            [],
            example,
        )
        for name, title, example in (
            ("plantuml", "`plantuml`", ["plantuml", "-tsvg", "-pipe"]),
            ("d2", "`d2`", ["d2", "-", "-"]),
            ("graphviz", "`dot` and `graphviz`, instead of the one that comes with coursebuild", ["dot"]),
        )
    },
    "limits": Key((dict,), "What a lesson may use at most; one that needs more is refused."),
    "limits.page-seconds": _number("The time to print one PDF.", 60, 120),
    "limits.lesson-seconds": _number("The time for a lesson, from reading it to its pages.", 60, 120),
    "limits.pandoc-seconds": _number("The time for each conversion by pandoc.", 30, 60),
    "limits.filter-seconds": _number("The time for each run of a filter of yours.", 10, 30),
    "limits.template-seconds": _number("The time for each page made from your templates.", 10, 30),
    "limits.diagram-seconds": _number("The time to draw each diagram.", 10, 30),
    "limits.image-pixels": _number(
        "The width of an image multiplied by its height.", 50_000_000, 100_000_000
    ),
    "limits.image-elements": _number("The shapes that an SVG draws.", 100_000, 200_000),
    "limits.file-size": Key(
        (str,), "The size of a file that a lesson links to.", "20MB", "50MB", pattern=SIZE
    ),
    "limits.memory": Key(
        (str,),
        "The memory of each process of a build, at least 400 MB.",
        "1GB",
        "2GB",
        pattern=SIZE,
    ),
    "editor": Key(
        (dict,), "Your editor, which `coursebuild serve` opens; a checkout of a stranger's has no say."
    ),
    "editor.command": Key(
        (list,),
        "The program and its arguments; `{file}`, `{line}` and `{column}` stand for the place.",
        [],
        ["code", "--goto", "{file}:{line}:{column}"],
    ),
}

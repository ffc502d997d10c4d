"""Lessons that have corrections with a date, in each form and each kind of element."""

FORMS = (
    ".correction",
    '.if correction="true"',
    '.unless correction="false"',
    '.correction .if correction="true"',
)
KINDS = (
    "::: {{{0}}}\n{1}\n:::\n",
    "See [{1}]{{{0}}}.\n",
    "``` {{.python {0}}}\n{1}\n```\n",
    "See `{1}`{{{0}}}.\n",
    "See [{1}](https://example.org/){{{0}}}.\n",
    "![{1}](a.svg){{{0}}}\n",
    "| A | B |\n|---|---|\n| a | {1} |\n\n: Table {{{0}}}\n",
    "# Answers {{{0}}}\n\n## One\n\n{1}\n\n# Next\n",
    '::: {{.correction {0}}}\n::: {{.note .if correction="true"}}\n{1}\n:::\n:::\n',
)
COUNT = len(FORMS) * len(KINDS)


def lesson(front: str, date: str) -> str:
    """A lesson with `front` in its front matter and COUNT corrections, all dated by the attribute `date`."""
    texts = (
        kind.format(
            f"{form} {date}", f"Sentence{f}of{k} is for students from a day on that is still to come."
        )
        for f, form in enumerate(FORMS)
        for k, kind in enumerate(KINDS)
    )
    return "\n".join([f"---\ntitle: Lab\n{front}---\n\nSeen.\n", *texts])

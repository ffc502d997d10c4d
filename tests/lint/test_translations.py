"""`check --fix` translates other tools' notation for answers and comments where it has only one reading."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selecting import shown_in_each_edition, unhurried
from workshop import Workshop

from coursebuild.lint.fixes.fix import fix_text

FRONT_MATTER = "---\ntitle: Lab\n---\n\n"
CASES = re.findall(
    r"^## ([^\n]+)\n.*?^(`{4,})before\n(.*?)^\2$.*?^\2after\n(.*?)^\2$",
    (Path(__file__).parent / "translations.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


LINES = sorted({line for _, _, before, _ in CASES for line in before.splitlines()})


@pytest.mark.parametrize(
    ("before", "after"), [pytest.param(before, after, id=name) for name, _, before, after in CASES]
)
def test_what_is_translated(before: str, after: str) -> None:
    """The lesson was refused; translated, it is accepted, and a second run changes nothing."""
    assert shown_in_each_edition(FRONT_MATTER + before)[0] == {}
    assert fix_text(before) == after
    assert fix_text(after) == after
    assert fix_text(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")
    shown, reported = shown_in_each_edition(FRONT_MATTER + after)
    assert shown, reported


def test_each_edition_shows_what_is_meant_for_it(workshop: Workshop) -> None:
    """In the finished pages, students get no answer, instructors every one, and nobody a comment."""
    for number, (_, _, before, _) in enumerate(CASES):
        workshop.write(f"course/{number}.md", FRONT_MATTER + before)
    workshop.run("check", "--fix", "--quiet")
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert "error" not in done.err
    for number, (name, _, before, _) in enumerate(CASES):
        student, instructor = (workshop.html(str(number), edition) for edition in ("student", "instructor"))
        assert "SECRET" not in student, name
        assert "UNSEEN" not in student + instructor, name
        assert student.count("PUBLIC") >= before.count("PUBLIC"), name
        assert instructor.count("SECRET") >= before.count("SECRET"), name


@pytest.mark.parametrize(
    "text",
    [
        '=== "Question"\n\n    a\n\n=== "Correction"\n\n    b\n',  # one of several tabs
        "{% if teacher %}\na\n{% endif %}\n",  # whose condition?
        "```python\n### BEGIN SOLUTION\na\n### END SOLUTION\n```\n",
        '```markdown\n??? success "Correction"\n\n    a\n```\n',
        'text\n\n    ??? success "Correction"\n\n        a\n',  # indented code
        '<pre>\n??? success "Correction"\n    a\n</pre>\n',
        '$$\n??? success "Correction"\n    a\n$$\n',
        "The code `{% comment %}` … `{% endcomment %}` and `%% a %%`.\n",
        '??? success "Correction"\n\n    a\n\n  b\n',  # inside or outside?
        '??? success "Correction"\n\n    a\nb\n',
        '??? success "Correction"\n\n    a\n**b**\n',
        '??? success "Correction"\n\na\n',
        '??? success "Correction"\n\n    ```\n    a\n\nb\n    ```\n',
        "> [!success]- Solution\n> a\nb\n",
        "> text\n> [!success]- Solution\n> a\n",
        "> [!success]- Solution\n> a\n\n> b\n",
        "> a\n\n> b\n{: .solution}\n",
        "/// details | Solution\na\n",  # where does it end?
        "{{< details Solution >}}\n\n```\n{{< /details >}}\n```\n",
        "\\begin{solution}\n\n::: tip\n\\end{solution}\na\n:::\n",
        "<!-- BEGIN SOLUTION -->\na\n",
        "<!-- BEGIN SOLUTION -->\na\n<!-- END SOLUTION -->\nb\n<!-- END SOLUTION -->\n",
        "- a\n- b\n{: .solution}\n",  # the list, or its last item?
        "## Solution\n{: .solution}\n",
        "/// html | div.solution\na\n///\n",
        '{% hint style="success" %}\na\n{% endhint %}\n',
        "```{literalinclude} solution.py\n```\n",
        "```{solution-start} ex-1\n```\n\na\n\n```{solution-end}\n```\n",
        ":::{note} A title\n:class: tip\na\n:::\n",
        ":::spoiler A hint\na\n:::\n",  # hidden, and yet not an answer
        "> [!hidden]- A hint\n> a\n",
        '::: {.content-visible when-profile="advanced"}\na\n:::\n',
        "%% a -- b %%\n",  # not possible in a comment of HTML
        "{/* a\n\n```\n*/}\n```\n",
        "::: tip\n%%\n:::\n%%\n",
        "`printf` knows %%d and %%s.\n",
        "## Title {#solved #}\n",
        "[//]: # (a)\n",  # pandoc hides it
        '::: correction\n\n??? success "Solution"\n\n    a\n:::\n',  # students do not see it
        "## Title {.correction}\n\n> [!success]- Solution\n> a\n",
    ],
)
def test_what_is_left(text: str) -> None:
    """What has more than one reading, and what students do not see, is not changed."""
    assert fix_text(text) == text


@settings(unhurried, max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_any_mixture_is_fixed_in_one_run(text: str) -> None:
    """A second run changes nothing, what was built still is, and students see no answer more."""
    fixed = fix_text(text)
    assert fix_text(fixed) == fixed
    shown, _ = shown_in_each_edition(FRONT_MATTER + text)
    if shown:
        again, reported = shown_in_each_edition(FRONT_MATTER + fixed)
        assert again, reported
        assert again["student"].count("SECRET") <= shown["student"].count("SECRET")


def test_the_course_says_what_is_public_and_which_editions_there_are(workshop: Workshop) -> None:
    """Words that are declared public announce nothing, and a profile may be an edition."""
    workshop.write(
        "coursebuild.toml",
        'public = ["Solution finder"]\n\n[editions.student]\n[editions.grader]\ncorrection = true\n',
    )
    text = (
        FRONT_MATTER
        + '!!! tip "Solution finder"\n    PUBLIC\n\n::: {.content-visible when-profile=%s}\na\n:::\n'
    )
    path = workshop.write("course/lab.md", text % '"grader"')
    workshop.run("check", "--fix", "--quiet")
    assert path.read_text(encoding="utf-8") == text.replace(
        ".content-visible when-profile=%s", '.if edition="grader"'
    )

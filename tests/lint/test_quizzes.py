"""Quizzes: what students see of them, and what is said of those that cannot be read."""

import pytest
from selecting import shown_in_each_edition

TASK = "Which one lists files?\n\n"
CHOICES = "- [x] ls\n\n  It lists them.\n\n- [ ] cat\n- [ ] cd\n"


def _quiz(answers: str, opening: str = "::: quiz") -> str:
    return f"{opening}\n{TASK}{answers}:::\n"


def _told(text: str) -> list[str]:
    _, told = shown_in_each_edition(text)
    return [f"{each.line} {each.code}" for each in told]


def test_nothing_of_what_students_see_tells_which_choice_is_right() -> None:
    """Whichever is ticked, and whichever has a reason, they see the same in the same order."""
    quizzes = (
        CHOICES,
        "- [ ] ls\n- [x] cat\n- [ ] cd\n",
        "- [ ] cd\n- [ ] ls\n- [x] cat\n\n  - It prints.\n  - It ends.\n",
        "* [ ] ls\n\n    A reason.\n\n* [ ] cat\n* [X] cd\n\n  ::: solution\n  Another.\n  :::\n",
    )
    shown = [shown_in_each_edition(_quiz(each))[0] for each in quizzes]
    assert len({each["student"] for each in shown}) == 1
    assert len({each["instructor"] for each in shown}) == len(quizzes)
    assert [each["instructor"].count("☒") for each in shown] == [1, 1, 1, 1]


def test_pairs_are_sorted_also_where_the_order_is_the_author_s() -> None:
    """What is on the right would otherwise stand beside its left."""
    pairs = "- ls = lists\n- cat = prints\n- cd = goes\n- rm = removes\n"
    shown, told = shown_in_each_edition(_quiz(pairs, "::: {.quiz order=kept}"))
    ends = [shown["student"].index(end) for end in ("lists ", "prints", "goes", "removes")]
    assert not told
    assert ends != sorted(ends)


WRONG = {
    "a choice without a box": ("- [x] ls\n- cat\n", "5 CB195"),
    "no space after a box": ("- [x]ls\n- [ ] cat\n", "4 CB195"),
    "no space in an empty box": ("- [x] ls\n- [] cat\n", "5 CB195"),
    "two choices on a line": ("- [ ] ls- [x] cat\n- [x] cd\n", "4 CB195"),
    "a reason without a blank line above it": ("- [x] ls\n  It lists them.\n- [ ] cat\n", "4 CB195"),
    "a reason that is not indented": ("- [x] ls\n\nIt lists them.\n\n- [ ] cat\n- [ ] cd\n", "4 CB195"),
    "a reason below all choices": ("- [ ] cat\n- [x] ls\n\nIt lists them.\n", "7 CB195"),
    "a reason, or a question": ("- [x] ls\n- [ ] cd\n\nA reason.\n\nAnd now?\n\n- 8\n", "7 CB195"),
    "a list of neither kind": ("- ls\n- cat\n", "4 CB195"),
    "a pair without its right": ("- ls = lists\n- cat\n", "5 CB195"),
    "answers without a question": ("- [x] ls\n- [ ] cd\n\n* 8\n", "7 CB195"),
    "one choice": ("- [x] ls\n", "4 CB195"),
    "no right choice": ("- [ ] ls\n- [ ] cat\n", "4 CB196"),
    "no answers": ("They are:\n", "1 CB196"),
    "an answer without its bullet": ("8080\n\nAnd this?\n\n- 9\n", "4 CB195"),
    "an answer without its blank line": ("And this?\n- 8080\n\nAnd that?\n\n- 9\n", "4 CB195"),
    "no space after a bullet": ("-8080\n\n### Next\n\nAnd this?\n\n- 9\n", "4 CB195"),
    "a bullet of a word processor": ("### One\n\n\u2022 8080\n\nAnd this?\n\n- 9\n", "6 CB195"),
    "an answer below a heading": ("- 7\n\n### One\n\n8080\n\n### Next\n\nThis?\n\n- 9\n", "8 CB195"),
    "an empty choice that is text": ("[ ] cat\n\n  It prints.\n\n- [x] ls\n- [ ] cd\n", "4 CB195"),
    "an answer that is code": ("1,  This?\n\n    - 8080\n\n2.  That?\n\n    - 9\n", "6 CB195"),
    "a number without answers": ("1.  This?\n\n    -- 8080\n\n2.  That?\n\n    - 9\n", "4 CB195"),
    "one pair": ("- ls = lists\n\n  A reason.\n\nThis?\n\n- cat = prints\n", "4 CB195"),
    "a choice in a list of terms": ("- [ ] cat\n- [x] ls\n\n  : a reason\n", "1 CB195"),
    "code below a choice": ("- [x] this:\n\n  ```\n  ls\n  ```\n\n- [ ] cat\n", "7 CB197"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_its_line(name: str) -> None:
    answers, place = WRONG[name]
    assert place in _told(_quiz(answers))


RIGHT = {
    "code that is a list": "```yaml\n- name: x\n```\n\n- [x] ls\n- [ ] cat\n",
    "code in a numbered question": "1.  This?\n\n    ```yaml\n    - name: x\n    ```\n\n    - 8080\n",
    "a negative number in a table": "| n  |\n|----|\n| -5 |\n\n- -40\n",
    "a formula": "- $y = 2x$\n\nAnd this?\n\n- `y = 2`\n",
    "parts with headings": "- 8\n\n## Part\n\n### One\n\nText.\n\nThis?\n\n- 9\n\n---\n\nA.\n\nB?\n\n- 7\n",
}


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_said_of_what_is_right(name: str) -> None:
    assert _told(_quiz(RIGHT[name])) == []


@pytest.mark.parametrize(
    "opening",
    [
        *(
            "::: quizz",
            "::: {.quz}",
            "::: qiuz",
            "::: Quiz",
            ":: quiz",
            "::: {quiz}",
            "::: qcm",
            "::: {#quiz}",
        ),
        *(
            "::: {.quiz order=fixed}",
            ":::quiz:x",
            "::: {.qiuzz}",
            "::: quiz Files",
            ":::: {.quiz",
            "\uff1a:: quiz",
        ),
    ],
)
def test_what_is_nearly_a_quiz_is_refused(opening: str) -> None:
    """Otherwise students would see its ticks."""
    shown, told = shown_in_each_edition(_quiz(CHOICES, opening))
    assert not shown
    assert told[0].line == 1


@pytest.mark.parametrize(
    "written",
    [
        *("[ls]{.blnk}", "[ls]{.blanks}", "[ls]{.lbank}", "[ls] {.blank}", "[ls]{blank}", "[ls]{. blank}"),
        *("[ls](.blank)", "[ls].blank}", "[ls]{.blank", "[ls]{.trou}", "[ls]{#blank}", "[ls]{:.blank}"),
        *("[ls]{.blancs}", "[ls]{.fill-in}", "[ls]{.lacune}", "[ls]{blank=true}"),
        *("![ls](a.png){.blank}", "[ls]{.quiz}", "::: blank\nls\n:::", "# ls {.blank}"),
    ],
)
def test_what_is_nearly_a_blank_is_refused(written: str) -> None:
    """Otherwise students would see the words, or have no line to write on."""
    shown, told = shown_in_each_edition(f"{written}\n")
    assert not shown
    assert told[0].line == 1


def test_a_reason_is_no_text_for_students() -> None:
    """What is said of texts that announce an answer is not said of it, and a note in it is its own."""
    reason = "  **Answer:** it lists.[^a]\n\n  [^a]: A note.\n"
    assert _told(_quiz(f"- [x] ls\n\n{reason}\n- [ ] cat\n")) == []
    assert "9 CB122" not in _told(_quiz(f"- [x] ls\n\n{reason}\n- [ ] cat\n"))
    assert _told(_quiz(f"- [x] ls\n\n{reason}\n- [ ] cat[^a]\n")) == ["10 CB122"]


def test_questions_are_the_correction_of_their_exercise() -> None:
    """So are words that students write: nothing is missing there."""
    exercise = "## One {.exercise}\n\nDo.\n\n::: correction\nSo.\n:::\n\n## Two {.exercise}\n\n"
    assert _told(f"{exercise}{_quiz(CHOICES)}") == []
    assert _told(f"{exercise}Run [ls]{{.blank}}.\n") == []
    assert _told(f"{exercise}Run it.\n") == ["9 CB137"]


def test_words_that_resemble_the_names_are_words() -> None:
    """In text, in code, and as classes that mean something else."""
    text = (
        "A blank line, the quiz (see the quiz): `{.blank}`, \\{.blank}.\n\n```{.sh title=quiz.sh}\nls\n```\n"
    )
    assert _told(text) == []
    assert _told("[ls]{.black} [ls]{.plank}\n") == []

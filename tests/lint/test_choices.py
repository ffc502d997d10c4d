"""A question whose right choice is marked for everybody: where it is told, and where it is not."""

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

HEAD = "---\ntitle: T\n---\n\n"
ASKED = "Which of these is a browser?\n\n"
MARKED = {
    "bold": "- Excel\n- **Firefox**\n- Word",
    "bold, with a full stop": "- Excel.\n- **Firefox**.",
    "bold, with underscores": "- Excel\n- __Firefox__",
    "italics": "a) Excel\nb) *Firefox*\nc) Word",
    "highlighted": "- Excel\n- ==Firefox==",
    "HTML": "- Excel\n- <b>Firefox</b>",
    "coloured": '- Excel\n- <span style="color: green">Firefox</span>',
    "a Span": "- Excel\n- [Firefox]{.underline}",
    "a tick": "- Excel\n- Firefox ✓",
    "a tick by its name": "- Excel\n- Firefox :white_check_mark:",
    "ticks and crosses": "- ❌ Excel\n- ✅ Firefox",
    "crosses alone": "- ✗ Excel\n- Firefox",
    "the others struck out": "- ~~Excel~~\n- Firefox\n- ~~Word~~",
    "a ticked box": "- [ ] Excel\n- [x] Firefox",
    "words": "- Excel\n- Firefox (correct)",
    "AMC": "- Excel\n+ Firefox\n- Word",
    "two of four": "- **Firefox**\n- Excel\n- **Chromium**\n- Word",
    "loose": "- Excel\n\n- **Firefox**",
    "quoted": "> - Excel\n> - **Firefox**",
}
QUIZZES = {
    "LiaScript, one choice": "[( )] Excel\n[(X)] Firefox",
    "LiaScript, several choices": "[[ ]] Excel\n[[X]] Firefox",
    "round boxes": "- ( ) Excel\n- (x) Firefox",
    "text2qti": "a) Excel\n*b) Firefox",
    "GIFT": "{=Firefox ~Excel}",
    "GIFT on several lines": "{\n~Excel\n=Firefox\n}",
    "GIFT, a word": "{=Firefox}",
    "GIFT, two right choices": "{~%50%Firefox ~%50%Chromium ~Excel}",
    "GIFT, true or false": "It is one. {T}",
    "GIFT, a truth in a word": "It is one.{TRUE}",
    "GIFT, a number": "How many are there? {#3}",
    "GIFT, a number with a tolerance": "There are {#3:1}",
    "MkDocs' quiz": "<quiz>\n\n- [ ] Firefox",
    "MkDocs' former quiz": "<?quiz?>\nquestion: Which\n<?/quiz?>",
}


def _told(text: str) -> list[str]:
    _, told = shown_in_each_edition(HEAD + text)
    return [d.code for d in told if d.code in ("CB148", "CB120")]


@pytest.mark.parametrize("name", MARKED)
def test_a_marked_choice(name: str) -> None:
    """Below a question, in an exercise, and below a question that is an item; once for each question."""
    choices = MARKED[name]
    nested = "".join(f"   {line}\n" for line in choices.removeprefix("> ").replace("\n> ", "\n").split("\n"))
    assert _told(f"{ASKED}{choices}\n") == ["CB148"]
    assert _told(f"::: exercise\nTick what is right.\n\n{choices}\n:::\n") == ["CB148"]
    assert _told(f"1. A browser is:\n\n{nested}") == ["CB148"]


@pytest.mark.parametrize("name", QUIZZES)
def test_a_quiz_of_another_tool(name: str) -> None:
    """It is refused, whatever is before it."""
    assert _told(f"{ASKED}{QUIZZES[name]}\n") == ["CB120"]
    assert _told(f"Some programs.\n\n{QUIZZES[name]}\n") == ["CB120"]


@pytest.mark.parametrize("name", MARKED | QUIZZES)
def test_a_marked_choice_that_students_do_not_see(name: str) -> None:
    choices = (MARKED | QUIZZES)[name]
    assert _told(f"{ASKED}- Excel\n- Firefox\n\n::: correction\n{ASKED}{choices}\n:::\n") == []


@pytest.mark.parametrize("name", MARKED)
def test_a_marked_choice_that_is_public(name: str) -> None:
    assert _told(f"::: public\n{ASKED}{MARKED[name]}\n:::\n") == []


@pytest.mark.parametrize(
    "text",
    [
        f"{ASKED}- Excel\n- Firefox\n",
        f"{ASKED}- **Excel**\n- **Firefox**\n",
        f"{ASKED}- **Excel** computes\n- **Firefox** browses\n",
        f"{ASKED}- [ ] Excel\n- [ ] Firefox\n",
        f"{ASKED}- Excel\n\nAn explanation.\n\n- **Firefox**\n",
        "Some programs:\n\n- Excel\n- **Firefox**\n",
        "1. Open a terminal.\n2. **Save your work.**\n3. Log out.\n",
        "2. Set up the network:\n\n   - **Requirements:**\n   - three hosts\n",
        "Has everybody done this?\n\n- [x] Read the text\n",
        "## When? {#12}\n\nThe set {T} has `f.{T}`.\n",
        "`{=Firefox}`, and ``<b>`{=html} is raw.\n",
        "```\nWhich?\n- Excel\n- **Firefox**\n```\n",
    ],
)
def test_no_choice_is_marked(text: str) -> None:
    assert _told(text) == []


def test_a_marked_choice_is_not_published(workshop: Workshop) -> None:
    """`verify` refuses it, until its words are public."""
    workshop.write("course/lab.md", f"{HEAD}{ASKED}- Excel\n- **Firefox**\n")
    done = workshop.run("--to", "html")
    assert (done.code, "course/lab.md:8:3: warning[CB148]: `**Firefox**` is bold" in done.err) == (0, True)
    assert "CB163" in workshop.run("verify", "build").out
    workshop.write("coursebuild.toml", 'public = ["Firefox"]\n')
    assert workshop.run("verify", "build").code == 0

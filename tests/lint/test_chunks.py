"""Code that other tools run, and directives of MyST: shown and told, or refused where they may withhold."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: T\n---\n\n"
CODE = {
    "{r}": "is code that is shown, and not run; write `r` without braces",
    "{python}": "write `python` without braces",
    '{r, fig.cap="A plot"}': "the options in",
    "{code-cell} ipython3": "write `python` without braces",
    "{code-block} bash": "write `bash` without braces",
}
DIRECTIVES = ["{figure} plot.png", "{math}", "{index} single: word", "{toctree}", "{list-table} A title"]
OPTIONS = ["#| label: fig-x", ":tags: [output_scroll]", "---\nlabel: x\n---", "//| echo: true"]
WITHHELD = [
    ("{r, echo=FALSE}", "x"),
    ("{r include = F}", "x"),
    ("{r solution-1}", "x"),
    ("{r corection}", "x"),
    ("{python}", "#| include: false\nx"),
    ("{python}", '#| code-fold: true\n#| code-summary: "More"\nx'),
    ("{code-cell}", ":tags: [hide-input]\nx"),
    ("{code-cell}", "---\ntags: [remove-cell]\n---\nx"),
    ("{figure} solution.png", "A caption."),
    ("{figure} a.png", "::: correction\nYes.\n:::"),
    ("{raw} html", '<div class="solution">Yes.</div>'),
    ("{nte}", "Unknown."),
    ("{rr}", "Unknown."),
]


def _build(info: str, text: str) -> tuple[str, list[tuple[int, str, str]]]:
    shown, told = shown_in_each_edition(f"{HEAD}```{info}\n{text}\n```\n")
    return shown.get("student", ""), [(d.line, d.code, d.message) for d in told]


@pytest.mark.parametrize("info", CODE)
def test_code_is_shown(info: str) -> None:
    shown, told = _build(info, "print(1)")
    assert "print(1)" in shown
    ((line, code, message),) = told
    assert (line, code, CODE[info] in message) == (5, "CB171", True)


@pytest.mark.parametrize("options", OPTIONS)
def test_options_are_told(options: str) -> None:
    shown, told = _build("{python}", f"{options}\nprint(1)")
    assert "print(1)" in shown
    assert [(line, code) for line, code, _ in told] == [(5, "CB171"), (6, "CB171")]


def test_one_warning_for_all_code() -> None:
    _, told = shown_in_each_edition(HEAD + "```{r}\nx\n```\n\n" * 9)
    assert [d.line for d in told] == [5]


@pytest.mark.parametrize("info", DIRECTIVES)
def test_a_directive_is_shown_as_it_is_typed(info: str) -> None:
    """Its first line as a title."""
    shown, told = _build(info, "Some words.")
    assert "Some words." in shown
    assert info.replace("{", "").replace("}", "") in shown
    assert [(line, code) for line, code, _ in told] == [(5, "CB171")]


@pytest.mark.parametrize(("info", "text"), WITHHELD)
def test_what_may_be_withheld_is_refused(info: str, text: str) -> None:
    shown, told = _build(info, text)
    assert not shown
    assert (5, "CB111") in [(line, code) for line, code, _ in told]

"""What pandoc prints as text of other tools' notation is a warning, and what means an answer is refused."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: T\n---\n\n"


@pytest.mark.parametrize(
    ("text", "column", "advice"),
    [
        ("{{< include intro.md >}}", 1, "write `::: {include="),
        ("{{% notice tip %}}", 1, "put here what it should show"),
        ("See {{ page.title }}.", 5, "put here what it should show"),
        ("{% include intro.html %}", 1, "put here what it should show"),
        ("{% raw %}text{% endraw %}", 1, "put here what it should show"),
        ("{{< box >}}text{{< /box >}}", 1, "put here what it should show"),
        ('--8<-- "intro.md"', 1, "write `::: {include="),
        ("{!intro.md!}", 1, "write `::: {include="),
        ("The sum is $ x^2 + y $ here.", 12, "remove the space"),
        ("It is $x^2 $ here.", 7, "remove the space"),
        ('See <img src="a.png" , width=80%/> here.', 5, "correct its attributes"),
        ("> [name=Ada] Words.", 3, "write it as text, or remove it"),
        ("A {ruby base|text} here.", 3, "write `<ruby>"),
        ("import Tabs from '@theme/Tabs';", 1, "remove it"),
        ("import './style.css'", 1, "remove it"),
        ("export const level = 1;", 1, "remove it"),
        ("> [TOC]", 3, "remove it"),
        ("> [[_TOC_]]", 3, "remove it"),
        ("See [@knuth84, p. 3].", 5, "name the file of its references"),
        ("See [see @knuth84; @ada].", 5, "name the file of its references"),
        ("The {--old--} text", 5, "keep one of the two texts"),
        ("(label)=", 1, "write `{#label}`"),
        ("Text.\n\n+++", 1, "remove it"),
        ("% a remark", 1, "write it in `<!-- … -->`"),
        ("A text. ^a1b2", 9, "write `[]{#name}`"),
        ("A text {#sec-a} goes on", 8, "remove them"),
        ("See ![[plan.png]].", 5, "write `![](plan.png)`"),
        ("See [[First steps|here]].", 5, "write `[First steps](<First steps.md>)`"),
        ("See {ref}`steps`.", 5, "write a link"),
        ("See :doc:`steps`.", 5, "write a link"),
        ("*[HTML 5]: a language", 1, '<abbr title="…">HTML 5</abbr>'),
        ("A *remark*{: .note} x", 11, "`::: {.note}` around a block"),
        ('Press ++"x"++.', 7, 'write `<kbd>"x"</kbd>`'),
        ("See @thm-plan.", 5, "write `@theorem:…`"),
        ("Well done :tadaa:", 11, "write the sign itself"),
        ("Home :material-home:", 6, "remove it"),
        ("> - Good :plus_one:", 10, "write the sign itself"),
        ("| a | b |\n|---|---|\n| :tadaa: | c |", 3, "write the sign itself"),
    ],
)
def test_it_is_reported_with_what_to_write(text: str, column: int, advice: str) -> None:
    shown, reported = shown_in_each_edition(f"{HEAD}{text}\n")
    assert shown
    assert [(each.line, each.column, each.code) for each in reported] == [
        (5 + text.count("\n"), column, "CB171")
    ]
    assert advice in reported[0].message


@pytest.mark.parametrize("field", ["number-sections: true", "numbersections: yes"])
def test_a_field_that_does_nothing_is_reported(field: str) -> None:
    _, reported = shown_in_each_edition(f"---\ntitle: T\n{field}\n---\n\nText.\n")
    assert [(each.line, each.column, each.code) for each in reported] == [(3, 1, "CB171")]


@pytest.mark.parametrize(
    "text",
    [
        "number-sections: it is a field",
        "Half, or\n% of it",
        r"\% and 50 % of x^2^ ^a^ \{#a}",
        "1 +++ 2",
        "2 ** 3 and **bold** text **again** and 4**2 **",
        "It costs $ 5 or $ 6, in $HOME or $x^2$ and $y_1$.",
        'A <b class="x">word</b> and <br class="y">.',
        "a == b and c == d, a==b==c",
        "i++ and ++j, C++ and g++",
        "At 10:30:45, on host:8080:tcp, `std::string::npos`",
        "`:tada:` `==x==` `{{ x }}` `[[x]]` `[TOC]`",
        "```\n{{< include x >}}\n:tada:\n```",
        "$a ==b== c$",
        r"\[TOC\]",
        "It was\nimported: import this, and\nexport more",
        "Hello @ada. Write to [x@example.org].",
        "This is ==rather important==. Press ++ctrl+c++. Well done :tada: :+1: :e-mail:",
        "[important]{.mark} <kbd>Ctrl</kbd> <abbr title='Hyper'>HTML</abbr>",
        "[[a]](https://a.org), the list [[2,5]]",
        "| a | b |\n|:---:|:---:|\n| 1 | 2 |",
        "Term\n:   text: more",
    ],
)
def test_what_only_resembles_it_is_not(text: str) -> None:
    assert shown_in_each_edition(f"{HEAD}{text}\n")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "{% solution %}",
        "{{< solution >}}",
        "{{% corrige %}}",
        "[[solution]]",
        ":solution:",
        "The port.\n{: .solution}",
        "{solution}`80`",
        "{% if correction %}",
    ],
)
def test_what_means_an_answer_is_refused(text: str) -> None:
    """And a warning for the same line would say less."""
    shown, reported = shown_in_each_edition(f"{HEAD}{text}\n")
    assert not shown
    assert "CB171" not in {each.code for each in reported}

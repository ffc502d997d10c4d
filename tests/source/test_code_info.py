"""What other tools write after a code fence is read as pandoc's attributes; what may be notation is not."""

import pytest
from selecting import shown_in_each_edition

from coursebuild.source.lines import read_lines

HEAD = "---\ntitle: T\n---\n\n"


@pytest.mark.parametrize(
    ("fence", "read"),
    [
        ('```python title="a b.py" linenums="1"', '``` {.python title="a b.py" linenums="1"}'),
        ('``` py hl_lines="2 4-5"', '``` {.py hl_lines="2 4-5"}'),
        (
            "```js {1,3-5} title='src/a.js' showLineNumbers",
            '``` {.js .numberLines highlight="1,3-5" title="src/a.js"}',
        ),
        ("```js showLineNumbers=5{2}", '``` {.js .numberLines startFrom="5" highlight="2"}'),
        ("```c++ {2}", '``` {.cpp highlight="2"}'),
        ('``` title=".env"', '``` {title=".env"}'),
        ("```bash npm2yarn", "``` {.bash}"),
        ('```jsx live title="a.js"', '``` {.jsx title="a.js"}'),
        ("```python=", "``` {.python .numberLines}"),
        ("```python=10", '``` {.python .numberLines startFrom="10"}'),
        ('> ```sh title="a"', '> ``` {.sh title="a"}'),
    ],
)
def test_it_is_read(fence: str, read: str) -> None:
    before = "> " if fence.startswith(">") else ""
    text = f"{HEAD}{fence}\n" + f"{before}x\n" * 5 + f"{before}```\n"
    assert read_lines(text).lines[4] == read
    shown, reported = shown_in_each_edition(text)
    assert "x x" in " ".join(shown["student"].split())
    assert reported == ()


@pytest.mark.parametrize(
    "info",
    [
        "python",
        "{.python}",
        '{.python title="a"}',
        "python {.numberLines}",
        "{.python .correction}",
        "c#",
    ],
)
def test_what_pandoc_reads_stays(info: str) -> None:
    assert read_lines(f"{HEAD}```{info}\nx\n```\n").lines[4] == f"```{info}"


@pytest.mark.parametrize(
    "info",
    [
        "python .correction",
        'python title="a" .correction',
        'python title="a" {.correction}',
        'python title="{.correction}"',
        'python title="[80]{.correction}"',
        'python title="Solution"',
        'python title="corrige.py"',
        'python title="solution_tp3.py"',
        'python title="For teachers: answers"',
        'python correction="true"',
        'python title="a" if="b"',
        'python linenums="1" solution',
        'python edition="instructor"',
        "python {1} {.solution}",
        "python title=x",
        "python alive",
        'python title="a',
    ],
)
def test_what_is_not_understood_or_means_an_answer_is_refused(info: str) -> None:
    shown, reported = shown_in_each_edition(f"{HEAD}```{info}\nSECRET\n```\n")
    assert not shown
    assert "CB111" in {each.code for each in reported}


@pytest.mark.parametrize("title", ["main.py", "A collection", "Length in bytes", "private.key"])
def test_a_title_that_means_none_is_read(title: str) -> None:
    assert shown_in_each_edition(f'{HEAD}```python title="{title}"\nx\n```\n')[1] == ()

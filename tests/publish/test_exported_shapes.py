"""What students do not see is cut out of blocks in blocks, and of tables of each kind."""

import re

import pytest
from workshop import Workshop

IN_BLOCKS = """> First of all
>
> > ::: correction
> > seven
> > :::
>
> - second
>
>   ::: correction
>   seven
>   :::
>
> - ::: correction
>   seven
>   :::
>
> - third [seven]{.solution}

1. fourth

   :::: note
   fifth

   ::: correction
   seven
   :::
   ::::

2. ::: correction
   seven
   :::

3. - sixth
   - [seven]{.correction}

Hop
:   ::: correction
    seven
    :::
:   seventh of all[^note]

    ::: {.correction lines=2}
    seven
    :::

::::: tabs
:::: {.tab title="eighth"}
Ninth **[seven]{.correction}** ninth "[seven]{.solution}" of all.
::::
:::: {.tab title="seven" .if correction="true"}
seven
::::
:::: {.tab title="tenth"}
Text.
::::
:::::

| eleventh
| twelfth [seven]{.correction}

![A plan [seven]{.correction}](plan.svg)

sixteenth of all\x20\x20
[seven]{.correction}\x20\x20
seventeenth <!-- seven

seven --> eighteenth of all

Nineteenth `\\seven{}`{=latex} of all

```{=openxml}
<w:p>seven</w:p>
```

[^note]: thirteenth

    ::: correction
    seven
    :::

    fourteenth [seven]{.solution}
"""
TABLES = """  One                              [seven]{.solution}
-------------------------------- --------------------
`seven`{.solution} first          [x]{.blank}
[second]{.if edition="student"}   b

----------------------------------------
 Two                     three
----------------------- ----------------
 [seven]{.solution} a    third <!-- a seven -->

 fourth[^seven] b        fifth [seven]{.correction} c
----------------------------------------

| Three [seven]{.correction} | sixth |
|---|---|
| `seven`{.solution} | seventh[^seven] [seven]{.blank} |

+----------------------+--------+
| Four [seven]{.solution}       |
+----------------------+--------+
| - eighth             | ninth  |
|                      |        |
|   ::: correction     |        |
|   seven              |        |
|   :::                |        |
+----------------------+--------+

: tenth [seven]{.correction}

[^seven]: eleventh
"""
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize("text", [IN_BLOCKS, TABLES], ids=["blocks", "tables"])
def test_what_is_withheld_is_cut_out_of_each_shape(workshop: Workshop, text: str) -> None:
    """That the pages are the same, the export itself compares."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlang: en\n---\n\n{text}")
    workshop.write("course/plan.svg", PLAN)
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/course/lab.md").read_text()
    assert not re.search(r"\bseven\b", exported)
    words = re.compile(r"\b(?:first|second|third|[a-z]+th)\b")
    assert words.findall(exported) == words.findall(text)

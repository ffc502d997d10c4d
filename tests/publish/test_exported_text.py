"""The text of exported lessons stays as it was typed, where nothing is cut out of it."""

from workshop import Workshop

HEAD = "---\ntitle: Lab\nlang: en\n---\n\n"
SPACED = """# Two functions

```python
a = 1



b = 2
```

    indented




    code

<pre>
as it



is
</pre>

- in a list

  ```
  c



  d
  ```
"""
GAPS = """



::: correction
It is seven.
:::



The end.
"""


def test_blank_lines_stay_but_where_something_is_cut_out(workshop: Workshop) -> None:
    """They count in code of each kind; of those around what is removed, one is left."""
    workshop.write("course/lab.md", f"{HEAD}{SPACED}{GAPS}")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/lab.md").read_text() == f"{HEAD}{SPACED}\nThe end.\n"


LINKS = """See the next one.

::: correction
The [table], [two], [three], [four (4)], [five] and [six] say so.
:::

[table]: https://example.org/table
Right below a link.

[two]: https://example.org/2
    "The title
    of two"
Right below a title.

[three]: https://example.org/3 'Of three'
{.external}
Right below attributes.

[four (4)]: https://example.org/4
(Of four)
[five]: https://example.org/5

    code

[six]: https://example.org/6
"It is six," they said, so that this is no link.
"""
LINKS_EXPORTED = """See the next one.

Right below a link.

Right below a title.

Right below attributes.

    code

[six]: https://example.org/6
"It is six," they said, so that this is no link.
"""


def test_a_link_that_nothing_uses_goes_with_its_title_alone(workshop: Workshop) -> None:
    workshop.write("course/lab.md", f"{HEAD}{LINKS}")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/lab.md").read_text() == f"{HEAD}{LINKS_EXPORTED}"


NARROW = """# Exercise

+---------------+--------------------+
| A [b]{.blank} | Read on. <!-- the  |
|               | answer --> Stop.   |
|               |                    |
| [c]{.blank}   | <!-- and           |
|               | another -->        |
+---------------+--------------------+

[The secret]{.correction}

:   What is it called?

Hop
:   A link.

# Exercise

Say why.
"""
NARROW_EXPORTED = """# Exercise

+---------------+--------------------+
| A [_]{.blank} | Read on.           |
|               | Stop.              |
|               |                    |
| [_]{.blank}   | <!-- -->           |
|               |                    |
+---------------+--------------------+

<span></span>

:   What is it called?

Hop
:   A link.

# Exercise

Say why.
"""


def test_what_is_cut_out_where_there_is_no_room_leaves_something_as_short(workshop: Workshop) -> None:
    """Of a blank in a cell one without its answer; of a term an empty one. `check` misses no correction."""
    workshop.write("course/lab.md", f"{HEAD}{NARROW}")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/lab.md").read_text() == f"{HEAD}{NARROW_EXPORTED}"
    checked = Workshop(workshop.folder / "out").run("check", "--quiet")
    assert (checked.code, checked.out) == (0, "")


NAMES = """# Routers {#sec:routers .wide by="Bob"}

A router[^by-bob], [the other][by Bob], a [hop]{lang=en}[^hop] of [Ada's]{data-of=ada} (@by_bob).

(@by_bob) An example.

::: {.note by=Bob}
Read `on`.
:::

```{.python .by-bob .numberLines by=Bob}
x = 1
```

$$
x = \\label{by:bob} y
$$ {#eq:x}

[^by-bob]: It forwards.

    In two paragraphs.

[^hop]: A link is a hop.

[by bob]: https://example.org/
"""
NAMES_EXPORTED = """# Routers {#sec:routers .wide}

A router[^1], [the other][1], a [hop]{lang=en}[^hop] of [Ada's]{data-of=ada} (@1).

(@1) An example.

::: {.note}
Read `on`.
:::

```{.python .numberLines}
x = 1
```

$$
x = y
$$ {#eq:x}

[^1]: It forwards.

    In two paragraphs.

[^hop]: A link is a hop.

[1]: https://example.org/
"""


def test_names_that_no_page_shows_are_not_exported(workshop: Workshop) -> None:
    """Labels are numbered, and attributes that pages leave out go too."""
    workshop.write("course/lab.md", f"{HEAD}{NAMES}")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/lab.md").read_text() == f"{HEAD}{NAMES_EXPORTED}"

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

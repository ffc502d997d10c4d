"""The files that students start from: their lessons include these in an export as well."""

import zipfile

import pytest
from workshop import Workshop

HOPS = '''"""Hops."""


def hops(path):
    # BEGIN SOLUTION
    links = path[1:]
    return len(links)
    # END SOLUTION


# region use
print(hops("abc"))
# endregion
'''
HOPS_EXPORTED = '''"""Hops."""


def hops(path):
    ...


# region use
print(hops("abc"))
# endregion
'''
LESSON = """---
title: Hops
lang: en
---

Hops\u2028here: one line for git, pandoc and editors.

```{{.python {chosen} #lst:hops title="How far?"}}
```

::: correction
```{{.python include="longer.py"}}
```
:::
"""


@pytest.mark.parametrize(
    ("chosen", "exported"),
    [
        ('include="code/hops.py"', 'include="code/hops.py"'),
        ('include="code/hops.py" region="use"', 'include="code/hops.py" region="use"'),
        (
            '.numberLines include="code/hops.py" lines="4-12"',
            '.numberLines startFrom="4" include="code/hops.py" lines="4-9"',
        ),
    ],
    ids=["all of a file", "a region", "lines, one of which stands for a gap"],
)
def test_code_is_included_from_the_file_that_students_start_from(
    workshop: Workshop, chosen: str, exported: str
) -> None:
    """It has no answers; the page has the same link to the same archive, if it is built again."""
    workshop.write("coursebuild.toml", 'title = "Nets"\nstarter = true\n')
    workshop.write("course/code/hops.py", HOPS)
    workshop.write("course/longer.py", "print('the longest prefix always wins')\n")
    workshop.write("course/lab.md", LESSON.format(chosen=chosen))
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    out = workshop.folder / "out"
    assert (out / "course/code/hops.py").read_text() == HOPS_EXPORTED
    assert not (out / "course/longer.py").exists()
    line = next(line for line in (out / "course/lab.md").read_text().splitlines() if "include" in line)
    assert set(exported.split()) <= set(line.strip("`{}").split()), line
    built = Workshop(out).run("--to", "html")
    assert built.code == 0, built.err
    with zipfile.ZipFile(out / "build/student/files/lab.zip") as archive:
        assert archive.read("code/hops.py").decode() == HOPS_EXPORTED

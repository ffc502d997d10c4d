"""`coursebuild export`: the students' sources have nothing else, and give the same pages."""

import re
from pathlib import Path

import pytest
import workshop as shop
from workshop import Workshop

LESSON = """---
title: Routing
lang: en
teacher: keep the router's password out of it
# remember to change the figures
---

# A router forwards packets[^mtu] of some [length][mtu]

Read on. [The gateway is the router.]{.solution} <!-- the answer is in chapter nine -->
[For printing.]{.if format="pdf" edition="student"}

::: {.if edition="student"}
Work alone.
:::

::: {.correction .if correction="true" lines=3}
It looks up the longest prefix[^prefix], see [the table][table].
:::

- What is a hop?

  ::: correction
  One link between two routers.
  :::

- The command [traceroute]{.blank} lists them.

```python
def hops(path):
    # BEGIN SOLUTION
    return len(path) - 1
    # END SOLUTION
```

::: quiz
Which one is a router?

- [ ] a cable
- [x] a gateway

  It has two addresses.
:::

## For teachers {.if correction="true"}

![](plan.svg)

| hops | ms |
|------|----|
| 3    | 12 |

: Measured {.if correction="true"}

## For students {.if edition="student"}

The end.

[^mtu]: Up to the greatest length.
[^prefix]: The prefix of most bits wins.
[table]: https://example.org/table-of-prefixes

[mtu]: https://example.org/not-this-one
[mtu]: https://example.org/mtu
"""
EXPORTED = """---
title: Routing
lang: en
---

# A router forwards packets[^mtu] of some [length][mtu]

Read on.
[For printing.]{.if format="pdf"}

Work alone.

::: {.answer lines="3"}
:::

- What is a hop?

  <!-- -->

- The command []{.blank-line} lists them.

```python
def hops(path):
    ...
```

:::: {.quiz data-quiz-copy=""}
::: {data-quiz-single=""}
Which one is a router?

- [ ] a gateway
- [ ] a cable
:::
::::

## For students

The end.

[^mtu]: Up to the greatest length.

[mtu]: https://example.org/mtu
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != ".git")


def _without_blank_lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_a_lesson_is_cut_to_what_students_see(workshop: Workshop) -> None:
    """The rest of the text is the author's; files that only others see stay at home."""
    workshop.write("course/routing.md", LESSON)
    workshop.write("course/plan.svg", PICTURE)
    workshop.write(
        "coursebuild.toml", 'title = "Nets"\n[metadata]\ngroup = "A"\n[editions.tutor]\nlevel = "1"\n'
    )
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    out = workshop.folder / "out"
    assert _files(out) == [".coursebuild-export", ".gitignore", "course/routing.md", "coursebuild.toml"]
    exported = (out / "course/routing.md").read_text()
    assert _without_blank_lines(exported) == _without_blank_lines(EXPORTED)
    assert (out / "coursebuild.toml").read_text() == 'title = "Nets"\n'
    (out / "course/routing.md").write_text("An answer of a student's.\n")
    refused = workshop.run("export", "out")
    assert (refused.code, "CB282" in refused.err, "was changed" in refused.err) == (1, True, True)


def test_a_lesson_with_all_there_is_can_be_exported_and_built(workshop: Workshop) -> None:
    """The lesson with all kinds of elements gives the same pages, and `check` has nothing against it."""
    shop.with_lessons(workshop.folder)
    for other in ("conteneurs.md", "en/first-container.md"):
        (workshop.folder / "course" / other).unlink()
    done = workshop.run("export", "out", "--quiet")
    assert done.code == 0, done.err
    assert "course/figures/couches.svg" in _files(workshop.folder / "out")
    exported = (workshop.folder / "out/course/riche.md").read_text()
    assert not re.search(r"\.correction|^:+ *correction|\.solution|<!-- \w", exported)


DATED = """---
title: Hops
lang: en
{field}
---

# Exercise

What is a hop? [A link]{{.blank}}

::: {{.correction show-from="2026-02-01"}}
One link. [Between two routers.]{{.solution}}
:::

::: {{.correction show-from="2026-12-01"}}
It is named after the plant.
:::

::: correction
A way to the next router.
:::

```python
def hops(path):
    # BEGIN SOLUTION
    return len(path) - 1
    # END SOLUTION
```

::: quiz
Which one is a router?

- [ ] a cable
- [x] a gateway
:::

```{{.python show-from="2026-12-01"}}
def later(path):
    # BEGIN SOLUTION
    return "plant"
    # END SOLUTION
```

::: {{.quiz show-from="2026-12-01"}}
And which one is none?

- [x] a cable

  It might be a plant as well.

- [ ] a gateway
:::
"""


@pytest.mark.parametrize("has_table", [True, False], ids=["[show-from]", "front matter"])
def test_what_a_date_has_opened_is_exported_with_the_date(workshop: Workshop, *, has_table: bool) -> None:
    """Students see it; what has a later date, or none where the lesson has none, is still cut out."""
    field = 'show-from: "2026-01-01"'
    workshop.write("course/lab.md", DATED.format(field="" if has_table else field))
    table = '[show-from]\n"lab.md" = 2026-01-01\n'
    workshop.write("coursebuild.toml", 'title = "Nets"\n' + (table if has_table else ""))
    opened = workshop.run("export", "out", "--as-of", "2026-03-01")
    assert opened.code == 0, opened.err
    text = (workshop.folder / "out/course/lab.md").read_text()
    for shown in (
        field,
        "A way to the next",
        "One link. [Between",
        "BEGIN SOLUTION",
        "[x] a gateway",
        "[A link]",
    ):
        assert shown in text
    assert not re.search("plant|2026-12-01", text)
    assert "def later" in text
    assert "which one is none" in text
    before = workshop.run("export", "out", "--as-of", "2025-01-01")
    assert before.code == 0, before.err
    text = (workshop.folder / "out/course/lab.md").read_text()
    assert not re.search("show-from|One link|Between|way to the next|SOLUTION|\\[x\\]|A link", text)


IN_BLOCKS = """---
title: Hops
lang: en
---

1. Which one?

   ::: quiz
   Which one is a router?

   - [ ] a cable
   - [x] a gateway

     It has two addresses.
   :::

2. Complete it:

   ```{.python .numberLines highlight="1,6-7"}
   def hops(path):
       # BEGIN SOLUTION
       links = path[1:]
       return len(links)
       # END SOLUTION

   print(hops("abc"))
   ```

+------------------------------------------+------+
| One.                                     | hops |
|                                          |      |
| ::: correction                           | 1    |
| ```                                      |      |
| two                                      | 2    |
| ```                                      |      |
| :::                                      |      |
|                                          |      |
| ::: {.note .if edition="student"}        | 3    |
| Three. <!-- the answer of Ada -->        |      |
| :::                                      |      |
|                                          |      |
| ```python                                | 4    |
| # BEGIN SOLUTION                         |      |
| return 4                                 |      |
| # END SOLUTION                           |      |
| ```                                      |      |
+------------------------------------------+------+

1. How many of two?

::: correction
Two of two.
:::

2. How many of three?
"""
IN_BLOCKS_EXPORTED = """---
title: Hops
lang: en
---

1. Which one?

   :::: {.quiz data-quiz-copy=""}
   ::: {data-quiz-single=""}
   Which one is a router?

   - [ ] a gateway
   - [ ] a cable
   :::
   ::::

2. Complete it:

   ```{.python .numberLines highlight="1,3,4"}
   def hops(path):
       ...

   print(hops("abc"))
   ```

+------------------------------------------+------+
| One.                                     | hops |
|                                          |      |
| <!-- -->                                 | 1    |
|                                          |      |
|                                          | 2    |
|                                          |      |
|                                          |      |
|                                          |      |
| ::: {.note}                              | 3    |
| Three.                                   |      |
| :::                                      |      |
|                                          |      |
| ```python                                | 4    |
| ...                                      |      |
| ```                                      |      |
|                                          |      |
|                                          |      |
+------------------------------------------+------+

1. How many of two?

<!-- -->

2. How many of three?
"""


def test_what_stands_in_lists_and_cells_is_cut_there(workshop: Workshop) -> None:
    """Marked lines of code are those that students have; cells keep their size, and lists stay two."""
    workshop.write("course/lab.md", IN_BLOCKS)
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/course/lab.md").read_text()
    assert _without_blank_lines(exported) == _without_blank_lines(IN_BLOCKS_EXPORTED)


FIELDS = """---
title: "Routing # hops" # the answer is seven
keywords: [routing] # port eighty is the right answer
subtitle: Don't panic # the answer is seven
author: # who has the answers
  - "Ada # Lovelace" # the answer is seven
# the answer is seven
  - Alan
abstract: | # the answer is seven
  # of hops

  and of routers
teacher: |
  keywords: not for students
math:
  macros:
    # the answer is seven
    N: \\mathbb{N}  # of hops
    norm: '\\left\\lVert #1 \\right\\rVert'
    answer: "\\\\text{seven}"
lang: en
---

Let $\\norm{\\N}$.
"""
FIELDS_EXPORTED = """---
title: "Routing # hops"
keywords: [routing]
subtitle: Don't panic
author:
  - "Ada # Lovelace"
  - Alan
abstract: |
  # of hops

  and of routers
math:
  macros:
    norm: '\\left\\lVert #1 \\right\\rVert'
    N: '\\mathbb{N}'
lang: en
---

Let $\\norm{\\N}$.
"""


def test_the_front_matter_is_exported_without_comments(workshop: Workshop) -> None:
    """Each field that pages show stands in it, and the macros that formulas use."""
    workshop.write("course/lab.md", FIELDS)
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/lab.md").read_text() == FIELDS_EXPORTED


def test_files_are_those_that_students_have(workshop: Workshop) -> None:
    """A linked file may have words of another lesson's correction; nothing else has comments."""
    workshop.write("templates/labels.toml", '# of Ada\n[en]\nwarning = "Watch out" # of Ada\n')
    workshop.write("coursebuild.toml", '# of Ada\ntitle = "Nets"\npublic = ["ada.txt", "data.sql"]\n')
    workshop.write("course/data.sql", "INSERT INTO book VALUES ('From the Earth to the Moon');\n")
    workshop.write("course/plan.svg", PICTURE.replace("</svg>", "<!-- ask Ada about it --></svg>"))
    workshop.write("course/a.md", "---\ntitle: A\nlang: en\n---\n\n![A plan](plan.svg) [data](data.sql)\n")
    answer = "# Exercise\n\nWhich?\n\n::: correction\n*From the Earth to the Moon*\n:::\n"
    workshop.write("course/b.md", f"---\ntitle: B\nlang: en\n---\n\n{answer}")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    assert (workshop.folder / "out/course/data.sql").read_bytes() == (
        workshop.folder / "course/data.sql"
    ).read_bytes()
    texts = [path.read_text().lower() for path in (workshop.folder / "out").rglob("*") if path.is_file()]
    assert not any(re.search(r"\bada\b", text) for text in texts)
    workshop.write("course/b.md", f"---\ntitle: B\nlang: en\n---\n\n[data](data.sql)\n\n{answer}")
    workshop.write("coursebuild.toml", "")
    refused = workshop.run("export", "out")
    assert (refused.code, "b.md:6:8: error[CB175]" in refused.err) == (1, True), refused.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_course_can_be_exported(workshop: Workshop, language: str) -> None:
    assert workshop.run("init", ".", "--lang", language).code == 0
    done = workshop.run("export", "out", "--quiet")
    assert (done.code, done.err) == (0, "")
    checked = Workshop(workshop.folder / "out").run("check")
    assert (checked.code, checked.out, "no problems" in checked.err) == (0, "", True), checked.out


def test_an_exercise_beside_a_copy_of_a_quiz_needs_no_correction(workshop: Workshop) -> None:
    """In the students' sources, no exercise has one."""
    quiz = "::: exercise\n::: quiz\nWhich?\n\n- [x] a\n- [ ] b\n:::\n:::\n"
    task = "::: exercise\nSay why.\n\n[Because.]{.correction}\n:::\n"
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlang: en\n---\n\n{quiz}\n{task}")
    assert workshop.run("export", "out", "--quiet").code == 0
    checked = Workshop(workshop.folder / "out").run("check", "--quiet")
    assert (checked.code, checked.out) == (0, "")


def test_the_history_of_an_export_is_its_own(workshop: Workshop) -> None:
    """It has one commit of nobody, at a time that can be set, with all files, whatever git is to ignore."""
    workshop.write(
        "course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\n[a](dist/data.csv) [b](dist/b%E2%80%A8c.csv)\n"
    )
    workshop.write("course/dist/data.csv", "a,b\n")
    workshop.write("course/dist/b\u2028c.csv", "b,c\n")  # which is one name, and not two lines
    workshop.write(
        "home/.gitconfig", "[user]\nname = Ada\nemail = ada@example.org\n[core]\nexcludesFile = ~/no\n"
    )
    workshop.write("home/no", "*.csv\n")
    environment = {
        "HOME": str(workshop.folder / "home"),
        "GIT_AUTHOR_NAME": "Ada",
        "SOURCE_DATE_EPOCH": "1790000000",
        "TZ": "Europe/Paris",
    }
    done = workshop.run("export", "out", "--git", **environment)
    assert (done.code, "committed" in done.err) == (0, True), done.err
    out = workshop.folder / "out"
    assert shop.git(out, "log", "--all", "--format=%an|%ae|%cn|%ce|%ad|%cd|%s", "--date=raw") == (
        "coursebuild||coursebuild||1790000000 +0000|1790000000 +0000|Export the students' sources"
    )
    assert "course/dist/data.csv" in shop.git(out, "ls-files").split("\n")
    assert not [path for path in (out / ".git").rglob("*") if path.is_file() and b"Ada" in path.read_bytes()]
    again = workshop.run("export", "out", "--git", **environment)
    assert (again.code, "committed" in again.err) == (0, False), again.err
    shop.git(workshop.folder, "init", "--quiet", "mine")
    mine = workshop.folder / "mine"
    shop.git(mine, "commit", "--quiet", "--allow-empty", "--message", "Mine")
    refused = workshop.run("export", "mine", "--git")
    assert (refused.code, "CB282" in refused.err, "history" in refused.err) == (1, True, True), refused.err


def test_a_link_to_a_picture_of_the_course_is_exported_as_the_picture(workshop: Workshop) -> None:
    """Under the name that the lesson has for it, not that of what it leads to."""
    workshop.write("course/kept/plan.svg", PICTURE)
    (workshop.folder / "course/plan.svg").symlink_to("kept/plan.svg")
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\n![A plan](kept/../plan.svg)\n")
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    picture = workshop.folder / "out/course/plan.svg"
    assert (picture.is_symlink(), "<rect" in picture.read_text()) == (False, True)

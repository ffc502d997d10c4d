"""Names that are almost right: each is told with its place and the right one, and a right one never is."""

import unicodedata

import pytest
from workshop import ROOT, Workshop

LESSON = "---\ntitle: Lab\n---\n\nText.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
PAGE = '{% extends "builtin/page.html.jinja" %}\n'

FILES = {  # what is written beside a lesson: what is said
    "a label": (
        {"templates/labels.toml": '[fr]\nexercize = "Tâche"\n'},
        "templates/labels.toml:2:1: warning[CB017]: unknown label `fr.exercize`; did you mean `exercise`?",
    ),
    "a label's language": (
        {"templates/labels.toml": '[fr-CA]\nexercise = "Tâche"\n'},
        "templates/labels.toml:1:2: warning[CB017]: no lesson has the labels of `fr-CA`; did you mean `fr`?",
    ),
    "a colour": (
        {"templates/palette.toml": '[dark]\nTipp = "#fff"\n'},
        "templates/palette.toml:2:1: warning[CB017]: unknown colour `dark.Tipp`; did you mean `tip`?",
    ),
    "a block": (
        {"templates/page.html.jinja": PAGE + "\n{# {% block a %} #}{% block contnet %}x{% endblock %}\n"},
        (
            "templates/page.html.jinja:3:20: warning[CB017]: `page.html.jinja` has no block `contnet`; "
            "did you mean `contents`?"
        ),
    ),
    "a block like no other": (
        {"templates/page.html.jinja": PAGE + "{%- block sidebar %}x{% endblock %}\n"},
        "templates/page.html.jinja:2:1: warning[CB017]: `page.html.jinja` has no block `sidebar`",
    ),
    "a template": (
        {"templates/page.html": "x"},
        "templates/page.html: warning[CB029]: nothing reads this file; did you mean `page.html.jinja`?",
    ),
    "a style sheet": (
        {"templates/Base.css": "x"},
        "templates/Base.css: warning[CB029]: nothing reads this file; did you mean `base.css`?",
    ),
    "an icon": (
        {"templates/icons/exercice.svg": SVG},
        "templates/icons/exercice.svg: warning[CB029]: nothing reads this file; did you mean `exercise.svg`?",
    ),
    "a configuration among the lessons": (
        {"course/coursebuild.toml": 'title = "A"\n'},
        (
            "course/coursebuild.toml: warning[CB029]: nothing reads this file; "
            "the configuration is beside the folder `course`, not in it"
        ),
    ),
    "a configuration of another name": (
        {"course-build.yml": "title: A\n"},
        (
            "course-build.yml: warning[CB029]: nothing reads this file; "
            "the configuration is in `coursebuild.toml`"
        ),
    ),
    "a field": (
        {"course/lab.md": "---\ntitle: Lab\nautor: Ada\n---\n\nText.\n"},
        "course/lab.md:3:1: warning[CB309]: the front matter's `autor` is not used; did you mean `author`?",
    ),
    "a field in capitals": (
        {"course/lab.md": "---\ntitle: Lab\nAuthor: Ada\n---\n\nText.\n"},
        "course/lab.md:3:1: warning[CB309]: the front matter's `Author` is not used; did you mean `author`?",
    ),
    "the case of an image": (
        {"course/lab.md": f"{LESSON}\n![A](Images/plan.svg)\n", "course/images/Plan.svg": SVG},
        (
            "course/lab.md:7:6: warning[CB202]: image `Images/plan.svg`: there is no such file; "
            "did you mean `images/Plan.svg`?"
        ),
    ),
    "accents encoded otherwise": (
        {
            "course/lab.md": f"{LESSON}\n![A](schéma.svg)\n",
            f"course/{unicodedata.normalize('NFD', 'schéma.svg')}": SVG,
        },
        "is there, and has its accents encoded otherwise: rename it",
    ),
    "backslashes": (
        {"course/lab.md": f"{LESSON}\n![A](images\\plan.svg)\n", "course/images/plan.svg": SVG},
        "there is no such file; did you mean `images/plan.svg`?",
    ),
    "an absolute path": (
        {"course/unit/lab.md": f"{LESSON}\n![A](/images/plan.svg)\n", "course/images/plan.svg": SVG},
        (
            "course/unit/lab.md:7:6: warning[CB310]: image `/images/plan.svg`: an absolute path is one of "
            "your own machine; did you mean `../images/plan.svg`?"
        ),
    ),
    "a path of Windows": (
        {"course/lab.md": f"{LESSON}\n![A](C:/course/plan.svg)\n"},
        (
            "course/lab.md:7:6: warning[CB310]: image `C:/course/plan.svg`: an absolute path is one of "
            "your own machine"
        ),
    ),
}


@pytest.mark.parametrize(("files", "says"), FILES.values(), ids=FILES)
def test_a_name_that_is_almost_right(workshop: Workshop, files: dict[str, str], says: str) -> None:
    """One warning, and the lesson is built all the same."""
    for name, text in {"course/lab.md": LESSON, **files}.items():
        workshop.write(name, text)
    done = workshop.run("--to", "html", "--quiet")
    assert done.code == 0
    assert done.err.count("warning[") == 1, done.err
    assert says in done.err


RIGHT = {  # what is written: nothing is said
    "labels and colours of the author's own": {
        "templates/labels.toml": '[en]\nbanner = "Hi"\n[it]\ntip = "Consiglio"\n',
        "templates/palette.toml": '[light]\nbrand = "#123456"\n',
    },
    "a block in a block": {
        "templates/page.html.jinja": PAGE
        + "{% block header %}{% block heading %}x{% endblock %}{{ super() }}{% endblock %}"
    },
    "a template that another one includes": {
        "templates/page.html.jinja": PAGE + '{% block header %}{% include "page.html" %}{% endblock %}',
        "templates/page.html": "x",
    },
    "a copy beside the right file": {
        "templates/labels.toml": '[en]\ntip = "Hint"\n',
        "templates/labels.toml.old": "",
        "templates/.labels.toml.swp": "",
        "templates/README.md": "",
    },
    "a configuration and its example": {"coursebuild.toml": 'title = "A"\n', "coursebuild.example.toml": ""},
    "a field for conditions": {
        "course/lab.md": "---\ntitle: Lab\ntagged: a\ntopics: [b]\n---\n\n::: {.if tagged=a}\nText.\n:::\n"
    },
    "fields of other tools": {
        "course/lab.md": "---\ntitle: Lab\nlayout: page\ncategories: [a]\nslug: b\nid: c\n---\n\nText.\n"
    },
}


@pytest.mark.parametrize("files", RIGHT.values(), ids=RIGHT)
def test_a_name_that_is_right(workshop: Workshop, files: dict[str, str]) -> None:
    for name, text in {"course/lab.md": LESSON, **files}.items():
        workshop.write(name, text)
    done = workshop.run("--to", "html", "--quiet", "--strict")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chek", "chek: error[CB001]: no such file or folder; did you mean `coursebuild check`?"),
        ("course/Lab.MD", "error[CB001]: no such file or folder; did you mean `course/lab.md`?"),
        ("corse/lab.md", "error[CB001]: no such file or folder; did you mean `course/lab.md`?"),
        ("nothing/like/it", "nothing/like/it: error[CB001]: no such file or folder\n"),
    ],
)
def test_a_source_or_command_that_does_not_exist(workshop: Workshop, name: str, says: str) -> None:
    workshop.write("course/lab.md", LESSON)
    done = workshop.run(name)
    assert done.code == 2
    assert says in done.err


def test_the_folder_of_the_sources(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", 'sources = ["Cours"]\n')
    assert "error[CB014]: no such file or folder; did you mean `course`?" in workshop.run().err


def test_nothing_outside_of_the_course_is_named(workshop: Workshop) -> None:
    """A hint would tell what files the machine has."""
    workshop.write("course/lab.md", f"{LESSON}\n![A](../secret/plam.svg)\n")
    workshop.write("secret/plan.svg", SVG)
    assert "plan.svg" not in workshop.run("--to", "html").err


def test_an_english_label_is_for_english_lessons(workshop: Workshop) -> None:
    """And for lessons in languages that have none; a French lesson has the French one."""
    workshop.write("templates/labels.toml", '[en]\nexercise = "Task"\nbanner = "Hi"\n')
    for lang in ("en", "fr", "de"):
        lesson = f"---\ntitle: Lab\nlang: {lang}\nsummary: false\n---\n\n::: exercise\nText.\n:::\n"
        workshop.write(f"course/{lang}.md", lesson)
    assert workshop.run("--to", "html").code == 0
    found = {lang: 'admonition-label">Task<' in workshop.html(lang) for lang in ("en", "fr", "de")}
    assert found == {"en": True, "fr": False, "de": True}
    assert 'admonition-label">Exercice<' in workshop.html("fr")


def test_the_shipped_templates_are_right(workshop: Workshop) -> None:
    """A copy of all of them is no mistake."""
    for path in (ROOT / "templates").rglob("*.*"):
        workshop.write(f"templates/{path.relative_to(ROOT / 'templates')}", path.read_text(encoding="utf-8"))
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--to", "html", "--quiet", "--strict")
    assert (done.code, done.err) == (0, "")

"""The author's own kinds of boxes, which coursebuild.toml names."""

import re

import pytest
from browsing import Scheme
from coloraide import Color
from workshop import ROOT, Workshop, page_texts

from coursebuild import config
from coursebuild.model import UsageError
from coursebuild.pages.sanitize import FRAME_CLASSES

METHOD = """\
[boxes.method]
label = { fr = "Méthode", en = "Method" }
icon = "gear"
colour = "rebeccapurple"
"""
GEAR = '<svg viewBox="0 0 24 24" class="x"><!-- /home/ada --><path id="p" d="M4 4h16v16H4z"/></svg>'

# What follows the front matter, and the title of the box.
NOTATIONS = {
    "class": ("::: method\nBelow.\n:::", ""),
    "attributes": ('::: {.method title="A title"}\nBelow.\n:::', "A title"),
    "accent": ('::: {.méthod title="A title"}\nBelow.\n:::', "A title"),
    "accent alone": ("::: méthod\nBelow.\n:::", ""),
    "HackMD": (":::method A title\nBelow.\n:::", "A title"),
    "Docusaurus": (":::method[A title]\nBelow.\n:::", "A title"),
    "MyST": ("```{method} A title\nBelow.\n```", "A title"),
    "MyST with colons": (":::{method} A title\nBelow.\n:::", "A title"),
    "Quarto": ('::: {.callout-method title="A title"}\nBelow.\n:::', "A title"),
    "MkDocs": ('!!! method "A title"\n    Below.', "A title"),
    "MkDocs, folded": ('??? Method "A title"\n    Below.', "A title"),
    "GitHub": ("> [!METHOD]\n> Below.", ""),
    "Obsidian": ("> [!method] A title\n> Below.", "A title"),
    "Obsidian, folded": ("> [!method]- A title\n> Below.", "A title"),
    "in a list": ('- Item.\n\n  !!! method "A title"\n      Below.', "A title"),
}


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("coursebuild.toml", METHOD)
    workshop.write("templates/icons/gear.svg", GEAR)
    return workshop


@pytest.mark.parametrize("name", NOTATIONS)
def test_each_notation_makes_the_box(course: Workshop, name: str) -> None:
    notation, title = NOTATIONS[name]
    course.write("course/lab.md", f"---\ntitle: T\n---\n\n{notation}\n\nAfter.\n")
    done = course.run("--to", "html")
    assert (done.code, done.err.count("CB")) == (0, 0), done.err
    main = course.main()
    assert re.search(r'class="admonition method[" ]', main)
    assert ">Method</span>" in main
    assert not title or f">{title}</span>" in main
    assert "folded" not in name or "<details" in main
    assert not re.search(r"[:!?]{3}|\[!|`", main)


def test_label_by_language(course: Workshop) -> None:
    """A language without a label has the English one."""
    for lang, label in (("fr", "Méthode"), ("en-GB", "Method"), ("de", "Method")):
        course.write("course/lab.md", f"---\ntitle: T\nlang: {lang}\n---\n\n::: method\nBelow.\n:::\n")
        assert course.run("--to", "html").code == 0
        assert f">{label}</span>" in course.main()


def test_without_any_key(workshop: Workshop) -> None:
    """The label is the name, and the look is a note's."""
    workshop.write("coursebuild.toml", "[boxes.to-remember]\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\n::: to-remember\nBelow.\n:::\n")
    assert workshop.run("--to", "html").code == 0
    html = workshop.html()
    assert ">To remember</span>" in html
    assert re.findall(r"--to-remember: (\S+);", html) == re.findall(r"--note: (\S+);", html)
    note = (ROOT / "templates" / "icons" / "note.svg").read_text(encoding="utf-8")
    assert note.partition(">")[2].strip() in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["gold", "#123", "hsl(120 100% 50%)", "white", "black", "#7a1f3d"])
def test_the_label_can_be_read_in_any_colour(course: Workshop, colour: str, scheme: Scheme) -> None:
    course.write("coursebuild.toml", f'[boxes.method]\ncolour = "{colour}"\n')
    course.write("course/lab.md", "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n")
    assert course.run("--to", "html").code == 0
    at = 0 if scheme == "light" else 1
    values = {
        name: Color(re.findall(rf"--{name}: (#\w+);", course.html())[at])
        for name in ("method", "method-tint", "ink", "paper")
    }
    assert values["method"].contrast(values["method-tint"], method="wcag21") >= 4.5
    assert values["method"].contrast(values["paper"], method="wcag21") >= 4.5
    assert values["ink"].contrast(values["method-tint"], method="wcag21") >= 7


def test_a_colour_in_the_palette_counts_more(course: Workshop) -> None:
    """So an author can choose the shade of the dark scheme."""
    course.write("templates/palette.toml", '[dark]\nmethod = "#c0ffee"\n')
    course.write("course/lab.md", "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n")
    assert course.run("--to", "html").code == 0
    assert re.findall(r"--method: (#\w+);", course.html()) == ["#663399", "#c0ffee", "#c0ffee"]


def test_an_icon_takes_the_colour_of_the_label(course: Workshop) -> None:
    """Comments, names and classes of its file are not in the page, and in print it is an image."""
    course.write("course/lab.md", "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n")
    assert course.run().code == 0
    html = course.html()
    (icon,) = re.findall(r'<svg class="icon"[^>]*>.*?</svg>', html)
    assert 'fill="currentColor"' in icon
    assert 'xmlns="http://www.w3.org/2000/svg"' in icon
    assert not re.search(r'<!-- /home|id="p"|class="x"', html)
    pixels = set(course.pdf()[0].render(scale=2).to_pil().get_flattened_data())
    assert (0x66, 0x33, 0x99) in pixels


def test_an_icon_that_is_no_drawing(course: Workshop) -> None:
    course.write("templates/icons/gear.svg", "gear")
    course.write("course/lab.md", "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n")
    done = course.run("--to", "html")
    assert done.code == 1
    assert "templates/icons/gear.svg: error[CB008]: it is not an image" in done.err


def test_a_label_goes_on_in_the_margin_in_print(course: Workshop) -> None:
    long = "\n\n".join(["Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 9] * 14)
    course.write("course/lab.md", f"---\ntitle: T\n---\n\n::: method\n{long}\n:::\n")
    assert course.run("--to", "pdf").code == 0
    assert "Method\n(continued)" in page_texts(course.pdf())[1]


def test_changes_rebuild_the_pages(course: Workshop) -> None:
    course.write("course/lab.md", "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n")
    assert course.run("--to", "html").code == 0
    before = course.html()
    assert course.run("--to", "html").code == 0
    for name, text in (
        ("coursebuild.toml", METHOD.replace("Method", "Way")),
        ("coursebuild.toml", METHOD.replace("rebeccapurple", "teal")),
        ("templates/icons/gear.svg", GEAR.replace("16v16", "12v12")),
    ):
        course.write(name, text)
        assert course.run("--to", "html").code == 0
        assert course.html() != before
        before = course.html()


def test_near_misses(course: Workshop) -> None:
    course.write(
        "course/lab.md",
        '---\ntitle: T\n---\n\n::: methd\nx\n:::\n\n!!! metod "T"\n    y\n\n'
        "> [!METHODE] T\n> z\n\n:::methd[T]\nw\n:::\n",
    )
    done = course.run("check")
    assert done.code == 0
    assert re.findall(r"lab\.md:(\d+):\d+: warning\[(CB\d+)\].*did you mean `\.?method`", done.out) == [
        ("5", "CB124"),
        ("9", "CB165"),
        ("12", "CB165"),
        ("15", "CB124"),
    ]


@pytest.mark.parametrize("opening", ["::method", "\uff1a\uff1a\uff1amethod", ":::\u00a0method"])
def test_colons_before_its_name_are_a_fence(course: Workshop, opening: str) -> None:
    course.write("course/lab.md", f"---\ntitle: T\n---\n\n{opening}\nBelow.\n:::\n")
    done = course.run("check")
    assert done.code == 1
    assert re.search(r"lab\.md:5:1: error\[CB10[56]\]", done.out)
    assert course.run("check", "--fix").code == 0
    assert "\n::: method\n" in (course.folder / "course" / "lab.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "notation",
    [
        '!!! method "Solution"\n    80',
        "> [!method] Corrigé\n> 80",
        "```{method} Answer\n80\n```",
        ":::method[Correction]\n80\n:::",
        '::: {.callout-method title="Solution"}\n80\n:::',
    ],
)
def test_a_title_that_means_an_answer_is_refused(course: Workshop, notation: str) -> None:
    course.write("course/lab.md", f"---\ntitle: T\n---\n\n{notation}\n")
    done = course.run()
    assert done.code == 1
    assert re.search(r"lab\.md:5:\d: error\[CB1(20|13)\]", done.err)
    assert course.files() == []


@pytest.mark.parametrize("notation", ['::: {.method title="Corrigé"}\n80\n:::', ":::method Corrigé\n80\n:::"])
def test_such_a_title_of_a_box_is_a_warning_and_refused_by_verify(course: Workshop, notation: str) -> None:
    course.write("course/lab.md", f"---\ntitle: T\n---\n\n{notation}\n")
    done = course.run("--to", "html")
    assert "lab.md:5:" in done.err
    assert "warning[CB125]" in done.err
    assert course.run("verify", "build").code == 1


@pytest.mark.parametrize("outer", ["::: method", '::: {.method .folded title="T"}'])
def test_a_correction_in_it_is_withheld(course: Workshop, outer: str) -> None:
    text = f"---\ntitle: T\n---\n\n:::{outer}\nBelow.\n\n::: correction\nEighty-one.\n:::\n\n::::::\n"
    course.write("course/lab.md", text)
    assert course.run("build", "--all").code == 0
    assert "Eighty-one" not in course.html()
    assert "Eighty-one" in course.html(edition="instructor")
    assert course.run("verify", "build").code == 0


def test_a_correction_may_say_what_a_label_says(course: Workshop) -> None:
    """The label is the page's, and no leak."""
    course.write("coursebuild.toml", '[boxes.method]\nlabel = "Zeilenweise vorgehen"\n')
    text = "---\ntitle: T\n---\n\n::: method\nBelow.\n:::\n\n::: correction\nZeilenweise vorgehen\n:::\n"
    course.write("course/lab.md", text)
    assert course.run().code == 0
    assert course.run("verify", "build").code == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        *((name, "is a kind of box already") for name in ("note", "exo", "tab")),
        *((name, "means a correction, which students") for name in ("correction", "corrige", "corection")),
        *((name, "means a solution, which students") for name in ("solution", "soluce", "solutoin")),
        *((name, "is an edition") for name in ("student", "instructor", "tutor")),
        *((name, "means an answer") for name in ("reponse", "losung", "anwser", "risposta")),
        *((name, "means a text for teachers") for name in ("prof", "docente")),
        *((name, "hides its text in other tools") for name in ("notes", "bareme", "secret")),
        *((name, "is nearly") for name in ("coment", "unles")),
        *((name, "is a class with a meaning of its own") for name in ("if", "public", "answer", "columns")),
        *((name, "is a name that pages use") for name in ("ink", "find", "logo", "tip-tint", "admonition")),
    ],
)
def test_a_name_that_means_something_else(workshop: Workshop, name: str, message: str) -> None:
    workshop.write("coursebuild.toml", f'title = "T"\n\n[editions.tutor]\nlevel = "x"\n\n[boxes.{name}]\n')
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 2
    assert f"coursebuild.toml:6:2: error[CB031]: `boxes.{name}`: `{name}` {message}" in done.err
    assert workshop.files() == []


def test_no_name_of_the_frame_is_free(workshop: Workshop) -> None:
    """Pages take these classes out of a lesson, or the box would be hidden or moved."""
    for name in FRAME_CLASSES:
        workshop.write("coursebuild.toml", f"[boxes.{name}]\n")
        with pytest.raises(UsageError):
            config.load(workshop.folder)


@pytest.mark.parametrize(
    "name", "memo gabarit resources a-retenir lemma theoreme correlation bilan2 code response".split()
)
def test_any_other_name_is_free(workshop: Workshop, name: str) -> None:
    """Also one that is another tool's for a kind of ours: it is the author's then."""
    workshop.write("coursebuild.toml", f'[boxes.{name}]\nlabel = "Own"\n')
    workshop.write("course/lab.md", f'---\ntitle: T\n---\n\n!!! {name} "Title"\n    Text.\n')
    done = workshop.run("--to", "html")
    assert (done.code, done.err.count("CB")) == (0, 0), done.err
    assert f'class="admonition {name}"' in workshop.main()


@pytest.mark.parametrize(
    ("table", "place", "message"),
    [
        ('[boxes.method]\ncolor = "red"', "2:1", "unknown key `boxes.method.color`; did you mean `colour`?"),
        (
            '[boxes.method]\ncolour = "tael"',
            "2:1",
            "`boxes.method.colour` must be a colour such as `#7a1",
        ),
        ('[boxes.method]\ncolour = "rgba(0, 0, 0, .5)"', "2:1", "`boxes.method.colour` must be opaque"),
        ("[boxes.method]\ncolour = 7", "2:1", "`boxes.method.colour` must be a string"),
        (
            '[boxes.method]\nicon = "tipp"',
            "2:1",
            "`boxes.method.icon`: there is no file `templates/icons/tipp.svg`; did you mean `tip`?",
        ),
        ('[boxes.method]\nicon = "../tip"', "2:1", "`boxes.method.icon`: there is no file"),
        ('[boxes.method]\nlabel = " "', "2:1", "`boxes.method.label` must be a text"),
        ("[boxes.method]\nlabel = {}", "2:1", "`boxes.method.label` must have a label"),
        (
            '[boxes.method]\nlabel = { fr-FR = "x" }',
            "2:1",
            "`boxes.method.label.fr-FR` must be the code of a language, without a country, such as `fr`",
        ),
        ("[boxes.method]\n[boxes.method.label]\nfr = 3", "3:1", "`boxes.method.label.fr` must be a text"),
        ('[boxes]\nmethod = "Method"', "2:1", "`boxes.method` must be a table: `[boxes.method]`"),
        ("[boxes.Method]", "1:2", "`boxes.Method` must have a name of small letters"),
        ('[boxes."méthode"]', "1:2", "`boxes.méthode` must have a name of small letters from a to z"),
        ("boxes = 3", "1:1", "`boxes` must be a table"),
        ("[boxe.method]", "1:2", "unknown key `boxe`; did you mean `boxes`?"),
    ],
)
def test_wrong_tables(workshop: Workshop, table: str, place: str, message: str) -> None:
    workshop.write("coursebuild.toml", f"{table}\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 2
    assert f"coursebuild.toml:{place}: error[CB011]: {message}" in done.err


@pytest.mark.parametrize("label", ['"Corrigé"', '{ fr = "Méthode", de = "Lösung" }', '"Teacher"'])
def test_a_label_that_means_an_answer(workshop: Workshop, label: str) -> None:
    workshop.write("coursebuild.toml", f"[boxes.method]\nlabel = {label}\n")
    workshop.write("course/lab.md", "---\ntitle: T\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 2
    assert "coursebuild.toml:2:1: error[CB031]: `boxes.method.label" in done.err


def test_a_label_may_ask_for_an_answer(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", '[boxes.method]\nlabel = "Your answer"\n')
    assert config.load(workshop.folder).boxes["method"].label("en") == "Your answer"

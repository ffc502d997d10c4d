"""What an author may ask of a lesson in an editor: what notation means and who sees it, what may be typed."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor import Editor, applied
from workshop import Workshop

LESSON = """\
---
title: Réseaux 😀
lang: fr
group: A
---

## Ports et 😀 services {#ports}

Voir [la suite](suite.md#la-fin), [ici](#ports), [une note][^n] et [le site][site]. Dépôt : ![](img/a.svg)

::: {.exercise #ex:port title="1. Le port" minutes=10}
Lequel ? 😀 [80]{.if edition="tutor"} <!-- coursebuild: ignore CB137 -->
:::

::: {.correction .if correction="true"}
Le port 80 [@knuth84], selon @ex:port.

::: methode
Lire `/etc/services`.
:::
:::

::: {.if group="A" format="pdf"}
Imprimé : $\\frac{1}{2}$.
:::

[^n]: Une note [datée]{.correction show-from="2026-12-01"}.
[site]: https://example.org/
"""
NEXT_LESSON = "---\ntitle: Suite\n---\n\n## Début\n\n## La *fin* !\n\nFin.\n"
COURSE = """\
title = "Réseaux"
bibliography = "livres.bib"

[editions.tutor]
correction = true

[boxes.methode]
label = "Méthode"
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a lesson open, in a course with an edition and a kind of box of its own."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "course" / "img").mkdir(parents=True)
    (folder / "coursebuild.toml").write_text(COURSE)
    (folder / "livres.bib").write_text("% Livres\n@book{knuth84,\n  title = {The {TeX}book},\n}\n")
    (folder / "course" / "suite.md").write_text(
        "---\ntitle: Suite\n---\n\n## Début\n\n## La *fin* !\n\nFin.\n"
    )
    (folder / "course" / "img" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "course" / "img" / "vue (1).png").write_bytes(b"")
    (folder / "course" / "données.csv").write_bytes(b"")
    with Editor(folder) as editor:
        editor.open("course/lab.md", LESSON)
        editor.diagnostics("course/lab.md")  # then the front matter is known
        yield editor


def _hover(editor: Editor, typed: str) -> str:
    found = editor.ask_after("hover", "course/lab.md", typed)
    return str(found["contents"]["value"]) if found else ""


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("::: {.exer", "“Exercice”"),
        ("::: {.exer", "Shown to: everybody"),
        ("::: {.corr", "Shown to: instructor, tutor"),
        ('.if correction="tr', "Condition: `true` in the editions that show corrections"),
        ("[80]{.if edi", "Shown to: tutor"),
        ("::: meth", "“Méthode”"),
        ("::: meth", "Shown to: instructor, tutor"),  # by what is around it
        (".if gro", "`group` is `A` here"),
        (".if gro", "Shown to: student (pdf), instructor (pdf), tutor (pdf)"),
        ("Le port 80", "Shown to: instructor, tutor"),
        ("minu", "How long an exercise takes"),
        ("services`.\n:::\n:", "Closes `::: {.correction"),
        ("la", "The language of the page"),
        ("gr", "A value that conditions can test"),
        ("CB1", "An exercise has no correction"),
        ("[@knu", "**knuth84**: The TeXbook"),
        ("selon @ex:po", '{.exercise #ex:port title="1. Le port" minutes=10}'),
        ("datée]{.corr", "Shown to: instructor, tutor; to students from 1 December 2026"),
        ("show-fr", "The day from which students see a correction"),
        ("$\\fra", "un demi"),  # as screen readers say it
    ],
)
def test_what_a_name_means(editor: Editor, typed: str, meaning: str) -> None:
    at = {"la": "\nla", "gr": "\ngr", "CB1": "ignore CB1", "minu": " minu"}.get(typed, typed)
    assert meaning in _hover(editor, at)


def test_what_everybody_sees_is_not_explained(editor: Editor) -> None:
    assert _hover(editor, "Lequel") == ""


def _target(editor: Editor, typed: str) -> tuple[str, int]:
    found = editor.ask_after("definition", "course/lab.md", typed)
    return found["uri"].rpartition("/")[2], found["range"]["start"]["line"]


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("(suite.md#la", ("suite.md", 6)),
        ("[la su", ("suite.md", 6)),
        ("(#por", ("lab.md", 6)),
        ("[^n", ("lab.md", 26)),
        ("[le site][si", ("lab.md", 27)),
        ("![](img/a", ("a.svg", 0)),
        ("[@knu", ("livres.bib", 1)),
        ("selon @ex:po", ("lab.md", 10)),
    ],
)
def test_where_a_link_leads(editor: Editor, typed: str, target: tuple[str, int]) -> None:
    typed = "note][^" if typed == "[^n" else typed
    assert _target(editor, typed) == target


def test_what_a_lesson_includes(editor: Editor) -> None:
    """A mistake in an included file is shown where it is included, with its place; and its file is found."""
    parts = editor.folder / "course" / "_parts"
    parts.mkdir()
    (parts / "outer.md").write_text('::: {include="slip.md"}\n:::\n')
    (parts / "slip.md").write_text("Text.\n\n[x]{.corection}\n")
    name, text = "course/includes.md", '---\ntitle: New\n---\n\n::: {include="_parts/outer.md"}\n:::\n'
    editor.open(name, text)
    (shown,) = editor.diagnostics(name, bool)
    assert (shown["code"], shown["range"]["start"]) == ("CB113", {"line": 4, "character": 5})
    assert shown["message"].startswith("course/_parts/slip.md:3:6: `.corection`")
    (place,) = [each["location"] for each in shown["relatedInformation"]]
    assert place["uri"] == (parts / "slip.md").as_uri()
    assert place["range"]["start"] == {"line": 2, "character": 5}
    found = editor.ask_after("definition", name, 'include="_pa')
    assert found["uri"] == (parts / "outer.md").as_uri()
    (parts / "bank.md").write_text("# Bank\n\n## Ping {#ping}\n")
    editor.change(name, '::: {include="_parts/bank.md#ping"}\n:::\n')
    found = editor.ask_after("definition", name, 'include="_pa')
    assert (found["uri"], found["range"]["start"]["line"]) == ((parts / "bank.md").as_uri(), 2)
    (parts / "bank.md").unlink()
    assert "A file, as a path" in editor.ask_after("hover", name, "{incl")["contents"]["value"]
    editor.close(name)
    assert set(_offers(editor, '```{.python include="_parts/')) == {"_parts/outer.md", "_parts/slip.md"}
    assert "region" in _offers(editor, '```{.python include="a.py" ')
    shutil.rmtree(parts)


def test_addresses_of_files_are_links(editor: Editor) -> None:
    found = editor.ask_about("documentLink", "course/lab.md")
    assert [each["target"].rpartition("/")[2] for each in found] == ["suite.md#L7", "a.svg"]


def _offers(editor: Editor, line: str) -> dict[str, dict[str, Any]]:
    """What is offered at the end of a new line of the lesson."""
    editor.open("course/new.md", f"---\ntitle: New\ngroup: A\n---\n\n# Part\n\n{line}")
    found = editor.ask_after("completion", "course/new.md", f"\n\n{line}")
    editor.close("course/new.md")
    return {each["label"]: each for each in found}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (":::", {"exercise", "methode", "correction …"}),
        ("::: ti", {"tip", "tip …"}),
        ("> ::: ", {"note"}),
        ("::: {.", {"correction", "if", "public", "methode"}),
        ("::: {.if ", {"edition", "correction", "format", "title", "lines"}),
        ('[x]{.if edition="', {"student", "instructor", "tutor"}),
        ('::: {.if correction="', {"true", "false"}),
        ("## Part {.if format=", {"html", "pdf"}),
        ("[x](", {"suite.md", "img/", "données.csv"}),
        ("![x](img/", {"img/a.svg", "img/vue%20%281%29.png"}),
        ("[x](#", {"#part"}),
        ("Lu dans [@", {"knuth84"}),
        ("[$$x$$]{#eq:sum}, selon @eq", {"eq:sum"}),
        ('2026-11-30\n\n[x]{.correction show-from="', {"2026-11-30"}),
        ("```py", {"python", "py3"}),
        ("``` {.python .", {"if", "numberLines"}),
        ("text <!-- coursebuild: ignore CB137, ", {"CB128"}),
    ],
)
def test_what_may_be_typed(editor: Editor, line: str, offered: set[str]) -> None:
    assert offered <= _offers(editor, line).keys()


def test_images_alone_are_offered_for_an_image(editor: Editor) -> None:
    assert _offers(editor, "![x](").keys() == {"img/"}


@pytest.mark.parametrize("line", ["Some words: ", '::: {.tip title="Some ', "`::: "])
def test_nothing_is_offered_in_a_text(editor: Editor, line: str) -> None:
    assert _offers(editor, line) == {}


def test_fields_and_their_values_are_offered(editor: Editor) -> None:
    editor.open("course/new.md", "---\ntitle: New\nto\nlang: \n---\n\nText\n")
    fields = editor.ask_after("completion", "course/new.md", "\nto")
    assert {"toc", "author"} <= {each["label"] for each in fields}
    languages = editor.ask_after("completion", "course/new.md", "lang: ")
    assert {"en", "fr"} <= {each["label"] for each in languages}
    editor.close("course/new.md")


def test_a_box_is_inserted_whole(editor: Editor) -> None:
    """In a quotation, each of its lines is in it."""
    box = _offers(editor, "> ::: ")["correction …"]
    assert box["insertTextFormat"] == 2
    assert box["textEdit"]["newText"] == '::: {.correction .if correction="true"}\n> $0\n> :::'
    assert box["textEdit"]["range"]["start"]["character"] == 2


def test_the_outline(editor: Editor) -> None:
    [section] = editor.ask_about("documentSymbol", "course/lab.md")
    assert section["name"] == "Ports et 😀 services"
    names = [(each["name"], each["detail"]) for each in section["children"]]
    assert names == [("1. Le port", "exercise"), ("Corrigé", "correction")]
    assert [each["name"] for each in section["children"][1]["children"]] == ["Méthode"]


def test_what_can_be_folded(editor: Editor) -> None:
    found = editor.ask_about("foldingRange", "course/lab.md")
    assert [(each["startLine"], each["endLine"]) for each in found] == [
        (0, 4),
        (6, 27),
        (10, 12),
        (14, 20),
        (17, 19),
        (22, 24),
    ]


SETTINGS = """\
title = "Networks"
links =
[theme]
font = "Inter"
pa
[editions.tutor]
level = "high"
[
"""


def test_the_configuration_is_explained_and_completed(editor: Editor) -> None:
    """Each key by what the reader of the file knows of it, also those in a table of one's own name."""
    name = "coursebuild.toml"
    editor.open(name, SETTINGS.replace("links =", "links = "), "toml")
    for typed, meaning in (
        ("tit", "The title of the course"),
        ("\nfont", 'By default: `"Fira Sans"`'),
        ("\nlev", "A value that conditions test"),
        ("[editions.tut", "An edition, whose name is that of its folder"),
    ):
        assert meaning in editor.ask_after("hover", name, typed)["contents"]["value"]
    for typed, offered, others in (
        ("links = ", {'"footnote"', '"inline"'}, {"title"}),
        ("\npa", {"font", "paper"}, {"title"}),
        ('"high"\n[', {"theme", "editions", "limits"}, {"title", "font", "boxes.*.label"}),
    ):
        labels = {each["label"] for each in editor.ask_after("completion", name, typed)}
        assert offered <= labels
        assert labels.isdisjoint(others)
    editor.close(name)


SLIPS = """\
---
title: Slips
---

Text
::: {.correction.if correction="true"}
The answer
:::

!!! success "Solution"
    Another answer

> [!NOTE]- Solution
> A third one
"""


@pytest.fixture
def fixed(tmp_path: Path) -> str:
    """What `check --fix` makes of the slips."""
    workshop = Workshop(tmp_path)
    path = workshop.write("slips.md", SLIPS)
    workshop.run("check", "--fix", "slips.md")
    return path.read_text()


def test_fixes_one_by_one_are_those_of_the_command(editor: Editor, fixed: str) -> None:
    """Each leaves the text as right as all together do: both ends of a part are changed at once."""
    name, text, steps = "course/slips.md", SLIPS, 0
    editor.open(name, text)
    editor.diagnostics(name, lambda found: len(found) > 2)
    while edits := _first_fix(editor, name):
        text = applied(text, edits)
        editor.change(name, text)
        editor.diagnostics(name)
        steps += 1
    editor.close(name)
    assert (text, steps) == (fixed, 3)


def _first_fix(editor: Editor, name: str) -> list[dict[str, Any]]:
    """The edits that mend the first diagnostic that can be mended."""
    for diagnostic in editor.shown[editor.uri(name)]:
        context = {"diagnostics": [diagnostic], "only": ["quickfix"]}
        for action in editor.ask_about("codeAction", name, range=diagnostic["range"], context=context):
            assert action["diagnostics"] == [diagnostic]
            edits: list[dict[str, Any]] = action["edit"]["changes"][editor.uri(name)]
            return edits
    return []


def test_all_fixes_at_once(editor: Editor, fixed: str) -> None:
    """As an editor asks for them before it saves; lines keep their endings."""
    name = "course/slips.md"
    for text, wanted in ((SLIPS, fixed), (SLIPS.replace("\n", "\r\n"), fixed.replace("\n", "\r\n"))):
        editor.open(name, text)
        everything = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
        context = {"diagnostics": [], "only": ["source.fixAll"]}
        [action] = editor.ask_about("codeAction", name, range=everything, context=context)
        assert action["kind"] == "source.fixAll.coursebuild"
        assert applied(text, action["edit"]["changes"][editor.uri(name)]) == wanted
        editor.close(name)

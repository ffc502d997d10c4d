"""What a lesson gets while it is typed: the diagnostics of `check`, of the text in the editor."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from editor import Editor
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
FORGOTTEN = 'Text\n::: {.correction .if correction="true"}\nThe answer\n:::\n'


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a folder with two courses open."""
    folder = tmp_path_factory.mktemp("teaching")
    workshop = Workshop(folder)
    workshop.write("networks/coursebuild.toml", 'title = "Networks"\n')
    workshop.write("networks/course/next.md", f"{HEAD}## Part\n")
    workshop.write("systems/coursebuild.toml", 'sources = ["lessons"]\n[editions.tutor]\nlevel = "high"\n')
    with Editor(folder) as editor:
        yield editor


def _codes(editor: Editor, name: str, text: str, count: int = 1) -> list[str]:
    """The codes of the diagnostics of a text that is opened; those that come `count` times."""
    editor.open(name, text)
    found = [editor.diagnostics(name) for _ in range(count)][-1]
    editor.close(name)
    return [each["code"] for each in found]


def test_the_text_in_the_editor_is_checked(editor: Editor) -> None:
    """Not the one on the disk, which may be older or absent."""
    name = "networks/course/lab.md"
    editor.open(name, HEAD + FORGOTTEN)
    [found] = editor.diagnostics(name)
    assert (found["code"], found["severity"], found["source"]) == ("CB103", 1, "coursebuild")
    assert found["range"] == {"start": {"line": 5, "character": 0}, "end": {"line": 5, "character": 39}}
    assert found["message"].endswith("Put a blank line before it (`coursebuild check --fix` does).")
    assert "students" in found["data"]["explanation"]
    editor.change(name, f"{HEAD}Text\n")
    assert editor.diagnostics(name) == []
    editor.close(name)


def test_what_the_command_reports_is_reported(editor: Editor, tmp_path: Path) -> None:
    """All of it, also what is known only when each edition is made."""
    text = (
        f"{HEAD}![](absent.png) [x](absent.md)\n\n```nolanguage\nx\n```\n\n::: aside\nx\n:::\n\n"
        "[Solution :]{.public} x\n\n1. a\n  - b\n"
    )
    workshop = Workshop(tmp_path)
    workshop.write("coursebuild.toml", 'title = "Networks"\n')
    workshop.write("course/lab.md", text)
    reported = json.loads(workshop.run("check", "--format", "json").out)
    assert len(reported) > 4
    name = "networks/course/all.md"
    editor.open(name, text)
    found = editor.diagnostics(name, lambda found: len(found) == len(reported))
    places = [
        (each["code"], each["range"]["start"]["line"] + 1, each["range"]["start"]["character"] + 1)
        for each in found
    ]
    assert sorted(places) == sorted((each["code"], each["line"], each["column"] or 1) for each in reported)
    editor.close(name)


def test_columns_are_those_of_editors(editor: Editor) -> None:
    """A character outside of Unicode's first plane is two of them; the range is what the message quotes."""
    name = "networks/course/columns.md"
    editor.open(name, f"{HEAD}😀 é [x] {{.correction}} y\n")
    [found] = editor.diagnostics(name)
    assert (found["range"]["start"]["character"], found["range"]["end"]["character"]) == (9, 22)
    editor.close(name)


def test_another_place_is_named(editor: Editor) -> None:
    """As where a note is defined that some readers do not see."""
    name = "networks/course/notes.md"
    editor.open(name, f"{HEAD}Text[^n].\n\n::: correction\n[^n]: A note.\n:::\n")
    found = next(each for each in editor.diagnostics(name) if each["code"] == "CB122")
    [related] = found["relatedInformation"]
    assert found["range"]["start"]["line"] == 4
    assert related["location"] == {
        "uri": editor.uri(name),
        "range": {"start": {"line": 7, "character": 0}, "end": {"line": 7, "character": 13}},
    }
    editor.close(name)


def test_what_takes_longer_stays_while_one_types(editor: Editor) -> None:
    """It moves with its line, and does not go and come back with each letter."""
    name = "networks/course/typed.md"
    text = f"{HEAD}Text\n\n[x](absent.md)\n"
    editor.open(name, text)
    editor.diagnostics(name, bool)
    editor.change(name, text.replace("Text", "Text\n\nMore"))
    for found in (editor.diagnostics(name), editor.diagnostics(name)):  # at first, and in the end
        assert [(each["code"], each["range"]["start"]["line"]) for each in found] == [("CB172", 8)]
    editor.change(name, f"{HEAD}Text\n\n[x](next.md#part)\n")
    assert editor.diagnostics(name) == []
    editor.close(name)


def test_nothing_is_shown_of_a_text_that_was_closed(editor: Editor) -> None:
    name = "networks/course/closed.md"
    editor.open(name, HEAD + FORGOTTEN)
    editor.diagnostics(name)
    editor.change(name, f"{HEAD}{FORGOTTEN}\nmore\n")
    editor.close(name)
    assert _codes(editor, "networks/course/other.md", HEAD + FORGOTTEN) == ["CB103"]
    assert editor.shown[editor.uri(name)] == []


def test_each_lesson_is_checked_as_its_course_says(editor: Editor) -> None:
    """The nearest coursebuild.toml counts; what is in none of its sources is no lesson."""
    text = f'{HEAD}::: {{.if edition="tutor"}}\nText\n:::\n'
    assert _codes(editor, "networks/course/lab.md", text) == ["CB116"]
    assert _codes(editor, "systems/lessons/lab.md", text, count=2) == []
    assert _codes(editor, "systems/README.md", text) == []
    assert _codes(editor, "notes/alone.md", text) == ["CB116"]


def test_a_change_of_the_configuration(editor: Editor) -> None:
    """Lessons are checked again when it is saved; while it is wrong, they say so."""
    path = editor.folder / "changing" / "coursebuild.toml"
    Workshop(editor.folder).write("changing/coursebuild.toml", 'title = "Changing"\n')
    name = "changing/course/lab.md"
    editor.open(name, f'{HEAD}::: {{.if edition="tutor"}}\nText\n:::\n')
    assert [each["code"] for each in editor.diagnostics(name)] == ["CB116"]
    for text, codes in (('titel = "x"\n', ["CB011"]), ("[editions.tutor]\nlevel = 1\n", [])):
        path.write_text(text)
        editor.tell("workspace/didChangeWatchedFiles", changes=[{"uri": path.as_uri(), "type": 2}])
        assert [each["code"] for each in editor.diagnostics(name)] == codes
    editor.close(name)


def test_the_configuration_is_checked_while_it_is_typed(editor: Editor) -> None:
    """Each problem at its line in the editor, whatever is on the disk."""
    name = "networks/coursebuild.toml"
    editor.open(name, 'title = "Networks"\n\nsource = ["x"]\n', "toml")
    [found] = editor.diagnostics(name)
    assert (found["code"], found["range"]["start"]["line"]) == ("CB011", 2)
    editor.change(name, 'title = "Networks"\n\n# more\n\nignore = ["CB103"]\n')
    [found] = editor.diagnostics(name)
    assert (found["code"], found["range"]["start"]["line"]) == ("CB015", 4)
    editor.change(name, "title = ")
    [found] = editor.diagnostics(name)
    assert (found["code"], found["range"]["start"]["line"]) == ("CB011", 0)
    editor.change(name, 'title = "Networks"\n')
    assert editor.diagnostics(name) == []
    editor.close(name)


def test_included_files_are_checked_as_they_are_typed(editor: Editor) -> None:
    """Their mistakes are shown in them too, once, and go with the lesson, or with what was not saved."""
    name, part, code = (f"networks/course/{each}" for each in ("whole.md", "_setup.md", "app.py"))
    workshop = Workshop(editor.folder)
    workshop.write(part, "Install it.\n")
    workshop.write(code, "print(1)\n")
    editor.open(name, f'{HEAD}::: {{include="_setup.md"}}\n:::\n\n```{{.python include="app.py"}}\n```\n')
    assert [editor.diagnostics(name) for _ in range(2)] == [[], []]

    editor.open(part, "Install *it*.\n")
    assert [editor.diagnostics(part) for _ in range(2)] == [[], []]  # it needs no title
    editor.change(part, "Install it.\n\n[x]{.corection}\n")
    editor.wait_for({name: [("CB113", 4)], part: [("CB113", 2)]})
    editor.close(part)
    editor.wait_for({name: [], part: []})

    editor.open(code, "\n# BEGIN SOLUTION\nprint(1)\n", "python")
    editor.wait_for({name: [("CB193", 7)], code: [("CB193", 1)]})
    editor.change(code, "# BEGIN SOLUTION\nprint(1)\n# END SOLUTION\n")
    editor.wait_for({name: [], code: []})
    editor.change(code, "print(1)\n\n# END SOLUTION\n")
    editor.wait_for({name: [("CB193", 7)], code: [("CB193", 2)]})
    editor.close(name)
    editor.wait_for({name: [], code: []})
    editor.close(code)

"""What a lesson gets while it is typed: the diagnostics of `check`, of the text in the editor."""

from collections.abc import Iterator

import pytest
from editor import Editor

FORGOTTEN = 'Text\n::: {.correction .if correction="true"}\nThe answer\n:::\n'


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that has a course open."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "course").mkdir()
    (folder / "coursebuild.toml").write_text('title = "Networks"\n')
    with Editor(folder) as editor:
        yield editor


def test_the_text_in_the_editor_is_checked(editor: Editor) -> None:
    """Not the one on the disk, which may be older or absent."""
    editor.open("course/lab.md", f"---\ntitle: Lab\n---\n\n{FORGOTTEN}")
    [found] = editor.diagnostics("course/lab.md")
    assert (found["code"], found["severity"], found["source"]) == ("CB103", 1, "coursebuild")
    assert found["range"] == {"start": {"line": 5, "character": 0}, "end": {"line": 5, "character": 39}}
    editor.change("course/lab.md", "---\ntitle: Lab\n---\n\nText\n")
    assert editor.diagnostics("course/lab.md") == []
    editor.close("course/lab.md")

"""Which lessons were renamed or moved since a revision."""

from pathlib import Path, PurePosixPath

import pytest

from coursebuild.engine.compared.contents import Contents
from coursebuild.engine.compared.renamed import find_renamed
from coursebuild.model import Location

TEXT = "# Lab {}\n\nOne line\n\nand another\n\nthat each lab has.\n"
LABS = range(101)  # of which no more than a hundred would be compared with a hundred


def _lessons(folder: Path, texts: dict[str, str]) -> dict[str, Location]:
    """Lessons by their paths below a folder."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return {
        name: Location(folder / name, name, PurePosixPath(name).with_suffix(""), (folder,)) for name in texts
    }


def _renamed(tmp_path: Path, gone: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    return find_renamed(_lessons(tmp_path / "then", gone), _lessons(tmp_path / "now", new), Contents())


@pytest.mark.parametrize("more", ["", "\nA line that is new.\n"])
def test_a_folder_of_any_size_can_be_moved(tmp_path: Path, more: str) -> None:
    gone = {f"{number}.md": TEXT.format(number) for number in LABS}
    new = {f"year/{name}": text + more for name, text in gone.items()}
    assert _renamed(tmp_path, gone, new) == {f"year/{name}": name for name in gone}


def test_lessons_of_any_number_can_be_renamed_if_they_keep_their_text(tmp_path: Path) -> None:
    gone = {f"{number}.md": TEXT.format(number) for number in LABS}
    new = {f"lab-{name}": text for name, text in gone.items()}
    assert _renamed(tmp_path, gone, new) == {f"lab-{name}": name for name in gone}


def test_what_has_changed_more_than_another_one_is_not_taken_for_it(tmp_path: Path) -> None:
    """The most similar lessons belong together, and two file names in several folders say nothing."""
    gone = {"a/index.md": TEXT.format(1), "b/index.md": TEXT.format(2), "plan.md": "# Plan\n\nTo do\n"}
    new = {
        "c/index.md": TEXT.format(2) + "more\n",
        "d/index.md": TEXT.format(1) + "more\n",
        "e/plan.md": "# All else\n",
    }
    assert _renamed(tmp_path, gone, new) == {"c/index.md": "b/index.md", "d/index.md": "a/index.md"}


def test_lessons_with_one_text_keep_their_file_names(tmp_path: Path) -> None:
    stub = "# To be written\n"
    gone = dict.fromkeys(("one.md", "two.md", "three.md"), stub)
    new = dict.fromkeys(("year/three.md", "year/last.md", "year/two.md", "year/four.md"), stub)
    assert _renamed(tmp_path, gone, new) == {
        "year/three.md": "three.md",
        "year/two.md": "two.md",
        "year/last.md": "one.md",
    }

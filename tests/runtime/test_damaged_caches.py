"""Whatever happens to a file of a cache, the next build makes the same files without a word.

One way of damage is tried with a file of each kind, and with THOROUGH set, 100 ways with any of them.
"""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild.runtime import store

KINDS = {
    "pages": ".cache/pages/*/*",
    "builds": ".cache/built/*",
    "manifest": ".cache/records/*",
    "withheld": ".cache/withheld/*",
    "characters": ".cache/derived/characters-*",
    "fonts": ".cache/fonts-*.conf",
    "fontconfig": ".cache/derived/fontconfig-*/*",
    "sums": ".cache/derived/*.sums",
    "compiled": "bytecode/**/*.code",
}
SEEDS = range(100 if "THOROUGH" in os.environ else len(KINDS))


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 100))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _empty(path: Path, _: random.Random) -> None:
    os.truncate(path, 0)


def _lengthen(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(99))


def _replace_by_folder(path: Path, _: random.Random) -> None:
    path.unlink()
    (path / "inner").mkdir(parents=True)


def _make_unreadable(path: Path, _: random.Random) -> None:
    path.chmod(0)


def _replace_by_link(path: Path, _: random.Random) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _remove(path: Path, _: random.Random) -> None:
    path.unlink()


WAYS: list[Callable[[Path, random.Random], None]] = [
    _flip,
    _flip,
    _cut,
    _empty,
    _lengthen,
    _replace_by_folder,
    _make_unreadable,
    _replace_by_link,
    _remove,
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course that was built with all caches: a lesson with a correction and with rare characters."""
    workshop = Workshop(tmp_path_factory.mktemp("built"))
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nA 🐳 `b`.\n\n::: correction\nNo.\n:::\n")
    _build(workshop)
    assert [kind for kind, pattern in KINDS.items() if not list(workshop.folder.glob(pattern))] == []
    return workshop


def _build(workshop: Workshop) -> dict[str, bytes]:
    """The files of a build that finds no output."""
    shutil.rmtree(workshop.folder / "build", ignore_errors=True)
    bytecode = {"PYTHONPYCACHEPREFIX": str(workshop.folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    done = workshop.run("--all", "--quiet", "--jobs", "1", **bytecode)
    assert (done.code, done.err) == (0, "")
    return {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_file(built: Workshop, tmp_path: Path, seed: int) -> None:
    """Of a random kind, damaged in a random way; without the pages, all others are used."""
    chance = random.Random(seed)  # noqa: S311 (the same each time)
    folder = Path(shutil.copytree(built.folder, tmp_path / "copy"))
    kind = list(KINDS)[seed % len(KINDS)]
    path = chance.choice(sorted(folder.glob(KINDS[kind])))
    if kind != "pages":
        shutil.rmtree(folder / ".cache" / "pages")
    expected = {name: (built.folder / "build" / name).read_bytes() for name in built.files()}
    chance.choice(WAYS)(path, chance)
    assert _build(Workshop(folder)) == expected
    assert _build(Workshop(folder)) == expected


def test_what_is_derived_is_made_anew(built: Workshop, tmp_path: Path) -> None:
    """Each file is there again, and as it was."""
    folder = Path(shutil.copytree(built.folder, tmp_path / "copy"))
    for path in folder.glob(KINDS["fonts"]):  # it has the path of the former folder in it
        path.unlink()
    shutil.rmtree(folder / ".cache" / "pages")
    _build(Workshop(folder))
    shutil.rmtree(folder / ".cache" / "pages")
    names = [KINDS[kind] for kind in ("fontconfig", "sums", "characters", "compiled", "fonts")]
    files = {path: path.read_bytes() for name in names for path in sorted(folder.glob(name))}
    for path, content in files.items():
        path.write_bytes(content[:-1] + b"?")
    _build(Workshop(folder))
    assert [path.name for path, content in files.items() if path.read_bytes() != content] == []


def test_everything_is_made_anew(built: Workshop, tmp_path: Path) -> None:
    """With `--force`, a cache is not used even if it is undamaged: here, one without any character."""
    folder = Path(shutil.copytree(built.folder, tmp_path / "copy"))
    (characters,) = folder.glob(KINDS["characters"])
    store.write_at(characters, b"")
    workshop = Workshop(folder)
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nA 🐳 `c`.\n")
    assert "CB213" in workshop.run("--quiet").err
    assert workshop.run("--quiet", "--force").err == ""


def test_a_cache_without_a_folder(workshop: Workshop) -> None:
    """Nothing is written, and nothing is said."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    done = workshop.run("--quiet", COURSEBUILD_CACHE=str(store.NOWHERE))
    assert (done.code, done.err, len(workshop.files())) == (0, "", 2)
    info = workshop.run("cache", "info", COURSEBUILD_CACHE=str(store.NOWHERE))
    assert (info.code, info.out[:9]) == (0, "no cache:")

"""The structure of the code, as CONTRIBUTING.md describes it."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from workshop import ROOT

PACKAGE = ROOT / "coursebuild"

# The floor of each package. A module imports from its own package and from lower floors; nothing else.
FLOORS = {
    "cli": 8,
    **dict.fromkeys(("doctor", "lsp", "publish", "serve"), 7),
    **dict.fromkeys(("engine", "importers", "starter"), 6),
    **dict.fromkeys(
        (
            "pandoc",
            "lint",
            "editions",
            "drawings",
            "pages",
            "pdf",
            "word",
            "audit",
            "output",
            "moodle",
            "site",
            "accessibility",
        ),
        5,
    ),
    "changes": 5,
    **dict.fromkeys(("config", "source"), 4),
    "model": 3,
    "runtime": 2,
}
# Who may import a library that one package knows alone: what replaces it one day changes one package.
# Of two, one writes with it, and the other one reads back.
OWNERS = {
    "weasyprint": "pdf",
    "pydyf": "pdf",
    "pypdfium2": "audit",
    "pikepdf": "accessibility audit pdf",
    "panflute": "editions",
    "yaml": "importers lint",
    "jinja2": "pages",
    "nh3": "pages",
    "mathra": "drawings",
    "merman": "drawings",
    "cssselect2": "drawings",
    "click": "cli",
    "pygls": "lsp",
    "lsprotocol": "lsp",
    "rich": "cli",
    "page": "accessibility",
}
MOST_MODULES, MOST_LINES = 12, 320

MODULES = sorted(PACKAGE.rglob("*.py"))


def _package(path: Path) -> str:
    """The package a module belongs to; none for `coursebuild/__init__.py` and `__main__.py`."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Every module, or name in a module, that a file imports, with dots."""
    named = [
        f"{node.module}.{alias.name}"
        for node in _nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    ]
    plain = [alias.name for node in _nodes(path) if isinstance(node, ast.Import) for alias in node.names]
    return (*named, *plain)


def _strings(path: Path) -> Iterator[str]:
    """Modules that are imported by their names: by the workers, and where an import has to wait."""
    for node in _nodes(path):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and re.fullmatch(r"coursebuild(\.\w+)+", value):
            yield value


def _used(path: Path) -> Iterator[tuple[str, str]]:
    """Each package that a file imports as a whole, with the attributes that it takes from it."""
    known = {
        alias.asname or alias.name: alias.name
        for node in _nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module == "coursebuild"
        for alias in node.names
    }
    for node in _nodes(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield known[node.value.id], node.attr


def _named(path: Path) -> Iterator[tuple[str, str]]:
    """Each package that a file imports from, with the first name below it."""
    for name in [*_imports(path), *_strings(path)]:
        root, _, rest = name.partition(".")
        package, _, inside = rest.partition(".")
        if root == "coursebuild" and package in FLOORS and not rest.startswith("filters."):
            yield package, inside.partition(".")[0]


def test_packages_alone_stand_in_the_package() -> None:
    """Every module has a room, and every room a floor."""
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_the_floors(path: Path) -> None:
    """A stage imports no other stage, and nothing imports from a floor above."""
    own = _package(path)
    below = {name for name, floor in FLOORS.items() if floor < FLOORS.get(own, 9)}
    assert {package for package, _ in _named(path)} <= below | {own}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_past_a_face(path: Path) -> None:
    """Other packages use what `__init__.py` lists in `__all__`."""
    for package, name in [*_named(path), *_used(path)]:
        if package in FLOORS and package != _package(path) and name:
            face = import_module(f"coursebuild.{package}").__all__
            assert name in face, f"{name} is not in the face of {package}"


@pytest.mark.parametrize("package", FLOORS)
def test_every_face_is_there(package: str) -> None:
    """What `__all__` lists can be imported."""
    for name in import_module(f"coursebuild.{package}").__all__:
        exec(f"from coursebuild.{package} import {name}")  # noqa: S102 (as a module would)


@pytest.mark.parametrize("package", FLOORS)
def test_no_circles_within_a_package(package: str) -> None:
    """The modules of a package can be sorted so that each imports only those before it."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in (PACKAGE / package).rglob("*.py")
        if path.name != "__init__.py"
    }
    known = {
        name: [f"{each}." for each in (*_imports(path), *_strings(path))] for name, path in modules.items()
    }
    left = {
        name: {other for other in modules for each in known[name] if each.startswith(f"{other}.")} - {name}
        for name in modules
    }
    while ready := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in ready}
    assert left == {}


@pytest.mark.parametrize("library", OWNERS)
def test_each_library_is_known_to_one_package(library: str) -> None:
    users = {
        _package(path) for path in MODULES if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert users - set(OWNERS[library].split()) == set()


def test_weasyprint_is_imported_by_one_module() -> None:
    """What makes it start or lay out faster is handed the module."""
    users = {path.stem for path in MODULES if "weasyprint" in set(_imports(path))}
    assert users == {"weasy"}


def test_rooms_are_small() -> None:
    """A package that is larger is two, and so is a module."""
    folders = {path.parent for path in MODULES}
    counts = {str(f.relative_to(PACKAGE)): len([*f.glob("*.py")]) - 1 for f in folders if f != PACKAGE}
    assert {name: count for name, count in counts.items() if count > MOST_MODULES} == {}
    files = (*MODULES, *(ROOT / "filters").glob("*.py"))
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_rules_know_nothing_else() -> None:
    """They are texts: what finds a fault asks for them, and not the other way round."""
    for path in PACKAGE.glob("model/rules/*.py"):
        ours = [name for name in _imports(path) if name.startswith("coursebuild.")]
        assert [name for name in ours if not name.startswith("coursebuild.model.rules")] == []


@pytest.mark.parametrize("path", sorted((ROOT / "filters").glob("*.py")), ids=lambda path: path.stem)
def test_filters_stand_alone(path: Path) -> None:
    """They import panflute, Pygments and the standard library: each runs under pandoc by itself."""
    roots = {name.split(".")[0] for name in _imports(path)}
    assert roots <= {"panflute", "pygments"} | sys.stdlib_module_names


def test_only_the_command_prints() -> None:
    """Neither print() nor sys.exit() elsewhere."""
    for path in MODULES:
        calls = [ast.unparse(node.func) for node in _nodes(path) if isinstance(node, ast.Call)]
        if _package(path) != "cli":
            assert not {"print", "sys.exit", "click.echo"} & set(calls), path

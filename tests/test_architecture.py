"""The structure, held to what CONTRIBUTING says of it."""

import ast
from pathlib import Path

import pytest
from workshop import ROOT

PACKAGE = ROOT / "coursebuild"
LEAVES = set(
    "amounts asked boxes bytecode characters converter declarations deferred errors fences fonts "
    "footnotes hints images journal labels leaving leftovers lines lost model near notation palette "
    "parts places printing quicker readback record remote repair reports request resources screen shards "
    "slips states store stylesheets tables theme unchanged wording workers".split()
)
STAGES = set("artifacts audit check clean course editions locations pages pandoc sources".split())
ABOVE = {
    "finish": {"artifacts", "audit"} | LEAVES,
    "pipeline": STAGES | LEAVES | {"finish"},
    "published": STAGES | LEAVES | {"pipeline"},
    "preread": {"printing"},
    "console": LEAVES,
    "delivery": {"console", "orders", "pandoc", "pipeline", "sources"} | LEAVES,
    "orders": LEAVES,
    "cli": STAGES | LEAVES | {"console", "delivery", "orders", "pipeline", "published"},
    "__main__": {"cli"},
}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def _own(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in _imports(path) if name.startswith("coursebuild.")}
    return {name for name in names if (PACKAGE / f"{name}.py").is_file() or (PACKAGE / name).is_dir()}


def test_every_module_has_its_place() -> None:
    """A new module is a stage, a leaf, or the tables above say what it is."""
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert modules == LEAVES | STAGES | set(ABOVE)


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_imports_go_one_way(path: Path) -> None:
    """Cli -> pipeline -> stages -> leaves; no stage imports another."""
    allowed = ABOVE.get(path.stem, LEAVES - {path.stem})
    assert _own(path) <= allowed


def test_what_knows_weasyprints_insides_knows_nothing_else() -> None:
    """One module hands it WeasyPrint, and leaves it out where that is another one."""
    for path in PACKAGE.glob("quicker/*.py"):
        assert _own(path) <= {"quicker"}, path
    assert {path.stem for path in PACKAGE.glob("*.py") if "quicker" in _own(path)} == {"printing"}


@pytest.mark.parametrize("path", sorted((ROOT / "filters").glob("*.py")), ids=lambda path: path.stem)
def test_filters_stand_alone(path: Path) -> None:
    """They import panflute, Pygments and the standard library, and hold no state."""
    roots = {name.split(".")[0] for name in _imports(path)}
    assert roots <= {
        "panflute",
        "pygments",
        "logging",
        "re",
        "typing",
        "functools",
        "html",
        "itertools",
        "collections",
        "pathlib",
        "tomllib",
        "dataclasses",
    }


@pytest.mark.parametrize(
    ("module", "owner"),
    [
        ("weasyprint", "printing"),
        ("panflute", "editions"),
        ("jinja2", "pages"),
        ("nh3", "clean"),
    ],
)
def test_each_library_is_known_to_one_module(module: str, owner: str) -> None:
    """What replaces it one day changes one file."""
    users = {
        path.stem
        for path in PACKAGE.glob("*.py")
        if any(name.split(".")[0] == module for name in _imports(path))
    }
    assert users == {owner}


def test_modules_are_short() -> None:
    """About 300 lines are as many as one job takes."""
    long = {
        p.name: n
        for p in (*PACKAGE.rglob("*.py"), *(ROOT / "filters").glob("*.py"))
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert long == {}


def test_only_the_command_prints() -> None:
    """Neither print() nor sys.exit() elsewhere."""
    for path in PACKAGE.glob("*.py"):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        if path.stem not in ("cli", "console"):
            assert not {"print", "sys.exit", "click.echo"} & set(calls), path

"""The wheel is complete, and works without the checkout."""

import ast
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from workshop import ROOT

from coursebuild.starter import course


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and what it requires, without a developer's tools."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "env"
    venv.create(environment, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    (own,) = distributions(path=[str(site)])
    for required in _required(own).values():
        for name in _names(required):
            (site / name).symlink_to(Path(sysconfig.get_path("purelib"), name))
        for name in _programs(required) - {path.name for path in (environment / "bin").iterdir()}:
            (environment / "bin" / name).symlink_to(Path(sysconfig.get_path("scripts"), name))
    return environment / "bin" / "python"


OF_PYTHON = {"tzdata"}  # which zoneinfo reads where the system has no time zones (PEP 615)


def _required(own: Distribution, *extras: str) -> dict[str, Distribution]:
    """The distributions that one requires with these extras, and those that these require, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(own, each) for each in ("", *extras)]
    seen = set()
    while waiting:
        here, extra = waiting.pop()
        if (here.name, extra) in seen:
            continue
        seen.add((here.name, extra))
        for requirement in map(Requirement, here.requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                found[requirement.name] = distribution(requirement.name)
                waiting += [(found[requirement.name], each) for each in ("", *requirement.extras)]
    return found


def _names(package: Distribution) -> set[str]:
    """What a distribution has in site-packages."""
    return {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}


def _programs(package: Distribution) -> set[str]:
    """The programs that a distribution has installed."""
    return {file.name for file in package.files or () if file.parent.name == "bin" and file.parts[0] == ".."}


def _imported() -> Iterator[tuple[Path, str]]:
    """Each module that a file of the package or a filter imports, wherever in it, without its submodules."""
    for path in [*(ROOT / "coursebuild").rglob("*.py"), *(ROOT / "filters").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module.partition(".")[0]


def test_what_is_imported_is_required() -> None:
    """No dependency of developers is imported, and none is required for nothing."""
    own = distribution("coursebuild")
    required = _required(own, *own.metadata.get_all("Provides-Extra", ()))
    imported = {name for _, name in _imported()} - sys.stdlib_module_names - {"coursebuild", "_typeshed"}
    there = {name.partition(".")[0] for package in required.values() for name in _names(package)}
    assert imported - there == set()
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "coursebuild").rglob("*.py"))
    for line in own.requires or ():
        package = distribution(Requirement(line).name)
        names = {name.partition(".")[0] for name in _names(package)} | _programs(package)
        if package.metadata["Name"] in OF_PYTHON:
            continue
        assert any(name in imported or f'"{name}"' in text for name in names), line


def test_what_is_extra_says_so(installed: Path, tmp_path: Path) -> None:
    """The command says what to type where its packages are not installed."""
    done = subprocess.run(
        [installed, "-m", "coursebuild", "lsp"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert 'pip install "coursebuild[lsp]"' in done.stderr


def test_pandoc_is_there_once() -> None:
    """It is half of an installation."""
    packages = _required(distribution("coursebuild")).values()
    large = [file for each in packages for file in each.files or () if (file.size or 0) > 20_000_000]
    assert [file.name.removesuffix(".exe") for file in large] == ["pandoc"]


def test_the_wheel_builds_a_course(installed: Path, tmp_path: Path) -> None:
    """Filters, templates and labels are found in the package."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "lab.md").write_text(
        "---\ntitle: Lab\nlang: fr\n---\n\n:::tip Un titre\n`x`\n:::\n\n```{.dot alt=Un}\ngraph { a }\n```\n",
        encoding="utf-8",
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(installed), "-m", "coursebuild", "--all"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Astuce" in (tmp_path / "build/student/lab.html").read_text(encoding="utf-8")
    assert (tmp_path / "build/instructor/lab.pdf").read_bytes().startswith(b"%PDF-")


def test_the_wheel_starts_a_course(installed: Path, tmp_path: Path) -> None:
    """With all files of one from the checkout."""
    start = [str(installed), "-m", "coursebuild", "init", "--lang", "en", "--title", "Lab", "--ci", "github"]
    subprocess.run(start, cwd=tmp_path, capture_output=True, check=True)
    written = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert written == course.files(course.Answers("Lab", service="github"))


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    """Python imports the installed package, not the checkout."""
    where = [str(installed), "-c", "import coursebuild; print(coursebuild.__file__)"]
    path = subprocess.run(where, cwd=tmp_path, capture_output=True, check=True, text=True).stdout
    assert str(installed.parent.parent) in path

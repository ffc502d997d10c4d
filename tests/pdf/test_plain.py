"""A build without optimizations, with other versions of libraries, and where an optimization fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import ROOT, Workshop, with_lessons

LESSON = "---\ntitle: Lab\nlang: en\n---\n\nText, *some* of it `code`.\n\n1. One\n2. Two\n"
MAIN = "\nfrom coursebuild.__main__ import main\nmain()\n"
OTHER_VERSION = """
from coursebuild.runtime import resources
found = dict(resources.packages())
assert {package!r} in found
resources.packages = lambda: tuple(sorted((found | {{{package!r}: "999.0"}}).items()))
"""
OTHER_PYTHON = """
from coursebuild.runtime import optimizations
optimizations._runs_on = lambda pythons: False
"""
# Imports a module as if its source were another one, of the same version.
OTHER_SOURCE = """
import sys
from importlib.machinery import PathFinder, SourceFileLoader

class Loader(SourceFileLoader):
    def get_code(self, name):
        source = self.get_source(name)
        assert {old!r} in source
        return compile(source.replace({old!r}, {new!r}), self.path, "exec")

class Finder(PathFinder):
    def find_spec(name, path=None, target=None):
        spec = PathFinder.find_spec(name, path)
        if name == {module!r}:
            spec.loader = Loader(name, spec.origin)
        return spec

sys.meta_path.insert(0, Finder)
"""
FAILS = """
from coursebuild.pdf.fastpath import lines
def fail(*arguments):
    raise AttributeError("gone")
lines._lines = fail
"""
EVERYTHING = ("--all", *(f"--to={name}" for name in ("html", "pdf", "docx", "moodle")))
HERE = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "USER": "ada"}
ELSEWHERE = {
    "COURSEBUILD_PLAIN": "1",
    "PYTHONHASHSEED": "2",
    "TZ": "America/Adak",
    "LC_ALL": "C",
    "USER": "grace",
}


def _other_source(module: str, old: str, new: str, name: str) -> object:
    return pytest.param(OTHER_SOURCE.format(module=module, old=old, new=new), id=name)


def _files(workshop: Workshop) -> dict[str, bytes]:
    return {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}


def _build(workshop: Workshop, before: str) -> list[str]:
    """Run a program and then a build in one process. Return the names of the build's files."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("run.py", before + MAIN)
    done = subprocess.run(
        [sys.executable, "run.py", "--quiet", "--jobs", "1"],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return sorted(_files(workshop))


def test_a_plain_build_on_another_machine_makes_the_same_bytes(tmp_path: Path) -> None:
    """The example course and a lesson with all kinds of elements, in every edition and format.

    Of what machines differ in, all is another: the seed of hashes, the time zone, the locale, the user, the
    folder, the number of processes; and at last, what the cache has.
    """
    here = _built(tmp_path / "here", "--jobs", "2", **HERE)
    elsewhere = _built(tmp_path / "Büro 2" / "elsewhere", "--jobs", "1", **ELSEWHERE)
    files = _files(here)
    assert {".html", ".pdf", ".docx", ".xml", ".gift", ".zip"} <= {Path(name).suffix for name in files}
    assert _differing(files, _files(elsewhere)) == []
    shutil.rmtree(here.folder / "build")
    here.run(*EVERYTHING, **HERE)
    assert _differing(files, _files(here)) == []


def _built(folder: Path, *arguments: str, **environment: str) -> Workshop:
    workshop = with_lessons(folder)
    workshop.write("course/screen.md", (ROOT / "tests" / "pages" / "screen.md").read_bytes())
    workshop.write("coursebuild.toml", 'title = "Un cours"\nstarter = true\n')
    done = workshop.run(*EVERYTHING, *arguments, **environment)
    assert done.code == 0, done.err
    return workshop


def _differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other if one.get(name) != other.get(name))


@pytest.mark.parametrize("package", ["weasyprint", "pydyf", "cffi", "tinycss2", "selectolax", "fonttools"])
def test_another_version_builds(workshop: Workshop, package: str) -> None:
    """The optimizations that rely on other versions are not used."""
    names = _build(workshop, OTHER_VERSION.format(package=package))
    assert names == ["student/lab.html", "student/lab.pdf"]


def test_another_python_builds(workshop: Workshop) -> None:
    assert _build(workshop, OTHER_PYTHON) == ["student/lab.html", "student/lab.pdf"]


@pytest.mark.parametrize(
    "before",
    [
        _other_source(
            "weasyprint.text.ffi", "ffi.cdef('''", "ffi.cdef(override=True, csource='''", "an option of cdef"
        ),
        _other_source(
            "weasyprint.text.ffi",
            "ffi = cffi.FFI()",
            "ffi = cffi.FFI()\nffi.include(cffi.FFI())",
            "a method of FFI that tables lack",
        ),
        _other_source(
            "weasyprint.pdf.fonts",
            "class Font:",
            "class Subsetter(subset.Subsetter):\n    pass\n\nclass Font:",
            "a class derived from one of a deferred module",
        ),
        _other_source(
            "weasyprint.pdf.fonts",
            "class Font:",
            "assert issubclass(subset.Subsetter, object)\n\nclass Font:",
            "a use of a deferred module that its stand-in does not allow",
        ),
        _other_source(
            "weasyprint.html",
            "PH_STYLESHEET = CSS(string=PH)",
            "PH_STYLESHEET = CSS(string=PH)\ndel PH",
            "a style sheet without its text",
        ),
        _other_source("weasyprint.css", "AnonymousStyle", "UnnamedStyle", "a class that is gone"),
        pytest.param(FAILS, id="an error during the layout"),
    ],
)
def test_what_an_optimization_relies_on_is_another(workshop: Workshop, before: str) -> None:
    """The version is right, but the code differs: the files are built without a warning."""
    assert _build(workshop, before) == ["student/lab.html", "student/lab.pdf"]

"""Optimizations are used only with the versions that they were written for."""

import os
import sys

import pytest

from coursebuild.runtime import optimizations, resources

PLAIN = bool(os.environ.get(optimizations.PLAIN))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(optimizations.PLAIN, raising=False)
    monkeypatch.delenv(optimizations.WITHOUT, raising=False)


def _installed(monkeypatch: pytest.MonkeyPatch, **versions: str) -> None:
    """Pretend that packages have other versions."""
    packages = tuple((name, versions.get(name, version)) for name, version in resources.packages())
    monkeypatch.setattr(resources, "packages", lambda: packages)


@pytest.mark.skipif(PLAIN, reason="none is used")
def test_all_are_used_with_what_is_locked() -> None:
    """If this fails, an optimization must be checked with a new version.

    Read what each optimization that is named here relies on; then its version may be changed in the table.
    """
    assert optimizations.disabled() == []


@pytest.mark.parametrize("value", ["1", "yes"])
def test_plain_switches_all_off_but_what_shapes_the_output(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEBUILD_PLAIN", value)
    left = {name for name in optimizations.OPTIONAL if optimizations.enabled(name)}
    assert left == {name for name, needs in optimizations.OPTIONAL.items() if needs.shapes_output}


@pytest.mark.parametrize("value", ["", "0"])
def test_plain_may_be_set_to_nothing(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEBUILD_PLAIN", value)
    assert optimizations.disabled() == []


def test_named_ones_are_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEBUILD_WITHOUT", "lines,zlib_level")
    assert optimizations.disabled() == ["lines", "zlib_level"]


def test_an_unknown_name_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        optimizations.enabled("speed")


@pytest.mark.parametrize("package", ["weasyprint", "pydyf", "cffi", "tinycss2", "selectolax", "panflute"])
def test_another_version_of_a_package(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the optimizations that rely on it are disabled."""
    _installed(monkeypatch, **{package: "999.0"})
    assert optimizations.disabled() == [
        name
        for name, needs in optimizations.OPTIONAL.items()
        if any(read.startswith(f"{package} ") for read in needs.packages)
    ]
    assert optimizations.disabled()


@pytest.mark.parametrize(("attribute", "value"), [("version_info", (3, 99, 0)), ("implementation", None)])
def test_another_python(attribute: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version, or another implementation than CPython."""
    other = value or type("Implementation", (), {"name": "other"})
    monkeypatch.setattr(sys, attribute, other)
    assert optimizations.disabled() == [
        name for name, needs in optimizations.OPTIONAL.items() if needs.pythons
    ]

"""Deferred modules are imported when they are first used."""

import subprocess
import sys
from pathlib import Path

import pytest

from coursebuild.runtime import optimizations
from coursebuild.runtime.lazy_import import deferred

pytestmark = pytest.mark.skipif(not optimizations.enabled("lazy_fonttools"), reason="no import waits")


def test_a_deferred_module_is_imported_at_the_first_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking a function from it does not import it; later imports get the real module."""
    (tmp_path / "slow_one.py").write_text("def double(x): return 2 * x\n")
    monkeypatch.syspath_prepend(tmp_path)
    with deferred("lazy_fonttools", "slow_one"):
        from slow_one import double  # type: ignore[import-not-found]  # noqa: PLC0415
    assert "slow_one" not in sys.modules
    assert double(21) == 42
    assert "slow_one" in sys.modules


def test_what_is_imported_already_stays() -> None:
    """An attribute that the module lacks raises an error when it is called."""
    with deferred("lazy_fonttools", "sys", "json.tool"):
        import sys as same  # noqa: PLC0415
        from json.tool import missing  # type: ignore[attr-defined]  # noqa: PLC0415
    assert same.modules is sys.modules
    with pytest.raises(AttributeError, match="missing"):
        missing()


@pytest.mark.parametrize("needed", ["fontTools.subset", "fontTools.varLib.instancer"])
def test_what_few_fonts_need_is_not_imported_with_weasyprint(needed: str, tmp_path: Path) -> None:
    """Their import would take a fifth of the time."""
    program = (
        f"import sys; from coursebuild.pdf import weasy; weasy.load(); sys.exit({needed!r} in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, env={"COURSEBUILD_CACHE": str(tmp_path)}
    )
    assert done.returncode == 0


def test_a_class_of_a_deferred_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving from it imports the module; `isinstance` works with it."""
    (tmp_path / "slow_two.py").write_text("class Base:\n    answer = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    with deferred("lazy_fonttools", "slow_two"):
        from slow_two import Base  # type: ignore[import-not-found]  # noqa: PLC0415

        class Derived(Base):  # type: ignore[misc]
            pass

    assert Derived().answer == 42
    assert isinstance(Derived(), Base)
    assert Derived.__mro__[1] is sys.modules["slow_two"].Base


def test_nothing_is_deferred_where_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEBUILD_PLAIN", "1")
    with deferred("lazy_fonttools", "this"):
        assert "this" not in sys.modules

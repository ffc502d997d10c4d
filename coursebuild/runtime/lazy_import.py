"""Modules whose import waits until one of their functions is called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from coursebuild.runtime import optimizations


@contextmanager
def deferred(optimization: str, *names: str) -> Iterator[None]:
    """While this lasts, whoever imports one of these modules gets a stand-in, if the optimization is enabled.

    A module that is imported already stays. This suits a module that is imported for its functions, or for
    classes to make objects of or to derive from: the standard library's `importlib.util.LazyLoader` imports
    as soon as a name is taken out of a module.
    """
    names = names if optimizations.enabled(optimization) else ()
    stand_ins = {name: _Module(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def forget(package: str) -> None:
    """Remove a package and its modules from those that are imported, so that it can be imported anew."""
    for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
        del sys.modules[name]


class _Module(ModuleType):
    def __getattr__(self, name: str) -> "_Attribute":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Attribute(self.__name__, name)


class _Attribute:
    """Stands for a function, a class or a submodule until it is called, derived from, or asked for a name."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._imported()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._imported(), name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        """The class itself, for one that is derived from it (PEP 560)."""
        return (self._imported(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._imported())

    def _imported(self) -> Any:
        if isinstance(sys.modules.get(self._module), _Module):
            del sys.modules[self._module]
        return getattr(import_module(self._module), self._name)

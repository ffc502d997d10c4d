"""Modules whose import waits until one of their functions is called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """While this lasts, who imports one of these gets a stand-in; what is imported already stays.

    It serves where a module is imported for its functions, or to make objects of its classes: the
    standard library's `importlib.util.LazyLoader` imports as soon as a name is taken out of a module.
    """
    later = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name in later:
            del sys.modules[name]


class _Later(ModuleType):
    def __getattr__(self, name: str) -> "_Named":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Named(self.__name__, name)


class _Named:
    """What a module has by a name: its function or class, called; a module of its own, by its names."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._itself()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._itself(), name)

    def _itself(self) -> Any:
        return getattr(import_module(self._module), self._name)

"""Import modules lazily, when one of their functions is first called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from coursebuild.runtime import optimizations


@contextmanager
def deferred(optimization: str, *names: str) -> Iterator[None]:
    """While the block runs, an import of these modules gives a proxy, if the optimization is enabled.

    Modules that are already imported stay. A proxy has the module's functions and classes, and imports the
    module when one of them is called, derived from, or used in `isinstance`. The standard library's
    `importlib.util.LazyLoader` imports a module as soon as any attribute of it is accessed.
    """
    names = names if optimizations.enabled(optimization) else ()
    proxies = {name: _Module(name) for name in names if name not in sys.modules}
    sys.modules.update(proxies)
    try:
        yield
    finally:
        for name, proxy in proxies.items():
            if sys.modules.get(name) is proxy:
                del sys.modules[name]


def forget(package: str) -> None:
    """Remove a package and its modules from `sys.modules`, so that it can be imported again."""
    for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
        del sys.modules[name]


class _Module(ModuleType):
    def __getattr__(self, name: str) -> "_Attribute":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Attribute(self.__name__, name)


class _Attribute:
    """A proxy of a function, a class or a submodule, which is imported when it is first used."""

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
        """The real class, when a class is derived from the proxy (PEP 560)."""
        return (self._imported(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._imported())

    def _imported(self) -> Any:
        if isinstance(sys.modules.get(self._module), _Module):
            del sys.modules[self._module]
        return getattr(import_module(self._module), self._name)

"""Read YAML of other tools, whatever tags of their own it has."""

from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Read what has a tag of another program, such as `!!python/name:…`, as nothing."""


_Loader.add_multi_constructor("", lambda *_: None)


def read(text: str) -> Any:
    """Return the values of a text; None if it is not YAML."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506 (it is a safe one)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None

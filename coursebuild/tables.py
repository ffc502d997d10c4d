"""Tables in TOML; those of the project itself are parsed once, and kept for the next starts."""

from typing import Any


def parsed(text: str, kept_as: str = "") -> dict[str, Any]:
    """The table, kept by a name if there is one. Raises ValueError."""
    from coursebuild import bytecode  # noqa: PLC0415 (a build that says and makes nothing needs no table)

    if kept_as and (kept := bytecode.read(kept_as, text)) is not None:
        return kept  # type: ignore[no-any-return]
    import tomllib  # noqa: PLC0415 (what is kept needs none)

    table = tomllib.loads(text)
    if kept_as:
        bytecode.write(kept_as, table, text)
    return table

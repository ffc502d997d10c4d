"""Add values to the attributes of tags."""


def with_value(opening: str, name: str, value: str) -> str:
    """A start tag, with or without its `>`, with a value more in an attribute."""
    before, found, after = opening.partition(f' {name}="')
    if found:
        return f"{before}{found}{value}{' ' if name == 'class' else ';'}{after}"
    element, space, rest = opening.rstrip(">").partition(" ")
    return f'{element} {name}="{value}"{space}{rest}{">" * opening.endswith(">")}'

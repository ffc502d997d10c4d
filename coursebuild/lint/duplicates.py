"""Say where a name that pandoc has found twice is defined first: that of a link, or of a field."""

import re
from collections.abc import Iterator

from coursebuild.model import Diagnostic, Place, Reading, Source
from coursebuild.source import front_matter_end

LINK, FIELD = "CB277", "CB278"

_DEFINITION = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*\[(?P<label>(?:[^\[\]\\]|\\.)+)\]:")
_STEP = re.compile(
    r"\[(?P<index>\d+)\]|(?:^|\.)(?P<name>[^.\[]+)"
)  # of a path of fields, as `authors[0].name`


def with_first(source: Source, found: Diagnostic) -> Diagnostic:
    """A diagnostic of pandoc's at the second definition, with the line of the first; any other as it is."""
    name = found.message.partition("`")[2].partition("`")[0]
    if found.code == LINK:
        places = [*_definitions(source.reading, name, found.line), (found.line, found.column)]
    elif found.code == FIELD:
        places = _fields(source.reading, name)
    else:
        return found
    if len(places) == 1 or not places:
        return found
    return found._replace(message=f"{found.message}, first on line {places[0][0]}").at(places[-1])


def _definitions(reading: Reading, label: str, last: int) -> Iterator[Place]:
    """Yield the places before the line `last` that define the address of a link."""
    for number, line in reading.prose_lines():
        definition = _DEFINITION.match(line)
        if definition and number < last and _folded(definition["label"]) == _folded(label[1:-1]):
            yield number, definition.start("label")


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _fields(reading: Reading, path: str) -> list[Place]:
    """The places of a field in the front matter; `path` has the fields around it, too."""
    import yaml  # noqa: PLC0415 (slow to import; few lessons need it)

    lines = list(reading.lines)
    keys, nodes = list[yaml.Node](), list[yaml.Node]()
    try:
        nodes += filter(
            None, [yaml.compose("\n".join(lines[1 : front_matter_end(lines) - 1]), yaml.SafeLoader)]
        )
    except (yaml.YAMLError, RecursionError):
        return []
    for step in _STEP.finditer(path):
        if step["index"]:
            lists = [node.value for node in nodes if isinstance(node, yaml.SequenceNode)]
            nodes = [each for values in lists for each in values[int(step["index"]) :][:1]]
        else:
            pairs = [pair for node in nodes if isinstance(node, yaml.MappingNode) for pair in node.value]
            found = [(key, value) for key, value in pairs if key.value == step["name"]]
            keys, nodes = [key for key, _ in found], [value for _, value in found]
    return [(key.start_mark.line + 2, key.start_mark.column + 1) for key in keys]

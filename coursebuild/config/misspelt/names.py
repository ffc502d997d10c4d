"""The names in an author's templates that are almost built-in ones: labels, colours and blocks."""

import re
from collections.abc import Iterator

from coursebuild.config import labels, palette, toml
from coursebuild.config.templates import Templates
from coursebuild.model import BuildError, Diagnostic, vocabulary

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+["'](?:builtin/)?([^"']+)["']""")
_BLOCK = re.compile(r"\{%[-+]?\s*(?:block\s+(?P<name>\w+)|(?P<end>endblock)\b)")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def find(templates: Templates) -> Iterator[Diagnostic]:
    """A warning for each name that nothing uses. A broken file is reported with each document instead."""
    for file, names in ((labels.FILE, _labels), (palette.FILE, _colours)):
        try:
            if text := templates.own.text(file):
                yield from (toml.diagnostic(f"templates/{file}", text, "CB017", m) for m in names(templates))
        except BuildError:
            continue
    try:
        for name in templates.own.names(".jinja"):
            yield from _blocks(name, templates)
    except BuildError:
        return


def _labels(templates: Templates) -> Iterator[str]:
    """Any other name may be for a template of the author, and any other language for a lesson."""
    built_in, own = labels.tables(templates.built_in), labels.tables(templates.own)
    names = {name for table in built_in.values() for name in table}
    for lang, table in own.items():
        code = labels.code(lang)
        if lang != code:
            yield f"no lesson has the labels of `{lang}`; did you mean `{code}`?"
        for name in sorted(table.keys() - names):
            if hint := vocabulary.suggest(name, names):
                yield f"unknown label `{lang}.{name}`{hint}"


def _colours(templates: Templates) -> Iterator[str]:
    """Any other name may be for a style sheet of the author."""
    built_in = palette.table(templates.built_in)
    for scheme, colours in palette.table(templates.own).items():
        for name in sorted(colours.keys() - built_in[scheme].keys()):
            if hint := vocabulary.suggest(name, built_in[scheme]):
                yield f"unknown colour `{scheme}.{name}`{hint}"


def _blocks(name: str, templates: Templates) -> Iterator[Diagnostic]:
    """A block that replaces none of the extended template's, and is in no block that does, is never shown."""
    text = _COMMENT.sub(lambda comment: re.sub(".", " ", comment[0]), templates.own.text(name) or "")
    extended = _EXTENDS.search(text)
    parent = templates.built_in.text(extended[1]) if extended else None
    if extended is None or parent is None:
        return
    known = {found["name"] for found in _BLOCK.finditer(parent) if found["name"]}
    depth = 0
    for found in _BLOCK.finditer(text):
        depth += -1 if found["end"] else 1
        if found["name"] and depth == 1 and found["name"] not in known:
            hint = vocabulary.suggest(found["name"], known)
            message = f"`{extended[1]}` has no block `{found['name']}`{hint}"
            place = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
            yield Diagnostic(f"templates/{name}", *place, "CB017", message)

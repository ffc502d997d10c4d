"""Resolve the citations of a selection, by pandoc's citeproc."""

import base64
import json
import re
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from coursebuild.model import (
    BuildError,
    Diagnostic,
    Document,
    Limits,
    Selection,
    Source,
    cited_keys,
    fragments,
    squeezed,
    without_marks,
)
from coursebuild.pandoc.convert import converter, diagnostics
from coursebuild.pandoc.process import ConversionError, one_line

FORMATS = {
    ".bib": "biblatex",
    ".json": "csljson",
    ".yaml": "markdown",
    ".yml": "markdown",
}  # pandoc's readers
ALL = "*"  # the key that means all references, in `nocite`

_POSITION = re.compile(r"\(line (\d+), column (\d+)\)[:,]?\s*")
_CITE = '"t":"Cite"'
_LIST = "refs"  # the identifier of the Div that has the list of references, as pandoc calls it
_TITLE_LEVEL = 2


class Bibliography(NamedTuple):
    """What a document may cite: each reference by its key, as pandoc's metadata; and how.

    `style` is the text of a CSL style; without one, citations are as in the Chicago Manual of Style.
    `nocite` is the metadata value that names what is listed though nothing cites it, or None.
    """

    references: Mapping[str, Any] = MappingProxyType({})
    style: str = ""
    nocite: Any = None


def references(text: str, suffix: str, name: str, limits: Limits) -> Mapping[str, Any]:
    """Read a file of references, whose suffix is one of FORMATS.

    Raises BuildError if pandoc cannot read it, and what `Converter.convert` raises.
    """
    reader = FORMATS[suffix]
    if reader == "markdown":  # it is a YAML block of it
        text = (
            f"---\n{text.strip().removeprefix('---').removesuffix('...').removesuffix('---').strip()}\n---\n"
        )
    try:
        output, _ = converter(limits).convert(text, to="json", source=reader)
    except ConversionError as error:
        message = str(error)
        line, column = map(int, found.groups()) if (found := _POSITION.search(message)) else (0, 0)
        reason = one_line(_POSITION.sub("", message.removeprefix("Error at ")))
        raise BuildError(Diagnostic(name, line, column, "CB229", f"it cannot be read: {reason}")) from error
    found = json.loads(output)["meta"].get("references", {"c": []})
    return {_text(each["c"]["id"]): each for each in found["c"] if "id" in each["c"]}


def cite(
    document: Document, selection: Selection, bibliography: Bibliography, title: str, limits: Limits
) -> Selection:
    """Resolve the citations of a selection, and add the list of what it cites, under the title.

    What only other editions cite is withheld from it.
    Raises: BuildError, and what `Converter.convert` raises.
    """
    if _CITE not in document.json and not bibliography.nocite:
        return selection
    lang = selection.facts.lang
    resolved, log = _resolved(selection.source, selection.json, bibliography, lang, limits)
    _give_title(resolved["blocks"], title)
    content = json.dumps(resolved, ensure_ascii=False, separators=(",", ":"))
    shown = fragments(content)
    withheld: tuple[str, ...] = ()
    if not selection.edition.shows_corrections:
        # Authors and years in place of numbers, which depend on what else is cited.
        plain = bibliography._replace(style="")
        tree = _without_other_cites(json.loads(without_marks(document.json)), bibliography.references)
        complete, _ = _resolved(selection.source, json.dumps(tree), plain, lang, limits)
        known = {squeezed(text) for text in (*shown, *fragments(selection.json))}
        withheld = tuple(text for text in fragments(json.dumps(complete)) if squeezed(text) not in known)
    return selection._replace(
        json=content,
        expected=(*selection.expected, *shown),
        withheld=(*selection.withheld, *withheld),
        diagnostics=(*selection.diagnostics, *diagnostics(selection.source, log)),
    )


def _resolved(
    source: Source, tree: str, bibliography: Bibliography, lang: str, limits: Limits
) -> tuple[Any, Any]:
    """A document with its citations resolved, and pandoc's log."""
    document = json.loads(tree)
    keys = {*cited_keys(document["blocks"]), *cited_keys(bibliography.nocite)}
    used = [each for key, each in bibliography.references.items() if key in keys or ALL in keys]
    document["meta"] = {
        "references": {"t": "MetaList", "c": used},
        "lang": {"t": "MetaString", "c": lang},
        "link-citations": {"t": "MetaBool", "c": True},
    }
    if bibliography.nocite:
        document["meta"]["nocite"] = bibliography.nocite
    if bibliography.style:
        address = f"data:text/xml;base64,{base64.b64encode(bibliography.style.encode()).decode()}"
        document["meta"]["csl"] = {"t": "MetaString", "c": address}
    try:
        output, log = converter(limits).convert(json.dumps(document), to="json", source="json", cites=True)
    except ConversionError as error:
        message = f"pandoc cannot use the style: {one_line(str(error))}"
        raise BuildError(source.place("\ncsl:", "CB229", message).below(1)) from error
    return {**json.loads(output), "meta": {}}, log


def _without_other_cites(node: Any, known: Container[str]) -> Any:
    """A tree without references to figures and such: to citeproc, they are citations with unknown keys."""
    if isinstance(node, dict):
        return {key: _without_other_cites(value, known) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    return [
        _without_other_cites(each, known)
        for each in node
        if not (isinstance(each, dict) and each.get("t") == "Cite")
        or any(citation["citationId"] in known for citation in each["c"][0])
    ]


def _give_title(blocks: list[Any], title: str) -> None:
    """Put a heading before a list of references that pandoc put at the end, unless the author wrote one."""
    before, last = ({}, {}, *blocks)[-2:]
    if last.get("t") != "Div" or last["c"][0][0] != _LIST:
        return
    if not last["c"][1]:
        blocks.pop()
    elif before.get("t") != "Header":
        heading = [_TITLE_LEVEL, ["bibliography", ["unnumbered"], []], [{"t": "Str", "c": title}]]
        blocks.insert(-1, {"t": "Header", "c": heading})


def _text(meta: Any) -> str:
    """The text of a metadata value, of inlines or of a string."""
    content = meta["c"]
    return content if isinstance(content, str) else "".join(each.get("c", " ") for each in content)

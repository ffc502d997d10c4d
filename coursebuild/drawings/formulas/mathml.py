"""Write a formula as MathML, which screen readers walk through, of the tree that mathra 1.5 reads in TeX.

It is for ears and braille alone: spaces, colours and sizes are left out, and what is never seen (`phantom`).
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

Node = Mapping[str, Any]

_ACCENTS = {  # of TeX, which combine with a letter, as MathML has them
    "\u0300": "`",
    "\u0301": "\u00b4",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "¯",
    "\u0306": "˘",
    "\u0307": "˙",
    "\u0308": "¨",
    "\u030a": "˚",
    "\u030c": "ˇ",
    "\u20d7": "→",
}
_VARIANTS = {"upright": "normal", "calligraphic": "script"}  # others have MathML's names
_BRACKETS = {  # around a table, by its shape
    "p-matrix": ("(", ")"),
    "b-matrix": ("[", "]"),
    "brace-matrix": ("{", "}"),
    "v-matrix": ("|", "|"),
    "v-v-matrix": ("‖", "‖"),
    "cases": ("{", ""),
    "r-cases": ("", "}"),
    **dict.fromkeys(("array", "aligned", "centered", "small-matrix", "substack"), ("", "")),
}
_CANCELED = {"bar": "updiagonalstrike", "x": "updiagonalstrike downdiagonalstrike"}
_SIDEWAYS = frozenset("∫∬∭⨌∮∯∰")  # operators whose limits stand beside them


def mathml(tree: Node, *, is_display: bool, attributes: str = "") -> str:
    """A formula as a `<math>` with more `attributes`; "" if it has what MathML has no element for."""
    try:
        inside = "".join(_elements(tree))
    except (KeyError, TypeError):
        return ""
    kind = ' display="block"' if is_display else ""
    return f"<math{kind}{attributes}>{inside}</math>"


def _elements(node: Node) -> list[str]:
    """The elements of a node. Raises: KeyError if it is of a kind that is not known."""
    return _WRITERS[node["type"]](node)


def _one(node: Node) -> str:
    """A node as one element."""
    found = _elements(node)
    return found[0] if len(found) == 1 else f"<mrow>{''.join(found)}</mrow>"


def _row(node: Node) -> list[str]:
    return [element for child in node["children"] for element in _elements(child)]


def _base(node: Node) -> list[str]:
    return _elements(node["base"])


def _nothing(_: Node) -> list[str]:
    return []


def _identifier(node: Node) -> list[str]:
    variant = node.get("variant")
    style = f' mathvariant="{_VARIANTS.get(variant, variant)}"' if variant else ""
    return [f"<mi{style}>{escape(node['name'])}</mi>"]


def _symbol(text: str) -> str:
    return f"<mo>{escape(text)}</mo>" if text else ""


def _operator(node: Node) -> list[str]:
    return [_symbol(node["symbol"])]


def _text(node: Node) -> list[str]:
    found: list[str] = []
    for part in node["parts"]:
        if part["type"] == "text":
            found.append(f"<mtext>{escape(part['value'])}</mtext>")
        else:
            found += _elements(part["value"])
    return found


def _fraction(node: Node) -> list[str]:
    line = "" if node.get("rule", True) else ' linethickness="0"'
    return [f"<mfrac{line}>{_one(node['num'])}{_one(node['den'])}</mfrac>"]


def _root(node: Node) -> list[str]:
    if "index" in node:
        return [f"<mroot>{_one(node['radicand'])}{_one(node['index'])}</mroot>"]
    return [f"<msqrt>{_one(node['radicand'])}</msqrt>"]


def _scripts(node: Node) -> list[str]:
    base = node["base"]
    usual = base["type"] == "large-operator" and base["symbol"] not in _SIDEWAYS
    names = ("munder", "mover") if base.get("limits", usual) else ("msub", "msup")
    return [_around(_one(base), names, node.get("sub"), node.get("sup"))]


def _stacked(node: Node) -> list[str]:
    base = _one(node["base"]) if "base" in node else _symbol(node["symbol"])
    return [_around(base, ("munder", "mover"), node.get("below"), node.get("above"))]


def _around(base: str, names: tuple[str, str], below: Node | None, above: Node | None) -> str:
    """A base with what is below and above it, in elements with these names, or one that has both."""
    under, over = names
    if below and above:
        both = f"{under}{over.removeprefix('m')}"
        return f"<{both}>{base}{_one(below)}{_one(above)}</{both}>"
    if below:
        return f"<{under}>{base}{_one(below)}</{under}>"
    return f"<{over}>{base}{_one(above)}</{over}>" if above else base


def _accent(node: Node) -> list[str]:
    accent = str(node["accent"])
    sign = _symbol(_ACCENTS.get(accent, accent))
    return [f'<mover accent="true">{_one(node["base"])}{sign}</mover>']


def _bar(node: Node) -> list[str]:
    return [_with_sign(_one(node["base"]), "¯" if node["above"] else "_", is_above=node["above"])]


def _brace(node: Node) -> list[str]:
    above = node["above"]
    braced = _with_sign(_one(node["base"]), "⏞" if above else "⏟", is_above=above)
    label = node.get("label")
    return [_around(braced, ("munder", "mover"), None if above else label, label if above else None)]


def _with_sign(base: str, sign: str, *, is_above: bool) -> str:
    name = "mover" if is_above else "munder"
    return f"<{name}>{base}{_symbol(sign)}</{name}>"


def _delimited(node: Node) -> list[str]:
    middles = [_symbol(each) for each in node.get("middles", ())]
    parts = [_one(part) for part in node["parts"]]
    inside = [each for pair in zip(parts, [*middles, ""], strict=True) for each in pair]
    return _bracketed(node.get("open") or "", inside, node.get("close") or "")


def _table(node: Node) -> list[str]:
    rows = ("".join(f"<mtd>{''.join(_elements(cell))}</mtd>" for cell in row) for row in node["rows"])
    table = f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in rows)}</mtable>"
    opening, closing = _BRACKETS[node["shape"]]
    return _bracketed(opening, [table], closing)


def _bracketed(opening: str, inside: Iterable[str], closing: str) -> list[str]:
    return [f"<mrow>{_symbol(opening)}{''.join(inside)}{_symbol(closing)}</mrow>"]


def _enclosed(node: Node) -> list[str]:
    kind = _CANCELED.get(node["shape"], "downdiagonalstrike") if "shape" in node else "box"
    return [f'<menclose notation="{kind}">{_one(node["base"])}</menclose>']


_WRITERS: Mapping[str, Callable[[Node], list[str]]] = {
    "row": _row,
    "identifier": _identifier,
    "function": _identifier,
    "operator": _operator,
    "large-operator": _operator,
    "fixed-delimiter": _operator,
    "number": lambda node: [f"<mn>{escape(node['value'])}</mn>"],
    "text": _text,
    "fraction": _fraction,
    "root": _root,
    "scripts": _scripts,
    "stacked": _stacked,
    "arrow": _stacked,
    "accent": _accent,
    "bar": _bar,
    "brace": _brace,
    "delimited": _delimited,
    "table": _table,
    "framed": _enclosed,
    "canceled": _enclosed,
    "quantity": lambda node: _elements(node["unit"]),
    **dict.fromkeys(("unit", "forced-class", "style", "colored", "smashed"), _base),
    **dict.fromkeys(("space", "phantom", "rule"), _nothing),
}

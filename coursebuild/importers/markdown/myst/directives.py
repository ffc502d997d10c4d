"""Turn MyST's directives into boxes, images and formulas."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, Line
from coursebuild.importers.markdown.myst import tables
from coursebuild.importers.markdown.myst.directive import Directive, text_of
from coursebuild.model import short
from coursebuild.source import kind_of, of_directive

_CODE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<argument>.*)")
_FENCE = re.compile(
    r"(?P<prefix>[ \t>]*)(?P<fence>:{3,})[ \t]*\{(?P<name>[^\W\d_][\w:-]*)\}[ \t]*(?P<argument>[^{}]*)"
)
_OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_GATE = re.compile(r"(?P<kind>[\w-]+?)-(?P<end>start|end)")
_UNUSED = frozenset("toctree contents tableofcontents bibliography clear".split())
_TRANSPARENT = frozenset("div container grid grid-item panels column row card-carousel tab-set-code".split())
_NOTES = frozenset("margin sidebar topic card grid-item-card aside rubric tab-item".split())
_QUOTES = frozenset("epigraph pull-quote blockquote highlights".split())
_RAW_HTML = "html"
_LINKS = frozenset("iframe video youtube vimeo embed".split())


def turn_directives(draft: Draft) -> None:
    """Rewrite the directives that are in no other one; those with colons one by one: they may be nested."""
    for directive in reversed([*_in_code(draft)]):
        _replace(draft, directive)
    while any(_replace(draft, directive) for directive in reversed([*_between_colons(draft)])):
        pass


def _replace(draft: Draft, directive: Directive) -> bool:
    new = _turned(draft, directive)
    if new and notation.hides(directive.options.get("class", "")) and "correction" not in text_of(new[0]):
        new = directive.around(notation.correction(), new)
    if new is not None:
        draft.replace(directive.first, directive.last, new)
    return new is not None


def _in_code(draft: Draft) -> Iterator[Directive]:
    for code in draft.read().codes:
        found = _CODE.fullmatch(code.info.strip()) if code.last else None
        if found:
            prefix = draft.lines[code.line - 1].text[: code.column - 1]
            yield _directive(draft, (code.line, code.last), prefix + code.fence, found)


def _between_colons(draft: Draft) -> Iterator[Directive]:
    for fence in draft.read().fences:
        line = draft.lines[fence.line - 1].text
        found = _FENCE.fullmatch(line.rstrip()) if fence.opens and fence.partner else None
        if found:
            yield _directive(draft, (fence.line, fence.partner), found["prefix"] + found["fence"], found)


def _directive(draft: Draft, lines: tuple[int, int], opening: str, found: re.Match[str]) -> Directive:
    """Return a directive; `opening` are its backticks or colons with what is before them."""
    first, last = lines
    body = draft.lines[first : last - 1]
    options, count = _options(body)
    fence = opening.lstrip(" \t>")
    prefix = opening.removesuffix(fence)
    return Directive(
        first, last, prefix, fence, found["name"], found["argument"].strip(), options, body[count:]
    )


def _options(body: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Return the options that a directive begins with, and how many lines they take."""
    texts = [line.text.strip(" \t>") for line in body]
    if texts[:1] == ["---"] and "---" in texts[1:]:
        end = texts.index("---", 1)
        pairs = (text.partition(":")[::2] for text in texts[1:end])
        return {key.strip(): value.strip().strip("\"'") for key, value in pairs}, end + 1
    options: dict[str, str] = {}
    for count, text in enumerate(texts):
        if not (found := _OPTION.fullmatch(text)):
            return options, count
        options[found["key"]] = found["value"].strip()
    return options, len(texts)


def _turned(draft: Draft, directive: Directive) -> Sequence[Line | str] | None:
    """Return the lines that replace a directive; None if it stays."""
    name, number = directive.name, draft.lines[directive.first - 1].number
    if handler := _HANDLERS.get(name):
        return handler(draft, directive, number)
    gate = _GATE.fullmatch(name)
    return _gate(draft, directive, gate) if gate else _box(directive)


def _left_out(draft: Draft, directive: Directive, number: int) -> Sequence[Line | str]:
    draft.tell(number, KEPT, f"`{{{directive.name}}}` has no counterpart, and is left out")
    return []


def _content(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    return directive.body


def _link(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    address = directive.argument
    text = f"<{address}>" if re.match(r"\w+://", address) else f"[{address}]({_address(address)})"
    return [f"{directive.prefix}{text}"]


def _note(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    kind, title = "tab" if directive.name == "tab-item" else "note", directive.argument
    if notation.is_withheld(title):
        return directive.around(notation.correction(title))
    return directive.around(notation.box(kind, title, name=directive.label))


def _quotation(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    return [f"{directive.prefix}> {text}".rstrip() for text in directive.texts()]


def _box(directive: Directive) -> Sequence[Line | str] | None:
    """Return a box for one that MyST has, with its identifier."""
    kind, title = directive.name, directive.argument
    if not kind_of(kind):
        return None
    block = of_directive(kind, title, directive.options.get("class", ""), frozenset())
    return directive.around(notation.named(notation.bare(block), directive.label)) if block else None


def _exercise(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    return directive.around(notation.box("exercise", directive.argument, name=directive.label))


def _solution(draft: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    """Return a correction; the argument is the identifier of its exercise."""
    return directive.around(_correction_of(draft, directive))


def _correction_of(draft: Draft, directive: Directive) -> str:
    """Return the attributes of a correction, with its exercise where that is in the lesson."""
    attributes = notation.correction("", directive.label)
    exercise = notation.identifier(directive.argument)
    label = re.escape(directive.argument)
    is_known = exercise and any(
        re.fullmatch(rf"[ \t>]*:?(?:label|name):[ \t]*{label}[ \t]*", text) for text in draft.original
    )
    return notation.with_attribute(attributes, f'for="{exercise}"') if is_known else attributes


def _gate(draft: Draft, directive: Directive, gate: re.Match[str]) -> Sequence[Line | str] | None:
    """Return one of the two fences that stand for `{exercise-start}` and `{exercise-end}`."""
    if gate["kind"] not in ("exercise", "solution"):
        return None
    if gate["end"] == "end":
        return ["", f"{directive.prefix}::::::"]
    is_answer = gate["kind"] == "solution"
    around = (
        _correction_of(draft, directive)
        if is_answer
        else notation.box("exercise", directive.argument, name=directive.label)
    )
    return [f"{directive.prefix}:::::: {around}", *directive.body]


def _figure(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    texts = directive.texts()
    start = next((n for n, text in enumerate(texts) if text.strip()), len(texts))
    end = next((n for n in range(start, len(texts)) if not texts[n].strip()), len(texts))
    caption = " ".join(text.strip() for text in texts[start:end])
    rest = [*directive.body[end:]]
    return [f"{directive.prefix}{_image(directive, caption)}", *rest, *([""] if rest else [])]


def _plain_image(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    image = _image(directive, directive.options.get("alt", ""))
    return [f"{directive.prefix}{image}\\"]  # no figure


def _image(directive: Directive, caption: str) -> str:
    options = directive.options
    label = notation.numbered("fig", directive.label) if caption else directive.label
    attributes = [f"#{label}"] if label else []
    if options.get("alt") and options["alt"] != caption:
        attributes.append(f"alt={notation.quoted(options['alt'])}")
    size = options.get("width") or options.get("scale") or ""
    if re.fullmatch(r"[\d.]+(?:%|cm|mm|px|em)?", size):
        attributes.append(
            f"width={size}"
            if not size[-1].isdigit()
            else f"width={size}{'px' if options.get('width') else '%'}"
        )
    block = f"{{{' '.join(attributes)}}}" if attributes else ""
    return f"![{caption}]({_address(directive.argument)}){block}"


def _address(path: str) -> str:
    return f"<{path}>" if re.search(r"[\s()]", path) else path


def _math(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    formula = [directive.argument, *(text for text in directive.texts())]
    inside = [text.strip() for text in formula if text.strip()]
    is_aligned = any("\\\\" in text or "&" in text for text in inside) and "\\begin" not in " ".join(inside)
    inside = ["\\begin{aligned}", *inside, "\\end{aligned}"] if is_aligned else inside
    closing = f"$${directive.name_as('eq')}"
    return [directive.prefix + text for text in ("$$", *inside, closing)]


def _glossary(_: Draft, directive: Directive, __: int) -> Sequence[Line | str]:
    if any(text.lstrip().startswith(": ") for text in directive.texts()):
        return [*directive.body]
    lines: list[str] = []
    for text in directive.texts():
        lines += [f": {text.strip()}", ""] if text[:1] in " \t" and text.strip() else [text]
    return [directive.prefix + line for line in lines]


def _dropped(draft: Draft, directive: Directive, number: int) -> Sequence[Line | str]:
    """Make what only some readers see there the instructor's."""
    draft.tell(
        number,
        HIDDEN,
        f"`{{{short(directive.name)}}}` is not for all readers there: it is for instructors alone",
    )
    return directive.around(notation.HIDDEN)


def _raw(draft: Draft, directive: Directive, number: int) -> Sequence[Line | str] | None:
    """Return HTML as it is; what is for another format is not on any page there."""
    if _RAW_HTML in directive.argument.split():
        return ["", *directive.body, ""]
    draft.tell(
        number,
        HIDDEN,
        f"`{{raw}} {short(directive.argument)}` is on no page there: it is for instructors alone",
    )
    before, fence = directive.prefix, "`" * max(3, directive.fence.count("`"))
    return [f"{before}{fence} {{.text {notation.INSTRUCTORS}}}", *directive.body, before + fence]


_Handler = Callable[[Draft, Directive, int], Sequence[Line | str] | None]
_HANDLERS: Mapping[str, _Handler] = {
    **dict.fromkeys(_UNUSED, _left_out),
    **dict.fromkeys(_TRANSPARENT, _content),
    **dict.fromkeys(_LINKS, _link),
    **dict.fromkeys(_NOTES, _note),
    **dict.fromkeys(_QUOTES, _quotation),
    "raw": _raw,
    "index": lambda *_: [],  # no reader sees it
    "figure": _figure,
    "image": _plain_image,
    "math": _math,
    "amsmath": _math,
    "table": tables.table,
    "list-table": tables.list_table,
    "csv-table": tables.csv_table,
    "glossary": _glossary,
    "exercise": _exercise,
    "solution": _solution,
    "ifconfig": _dropped,
    "only": _dropped,
    "comment": _dropped,
}

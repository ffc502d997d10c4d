r"""Turn all notations of page breaks into one.

`\newpage`, `\newpage{}`, `\pagebreak` and `\clearpage` alone in a paragraph, and `break-before`,
`break-after` and the older `page-break-…` in a `style`, become a div of class `page-break`; for LaTeX, they
become `\newpage{}`.

    pandoc --filter filters/pagebreaks.py lesson.md
"""

import re
from typing import Any

import panflute as pf

CLASS = "page-break"
_SPACES = (pf.Space, pf.SoftBreak, pf.LineBreak)

_COMMAND = re.compile(r"(?:\s*\\(?:newpage|pagebreak|clearpage|cleardoublepage)(?:\[\d\])?(?:\{\})?\s*)+")
_DECLARATION = re.compile(
    r"\s*(?:page-)?break-(before|after)\s*:\s*(?:always|page|left|right|recto|verso)\s*(?:!important\s*)?"
)


def transform(doc: pf.Doc) -> pf.Doc:
    return doc.walk(_break, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain)))


def _break(element: Any, doc: pf.Doc) -> Any:
    if isinstance(element, pf.RawBlock):
        return _page_break(doc) if _is_command(element) else None
    if isinstance(element, (pf.Para, pf.Plain)):
        commands = [_is_command(e) for e in element.content.list if not isinstance(e, _SPACES)]
        return _page_break(doc) if commands and all(commands) else None
    if isinstance(element, (pf.Div, pf.Header)) and "style" in element.attributes:
        return _styled(element, doc)
    return None


def _is_command(raw: Any) -> bool:
    return (
        isinstance(raw, (pf.RawBlock, pf.RawInline))
        and raw.format in ("tex", "latex")
        and _COMMAND.fullmatch(raw.text) is not None
    )


def _styled(element: Any, doc: pf.Doc) -> Any:
    declarations = [d for d in element.attributes["style"].split(";") if d.strip()]
    sides = {found[1] for d in declarations if (found := _DECLARATION.fullmatch(d))}
    if not sides:
        return None
    rest = ";".join(d for d in declarations if not _DECLARATION.fullmatch(d))
    if rest:
        element.attributes["style"] = rest
    else:
        del element.attributes["style"]
    empty = isinstance(element, pf.Div) and not element.content
    return [
        *([_page_break(doc)] if "before" in sides else []),
        *([] if empty else [element]),
        *([_page_break(doc)] if "after" in sides else []),
    ]


def _page_break(doc: pf.Doc) -> Any:
    if doc.format in ("latex", "beamer"):
        return pf.RawBlock("\\newpage{}", format="latex")
    return pf.Div(classes=[CLASS])


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

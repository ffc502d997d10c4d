"""Turn what stands in sentences: roles of MyST, cross-references, formulas, sizes of images, icons."""

import re
from collections.abc import Callable, Mapping

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, outside_code
from coursebuild.importers.markdown import cells, front_matter
from coursebuild.model import short

_WORDS = {  # what cross-references say, by the beginnings of names, in English and in French
    "fig": ("the figure", "la figure"),
    **dict.fromkeys(("tbl", "tab"), ("the table", "le tableau")),
    "eq": ("the equation", "l\u2019équation"),
    "lst": ("the listing", "l\u2019extrait"),
    "sec": ("the section", "la section"),
    **dict.fromkeys(("exr", "ex"), ("the exercise", "l\u2019exercice")),
    "exm": ("the example", "l\u2019exemple"),
    **dict.fromkeys(("thm", "lem", "cor", "prp"), ("the theorem", "le théorème")),
    "def": ("the definition", "la définition"),
}
_REFERENCE = re.compile(
    r"(?<![\w@\[\\])(?P<open>\[)?-?@(?P<name>(?P<kind>fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm|exr)-[\w-]+)(?(open)\])"
)
# What has a number here: a figure with a caption, a table's caption, a formula, or code, with its identifier.
_NUMBERED = re.compile(
    r"(?m)^(?:!\[[^\]\n]+\]\([^()\n]*\)\{[^{}\n]*#(?P<figure>fig[:-][\w:-]+)[^{}\n]*\}"
    r"|[ ]{0,3}(?::|Table:)[ ].*\{[^{}\n]*#(?P<table>tbl[:-][\w:-]+)[^{}\n]*\}"
    r"|[ \t>]*:{3,}[ ]*\{#(?P<div>(?:fig|tbl)-[\w-]+)[^{}\n]*\}"
    r"|.*\$\$[ \t]*\{#(?P<formula>eq[:-][\w:-]+)\}"
    r"|`{3,}[ ]*\{[^{}\n]*#(?P<code>(?:lst|fig)-[\w-]+)[^{}\n]*\})[ \t]*$"
)
_BOOKDOWN = re.compile(r"\\@ref\((?P<name>(?:(?P<kind>fig|tab|eq|thm|exr|def):)?[\w-]+)\)")
_REFERRING = frozenset("ref numref eq any prf:ref exercise:ref solution:ref".split())
_TARGETED = re.compile(r"(?s)(?P<text>.*?)\s*<(?P<target>[^<>]+)>")
_ICON = re.compile(
    r"(?<![\w:]):(?:material|fontawesome|octicons|simple|twemoji)-[a-z0-9-]+:(?:\{[^{}]*\})?[ \t]?"
)
_MATH = re.compile(r"(?<!\\)\\\((?P<formula>(?:[^\\]|\\(?!\)))+?)\\\)", re.DOTALL)
_DISPLAY = re.compile(r"(?<!\\)\\\[(?P<formula>(?:[^\\]|\\(?!\]))+?)\\\](?!\()", re.DOTALL)
_LABELLED = re.compile(r"(?<=\$\$)[ \t]*\((?P<name>[\w:.-]+)\)[ \t]*$", re.MULTILINE)
_SPACED = re.compile(  # a formula that pandoc would not read as one
    r"(?<![\\$\w])\$(?P<formula>[ \t]+[^$\n]*[\\^_{][^$\n]*|(?![ \t])[^$\n]*[\\^_{][^$\n]*[ \t])\$(?![\d$])"
)
_TARGET = re.compile(r"(?<=\])\((?P<name>[^()\s#<>]+)\)")
_PLACE = re.compile(r"%s|\{number\}")  # of the number, in the text of a reference
_LESSON_NAME = re.compile(r"\w[\w/-]{0,200}")
_SIZED = re.compile(r"(!\[[^\]]*\]\([^()\s]+)[ \t]+=(?P<width>\d*%?)x?(?P<height>\d*)\)")
_ALTERNATIVE = re.compile(r"(!\[[^\]]*\]\([^()\n]*\)\{[^{}]*?)\bfig-alt=")  # of Quarto
_ALIGNED = re.compile(r"(!\[[^\]]*\]\([^()\n]*\)\{[^{}]*?)[ \t]+fig-align=(?:\"[^\"]*\"|[\w-]+)")
_INSERTED = re.compile(r"\^\^(?=\S)(?P<text>[^\^\n]+?)(?<=\S)\^\^")
_LABEL = re.compile(r"[ \t]*\((?P<name>[\w:.-]+)\)=[ \t]*")
_HEADING = re.compile(r"(?P<text>#{1,6}[ \t]+.*?)[ \t]*(?:\{(?P<block>[^{}]*)\})?[ \t]*")
_COMMENT = re.compile(r"[ \t>]*%+(?![%\w])[ \t]?(?P<text>.*)")
_BREAK = re.compile(r"\+\+\+.*")
_VALUE = re.compile(r"\{\{[ \t]*(?P<name>[\w.-]+)[ \t]*\}\}")
_EMPTY_LINK = re.compile(r"(?<!!)\[\]\((?P<target>[^()\s]+)\)")
_OTHER = re.compile(r"(\]\(<?)([^()\s<>#]*?)\.(?:qmd|Rmd|rmd|ipynb|mdx|myst)(?=[#)>])")
_MARKDOWN_IN = re.compile(
    r"(<(?:div|details|section|figure|span|summary)\b[^<>]*?)[ \t]+markdown(?:=[\"']?\w+[\"']?)?(?=[ \t>])"
)
_CLASS_NAME = re.compile(r"(<[a-z]+\b[^<>]*?[ \t])className=")
_JSX_STYLE = re.compile(r"(<[a-z]+\b[^<>]*?)[ \t]+style=\{\{[^{}]*\}\}")
_BUTTON = re.compile(r"(?<=\))\{[ \t]*(?:\.md-button(?:--primary)?[ \t]*)+(?P<rest>[^{}]*)\}")
_INLINE_LANGUAGE = re.compile(r"#!(?P<language>[\w+-]+)[ \t]+(?P<code>.+)", re.DOTALL)


def turn_inlines(draft: Draft) -> None:
    """Rewrite paragraphs, and then the lines of MyST that name what follows, or are comments."""
    _label(draft)
    headings = _headings(draft)
    draft.rewrite_prose(
        lambda text: _LABELLED.sub(lambda found: f" {{#{notation.numbered('eq', found['name'])}}}", text)
    )
    numbered = frozenset(name for each in _NUMBERED.finditer(draft.text) for name in each.groups() if name)
    keys = {name: name for name in numbered} | {
        former: name for name in numbered for former in notation.former(name) if former not in headings
    }
    is_french = front_matter.language(draft).lower().startswith("fr")

    def rewrite(text: str) -> str:
        for pattern, new in _SIMPLE:
            text = pattern.sub(new, text)
        text = _REFERENCE.sub(
            lambda found: (
                found[0]
                if found["name"] in numbered
                else _reference(found["name"], found["kind"], headings, french=is_french)
            ),
            text,
        )
        text = _BOOKDOWN.sub(
            lambda found: _reference(
                found["name"].replace(":", "-"), found["kind"] or "sec", headings, french=is_french
            ),
            text,
        )
        text = _VALUE.sub(lambda found: dict(draft.defaults.values).get(found["name"], found[0]), text)
        text = _EMPTY_LINK.sub(lambda found: _number("", found["target"].lstrip("#"), keys) or found[0], text)
        text = _TARGET.sub(lambda found: _target(draft, found, headings), text)
        return _EMPTY_LINK.sub(
            lambda found: f"[{_link_text(found['target'], headings)}]({found['target']})", text
        )

    def role(name: str, code: str) -> str | None:
        new = cells.inline_code(name, code)
        if new is not None:
            draft.tell(
                draft.number_of(code.partition("\n")[0]),
                HIDDEN,
                f"readers see the result of `{short(code)}` there: the code is for instructors alone",
            )
            return new
        if marked := _INLINE_LANGUAGE.fullmatch(code) if not name else None:
            return f"`{marked['code']}`{{.{marked['language']}}}"
        if name in _REFERRING and (number := _number(name, code, keys)):
            return number
        return _role(draft, name, code, headings, french=is_french) if name else None

    draft.rewrite_prose(lambda text: outside_code(text, rewrite, role))
    draft.rewrite_prose(lambda text: _OTHER.sub(r"\1\2.md", text))


def _label(draft: Draft) -> None:
    """Move MyST's labels to their headings, and rewrite comments and breaks."""
    prose = draft.read().prose
    for number in range(len(draft.lines), 0, -1):
        if not prose[number - 1]:
            continue
        line = draft.lines[number - 1]
        if found := _LABEL.fullmatch(line.text):
            after = next(
                (n for n in range(number + 1, len(draft.lines) + 1) if draft.lines[n - 1].text.strip()), 0
            )
            heading = _HEADING.fullmatch(draft.lines[after - 1].text) if after else None
            if heading and heading["text"].startswith("#"):
                block = " ".join(filter(None, (f"#{found['name']}", heading["block"])))
                draft.lines[after - 1] = draft.lines[after - 1]._replace(
                    text=f"{heading['text']} {{{block}}}"
                )
                draft.replace(number, number, [])
            else:
                draft.lines[number - 1] = line._replace(text=f"[]{{#{found['name']}}}")
        elif (found := _COMMENT.fullmatch(line.text)) and "--" not in line.text:
            draft.lines[number - 1] = line._replace(
                text=f"<!-- {found['text'].strip()} -->" if found["text"].strip() else ""
            )
        elif _BREAK.fullmatch(line.text) and not line.text.startswith("++++"):
            draft.lines[number - 1] = line._replace(text="")


def _headings(draft: Draft) -> Mapping[str, str]:
    """Return the headings by their identifiers, and the labels of everything else, without a text."""
    found: dict[str, str] = {}
    for line in draft.lines:
        if line.text.startswith("#") and (named := re.search(r"\{[^{}]*#([\w:.-]+)[^{}]*\}", line.text)):
            found[named[1]] = re.sub(r"\{[^{}]*\}", "", line.text).strip("# \t")
        else:
            found |= dict.fromkeys(re.findall(r"\{[^{}]*#([\w:.-]+)", line.text), "")
    return found


def _reference(name: str, kind: str, headings: Mapping[str, str], *, french: bool) -> str:
    """Return a link to what has a name, or the word alone if nothing has it."""
    english, in_french = _WORDS.get(kind, ("", ""))
    word = headings.get(name) or (in_french if french else english) or name
    return f"[{word}](#{name})" if name in headings else word


def _number(role: str, code: str, keys: Mapping[str, str]) -> str:
    """Return a reference to what has a number here; "" if it has none. A role `eq` gives the number alone."""
    targeted = _TARGETED.fullmatch(code)
    text, target = (targeted["text"], targeted["target"]) if targeted else ("", code.strip())
    key = keys.get(target)
    if not key:
        return ""
    if not text:
        return f"-@{key}" if role == "eq" else f"@{key}"
    alone = _PLACE.sub(f"-@{key}", text)
    return alone if alone != text else f"[{text}](#{key})"


def _link_text(target: str, headings: Mapping[str, str]) -> str:
    return headings.get(target.lstrip("#")) or re.sub(r"\.\w+$", "", target.lstrip("#")).rpartition("/")[2]


def _target(draft: Draft, found: re.Match[str], headings: Mapping[str, str]) -> str:
    """Return the address of a link that names a label, or a lesson without its suffix."""
    name = found["name"]
    if name in headings:
        return f"(#{name})"
    is_lesson = bool(_LESSON_NAME.fullmatch(name)) and any(
        (draft.path.parent / f"{name}{suffix}").is_file() for suffix in (".md", ".ipynb")
    )
    return f"({name}.md)" if is_lesson else found[0]


_SIMPLE: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_ICON, ""),
    (_MATH, lambda found: f"${found['formula'].strip()}$"),
    (_DISPLAY, lambda found: f"$${found['formula'].strip()}$$"),
    (_SPACED, lambda found: f"${found['formula'].strip()}$"),
    (_INSERTED, r"[\g<text>]{.underline}"),
    (_MARKDOWN_IN, r"\1"),
    (_CLASS_NAME, r"\1class="),
    (_JSX_STYLE, r"\1"),
    (_BUTTON, lambda found: f"{{{found['rest'].strip()}}}" if found["rest"].strip() else ""),
    (_ALTERNATIVE, r"\1alt="),
    (_ALIGNED, r"\1"),
    (_SIZED, lambda found: f"{found[1]}){_size(found['width'], found['height'])}"),
)


def _size(width: str, height: str) -> str:
    pairs = [
        f"{key}={value if value.endswith('%') else f'{value}px'}"
        for key, value in (("width", width), ("height", height))
        if value
    ]
    return f"{{{' '.join(pairs)}}}" if pairs else ""


def _role(draft: Draft, name: str, code: str, headings: Mapping[str, str], *, french: bool) -> str | None:
    """Return what a role of MyST stands for; None if it stays, or may hold an answer."""
    targeted = _TARGETED.fullmatch(code)
    text, target = (targeted["text"], targeted["target"]) if targeted else ("", code.strip())
    kind = name.rpartition(":")[2]
    if plain := _ROLES.get(name) or _ROLES.get(kind if name.startswith(("py:", "c:", "cpp:")) else ""):
        return plain(code)
    if name in ("doc", "download"):
        file = target.lstrip("/")
        if ":" in file:  # another project's
            return text or _link_text(target.rpartition(":")[2], headings)
        file = f"{file}.md" if name == "doc" and not re.search(r"\.\w+$", file) else file
        return f"[{text or _link_text(target, headings)}]({file})"
    if name in _REFERRING:
        start = re.match(r"(fig|tbl|tab|eq|sec|thm|exr)", target)
        word = _reference(
            target, start[1] if start else ("eq" if name == "eq" else ""), headings, french=french
        )
        shown = re.sub(r"\s*%s|\{number\}", "", text).strip() if text else ""
        return (f"[{shown}](#{target})" if target in headings else shown) if shown else word
    if notation.is_withheld(name):
        return None
    number = draft.number_of(code.partition("\n")[0])
    draft.tell(number, KEPT, f"`{{{name}}}` has no counterpart: its text stays")
    return code


def _cited(code: str) -> str:
    """Return the keys of a role that cites: `a,b` is `@a; @b`."""
    return "; ".join(f"@{key.strip()}" for key in code.split(",") if key.strip())


_ROLES: Mapping[str, Callable[[str], str]] = {
    "math": lambda code: f"${code.strip()}$",
    **dict.fromkeys(("cite", "cite:p", "cite:ps", "citep"), lambda code: f"[{_cited(code)}]"),
    **dict.fromkeys(("cite:t", "cite:ts", "citet"), _cited),
    "kbd": lambda code: f"<kbd>{code}</kbd>",
    "sub": lambda code: f"~{code.replace(' ', chr(92) + ' ')}~",
    "sup": lambda code: f"^{code.replace(' ', chr(92) + ' ')}^",
    **dict.fromkeys(("term", "index"), lambda code: _TARGETED.sub(r"\g<text>", code)),
    "abbr": lambda code: re.sub(r"(?s)(.*?)\s*\((.*)\)", r'<abbr title="\2">\1</abbr>', code),
    **dict.fromkeys(("guilabel", "menuselection", "strong"), lambda code: f"**{code}**"),
    **dict.fromkeys(("emphasis", "dfn"), lambda code: f"*{code}*"),
    **dict.fromkeys(("del", "strike"), lambda code: f"~~{code}~~"),
    **dict.fromkeys(("u", "underline"), lambda code: f"[{code}]{{.underline}}"),
    **dict.fromkeys(
        (
            "code",
            "file",
            "command",
            "program",
            "option",
            "envvar",
            "class",
            "func",
            "meth",
            "mod",
            "attr",
            "data",
            "obj",
        ),
        lambda code: f"`{code}`",
    ),
}

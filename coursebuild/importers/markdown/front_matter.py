"""Turn the front matter of other tools, and what it says of the lesson."""

import re
from collections.abc import Iterator

from coursebuild.importers import notation, settings, yaml
from coursebuild.importers.draft import HIDDEN, KEPT, Draft, Line
from coursebuild.importers.markdown.cells import hides_by_default
from coursebuild.model import answer_words, vocabulary

# Fields that say how the other tool builds its page, and nothing to readers.
_UNUSED = frozenset(
    "format output execute jupyter jupytext kernelspec engine editor knitr params runtime server "
    "execution execution_mode editor_options filters extensions css header-includes include-in-header "
    "include-before-body include-after-body biblio-style link-citations theme "
    "template layout permalink slug id hide hide_table_of_contents hide_title icon sidebar_position "
    "sidebar_label sidebar_class_name sidebar nav_order parent has_children grand_parent pagination_next "
    "pagination_prev pagination_label search status custom_edit_url weight url aliases lastmod image "
    "og_image robots breaks GA disqus slideOptions code-fold code-tools code-summary number-sections "
    "numbersections toc-depth toc-title number-depth documentclass classoption geometry fontsize mainfont "
    "papersize colorlinks linkcolor site website book project crossref listing page-layout html_meta myst "
    "substitutions mystnb numbering exports downloads thebe open_graph authors-short license venue github "
    "tutorial order_number vignette knit always_allow_html categories freeze cache embed-resources self- "
    "contained standalone revealjs webr pyodide exam extype exsolution exname correction solution edition "
    "public if unless".split()
)
_TEXTS = frozenset(("execute", "substitutions", "myst"))
_UNPUBLISHED = ("draft", "unlisted", "hidden", "private", "unpublished")  # fields of what is on no page there
_READERS = frozenset("edition audience visibility access profile for readers level".split())
_FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:(?P<value>.*)")
_TAGS = re.compile(r"#{1,6}[ \t]*tags:[ \t]*(?P<tags>.+)")  # HackMD


def turn_front_matter(draft: Draft) -> None:
    """Remove the fields that have no effect here, and note what they say of cells and values."""
    end = _end(draft)
    fields = _fields(draft.lines[:end])
    values = yaml.read("\n".join(line.text for line in draft.lines[1 : end - 1])) if end else {}
    _note_defaults(draft, values)
    dropped = [name for name in fields if name in _UNUSED or _is_unpublished(name, values)]
    if dropped:
        kept = [line for name, lines in fields.items() if name not in dropped for line in lines]
        draft.tell(
            fields[dropped[0]][0].number,
            KEPT,
            f"the fields {', '.join(f'`{name}`' for name in dropped)} have no effect here, and are left out",
        )
        around = [draft.lines[0], *kept, draft.lines[end - 1]] if kept else []
        draft.lines = [*around, *draft.lines[end:]]
    if any(_is_unpublished(name, values) for name in fields):
        number = next(lines[0].number for name, lines in fields.items() if _is_unpublished(name, values))
        draft.tell(number, HIDDEN, "this page is on no site there: all of it is for instructors alone")
        start = _end(draft)
        body = draft.lines[start:]
        colons = max([3, *(len(found) for line in body for found in re.findall(r"^:+", line.text))]) + 1
        draft.lines[start:] = [
            Line(number, ""),
            Line(number, f"{':' * colons} {notation.HIDDEN}"),
            *body,
            Line(body[-1].number if body else number, ":" * colons),
        ]


def end(draft: Draft) -> None:
    """Complete the front matter: tags that HackMD has in a heading, a title that the navigation gives."""
    added: list[Line] = []
    for at, line in enumerate(draft.lines):
        if found := _TAGS.fullmatch(line.text.strip()):
            names = [name for name in re.split(r"[`,\s]+", found["tags"]) if name]
            added.append(Line(line.number, f"tags: [{', '.join(names)}]"))
            draft.lines[at] = line._replace(text="")
            break
    if title := _title(draft):
        added.insert(0, title)
    if draft.defaults.is_alone and draft.defaults.lang and not _has(draft, "lang"):
        added.append(Line(1, f"lang: {draft.defaults.lang}"))
    if added:
        length = _end(draft)
        head = draft.lines[: length - 1] if length else [Line(1, "---")]
        draft.lines = [
            *head,
            *added,
            Line(1, "---"),
            *([] if length else [Line(1, "")]),
            *draft.lines[length:],
        ]
    while draft.lines and not draft.lines[0].text.strip():
        draft.lines.pop(0)


def language(draft: Draft) -> str:
    """Return the language that the lesson or its course has; "" if none is given."""
    named = re.search(r"(?m)^lang:[ \t]*[\"']?([\w-]+)", draft.text)
    return named[1] if named else draft.defaults.lang


def _title(draft: Draft) -> Line | None:
    """Return the title that the front matter lacks: of the only heading of its level, or of the navigation.

    A heading that the text begins with is the title already.
    """
    reading = draft.read()
    if _has(draft, "title"):
        return None
    highest = [heading for heading in reading.headings if heading.level == 1 and heading.well_formed]
    if len(highest) != 1:
        default = draft.defaults.title
        return Line(1, f"title: {notation.quoted(default)}") if default and not highest else None
    at = highest[0].line - 1
    text = draft.lines[at].text
    above = any(line.text.strip() for line in draft.lines[_end(draft) : at])
    if not above or not text.startswith("# ") or re.search(r"[*_`$\[<]", text):
        return None
    named = re.search(r"\{[^{}]*#([\w:.-]+)[^{}]*\}[ \t]*$", text)
    draft.lines[at] = draft.lines[at]._replace(text=f"[]{{#{named[1]}}}" if named else "")
    title = text[2:].partition("{")[0].strip(" #")
    return Line(draft.lines[at].number, f"title: {notation.quoted(title)}")


def _end(draft: Draft) -> int:
    """The number of lines of the front matter."""
    if not draft.lines or draft.lines[0].text.rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(draft.lines[1:], 2) if line.text.rstrip() in ("---", "...")), 0)


def _has(draft: Draft, name: str) -> bool:
    return any(line.text.startswith(f"{name}:") for line in draft.lines[: _end(draft)])


def _fields(lines: list[Line]) -> dict[str, list[Line]]:
    """The lines of each field of the front matter, by its name."""
    fields: dict[str, list[Line]] = {}
    name = ""
    for line in lines[1:-1]:
        found = _FIELD.fullmatch(line.text)
        name = found["name"] if found else name
        fields.setdefault(name, []).append(line)
    return fields


def _is_unpublished(name: str, values: object) -> bool:
    folded, value = vocabulary.fold(name), values.get(name) if isinstance(values, dict) else None
    if folded in _READERS and isinstance(value, str):
        return notation.is_withheld(value) or answer_words.mentions(value) or value in ("hidden", "private")
    return (folded in _UNPUBLISHED and value is True) or (
        folded in ("published", "publish") and value is False
    )


def _note_defaults(draft: Draft, values: object) -> None:
    values = values if isinstance(values, dict) else {}
    execute = values.get("execute")
    hides = settings.hides_code(execute) or _has_hidden_code(values) or hides_by_default(draft.text)
    found = {str(key): str(value) for key, value in _substitutions(values)}
    draft.defaults = draft.defaults._replace(
        hides_code=draft.defaults.hides_code or hides,
        values=(*draft.defaults.values, *found.items()),
    )


def _has_hidden_code(values: dict[str, object]) -> bool:
    """Whether the options of a format or of knitr hide all code."""
    text = str({key: values[key] for key in ("knitr", "format", "output") if key in values})
    return bool(re.search(r"'(?:echo|include)': (?!True|'fenced')", text))


def _substitutions(values: dict[str, object]) -> Iterator[tuple[object, object]]:
    """The values for `{{ name }}` in MyST, and for `{{< meta name >}}` in Quarto."""
    myst = values.get("myst")
    for table in (values.get("substitutions"), myst.get("substitutions") if isinstance(myst, dict) else None):
        if isinstance(table, dict):
            yield from table.items()
    yield from ((key, value) for key, value in values.items() if isinstance(value, str))

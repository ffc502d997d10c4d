"""Convert Markdown to pandoc's JSON, and the JSON to HTML or a Word file, by a pandoc that stays running."""

import base64
import json
import re
from typing import Any

from coursebuild.model import (
    BuildError,
    Diagnostic,
    Document,
    Limits,
    Markup,
    Page,
    Paragraph,
    Place,
    Selection,
    Source,
    short,
    vocabulary,
)
from coursebuild.pandoc import abbreviations, environments, lists
from coursebuild.pandoc.gaps import with_gaps
from coursebuild.pandoc.inlines import with_notation
from coursebuild.pandoc.marks import mark
from coursebuild.pandoc.process import Conversion, ConversionError, Converter, one_line
from coursebuild.runtime import resources
from coursebuild.runtime.limits import ExceededError, Limit

READER = "markdown+alerts+emoji"
DEEPEST_HEADING = 6
MANY_BRACKETS = 8  # open at once: with ten, pandoc takes seconds

_NO_FORMULA = "CouldNotConvertTeXMath"  # in the log of pandoc
_BOUNDARY = "<!--contents end here-->"
_YAML_ERROR = re.compile(
    r"YAML metadata at \(line (\d+), column \d+\):\s+"
    r"YAML parse exception at line (\d+), column (\d+)[:,]\s*(.*)",
    re.DOTALL,
)
_HEADING = re.compile(r'\{"t":"Header","c":\[(\d+),')
_BRACKET = re.compile(r"[\[\]]")
_LABEL = re.compile(r"'\[(.+)\]' at ", re.DOTALL)
_TWICE = "Duplicate key: ."  # begins what pandoc's YAML reader says of a field that is there twice
_COMMENT_LABEL = re.compile(r"'\[(?:\W+|_|comment)\]'")
_LATEX = dict.fromkeys(("latex", "tex"), "LaTeX")  # pandoc's names of a raw format
_NOT_RENDERED = ("BlockNotRendered", "InlineNotRendered")


def begin_parsing(source: Source, limits: Limits) -> None:
    """Start to parse a source; the next call must be `parse` with the same source."""
    converter(limits).begin(mark(source.reading).text, to="json")


def parse(source: Source, limits: Limits = Limits()) -> Document:  # noqa: B008 (it is immutable)
    """Parse a source, without access to files or the network.

    Raises BuildError if pandoc refuses the source, if a heading is deeper than HTML allows, or if there are
    more fenced divs and attribute blocks than letters to mark them with; and what `Converter.convert` raises.
    """
    name, marked = source.location.name, mark(source.reading)
    if marked.unmarked:
        message = f"the source has more than {len(marked.marks)} fenced divs and conditions"
        raise BuildError(Diagnostic(name, *marked.unmarked, "CB146", message))
    try:
        output, log = converter(limits).convert(marked.text, to="json")
    except ConversionError as error:
        message = marked.with_lines_of_source(marked.without_letters(str(error)))
        raise BuildError(_refusal(name, message)) from error
    except ExceededError as error:
        raise BuildError(_excess(source, error)) from error
    deepest = max(map(int, _HEADING.findall(output)), default=0)
    if deepest > DEEPEST_HEADING:
        raise BuildError(
            source.place(
                f"\n{'#' * deepest} ",
                "CB201",
                f"a heading of level {deepest} is too deep: the deepest is {DEEPEST_HEADING}",
            ).below(1)
        )
    said = marked.without_letters(json.dumps(log, ensure_ascii=False))
    log = json.loads(marked.with_lines_of_source(said))
    tree, wrong = with_constructs(marked.with_attributes(output), source)
    return Document(source, tree, (*diagnostics(source, log), *wrong))


def with_constructs(tree: str, source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """The tree with what pandoc does not know, and what is wrong with that.

    What students do not see of it gets the guards of all else.
    """
    tree = with_gaps(with_notation(environments.as_formulas(tree), source.text))
    if f'"{vocabulary.QUIZ}"' not in tree:
        return tree, ()
    from coursebuild.pandoc.quizzes import read_quizzes  # noqa: PLC0415 (few lessons have a quiz)

    return read_quizzes(tree, source)


def _excess(source: Source, error: ExceededError) -> Diagnostic:
    """The diagnostic for what takes pandoc too long: with each open bracket its time may double."""
    depth, place = max((_deepest(each) for each in source.reading.paragraphs), default=(0, (0, 0)))
    if depth < MANY_BRACKETS:
        return Diagnostic(source.location.name, 0, 0, "CB019", str(error))
    message = f"{error}; here {depth} brackets are open: write `\\[` for those that are text"
    return Diagnostic(source.location.name, *place, "CB019", message)


def _deepest(paragraph: Paragraph) -> tuple[int, Place]:
    """The most brackets that are open at once, and the place of the last of them."""
    deepest, at, depth = 0, 0, 0
    for bracket in _BRACKET.finditer(paragraph.text):
        depth = depth + 1 if bracket[0] == "[" else max(depth - 1, 0)
        if depth > deepest:
            deepest, at = depth, bracket.start()
    return deepest, paragraph.place(at)


def write(selection: Selection, limits: Limits = Limits()) -> Markup:  # noqa: B008 (it is immutable)
    """Convert a selection to HTML: its body and its table of contents.

    Raises: BuildError, and what `Converter.convert` raises.
    """
    source = selection.source
    try:
        output, log = converter(limits).convert(
            lists.with_forms(abbreviations.with_abbreviations(selection.json)), to="html5"
        )
    except ConversionError as error:
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB010", one_line(str(error)))) from error
    contents, _, body = abbreviations.as_elements(lists.as_classes(output)).partition(_BOUNDARY)
    return Markup(selection, contents.strip(), body.strip(), diagnostics(source, log))


def write_markdown(source: Source, tree: str) -> str:
    """The Markdown of a tree, as JSON. Raises: BuildError, and what `Converter.convert` raises."""
    try:
        return converter(Limits()).convert(tree, "markdown", source="json").text
    except ConversionError as error:
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB010", one_line(str(error)))) from error


def read_page(page: Page) -> str:
    """The tree of a page's HTML, as JSON. Raises: BuildError, and what `Converter.convert` raises."""
    return _page_converted(page, page.html, "json", "html").text


def write_word(page: Page, tree: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The Word file of a tree, as JSON, and a diagnostic for each formula that Word cannot have.

    All of its images are data URIs: pandoc would open other addresses.
    Raises: BuildError, and what `Converter.convert` raises.
    """
    made = _page_converted(page, tree, "docx", "json")
    formulas = dict.fromkeys(entry["contents"] for entry in made.log if entry["type"] == _NO_FORMULA)
    found = (
        Diagnostic(page.source, 0, 0, "CB231", f"`{short(tex)}` is text in the Word file, not a formula")
        for tex in formulas
    )
    return base64.b64decode(made.text.partition(",")[2]), tuple(found)


def _page_converted(page: Page, text: str, to: str, source: str) -> Conversion:
    try:
        return converter(Limits()).convert(text, to, source=source)
    except ConversionError as error:
        message = f"pandoc cannot make a Word file of it: {one_line(str(error))}"
        raise BuildError(Diagnostic(page.source, 0, 0, "CB232", message)) from error


def close() -> None:
    """End this process's pandoc; it starts again for the next document."""
    for converter in _converters.values():
        converter.close()


_converters: dict[Limits, Converter] = {}


def converter(limits: Limits) -> Converter:
    """Return the pandoc that this process keeps."""
    if limits not in _converters:
        _converters[limits] = Converter(
            resources.pandoc(),
            READER,
            f"$toc$\n{_BOUNDARY}\n$body$",
            limit=Limit("pandoc-seconds", limits.pandoc_seconds, "pandoc's work"),
            memory=limits.memory,
        )
    return _converters[limits]


def _refusal(name: str, message: str) -> Diagnostic:
    """The diagnostic for a source that pandoc refuses, from pandoc's error message."""
    if found := _YAML_ERROR.search(message):
        # the second position is relative to the block; both of its numbers start at 0
        line, column = int(found[1]) + int(found[2]), int(found[3]) + 1
        reason = " ".join(found[4].split()) or "it is not valid YAML"
        if int(found[1]) > 1:
            message = f"pandoc reads what follows `---` as metadata, and cannot: {reason}"
            return Diagnostic(name, int(found[1]), 1, "CB133", message)
        return Diagnostic(name, line, column, "CB004", f"the front matter cannot be read: {reason}")
    return Diagnostic(name, 0, 0, "CB010", f"pandoc cannot read the document: {one_line(message)}")


def diagnostics(source: Source, log: list[dict[str, Any]]) -> tuple[Diagnostic, ...]:
    """The entries of pandoc's log that authors should know of."""
    return tuple(_diagnostic(source, entry) for entry in log if _matters(entry))


def _matters(entry: dict[str, Any]) -> bool:
    if entry["type"] == "DuplicateLinkReference" and _COMMENT_LABEL.search(entry["pretty"]):
        return False  # `[//]: # (…)`, a comment
    return entry["verbosity"] in ("WARNING", "ERROR") or entry["type"] in _NOT_RENDERED


def _diagnostic(source: Source, entry: dict[str, Any]) -> Diagnostic:
    if entry["type"] in _NOT_RENDERED:
        format_, text = entry["contents"]["c"]
        first = text.strip().splitlines()[0] if text.strip() else text
        return source.place(
            first, "CB208", f"`{first}` is not rendered: it is {_LATEX.get(format_, format_)}"
        )
    position = entry.get("openpos", entry)
    message = _shorten_position(entry["pretty"].splitlines()[0])
    if entry["type"] == "UnclosedDiv":
        line = 0 if position["source"] else position["line"]
        return Diagnostic(source.location.name, line, line and 1, "CB107", "the fenced div is never closed")
    if "line" in position:
        code, message = _defined_twice(entry) or ("CB207", message)
        return Diagnostic(source.location.name, position["line"], position["column"], code, message)
    return source.place(entry.get("contents", "") or "", "CB207", message)


def _defined_twice(entry: dict[str, Any]) -> tuple[str, str] | None:
    """The code and the message for what is defined twice."""
    if entry["type"] == "DuplicateNoteReference":
        return "CB132", _shorten_position(entry["pretty"].splitlines()[0])
    if entry["type"] == "DuplicateLinkReference" and (label := _LABEL.search(entry["pretty"])):
        return "CB277", f"the link `[{one_line(label[1])}]` is defined twice, with two addresses"
    if entry["type"] == "YamlWarning" and entry["message"].startswith(_TWICE):
        return "CB278", f"the field `{entry['message'].removeprefix(_TWICE)}` is defined twice"
    return None


def _shorten_position(message: str) -> str:
    """Replace ` at FILE line N column M` by ` (line N)`."""
    return re.sub(r" at (?:- |\S+ )?line (\d+) column \d+(?=\b)", r" (line \1)", message)

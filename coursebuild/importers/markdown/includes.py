"""Put included files where they are included; nothing outside of the course is read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.importers.draft import KEPT, Draft, Line
from coursebuild.model import Code, Reading, short
from coursebuild.runtime.system import regular_file

_LARGEST = 1_000_000  # bytes of an included file
_MOST = 200  # files that one lesson includes: one that includes itself would never end
_SNIPPET = re.compile(r"(?P<before>[ \t>]*)-+8<-+[ \t]+[\"'](?P<path>[^\"']+)[\"'][ \t]*")
_BLOCK = re.compile(r"(?P<before>[ \t>]*)-+8<-+[ \t]*")
_SIGNS = re.compile(r"8<|include")  # one is in each inclusion but Docusaurus'
_SHORTCODE = re.compile(r"(?P<before>[ \t>]*)\{\{<[ \t]*include[ \t]+(?P<path>\S+)[ \t]*>\}\}[ \t]*")
_TAG = re.compile(
    r"(?P<before>[ \t>]*)\{%[ \t]*include(?:-markdown|_relative)?"
    r"[ \t]+[\"']?(?P<path>[^\"'\s%]+)[\"']?[ \t]*%\}[ \t]*"
)
_MDBOOK = re.compile(r"(?P<before>[ \t>]*)\{\{#(?:rustdoc_)?include[ \t]+(?P<path>[^\s{}]+)[ \t]*\}\}[ \t]*")
_ONE_LINE = re.compile(r"(.+\.\w+):(\d+)")  # which from there on, without a second colon, is all in MkDocs
_IMPORT = re.compile(
    r"import[ \t]+(?P<name>[A-Z]\w*)[ \t]+from[ \t]+['\"](?P<path>[^'\"]+\.mdx?)['\"];?[ \t]*"
)
_COMPONENT = re.compile(
    r"(?P<before>[ \t>]*)<(?P<name>[A-Z]\w*)(?:[ \t][^<>]*?)?[ \t]*(?:/>|></(?P=name)>)[ \t]*"
)
_SITE = "@site/"  # the folder of the course, in Docusaurus
_DIRECTIVE = re.compile(r"\{(?P<name>include|literalinclude)\}[ \t]+(?P<path>\S+)[ \t]*")
_CHILD = re.compile(r"child\s*=\s*[\"'](?P<path>[^\"']+)[\"']")
_PART = re.compile(r"(?P<path>.+?):(?P<first>\d*):?(?P<last>\d*)")
_SECTION = re.compile(r"(?P<path>.+?\.\w+):(?P<section>[A-Za-z][\w-]*)")
_LANGUAGE = re.compile(r":(?:language|lang):[ \t]*(?P<language>[\w+-]+)")
_OPTION = re.compile(r"(?m)^[ \t>]*:(?P<name>[\w-]+):(?P<value>.*)$")
_AS_ATTRIBUTE = {
    "caption": "title",
    "lineno-start": "linenums",
    "emphasize-lines": "hl_lines",
}
_WITHOUT_EFFECT = frozenset(("language", "lang", "name", "class", "force", "encoding", "dedent", "tab-width"))
_WORD = re.compile(r"[A-Za-z][\w+-]*(?:[ \t]|,[\w,]+$|$)")  # mdBook writes `rust,ignore`
_LANGUAGES = {"py": "python", "js": "javascript", "md": "markdown", "R": "r", "yml": "yaml"}  # by suffix
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def turn_includes(draft: Draft) -> None:
    """Replace each line that includes a file, in code as well, by the file's lines."""
    told: set[int] = set()
    for _ in range(_MOST):
        found = next((each for each in _find(draft) if draft.lines[each[0] - 1].number not in told), None)
        if found is None:
            return
        first, last, paths, before, code = found
        number = draft.lines[first - 1].number
        texts: list[str] = []
        for path in paths:
            lines = _read(draft, path)
            if isinstance(lines, str):
                draft.tell(number, KEPT, f"`{short(path)}` is not included: {lines}")
                told.add(number)
                break
            texts += lines
        else:
            if code is not None:
                texts = _as_code(draft, number, paths[0], code, texts)
            draft.replace(first, last, [Line(number, f"{before}{text}".rstrip()) for text in texts])


class _Code(NamedTuple):
    """A block of code that consists of a file, as its fence says, and what else its tool does with it."""

    fence: str
    info: str
    lines: str = ""
    others: tuple[str, ...] = ()


class _Found(NamedTuple):
    """The lines that include files: their paths, what stands before the lines, and the code block if any."""

    first: int
    last: int
    paths: list[str]
    before: str
    code: _Code | None = None


def _as_code(draft: Draft, number: int, path: str, code: _Code, texts: Sequence[str]) -> list[str]:
    """Return the block that includes a file, which then stands beside the lesson, or that has its lines."""
    name, section, lines = _parts_of(path)
    file = _file(draft, name)
    target = PurePosixPath(name)
    asked = f'lines="{code.lines or lines}"' if code.lines or lines else ""
    asked = f'region="{section}"' if section else asked
    if isinstance(file, str) or target.is_absolute() or ".." in target.parts or code.others:
        for option in code.others:
            draft.tell(number, KEPT, f"`{short(option)}` is not turned: all of `{short(path)}` is put here")
        return [f"{code.fence}{code.info}", *texts, code.fence]
    draft.files.setdefault(target, file)
    attributes = " ".join(filter(None, (f'include="{name}"', asked)))
    return [f"{code.fence}{code.info} {attributes}", code.fence]


def _in_code(draft: Draft, reading: Reading) -> Iterator[_Found]:
    """Yield the directives of MyST and the chunks of knitr that include files."""
    for code in reading.codes:
        found = _DIRECTIVE.fullmatch(code.info.strip()) if code.last else None
        before = draft.lines[code.line - 1].text[: code.column - 1]
        if found:
            suffix = Path(found["path"]).suffix[1:]
            said = _LANGUAGE.search(code.text)
            language = said["language"] if said else _LANGUAGES.get(suffix, suffix)
            is_code = found["name"] == "literalinclude" or said
            block = _of_directive(code, language) if is_code else None
            yield _Found(code.line, code.last, [found["path"]], before, block)
        elif code.last and (child := _CHILD.search(code.info)):
            yield _Found(code.line, code.last, [child["path"]], before)
        elif code.last and _WORD.match(code.info):
            of_mdbook = _MDBOOK.fullmatch(code.text)
            snippet = of_mdbook or _SNIPPET.fullmatch(code.text)
            info = code.info.partition(",")[0] if of_mdbook else code.info
            block = _Code(code.fence, info)
            if snippet:
                path = _of_mdbook(of_mdbook["path"]) if of_mdbook else snippet["path"]
                yield _Found(code.line, code.last, [path], before, block)


def _of_mdbook(path: str) -> str:
    """Return a path of mdBook as MkDocs writes it: there, a single number is that of one line."""
    return _ONE_LINE.sub(r"\1:\2:\2", path) if _ONE_LINE.fullmatch(path) else path


def _of_directive(code: Code, language: str) -> _Code:
    """Return the block of code for a directive of MyST, with its options as attributes."""
    info, lines, others = [language], "", []
    for option in _OPTION.finditer(code.text):
        name, value = option["name"], option["value"].strip()
        if name == "lines":
            lines = value
        elif name in _AS_ATTRIBUTE and '"' not in value:
            info.append(f'{_AS_ATTRIBUTE[name]}="{value}"')
        elif name == "linenos":
            info.append('linenums="1"')
        elif name not in _WITHOUT_EFFECT:
            others.append(option[0].strip())
    return _Code(code.fence, " ".join(info), lines, tuple(others))


def _find(draft: Draft) -> Iterator[_Found]:
    """Yield the lines that include files, their paths, what is before them, and the language of code."""
    reading = draft.read()
    of_code = [*_in_code(draft, reading)]
    yield from of_code
    inside = {number for each in of_code for number in range(each.first, each.last)}
    imported = _imported(draft, reading)
    in_block = 0
    for number, line in enumerate(draft.lines, 1):
        if number in inside or not (_SIGNS.search(line.text) or (imported and "<" in line.text)):
            continue
        if _BLOCK.fullmatch(line.text):
            if in_block:
                paths = [each.text.strip() for each in draft.lines[in_block : number - 1]]
                before = line.text[: line.text.index("-")]
                yield _Found(in_block, number, [path for path in paths if path], before)
            in_block = 0 if in_block else number
        elif found := _in_line(line.text, imported, is_prose=reading.prose[number - 1]):
            yield _Found(number, number, [found[1]], found[0])


def _in_line(text: str, imported: Mapping[str, str], *, is_prose: bool) -> tuple[str, str] | None:
    """Return what precedes an inclusion in a line, and its path; two kinds of them work in code as well."""
    if found := _SNIPPET.fullmatch(text):
        return found["before"], found["path"]
    if found := _MDBOOK.fullmatch(text):
        return found["before"], _of_mdbook(found["path"])
    if is_prose and (found := _SHORTCODE.fullmatch(text) or _TAG.fullmatch(text)):
        return found["before"], found["path"]
    found = _COMPONENT.fullmatch(text) if is_prose and imported else None
    return (found["before"], imported[found["name"]]) if found and found["name"] in imported else None


def _imported(draft: Draft, reading: Reading) -> dict[str, str]:
    """Return the Markdown files that a page of Docusaurus imports, by the names of their components."""
    lines = (line.text for line, is_prose in zip(draft.lines, reading.prose, strict=True) if is_prose)
    found = (_IMPORT.fullmatch(line) for line in lines if line.startswith("import"))
    return {each["name"]: each["path"].removeprefix(_SITE) for each in found if each}


def _read(draft: Draft, path: str) -> list[str] | str:
    """Return the lines of an included file, or why there are none."""
    if "://" in path:
        return "it is on the web"
    name, section, select = _parts_of(path)
    file = _file(draft, name)
    if isinstance(file, str):
        return file
    try:
        text = regular_file.read(file, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = _FRONT_MATTER.sub("", text, count=1).rstrip("\n").split("\n")
    if section:
        return _section(lines, section) or f"it has no section `{section}`"
    first, _, last = select.partition("-")
    return lines[int(first or 1) - 1 : int(last) if last else None]


def _parts_of(path: str) -> tuple[str, str, str]:
    """Return the name of a file in a path of MkDocs' snippets, and the section or the lines of it."""
    if section := _SECTION.fullmatch(path):
        return section["path"], section["section"], ""
    if (part := _PART.fullmatch(path)) and (part["first"] or part["last"]):
        return part["path"], "", f"{part['first']}-{part['last']}"
    return path, "", ""


def _section(lines: Sequence[str], name: str) -> list[str]:
    ends = (
        rf"--8<-- \[start:{name}\]|ANCHOR:[ \t]*{name}\b",
        rf"--8<-- \[end:{name}\]|ANCHOR_END:[ \t]*{name}\b",
    )
    first, last = (next((n for n, line in enumerate(lines) if re.search(end, line)), None) for end in ends)
    last = len(lines) if last is None else last
    return [*lines[first + 1 : last]] if first is not None else []


def _file(draft: Draft, name: str) -> Path | str:
    """Return the file that a path means, beside the lesson or where the tool looks for such files."""
    root = draft.root.resolve()
    for folder in (draft.path.parent, *draft.defaults.base, draft.root):
        try:
            path = (folder / name.lstrip("/")).resolve()
            if path.is_file():
                return path if path.is_relative_to(root) else "it is outside of the course"
        except (OSError, ValueError):
            return "its name is not one of a file"
    return "there is no such file"

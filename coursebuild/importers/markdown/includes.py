"""Put included files where they are included; nothing outside of the course is read."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from coursebuild.importers.draft import KEPT, Draft, Line
from coursebuild.model import Reading, short
from coursebuild.runtime.system import regular_file

_LARGEST = 1_000_000  # bytes of an included file
_MOST = 200  # files that one lesson includes: one that includes itself would never end
_SNIPPET = re.compile(r"(?P<before>[ \t>]*)-+8<-+[ \t]+[\"'](?P<path>[^\"']+)[\"'][ \t]*")
_BLOCK = re.compile(r"(?P<before>[ \t>]*)-+8<-+[ \t]*")
_SHORTCODE = re.compile(r"(?P<before>[ \t>]*)\{\{<[ \t]*include[ \t]+(?P<path>\S+)[ \t]*>\}\}[ \t]*")
_TAG = re.compile(
    r"(?P<before>[ \t>]*)\{%[ \t]*include(?:-markdown|_relative)?"
    r"[ \t]+[\"']?(?P<path>[^\"'\s%]+)[\"']?[ \t]*%\}[ \t]*"
)
_DIRECTIVE = re.compile(r"\{(?P<name>include|literalinclude)\}[ \t]+(?P<path>\S+)[ \t]*")
_CHILD = re.compile(r"child\s*=\s*[\"'](?P<path>[^\"']+)[\"']")
_PART = re.compile(r"(?P<path>.+?):(?P<first>\d*):?(?P<last>\d*)")
_SECTION = re.compile(r"(?P<path>.+?\.\w+):(?P<section>[A-Za-z][\w-]*)")
_LANGUAGE = re.compile(r":(?:language|lang):[ \t]*(?P<language>[\w+-]+)")
_LANGUAGES = {"py": "python", "js": "javascript", "md": "markdown", "R": "r", "yml": "yaml"}  # by suffix
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def turn_includes(draft: Draft) -> None:
    """Replace each line that includes a file, in code as well, by the file's lines."""
    told: set[int] = set()
    for _ in range(_MOST):
        found = next((each for each in _find(draft) if draft.lines[each[0] - 1].number not in told), None)
        if found is None:
            return
        first, last, paths, before, language = found
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
            if language is not None:
                texts = [f"```{language}", *texts, "```"]
            draft.replace(first, last, [Line(number, f"{before}{text}".rstrip()) for text in texts])


_Found = tuple[int, int, list[str], str, str | None]


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
            yield code.line, code.last, [found["path"]], before, language if is_code else None
        elif code.last and (child := _CHILD.search(code.info)):
            yield code.line, code.last, [child["path"]], before, None


def _find(draft: Draft) -> Iterator[_Found]:
    """Yield the lines that include files, their paths, what is before them, and the language of code."""
    reading = draft.read()
    yield from _in_code(draft, reading)
    in_block = 0
    for number, line in enumerate(draft.lines, 1):
        if "8<" in line.text:
            if found := _SNIPPET.fullmatch(line.text):
                yield number, number, [found["path"]], found["before"], None
            elif found := _BLOCK.fullmatch(line.text):
                if in_block:
                    paths = [each.text.strip() for each in draft.lines[in_block : number - 1]]
                    yield in_block, number, [path for path in paths if path], found["before"], None
                in_block = 0 if in_block else number
        elif reading.prose[number - 1] and "include" in line.text:
            found = _SHORTCODE.fullmatch(line.text) or _TAG.fullmatch(line.text)
            if found:
                yield number, number, [found["path"]], found["before"], None


def _read(draft: Draft, path: str) -> list[str] | str:
    """Return the lines of an included file, or why there are none."""
    if "://" in path:
        return "it is on the web"
    name, select = path, ("", "")
    section = _SECTION.fullmatch(path)
    if section:
        name = section["path"]
    elif part := _PART.fullmatch(path):
        name, select = part["path"], (part["first"], part["last"])
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
        return _section(lines, section["section"]) or f"it has no section `{section['section']}`"
    return lines[int(select[0] or 1) - 1 : int(select[1]) if select[1] else None]


def _section(lines: Sequence[str], name: str) -> list[str]:
    marks = {end: f"--8<-- [{end}:{name}]" for end in ("start", "end")}
    first = next((n for n, line in enumerate(lines) if marks["start"] in line), None)
    last = next((n for n, line in enumerate(lines) if marks["end"] in line), len(lines))
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

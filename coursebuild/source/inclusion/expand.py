"""Put the files that a lesson includes into its text, before any rule or pandoc reads it."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import dropwhile
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import (
    Diagnostic,
    Included,
    Inclusion,
    Location,
    Origin,
    ReadFile,
    Reading,
    shown,
    vocabulary,
    without_ignoring,
)
from coursebuild.runtime import resources
from coursebuild.source.code.gaps import find_faults, read_gaps
from coursebuild.source.fences import is_conditional
from coursebuild.source.inclusion import moving, parts
from coursebuild.source.inclusion.directives import INCLUDE, Directive, find_directives
from coursebuild.source.inclusion.files import LARGEST, File, Files, NotIncludedError
from coursebuild.source.inclusion.lines import Line, typed
from coursebuild.source.lines import front_matter_end, read_lines

MOST_DEEP = 20  # files in files
MOST = 2_000  # files of a lesson
_MARKDOWN = frozenset((".md", ".markdown", ".qmd", ".rmd", ".mdx"))
_LESSON = ".md"
_TITLES = frozenset(("title", "filename", "caption"))
_NUMBERED = frozenset(("numberLines", "number-lines"))
_FIRST_NUMBERS = frozenset(("startFrom", "linenums"))
_PLAIN = re.compile(r"[^\"\\{}\n]+")  # a name that may be the value of an attribute
_LANGUAGES = frozenset(  # names of files' ends that are names of languages
    "bash bat c cmake cpp cs css diff go html ini java js json jsx kt lua nix php pl ps1 py r rb rs sh "
    "scala sql swift tex toml ts tsx vue xml yaml yml zig".split()
)
_OTHER_LANGUAGES = {".h": "c", ".hpp": "cpp", ".htm": "html", ".md": "markdown"}
_RUN = re.compile(r"[ \t>]*(`{3,}|~{3,})")


class _Text(NamedTuple):
    """A text of the lesson: of itself, or of a file; `around` are the real paths of the files around it."""

    lines: Sequence[Line]
    folder: Path
    around: tuple[Path, ...]


def expand(
    text: str, location: Location, read: ReadFile, being_typed: Mapping[str, str]
) -> tuple[str, Inclusion]:
    """Return a lesson's text with what it includes, and where each of its lines is from.

    The texts that are being typed, by real paths, are in place of those of the disk.
    """
    expander = _Expander(location, Files(location.roots, read, being_typed))
    folder, own = location.path.parent, Path(location.path.name)
    expanded = list(expander.expand(_Text(typed(text, location.name), folder, (folder.resolve() / own,))))
    inclusion = Inclusion(
        tuple(line.origin for line in expanded),
        tuple(expander.included.values()),
        tuple(expander.files.lost),
        tuple(dict.fromkeys(expander.problems)),
    )
    return "\n".join(line.text for line in expanded), inclusion


class _Expander:
    """Expands the texts of one lesson, and collects what it includes and what is wrong with that."""

    def __init__(self, location: Location, files: Files) -> None:
        self._location = location
        self.files = files
        self.included: dict[str, Included] = {}
        self.problems: list[Diagnostic] = []
        self._length = self._count = 0

    def expand(self, text: _Text) -> Iterator[Line]:
        lines = text.lines
        texts = [line.text for line in lines]
        end = 0
        for directive in sorted(find_directives(texts, self._location.kinds)):
            yield from lines[end : directive.first]
            try:
                yield from self._block(directive, text)
            except NotIncludedError as error:
                self._report(lines[directive.first], directive, error.code, str(error))
                yield from self._framed(directive, text, ())
            end = directive.last + 1
        yield from lines[end:]

    def _block(self, directive: Directive, text: _Text) -> Iterator[Line]:
        _refuse_unknown(directive)
        file = self.files.find(directive.path, text.folder)
        known = self.included.get(str(file.path))
        is_code = directive.is_code or bool(known and known.is_code)
        self.included[str(file.path)] = Included(str(file.path), file.state, is_code)
        self._grow(len(file.text))
        if directive.is_code:
            return self._code(directive, text, file)
        return self._framed(directive, text, self._markdown(directive, text, file))

    def _grow(self, length: int) -> None:
        """Raise NotIncludedError for what is so long, or so much, that nobody waits for it."""
        self._length += length
        self._count += 1
        if self._length > LARGEST or self._count > MOST:
            limits = f"{LARGEST // 10**6} MB or {MOST} files"
            raise NotIncludedError("CB187", f"with this one, the lesson includes more than {limits}")

    def _code(self, directive: Directive, text: _Text, file: File) -> Iterator[Line]:
        """The lines of a code block with a file."""
        if file.path.suffix.casefold() in _MARKDOWN and _withholds(read_lines(file.text)):
            message = f"`{directive.given[INCLUDE]}` withholds text, which would be shown as code"
            raise NotIncludedError("CB190", message)
        given = directive.given
        lines = file.text.removesuffix("\n").split("\n")
        chosen = _chosen_code(lines, given)
        if not any(line.strip() for _, line in chosen):
            raise NotIncludedError("CB188", f"there is no text to include from `{given[INCLUDE]}`")
        without, name = parts.indent(chosen), shown(file.path)
        if {vocabulary.PUBLIC, *vocabulary.GUARDS}.isdisjoint(directive.classes):
            if faults := list(find_faults(file.text)):
                for fault in faults:
                    self._report_at(Origin(name, fault.line + 1), fault.column, fault.code, fault.message)
                yield from self._framed(directive, text, ())
                return
            _refuse_cut_gaps(file, {number - 1 for number, _ in chosen}, given[INCLUDE])
        runs = [run[1] for _, line in chosen if (run := _RUN.match(line)) and run[1][0] == directive.fence[0]]
        longer = max([0, *(len(run) + 1 - len(directive.fence) for run in runs)])
        opening, closing = text.lines[directive.first], text.lines[directive.last]
        at = directive.opening.index(directive.fence)
        added = _added(directive, file.path, chosen[0][0])
        added += f" .file-{list(self.included).index(str(file.path))}"  # for `Selection.files`
        changed = (
            f"{directive.opening.rstrip()[:-1]}{added}}}"
            if not directive.is_bare
            else (f"{directive.opening.rstrip()} {{{added.strip()}}}" if added else directive.opening)
        )
        fence = directive.fence[0] * longer
        yield opening._replace(text=changed).edited([(at, at, fence)])
        for number, line in chosen:
            yield Line(line, Origin(name, number)).after(directive.prefix, without=without)
        end = closing.text.rindex(directive.fence)
        yield closing.edited([(end, end, fence)])

    def _markdown(self, directive: Directive, text: _Text, file: File) -> list[Line]:
        """The lines of a Markdown file, with what it includes."""
        _refuse_endless(directive, text, file)
        shift = directive.given.get("shift", "0")
        if not re.fullmatch(r"[+-]?\d", shift):
            raise NotIncludedError("CB188", f"`shift={shift}` is no number of levels")
        lines = self._chosen(directive, file, text.lines[directive.first])
        inner = _Text(lines, file.path.parent, (*text.around, file.real))
        lines = list(self.expand(inner))
        self._grow(sum(len(line.text) for line in lines))  # again where files include one another
        reading = self._read(lines)
        if self._is_incomplete(lines, reading):
            return []
        folder = posixpath.dirname(posixpath.normpath(directive.path))
        lines = moving.with_addresses(lines, reading, folder)
        return moving.with_levels(lines, reading, int(shift)) if int(shift) else lines

    def _chosen(self, directive: Directive, file: File, here: Line) -> list[Line]:
        """The lines of a Markdown file that are included in a line; warn of what is odd about the file."""
        lines = typed(file.text.removesuffix("\n"), shown(file.path))
        end = front_matter_end([line.text for line in lines])
        if "CB191" not in here.text[len(without_ignoring(here.text)) :]:
            if self._is_lesson(file.real):
                message = f"`{directive.path}` is a lesson of its own too"
                self._report(here, directive, "CB191", message)
            if end:
                message = "the front matter of an included file is not read"
                self._report_at(lines[0].origin, 1, "CB191", message)
        lines = lines[end:]
        if region := directive.given.get("region"):
            found = parts.region_of([line.text for line in lines], region)
            lines = [lines[number - 1] for number, _ in found]
        if directive.part:
            first, last = parts.identified(self._read(lines), directive.part)
            lines = lines[first - 1 : last]
        if not any(line.text.strip() for line in lines):
            raise NotIncludedError("CB188", f"there is no text to include from `{directive.path}`")
        return lines

    def _read(self, lines: Sequence[Line]) -> Reading:
        return read_lines("\n".join(line.text for line in lines), self._location.kinds)

    @staticmethod
    def _framed(directive: Directive, text: _Text, lines: Sequence[Line]) -> Iterator[Line]:
        """Lines in a fenced div, or where that has no attributes, between blank lines."""
        opening, closing = text.lines[directive.first], text.lines[directive.last]
        blank, is_bare = directive.prefix.rstrip(), directive.is_bare and not directive.is_code
        content = list(dropwhile(lambda line: not line.text.strip(), lines))
        if is_bare and content and directive.before != directive.prefix:  # the beginning of an item
            yield content.pop(0).after(directive.before)
        else:
            yield opening._replace(text=directive.before.rstrip() if is_bare else directive.opening)
            yield opening._replace(text=blank)
        yield from (line.after(directive.prefix) for line in content)
        yield closing._replace(text=blank)
        yield closing._replace(text=blank) if is_bare else closing

    def _is_lesson(self, path: Path) -> bool:
        root = self._location.roots[0] if self._location.roots else None
        if root is None or path.suffix != _LESSON or not path.is_relative_to(root):
            return False
        return not any(part.startswith(("_", ".")) for part in path.relative_to(root).parts)

    def _is_incomplete(self, lines: Sequence[Line], reading: Reading) -> bool:
        """Whether something in an included text is never closed, or closes nothing, which is reported."""
        found = [(fence.line, fence.column, fence.text) for fence in reading.fences if not fence.partner]
        found += [(code.line, code.column, code.fence) for code in reading.codes if not code.last]
        found += [(*reading.open_comment, "<!--")] if reading.open_comment else []
        for line, column, what in found:
            message = f"`{what}` has no partner in this file, which another one includes"
            self._report_at(lines[line - 1].origin, column, "CB190", message)
        return bool(found)

    def _report(self, line: Line, directive: Directive, code: str, message: str) -> None:
        self._report_at(line.origin, directive.column, code, message)

    def _report_at(self, origin: Origin, column: int, code: str, message: str) -> None:
        self.problems.append(Diagnostic(origin.name, origin.line, origin.column(column), code, message))


def _refuse_cut_gaps(file: File, chosen: AbstractSet[int], name: str) -> None:
    """Raise NotIncludedError if lines of a gap are chosen, and not its marks: students would see them."""
    for gap in read_gaps(file.text):
        if chosen & {*range(gap.first, gap.last + 1)} and not {gap.first, gap.last} <= chosen:
            where = f"lines {gap.first + 1} to {gap.last + 1} of `{name}`"
            raise NotIncludedError("CB190", f"the gap on {where} is not included as a whole")


def _withholds(reading: Reading) -> bool:
    """Whether a text has notation that withholds."""
    return any(block.guard for block in reading.blocks) or any(
        is_conditional(fence.text) for fence in reading.fences
    )


def _refuse_endless(directive: Directive, text: _Text, file: File) -> None:
    """Raise NotIncludedError for a file that includes itself, or is in too many others."""
    if file.real in text.around:
        around = [*text.around[text.around.index(file.real) :], file.real]
        ways = " → ".join(f"`{path.name}`" for path in around)
        raise NotIncludedError("CB187", f"`{directive.path}` includes itself: {ways}")
    if len(text.around) > MOST_DEEP:
        raise NotIncludedError("CB187", f"more than {MOST_DEEP} files include one another")


def _refuse_unknown(directive: Directive) -> None:
    """Raise NotIncludedError for an attribute that means nothing: perhaps it should say what to include.

    With a condition, unknown ones are its keys, and only one that is almost right is refused here.
    """
    conditions = resources.filter_module("conditions")
    is_conditional_block = not conditions.DECIDING.isdisjoint(directive.classes)
    for key in sorted(directive.keys - conditions.OWN):
        meant = vocabulary.nearest(key, directive.names)
        if meant or not (is_conditional_block or key.startswith(conditions.OWN_PREFIXES)):
            hint = f"; did you mean `{meant}`?" if meant else ""
            raise NotIncludedError("CB189", f"unknown attribute `{key}` where a file is included{hint}")


def _chosen_code(lines: Sequence[str], given: Mapping[str, str]) -> list[parts.Numbered]:
    """The lines of a file that a code block includes. Raises NotIncludedError."""
    ways = [key for key in ("lines", "region", "from", "to") if key in given]
    if not ways:
        return list(enumerate(lines, 1))
    if ways not in (["lines"], ["region"], ["from"], ["to"], ["from", "to"]):
        named = " and ".join(f"`{key}`" for key in ways)
        raise NotIncludedError("CB188", f"only one of {named} can say what to include")
    if region := given.get("region"):
        return parts.region_of(lines, region)
    wanted = given.get("lines") or f"{given.get('from', '')}-{given.get('to', '')}"
    quote = " ".join(f'`{key}="{given[key]}"`' for key in ways)
    return parts.lines_of(lines, wanted, quote)


def _added(directive: Directive, path: Path, first: int) -> str:
    """The attributes that a code block gets: a language, a title, and the number of its first line."""
    suffix = path.suffix.casefold()
    language = suffix[1:] if suffix[1:] in _LANGUAGES else _OTHER_LANGUAGES.get(suffix, "")
    names = f" .{language}" if language and not set(directive.classes) - _NUMBERED else ""
    if not directive.keys & _TITLES and _PLAIN.fullmatch(path.name):
        names += f' title="{path.name}"'
    if not _NUMBERED.isdisjoint(directive.classes) and not directive.keys & _FIRST_NUMBERS:
        names += f' startFrom="{first}"'
    return names

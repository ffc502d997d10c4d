"""Read the files that lessons link to, and refuse those that students must not have."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from coursebuild import audit, lint
from coursebuild.audit import withheld
from coursebuild.model import Copied, Diagnostic, Edition, Evidence, LinkedFile, Remembered, short
from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file


class Wanted(NamedTuple):
    """A file that an edition of a document wants, and what that edition withholds.

    `content` is what the edition gets in place of the file itself, if it is not copied as it is.
    """

    file: LinkedFile
    edition: Edition
    evidence: Evidence
    content: bytes | None = None


class Examined(NamedTuple):
    """The copies of a file, or the reasons against them.

    `state` is the file's `fingerprint.state`, or empty if the copies were made from it.
    """

    path: str
    copies: tuple[Copied, ...]
    state: str
    diagnostics: tuple[Diagnostic, ...]


def examine(wanted: Sequence[Wanted], remembered: Remembered, most: int) -> Examined:
    """Read one file, and search it for what each edition that wants it withholds; all want the same content.

    `remembered` is what former builds withheld; `most` is the greatest size in bytes.
    """
    file = wanted[0].file
    at = partial(Diagnostic, file.source, *file.link)
    made = wanted[0].content
    try:
        content = regular_file.read(file.path, most, regular_file.NO_LINK) if made is None else made
    except OSError as error:
        message = f"`{file.path.name}`: it cannot be read: {error.strerror}"
        return Examined(str(file.path), (), "", (at("CB174", message),))
    found: list[Diagnostic] = []
    for_students = [each for each in wanted if not each.edition.shows_corrections]
    if for_students:
        found += search(content, for_students, remembered)
    digest = store.digest(content)
    copies = tuple(Copied(each.file.path, each.file.name, digest, made) for each in wanted)
    state = fingerprint.state(file.path, content) if made is None else ""
    return Examined(str(file.path), copies, state, tuple(found))


def search(content: bytes, wanted: Sequence[Wanted], remembered: Remembered) -> tuple[Diagnostic, ...]:
    """What is wrong with a content in the place of a file that students would get."""
    file = wanted[0].file
    at = partial(Diagnostic, file.source, *file.link)
    name = file.path.name
    inside = lint.answering_part(file.name.relative_to(file.name.parts[0]))
    if inside and not file.is_public:
        return (at("CB173", f"`{name}` would be copied for students, and `{inside}` means an answer"),)
    try:
        copy = audit.Copy(name, content)
    except audit.UnreadableError as error:
        return () if file.is_public else (at("CB176", f"`{name}` would be copied for students: {error}"),)
    found: list[Diagnostic] = []
    if not file.is_public:
        if inside := copy.announcing_name():
            found.append(at("CB173", f"`{name}` would be copied for students, and has `{inside}` in it"))
        if notation := copy.notation():
            found.append(
                at("CB175", f"`{name}` would be copied for students, and has `{short(notation)}` in it")
            )
        if phrase := withheld.find_remembered(copy.texts, remembered):
            message = (
                f"students would see `{short(phrase)}` in `{name}`, which {remembered.by} withheld from them"
            )
            found.append(at("CB157", message))
    for each in wanted:
        if leaks := copy.leaks(each.evidence, nearly_all=file.is_public):
            where, text = leaks[0]
            count = len({text for _, text in leaks})
            what = f"{count} texts, such as `{short(text)}`," if count > 1 else f"`{short(text)}`,"
            found.append(
                at("CB175", f"`{where}` contains {what} which the {each.edition.name} edition withholds")
            )
    return tuple(dict.fromkeys(found))

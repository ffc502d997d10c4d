"""Compare files that were exported before with what is exported now; nothing of them is built, or run."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from coursebuild.model import Diagnostic
from coursebuild.publish import folders, sums
from coursebuild.publish.sources.collect import Exported
from coursebuild.publish.sources.folder import LIST
from coursebuild.publish.sources.read_back import audited


def compare(exported: Exported, folder: Path) -> Iterator[Diagnostic]:
    """What is wrong with the files in a folder, which should be those of an export. Raises: OSError."""
    found = sorted(folders.files_in(folder))
    listed = sums.lines([sums.of_content(str(name), content) for name, content in exported.files.items()])
    files = {**exported.files, PurePosixPath(LIST): listed}
    harmless = {*exported.copied, PurePosixPath(LIST)}  # students have copies beside their pages, too
    for name in found:
        path, content, expected = str(folder / name), (folder / name).read_bytes(), files.get(name)
        is_same = content == expected
        if not (is_same and name in harmless):
            for code, message, text in audited(name, content, exported.withheld):
                yield Diagnostic(path, 0, 0, "CB155" if text else code, message)
        if expected is None:
            yield Diagnostic(path, 0, 0, "CB152", "it is no file of the students' sources")
        elif not is_same:
            yield Diagnostic(path, 0, 0, "CB156", "it is not what `coursebuild export` writes")
    for name in sorted(files.keys() - {*found}):
        yield Diagnostic(str(folder / name), 0, 0, "CB154", "the students' sources have it")

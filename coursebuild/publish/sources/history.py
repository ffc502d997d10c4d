"""The history of an export: a repository of its own, which says nothing of who exported it and where."""

from pathlib import Path

from coursebuild.config import days
from coursebuild.publish.sources.folder import LIST, export_folder_error
from coursebuild.runtime.system import git

_MESSAGE = "Export the students' sources"
_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "coursebuild"), ("EMAIL", ""))
}
# What the configuration of the author's machine could put into the repository, or leave out of it.
_NEUTRAL = (
    *("-c", "init.defaultBranch=main", "-c", "i18n.commitEncoding=utf-8", "-c", "core.autocrlf=false"),
    *("-c", "core.attributesFile=/dev/null", "-c", "commit.cleanup=strip", "-c", "commit.template="),
)


def refuse_other(folder: Path) -> None:
    """Refuse a folder whose repository has commits that are no exports. Raises: BuildError."""
    if not (folder / ".git").is_dir() or (folder / LIST).exists():
        return
    try:
        has_commits = bool(git.run_in_own(folder, "rev-list", "--all", "--max-count=1").strip())
    except git.GitError as error:
        raise export_folder_error(folder, f"git cannot read its history: {error}") from error
    if has_commits:
        raise export_folder_error(folder, "its repository has a history that is of no export")


def commit(folder: Path) -> bool:
    """Commit the files of a folder, in a repository of its own; return whether anything has changed.

    The author is nobody in particular, and the time is SOURCE_DATE_EPOCH, or now, in UTC. Raises: BuildError.
    """
    try:
        git.run_in_own(folder, *_NEUTRAL, "init", "--quiet", "--template=")
        git.run_in_own(folder, *_NEUTRAL, "add", "--all", "--force")
        if not git.run_in_own(folder, "status", "--porcelain"):
            return False
        epoch = days.epoch()
        time = f"@{epoch} +0000"
        dates = {} if epoch is None else {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        arguments = ("commit", "--quiet", "--no-verify", "--message", _MESSAGE)
        git.run_in_own(folder, *_NEUTRAL, *arguments, **_AUTHOR, **dates, TZ="UTC0")
    except git.GitError as error:
        raise export_folder_error(folder, f"git cannot commit the files: {error}") from error
    return True

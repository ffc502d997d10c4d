"""Which changes on the disk an editor tells of, and which of them change what is found in lessons."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from lsprotocol import types
from pygls import uris

from coursebuild.config import CONFIGURATION, trust
from coursebuild.lsp.features.completion import IMAGES
from coursebuild.lsp.opened import Opened

# What may change a lesson's diagnostics, beside its own text and what it includes, which may be any file.
SUFFIXES = frozenset((*IMAGES, ".md", ".bib", ".csl", ".json", ".yaml", ".yml"))
OWN_FOLDERS = frozenset(trust.OWN_FOLDERS)


def registration(capabilities: types.ClientCapabilities) -> types.Registration | None:
    """What to ask the editor for; None if it cannot, so that texts are checked when one is saved."""
    workspace = capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if not (watched and watched.dynamic_registration):
        return None
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
    return types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def concern_lessons(changes: Iterable[types.FileEvent], opened: Mapping[str, Opened]) -> bool:
    """Whether any of the open lessons may show, or be made of, what has changed."""
    paths = [path for change in changes if (path := uris.to_fs_path(change.uri))]
    included = {path for each in opened.values() for path in each.included}
    return any(_may_be_shown(Path(path)) or os.path.realpath(path) in included for path in paths)


def _may_be_shown(path: Path) -> bool:
    return path.name == CONFIGURATION or path.suffix in SUFFIXES or not OWN_FOLDERS.isdisjoint(path.parts)

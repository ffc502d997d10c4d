"""Which lessons have changed since the revision that `changed-since` of coursebuild.toml names.

The commit is an input of all pages, so that one call of git says that a build is up to date. What readers saw
of a lesson then is read only where the lesson is built.
"""

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coursebuild import config
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Diagnostic, Location, UsageError

if TYPE_CHECKING:
    from coursebuild.source.revision import Revision

_KEY, _CODE = "changed-since", "CB272"

Found = tuple[BuildOptions, tuple[Diagnostic, ...]]


def with_base(session: Session, options: BuildOptions) -> Found:
    """The options with the commit of the revision, or a diagnostic if git knows none."""
    if not session.course.changed_since:
        return options, ()
    try:
        return options._replace(base=_revision(session).commit), ()
    except UsageError as error:
        return options, _reported(session, error)


def with_changed(session: Session, locations: Sequence[Location], options: BuildOptions) -> Found:
    """The options with which of these lessons have changed, in which editions."""
    if not (options.base and locations):
        return options, ()
    from coursebuild.engine import compared  # noqa: PLC0415 (an up-to-date build does not need it)

    try:
        with compared.Base.open(session, _revision(session), options.day) as base:
            changed = compared.changed(session, locations, options, base)
    except UsageError as error:
        return options, _reported(session, error)
    by_path = {os.path.realpath(location.path): names for location, names in changed.editions.items()}
    return options._replace(changed=json.dumps(by_path)), base.diagnostics


def _revision(session: Session) -> "Revision":
    from coursebuild.source.revision import Revision  # noqa: PLC0415 (few courses have this key)

    return Revision.find(session.course.root, session.course.changed_since, _KEY, _CODE)


def _reported(session: Session, error: UsageError) -> tuple[Diagnostic, ...]:
    """Why no lesson says that it has changed; it is built all the same."""
    message = f"`{_KEY}`: {error.diagnostics[0].message}"
    return (config.diagnostic(session.course, _CODE, message),)

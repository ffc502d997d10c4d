"""Which lessons show something else in an edition than they did at the newest tag of the repository."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coursebuild.engine import compared
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Course, Diagnostic, Location, UsageError
from coursebuild.source.revision import Revision, is_shallow

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

_SHALLOW = "no tag is in the part of the history that this clone has"


class Changes(NamedTuple):
    """The newest tag, and the lessons that are new since then, or have changed; none without a tag.

    `unknown` says why a clone that has not all of the repository cannot tell.
    """

    tag: str = ""
    new: frozenset[Path] = frozenset()
    changed: frozenset[Path] = frozenset()
    unknown: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new, has changed, or is unknown."""
        return not (self.new or self.changed or self.unknown)

    def is_new(self, location: Location) -> bool:
        return location.path in self.new

    def has(self, location: Location) -> bool:
        """Whether a lesson is new, or has changed."""
        return location.path in self.new or location.path in self.changed


def find_changes(
    session: Session, options: BuildOptions, locations: Sequence[Location], pool: "Pool | None" = None
) -> Mapping[str, Changes]:
    """What each edition shows otherwise than at the newest tag, by the names of editions.

    Where that is what is built, it is compared with the tag before. A lesson of which only what an edition
    does not show has changed is not among its changes. The workers of `pool` compare, if given.
    """
    root = session.course.root
    if (revision := Revision.newest_tag(root)) is None:
        unknown = _SHALLOW if is_shallow(root) else ""
        return {edition.name: Changes(unknown=unknown) for edition in options.editions}
    found = dict(_since(revision, session, options, locations, pool))
    same = tuple(edition for edition in options.editions if found[edition.name].is_empty)
    if same and (before := Revision.newest_tag(root, f"{revision.commit}^")):
        found |= _since(before, session, options._replace(editions=same), locations, pool)
    elif same and is_shallow(root):
        found |= {edition.name: found[edition.name]._replace(unknown=_SHALLOW) for edition in same}
    return found


def reported(course: Course, changes: Iterable[Changes]) -> tuple[Diagnostic, ...]:
    """A warning for each reason why some changes are unknown."""
    reasons = dict.fromkeys(each.unknown for each in changes if each.unknown)
    is_ignored = "CB234" in course.ignored
    return tuple(Diagnostic(".", 0, 0, "CB234", each) for each in reasons if not is_ignored)


def _since(
    revision: Revision,
    session: Session,
    options: BuildOptions,
    locations: Sequence[Location],
    pool: "Pool | None",
) -> Mapping[str, Changes]:
    names = [edition.name for edition in options.editions]
    try:
        with compared.Base.open(session, revision, options.day) as base:
            found = compared.changed(session, locations, options, base, pool)
    except UsageError as error:  # such as a clone that has not all
        unknown = f"`{revision.name}`: {error.diagnostics[0].message}"
        return dict.fromkeys(names, Changes(unknown=unknown))
    new = frozenset(each.path for each in found.new)
    return {
        name: Changes(
            revision.name,
            new,
            frozenset(each.path for each, editions in found.editions.items() if name in editions),
        )
        for name in names
    }

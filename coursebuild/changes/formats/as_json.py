"""A report as JSON."""

import json

from coursebuild.changes.blocks import Block
from coursebuild.changes.compare import Change
from coursebuild.changes.report import ChangesReport

VERSION = 1  # of the JSON


def as_json(report: ChangesReport) -> str:
    """All that is known, each text as it is."""
    plain = {
        "version": VERSION,
        "revision": report.base or None,
        "commit": report.commit or None,
        "as-of": {"before": report.since or None, "now": report.day},
        "beyond": report.beyond or None,
        "editions": list(report.editions),
        "new-editions": dict(report.new_editions),
        "contains-corrections": report.has_corrections,
        "compared": report.compared,
        "lessons": [
            {
                "source": lesson.name,
                "former": lesson.former or None,
                "is-new": lesson.is_new,
                "is-gone": lesson.is_gone,
                "has-errors": lesson.is_unread,
                "views": [
                    {
                        "edition": view.edition,
                        "format": view.format or None,
                        "besides": view.besides or None,
                        "changes": list(map(_change, view.changes)),
                    }
                    for view in lesson.views
                ],
            }
            for lesson in report.lessons
        ],
    }
    return json.dumps(plain, indent=2)


def _change(change: Change) -> dict[str, object]:
    return {
        "change": change.how.value,
        "kind": change.block.kind.value,
        "place": change.block.heading,
        "before": _text(change.before),
        "after": _text(change.after),
        "words": [[piece.sign, piece.text] for piece in change.pieces],
        "was-withheld": change.was_withheld,
        "shown-since": change.shown_since or None,
    }


def _text(block: Block | None) -> str | None:
    return block.text if block else None

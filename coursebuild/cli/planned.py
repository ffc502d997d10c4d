"""What a build would do, printed as text or as JSON."""

import json
from pathlib import Path

import click

from coursebuild.cli.terminal import Report, pluralize
from coursebuild.engine import Plan
from coursebuild.model import printable, shown
from coursebuild.output import Reason

VERSION = 1  # of the JSON


def show(plan: Plan, report: Report, *, why: bool, as_json: bool) -> None:
    """Print a plan to standard output, and its summary to standard error."""
    if as_json:
        click.echo(json.dumps(_plain(plan), indent=2))
        return
    for document in plan.documents:
        if why:
            click.echo(explained(document.location.name, document.reasons))
        for file in document.files:
            click.echo(f"would write {_name(file)}")
    for file, reason in plan.removed:
        click.echo(f"would remove {_name(file)}: {reason}")
    counts = [
        f"{pluralize(len(plan.documents), 'document')} would be built",
        *([f"{len(plan.unchanged)} unchanged"] if plan.unchanged else []),
        *([f"{pluralize(len(plan.removed), 'file')} would be removed"] if plan.removed else []),
        *report.summary(),
    ]
    report.note(", ".join(counts))


def explained(name: str, reasons: tuple[Reason, ...]) -> str:
    """Why a document is built, on one line."""
    return printable(f"{name}: {'; '.join(map(str, reasons))}")


def _plain(plan: Plan) -> dict[str, object]:
    return {
        "version": VERSION,
        "build": [
            {
                "source": document.location.name,
                "files": [shown(file) for file in document.files],
                "reasons": [
                    {"kind": reason.kind.value, "name": reason.name, "message": str(reason)}
                    for reason in document.reasons
                ],
            }
            for document in plan.documents
        ],
        "remove": [{"file": shown(file), "reason": reason} for file, reason in plan.removed],
        "unchanged": [location.name for location in plan.unchanged],
    }


def _name(file: Path) -> str:
    return printable(shown(file))

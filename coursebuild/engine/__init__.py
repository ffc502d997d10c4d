"""Build, check and verify a course. Each of these yields events; nothing here prints."""

from coursebuild.engine.build import build
from coursebuild.engine.check import check
from coursebuild.engine.events import Built, Diagnosed, Event, Finished, Removed, Started
from coursebuild.engine.plan import Plan, Planned, plan
from coursebuild.engine.preview import Preview, Previewer, previewer
from coursebuild.engine.session import Session
from coursebuild.engine.verify import verify

__all__ = [
    "Built",
    "Diagnosed",
    "Event",
    "Finished",
    "Plan",
    "Planned",
    "Preview",
    "Previewer",
    "Removed",
    "Session",
    "Started",
    "build",
    "check",
    "live",
    "plan",
    "previewer",
    "shards",
    "verify",
]

"""Build, check and verify a course. Each of these yields events; nothing here prints."""

from coursebuild.engine.build import Destination, build
from coursebuild.engine.check import check
from coursebuild.engine.encryption.encrypted import decrypt_pdfs, encrypted_files, encryption_faults
from coursebuild.engine.events import Built, Diagnosed, Event, Finished, Removed, Started, Waiting, Written
from coursebuild.engine.previews import Listed, Preview, Previewer, previewer
from coursebuild.engine.session import Session
from coursebuild.engine.site.build import build_index
from coursebuild.engine.state.lessons import Lesson, State, lessons
from coursebuild.engine.state.plan import Plan, Planned, plan
from coursebuild.engine.verify import verify, verify_package

__all__ = [
    "Built",
    "Destination",
    "Diagnosed",
    "Event",
    "Finished",
    "Lesson",
    "Listed",
    "Plan",
    "Planned",
    "Preview",
    "Previewer",
    "Removed",
    "Session",
    "Started",
    "State",
    "Waiting",
    "Written",
    "build",
    "build_index",
    "check",
    "code",
    "compared",
    "decrypt_pdfs",
    "encrypted_files",
    "encryption_faults",
    "lessons",
    "plan",
    "previewer",
    "shards",
    "students",
    "typed",
    "verify",
    "verify_package",
]

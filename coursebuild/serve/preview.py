"""Serve the preview of a course, until it is interrupted."""

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from coursebuild.model import Diagnostic, Location
from coursebuild.serve import editor
from coursebuild.serve.live import Live
from coursebuild.serve.server import Server
from coursebuild.serve.views import as_json
from coursebuild.serve.watching import Watcher

Say = Callable[[Location, tuple[Diagnostic, ...]], None]


def serve(server: Server, live: Live, say: Say) -> None:
    """Answer requests, and make anew what changes touch. `say` gets the diagnostics of changed lessons."""

    def publish(event: str, data: Mapping[str, Any]) -> None:
        if event == "diagnosed":
            lesson = live.lessons.get(data["lesson"] or "")
            if lesson and lesson.has_changed:
                say(lesson.location, data["diagnostics"])
            data = {**data, "diagnostics": as_json(data["diagnostics"])}
        server.broker.publish(event, data)

    live.publish, server.live = publish, live
    server.editor = editor.command(live.session.course.editor, os.environ)
    watcher = Watcher(live.files, live.folders, live.skipped)

    def watch() -> None:
        while True:
            live.change(watcher.wait(lambda: server.broker.is_watched))

    def make(*, prints: bool) -> None:
        while True:
            live.do(live.next_job(prints=prints))

    threading.Thread(target=watch, daemon=True).start()
    for prints in (False, True):
        threading.Thread(target=make, kwargs={"prints": prints}, daemon=True).start()
    server.serve_forever()

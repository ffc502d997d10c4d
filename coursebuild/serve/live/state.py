"""What all threads of a preview share."""

import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from coursebuild.engine import Previewer, Session
from coursebuild.serve.live.lessons import Key, Lesson, Viewed
from coursebuild.serve.live.listing import Listing

Publish = Callable[[str, Mapping[str, Any]], None]


class State:
    """The lessons, and who looks at what; `lock` is notified when there may be something to do."""

    def __init__(self, session: Session, previewer: Previewer) -> None:
        self.session, self.previewer = session, previewer
        self.lessons: dict[str, Lesson] = {}
        self.viewed = Viewed()
        self.listing = Listing()
        self.lock = threading.Condition(threading.RLock())
        self.versions = count(1)  # of all pages
        self.publish: Publish = lambda event, data: None  # noqa: ARG005 (until somebody wants to know)

    def viewed_keys(self) -> Iterator[tuple[str, Key]]:
        """What is looked at, in the order in which it is made."""
        with self.lock:
            return self.viewed.keys(self.session.course.editions)

    def is_made(self, key: Key) -> bool:
        """Whether lessons have such a file."""
        edition = self.session.course.editions.get(key.edition)
        return edition is not None and self.previewer.makes(edition, key.format)

"""The preview of a course, opened in Chromium."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from browsing import Scheme
from playwright.sync_api import Browser, BrowserContext, Expect, FrameLocator, Locator, Page
from previewing import PATIENCE
from workshop import Workshop

MILLISECONDS = PATIENCE * 1000

expect = Expect()
expect.set_options(timeout=MILLISECONDS)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True)
class Course(Workshop):
    """A course whose preview is at `address`."""

    address: str = ""

    def text(self, stem: str) -> Path:
        return self.folder / "course" / f"{stem}.md"

    def edit(self, stem: str, old: str, new: str) -> None:
        """Replace a part of a lesson, as an editor saves a file."""
        path = self.text(stem)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass
class Reader:
    """Open the preview in contexts of their own; record errors and what the console says."""

    browser: Browser
    course: Course
    contexts: list[BrowserContext] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __call__(
        self, path: str = "", *, width: int = 1440, height: int = 900, scheme: Scheme = "light", **more: Any
    ) -> "Shell":
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        self.contexts.append(context)
        context.on("console", lambda message: self.heard.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.heard.append(f"thrown: {error.error}"))
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.goto(self.course.address + quote(path))
        return Shell(page)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@dataclass
class Shell:
    """A page of the preview."""

    page: Page

    def pane(self, edition: str) -> Locator:
        return self.page.locator(f".pane[data-edition={edition}]")

    def built(self, edition: str) -> FrameLocator:
        """The page in a pane."""
        return self.pane(edition).frame_locator("iframe:not(.coming)")

    def evaluate(self, edition: str, script: str) -> Any:
        """Run a script in the page in a pane."""
        return self.built(edition).locator(":root").evaluate(f"root => {{ {script} }}")

    def version(self, edition: str) -> int:
        return int(self.pane(edition).get_attribute("data-version") or 0)

    @contextmanager
    def renewed(self, *editions: str) -> Iterator[None]:
        """Wait until the panes show the next versions of their pages."""
        before = {edition: self.version(edition) for edition in editions}
        yield
        for edition, version in before.items():
            expect(self.pane(edition)).not_to_have_attribute("data-version", str(version))


Open = Callable[..., Shell]

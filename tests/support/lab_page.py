"""Helpers for tests of the page of tests/pages/screen.md in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from workshop import ROOT

LESSON = (ROOT / "tests" / "pages" / "screen.md").read_text(encoding="utf-8")
LESSON = LESSON.replace("{filler}", "qui remplit la page. " * 60)
STORED = "Object.entries(localStorage).sort()"

Open = Callable[..., Page]


def button(page: Page, name: str) -> Any:
    """Find a button of the page's tools by its name."""
    return page.locator(".tools").get_by_role("button", name=name, exact=True)


def load_again(page: Page) -> None:
    """Reload until the page finds what it stored: Chromium's processes may see it with a delay."""
    stored = page.evaluate(STORED)
    for _ in range(20):
        page.reload()
        if page.evaluate(STORED) == stored:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not found after a reload: {stored}")

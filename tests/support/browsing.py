"""Open pages in Chromium as a reader does: from the disk, with the fonts of the packages only."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NoReturn
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from workshop import ROOT

from coursebuild.pdf import fontconfig

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]

# Without the sandbox Chromium starts as root and in a container; the pages are our own.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--disable-lcd-text",
]
_GENERIC = {"system-ui": "Fira Sans", "sans-serif": "Fira Sans", "monospace": "IBM Plex Mono"}
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{aliases}
<include>{packages}</include>
</fontconfig>
"""
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{generic}</string></test>'
    '<edit name="family" mode="prepend" binding="strong"><string>{family}</string></edit></match>'
)
_RUN_AXE = """async tags => {
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(node => {
        const why = [...node.any, ...node.all, ...node.none].map(check => check.message);
        return `${id}: ${node.target.flat(9).join(" ")}: ${[help, ...why].join("; ")}`;
    }));
}"""


def lacking(reason: str) -> NoReturn:
    """Skip the test; in CI, where everything must be installed, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}: `make browser` sees to it")
    pytest.skip(f"{reason}: `make browser` sees to it")


@cache
def chromium() -> Path | None:
    script = ["sh", str(ROOT / "setup" / "which-browser.sh")]
    said = subprocess.run(script, capture_output=True, check=True, text=True).stdout.strip()
    return Path(said) if said else None


@contextmanager
def started(scratch: Path) -> Iterator[Browser]:
    """Start Chromium without the settings of this machine or user; `scratch` is a folder for its caches."""
    found = chromium()
    if found is None:
        lacking("no Chromium was found")
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fonts(scratch)), "XDG_CONFIG_HOME": str(scratch)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS, env=dict(environment))
        yield browser
        browser.close()


def _fonts(scratch: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSEBUILD_CACHE", str(scratch))
        packages = escape(str(fontconfig.configuration()))
    aliases = "\n".join(_ALIAS.format(generic=generic, family=family) for generic, family in _GENERIC.items())
    path = scratch / "fonts.conf"
    path.write_text(_CONFIGURATION.format(aliases=aliases, packages=packages), encoding="utf-8")
    return path


@dataclass
class Reader:
    """Open each page in a context of its own; record its requests, console messages and errors."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __call__(  # noqa: PLR0913 (each is a fact of the reader's browser)
        self,
        path: Path,
        *,
        width: int = 1440,
        height: int = 900,
        scheme: Scheme = "light",
        javascript: bool = True,
        reduced_motion: bool = False,
        asks: str = "",
    ) -> Page:
        """Open a page, which may ask for the file `asks` beside it, and for nothing else."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )
        self.contexts.append(context)
        own = path.resolve().as_uri()
        beside = (path.parent / asks).resolve().as_uri() if asks else own
        hear = self.heard.append

        def hear_request(asked: Request) -> None:
            if asked.url.partition("#")[0] not in (own, beside) and not asked.url.startswith("data:"):
                hear(f"request: {asked.url}")

        context.on("console", lambda message: hear(f"console.{message.type}: {message.text}"))
        context.on("weberror", lambda error: hear(f"thrown: {error.error}"))
        context.on("request", hear_request)
        page = context.new_page()
        page.goto(own)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def violations(page: Page) -> list[str]:
    """Run axe-core on a page. Return its findings, each as `rule: selector: what is wrong`."""
    if not AXE.is_file():
        lacking("axe-core is not installed")
    page.evaluate(AXE.read_text(encoding="utf-8"))  # as a debugger does: the page's own policy stands
    found = page.evaluate(_RUN_AXE, TAGS)
    return [" ".join(str(line).split()) for line in found]


def overflow(page: Page) -> int:
    """The number of CSS pixels by which the page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))

"""The pages of both guides, which are a course in docs/guide/."""

import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "guide"
LANGUAGES = ("en", "fr")
PAGES = {
    language: sorted(
        path.relative_to(FOLDER / language).as_posix()
        for path in (FOLDER / language).rglob("*.md")
        if not path.parent.name.startswith("_")  # what pages include
    )
    for language in LANGUAGES
}
ALL = [f"{language}/{page}" for language in LANGUAGES for page in PAGES[language]]
_CODE = re.compile(r"^([ >]*)(`{3,})(\S*)\n.*?^\1\2$", re.DOTALL | re.MULTILINE)


def text(page: str) -> str:
    """A page, as `en/index.md`."""
    return (FOLDER / page).read_text(encoding="utf-8")


def complete(language: str) -> str:
    """All pages of a language."""
    return "\n".join(text(f"{language}/{page}") for page in PAGES[language])


def examples(of: str) -> list[str]:
    """The lessons in a text that are shown as code."""
    return re.findall(r"^````(?:markdown|\{\.markdown \.public\})\n(.*?)^````$", of, re.DOTALL | re.MULTILINE)


def blocks(of: str, *languages: str) -> list[str]:
    """The code blocks of some languages in a text, without the fences."""
    fence = rf"^( *)```(?:{'|'.join(languages)})\n(.*?)^\1```$"
    return [textwrap.dedent(code) for _, code in re.findall(fence, of, re.DOTALL | re.MULTILINE)]


def shell(of: str) -> str:
    """What a text has readers type, or write into a CI job."""
    return "\n".join(blocks(of, "sh", "console", "yaml"))


def without_code(of: str) -> str:
    """A text with the fences of its code blocks alone."""
    return _CODE.sub(lambda found: f"{found[1]}```{found[3]}", of)

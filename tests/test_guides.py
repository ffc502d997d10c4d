"""The guides: a course that coursebuild builds, in English and in French, whose examples are right."""

import re

import guides
import pytest
from selecting import shown_in_each_edition
from workshop import ROOT, Workshop

from coursebuild.editions.misspelt_fields import USED
from coursebuild.model import Severity

TEXTS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md")


def _examples() -> list[tuple[str, str]]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    texts = {"README.md": readme, **{page: guides.text(page) for page in guides.ALL if "rules" not in page}}
    return [(name, example) for name, text in texts.items() for example in guides.examples(text)]


@pytest.mark.parametrize(("name", "example"), _examples())
def test_an_example_is_a_right_lesson(name: str, example: str) -> None:
    """Whoever copies an example gets no error."""
    shown, reported = shown_in_each_edition(example)
    assert shown, (name, [d.message for d in reported if d.rule.severity is Severity.ERROR])


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_what_a_guide_imports_exists(language: str) -> None:
    """In the commands that print where the built-in files are."""
    lines = re.findall(r"from coursebuild[\w.]* import [\w, ]+", guides.complete(language))
    assert lines
    for line in lines:
        exec(line)  # noqa: S102 (as the command would)


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_each_field_of_the_front_matter_is_known(language: str) -> None:
    """The table of the guide has those with which others are compared."""
    text = guides.text(f"{language}/reference/front-matter.md")
    table = text[text.index("| `title` |") :].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert {field for row in rows for field in re.findall(r"[a-z-]+", row)} == USED


def test_both_guides_have_the_same_pages() -> None:
    assert [page for page in guides.PAGES["en"] if page != "reference/rules.md"] == guides.PAGES["fr"]


def _outline(page: str) -> list[str]:
    """The levels of headings, languages of code, list items and rows of tables, in the order of the text."""
    return re.findall(
        r"^(?:#+(?= )|```\w*|[-*](?= )|\|(?= ))", guides.without_code(guides.text(page)), re.MULTILINE
    )


@pytest.mark.parametrize("page", guides.PAGES["fr"])
def test_both_guides_have_the_same_parts(page: str) -> None:
    assert _outline(f"en/{page}") == _outline(f"fr/{page}")


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_the_index_has_every_page(language: str) -> None:
    listed = set(re.findall(r"\]\(([\w/-]+\.md)\)", guides.text(f"{language}/index.md")))
    assert listed == set(guides.PAGES[language]) - {"index.md"}


def test_links_from_outside_lead_to_a_part_of_the_guide() -> None:
    """Those of the texts that are no lessons: their own check would be that of the forge."""
    links = [
        (name, *link)
        for name in TEXTS
        for link in re.findall(r"\]\((docs/[^)#]+)(?:#([^)]+))?\)", (ROOT / name).read_text(encoding="utf-8"))
    ]
    assert links
    for name, target, part in links:
        assert (ROOT / target).is_file(), (name, target)
        headings = re.findall(r"^#+ (.*)$", (ROOT / target).read_text("utf-8"), re.MULTILINE) if part else []
        known = {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower())) for heading in headings}
        assert not part or part in known, (name, target, part)


def test_check_has_nothing_to_say(workshop: Workshop) -> None:
    """Of all pages, their links and their images."""
    done = Workshop(guides.FOLDER).run("check", COURSEBUILD_CACHE=str(workshop.folder))
    assert (done.code, done.out) == (0, ""), done.out

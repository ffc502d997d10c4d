"""What is read of a finished page, the order of lessons, and the files of a large course."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest
from workshop import Workshop

from coursebuild import config, site
from coursebuild.engine import Session
from coursebuild.engine.site.changes import Changes
from coursebuild.engine.site.edition_index import EditionIndex, IndexedLesson
from coursebuild.engine.state.numbering import with_begins
from coursebuild.model import STUDENT, BuildOptions, Course, Format, Location
from coursebuild.site import search

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A &amp; B</title>
<meta name="dcterms.rights" content="CC &amp; BY"><meta name="dcterms.license" content="https://a.example/">
</head><body>
<header><p class="subtitle">Sub &lt; title</p>
<p class="archive"><a href="files/lab.zip">Files</a></p></header>
<main id="coursebuild-text" tabindex="-1">{}</main>{}
<footer class="colophon">
<p><span>Licence: <a href="https://a.example/">CC &amp; BY</a></span><span>1 h</span></p></footer>
</body></html>"""


def _location(name: str) -> Location:
    stem = PurePosixPath(name)
    return Location(Path(f"{name}.md"), f"{name}.md", stem, ())


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        ("<p>One <b>t</b>wo.</p><p>Three</p>", [("", "", "One two. Three")]),
        ("<h2 id='a'>A <code>b</code></h2><p>c</p>", [("", "", ""), ("a", "A b", "c")]),
        ("<p>x<svg><text>drawn</text></svg>y</p>", [("", "", "xy")]),
        ("<pre>a &lt;!-- lessons --&gt; b</pre>", [("", "", "a <!-- lessons --> b")]),
        ("<h2>No anchor</h2>", [("", "", ""), ("", "No anchor", "")]),
    ],
)
def test_the_sections_of_a_page(body: str, sections: list[tuple[str, str, str]]) -> None:
    """Words are those that readers see; drawings have none."""
    page = site.read(PAGE.format(body, "").encode())
    assert list(page.sections) == sections
    assert (page.title, page.subtitle) == ("A & B", "Sub < title")
    assert (page.archive, page.files) == ("files/lab.zip", ())
    assert (page.license, page.about) == (("CC & BY", "https://a.example/"), ("1 h",))
    other = page._replace(lang="fr", about=("2 h",))
    assert site.common_license([page, other]).name == "CC & BY"
    assert site.common_license([page, other._replace(license=site.License())]).name == ""


def test_what_a_lesson_says_in_json_ld() -> None:
    """Its authors, level and duration are in the index too, whatever an author's template writes."""

    def page(script: str) -> site.FinishedPage:
        script = f'<script type="application/ld+json">{script}</script></head>'
        return site.read(PAGE.replace("</head>", script).encode())

    said = page('{"@type": "LearningResource", "timeRequired": "PT2H", "author": [{"name": "A \\u003c"}]}')
    lessons = [
        (PurePosixPath("net/a"), said),
        (PurePosixPath("b"), page("[{")),
        (PurePosixPath("c"), page("[]")),
    ]
    about = site.FinishedPage("T </script>", "en")
    made = site.course_resource(about, site.License("CC BY"), "", lessons)
    assert "<" not in made
    described = json.loads(made)
    assert (described["name"], described["license"]) == ("T </script>", "CC BY")
    assert [each["url"] for each in described["hasPart"]] == ["net/a.html", "b.html", "c.html"]
    assert described["hasPart"][0] == described["hasPart"][1] | {
        "url": "net/a.html",
        "timeRequired": "PT2H",
        "author": [{"name": "A <"}],
    }


def test_what_folders_are_called(workshop: Workshop) -> None:
    """As the author says, or by a language, or as the folder; each with those above it."""
    workshop.write("templates/labels.toml", '[de]\nlanguage = "Deutsch"\n')
    workshop.write(
        "coursebuild.toml", '[folders]\n"fr/net" = "Réseaux"\n"fr/nett" = "?"\nen = "In English"\n'
    )
    names = ("a", "en/a", "fr/net/a", "de/first_steps/a", "it/a")
    for name in names:
        workshop.write(f"course/{name}.md", "---\ntitle: T\n---\n")
    session = Session.load(workshop.folder)
    found = [IndexedLesson(_location(each), site.read(PAGE.encode())) for each in names]
    index = EditionIndex(session, STUDENT, found)
    html = index.files(None, Changes())["index.html"].decode()
    assert re.findall("<h2>(.*?)</h2>", html) == [
        '<span lang="de">Deutsch</span> / First steps',
        "In English",
        '<span lang="fr">Français</span> / Réseaux',
        "It",
    ]
    (said,) = config.locate(session.course, (), workshop.folder / "build")[1]
    assert (said.code, said.line) == ("CB235", 3)
    assert (
        said.message == "`folders.fr/nett`: there is no folder `fr/nett` with lessons; did you mean `fr/net`?"
    )


def test_the_slot_of_a_page() -> None:
    """It is the last one, and what is in it is no text of the lesson."""
    html = PAGE.format("<p>Text</p>", "<!-- neighbours --><!-- end -->")
    filled = site.filled(html, "<nav>Next</nav>")
    assert site.read(filled.encode()).slot == "<nav>Next</nav>"
    assert site.emptied(filled.encode()) == (html.encode(), b"<nav>Next</nav>")
    assert site.filled(filled, "") == html
    assert site.emptied(b"\xff") == (b"\xff", b"")


def test_the_order_of_lessons() -> None:
    """Numbers count, accents and case do not, and a folder's `index.md` comes first in it."""
    names = ["z", "tp10", "Tp2", "école", "net/ping", "net/index", "net/deep/a", "index", "b/1"]
    located = [_location(name) for name in names]
    ordered = [str(each.stem) for each in config.in_order(Course(Path()), located)]
    assert ordered == ["index", "école", "Tp2", "tp10", "z", "b/1", "net/index", "net/ping", "net/deep/a"]


def test_chapters_are_counted_in_this_order(workshop: Workshop) -> None:
    """The introduction is none."""
    workshop.write("coursebuild.toml", 'numbering-per = "chapter"\nlessons = ["z.md"]\n')
    for name in ("index", "tp10", "tp2", "z"):
        workshop.write(f"course/{name}.md", "---\ntitle: T\n---\n")
    options = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    begins = json.loads(with_begins(Session.load(workshop.folder), options).begins)
    assert {Path(path).stem: number for path, (number, _) in begins.items()} == {"z": 1, "tp2": 2, "tp10": 3}


def test_a_subtitle_is_searched() -> None:
    """It is at the top of the page, above the first heading."""
    page = site.read(PAGE.format("<p>Text</p><h2 id='a'>Part</h2>", "").encode())
    written = site.search_files([site.search_line("lab.html", page)])["search.js"].decode()
    assert '[["","","Sub < title · Text"],["a","Part",""]]' in written


def test_a_large_course_has_several_files_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lesson is in one of them."""
    monkeypatch.setattr(search, "LARGEST", 200)
    page = site.read(PAGE.format(f"<p>{'word ' * 20}</p>", "").encode())
    files = site.search_files(site.search_line(f"{n}.html", page) for n in range(4))
    assert list(files) == ["search.js", "search-2.js", "search-3.js", "search-4.js"]
    assert [f'"{n}.html"' in content.decode() for n, content in enumerate(files.values())] == [True] * 4

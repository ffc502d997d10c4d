"""The preview shows what a build would write, and renews it when files change."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from previewing import Events, Preview, preview
from workshop import Workshop

LAB = """---
title: Lab
lang: en
---

Read [the other one](other.md#part), and [the data](data.csv).

![A dot](dot.svg)

## Exercise 1 {.exercise}

Count to {number}.

::: correction
One, two, three, and so on: nothing that a student would not find alone.
:::
"""
OTHER = "---\ntitle: Other\nlang: en\n---\n\n## Part\n\nText.\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
STRAY = "\n:::\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("serve") / "a course")
    workshop.write("coursebuild.toml", 'title = "Systems"\n')
    workshop.write("course/lab.md", _lab("ten"))
    workshop.write("course/other.md", OTHER)
    workshop.write("course/fr/tp.md", "---\ntitle: TP\nlang: fr\n---\n\nTexte.\n")
    workshop.write("course/dot.svg", DOT.format(3))
    workshop.write("course/data.csv", "a,b\n1,2\n")
    return workshop


def _lab(number: str) -> str:
    return LAB.replace("{number}", number)


@pytest.fixture(scope="module")
def shown(course: Workshop) -> Iterator[Preview]:
    with preview(course.folder) as running:
        yield running


@pytest.fixture
def events(shown: Preview, course: Workshop) -> Iterator[Events]:
    """Those of a page that shows the lab in both editions, as it was at first."""
    with shown.events() as events:
        shown.watch("lab", student="html", instructor="html")
        for edition in ("student", "instructor"):
            shown.ask(f"/{edition}/lab.html")
        events.seen()
        if (course.folder / "course" / "lab.md").read_text() != _lab("ten"):
            course.write("course/lab.md", _lab("ten"))
            events.both()
        yield events


def test_files_are_those_of_a_build(shown: Preview, course: Workshop, tmp_path: Path) -> None:
    """Pages of both editions and formats, what they link to, and the index; nothing is written."""
    built = Workshop(Path(shutil.copytree(course.folder, tmp_path / "course")))
    assert built.run("--all", "--quiet").code == 0
    for name in built.files():
        shown.ask(f"/{name}")
    for name in built.files():
        assert shown.ask(f"/{name}").body == (built.folder / "build" / name).read_bytes(), name
    of_index = set(built.files(index=True)) - set(built.files())
    for name in of_index:
        assert shown.ask(f"/{name}").body == (built.folder / "build" / name).read_bytes(), name
    assert len(of_index) == 4
    assert len(built.files()) == 14
    assert not (course.folder / "build").exists()


def test_a_change_is_shown_in_both_editions(shown: Preview, course: Workshop, events: Events) -> None:
    course.write("course/lab.md", _lab("twelve"))
    changes = {each["edition"]: each["version"] for each in (events.next("changed") for _ in range(2))}
    assert changes.keys() == {"student", "instructor"}
    for edition, version in changes.items():
        answer = shown.ask(f"/{edition}/lab.html")
        assert "Count to twelve." in answer.text
        assert answer.headers["X-Coursebuild-Version"] == str(version)


def test_a_change_that_no_page_shows_is_made_known(shown: Preview, course: Workshop, events: Events) -> None:
    """Else the page would say that it is being built."""
    before = shown.ask("/student/lab.html")
    course.write("course/lab.md", _lab("ten") + "\n\n")
    events.next("building", lesson="lab")
    assert events.next("unchanged", "changed", lesson="lab") == {"lesson": "lab", "format": "html"}
    after = shown.ask("/student/lab.html")
    assert after.headers["X-Coursebuild-Version"] == before.headers["X-Coursebuild-Version"]
    course.write("course/lab.md", _lab("ten"))
    for _ in range(2):
        events.next("unchanged", lesson="lab")


def test_links_and_the_index_follow_a_title(shown: Preview, course: Workshop, events: Events) -> None:
    """Those who look at a lesson before it, or at the index, are told when they are there."""
    before = shown.ask("/student/lab.html")
    course.write("course/other.md", OTHER.replace("title: Other", "title: The second one"))
    while b"<b>The second one</b>" not in (after := shown.ask("/student/lab.html")).body:
        events.next("changed", lesson="lab")
    assert after.headers["X-Coursebuild-Version"] != before.headers["X-Coursebuild-Version"]
    shown.watch("index", student="html")
    while b">The second one</a>" not in shown.ask("/student/index.html").body:
        events.next("changed", lesson="index")
    course.write("course/other.md", OTHER)
    while b">Other</a>" not in shown.ask("/student/index.html").body:
        events.next("changed", lesson="index")


def test_printed_pages_are_counted_that_nobody_looks_at(
    shown: Preview, course: Workshop, events: Events
) -> None:
    """They are printed once everything else is made, while somebody looks at the index."""
    shown.watch("index", student="html")
    course.write("course/other.md", f"{OTHER}\n\\newpage\n\nMore.\n")
    while "<span>2 pages</span>" not in shown.ask("/student/index.html").text:
        events.next("changed", lesson="index")
    course.write("course/other.md", OTHER)


def test_a_pdf_follows_where_it_is_looked_at(shown: Preview, course: Workshop, events: Events) -> None:
    """Its pages are drawn too."""
    before = shown.ask("/student/lab.pdf").body
    shown.watch("lab", student="pdf", instructor="html")
    course.write("course/lab.md", _lab("fourteen"))
    events.next("changed", format="html")  # which comes first
    events.next("changed", format="pdf")
    after = shown.ask("/student/lab.pdf")
    assert before != after.body
    sizes = shown.ask("/student/lab.pdf/pages.json")
    assert [[round(each) for each in size] for size in sizes.json] == [[595, 842]]
    assert sizes.headers["X-Coursebuild-Version"] == after.headers["X-Coursebuild-Version"]
    picture = shown.ask("/student/lab.pdf/1.png?width=400")
    assert (picture.headers["Content-Type"], picture.body[:4]) == ("image/png", b"\x89PNG")
    assert int.from_bytes(picture.body[16:20]) in (399, 400, 401)
    assert shown.ask("/student/lab.pdf/2.png").status == 404


def test_the_last_good_page_stays_until_an_error_is_mended(
    shown: Preview, course: Workshop, events: Events
) -> None:
    good = shown.ask("/student/lab.html").body
    course.write("course/lab.md", _lab("ten") + STRAY)
    (found,) = events.next("diagnosed", lesson="lab")["diagnostics"]
    assert (found["path"], found["line"], found["code"], found["severity"]) == (
        os.path.join("course", "lab.md"),  # noqa: PTH118 (as text)
        _lab("ten").count("\n") + 2,
        "CB108",
        "error",
    )
    assert ":::" in found["excerpt"]
    assert found["remedy"]
    while (old := shown.ask("/student/lab.html")).headers["X-Coursebuild-Stale"] is None:
        events.next("unchanged", "diagnosed", lesson="lab")  # another page of it was made first
    assert (old.body, old.headers["X-Coursebuild-Stale"]) == (good, "true")
    assert shown.lesson("lab")["diagnostics"] == [found]
    course.write("course/lab.md", _lab("ten"))
    assert events.next("diagnosed", lesson="lab")["diagnostics"] == []
    assert shown.ask("/student/lab.html").headers["X-Coursebuild-Stale"] is None


def test_a_lesson_that_was_never_good_says_why(shown: Preview, course: Workshop, events: Events) -> None:
    """Also one at which nobody looks, when it is changed."""
    course.write("course/bad.md", OTHER + STRAY)
    events.next("course")
    assert events.next("diagnosed", lesson="bad")["diagnostics"][0]["code"] == "CB108"
    answer = shown.ask("/student/bad.html")
    assert answer.status == 409
    assert "CB108" in answer.text
    (course.folder / "course" / "bad.md").unlink()
    events.next("course")
    assert shown.ask("/student/bad.html").status == 404


def test_a_file_that_is_being_written_is_no_error(shown: Preview, course: Workshop, events: Events) -> None:
    """Editors empty a file before they write it, or put another in its place."""
    path = course.folder / "course" / "lab.md"
    path.write_text("")
    path.write_text(_lab("twenty"))
    told = [events.next("changed", "diagnosed")]
    while sum("version" in each for each in told) < 2:
        told.append(events.next("changed", "diagnosed"))
    found = [each for data in told for each in data.get("diagnostics", ())]
    assert [each for each in found if each["severity"] == "error"] == []
    new = course.write("course/lab.md.new", _lab("thirty"))
    path.rename(path.with_suffix(".md~"))
    new.rename(path)
    events.both()
    assert "Count to thirty." in shown.ask("/student/lab.html").text
    assert [name for name, _ in events.seen() if name == "diagnosed"] == []
    path.with_suffix(".md~").unlink()


def test_a_page_that_is_asked_for_while_its_file_is_written(
    shown: Preview, course: Workshop, events: Events
) -> None:
    path = course.write("course/slow.md", OTHER)
    events.next("course")
    path.write_text("")
    writer = threading.Timer(0.2, path.write_text, (OTHER,))
    writer.start()
    answer = shown.ask("/student/slow.html")
    assert (answer.status, "<p>Text.</p>" in answer.text) == (200, True)
    writer.join()
    path.unlink()
    events.next("course")


def test_a_change_of_what_a_page_is_made_of_renews_it(
    shown: Preview, course: Workshop, events: Events
) -> None:
    """An image, a template, a label, a filter, the configuration, and a lesson to which it links."""
    course.write("course/dot.svg", DOT.format(4))
    events.next("changed", edition="student")
    course.write("templates/screen.css", "/* ours */\n")
    events.next("course")
    events.next("changed", edition="student")
    assert "/* ours */" in shown.ask("/student/lab.html").text
    course.write("coursebuild.toml", 'title = "Systems"\nfilters = ["mine"]\n')
    missing = events.next("diagnosed", lesson="lab")["diagnostics"]
    assert missing[0]["code"] == "CB009"
    course.write("filters/mine.py", "def transform(doc):\n    return doc\n")
    assert events.next("diagnosed", lesson="lab", diagnostics=[]) is not None
    course.write("coursebuild.toml", "title = \n")
    assert events.next("diagnosed", lesson=None)["diagnostics"][0]["path"] == "coursebuild.toml"
    assert shown.ask("/student/lab.html").status == 200
    course.write("coursebuild.toml", 'title = "Networks"\n')
    assert events.next("diagnosed", lesson=None)["diagnostics"][0]["code"] == "CB012"  # an unused filter
    shutil.rmtree(course.folder / "filters")
    assert events.next("diagnosed", lesson=None)["diagnostics"] == []
    assert shown.ask("/state.json").json["title"] == "Networks"
    course.write("course/other.md", OTHER.replace("## Part", "## Another"))
    assert events.next("diagnosed", lesson="lab")["diagnostics"][0]["code"] == "CB172"
    course.write("course/other.md", OTHER)
    assert events.next("diagnosed", lesson="lab")["diagnostics"] == []
    shutil.rmtree(course.folder / "templates")
    while "/* ours */" in shown.ask("/student/lab.html").text:
        events.next("changed", edition="student")


INCLUDING = """---
title: Made
bibliography: books.bib
csl: style.csl
---

::: {include="_part.md"}
:::

```{.python include="app.py" region="main"}
```

::: {include="_bank.md#ping"}
:::

[@knuth]
"""
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>x</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>
<citation><layout><text value="cited as"/></layout></citation>
<bibliography><layout><text variable="title"/></layout></bibliography></style>
"""
MADE_OF = {  # what it was, and what it becomes
    "_part.md": ("Install it.\n", "Install", "Remove"),
    "app.py": ("# region main\nfirst\n# endregion\n", "first", "second"),
    "_bank.md": ("# Bank\n\n## Ping {#ping .exercise}\n\nAgain.\n", "Again", "Once"),
    "books.bib": ("@book{knuth, title={Computers}}\n", "Computers", "Fonts"),
    "style.csl": (STYLE, "cited as", "quoted as"),
}


def test_what_a_lesson_includes_and_cites_renews_it_alone(
    shown: Preview, course: Workshop, events: Events
) -> None:
    for name, (text, _, _) in MADE_OF.items():
        course.write(f"course/{name}", text)
    course.write("course/made.md", INCLUDING)
    events.next("course")
    shown.watch("lab", "another page", student="html")
    shown.watch("made", student="html")
    assert "cited as" in shown.ask("/student/made.html").text
    shown.ask("/student/lab.html")
    before = shown.lesson("lab")["editions"]["student"]
    for name, (text, old, new) in MADE_OF.items():
        course.write(f"course/{name}", text.replace(old, new))
        while new not in shown.ask("/student/made.html").text:
            events.next("changed", lesson="made")
    assert shown.lesson("lab")["editions"]["student"] == before
    for name in ("made.md", *MADE_OF):
        (course.folder / "course" / name).unlink()
    events.next("course")


def test_a_renamed_folder_moves_its_lessons(shown: Preview, course: Workshop, events: Events) -> None:
    (course.folder / "course" / "fr").rename(course.folder / "course" / "français")
    events.next("course")
    assert shown.lesson("fr/tp") is None
    assert shown.lesson("français/tp")["title"] == "TP"
    assert "Texte." in shown.ask("/student/fran%C3%A7ais/tp.html").text
    (course.folder / "course" / "français").rename(course.folder / "course" / "fr")
    events.next("course")
    assert shown.ask("/student/fr/tp.html").status == 200


def test_what_a_build_has_withheld_stays_withheld(course: Workshop, events: Events) -> None:
    """The record of builds is read when a build renews it, and never written."""
    assert course.run("--all", "--quiet").code == 0
    (record,) = (course.folder / ".cache" / "withheld").iterdir()
    before = record.read_bytes()
    course.write("course/lab.md", _lab("ten").replace("::: correction", "::: tip"))
    found = events.next("diagnosed", lesson="lab")["diagnostics"]
    assert [each["code"] for each in found if each["severity"] == "error"] == ["CB157"]
    course.write("course/lab.md", _lab("ten"))
    events.next("diagnosed", lesson="lab")
    assert record.read_bytes() == before
    shutil.rmtree(course.folder / "build")


def test_paths_lead_to_files_of_the_course_alone(shown: Preview) -> None:
    for path in (
        "/student/../coursebuild.toml",
        "/student/%2e%2e/coursebuild.toml",
        "/student/..%2fcourse/lab.md",
        "/student/lab.md",
        "/student/dot.svg",
        "/student//etc/passwd",
        "/student/%00.html",
        "/student/%ff.html",
        "/student/lab",
        "/nobody/lab.html",
        "/assets/../handler.py",
        "/assets/..%2fhandler.py",
        "/assets/",
        "/build/student/lab.html",
    ):
        assert shown.ask(path).status == 404, path
    assert shown.ask("/assets/shell.js").headers["Content-Type"].startswith("text/javascript")


def test_no_other_site_can_read_load_or_frame_a_page(shown: Preview, course: Workshop) -> None:
    lesson, token = "/instructor/lab.html", shown.token
    assert [shown.ask(lesson, Host=host).status for host in ("evil.example", "localhost:9000", "")] == [
        *(421, 200, 421)
    ]
    site = {"Sec_Fetch_Site": "cross-site"}
    assert shown.ask(lesson, **site, Sec_Fetch_Dest="iframe").status == 403
    assert shown.ask("/", **site, Sec_Fetch_Dest="document").status == 200  # somebody follows a link
    headers = shown.ask(lesson).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    data = {"token": token, "path": "course/lab.md", "line": 1, "column": 1}
    assert shown.post("/open", {**data, "token": ""}).status == 403
    assert shown.post("/open", data, Origin="http://evil.example").status == 403
    assert shown.post("/open", data, Content_Type="text/plain").status == 415
    assert shown.post("/open", [token]).status == 403
    assert shown.ask("/open", "POST", b"{", Content_Type="application/json").status == 400
    assert shown.ask("/open", "POST", b"", Content_Length="99999999").status == 413
    outside = course.write("../outside.md", OTHER)
    assert shown.post("/open", {**data, "path": str(outside)}).status == 404
    assert shown.post("/nothing", data).status == 404
    assert shown.ask(lesson, "HEAD").body == b""
    assert shown.ask("/events?page=x", "HEAD").body == b""

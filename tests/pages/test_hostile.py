"""A course of unknown origin cannot read files outside of its folder, fetch anything or run anything."""

import base64
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from workshop import Workshop

SECRET = "CANARY-7f3a"  # noqa: S105 (a word to look for)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="9" height="9">{}</svg>'
)


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and the requests that it received."""
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(SVG.format("<rect width='9' height='9'/>").encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
            pass

    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


HOSTILE = [  # what a source holds, and the rule that says so; URL is the server, OUT a file outside
    ("![x](URL/a.png)", "CB203"),
    ("![x](//127.0.0.1/a.png)", "CB203"),
    ("![x](../out.svg)", "CB304"),
    ("![x](%2e%2e/out.svg)", "CB304"),
    ("![x](file://OUT)", "CB310"),
    ("![x](OUT)", "CB310"),
    ("![x](linked.svg)", "CB304"),
    ("<img src='../out.svg'>", "CB304"),
    ("<img src='a.gif' srcset='URL/a.png 2x'>", "CB303"),
    ("<script src='URL/a.js'></script>", "CB301"),
    ("<script>document.title = 1</script>", "CB301"),
    ("<iframe src='URL/'></iframe>", "CB301"),
    ("<object data='URL/'></object>", "CB301"),
    ("<embed src='file://OUT'>", "CB301"),
    ("<link rel=stylesheet href='URL/a.css'>", "CB301"),
    ("<link rel=attachment href='file://OUT'>", "CB301"),
    ("<meta http-equiv=refresh content='0;URL'>", "CB301"),
    ("<base href='URL'>", "CB301"),
    ("<style>@import 'URL/a.css'; p { background: url(URL/a.png) }</style>", "CB301"),
    ("<svg><image href='URL/a.png'/></svg>", "CB301"),
    ("<video poster='URL/a.png'></video>", "CB301"),
    ("<p style='background: url(URL/a.png)'>x</p>", "CB306"),
    ('[x]{style="background: url(URL/a.png)"}', "CB306"),
    ("<b onclick='alert(1)'>x</b>", "CB302"),
    ('[x]{onclick="alert(1)"}', "CB302"),
    ("[x](javascript:alert)", "CB303"),
    ("<a href='java&#10;script:alert(1)'>x</a>", "CB303"),
    ("<a href='data:text/html,x'>x</a>", "CB303"),
    ("<form action='URL'><button>x</button></form>", "CB301"),
    ("<table background='URL/a.png'><tr><td>x</td></tr></table>", "CB303"),
]


def test_what_a_source_tries(workshop: Workshop, requests: tuple[str, list[str]]) -> None:
    """It is reported; neither the page nor the PDF contains it, and nothing is requested."""
    address, asked = requests
    out = workshop.write("out.svg", SVG.format(f"<text>{SECRET}</text>"))
    workshop.write("course/a.gif", base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="))
    (workshop.folder / "course" / "linked.svg").symlink_to(out)
    for number, (text, _) in enumerate(HOSTILE):
        tried = text.replace("URL", address).replace("OUT", str(out))
        workshop.write(
            f"course/{number}.md", f"---\ntitle: Lab {number}\n---\n\nBefore.\n\n{tried}\n\nAfter.\n"
        )
    done = workshop.run("--quiet")
    assert done.code == 0, done.err
    assert asked == []
    for number, (text, rule) in enumerate(HOSTILE):
        assert re.search(rf"^course/{number}\.md:7:\d+: warning\[{rule}\]", done.err, re.MULTILINE), text
        _is_harmless(workshop, f"{number}")


def _is_harmless(workshop: Workshop, name: str) -> None:
    html, main = workshop.html(name), workshop.main(name)
    loaded = re.findall(r"(?:src|srcset|data|poster|background)=[\"']?(?!data:)([^\"' >]+)", html)
    embedded = b"".join(base64.b64decode(found) for found in re.findall(r";base64,([A-Za-z0-9+/=]+)", html))
    assert loaded == []
    assert SECRET not in html
    assert SECRET.encode() not in embedded
    assert not re.search(r"<(script|iframe|object|embed|link|base|form|style|svg|video)\b", main)
    assert not re.search(r"<[^>]*\son\w+=", main)
    assert "javascript:" not in main
    text_in_pdf = "".join(page.get_textpage().get_text_range() for page in workshop.pdf(name))
    assert "Before." in text_in_pdf
    assert "After." in text_in_pdf
    assert SECRET not in text_in_pdf


FRONT_MATTER = (
    "css",
    "template",
    "header-includes",
    "include-before",
    "lua-filter",
    "filters",
)


@pytest.mark.parametrize("field", FRONT_MATTER)
def test_front_matter_that_controls_other_tools(workshop: Workshop, field: str) -> None:
    """The field is not used, and is reported."""
    workshop.write("secret", SECRET)
    workshop.write("course/lab.md", f"---\ntitle: Lab\n{field}: ../secret\n---\n\nText.\n")
    done = workshop.run("--to", "html", "--quiet")
    assert done.err.startswith(
        f"course/lab.md:3:1: warning[CB305]: the front matter's `{field}` is not used\n"
    )
    assert SECRET not in workshop.html()


def test_front_matter_is_text(workshop: Workshop) -> None:
    """Markup, templates and attributes in a title or name are shown as text."""
    title = '</title><script>alert(1)</script> {{ 7 * 7 }} \\" onload=x'
    workshop.write(
        "course/lab.md",
        f'---\ntitle: "{title}"\nauthor: "<b>Eve</b>"\nlang: \'en" onload="x\'\n---\n\nText.\n',
    )
    done = workshop.run("--to", "html", "--quiet")
    assert "warning[CB210]" in done.err
    page = workshop.html()
    assert page.count("<script>") == 1  # ours
    assert "49" not in page.split("</style>")[1]
    assert "<b>Eve" not in page
    assert '<html lang="en" class=' in page


SVGS = [
    ("<image href='URL/a.png' width='9' height='9'/>", 'href="URL/a.png"'),
    ("<image xlink:href='file:///etc/passwd'/>", 'href="file:///etc/passwd"'),
    ("<use href='other.svg#a'/>", 'href="other.svg#a"'),
    ("<style>@import 'URL/a.css';</style>", "<style>"),
    ("<rect style='fill: url(URL/a.svg#x)'/>", 'style="fill: url(URL/a.svg#x)"'),
    ("<script>alert(1)</script>", "<script>"),
    ("<rect onload='alert(1)'/>", 'onload="alert(1)"'),
]


@pytest.mark.parametrize(("content", "removed"), SVGS)
def test_an_svg_that_loads_or_runs(
    workshop: Workshop, requests: tuple[str, list[str]], content: str, removed: str
) -> None:
    """It is removed, and the drawing is shown."""
    address, asked = requests
    workshop.write(
        "course/a.svg", SVG.format(content.replace("URL", address) + "<rect width='9' height='9'/>")
    )
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n![A square](a.svg)\n")
    done = workshop.run("--quiet")
    assert f"warning[CB301]: image `a.svg`: {removed.replace('URL', address)}"[:60] in done.err
    found = re.search(r"svg\+xml;base64,([A-Za-z0-9+/=]+)", workshop.main())
    assert found
    drawing = base64.b64decode(found[1]).decode()
    assert "rect" in drawing
    assert not re.search("URL|127.0.0.1|passwd|other.svg|alert", drawing)
    assert asked == []


def test_an_svg_of_entities(workshop: Workshop) -> None:
    """A document type can neither read files nor expand without bound."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))
    workshop.write("secret", SECRET)
    workshop.write("course/a.svg", f"<!DOCTYPE svg [{bomb}]>{SVG.format('<text>&e11;</text>')}")
    workshop.write(
        "course/b.svg", f'<!DOCTYPE svg [<!ENTITY x SYSTEM "../secret">]>{SVG.format("<text>&x;</text>")}'
    )
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n![A](a.svg) ![B](b.svg)\n")
    done = workshop.run("--to", "html", "--quiet")
    assert done.err.count("warning[CB205]") == 2
    assert SECRET not in workshop.html()


def test_only_images_are_fetched(workshop: Workshop, requests: tuple[str, list[str]]) -> None:
    """With --fetch, remote images are embedded, and nothing else is requested."""
    address, asked = requests
    workshop.write(
        "course/lab.md",
        f"---\ntitle: Lab\n---\n\n![A square]({address}/a.svg)\n\n<iframe src='{address}/b'></iframe>\n",
    )
    done = workshop.run("--to", "html", "--fetch", "--quiet")
    assert done.code == 0
    assert asked == ["/a.svg"]
    assert "data:image/svg+xml;base64," in workshop.main()


def test_nesting_without_end(workshop: Workshop) -> None:
    """A document that is nested too deeply is refused; the others are built."""
    workshop.write("course/deep.md", "---\ntitle: Deep\n---\n\n" + "> " * 400 + "x\n")
    workshop.write("course/good.md", "---\ntitle: Good\n---\n\nText.\n")
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, workshop.files()) == (1, ["student/good.html"])
    assert "course/deep.md: error[CB010]: it is nested too deeply" in done.err


@pytest.mark.parametrize(
    "address", ["http:/127.0.0.1/x.png", "http:127.0.0.1/x.png", "http:\\\\127.0.0.1\\x.png"]
)
def test_addresses_that_browsers_repair(workshop: Workshop, address: str) -> None:
    """Browsers repair malformed addresses, so images keep no address at all."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n<img src='{address}' alt='x'>\n")
    done = workshop.run("--to", "html", "--quiet")
    assert "warning[CB203]" in done.err
    assert "<img" not in workshop.main()


@pytest.mark.parametrize(("target", "rule"), [("C:/Users/me/x.png", "CB310"), ("foo:bar.png", "CB304")])
def test_unknown_schemes(workshop: Workshop, target: str, rule: str) -> None:
    """They are reported, for images and for links."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n![A]({target}) [b]({target})\n")
    done = workshop.run("--to", "html", "--quiet")
    assert f"warning[{rule}]: image" in done.err
    assert "warning[CB303]: `href=" in done.err


@pytest.mark.parametrize("field", ["body", "toc", "body-footer"])
def test_front_matter_does_not_replace_the_lesson(workshop: Workshop, field: str) -> None:
    """A field with the name of a variable in pandoc's templates does not replace the lesson."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n{field}: see below\n---\n\n## Part\n\nText.\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert "Text." in workshop.main()
    assert "see below" not in workshop.html()


def test_diagnostics_are_escaped(workshop: Workshop) -> None:
    """Names and quoted text cannot send commands to a terminal or a CI service."""
    workshop.write("course/a\n::error::x\x1b[2J.md", b"\xff")
    done = workshop.run("--to", "html", "--quiet")
    assert "\x1b" not in done.err
    assert not [line for line in done.err.splitlines() if line.startswith("::")]


def test_drawings_that_are_harmless_are_untouched(workshop: Workshop) -> None:
    """References within the drawing are kept."""
    drawing = SVG.format(
        "<defs><linearGradient id='g'/></defs><style>.a { fill: url( \"#g\" ) }</style>"
        "<rect class='a' stroke=\"url('#g')\"/><use href='#g'/>"
    )
    workshop.write("course/a.svg", drawing)
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n![A square](a.svg)\n")
    done = workshop.run("--to", "html", "--quiet")
    assert done.err == ""
    assert base64.b64encode(drawing.encode()).decode() in workshop.main()


SLOW = [
    pytest.param("[" * 40 + "x" + "]" * 40, id="brackets"),
    pytest.param("```x\n" * 8000, id="fences"),
    pytest.param(":::tip a" + ":" * 50_000 + "x", id="colons"),
    pytest.param("```make\n" + "a" * 50_000 + "\n```", id="a code line"),
    pytest.param('<table><tr><td colspan="100000000">x</td></tr></table>', id="columns"),
]


@pytest.mark.parametrize("text", SLOW)
def test_nothing_takes_for_ever(workshop: Workshop, text: str) -> None:
    """A conversion that takes too long is ended and reported; the others finish in time."""
    workshop.write("coursebuild.toml", "[limits]\npandoc-seconds = 5\n")
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n{text}\n")
    done = workshop.run("--quiet")  # has a time limit of its own
    assert (done.code == 0) == (workshop.files() != [])


def test_a_line_of_braces_ends_soon(workshop: Workshop) -> None:
    """The time limit is two minutes; a search from each brace to the start of the line would take five."""
    workshop.write("course/lab.md", "---\ntitle: L\n---\n\n" + "{.a " * 80_000 + "\n\n" + "`a ``b " * 5_000)
    done = workshop.run("check", "-q")
    assert "Traceback" not in done.err

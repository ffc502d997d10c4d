"""A checkout of a stranger: the files with which it can have an effect on a build."""

from collections.abc import Callable

from workshop import Workshop

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
FILTER = """import pathlib
import panflute as pf
pathlib.Path({witness!r}).write_text("run")
def transform(doc):
    doc.content.append(pf.Para(pf.Str({word!r})))
    return doc
"""
ENDLESS = '{% include "page.html.jinja" %}'
OURS = 'title = "Ours"\nfilters = ["mark"]\n[theme]\nlogo = "art/logo.svg"\n'
REVISION = "ours"


def configure(key: str, value: str) -> Callable[[Workshop], object]:
    """Write a coursebuild.toml that has one more key, or one line of a table."""
    table, _, name = key.rpartition(".")
    top = "" if table else f"{name} = {value}\n"
    rest = f"[{table}]\n{name} = {value}\n" if table else ""
    return lambda w: w.write("coursebuild.toml", f'{top}filters = ["mark"]\n{rest}')


def hostile_filter(workshop: Workshop) -> None:
    text = FILTER.format(witness=str(workshop.folder / "theirs-ran"), word="Theirs")
    workshop.write("filters/mark.py", text)


def _hostile_resources(workshop: Workshop) -> None:
    (outside := workshop.folder.parent / "outside").mkdir()
    (outside / "b.svg").write_text(SVG.format("secret"))
    (workshop.folder / "shared").symlink_to(outside)
    configure("resources", '["shared"]')(workshop)


FILES: dict[str, Callable[[Workshop], object]] = {
    "filter": hostile_filter,
    "template": lambda w: w.write("templates/page.html.jinja", ENDLESS),
    "style sheet": lambda w: w.write("templates/base.css", "body::after { content: 'Theirs' }"),
    "style sheet of print": lambda w: w.write("templates/print.css", "body::after { content: 'Theirs' }"),
    "script": lambda w: w.write("templates/page.js", "theirs()"),
    "early script": lambda w: w.write("templates/early.js", "theirs()"),
    "labels": lambda w: w.write("templates/labels.toml", '[en]\ntip = "<script>theirs()</script>"\n'),
    "palette": lambda w: w.write("templates/palette.toml", '[light]\ntip = "#bad0ff"\n'),
    "icon": lambda w: w.write("templates/icons/tip.svg", SVG.format("theirs")),
    "broken labels": lambda w: w.write("templates/labels.toml", "= broken"),
    "linked template": lambda w: (w.folder / "templates" / "base.css").symlink_to("/etc/passwd"),
    "filters": lambda w: w.write("coursebuild.toml", "filters = []\n"),
    "missing filter": lambda w: w.write("coursebuild.toml", 'filters = ["other"]\n'),
    "sources": configure("sources", '["more"]'),
    "output": configure("output", '"public"'),
    "resources": _hostile_resources,
    "ignore": configure("ignore", '["CB125", "CB203", "CB137"]'),
    "public": configure("public", '["Answer key"]'),
    "require-corrections": configure("require-corrections", "true"),
    "student-fields": configure("student-fields", '["Theirs"]'),
    "cover": configure("cover", "true"),
    "toc": configure("toc", "true"),
    "draft": configure("draft", "true"),
    "links": configure("links", '"footnote"'),
    "accent": configure("theme.accent", '"#bad0ff"'),
    "font": configure("theme.font", '"Inter"'),
    "paper": configure("theme.paper", '"letter"'),
    "margins": configure("theme.margins", '"9mm"'),
    "logo": configure("theme.logo", '"course/../art/logo.svg"'),
    "limits": configure("limits.page-seconds", "9999"),
    "metadata": configure("metadata.level", '"high"'),
    "edition": configure("editions.tutor.correction", "true"),
    "students' edition": configure("editions.student.level", '"high"'),
}

"""Citations: what each edition cites and lists, and what is wrong with a key, a file or a style."""

import re

import pytest
from workshop import Workshop

REFERENCES = """\
@book{knuth84, author={Knuth, Donald E.}, title={The {TeX}book}, year={1984}, publisher={Addison-Wesley}}
@article{ritchie74, author={Ritchie, Dennis M. and Thompson, Ken}, title={The {UNIX} Time-Sharing System},
  journal={Communications of the ACM}, year={1974}, pages={365--375}}
@book{lions77, author={Lions, John}, title={Commentary on the Sixth Edition}, year={1977}}
"""
HEAD = "---\ntitle: Unix\nlang: fr\nbibliography: ../references.bib\ncsl: ../numbers.csl\n---\n\n"
LESSON = """\
::: {.exercise title="La source"}
Que fait le noyau ?

::: {.correction .if correction="true"}
Il est commenté ligne à ligne [@lions77].
:::
:::

Le système est décrit par ses auteurs [@ritchie74, p. 370]. Voir [-@knuth84] et \\@personne.
"""
STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="[" suffix="]" delimiter=", ">
    <text variable="citation-number"/><group prefix=", "><label variable="locator" form="short"/>
    <text variable="locator" prefix=" "/></group>
  </layout></citation>
  <bibliography second-field-align="flush"><layout suffix=".">
    <text variable="citation-number" prefix="[" suffix="]"/>
    <names variable="author" suffix=", "><name and="text"/></names><text variable="title"/>
  </layout></bibliography>
</style>
"""
IDENTIFIERS = re.compile(r'id="ref-(\w+)"')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("cited"))
    workshop.write("references.bib", REFERENCES)
    workshop.write("numbers.csl", STYLE)
    workshop.write("course/lab.md", HEAD + LESSON)
    done = workshop.run("--all", "--strict", "--to", "html")
    assert (done.code, done.err.count("warning")) == (0, 0), done.err
    return workshop


def test_each_edition_lists_and_numbers_what_it_cites(built: Workshop) -> None:
    student, instructor = (built.main(edition=edition) for edition in ("student", "instructor"))
    assert IDENTIFIERS.findall(student) == ["ritchie74", "knuth84"]
    assert IDENTIFIERS.findall(instructor) == ["lions77", "ritchie74", "knuth84"]
    assert '[<a href="#ref-ritchie74" role="doc-biblioref">1, p. 370</a>]' in student
    assert '[<a href="#ref-ritchie74" role="doc-biblioref">2, p. 370</a>]' in instructor
    assert "Dennis M. Ritchie et Ken Thompson" in student
    assert "@personne" in student
    assert "Références</h2>" in student


def test_the_audit_finds_what_only_a_correction_cites(built: Workshop) -> None:
    page = built.folder / "build" / "student" / "lab.html"
    content = page.read_text()
    page.write_text(content.replace("</main>", "<p>Lions, Commentary on the Sixth Edition</p></main>"))
    done = built.run("verify", "build/student")
    page.write_text(content)
    assert done.code == 1
    assert "sixth" in (done.out + done.err).casefold()


def test_what_is_wrong_is_said_where_it_is(workshop: Workshop) -> None:
    workshop.write("references.bib", REFERENCES)
    workshop.write("coursebuild.toml", 'bibliography = "references.bib"\n')
    workshop.write("course/damaged.bib", "@book{a, title={x}\n @")
    workshop.write("course/dependent.csl", '<style><link rel="independent-parent"/></style>')
    workshop.write("course/broken.csl", "<style/>")
    lessons = {
        "cited": "lang: en\n---\n\nRead `@none`, then [see @knuth84; @richie74].\n",
        "absent": "bibliography: damage.bib\n---\n\nText.\n",
        "damaged": "bibliography: damaged.bib\n---\n\nText.\n",
        "outside": "bibliography: ../../other.bib\n---\n\nText.\n",
        "web": "bibliography: https://example.org/a.bib\n---\n\nText.\n",
        "broken": "csl: broken.csl\n---\n\n[@knuth84]\n",
        "style": "csl: dependent.csl\n---\n\nText.\n",
        "numbered": "lang: en\n---\n\n## A part {#sec:part}\n\n@Sec:part, or @sec:part, cites @knuth84.\n",
        "right": "nocite: '@*'\n---\n\n[@knuth84] and @ritchie74.\n",
    }
    for name, text in lessons.items():
        workshop.write(f"course/{name}.md", f"---\ntitle: A lab\n{text}")
    done = workshop.run("check")
    found = re.findall(r"^course/(.+): error\[(CB\d+)\]: (.+)$", done.out, re.MULTILINE)
    assert sorted(found) == [
        ("absent.md:3:15", "CB229", "`damage.bib`: there is no such file; did you mean `damaged.bib`?"),
        (
            "broken.md:3:1",
            "CB229",
            "pandoc cannot use the style: CiteprocParseError: No citation element present",
        ),
        ("cited.md:6:35", "CB228", "no reference has the key `richie74`; did you mean `ritchie74`?"),
        ("damaged.bib:2:2", "CB229", "it cannot be read: unexpected '@' @ ^"),
        ("outside.md:3:15", "CB229", "`../../other.bib`: the file is outside of the course"),
        (
            "style.md:3:6",
            "CB229",
            "`dependent.csl`: it only names another style, its parent: save that one in the course",
        ),
        (
            "web.md:3:15",
            "CB229",
            "`https://example.org/a.bib`: what is on the web is not fetched: save the file in the course",
        ),
    ]


def test_a_reference_to_a_figure_is_none_of_a_book(workshop: Workshop) -> None:
    """Citeproc does not know its key; its words are for students, though a correction has more."""
    workshop.write("course/books.bib", "@book{kay, author={Kay, Alan}, title={Early History}, year={1993}}\n")
    text = "$$a = b$$ {#eq:product}\n\nBy @eq:product and [@kay]:\n\n::: correction\nPort 80.\n:::\n"
    workshop.write("course/lab.md", f"---\ntitle: Ports\nbibliography: books.bib\n---\n\n{text}")
    done = workshop.run("build", "--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert ">equation" in workshop.main()

"""What a lesson says about itself: its licence, its level and its time, for readers and for machines."""

import json
import re

import pikepdf
import pytest
from selecting import LOCATION, SESSION, shown_in_each_edition
from workshop import Workshop, page_texts

from coursebuild import editions, pandoc
from coursebuild.editions.licenses import license_of
from coursebuild.model import Format
from coursebuild.source import read_text

LESSON = """---
title: Files & <rights>
author: [Ada Martin, "Bob </script> Roy"]
license: cc by-sa 4.0
educational-level: Level & "two"
learning-time: 1h30
date: 2026-11-29
---

Which class?

::: correction
`Person`, with `keywords` and a `license`.
:::
"""


def test_readers_and_machines_are_told(workshop: Workshop) -> None:
    """At the end of pages, in JSON-LD and in XMP; whose names may be in a correction."""
    workshop.write("coursebuild.toml", 'title = "Systems"\nlicense = "MIT"\n')
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/other.md", "---\ntitle: Other\n---\n\nText.\n")
    done = workshop.run()
    assert (done.code, "CB" in done.err) == (0, False)
    html = workshop.html()
    footer = re.search(r'<footer class="colophon">(.*?)</footer>', html, re.DOTALL)
    assert footer
    assert (
        'href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">CC BY-SA 4.0</a>' in footer[1]
    )
    assert "Level &amp; &#34;two&#34;" in footer[1]
    assert "1\u00a0h\u00a030\u00a0min" in footer[1]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    assert json.loads(found[1]) == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": "Files & <rights>",
        "author": [{"@type": "Person", "name": "Ada Martin"}, {"@type": "Person", "name": "Bob Roy"}],
        "inLanguage": "en",
        "datePublished": "2026-11-29",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "educationalLevel": 'Level & "two"',
        "timeRequired": "PT90M",
        "isPartOf": {"@type": "Course", "name": "Systems"},
    }
    path = workshop.folder / "build" / "student" / "lab.pdf"
    with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:rights"] == "CC BY-SA 4.0"
        assert xmp["xmpRights:WebStatement"] == "https://creativecommons.org/licenses/by-sa/4.0/"
        assert xmp["{http://purl.org/dc/terms/}educationLevel"] == 'Level & "two"'
        assert xmp["{http://purl.org/dc/terms/}extent"] == "PT90M"
        assert xmp["pdfuaid:part"] == "1"
    assert "Licence: CC BY-SA 4.0" in page_texts(workshop.pdf())[-1]
    assert 'href="https://spdx.org/licenses/MIT.html"' in workshop.html("other")


CREDITED = """---
title: T
---

![A plan](plan.svg){credit="Ada & Bob, https://example.org/plan, CC BY 4.0"}

::: {.note credit="Zoe, MIT"}
A text of hers.
:::

::: {.correction .if correction="true"}
![Another plan](plan.svg){credit="Somebody unnamed, CC0"}
:::
"""


def test_the_works_of_others_are_named_for_machines(workshop: Workshop) -> None:
    """Those that readers of the edition see; the address of a work and that of its licence are told apart."""
    workshop.write("course/lab.md", CREDITED)
    workshop.write("course/plan.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    assert workshop.run("--all", "--to", "html", "--quiet").code == 0
    works = {}
    for edition in ("student", "instructor"):
        html = workshop.html("lab", edition)
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert found
        works[edition] = json.loads(found[1])["hasPart"]
    assert works["student"] == [
        {
            "@type": "CreativeWork",
            "creditText": "Ada & Bob, https://example.org/plan, CC BY 4.0",
            "url": "https://example.org/plan",
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
        {
            "@type": "CreativeWork",
            "creditText": "Zoe, MIT",
            "license": "https://spdx.org/licenses/MIT.html",
        },
    ]
    assert [each["creditText"] for each in works["instructor"]][2:] == ["Somebody unnamed, CC0"]
    assert "Somebody" not in workshop.html()


def test_they_are_no_conditions_and_a_time_is_one() -> None:
    head = "---\ntitle: T\nlicense: MIT\nlearning-time: soon\n---\n\n"
    shown, told = shown_in_each_edition(f'{head}[x]{{.if license="MIT"}}\n')
    assert (shown, [(each.code, each.line) for each in told]) == ({}, [("CB102", 7)])
    document = pandoc.parse(read_text(f"{head}Text.\n", LOCATION))
    student = SESSION.course.editions["student"]
    selection = editions.select(document, student, Format.HTML, SESSION.for_selecting({}))
    assert [(each.code, each.line) for each in selection.diagnostics] == [("CB212", 4)]
    assert (selection.facts.about.license.name, selection.facts.about.time) == ("MIT", "")


@pytest.mark.parametrize(
    ("typed", "name", "url"),
    [
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-NC-SA 3.0", "CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("cc_by_nd_4.0", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
        (
            "http://creativecommons.org/licenses/by/4.0/deed.fr",
            "CC BY 4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Apache-2.0", "Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        ("bsd-3-clause", "BSD-3-Clause", "https://spdx.org/licenses/BSD-3-Clause.html"),
        ("GPL-3.0", "GPL 3.0", "https://www.gnu.org/licenses/gpl-3.0.html"),
        ("https://www.example.org/terms/", "example.org/terms", "https://www.example.org/terms/"),
        ("CC BY-SA", "CC BY-SA", ""),
        ("CC BY 9.9", "CC BY 9.9", ""),
        ("All rights reserved", "All rights reserved", ""),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
    ],
)
def test_a_licence_by_each_of_its_names(typed: str, name: str, url: str) -> None:
    assert tuple(license_of(typed)) == (name, url)

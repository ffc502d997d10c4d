"""The references of an export: those that students' pages cite, without what their author noted."""

import json
import re

import pytest
from workshop import Workshop

from coursebuild.publish.sources.needed import references

REFERENCES = """% for Ada alone
@string{acm = "ACM Press"}
@string{secret = "Ada's own"}
@book{nets, title = {Fine {IP} "nets", a book}, author={Bob, B. and Carol, C.}, year=2000, publisher = acm,
  abstract={for Ada alone}, file = {/home/ada/nets.pdf}}
@inproceedings{hops, title={Hops}, author={Dan, D.}, crossref={proc}, pages = {1--2}}
@proceedings{proc, title={Proceedings of hops}, booktitle={Proceedings of hops}, year={1999}, publisher=acm}
@book{answers, title={Ada's answers}, author={Ada, A.}, year={2001}}
@comment{for Ada alone}
"""


def test_references_are_those_that_students_pages_cite(workshop: Workshop) -> None:
    """With what these take fields from, and without fields that are for their author."""
    cited = "Read [@nets, p. 4], then @hops.\n\n::: correction\nSee [@answers].\n:::\n"
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlang: en\nbibliography: nets.bib\n---\n\n{cited}")
    workshop.write("course/nets.bib", REFERENCES)
    done = workshop.run("export", "out")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/course/nets.bib").read_text()
    assert re.findall(r"@(?:(\w+)\{(\w+))", exported) == [
        ("string", "acm"),
        ("book", "nets"),
        ("inproceedings", "hops"),
        ("proceedings", "proc"),
    ]
    assert not re.search("(?i)ada", exported)


@pytest.mark.parametrize(
    ("suffix", "text", "kept"),
    [
        (
            ".json",
            '[{"id": "a", "title": "A", "abstract": "seven"}, {"id": "b", "title": "B"}]',
            '[\n  {\n    "id": "a",\n    "title": "A"\n  }\n]\n',
        ),
        (
            ".yaml",
            "# seven\nreferences:\n- id: a\n  abstract: |\n    seven\n  title: A\n- id: b\n  title: B\n",
            "references:\n- id: a\n  title: A\n",
        ),
        (
            ".json",
            '[{"id": "a", "x-private": "seven", "author": [{"family": "B", "x-private": "seven"}]}]',
            json.dumps([{"id": "a", "author": [{"family": "B"}]}], indent=2) + "\n",
        ),
        (
            ".yaml",
            "---\nnotes: seven\nreferences:\n- id: a\n  author:\n  - family: B\n    given: C\n  x: seven\n",
            "---\nreferences:\n- id: a\n  author:\n  - family: B\n    given: C\n",
        ),
        (
            ".yaml",
            "references:\n- id: a\n  x-private:\n    title: seven\n  DOI: 1\nnotes:\n  title: seven\n",
            "references:\n- id: a\n  DOI: 1\n",
        ),
        (
            ".yaml",
            "references:\n  -   id: a\n      abstract: seven\n      issued: 2001\n      x-private: seven\n",
            "references:\n  -   id: a\n      issued: 2001\n",
        ),
    ],
)
def test_references_of_other_formats_are_cut_too(suffix: str, text: str, kept: str) -> None:
    assert references.pared(text, suffix, references.cited(["See [@a]."]), frozenset()) == kept


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".bib", "@book{a, title={A}"),
        (".bib", "@book{a, title={A} and {B}, = }"),
        (".json", '{"id": "a"}'),
        (".yaml", "references:\n- id: a\n  title: A # seven\n"),
        (".yaml", 'references:\n- id: a\n  "x-private": seven\n'),
        (".yaml", "references:\n- {id: a, x-private: seven}\n- id: a\n"),
        (".yaml", "references:\n- id: a\n  author:\n  - family: B\n    x-private: seven\n"),
        (".yaml", "references:\n- id: a\n  issued: {year: 2001, x-private: seven}\n"),
    ],
)
def test_references_that_cannot_be_told_apart_are_refused(suffix: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"closed|cannot be read|no list|comment|no part"):
        references.pared(text, suffix, {"a"}, frozenset())

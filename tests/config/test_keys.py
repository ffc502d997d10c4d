"""The table of the keys of coursebuild.toml, and the JSON Schema that is made from it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from workshop import ROOT, Workshop

from coursebuild import config
from coursebuild.config import keys
from coursebuild.config.keys import french, schema
from coursebuild.model import Course, Limits, Theme, UsageError

VALIDATOR = jsonschema.Draft202012Validator(schema.make())

GOOD = {
    "nothing": "",
    "every key": """
        title = "Systems"
        author = ["Ada Martin", "Alan Roy"]
        lang = "fr"
        sources = ["course", "more"]
        output = "out"
        require-corrections = true
        starter = true
        numbering = ["figures", "tip"]
        numbering-per = "course"
        student-fields = ["Name"]
        cover = true
        toc = false
        draft = true
        links = "footnote"
        tex = "backslash"
        timezone = "Europe/Paris"
        changed-since = "2026.1"
        index = true
        lessons = ["intro.md", "net/ping.md"]
        folders = { net = "Networks" }
        base-url = "https://example.org/systems"
        license = "CC-BY-SA-4.0"
        educational-level = "First year"
        learning-time = 90
        bibliography = ["references.bib"]
        csl = "ieee.csl"
        resources = ["../images"]
        public = [".notes"]
        ignore = ["CB206"]
        filters = ["abbreviations"]
        [theme]
        accent = "#7a1f3d"
        logo = "figures/school.svg"
        font = "Fira Sans"
        paper = "letter"
        margins = "21mm 2cm"
        size = "11pt"
        line-height = 1.5
        spacing = "wide"
        contrast = "AAA"
        [themes.student]
        size = "18pt"
        paper = "A4"
        [boxes.method]
        label = { en = "Method", fr = "Méthode" }
        icon = "tip"
        colour = "rebeccapurple"
        [math.macros]
        R = '\\mathbb{R}'
        [diagrams]
        plantuml = ["plantuml", "-tsvg", "-pipe"]
        d2 = ["d2", "-", "-"]
        graphviz = ["dot"]
        [release]
        key = "~/.ssh/id_ed25519"
        [limits]
        page-seconds = 0.5
        lesson-seconds = 120
        pandoc-seconds = 60
        filter-seconds = 1
        template-seconds = 1
        diagram-seconds = 1
        image-pixels = 1000
        image-elements = 1000
        file-size = "1.5 GB"
        memory = "400MB"
        [editor]
        command = ["code", "--goto", "{file}:{line}:{column}"]
        [metadata]
        group = "A"
        groups = ["A", 2, true]
        year = 2026
        [layout.instructor]
        corrections = "end"
        [show-from]
        "lab-3.md" = "2026-12-01"
        [editions.student]
        level = "basic"
        correction = false
        [editions."élève_2"]
        correction = "true"
        """,
    "one author": 'author = "Ada Martin"',
    "fields by a text": 'student-fields = "Name, Group"',
    "usual fields": "student-fields = true",
    "a box with nothing": "[boxes.method]",
    "a box with one label": '[boxes.step-2]\nlabel = "Step"',
    "no editor": "[editor]\ncommand = []",
    "no colour": '[theme]\naccent = ""',
    "a title in an edition": '[editions.tutor]\ntitle = "For tutors"',
}
BAD = {
    "unknown key": 'titel = "x"',
    "title of a number": "title = 3",
    "author of numbers": "author = [1]",
    "one source": 'sources = "course"',
    "no sources": "sources = []",
    "a NUL character": 'output = "a\\u0000b"',
    "a NUL character in a list": 'filters = ["a\\u0000b"]',
    "cover as text": 'cover = "true"',
    "a blank field": 'student-fields = ["Name", " "]',
    "a blank field in metadata": '[metadata]\nstudent-fields = ["Name", " "]',
    "theme of a text": 'theme = "dark"',
    "a size of type without a unit": '[theme]\nsize = "18"',
    "lines too far apart": "[theme]\nline-height = 3.5",
    "a spacing that is none": '[theme]\nspacing = "wider"',
    "a contrast that is none": '[theme]\ncontrast = "high"',
    "a look of a text": '[themes]\nstudent = "large"',
    "a logo of an edition": '[themes.student]\nlogo = "figures/school.svg"',
    "unknown key of the theme": '[theme]\ncolor = "#fff"',
    "a colour's name": '[theme]\naccent = "teal"',
    "a font that is none": '[theme]\nfont = "Fira/Sans"',
    "paper": '[theme]\npaper = "A3"',
    "five margins": '[theme]\nmargins = "1cm 1cm 1cm 1cm 1cm"',
    "no margins": '[theme]\nmargins = " "',
    "margins without a unit": '[theme]\nmargins = "20"',
    "a box with a capital": "[boxes.Method]",
    "a box with a name of its own": "[boxes.tip]",
    "a correction": "[boxes.correction]",
    "a box of a text": '[boxes]\nmethod = "Method"',
    "unknown key of a box": '[boxes.method]\ncolor = "teal"',
    "no labels": "[boxes.method]\nlabel = {}",
    "a blank label": '[boxes.method]\nlabel = " "',
    "a blank label in French": '[boxes.method]\nlabel = { fr = "" }',
    "a label for a country": '[boxes.method]\nlabel = { fr_FR = "x" }',
    "other marks of formulas": 'tex = "mathjax"',
    "unknown key of formulas": "[math]\nmacro = {}",
    "a macro with a backslash": "[math.macros]\n'\\\\R' = 'x'",
    "a macro of a number": "[math.macros]\nR = 1",
    "a program that draws nothing known": '[diagrams]\nmermaid = ["mmdc"]',
    "a program of a text": '[diagrams]\nd2 = "d2 - -"',
    "unknown limit": "[limits]\npages = 3",
    "no time": "[limits]\npage-seconds = 0",
    "too much time": "[limits]\npage-seconds = 1000000000000",
    "a time of true": "[limits]\npage-seconds = true",
    "a size without a unit": '[limits]\nmemory = "1000"',
    "a size in numbers": "[limits]\nfile-size = 1000",
    "an editor without a file": '[editor]\ncommand = ["code", "--goto"]',
    "a table in metadata": "[metadata.a]\nb = 1",
    "an edition of a text": '[editions]\ntutor = "yes"',
    "an edition in a folder": '[editions."a/b"]',
    "an edition without a letter": '[editions."--"]',
    "a list in an edition": "[editions.tutor]\nlevel = [1]",
    "a correction that is neither": '[editions.tutor]\ncorrection = "yes"',
    "a place of corrections that is none": '[layout.instructor]\ncorrections = "ende"',
    "students with corrections": "[editions.student]\ncorrection = true",
    "students with corrections, as text": '[editions.student]\ncorrection = "true"',
    "a month of none": '[show-from]\n"lab.md" = "2026-13-01"',
    "a day as in France": '[show-from]\n"lab.md" = "01/12/2026"',
    "a time of day": '[show-from]\n"lab.md" = "2026-12-01T08:00"',
    "a date in metadata": '[metadata]\nshow-from = "2026-12-01"',
    "a width": '[editions.tutor]\nwidth = "3"',
    "data": "[editions.tutor]\ndata-x = 1",
}


def is_valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(tomllib.loads(text)))


def is_loaded(text: str, folder: Path) -> bool:
    (folder / "coursebuild.toml").write_text(text, encoding="utf-8")
    try:
        config.load(folder)
    except UsageError:
        return False
    return True


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.make())


@pytest.mark.parametrize("name", GOOD)
def test_what_is_right_is_accepted_by_reader_and_schema(name: str, tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "school.svg").write_text("<svg/>", encoding="utf-8")
    assert is_loaded(GOOD[name], tmp_path)
    assert list(VALIDATOR.iter_errors(tomllib.loads(GOOD[name]))) == []


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_refused_by_reader_and_schema(name: str, tmp_path: Path) -> None:
    assert not is_loaded(BAD[name], tmp_path)
    assert not is_valid(BAD[name])


def test_every_key_is_in_the_good_example() -> None:
    """A new key is tested against the reader."""

    def names(table: dict[str, Any], prefix: str = "") -> set[str]:
        found = set()
        for key, value in table.items():
            found.add(f"{prefix}{key}")
            found |= names(value, f"{prefix}{key}.") if isinstance(value, dict) else set()
        return found

    written = names(tomllib.loads(GOOD["every key"]))
    assert {key for key in keys.KEYS if "*" not in key} <= written


def test_the_defaults_are_those_of_the_reader(tmp_path: Path) -> None:
    """A file with all defaults of the table is read as no file is."""
    lines = [
        f"{name} = {json.dumps(key.default)}"
        for name, key in keys.KEYS.items()
        if key.default is not None and "*" not in name
    ]
    assert is_loaded("\n".join(lines), tmp_path)
    course = config.load(tmp_path)
    given = ("cover", "draft", "lang", "links", "require-corrections", "student-fields")
    assert set(course.defaults) == set(given)
    assert course._replace(defaults={}) == Course(tmp_path)


def test_the_table_has_the_keys_of_the_types() -> None:
    assert tuple(name.replace("-", "_") for name in keys.inside("theme.")) == Theme._fields
    assert [name.replace("-", "_") for name in keys.inside("limits.")] == list(Limits._fields)


def test_each_description_is_a_sentence_in_both_languages() -> None:
    assert french.DESCRIPTIONS.keys() == keys.KEYS.keys()
    texts = [key.description for key in keys.KEYS.values()] + list(french.DESCRIPTIONS.values())
    assert [text for text in texts if not (text[0].isupper() and text.endswith("."))] == []


def test_each_example_is_valid() -> None:
    """Each example of the table is what the reader takes."""
    for name, key in keys.KEYS.items():
        value = key.example
        if value is None:
            continue
        for part in reversed(name.replace("label.*", "label.en").split(".")):
            value = {part.replace("*", "mine"): value}
        assert list(VALIDATOR.iter_errors(value)) == [], name


def test_the_command_prints_the_schema_in_both_languages(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    english, french_one = (workshop.run("schema", *lang) for lang in ((), ("--lang", "fr")))
    assert json.loads(english.out) == schema.make()
    assert json.loads(french_one.out)["properties"]["title"]["description"].startswith("Le titre")


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/coursebuild.toml")), ids=str)
def test_the_files_of_this_repository_are_valid(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))) == []

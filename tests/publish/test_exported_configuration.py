"""The coursebuild.toml of an export has what students' pages depend on."""

import re

from workshop import Workshop

from coursebuild.config import keys
from coursebuild.publish.sources.needed.configuration import KEPT, NOT_KEPT

CONFIGURATION = """numbering-per = "chapter"
lessons = ["b.md", "a.md"]
numbering = ["sections"]
timezone = "Europe/Paris"

[metadata]
toc = true

[editions.student]
draft = true

[themes.student]
size = "18pt"
"""
OF_OTHERS = """
[editions.tutor]
level = "2"

[themes.instructor]
accent = "#aa0000"

[show-from]
"a.md" = "2999-01-01"
"""


def test_what_students_pages_depend_on_is_exported(workshop: Workshop) -> None:
    """What other editions set, and values that conditions alone test, stay at home."""
    for name in ("a", "b"):
        text = f"---\ntitle: {name}\nlang: en\n---\n\n# A section\n\nText.\n"
        workshop.write(f"course/{name}.md", text)
    workshop.write("coursebuild.toml", CONFIGURATION.replace("toc =", 'group = "A"\ntoc =') + OF_OTHERS)
    done = workshop.run("export", "out", "--quiet")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/coursebuild.toml").read_text()
    assert exported == re.sub(r"\[(\w+)\.student\]\n(.+)", r"[\1]\nstudent = { \2 }", CONFIGURATION)


def test_each_key_is_exported_or_not_on_purpose() -> None:
    assert {name for name in keys.KEYS if "." not in name} == KEPT | NOT_KEPT
    assert not KEPT & NOT_KEPT

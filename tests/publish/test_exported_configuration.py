"""The coursebuild.toml of an export has what students' pages depend on."""

from workshop import Workshop

from coursebuild.config import keys
from coursebuild.publish.sources.needed.configuration import KEPT, NOT_KEPT

CONFIGURATION = """numbering-per = "chapter"
lessons = ["b.md", "a.md"]
numbering = ["sections"]
timezone = "Europe/Paris"

[themes.student]
size = "18pt"
"""
OF_OTHERS = """
[themes.instructor]
accent = "#aa0000"

[show-from]
"a.md" = "2999-01-01"
"""


def test_the_order_of_lessons_and_the_look_of_students_are_exported(workshop: Workshop) -> None:
    """Numbers of chapters come of the one; other editions' looks stay at home."""
    for name in ("a", "b"):
        text = f"---\ntitle: {name}\nlang: en\n---\n\n# A section\n\nText.\n"
        workshop.write(f"course/{name}.md", text)
    workshop.write("coursebuild.toml", CONFIGURATION + OF_OTHERS)
    done = workshop.run("export", "out", "--quiet")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/coursebuild.toml").read_text()
    assert exported == CONFIGURATION.replace(
        '[themes.student]\nsize = "18pt"', '[themes]\nstudent = { size = "18pt" }'
    )


def test_each_key_is_exported_or_not_on_purpose() -> None:
    assert {name for name in keys.KEYS if "." not in name} == KEPT | NOT_KEPT
    assert not KEPT & NOT_KEPT

"""What students see is compared with what was withheld from them, phrase by phrase."""

from pathlib import Path, PurePosixPath

import dated
import pytest

from coursebuild import pandoc
from coursebuild.audit import withheld
from coursebuild.model import Course, Diagnostic, Edition, Location, Phrases, Remembered, squeezed
from coursebuild.output.record import pack
from coursebuild.source import read_text

SALT = b"salt"
LOCATION = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
COURSE = Course(Path())
LEVELS = Course(
    Path(),
    editions={
        "student": Edition("student", {"correction": "false", "level": "basic"}),
        "advanced": Edition("advanced", {"correction": "false", "level": "advanced"}),
        "instructor": Edition("instructor", {"correction": "true", "level": "full"}),
    },
)

QUESTION = "Which program answers the requests of the browsers, and where does it run?"
ANSWER = (
    "A server is a program that waits for requests all day. It listens at a port that clients know, and "
    "sends an answer to each of them."
)
PAGE = "https://docs.example.org/en/reference/commands/run.html#an-option"
WITHHELD = f"{QUESTION}\n\n::: correction\n{ANSWER}\n\nSee <{PAGE}>.\n\n```sh\ncurl {PAGE}\n```\n:::\n"


def _read(
    text: str, course: Course, former: Remembered, name: str = "lab.md"
) -> tuple[Phrases, list[Diagnostic]]:
    document = pandoc.parse(
        read_text(text, Location(Path(name), name, PurePosixPath(name).with_suffix(""), ()))
    )
    texts = withheld.read(document, course, {})
    phrases = withheld.phrases(texts, SALT)
    return phrases, list(withheld.find_revealed(document, texts, phrases, former))


def _alarms(before: str, now: str, course: Course = COURSE) -> list[str]:
    """The positions of the alarms in a text, after what another one withheld."""
    phrases, _ = _read(before, course, Remembered())
    _, found = _read(now, course, Remembered(SALT, pack(phrases.withheld)))
    assert {diagnostic.code for diagnostic in found} <= {"CB157"}
    return [f"{diagnostic.line}:{diagnostic.column}" for diagnostic in found]


LEAKS = {
    "the fence is gone": (f"{QUESTION}\n\n{ANSWER}\n", "3:1"),
    "a class that hides nothing": (f"{QUESTION}\n\n::: tip\n{ANSWER}\n:::\n", "4:1"),
    "beside its correction": (f"{WITHHELD}\n{ANSWER}\n", "13:1"),
    "before its correction": (f"{ANSWER}\n\n{WITHHELD}", "1:1"),
    "one sentence of two": ("Hint: it listens at a port that clients know, and sends an answer.", "1:7"),
    "half of it reworded": (
        "A server is a program that waits for requests all day, whatever the hour is.",
        "1:1",
    ),
    "other typography": (ANSWER.upper().replace(" PROGRAM", "\n**PROGRAM**"), "1:1"),
    "a list item": (f"1. What is it?\n2. See:\n    * {ANSWER}\n", "3:7"),
    "a cell": (f"| a | b |\n|---|---|\n| x | {ANSWER} |\n", "3:7"),
    "a footnote": (f"See.[^1]\n\n[^1]: {ANSWER}\n", "3:7"),
    "a comment in a line of code": (f"```sh\nls  # {ANSWER}\n```\n", "2:7"),
    "a box's title": (f'::: {{.tip title="{ANSWER}"}}\nText.\n:::\n', "1:18"),
    "a description of an image": (f"![{ANSWER}](a.svg)\n", "1:3"),
    "the lesson's subtitle": (f"---\ntitle: Lab\nsubtitle: {ANSWER}\n---\n\nText.\n", "3:11"),
    "HTML": (f'<div title="x">\n{ANSWER}\n</div>\n', "2:1"),
    "links between its words": (ANSWER.replace("program", "[program](https://example.org/p)"), "1:48"),
    "a part for one format": (f'::: {{.if format="pdf"}}\n{ANSWER}\n:::\n', "2:1"),
}


@pytest.mark.parametrize(("text", "place"), LEAKS.values(), ids=LEAKS)
def test_a_withheld_text_that_is_shown(text: str, place: str) -> None:
    """It is found at its line, also as a piece, also if its correction is still there."""
    assert _alarms(WITHHELD, text) == [place]


RIGHT = {
    "the same": WITHHELD,
    "gone": f"{QUESTION}\n",
    "moved into another part": f"# Notes {{.correction}}\n\n{ANSWER}\n\n# Start\n\n{QUESTION}\n",
    "split in two": WITHHELD.replace(". It", ".\n:::\n\n::: solution\nIt"),
    "in one line": f'{QUESTION} [{ANSWER}]{{.if correction="true"}}\n',
    "reworded": WITHHELD.replace("waits for requests", "sleeps until somebody asks"),
    "a comment": f"{QUESTION}\n\n<!-- {ANSWER} -->\n\n<!--\n{ANSWER}\n-->\n",
    "TeX, which no page has": f"{QUESTION}\n\n```{{=latex}}\n{ANSWER}\n```\n",
    "an address that both name": f"See <{PAGE}>, or [there]({PAGE}).\n\n```sh\ncurl {PAGE}\n```\n",
    "a few words of it": "A server is a program. Clients know its port, and it sends an answer.\n",
    "a public box": f"{QUESTION}\n\n::: public\n{ANSWER}\n:::\n",
    "a public section": f"# Answers {{.public}}\n\n## One\n\n{ANSWER}\n\n# Next\n\n{QUESTION}\n",
    "public words": f"See: [{ANSWER}]{{.public}}\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_no_leak(text: str) -> None:
    assert _alarms(WITHHELD, text) == []


def test_a_public_part_lets_only_its_own_text_go() -> None:
    """The section of a heading ends before the next one of its rank."""
    text = f"# One {{.public}}\n\n{ANSWER}\n\n# Two\n\n{ANSWER}\n\n::: public\nText.\n:::\n"
    assert _alarms(WITHHELD, text) == ["7:1"]


CODE = """def area(radius):
    half = 3.14159 / 2
    if radius < 0:
        raise ValueError(radius)
    square = radius * radius
    return 2 * half * square"""
ITEMS = ["the red hat", "a green apple", "some blue whales", "the old pot"]
LIST = "".join(f"- {item}\n" for item in ITEMS)
TABLE = "| name | is |\n|---|---|\n" + "".join(f"| {n} | {item} |\n" for n, item in enumerate(ITEMS))
LINES = "\n".join(f"    value = {name}(value)" for name in ("first_step", "second_step", "third_step"))
GAP = f"```\ndef steps(value):\n    # BEGIN SOLUTION\n{LINES}\n    # END SOLUTION\n    return value\n```\n"
IN_A_ROW = {
    "code": (f"```python\n{CODE}\n```\n", "2:1"),
    "code among other code": (f"```python\nimport os\n\n{CODE}\n\nprint(area(2))\n```\n", "4:1"),
    "most of a code": (f"```python\n{CODE.partition(chr(10))[2]}\n```\n", "2:5"),
    "a list": (LIST, "1:3"),
    "a list in another one": (f"- a cat\n{LIST}- a dog\n", "2:3"),
    "a table": (TABLE, "1:3"),
    "short paragraphs": ("\n\n".join(ITEMS), "1:1"),
    "code in sentences": ("\n\n".join(f"`{item}`" for item in ITEMS), "1:2"),
}


def _in_correction(text: str) -> str:
    return f"{QUESTION}\n\n::: correction\n{text}\n:::\n\nThe end.\n"


@pytest.mark.parametrize(("text", "place"), IN_A_ROW.values(), ids=IN_A_ROW)
def test_short_texts_in_a_row(text: str, place: str) -> None:
    """Each is too short to be remembered; together they are, also if others are around them now."""
    before = "\n\n".join([f"```python\n{CODE}\n```", LIST, "Then:", TABLE])
    assert _alarms(_in_correction(before), text) == [place]
    assert _alarms(f"{text}\n\n{_in_correction(before)}", text) == []


def test_a_gap_without_its_marks() -> None:
    """Its lines are known again, though students see those around them; the marks are none of it."""
    assert _alarms(GAP, GAP) == []
    assert _alarms(GAP, "\n".join(line for line in GAP.split("\n") if "SOLUTION" not in line)) == ["3:5"]


def test_a_copied_file_with_lines_of_code() -> None:
    """It is searched line by line."""
    phrases, _ = _read(_in_correction(f"```python\n{CODE}\n```"), COURSE, Remembered())
    former = Remembered(SALT, pack(phrases.withheld))
    assert withheld.find_remembered([f"import os\n\n{CODE}\n"], former).startswith("def area(radius):")
    assert withheld.find_remembered(["import os\n\nprint(os.name)\n", *CODE.split("\n")], former) == ""


def test_short_texts_that_are_no_correction() -> None:
    """Few of them; a correction that repeats the code of its question; and what is `.public`."""
    start = CODE.replace("2 * half * square", "None")
    before = f"```python\n{start}\n```\n\n{_in_correction(f'```python{chr(10)}{CODE}{chr(10)}```')}"
    assert _alarms(before, f"```python\n{start}\nprint(area(2))\n```\n") == []
    assert _alarms(_in_correction(LIST), "".join(f"- {item}\n" for item in ITEMS[:2])) == []
    assert _alarms(_in_correction(LIST), f"::: public\n{LIST}:::\n") == []


EVIDENCE = {
    "what the question says": f"{WITHHELD}\n{ANSWER}\n",
    "a part of no edition with corrections": f'::: {{.if level="advanced"}}\n{ANSWER}\n:::\n',
    "a part of a student edition too": f'::: {{.unless level="basic"}}\n{ANSWER}\n:::\n',
    "a part of nobody": f'::: {{.if level="none"}}\n::: correction\n{ANSWER}\n:::\n:::\n',
}


@pytest.mark.parametrize("text", EVIDENCE.values(), ids=EVIDENCE)
def test_what_is_not_remembered(text: str) -> None:
    """What students see, and what no reader of corrections sees."""
    assert _alarms(text, f"{ANSWER}\n", LEVELS) == []
    assert _alarms(WITHHELD, f"{ANSWER}\n", LEVELS) == ["1:1"]


@pytest.mark.parametrize(("letters", "found"), [(39, []), (40, ["1:3"])])
def test_a_text_of_forty_letters_is_remembered(letters: int, found: list[str]) -> None:
    """Not one of fewer, unless it is a whole paragraph; spaces and punctuation do not count."""
    text = "Forty letters are enough, and others are not"
    text += "x" * (letters - len(squeezed(text))) + "."
    assert len(squeezed(text)) == letters
    assert _alarms(f"::: correction\n{text}\n:::\n", f"- {text}\n") == found


SHORT = "It is the default gateway."
WITH_SHORT = f"{QUESTION}\n\n::: correction\n{SHORT}\n:::\n"
SHORT_LEAKS = {
    "the fence is gone": (f"{QUESTION}\n\n{SHORT}\n", "3:1"),
    "a class that hides nothing": (f"{QUESTION}\n\n::: tip\n{SHORT}\n:::\n", "4:1"),
    "beside its correction": (f"{WITH_SHORT}\n{SHORT}\n", "7:1"),
    "other typography": (f"{QUESTION}\n\n{SHORT.upper().replace('DEFAULT', '**default**')}\n", "3:1"),
}


@pytest.mark.parametrize(("text", "place"), SHORT_LEAKS.values(), ids=SHORT_LEAKS)
def test_a_short_paragraph_that_was_withheld_and_is_one_that_students_see(text: str, place: str) -> None:
    assert _alarms(WITH_SHORT, text) == [place]


NO_SHORT_LEAKS = {
    "a choice": (WITH_SHORT, f"{QUESTION}\n\n- {SHORT}\n- It is a switch.\n"),
    "a cell": (WITH_SHORT, f"| a |\n|---|\n| {SHORT} |\n"),
    "a part of a paragraph": (WITH_SHORT, f"{QUESTION}\n\n{SHORT} Is it, in your opinion?\n"),
    "a public box": (WITH_SHORT, f"{QUESTION}\n\n::: public\n{SHORT}\n:::\n"),
    "what students saw": (f"{WITH_SHORT}\n- {SHORT}\n", f"{QUESTION}\n\n{SHORT}\n"),
    "what announces code": ("::: correction\nFor example, one types:\n:::\n", "For example, one types:\n"),
    "a few letters": ("::: correction\nNo, never.\n:::\n", "No, never.\n"),
    "the question, repeated and corrected": (
        "Which ressources has it?\n\n::: correction\nWhich resources has it?\n:::\n",
        "Which resources has it?\n",
    ),
}


@pytest.mark.parametrize(("before", "now"), NO_SHORT_LEAKS.values(), ids=NO_SHORT_LEAKS)
def test_the_same_few_words_elsewhere_are_no_leak(before: str, now: str) -> None:
    assert _alarms(before, now) == []


def test_a_short_paragraph_is_remembered_of_its_lesson_alone() -> None:
    """In another lesson, it may well stand by chance."""
    assert _alarms(WITH_SHORT, f"{SHORT}\n") == ["1:1"]
    phrases, _ = _read(WITH_SHORT, COURSE, Remembered())
    former = Remembered(SALT, pack(phrases.withheld))
    assert _read(f"{SHORT}\n", COURSE, former, "other.md")[1] == []


def test_a_corrected_spelling_in_the_question() -> None:
    """The correction repeats the question; that the question becomes equal to it is no leak."""
    question = "Where does one change the ressources of a container that is already running?"
    answer = f"{question.replace('ss', 's')} Nowhere: it has to be made again."
    before = f"{question}\n\n::: correction\n{answer}\n:::\n"
    assert _alarms(before, before.replace("ressources", "resources")) == []
    assert _alarms(before, f"{question}\n\nIt is running? Nowhere: it has to be made again.\n") == ["3:7"]


@pytest.mark.parametrize(
    ("front", "date", "course"),
    [
        ("", 'show-from="2026-12-01"', COURSE),
        ("show-from: 2026-12-01\n", "", COURSE),
        ("", "", COURSE._replace(show_from={"lab.md": "2026-12-01"})),
    ],
)
def test_a_date_permits_each_form_and_kind_of_element(front: str, date: str, course: Course) -> None:
    """From its day on, students see what former builds withheld, in whatever form it is."""
    document = pandoc.parse(read_text(dated.lesson(front, date), LOCATION))
    before, after = (withheld.read(document, course, {}, day) for day in ("2026-11-30", "2026-12-01"))
    withheld_before, now = withheld.phrases(before, SALT).withheld, withheld.phrases(after, SALT)
    assert len(before.withheld) >= dated.COUNT
    assert withheld_before <= now.shown
    assert withheld.find_revealed(document, after, now, Remembered(SALT, pack(withheld_before))) == ()


def test_the_message_quotes_the_source_and_names_who_withheld_it() -> None:
    phrases, _ = _read(WITHHELD, COURSE, Remembered())
    former = Remembered(SALT, pack(phrases.withheld), "`v1`")
    _, (found,) = _read(f"Wait. {ANSWER}", COURSE, former)
    assert found.message == (
        "students would see `A server is a program that waits for requests all day. It l…`, "
        "which `v1` withheld from them"
    )


def test_hashes_depend_on_the_salt() -> None:
    document = pandoc.parse(read_text(WITHHELD, LOCATION))
    texts = withheld.read(document, COURSE, {})
    first, second = (withheld.phrases(texts, salt) for salt in (b"one", b"two"))
    assert first.withheld.isdisjoint(second.withheld)
    assert len(first.withheld) == len(second.withheld) > 10

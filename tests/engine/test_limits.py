"""A document that takes more time or memory than its limits is refused, and the others are built."""

import pytest
from workshop import ROOT, Workshop

GOOD = "---\ntitle: Good\n---\n\nText.\n"
BAD = "---\ntitle: Bad\n---\n\nA word that the filter looks for.\n"
FILTER = """import panflute

def transform(doc):
    if "looks for" in panflute.stringify(doc):
        {}
    return doc
"""
# The layout of a flexible box inside another one is computed several times at each level.
NESTED = "".join(f"{':' * (30 - depth)} nested\n" for depth in range(12))
NESTED = f"---\ntitle: Bad\n---\n\n{NESTED}\ntext\n\n" + "".join(
    ":" * length + "\n" for length in range(19, 31)
)
NESTING = (ROOT / "templates" / "print.css").read_text(encoding="utf-8") + ".nested { display: flex }\n"

SLOW = [  # the table `limits`, other files, and the message
    pytest.param(
        "filter-seconds = 1",
        {"filters/mine.py": FILTER.format("while True: pass")},
        "CB019]: the filter `mine` takes longer than the 1 s of `limits.filter-seconds`",
        id="a filter that never ends",
    ),
    pytest.param(
        "filter-seconds = 1",
        {"filters/mine.py": FILTER.format("import re; re.match('(a+)+$', 'a' * 50 + 'b')")},
        "CB019]: the filter `mine` takes longer than the 1 s of `limits.filter-seconds`",
        id="a filter with a regular expression",
    ),
    pytest.param(
        "filter-seconds = 1",
        {
            "filters/mine.py": FILTER.format(
                "import time\n"
                "        while True:\n"
                "            try:\n"
                "                time.sleep(1)\n"
                "            except BaseException:\n"
                "                continue"
            )
        },
        "CB019]: the filter `mine` takes longer than the 1 s of `limits.filter-seconds`",
        id="a filter that catches everything",
    ),
    pytest.param(
        'memory = "400MB"',
        {"filters/mine.py": FILTER.format("'x' * 10**9")},
        "CB019]: the filter `mine` needs more memory than `limits.memory` allows",
        id="a filter that needs much memory",
    ),
    pytest.param(
        "",
        {"filters/mine.py": FILTER.format("import os; os.abort()")},
        "CB030]: the lesson has ended its process twice",
        id="a filter that ends its process",
    ),
    pytest.param(
        "pandoc-seconds = 1",
        {"course/bad.md": "---\ntitle: Bad\n---\n\n" + "'a " * 20_000},
        "CB019]: pandoc's work takes longer than the 1 s of `limits.pandoc-seconds`",
        id="a text that pandoc does not get through",
    ),
    pytest.param(
        "lesson-seconds = 4",
        {"filters/mine.py": FILTER.format("import time; time.sleep(60)")},
        "CB019]: the lesson takes longer than the 4 s of `limits.lesson-seconds`",
        id="a long lesson",
    ),
    pytest.param(
        "page-seconds = 4",
        {"course/bad.md": NESTED, "templates/print.css": NESTING},
        "CB019]: `student/bad.pdf` takes longer than the 4 s of `limits.page-seconds`",
        id="a long page",
    ),
]


# Each with one process or with two, in turn.
WITH_JOBS = [pytest.param(*case.values, f"{1 + number % 2}", id=case.id) for number, case in enumerate(SLOW)]


@pytest.mark.parametrize(("limits", "files", "message", "jobs"), WITH_JOBS)
def test_what_takes_too_much_is_refused(
    workshop: Workshop, limits: str, files: dict[str, str], message: str, jobs: str
) -> None:
    """The command says which limit, and of what; a former file of the lesson stays."""
    for name, text in {"course/bad.md": BAD, "course/good.md": GOOD, **files}.items():
        workshop.write(name, text)
    workshop.write("build/student/bad.pdf", b"former")
    filters = 'filters = ["mine"]\n' if "filters/mine.py" in files else ""
    workshop.write("coursebuild.toml", f"{filters}[limits]\n{limits}\n")
    done = workshop.run("--jobs", jobs)
    assert done.err.splitlines()[0] == f"course/bad.md: error[{message}"
    assert done.code == 1
    assert workshop.files() == ["student/bad.pdf", "student/good.html", "student/good.pdf"]
    assert (workshop.folder / "build/student/bad.pdf").read_bytes() == b"former"


TEMPLATES = {
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}": (
        "the page's template takes longer than the 1 s of `limits.template-seconds`"
    ),
    "{{ 'a' * 10**9 }}": "the page's template needs more memory than `limits.memory` allows",
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_that_takes_too_much(workshop: Workshop, template: str) -> None:
    workshop.write("course/lab.md", GOOD)
    workshop.write("coursebuild.toml", "[limits]\ntemplate-seconds = 1\n")
    workshop.write("templates/page.html.jinja", template)
    done = workshop.run()
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"course/lab.md: error[CB019]: {TEMPLATES[template]}",
    )


@pytest.mark.parametrize("command", ["check", "verify"])
def test_other_commands_have_the_same_limits(workshop: Workshop, command: str) -> None:
    workshop.write("course/lab.md", BAD)
    workshop.write("filters/mine.py", FILTER.format("while True: pass"))
    workshop.write("build/student/lab.html", "")
    workshop.write("coursebuild.toml", 'filters = ["mine"]\n[limits]\nfilter-seconds = 1\n')
    done = workshop.run(command, *["build"] * (command == "verify"))
    assert done.code == 1
    message = "the filter `mine` takes longer than the 1 s of `limits.filter-seconds`"
    assert f"course/lab.md: error[CB019]: {message}" in done.out


@pytest.mark.parametrize("brackets", ["[" * 20, f"{'[' * 20}text{']' * 20}"])
def test_open_brackets_are_named(workshop: Workshop, brackets: str) -> None:
    """They may be in one another or not: pandoc's time doubles with each of them."""
    workshop.write(
        "course/lab.md", f"---\ntitle: Lab\n---\n\nA [link](a.png), and [a span]{{.x}}.\n\nText\n{brackets}\n"
    )
    workshop.write("coursebuild.toml", "[limits]\npandoc-seconds = 1\n")
    done = workshop.run("--to", "html")
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        "course/lab.md:8:20: error[CB019]: pandoc's work takes longer than the 1 s of "
        "`limits.pandoc-seconds`; here 20 brackets are open: write `\\[` for those that are text"
    )

"""Lessons that include files: real builds, one after the other, and a revision in git."""

import json
import re

from workshop import Workshop, commit, page_texts

HEAD = "---\ntitle: Lab\n---\n\n"
ANSWER = "A server is a program that waits for requests all day, and answers each of them at once."
HIDDEN = '::: {.correction include="_parts/answer.md"}\n:::\n'
CODE = '```{.python .numberLines include="src/app.py" region="loop"}\n```\n'
APP = "import socket\n\n# region loop\nwhile True:\n    accept()\n# endregion\nclose()\n"


def _course(workshop: Workshop) -> Workshop:
    workshop.write("course/src/app.py", APP)
    workshop.write("course/_parts/answer.md", f"{ANSWER}\n\n![The server](server.svg)\n")
    workshop.write(
        "course/_parts/server.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    )
    workshop.write("course/lab.md", f"{HEAD}What is a server?\n\n{HIDDEN}\n{CODE}\nEnd.\n")
    return workshop


def test_a_build_shows_what_is_included(workshop: Workshop) -> None:
    """To those who may see it, and again after it has changed; other lessons are left as they are."""
    course = _course(workshop)
    course.write("course/other.md", f"{HEAD}Text.\n")
    commit(course.folder, "before")
    done = course.run("build", "--strict", "--jobs", "1", "--all")
    assert done.code == 0, done.err
    page, printed = course.main(), "".join(page_texts(course.pdf()))
    for shown in (page, printed):
        assert "app.py" in shown
        assert "accept()" in shown
        assert "close()" not in shown
        assert "region" not in shown
        assert "waits for requests" not in shown
    assert re.search(r"counter-reset: ?line 3\b", page)
    instructors = course.main(edition="instructor")
    assert "waits for requests" in instructors
    assert "data:image/svg" in instructors
    assert "include" not in instructors

    with (course.folder / "build/student/lab.html").open("a") as file:
        file.write("<!-- waits for requests all day -->")
    done = course.run("verify", "build")
    assert (done.code, "course/_parts/answer.md:1:38: error[CB151]" in done.out) == (1, True), done.out

    course.write("course/src/app.py", APP.replace("accept()", "serve()"))
    done = course.run("build", "--why", "--all", "--jobs", "1")
    assert "course/src/app.py" in done.err + done.out
    assert "1 unchanged" in done.err + done.out
    assert "serve()" in course.main()

    slip = f"{ANSWER}\n\nSee [this]{{.corection}}.\n"
    course.write("course/_parts/answer.md", slip)
    course.write("course/lab.md", f'{HEAD}What?\n\n::: {{include="_parts/answer.md"}}\n:::\n')
    done = course.run("check", "--format", "json", "--since", "before")
    found = [(d["path"], d["line"], d["code"]) for d in json.loads(done.out)]
    assert found == [("course/_parts/answer.md", 3, "CB113")]
    course.write("course/_parts/answer.md", f"Now.\n\n{ANSWER}\n")
    for command in (("check", "--since", "before"), ("check",)):
        done = course.run(*command)
        assert done.out.startswith("course/_parts/answer.md:3:1: error[CB157]: students would see"), done.out

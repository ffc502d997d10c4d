"""Who sees what of a preview, and that nothing is left of it."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from previewing import Preview, preview
from workshop import Workshop

LESSON = """---
title: Lab
lang: en
---

Count.

::: correction
Forty-two, which no student may see here.
:::
"""
NOBODY = 65534
SPIN = "def transform(doc):\n    while True:\n        pass\n"
SPIN_IF_ENDLESS = (
    "from pathlib import Path\n\n\ndef transform(doc):\n    if 'Endless' in doc.get_metadata('title'):\n"
    "        Path('started').touch()\n        while True:\n            pass\n    return doc\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Workshop:
    workshop = Workshop(tmp_path / "course")
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/bad.md", f"---\ntitle: The secret\nlang: en\n---\n\n{LESSON[30:]}\n:::\n")
    return workshop


@pytest.fixture
def public(course: Workshop) -> Iterator[Preview]:
    """A preview that other machines could reach."""
    with preview(course.folder, "--host", "0.0.0.0", "--show-instructor") as running:  # noqa: S104
        yield running


def test_others_see_what_students_see(public: Preview) -> None:
    """No other edition, no lesson that is refused, no diagnostic, no editor; but for who has the key."""
    plain, keyed = public.addresses
    assert keyed.startswith(f"{plain}?key=")
    assert b"Forty-two" not in public.ask("/student/lab.html").body
    assert public.ask("/instructor/lab.html").status == 404
    assert public.ask("/instructor/lab.pdf").status == 404
    assert [public.ask(f"/instructor/{name}").status for name in ("index.html", "search.js")] == [404, 404]
    assert public.ask("/student/index.html", Host="attacker.example").status == 421
    assert re.findall('<a class="lesson".*', public.ask("/student/index.html").text) == [
        '<a class="lesson" href="lab.html">Lab</a>'
    ]
    assert "Forty-two" not in public.ask("/student/search.js").text
    refused = public.ask("/student/bad.html")
    assert (refused.status, b"CB108" in refused.body) == (409, False)
    state = public.ask("/state.json").json
    assert state["editions"] == ["student"]
    assert [(each["stem"], each["diagnostics"]) for each in state["lessons"]] == [("lab", [])]
    assert "secret" not in json.dumps(state)
    assert public.post("/open", {"token": public.token, "path": "course/lab.md"}).status == 403
    assert public.ask("/?key=wrong").headers["Set-Cookie"] is None
    entered = public.ask(keyed.removeprefix(plain[:-1]))
    assert (entered.status, entered.headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(entered.headers["Set-Cookie"].split("; "))
    cookie = entered.headers["Set-Cookie"].partition(";")[0]
    assert b"Forty-two" in public.ask("/instructor/lab.html", Cookie=cookie).body
    assert "Forty-two" in public.ask("/instructor/search.js", Cookie=cookie).text
    assert public.ask("/instructor/lab.html", Cookie=f"{cookie}x").status == 404
    assert public.lesson("bad", Cookie=cookie)["diagnostics"][0]["code"] == "CB108"


def test_others_hear_of_the_students_pages_alone(public: Preview, course: Workshop) -> None:
    with public.events("other") as events:
        public.watch("lab", "other", student="html", instructor="html")
        public.ask("/student/lab.html")
        events.seen()
        course.write("course/lab.md", LESSON.replace("Count.", "Count to ten."))
        assert events.next("changed")["edition"] == "student"
        course.write("course/lab.md", LESSON.replace("Count.", "Count to nine."))
        course.write("course/bad.md", f"{LESSON}\n:::\n")
        assert events.next("changed")["edition"] == "student"
        names = {name for name, data in events.seen() if data.get("edition") != "student"}
        assert names <= {"course"}


def test_others_get_no_page_of_before_an_error(public: Preview, course: Workshop) -> None:
    """What it shows may have become a correction, as this answer of which the fence is not closed."""
    with public.events("other") as events:
        public.watch("lab", "other", student="html")
        answer = "The answer is forty-three, as everybody sees who counts."
        course.write("course/lab.md", LESSON.replace("Count.", answer))
        events.next("changed", edition="student")
        while b"forty-three" not in public.ask("/student/lab.html").body:
            events.next("changed", edition="student")
        course.write("course/lab.md", LESSON.replace("Count.", f":::: correction\n{answer}"))
        cookie = f"coursebuild-{public.port}={public.addresses[1].partition('=')[2]}"
        with public.events("author", Cookie=cookie) as known:
            while public.ask("/student/lab.html", Cookie=cookie).headers["X-Coursebuild-Stale"] != "true":
                known.next("diagnosed", "unchanged", lesson="lab")
        for file in ("lab.html", "lab.pdf", "lab.pdf/1.png"):
            answered = public.ask(f"/student/{file}")
            assert (answered.status, b"forty-three" in answered.body) == (409, False)
        assert public.lesson("lab") is None
        course.write("course/lab.md", LESSON)
        events.next("changed", edition="student")
        assert public.ask("/student/lab.html").status == 200
        with public.events("author", Cookie=cookie) as known:
            course.write("coursebuild.toml", "[editions.student\n")
            while not public.ask("/state.json", Cookie=cookie).json["diagnostics"]:
                known.next("diagnosed", lesson=None)
        assert public.ask("/student/lab.html").status == 409
        assert public.ask("/student/lab.html", Cookie=cookie).status == 200


def test_a_request_that_makes_no_sense_is_refused(public: Preview) -> None:
    """With an answer, rather than a connection that ends."""
    assert public.ask("http://[x/student/lab.html", Host="localhost").status == 400
    assert public.post("/watch", {"token": "\ud800"}).status == 403
    assert public.post("/watch", {"token": public.token}, Origin="http://[").status == 403


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="it takes another user")
def test_other_users_of_the_machine_see_nothing(course: Workshop) -> None:
    """Where students have accounts on the machine, its own address is no secret."""
    program = (
        "import http.client, sys\n"
        "connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))\n"
        "connection.request('GET', '/student/lab.html')\n"
        "print(connection.getresponse().status)\n"
    )
    with preview(course.folder) as running:
        for user, status in ((0, "200"), (NOBODY, "403")):
            done = subprocess.run(
                ["/usr/bin/env", "python3", "-c", program, str(running.port)],
                user=user,
                cwd="/",
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stdout.strip() == status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "kill"])
def test_it_ends_at_once_and_leaves_nothing(course: Workshop, number: int, tmp_path: Path) -> None:
    """With open pages, a PDF that is being made, and the files of a revision in a temporary folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    course.write("coursebuild.toml", 'filters = ["spin"]\n')
    course.write("filters/spin.py", SPIN)
    places = {"TMPDIR": str(temporary), "COURSEBUILD_CACHE": str(tmp_path / "cache")}
    with preview(course.folder, "--untrusted", **places) as running, running.events() as events:
        running.watch("lab", student="pdf")
        events.next("building", format="pdf")
        assert len(list(temporary.iterdir())) == 1
        assert running.end(number) == (0 if number == signal.SIGINT else 128 + number)
        assert list(temporary.iterdir()) == []
        assert _processes_in(course.folder) == []
    assert "stopped" in running.said() or number != signal.SIGINT


def _processes_in(folder: Path) -> list[str]:
    """The processes that run in a folder, where the system tells."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            found += [str(link)] if link.readlink() == folder else []
        except OSError:
            continue
    return found


def test_code_of_the_authors_has_its_limits(course: Workshop) -> None:
    """And a lesson without it, or after it, is shown."""
    course.write("coursebuild.toml", 'filters = ["spin"]\n[limits]\nfilter-seconds = 0.5\n')
    course.write("filters/spin.py", SPIN)
    with preview(course.folder) as running, running.events() as events:
        assert "CB019" in running.ask("/student/lab.html").text
        course.write("filters/spin.py", "def transform(doc):\n    return doc\n")
        events.next("course")
        assert running.ask("/student/lab.html").status == 200


def test_what_nobody_wants_any_more_is_left(course: Workshop) -> None:
    """A lesson is corrected while its page is made, which would never end."""
    course.write("coursebuild.toml", 'filters = ["spin"]\n[limits]\nfilter-seconds = 600\n')
    course.write("filters/spin.py", SPIN_IF_ENDLESS)
    started = course.write("started", "")
    started.unlink()
    course.write("course/lab.md", "---\ntitle: Endless\n---\n\nText.\n")
    with preview(course.folder) as running:
        running.watch("lab", student="html")
        while not started.exists():
            running.ask("/state.json")
        course.write("course/lab.md", "---\ntitle: Short\n---\n\nText.\n")
        assert "Short" in running.ask("/student/lab.html").text


def test_damaged_files_of_the_cache_show_no_more(course: Workshop) -> None:
    """Whatever happens to the records of what was built and withheld, while the preview runs."""
    assert course.run("course/lab.md", "--all", "--to", "html").code == 0
    kinds = ("records", "withheld")
    files = [path for kind in kinds for path in course.folder.glob(f".cache/{kind}/*")]
    assert {path.parent.name for path in files} == set(kinds)
    with preview(course.folder) as running, running.events() as events:
        running.watch("lab", student="html")
        events.next("changed")
        for number, damage in enumerate((b"", b"{", bytes(range(256)), None)):
            for path in files:
                path.unlink()
                path.mkdir() if damage is None else path.write_bytes(damage)
            course.write("course/lab.md", LESSON.replace("\n---\n", f"\n---\n\nTry {number}.\n", 1))
            events.next("changed")
            shown = running.ask("/student/lab.html").text
            assert f"Try {number}." in shown
            assert "Forty-two" not in shown
        assert "Traceback" not in running.said()


def test_a_used_port(course: Workshop) -> None:
    """The next one is taken, unless this one was asked for."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = course.run("serve", "--port", str(port))
        assert (done.code, done.out) == (1, "")
        assert f"port {port}: Address already in use; choose another port with --port" in done.err
    with preview(course.folder) as first, preview(course.folder) as second:
        assert first.port != second.port
    done = course.run("serve", "--host", "nowhere.invalid")
    assert (done.code, "choose another address with --host" in done.err) == (1, True)
    done = course.run("serve", "absent.md")
    assert (done.code, "CB001" in done.err) == (2, True)


@pytest.mark.parametrize("where", ["[editor]", "$VISUAL"])
def test_the_editor_opens_at_a_line(course: Workshop, tmp_path: Path, where: str) -> None:
    """That of the configuration, or one of those that are known to need no terminal."""
    called = tmp_path / "called"
    os.mkfifo(called)
    program = course.write("../code", f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(called))}\n')
    program.chmod(0o755)
    visual = ""
    if where == "$VISUAL":
        visual = f"{shlex.quote(str(program))} --wait"
    else:
        command = json.dumps([str(program), "--goto", "{file}:{line}:{column}"])
        course.write("coursebuild.toml", f"[editor]\ncommand = {command}\n")
    with preview(course.folder, VISUAL=visual) as running:
        assert running.ask("/state.json").json["can_open"]
        data = {"token": running.token, "path": os.path.join("course", "lab.md"), "line": 6, "column": 2}  # noqa: PTH118
        assert running.post("/open", data).status == 204
        lesson = course.folder / "course" / "lab.md"
        assert called.read_text() == f"--goto\n{lesson}:6:2\n"
        if where == "[editor]":  # a mistake may be in a file that the lesson includes
            with running.events() as events:
                running.watch("lab", student="html")
                part = course.write("course/_parts/part.md", "Text.\n\n[x]{.corection}\n")
                course.write("course/lab.md", '---\ntitle: Lab\n---\n\n::: {include="_parts/part.md"}\n:::\n')
                (found,) = events.next("diagnosed", lesson="lab")["diagnostics"]
                assert (found["path"], found["line"]) == ("course/_parts/part.md", 3)
                assert "[x]{.corection}" in found["excerpt"]
                assert running.post("/open", {**data, "path": found["path"]}).status == 204
                assert called.read_text() == f"--goto\n{part}:6:2\n"
                part.write_text("Text.\n\n[x]{.correction}\n")
                assert events.next("diagnosed", lesson="lab")["diagnostics"] == []


def test_no_editor_of_a_strangers_checkout_is_started(course: Workshop, tmp_path: Path) -> None:
    """The page then says how to set one; so it does for an editor that needs a terminal."""
    command = json.dumps([sys.executable, "{file}"])
    course.write("coursebuild.toml", f"[editor]\ncommand = {command}\n")
    environment = {"VISUAL": "vim", "TERM_PROGRAM": "", "COURSEBUILD_CACHE": str(tmp_path / "cache")}
    with preview(course.folder, "--untrusted", **environment) as running:
        assert not running.ask("/state.json").json["can_open"]
        data = {"token": running.token, "path": "course/lab.md", "line": 1, "column": 1}
        answer = running.post("/open", data)
        assert (answer.status, "[editor]" in answer.json["message"]) == (409, True)


def test_an_editor_command_names_the_file(course: Workshop) -> None:
    course.write("coursebuild.toml", '[editor]\ncommand = ["code"]\n')
    assert '`editor.command` must contain "{file}"' in course.run("check").err

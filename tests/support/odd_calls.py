"""Generate odd configurations, front matters and calls, and run the command on each in a process of its own.

As a program: read JSON with pairs of a folder and arguments, and print JSON with what each call did.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workshop import Done

LONGEST = 120  # seconds of a call

_TEXTS = (
    *("", " ", "x", "true", "no", "student", "instructor", "course", "build", "fr", "zz-!!", "en-GB", "A4"),
    *("..", "../outside", "/", "/etc/passwd", "/dev/zero", "course/lab.md", "~", "-", "--", "*", "a/../b"),
    *(
        "\0",
        "\x1b[31m",
        "\n",
        "a\r\nb",
        "\u2028",
        "\ufeff",
        "é☃\U0001f600",
        "\u202e",
        "<script>",
        "]]>",
        "{.x}",
    ),
    *("::: correction", "$x$", "`", '"', "\\", "%s", "{}", "url(x)", "#fff", "#0b5f7d", "1GB", "9" * 400),
    *("CB001", "CB206", "CB999", "headings", "os", "Fira Sans", "20mm", "1mm 2mm", "2026-01-01", "a" * 5000),
)
_SCALARS = (
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "nan",
    "-inf",
    "9" * 50,
    "1979-05-27",
    "07:32:00",
    "0x1f",
    "1.5",
)
_KEYS = (
    *("title", "author", "lang", "sources", "output", "filters", "resources", "ignore", "public", "cover"),
    *(
        "toc",
        "draft",
        "links",
        "require-corrections",
        "student-fields",
        "theme",
        "limits",
        "metadata",
        "editions",
    ),
    *("theme.accent", "theme.logo", "theme.font", "theme.paper", "theme.margins", "limits.memory"),
    *("limits.page-seconds", "limits.lesson-seconds", "metadata.x", "metadata.edition", "editions.tutor"),
    *("editions.student", "editions.tutor.correction", "editions.a.b", "titel", "'a b'", '""'),
)
_FIELDS = (
    "student-fields",
    *("title", "subtitle", "author", "date", "lang", "abstract", "keywords", "description", "toc", "cover"),
    *("draft", "links", "public", "correction", "edition", "format", "require-corrections", "duration", "x"),
    *(
        "header-includes",
        "bibliography",
        "css",
        "template",
        "output",
        "pagetitle",
        "nocite",
        "dir",
        "~",
        "<<",
    ),
)
_CALLS: dict[str, tuple[str, ...]] = {
    "--edition": ("student", "instructor", "x", ""),
    "--to": ("html", "html", "docx"),
    "--jobs": ("1", "2", "0", "x"),
    "--shard": ("1/1", "1/2", "0/0", "x", "9999999/1"),
    "--durations": ("times.json", "course", "course/lab.md", "absent/x.json", "/dev/zero"),
    "--output": ("build", "", "course/lab.md", "build/deeper", "a" * 300),
    "--reveal": ("lab.md", "absent.md", "course"),
    "--since": ("HEAD", "-x", ""),
    "--format": ("json", "sarif", "gitlab", "github", "xml"),
    "-M": ("title=\udcff", "title=\x1b", "=", "x", "a.b=1", "lang=../x", "toc=maybe", "title=" + "a" * 9000),
}
_FLAGS = (
    "--correction",
    "--all",
    "--force",
    "--strict",
    "--quiet",
    "--verbose",
    "--diff",
    "--help",
    "--nosuch",
)
_COMMANDS = ("build", "build", "check", "verify", "explain", "cache", "x")
_NAMES = ("course", "course/lab.md", "absent.md", "build", ".", "/dev/null", "course/\udcff.md", "")


def configuration(seed: int) -> str:
    """A coursebuild.toml of up to four settings, one in three with a change in its text."""
    choose = random.Random(seed)  # noqa: S311 (no secret)
    text = "".join(f"{choose.choice(_KEYS)} = {_value(choose)}\n" for _ in range(choose.randint(1, 4)))
    return _changed(choose, text)


def front_matter(seed: int) -> str:
    """A lesson with a front matter of up to five fields, one in three with a change in its text."""
    choose = random.Random(seed)  # noqa: S311 (no secret)
    lines = (f"{choose.choice(_FIELDS)}: {_value(choose)}\n" for _ in range(choose.randint(1, 5)))
    return _changed(choose, f"---\n{''.join(lines)}---\n") + "\nSome text.\n\n::: correction\nHidden.\n:::\n"


def call(seed: int) -> list[str]:
    """A command with up to four options and two sources."""
    choose = random.Random(seed)  # noqa: S311 (no secret)
    options = []
    for _ in range(choose.randint(0, 4)):
        name = choose.choice([*_CALLS, *_FLAGS])
        options += [name, choose.choice(_CALLS[name])] if name in _CALLS else [name]
    command = choose.choice(_COMMANDS)
    formats = ["--to", "html"] if command == "build" else []
    return [command, *options, *formats, *choose.choices(_NAMES, k=choose.randint(0, 2))]


def _value(choose: random.Random, depth: int = 0) -> str:
    """A value that TOML and YAML read alike, mostly."""
    kind = choose.random()
    if kind < 0.5:
        return json.dumps(choose.choice(_TEXTS), ensure_ascii=choose.random() < 0.5)
    if kind < 0.7 or depth > 2:
        return choose.choice(_SCALARS)
    if kind < 0.97:
        return f"[{', '.join(_value(choose, depth + 1) for _ in range(choose.randint(0, 3)))}]"
    return "[" * choose.choice((100, 400, 3000)) + "]" * choose.choice((100, 400, 3000))


def _changed(choose: random.Random, text: str) -> str:
    if choose.random() < 0.67:
        return text
    at = choose.randrange(len(text))
    inserted = choose.choice(
        ("\0", "\x1b", '"', "[", "]", "\n", "\r", "\t", "&a *a", "!!python/x ", "'", "{", "é")
    )
    return text[:at] + inserted + text[at + choose.randint(0, 3) :]


def run_all(calls: Sequence[tuple[Path, Sequence[str]]]) -> list[Done]:
    """Run the command in each folder with its arguments."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps([(str(folder), list(arguments)) for folder, arguments in calls]),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [Done(*each) for each in json.loads(done.stdout)]


def _run(folder: str, arguments: list[str]) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        if not (pid := os.fork()):
            _become_the_command(folder, arguments, out.fileno(), err.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        printed = [os.pread(file.fileno(), 1 << 20, 0).decode(errors="replace") for file in (out, err)]
    return status, printed[0], printed[1]


def _become_the_command(folder: str, arguments: list[str], out: int, err: int) -> None:
    signal.alarm(LONGEST)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(folder)
    os.environ["COURSEBUILD_CACHE"] = f"{folder}/.cache"
    sys.argv = ["coursebuild", *arguments]
    from coursebuild.__main__ import main  # noqa: PLC0415 (it was imported before the fork)

    try:
        main()
    finally:
        os._exit(99)


def main(text: str) -> list[Any]:
    import coursebuild.cli  # noqa: F401, PLC0415 (once for all calls)

    return [_run(folder, arguments) for folder, arguments in json.loads(text)]


if __name__ == "__main__":
    print(json.dumps(main(sys.stdin.read())))  # noqa: T201 (a program)

"""The pandoc that stays running gives the same results as pandoc's command, and survives errors."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from workshop import PANDOC, ROOT

from coursebuild.pandoc import convert, process, tabs
from coursebuild.pandoc.process import ConversionError, Converter
from coursebuild.runtime.limits import ExceededError, Limit, ProcessLostError

TEMPLATE = "$toc$\n$body$\n"
TO_HTML = ["--wrap=none", "--syntax-highlighting=none", "--email-obfuscation=none", "--toc", "--toc-depth=4"]
TEXTS = sorted(
    path for folder in ("course", "docs/guide/fr", "tests") for path in (ROOT / folder).rglob("*.md")
)
ODD = {
    "abbreviations": "Docker, Inc. and Prof. Ada, cf. p. 3.\n",
    "duplicate notes": "One[^1].\n\n[^1]: a\n\n[^1]: b\n",
    "latex": "Before.\n\n```{=latex}\n\\newpage\n```\n\nA `x`{=latex}.\n",
    "math": "$x^2$\n\n$$\\frac{a}{b}$$\n",
    "mail": "<somebody@example.org>\n",
    "no character": "&#xD800; &#0; \u2028 \x0c\n",
    "open div": "::: warning\n\nNever closed.\n",
    "title block": "% Title\n% Author\n\nText.\n",
    "tabs": "a\tb\n\n-\tc\n\n\t\td\n\n~~~\n\té\te\n~~~\n",
    "wide table": "| a | b |\n|---|---|\n| " + "wide " * 30 + " | c |\n",
}


@pytest.fixture
def converting() -> Iterator[Converter]:
    converter = Converter(str(PANDOC), convert.READER, TEMPLATE)
    yield converter
    converter.close()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "body"
    path.write_text(TEMPLATE)
    return path


def _by_command(text: str, log: Path, *arguments: str) -> tuple[str, list[dict[str, object]]]:
    command = [str(PANDOC), "--sandbox", f"--log={log}", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, check=True, encoding="utf-8")
    entries = json.loads(log.read_text(encoding="utf-8"))
    return done.stdout.rstrip("\n"), [entry for entry in entries if entry["type"] != "LoadedResource"]


@pytest.mark.parametrize(
    "text",
    [*ODD.values(), *(path.read_text(encoding="utf-8") for path in TEXTS)],
    ids=[*ODD, *(str(path.relative_to(ROOT)) for path in TEXTS)],
)
def test_same_results_as_the_command(converting: Converter, template: Path, text: str) -> None:
    """The tree, the HTML and the log are the same as those of the command."""
    log = template.with_name("log")
    tree = converting.convert(text.expandtabs(tabs.TAB), "json")
    assert tuple(tree) == _by_command(text, log, "--from", convert.READER, "--to", "json")
    output, entries = converting.convert(tree.text, "html5")
    options = [f"--template={template}", "--verbose", *TO_HTML]
    assert (output.rstrip("\n"), entries) == _by_command(
        tree.text, log, "--from=json", "--to=html5", *options
    )


def test_a_text_that_takes_too_long() -> None:
    limit = Limit("pandoc-seconds", 1, "pandoc's work")
    converting = Converter(str(PANDOC), convert.READER, TEMPLATE, limit=limit)
    with pytest.raises(ExceededError, match=r"takes longer than the 1 s of `limits\.pandoc-seconds`"):
        converting.convert("[" * 3000, "json")
    assert '"Str","c":"next"' in converting.convert("next", "json").text


def test_an_input_that_pandoc_refuses(converting: Converter) -> None:
    with pytest.raises(ConversionError, match="YAML parse exception at line 2"):
        converting.convert("---\na: [b\n---\n", "json")
    assert '"Str","c":"next"' in converting.convert("next", "json").text


@pytest.mark.parametrize("asked", ["begun", "another"])
def test_a_conversion_that_is_begun_early(converting: Converter, asked: str) -> None:
    """Its result is not taken for another text's, and it is converted once."""
    converting.begin("begun", "json")
    for text in (asked, "next", asked):
        assert f'"Str","c":"{text}"' in converting.convert(text, "json").text


def test_an_error_of_a_conversion_that_is_begun_early_is_raised_later(tmp_path: Path) -> None:
    absent = Converter(str(tmp_path / "pandoc"))
    absent.begin("text", "json")
    with pytest.raises(ProcessLostError, match="cannot be started: No such file"):
        absent.convert("text", "json")


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """A script that runs pandoc and writes its process ID to a file beside it."""
    script = tmp_path / "pandoc"
    script.write_text(f'#!/bin/sh\necho $$ > "$0.pid"\nexec {shlex.quote(str(PANDOC))} "$@"\n')
    script.chmod(0o755)
    return script


def _alive(script: Path) -> bool:
    status = Path("/proc", script.with_suffix(".pid").read_text().strip(), "stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def _wait_until_it_ends(script: Path) -> None:
    deadline = time.monotonic() + 10
    while _alive(script):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_pandoc_is_restarted_after_many_texts(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandoc leaks a little memory in each conversion."""
    monkeypatch.setattr(process, "MOST_CONVERSIONS", 3)
    converting = Converter(str(noted), convert.READER, TEMPLATE)
    pids = []
    for number in range(7):
        assert f'"Str","c":"n{number}"' in converting.convert(f"n{number}", "json").text
        pids.append(noted.with_suffix(".pid").read_text())
    converting.close()
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_pandoc_is_killed(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process converts the next text; none leaves a temporary file."""
    temporary = noted.with_name("temporary")
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    converting = Converter(str(noted), convert.READER, TEMPLATE)
    converting.convert("one", "json")
    os.kill(int(noted.with_suffix(".pid").read_text()), signal.SIGKILL)
    _wait_until_it_ends(noted)
    assert '"Str","c":"two"' in converting.convert("two", "json").text
    assert _alive(noted)
    converting.close()
    assert not _alive(noted)
    assert list(temporary.iterdir()) == []


def test_pandoc_ends_with_its_parent(noted: Path) -> None:
    """Also if that process is killed."""
    asking = (
        "import os, signal\n"
        "from coursebuild.pandoc.process import Converter\n"
        f"Converter({str(noted)!r}, 'markdown', '').convert('text', 'json')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", asking], check=False)
    _wait_until_it_ends(noted)


def test_a_forked_process_has_a_pandoc_of_its_own() -> None:
    """It neither takes the answer of its parent nor ends the pandoc of its parent."""
    asking = (
        "import os\n"
        "from coursebuild.pandoc.process import Converter\n"
        f"converting = Converter({str(PANDOC)!r}, {convert.READER!r}, '')\n"
        "converting.convert('first', 'json')\n"
        "converting.begin('of the parent', 'json')\n"
        "child = os.fork()\n"
        "text = 'of the parent' if child else 'of the child'\n"
        "text = converting.convert(text, 'json').text\n"
        "print(text.count('parent'), text.count('child'), flush=True)\n"
        "os.waitpid(child, 0) if child else converting.close()\n"
        "print(converting.convert('last', 'json').text.count('last'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asking], check=False, capture_output=True, text=True, timeout=60
    )
    assert (sorted(done.stdout.splitlines()), done.stderr) == (["0 1", "1", "1", "1 0"], "")


def test_pandoc_ends_during_a_conversion(tmp_path: Path) -> None:
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\nread -r request\necho no memory left >&2\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(ProcessLostError, match="no memory left"):
        Converter(str(broken)).convert("text", "json")


def test_pandoc_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(ProcessLostError, match="cannot be started: No such file"):
        Converter(str(tmp_path / "pandoc")).convert("text", "json")


def test_a_reader_opens_no_files(tmp_path: Path) -> None:
    """Nor is Lua code run that the environment names."""
    secret = tmp_path / "secret"
    secret.write_text("not for a page")
    reading = Converter(str(PANDOC), "rst", TEMPLATE)
    text = reading.convert(f".. include:: {secret}\n\ntext\n", "json").text
    reading.close()
    assert '"text"' in text
    assert "not for a page" not in text


def test_pandoc_runs_nothing_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, converting: Converter
) -> None:
    monkeypatch.setenv("LUA_INIT", "os.exit(1)")
    assert '"Str","c":"text"' in converting.convert("text", "json").text

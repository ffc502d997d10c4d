"""Signatures of minisign, by the program itself: what it signs, its own command verifies."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import terminal
from workshop import Workshop

MINISIGN = shutil.which("minisign") or ""
PASSWORD, ANOTHER = "open sesame", "another"
SIGN = """
import sys
from pathlib import Path
from coursebuild.model import BuildError
from coursebuild.publish.released.signing import sign

try:
    sign(Path(sys.argv[1]), sys.argv[2])
except BuildError as error:
    sys.exit("".join(f"{each.code}: {each.message}" for each in error.diagnostics))
print("Signed.")
"""

pytestmark = pytest.mark.skipif(not MINISIGN, reason="minisign is not installed")


def _key(folder: Path, *, password: str = "") -> tuple[Path, Path]:
    """A secret key and its public one."""
    secret, public = folder / "minisign.key", folder / "minisign.pub"
    options = ["-G", "-f", "-p", str(public), "-s", str(secret), *([] if password else ["-W"])]
    answers = f"{password}\n{password}\n"
    subprocess.run([MINISIGN, *options], input=answers.encode(), check=True, capture_output=True)
    return secret, public


def _is_signed(path: Path, public: Path) -> bool:
    command = [MINISIGN, "-V", "-q", "-p", str(public), "-m", str(path)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_the_sums_of_a_release_are_signed(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\nText.\n")
    secret, public = _key(tmp_path)
    done = workshop.run("release", "--to", "html", "--version", "v1", "--sign", str(secret))
    assert done.code == 0, done.err
    sums = workshop.folder / "dist" / "SHA256SUMS"
    assert _is_signed(sums, public)
    sums.write_text(f"{sums.read_text()}\n")
    assert not _is_signed(sums, public)


def test_minisign_asks_at_the_terminal(tmp_path: Path) -> None:
    """Where its question is seen, and the password is not."""
    secret, public = _key(tmp_path, password=PASSWORD)
    sums = tmp_path / "SHA256SUMS"
    sums.write_text("the sums")
    outer, inner = pty.openpty()
    command = [sys.executable, "-c", SIGN, str(sums), str(secret)]
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner) as process:
        os.close(inner)
        terminal.answer(outer, b"Password: ", f"{PASSWORD}\n")
        printed = terminal.until(outer, b"Signed.")
        assert process.wait(60) == 0, printed
    assert PASSWORD.encode() not in printed
    assert _is_signed(sums, public)


def test_a_wrong_password_is_what_minisign_says(tmp_path: Path) -> None:
    secret, _ = _key(tmp_path, password=PASSWORD)
    sums = tmp_path / "SHA256SUMS"
    sums.write_text("the sums")
    command = [sys.executable, "-c", SIGN, str(sums), str(secret)]
    done = subprocess.run(command, input=f"{ANOTHER}\n".encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"CB263: `minisign`: Wrong password for that key\n")
    assert not sums.with_name("SHA256SUMS.minisig").exists()

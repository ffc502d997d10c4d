"""`coursebuild release --encrypt`: nothing in it opens without the password, and it is read back with it."""

import io
import json
import zipfile
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
import workshop as shop
from workshop import Done, Workshop

from coursebuild import engine
from coursebuild.model import Edition, Location, Package

PASSWORD, ANOTHER = "sésame, ouvre-toi", "another password"
CORRECTION = "The default gateway forwards packets to other networks"
LESSON = f"""---
title: Routing
---

What does a gateway do?

::: correction
{CORRECTION}, as [the table](routes.csv) shows.
:::
"""


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("course/net/routing.md", LESSON)
    workshop.write("course/net/routes.csv", "default,10.0.0.1\n")
    workshop.write("coursebuild.toml", 'title = "Networks"\nindex = true\n')
    workshop.write(".gitignore", "/.cache/\n/build/\n/dist*/\n")
    shop.commit(workshop.folder, "v1")
    return workshop


def _release(course: Workshop, *arguments: str, password: str = PASSWORD) -> Done:
    return course.run(
        "release", "--edition", "instructor", "--encrypt", *arguments, COURSEBUILD_PASSWORD=password
    )


def test_a_release_with_a_password_has_encrypted_pdfs_alone(course: Workshop) -> None:
    """No page, index or linked file is packed; the same again changes nothing, another password does."""
    done = _release(course)
    assert done.code == 0, done.err
    assert "with corrections, only PDFs are written" in done.err
    dist = course.folder / "dist-instructor"
    released = {path.name: path.read_bytes() for path in dist.iterdir()}
    top = "networks-v1-instructor"
    assert set(released) == {f"{top}.zip", f"{top}-net-routing.pdf", "manifest.json", "SHA256SUMS"}
    assert json.loads(released["manifest.json"])["encrypted"] is True
    with zipfile.ZipFile(dist / f"{top}.zip") as archive:
        assert archive.namelist() == [f"{top}/net/routing.pdf"]
        locked = archive.read(f"{top}/net/routing.pdf")
    assert locked == released[f"{top}-net-routing.pdf"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as pdf:
        assert (pdf.encryption.R, pdf.allow.accessibility) == (6, True)
    assert "nothing has changed" in _release(course).err
    _is_verified_with_its_password(course)
    other = _release(course, password=ANOTHER)
    assert (other.code, "with other files, or another password" in other.err) == (1, True)
    assert {path.name: path.read_bytes() for path in dist.iterdir()} == released


def _is_verified_with_its_password(course: Workshop) -> None:
    right = course.run("verify", "dist-instructor", COURSEBUILD_PASSWORD=PASSWORD)
    assert (right.code, right.out) == (0, ""), right.out
    wrong = course.run("verify", "dist-instructor", COURSEBUILD_PASSWORD=ANOTHER)
    assert wrong.code == 1
    assert "instructor.zip/net/routing.pdf: error[CB268]: it does not open with this password" in wrong.out
    missing = course.run("verify", "dist-instructor")
    assert (missing.code, "set COURSEBUILD_PASSWORD" in missing.err) == (2, True)


def test_with_a_password_other_files_are_packed_where_that_is_asked_for(course: Workshop) -> None:
    """The index is compared as it is published, with PDFs whose pages it cannot count."""
    assert _release(course, "--plain-too").code == 0
    with zipfile.ZipFile(course.folder / "dist-instructor/networks-v1-instructor.zip") as archive:
        assert {PurePosixPath(name).name for name in archive.namelist()} == {
            "index.html",
            "search.js",
            "routes.csv",
            "routing.html",
            "routing.pdf",
        }
    students = course.run("release", "--encrypt", COURSEBUILD_PASSWORD=PASSWORD)
    assert (students.code, "--encrypt needs an edition that shows corrections" in students.err) == (2, True)


def test_a_pdf_that_is_not_encrypted_with_the_password_is_not_released(
    course: Workshop, tmp_path: Path
) -> None:
    """One is left open, the other has another password: neither is decrypted, and both are named."""
    assert course.run("--correction", "--encrypt", "--to", "pdf", COURSEBUILD_PASSWORD=ANOTHER).code == 0
    locked = course.folder / "build/instructor/net/routing.pdf"
    with pikepdf.open(locked, password=ANOTHER) as pdf:
        pdf.save(locked.with_name("open.pdf"))
    package = Package(Edition("instructor", {}), course.folder / "build/instructor")
    locations = [
        Location(Path(f"{name}.md"), name, PurePosixPath("net", name), ()) for name in ("open", "routing")
    ]
    found = list(engine.decrypt_pdfs(package, locations, PASSWORD, tmp_path / "decrypted"))
    assert [(each.code, Path(each.path).name) for each in found] == [
        ("CB268", "open.pdf"),
        ("CB268", "routing.pdf"),
    ]
    assert not (tmp_path / "decrypted").exists()

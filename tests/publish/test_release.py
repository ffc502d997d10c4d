"""`coursebuild release`: what is packed is read back, and the same sources give the same bytes."""

import hashlib
import json
import os
import shutil
import subprocess
import time
import zipfile
from pathlib import Path, PurePosixPath

import jsonschema
import pytest
import workshop as shop
from workshop import Workshop

from coursebuild.publish import find_release, names, sums
from coursebuild.publish.released import archive
from coursebuild.publish.released.origin import find_origin
from coursebuild.publish.sums import File

SSH_KEYGEN = shutil.which("ssh-keygen") or ""
CORRECTION = "The default gateway forwards packets to other networks"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
LESSON = f"""---
title: Routing
---

# Exercise

What does a gateway do?

::: correction
{CORRECTION}.
:::
"""


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course with a lesson in a folder, committed with tags, where git prints more than usual."""
    workshop.write("course/net/routing.md", LESSON)
    workshop.write("coursebuild.toml", 'title = "Réseaux : base"\n')
    workshop.write(".gitignore", "/.cache/\n/build/\n/dist/\n/again/\n")
    shop.commit(workshop.folder, "v1.0")
    shop.git(workshop.folder, "tag", "v0.9")
    for name, value in (("log.showSignature", "true"), ("column.ui", "always"), ("color.ui", "always")):
        shop.git(workshop.folder, "config", name, value)
    return workshop


def _sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_release_is_packed_listed_and_made_again_with_the_same_bytes(course: Workshop) -> None:
    """The archive has the built files in a folder of its name, all with the commit's time."""
    done = course.run("release", "--sources")
    assert done.code == 0, done.err
    dist = course.folder / "dist"
    top, sources = "reseaux-base-v1.0-student", "reseaux-base-v1.0-sources"
    made = _sums(dist)
    assert set(made) == {
        f"{top}.zip",
        f"{sources}.zip",
        f"{top}-net-routing.pdf",
        "manifest.json",
        "SHA256SUMS",
    }
    lines = [f"{digest}  {name}" for name, digest in sorted(made.items()) if name != "SHA256SUMS"]
    assert sorted((dist / "SHA256SUMS").read_text().splitlines()) == sorted(lines)
    manifest = json.loads((dist / "manifest.json").read_text())
    schema = json.loads(course.run("schema", "--of", "manifest.json").out)
    jsonschema.Draft202012Validator(schema).validate(manifest)
    assert manifest["commit"] == shop.git(course.folder, "rev-parse", "HEAD")
    assert (manifest["release"], manifest["edition"], manifest["clean"]) == ("v1.0", "student", True)
    files = {file["name"]: file for file in manifest["files"]}
    assert {name: file["sha256"] for name, file in files.items()}.items() <= made.items()
    for name in (top, sources):
        with zipfile.ZipFile(dist / f"{name}.zip") as packed:
            listed = {f"{name}/{each['name']}": each["sha256"] for each in files[f"{name}.zip"]["contents"]}
            assert {n: hashlib.sha256(packed.read(n)).hexdigest() for n in packed.namelist()} == listed
            assert CORRECTION.encode() not in b"".join(map(packed.read, listed))
    assert f"{sources}/course/net/routing.md" in listed
    with zipfile.ZipFile(dist / f"{top}.zip") as packed:
        assert packed.namelist() == [f"{top}/net/routing.html", f"{top}/net/routing.pdf"]
        committed = int(shop.git(course.folder, "show", "--no-patch", "--format=%ct"))
        assert {entry.date_time for entry in packed.infolist()} == {
            (*time.gmtime(committed)[:5], committed % 60 // 2 * 2)
        }
    again = course.run("release", "--sources", "-o", ".again", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert again.code == 0, again.err
    assert _sums(course.folder / ".again") == made
    _is_verified_as_it_is(course, course.folder / ".again")
    shutil.rmtree(course.folder / ".again")
    _is_not_mixed_with_another(course)


def _is_verified_as_it_is(course: Workshop, folder: Path) -> None:
    """`verify` of a release says which file is another one, or of another edition."""
    whole = course.run("verify", folder.name)
    assert (whole.code, whole.out) == (0, ""), whole.out
    lesson = course.folder / "course/net/routing.md"
    lesson.write_text(LESSON.replace("title: Routing", "title: Switching"))
    later = course.run("verify", folder.name)
    assert (later.code, "student.zip/net/routing.html: error[CB156]" in later.out) == (1, True), later.out
    lesson.write_text(LESSON)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"release": "v1.0"', '"release": "v1.1"'))
    changed = course.run("verify", folder.name)
    assert (changed.code, "SHA256SUMS: error[CB236]" in changed.out) == (1, True), changed.out
    manifest.write_text(manifest.read_text().replace('"release": "v1.1"', '"release": "v1.0"'))
    _is_searched_in_all_its_archives(course, folder)


def _is_searched_in_all_its_archives(course: Workshop, folder: Path) -> None:
    """Other sources, PDFs and files are found, also where the manifest and the sums agree with them."""
    top = "reseaux-base-v1.0-sources"
    with zipfile.ZipFile(folder / f"{top}.zip") as packed:
        files = {name.removeprefix(f"{top}/"): packed.read(name) for name in packed.namelist()}
    files["course/net/routing.md"] += f"\n{CORRECTION}.\n".encode()
    files["notes.txt"] = b"Marks."
    paths = {}
    for name, content in files.items():
        paths[PurePosixPath(name)] = course.folder / "build" / name
        course.write(f"build/{name}", content.decode())
    archive.write(folder / f"{top}.zip", top, paths, 0)
    manifest = folder / "manifest.json"
    listed = json.loads(manifest.read_text())
    sources = next(file for file in listed["files"] if file["name"] == f"{top}.zip")
    sources |= File.read(f"{top}.zip", folder / f"{top}.zip")._asdict()
    sources["contents"] = [File.read(str(name), path)._asdict() for name, path in paths.items()]
    pdf = "reseaux-base-v1.0-student-net-routing.pdf"
    for name in (pdf, "more.txt"):
        (folder / name).write_bytes(CORRECTION.encode())
    listed["files"] = [file for file in listed["files"] if file["name"] != pdf]
    listed["files"] += [File.read(name, folder / name)._asdict() for name in (pdf, "more.txt")]
    manifest.write_text(json.dumps(listed))
    summed = [File(**{key: file[key] for key in File._fields}) for file in listed["files"]]
    (folder / "SHA256SUMS").write_bytes(sums.lines([*summed, File.read(manifest.name, manifest)]))
    found = course.run("verify", folder.name)
    assert [line for line in found.out.splitlines() if "error[" in line] == [
        f"{folder.name}/more.txt: error[CB236]: it is not the PDF of a lesson that the archive has",
        f"{folder.name}/{pdf}: error[CB236]: it is not the PDF of a lesson that the archive has",
        f"{top}.zip/course/net/routing.md: error[CB155]: it has `{CORRECTION}.`, which students do not see",
        f"{top}.zip/course/net/routing.md: error[CB156]: it is not what `coursebuild export` writes",
        f"{top}.zip/notes.txt: error[CB152]: it is no file of the students' sources",
    ]


def _is_not_mixed_with_another(course: Workshop) -> None:
    """A folder has one release: another one, and any other file, is refused before anything is built."""
    before = _sums(course.folder / "dist")
    other = course.run("release", "--version", "2")
    assert (other.code, "CB262" in other.err, "v1.0 of the student edition" in other.err) == (1, True, True)
    course.write("dist/notes.txt", "mine")
    refused = course.run("release", "--version", "2", "--force")
    assert (refused.code, "`notes.txt`" in refused.err) == (1, True)
    (course.folder / "dist" / "notes.txt").unlink()
    assert _sums(course.folder / "dist") == before
    assert course.run("release", "--to", "html", "--version", "2", "--force").code == 0
    assert not any("v1.0" in name for name in _sums(course.folder / "dist"))


@pytest.mark.parametrize("name", ["\0", "\ud800", "con", "..", "a/b"])
def test_a_manifest_with_names_that_no_file_has_is_none(tmp_path: Path, name: str) -> None:
    file = {"name": name, "bytes": 0, "sha256": "0" * 64}
    (tmp_path / "manifest.json").write_text(
        json.dumps({"version": 1, "release": "1", "edition": "student", "encrypted": False, "files": [file]})
    )
    assert find_release(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "text", "options", "code"),
    [
        ("course/doubt.md", "---\ntitle: Doubt\n---\n\n# Correction de l'exercice 1\n\nIci.\n", (), "CB163"),
        ("course/more.md", "---\ntitle: More\n---\n\nText.\n", ("--version", CORRECTION), "CB155"),
    ],
    ids=["a heading that may announce an answer", "a version that is an answer"],
)
def test_what_should_not_leave_is_refused_and_nothing_is_left(
    course: Workshop, name: str, text: str, options: tuple[str, ...], code: str
) -> None:
    course.write(name, text)
    done = course.run("release", "--to", "html", "--allow-dirty", *options)
    assert (done.code, f"error[{code}]" in done.err) == (1, True), done.err
    assert "warning[" not in done.err  # a doubt is said once
    assert not (course.folder / "dist").exists()


def test_the_tree_must_be_that_of_a_commit(course: Workshop) -> None:
    """Without git, or a commit, only a version can be named."""
    course.write("course/new.md", "---\ntitle: New\n---\n\nText.\n")
    done = course.run("release")
    assert (done.code, "CB260" in done.err, "`course/new.md`" in done.err) == (2, True, True)
    (course.folder / "course/new.md").rename(course.folder / "course/ignored.md")
    course.write(".gitignore", "ignored.*\n/.cache/\n/build/\n/dist/\n")
    shop.git(course.folder, "commit", "--quiet", "--all", "--message", "Ignore a lesson")
    done = course.run("release")
    assert (done.code, "`course/ignored.md`" in done.err) == (2, True), done.err
    (course.folder / "course/ignored.md").unlink()
    course.write("course/net/ignored.svg", SVG)
    course.write("course/net/routing.md", f"{LESSON}\n![A plan](ignored.svg)\n")
    shop.git(course.folder, "commit", "--quiet", "--all", "--message", "Show a plan")
    done = course.run("release", "--to", "html")
    assert (done.code, "`course/net/ignored.svg`" in done.err) == (2, True), done.err
    (course.folder / "course/net/ignored.svg").unlink()
    shop.git(course.folder, "checkout", "--quiet", "v1.0")
    _is_seen_whatever_git_was_told_to_ignore(course)
    assert not (course.folder / "dist").exists()
    shutil.rmtree(course.folder / ".git")
    done = course.run("release")
    assert (done.code, "CB259" in done.err) == (2, True)
    done = course.run("release", "--version", "\n")
    assert (done.code, "CB259" in done.err) == (2, True)


def test_a_commit_of_a_wrong_clock_has_a_time_that_an_archive_can_have(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.write("coursebuild.toml", "")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@9999999999 +0000")
    shop.commit(workshop.folder, "v1")
    found = find_origin(workshop.folder, "", (), (), allow_dirty=False)
    page = workshop.write("page.html", "Text.")
    archive.write(workshop.folder / "packed.zip", "top", {PurePosixPath("page.html"): page}, found.time)
    with zipfile.ZipFile(workshop.folder / "packed.zip") as packed:
        assert packed.infolist()[0].date_time[0] == 2107


def _is_seen_whatever_git_was_told_to_ignore(course: Workshop) -> None:
    """A template, and a lesson of which `git status` says nothing."""
    course.write(".git/info/exclude", "/templates/\n")
    course.write("templates/theme.css", "p { color: green }\n")
    done = course.run("release")
    assert (done.code, "`templates/theme.css`" in done.err) == (2, True), done.err
    shutil.rmtree(course.folder / "templates")
    shop.git(course.folder, "update-index", "--assume-unchanged", "course/net/routing.md", ".gitignore")
    course.write("course/net/routing.md", f"{LESSON}\nMore.\n")
    done = course.run("release")
    assert "does not have these files as they are: `course/net/routing.md`\n" in done.err


@pytest.mark.skipif(not SSH_KEYGEN, reason="OpenSSH is not installed")
def test_the_sums_are_signed_with_the_key_of_the_configuration(course: Workshop) -> None:
    key = course.folder / ".cache" / "key"
    key.parent.mkdir(exist_ok=True)
    subprocess.run([SSH_KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    course.write("coursebuild.toml", f'[release]\nkey = "{key}"\n')
    signed = course.run("release", "--to", "html", "--allow-dirty", "--edition", "instructor")
    assert signed.code == 0, signed.err
    dist = course.folder / "dist-instructor"
    signature = str(dist / "SHA256SUMS.sig")
    command = [SSH_KEYGEN, "-Y", "check-novalidate", "-n", "file", "-s", signature]
    subprocess.run(command, input=(dist / "SHA256SUMS").read_bytes(), check=True, capture_output=True)
    _gets_another_signature(course, dist)
    key.write_text("nothing that signs")
    nobody = course.run("release", "--to", "html", "--allow-dirty", "--sign", "~nobody-here/key")
    assert (nobody.code, "CB263" in nobody.err) == (1, True), nobody.err
    refused = course.run("release", "--to", "html", "--allow-dirty", "-o", "other")
    assert (refused.code, "CB263" in refused.err) == (1, True)
    assert not (course.folder / "other").exists()


def _gets_another_signature(course: Workshop, dist: Path) -> None:
    """A release that is there already stays, with the signature of another program beside the first one."""
    before = _sums(dist)
    key = course.write(".cache/minisign.key", "untrusted comment: a secret key\n")
    arguments = ("release", "--to", "html", "--allow-dirty", "--edition", "instructor", "--sign", str(key))
    program = course.write(".cache/minisign", "#!/bin/sh\n")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    failed = course.run(*arguments, PATH=path)
    assert (failed.code, "`minisign`: it wrote no signature" in failed.err) == (1, True), failed.err
    assert _sums(dist) == before
    program.write_text('#!/bin/sh\necho signed > "$5.minisig"\n')
    signed = course.run(*arguments, PATH=path)
    assert signed.out == "dist-instructor/SHA256SUMS.minisig\n", signed.err
    assert _sums(dist).items() > before.items()


@pytest.mark.parametrize(
    "wrong",
    ["a:b", "a\\b", "con.html", "LPT1", "a.", "a ", "../a", "/a", "a\x01", "n" * 201, f"{'n' * 201}/a.html"],
)
def test_names_that_some_system_lacks(wrong: str) -> None:
    assert names.find_problem([PurePosixPath("fine.html"), PurePosixPath(wrong)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L\N{RIGHT SINGLE QUOTATION MARK}adressage — nœuds & cœur", "L-adressage-noeuds-coeur"),
        ("Straße, Øl, Łódź", "Strasse-Ol-Lodz"),
        ("TP n° 3 (2ᵉ partie)", "TP-n-3-2e-partie"),
        ("../a:b\n", "a-b"),
        ("课程", ""),
        ("n" * 300, "n" * names.MOST),
    ],
)
def test_titles_as_names_of_files(text: str, name: str) -> None:
    assert names.plain(text) == name


def test_lessons_with_one_name_get_numbers() -> None:
    """In other letters, in other folders, and where nothing of a name is left, also beside a number."""
    texts = ("net-lab", "Net-Lab", "net-lab-2", "nét lab", "实验", "练习")
    expected = ["net-lab", "Net-Lab-2", "net-lab-2-2", "net-lab-3", "lesson", "lesson-2"]
    assert list(names.distinct(texts, "lesson")) == expected


def test_names_that_are_one_name_elsewhere() -> None:
    """In other letters, or with an accent of its own, in the names of folders too."""
    assert names.find_problem(map(PurePosixPath, ("net/a.html", "Net/b.html")))
    assert names.find_problem(map(PurePosixPath, ("é.html", "e\N{COMBINING ACUTE ACCENT}.html")))
    assert not names.find_problem(
        map(PurePosixPath, ("net/a.html", "net/b.html", "console.html", "été/ß.html"))
    )


def test_a_lesson_whose_name_some_system_lacks_is_named_before_anything_is_built(course: Workshop) -> None:
    course.write("course/aux.md", LESSON)
    done = course.run("release", "--allow-dirty")
    assert "course/aux.md: error[CB261]: `aux.html`: Windows has no file named `aux.html`\n" in done.err
    assert not (course.folder / "dist").exists()

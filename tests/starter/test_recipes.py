"""The jobs that `init --ci` writes into a course, run command by command in clones, as the services do."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import guides
import pytest
from ci_service import FailedError
from github_jobs import GitHub
from gitlab_jobs import GitLab
from strangers import FILES
from workshop import Workshop, commit, git

from coursebuild.starter import course

LESSON = """\
---
title: Lesson
lang: en
---

Which command says where the names of a domain come from?

::: correction
Only this sentence says that `dig +trace` does, from the root servers on.
:::

::: {.correction show-from="2026-11-01"}
From November on, everybody may read this sentence.
:::
"""
SECRET = b"Only this sentence"
BEFORE, AFTER = "1792800000", "1793600000"  # 24 October and 2 November 2026, in seconds
WORKFLOWS = ".github/workflows"
ANSWERS = {
    "gh": """case "$*" in
    *"/pages "*) echo workflow ;; *--paginate*) echo 42 ;; api*) echo true ;; "release view"*) exit 1 ;;
    esac""",
    "curl": "echo >answer; printf 201",
}
# of a tag that was moved: its release has a file that is no more
MOVED = {
    "gh": """case "$*" in
    api*) echo true ;; *--json*) printf 'SHA256SUMS\\nformer.pdf\\n' ;;
    esac""",
    "curl": """case "$*" in
    *DELETE*) touch deleted ;;
    *per_page*) test -e deleted && echo '[]' || echo '[{"id": 7, "url": "'"$ARTIFACTS/raw/former.pdf"'"}]' ;;
    */links*) ;;
    *) echo >answer; printf 409 ;;
    esac""",
}
NO_PASSWORD = {"COURSEBUILD_PASSWORD": ""}
REPOSITORY = {"repository": "ada/course", "ref_name": "v1"}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of a course with one lesson, which has the jobs for both services."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    for service in course.SERVICES:
        answers = course.Answers("Networks", service=service, has_lessons=True)
        for name, content in course.files(answers).items():
            workshop.write(name, content)
    workshop.write("course/lesson.md", LESSON)
    workshop.write("course/other.md", "---\ntitle: Other\nlang: en\n---\n\nA lesson for everybody.\n")
    commit(workshop.folder, "v1")
    git(workshop.folder, "branch", "--move", "main")
    return workshop.folder


def _github(folder: Path, origin: Path, workflow: str, **event: Any) -> GitHub:
    """A service that has run a workflow."""
    epoch = event.pop("epoch", AFTER)
    service = GitHub(folder, origin, ANSWERS, SOURCE_DATE_EPOCH=epoch)
    known = {"sha": git(origin, "rev-parse", "HEAD"), **REPOSITORY, **event}
    service.run(origin / WORKFLOWS / workflow, github=known)
    return service


def _gitlab(
    folder: Path, origin: Path, epoch: str = AFTER, answers: Mapping[str, str] = ANSWERS, /, **predefined: str
) -> GitLab:
    """A service that has run the jobs whose rules hold."""
    service = GitLab(folder, origin, answers, SOURCE_DATE_EPOCH=epoch)
    service.run(origin / ".gitlab-ci.yml", git(origin, "rev-parse", "HEAD"), **predefined)
    return service


def test_a_tag_releases_the_same_files_on_both_services(origin: Path, tmp_path: Path) -> None:
    """The students' pages, PDFs and sources, byte for byte; each file gets into the release of the tag.

    On GitLab, the tag was moved: the links of its release are made anew.
    """
    github = _github(tmp_path / "github", origin, "release.yml")
    address = {"CI_PROJECT_URL": "https://forge.example/ada/course", "CI_API_V4_URL": "https://forge.example"}
    gitlab = _gitlab(tmp_path / "gitlab", origin, AFTER, MOVED, CI_COMMIT_TAG="v1", **address)
    files = github.kept("release")
    assert files == gitlab.kept("package/release")
    assert list(files) == [
        "SHA256SUMS",
        "manifest.json",
        "networks-v1-sources.zip",
        "networks-v1-student-lesson.pdf",
        "networks-v1-student-other.pdf",
        "networks-v1-student.zip",
    ]
    assert {line.split("  ")[1] for line in files["SHA256SUMS"].decode().splitlines()} == {
        *files.keys() - {"SHA256SUMS"}
    }
    for name in ("networks-v1-student.zip", "networks-v1-sources.zip"):
        with zipfile.ZipFile(BytesIO(files[name])) as archive:
            packed = b"".join(map(archive.read, archive.namelist()))
        assert b"From November on" in packed
        assert SECRET not in packed
    (created,) = (call for call in github.calls("gh") if "create" in call)
    assert {word for word in created if "release/" in word} == {f"release/{name}" for name in files}
    sent, _, deleted, _, *added = gitlab.calls("curl")
    at = f"{address['CI_PROJECT_URL']}/-/jobs/artifacts/v1/raw/release/"
    assert {f"assets[links][][url]={at}{name}?job=package" for name in files} <= set(sent)
    assert deleted[-1].endswith("/releases/v1/assets/links/7")
    assert [call[-1] for call in added] == [f"url={at}{name}?job=package" for name in files]


def test_a_tag_releases_the_instructors_files_where_the_author_says(origin: Path, tmp_path: Path) -> None:
    """Nowhere by default, never in a public repository, and never without a password that nobody renounces.

    The tag was moved, and what its release had before is deleted.
    """
    workflow = origin / WORKFLOWS / "instructor.yml"
    repository = {"private": False}
    event = {"event": {"repository": repository}}
    known = {"github": {"sha": git(origin, "rev-parse", "HEAD"), **REPOSITORY, **event}}
    silent = GitHub(tmp_path / "silent", origin, ANSWERS)
    assert silent.run(workflow, **known) == {}
    public = GitHub(tmp_path / "public", origin, ANSWERS)
    with pytest.raises(FailedError, match="::error::Everybody could download corrections here"):
        public.run(workflow, vars={"INSTRUCTOR_EDITION": "artifact"}, **known)
    repository["private"] = True
    without = GitHub(tmp_path / "without", origin, ANSWERS)
    with pytest.raises(FailedError, match="::error::There is no secret COURSEBUILD_PASSWORD"):
        without.run(workflow, vars={"INSTRUCTOR_EDITION": "artifact"}, secrets=NO_PASSWORD, **known)
    service = GitHub(tmp_path / "private", origin, MOVED)
    service.run(
        workflow,
        vars={"INSTRUCTOR_EDITION": "ada/teachers"},
        secrets={"COURSEBUILD_PASSWORD": "correct horse battery"},
        **known,
    )
    files = service.kept("instructor")
    assert "networks-v1-instructor-lesson.pdf" in files
    assert all(b"/Encrypt" in content for name, content in files.items() if name.endswith(".pdf"))
    (uploaded,) = (call for call in service.calls("gh") if "upload" in call)
    assert {word for word in uploaded if "release/" in word} == {f"release/{name}" for name in files}
    deleted = [call[-2:] for call in service.calls("gh") if "delete-asset" in call]
    assert deleted == [["former.pdf", "--yes"]]
    for folder in (silent, public, without):
        assert [*(folder.folder / "artifacts").iterdir(), *folder.calls("gh")] == []


def test_the_site_has_what_is_due_each_morning(origin: Path, tmp_path: Path) -> None:
    """The same commit, built on a day before the date of a correction and on a day after it."""
    github = _github(tmp_path / "github", origin, "site.yml", epoch=BEFORE).kept("github-pages")
    branch = {"CI_COMMIT_BRANCH": "main", "CI_PIPELINE_SOURCE": "schedule"}
    gitlab = _gitlab(tmp_path / "gitlab", origin, **branch).kept("pages/public")
    pages = [f"{name}.{suffix}" for name in ("lesson", "other") for suffix in ("html", "pdf")]
    assert list(github) == list(gitlab) == ["index.html", *pages, "search.js"]
    for files, is_due in ((github, False), (gitlab, True)):
        text = files["lesson.html"] + files["search.js"]
        assert (b"From November on" in text, SECRET in text) == (is_due, False)


def test_a_folder_that_would_be_published_with_the_site(origin: Path, tmp_path: Path) -> None:
    """On GitLab, all of `public/` is published; nothing of a course's own folder of that name is."""
    git(tmp_path, "clone", "--quiet", str(origin), "course")
    ours = Workshop(tmp_path / "course")
    ours.write("public/notes.html", LESSON)
    commit(ours.folder, "notes")
    service = GitLab(tmp_path / "gitlab", ours.folder, ANSWERS)
    with pytest.raises(FailedError, match="public/ is the folder that is published"):
        service.run(
            ours.folder / ".gitlab-ci.yml", git(ours.folder, "rev-parse", "HEAD"), CI_COMMIT_BRANCH="main"
        )
    assert service.kept("pages") == {}


@pytest.fixture
def request_of_a_stranger(origin: Path, tmp_path: Path) -> Workshop:
    """A clone whose newest commit brings a filter, a script and labels, and adds to a lesson."""
    git(tmp_path, "clone", "--quiet", str(origin), "request")
    theirs = Workshop(tmp_path / "request")
    for each in ("filter", "script", "labels"):
        FILES[each](theirs)
    theirs.write("coursebuild.toml", 'title = "Theirs"\nfilters = ["mark"]\n')
    theirs.write("course/other.md", LESSON.replace("Only this", "A new"))
    commit(theirs.folder, "theirs")
    return theirs


def test_a_request_is_built_as_its_branch_says(request_of_a_stranger: Workshop, tmp_path: Path) -> None:
    """Nothing of it runs, nothing is published, and what readers will see is said in a comment."""
    folder = request_of_a_stranger.folder
    base = {"sha": git(folder, "rev-parse", "HEAD^")}
    ours, author = {"repo": {"full_name": "ada/course"}}, {"login": "ada"}
    request = {"number": 7, "base": base, "head": ours, "user": author}
    service = _github(tmp_path / "github", folder, "pull-request.yml", event={"pull_request": request})
    assert b"A new sentence says" in service.kept("changes")["changes.md"]
    assert [path.name for path in (tmp_path / "github/artifacts").iterdir()] == ["changes"]
    _, comment = service.calls("gh")
    assert "repos/ada/course/issues/comments/42" in comment
    assert (
        (tmp_path / "github/comment/work/comment.md").read_text().startswith("<!-- coursebuild diff -->\n## ")
    )
    page = (tmp_path / "github/check/work/build/student/other.html").read_text(encoding="utf-8")
    assert not re.search("Theirs|theirs|A new sentence", page)
    assert not list(tmp_path.rglob("theirs-ran"))


def test_a_request_that_would_show_a_correction(request_of_a_stranger: Workshop, tmp_path: Path) -> None:
    """It fails at its line, nothing of it is built, and the report says what would be seen."""
    request_of_a_stranger.write(
        "course/lesson.md", re.sub("^:::( correction)?$", "", LESSON, count=2, flags=re.MULTILINE)
    )
    commit(request_of_a_stranger.folder, "shown")
    git(request_of_a_stranger.folder, "branch", "target", "HEAD^^")
    jobs, sha = (
        request_of_a_stranger.folder / ".gitlab-ci.yml",
        git(request_of_a_stranger.folder, "rev-parse", "HEAD"),
    )
    service = GitLab(tmp_path / "gitlab", request_of_a_stranger.folder, ANSWERS, SOURCE_DATE_EPOCH=AFTER)
    request = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "target"}
    with pytest.raises(FailedError, match=r"course/lesson.md:9:1: error\[CB157\]"):
        service.run(jobs, sha, **request)
    (report,) = service.kept("merge-request").values()
    assert SECRET in report
    assert not list(tmp_path.rglob("build"))
    assert not list(tmp_path.rglob("theirs-ran"))


def test_machines_that_build_a_shard_each(origin: Path, tmp_path: Path) -> None:
    """The workflow in the guides makes all files of the site, with its index."""
    (jobs, _) = guides.blocks(guides.text("en/how-to/several-machines.md"), "yaml")
    (tmp_path / "several.yml").write_text(jobs, encoding="utf-8")
    service = GitHub(tmp_path / "service", origin, ANSWERS)
    service.run(tmp_path / "several.yml", github={"sha": git(origin, "rev-parse", "HEAD")})
    built = tmp_path / "service/together/work/build/student"
    pages = [f"{name}.{suffix}" for name in ("lesson", "other") for suffix in ("html", "pdf")]
    assert sorted(path.name for path in built.iterdir()) == ["index.html", *pages, "search.js"]

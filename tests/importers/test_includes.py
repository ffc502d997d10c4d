"""What lessons of other tools include, in mdBook and in Docusaurus."""

from pathlib import Path, PurePosixPath

from coursebuild import importers
from coursebuild.importers import Draft, Found

RUST = "fn a() {}\n// ANCHOR: mean\nfn b() {}\n// ANCHOR_END: mean\n"


def turned(folder: Path, name: str, text: str) -> Draft:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return importers.turn(Found(path, name, folder, folder, PurePosixPath(path.stem + ".md")))


def test_mdbook_includes_code_and_text(tmp_path: Path) -> None:
    """Code comes from its file; text, and files among other lines of code, are put in."""
    (tmp_path / "main.rs").write_text(RUST, encoding="utf-8")
    (tmp_path / "part.md").write_text("Shared\n", encoding="utf-8")
    text = (
        "# Lesson\n\n```rust,ignore\n{{#include main.rs:mean}}\n```\n\n"
        "```rust\n{{#include main.rs:1}}\n```\n\n"
        "{{#include part.md}}\n\n```rust\nfn c() {}\n{{#include main.rs:mean}}\n```\n\n{{#include none.md}}\n"
    )
    draft = turned(tmp_path, "lesson.md", text)
    assert draft.text == (
        '# Lesson\n\n```rust include="main.rs" region="mean"\n```\n\n'
        '```rust include="main.rs" lines="1-1"\n```\n\n'
        "Shared\n\n```rust\nfn c() {}\nfn b() {}\n```\n\n{{#include none.md}}\n"
    )
    assert [(each.line, each.code) for each in draft.notes] == [(18, "CB167")]


def test_docusaurus_imports_text(tmp_path: Path) -> None:
    """What is hidden in a partial is hidden where it stands, and a component without a text is told."""
    (tmp_path / "_part.mdx").write_text(
        "---\nx: y\n---\nShared\n\n<details><summary>Solution</summary>\n\nSECRET\n\n</details>\n",
        encoding="utf-8",
    )
    text = (
        "import Part from './_part.mdx';\nimport Other from '../other.mdx';\n\n# Lesson\n\n"
        '<Part name="x" />\n\n<Other />\n'
    )
    draft = turned(tmp_path, "lesson.mdx", text)
    assert draft.text == "# Lesson\n\nShared\n\n::: correction\nSECRET\n:::\n"
    told = [(each.line, each.code) for each in draft.notes]
    assert set(told) == {(6, "CB168"), (8, "CB167")}

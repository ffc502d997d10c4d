"""The table of all keys of coursebuild.toml.

A dotted name is a key of a table, such as `theme.font`; `*` stands for each name that an author may choose,
as in `boxes.*.label`.
"""

from collections.abc import Mapping

from coursebuild.config.keys.editions import EDITION, EDITIONS
from coursebuild.config.keys.key import Key
from coursebuild.config.keys.machine import MACHINE
from coursebuild.config.keys.theme import OF_EDITIONS, THEME

MACRO = "[A-Za-z]{1,40}"  # the name of a macro in TeX, without its backslash

ADDRESS = r"(?:https?://[^\s\"'<>?#]+)?"  # of a folder on the web

_NOT_BLANK = r"[\s\S]*\S[\s\S]*"


def _switch(description: str, *, default: bool | None = False) -> Key:
    return Key((bool,), description, default, example=True)


KEYS: Mapping[str, Key] = {
    "title": Key((str,), "The title of the course, above that of each lesson.", "", "Operating systems"),
    "author": Key(
        (str, list), "Who wrote the lessons that name no author: a name, or a list.", None, ["Ada Martin"]
    ),
    "lang": Key((str,), "The language of lessons that set none, such as `en`, `fr` or `pt-BR`.", "en", "fr"),
    "license": Key(
        (str,),
        "The licence of lessons that name none: an SPDX identifier such as `CC-BY-SA-4.0`, an address, or a "
        "name.",
        None,
        "CC-BY-SA-4.0",
    ),
    "educational-level": Key(
        (str,), "For whom the lessons are that say nothing else.", None, "First year of university"
    ),
    "learning-time": Key(
        (str, int), "How long a lesson takes that says nothing else: minutes, or `1h30`.", None, "1h30"
    ),
    "sources": Key(
        (list,), "The folders or files with the lessons, inside this folder.", ["course"], ["lessons"]
    ),
    "output": Key(
        (str,), "The folder for finished files, inside this folder; `--output` overrides it.", "build", "out"
    ),
    "require-corrections": _switch("Whether each exercise must have a correction."),
    "numbering": Key(
        (list,),
        "What is numbered even without an identifier: `figures`, `tables`, `listings`, `equations`, "
        "`exercises`, `sections`, and kinds of boxes.",
        None,
        ["figures", "exercises"],
    ),
    "student-fields": Key(
        (list, str, bool),
        "What students fill in at the head of the printed sheet; `true` stands for a name and a group.",
        default=False,
        example=["Name", "Group"],
    ),
    "starter": _switch(
        "Whether each edition gets the files whose code a lesson includes, with gaps for students, and a ZIP "
        "archive of them."
    ),
    "cover": _switch("Whether a printed lesson begins with a cover."),
    "toc": _switch(
        "Whether a printed lesson has its contents at its head; `false` removes those on screen too.",
        default=None,
    ),
    "draft": _switch("Whether pages are marked as a draft."),
    "links": Key(
        (str,),
        "How a printed lesson shows the addresses of links: not at all, or as footnotes.",
        "inline",
        "footnote",
        allowed=("inline", "footnote"),
    ),
    "tex": Key(
        (str,),
        r"How formulas are typed: `$…$`, or with `backslash` also `\(…\)` and `\[…\]` everywhere.",
        "dollars",
        "backslash",
        allowed=("dollars", "backslash"),
    ),
    "bibliography": Key(
        (str, list),
        "The references that lessons cite, where they name none: BibTeX, or CSL in JSON or YAML, inside this "
        "folder.",
        None,
        "references.bib",
    ),
    "csl": Key(
        (str,),
        "The style of citations, a file of the Citation Style Language; as in the Chicago manual by default.",
        None,
        "ieee.csl",
    ),
    "resources": Key(
        (list,),
        "More folders from which lessons may use images and files, also outside of this folder.",
        [],
        ["../images"],
    ),
    "public": Key(
        (list,),
        "What students may see although its name seems to announce an answer: files, folders, classes, "
        "headings.",
        [],
        ["tp3_correction.md", ".notes"],
    ),
    "ignore": Key((list,), "The warnings that are not reported, by their codes.", [], ["CB206"]),
    "filters": Key(
        (list,),
        "The filters to run, in this order: `abbreviations` is the program `filters/abbreviations.py`.",
        [],
        ["abbreviations"],
    ),
    "theme": Key((dict,), "The look of all pages."),
    **{f"theme.{name}": key for name, key in THEME.items()},
    "boxes": Key(
        (dict,),
        "Kinds of boxes of your own, each with a table of its name.",
        names="[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
    ),
    "boxes.*": Key((dict,), "A kind of box: with `[boxes.method]`, a lesson may write `::: method`."),
    "boxes.*.label": Key(
        (str, dict),
        "The label of the box: one text, or one for each language; the name by default.",
        None,
        {"en": "Method", "fr": "Méthode"},
        pattern=_NOT_BLANK,
        names="[a-z]{2,3}",
    ),
    "boxes.*.label.*": Key((str,), "The label in this language.", None, "Method", pattern=_NOT_BLANK),
    "boxes.*.icon": Key(
        (str,),
        "The icon of the box: a file of `templates/icons/`, or a built-in icon such as `tip`.",
        "note",
        "tip",
    ),
    "boxes.*.colour": Key(
        (str,), "The colour of the box, as CSS writes it; a note's by default.", "", "rebeccapurple"
    ),
    "math": Key((dict,), "What formulas share."),
    "math.macros": Key((dict,), "Macros for formulas, by their names without the backslash.", names=MACRO),
    "math.macros.*": Key(
        (str,),
        r"What the macro stands for, in TeX: with `R = '\mathbb{R}'`, `$x \in \R$` is shown.",
        None,
        r"\mathbb{R}",
    ),
    "index": _switch(
        "Whether a build of the whole course writes a page of all lessons, `index.html`, with a search; "
        "where there are several lessons, by default.",
        default=None,
    ),
    "lessons": Key(
        (list,),
        "The order of the lessons: their paths below the sources. The others follow, folder by folder.",
        [],
        ["intro.md", "net/ping.md"],
    ),
    "folders": Key(
        (dict,),
        "What the index calls a folder of lessons, by its path below the sources. By default, that is its "
        "name, or the language that its name stands for.",
    ),
    "folders.*": Key((str,), "The heading of the folder's lessons.", None, "Networks"),
    "base-url": Key(
        (str,),
        "The address of the students' folder on the web; it gives the index a feed of dated lessons.",
        "",
        "https://example.org/systems/",
        pattern=ADDRESS,
    ),
    **MACHINE,
    **EDITIONS,
    "numbering-per": Key(
        (str,),
        "What has numbers of its own: each lesson; each lesson as a chapter, whose number stands before them "
        "(2.3); or the course, through which they count on.",
        "lesson",
        "course",
        allowed=("lesson", "chapter", "course"),
    ),
    "release": Key((dict,), "What `coursebuild release` does; a checkout of a stranger's has no say."),
    "release.key": Key(
        (str,),
        "The key that signs the sums of a release: a secret key of minisign, or a key of OpenSSH.",
        "",
        "~/.ssh/id_ed25519",
    ),
    "changed-since": Key(
        (str,),
        "A revision in git: lessons in which readers see something else since then say so.",
        "",
        "2026.1",
    ),
    "themes": Key(
        (dict,), "Looks of single editions, each with a table of the edition's name.", names=EDITION
    ),
    "themes.*": Key((dict,), "The look of an edition: what it does not set is as in `theme`."),
    **{f"themes.*.{name}": key for name, key in OF_EDITIONS.items()},
}


def inside(prefix: str = "") -> Mapping[str, Key]:
    """The keys of one table, by their names in it; `prefix` is the table's name and a dot."""
    return {
        name.removeprefix(prefix): key
        for name, key in KEYS.items()
        if name.startswith(prefix) and "." not in name.removeprefix(prefix)
    }


def shapes(prefix: str = "") -> Mapping[str, tuple[type, ...]]:
    """The types of each key of one table, as `toml.check` takes them."""
    return {name: key.types for name, key in inside(prefix).items()}

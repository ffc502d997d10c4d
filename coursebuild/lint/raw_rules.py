"""Check what pandoc left as text, and what it passes through: words, raw HTML and TeX."""

import re
from collections.abc import Iterator

from coursebuild.lint.attributes.check import HIDING_STYLE
from coursebuild.lint.attributes.names import Names
from coursebuild.lint.attributes.shapes import shaped_class
from coursebuild.lint.slip import Slip
from coursebuild.model import Place, answer_words, tags, vocabulary

ANCHORS = frozenset("a h1 h2 h3 h4 h5 h6 span".split())  # whose identifier is the target of links
_COLONS = re.compile(  # not inside a word, as in R's `package:::name`
    "(?i)(?<!\\w):::|:::(?!\\w)|:::+(?:correction|solution)|[\uff1a\ufe55\ufe13\ua789\u2236\u02d0]{3}"
)
_CONDITION_TEXT = re.compile(
    r"(?i)(?:^|[(\[\]`]|(?<!\{)\{)\.\s*(?:correction|solution)s?\b|\.(?:correction|solution)s?\}"
    r"|(?<![?&\w-])(?:correction|solution)\s*=|\{\.(?:if|unless)\b"
)
_ALERT = re.compile(r"^\[!(\w+)\]$")
_COMMENT = re.compile("^<!(?:[-\u2013\u2014]|$)")
_CONDITION_ATTRIBUTE = re.compile(
    r"""(?i)(?:^|\s)(?:correction|solution|(?:data-)?show[-_]?from)\s*=|\bclass\s*=\s*["']?[^"'>]*\b(?:if|unless)\b"""
)
_TEX = re.compile(r"\\(?:begin\s*\{\s*)?(\w+)")
_TEX_SWITCH = re.compile(r"if(?:false|\w*corr|\w*sol)")


def text_slips(text: str, place: Place | None) -> Iterator[Slip]:
    if _COLONS.search(text):
        yield Slip("CB117", f"pandoc reads `{text}` as text", None, text)
    elif "://" not in text and (found := _CONDITION_TEXT.search(text)):
        yield Slip("CB117", f"pandoc reads `{found[0]}` as text", None, text)
    elif (found := _ALERT.match(text)) and found[1].upper() not in (
        "NOTE",
        "TIP",
        "IMPORTANT",
        "WARNING",
        "CAUTION",
    ):
        guard = vocabulary.nearest_guard(found[1])
        message = f"`{text}` is not an alert that coursebuild knows" + (
            f"; did you mean `::: {guard}`?" if guard else ""
        )
        yield Slip("CB120" if guard else "CB207", message, place, text)
    elif text == r"\iffalse":
        yield Slip("CB118", f"`{text}` does not hide anything", place, text)
    elif _COMMENT.search(text):
        yield Slip("CB121", f"`{text}` does not begin a comment", None, "<!")


def raw_slips(format_: str, text: str, names: Names) -> Iterator[Slip]:
    if format_ in ("tex", "latex"):
        if (found := _TEX.match(text.strip())) and (
            vocabulary.nearest_guard(found[1]) or _TEX_SWITCH.match(found[1])
        ):
            yield Slip("CB118", f"`{found[0]}…` has no effect: it is TeX", None, found[0])
        return
    for tag in tags.ANY.finditer(text):
        name, attributes = tag["name"], tag["attributes"]
        if tag["end"] or not name:
            continue
        values = dict(tags.pairs(attributes))
        classes = values.get("class", "").split()
        if name.lower() not in ANCHORS and values.get("id") in vocabulary.GUARDS:
            classes.append(values["id"])
        editions = names.keys["edition"] or frozenset()
        guards_by_class = any(
            vocabulary.nearest_guard(c)
            or vocabulary.names_date(c)
            or shaped_class("Div", c, names)
            or c in editions
            or (answer_words.class_meaning(c) and not names.public.has_class(c))
            for c in classes
        )
        hides = HIDING_STYLE.search(attributes) or re.search(r"(?i)(?:^|\s)hidden(?=[\s=/]|$)", attributes)
        if (
            guards_by_class
            or vocabulary.fold(name) in vocabulary.GUARDS
            or _CONDITION_ATTRIBUTE.search(attributes)
            or hides
        ):
            start_tag = f"<{name}{attributes}>"
            message = f"`{' '.join(start_tag.split())}` does not hide anything"
            yield Slip("CB118", message, None, start_tag, f"<{name}")

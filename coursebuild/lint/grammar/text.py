"""Refuse names with a dot, conditions and tags that were left as text."""

import re
from collections.abc import Iterator

from coursebuild.lint.grammar.context import GUARD, KEY, WORDS, Context, Fault
from coursebuild.lint.slip import visible
from coursebuild.model import Paragraph, short, vocabulary

_WITHHOLDING = rf"(?:{GUARD}|{vocabulary.BLANK})"
_DOTTED = re.compile(
    rf"(?i)(?:(?<![\w/.\\-])\.[ \t]?{_WITHHOLDING}\b(?![\w/(-]|\.\w)|\.{_WITHHOLDING}\}}"
    r"|(?<![\w/.\\-])\.(?:if|unless)[ \t]+[\w-]+[ \t]*=)"
)
_CLASS = re.compile(r"(?i)\bclass\s*=\s*[\"“«'\u2019]?(?P<value>[^\"'<>\n]{0,60})")
_TAG = re.compile(r"<(?P<bang>[/!]?\[?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[^<>]{0,400})(?P<end>>?)")
_BARE_TAG = re.compile(r"<(?:div|span)[ \t]+>")  # which has lost its attributes
_BROKEN_END = re.compile(r"</(?:div|span)[^<>\n]{0,40}(?![^<>]*>)")
_WELL_FORMED_TAG = re.compile(
    r"""</?[A-Za-z][\w-]*(?:[ \t\n]+[A-Za-z_:@][\w:.@-]*(?:=(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*[ \t\n]*/?>"""
)


def text_faults(paragraph: Paragraph, context: Context) -> Iterator[Fault]:
    """Report names with a dot, and conditions, that stand outside any bracket."""
    text, raw = paragraph.text, paragraph.source
    tags = [tag.span() for tag in _TAG.finditer(text) if _WELL_FORMED_TAG.fullmatch(raw[slice(*tag.span())])]
    found = list(_DOTTED.finditer(text))
    found += [
        match
        for match in (_CLASS.finditer(text) if "class" in text else ())
        if any(map(vocabulary.nearest_guard, WORDS.findall(match["value"])))
        and not any(first <= match.start() < end for first, end in tags)
    ]
    found += [
        match
        for match in KEY.finditer(text)
        if match["key"] in ("edition", vocabulary.SHOW_FROM, *vocabulary.GUARDS)
        and (
            match["value"] in {*context.editions, "true", "false"}
            or match[0][-1] in "\"“”«'\u2019"
            or (match["key"] == vocabulary.SHOW_FROM and match["value"])
        )
        and (" " not in match[0] or match["key"] == "edition")
    ]
    if not found:
        return
    in_blocks = [(block.line, block.column, len(block.text)) for block in context.blocks_in(paragraph)]
    for match in found:
        line, column = paragraph.place(match.start())
        covered = any(
            number == line and start <= column < start + length for number, start, length in in_blocks
        )
        if not covered and not context.is_code(line):
            yield (line, column), f"pandoc reads `{match[0].strip()}` as text", "CB117"


def tag_faults(paragraph: Paragraph, context: Context) -> Iterator[Fault]:
    """Report tags that name a guard, and are no tags for pandoc."""
    raw = paragraph.source
    for tag in _TAG.finditer(paragraph.text) if "<" in paragraph.text else ():
        if "://" in tag["rest"] or "@" in tag["rest"].partition(" ")[0]:
            continue  # an address
        if _BARE_TAG.fullmatch(tag[0]) and not context.is_code((place := paragraph.place(tag.start()))[0]):
            yield place, f"`{tag[0]}` has no attributes: it does not hide anything", "CB118"
            continue
        unbalanced = tag["end"] and tag["rest"].count('"') % 2 and "=" in tag["rest"]
        if not unbalanced and not any(map(vocabulary.nearest_guard, WORDS.findall(tag["rest"]))):
            continue
        place = paragraph.place(tag.start())
        if not tag["end"] and not re.search(r"(?i)class|[\"“”=]", tag["rest"]):
            continue
        if _WELL_FORMED_TAG.fullmatch(raw[slice(*tag.span())]) and not context.is_code(place[0]):
            continue  # the rules of the tree know whether it hides anything
        yield place, f"`{short(visible(tag[0]))}` is text or code: it does not hide anything", "CB118"


def end_faults(paragraph: Paragraph, context: Context) -> Iterator[Fault]:
    """Report end tags without their last bracket: what they should end goes on."""
    for tag in _BROKEN_END.finditer(paragraph.text) if "</" in paragraph.text else ():
        if not context.is_code((place := paragraph.place(tag.start()))[0]):
            yield place, f"`{short(visible(tag[0]))}` is not closed with `>`: it ends no element", "CB131"

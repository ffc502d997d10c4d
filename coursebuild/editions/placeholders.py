"""Keep what stands in angle brackets and is no HTML that anybody meant, as in `cp <from> <to>`, as text."""

import json
import re

from coursebuild.model import tags, vocabulary

# Elements that HTML allows without an end tag, or for which browsers take an end tag alone; and two of which
# pandoc may have read the other tag itself.
_UNPAIRED = frozenset(
    "br col colgroup dd div dt hr img input li p rp rt span tbody td tfoot th thead tr wbr".split()
)
_WITHOUT_VALUE = frozenset(  # attributes of HTML and of other tools
    "alt async autofocus autoplay checked class compact controls default defer disabled download hidden id "
    "inert ismap itemscope loop markdown multiple muted nomodule noshade novalidate nowrap open playsinline "
    "readonly required reversed sandbox selected style title".split()
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?""")
_IN_BRACKETS = re.compile(rf"(?P<instruction><\?.*?\?>)|{tags.ANY.pattern}", tags.ANY.flags)
_RAW = re.compile(r'\{"t":"Raw(?P<kind>Inline|Block)","c":\["html",(?P<text>"(?:[^"\\]|\\.)*")\]\}')


def with_placeholders_as_text(content: str) -> str:
    """Replace raw HTML in pandoc's JSON that is no HTML by text.

    It is an instruction to a program or parser; a tag that has words which are no attributes; a name alone
    that is never closed; or an end tag of an element that never begins.
    """
    raw = [json.loads(found["text"]) for found in _RAW.finditer(content)]
    found = [
        (tag["end"], tag["name"].lower()) for text in raw for tag in tags.ANY.finditer(text) if tag["name"]
    ]
    begun, ended = (frozenset(name for end, name in found if end == which) for which in ("", "/"))

    def replaced(raw: re.Match[str]) -> str:
        bracketed = _IN_BRACKETS.fullmatch(json.loads(raw["text"]).strip())
        if not bracketed or not _is_text(bracketed, begun, ended):
            return raw[0]
        text = f'{{"t":"Str","c":{raw["text"]}}}'
        return text if raw["kind"] == "Inline" else f'{{"t":"Para","c":[{text}]}}'

    return _RAW.sub(replaced, content) if raw else content


def _is_text(bracketed: re.Match[str], begun: frozenset[str], ended: frozenset[str]) -> bool:
    """Whether a tag, comment or instruction is text; `begun` and `ended` are the elements with such tags."""
    if not bracketed["name"]:
        return not bracketed[0].startswith("<!--")
    name, attributes = bracketed["name"].lower(), _ATTRIBUTE.findall(bracketed["attributes"])
    if name in vocabulary.SWALLOWING:
        return False
    if bracketed["end"]:
        return name not in begun | _UNPAIRED
    if attributes:
        return not all(value or _may_lack_value(word.lower()) for word, value in attributes)
    return name not in ended | _UNPAIRED


def _may_lack_value(attribute: str) -> bool:
    return attribute in _WITHOUT_VALUE or attribute.startswith(("data-", "aria-", "on"))

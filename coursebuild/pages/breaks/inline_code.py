"""Keep options, names and paths in inline code on one line.

By the rules for text (Unicode Standard Annex 14), a line may end after the `--` of an option and after each
`/` of a path. What is copied from the page stays as the author typed it: no character is added.
"""

import re
from html import unescape

from coursebuild.pages.fitting.attributes import with_value

# By the same rules, no line ends before such a sign, not even after a space. WeasyPrint 70 then ends the line
# after its first word, or lets a cell overflow.
_BEGINS_WITH_A_STOP = re.compile(r"(?<=\s)(?=<code(?: [^>]*)?>[.,:;!?/)\]}])")
LONGEST = 24  # characters of what is kept on one line

_CODE = re.compile(
    r'<pre[ >].*?</pre>|(?P<opening><code(?: [\w:-]+="[^"]*")*>)(?P<text>[^<]*)</code>', re.DOTALL
)
_WORD = re.compile(r"[^ \t\n]+")
_BREAKABLE = re.compile(r"[-/?!|}%)\]](?=.)")  # where a line could end
_JOINTS = (  # of the parts of a long word, and of a part that is still long
    re.compile(r"(?<=\w/)(?=[\w.])|(?<=\w=)(?=.)"),
    re.compile(r"(?<=\w\.)(?=[^\W\d]\w\w)"),
)


def with_code_kept(html: str) -> str:
    """Keep each word of inline code on one line; a long one may break after `/` and `=`, or else after `.`.

    Code with tags in it is left as it is, such as that of a table whose words had to be divided.
    """
    return _CODE.sub(_kept, _BEGINS_WITH_A_STOP.sub("<wbr>", html)) if "<code" in html else html


def _kept(code: re.Match[str]) -> str:
    text = code["text"]
    if not text or not _BREAKABLE.search(text):
        return code[0]
    if _is_short(text) and not _WORD.sub("", text):
        return f"{with_value(code['opening'], 'class', 'unbroken')}{text}</code>"
    return f"{code['opening']}{_WORD.sub(_word, text)}</code>"


def _word(found: re.Match[str]) -> str:
    pieces = [found[0]]
    for joints in _JOINTS:
        pieces = [part for piece in pieces for part in ([piece] if _is_short(piece) else joints.split(piece))]
    return "<wbr>".join(map(_piece, pieces))


def _piece(text: str) -> str:
    return f'<span class="unbroken">{text}</span>' if _BREAKABLE.search(text) and _is_short(text) else text


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST or len(unescape(text)) <= LONGEST

"""Apply French typography to text in French.

Adds no-break spaces, or makes spaces no-break: before `; ! ?` (narrow) and `:`, inside « », in numbers
(narrow), between a number and its unit or noun, after an abbreviation or a title, in times and dates, and
within two dashes. Straight quotes become « », and the endings of ordinals superscripts. Code, mathematics,
addresses, attributes, times (`10:55`) and smileys are not changed.

    pandoc --filter filters/typography.py lesson.md

Sources: Imprimerie nationale, Lexique des règles typographiques; the Unicode Standard, 6.2, on U+202F.
"""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import panflute as pf

NARROW, WIDE = "\u202f", "\u00a0"

# Symbols after a number, of which one may have an exponent and may be divided by another.
UNITS = (
    r"%|‰|€|\$|£|[kKMGTP]?i?[oB]|[kMGT]?b(?:it)?|[kMG]?bits|octets?|[kMGT]?Hz|[kM]?[VWJNΩ]|[kM]?Wh|[mµ]?A"
    r"|[mµn]?s|min|h|j|[kcmµn]?m|[km]?g|m?[lL]|ha|mol|bar|[hk]?Pa|px|pt|fps|dpi|ppp|tr|rad|dB"
)
JOINED_UNITS = (  # as in `10Go`
    r"[%‰€£]|[kKMGTP]i?[oB]|[kMGT]?bit/s|[kMGT]?Hz|[mµn]s|min|k[gm]|[cm]m|[kM]?Wh|dB"
)
COUNTED = (  # nouns after a number
    "euro dollar centime heure minute seconde milliseconde jour semaine mois an année siècle point page "
    "ligne colonne mot caractère fois bit pixel mètre kilomètre centimètre millimètre litre gramme "
    "kilogramme degré étudiant élève personne groupe question exercice fichier dossier processus conteneur "
    "machine requête paquet"
)
NUMBERED = (  # nouns before a number
    "exercice question figure tableau partie chapitre section page annexe étape séance leçon fiche niveau "
    "version ligne colonne article volume tome groupe équation listing TP TD TME CM"
)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche"
ABBREVIATIONS = "art p pp fig chap cf vol t éd éq tabl ann ex ch sect"  # before a number, with a full stop
TITLES = r"M\. MM\. Mme Mmes Mlle Mlles Dr Drs Pr Prs Me Mgr"  # before a name
OF_CENTURIES = "siècles? République arrondissement dynastie millénaire"  # after an ordinal in Roman digits
BEFORE_A_SIGN = "le la les du des de aux"  # before a mark that is spoken of, as in `le ! de Rust`
BEFORE_A_COLON = "le du"  # but not in `de : 1, 2 et 3`
ENDINGS = {  # of ordinals, as they are often typed
    **dict.fromkeys(("ère", "ere"), "re"),
    **dict.fromkeys(("ème", "eme", "ième", "ieme"), "e"),
    "nd": "d",
    "nde": "de",
}

# In the text to which the rules apply, one character replaces each element that is not text, such as a link.
_THING, _BREAK, _UP, _DOWN = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_SPACE = "[ \n]"
_GAP = f"[ \n{NARROW}{WIDE}\u2009]"
_ENDS = rf"\w)\]»\u201d\u2019%°€.…{_THING}"  # a mark after one of these needs a space
_NEXT = rf'(?=$|[\s)\]}}»\u201d\u2019"…,.*_{_THING}{_BREAK}])'
_NO_SMILEY = r"(?!-?[)(])"


def _not_after(words: str) -> str:
    return "".join(rf"(?<!(?<![-\w])(?i:{word}))" for word in words.split())


_NOT_A_SIGN, _NOT_A_COLON = _not_after(BEFORE_A_SIGN), _not_after(BEFORE_A_COLON)

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _any(words: str, end: str = "") -> str:
    return rf"(?:{'|'.join(word + end for word in words.split())})"


def _rules(*rules: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[_Rule, ...]:
    return tuple((re.compile(pattern), by) for pattern, by in rules)


def _in_number(found: re.Match[str]) -> str:
    return re.sub(_GAP, NARROW, found[0])


def _in_telephone_number(found: re.Match[str]) -> str:
    return re.sub(_GAP, WIDE, found[0])


def _raised(found: re.Match[str]) -> str:
    ending = found["ending"].removesuffix("s")
    return f"{found['number']}{_UP}{ENDINGS.get(ending, ending)}{found['ending'][len(ending) :]}{_DOWN}"


_UNIT = rf"(?:{UNITS})[²³]?(?:/(?:{UNITS})[²³]?)?(?![\w/°])"
_ENDING = r"(?:er|[èe]re|re|nde?|i?[èe]me|e)s?"
_ORDINAL = (
    r"(?:\d+|[IVX]{2,}|I(?=er|re|[èe]re)|V(?=(?:e|i?[èe]me)s?(?!\w))"
    rf"|X(?=i?[èe]me|e{_GAP}(?:{_any(OF_CENTURIES)}|(?:au|et|ou){_GAP}[IVX]+e))){_ENDING}"
)
_PARTS_OF_ORDINAL = re.compile(rf"(?P<number>\d+|[IVX]+)(?P<ending>{_ENDING})")
_MARKS = _rules(
    (rf"(?<=[^\s(\[{{«\u201c]){_NOT_A_SIGN}{_GAP}+([!?]+){_NEXT}", rf"{NARROW}\1"),
    (rf"(?<=[{_ENDS}])([!?]+){_NEXT}", rf"{NARROW}\1"),
    (rf"(?<=[^\s(\[{{]){_NOT_A_SIGN}{_GAP}+;{_NEXT}{_NO_SMILEY}", f"{NARROW};"),
    (rf"(?<=[{_ENDS}]);{_NEXT}{_NO_SMILEY}", f"{NARROW};"),
    (rf"(?<=[^\W_]){_GAP}+([!?]+)(?=[A-ZÀ-Ý][a-zà-ÿ])", rf"{NARROW}\1 "),
    (rf"(?<=[^\W_]){_GAP}+;(?=[^\W\d_]{{2}})", f"{NARROW}; "),
    (rf"(?<=[^\s:(\[{{]){_NOT_A_COLON}{_GAP}+:(?=$|[\s{_THING}{_BREAK}])", f"{WIDE}:"),
    (rf"(?<=[{_ENDS}])(?<!\b[A-Z]):(?=$|[\s{_BREAK}])", f"{WIDE}:"),
)
_OTHER_SIGNS = _rules(
    (rf"<<{_GAP}+(?=[^\W\d_])([^<>]*[^\s\d<>]){_GAP}+>>", r"«\1»"),
    (r"(?<=\d)”(?!\w)", "″"),
    (rf"[«“]{_GAP}*(?=\S)", f"«{WIDE}"),
    (rf"(?<=\S){_GAP}*[»”]", f"{WIDE}»"),
    (rf"(?<!\w)etc\.?{_GAP}*…", "etc."),
    (rf"(?<=[^\s(\[]){_SPACE}+(?=…)", WIDE),
    (
        rf"(?<=\s)([\u2013\u2014]){_SPACE}((?:(?![\u2013\u2014]|[.!?]\s).)+?){_SPACE}\1(?=[\s,;:.…)]|$)",
        rf"\1{WIDE}\2{WIDE}\1",
    ),
    (rf"^([\u2013\u2014]){_SPACE}", rf"\1{WIDE}"),
    (rf"(?<=[\w)%{_THING}]){_SPACE}([\u00d7\u00f7]){_SPACE}", rf"{WIDE}\1{WIDE}"),
)
_THREES = rf"(?:{_GAP}\d{{3}})"
_LONG_NUMBER = (
    rf"(?<![\w.,])(?:[1-9]\d{{0,2}}{_THREES}+(?!\d)(?:,\d{{3}}{_THREES}*(?:{_GAP}\d\d?)?)?"
    rf"|\d+,\d{{3}}{_THREES}*{_GAP}\d{{1,3}})(?!\d)"
)
_NUMBERS = _rules(  # of a text with a digit
    (_LONG_NUMBER, _in_number),
    (rf"(?<![\w.,])(?:0|\+33{_GAP})[1-9](?:{_GAP}\d\d){{4}}(?!\w)", _in_telephone_number),
    (rf"(?<![\w=.,:/#{NARROW}-])([\d.,{NARROW}]*\d)(?=(?:{JOINED_UNITS})(?![\w/°%-]))", rf"\1{WIDE}"),
    (rf"(?<=\d){_GAP}?°{_GAP}?([CF])(?![\w\u2019])", rf"{WIDE}°\1"),
    (rf"(?<=\d){_GAP}°(?!\w)", "°"),
    (rf"(?<=\d){_SPACE}(?={_UNIT}|{_any(COUNTED, '(?:s|x)?')}(?!\w))", WIDE),
    (r"(?<![\w.,:/-])(\d\d?)h(\d\d)(?!\w)", rf"\1{WIDE}h{WIDE}\2"),
    (rf"((?<=\d{WIDE}h)|(?<=\d{WIDE}min)){_SPACE}(?=\d)", WIDE),
    (rf"(?<!\w)(\d\d?|1er){_SPACE}(?={_any(MONTHS)}(?!\w))", rf"\1{WIDE}"),
    (rf"(?<!\w)({_any(MONTHS)}){_SPACE}(?=\d{{4}}(?!\w))", rf"\1{WIDE}"),
    (rf"(?<!\w)((?i:{_any(DAYS)})){_SPACE}(?=(?:\d\d?|1er){WIDE})", rf"\1{WIDE}"),
    (rf"(?<!\w)([nN]os){_SPACE}(?=\d)", rf"\1{WIDE}"),
    (rf"(?<!\w)((?i:{_any(ABBREVIATIONS)})\.){_SPACE}(?=\d)", rf"\1{WIDE}"),
    (rf"(§+){_SPACE}?(?=\d)", rf"\1{WIDE}"),
    (rf"(?<!\w)((?i:{_any(NUMBERED, 's?')})){_SPACE}(?=\d)", rf"\1{WIDE}"),
)
_NAMES = _rules(
    (rf"\b([nN])[°º]{_GAP}?(?=\w)", rf"\1°{WIDE}"),
    (rf"(?<!\w)({_any(TITLES)}){_SPACE}(?=[A-ZÀ-Ý])", rf"\1{WIDE}"),
    (rf"(?:(?<=a[vp]\.)|(?<=avant|après)){_SPACE}(?=J\.{_GAP}?-C\.)", WIDE),
    (rf"(?<![\w'\u2019])([A-ZÀ-Ý]\w*[a-zà-ÿ]){_SPACE}(?=[IVX]+(?!\w))", rf"\1{WIDE}"),
    (rf"(?<=[IVX]e){_SPACE}(?={_any(OF_CENTURIES)}(?!\w))", WIDE),
    (
        rf"(?<![\w.,:/-]){_ORDINAL}(?:[/-]{_ORDINAL})*(?![\w-])",
        lambda found: _PARTS_OF_ORDINAL.sub(_raised, found[0]),
    ),
)
_GROUPS = tuple(  # of rules, and what is in every text that they change
    (re.compile(needed), rules)
    for needed, rules in (
        ("[!?;:]", _MARKS),
        ("[«»\u201c\u201d<…\u2013\u2014\u00d7\u00f7]", _OTHER_SIGNS),
        (r"\d", _NUMBERS),
        (r"[\d°ºIVX]|J\.|\bM\.|\b[MDP][a-z]{1,3} [A-ZÀ-Ý]", _NAMES),
    )
)
_PARTS = re.compile(rf"([ \n{_THING}{_BREAK}]|{_UP}.*?{_DOWN})")
_ADDRESS = re.compile(r"://|^www\.|\\|\w@\w")  # a URL, a Windows path, an e-mail address
_NO_PARTNER = re.compile("\u201c\\w*|\\w*(?<!\\d)\u201d")
_PARTNERS = re.compile("\u201c[^\u201c\u201d]*\u201d")  # which pandoc takes for none where spaces are inside
_MISSPELT = (  # what is in every word of a pattern
    (
        "oe",
        re.compile(
            r"\b(?i:(?:contre|man)?oeuvres?|noeuds?|(?:ch|s)oeurs?|coeurs?|voeux?|oeil|oeillets?|[bo]?oeufs?|moeurs)\b"
        ),
    ),
    (
        "E",
        re.compile(
            r"\bE(?:tats?|tapes?|coles?|tudiante?s?|l[èe]ves?|nonc[ée]s?|quations?|valuations?|crans?|critures?"
            r"|cri(?:re|vez)|dite[rz]|tudie[rz]|value[rz]|tabli(?:r|ssez))\b"
        ),
    ),
)
_RESPELT = re.compile(r"(?:\d|[IVX])(?:i?[èe]me|[èe]re|nde?)s?\b|\b[nN]º")
_log = logging.getLogger("coursebuild.filters.typography")


def transform(doc: pf.Doc) -> pf.Doc:
    lang = str(doc.get_metadata("lang") or "")
    return doc.walk(lambda element, _: _set(element, lang), stop_if=_holds_text_alone)


def respells(text: str) -> bool:
    """Whether a text, in any language, has what loses letters in French: the end of `1ère`."""
    return bool(_RESPELT.search(text))


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: no inline that contains other inlines."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        hasattr(inline, "content") for inline in element.content.list
    )


def _set(element: Any, lang: str) -> Any:
    if isinstance(element, pf.DefinitionItem):
        if _is_french(element, lang):
            element.term = _inlines(element.term)
        return None
    content = getattr(element, "content", None)
    if not isinstance(content, pf.ListContainer) or content.oktypes is not pf.Inline:
        return None
    if not _is_french(element, lang):
        return None
    if isinstance(element, pf.Quoted):
        return _quotation(element)
    if (inlines := _inlines(content)) is not content:
        element.content = inlines
    return None


def _quotation(element: Any) -> Any:
    """Set a quotation between « », and one that is inside another between “ ”; `'n'` is an elision."""
    inlines = _inlines(element.content)
    if _is_quoted(element):
        return pf.Quoted(*inlines, quote_type="DoubleQuote")
    if element.quote_type == "DoubleQuote":
        return [pf.Str(f"«{WIDE}"), *inlines, pf.Str(f"{WIDE}»")]
    if [getattr(inline, "text", "") for inline in inlines] == ["n"]:
        return pf.Str("\u2019n\u2019")
    return pf.Quoted(*inlines, quote_type=element.quote_type)


def _is_french(element: Any, lang: str) -> bool:
    while element is not None:
        if own := getattr(element, "attributes", {}).get("lang"):
            lang = own
            break
        element = element.parent
    return re.split("[-_]", lang.lower())[0] == "fr"


def _is_quoted(element: Any) -> bool:
    """Whether a quotation is inside another one, which may be typed with its « »."""
    while isinstance(element, pf.Inline):
        siblings = element.container[: element.index] if element.index else ()
        typed = "".join(sibling.text for sibling in siblings if isinstance(sibling, pf.Str))
        if typed.count("«") > typed.count("»"):
            return True
        element = element.parent
        if isinstance(element, pf.Quoted) and element.quote_type == "DoubleQuote":
            return True
    return False


def _inlines(content: Any) -> Any:
    """Apply the rules to the text of some inlines. Return `content` itself if none changes it."""
    things: list[Any] = []
    typed = ""
    for element in content:
        if isinstance(element, pf.Str) and not _ADDRESS.search(element.text):
            typed += element.text
        elif isinstance(element, (pf.Space, pf.SoftBreak)):
            typed += " " if isinstance(element, pf.Space) else "\n"
        else:
            typed += _BREAK if isinstance(element, pf.LineBreak) else _THING
            things.append(element)
    _report_slips(typed)
    text = typed
    for needed, rules in _GROUPS:
        if needed.search(text):
            for pattern, by in rules:
                text = pattern.sub(by, text)
    return content if text == typed else list(_parsed(text, things))


def _parsed(text: str, things: list[Any]) -> Iterator[Any]:
    """Make inlines of a text in which characters stand for `things`."""
    waiting = iter(things)
    for part in filter(None, _PARTS.split(text)):
        if part in (_THING, _BREAK):
            yield next(waiting)
        elif part.startswith(_UP):
            yield pf.Superscript(pf.Str(part.strip(_UP + _DOWN)))
        else:
            yield pf.Space() if part == " " else pf.SoftBreak() if part == "\n" else pf.Str(part)


def _report_slips(text: str) -> None:
    if "\u201c" in text or "\u201d" in text:
        for found in _NO_PARTNER.finditer(_PARTNERS.sub(" ", text)):
            quote = re.sub("[\u201c\u201d]", '"', found[0])
            _report(f"the quotation mark in `{quote}` has no partner in its paragraph", quote)
    for letters, pattern in _MISSPELT:
        for word in pattern.findall(text) if letters in text else ():
            right = f"É{word[1:]}" if letters == "E" else word.replace("oe", "œ")
            _report(f"`{word}` is spelt `{right}`", word)


def _report(message: str, quote: str) -> None:
    _log.warning(message, extra={"code": "CB034", "quote": quote, "or_at": '"'})


if __name__ == "__main__":
    pf.dump(transform(pf.load()))

"""Makes pandoc's HTML safe to put into a page: nothing in it loads or runs."""

import re
from html import escape, unescape
from urllib.parse import quote, unquote

import nh3

from coursebuild.model import Body, Diagnostic, ImageError, Markup, Source, short, vocabulary
from coursebuild.pages import images

TAGS = frozenset(
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li "
    "mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th "
    "thead time tr u ul var wbr".split()
)
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "role", "style", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})
# nh3 drops the schemes that it is not told of without a word: it is told of these, and of all that a
# body names plainly, so that each that is refused is said.
REFUSED_SCHEMES = frozenset("data file javascript vbscript".split())
STYLES = frozenset(
    "background-color border color float font-size font-style font-weight height margin margin-left "
    "margin-right max-width padding text-align text-decoration vertical-align white-space width "
    "counter-reset".split()
)
# What the page's frame and script call their own: on a lesson's part it would hide or move the text.
FRAME_CLASSES = frozenset(
    "admonition-end anchor bar code-block contents contents-title copy course cover find heading hit icon "
    "logo panel said side-note skip table-scroll to-top toggle tools ui watermark".split()
)
FRAME_DATA = frozenset("data-closed data-corrections data-document data-result data-scheme data-tool".split())
COUNTS = frozenset("colspan rowspan span".split())  # the layout of a table takes as long as they say
_LOADING = frozenset(
    "action archive background cite classid codebase data dynsrc formaction href icon longdesc lowsrc "
    "manifest ping poster profile src srcdoc srcset usemap xlink:href".split()
)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]*)")
_BARE_TAG, _CLOSING = re.compile(r"<([^\W\d_][\w-]*)>"), re.compile(r"</([^\W\d_][\w-]*)")
_MEDIA = re.compile(r'<(?:embed|video|audio)(?= )(?=[^>]* src="([^">]*)")[^>]*>')
_SCHEME = re.compile(r"=[\"']?([A-Za-z][A-Za-z0-9+.-]*):")
_ABSURD = re.compile(r"\d{5}|\d[eE]\d|url\(|[\\@]", re.IGNORECASE)
_REMOTE = re.compile(r'<img(?=[^>]* src="remote:([^">]*)")[^>]*>')
_UNDESCRIBED = re.compile(r'<img(?![^>]* alt="[^"])(?=[^>]* src="([^">]*)")[^>]*>')
_ALT = re.compile(r' alt="([^"]*)"')
_MISSING = re.compile(r'<img(?=[^>]* src="missing:([^">]*)")[^>]*>')


def sanitize(markup: Markup, *, fetch: bool) -> Body:
    """The markup with its images inside and all that would load or run taken out, each with a diagnostic.

    nh3 keeps what its tables name and nothing else. They name what is refused with a diagnostic as
    well, because it asks `attribute` of those alone; pandoc writes other media as images are written.
    """
    source = markup.selection.source
    written = _as_text(_MEDIA.sub(r'<img src="\1" alt="\1">', markup.body))
    noticed = [
        source.place(f"<{tag}", "CB301", f"<{tag}> is left out")
        for tag in sorted({t.lower() for t in _TAG.findall(written)} - TAGS)
    ]

    noticed += [
        source.place(target, "CB211", f"image `{short(target)}`: it has no alternative text")
        for target in _UNDESCRIBED.findall(written)
    ]

    failures: list[BaseException] = []
    reads: dict[str, str] = {}

    def attribute(tag: str, name: str, value: str) -> str | None:
        try:
            return decide(tag, name, value)
        except BaseException as error:  # noqa: BLE001 (nh3 would print it and go on, an interruption too)
            failures.append(error)
            return None

    def decide(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return _image(value, source, noticed, reads, fetch=fetch)
        if name == "class":
            return _classes(value, source, noticed)
        if refused := _refused(tag, name, value):
            code, told, quote = refused
            noticed.append(source.place(quote, code, f"{told} is left out", or_at=f"{name}="))
            return None
        return None if name in COUNTS and not re.fullmatch("[0-9]{1,3}", value) else value

    cleaner = nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(vocabulary.SWALLOWING),
        attributes={tag: {*names, *(_LOADING if tag == "*" else ())} for tag, names in ATTRIBUTES.items()},
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        attribute_filter=attribute,
        generic_attribute_prefixes={"data-", "aria-", "on"},
        filter_style_properties=set(STYLES),
        url_schemes={
            *SCHEMES,
            *REFUSED_SCHEMES,
            *map(str.lower, _SCHEME.findall(written)),
            "missing",
            "remote",
        },
        link_rel=None,
    )
    contents, body = cleaner.clean(markup.contents), cleaner.clean(written)
    if failures:
        raise failures[0]
    body = _MISSING.sub(_placeholder, _REMOTE.sub(_link, body))
    return Body(markup.selection, contents, body, reads, (*markup.diagnostics, *noticed))


def _refused(tag: str, name: str, value: str) -> tuple[str, str, str] | None:
    """The rule that an attribute breaks, what to call it, and the words to look for."""
    told = f'`{name}="{short(value)}"`'
    if name in FRAME_DATA:
        return "CB307", told, name
    if name.startswith("on"):
        return "CB302", told, name
    if name == "style" and _ABSURD.search(value):
        return "CB306", told, value
    if name in _LOADING and tag in TAGS and not (tag == "a" and name == "href" and _is_link(value)):
        return "CB303", told, value
    return None


def _classes(value: str, source: Source, noticed: list[Diagnostic]) -> str:
    own = FRAME_CLASSES.intersection(value.split())
    noticed += [source.place(word, "CB307", f"the class `{word}` is left out") for word in sorted(own)]
    return " ".join(word for word in value.split() if word not in own) if own else value


def _as_text(body: str) -> str:
    """A name in angle brackets that is no element and is never closed, as in `cp <from> <to>`, is text."""
    closed = {tag.lower() for tag in _CLOSING.findall(body)} | TAGS | vocabulary.SWALLOWING
    return _BARE_TAG.sub(lambda tag: tag[0] if tag[1].lower() in closed else f"&lt;{tag[1]}&gt;", body)


def _image(
    target: str, source: Source, noticed: list[Diagnostic], reads: dict[str, str], *, fetch: bool
) -> str:
    """The image's data URI, or `remote:ADDRESS` of what becomes a link, or `missing:NAME`."""
    try:
        uri, removed = images.embed(target, source, reads, fetch=fetch)
    except ImageError as error:
        written = target if target in source.text else unquote(target)
        noticed.append(source.place(written, error.code, f"image `{short(target)}`: {error}"))
        return f"remote:{quote(target)}" if error.code == "CB203" else f"missing:{quote(images.name(target))}"
    noticed += [
        source.place(target, "CB301", f"image `{target}`: {short(part)} is left out") for part in removed
    ]
    return uri


def _is_link(value: str) -> bool:
    """Whether an address is relative, or of a scheme that opens a page or a message."""
    scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\s-]*):", value)
    return scheme is None or re.sub(r"\s", "", scheme[1]).lower() in SCHEMES


def _link(found: re.Match[str]) -> str:
    address = unquote(unescape(found[1]))
    text = _alt(found[0]) or images.name(address)
    return f'<a class="remote-image" href="{escape(address)}">{escape(text)}</a>'


def _placeholder(found: re.Match[str]) -> str:
    text = escape(_alt(found[0]) or unquote(unescape(found[1])))
    return f'<span class="missing-image">{text}</span>'


def _alt(image: str) -> str:
    found = _ALT.search(image)
    return unescape(found[1]) if found else ""

"""Make pandoc's HTML safe to put into a page: remove all that would load or run something."""

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import quote, unquote

import nh3

from coursebuild.model import (
    Body,
    Diagnostic,
    ImageError,
    Limits,
    Markup,
    Source,
    short,
    tags,
    vocabulary,
)
from coursebuild.pages import images, nesting
from coursebuild.runtime.log_capture import callbacks

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
# nh3 drops addresses with unknown schemes before it calls the attribute filter. These schemes, and all that a
# body contains, are declared as known, so that the filter can report each address that it removes.
REFUSED_SCHEMES = frozenset("data file javascript vbscript".split())
STYLES = frozenset(
    "background-color border color float font-size font-style font-weight height margin margin-left "
    "margin-right max-width padding text-align text-decoration vertical-align white-space width "
    "counter-reset".split()
)
# Classes that the page's templates and script use: in a lesson they would hide or move text.
FRAME_CLASSES = frozenset(
    "admonition-end anchor bar code-block contents contents-title copy course cover find heading hit icon "
    "logo panel said side-note skip student-fields table-scroll tablist to-top toggle tools ui "
    "watermark".split()
)
FRAME_DATA = frozenset(
    "data-beside data-closed data-corrections data-document data-result data-scheme data-scrolled "
    "data-tool".split()
)
COUNTS = frozenset("colspan rowspan span".split())  # limited: a table's layout takes longer with them
_OF_PANDOC = frozenset({"data-cites"})  # which pandoc gives to a citation
_COLUMNS = "; put `::: column` around each part, and `:::: columns` around them"
_INSTEAD = {"layout-ncol": _COLUMNS, "layout": _COLUMNS, "ncol": _COLUMNS}  # attributes of other tools
_LOADING = frozenset(
    "action archive background cite classid codebase data dynsrc formaction href icon longdesc lowsrc "
    "manifest ping poster profile src srcdoc srcset usemap xlink:href".split()
)
_START_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]*)")  # complete or not, because nh3 repairs incomplete ones
_COMMENT = re.compile(r"<!--(?!-?>).*?-->", re.DOTALL)
_MEDIA = re.compile(r'<(?:embed|video|audio)(?= )(?=[^>]* src="([^">]*)")[^>]*>')  # as pandoc writes them
_SCHEME = re.compile(r"=[\"']?([A-Za-z][A-Za-z0-9+.-]*):")
_UNSAFE_STYLE = re.compile(r"\d{5}|\d[eE]\d|url\(|[\\@]", re.IGNORECASE)
_IMAGE = tags.named("img")


def sanitize(markup: Markup, limits: Limits, *, fetch: bool) -> Body:
    """Embed images, and remove all that would load or run something, each with a diagnostic.

    nh3 calls the attribute filter only for attributes in its tables. These therefore also contain attributes
    that the filter removes with a diagnostic. Video and audio, for which Markdown uses the syntax of images,
    are handled as images.
    """
    source = markup.selection.source
    if '"t":"Raw' in markup.selection.json:
        nesting.check(markup.body, source)
    html = _MEDIA.sub(r'<img src="\1" alt="\1">', markup.body)
    filtered = _AttributeFilter(source, markup.selection.json, limits, fetch=fetch)
    cleaner = nh3.Cleaner(
        tags=set(tags.ON_PAGES),
        clean_content_tags=set(vocabulary.SWALLOWING),
        attributes={tag: {*names, *(_LOADING if tag == "*" else ())} for tag, names in ATTRIBUTES.items()},
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        attribute_filter=filtered,
        generic_attribute_prefixes={"data-", "aria-", "on"},
        filter_style_properties=set(STYLES),
        url_schemes={
            *tags.SCHEMES,
            *REFUSED_SCHEMES,
            *map(str.lower, _SCHEME.findall(html)),
            "missing",
            "remote",
        },
        link_rel=None,
    )
    with callbacks():
        contents, body = cleaner.clean(markup.contents), cleaner.clean(html)
    if filtered.failures:
        raise filtered.failures[0]
    diagnostics = (*markup.diagnostics, *_tag_diagnostics(html, source), *filtered.diagnostics)
    links = tuple(filtered.links)
    return Body(markup.selection, contents, _IMAGE.sub(_replace, body), filtered.reads, diagnostics, links)


def _tag_diagnostics(html: str, source: Source) -> Iterator[Diagnostic]:
    """Report elements that are removed, and images without alternative text."""
    tags_as_written = {tag.lower(): tag for tag in reversed(_START_TAG.findall(_COMMENT.sub("", html)))}
    for tag in sorted(tags_as_written.keys() - tags.ON_PAGES):
        yield source.place(f"<{tags_as_written[tag]}", "CB301", f"<{tag}> is removed")
    for image in _IMAGE.finditer(html):
        values = dict(tags.pairs(image["attributes"]))
        if "src" in values and not values.get("alt"):
            target = unescape(values["src"])
            yield source.place(target, "CB211", f"image `{short(target)}`: it has no alternative text")


class _AttributeFilter:
    """Decide about each attribute for nh3; collect diagnostics, links, and the state of each image file.

    nh3 prints an exception that its filter raises, and continues. `failures` keeps such exceptions, also a
    KeyboardInterrupt, for the caller to raise. `known` has the names of attributes as they were written:
    pandoc puts `data-` before each that HTML does not know.
    """

    def __init__(self, source: Source, known: str, limits: Limits, *, fetch: bool) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.reads: dict[str, str] = {}
        self.links: dict[str, None] = {}
        self.failures: list[BaseException] = []
        self._source, self._limits, self._fetch = source, limits, fetch
        self._known = known

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        """Return the attribute's new value, or None to remove the attribute."""
        try:
            return self._decide(tag, name, value)
        except BaseException as error:  # noqa: BLE001 (see the class)
            self.failures.append(error)
            return None

    def _decide(self, tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return self._embed(value)
        if name == "class":
            return self._classes(value)
        if name in _OF_PANDOC:
            return None
        if name.startswith("data-") and f'"{name}"' not in self._known and name not in self._source.text:
            key = name.removeprefix("data-")
            message = f"the attribute `{key}` is left out of the page{_INSTEAD.get(key, '')}"
            self._report(f"{key}=", "CB145", message, or_at=key)
            return None
        if refused := _refused(tag, name, value):
            code, words = refused
            self._report(words, code, f'`{name}="{short(value)}"` is removed', or_at=f"{name}=")
            return None
        if name == "href":
            self.links[value] = None
        return None if name in COUNTS and not re.fullmatch("[0-9]{1,3}", value) else value

    def _embed(self, target: str) -> str:
        """Return the image's data URI, or `remote:ADDRESS` or `missing:NAME` for `_replace`."""
        try:
            uri, removed = images.embed(target, self._source, self.reads, self._limits, fetch=self._fetch)
        except ImageError as error:
            written = target if target in self._source.text else unquote(target)
            self._report(written, error.code, f"image `{short(target)}`: {error}")
            if error.code == "CB203":
                return f"remote:{quote(target)}"
            return f"missing:{quote(images.name(target))}"
        for code, part in removed:
            self._report(target, code, f"image `{target}`: {part} is removed")
        return uri

    def _classes(self, value: str) -> str:
        if "public" in value:  # a note for the check
            value = " ".join(word for word in value.split() if word != "public")
        refused = FRAME_CLASSES.intersection(value.split())
        for word in sorted(refused):
            self._report(word, "CB307", f"the class `{word}` is removed: it is reserved for the page")
        return " ".join(word for word in value.split() if word not in refused) if refused else value

    def _report(self, words: str, code: str, message: str, *, or_at: str = "") -> None:
        self.diagnostics.append(self._source.place(words, code, message, or_at=or_at))


def _refused(tag: str, name: str, value: str) -> tuple[str, str] | None:
    """The code of the rule that an attribute breaks, and the words that give its position in the source."""
    if name in FRAME_DATA:
        return "CB307", name
    if name.startswith("on"):
        return "CB302", name
    if name == "style" and _UNSAFE_STYLE.search(value):
        return "CB306", value
    is_link = tag == "a" and name == "href" and tags.is_link(value)
    if name in _LOADING and tag in tags.ON_PAGES and not is_link:
        return "CB303", value
    return None


def _replace(image: re.Match[str]) -> str:
    """Replace a remote image by a link, and a missing one by its alternative text; keep any other one."""
    values = dict(tags.pairs(image["attributes"]))
    scheme, _, target = values.get("src", "").partition(":")
    if scheme not in ("remote", "missing"):
        return image[0]
    text, target = unescape(values.get("alt", "")), unquote(unescape(target))
    if scheme == "remote":
        return f'<a class="remote-image" href="{escape(target)}">{escape(text or images.name(target))}</a>'
    return f'<span class="missing-image">{escape(text or target)}</span>'

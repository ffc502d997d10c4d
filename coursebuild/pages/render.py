"""A body put into a complete page, for the screen or for print."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jinja2 import BytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup as Safe

from coursebuild import __version__
from coursebuild.config import files, labels, toml_position
from coursebuild.model import Body, BuildError, Course, Diagnostic, Format, ImageError, Page
from coursebuild.pages import boxes, footnotes, images, palette, presentational_attributes, screen
from coursebuild.runtime import compiled
from coursebuild.runtime.resources import folder

TEMPLATE = "page.html.jinja"
MEDIA = {Format.HTML: "screen", Format.PDF: "print"}

_SYNTAX = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
_LESSON_LINK = re.compile(r'(<a [^>]*href="(?![a-z][a-z0-9+.-]*:|/|#)[^"#]*)\.md(?=[#"])', re.IGNORECASE)
_W3C_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # the profile that PDF dates are read by


def render(body: Body, format_: Format, course: Course) -> Page:
    """The page of one format. Raises BuildError where a template is broken."""
    selection = body.selection
    own = course.root / "templates"
    says = labels.in_language(selection.facts.lang, own, folder("templates"))
    drawings = boxes.icons(body.body, own, folder("templates"))
    try:
        html = (
            _environment(own)
            .get_template(TEMPLATE)
            .render(
                body=Safe(_for_medium(body, format_, drawings)),  # noqa: S704 (nothing in it loads or runs)
                contents=Safe(_contents(body, format_)),  # noqa: S704 (the same)
                course=course.title,
                created=date if _W3C_DATE.fullmatch(date := selection.facts.date) else "",
                edition=_mark(body, says),
                facts=selection.facts,
                generator=f"coursebuild {__version__}",
                icons=drawings,
                layout=selection.layout,
                logo=_logo(course),
                medium=MEDIA[format_],
                palette=palette.of_course(course.theme.accent, own, folder("templates")),
                says=says,
                stem=selection.source.location.stem,
                theme=course.theme,
            )
        )
    except BuildError:
        raise
    except Exception as error:  # a template may raise anything
        raise BuildError(_broken(error)) from error
    name = selection.source.location.name
    path = PurePosixPath(selection.edition.name, f"{selection.source.location.stem}.{format_}")
    return Page(
        name, path, format_, presentational_attributes.as_styles(html) if format_ is Format.PDF else html
    )


def _mark(body: Body, says: Mapping[str, str]) -> str:
    """What each page says of its edition; nothing where it shows what students see."""
    name = body.selection.edition.name
    return (says.get(name) or says["edition"].replace("{name}", name)) if body.marked else ""


def _for_medium(body: Body, format_: Format, drawings: Mapping[str, str]) -> str:
    """Links to another source of the course lead to what is made of it; the rest is the medium's own."""
    linked = _LESSON_LINK.sub(rf"\1.{format_}", body.body)
    if format_ is Format.HTML:
        return screen.for_screen(boxes.with_icons(linked, drawings))
    return footnotes.at_the_foot(boxes.for_pages(linked), addresses=body.selection.layout.links_as_notes)


def _contents(body: Body, format_: Format) -> str:
    """The table of contents: on screen unless nobody wants it, in print where it is asked for."""
    layout = body.selection.layout
    wanted = layout.cover or format_ is Format.HTML if layout.contents is None else layout.contents
    return body.contents if wanted else ""


@cache
def _logo_at(path: Path, root: Path) -> str:
    try:
        return images.embed_file(path, root)
    except ImageError as error:
        message = f"`theme.logo`: `{path.name}`: {error}"
        raise BuildError(toml_position.diagnostic(root / "coursebuild.toml", "CB011", message)) from error


def _logo(course: Course) -> str:
    return _logo_at(course.theme.logo, course.root) if course.theme.logo else ""


@cache
def _environment(own: Path) -> SandboxedEnvironment:
    """Templates by name: the author's folder first, the built-in one second, and as `builtin/NAME`."""

    def load(name: str) -> tuple[str, str, None] | None:
        built_in = name.startswith("builtin/")
        for place in (folder("templates"),) if built_in else (own, folder("templates")):
            wanted = name.removeprefix("builtin/")
            if (found := files.text(place, wanted)) is not None:
                return found, str(place / wanted), None
        return None

    environment = SandboxedEnvironment(
        loader=FunctionLoader(load), bytecode_cache=_BuiltIn(), undefined=StrictUndefined, **_SYNTAX
    )
    environment.filters |= {"sha256": _sha256, "css_string": _css_string, "svg_uri": _svg_uri}
    environment.globals["text"] = lambda name: Safe((load(name) or ("",))[0])  # noqa: S704 (a template's own)
    return environment


class _BuiltIn(BytecodeCache):
    """What Jinja2 made of the built-in templates; an author's are compiled at each start."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name.replace("/", ".") if filename and Path(filename).parent == folder("templates") else ""

    def get_source_checksum(self, source: str) -> str:
        return f"{jinja_version} {_SYNTAX} {source}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key:
            bucket.code = compiled.read(bucket.key, bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.key and bucket.code:
            compiled.write(bucket.key, bucket.code, bucket.checksum)


def _sha256(text: str) -> str:
    """A hash as Content-Security-Policy writes it (CSP Level 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _css_string(text: str) -> Safe:
    """A text as CSS quotes it (CSS Syntax Level 3, section 4.3.5), also within HTML."""
    return Safe('"' + re.sub(r"[^\w .,;:()-]", lambda c: f"\\{ord(c[0]):x} ", text) + '"')  # noqa: S704 (the same)


def _svg_uri(drawing: str) -> Safe:
    return Safe("data:image/svg+xml," + quote(drawing))  # noqa: S704 (the same)


def _broken(error: Exception) -> Diagnostic:
    message = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateNotFound):
        return Diagnostic(f"templates/{error.name}", 0, 0, "CB008", "the template is not there")
    if isinstance(error, TemplateSyntaxError):
        return Diagnostic(f"templates/{error.name}", error.lineno, 0, "CB008", message)
    frames = []
    trace = error.__traceback__
    while trace:
        if (
            trace.tb_frame.f_code.co_name in ("root", "top-level template code")
            or "block" in trace.tb_frame.f_code.co_name
        ):
            frames.append((Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno))
        trace = trace.tb_next
    name, line = frames[-1] if frames else (TEMPLATE, 0)
    return Diagnostic(f"templates/{name}", line, 0, "CB008", message)

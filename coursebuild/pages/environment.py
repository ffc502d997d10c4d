"""The Jinja environment in which a course's templates are rendered."""

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from jinja2 import BytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup as Safe

from coursebuild.config.templates import Templates
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime import compiled, resources
from coursebuild.runtime.limits import ExceededError

TEMPLATE = "page.html.jinja"

_COUNTERS = re.compile(r"(\{n\}|\{count\})")
_SYNTAX = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}


def environment(templates: Templates) -> SandboxedEnvironment:
    """Load templates by name: the author's before the built-in ones, which are also `builtin/NAME`."""

    def load(name: str) -> tuple[str, str, None] | None:
        folders = (templates.built_in,) if name.startswith("builtin/") else templates
        wanted = name.removeprefix("builtin/")
        for folder in folders:
            if (text := folder.text(wanted)) is not None:
                return text, str(folder.path / wanted), None
        return None

    jinja = SandboxedEnvironment(
        loader=FunctionLoader(load), bytecode_cache=_BytecodeCache(), undefined=StrictUndefined, **_SYNTAX
    )
    jinja.filters |= {
        "sha256": _sha256,
        "css_string": _css_string,
        "css_counters": _css_counters,
        "svg_uri": _svg_uri,
    }
    jinja.globals["text"] = lambda name: Safe((load(name) or ("",))[0])  # noqa: S704 (a template is trusted)
    return jinja


class _BytecodeCache(BytecodeCache):
    """Cache the compiled built-in templates; an author's templates are compiled at each start."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return (
            name.replace("/", ".")
            if filename and Path(filename).parent == resources.folder("templates")
            else ""
        )

    def get_source_checksum(self, source: str) -> str:
        return f"{jinja_version} {_SYNTAX} {source}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key:
            bucket.code = compiled.load(bucket.key, bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.key and bucket.code:
            compiled.save(bucket.key, bucket.code, bucket.checksum)


def _sha256(text: str) -> str:
    """The hash of a script or style in the form of Content-Security-Policy (CSP Level 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _css_string(text: str) -> Safe:
    """Quote a text as a CSS string that is also safe within HTML (CSS Syntax Level 3, section 4.3.5)."""
    return Safe('"' + re.sub(r"[^\w .,;:()-]", lambda c: f"\\{ord(c[0]):x} ", text) + '"')  # noqa: S704 (the same)


def _css_counters(text: str) -> Safe:
    """Quote a text in which `{n}` is the page's number, and `{count}` the number of pages."""
    counters = {"{n}": Safe("counter(page)"), "{count}": Safe("counter(pages)")}
    return Safe(" ").join(counters.get(part) or _css_string(part) for part in _COUNTERS.split(text))


def _svg_uri(drawing: str) -> Safe:
    return Safe("data:image/svg+xml," + quote(drawing))  # noqa: S704 (the same)


@contextmanager
def template_failures(template: str) -> Iterator[None]:
    """Raise BuildError with the template's line for whatever the template raises."""
    try:
        yield
    except (BuildError, ExceededError):
        raise
    except Exception as error:  # a template may raise anything
        raise BuildError(_template_error(error, template)) from error


def _template_error(error: Exception, template: str) -> Diagnostic:
    if isinstance(error, RecursionError):
        message = f'it includes or extends itself; the built-in template is `"builtin/{template}"`'
        return Diagnostic(f"templates/{template}", 0, 0, "CB008", message)
    message = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateNotFound):
        return Diagnostic(f"templates/{error.name}", 0, 0, "CB008", "the template does not exist")
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
    name, line = frames[-1] if frames else (template, 0)
    return Diagnostic(f"templates/{name}", line, 0, "CB008", message)

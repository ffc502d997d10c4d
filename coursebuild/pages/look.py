"""The look of a course's pages: templates, palette, icons, logo and labels."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2.sandbox import SandboxedEnvironment

from coursebuild import config
from coursebuild.config import palette
from coursebuild.config.labels import Labels
from coursebuild.config.palette import Palette
from coursebuild.config.templates import Templates
from coursebuild.model import BuildError, Course, Diagnostic, ImageError, Theme
from coursebuild.pages import images
from coursebuild.pages.accent import with_accent, with_boxes, with_enhanced_contrast
from coursebuild.pages.environment import environment, template_failures
from coursebuild.runtime import limits
from coursebuild.runtime.limits import Limit


@dataclass(frozen=True)
class Look:
    """The look of a course's pages; each part is read when it is first needed."""

    _course: Course
    _templates: Templates
    labels: Labels
    _of_editions: "dict[str, Look]" = field(default_factory=dict, compare=False)

    def of_edition(self, name: str) -> "Look":
        """The look of an edition: its own one if it has one."""
        if name not in self._course.themes:
            return self
        if name not in self._of_editions:
            course = self._course._replace(theme=self._course.themes[name], themes={})
            self._of_editions[name] = Look(course, self._templates, self.labels)
        return self._of_editions[name]

    @property
    def course(self) -> str:
        """The course's title."""
        return self._course.title

    @property
    def theme(self) -> Theme:
        return self._course.theme

    @property
    def limit(self) -> Limit:
        """How long a page may take to render."""
        return Limit("template-seconds", self._course.limits.template_seconds, "the page's template")

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        return environment(self._templates)

    def fragment(self, name: str, **values: Any) -> str:
        """Render another template than the page's. Raises BuildError if it fails."""
        with template_failures(name), limits.within(self.limit):
            return self.environment.get_template(name).render(**values)

    @property
    def has_index(self) -> bool:
        """Whether the course may have an index."""
        return self._course.has_index is not False

    @property
    def has_feed(self) -> bool:
        return bool(self._course.base_url)

    @cached_property
    def palette(self) -> Palette:
        """Each scheme's colours, with those that coursebuild.toml sets.

        Raises BuildError if palette.toml is invalid.
        """
        colours, own = palette.read(self._templates), palette.table(self._templates.own)
        if self.theme.accent:
            colours = with_accent(colours, self.theme.accent, own)
        colours = with_boxes(colours, self._course.boxes, own) if self._course.boxes else colours
        return with_enhanced_contrast(colours) if self.theme.is_enhanced else colours

    @property
    def own_kinds(self) -> tuple[str, ...]:
        """The author's own kinds of boxes."""
        return tuple(self._course.boxes)

    @cached_property
    def logo(self) -> str:
        """The logo as a data URI, or an empty string. Raises BuildError if the logo cannot be embedded."""
        if not self.theme.logo:
            return ""
        try:
            return images.embed_file(self.theme.logo, self._course.own_folder, self._course.limits)
        except ImageError as error:
            message = f"`theme.logo`: `{self.theme.logo.name}`: {error}"
            raise BuildError(config.diagnostic(self._course, "CB011", message)) from error

    def icon(self, kind: str) -> str:
        """The icon of a kind of box as SVG, or an empty string. Raises BuildError if an author's is none."""
        own = self._course.boxes.get(kind)
        name = f"icons/{own.icon if own else kind}.svg"
        if not self._templates.has_own or self._templates.own.text(name) is None:
            return (self._templates.text(name) or "").strip()
        try:
            return images.embed_icon(self._templates.own.text(name) or "", self._course.limits)
        except ImageError as error:
            raise BuildError(Diagnostic(f"templates/{name}", 0, 0, "CB008", str(error))) from error

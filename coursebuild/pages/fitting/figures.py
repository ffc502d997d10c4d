"""Keep figures with their captions, and paragraphs with the blocks that they introduce."""

import re

from coursebuild.model import tags
from coursebuild.pages.fitting.attributes import with_value

CAPTION_LINE, CAPTION_HEIGHT = 90, 1.4  # characters in a line of a caption, about; em of the text around it
# The end of a paragraph that introduces the block after it.
_INTRODUCES = re.compile(
    r":(?:</(?:a|b|em|i|span|strong)>)*+</p>(?=\s*<(?:ul|ol|dl|pre|div|table|figure|blockquote)\b)"
)
# A paragraph that looks like a heading: it is bold, and no sentence.
_BOLD = re.compile(
    r"<p>(?=<strong>[^<]*[^<.!\s]</strong></p>\s*<(?:p|ul|ol|dl|pre|div|table|figure|blockquote)\b)"
)
_FIGURE = tags.named("figure", "figcaption")


def with_lead_ins(body: str) -> str:
    """Add the class `lead-in` to paragraphs that end in a colon before a block, or look like a heading."""
    parts, end = [], 0
    for found in _INTRODUCES.finditer(body):
        start = body.rfind("<p", end, found.start())
        if body.startswith("<p>", start) and "</p>" not in body[start : found.start()]:
            parts += [body[end:start], '<p class="lead-in">']
            end = start + len("<p>")
    return _BOLD.sub('<p class="lead-in">', "".join([*parts, body[end:]]))


def with_captions_measured(body: str) -> str:
    """Set the custom property `--caption` of figures with long captions, for which print.css leaves room."""
    parts: list[str] = []
    figures: list[int] = []  # the index in `parts` of each start tag
    end = begin = 0
    for tag in _FIGURE.finditer(body):
        parts += [body[end : tag.start()], tag[0]]
        end = tag.end()
        if tag["name"] == "figcaption":
            if not tag["end"]:
                begin = end
            elif figures and (lines := len(tags.ANY.sub("", body[begin : tag.start()])) // CAPTION_LINE):
                figure = parts[figures[-1]]
                parts[figures[-1]] = with_value(figure, "style", f"--caption:{lines * CAPTION_HEIGHT:g}em")
        elif tag["end"]:
            figures.pop()
        else:
            figures.append(len(parts) - 1)
    return "".join([*parts, body[end:]])

"""The keys of the tables `theme` and `themes.NAME`, by their names in these."""

from collections.abc import Mapping

from coursebuild.config.keys.key import Key

LENGTH = r"(\d{1,3}(?:\.\d{1,2})?)(mm|cm|in|pt)"  # such as 20mm; the same
POINTS = r"(\d{1,2}(?:\.\d{1,2})?)pt"  # such as 18pt; the number is a group
OF_COURSE = ("logo",)  # which no edition has for itself

_COLOUR = "#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"

THEME: Mapping[str, Key] = {
    "accent": Key(
        (str,),
        "The colour of rules, links and exercises; made darker or lighter where it could not be read.",
        "",
        "#7a1f3d",
        pattern=f"(?:{_COLOUR})?",
    ),
    "logo": Key(
        (str,),
        "An image above the title, inside this folder: SVG, PNG, JPEG, GIF or WebP.",
        "",
        "figures/school.svg",
    ),
    "font": Key(
        (str,),
        "The font of the text; another one than the default comes from a `fontpkg-…` package.",
        "Fira Sans",
        "Source Serif 4",
        pattern="[A-Za-z0-9][A-Za-z0-9 -]{0,60}",
    ),
    "paper": Key((str,), "The format of printed pages.", "A4", "letter", allowed=("A4", "letter")),
    "margins": Key(
        (str,),
        "The margins of printed pages, from 8 to 60 mm, in CSS's order: top, right, bottom, left.",
        "21mm 19mm 19mm",
        "25mm 20mm",
        pattern=rf"\s*{LENGTH}(?:\s+{LENGTH}){{0,3}}\s*",
    ),
    "size": Key(
        (str,),
        "The size of the text, from 8 to 36 points, in print and on screen; headings, code and notes "
        "follow it.",
        None,
        "18pt",
        pattern=POINTS,
    ),
    "line-height": Key(
        (int, float), "The distance of lines, from 1 to 3 times the size of the text.", None, 1.5
    ),
    "spacing": Key(
        (str,),
        "The distance of letters, words and paragraphs; `wide` is what readers may need by WCAG 2.2, 1.4.12.",
        "normal",
        "wide",
        allowed=("normal", "wide"),
    ),
    "contrast": Key(
        (str,),
        "The contrast of text: 4.5 to 1 (`AA`), or 7 to 1 (`AAA`), for which colours are darkened or "
        "lightened.",
        "AA",
        "AAA",
        allowed=("AA", "AAA"),
    ),
}

# The keys that an edition may set for itself: without a default, what `theme` says holds.
OF_EDITIONS: Mapping[str, Key] = {
    name: key._replace(default=None, example=key.example or key.default)
    for name, key in THEME.items()
    if name not in OF_COURSE
}

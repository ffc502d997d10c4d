"""The shapes of large and hostile sources: for each, a size n, and the function that makes a source of it."""

import base64
import random
import struct
import zlib
from collections.abc import Callable, Mapping

START = """---
title: A large lesson
---

## Questions

What is the answer to the question?

::: {.correction .if correction="true"}
It is forty-two, as everybody knows who has read the book to its end.
:::

"""


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: f"{START}{before}{unit * n}{after}\n"


def _numbered(unit: str, before: str = "", after: str = "", between: str = "") -> Callable[[int], str]:
    """A source of n units, in which `#` is each one's number."""
    return lambda n: START + before + between.join(unit.replace("#", str(i)) for i in range(n)) + after + "\n"


def _front_matter(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    def made(n: int) -> str:
        lines = "".join(unit.replace("#", str(i)) for i in range(n))
        return START.replace("\n---\n", f"\n{before}{lines}{after}\n---\n", 1) + "Text.\n"

    return made


def _table(n: int) -> str:
    rows = "".join(f"| {i} | cell {i} | text |\n" for i in range(n))
    return f"{START}| a | b | c |\n|---|---|---|\n{rows}\n"


def _grid(n: int) -> str:
    border = "+------------+------------+\n"
    return START + border + "".join(f"| cell {i:6} | text here  |\n{border}" for i in range(n)) + "\n"


def _columns(n: int) -> str:
    return START + "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n + "\n"


def _nested(begin: str, end: str = "", inside: str = "text") -> Callable[[int], str]:
    return lambda n: f"{START}{begin * n}{inside}{end * n}\n"


def _nested_lists(n: int) -> str:
    return START + "".join(f"{'  ' * i}- item {i}\n" for i in range(n))


def _nested_divs(n: int) -> str:
    return START + "".join(f"::: {{.note}}\n\n{i}\n\n" for i in range(n)) + ":::\n\n" * n


def _data_image(n: int) -> str:
    """A PNG of n grey pixels, each at random."""
    width = 100
    noise = random.Random(1)  # noqa: S311 (no secret)
    rows = b"".join(b"\0" + noise.randbytes(width) for _ in range(n // width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, n // width, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return f"{START}![An image](data:image/png;base64,{base64.b64encode(png).decode()})\n"


def _attributes(n: int) -> str:
    return START + "::: {.note " + " ".join(f'k{i}="v{i}"' for i in range(n)) + "}\n\ntext\n\n:::\n"


def _classes(n: int) -> str:
    return START + "::: {" + " ".join(f".class{i}" for i in range(n)) + "}\n\ntext\n\n:::\n"


def _tag_attributes(n: int) -> str:
    return START + "<div " + " ".join(f'title{i}="v"' for i in range(n)) + ">\n\ntext\n\n</div>\n"


def _corrections(n: int) -> str:
    return START + "".join(
        f"## Exercise {i} {{.exercise}}\n\nDo {i}.\n\n"
        f"::: correction\nThe answer number {i} is what it is.\n:::\n\n"
        for i in range(n)
    )


def _spans(n: int) -> str:
    return START + " ".join(f"[the word {i}]{{.correction}}" for i in range(n)) + "\n"


def _references(n: int) -> str:
    return START + "".join(f"[link {i}]\n\n[link {i}]: https://example.org/{i}\n\n" for i in range(n))


SHAPES: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "paragraphs": (5_000, _numbered("This is the sentence number # of a long lesson.\n\n")),
    "words": (50_000, _numbered("word# ")),
    "one word": (100_000, _repeated("x")),
    "one word of digits": (100_000, _repeated("1")),
    "one word with dots": (50_000, _repeated("a.")),
    "hyphens in a word": (50_000, _repeated("a-")),
    "underscores in a word": (50_000, _repeated("a_")),
    "code in one line": (50_000, _repeated("x = 1; ", "```python\n", "\n```\n")),
    "code in lines": (20_000, _numbered("print('line number #')\n", "```python\n", "```\n")),
    "code blocks": (3_000, _numbered("```sh\necho #\n```\n\n")),
    "indented code": (10_000, _numbered("    print(#)\n")),
    "data image": (75_000, _data_image),
    "formulas that cannot be set": (3_000, _numbered("The sum $\\fooo + #$ is a number.\n\n")),
    "formulas of LaTeX": (20_000, _repeated("\\(x^2")),
    "headings": (5_000, _numbered("## Heading #\n\nText.\n\n")),
    "equal headings": (5_000, _repeated("## Heading\n\nText.\n\n")),
    "headings without blank lines": (5_000, _numbered("## Heading #\nText.\n")),
    "underlined headings": (5_000, _numbered("Heading #\n---------\n\n")),
    "table rows": (5_000, _table),
    "table columns": (500, _columns),
    "grid rows": (500, _grid),
    "list items": (15_000, _numbered("- item #\n")),
    "ordered items": (15_000, _numbered("#. item\n")),
    "loose items": (5_000, _numbered("- item #\n\n")),
    "tasks": (5_000, _numbered("- [ ] task #\n")),
    "definitions": (5_000, _numbered("term #\n:   definition\n\n")),
    "nested lists": (60, _nested_lists),
    "nested quotations": (2_500, _nested("> ")),
    "quotations": (5_000, _numbered("> quotation #\n\n")),
    "nested divs": (300, _nested_divs),
    "divs": (2_000, _numbered("::: note\n\ntext #\n\n:::\n\n")),
    "open divs": (2_000, _numbered("::: note\n\ntext #\n\n")),
    "closing divs": (5_000, _repeated(":::\n\n")),
    "corrections": (700, _corrections),
    "spans": (2_500, _spans),
    "public spans": (10_000, _numbered("[the word #]{.mark} ")),
    "open spans": (10_000, _repeated("[a{.b} ")),
    "links": (10_000, _numbered("[link #](https://example.org/#) ")),
    "inner links": (5_000, _numbered("[link #](#questions-#) ".replace("-#", ""))),
    "broken links": (2_000, _numbered("[link](#nowhere-x#) ")),
    "reference links": (3_000, _references),
    "notes": (3_000, _numbered("text[^n#]\n\n[^n#]: note #\n\n")),
    "undefined notes": (3_000, _numbered("text[^n#]\n\n")),
    "inline notes": (5_000, _numbered("text^[note #] ")),
    "images": (1_000, _numbered("![image #](missing#.png) ")),
    "addresses": (10_000, _numbered("<https://example.org/#> ")),
    "bare addresses": (10_000, _numbered("https://example.org/# ")),
    "address": (100_000, _repeated("a", "<https://example.org/", ">")),
    "citations": (5_000, _numbered("@key# ")),
    "backticks": (50_000, _repeated("`")),
    "single backticks": (25_000, _repeated("` ")),
    "growing backticks": (700, lambda n: START + " ".join("`" * i for i in range(1, n)) + "\n"),
    "inline code": (10_000, _numbered("`code #` ")),
    "tildes": (50_000, _repeated("~")),
    "open brackets": (50_000, _repeated("[")),
    "open brackets apart": (25_000, _repeated("[ ")),
    "open brackets with words": (20_000, _repeated("[a ")),
    "closing brackets": (50_000, _repeated("]")),
    "nested brackets": (10_000, _nested("[", "]")),
    "bracket pairs": (20_000, _repeated("[]")),
    "brackets in brackets": (10_000, _repeated("[a[b]")),
    "open parentheses": (50_000, _repeated("(")),
    "link openings": (25_000, _repeated("](")),
    "open braces": (50_000, _repeated("{")),
    "nested braces": (10_000, _nested("{", "}")),
    "brace pairs": (25_000, _repeated("{}")),
    "blocks": (10_000, _repeated("{.a} ")),
    "open blocks": (10_000, _repeated("{.a ")),
    "quoted blocks": (10_000, _repeated('{a="')),
    "quotation marks": (50_000, _repeated('"')),
    "apostrophes": (50_000, _repeated("'")),
    "stars": (50_000, _repeated("*")),
    "stars apart": (25_000, _repeated("* a")),
    "stars before words": (25_000, _repeated("*a ")),
    "double stars": (25_000, _repeated("**a ")),
    "underscores": (25_000, _repeated("_a ")),
    "carets": (25_000, _repeated("^a ")),
    "signs before words": (10_000, _repeated("*a **b _c ~d ^e ")),
    "less-than signs": (50_000, _repeated("<")),
    "less-than signs before words": (20_000, _repeated("<a ")),
    "greater-than signs": (50_000, _repeated("a>")),
    "comment openings": (10_000, _repeated("<!-- ")),
    "comments": (10_000, _numbered("<!-- comment # -->\n\n")),
    "comments in a line": (10_000, _numbered("<!-- comment # --> ")),
    "colons": (50_000, _repeated(":")),
    "dollars": (50_000, _repeated("$")),
    "dollars before words": (20_000, _repeated("$a ")),
    "formulas": (5_000, _numbered("$x_{#}$ ")),
    "backslashes": (50_000, _repeated("\\")),
    "escapes": (25_000, _repeated("\\*")),
    "ampersands": (50_000, _repeated("&")),
    "entities": (20_000, _repeated("&amp;")),
    "entities apart": (20_000, _repeated("&eacute; ")),
    "at signs": (50_000, _repeated("@")),
    "hashes": (50_000, _repeated("#")),
    "hash words": (25_000, _repeated("a #")),
    "bars": (50_000, _repeated("|")),
    "bar lines": (10_000, _repeated("| a\n")),
    "dashes": (500_000, _repeated("-")),
    "dash lines": (10_000, _repeated("---\n\n")),
    "plus signs": (50_000, _repeated("+")),
    "plus and dashes": (25_000, _repeated("+-")),
    "equals signs": (50_000, _repeated("=")),
    "exclamation marks": (50_000, _repeated("!")),
    "dots": (50_000, _repeated(".")),
    "spaces": (50_000, _repeated(" ", "a", "b")),
    "spaces in lines": (500, _repeated(" " * 1000 + "\n")),
    "tabs": (50_000, _repeated("\t", "a", "b")),
    "tab-led": (50_000, _repeated("\t", "", "b")),
    "no-break spaces": (50_000, _repeated("\u00a0", "a", "b")),
    "form feeds": (50_000, _repeated("\f", "a", "b")),
    "zero-width spaces": (50_000, _repeated("\u200b", "a", "b")),
    "blank lines": (50_000, _repeated("\n", "a", "b")),
    "blank lines in a list": (10_000, _repeated("\n", "- a\n", "- b")),
    "accents": (50_000, _repeated("\u0300", "a")),
    "emoji": (20_000, _repeated("\U0001f600")),
    "joined emoji": (10_000, _repeated("\U0001f468\u200d")),
    "full-width signs": (20_000, _repeated("\uff5b")),
    "long heading": (50_000, _repeated("word ", "## ")),
    "long heading in one word": (100_000, _repeated("w", "## ")),
    "long title": (50_000, _front_matter("word ", "subtitle: ")),
    "metadata keys": (2_000, _front_matter("k#: v\n")),
    "metadata list": (10_000, _front_matter("- item #\n", "items:\n")),
    "metadata aliases": (1_000, _front_matter("- *x\n", "x: &x [a, b, c, d, e, f, g, h]\ny:\n")),
    "attributes": (5_000, _attributes),
    "classes": (5_000, _classes),
    "tag attributes": (25_000, _tag_attributes),
    "tags": (10_000, _numbered("<b>bold #</b> ")),
    "nested tags": (5_000, _nested("<div>\n", "</div>\n", "\ntext\n\n")),
    "nested inline tags": (5_000, _nested("<span>", "</span>")),
    "open tags": (5_000, _repeated("<b>text ")),
    "tabsets": (2_000, _repeated("::: panel-tabset\n## A\nx\n\n## B\ny\n:::\n\n")),
    "tabsets with answers": (2_000, _repeated("::: panel-tabset\n## A\nx\n\n## Solution\ny\n:::\n\n")),
    "table tags": (5_000, _repeated("<table>")),
    "closing tags": (10_000, _repeated("</b> ")),
    "placeholders": (10_000, _numbered("<name-#> ")),
    "details": (2_000, _numbered("<details><summary>Part #</summary>\n\ntext\n\n</details>\n\n")),
    "line breaks": (20_000, _repeated("a\\\n")),
    "soft lines": (20_000, _repeated("a\n")),
    "lead-ins": (5_000, _numbered("**Solution #:** text\n\n")),
    "boxes of others": (3_000, _numbered("!!! solution #\n\n")),
    "guards in brackets": (3_000, _numbered("[text #](.correction)\n\n")),
    "fences without end": (3_000, _repeated("```\n\n")),
    "growing fences": (300, lambda n: START + "\n\n".join("`" * i for i in range(3, n)) + "\n"),
    "tables": (500, _numbered("| a | b |\n|---|---|\n| # | b |\n\n: Caption #\n\n")),
    "raw tex": (5_000, _numbered("\\command{#} ")),
    "macros": (500, _numbered("\\newcommand{\\a#}{b}\n\n")),
}

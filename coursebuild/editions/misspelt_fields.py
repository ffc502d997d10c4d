"""Fields of the front matter that are named almost as those that are used."""

import re
from collections.abc import Iterator

import panflute as pf

from coursebuild.model import Course, Diagnostic, Source, vocabulary

USED = frozenset(
    "abstract author authors cover date description draft keywords lang links public require-corrections "
    "subtitle summary tags title toc".split()
)


def misspelt_fields(source: Source, doc: pf.Doc, course: Course) -> Iterator[Diagnostic]:
    """Warn about each field that nothing uses, no condition either, and that resembles a used one."""
    known = USED | course.decided | course.defaults.keys()
    for key in sorted(doc.metadata.content.keys() - known):
        in_condition = re.search(rf"(?<![\w-]){re.escape(key)}\s*=", source.text)
        if not in_condition and (hint := vocabulary.suggest(key, known)):
            message = f"the front matter's `{key}` is not used{hint}"
            yield source.place(f"\n{key}:", "CB309", message).below(1)

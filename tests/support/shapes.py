"""The forms in which a correction may stand in a lesson."""

from construct_shapes import CONSTRUCTS
from part_shapes import PARTS

SHAPES = (*PARTS, *CONSTRUCTS)

# How a lesson's title may be written.
TITLES = ("Lab", "Lab", "Lab [secret9x]{.correction}", '"public9x [secret9x]{.if edition=instructor}"')

# Lines of the front matter that hide a text.
FIELDS = (
    "title: public1x [secret1x]{.correction}",
    "subtitle: public1x [secret1x]{.correction}",
    "description: public1x [secret1x]{.correction}",
    'author: "public1x [secret1x]{.correction}"',
    'keywords: [public1x, "[secret1x]{.correction}"]',
)

"""Find the answer in the room for one."""

import re
from typing import Any

from coursebuild.model import SPACES, text_of

_MOST_WORDS = 8  # of a label
_ASKING = (":", "?", "\u2026", "_", "...")  # how a label ends


def filled_answer(blocks: list[Any]) -> str:
    """Return the text of an answer's room, if it is more than a label or a prompt in italics; or ""."""
    text = " ".join(filter(None, map(text_of, blocks))).strip()
    is_one = len(blocks) <= 1 and all(block["t"] in ("Para", "Plain") for block in blocks)
    inlines = [i for block in blocks for i in block["c"] if i["t"] not in SPACES] if is_one else []
    is_prompt = bool(inlines) and all(inline["t"] == "Emph" for inline in inlines)
    is_label = is_one and text.endswith(_ASKING) and len(text.split()) <= _MOST_WORDS
    return "" if is_label or is_prompt or not re.search(r"\w", text) else text

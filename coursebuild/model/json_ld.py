"""JSON-LD, as it may stand in a `<script>` of a page."""

import json
import re
from collections.abc import Mapping


def dump(described: Mapping[str, object]) -> str:
    """Convert a description to a script's text, without what is empty in it."""
    text = json.dumps({key: value for key, value in described.items() if value}, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)

"""Let code break over pages that is too long to be kept on one."""

import re

from coursebuild.model import tags

MOST = 20  # lines of usual type: the filter `highlight` marks as short what has no more
WIDTH = 90  # characters of such a line, about

_SHORT = re.compile(r'<pre class="code short\b(?P<rest>[^>]*>)(?P<code>.*?)</pre>', re.DOTALL)


def with_code_broken(body: str, scale: float) -> str:
    """Take the class `short` from code that in type `scale` times as large has too many lines."""

    def adapted(found: re.Match[str]) -> str:
        lines = tags.ANY.sub("", found["code"]).rstrip("\n").split("\n")
        printed = sum(1 + len(line) // (WIDTH / scale) for line in lines)
        return found[0] if printed <= MOST / scale else found[0].replace("code short", "code", 1)

    return _SHORT.sub(adapted, body)

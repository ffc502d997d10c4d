"""Put the files that LaTeX's commands show as code where they are shown."""

import re
from collections.abc import Callable

from coursebuild.importers.draft import KEPT, Draft
from coursebuild.model import short

_COMMAND = re.compile(
    r"\\(?P<name>lstinputlisting|inputminted|verbatiminput)\*?[ \t]*(?:\[(?P<options>[^\[\]]*)\])?"
    r"[ \t]*\{(?P<first>[^{}]+)\}(?:[ \t]*\{(?P<second>[^{}]+)\})?"
)
_OPTION = re.compile(r"(?P<key>\w+)[ \t]*=[ \t]*\{?(?P<value>[^,{}]*)")


def with_listings(draft: Draft, text: str, read: Callable[[str], str | None]) -> str:
    r"""Return a text with environments of code in place of `\lstinputlisting` and the like.

    `read` returns the text of a file of the course, or None.
    """

    def replaced(found: re.Match[str]) -> str:
        options = {each["key"]: each["value"].strip() for each in _OPTION.finditer(found["options"] or "")}
        is_minted = found["name"] == "inputminted"
        path = found["second"] if is_minted else found["first"]
        language = found["first"] if is_minted else options.get("language", "text")
        content = read((path or "").strip())
        if content is None or "\\end{minted}" in content:
            line = draft.text[: draft.text.find(found[0])].count("\n") + 1
            message = f"`{short(found[0])}` is not included: there is no such file in the course"
            draft.tell(line, KEPT, message)
            return ""
        lines = content.rstrip("\n").split("\n")
        first, last = (options.get(key, "") for key in ("firstline", "lastline"))
        chosen = lines[int(first) - 1 if first.isdigit() else 0 : int(last) if last.isdigit() else None]
        rest = (found["second"] and not is_minted and f"{{{found['second']}}}") or ""
        code = "\n".join(chosen)
        return f"\\begin{{minted}}{{{language.lower() or 'text'}}}\n{code}\n\\end{{minted}}{rest}"

    return _COMMAND.sub(replaced, text) if "\\" in text else text

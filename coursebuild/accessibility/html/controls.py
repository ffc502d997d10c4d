"""What readers use on a page: forms, buttons, what folds, and the order of the focus."""

from collections.abc import Iterator
from typing import Any

from coursebuild.accessibility.html.page import Page, ancestors, is_hidden
from coursebuild.accessibility.outcome import Fault

_FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]"
_UNLABELLED = frozenset({"hidden", "submit", "reset", "button", "image"})


def labels(page: Page) -> Iterator[Fault | None]:
    """Each field of a form has a label: around it, by its identifier, or as an attribute."""
    labelled = {each.attributes["for"]: each for each in page.all("label[for]")}
    for field in page.all("input, select, textarea"):
        attributes = field.attributes
        if (attributes.get("type") or "text").lower() in _UNLABELLED:
            continue
        label = labelled.get(attributes.get("id") or "") or _label_around(field)
        is_named = any(attributes.get(each) for each in ("aria-label", "title"))
        is_named = is_named or bool(attributes.get("aria-labelledby") and page.name(field))
        is_named = is_named or bool(label is not None and page.name(label))
        yield None if is_named else page.fault(field)


def _label_around(field: Any) -> Any:
    return next((each for each in ancestors(field) if each.tag == "label"), None)


def buttons(page: Page) -> Iterator[Fault | None]:
    for button in page.all("button, [role=button], input[type=submit], input[type=button]"):
        yield None if page.name(button) or button.attributes.get("value") else page.fault(button)


def summaries(page: Page) -> Iterator[Fault | None]:
    """What folds says what is in it."""
    for details in page.all("details"):
        summary = next(iter(details.css("summary")), None)
        is_own = (
            summary is not None and summary.parent is not None and summary.parent.mem_id == details.mem_id
        )
        yield None if is_own and page.name(summary) else page.fault(details)


def hidden_focus(page: Page) -> Iterator[Fault | None]:
    """Nothing that assistive technology does not read gets the focus."""
    for hidden in page.all("[aria-hidden=true]"):
        found = [each for each in hidden.css(_FOCUSABLE) if each.attributes.get("tabindex") != "-1"]
        yield page.fault(found[0]) if found else None


def focus_order(page: Page) -> Iterator[Fault | None]:
    for element in page.all("[tabindex]"):
        number = (element.attributes["tabindex"] or "0").lstrip("+")
        yield page.fault(element) if number.isdecimal() and number.strip("0") else None


def groups(page: Page) -> Iterator[Fault | None]:
    """Boxes of which one alone can be chosen have a name in common."""
    for radio in page.all("input[type=radio]"):
        if not is_hidden(radio):
            yield None if radio.attributes.get("name") else page.fault(radio)

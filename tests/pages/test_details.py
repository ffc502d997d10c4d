"""`<details>` in HTML: each has a title, in print as on screen."""

import re
from collections.abc import Callable

from workshop import Workshop, page_texts

LESSON = """---
title: T
lang: fr
---

<details>

Without.

</details>

<details><summary> <b>More</b> </summary>Titled.

<details open><summary> </summary>Inside.</details>
</details>

<details>
<details><summary>Deep</summary>Deeper.</details>
</details>
"""
SUMMARY = re.compile(r"<summary>\s*(?:<b>)?(\w+)")


def test_details_without_a_summary_have_the_label_of_their_language(build: Callable[..., Workshop]) -> None:
    """Browsers would show a word of the reader's language, and print none."""
    workshop = build(LESSON)
    assert SUMMARY.findall(workshop.main()) == ["Détails", "More", "Détails", "Détails", "Deep"]
    (page,) = page_texts(workshop.pdf())
    assert [line.strip() for line in page.splitlines() if line] == [
        *("T", "Détails", "Without.", "More", "Titled.", "Détails", "Inside.", "Détails", "Deep", "Deeper."),
        "Page 1 sur 1",
    ]


def test_a_summary_outside_of_details_is_a_text(build: Callable[..., Workshop]) -> None:
    """Nothing is added for it."""
    workshop = build("---\ntitle: T\n---\n\n<summary>Alone</summary>\n\n<details><b>x</b></details>\n")
    assert workshop.main().count("<summary>") == 2

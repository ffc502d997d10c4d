"""What is shown may not lead to what is withheld, nor say it in its keys."""

import pytest
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'


class TestReferencesToHiddenParts:
    """The content of a part that students do not see does not reach them by a reference either."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "See[^1].\n\n::: correction\nText.\n\n[^1]: Secret.\n:::\n",
                (
                    "5:4: error[CB122]: the footnote `[^1]` is defined on line 10, "
                    "in a part that not everybody sees"
                ),
            ),
            (
                'See [it][key].\n\n## Hidden {.if correction="true"}\n\n[key]: http://x.org/secret\n\nMore.\n',
                "5:9: error[CB122]: the link `[key]` is defined on line 9, in a part that not everybody sees",
            ),
            (
                'See [it](#hidden).\n\n## Hidden {.if correction="true"}\n\nText.\n',
                "5:9: error[CB123]: this link leads to `#hidden`, which the student edition does not have",
            ),
            (
                "See [Hidden].\n\n::: correction\n## Hidden\n:::\n",
                "error[CB123]: this link leads to `#hidden`, which the student edition does not have",
            ),
            (
                "## Port [granite]{.correction} {#granite}\n\nText.\n",
                "5:33: error[CB147]: `#granite` contains `granite`, which the student edition withholds",
            ),
            (
                "See [it](#a-4217).\n\n[Port]{#a-4217}\n\n[4217]{.correction}\n",
                "5:10: error[CB147]: `#a-4217` contains `4217`, which the student edition withholds",
            ),
            (  # the second heading is the first that students see, and so gets the plain identifier
                "See [Port].\n\n## Port {.correction}\n\nText.\n\n## Port [80]{.correction}\n\nText.\n",
                "5:5: error[CB123]: this link leads to `#port-1`, which the student edition does not have",
            ),
        ],
    )
    def test_the_error_names_both_places(self, workshop: Workshop, text: str, message: str) -> None:
        workshop.write("course/lab.md", HEAD + text)
        done = workshop.run("--to", "html", "--quiet")
        assert (done.code, workshop.files()) == (1, [])
        assert message in done.err

    def test_references_within_hidden_parts(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            HEAD + "See[^1] and [it].\n\n::: correction\nNote[^2], [there](#h) and [that].\n\n"
            "[^2]: Secret.\n\n[that]: http://x.org/secret\n\n## H\n\n:::\n\n"
            "::: correction\nAgain[^3].\n:::\n\n::: correction\n[^3]: Secret too.\n:::\n\n"
            "[^1]: Public.\n\n[it]: http://x.org\n",
        )
        done = workshop.run("--all", "--to", "html", "--quiet")
        assert (done.code, done.err) == (0, "")
        assert "ecret" not in workshop.html()
        assert workshop.html(edition="instructor").count("ecret") >= 3

    def test_front_matter_is_not_published(self, workshop: Workshop) -> None:
        workshop.write(
            "course/lab.md",
            "---\ntitle: Lab\nanswers: Secret\nkeywords: [a]\n"
            "abstract: |\n  Public. [Secret]{.if correction=true}\n---\n\nText. <!-- Secret -->\n",
        )
        assert workshop.run("--quiet").code == 0
        assert "Secret" not in workshop.html()
        assert "Secret" not in str(workshop.structure().metadata)
        assert 'content="Public."' in workshop.html()


def test_a_key_that_one_edition_alone_sets(workshop: Workshop) -> None:
    """No diagnostic: in the other editions, the key has no value."""
    workshop.write("coursebuild.toml", '[editions.student]\nlevel = "basic"\n')
    workshop.write("course/lab.md", HEAD + '[a]{.if level="basic"} [b]{.unless level="basic"}\n')
    done = workshop.run("--all", "--to", "html", "-q")
    assert (done.code, done.err) == (0, "")
    assert ("<span>a" in workshop.main(), "<span>b" in workshop.main()) == (True, False)
    assert "<span>b" in workshop.main(edition="instructor")

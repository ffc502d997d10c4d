"""Words that announce an answer where they name a column, a row, a picture, a link or a file."""

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

WORDS = ["Corrigé", "CORRIGE", "Correction", "réponses", "Solution", "Éléments de réponse", "Bonne réponse"]
PLACES = {
    "a column": "| Question | {} |\n|---|---|\n| 1 | 80 |",
    "a column in bold": "| Question | **{}** |\n|---|---|\n| 1 | 80 |",
    "a column of which a part is hidden": "| N | {} |\n|---|---|\n| 1 | [80]{{.correction}} |\n| 2 | 443 |",
    "a row": "| Port | Rôle |\n|---|---|\n| {} | 80 |",
    "a column of a grid": "+----+-----------------------+\n| A  | {:21} |\n+====+=======================+\n"
    "| 1  | 80                    |\n+----+-----------------------+",
    "the caption of a table": "| A | B |\n|---|---|\n| 1 | 80 |\n\n: {}",
    "the caption of a figure": "![{}](port.png)",
    "a link": "[{}](https://example.org/)",
    "a term": "{}\n:   80",
    "a paragraph of its own": "{}\n\n80",
    "underlined words": "[{}]{{.underline}} : 80",
    "a comment of code": "```python\n# {} : 80\nport = 80\n```",
}


def _reported(text: str) -> list[str]:
    _, reported = shown_in_each_edition(f"---\ntitle: T\nlang: fr\n---\n\n{text}\n")
    return [f"{d.line} {d.code}" for d in reported]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("word", WORDS)
def test_what_announces_an_answer(place: str, word: str) -> None:
    """It is told, at its line, whatever its case and accents."""
    (reported,) = _reported(PLACES[place].format(word))
    number, code = reported.split()
    assert code == "CB125"
    assert int(number) in (6, 7, 8, 10)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![a](tp1_corrige.png)", id="a picture"),
        pytest.param("![a](corrigetype.png)", id="words typed together"),
        pytest.param("[ici](https://example.org/correctiontp1.zip)", id="words and a number"),
        pytest.param("[ici](https://example.org/tp1/TP1_Corrig%C3%A9.pdf)", id="a file elsewhere"),
        pytest.param("[ici](https://example.org/solution.zip?raw=1)", id="a file with a query"),
    ],
)
def test_the_name_of_a_file(text: str) -> None:
    assert _reported(text) == ["6 CB125"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| Question | Réponse |\n|---|---|\n| 1 |  |\n| 2 | … |", id="room for answers"),
        pytest.param("| Question | Réponse |\n|---|---|\n| 1 | [80]{.correction} |", id="hidden answers"),
        pytest.param(
            "| Question | Réponse |\n|---|---|\n| 1 | Le port [80]{.correction} |",
            id="hidden parts of answers",
        ),
        pytest.param(
            "+-------------+----+\n| ```         | 80 |\n| la réponse  |    |\n| ```         |    |\n"
            "+-------------+----+",
            id="code in a cell",
        ),
        pytest.param("| Question | Votre réponse |\n|---|---|\n| 1 | ? 80 |", id="the reader's answer"),
        pytest.param("| Requête | Réponse |\n|---|---|\n| GET / | 200 OK |", id="requests and responses"),
        pytest.param("| Phase | Temps de réponse |\n|---|---|\n| 1 | 80 ms |", id="a response time"),
        pytest.param("::: public\n| Question | Réponse |\n|---|---|\n| 1 | 80 |\n:::", id="public"),
        pytest.param("::: correction\n![Corrigé](corrige.png)\n:::", id="in a correction"),
        pytest.param("![Le corrigé](port.png){.correction}", id="a hidden figure"),
        pytest.param("[Corrigé]{.correction} Le port 80", id="hidden words alone"),
        pytest.param(
            "Comparez avec [la solution de Dijkstra](https://example.org/a).", id="a link in a text"
        ),
        pytest.param("## Solutions {.public}\n\nVoir [les réponses HTTP](https://example.org/).", id="HTTP"),
        pytest.param("[Corrigé](#un-titre)\n\n## Un titre", id="an address in the page"),
        pytest.param("Votre réponse", id="words that ask"),
        pytest.param("![a](corriger.png)\n\nCorriger le texte : deux fautes.", id="a verb"),
        pytest.param("![a](resolution.png)", id="a word that only resembles one"),
    ],
)
def test_what_announces_none(text: str) -> None:
    assert [each for each in _reported(text) if "CB142" not in each] == []


def test_what_is_public_and_what_is_published(workshop: Workshop) -> None:
    """`public` lists words and names of files; `verify` refuses what is not listed."""
    table = "| Question | Réponse |\n|---|---|\n| 1 | 80 |"
    workshop.write(
        "course/lab.md", f"---\ntitle: T\nlang: fr\n---\n\n{table}\n\n[Corrigé](https://example.org/)\n"
    )
    assert workshop.run("--to", "html", "--quiet").err.count("CB125") == 2
    assert "error[CB163]" in workshop.run("verify", "build").out
    workshop.write("coursebuild.toml", 'public = ["Réponse", "corrigé"]\n')
    assert workshop.run("--to", "html", "--quiet").err == ""
    assert workshop.run("verify", "build").code == 0

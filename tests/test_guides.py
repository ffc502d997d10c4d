"""The guides: a course that coursebuild builds, in English and in French, with all there is in the code."""

import ast
import re
import shlex
import tomllib

import guides
import pytest
import reference
from selecting import LOCATION, shown_in_each_edition
from workshop import ROOT, Workshop

from coursebuild.cli.commands import COMMANDS
from coursebuild.cli.conventions import STATUSES, VARIABLES
from coursebuild.config.keys import KEYS
from coursebuild.editions.misspelt_fields import USED
from coursebuild.model import Severity, rules, vocabulary

PACKAGE = ROOT / "coursebuild"
TEMPLATES = ROOT / "templates"
# Set by or for others, or of something else.
NO_VARIABLES = re.compile("COMP_|CONFIG_ARGS|DIR|FONTCONFIG_FILE|GIT_|HEAD|NFC|O_|PDF|POST")
TEXTS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md")


def _examples() -> list[tuple[str, str]]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    texts = {"README.md": readme, **{page: guides.text(page) for page in guides.ALL if "rules" not in page}}
    return [(name, example) for name, text in texts.items() for example in guides.examples(text)]


@pytest.mark.parametrize(("name", "example"), _examples())
def test_an_example_is_a_right_lesson(name: str, example: str) -> None:
    """Whoever copies an example gets no error."""
    path = guides.FOLDER / name  # of which the examples of files to include are beside it
    location = LOCATION._replace(path=path, roots=(guides.FOLDER,))
    shown, reported = shown_in_each_edition(example, location)
    assert shown, (name, [d.message for d in reported if d.rule.severity is Severity.ERROR])


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_what_a_guide_imports_exists(language: str) -> None:
    """In the commands that print where the built-in files are."""
    lines = re.findall(r"from coursebuild[\w.]* import [\w, ]+", guides.complete(language))
    assert lines
    for line in lines:
        exec(line)  # noqa: S102 (as the command would)


@pytest.mark.parametrize("page", guides.ALL)
def test_what_a_page_types_can_be_typed(page: str) -> None:
    """Its commands have their options, and its TOML is right."""
    commands = dict(reference.all_commands())
    text = guides.text(page)
    for line in re.findall(
        r"^ *(?:- run: |\$ |script: |- )?coursebuild (.*)$", guides.shell(text), re.MULTILINE
    ):
        words = shlex.split(line.partition(" -- ")[0], comments=True)
        command = commands[f"coursebuild {words[0] if words and words[0] in COMMANDS else 'build'}"]
        known = {name for option in command.params for name in option.opts}
        options = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert options <= known | {"--help", "-h", "--version"}, line
    for block in guides.blocks(text, "toml"):
        tomllib.loads(block)


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_each_field_of_the_front_matter_is_known(language: str) -> None:
    """The table of the guide has those with which others are compared."""
    text = guides.text(f"{language}/reference/front-matter.md")
    table = text[text.index("| `title` |") :].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert {field for row in rows for field in re.findall(r"[a-z-]+", row)} == USED


def test_both_guides_have_the_same_pages() -> None:
    assert guides.PAGES["en"] == guides.PAGES["fr"]


def _outline(page: str) -> list[str]:
    """The levels of headings, languages of code, list items and rows of tables, in the order of the text."""
    return re.findall(
        r"^(?:#+(?= )|```\w*|[-*](?= )|\|(?= ))", guides.without_code(guides.text(page)), re.MULTILINE
    )


@pytest.mark.parametrize("page", guides.PAGES["fr"])
def test_both_guides_have_the_same_parts(page: str) -> None:
    assert _outline(f"en/{page}") == _outline(f"fr/{page}")


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_the_index_has_every_page(language: str) -> None:
    """Under its title."""
    index = guides.text(f"{language}/index.md")
    listed = {page: title for title, page in re.findall(r"^- \[(.*)\]\(([\w/-]+\.md)\)", index, re.MULTILINE)}
    titles = {page: _title(guides.text(f"{language}/{page}")) for page in guides.PAGES[language]}
    assert listed == {page: title for page, title in titles.items() if page != "index.md"}


def _title(text: str) -> str:
    found = re.match(r'---\ntitle: "?(.*?)"?\n', text)
    assert found
    return found[1]


def test_links_from_outside_lead_to_a_part_of_the_guide() -> None:
    """Those of the texts that are no lessons: their own check would be that of the forge."""
    links = [
        (name, *link)
        for name in TEXTS
        for link in re.findall(
            r"\]\((docs/guide/[^)#]+)(?:#([^)]+))?\)", (ROOT / name).read_text(encoding="utf-8")
        )
    ]
    assert links
    for name, target, part in links:
        assert (ROOT / target).is_file(), (name, target)
        headings = re.findall(r"^#+ (.*)$", (ROOT / target).read_text("utf-8"), re.MULTILINE) if part else []
        known = {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower())) for heading in headings}
        assert not part or part in known, (name, target, part)


def test_check_has_nothing_to_say(workshop: Workshop) -> None:
    """Of all pages, their links and their images."""
    done = Workshop(guides.FOLDER).run("check", COURSEBUILD_CACHE=str(workshop.folder))
    assert (done.code, done.out) == (0, ""), done.out


@pytest.mark.parametrize("language", guides.LANGUAGES)
def test_what_is_made_from_the_code_is_current(language: str) -> None:
    """If not, run `make docs`; where French is missing, it says for what."""
    say = reference.Words(language)
    for page in guides.PAGES[language]:
        text = guides.text(f"{language}/{page}")
        assert reference.renewed(text, say) == text, page
    assert (say.missing, say.unused) == ([], set())


def _options() -> set[str]:
    return {
        name
        for _, command in reference.all_commands()
        for parameter in command.params
        if not getattr(parameter, "hidden", False)
        for name in parameter.opts
        if name.startswith("-")
    }


def _variables_read() -> set[str]:
    """The texts in capitals in modules that look into the environment, but for what they are otherwise."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if re.search(r"os\.environ|environment\.get", source):
            names |= set(re.findall(r'"([A-Z][A-Z_]{2,})"', source))
    return {name for name in names if not NO_VARIABLES.match(name)}


def _variables_of_templates() -> set[str]:
    """What `render` hands to the template of a page."""
    tree = ast.parse((PACKAGE / "pages/render.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    rendered = [call for call in calls if getattr(call.func, "attr", "") == "fragment"]
    (shared,) = (node for node in ast.walk(tree) if getattr(node, "name", "") == "_of_course")
    of_course = [node for node in ast.walk(shared) if isinstance(node, ast.Dict)]
    names = {keyword.arg for call in rendered for keyword in call.keywords if keyword.arg}
    return names | {str(ast.literal_eval(key)) for each in of_course for key in each.keys if key}


def _blocks_of_templates() -> set[str]:
    page = (TEMPLATES / "page.html.jinja").read_text(encoding="utf-8")
    return set(re.findall(r"{% block (\w+) %}", page))


ALL_THERE_IS = {
    "commands": {name for name, _ in reference.all_commands()},
    "options": _options(),
    "keys of coursebuild.toml": {f"`{name.rpartition('.')[2]}`" for name in KEYS if not name.endswith("*")},
    "rules": {f"### {code}: " for code in rules()},
    "kinds of boxes": vocabulary.KINDS,
    "classes": {f".{name}" for name in ("if", "unless", "public", "comment", "answer", "folded", "unfolded")},
    "labels": set(tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))["en"]),
    "colours": set(tomllib.loads((TEMPLATES / "palette.toml").read_text(encoding="utf-8"))["light"])
    - {name for kind in vocabulary.KINDS for name in (kind, f"{kind}-tint")},
    "templates": {path.name for path in TEMPLATES.iterdir() if path.is_file()},
    "variables of templates": _variables_of_templates(),
    "blocks of templates": _blocks_of_templates(),
    "environment variables": {name for names in VARIABLES for name in names.split(", ")},
    "exit statuses": set(STATUSES),
}


@pytest.mark.parametrize("language", guides.LANGUAGES)
@pytest.mark.parametrize("what", ALL_THERE_IS)
def test_all_there_is_is_documented(what: str, language: str) -> None:
    """By its name, as it is typed."""
    text = guides.complete(language)
    assert ALL_THERE_IS[what]
    missing = {name for name in ALL_THERE_IS[what] if not re.search(rf"(?<![\w-]){re.escape(name)}", text)}
    assert missing == set()


def test_the_environment_variables_that_are_read() -> None:
    """All of them are in the table, and no other."""
    assert _variables_read() == ALL_THERE_IS["environment variables"]

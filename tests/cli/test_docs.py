"""The documentation: it builds without a warning, its examples are true, and it names commands that exist."""

import ast
import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from r4v_analysis.cli.app import app
from r4v_analysis.errors import R4VError

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
WRITTEN = [ROOT / "README.md", *PAGES]
COMMAND = re.compile(r"^\s*(?:\.venv[/\\](?:bin|Scripts)[/\\])?r4v (?P<rest>.*?)(?:\s+#.*)?$", re.MULTILINE)


def examples_in(path):
    """Blocks of Python, each with what stands below it as its output; empty where nothing does."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", text, re.DOTALL)


def shown_by(code, names, *, may_fail):
    """What a prompt shows of that code: what it prints, the values of its expressions, or its error as one line."""
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            exec(compile(ast.Interactive(ast.parse(code).body), "cell", "single"), names)  # noqa: S102  blocks of our own pages
    except R4VError as error:
        if not may_fail:
            raise
        return f"{type(error).__name__}: {error}"
    return told.getvalue()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(folder / "trees"), "docs"]
    done = subprocess.run([*command, str(folder / "html")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_the_site_builds_without_a_warning_and_has_what_is_generated(site):
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert all(f"r4v {name}" in commands for name in get_command(app).commands)
    tables = (site / "reference" / "data.html").read_text(encoding="utf-8")
    assert "people_in_need.csv" in tables
    assert "Qualifier" in tables or "qualifier" in tables
    assert "coverage_share" in (site / "reference" / "api.html").read_text(encoding="utf-8")


def test_the_site_fetches_nothing(site):
    fetched = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?//""")
    assert [path.name for path in site.rglob("*.html") if fetched.search(path.read_text(encoding="utf-8"))] == []


def test_the_first_page_shows_both_ways_to_begin():
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert all(command in text for command in ("make report", "make lab", r"\r4v report", r"\r4v lab"))


@pytest.mark.parametrize("path", [path for path in WRITTEN if examples_in(path)], ids=lambda path: path.name)
def test_the_examples_are_true_and_can_be_pasted(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert ">>> " not in path.read_text(encoding="utf-8")
    names = {}
    for code, wanted in examples_in(path):
        shown = shown_by(code, names, may_fail=bool(wanted))
        assert not wanted or shown.split() == wanted.split(), f"{code}\n{shown}"


def test_a_recipe_is_short():
    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    recipes = ["".join(re.findall(r"```python\n(.*?)```", part, re.DOTALL)) for part in text.split("\n## ")]
    lines = [sum(map(bool, recipe.splitlines())) for recipe in recipes]
    assert 0 < max(lines) <= 15


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_command_on_a_line_of_its_own_stands_as_code(path):
    prose = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"^(?:r4v|python|make|pip) .*$", prose, re.MULTILINE) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_commands_and_options_that_are_written_exist(path):
    known = get_command(app).commands
    for match in COMMAND.finditer("\n".join(code_of(path.read_text(encoding="utf-8")))):
        words = match["rest"].split()
        if words[0].startswith("-"):
            continue
        assert words[0] in known, match[0]
        options = {option for parameter in known[words[0]].params for option in parameter.opts}
        given = {word.partition("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
        assert words[0] == "lab" or given <= options, match[0]


def code_of(text):
    """Fenced and indented code, a block each."""
    return re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"(?:^ {4}.*\n)+", text, re.MULTILINE)

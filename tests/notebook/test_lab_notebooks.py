"""The notebooks that JupyterLab opens with: their form, and a notebook of one's own in a folder of one's own."""

import ast
import json
import re

import nbformat
import pytest
from small_notebooks import contents

from r4v_analysis.cli import app
from r4v_analysis.data.new_folder import write_own_folder
from r4v_analysis.notebook import prose
from r4v_analysis.notebook.notebook_files import all_notebooks, read_notebook
from r4v_analysis.notebook.parameters import BASE, declared

OWN = "CHL_2030-08_2030-10"


@pytest.fixture(scope="module")
def folder(data_dir):
    return data_dir.parent / "notebooks" / "lab"


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


NAMES = ["explore", "my_analysis", "start", "tutorial"]


def test_they_are_no_part_of_a_batch(folder, monkeypatch):
    monkeypatch.chdir(folder.parent.parent)
    assert sorted(path.stem for path in folder.glob("*.ipynb")) == NAMES
    assert {notebook.name for notebook in all_notebooks()}.isdisjoint(NAMES)


@pytest.mark.parametrize("name", NAMES)
class TestForm:
    def test_it_can_be_rendered_like_any_other(self, folder, name):
        assert tuple(declared(folder / f"{name}.ipynb"))[:5] == BASE

    def test_it_is_stored_without_outputs_and_its_cells_hold_no_logic(self, folder, name):
        logic = {ast.FunctionDef, ast.For, ast.While, ast.If, ast.ClassDef, ast.ListComp, ast.Lambda, ast.Try}
        for cell in cells(folder / f"{name}.ipynb", "code"):
            assert (cell.outputs, cell.execution_count) == ([], None)
            assert not {type(node) for node in ast.walk(ast.parse(cell.source))} & logic

    def test_no_number_stands_in_its_prose(self, folder, name):
        prose = [
            re.sub(r"`[^`]*`|r4v_analysis|r4v", "", cell.source) for cell in cells(folder / f"{name}.ipynb", "markdown")
        ]
        assert [text for text in prose if re.search(r"\d", text)] == []

    def test_its_links_lead_to_files(self, folder, name):
        prose = "\n".join(cell.source for cell in cells(folder / f"{name}.ipynb", "markdown"))
        for target in re.findall(r"\]\(([^)]+)\)", prose):
            assert (folder / target).is_file(), target


def test_the_template_has_its_prose_in_both_languages(folder):
    notebook = read_notebook(folder / "my_analysis.ipynb")
    catalogue = notebook.catalogue("es")
    assert [cell.id for cell in cells(notebook.path, "markdown") if not prose.translation(cell, catalogue)] == []
    assert notebook.title_in("es") == "Mi análisis"


@pytest.fixture(scope="module")
def own(tmp_path_factory, data_dir, folder):
    """A folder far from the project: data of one's own with two numbers, and a copy of the template."""
    place = tmp_path_factory.mktemp("elsewhere")
    write_own_folder(place / "data", OWN, data_dir)
    path = place / "data" / "observations" / f"{OWN}.csv"
    columns = path.read_text(encoding="utf-8").strip().split(",")
    rows = [synthetic_row("trained", "education", "40 teachers"), synthetic_row("informed", "health", "50 people")]
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    notebook = nbformat.read(folder / "my_analysis.ipynb", as_version=4)
    notebook.cells[0].source = "# Numbers that I count\n\nWhich sectors?"
    nbformat.write(notebook, place / "mine.ipynb")
    return place


def synthetic_row(role, sector, printed):
    return {
        "observation_id": f"people_{role}", "report_id": OWN, "indicator": f"people_{role}",
        "value": printed.split()[0], "unit": "people", "role": role, "qualifier": "exact", "basis": "period_total",
        "period_start": "2030-08-01", "period_end": "2030-10-31", "sector": sector, "printed": printed,
        "section": sector,
    }  # fmt: skip


def render(capsys, place, *arguments):
    code = app.main(["render", "--notebook", "mine.ipynb", "--lang", "en", "-o", "pages", "-j", "1", *arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def test_an_own_notebook_in_an_own_folder_is_rendered_cached_and_in_the_index(capsys, own, monkeypatch):
    monkeypatch.chdir(own)
    page = f"pages/{OWN}/mine.en.html"
    code, out, err = render(capsys, own)
    assert (code, out) == (0, [page, "pages/index.html"]), err
    made = contents(own / "pages")
    assert f"{OWN}/figures/numbers_by_sector.en.svg" in made
    assert b"people_trained" in made[f"{OWN}/tables/numbers_and_words.csv"]
    text = made[f"{OWN}/mine.en.html"].decode()
    assert "2 numbers of unit “people” in 2 sectors." in text
    assert "“40 teachers”" in text
    index = made["index.html"].decode()
    assert "Numbers that I count" in index
    assert f'href="{OWN}/mine.en.html"' in index
    assert render(capsys, own)[1:] == (["pages/index.html"], ["0 rendered, 1 current, 0 skipped, 0 failed."])


def test_a_parameter_of_its_own_is_checked_and_makes_another_page(capsys, own, monkeypatch):
    monkeypatch.chdir(own)
    code, _out, err = render(capsys, own, "-p", "units", "meals")
    assert (code, err) == (
        2,
        ["error: parameter: expected a parameter of the notebook, found 'units'. Nearest: 'unit'."],
    )
    code, _out, err = render(capsys, own, "--dry-run", "-p", "unit", "meals")
    assert code == 0
    manifest = json.loads((own / "pages" / "manifest.json").read_text(encoding="utf-8"))
    assert "mine" in json.dumps(manifest)


def test_the_other_notebooks_render_to_pages_that_need_no_widgets(capsys, tmp_path, data_dir, folder):
    notebooks = [
        part for name in ("explore", "start", "tutorial") for part in ("--notebook", str(folder / f"{name}.ipynb"))
    ]
    arguments = ["PER_2023-05_2023-07", *notebooks, "--lang", "en", "-o", str(tmp_path), "--data", str(data_dir)]
    assert app.main(["render", *arguments, "-p", "sector", "health"]) == 0, capsys.readouterr().err
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    explored = pages["explore.en.html"]
    assert "Behind the chosen mark: People reached: Health: 17,299" in explored
    assert "widget-view" not in (tmp_path / "PER_2023-05_2023-07" / "explore.en.ipynb").read_text(encoding="utf-8")
    assert "CHL_2021-10_2021-10" in pages["start.en.html"]
    assert ">48.5%</td>" in pages["tutorial.en.html"]  # 1 - 51.5 %: the printed 51 % is rounded

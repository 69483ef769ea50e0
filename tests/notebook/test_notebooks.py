"""The shipped notebooks: their form, under plain papermill, and against their references by nbval."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from r4v_analysis.render.html.cells import ON_SOME_PAGES

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REFERENCES = ROOT / "tests" / "notebooks"
NAMES = [path.stem for path in NOTEBOOKS]
BROKEN = "synthetic_broken"


def read(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def papermill(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "papermill", *map(str, arguments), "--no-progress-bar"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def nbval(*references):
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", "-rA"]
    command += ["-c", "/dev/null", "--nbval-sanitize-with", REFERENCES / "sanitize.cfg", *references]
    return subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)


def test_there_is_one_notebook_a_question():
    assert NAMES == ["funding_gap", "regularization_uptake", "sector_reach"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
class TestForm:
    def test_it_is_stored_without_outputs(self, path):
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code(path))

    def test_code_cells_are_short_and_hold_no_logic(self, path):
        for cell in code(path):
            assert len(cell.source.splitlines()) <= 8
            kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
            logic = {ast.FunctionDef, ast.For, ast.While, ast.If, ast.ClassDef, ast.ListComp, ast.Lambda, ast.Try}
            assert not kinds & logic

    def test_no_number_stands_in_prose(self, path):
        prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
        assert [text for text in prose if re.search(r"\d", text)] == []

    def test_the_parameters_are_plain_assignments(self, path):
        tagged = [cell for cell in code(path) if "parameters" in cell.metadata.get("tags", [])]
        assert len(tagged) == 1
        names = [statement.targets[0].id for statement in ast.parse(tagged[0].source).body]
        assert names[:5] == ["report_id", "lang", "as_of", "data_dir", "output_dir"]
        assert all(isinstance(statement.value, ast.Constant) for statement in ast.parse(tagged[0].source).body)

    def test_the_answer_comes_first(self, path):
        headings = [cell.source.splitlines()[0] for cell in read(path).cells if cell.source.startswith("## ")]
        assert headings[0] == "## Bottom line"
        assert headings[-2:] == ["## Limits", "## Sources and formulas"]

    def test_it_is_as_stored_by_nbformat(self, path, tmp_path):
        nbformat.write(read(path), tmp_path / "again.ipynb")
        assert (tmp_path / "again.ipynb").read_text(encoding="utf-8") == path.read_text(encoding="utf-8")

    def test_its_reference_is_of_the_same_cells_and_has_an_output_for_each_exhibit(self, path):
        reference = read(REFERENCES / path.name)
        sources = [(cell.id, cell.source) for cell in reference.cells]
        assert sources == [(cell.id, cell.source) for cell in read(path).cells], "run tests/notebooks/refresh.py"
        shown = [cell for cell in reference.cells if cell.cell_type == "code" and cell.source.startswith("show(")]
        later = [cell for cell in shown if not ON_SOME_PAGES.isdisjoint(cell.metadata.get("tags", []))]
        assert later
        assert not [cell.outputs for cell in later if cell.outputs], "the reference is a country's, at its own date"
        shown = [cell for cell in shown if cell not in later]
        assert len(shown) >= 8
        assert all(len(cell.outputs) == 1 and cell.outputs[0]["data"]["text/plain"].strip() for cell in shown)


@pytest.fixture(scope="module")
def compared():
    """What nbval says, asked once: of each reference, and of a broken one's first cells."""
    broken = read(REFERENCES / "funding_gap.ipynb")
    ids = [cell.id for cell in broken.cells]
    broken.cells = broken.cells[: ids.index("show-gap") + 1]
    changed, emptied = (
        next(cell for cell in broken.cells if cell.id == f"show-{name}") for name in ("bottom-line", "gap")
    )
    printed = changed.outputs[0]["data"]
    printed["text/plain"] = printed["text/plain"].replace("7.1%", "8.1%")
    emptied.outputs = []
    path = REFERENCES / f"{BROKEN}.ipynb"
    try:
        nbformat.write(broken, path)
        result = nbval(*(REFERENCES / f"{name}.ipynb" for name in (*NAMES, BROKEN)))
    finally:
        path.unlink(missing_ok=True)
    outcomes = {
        name: re.findall(rf"^([A-Z]+) .*\b{name}\.ipynb::", result.stdout, re.MULTILINE) for name in (*NAMES, BROKEN)
    }
    return outcomes, result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_outputs_of_its_reference_under_nbval(name, compared):
    outcomes, said = compared
    assert outcomes[name] == ["PASSED"] * len(code(REFERENCES / f"{name}.ipynb")), said[-3000:]


def test_nbval_fails_on_a_reference_with_other_numbers_and_on_one_without_outputs(compared):
    outcomes, said = compared
    assert outcomes[BROKEN] == ["PASSED", "PASSED", "FAILED", "FAILED"], said[-3000:]


def test_plain_papermill_runs_it_as_it_is_and_writes_figures_and_tables(tmp_path):
    result = papermill(
        "notebooks/funding_gap.ipynb",
        tmp_path / "out.ipynb",
        "-p",
        "report_id",
        "PER_2023-05_2023-07",
        "-p",
        "output_dir",
        tmp_path / "out",
    )
    assert result.returncode == 0, result.stderr[-2000:]
    outputs = [cell.outputs for cell in code(tmp_path / "out.ipynb") if cell.outputs]
    exhibits = [cell for cell in code(ROOT / "notebooks" / "funding_gap.ipynb") if cell.source.startswith("show(")]
    later = [cell for cell in exhibits if not ON_SOME_PAGES.isdisjoint(cell.metadata.get("tags", []))]
    assert len(outputs) == len(exhibits) - len(later), "all but what is for a region, or became known later"
    files = sorted(path.name for path in (tmp_path / "out").rglob("*.*") if path.is_file())
    assert "donors.en.svg" in files
    assert "funding_readings.csv" in files


def test_parameters_that_papermill_takes_as_they_are_given_are_refused_all_at_once(tmp_path):
    """A name that it would only log, and two texts that it reads as numbers."""
    given = ["-p", "targt", "70000", "-p", "report_id", "007", "-p", "as_of", "2023"]
    result = papermill("notebooks/regularization_uptake.ipynb", tmp_path / "out.ipynb", *given)
    assert result.returncode == 1
    assert "papermill: expected a parameter of the notebook, found 'targt'. Nearest: 'target'." in result.stderr
    assert "report_id: expected text, found 7." in result.stderr
    assert "as_of: expected text, found 2023." in result.stderr

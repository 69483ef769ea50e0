"""A notebook with parameters is stored without results: a run and Ctrl+S change neither the file nor what is stale."""

import json
from pathlib import Path

import nbformat
import pytest

from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.notebook.stored import before_saving

NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"
SHIPPED = sorted(NOTEBOOKS.rglob("*.ipynb"))


def run_in_lab(path):
    """A notebook as JupyterLab has it after Run All: counts, outputs, versions of the front end."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="said")]
            cell.metadata["execution"] = {"iopub.status.busy": "2023-01-01"}
            cell.metadata["scrolled"] = True
    notebook.metadata.language_info["version"] = "3.99"
    notebook.metadata["widgets"] = {"state": {}}
    return notebook


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_saving_a_run_writes_the_file_that_was_there(path):
    model = {"type": "notebook", "content": run_in_lab(path)}
    before_saving(model=model, path=path.name, contents_manager=None)
    saved = nbformat.writes(nbformat.from_dict(model["content"])) + "\n"
    is_project_s = '"parameters"\n' in path.read_text(encoding="utf-8")
    assert (saved == path.read_text(encoding="utf-8")) == is_project_s


def test_a_run_makes_no_page_stale_and_another_cell_does():
    path = NOTEBOOKS / "funding_gap.ipynb"
    stored = NotebookFile(path, path.read_text(encoding="utf-8"))
    run = run_in_lab(path)
    assert NotebookFile(path, nbformat.writes(run)).digest == stored.digest
    run.cells[-1].source += " More."
    assert NotebookFile(path, nbformat.writes(run)).digest != stored.digest
    assert NotebookFile(path, "no notebook").digest != stored.digest


def test_a_notebook_of_another_form_keeps_its_results():
    content = json.loads('{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [1], "execution_count": 3}]}')
    model = {"type": "notebook", "content": content}
    before_saving(model=model)
    assert model["content"]["cells"][0]["outputs"] == [1]
    before_saving(model={"type": "file", "content": "text"})

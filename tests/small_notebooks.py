"""Synthetic notebooks in the layout of the project's own, and projects to run them in."""

from __future__ import annotations

from pathlib import Path

import nbformat
import synthetic

PARAMETERS = 'report_id = ""\nlang = "en"\nas_of = ""\ndata_dir = ""\noutput_dir = ""'
VALUES = {"report_id": synthetic.REPORT_ID, "lang": "en", "as_of": "", "data_dir": "", "output_dir": ""}
DRAW = """
from pathlib import Path
folder = Path(output_dir, report_id, f"as-of-{as_of}" if as_of else "")
(folder / "figures").mkdir(parents=True)
(folder / "figures" / f"dots.{lang}.svg").write_text("<svg/>")
""".strip()


def write_notebook(path: Path, *codes: str, parameters: str = PARAMETERS, title: str = "Synthetic") -> Path:
    """A notebook of a title, a parameters cell and code cells with the ids `code-1`, `code-2`, …"""
    cells = [
        nbformat.v4.new_markdown_cell(f"# {title}\n\nA question?", id="title"),
        nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        *(nbformat.v4.new_code_cell(code, id=f"code-{number}") for number, code in enumerate(codes, 1)),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def write_project(folder: Path, real_data: Path, **notebooks: tuple[str, ...]) -> Path:
    """A project folder: the synthetic report's data, and notebooks by name with their code cells."""
    folder.mkdir(parents=True, exist_ok=True)
    synthetic.write_folder(folder / "data", real_data)
    for name, codes in notebooks.items():
        write_notebook(folder / "notebooks" / f"{name}.ipynb", *codes, title=name.replace("_", " ").capitalize())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

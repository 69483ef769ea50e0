"""Write the reference notebooks that nbval compares with: `python tests/notebooks/refresh.py`.

Run it after a change of numbers or sentences that is meant, and read the difference before
committing it: it is what changes for readers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent / "notebooks"


def reference(path: Path) -> nbformat.NotebookNode:
    """A shipped notebook run with its own parameters, outputs kept as text."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(HERE)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = "HTML"
    notebook.metadata.pop("language_info", None)
    return notebook


def main() -> None:
    """Refresh the references named on the command line, or all."""
    names = sys.argv[1:] or [path.stem for path in sorted(SHIPPED.glob("*.ipynb"))]
    for name in names:
        nbformat.write(reference(SHIPPED / f"{name}.ipynb"), HERE / f"{name}.ipynb")


if __name__ == "__main__":
    main()

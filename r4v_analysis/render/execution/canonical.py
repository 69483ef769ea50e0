"""The canonical form of an executed notebook: same inputs, same bytes, in any folder."""

from __future__ import annotations

import json
import re
import sysconfig
from collections.abc import Mapping
from functools import lru_cache

import nbformat
from nbformat import NotebookNode

from r4v_analysis.files import PACKAGE

INJECTED_ID = "injected-parameters"
"""Tag and id of the cell that papermill injects."""

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
FOLDERS = ("data_dir", "output_dir")
"""Parameters that name a place on this machine: recorded empty."""

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CELL_FILE = re.compile(r"(?<![^\s\"'])[^\s\"']*ipykernel_\d+[/\\]\d+\.py")  # from a word's start only: long words


def canonical(notebook: NotebookNode, parameters: Mapping[str, object]) -> NotebookNode:
    """A notebook without what differs from run to run.

    papermill's times, states, versions and paths go; the parameters stay, with folders empty. The
    injected cell has a fixed id. Kernel and language are generic. Outputs to stdout and stderr
    between two displays are one each, stdout first, and name files without this machine's folders.
    """
    result = nbformat.from_dict(dict(notebook))
    recorded = {name: "" if name in FOLDERS else value for name, value in parameters.items()}
    metadata = {key: value for key, value in result.metadata.items() if key not in ("papermill", "kernelspec")}
    result.metadata = nbformat.from_dict(
        {**metadata, "kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO, "papermill": {"parameters": recorded}}
    )
    result.nbformat_minor = max(5, result.nbformat_minor)
    result.cells = [_canonical_cell(cell, recorded) for cell in result.cells]
    return result


def to_text(notebook: NotebookNode) -> str:
    """The text of an .ipynb file: sorted keys, one space of indent, a line feed at the end."""
    text: str = nbformat.v4.writes(notebook)
    return text.rstrip("\n") + "\n"


def plain(text: str) -> str:
    """Text without colour codes, and without this machine's folders before file names."""
    text = _CELL_FILE.sub("<cell>", _COLOURS.sub("", text))
    for folder, name in _places().items():
        text = text.replace(folder, name)
    return text


@lru_cache
def _places() -> dict[str, str]:
    """Folders of this machine that a warning or a traceback can name, longest first."""
    found = {
        sysconfig.get_path("purelib"): "site-packages",
        sysconfig.get_path("platlib"): "site-packages",
        sysconfig.get_path("stdlib"): "lib",
        str(PACKAGE): PACKAGE.name,
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _injected(source: str, parameters: Mapping[str, object]) -> str:
    """The injected cell: papermill's first line, then a plain assignment a line, in the order given."""
    lines = [f"{name} = {_literal(value)}" for name, value in parameters.items()]
    return "\n".join([source.partition("\n")[0], *lines]) + "\n"


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _canonical_cell(cell: NotebookNode, recorded: Mapping[str, object]) -> NotebookNode:
    for key in ("papermill", "execution"):
        cell.metadata.pop(key, None)
    if INJECTED_ID in cell.metadata.get("tags", []):
        cell.id = INJECTED_ID
        cell.source = _injected(cell.source, recorded)
    if not cell.metadata.get("tags", [""]):
        del cell.metadata["tags"]  # papermill gives every cell an empty list
    if cell.cell_type == "code":
        cell.outputs = _canonical_outputs(cell.outputs)
    return cell


def _canonical_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Streams of a run of streams joined, stdout before stderr: their chunks follow the clock."""
    result: list[NotebookNode] = []
    streams: dict[str, str] = {}
    for output in [*outputs, None]:
        if output is not None and output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
            continue
        result += [
            nbformat.v4.new_output("stream", name=name, text=plain(streams[name]))
            for name in sorted(streams, reverse=True)
        ]
        streams = {}
        if output is not None:
            result.append(_without_colours(output))
    return result


def _without_colours(output: NotebookNode) -> NotebookNode:
    if output.output_type == "error":
        output.traceback = [plain(line) for line in output.traceback]
        output.evalue = plain(output.evalue)
    return output

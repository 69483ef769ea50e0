"""A notebook that asks an interpreter everything that engines get wrong, and how an engine answers."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook, remove_error_markers
from small_notebooks import VALUES

from r4v_analysis.render.execution import engine, probe
from r4v_analysis.render.execution.limits import Limits

CELLS = {**probe.cells(), **probe.cells_of((Path(__file__).parent / "probe_cells.ipy").read_text(encoding="utf-8"))}
"""Cells by what they ask. Each may raise, so that the ones after it run too."""

ENDING = {
    "raises": ("print('last')\n1 / 0",),
    "dies": ("print('last', flush=True)\nimport os, sys\nos.write(2, b'bye\\n')\nos._exit(3)",),
    "killed": ("import os, signal\nprint('last', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)",),
    "crashes": ("import ctypes\nprint('last', flush=True)\nctypes.string_at(0)",),
    "hangs": ("print('last')\nimport time\ntime.sleep(60)",),
    "floods": ("import time\nfor i in range(3): print('x' * 100_000); time.sleep(0.01)\ntime.sleep(60)",),
}
"""Notebooks that don't reach their end."""


def notebook() -> nbformat.NotebookNode:
    """All cells that come to an end."""
    allowed = {"tags": ["raises-exception"]}
    cells = [nbformat.v4.new_code_cell(code, metadata={"name": name, **allowed}) for name, code in CELLS.items()]
    first = nbformat.v4.new_code_cell("\n".join(f"{n} = ''" for n in VALUES), metadata={"tags": ["parameters"]})
    return nbformat.v4.new_notebook(cells=[first, *cells])


def answers(path: Path, cwd: Path, timeout: float | None = None) -> tuple[list, str, str]:
    """What each cell puts out when this process's engine runs a notebook: raw, how it ended, stderr's end."""
    run = engine.Run({"GIVEN": "yes"}, cwd, Limits(timeout))
    ending = ""
    try:
        execute_notebook(
            nbformat.read(path, as_version=4), None, {**VALUES, "data_dir": str(cwd)}, engine_name=engine._engine,
            kernel_name="python3", language="python", progress_bar=False, run=run,
        )  # fmt: skip
    except PapermillExecutionError:  # of errors that their cells allow: the engine raises at others
        remove_error_markers(run.executed)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        ending = f"{type(error).__name__} in {run.index}: {error}"
    cells = [cell for cell in run.executed.cells if cell.cell_type == "code"]
    outputs = [(cell.metadata.get("name", ""), cell.execution_count, as_read(cell.outputs)) for cell in cells]
    return outputs, as_read(ending), as_read(run.stderr)


_CHANGING = [
    (r"ipykernel_\d+", "ipykernel_PID"),
    (r"0x[0-9a-f]{6,}", "0xADDRESS"),
    (r"(CPU times|Wall time).*", r"\1"),
    (r"r4v-\w+", "r4v-FOLDER"),
    (r"(?<=after )\d+(?= seconds)", "SECONDS"),  # those that an interpreter's start has left of its limit
]
"""What differs between two runs of one engine too."""


def as_read(value):
    """A value without what differs between two runs of one engine."""
    if isinstance(value, str):
        for pattern, text in _CHANGING:
            value = re.sub(pattern, text, value)
        return value
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    return [as_read(item) for item in value] if isinstance(value, list) else value

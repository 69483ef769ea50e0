"""Whether a fork shows what a kernel shows, with the versions that are installed.

`shell` and `forked` take private parts of other libraries for granted. With versions of these that they
were tried with, nothing is asked. With others a small notebook is run both ways, once: what came of it is
remembered in the environment that these versions are installed in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from r4v_analysis.files import scratch, write_atomic
from r4v_analysis.render.execution.limits import Limits

LIBRARIES = ("ipykernel", "jupyter_client", "nbclient", "nbformat", "papermill")
"""Whose private parts are taken for granted."""

TRIED = frozenset(
    {
        "ipykernel 7.4.0, jupyter_client 8.10.0, nbclient 0.11.0, nbformat 5.11.1, papermill 2.7.0",
    }
)
"""Versions with which tests/render/test_parity.py passes: the lock's, which are the newest."""

RECORD = Path(sys.prefix) / "share" / "r4v-analysis" / "probe.json"
"""What came of the last probe: versions, and what differed (empty: nothing)."""

TIMES = 2
"""Probes that have to find a difference before it is believed."""

NAMED = 3
"""Differing cells that are named."""

_LIMITS = Limits(seconds=120)
_PARAMETERS = {"report_id": "", "lang": "en", "as_of": "", "data_dir": "", "output_dir": ""}


def installed() -> str:
    """The versions that are installed, in one line."""
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def difference(forked: Callable[[Path], dict[str, str]]) -> str:
    """What a fork shows otherwise than a kernel with the installed versions; empty: nothing.

    `forked` calls `answers` in a worker. It is called only with versions that were neither tried nor probed.
    """
    versions = installed()
    if versions in TRIED:
        return ""
    found = _remembered(versions)
    if found is None:
        found = _probed(forked)
        _remember(versions, found)
    return found and f"expected forks to show what kernels show with {versions}, found otherwise in {found}."


def answers(folder: Path) -> dict[str, str]:
    """What this process's engine makes of the probe notebook: its cells' outputs by name, and how it ended."""
    from r4v_analysis.render.execution import engine

    parameters = {**_PARAMETERS, "lang": "es", "data_dir": str(folder)}
    try:
        executed = engine.execute(Path("probe.ipynb"), parameters, cwd=folder, text=_notebook(), limits=_LIMITS)
        ending = ""
    except engine.RenderFailed as error:
        executed = error.executed
        ending = "\n".join([error.cell, error.name, error.message, error.traceback])
    shown = {cell.metadata.get("name", cell.id): json.dumps(cell, sort_keys=True) for cell in executed.cells}
    return {**shown, "ending": ending}


def cells() -> dict[str, str]:
    """The probe's cells by name."""
    source = Path(__file__).with_suffix(".ipy").read_text(encoding="utf-8")
    return cells_of(source)


def cells_of(source: str) -> dict[str, str]:
    """Cells of a text by what stands in the line `#%% name` before each."""
    found = re.findall(r"^#%% (.+)\n((?:(?!#%% ).*\n?)+)", source, re.MULTILINE)
    return {name: code.strip() for name, code in found}


def _notebook() -> str:
    """The cells as a notebook: each may raise but the last, which is to end it."""
    import nbformat

    new = nbformat.v4.new_code_cell
    first = "\n".join(f"{name} = {value!r}" for name, value in _PARAMETERS.items())
    made = [new(first, id="parameters", metadata={"tags": ["parameters"]})]
    for number, (name, code) in enumerate(cells().items(), start=1):
        made.append(new(code, id=f"probe-{number}", metadata={"name": name, "tags": ["raises-exception"]}))
    made.append(new("print('last')\n1 / 0", id="last", metadata={"name": "last"}))
    made.append(new("print('never')", id="never", metadata={"name": "never"}))
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=made)))


def _probed(forked: Callable[[Path], dict[str, str]]) -> str:
    """Names of cells that differ; empty where one of `TIMES` finds none."""
    for _time in range(TIMES):
        with scratch() as folder:
            ours, theirs = forked(folder), answers(folder)
        different = [name for name in theirs if ours.get(name) != theirs[name]]
        if not different:
            return ""
    named = ", ".join(map(repr, different[:NAMED]))
    return f"{named} and {len(different) - NAMED} more" if len(different) > NAMED else named


def _remembered(versions: str) -> str | None:
    """What the record says of these versions; None: nothing."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = json.loads(RECORD.read_text(encoding="utf-8"))
        if record["versions"] == [versions, _this()]:
            return str(record["different"])
    return None


def _remember(versions: str, found: str) -> None:
    """Put it on record; an environment that can't be written is probed again next time."""
    with suppress(OSError):
        write_atomic(RECORD, json.dumps({"versions": [versions, _this()], "different": found}) + "\n")


def _this() -> str:
    return f"r4v-analysis {version('r4v-analysis')}"

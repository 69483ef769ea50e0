"""What a render that failed leaves: its error lines, its page, and its log as text."""

from __future__ import annotations

import traceback as traceback_module
from typing import TYPE_CHECKING

from r4v_analysis.errors import R4VError
from r4v_analysis.render.job import LOCK, Result, Task

if TYPE_CHECKING:
    from r4v_analysis.render.execution.engine import RenderFailed

LOG_LINES = 1000
"""Last lines of a notebook's output that a log keeps."""

LOG_CHARACTERS = 200_000
"""Last characters of them."""


def failed(task: Task, error: Exception) -> Result:
    """The result of a render that an error ended."""
    lines = _lines(task, error)
    return Result(
        {task.job.failure: _page(task, error, lines), task.job.failure_log: _log(task, error, lines)}, 0.0, lines
    )


def _lines(task: Task, error: Exception) -> list[str]:
    where = ", ".join(filter(None, [task.job.report_id, task.job.as_of, task.job.lang]))
    notebook = _notebook_failure(error)
    if notebook:
        lines = notebook.lines
    elif isinstance(error, R4VError):
        lines = str(error).splitlines()
    else:
        lines = [f"{task.job.notebook.name}: {type(error).__name__}: {error}".splitlines()[0]]
    return [f"{where}: {line}" for line in lines]


def _page(task: Task, error: Exception, lines: list[str]) -> bytes:
    from r4v_analysis.render.html import page as site

    notebook = _notebook_failure(error)
    with LOCK:
        page = site.failure_page(
            report_id=task.job.report_id,
            notebook=task.job.notebook.name,
            lang=task.job.lang,
            cell=notebook.cell if notebook else "",
            error="\n".join(lines),
            traceback=_traceback(error),
            source=notebook.source if notebook else "",
            output=notebook.output if notebook else "",
            parameters=task.context.parameters,
            version=task.context.version,
            data_digest=task.context.data_digest,
        )
    return page.encode("utf-8")


def _log(task: Task, error: Exception, lines: list[str]) -> bytes:
    """The failure as text, for a terminal or a search; its end is the end of what the cell said."""
    notebook = _notebook_failure(error)
    parameters = "\n".join(f"{name} = {value}" for name, value in task.context.parameters.items())
    blocks = {
        "Error": "\n".join(lines),
        "Notebook": f"{task.job.notebook.name}{f', {notebook.cell}' if notebook else ''}",
        "Parameters": parameters,
        "Code": notebook.source if notebook else "",
        "Traceback": _traceback(error),
        "End of the output": _end(notebook.output) if notebook else "",
        "Made by": f"r4v-analysis {task.context.version}, data {task.context.data_digest}",
    }
    return "\n".join(f"{title}\n{_indented(text)}" for title, text in blocks.items() if text.strip()).encode("utf-8")


def _notebook_failure(error: Exception) -> RenderFailed | None:
    """The error as that of a notebook's cell, if it is one."""
    from r4v_analysis.render.execution.engine import RenderFailed

    return error if isinstance(error, RenderFailed) else None


def _traceback(error: Exception) -> str:
    notebook = _notebook_failure(error)
    if notebook:
        return notebook.traceback
    return "" if isinstance(error, R4VError) else "".join(traceback_module.format_exception(error))


def _end(text: str) -> str:
    return "\n".join(text[-LOG_CHARACTERS:].splitlines()[-LOG_LINES:])


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.strip("\n").splitlines())

"""A notebook as it is stored: what runs, without what a run or a front end left in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from r4v_analysis.notebook.parameters import TAG

if TYPE_CHECKING:
    from nbformat import NotebookNode

_OF_A_RUN = ("execution", "ExecuteTime", "papermill", "scrolled", "collapsed", "trusted")
"""Metadata of a cell that say nothing of what it does."""

OPTIONS = (
    f"--ContentsManager.pre_save_hook={__name__}.before_saving",
    f"--Exporter.preprocessors={__name__}.with_results",
    "--TemplateExporter.filters=clean_html=r4v_analysis.notebook.exported.clean_html",
)
"""What JupyterLab calls before it saves, before it exports what it saved, and of HTML that it exports."""

_results: dict[str, tuple[list[Any], list[dict[str, Any]]]] = {}
"""By a notebook's path what its cells say, and what they had for results when JupyterLab last saved it."""


def without_results(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A notebook's content without outputs, counts, and what front ends write of themselves."""
    metadata = {name: value for name, value in notebook.get("metadata", {}).items() if name in _KEPT}
    language = metadata.get("language_info")
    if isinstance(language, Mapping):
        metadata["language_info"] = {name: value for name, value in language.items() if name == "name"}
    return {**notebook, "cells": [_cell(cell) for cell in notebook.get("cells", [])], "metadata": metadata}


_KEPT = ("kernelspec", "language_info", "title", "authors", "r4v")


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in cell.get("metadata", {}).items() if name not in _OF_A_RUN}
    result = {**cell, "metadata": kept}
    return {**result, "outputs": [], "execution_count": None} if cell.get("cell_type") == "code" else result


def what_runs(text: str) -> str:
    """A notebook file's text by which two are the same analysis; a text that is no notebook as it is."""
    try:
        return json.dumps(without_results(json.loads(text)), sort_keys=True)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return text


def before_saving(model: dict[str, Any], path: str = "", **_more: Any) -> None:
    """Have JupyterLab save a notebook with parameters as it is stored: a run is no change of it.

    Others are saved as they are: whoever keeps results in a notebook of their own shall keep them.
    """
    content = model.get("content")
    if model.get("type") == "notebook" and isinstance(content, Mapping) and _has_parameters(content):
        _results[path] = _sources(content), [_result(cell) for cell in content.get("cells", [])]
        model["content"] = without_results(content)


def with_results(notebook: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
    """Have JupyterLab export what a reader saw when the notebook was saved: it reads the file, which has no results."""
    from nbformat import from_dict

    found = [results for sources, results in _results.values() if sources == _sources(notebook)]
    for cell, result in zip(notebook.cells, found[-1] if found else [], strict=False):
        cell.update(from_dict(result))
    return notebook, resources


def _sources(notebook: Mapping[str, Any]) -> list[Any]:
    return [(cell.get("id"), cell.get("source")) for cell in notebook.get("cells", [])]


def _result(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell[name] for name in ("outputs", "execution_count") if name in cell}


def _has_parameters(notebook: Mapping[str, Any]) -> bool:
    return any(TAG in cell.get("metadata", {}).get("tags", []) for cell in notebook.get("cells", []))

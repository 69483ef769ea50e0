"""A draft as a data folder of one report, which `r4v check --data` can check and a person can edit.

It holds the report's row, its observations, where each number stands, and the code tables that they
refer to. Two codes exist in drafts only: the indicator `unclassified` and the unit `unknown`, for
numbers that a person has to name, or to delete.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from r4v_analysis.data.schema import (
    foreign_keys,
    is_observations,
    new_entry,
    observations_path,
    read_package,
)
from r4v_analysis.data.sheet import read_sheet
from r4v_analysis.data.text_table import read_table, table_rows, table_text
from r4v_analysis.errors import DataError, UsageError
from r4v_analysis.files import DESCRIPTOR, check_report_id
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT

REPORTS = "reports.csv"
INDICATORS = "codes/indicators.csv"
NUMBERS = "numbers.csv"
REVIEW = "review.html"
DECISIONS = "review.csv"
EDITABLE = (
    "indicator", "value", "unit", "qualifier", "role", "basis", "as_of", "period_start", "period_end", "sector",
    "stream", "population_group", "sex", "place", "programme", "stage", "printed", "note",
)  # fmt: skip
"""Cells of a row that the review page lets a person correct."""
DECISION_COLUMNS = ("observation_id", "decision", "corrected", *EDITABLE)
NUMBER_COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("integer", "Position among the document's numbers and the dashes of its table."),
    "text": ("string", "As printed."),
    "state": ("string", "captured (sure), proposed (to be looked at), left_out (to be named by a person), no_figure."),
    "observation_id": ("string", "The row of the draft; empty for what is no figure."),
    "confidence": ("string", "high, medium or low."),
    "reason": ("string", "Why it is not sure, or why it is no figure."),
    "value": ("number", "As read; a share from 0 to 1."),
    "low": ("number", "Least value that the printed digits can stand for."),
    "high": ("number", "Most that they can stand for."),
    "qualifier": ("string", "What the words around it say."),
    "page": ("integer", "Page, in a PDF."),
    "line": ("integer", "Line, in reading order."),
    "box": ("string", "Left, top, right and bottom on the page, in points."),
    "section": ("string", "Part of the report."),
    "words": ("string", "The few words around it."),
}
"""Columns of numbers.csv with type and description."""
_UNCLASSIFIED_ROW = {
    "indicator": UNCLASSIFIED,
    "name_en": "Not classified yet",
    "name_es": "Sin clasificar",
    "definition": "In a draft only: name the indicator, or delete the row.",
}


def draft_files(
    data_dir: Path,
    report: Mapping[str, str],
    observations: Sequence[Mapping[str, str]],
    numbers: Sequence[Mapping[str, str]],
) -> dict[str, str]:
    """The files of a draft, path to text: descriptor, tables, codes.

    Raises
    ------
    DataError
        data/ has no descriptor that can be read.
    """
    package = read_package(data_dir)
    entry = _observations_entry(package, report["report_id"])
    resources = _kept(package["resources"], entry)
    columns = [column["name"] for column in entry["schema"]["fields"]]
    described = {name: value for name, value in package.items() if name not in ("resources", "paths")}
    described |= {"name": "r4v-draft", "title": f"Draft of {report['report_id']}"}
    texts = {
        DESCRIPTOR: json.dumps({**described, "resources": [*resources, _numbers_entry(), _decisions_entry()]}, indent=1)
        + "\n"
    }
    for resource in resources:
        path = str(resource["path"])
        if path == REPORTS:
            texts[path] = table_text([column["name"] for column in resource["schema"]["fields"]], [report])
        elif path == entry["path"]:
            texts[path] = table_text(columns, observations)
        else:
            texts[path] = _code_table(data_dir / path)
    texts[NUMBERS] = table_text(list(NUMBER_COLUMNS), numbers)
    texts[DECISIONS] = table_text(list(DECISION_COLUMNS), [])
    return texts


def read_draft(folder: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The report's row and its observations, as a person left them.

    Raises
    ------
    DataError
        The folder is no draft, or its files can't be read.
    """
    from r4v_analysis.errors import Problem

    try:
        (report,) = draft_rows(folder, REPORTS)
        return report, draft_rows(folder, observations_path(check_report_id(report["report_id"])))
    except (OSError, ValueError, KeyError, UsageError) as error:
        message = (
            f"expected a draft of one report, found none that can be read ({error}). Make it anew in another folder."
        )
        raise DataError([Problem(str(folder), message, "draft")]) from error


def draft_rows(folder: Path, path: str) -> list[dict[str, str]]:
    """The rows of one table of a draft, which have every column that its descriptor names.

    Raises
    ------
    DataError
        They lack one, as where a spreadsheet saved semicolons: in the words of the check.
    """
    file = folder / path
    entry = next(entry for entry in read_package(folder)["resources"] if entry["path"] == path)
    columns = [column["name"] for column in entry["schema"]["fields"]]
    header, rows = read_table(file)
    if not set(columns) <= set(header):
        raise DataError([fault.problem(str(file)) for fault in read_sheet(file, str(file), columns).faults])
    return rows


def _observations_entry(package: Mapping[str, Any], report_id: str) -> dict[str, Any]:
    path = observations_path(report_id)
    own = next((entry for entry in package["resources"] if entry["path"] == path), None)
    entry: dict[str, Any] = copy.deepcopy(dict(own)) if own else (new_entry(path, package["resources"]) or {})
    for column in entry["schema"]["fields"]:
        if column["name"] == "unit":
            column["constraints"]["enum"] = [*column["constraints"]["enum"], UNKNOWN_UNIT]
    return entry


def _kept(resources: Sequence[Mapping[str, Any]], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """reports, the new observations, and the tables that they refer to, by way of others too."""
    by_name = {str(resource["name"]): dict(resource) for resource in resources if not is_observations(resource)}
    wanted = ["reports"]
    queue = [entry, by_name["reports"]]
    while queue:
        for _, target, _ in foreign_keys(queue.pop()):
            if target and target not in wanted:
                wanted.append(target)
                queue.append(by_name[target])
    kept = [entry if name == "" else by_name[name] for name in ["reports", "", *wanted[1:]]]
    return [_with_keys_to(resource, {*wanted, ""}, is_new=resource is entry) for resource in kept]


def _with_keys_to(resource: dict[str, Any], names: set[str], *, is_new: bool) -> dict[str, Any]:
    """Without keys to tables that a draft lacks; other tables may cite reports that it does not hold."""
    schema = resource["schema"]
    keys = [
        key
        for key in schema.get("foreignKeys", [])
        if key["reference"].get("resource", "") in (names if is_new else names - {"reports"})
    ]
    bare = {name: value for name, value in schema.items() if name != "foreignKeys"}
    return {**resource, "schema": {**bare, **({"foreignKeys": keys} if keys else {})}}


def _numbers_entry() -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind, "description": description} for name, (kind, description) in NUMBER_COLUMNS.items()
    ]
    what = "Each number that the document prints, and what became of it."
    return _entry("draft-numbers", NUMBERS, "Numbers of the document", what, fields)


def _decisions_entry() -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in DECISION_COLUMNS]
    what = "Which rows a person looked at: accepted or dropped; the cells named in corrected are not taken over yet."
    return _entry("draft-decisions", DECISIONS, "Decisions of the review", what, fields)


def _entry(name: str, path: str, title: str, description: str, fields: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "title": title,
        "description": description,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _code_table(path: Path) -> str:
    text = path.read_text("utf-8-sig")
    if path.name != Path(INDICATORS).name:
        return text
    header, rows = table_rows(text)
    return table_text(header, [*rows, _UNCLASSIFIED_ROW])

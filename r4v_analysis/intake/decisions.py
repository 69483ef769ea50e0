"""What a person decided on the rows of a draft: accepted as they stand or corrected, or dropped.

The review page writes it, through `r4v intake --review` or as a file that is downloaded into the
draft's folder. Corrected cells go into the observations file; which rows were seen stays here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from r4v_analysis.data.schema import observations_path
from r4v_analysis.data.text_table import table_rows, table_text
from r4v_analysis.errors import DataError, Problem
from r4v_analysis.files import write_atomic
from r4v_analysis.intake.folder import DECISION_COLUMNS as COLUMNS
from r4v_analysis.intake.folder import DECISIONS, EDITABLE, read_draft

Cells = Mapping[str, str]
ACCEPTED, DROPPED = "accepted", "dropped"
MOST_BYTES = 4_000_000
SHOWN = "shown"
"""Column of what the open page sends: the cells of a row as it shows them."""


def read_decisions(folder: Path) -> dict[str, str]:
    """`accepted` or `dropped` by observation, of those that were looked at; cells that came along are applied.

    Raises
    ------
    DataError
        The file is none of this draft.
    """
    path = folder / DECISIONS
    if not path.is_file():
        return {}
    try:
        text = path.read_bytes()[: MOST_BYTES + 1].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    return _taken(folder, text, {}, is_file=True)


def save_decisions(folder: Path, text: str) -> dict[str, str]:
    """Put decisions on some rows into a draft, with the cells that were corrected; what is decided, by observation.

    Other rows keep what was decided on them, other cells what stands in them, by whatever hand. A row that comes
    without a decision was taken back: it has not been looked at.

    Raises
    ------
    DataError
        The text is no table of decisions, or one of other rows; nothing is written.
    """
    return _taken(folder, text, read_decisions(folder))


def corrected_rows(text: str) -> dict[str, str]:
    """The decision on each row of a table of decisions in which cells are corrected; none where it can't be read."""
    try:
        rows = table_rows(text)[1]
    except csv.Error:
        return {}
    return {row["observation_id"]: row["decision"] for row in rows if row.get("corrected")}


def without_moved(folder: Path, text: str) -> tuple[list[str], str]:
    """The rows that a page shows otherwise than the file has them, gone ones too, and its decisions on all others.

    Of a decision that is taken back only the cells that it would write count.

    Raises
    ------
    DataError
        The draft, or what the page sent, can't be read.
    """
    now = {row["observation_id"]: row for row in read_draft(folder)[1]}
    try:
        header, rows = table_rows(text)
        if not {*COLUMNS[:3], SHOWN} <= set(header):
            return [], text
        moved = [row["observation_id"] for row in rows if _is_moved(row, now.get(row["observation_id"]))]
    except (csv.Error, ValueError, AttributeError) as error:
        raise _unreadable(folder / DECISIONS, str(error)) from error
    return moved, table_text(header, [row for row in rows if row["observation_id"] not in moved])


def _is_moved(row: Cells, now: Cells | None) -> bool:
    if now is None:
        return True
    shown = json.loads(row[SHOWN])
    columns = EDITABLE if row["decision"] else row["corrected"].split()
    return any(shown.get(column, "") != now.get(column, "") for column in columns)


def _taken(folder: Path, text: str, before: Mapping[str, str], *, is_file: bool = False) -> dict[str, str]:
    path = folder / DECISIONS
    report, rows = read_draft(folder)
    decided = _checked(text, {row["observation_id"] for row in rows}, path)
    corrected = [{**row, **_cells(decided.get(row["observation_id"], {}))} for row in rows]
    if corrected != rows:
        target = folder / observations_path(report["report_id"])
        write_atomic(target, table_text(list(rows[0]), corrected))
    known = {**before, **{name: cells["decision"] for name, cells in decided.items()}}
    decisions = {name: known[name] for row in rows if known.get(name := row["observation_id"])}
    kept = table_text(list(COLUMNS), [{"observation_id": name, "decision": made} for name, made in decisions.items()])
    if not is_file or kept != text:
        write_atomic(path, kept)
    return decisions


def _checked(text: str, known: set[str], path: Path) -> dict[str, Cells]:
    if len(text) > MOST_BYTES:
        raise _unreadable(path, "it is too large")
    try:
        header, rows = table_rows(text)
    except csv.Error as error:
        raise _unreadable(path, str(error)) from error
    if tuple(header[:2]) != COLUMNS[:2]:
        raise _unreadable(path, f"its columns begin with {', '.join(header[:2]) or 'nothing'}")
    unknown = sorted({row["observation_id"] for row in rows} - known)
    if unknown:
        raise _unreadable(path, f"{unknown[0]} is no row of it")
    decided: dict[str, Cells] = {row["observation_id"]: row for row in rows}
    odd = sorted({row["decision"] for row in rows} - {ACCEPTED, DROPPED, ""})
    if odd:
        raise _unreadable(path, f"{odd[0]!r} is no decision")
    untold = [row["observation_id"] for row in rows if row.get("indicator") and not row.get("corrected")]
    if untold:
        raise _unreadable(path, f"of {untold[0]} it does not say in corrected which cells are")
    return decided


def _cells(row: Cells) -> dict[str, str]:
    """Cells to be put into the row: those that were corrected."""
    return {column: row[column].strip() for column in row.get("corrected", "").split() if column in EDITABLE}


def _unreadable(path: Path, what: str) -> DataError:
    message = f"expected the decisions of this draft, found others ({what}). Save them from its review page again."
    return DataError([Problem(str(path), message, "draft")])


def shares(rows: Sequence[Cells], decisions: Mapping[str, str]) -> tuple[int, int]:
    """How many rows there are, and how many of them were looked at."""
    return len(rows), sum(row["observation_id"] in decisions for row in rows)

"""Data in which everything is changed that a page is not on record to have read. Nothing added is real."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from r4v_analysis.data.reads import Noted, State
from r4v_analysis.data.report import Data

Tables = dict[str, pd.DataFrame]


def poisoned(data: Data, noted: Noted) -> tuple[Data, int]:
    """The data with each cell changed, and rows added, wherever the noted queries still answer alike.

    Also how many cells and rows that are. Columns go together, then one by one, each in all rows that no
    query gave; so a cell that stays is one whose change a query tells.
    """
    tables, changed = dict(data.tables), 0
    expected = State(data).digests(noted)

    def try_with(name: str, frame: pd.DataFrame) -> bool:
        found = State(replace(data, tables={**tables, name: frame})).digests(noted) == expected
        if found:
            tables[name] = frame
        return found

    for name in list(tables):
        unread = _unread(data, noted, name)
        changed += _changed_cells(tables, name, unread, try_with)
        for rows in (unread, *_one_by_one(~unread)):
            added = _strangers(tables[name].head(len(rows)), rows)
            if len(added) and try_with(name, pd.concat([tables[name], added], ignore_index=True)):
                changed += len(added)
    return replace(data, tables=tables), changed


def _changed_cells(tables: Tables, name: str, unread: pd.Series, try_with: Callable[[str, pd.DataFrame], bool]) -> int:
    columns = list(tables[name].columns[1:])  # a key that moves is a row that is gone and another that is new
    if not unread.any():
        return 0
    if try_with(name, _with_changes(tables[name], columns, unread)):
        return int(unread.sum()) * len(columns)
    return sum(int(unread.sum()) for column in columns if try_with(name, _with_changes(tables[name], [column], unread)))


def _unread(data: Data, noted: Noted, name: str) -> pd.Series:
    """Rows that no query gave: those whose change moves no digest, tried by queries' positions."""
    read: set[int] = set()
    for queries in noted.values():
        for query in queries:
            if query[0] == "file":
                continue
            table, positions = data.slices.positions(query)
            read |= set(positions.tolist()) if table == name else set()
    return pd.Series([row not in read for row in range(len(data.slices.frames[name]))], dtype=bool)


def _with_changes(frame: pd.DataFrame, columns: list[str], rows: pd.Series) -> pd.DataFrame:
    result = frame.copy()
    for column in columns:
        result[column] = result[column].where(~rows, _changed(result[column]))
    return result


def _changed(values: pd.Series) -> pd.Series:
    """Another value of the same type, where there is one."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values + pd.Timedelta(days=31)
    if pd.api.types.is_bool_dtype(values):
        return ~values
    if pd.api.types.is_numeric_dtype(values):
        return values + 7
    return values.map(lambda text: f"{text} synthetic", na_action="ignore")


def _one_by_one(rows: pd.Series) -> list[pd.Series]:
    """The first and the last of some rows, each by itself: a row like one that was read may be read too."""
    found = [*rows.index[rows][:1], *rows.index[rows][-1:]]
    return [pd.Series(rows.index == row, index=rows.index) for row in found]


def _strangers(frame: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """Copies of rows under keys of their own."""
    added = frame[rows].copy()
    key = frame.columns[0]
    if pd.api.types.is_string_dtype(added[key]):
        added[key] = added[key] + "_synthetic"
    return added


def write(data: Data, folder: Path) -> Path:
    """The data as a folder of files, under the descriptor that it came with."""
    shutil.copytree(data.folder, folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for entry in package["resources"]:
        if entry["path"].startswith("observations/"):
            rows = data.tables["observations"]
            frame = rows[rows["report_id"] == Path(entry["path"]).stem]
        else:
            frame = data.tables[entry["name"]]
        _text(frame).to_csv(folder / entry["path"], index=False, lineterminator="\n")
    return folder


def _text(frame: pd.DataFrame) -> pd.DataFrame:
    kinds: Mapping[str, Callable[[pd.Series], pd.Series]] = {
        "datetime": lambda column: column.dt.strftime("%Y-%m-%d"),
        "bool": lambda column: column.map({True: "true", False: "false"}),
    }
    found = {}
    for name, column in frame.items():
        is_day, is_bool = pd.api.types.is_datetime64_any_dtype(column), pd.api.types.is_bool_dtype(column)
        kind = kinds.get("datetime" if is_day else "bool" if is_bool else "")
        found[name] = kind(column) if kind else column
    return pd.DataFrame(found)

"""Made-up rows and folders, and ways to damage a copy of the real ones. No number in it is real."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from r4v_analysis.data.check.rows import CheckedTable
from r4v_analysis.data.schema import OBSERVATIONS

REPORT_ID = "ECU_2031-01_2031-03"
OBSERVATIONS_PATH = f"observations/{REPORT_ID}.csv"
_REPORT = {
    "report_id": REPORT_ID,
    "country_iso3": "ECU",
    "platform": "GTRM",
    "title": "Synthetic report",
    "period_start": date(2031, 1, 1),
    "period_end": date(2031, 3, 31),
    "known_from": date(2031, 4, 30),
    "known_from_basis": "assumed",
    "language": "en",
    "source_url": "https://example.org/synthetic",
}
_OBSERVATION = {
    "observation_id": "trained",
    "report_id": REPORT_ID,
    "indicator": "people_trained",
    "value": 40.0,
    "unit": "people",
    "role": "trained",
    "qualifier": "exact",
    "basis": "period_total",
    "period_start": date(2031, 1, 1),
    "period_end": date(2031, 3, 31),
    "printed": "40 persons",
    "section": "education",
}


def report(**cells: Any) -> dict[str, Any]:
    """A sound row of reports.csv with some cells changed."""
    return {**_REPORT, **cells}


def observation(**cells: Any) -> dict[str, Any]:
    """A sound row of an observations file with some cells changed."""
    return {**_OBSERVATION, **cells}


def table(name: str, *rows: Mapping[str, Any]) -> CheckedTable:
    """Rows as a table in memory, as `rules.judge` takes it."""
    names = dict.fromkeys(column for row in rows for column in row)
    columns = {column: [row.get(column) for row in rows] for column in names}
    return CheckedTable(name, f"data/{name}.csv", range(2, len(rows) + 2), columns)


def tables(*observations: Mapping[str, Any], **others: Sequence[Mapping[str, Any]]) -> list[CheckedTable]:
    """The synthetic report with these observations, and other tables by name (`_` for `-`)."""
    named = {"reports": [report()], **others}
    found = [table(name.replace("_", "-"), *rows) for name, rows in named.items()]
    return [*found, table(OBSERVATIONS, *observations)]


def sector_row(sector: str, value: float | None, **cells: Any) -> dict[str, Any]:
    """A cell of a synthetic sector table."""
    printed = "-" if value is None else f"{value:,.0f}"
    defaults = {
        "observation_id": f"reached_{sector}",
        "indicator": "people_reached",
        "role": "assisted",
        "section": "sector_table",
    }
    return observation(**{**defaults, "sector": sector, "stream": "rmrp", "value": value, "printed": printed, **cells})


def edit_cell(folder: Path, path: str, row: int, column: str, text: str) -> None:
    """Change one cell of a CSV file; rows are counted as a spreadsheet does, the header is row 1."""
    lines = read_rows(folder / path)
    lines[row - 1][lines[0].index(column)] = text
    write_rows(folder / path, lines)


def append_row(folder: Path, path: str, **cells: str) -> int:
    """Add a row with these cells, the others empty; its number in a spreadsheet."""
    lines = read_rows(folder / path)
    lines.append([cells.get(column, "") for column in lines[0]])
    write_rows(folder / path, lines)
    return len(lines)


def read_rows(path: Path) -> list[list[str]]:
    """All lines of a CSV file, the header first."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def write_rows(path: Path, lines: Sequence[Sequence[str]], delimiter: str = ",") -> None:
    """Lines, the header first, as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=delimiter, lineterminator="\n").writerows(lines)


def edit_descriptor(folder: Path, resource: str, **properties: Any) -> None:
    """Change properties of one resource in datapackage.json."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    entry = next(entry for entry in package["resources"] if entry["name"] == resource)
    entry.update(properties)
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def keep_only(folder: Path, *names: str) -> None:
    """Leave only these tables, without keys to others: a check of a small folder is quick."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for entry in package["resources"]:
        entry["schema"].pop("foreignKeys", None)
        if entry["name"] not in names:
            (folder / entry["path"]).unlink()
    package["resources"] = [entry for entry in package["resources"] if entry["name"] in names]
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def write_folder(folder: Path, real: Path, *observations: Mapping[str, Any]) -> Path:
    """A data folder with the synthetic report alone: the real schema and code tables, no real number."""
    shutil.copytree(real / "codes", folder / "codes")
    package = json.loads((real / "datapackage.json").read_text(encoding="utf-8"))
    rows: dict[str, Sequence[Mapping[str, Any]]] = {
        "reports.csv": [report()],
        OBSERVATIONS_PATH: observations or [observation()],
    }
    kept: list[dict[str, Any]] = []
    for entry in package["resources"]:
        if entry["path"].startswith("observations/"):
            if any(other["path"] == OBSERVATIONS_PATH for other in kept):
                continue
            entry.update(name=f"observations-{REPORT_ID.lower()}", path=OBSERVATIONS_PATH)
            entry["schema"]["fields"][1]["constraints"]["enum"] = [REPORT_ID]
        kept.append(entry)
        if not entry["path"].startswith("codes/"):
            columns = [field["name"] for field in entry["schema"]["fields"]]
            cells = [[_text(row.get(column)) for column in columns] for row in rows.get(entry["path"], [])]
            write_rows(folder / entry["path"], [columns, *cells])
    package["resources"] = kept
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return folder


HOSTILE = (
    """<script>document.title='owned'</script><img src=x onerror=alert(1)> "a" 'b' {{ 7*7 }} & </title> %s 🧾 تقرير"""
)
"""Markup, templates, format signs, an emoji and right-to-left text."""


def hostile(real: Path, folder: Path, report_id: str) -> Path:
    """A copy of a data folder in which a report's texts are hostile, one of them 10,000 characters long."""
    shutil.copytree(real, folder)
    texts = {
        "reports.csv": {"title": HOSTILE + "x" * 10_000, "platform": HOSTILE},
        f"observations/{report_id}.csv": {"printed": HOSTILE, "note": f"=HYPERLINK(1) {HOSTILE}" + "y" * 2_000},
        "programme_events.csv": {"printed": f"@SUM(1) {HOSTILE}", "note": HOSTILE},
        "programme_counts.csv": {"printed": HOSTILE, "authority": HOSTILE},
    }
    for path, cells in texts.items():
        header, *rows = read_rows(folder / path)
        own = [row for row in rows if "report_id" not in header or report_id in row[header.index("report_id")]]
        for row in own:
            for column, text in cells.items():
                row[header.index(column)] = text
        write_rows(folder / path, [header, *rows])
    return folder


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

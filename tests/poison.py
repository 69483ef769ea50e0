"""A data folder in which every row of other countries is changed. Nothing changed or added is real."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Collection
from pathlib import Path

from synthetic import read_rows, write_rows

from r4v_analysis.data.digest import PROGRAMME_OBSERVATIONS

CELLS = {"number": "7", "integer": "7", "date": "2019-01-31", "boolean": "false", "string": "synthetic"}
"""Another cell of a column's type."""

OF_ALL = ("countries", "region-members")
"""Tables whose rows name a country and are everybody's."""

KEPT = {"country_iso3": "codes/countries", "programme": "programmes", "report_id": "reports"}
"""Columns that say whose a row is, and where their values are listed."""


def others_changed(source: Path, folder: Path, countries: Collection[str], without: Collection[str] = ()) -> int:
    """Copy a data folder and change every cell of rows of none of some countries; how many rows that are.

    A code table stays, and so do the tables `without` and one without a row. Each of the others has one row more, of
    such a country, first. What reports print on programmes, and those reports' rows, are such a table, too.
    """
    shutil.copytree(source, folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    owners = {column: _owners(source / f"{name}.csv") for column, name in KEPT.items()}
    changed = 0
    on_programmes = _on_programmes(source) if PROGRAMME_OBSERVATIONS in without else set()
    for entry in package["resources"]:
        kinds = {column["name"]: column["type"] for column in entry["schema"]["fields"]}
        name = "observations" if entry["path"].startswith("observations/") else entry["name"]
        if name in without or not set(kinds) & set(KEPT) or entry["name"] in OF_ALL:
            continue
        header, *rows = read_rows(folder / entry["path"])
        kept, moved, has_own = [], [], False
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            owner = cells.get("country_iso3") or owners["report_id"].get(cells.get("report_id", ""))
            owner = owner or owners["programme"].get(cells.get("programme", ""))
            is_own = owner in countries
            is_reference = cells.get("report_id") in on_programmes and (
                name == "reports" or bool(cells.get("programme"))
            )
            (kept if is_own or is_reference else moved).append(row)
            has_own = has_own or is_own
        if not rows or (has_own and entry["path"].startswith("observations/")):
            continue
        others = {column: _other(owned, countries) for column, owned in owners.items()}
        if on_programmes and name == "observations":
            others["programme"] = ""
        planted = [others.get(name, cell) for name, cell in zip(header, (kept or moved)[0], strict=True)]
        moved = [_changed(header, row, kinds) for row in [planted, *moved]]
        write_rows(folder / entry["path"], [header, *moved[:1], *kept, *moved[1:]])
        changed += len(moved)
    return changed


def _on_programmes(folder: Path) -> set[str]:
    """The reports that print something on a programme."""
    found = set()
    for path in folder.glob("observations/*.csv"):
        header, *rows = read_rows(path)
        if any(row[header.index("programme")] for row in rows):
            found.add(path.stem)
    return found


def _owners(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {next(iter(row.values())): row["country_iso3"] for row in csv.DictReader(file)}


def _other(owners: dict[str, str], countries: Collection[str]) -> str:
    """A country, programme or report of none of some countries; a new one where there is none."""
    return next((key for key, country in owners.items() if country not in countries), "synthetic")


def _changed(header: list[str], row: list[str], kinds: dict[str, str]) -> list[str]:
    """Another row of the same country: a key that was printed stays one, with another ending."""
    return [
        cell if name in KEPT else f"{cell}_synthetic" if number == 0 else CELLS[kinds[name]]
        for number, (name, cell) in enumerate(zip(header, row, strict=True))
    ]

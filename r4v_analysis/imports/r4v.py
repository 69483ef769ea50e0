"""R4V's consolidated reports of 2021 and of 2022-2023: columns recognised by name, R4V's row checks by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from r4v_analysis.data.names import Names, folded
from r4v_analysis.imports.grid import Grid, month_of, number, plain, read_grid
from r4v_analysis.imports.reading import Reading
from r4v_analysis.values.period import month_end

NEW, GROUPS, AGES, CVA = "NewBenefvstotal", "PopTypeBreakdown", "AGDBreakdown", "CVA higher than total"
"""R4V's names of its row checks: new above total, groups and ages that do not add up, CVA above total."""
_BENEFICIARIES = "benef[a-z]*"  # 2021's files misspell it
_ROLES = {
    "platform": "platform",
    "country": "country",
    "admin1": "admin1",
    "month": "month",
    "sector": "sector",
    "subsector": "subsector",
    "monthly": f"monthly({_BENEFICIARIES}total|total{_BENEFICIARIES})",
    "monthly_cva": f"monthlycva{_BENEFICIARIES}",
    "total": f"consolidated({_BENEFICIARIES})?total",
    "in_destination": "consolidated(rym)?indestination",
    "in_transit": "consolidated(rym)?intransit",
    "host_community": "consolidatedhostcommunit(y|ies)",
    "pendular": "consolidatedpendulars?",
    "returnees": "consolidated(colombian)?returnees",
    "girls": "consolidatedgirls",
    "boys": "consolidatedboys",
    "women": "consolidatedwomen",
    "men": "consolidatedmen",
    "other_child": "consolidatedotherunder18",
    "other_adult": "consolidatedotherabove18",
    "cva": f"consolidatedcva({_BENEFICIARIES})?",
    "check": "check.*",
}
_REQUIRED = ("country", "month", "subsector", "monthly", "total")
_POPULATIONS = ("in_destination", "in_transit", "host_community", "pendular", "returnees")
_AGES = {
    "girls": ("female", "child"),
    "boys": ("male", "child"),
    "women": ("female", "adult"),
    "men": ("male", "adult"),
    "other_child": ("other", "child"),
    "other_adult": ("other", "adult"),
}
_COUNTED = ("monthly", "monthly_cva", "total", "cva", *_POPULATIONS, *_AGES)
_TOTAL_NOTES = {
    "period_total": "A sum over sectors, never people counted once.",
    "cumulative_ytd": "R4V's country row: between the largest sector and the sum over sectors.",
}

Numbers = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file: where it stands, what it is about, its numbers."""

    row: int
    country: str
    month: date
    place: str
    sector: str
    numbers: Numbers

    @property
    def key(self) -> tuple[str, str, str, date]:
        return (self.country, self.place, self.sector, self.month)


def read_consolidated(path: Path, names: Names) -> Reading:
    """A consolidated report, XLSX or CSV, as rows of sector_reach.csv: one number, one basis a row.

    Monthly columns become `period_total`, consolidated ones `cumulative_ytd`; months are never
    added. Blank is missing and gives no row, 0 is a number. Rows without month, with a blank Admin1
    where the file has that column, or with an unknown country, sector or place are left out.

    Raises
    ------
    ImportFailed
        The file can't be read, or its columns are not those of a consolidated report.
    """
    grid = read_grid(path, _ROLES, _REQUIRED)
    unused = [name for name in grid.unused if not folded(name).startswith("check")]
    reading = Reading(path.name, "R4V consolidated report", len(grid.rows), columns_unused=unused)
    lines: dict[tuple[str, str, str, date], _Line] = {}
    for row, cells in grid.rows:
        found = _line(row, grid, cells, names)
        if isinstance(found, tuple):
            reading.leave_out(row, *found)
        elif found.key in lines:
            reading.leave_out(row, "country, place, sector and month stand in the file already")
        else:
            lines[found.key] = found
    for line in lines.values():
        failed = {basis: list(checks) for basis, checks in _checks(line, lines).items()}
        for check in dict.fromkeys(check for checks in failed.values() for check in checks):
            reading.fail(line.row, check)
        reading.rows += _rows(line, failed)
    reading.saved = grid.saved
    return reading


def last_day(rows: Sequence[Mapping[str, str]]) -> date | None:
    """The last day that rows of sector_reach.csv are about; None without rows."""
    months = [date.fromisoformat(row["month"]) for row in rows]
    return month_end(max(months)) if months else None


def _line(row: int, grid: Grid, cells: Sequence[str], names: Names) -> _Line | tuple[str, str]:
    """A row of the file, or why it is left out."""
    text = {role: grid.cell(cells, role) for role in ("country", "admin1", "month", "sector", "subsector")}
    country, month = names.country(text["country"]), month_of(text["month"])
    if not text["month"]:
        return "missing month", ""
    if month is None:
        return "a month that can't be read", text["month"]
    if country is None:
        return "not a country of the plan", text["country"] or "blank"
    if "admin1" in grid.columns and not text["admin1"]:
        return "missing admin1", ""
    place = names.place(country, text["admin1"]) if text["admin1"] else ""
    if place is None:
        return "a place that codes/places.csv lacks", f"{text['admin1']}, {country}"
    label = _sector_label(text["sector"], text["subsector"])
    sector = names.sector(label)
    if sector is None:
        return "not a sector", label or "blank"
    try:
        numbers = {role: number(grid.cell(cells, role)) for role in _COUNTED}
    except ValueError as error:
        return "a number that can't be read", str(error)
    if all(value is None for value in numbers.values()):
        return "no number in the row", ""
    if any(value is not None and value < 0 for value in numbers.values()):
        return "a number below 0", ""
    return _Line(row, country, month, place, sector, numbers)


def _sector_label(sector: str, subsector: str) -> str:
    """The sub-sector; the layout of 2021 writes `Country level` under Sector and `All` beside it."""
    return sector if folded(subsector) in ("", "all") else subsector


def _checks(line: _Line, lines: Mapping[tuple[str, str, str, date], _Line]) -> dict[str, Iterator[str]]:
    return {"period_total": _monthly_checks(line.numbers), "cumulative_ytd": _running_checks(line, lines)}


def _monthly_checks(numbers: Numbers) -> Iterator[str]:
    if _is_above(numbers["monthly_cva"], numbers["monthly"]):
        yield CVA


def _running_checks(line: _Line, lines: Mapping[tuple[str, str, str, date], _Line]) -> Iterator[str]:
    numbers = line.numbers
    if _is_unequal([numbers[role] for role in _POPULATIONS], numbers["total"]):
        yield GROUPS
    if _is_unequal([numbers[role] for role in _AGES], numbers["total"]):
        yield AGES
    if _is_above(numbers["cva"], numbers["total"]):
        yield CVA
    if _is_above(_new(line, lines), numbers["monthly"]):
        yield NEW


def _new(line: _Line, lines: Mapping[tuple[str, str, str, date], _Line]) -> float | None:
    """New people of the month: the rise of the running sum; None where the month before is not in the file."""
    total = line.numbers["total"]
    if total is None or line.month.month == 1:
        return total
    before = lines.get((line.country, line.place, line.sector, line.month.replace(month=line.month.month - 1)))
    earlier = before.numbers["total"] if before else None
    return None if earlier is None else total - earlier


def _is_above(part: float | None, whole: float | None) -> bool:
    return part is not None and whole is not None and part > whole


def _is_unequal(parts: Sequence[float | None], whole: float | None) -> bool:
    given = [part for part in parts if part is not None]
    return bool(given) and whole is not None and sum(given) != whole


def _rows(line: _Line, failed: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """A row of sector_reach.csv for each number; CVA stands beside its total."""
    for basis, total, cva in (("period_total", "monthly", "monthly_cva"), ("cumulative_ytd", "total", "cva")):
        row = _row(line, basis, line.numbers[total])
        row["people_reached_cva"] = plain(line.numbers[cva])
        row["checks"] = "; ".join(failed[basis])
        if row["people_reached"] or row["people_reached_cva"]:
            yield row
    for group in _POPULATIONS:
        if line.numbers[group] is not None:
            yield {**_row(line, "cumulative_ytd", line.numbers[group]), "population_group": group}
    for role, (sex, age) in _AGES.items():
        if line.numbers[role] is not None:
            yield {**_row(line, "cumulative_ytd", line.numbers[role]), "sex": sex, "age_group": age}


def _row(line: _Line, basis: str, people: float | None) -> dict[str, str]:
    return {
        "country_iso3": line.country,
        "month": line.month.isoformat(),
        "sector": line.sector,
        "place": line.place,
        "basis": basis,
        "population_group": "all",
        "sex": "",
        "age_group": "",
        "people_reached": plain(people),
        "note": _TOTAL_NOTES[basis] if line.sector == "intersector" else "",
    }

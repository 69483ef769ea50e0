"""Made-up data folders of any size, with reports as full as the shipped one. No number in them is real.

    python benchmarks/synthetic_reports.py DIR --reports 500

The shapes (columns, indicators, qualifiers, sections, dates within the period) are those of the
project's own tables; names, numbers and printed words are synthetic. The same call makes the same bytes.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import json
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

REAL = Path(__file__).resolve().parent.parent / "data"
SHAPE = "PER_2023-05_2023-07"
ADDRESS = "https://example.org/synthetic"
FIRST_YEAR = 2015
WORDS = {"at_least": "over ", "at_most": "almost ", "about": "around "}
STAGES = {"permit": "application", "amnesty": "application"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where a synthetic report stands: its country, and its number among those of the country."""

    country: str
    number: int

    @cached_property
    def start(self) -> date:
        """First day of the period: reports of a country begin a month after each other."""
        return date(FIRST_YEAR + self.number // 12, self.number % 12 + 1, 1)

    @cached_property
    def end(self) -> date:
        """Last day; periods have one, two or three months."""
        months = self.number + self.number % 3
        return _last(date(FIRST_YEAR + months // 12, months % 12 + 1, 1))

    @property
    def report_id(self) -> str:
        """As in reports.csv."""
        return f"{self.country}_{self.start:%Y-%m}_{self.end:%Y-%m}"

    @property
    def known_from(self) -> date:
        """The end of the month after the period."""
        return _last(self.end + timedelta(days=1))

    @property
    def factor(self) -> float:
        """What the shape's counts are multiplied by."""
        return random.Random(self.report_id).uniform(0.5, 1.5)  # noqa: S311  no secret


def write_folder(folder: Path | str, reports: int = 500) -> Path:
    """Write a valid data folder with that many reports, of all countries in turn; it must not exist."""
    folder = Path(folder)
    shutil.copytree(REAL / "codes", folder / "codes")
    package = json.loads((REAL / "datapackage.json").read_text(encoding="utf-8"))
    fields = {entry["path"]: [column["name"] for column in entry["schema"]["fields"]] for entry in package["resources"]}
    countries = [row["country_iso3"] for row in _read(REAL / "codes/countries.csv")]
    spots = [Spot(countries[number % len(countries)], number // len(countries)) for number in range(reports)]
    shape = _read(REAL / f"observations/{SHAPE}.csv")
    pattern = next(entry for entry in package["resources"] if entry["path"] == f"observations/{SHAPE}.csv")
    package["resources"] = [entry for entry in package["resources"] if not entry["path"].startswith("observations/")]
    for path, rows in _tables(spots, sorted({spot.country for spot in spots})).items():
        _write(folder / path, fields[path], rows)
    for spot in spots:
        entry = _entry(pattern, spot.report_id)
        package["resources"].append(entry)
        _write(folder / entry["path"], fields[pattern["path"]], (_observation(row, spot) for row in shape))
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return folder


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _entry(pattern: Mapping[str, Any], report_id: str) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(json.dumps(pattern).replace(SHAPE, report_id))
    entry["name"] = f"observations-{report_id.lower()}"
    return entry


def _observation(shape: Mapping[str, str], spot: Spot) -> Row:
    """A row of the shape with this report's days and a number of its own."""
    row: Row = {**shape, "report_id": spot.report_id, "note": "", "place": ""}
    for column, day in (("period_start", spot.start), ("period_end", spot.end), ("as_of", spot.end)):
        row[column] = day.isoformat() if shape[column] else ""
    if shape["programme"]:
        row["programme"] = f"{shape['programme'].replace('cpp', 'permit').split('_')[0]}_{spot.country.lower()}"
    if not shape["value"]:
        return row
    value = float(shape["value"])
    if shape["unit"] == "share":
        return {**row, "printed": f"{WORDS.get(shape['qualifier'], '')}{value:.1%}"}
    value = max(1, int(value * spot.factor))
    printed = f"{WORDS.get(shape['qualifier'], '')}{value:,} synthetic {shape['unit']}"
    return {**row, "value": value, "printed": printed}


def _tables(spots: list[Spot], countries: list[str]) -> dict[str, list[Row]]:
    years = range(FIRST_YEAR, max(spot.end.year for spot in spots) + 1)
    sectors = [row["sector"] for row in _read(REAL / "codes/sectors.csv") if row["is_total"] == "false"]
    return {
        "reports.csv": [_report(spot) for spot in spots],
        "partners.csv": [row for spot in spots for row in _partners(spot)],
        "programmes.csv": [_programme(country, kind) for country in countries for kind in STAGES],
        "programme_events.csv": [row for country in countries for kind in STAGES for row in _events(country, kind)],
        "programme_counts.csv": [_count(name, kind, year) for name in countries for kind in STAGES for year in years],
        "population.csv": [_population(country, year) for country in countries for year in years],
        "donor_funding.csv": [],
        "plan_funding.csv": [row for country in countries for year in years for row in _funding(country, year)],
        "people_in_need.csv": [
            _need(country, year, name) for country in countries for year in years for name in sectors
        ],
        "sector_reach.csv": [
            row for name in countries for year in years[:2] for sector in sectors for row in _reach(name, year, sector)
        ],
        "plan_coverage.csv": [],
    }  # fmt: skip


def _report(spot: Spot) -> Row:
    return {
        "report_id": spot.report_id,
        "country_iso3": spot.country,
        "platform": "Synthetic platform",
        "plan_code": f"SYN{spot.end:%y}",
        "title": f"Synthetic report {spot.report_id}",
        "period_start": spot.start,
        "period_end": spot.end,
        "known_from": spot.known_from,
        "known_from_basis": "assumed",
        "language": "en",
        "source_url": ADDRESS,
    }


def _partners(spot: Spot) -> Iterator[Row]:
    for position in range(1, 109):
        yield {"report_id": spot.report_id, "position": position, "name": f"Synthetic organization {position}"}


def _programme(country: str, kind: str) -> Row:
    name = f"{kind}_{country.lower()}"
    titles = dict.fromkeys(("name_en", "name_es", "short_name"), f"Synthetic {kind}, {country}")
    return {"programme": name, "country_iso3": country, **titles, "source_url": ADDRESS}


def _events(country: str, kind: str) -> Iterator[Row]:
    programme = f"{kind}_{country.lower()}"
    for event, day in (("opening", date(FIRST_YEAR, 1, 15)), ("deadline", date(FIRST_YEAR + 40, 1, 15))):
        yield {
            "event_id": f"{programme}_{event}",
            "programme": programme,
            "event": event,
            **_dated(date(FIRST_YEAR, 1, 10), day),
        }


def _count(country: str, kind: str, year: int) -> Row:
    programme, day = f"{kind}_{country.lower()}", date(year, 3, 31)
    value = 1000 * (year - FIRST_YEAR + 1)
    return {
        "count_id": f"{programme}_{STAGES[kind]}_{day:%Y_%m_%d}_synthetic",
        "programme": programme,
        "stage": STAGES[kind],
        "unit": "people" if kind == "permit" else "procedures",
        "basis": "cumulative_programme",
        **_counted(value),
        **_dated(date(year, 4, 30), day),
    }


def _population(country: str, year: int) -> Row:
    day = date(year, 6, 30)
    return {
        "population_id": f"{country}_{day}_present_in_country",
        "version": 1,
        "country_iso3": country,
        "measure": "present_in_country",
        "series": "before_2021_11" if year < 2022 else "from_2021_11",
        **_counted(10_000 * (year - 2000)),
        **_dated(date(year, 7, 31), day),
    }


def _funding(country: str, year: int) -> Iterator[Row]:
    requirements = 1_000_000 * (year - 2000) + int(country, 36) * 10
    for version, (day, share) in enumerate(((date(year, 6, 30), 0.2), (date(year + 1, 3, 31), 0.5)), 1):
        yield {
            "plan_funding_id": f"{country}_{year}_SYN{year % 100:02}_v{version}",
            "country_iso3": country,
            "year": year,
            "plan_code": f"SYN{year % 100:02}",
            "plan_name": f"Synthetic plan {year}",
            "requirements_usd": requirements,
            "requirements_scope": "own",
            "funding_usd": int(requirements * share),
            "coverage_printed": share,
            "as_of": day,
            "version": version,
            **_known(day),
        }


def _need(country: str, year: int, sector: str) -> Row:
    return {
        "people_in_need_id": f"{country}_{year}_{sector}_all",
        "plan_type": "rmrp",
        "version": 1,
        "country_iso3": country,
        "year": year,
        "sector": sector,
        "population_group": "all",
        "people_in_need": 1000 * len(sector),
        "people_targeted": 500 * len(sector),
        **_known(date(year, 1, 31)),
    }


def _reach(country: str, year: int, sector: str) -> Iterator[Row]:
    for month in range(1, 13):
        day = date(year, month, 1)
        for basis, value in (("period_total", 100 + month), ("cumulative_ytd", 60 * month)):
            yield {
                "reach_id": f"{country}_{day:%Y-%m}_{sector}_{basis}_all_v1",
                "country_iso3": country,
                "month": day,
                "sector": sector,
                "basis": basis,
                "population_group": "all",
                "people_reached": value,
                "version": 1,
                **_known(_last(_last(day) + timedelta(days=1))),
            }


def _counted(value: int) -> Row:
    return {"value": value, "qualifier": "exact", "printed": f"{value:,} synthetic people"}


def _known(day: date) -> Row:
    return {"known_from": day, "known_from_basis": "assumed", "source_url": ADDRESS}


def _dated(known_from: date, day: date) -> Row:
    return {"date_low": day, "date_high": day, **_known(known_from)}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _write(path: Path, columns: list[str], rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=500)
    given = parser.parse_args()
    print(write_folder(given.folder, given.reports))

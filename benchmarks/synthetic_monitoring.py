"""Made-up files of monitoring of any size, to import. No number in them is real.

    python benchmarks/synthetic_monitoring.py FILE.csv --kind consolidated --rows 100000
    python benchmarks/synthetic_monitoring.py FILE.csv --kind 5w --rows 100000

The columns are R4V's; countries, places and sectors are those of data/codes/; organisations and numbers are
synthetic. Consolidated rows are one a country, place, sector and month (with `--organisations N` one for each of
N organisations too), 5W rows one an activity. The same call makes the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

CODES = Path(__file__).resolve().parent.parent / "data" / "codes"
FIRST_YEAR = 2031
CONSOLIDATED = (
    "Country", "Admin1", "Month", "Subsector", "Monthly Total Beneficiaries", "Monthly CVA Beneficiaries",
    "Consolidated Total", "Consolidated In Destination", "Consolidated In Transit", "Consolidated Host Communities",
    "Consolidated Pendular", "Consolidated Returnees", "Consolidated Girls", "Consolidated Boys", "Consolidated Women",
    "Consolidated Men", "Consolidated CVA Beneficiaries",
)  # fmt: skip
FIVE_W = (
    "Country", "Admin1", "Appealing_org", "Month", "Subsector", "Indicator", "IndicatorType", "RMRPActivity", "CVA",
    "Total_monthly", "New_beneficiaries", "In_Destination", "In_Transit", "Host_Community", "Pendulars", "Returnees",
    "Girls", "Boys", "Women", "Men",
)  # fmt: skip


def _codes(name: str) -> list[dict[str, str]]:
    with (CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places() -> list[tuple[str, str]]:
    """Country and place by name; the country as a whole first."""
    countries = {row["country_iso3"]: row["name_en"] for row in _codes("countries") if row["kind"] == "country"}
    places = [row for row in _codes("places") if row["country_iso3"] in countries and row["level"] == "1"]
    whole = [(name, "Country level") for name in countries.values()]
    return whole + [(countries[row["country_iso3"]], row["name"]) for row in places]


def _sectors() -> list[str]:
    return [row["name_en"] for row in _codes("sectors") if row["is_total"] == "false"]


def _months() -> Iterator[str]:
    for year in itertools.count(FIRST_YEAR):
        yield from (f"{year}-{month:02}" for month in range(1, 13))


def _split(rng: random.Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    return [after - before for before, after in itertools.pairwise([0, *cuts, total])]


def consolidated(rng: random.Random, organisations: int) -> Iterator[Sequence[object]]:
    """Rows without end, month after month; running totals begin anew each January."""
    running: dict[tuple[object, ...], int] = {}
    names = [f"Synthetic {number}" for number in range(organisations)] or [""]
    for month in _months():
        if month.endswith("-01"):
            running.clear()
        for (country, place), sector, name in itertools.product(_places(), _sectors(), names):
            key = (country, place, sector, name)
            monthly = rng.randint(1, 900)
            running[key] = running.get(key, 0) + rng.randint(0, monthly)
            total = running[key]
            row = (country, place, month, sector, monthly, monthly // 7, total)
            groups, ages = _split(rng, total, 5), _split(rng, total, 4)
            yield (*([name] if organisations else []), *row, *groups, *ages, total // 7)


def activities(rng: random.Random) -> Iterator[Sequence[object]]:
    """Rows without end: a dozen months, each place and sector some times over."""
    places, sectors, months = _places()[17:], _sectors(), list(itertools.islice(_months(), 12))
    while True:
        country, place = rng.choice(places)
        monthly = rng.randint(1, 900)
        new = rng.randint(0, monthly)
        about = (country, place, f"Synthetic {rng.randint(1, 60)}", rng.choice(months), rng.choice(sectors))
        kind = ("# of people assisted", "Direct assistance", "Yes", rng.choice(("Yes", "No")))
        yield (*about, *kind, monthly, new, *_split(rng, new, 5), *_split(rng, new, 4))


def main() -> None:
    """Write one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=("consolidated", "5w"), default="consolidated")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--organisations", type=int, default=0)
    asked = parser.parse_args()
    rng = random.Random(7)  # noqa: S311  made-up numbers
    if asked.kind == "5w":
        header, rows = list(FIVE_W), activities(rng)
    else:
        header = [*(["Organisation"] if asked.organisations else []), *CONSOLIDATED]
        rows = consolidated(rng, asked.organisations)
    with asked.file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(header)
        csv.writer(file).writerows(itertools.islice(rows, asked.rows))


if __name__ == "__main__":
    main()

"""R4V's consolidated reports of 2021 and of 2022-2023: columns recognised by name, in English and Spanish."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from r4v_analysis.data.check.reach_checks import CVA, failed_checks, is_above
from r4v_analysis.data.ids import REACH
from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.text_table import TextTable
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.months import month_of
from r4v_analysis.imports.reading import ROW, SourceRows, country_of, place_of, sector_of
from r4v_analysis.imports.source import plain

_BENEFICIARIES = "benef[a-z]*"  # 2021's files misspell it
_ORGANISATION = "(appealing)?(organi[sz]ation|org|partner)(name)?|(organizacion|socio)(apelante)?"
_REPORTER = (
    "(reporting|implementing)(organi[sz]ation|org|partner)(name)?|"
    "(organizacion|socio)(implementador|implementadora|ejecutor|ejecutora|quereporta)"
)
"""Who reports or carries out, which a file can name beside the organization that appeals."""
_HOST = "comunidad(es)?(de)?acogida|host(communit(y|ies))?"
_ROLES = {
    "platform": "platform|plataforma",
    "country": "country|pais",
    "admin1": "(country)?admin1(name)?|departamento|provincia|estado",
    "month": "month|mes|reportingmonth|mesdereporte",
    "year": "year|ano|anio",
    "sector": "sector",
    "subsector": "subsector|subsectores",
    "organisation": _ORGANISATION,
    "reporter": _REPORTER,
    "monthly": f"monthly({_BENEFICIARIES}total|total{_BENEFICIARIES})|(total)?{_BENEFICIARIES}mensual(es)?(total)?"
    f"|totalmensual(de{_BENEFICIARIES})?",
    "monthly_cva": f"monthlycva({_BENEFICIARIES})?(total)?|({_BENEFICIARIES})?(mensual(es)?cva|cvamensual(es)?)",
    "total": f"(consolidated|consolidado)({_BENEFICIARIES})?total|total({_BENEFICIARIES})?consolidad[oa]s?",
    "in_destination": "consolidated(ry?m)?indestination|consolidado(rym)?endestino",
    "in_transit": "consolidated(ry?m)?intransit|consolidado(rym)?entransito",
    "host_community": f"(consolidated|consolidado)({_HOST})",
    "pendular": "(consolidated|consolidado)(ry?m)?pendular(e?s)?",
    "returnees": "(consolidated|consolidado)(colombian)?(returnees|retornad[oa]s)(colombian[oa]s)?",
    "girls": "consolidatedgirls|consolidadoninas",
    "boys": "consolidatedboys|consolidadoninos",
    "women": "consolidatedwomen|consolidadomujeres",
    "men": "consolidatedmen|consolidadohombres",
    "other_child": "consolidatedotherunder18|consolidadootros?(menores(de)?|<)18",
    "other_adult": "consolidatedotherabove18|consolidadootros?(mayores(de)?|>)18",
    "cva": f"consolidatedcva({_BENEFICIARIES})?|consolidadocva({_BENEFICIARIES})?",
    "organizations": "(number|numero)(of|de)?(reporting)?organi[sz]a(tions|ciones)",
    "check": "check.*",
}
POPULATIONS = ("in_destination", "in_transit", "host_community", "pendular", "returnees")
AGES = {
    "girls": ("female", "child"),
    "boys": ("male", "child"),
    "women": ("female", "adult"),
    "men": ("male", "adult"),
    "other_child": ("other", "child"),
    "other_adult": ("other", "adult"),
}
COUNTED = ("monthly", "monthly_cva", "total", "cva", *POPULATIONS, *AGES)
CONSOLIDATED = Form(
    "R4V consolidated report",
    _ROLES,
    ("country", "month", "subsector", "monthly", "total"),
    ("Country", "Month", "Subsector", "Monthly Total Beneficiaries", "Consolidated Total"),
    COUNTED,
)
INTERSECTOR = "intersector"
_TOTAL_NOTES = {
    "period_total": "A sum over sectors, never people counted once.",
    "cumulative_ytd": "R4V's country row: between the largest sector and the sum over sectors.",
}

Numbers = Mapping[str, float | None]
Key = tuple[str, str, str, date]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: where it stands, what it is about, its numbers; of `organisation` only while rows are added.

    `numbers` has a role for each column of the file: one that the file has not is not in it.
    """

    row: str
    country: str
    month: date
    place: str
    sector: str
    numbers: Numbers
    organisation: str = ""

    @property
    def key(self) -> Key:
        """What the row is about, whoever reports it."""
        return (self.country, self.place, self.sector, self.month)


def read_consolidated(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """Consolidated reports as rows of sector_reach.csv: one number, one basis a row.

    Monthly columns become `period_total`, consolidated ones `cumulative_ytd`; months are never
    added. Blank is missing and gives no row, 0 is a number. Rows without month, with a blank Admin1
    where the file has that column, or with an unknown country, sector or place are left out. Rows of
    organisations are added by R4V's rule; of two other rows of one key that differ none is taken.
    """
    reading = SourceRows.of(name, REACH, grids)
    reading.columns_unused = [title for title in reading.columns_unused if not folded(title).startswith("check")]
    lines = reading.each(grids, partial(_line, names))
    single = reading.one_of_each(
        lines, lambda line: (*line.key, folded(line.organisation)), _said, lambda line: line.row
    )
    if any({"organisation", "reporter"} & grid.columns.keys() for grid in grids):
        single = _added(single, reading)
    reading.rows = rows_of(single, reading)
    return reading


def rows_of(lines: Sequence[FileRow], reading: SourceRows) -> TextTable:
    """Rows of sector_reach.csv for lines, marked where they fail R4V's row checks; the reading notes which."""
    by_key = {line.key: line for line in lines}
    return TextTable.of(row for line in lines for row in _rows(line, _failed(line, by_key, reading)))


def _failed(line: FileRow, by_key: Mapping[Key, FileRow], reading: SourceRows) -> Mapping[str, Sequence[str]]:
    """R4V's row checks that a line fails, by basis, which the reading notes; `by_key` has the month before."""
    numbers, running = line.numbers, line.numbers.get("total")
    told = failed_checks(
        running,
        groups=map(numbers.get, POPULATIONS),
        ages=map(numbers.get, AGES),
        cva=numbers.get("cva"),
        new=_new(line, running, by_key),
        monthly=numbers.get("monthly"),
    )
    monthly = [CVA] if is_above(numbers.get("monthly_cva"), numbers.get("monthly")) else []
    failed = {"period_total": monthly, "cumulative_ytd": [check for check, _told in told]}
    for check in dict.fromkeys(chain.from_iterable(failed.values())):
        reading.fail(line.row, check)
    return failed


def _new(line: FileRow, running: float | None, by_key: Mapping[Key, FileRow]) -> float | None:
    """New people of the month: the rise of the running sum; None where the month before is not in the file."""
    if running is None or line.month.month == 1:
        return running
    before = by_key.get((*line.key[:3], line.month.replace(month=line.month.month - 1)))
    earlier = before.numbers.get("total") if before else None
    return None if earlier is None else running - earlier


def _said(line: FileRow) -> dict[str, object]:
    return {CONSOLIDATED.titles[3] if role == "monthly" else role: line.numbers.get(role) for role in COUNTED}


def _line(names: Names, row: str, grid: Grid, cells: Sequence[str]) -> FileRow:
    """A row of the file."""
    about = about_of(grid.texts(cells), grid, names)
    numbers = numbers_of(grid, cells, COUNTED)
    if all(value is None for value in numbers.values()):
        raise LeftOut("no number in the row")
    who = " / ".join(filter(None, (grid.cell(cells, role) for role in ("organisation", "reporter"))))
    return FileRow(row, *about, numbers, who)


def numbers_of(grid: Grid, cells: Sequence[str], roles: Iterable[str]) -> dict[str, float | None]:
    """Numbers of people of a row in the columns that its file has; none is below 0."""
    numbers = {role: grid.people(cells, role) for role in roles if role in grid.columns}
    if any(value is not None and value < 0 for value in numbers.values()):
        raise LeftOut("a number below 0")
    return numbers


def about_of(
    text: Mapping[str, str], grid: Grid, names: Names, *, has_places: bool = True
) -> tuple[str, date, str, str]:
    """Country, month, place and sector of a row; without `has_places` it is of the whole country."""
    month = month_of(text["month"], text["year"], grid.order)
    if not text["month"]:
        raise LeftOut("missing month")
    if month is None:
        raise LeftOut("a month that can't be read, or can be read in two ways", text["month"])
    country = country_of(text["country"], names)
    if has_places and "admin1" in grid.columns and not text["admin1"]:
        raise LeftOut("missing admin1")
    place = place_of(country, [text["admin1"]] if has_places else [], names)
    return country, month, place, sector_of(_sector_label(text["sector"], text["subsector"]), names)


def _sector_label(sector: str, subsector: str) -> str:
    """The sub-sector; the layout of 2021 writes `Country level` under Sector and `All` beside it."""
    return sector if folded(subsector) in ("", "all", "todos") else subsector


def _added(lines: Sequence[FileRow], reading: SourceRows) -> list[FileRow]:
    """Rows of organisations as rows of all of them together, by R4V's rule.

    Monthly totals and running sums of new people are those of the organisations with a row in the month; what
    the running sum is with the last one of those without a row stands beside it. R4V's country row
    ("Intersector") is no sum over organisations: it is left out. Names of organisations are not kept.
    """
    own = {line.key for line in lines if not line.organisation}
    parts = []
    for line in lines:
        if line.organisation and line.sector == INTERSECTOR:
            reading.leave_out(line.row, "R4V's country row of one organisation: no sum over organisations")
        elif line.organisation and line.key in own:
            reading.leave_out(line.row, "of one organisation, beside the row of all of them")
        elif line.organisation:
            parts.append(line)
    groups, history = _grouped(parts, lambda line: line.key), _grouped(parts, _series)
    organisations = len({folded(line.organisation) for line in parts})
    reading.remarks.append(
        f"rows of {organisations:,} organisations were summed, into a row for each country, place, sector and month; "
        "their names are not kept."
    )
    return [
        *(line for line in lines if not line.organisation),
        *(_sum(group, history[_series(group[0])]) for group in groups.values()),
    ]


def _series(line: FileRow) -> Hashable:
    return (*line.key[:3], line.month.year)


def _grouped(lines: Iterable[FileRow], key: Callable[[FileRow], Hashable]) -> dict[Hashable, list[FileRow]]:
    found: dict[Hashable, list[FileRow]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def _sum(group: Sequence[FileRow], history: Sequence[FileRow]) -> FileRow:
    """A month's rows added; `carried` is the running sum with the last one of each organisation without a row."""
    first = group[0]
    numbers = {role: total([line.numbers.get(role) for line in group]) for role in first.numbers}
    until = sorted((line for line in history if line.month <= first.month), key=lambda line: line.month)
    last = {folded(line.organisation): line for line in until}
    carried = total([line.numbers.get("total") for line in last.values()])
    return replace(first, numbers={**numbers, "carried": carried}, organisation="")


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is given; None where nothing is."""
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def _rows(line: FileRow, failed: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """A row of sector_reach.csv for each number; CVA stands beside its total."""
    for basis, total, cva in (("period_total", "monthly", "monthly_cva"), ("cumulative_ytd", "total", "cva")):
        row = _row(line, basis, line.numbers.get(total))
        if cva in line.numbers:
            row["people_reached_cva"] = plain(line.numbers[cva])
        if basis == "cumulative_ytd" and "carried" in line.numbers:
            row["people_reached_carried_forward"] = plain(line.numbers["carried"])
        row["checks"] = "; ".join(failed[basis])
        if row["people_reached"] or row.get("people_reached_cva"):
            yield row
    for group in POPULATIONS:
        if line.numbers.get(group) is not None:
            yield {**_row(line, "cumulative_ytd", line.numbers[group]), "population_group": group}
    for role, (sex, age) in AGES.items():
        if line.numbers.get(role) is not None:
            yield {**_row(line, "cumulative_ytd", line.numbers[role]), "sex": sex, "age_group": age}


def _row(line: FileRow, basis: str, people: float | None) -> dict[str, str]:
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
        "note": _TOTAL_NOTES[basis] if line.sector == INTERSECTOR else "",
        ROW: line.row,
    }

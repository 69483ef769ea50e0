"""5W files, a row an activity, as ActivityInfo exports them: added up by R4V's own rule.

In the plan and direct assistance only. A sector's monthly total and its new people are sums over activities,
the consolidated number is the running sum of new people since January. R4V's country row ("Intersector") takes
in each department and month the largest sector of each population group, and adds departments and groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from r4v_analysis.data.ids import REACH
from r4v_analysis.data.names import Names, folded
from r4v_analysis.imports.consolidated import (
    AGES,
    INTERSECTOR,
    POPULATIONS,
    FileRow,
    about_of,
    numbers_of,
    rows_of,
    total,
)
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.reading import SourceRows

_PEOPLE = "(ry?m|refugees(and)?migrants|refugiados(y)?migrantes)?"
_NEW_ROLES = ("new", *POPULATIONS, *AGES)
FIVE_W = Form(
    "5W file, a row an activity",
    {
        "country": "(country)?country|pais",
        "admin1": "(country)?admin1(name)?|departamento|provincia|estado|(pais)?admin1",
        "admin2": "(country)?admin2(name)?|municipio|distrito",
        "organisation": "(appealing|reporting)org(ani[sz]ation)?(name)?|organi[sz]ac?ion(apelante|principal)?",
        "month": "month|mes|(mesde)?reporte",
        "year": "year|ano|anio",
        "sector": "(indicator)?sector",
        "subsector": "(indicator)?subsector",
        "indicator": "indicator|indicador(indicator)?",
        "type": "indicatortype|tipo(de)?indicador",
        "in_plan": "rmrpactivity|actividad(del)?rmrp|rmrp",
        "cva": "cva|ptm|(modalidad)?cva(si|yes)?(no)?",
        "monthly": "total(monthly|ofthemonth|mensual)(de)?(benef[a-z]*)?|benef[a-z]*mensual(es)?total",
        "new": "newbenef[a-z]*(ofthemonth)?|(benef[a-z]*)?nuev[oa]s(benef[a-z]*)?(delmes)?",
        "in_destination": f"{_PEOPLE}(in|en)(destination|destino)",
        "in_transit": f"{_PEOPLE}(in|en)transito?",
        "host_community": "hostcommunit(y|ies)(benef[a-z]*)?|comunidad(es)?(de)?acogida",
        "pendular": f"{_PEOPLE}pendular(e?s)?",
        "returnees": "(colombian)?returnees|(colombianos)?retornad[oa]s(colombian[oa]s)?",
        "girls": "girls|womenunder18|ninas|mujeresmenores(de)?18",
        "boys": "boys|menunder18|ninos|hombresmenores(de)?18",
        "women": "women(above18)?|mujeres(mayores(de)?18)?",
        "men": "men(above18)?|hombres(mayores(de)?18)?",
        "other_child": "otherunder(18)?|otros?menores(de)?18",
        "other_adult": "otherabove(18)?|otros?mayores(de)?18",
    },
    ("country", "month", "subsector", "indicator", "monthly", "new"),
    ("Country", "Month", "Subsector", "Indicator", "Total_monthly", "New_beneficiaries"),
    ("monthly", *_NEW_ROLES),
)
_YES = {"yes", "si", "true", "verdadero", "1", "x", "y", "s"}
_DIRECT = {"direct assistance", "asistencia directa"}
_NOT_ASSISTED = re.compile(
    r"\b(train(ed|ings?)|capacity|capacitad|capacitac|formacion|workshops?|talleres|campaigns?|campanas?)"
)
"""Words of indicators that count people trained or informed, for files without a column of the indicator's type."""


@dataclass(frozen=True, slots=True)
class _Activity:
    row: str
    country: str
    month: date
    place: str | None
    department: str
    sector: str
    has_cva: bool | None
    numbers: Mapping[str, float | None]


def read_activities(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """A 5W file as rows of sector_reach.csv, for the country and for each place that the codes know."""
    reading = SourceRows.of(name, REACH, grids)
    activities = list(reading.each(grids, partial(_activity, names)))
    _remark(reading, grids, activities)
    sums: dict[tuple[str, str, str], dict[date, list[_Activity]]] = {}
    for activity in activities:
        for place in dict.fromkeys(("", activity.place or "")):
            series = sums.setdefault((activity.country, place, activity.sector), {})
            series.setdefault(activity.month, []).append(activity)
    whole = _whole_years(activities)
    lines = [line for key, series in sums.items() for line in _lines(key, series, whole)]
    if all("admin1" in grid.columns for grid in grids):
        for country in dict.fromkeys(activity.country for activity in activities):
            lines += _country_rows(country, [each for each in activities if each.country == country], whole)
    reading.rows = rows_of(lines, reading)
    return reading


def _activity(names: Names, row: str, grid: Grid, cells: Sequence[str]) -> _Activity:
    """An activity in the plan that assists people directly."""
    text = grid.texts(cells)
    if "in_plan" in grid.columns and folded(text["in_plan"]) not in _YES:
        raise LeftOut("outside the plan", text["in_plan"] or "blank")
    if "type" in grid.columns and folded(text["type"]) not in _DIRECT:
        raise LeftOut("no direct assistance", text["type"] or "blank")
    if "type" not in grid.columns and _NOT_ASSISTED.search(folded(text["indicator"])):
        raise LeftOut("no direct assistance, by its indicator", text["indicator"])
    country, month, _whole, sector = about_of(text, grid, names, has_places=False)
    numbers = numbers_of(grid, cells, ("monthly", *_NEW_ROLES))
    if numbers["monthly"] is None and numbers["new"] is None:
        raise LeftOut("no number of people in the row")
    place = names.place(country, text["admin1"]) if text["admin1"] else ""
    has_cva = folded(text["cva"]) in _YES if "cva" in grid.columns else None
    return _Activity(row, country, month, place, folded(text["admin1"]), sector, has_cva, numbers)


def _remark(reading: SourceRows, grids: Sequence[Grid], activities: Sequence[_Activity]) -> None:
    reading.remarks.append(
        f"activities added up by R4V's rule (in the plan, direct assistance, sums of monthly totals and of new "
        f"people): {len(activities):,}."
    )
    for role, told in (("in_plan", "whether an activity is in the plan"), ("type", "the type of an indicator")):
        if any(role not in grid.columns for grid in grids):
            reading.remarks.append(f"no column says {told}: {'all were taken' if role == 'in_plan' else 'words did'}.")
    missing = sorted({activity.department for activity in activities if activity.place is None})
    if missing:
        reading.remarks.append(
            f"counted for the country, and in no place's rows, since codes/places.csv lacks them: {len(missing):,} "
            f"names of Admin1, such as {missing[0]}."
        )


def _whole_years(activities: Iterable[_Activity]) -> dict[tuple[str, int], date]:
    """The last month of each country's year that the file has from January on: only there can new people be summed."""
    months: dict[tuple[str, int], set[date]] = {}
    for activity in activities:
        months.setdefault((activity.country, activity.month.year), set()).add(activity.month)
    return {
        key: max(found) for key, found in months.items() if len(found) == max(found).month and min(found).month == 1
    }


def _lines(
    key: tuple[str, str, str], series: Mapping[date, Sequence[_Activity]], whole: Mapping[tuple[str, int], date]
) -> list[FileRow]:
    """A line a month: from January on to the last month of a whole year, else where there are activities."""
    country, place, sector = key
    found = []
    for year in sorted({month.year for month in series}):
        last = whole.get((country, year))
        months = [date(year, number, 1) for number in range(1, last.month + 1)] if last else _of_year(series, year)
        running: dict[str, list[float | None]] = {}
        for month in months:
            activities = series.get(month, ())
            numbers = _month_numbers(activities)
            if last:
                for role, value in _new_numbers(activities).items():
                    running.setdefault(role, []).append(value)
                numbers |= {role: total(values) for role, values in running.items()}
            if any(value is not None for value in numbers.values()):
                first = activities[0].row if activities else next(iter(series.values()))[0].row
                found.append(FileRow(first, country, month, place, sector, numbers))
    return found


def _of_year(series: Iterable[date], year: int) -> list[date]:
    return sorted(month for month in series if month.year == year)


def _month_numbers(activities: Sequence[_Activity]) -> dict[str, float | None]:
    return {
        "monthly": total(activity.numbers["monthly"] for activity in activities),
        "monthly_cva": _by_cash(activities, "monthly"),
    }


def _by_cash(activities: Sequence[_Activity], role: str) -> float | None:
    """People of the activities by cash and vouchers: 0 where the file says of each that it is none."""
    told = [activity for activity in activities if activity.has_cva is not None]
    return total(activity.numbers[role] if activity.has_cva else 0.0 for activity in told)


def _new_numbers(activities: Sequence[_Activity]) -> dict[str, float | None]:
    """New people of a month: all, by cash, and by group, sex and age as far as the file has columns of them."""
    roles = activities[0].numbers.keys() & {*POPULATIONS, *AGES} if activities else ()
    groups = {role: total(activity.numbers[role] for activity in activities) for role in roles}
    everyone = total(activity.numbers["new"] for activity in activities)
    return {"total": everyone, "cva": _by_cash(activities, "new"), **groups}


def _country_rows(
    country: str, activities: Sequence[_Activity], whole: Mapping[tuple[str, int], date]
) -> list[FileRow]:
    found: list[FileRow] = []
    running: dict[str, list[float | None]] = {}
    for month in sorted({activity.month for activity in activities}):
        own = [activity for activity in activities if activity.month == month]
        numbers = _month_numbers(own)
        if month.month == 1:
            running = {}
        if (country, month.year) in whole:
            for group, value in _largest(own).items():
                running.setdefault(group, []).append(value)
            groups = {group: total(values) for group, values in running.items()}
            numbers |= {**groups, "total": total(groups.values())}
        found.append(FileRow(own[0].row, country, month, "", INTERSECTOR, numbers))
    return found


def _largest(activities: Sequence[_Activity]) -> dict[str, float | None]:
    """New people of a month by group: in each department the largest sector's, added over departments."""
    found: dict[str, float | None] = {}
    for group in POPULATIONS:
        sectors: dict[tuple[str, str], list[float | None]] = {}
        for activity in activities:
            sectors.setdefault((activity.department, activity.sector), []).append(activity.numbers.get(group))
        highest: dict[str, float] = {}
        for (department, _sector), values in sectors.items():
            value = total(values)
            if value is not None:
                highest[department] = max(value, highest.get(department, 0.0))
        if highest:
            found[group] = sum(highest.values())
    return found

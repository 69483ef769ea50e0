"""The frames that a report gives at a prompt: the same columns and types for every report, full or empty.

`SCHEMA` is the one place where a frame's columns and types are said. Money, people and shares are floats with NaN
for what is missing, years and numbers of organizations `Int64`, flags `boolean`, days `datetime64[us]`, texts
`str`; an empty text is missing, but for `sources` and `formula`, which are empty where there is nothing to list or
to compute. `report_id` is always the report that was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from r4v_analysis.analysis.funding.plan_years import PlanYear, plan_years
from r4v_analysis.analysis.funding.readings import WindowReading, readings
from r4v_analysis.analysis.reach import targets
from r4v_analysis.analysis.reach.months import RUNNING, running_total, series
from r4v_analysis.analysis.reach.parts import parts, quantity
from r4v_analysis.analysis.reach.sectors import sectors
from r4v_analysis.analysis.regularization.calendar import calendar, stages
from r4v_analysis.analysis.regularization.counts import Count, counts
from r4v_analysis.data.cells import as_text, row_quantity
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity, missing

TEXT, NUMBER, COUNT, FLAG, DAY = "str", "float64", "Int64", "boolean", "datetime64[us]"
Columns = Mapping[str, str]
"""Names of columns with their types, in order."""


def _texts(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), TEXT)


def _bounded(column: str, stem: str) -> dict[str, str]:
    """A number's column, and those of its bounds and of its qualifier."""
    return {column: NUMBER, f"{stem}_low": NUMBER, f"{stem}_high": NUMBER, f"{stem}_qualifier": TEXT}


_VALUE = {"value": NUMBER, "low": NUMBER, "high": NUMBER, "qualifier": TEXT}
_DAYS = {"date_low": DAY, "date_high": DAY}

_NEVER_MISSING = ("sources", "formula")
"""Texts that are lists of ids or of words: none in them is an empty one."""

SCHEMA: Mapping[str, Columns] = {
    "metrics": {
        **_texts("report_id metric"), **_VALUE, **_texts("unit basis sector programme stage"), "as_of": DAY,
        "known_from": DAY, "is_derived": FLAG, **_texts("formula sources"),
    },
    "readings": {
        **_texts("report_id reading"), "window_start": DAY, "window_end": DAY,
        **_bounded("requirements_usd", "requirements"), **_bounded("funding_usd", "funding"),
        **_bounded("coverage_share", "coverage"), **_bounded("unmet_usd", "unmet"),
        **_bounded("pace_usd_per_month", "pace"), **_bounded("needed_usd_per_month", "needed"),
        "is_derived": FLAG, "as_of": DAY, "known_from": DAY, "sources": TEXT,
    },
    "plan_years": {
        **_texts("report_id country_iso3"), "year": COUNT, **_bounded("requirements_usd", "requirements"),
        **_bounded("funding_usd", "funding"), **_bounded("coverage_share", "coverage"),
        "is_own_requirement": FLAG, "is_derived": FLAG, "as_of": DAY, "known_from": DAY,
        **_texts("source_report_id sources"),
    },
    "sectors": {
        **_texts("report_id sector"), **_bounded("people_reached", "people_reached"),
        "people_reached_non_rmrp": NUMBER, "share_of_largest": NUMBER, "reached_per_1000": NUMBER,
        "is_derived": FLAG, "is_cross_cutting": FLAG, "inside": TEXT, "is_apart": FLAG, "is_listed": FLAG,
        **_texts("basis population_group"), "period_start": DAY, "period_end": DAY, "known_from": DAY,
        **_texts("printed observation_id sources"),
    },
    "shares": {
        **_texts("report_id observation_id part_of"), **_bounded("part", "part"), **_bounded("whole", "whole"),
        **_bounded("share", "share"), "is_derived": FLAG,
        **_texts("sector programme stage unit basis"), "as_of": DAY, "known_from": DAY, "sources": TEXT,
    },
    "targets": {
        **_texts("report_id country_iso3"), "year": COUNT, **_texts("sector population_group"),
        **_bounded("people_reached", "people_reached"), **_bounded("people_targeted", "people_targeted"),
        **_bounded("people_in_need", "people_in_need"), **_bounded("target_share", "target_share"),
        **_texts("status target_status"), "is_cross_cutting": FLAG, **_texts("inside basis"), "is_derived": FLAG,
        "as_of": DAY, "known_from": DAY, "sources": TEXT,
    },
    "series": {
        **_texts("report_id sector"), "month": DAY, **_bounded("people_reached", "people_reached"), "basis": TEXT,
        "reporting_organizations": COUNT, "status": TEXT, "has_fewer": FLAG, "has_fallen": FLAG, "is_derived": FLAG,
        "known_from": DAY, "sources": TEXT,
    },
    "known": {
        **_texts("report_id programme country_iso3 name_en name_es short_name short_name_es legal_basis authority"),
        **_texts("source_url source_report_id printed"),
    },
    "stages": {
        **_texts("report_id observation_id programme stage"), **_VALUE, "is_derived": FLAG,
        **_texts("unit basis population_group"), "as_of": DAY, "known_from": DAY, **_texts("part_of printed note"),
    },
    "counts": {
        **_texts("report_id programme stage population_group"), **_DAYS, **_VALUE,
        **_texts("unit basis authority said_by"), "is_derived": FLAG, "known_from": DAY, "sources": TEXT,
    },
    "calendar": {
        **_texts("report_id event_id programme event"), **_DAYS, "known_from": DAY,
        **_texts("printed source_url source_report_id note"),
    },
}  # fmt: skip


def typed(name: str, report: Report, cells: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as the frame of that name: its columns, in its order and types, `report_id` of the report in each."""
    schema = SCHEMA[name]
    rows = cells if isinstance(cells, pd.DataFrame) else pd.DataFrame(list(cells), columns=_own(schema), dtype=object)
    found = {column: _column(rows[column], schema[column]) for column in _own(schema)}
    found |= {column: found[column].fillna("") for column in _NEVER_MISSING if column in found}
    ids = pd.Series(report.report_id, rows.index, dtype=TEXT)
    return pd.DataFrame({"report_id": ids, **found}).reset_index(drop=True)


def _own(schema: Columns) -> list[str]:
    return [column for column in schema if column != "report_id"]


def _column(cells: Any, kind: Any) -> Any:
    if cells.isna().all():
        return pd.Series(None, cells.index, dtype=kind)  # what pandas took nothing for may be of any type
    if kind == TEXT:
        given = cells.astype(object)
        return given.where(given.notna() & (given != ""), np.nan).astype(pd.StringDtype(na_value=np.nan))
    if kind == DAY:
        return pd.to_datetime(cells).astype(DAY)
    return cells.astype(kind)


def _cells(column: str, stem: str, item: Quantity) -> dict[str, Any]:
    """A quantity in the columns of `_bounded`."""
    bounds = {f"{stem}_low": item.low, f"{stem}_high": item.high, f"{stem}_qualifier": said(item)}
    return {column: item.value, **bounds}


def _value(item: Quantity) -> dict[str, Any]:
    return {"value": item.value, "low": item.low, "high": item.high, "qualifier": said(item)}


def said(item: Quantity) -> str:
    """How a number is to be said; empty where there is none."""
    return "" if item.is_missing else item.qualifier


def metrics(report: Report, items: Metrics) -> pd.DataFrame:
    """The frame `metrics`."""
    return typed("metrics", report, (_metric(report, item) for item in items.values()))


def _metric(report: Report, item: Metric) -> dict[str, Any]:
    rows = [row for row in (source_row(report, source) for source in item.quantity.sources) if row is not None]
    about = {item.about[0]: item.about[1]} if len(item.about) > 1 else {}
    return {
        "metric": item.id,
        **_value(item.quantity),
        "unit": item.unit,
        "basis": item.basis,
        "sector": about.get("sector") or _only(rows, "sector"),
        "programme": about.get("programme") or _only(rows, "programme"),
        "stage": item.constants.get("stage") or _only(rows, "stage"),
        "as_of": item.as_of,
        "known_from": known_from(report, item.quantity),
        "is_derived": bool(item.formula),
        "formula": item.formula_text,
        "sources": " ".join(item.quantity.sources),
    }


def _only(rows: Sequence[Record], column: str) -> str:
    """What all rows say in a column; empty where they differ or one of them says nothing."""
    found = {as_text(row.get(column)) for row in rows}
    return found.pop() if len(found) == 1 else ""


def source_row(report: Report, source: str) -> Record | None:
    """The row of data/ behind a source id; of a list of partners its report's."""
    name, _, key = source.partition("/")
    table = name.replace("_", "-")
    if name == "partners":
        return report.data.row("reports", report_id=key)
    if table in report.data.tables:
        return report.data.keyed(table, key)
    return report.data.row("observations", report_id=name, observation_id=key)


def known_from(report: Report, item: Quantity) -> Any:
    """The day from which all rows that a number stands on were known; NaT where it stands on none."""
    days = [_row_known(report, row) for row in (source_row(report, source) for source in item.sources)]
    return max((day for day in days if not pd.isna(day)), default=pd.NaT)


def _row_known(report: Report, row: Record | None) -> Any:
    if row is None or "known_from" in row:
        return pd.NaT if row is None else row["known_from"]
    printed_by = report.data.row("reports", report_id=str(row["report_id"]))
    return pd.NaT if printed_by is None else printed_by["known_from"]


def funding_readings(report: Report) -> pd.DataFrame:
    """The frame `readings`."""
    return typed("readings", report, (_reading(report, reading) for reading in readings(report)))


def _reading(report: Report, reading: WindowReading) -> dict[str, Any]:
    quantities = {
        ("requirements_usd", "requirements"): reading.requirements,
        ("funding_usd", "funding"): reading.funding,
        ("coverage_share", "coverage"): reading.coverage,
        ("unmet_usd", "unmet"): reading.unmet,
        ("pace_usd_per_month", "pace"): reading.pace,
        ("needed_usd_per_month", "needed"): reading.needed,
    }
    numbers = {name: cell for names, item in quantities.items() for name, cell in _cells(*names, item).items()}
    return {
        "reading": reading.name,
        "window_start": reading.window.start,
        "window_end": reading.window.end,
        **numbers,
        "is_derived": reading.is_derived,
        "as_of": reading.window.end,
        "known_from": known_from(report, reading.unmet),
        "sources": " ".join(reading.unmet.sources),
    }


def years(report: Report) -> pd.DataFrame:
    """The frame `plan_years`."""
    return typed("plan_years", report, map(_year, plan_years(report)))


def _year(year: PlanYear) -> dict[str, Any]:
    is_printed = bool(year.report_id) and len(year.coverage.sources) == 1
    sources = dict.fromkeys((*year.requirements.sources, *year.funding.sources, *year.coverage.sources))
    return {
        "country_iso3": year.country_iso3,
        "year": year.year,
        **_cells("requirements_usd", "requirements", year.requirements),
        **_cells("funding_usd", "funding", year.funding),
        **_cells("coverage_share", "coverage", year.coverage),
        "is_own_requirement": year.is_own,
        "is_derived": None if year.coverage.is_missing else not is_printed,
        "as_of": year.day,
        "known_from": year.known_from,
        "source_report_id": year.report_id,
        "sources": " ".join(sources),
    }


def sector_reach(report: Report) -> pd.DataFrame:
    """The frame `sectors`."""
    rows = sectors(report)
    people = [quantity(report, str(name)) for name in rows["observation_id"]]
    printed = report.observations.set_index("observation_id").reindex(rows["observation_id"])
    beside: dict[str, Any] = {
        "is_derived": [
            item.sources != (f"{report.report_id}/{name}",)
            for item, name in zip(people, rows["observation_id"], strict=True)
        ],
        "known_from": [known_from(report, item) for item in people],
        "sources": [" ".join(item.sources) for item in people],
        **{name: printed[name].to_numpy() for name in ("population_group", "period_start", "period_end", "printed")},
    }
    return typed("sectors", report, rows.assign(**_columns("people_reached", "people_reached", people), **beside))


def _columns(column: str, stem: str, items: Sequence[Quantity]) -> dict[str, list[Any]]:
    """Quantities, one a row, in the columns of `_bounded`."""
    rows = [_cells(column, stem, item) for item in items]
    return {name: [row[name] for row in rows] for name in _bounded(column, stem)}


def printed_shares(report: Report) -> pd.DataFrame:
    """The frame `shares`."""
    rows = parts(report)
    pairs = list(zip(rows["observation_id"].astype(str), rows["part_of"].astype(str), strict=True))
    part, whole = [report.quantity(name) for name, _whole in pairs], [quantity(report, name) for _part, name in pairs]
    share = [one / other for one, other in zip(part, whole, strict=True)]
    printed = report.observations.set_index("observation_id").reindex(rows["observation_id"])
    beside: dict[str, Any] = {
        "is_derived": True,
        "known_from": [known_from(report, item) for item in share],
        "sources": [" ".join(item.sources) for item in share],
        **{name: printed[name].to_numpy() for name in ("programme", "stage", "unit", "basis", "as_of")},
    }
    numbers = _columns("part", "part", part) | _columns("whole", "whole", whole) | _columns("share", "share", share)
    return typed("shares", report, rows.assign(**numbers, **beside))


def against_targets(report: Report) -> pd.DataFrame:
    """The frame `targets`."""
    found = targets.comparison(report)
    if found is None:
        return typed("targets", report, [])
    return typed("targets", report, (_target(report, found, row) for row in records(found.rows)))


def _target(report: Report, found: targets.Comparison, row: Record) -> dict[str, Any]:
    reached, targeted, in_need = row["reached"], row["targeted"], row["in_need"]
    share = reached / targeted if row["status"] == "compared" else missing(*reached.sources, *targeted.sources)
    return {
        "country_iso3": report.country_iso3,
        "year": found.year,
        "sector": row["sector"],
        "population_group": row["population_group"],
        **_cells("people_reached", "people_reached", reached),
        **_cells("people_targeted", "people_targeted", targeted),
        **_cells("people_in_need", "people_in_need", in_need),
        **_cells("target_share", "target_share", share),
        "status": row["status"],
        "target_status": "not_recorded" if targeted.is_missing else "recorded",
        "is_cross_cutting": row["is_cross_cutting"],
        "inside": row["inside"],
        "basis": RUNNING,
        "is_derived": True,
        "as_of": found.day,
        "known_from": known_from(report, share),
        "sources": " ".join(dict.fromkeys((*reached.sources, *targeted.sources))),
    }


def monthly(report: Report, basis: str) -> pd.DataFrame:
    """The frame `series` of monthly totals or of running totals."""
    rows = series(report, basis)
    columns = (rows["people_reached"], rows["is_around"], rows["source"])
    people = [_counted(*cells) for cells in zip(*columns, strict=True)]
    beside: dict[str, Any] = {
        "basis": basis,
        "is_derived": False,
        "known_from": [known_from(report, item) for item in people],
        "sources": rows["source"],
    }
    return typed("series", report, rows.assign(**_columns("people_reached", "people_reached", people), **beside))


def _counted(number: float, is_around: bool, source: object) -> Quantity:
    """A month's number, rough where organizations are missing from it."""
    return running_total(number, is_around, *([source] if isinstance(source, str) else []))


def programmes(report: Report) -> pd.DataFrame:
    """The frame `known`."""
    return typed("known", report, report.known_programmes)


def stage_counts(report: Report) -> pd.DataFrame:
    """The frame `stages`."""
    rows = stages(report)
    printed = report.observations.set_index("observation_id").reindex(rows["observation_id"]).reset_index()
    items = [row_quantity(row) for row in records(printed)]
    values = [_value(item) for item in items]
    beside: dict[str, Any] = {
        **{name: [value[name] for value in values] for name in ("low", "high")},
        "is_derived": False,
        "population_group": printed["population_group"].to_numpy(),
        "known_from": report.row["known_from"],
    }
    return typed("stages", report, rows.assign(**beside))


def dated_counts(report: Report) -> pd.DataFrame:
    """The frame `counts`."""
    return typed("counts", report, (_count(report, count) for count in counts(report)))


def _count(report: Report, count: Count) -> dict[str, Any]:
    return {
        "programme": count.programme,
        "stage": count.stage,
        "population_group": count.group,
        "date_low": count.first,
        "date_high": count.last,
        **_value(count.quantity),
        "unit": count.unit,
        "basis": count.basis,
        "authority": count.authority,
        "said_by": count.statement,
        "is_derived": count.is_sum,
        "known_from": known_from(report, count.quantity),
        "sources": " ".join(count.quantity.sources),
    }


def legal_calendar(report: Report) -> pd.DataFrame:
    """The frame `calendar`."""
    rows = calendar(report)
    known = report.events.set_index("event_id")["known_from"]
    return typed("calendar", report, rows.assign(known_from=known.reindex(rows["event_id"]).to_numpy()))

"""Printed numbers as flat tables that other tools read: CSV, HXL, and FTS's shape for funding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from r4v_analysis.data import versions as merging
from r4v_analysis.data.cells import as_date, as_text, row_quantity
from r4v_analysis.data.known import with_current
from r4v_analysis.data.report import Data, Report
from r4v_analysis.data.sheet import defused
from r4v_analysis.exhibits.code_names import names_of_codes
from r4v_analysis.language.formats import N_, translator

_COPIED = (
    "observation_id", "indicator", "value", "unit", "role", "part_of", "qualifier", "basis", "period_start",
    "period_end", "as_of", "sector", "stream", "population_group", "sex", "place", "programme", "stage", "authority",
    "donor", "printed", "section", "page", "note",
)  # fmt: skip
OBSERVATIONS = ("report_id", "country_iso3", "platform", "title", *_COPIED, "value_low", "value_high", "source_url")
"""Columns of `observations`: those of the report's row, of its observation, its bounds, and the source's address."""

FTS = (
    "countryCode", "id", "name", "code", "typeId", "typeName", "startDate", "endDate", "year", "requirements",
    "funding", "percentFunded", "requirementsScope", "asOf", "requirementsPublished",
)  # fmt: skip
"""Columns of FTS's requirements and funding as HDX publishes them; then three of this project: whose the requirement
is (own, derived, or `repeated` for several countries alike), the day from which the numbers were known, and what FTS
gave where the requirement is derived."""

HXL: Mapping[str, str] = {
    "row_id": "#meta+id",
    "country": "#country+code",
    "report": "#x_report+id",
    "period_start": "#date+start",
    "period_end": "#date+end",
    "as_of": "#date+reported",
    "known_from": "#x_date+known",
    "version": "#x_version+num",
    "current": "#x_version+current",
    "sector": "#sector+cluster+name",
    "place": "#adm1+code",
    "place_name": "#adm1+name",
    "population_group": "#x_population+group",
    "sex": "#x_population+sex",
    "age_group": "#x_population+age",
    "population": "#population",
    "in_need": "#inneed",
    "targeted": "#targeted",
    "reached": "#reached",
    "requirements_usd": "#value+funding+required+usd",
    "funding_usd": "#value+funding+total+usd",
    "funding_percent": "#value+funding+pct",
    "plan": "#activity+appeal+id+external",
    "programme": "#x_regularization+programme",
    "stage": "#x_regularization+stage",
    "regularization": "#x_regularization+count",
    "qualifier": "#x_qualifier",
    "basis": "#meta+basis",
    "authority": "#meta+source",
    "warning": "#meta+warning",
}
"""Columns of `hxl` with their tags; `#x_…` are this project's own."""

_MEASURES = {
    "refugees_and_migrants": "population",
    "people_in_need": "in_need",
    "people_targeted": "targeted",
    "people_reached": "reached",
    "people_assisted": "reached",
    "requirements": "requirements_usd",
    "funding": "funding_usd",
    "coverage": "funding_percent",
    "regularization": "regularization",
}


def observations(reports: Sequence[Report]) -> list[dict[str, object]]:
    """Every printed number of the reports, a row each, cells as in data/ with bounds and source (OBSERVATIONS)."""
    return [dict(_observation(report, row)) for report, row in _rows(reports)]


def _rows(reports: Sequence[Report]) -> Iterator[tuple[Report, pd.Series]]:
    for report in reports:
        for _index, row in report.observations.iterrows():
            yield report, row


def _observation(report: Report, row: pd.Series) -> Iterator[tuple[str, object]]:
    for name in ("report_id", "country_iso3", "platform", "title"):
        yield name, as_text(report.row[name])
    for name in _COPIED:
        yield name, cell(row[name])
    quantity = row_quantity(row)
    yield "value_low", cell(quantity.low)
    yield "value_high", cell(quantity.high)
    yield "source_url", as_text(report.row["source_url"])


def cell(value: Any) -> object:
    """A frame's cell as text, number or date; "" where it is missing."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def hxl(data: Data, reports: Sequence[Report], lang: str = "en") -> tuple[list[dict[str, object]], int]:
    """Numbers that HXL or this project has a tag for, a row each (HXL), and how many others were left out.

    Those of the reports, then those of people in need, plans, monthly reach and population of their countries, all
    versions, the current one marked. Names of codes and warnings are in a language; country codes and ids are not.

    Shares of money are in percent there, as FTS prints them. A count whose basis is not known, or that
    counts people anew each month, says so under `#meta+warning`.
    """
    rows, left_out = [], 0
    for report, row in _rows(reports):
        measure = _MEASURES.get(str(row["indicator"]))
        if measure is None or pd.isna(row["value"]) or (measure == "regularization" and row["unit"] == "share"):
            left_out += 1
            continue
        rows.append(_hxl_row(report, row, measure))
    rows += [row for table in _TABLES for row in _table_rows(data, table, {report.country_iso3 for report in reports})]
    names = names_of_codes(data.tables, lang)
    return [_in_words(row, names, lang) for row in rows], left_out


_TABLES: Mapping[str, Mapping[str, str]] = {
    "people-in-need": {"people_in_need": "in_need", "people_targeted": "targeted"},
    "plan-funding": {
        "requirements_usd": "requirements_usd",
        "funding_usd": "funding_usd",
        "coverage_printed": "funding_percent",
    },
    "sector-reach": {"people_reached": "reached"},
    "population": {"value": "population"},
}
"""Tables with the columns whose numbers HXL has a tag for."""


def _table_rows(data: Data, table: str, countries: set[str]) -> Iterator[dict[str, object]]:
    """The numbers of a table's rows of some countries, a row each."""
    every = data.table(table)
    rows = every[every["country_iso3"].isin(countries)]
    for row in with_current(rows).to_dict("records"):
        for column, measure in _TABLES[table].items():
            if pd.notna(row.get(column)):
                yield _table_row(table, row, measure, float(row[column]))


def _table_row(table: str, row: Mapping[Any, Any], measure: str, value: float) -> dict[str, object]:
    year = f"{row['year']}" if "year" in row else ""
    month = row.get("month")
    start = month.date() if month is not None else f"{year}-01-01" if year else cell(row.get("date_low"))
    end = (month + pd.offsets.MonthEnd(0)).date() if month is not None else f"{year}-12-31" if year else ""
    return {
        "row_id": f"{table.replace('-', '_')}/{next(iter(row.values()))}",
        "country": as_text(row["country_iso3"]),
        "period_start": start,
        "period_end": end or cell(row.get("date_high")),
        "as_of": cell(row.get("as_of")),
        "known_from": cell(row.get("known_from")),
        "version": cell(row.get("version")),
        "current": "true" if row.get("is_current") else "false",
        "sector": as_text(row.get("sector")),
        "place": as_text(row.get("place")),
        "population_group": as_text(row.get("population_group")),
        "sex": as_text(row.get("sex")),
        "age_group": as_text(row.get("age_group")),
        measure: cell(round(value * 100, 10) if measure == "funding_percent" else value),
        "plan": as_text(row.get("plan_code")),
        "qualifier": as_text(row.get("qualifier")) or "exact",
        "basis": as_text(row.get("basis")),
        "authority": as_text(row.get("authority")),
        "warning": _WARNINGS.get(as_text(row.get("basis")), ""),
    }


def _in_words(row: Mapping[str, object], names: Mapping[str, Mapping[str, str]], lang: str) -> dict[str, object]:
    """A row with names and warnings in a language; in English codes that read as words stay as they are."""
    _ = translator(lang).gettext
    place = str(row.get("place") or "")
    named = {column: names.get(column, {}).get(str(row.get(column)), row.get(column)) for column in _NAMED[lang]}
    warnings = " ".join(_(text) for text in str(row.get("warning") or "").split("\n") if text)
    return {**row, **named, "place_name": names.get("place", {}).get(place, ""), "warning": warnings}


_NAMED = {
    "en": ("sector",),
    "es": ("sector", "population_group", "sex", "age_group", "basis", "qualifier", "programme", "stage"),
}


def _hxl_row(report: Report, row: pd.Series, measure: str) -> dict[str, object]:
    value = float(row["value"]) * 100 if measure == "funding_percent" else row["value"]
    plan_code = as_text(report.row["plan_code"]) if "usd" in measure or "percent" in measure else ""
    return {
        "country": report.country_iso3,
        "report": report.report_id,
        "period_start": as_date(row["period_start"]) or report.period.start,
        "period_end": as_date(row["period_end"]) or report.period.end,
        "as_of": cell(row["as_of"]),
        "row_id": f"{report.report_id}/{row['observation_id']}",
        "sector": as_text(row["sector"]),
        "population_group": as_text(row["population_group"]),
        "sex": as_text(row["sex"]),
        "place": as_text(row["place"]),
        measure: cell(round(float(value), 10)),
        "plan": plan_code,
        "programme": as_text(row["programme"]),
        "stage": as_text(row["stage"]),
        "qualifier": as_text(row["qualifier"]),
        "basis": as_text(row["basis"]),
        "authority": as_text(row["authority"]),
        "warning": "\n".join(_warnings(row)),
    }


_WARNINGS = {
    "period_total": N_("Counts people again who were counted the month before: not to be summed over months."),
    "unknown": N_("The source does not say on what basis it counts."),
}
_QUALIFIERS = {"at_least": N_("At least this."), "at_most": N_("At most this."), "about": N_("Around this.")}


def _warnings(row: pd.Series) -> Iterator[str]:
    if row["indicator"] == "people_assisted":
        yield N_("People who got one form of assistance; groups overlap.")
    if row["unit"] == "people" and row["basis"] in _WARNINGS:
        yield _WARNINGS[row["basis"]]
    if row["qualifier"] in _QUALIFIERS:
        yield _QUALIFIERS[row["qualifier"]]


def fts(data: Data, countries: Iterable[str] = (), day: date | None = None) -> tuple[list[dict[str, object]], int]:
    """Plan funding in the columns of HDX's FTS file (FTS), and how many numbers were left out.

    Of each plan-year the version said last by `day` (none: of all); a requirement that FTS repeats for many
    countries gives way to the country's own, as on pages. Left out: regions, which FTS's file
    has not, requirements that prose states, and numbers without the day on which they were known. A
    percent is the one that FTS printed.
    """
    table = data.table("plan-funding")
    versions: dict[str, list[dict[str, str]]] = {}
    for _index, row in table.iterrows():
        cells = {str(name): str(cell(value)) for name, value in row.items()}
        versions.setdefault(cells["plan_funding_id"].rpartition("_v")[0], []).append(cells)
    until = (day or date.max).isoformat()
    wanted = set(countries)
    regions = _regions(data)
    found = [_with_own(rows, until) for rows in versions.values()]
    kept = [row for row in found if row and row["country_iso3"] not in regions and not row["printed"]]
    kept = [row for row in kept if not wanted or row["country_iso3"] in wanted]
    return [_fts_row(row) for row in kept], len(found) - len(kept)


def _with_own(rows: Sequence[dict[str, str]], until: str) -> dict[str, str] | None:
    """The version of a plan-year said last by a day, with the country's own requirement where it repeats another."""
    last = merging.current(rows, until)
    if not last or last["requirements_scope"] != "repeated":
        return last
    own = merging.current([row for row in rows if row["requirements_scope"] == "own" and not row["printed"]], until)
    return {**last, **{name: own[name] for name in ("requirements_usd", "requirements_scope")}} if own else last


def _regions(data: Data) -> set[str]:
    countries = data.tables["countries"]
    return set(countries.loc[countries["kind"] != "country", "country_iso3"])


def _fts_row(row: Mapping[str, str]) -> dict[str, object]:
    printed = row["coverage_printed"]
    return {
        "countryCode": row["country_iso3"],
        "id": row["plan_id"],
        "name": row["plan_name"],
        "code": row["plan_code"],
        "year": row["year"],
        "requirements": row["requirements_usd"],
        "funding": row["funding_usd"],
        "percentFunded": f"{float(printed) * 100:g}" if printed else "",
        "requirementsScope": row["requirements_scope"],
        "asOf": row["known_from"],
        "requirementsPublished": row.get("requirements_published_usd", ""),
    }


def csv_text(rows: Iterable[Mapping[str, object]], columns: Sequence[str], tags: Sequence[str] = ()) -> str:
    """Rows as CSV, with a row of tags after the header where there are any; no cell can become a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    if tags:
        writer.writerow(tags)
    writer.writerows([defused(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue()

"""Synthetic reports for the index: a few countries and months, made without a folder. No number in it is real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from r4v_analysis.data.load import load_unchecked
from r4v_analysis.data.report import Data
from r4v_analysis.notebook.notebook_files import NotebookFile, all_notebooks
from r4v_analysis.render.html import index
from r4v_analysis.render.manifest import Record
from r4v_analysis.values.period import month_end

REAL = Path(__file__).parent.parent / "data"
NOTEBOOKS = ("funding_gap", "regularization_uptake", "sector_reach")
BOX = {
    "refugees_and_migrants": "people",
    "people_reached": "people",
    "requirements": "usd",
    "funding": "usd",
    "coverage": "share",
}


@lru_cache
def _real() -> Data:
    return load_unchecked(REAL, "ab" * 32)


def report(country: str, first: str, last: str = "", title: str = "Synthetic report", **cells: Any) -> dict[str, Any]:
    """A row of reports.csv by country and months."""
    last = last or first
    return {
        "report_id": f"{country}_{first}_{last}",
        "country_iso3": country,
        "platform": "Synthetic platform",
        "title": title,
        "language": "en",
        "period_start": pd.Timestamp(f"{first}-01"),
        "period_end": pd.Timestamp(month_end(date.fromisoformat(f"{last}-01"))),
        **cells,
    }


def printed(report_id: str, indicator: str, value: float | None, words: str = "", **cells: Any) -> dict[str, Any]:
    """A row of a report's header box; other cells make it one of the sector row or of the text."""
    return {
        "report_id": report_id,
        "observation_id": indicator,
        "indicator": indicator,
        "value": value,
        "unit": BOX.get(indicator, "people"),
        "qualifier": "exact",
        "printed": words or ("-" if value is None else f"{value:g}"),
        "section": "header",
        **cells,
    }


REPORTS = [
    report("CHL", "2031-01"),
    report("CHL", "2031-02"),
    report("CHL", "2031-03"),
    report("CHL", "2032-01"),
    report("PER", "2031-03"),
    report("XCB", "2031-01", "2031-03"),
]
OBSERVATIONS = [
    printed("CHL_2031-01_2031-01", "requirements", 30e6, "$30M"),
    printed("CHL_2031-01_2031-01", "coverage", 0.05, "5 %"),
    printed("CHL_2031-01_2031-01", "people_reached", 1000.0, basis="period_total"),
    printed("CHL_2031-02_2031-02", "requirements", 32e6, "$32M"),
    printed("CHL_2031-02_2031-02", "coverage", 0.1, "10 %"),
    printed("CHL_2031-02_2031-02", "people_reached", 1500.0, "over 1,500", qualifier="at_least", basis="period_total"),
    printed("CHL_2031-03_2031-03", "requirements", 33e6, "$33M"),
    printed("CHL_2031-03_2031-03", "coverage", 0.12, "12 %"),
    printed("CHL_2031-03_2031-03", "people_reached", 4000.0, basis="cumulative_ytd"),
    printed("CHL_2032-01_2032-01", "requirements", 40e6, "$40M"),
    printed("PER_2031-03_2031-03", "people_reached", 9000.0, basis="unknown"),
    printed("PER_2031-03_2031-03", "requirements", 90e6, "$90M"),
    printed(
        "XCB_2031-01_2031-03", "people_reached", 70000.0, "almost 70,000", qualifier="at_most", basis="cumulative_ytd"
    ),
]


def data(
    reports: Sequence[Mapping[str, Any]] = REPORTS, observations: Iterable[Mapping[str, Any]] = OBSERVATIONS
) -> Data:
    """The real code tables with these reports and printed numbers alone."""
    real = _real()
    tables = dict(real.tables)
    for name, rows in (("reports", reports), ("observations", list(observations))):
        own = pd.DataFrame(rows, columns=tables[name].columns).astype(object)
        tables[name] = own.assign(**{column: pd.to_datetime(own[column]) for column in own if column in _DATES})
    tables["observations"]["value"] = tables["observations"]["value"].astype(float)
    return replace(real, tables=tables, corrections=())


def only(of: Data, ids: Iterable[str]) -> Data:
    """Some data with these of its reports alone."""
    tables = {name: of.tables[name] for name in ("reports", "observations")}
    own = {name: rows[rows["report_id"].isin(list(ids))] for name, rows in tables.items()}
    return replace(of, tables={**of.tables, **own})


def many(count: int) -> Data:
    """So many reports as full as the shipped one, of all countries in turn, a month each; numbers are made up."""
    countries = list(_real().tables["countries"]["country_iso3"])
    months = [f"{2020 + number // 12}-{number % 12 + 1:02}" for number in range(count // len(countries) + 1)]
    reports = [report(country, month) for month in months for country in countries][:count]
    rows = _real().tables["observations"]
    full = rows[rows["report_id"] == "PER_2023-05_2023-07"].assign(period_start=pd.NaT, period_end=pd.NaT)
    every = pd.concat([full] * count, ignore_index=True)
    number = every.index // len(full)
    varied = every["value"].where(every["unit"] == "share", every["value"] // 2 + 37 * number)
    ids = [reports[place]["report_id"] for place in number]
    observations = every.assign(report_id=ids, value=varied, printed=varied.map("{:g}".format))
    made = data(reports, [])
    return replace(made, tables={**made.tables, "observations": observations})


def with_imports(count: int) -> Data:
    """So many reports without a document: months of 17 countries in turn, two platforms, no printed number."""
    table = _real().tables["countries"]
    codes = table.loc[table["kind"] == "country", "country_iso3"]
    reports = []
    for number in range(count):
        code, month = codes.iloc[number % len(codes)], number // len(codes)
        publisher = ("r4v", "fts")[month % 2]
        first = f"2022-{month // 2 + 1:02}"
        name = f"{code}_{first}_{first}_{publisher}"
        cells = {"platform": f"Synthetic {publisher}", "known_from": pd.Timestamp("2023-02-20")}
        reports.append(report(code, first, report_id=name, **cells))
    return data(reports, [])


_DATES = ("period_start", "period_end", "published", "known_from", "as_of")


def record(report_id: str, notebook: str, lang: str = "en", **changes: Any) -> Record:
    """A render's record, with its page."""
    values: dict[str, Any] = {
        "report": report_id, "notebook": notebook, "lang": lang, "as_of": "", "parameters": {}, "key": "", "inputs": {},
        "versions": {}, "status": "rendered", "reason": "", "seconds": 0.0,
        "files": {f"{report_id}/{notebook}.{lang}.html": ""},
    }  # fmt: skip
    return Record(**{**values, **changes})


@lru_cache
def notebooks() -> tuple[NotebookFile, ...]:
    """The project's own."""
    return tuple(all_notebooks())


def index_of(of: Data, records: Sequence[Record] | None = None, lang: str = "en") -> str:
    """The index's page; without records, as if every analysis of every report were rendered."""
    every = [record(id_, name, lang) for id_ in of.report_ids for name in NOTEBOOKS]
    every += [
        record(id_, f"summary.{lang}.html", "", files={f"{id_}/summary.{lang}.html": ""}) for id_ in of.report_ids
    ]
    [(_lang, page)] = index.indexes(of, every if records is None else records, notebooks(), [lang])
    return page

"""Numbers about one thing and one date that two sources state differently: kept, never resolved.

A statement is a number that somebody printed, of a report or of another table. Two are about the
same thing where country, stage of a programme (or indicator) and date agree; a requirement, a
target and people in need belong to a plan year instead. Once applications or pre-registration have
closed, later counts of them are of the same final number, so the day of closing stands for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from r4v_analysis.analysis.regularization.calendar import FILED, window
from r4v_analysis.data.report import Report, as_text
from r4v_analysis.data.selection import of_country
from r4v_analysis.values.quantity import observed

_CLOSED_BY = {"pre_registered": "pre_registration_closing"}
_STATEMENT = ("subject", "date", "value", "qualifier", "printed", "unit", "said_by", "known_from", "source")
_KEPT = ("value", "qualifier", "printed", "said_by", "known_from", "source")
COLUMNS = ("subject", "date", "unit", *(f"{name}_{end}" for end in ("before", "after") for name in _KEPT), "can_agree")
_YEARLY = {"requirements": "usd", "people_targeted": "people"}
"""Indicators of a plan year, with their unit."""
_EVERYONE = ("", "all", "refugees_and_migrants")


def revisions(report: Report) -> pd.DataFrame:
    """Each number that was said again otherwise, as far as known on the report's `vintage`.

    One row for two statements that follow each other (by the day from which they were known) with
    different values: `subject` (`stage.ptp_2017.application`, `requirements.2020`, …), `date` (NaT
    for a plan year), `unit`, and of each of the two, ending in `_before` and `_after`, `value`,
    `qualifier`, `printed`, `said_by`, `known_from`, `source`. `can_agree` says whether both can be
    true by their bounds: "738 million" and 737,611,378 can, 31,500,000 and 35,090,000 can't.
    "About" has no bounds, and agrees with any number. Empty where nothing was restated.
    """
    rows = [row for _key, said in _by_subject(statements(report)) for row in _changes(said)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def statements(report: Report) -> pd.DataFrame:
    """Every number that can be restated, a row a statement, in the order in which they were known.

    Columns: subject, date, value, qualifier, printed, unit, said_by, known_from, source.
    """
    closings = _closings(report)
    rows = [*_of_reports(report), *_of_counts(report), *_of_population(report), *_of_plans(report), *_of_need(report)]
    said = pd.DataFrame(rows, columns=list(_STATEMENT))
    said["date"] = pd.to_datetime(said["date"])
    last = said["subject"].map(closings)
    said["date"] = said["date"].where(~(said["date"] > pd.to_datetime(last)), pd.to_datetime(last))
    return said.sort_values(["known_from", "source"], kind="stable").reset_index(drop=True)


def _by_subject(said: pd.DataFrame) -> Iterator[tuple[object, pd.DataFrame]]:
    yield from said.groupby(["subject", "date"], dropna=False, sort=True)


def _changes(said: pd.DataFrame) -> Iterator[dict[str, object]]:
    rows = said.to_dict("records")
    for before, after in pairwise(rows):
        if before["value"] != after["value"]:
            both = {f"{name}_{end}": row[name] for end, row in (("before", before), ("after", after)) for name in _KEPT}
            yield {
                **{name: after[name] for name in ("subject", "date", "unit")},
                **both,
                "can_agree": _overlap(before, after),
            }


def _overlap(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> bool:
    one, other = (_bounds(row) for row in (before, after))
    return one[0] <= other[1] and other[0] <= one[1]


def _bounds(row: Mapping[Any, Any]) -> tuple[float, float]:
    said = observed(row["value"], row["qualifier"], row["printed"])
    return (
        float("-inf") if said.low is None else said.low,
        float("inf") if said.high is None else said.high,
    )


def _closings(report: Report) -> dict[str, pd.Timestamp]:
    """The last day of each stage that ends with applications or pre-registration, as known."""
    found = {}
    events = report.events
    for programme in report.known_programmes["programme"]:
        deadline = window(report, str(programme)).deadline
        if deadline:
            found[f"stage.{programme}.{FILED}"] = pd.Timestamp(deadline[1])
        for stage, event in _CLOSED_BY.items():
            days = events.loc[(events["programme"] == programme) & (events["event"] == event), "date_high"]
            if not days.empty:
                found[f"stage.{programme}.{stage}"] = days.max()
    return found


def _row(
    subject: str, date: object, row: pd.Series, column: str, unit: str, said_by: str, source: str
) -> tuple[object, ...]:
    qualifier = as_text(row.get("qualifier")) or "exact"
    return subject, date, row[column], qualifier, as_text(row.get("printed")), unit, said_by, row["known_from"], source


def _of_reports(report: Report) -> Iterator[tuple[object, ...]]:
    reports = {item.report_id: item.row for item in (*report.earlier, report)}
    rows = report.record.dropna(subset=["value"])
    for _index, row in rows[rows["part_of"].isna()].iterrows():
        subject, date = _observed(row)
        if subject:
            about = reports[row["report_id"]]
            row = pd.concat([row, about[["known_from"]]])
            said_by = " / ".join(name for name in (as_text(row["authority"]), str(about["platform"])) if name)
            source = f"{row['report_id']}/{row['observation_id']}"
            yield _row(subject, date, row, "value", str(row["unit"]), said_by, source)


def _observed(row: pd.Series) -> tuple[str, object]:
    """What an observation is about and when; an empty subject where it can't be restated."""
    group = as_text(row["population_group"])
    who = "" if group in _EVERYONE else f".{group}"
    indicator = str(row["indicator"])
    if indicator in _YEARLY and pd.isna(row["sector"]):
        day = row["as_of"] if pd.isna(row["period_start"]) else row["period_start"]
        return (f"{indicator}.{day.year}{who}", pd.NaT) if pd.notna(day) else ("", pd.NaT)
    if pd.isna(row["as_of"]):
        return "", pd.NaT
    if indicator == "regularization" and row["unit"] != "share":
        return f"stage.{row['programme']}.{row['stage']}{who}", row["as_of"]
    if row["basis"] == "stock":
        return f"{indicator}{who}", row["as_of"]
    return "", pd.NaT


def _of_counts(report: Report) -> Iterator[tuple[object, ...]]:
    for _index, row in report.known("programme-counts").iterrows():
        subject, source = f"stage.{row['programme']}.{row['stage']}", f"programme_counts/{row['count_id']}"
        yield _row(subject, row["date_high"], row, "value", str(row["unit"]), as_text(row["authority"]), source)


def _of_population(report: Report) -> Iterator[tuple[object, ...]]:
    rows = report.known("population")
    for _index, row in rows[rows["measure"] == "present_in_country"].iterrows():
        source = f"population/{row['population_id']}"
        yield _row("refugees_and_migrants", row["date_high"], row, "value", "people", as_text(row["authority"]), source)


def _all_versions(report: Report, table: str) -> pd.DataFrame:
    """Rows of the report's country known on its `vintage`, older versions too."""
    return report.data.known(table, report.country_iso3, report.vintage)


def _of_plans(report: Report) -> Iterator[tuple[object, ...]]:
    rows = _all_versions(report, "plan-funding").dropna(subset=["requirements_usd"])
    for _index, row in rows[rows["requirements_scope"] == "own"].iterrows():
        subject, source = f"requirements.{row['year']}", f"plan_funding/{row['plan_funding_id']}"
        yield _row(subject, pd.NaT, row, "requirements_usd", "usd", _named_source(row), source)


def _of_need(report: Report) -> Iterator[tuple[object, ...]]:
    rows = of_country(_all_versions(report, "people-in-need"))
    rows = rows[(rows["sector"] == "intersector") & (rows["population_group"] == "all")]
    for column in ("people_in_need", "people_targeted"):
        for _index, row in rows.dropna(subset=[column]).iterrows():
            source = f"people_in_need/{row['people_in_need_id']}"
            yield _row(f"{column}.{row['year']}", pd.NaT, row, column, "people", _named_source(row), source)


def _named_source(row: pd.Series) -> str:
    """The file that was read, else the site that printed it."""
    return as_text(row.get("source_file")) or urlsplit(as_text(row.get("source_url"))).netloc

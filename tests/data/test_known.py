"""Which version of a number is the latest: one judge for pages, exports and reports made of rows. All synthetic."""

from datetime import date

import pandas as pd

from r4v_analysis.data import monthly
from r4v_analysis.data.known import said_last, with_current
from r4v_analysis.data.queries import Queries

FUNDING = {
    "country_iso3": "PER", "requirements_scope": "own", "requirements_usd": 700.0, "confirmed_on": None, "version": 1,
    "known_from": "2031-05-01", "plan_funding_id": "PER_2031_RREG31_v1",
}  # fmt: skip
REACH = {
    "country_iso3": "PER", "month": "2031-01-01", "sector": "health", "place": None, "basis": "cumulative_ytd",
    "population_group": "all", "sex": None, "age_group": None, "confirmed_on": None, "version": 1,
    "known_from": "2031-02-20", "reach_id": "PER_2031-01_health_cumulative_ytd_all_v1",
}  # fmt: skip


def frame(base, id_, *changes):
    rows = pd.DataFrame([{**base, **cells} for cells in changes])
    for name in {"month", "known_from", "known_from_report", "period_start", "period_end"} & set(rows):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    return rows[[id_, *(name for name in rows if name != id_)]]


def both(table, rows, day="2039-12-31"):
    """Ids that an export marks as current, and those that a page of a late day has."""
    shown = Queries({table: rows}).latest(table, "PER", day)
    marked = with_current(rows)
    return list(marked.loc[marked["is_current"], rows.columns[0]]), list(shown.iloc[:, 0])


def test_a_repeated_amount_takes_no_requirement_of_a_country_s_own_from_an_export():
    repeated = {"requirements_scope": "repeated", "known_from": "2031-09-01", "version": 2}
    later = {**repeated, "plan_funding_id": "PER_2031_RREG31_v2"}
    marked, shown = both("plan-funding", frame(FUNDING, "plan_funding_id", {}, later))
    assert marked == shown == ["PER_2031_RREG31_v1", "PER_2031_RREG31_v2"]


def test_a_part_older_than_its_total_is_current_nowhere():
    part = {"population_group": "in_transit", "reach_id": "PER_2031-01_health_cumulative_ytd_in_transit_v1"}
    later = {"known_from": "2031-04-30", "version": 2, "reach_id": "PER_2031-01_health_cumulative_ytd_all_v2"}
    marked, shown = both("sector-reach", frame(REACH, "reach_id", {}, part, later))
    assert marked == shown == ["PER_2031-01_health_cumulative_ytd_all_v2"]


def test_a_number_without_a_day_is_current_nowhere_and_hides_no_other():
    undated = {"known_from": None, "version": 2, "plan_funding_id": "PER_2031_RREG31_v2"}
    other = {"known_from": None, "plan_funding_id": "PER_2030_RREG30_v1"}
    marked, shown = both("plan-funding", frame(FUNDING, "plan_funding_id", {}, undated, other))
    assert marked == shown == ["PER_2031_RREG31_v1"]


def test_an_older_file_that_came_later_does_not_hide_what_a_newer_one_said():
    older = {"known_from": "2031-01-15", "version": 2, "plan_funding_id": "PER_2031_RREG31_v2"}
    marked, shown = both("plan-funding", frame(FUNDING, "plan_funding_id", {}, older))
    assert marked == shown == ["PER_2031_RREG31_v1"]


def test_of_a_report_without_a_document_the_number_is_the_one_said_last_by_its_day():
    versions = (
        {"basis": "period_total", "people_reached": 20.0},
        {"basis": "period_total", "people_reached": 10.0, "version": 2, "known_from": "2031-02-10"},
        {"basis": "period_total", "people_reached": 30.0, "version": 3, "known_from": "2031-06-01"},
    )
    reports = frame(
        {"report_id": "PER_2031-01_2031-01_r4v", "country_iso3": "PER", "known_from": date(2031, 2, 28)},
        "report_id",
        {"period_start": "2031-01-01", "period_end": "2031-01-31"},
    )
    columns = ["observation_id", "report_id", "value"]
    found = monthly.observations(reports, frame(REACH, "reach_id", *versions), columns)
    assert found.to_dict("records") == [
        {"observation_id": "reached_health", "report_id": "PER_2031-01_2031-01_r4v", "value": 20.0}
    ]


def test_what_was_not_said_by_a_day_is_left_out():
    rows = frame({**FUNDING, "until": "2031-04-30"}, "plan_funding_id", {}, {"known_from": "2031-04-01"})
    assert list(said_last(rows, "until", ["country_iso3"])["known_from"]) == [pd.Timestamp("2031-04-01")]


def test_a_folder_without_the_days_of_confirmation_is_read_by_its_first_days():
    rows = frame(REACH, "reach_id", {}, {"known_from": "2031-03-20", "version": 2}).drop(columns="confirmed_on")
    last = said_last(rows.assign(until="2031-12-31"), "until", ["country_iso3", "month"])
    assert list(last["version"]) == [2]

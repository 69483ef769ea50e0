"""What changed since the report before; all reports here are synthetic."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import synthetic

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.comparison import changes
from r4v_analysis.analysis.terms import REASONS
from r4v_analysis.data.load import load, load_unchecked
from r4v_analysis.data.report import Data

BEFORE, AFTER = "ECU_2031-01_2031-03", "ECU_2031-04_2031-06"


def box(report_id: str, indicator: str, value: float, printed: str, **cells: object) -> dict[str, object]:
    usual = {"unit": "usd", "basis": None, "role": None, "section": "header", "period_start": None, "period_end": None}
    named = {"observation_id": indicator, "report_id": report_id, "indicator": indicator, "value": value}
    return synthetic.observation(**{**usual, **named, "printed": printed, **cells})


@pytest.fixture
def two(tmp_path: Path, data_dir: Path):
    """Two synthetic reports in a folder, their observations as given."""

    def make(*observations: dict[str, object], **later: object) -> Data:
        folder = synthetic.write_folder(tmp_path / "data", data_dir, *observations)
        cells = {
            "report_id": AFTER, "country_iso3": "ECU", "platform": "GTRM", "title": "Synthetic, later",
            "period_start": "2031-04-01", "period_end": "2031-06-30", "known_from": "2031-07-31",
            "known_from_basis": "assumed", "language": "en", **later,
        }  # fmt: skip
        synthetic.append_row(folder, "reports.csv", **{name: str(value) for name, value in cells.items()})
        return load_unchecked(folder)

    yield make
    shutil.rmtree(tmp_path / "data")


def test_the_first_report_of_a_country_has_nothing_to_compare_with(two):
    data = two(box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"))
    assert changes.sentences(data.report(BEFORE), "en") == []


def test_a_number_of_the_same_plan_year_is_said_as_it_was_and_is(two):
    data = two(
        box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"), box(AFTER, "requirements", 45e6, "REQUIREMENT: $45M")
    )
    [said] = changes.sentences(data.report(AFTER), "en")
    assert re.sub("<[^>]*>", "", said) == (
        "Requirements: US$45 million, after US$40 million in the report of January\u2009–\u2009March 2031."
    )


def test_both_numbers_lead_to_their_rows_which_the_page_shows(two):
    data = two(
        box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"), box(AFTER, "requirements", 45e6, "REQUIREMENT: $45M")
    )
    report = data.report(AFTER)
    [said] = changes.sentences(report, "en")
    anchors = [f"src-{name}-requirements" for name in (AFTER, BEFORE)]
    assert re.findall(r'<a class="r4v-num" href="#([^"]*)">', said) == anchors
    assert changes.sources(report) == [f"{name}/requirements" for name in (BEFORE, AFTER)]
    shown = sources.sources("funding_gap", report, {}, "en")
    assert shown.anchors == anchors
    assert [re.sub("<[^>]*>", "", str(group)) for group in shown.groups] == ["", data.report(BEFORE).row["title"]]


def test_a_report_that_prints_no_number_of_an_earlier_one_says_nothing_of_it(two):
    data = two(box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"))
    assert changes.sentences(data.report(AFTER), "en") == []


def test_a_report_that_was_not_yet_known_is_no_report_before(two):
    data = two(box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"))
    assert changes.changes(data.report(AFTER, "2031-04-29")) == []
    assert data.report(AFTER, "2031-04-29").earlier == []


def people(report_id: str, value: float, **cells: object) -> dict[str, object]:
    return box(report_id, "people_reached", value, f"{value:,.0f}", unit="people", role="assisted", **cells)


def test_a_number_is_set_beside_the_latest_report_that_has_it_not_the_one_before_only(data_dir):
    report = load(data_dir).report("PER_2023-05_2023-07")
    assert report.earlier[-1].report_id == "PER_2021-01_2021-12"
    found = {change.indicator: change for change in changes.changes(report)}
    assert found["requirements"].sources == ("PER_2020-08_2020-08/requirement", f"{report.report_id}/requirement")
    assert found["requirements"].reason == REASONS["year"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("unknown", "period_total", REASONS["basis?"]),
        ("period_total", "cumulative_ytd", REASONS["basis"]),
        ("period_total", "period_total", ""),
    ],
)
def test_people_reached_need_one_basis(two, old, new, reason):
    data = two(people(BEFORE, 500, basis=old), people(AFTER, 700, basis=new))
    [change] = changes.changes(data.report(AFTER))
    assert change.reason == reason


def test_people_reached_in_a_longer_window_are_not_compared(two):
    found = two(
        people(BEFORE, 500, basis="period_total"), people(AFTER, 700, basis="period_total"), period_start="2031-05-01"
    )
    [change] = changes.changes(found.report(AFTER))
    assert change.reason == REASONS["window"]
    assert changes.sentences(found.report(AFTER), "en") == []
    assert changes.sources(found.report(AFTER)) == []


def test_requirements_of_two_plan_years_are_not_compared(two):
    found = two(
        box(BEFORE, "requirements", 40e6, "REQUIREMENT: $40M"), box(AFTER, "requirements", 45e6, "REQUIREMENT: $45M"),
        period_start="2032-01-01", period_end="2032-03-31", known_from="2032-04-30",
    )  # fmt: skip
    assert changes.changes(found.report(AFTER))[0].reason == REASONS["year"]


def test_stocks_on_both_sides_of_november_2021_are_not_compared(two):
    stock = {"unit": "people", "role": "present", "basis": "stock"}
    found = two(
        box(BEFORE, "refugees_and_migrants", 400_000, "400,000", **stock),
        box(AFTER, "refugees_and_migrants", 500_000, "500,000", **stock),
        period_start="2021-12-01", period_end="2021-12-31", known_from="2022-01-31",
    )  # fmt: skip
    path = found.folder / "reports.csv"
    path.write_text(
        path.read_text().replace("2031-01-01,2031-03-31", "2021-10-01,2021-10-31").replace("2031-04-30", "2021-11-30")
    )
    [change] = changes.changes(load_unchecked(found.folder).report(AFTER))
    assert change.reason == REASONS["method"]

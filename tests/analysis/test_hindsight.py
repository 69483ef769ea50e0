"""What became known later stands beside a report's numbers, and nowhere else."""

from __future__ import annotations

import pytest

from r4v_analysis.analysis.comparison import hindsight
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.analysis.regularization import calendar
from r4v_analysis.data.load import load

REPORT_ID = "PER_2023-05_2023-07"


def at(data_dir, day, report_id=REPORT_ID):
    return load(data_dir).report(report_id, day)


def test_the_quote_of_2_august_stands_beside_the_report_s_count(data_dir):
    [item] = hindsight.learned(at(data_dir, "2023-08-02"), "regularization_uptake")
    assert item.origin.number("en") == "around 70,000"
    assert item.beside is not None
    assert item.beside.number("en") == "at least 42,600"


@pytest.mark.parametrize("day", ["", "2023-07-31", "2023-06-30"])
@pytest.mark.parametrize("analysis", ["funding_gap", "sector_reach", "regularization_uptake"])
def test_there_is_no_such_section_on_the_report_s_own_date_or_before(data_dir, analysis, day):
    assert hindsight.section(at(data_dir, day), analysis, "en") is None


def test_the_day_before_the_quote_knows_nothing_of_it_and_says_so(data_dir):
    section = hindsight.section(at(data_dir, "2023-08-01"), "regularization_uptake", "en")
    assert section is not None
    assert section.text.splitlines()[1] == (
        "Nothing on this page's subjects became known to data/ after 31 July 2023 and up to 1 August 2023."
    )


def test_a_later_look_moves_no_number(data_dir):
    assert metrics_json(at(data_dir, "2026-05-01")) == metrics_json(at(data_dir, ""))


def test_an_earlier_look_knows_less_of_other_sources(data_dir):
    early = at(data_dir, "2023-04-30")
    assert calendar.window(early, "amnesty_2023").opening is None
    assert calendar.window(at(data_dir, ""), "amnesty_2023").opening is not None


def test_the_plan_year_s_requirements_of_the_region_are_hindsight_on_the_funding_page(data_dir):
    found = hindsight.learned(at(data_dir, "2024-01-31"), "funding_gap")
    assert [item.origin.source for item in found] == ["plan_funding/XRG_2023_RREG23_v1"]


def test_extensions_are_hindsight_in_the_order_of_knowing(data_dir):
    found = hindsight.learned(at(data_dir, "2023-05-01", "PER_2021-07_2021-07"), "regularization_uptake")
    days = [item.known_from.isoformat() for item in found]
    assert days == sorted(days)
    assert "programme_events/cpp_2020_extension_2023" in [item.origin.source for item in found]

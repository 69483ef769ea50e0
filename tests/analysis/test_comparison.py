"""Numbers of two reports side by side. The reports are synthetic unless a test says otherwise."""

from __future__ import annotations

from itertools import combinations

import pytest
import synthetic_index as synthetic
from synthetic_index import printed

from r4v_analysis.analysis.comparison import changes
from r4v_analysis.analysis.comparison import facts as comparison
from r4v_analysis.analysis.comparison.facts import NOT_LISTED, NOT_REPORTED, ONLY_ONE, all_facts, change_text, compare
from r4v_analysis.analysis.reach import changes as reach_changes
from r4v_analysis.analysis.terms import REASONS, obstacle
from r4v_analysis.data.load import load
from r4v_analysis.values.quantity import Quantity, exact, interval

ONE, OTHER = "CHL_2031-01_2031-01", "CHL_2031-02_2031-02"
UNLIKE = {
    "comparable": "",
    "if_monthly": "",
    "not_reported": NOT_REPORTED,
    "window_differs": REASONS["window"],
    "basis_differs": REASONS["basis"],
    "basis_unknown": REASONS["basis?"],
    "other_count": REASONS["count"],
}


def sector(report_id, code, value, basis="period_total", **cells):
    return printed(
        report_id, "people_reached", value, observation_id=f"r_{code}", section="sector_table", sector=code,
        stream="rmrp", role="assisted", basis=basis, **cells,
    )  # fmt: skip


def compared(*observations, before=ONE, after=OTHER):
    facts = all_facts(synthetic.data(observations=observations))
    return {item.measure: item for item in compare(facts[before], facts[after])}


def test_a_plan_number_changes_within_its_year_and_not_over_it():
    facts = all_facts(synthetic.data())
    within = {item.measure: item for item in compare(facts[ONE], facts[OTHER])}
    assert change_text(within["header.requirements"].change, "usd", "en") == "US$2 million more"
    assert change_text(within["header.coverage"].change, "share", "en") == "5.0 points more"
    over = {item.measure: item for item in compare(facts[OTHER], facts["CHL_2032-01_2032-01"])}
    assert over["header.requirements"].reason == REASONS["year"]
    assert over["header.coverage"].reason == ONLY_ONE


@pytest.mark.parametrize(
    ("bases", "reason"),
    [
        (("period_total", "period_total"), ""),
        (("period_total", "cumulative_ytd"), REASONS["basis"]),
        (("unknown", "unknown"), REASONS["basis?"]),
        (("unknown", "period_new"), REASONS["basis?"]),
    ],
)
def test_people_reached_compare_on_one_stated_basis_only(bases, reason):
    rows = [printed(id_, "people_reached", 100.0, basis=basis) for id_, basis in zip((ONE, OTHER), bases, strict=True)]
    assert compared(*rows)["header.people_reached"].reason == reason


def test_an_amount_received_without_a_stated_window_is_not_compared():
    rows = [printed(id_, "funding", 1e6, basis=None) for id_ in (ONE, OTHER)]
    assert compared(*rows)["header.funding"].reason == REASONS["basis?"]
    rows = [printed(id_, "funding", 1e6, basis="cumulative_ytd") for id_ in (ONE, OTHER)]
    assert compared(*rows)["header.funding"].reason == ""


def test_totals_since_january_of_two_years_are_not_compared():
    later = "CHL_2032-01_2032-01"
    rows = [printed(id_, "people_reached", 100.0, basis="cumulative_ytd") for id_ in (ONE, later)]
    assert compared(*rows, after=later)["header.people_reached"].reason == REASONS["since"]


def test_a_sector_that_is_listed_with_its_parts_is_not_the_sector_alone():
    alone = [sector(ONE, "protection", 100.0), sector(ONE, "health", 5.0)]
    parted = [sector(OTHER, "protection", 80.0), sector(OTHER, "protection_child", 20.0), sector(OTHER, "health", 7.0)]
    found = compared(*alone, *parted)
    assert found["sector.protection.rmrp"].reason == REASONS["list"]
    assert found["sector.protection_child.rmrp"].reason == NOT_LISTED
    assert found["sector.health.rmrp"].reason == ""


def test_a_number_that_moves_between_the_box_and_the_text_is_compared_as_what_it_is():
    found = compared(
        printed(ONE, "asylum_claims", 100.0, basis="stock"),
        printed(OTHER, "asylum_claims", 130.0, basis="stock", section="situation"),
        printed(ONE, "people_targeted", 100.0, basis="unknown"),
        printed(OTHER, "people_targeted", 100.0, basis="unknown", section="text"),
    )
    assert change_text(found["asylum_claims"].change, "people", "en") == "30 more"
    assert found["people_targeted"].reason == REASONS["count"]


def test_a_dash_is_not_zero():
    found = compared(sector(ONE, "health", None), sector(OTHER, "health", 7.0))
    assert found["sector.health.rmrp"].reason == NOT_REPORTED


@pytest.mark.parametrize(
    ("change", "unit", "text"),
    [
        (exact(0), "people", "no change as printed"),
        (exact(1424), "people", "1,424 more"),
        (Quantity(463.0, low=463.0), "people", "at least 463 more"),
        (Quantity(-1000.0, high=-1000.0), "people", "at least 1,000 less"),
        (Quantity(-8000.0, is_about=True), "people", "around 8,000 less"),
        (interval(-50, 100), "people", "-50 to 100"),
        (Quantity(16000.0), "people", "16,000 between the printed numbers"),
        (Quantity(-0.008, -0.0085, -0.0075), "share", "0.80 points less"),
    ],
)
def test_a_change_is_said_with_what_is_known_of_it(change, unit, text):
    assert change_text(change, unit, "en") == text


def test_what_a_report_is_compared_with_shares_a_headline_number():
    facts = all_facts(synthetic.data())
    series = [facts[id_] for id_ in (ONE, OTHER, "CHL_2031-03_2031-03", "CHL_2032-01_2032-01")]
    assert comparison.earlier(series).report_id == "CHL_2031-03_2031-03"
    box = [printed(ONE, "people_reached", 1.0), printed("CHL_2032-01_2032-01", "people_reached", 1.0)]
    facts = all_facts(synthetic.data(observations=box))
    assert comparison.earlier([facts[item.report_id] for item in series]).report_id == ONE


def test_each_pair_of_real_reports_compares_as_pages_say(data_dir):
    """What a report's own page says of an earlier report is what the index says of the two."""
    data = load(data_dir)
    facts = all_facts(data)
    seen = 0
    for id_ in data.report_ids:
        report = data.report(id_)
        for change in changes.changes(report):
            other = change.sources[0].partition("/")[0]
            before, after = (facts[name].headline(change.indicator) for name in (other, id_))
            assert REASONS.get(obstacle(before.terms, after.terms), "") == change.reason
            seen += 1
        for row in reach_changes.pairs(report).to_dict("records"):
            pair = {item.measure: item for item in compare(facts[row["earlier_report_id"]], facts[id_])}
            found = pair.get(row["observation_id"])
            if found:
                assert found.reason == UNLIKE[row["reason"]], row
                assert found.is_if_monthly == (row["reason"] == "if_monthly")
                seen += 1
    assert seen > 15


def test_no_two_real_reports_compare_what_either_side_calls_missing(data_dir):
    facts = list(all_facts(load(data_dir)).values())
    for one, other in combinations(facts, 2):
        for item in compare(one, other):
            if not item.reason:
                assert not item.change.is_missing

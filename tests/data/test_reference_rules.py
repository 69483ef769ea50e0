"""Rules of the reference classes: programmes of other countries and coverage of plan years. Every row is synthetic."""

from datetime import date

import pytest
from synthetic import tables

from r4v_analysis.data.check.rules import judge

WITHIN = {
    "plan_coverage_id": "ECU_2031_rmrp_2031-07-31",
    "country_iso3": "ECU",
    "year": 2031,
    "plan_type": "rmrp",
    "plan_name": "A plan",
    "as_of": date(2031, 7, 31),
    "coverage": 0.25,
    "requirements_usd": 1000.0,
    "requirements_published_usd": 1060.0,
    "funding_usd": 250.0,
    "is_final": False,
    "known_from": date(2031, 7, 31),
    "note": None,
}
FINAL = WITHIN | {
    "plan_coverage_id": "ECU_2031_rmrp_2033-04-18",
    "as_of": date(2033, 4, 18),
    "known_from": date(2033, 4, 18),
    "is_final": True,
    "coverage": 0.4,
    "funding_usd": 400.0,
}
FUNDING = {
    "plan_funding_id": "ECU_2031_RREG31_v1",
    "country_iso3": "ECU",
    "year": 2031,
    "plan_code": "RREG31",
    "requirements_usd": 1000.0,
    "requirements_scope": "derived",
    "requirements_published_usd": 60.0,
    "funding_usd": 400.0,
    "coverage_printed": None,
    "as_of": None,
    "version": 1,
    "known_from": date(2033, 4, 18),
    "known_from_basis": "printed",
    "confirmed_on": None,
    "source_url": "https://example.org/a",
    "source_file": None,
    "printed": None,
    "note": None,
}
COUNT = {
    "count_id": "pass_2031_application_2031_06_01_press",
    "programme": "pass_2031",
    "stage": "application",
    "value": 500.0,
    "qualifier": "exact",
    "date_low": date(2031, 6, 1),
    "date_high": date(2031, 6, 1),
    "known_from": date(2031, 6, 1),
    "source_report_id": None,
    "source_url": "https://example.org/a",
    "printed": "500 people",
    "note": None,
}
CLOSING = COUNT | {
    "count_id": "pass_2031_application_2031_12_31_press",
    "value": 900.0,
    "date_low": date(2031, 12, 31),
    "date_high": date(2031, 12, 31),
    "known_from": date(2031, 12, 31),
    "printed": "900 people",
}
EVENTS = [
    {
        "event_id": f"pass_2031_{event}",
        "programme": "pass_2031",
        "event": event,
        "date_low": day,
        "date_high": day,
        "known_from": date(2031, 1, 1),
        "source_report_id": None,
        "source_url": "https://example.org/a",
        "printed": None,
        "note": None,
    }
    for event, day in (("opening", date(2031, 1, 1)), ("deadline", date(2031, 12, 31)))
]


def found(**rows):
    names = {"coverage": "plan-coverage", "funding": "plan-funding", "counts": "programme-counts"}
    given = {names[name]: items for name, items in rows.items()} | {"programme-events": EVENTS}
    return [(problem.rule, problem.message) for problem in judge(tables(**given)) if problem.severity == "error"]


def test_sound_reference_rows_break_no_rule():
    assert found(coverage=[WITHIN, FINAL], funding=[FUNDING], counts=[COUNT, CLOSING]) == []


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        (WITHIN | {"plan_coverage_id": "ECU_2031_hrp_2031-07-31"}, "number_id_agrees", "ECU_2031_rmrp_2031-07-31"),
        (WITHIN | {"coverage": 0.26}, "coverage_is_quotient", "expected 0.2500"),
        (WITHIN | {"is_final": True}, "snapshot_day_agrees", "a day after 2031"),
        (FINAL | {"is_final": False}, "snapshot_day_agrees", "a day of 2031"),
        (WITHIN | {"known_from": date(2031, 7, 30)}, "snapshot_day_agrees", "expected 2031-07-31 (as_of) or later"),
    ],
)
def test_a_row_of_coverage_agrees_with_itself(row, rule, words):
    assert [(name, words in message) for name, message in found(coverage=[row])] == [(rule, True)]


def test_a_plan_year_ends_once():
    other = FINAL | {"plan_coverage_id": "ECU_2031_rmrp_2034-01-01", "as_of": date(2034, 1, 1)}
    other["known_from"] = date(2034, 1, 1)
    assert [rule for rule, _message in found(coverage=[FINAL, other])] == ["year_ends_once", "year_ends_once"]


def test_the_regional_part_is_one_amount_for_all_countries():
    rows = [
        WITHIN | {"plan_coverage_id": f"{country}_2031_rmrp_2031-07-31", "country_iso3": country}
        for country in ("CHL", "COL", "ECU")
    ]
    rows[1]["requirements_published_usd"] = 1070.0
    assert found(coverage=rows) == [
        (
            "regional_part_is_one",
            "expected 1010, which is the published amount less 60 as elsewhere, found 1000. Correct it.",
        )
    ]


def test_a_derived_requirement_keeps_what_was_published_and_is_that_of_the_coverage_table():
    assert [rule for rule, _ in found(coverage=[WITHIN], funding=[FUNDING | {"requirements_usd": 1001.0}])] == [
        "derived_requirement_agrees"
    ]
    bare = FUNDING | {"requirements_published_usd": None}
    assert [rule for rule, _ in found(coverage=[WITHIN], funding=[bare])] == ["derived_requirement_agrees"]
    own = FUNDING | {"requirements_scope": "own"}
    assert [rule for rule, _ in found(coverage=[WITHIN], funding=[own])] == ["derived_requirement_agrees"]


def test_a_count_before_the_opening_is_an_error():
    early = COUNT | {"count_id": "pass_2031_application_2030_12_01_press"}
    early |= {"date_low": date(2030, 12, 1), "date_high": date(2030, 12, 1)}
    assert [rule for rule, _ in found(counts=[early, CLOSING])] == ["count_lies_after_opening"]


def test_a_count_past_the_deadline_says_why():
    late = CLOSING | {"count_id": "pass_2031_application_2032_02_01_press"}
    late |= {"date_low": date(2032, 2, 1), "date_high": date(2032, 2, 1), "known_from": date(2032, 2, 1)}
    assert [rule for rule, _ in found(counts=[late])] == ["count_lies_after_opening"]
    assert found(counts=[late | {"note": "Said again."}]) == []


def test_no_count_is_above_its_closing_count_without_a_note():
    above = COUNT | {"value": 950.0, "printed": "950 people"}
    assert found(counts=[above, CLOSING]) == [
        (
            "count_within_closing",
            "expected at most 900, the count at closing, found 950. "
            "Correct one of them, or say in note why they differ.",
        )
    ]
    assert found(counts=[above | {"note": "Refused ones were taken out later."}, CLOSING]) == []

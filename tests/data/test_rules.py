"""Domain rules: what no schema can state about a report's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from synthetic import REPORT_ID, observation, report, sector_row, table, tables

from r4v_analysis.data.check.rules import judge
from r4v_analysis.errors import Problem

SECTORS: list[dict[str, Any]] = [
    {"sector": "education", "parent": None, "cross_cutting": False},
    {"sector": "protection", "parent": None, "cross_cutting": False},
    {"sector": "protection_child", "parent": "protection", "cross_cutting": False},
    {"sector": "cbi", "parent": None, "cross_cutting": True, "name_en": "Cash-Based Interventions"},
]
DEADLINE = {
    "event_id": "end",
    "programme": "permit",
    "event": "deadline",
    "date_low": date(2031, 3, 1),
    "date_high": date(2031, 3, 1),
    "known_from": date(2031, 1, 5),
    "source_url": "https://example.org/a",
}


def told(found: Sequence[Problem]) -> list[tuple[str, str, str]]:
    """Rule, place without the file, message."""
    return [(problem.rule, problem.where.split(", ", 1)[1], problem.message) for problem in found]


def of(*observations: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is said of these observations of the synthetic report."""
    return told(judge(tables(*observations)))


def headline(value: float, **cells: Any) -> dict[str, Any]:
    """The header box's people reached."""
    row = sector_row("none", value, stream=None, section="header", **cells)
    return {**row, "sector": None}


def test_a_sound_row_breaks_no_rule() -> None:
    assert of(observation()) == []


def test_a_part_is_not_larger_than_its_whole() -> None:
    whole = observation(observation_id="jobs", value=705.0, printed="705 individuals")
    part = observation(observation_id="women", value=719.0, printed="719 women", part_of="jobs")
    assert of(whole, part) == [
        (
            "part_within_whole",
            "row 3, value",
            "expected at most 705, that of 'jobs' of which this is a part, found 719. "
            "Correct one of the two, or empty part_of.",
        )
    ]
    assert of(whole, {**part, "value": 519.0, "printed": "519 women"}) == []


def test_a_whole_printed_as_over_a_number_has_no_upper_limit() -> None:
    whole = observation(observation_id="jobs", value=705.0, printed="over 705", qualifier="at_least")
    part = observation(observation_id="women", value=719.0, printed="719 women", part_of="jobs")
    assert of(whole, part) == []


@pytest.mark.parametrize(
    ("cells", "column", "expected", "found"),
    [
        ({"unit": "meals", "basis": "period_total"}, "unit", "people", "meals"),
        ({"basis": "unknown"}, "basis", "period_total", "unknown"),
    ],
)
def test_a_part_has_the_unit_and_the_basis_of_its_whole(
    cells: dict[str, Any], column: str, expected: str, found: str
) -> None:
    part = observation(observation_id="part", part_of="trained", value=3.0, printed="3", **cells)
    assert of(observation(), part) == [
        (
            "part_within_whole",
            f"row 3, {column}",
            f"expected {expected}, as in 'trained' of which this is a part, found {found}. "
            "Correct it, or empty part_of.",
        )
    ]


def test_nothing_is_a_part_of_itself_not_by_way_of_others_either() -> None:
    step = "which is a part of this one. Correct it."
    assert of(observation(part_of="trained")) == [
        ("part_of_other", "row 2, part_of", f"expected another observation, found 'trained', {step}")
    ]
    assert of(observation(part_of="b"), observation(observation_id="b", part_of="trained")) == [
        ("part_of_other", "row 2, part_of", f"expected another observation, found 'b', {step}"),
        ("part_of_other", "row 3, part_of", f"expected another observation, found 'trained', {step}"),
    ]


def test_a_period_ends_after_it_starts() -> None:
    assert of(observation(period_start=date(2031, 2, 2), period_end=date(2031, 2, 1))) == [
        (
            "period_in_order",
            "row 2, period_end",
            "expected 2031-02-02 (period_start) or later, found 2031-02-01. Correct one of the two.",
        )
    ]


@pytest.mark.parametrize("column", ["period_start", "as_of"])
def test_a_day_outside_the_report_is_explained_with_its_year(column: str) -> None:
    row = observation(**{column: date(2030, 12, 31)})
    assert of({**row, "note": "A careful count."}) == [
        (
            "within_report_period",
            f"row 2, {column}",
            "expected a day of the report's period, 2031-01-01 to 2031-03-31, found 2030-12-31. "
            "Correct it, or say in note, with the year 2030, why it lies outside.",
        )
    ]
    assert of({**row, "note": "Counted since the end of 2030."}) == []


@pytest.mark.parametrize(
    ("cells", "place", "expected"),
    [
        ({"country_iso3": "PER"}, "country_iso3", "expected ECU as in 'ECU_2031-01_2031-03', found PER."),
        (
            {"period_start": date(2031, 2, 1)},
            "period_start",
            "expected 2031-01 as in 'ECU_2031-01_2031-03', found 2031-02.",
        ),
        (
            {"period_end": date(2031, 4, 30)},
            "period_end",
            "expected 2031-03 as in 'ECU_2031-01_2031-03', found 2031-04.",
        ),
    ],
)
def test_a_reports_id_is_its_country_and_its_months(cells: dict[str, Any], place: str, expected: str) -> None:
    found = told(judge([table("reports", report(**cells))]))
    assert found == [("id_agrees", f"row 2, {place}", f"{expected} Correct one of the two.")]


def test_a_report_is_not_known_before_its_period_is_over() -> None:
    found = told(judge([table("reports", report(known_from=date(2031, 3, 30)))]))
    assert found == [
        (
            "known_after_period",
            "row 2, known_from",
            "expected 2031-03-31 (period_end) or later, found 2031-03-30. Correct one of the two.",
        )
    ]


def test_a_report_is_known_from_the_day_on_which_it_was_published() -> None:
    published = date(2031, 4, 15)
    (found,) = told(judge([table("reports", report(published=published))]))
    assert found == (
        "known_when_published",
        "row 2, known_from",
        "expected 2031-04-15, since published is 2031-04-15, found 2031-04-30. "
        "Write that day, with the basis 'printed', or correct published.",
    )
    assert told(judge([table("reports", report(published=published, known_from=published))])) == []
    early = report(published=date(2031, 3, 1), known_from=date(2031, 3, 31))
    assert told(judge([table("reports", early)])) == []


def test_the_printed_words_carry_the_value() -> None:
    assert of(observation(value=41.0)) == [
        (
            "printed_carries_value",
            "row 2, printed",
            "expected words that carry the value 41, found '40 persons'. "
            "Correct one of the two, or spell the number in note.",
        )
    ]
    assert of(observation(value=25.0, printed="two dozen and one", note="25, in words.")) == []


def test_a_missing_value_is_printed_as_a_dash_or_explained() -> None:
    assert of(observation(value=None, qualifier=None)) == [
        (
            "printed_carries_value",
            "row 2, value",
            "expected a number, or a printed '-', found none beside '40 persons'. Fill it, or explain it in note.",
        )
    ]
    assert of(observation(value=None, qualifier=None, printed="-", section="health")) == []


def test_a_sentence_is_not_a_few_printed_words() -> None:
    words = "40 " + " ".join(["persons"] * 12)
    assert of(observation(printed=words)) == [
        (
            "printed_is_short",
            "row 2, printed",
            "expected at most 12 words, found 13. Keep those next to the number.",
        )
    ]


def test_people_have_a_basis_and_a_role() -> None:
    assert of(observation(basis=None, role=None)) == [
        (
            "people_have_basis_and_role",
            "row 2, basis",
            "expected a basis for a count of people, found an empty cell. "
            "Write 'unknown' where the source does not say.",
        ),
        (
            "people_have_basis_and_role",
            "row 2, role",
            "expected a role for a count of people, found an empty cell. Fill it.",
        ),
    ]
    assert of(observation(unit="meals", basis=None, role=None)) == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"value": 7.1, "unit": "share", "printed": "7.1"},
            "expected a share from 0 to 1, found 7.1. Write 0.071 for 7.1 %.",
        ),
        (
            {"value": 200_000.0, "unit": "share", "printed": "200,000"},
            "expected a share from 0 to 1, found 200,000. Correct its unit or the value.",
        ),
        (
            {"value": -40.0, "note": "-40"},
            "expected 0 or more, found -40. Correct it; leave it empty where it is missing.",
        ),
        (
            {"value": 1.424, "printed": "1,424"},
            "expected a whole number of people, found 1.424. Write 1424 if the point is a thousands mark.",
        ),
    ],
)
def test_a_value_outside_its_units_range_is_an_error(cells: dict[str, Any], message: str) -> None:
    assert ("value_in_range", "row 2, value", message) in of(observation(**cells))


def test_the_coverage_of_an_over_funded_plan_passes_one() -> None:
    row = observation(indicator="coverage", unit="share", value=1.12, printed="112 %")
    assert of(row) == []


def test_each_value_has_a_qualifier() -> None:
    assert of(observation(qualifier=None)) == [
        (
            "qualifier_given",
            "row 2, qualifier",
            "expected a qualifier beside the value, found an empty cell. Write 'exact' where no word limits it.",
        )
    ]


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [
        ("over 40 persons", "at_least"),
        ("Above 40", "at_least"),
        ("reached more than 40", "at_least"),
        ("más de 40 personas", "at_least"),
        ("over US$40", "at_least"),
        ("almost 40 women", "at_most"),
        ("nearly 40", "at_most"),
        ("up to 40", "at_most"),
        ("less than 40", "at_most"),
        ("casi 40", "at_most"),
        ("hasta 40", "at_most"),
        ("40 or less", "at_most"),
        ("40 years or less", "at_most"),
        ("Some 40 persons", "about"),
        ("around 40", "about"),
        ("approximately 40", "about"),
        ("cerca de 40", "about"),
        ("unos 40", "about"),
        ("alrededor de 40", "about"),
        ("40 got some form of support", "exact"),
        ("workshop about health for 40", "exact"),
        ("over 12 weeks, 40 persons", "exact"),
    ],
)
def test_the_words_next_to_a_number_set_its_qualifier(printed: str, qualifier: str) -> None:
    assert of(observation(printed=printed, qualifier=qualifier)) == []
    other = "at_most" if qualifier == "at_least" else "at_least"
    assert of(observation(printed=printed, qualifier=other)) == [
        (
            "qualifier_agrees",
            "row 2, qualifier",
            f"expected {qualifier!r} for the words {printed!r}, found {other!r}. "
            "Correct it, or name in note the word that it follows.",
        )
    ]


def test_a_qualifier_that_stands_elsewhere_is_named_in_the_note() -> None:
    row = observation(printed="over 30 and 40 persons", qualifier="at_least")
    assert [rule for rule, _, _ in of({**row, "note": "Two meetings."})] == ["qualifier_agrees"]
    assert of({**row, "note": "'over' stands before both."}) == []


def test_a_regularization_count_names_programme_stage_and_day() -> None:
    row = observation(indicator="regularization", role="applied", stage="application")
    tail = "for a regularization count, found an empty cell. Fill it."
    assert of(row) == [
        ("regularization_is_keyed", "row 2, programme", f"expected programme {tail}"),
        ("regularization_is_keyed", "row 2, as_of", f"expected as_of {tail}"),
    ]


def test_requirements_and_funding_in_another_currency_wait_for_a_person() -> None:
    told = "expected usd for requirements, found 'chf'. Convert it, and say so in the note."
    row = observation(indicator="requirements", unit="chf", role="", basis="")
    assert ("plan_money_is_in_dollars", "row 2, unit", told) in of(row)
    assert "plan_money_is_in_dollars" not in {rule for rule, *_ in of({**row, "unit": "usd"})}


@pytest.mark.parametrize("indicator", ["refugees_and_migrants", "people_reached", "people_trained"])
def test_people_are_not_counted_in_dollars_or_shares(indicator: str) -> None:
    row = observation(indicator=indicator, unit="usd")
    told = f"expected people, or what else is counted, for {indicator}, found 'usd'. Correct it."
    assert ("people_are_counted", "row 2, unit", told) in of(row)
    assert "people_are_counted" in {rule for rule, *_ in of({**row, "unit": "share", "value": 0.5})}
    assert "people_are_counted" not in {rule for rule, *_ in of({**row, "unit": "people"})}


def test_personal_contacts_are_found_in_any_text_cell_and_not_repeated() -> None:
    mail = "expected no personal contact details, found an e-mail address. Remove it."
    phone = "expected no personal contact details, found a telephone number. Remove it."
    assert of(observation(note="ask someone@example.org")) == [("no_personal_contacts", "row 2, note", mail)]
    for number in ("+51 1 234 5678", "987 654 321", "987654321"):
        assert of(observation(authority=f"call {number}")) == [("no_personal_contacts", "row 2, authority", phone)]
    assert of(observation(note="between 281,650 and 281,750 on 2031-02-03, DS 003-2023-IN")) == []


@pytest.mark.parametrize(
    ("opening", "deadline", "is_wrong"),
    [
        (date(2031, 3, 1), date(2031, 3, 1), True),
        (date(2031, 2, 28), date(2031, 3, 1), False),
    ],
)
def test_a_deadline_is_after_the_opening(opening: date, deadline: date, is_wrong: bool) -> None:
    first = {**DEADLINE, "event_id": "start", "event": "opening", "date_low": opening, "date_high": deadline}
    expected = [
        (
            "deadline_after_opening",
            "row 3, date_high",
            "expected a day after the opening of 'permit' (2031-03-01), found 2031-03-01. Correct one of the two.",
        )
    ]
    found = told(judge([table("programme-events", first, {**DEADLINE, "date_high": deadline})]))
    assert found == (expected if is_wrong else [])


def test_an_events_interval_its_source_and_its_vintage_are_checked() -> None:
    row = {**DEADLINE, "date_high": date(2031, 2, 1), "source_url": None}
    named = {**DEADLINE, "source_report_id": REPORT_ID}
    found = told(judge([table("reports", report()), table("programme-events", row, named)]))
    assert found == [
        (
            "interval_in_order",
            "row 2, date_high",
            "expected 2031-03-01 (date_low) or later, found 2031-02-01. Correct one of the two.",
        ),
        (
            "source_is_named",
            "row 2, source_url",
            "expected an address, or a report in source_report_id, found neither. Cite the source.",
        ),
        (
            "event_known_with_report",
            "row 3, known_from",
            "expected 2031-04-30, when 'ECU_2031-01_2031-03' became known, found 2031-01-05. "
            "Correct it, or name another source.",
        ),
    ]


def funding_rows(coverage: float, printed: str) -> list[dict[str, Any]]:
    """A header box with 22.7 of 318 million."""
    box = {"section": "header", "unit": "usd", "basis": None, "role": None}
    return [
        observation(observation_id="f", indicator="funding", value=22.7e6, printed="$22.7M", **box),
        observation(observation_id="r", indicator="requirements", value=318e6, printed="$318M", **box),
        observation(
            observation_id="c",
            indicator="coverage",
            value=coverage,
            printed=printed,
            **{**box, "unit": "share"},
        ),
    ]


def test_a_printed_percent_is_a_finding_only_outside_its_rounding() -> None:
    assert of(*funding_rows(0.071, "7.1 %")) == []
    assert of(*funding_rows(0.07, "7 %")) == []
    found = judge(tables(*funding_rows(0.073, "7.3 %")))
    assert told(found) == [
        (
            "coverage_differs",
            "row 4, value",
            "the report prints a coverage of 7.3%, and its funding is 7.1% of its requirements: "
            "more than rounding explains. The analyses show both.",
        )
    ]
    assert found[0].severity == "finding"


@pytest.mark.parametrize("value", [30.0, 50.0, 60.0])
def test_a_headline_inside_the_interval_of_the_sectors_is_no_finding(value: float) -> None:
    rows = [sector_row("education", 20.0), sector_row("protection", 30.0), sector_row("cbi", 10.0)]
    assert told(judge(tables(headline(value), *rows, sectors=SECTORS))) == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (
            61.0,
            "it covers a longer window than the sector rows, or people, such as those in transit, whom they leave out",
        ),
        (29.0, "it covers a shorter window than the sector rows, or fewer activities"),
    ],
)
def test_a_headline_outside_the_interval_of_the_sectors_is_a_finding(value: float, reason: str) -> None:
    rows = [
        sector_row("education", 20.0),
        sector_row("protection", 30.0),
        sector_row("protection_child", 25.0),
        sector_row("cbi", 10.0),
    ]
    assert told(judge(tables(headline(value), *rows, sectors=SECTORS))) == [
        (
            "headline_outside_sectors",
            "row 2, value",
            f"the headline is {value:.0f} people reached, outside what the sector rows allow for people "
            f"counted once, 30 to 50 (60 with Cash-Based Interventions). Likely reasons: {reason}. "
            "The analyses show both.",
        )
    ]


def test_sector_rows_of_two_bases_give_no_interval() -> None:
    rows = [sector_row("education", 20.0), sector_row("protection", 30.0, basis="cumulative_ytd")]
    assert told(judge(tables(headline(500.0), *rows, sectors=SECTORS))) == []


def test_a_partner_list_of_another_length_is_a_finding() -> None:
    stated = observation(observation_id="partners", unit="organizations", value=4.0, printed="4")
    names = [{"report_id": REPORT_ID, "position": n, "name": name} for n, name in enumerate("ABCDD", 1)]
    assert told(judge(tables(stated, partners=names))) == [
        (
            "partner_list_differs",
            "row 2, value",
            "the report states 4 partners, and its list has 5 entries, 4 different names. The analyses show both.",
        )
    ]
    assert told(judge(tables(stated, partners=names[:4]))) == []


def test_cells_printed_as_dashes_are_a_finding_of_their_stream() -> None:
    empty = {"qualifier": None, "stream": "non_rmrp"}
    rows = [sector_row("education", 20.0), sector_row("education", None, **empty)]
    message = "the sector table reports no number of the stream 'non_rmrp' for"
    assert told(judge(tables(*rows))) == [
        ("stream_not_reported", "row 3, value", f"{message} any of its 1 sectors: missing, not zero.")
    ]
    rows.append(sector_row("health", 3.0, stream="non_rmrp"))
    assert told(judge(tables(*rows))) == [
        ("stream_not_reported", "row 3, value", f"{message} education: missing, not zero.")
    ]


@pytest.mark.parametrize("role", ["trained", "assisted"])
def test_more_people_in_the_text_than_in_its_sector_are_a_finding(role: str) -> None:
    rows = [
        sector_row("education", 3_791.0),
        observation(sector="education", value=3_840.0, indicator=f"people_{role}", role=role, printed="3,840"),
    ]
    message = (
        f"the text counts 3,840 people ({role}) in 'education', and the sector table 3,791 reached. Likely reasons: "
        "they were not assisted, or the two count on another basis or over other months. The analyses keep both apart."
    )
    assert told(judge(tables(*rows, sectors=SECTORS))) == [("text_above_sector", "row 3, value", message)]


@pytest.mark.parametrize(
    "cells",
    [
        {"value": 3_791.0, "printed": "3,791"},
        {"population_group": "officials"},
        {"unit": "meals", "role": None, "basis": None},
        {"sector": "protection"},
        {"qualifier": "at_most", "printed": "almost 3,840"},
        {"indicator": "people_planned", "role": "targeted"},
    ],
)
def test_a_count_that_can_agree_with_its_sector_is_no_finding(cells: dict[str, Any]) -> None:
    row = observation(**{"sector": "education", "value": 3_840.0, "role": "trained", "printed": "3,840", **cells})
    assert told(judge(tables(sector_row("education", 3_791.0), row, sectors=SECTORS))) == []


def test_a_count_of_a_sub_sector_is_held_against_its_sector() -> None:
    row = observation(sector="protection_child", value=31.0, indicator="people_assisted", role="assisted", printed="31")
    found = told(judge(tables(sector_row("protection", 30.0), row, sectors=SECTORS)))
    assert [rule for rule, _where, _message in found] == ["text_above_sector"]


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"indicator": "people_informed", "role": "assisted"}, "role", "'informed' for people_informed"),
        ({"indicator": "people_attended", "role": "assisted"}, "role", "'attended' for people_attended"),
        ({"indicator": "people_planned", "role": "assisted"}, "role", "'targeted' for people_planned"),
        ({"indicator": "people_assisted", "role": "targeted"}, "role", "'assisted' for people_assisted"),
        ({"indicator": "regularization", "role": "assisted"}, "role", "'applied' or 'present' for regularization"),
        (
            {"indicator": "arrivals", "role": "crossing", "basis": "stock"},
            "basis",
            "a count over days for people of the role 'crossing'",
        ),
        (
            {"indicator": "refugees_and_migrants", "role": "present"},
            "basis",
            "'stock' for people of the role 'present'",
        ),
        ({"indicator": "share_women"}, "unit", "share for share_women"),
    ],
)
def test_two_cells_that_say_the_same_thing_do_not_part(cells: dict[str, Any], column: str, expected: str) -> None:
    keyed = {"programme": "permit", "stage": "applied", "as_of": date(2031, 3, 31)}
    found = of(observation(**keyed, **cells))
    assert [(where, message.partition(", found")[0]) for _rule, where, message in found] == [
        (f"row 2, {column}", f"expected {expected}")
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"indicator": "share_venezuelans", "unit": "share", "value": 0.4, "printed": "40 %"},
            "of whom this is a share",
        ),
        ({"indicator": "deaths", "role": "affected"}, "what people died of, or where"),
    ],
)
def test_a_number_that_its_note_explains_has_a_note(cells: dict[str, Any], expected: str) -> None:
    row = observation(**cells)
    message = f"expected {expected}, found an empty cell. Say it as the source does."
    assert of(row) == [("note_says_of_whom", "row 2, note", message)]
    assert of({**row, "note": "Of the people in shelters."}) == []


def test_an_indicator_of_one_s_own_may_have_any_role() -> None:
    assert of(observation(indicator="people_sheltered", role="assisted")) == []


def test_findings_need_whole_tables() -> None:
    rows = [headline(500.0), sector_row("education", 20.0)]
    *others, observations = tables(*rows, sectors=SECTORS)
    assert [problem.rule for problem in judge([*others, observations])] == ["headline_outside_sectors"]
    partial = replace(observations, is_whole=False)
    assert judge([*others, partial]) == []

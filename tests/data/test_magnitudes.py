"""Numbers between which orders of magnitude lie: each told once, with where both stand. Every row is synthetic."""

from datetime import date

import pytest
from synthetic import observation, sector_row, table, tables

from r4v_analysis.data.check.check import check
from r4v_analysis.data.check.magnitude_findings import magnitude_findings
from r4v_analysis.data.check.rows import AllTables, readable

STEP = (
    ". See the sources: a unit (thousands, millions) or a mark of thousands may be misread in one of them. "
    "Correct that one; both are kept if they are printed so."
)
ALL = {"population_group": "all", "sex": None, "age_group": None, "place": None}


def reached(month, sector, people, **cells):
    row = {"country_iso3": "ECU", "month": date(2031, month, 1), "sector": sector, "basis": "cumulative_ytd", **ALL}
    return {**row, "people_reached": people, "version": 1, **cells}


def needs(sector, need, target, **cells):
    row = {"country_iso3": "ECU", "year": 2031, "sector": sector, "plan_type": "rmrp", **ALL, "restated_by": None}
    return {**row, "people_in_need": need, "people_targeted": target, "version": 1, **cells}


def plan(year, asked, given=None, **cells):
    row = {"country_iso3": "ECU", "year": year, "plan_code": f"RREG{year}", "requirements_scope": "own", "version": 1}
    return {**row, "requirements_usd": asked, "funding_usd": given, "requirements_original_usd": None, **cells}


def told(**rows):
    """Row, column and message without its last sentences, of tables by name (`_` for `-`)."""
    found = AllTables([table(name.replace("_", "-"), *of) for name, of in rows.items()])
    problems = list(magnitude_findings(found))
    assert {(problem.rule, problem.severity) for problem in problems} <= {("orders_of_magnitude", "finding")}
    return [(problem.where.split(", ", 1)[1], problem.message.removesuffix(STEP)) for problem in problems]


def of_report(*observations, **others):
    problems = list(magnitude_findings(AllTables(tables(*observations, **others))))
    return [(problem.where.split(", ", 1)[1], problem.message.removesuffix(STEP)) for problem in problems]


def header(indicator, value, **cells):
    return observation(observation_id=indicator, indicator=indicator, value=value, section="header", **cells)


def test_a_sector_a_thousand_times_too_large_is_told_once_with_all_that_contradicts_it():
    months = [
        *(reached(month, "health", people) for month, people in ((1, 1100.0), (2, 1_500_000.0), (3, 1900.0))),
        *(reached(month, "intersector", people) for month, people in ((1, 4000.0), (2, 5200.0), (3, 6100.0))),
    ]
    plan_of_health = needs("health", 30_000.0, 9000.0)
    assert told(sector_reach=months, people_in_need=[plan_of_health]) == [
        (
            "row 3, people_reached",
            "ECU: 1,500,000 is 1,364 times as much as the 1,100 of row 2, people_reached, and far from 4 other "
            "numbers as well, but the two follow one another in a series",
        )
    ]
    months[1] = reached(2, "health", 1500.0)
    assert told(sector_reach=months, people_in_need=[plan_of_health]) == []


@pytest.mark.parametrize(
    ("reach", "need", "found"),
    [
        (
            [reached(1, "health", 52_000.0), reached(1, "intersector", 4000.0)],
            [],
            "52,000 is 13 times as much as the 4,000 of row 3, people_reached, but a sector has no more people than "
            "all sectors together",
        ),
        (
            [reached(1, "health", 52_000.0, place="EC-A"), reached(1, "health", 4000.0)],
            [],
            "52,000 is 13 times as much as the 4,000 of row 3, people_reached, but a department has no more people "
            "than its country",
        ),
        (
            [reached(1, "health", 52_000.0, population_group="in_transit"), reached(1, "health", 4000.0)],
            [],
            "52,000 is 13 times as much as the 4,000 of row 3, people_reached, but a group has no more people than "
            "all groups together",
        ),
        (
            [reached(1, "health", 52_000.0)],
            [needs("health", 4000.0, 3000.0)],
            "52,000 is 13 times as much as the 4,000 of data/people-in-need.csv, row 2, people_in_need, but no more "
            "people can be reached than are in need",
        ),
        (
            [reached(1, "health", 520_000.0)],
            [needs("health", None, 3000.0)],
            "520,000 is 173 times as much as the 3,000 of data/people-in-need.csv, row 2, people_targeted, but a plan "
            "reaches about as many people as it means to",
        ),
        (
            [reached(1, "health", 4000.0), reached(1, "health", 4_000_000.0, version=2)],
            [],
            "4,000,000 is 1,000 times as much as the 4,000 of row 2, people_reached, but the two are versions of one "
            "number",
        ),
    ],
)
def test_what_a_count_of_people_is_set_against(reach, need, found):
    [(_, message)] = told(sector_reach=reach, people_in_need=need)
    assert message == f"ECU: {found}"


def test_a_total_a_thousand_times_too_small_is_told_and_not_each_of_its_parts():
    sectors = [reached(1, sector, 5000.0) for sector in ("health", "education", "wash", "shelter")]
    assert told(sector_reach=[reached(1, "intersector", 14.0), *sectors]) == [
        (
            "row 2, people_reached",
            "ECU: 14 is 357 times less than the 5,000 of row 3, people_reached, and far from 3 other numbers as well, "
            "but a sector has no more people than all sectors together",
        )
    ]


def test_a_number_of_any_size_is_told_in_digits_with_marks_of_thousands():
    [(_, message)] = told(plan_funding=[plan(2031, 28_755_522.0), plan(2031, 28_755_522_417.0, version=2)])
    assert message.startswith("ECU: 28,755,522,417 is 1,000 times as much as the 28,755,522 of row 2")


def test_small_counts_a_new_year_and_zero_contradict_nothing():
    small = [reached(1, "health", 10.0), reached(2, "health", 1044.0), reached(3, "health", 3.0)]
    assert told(sector_reach=small) == []
    campaign = [reached(1, "health", 12.0), reached(2, "health", 32_000.0), reached(3, "health", 300.0)]
    assert told(sector_reach=campaign) == []
    assert (
        told(sector_reach=[reached(12, "health", 90_000.0), {**reached(1, "health", 30.0), "month": date(2032, 1, 1)}])
        == []
    )
    assert told(people_in_need=[needs("mpc", 0.0, 7_500.0)]) == []
    assert told(sector_reach=[reached(1, "health", 0.0), reached(2, "health", 90_000.0)]) == []


def test_a_plan_means_to_assist_no_multiple_of_those_in_need():
    assert told(people_in_need=[needs("health", 4000.0, 3_000_000.0)]) == [
        (
            "row 2, people_targeted",
            "ECU: 3,000,000 is 750 times as much as the 4,000 of row 2, people_in_need, but a plan means to assist "
            "some of those in need",
        )
    ]


def test_people_whom_another_source_restates_are_no_version():
    other = needs("health", 4_000_000.0, None, restated_by="Other")
    assert told(people_in_need=[needs("health", 4000.0, 3000.0), other]) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [plan(2031, 22_000_000.0), plan(2031, 22.0, version=2)],
            "22,000,000 is 1,000,000 times as much as the 22 of row 3, requirements_usd, but the two are versions of "
            "one number",
        ),
        (
            [plan(2031, 22.0), plan(2032, 25_000_000.0), plan(2033, 24_000_000.0)],
            "22 is 1,136,364 times less than the 25,000,000 of row 3, requirements_usd, and far from one other "
            "number as well, but the two follow one another in a series",
        ),
        (
            [plan(2031, 22.0, 4_400_000.0)],
            "4,400,000 is 200,000 times as much as the 22 of row 2, requirements_usd, but a plan gets about as much as "
            "it asks for, or less",
        ),
        (
            [plan(2031, 22.0, requirements_original_usd=22_000_000.0)],
            "22,000,000 is 1,000,000 times as much as the 22 of row 2, requirements_usd, but the two are versions of "
            "one number",
        ),
        (
            [plan(2031, 22_000_000.0, 9_000_000.0), plan(2031, 22_000_000.0, 9.1, version=2)],
            "9,000,000 is 989,011 times as much as the 9.1 of row 3, funding_usd, but the two are versions of one "
            "number",
        ),
    ],
)
def test_what_the_money_of_a_plan_is_set_against(rows, found):
    [(_, message)] = told(plan_funding=rows)
    assert message == f"ECU: {found}"


def test_a_requirement_is_set_against_the_people_whom_the_plan_means_to_assist():
    people = [needs("intersector", 90_000.0, 44_000.0)]
    assert told(people_in_need=people, plan_funding=[plan(2031, 22.0)]) == [
        (
            "row 2, people_targeted",
            "ECU: 44,000 is 2,000 times as much as the 22 of data/plan-funding.csv, row 2, requirements_usd, but a "
            "plan asks for more than US$ 1 a person whom it means to assist",
        )
    ]
    assert told(people_in_need=people, plan_funding=[plan(2031, 22_000_000.0)]) == []


def test_funding_that_grows_from_little_and_an_amount_that_fts_repeats_contradict_nothing():
    grown = [plan(2031, 2e7, 1000.0), plan(2031, 2e7, 9_000_000.0, version=2)]
    repeated = plan(2031, 9e9, version=3, requirements_scope="repeated")
    assert told(plan_funding=[*grown, repeated]) == []


def test_what_a_report_prints_is_set_against_itself():
    headline = header("people_reached", 5000.0)
    health = sector_row("health", 1_400_000.0)
    assert of_report(headline, health) == [
        (
            "row 3, value",
            "ECU: 1,400,000 is 280 times as much as the 5,000 of row 2, value, but a sector has no more people than "
            "its report's headline",
        )
    ]
    money = [header("requirements", 22.0, unit="usd"), header("funding", 4_400_000.0, unit="usd")]
    assert of_report(*money) == [
        (
            "row 3, value",
            "ECU: 4,400,000 is 200,000 times as much as the 22 of row 2, value, but a plan gets about as much as it "
            "asks for, or less",
        )
    ]


@pytest.mark.parametrize(("asked", "is_told"), [(22.0, True), (22_000_000.0, False), (22_000_000_000_000.0, True)])
def test_a_report_s_requirement_is_set_against_the_people_whom_it_says_the_plan_means_to_assist(asked, is_told):
    money, people = header("requirements", asked, unit="usd"), header("people_targeted", 44_000.0)
    assert bool(of_report(money, people)) is is_told
    assert bool(of_report(money, people_in_need=[needs("intersector", None, 44_000.0)])) is is_told


def test_what_a_report_prints_is_set_against_the_plan_of_its_year():
    asked = header("requirements", 22.0, unit="usd")
    assert of_report(asked, plan_funding=[plan(2031, 22_000_000.0)])[0][1] == (
        "ECU: 22,000,000 is 1,000,000 times as much as the 22 of data/observations.csv, row 2, value, but both are of "
        "one plan and year"
    )
    assert of_report(sector_row("health", 900_000.0), people_in_need=[needs("health", 8000.0, 5000.0)])[0][1] == (
        "ECU: 900,000 is 180 times as much as the 5,000 of data/people-in-need.csv, row 2, people_targeted, and far "
        "from one other number as well, but a plan reaches about as many people as it means to"
    )


def test_of_many_numbers_of_a_country_the_first_are_told_and_how_many_there_are():
    one, other = ({"plan_type": name} for name in ("rmrp", "other"))
    sectors = [needs(f"s{number}", 4000.0 + number, None, **one) for number in range(5)]
    again = [{**row, "people_in_need": row["people_in_need"] * 1000, "version": 2} for row in sectors]
    found = told(people_in_need=[*sectors, *again, needs("s0", 4.0, None, **other)])
    assert [where for where, _ in found] == [f"row {row}, people_in_need" for row in (11, 10, 9)]
    assert found[-1][1].endswith(STEP + " So are 2 more of ECU in this file, down to row 8.")


def test_how_many_are_in_a_country_moves_little_and_refugees_recognized_in_a_day_much():
    counts = [
        {"country_iso3": "ECU", "measure": measure, "value": value, "date_high": day}
        for measure in ("present_in_country", "refugees")
        for value, day in ((506_000.0, date(2031, 2, 1)), (560.0, date(2031, 6, 1)))
    ]
    assert told(population=counts) == [
        (
            "row 2, value",
            "ECU: 506,000 is 904 times as much as the 560 of row 3, value, but the two follow one another in a series",
        )
    ]


def test_columns_of_another_type_are_told_and_end_no_check():
    rows = AllTables([table("sector-reach", reached(1, "health", "many"), reached(2, "health", 3.0))])
    [problem] = readable("data", "a_rule", magnitude_findings(rows))
    assert problem.message.startswith("the rule a_rule can't read this file (TypeError(")


def test_in_the_data_nothing_lies_orders_of_magnitude_apart(data_dir):
    assert [problem for problem in check(data_dir) if problem.rule == "orders_of_magnitude"] == []

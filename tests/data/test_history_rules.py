"""Rules of plan funding, people in need and sector reach. Every row here is synthetic."""

from datetime import date

import pytest
from synthetic import sector_row, table, tables

from r4v_analysis.data.check.rules import judge

FUNDING = {
    "plan_funding_id": "ECU_2031_RREG31_v1",
    "country_iso3": "ECU",
    "year": 2031,
    "plan_id": "77",
    "plan_code": "RREG31",
    "requirements_usd": 1000.0,
    "requirements_scope": "own",
    "funding_usd": 400.0,
    "coverage_printed": 0.4,
    "as_of": date(2032, 1, 1),
    "version": 1,
    "known_from": date(2032, 1, 1),
    "known_from_basis": "given",
    "confirmed_on": None,
    "source_url": None,
    "source_file": "a.csv",
    "note": None,
}
NEED = {
    "people_in_need_id": "ECU_2031_health_all",
    "country_iso3": "ECU",
    "year": 2031,
    "sector": "health",
    "population_group": "all",
    "people_in_need": 100.0,
    "people_targeted": 50.0,
    "known_from": date(2032, 1, 31),
    "known_from_basis": "assumed",
    "source_url": "https://example.org/a",
    "source_file": None,
    "note": None,
}
REACH = {
    "reach_id": "ECU_2031-01_health_cumulative_ytd_all_v1",
    "country_iso3": "ECU",
    "month": date(2031, 1, 1),
    "sector": "health",
    "place": None,
    "basis": "cumulative_ytd",
    "population_group": "all",
    "sex": None,
    "age_group": None,
    "people_reached": 10.0,
    "people_reached_cva": 3.0,
    "reporting_organizations": None,
    "checks": None,
    "as_of": date(2031, 3, 1),
    "version": 1,
    "known_from": date(2031, 3, 1),
    "known_from_basis": "given",
    "confirmed_on": None,
    "source_url": None,
    "source_file": "a.csv",
    "note": None,
}


def told(name, *rows):
    return [
        (problem.where.rpartition(", ")[2], problem.message, problem.severity)
        for problem in judge([table(name, *rows)])
    ]


def funding(**cells):
    row = {**FUNDING, **cells}
    return {
        **row,
        "plan_funding_id": cells.get("plan_funding_id", f"{row['country_iso3']}_2031_RREG31_v{row['version']}"),
    }


def reach(**cells):
    row = {**REACH, **cells}
    parts = (row["basis"], row["population_group"], row["sex"], row["age_group"], f"v{row['version']}")
    made = f"ECU_{row['month']:%Y-%m}_health_" + "_".join(part for part in parts if part)
    return {**row, "reach_id": cells.get("reach_id", made)}


def test_sound_rows_are_no_problem():
    assert told("plan-funding", funding(), funding(version=2)) == []
    assert told("people-in-need", NEED) == []
    parts = [reach(population_group=group, people_reached=5.0) for group in ("in_destination", "host_community")]
    ages = [reach(sex=sex, age_group="adult", people_reached=5.0) for sex in ("female", "male")]
    assert told("sector-reach", reach(), reach(basis="period_total"), *parts, *ages) == []


FAULTS = {
    "id": ({"plan_funding_id": "PER_2031_RREG31_v1"}, "plan_funding_id", "expected 'ECU_2031_RREG31_v1'"),
    "gap": ({"version": 3}, "version", "expected version 2 of these numbers, too, found none. Number them from 1."),
    "no basis": ({"known_from_basis": None}, "known_from_basis", "expected known_from and its basis together"),
    "no day": ({"known_from": None, "known_from_basis": None}, "known_from", "expected 2032-01-01 (as_of) or later"),
    "too early": ({"known_from": date(2031, 12, 31)}, "known_from", "or later, found 2031-12-31."),
    "coverage": ({"coverage_printed": 0.41}, "coverage_printed", "expected 0.40, which is funding over requirements"),
    "confirmed": ({"confirmed_on": "2031-12-31"}, "confirmed_on", "expected a day after 2032-01-01, found 2031-12-31."),
    "source": ({"source_file": None}, "source_url", "expected an address, or a file in source_file, found neither."),
}


@pytest.mark.parametrize(("cells", "column", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_plan_funding_names_its_cell(cells, column, message):
    ((where, text, severity),) = told("plan-funding", funding(**cells))
    assert (where, severity) == (column, "error")
    assert message in text


def test_a_printed_coverage_may_differ_by_its_rounding_or_for_a_reason_in_note():
    assert told("plan-funding", funding(coverage_printed=0.405)) == []
    assert told("plan-funding", funding(coverage_printed=0.6, note="Printed so.")) == []
    assert told("plan-funding", funding(requirements_usd=None, coverage_printed=None)) == []
    assert told("plan-funding", funding(funding_usd=-5.0, coverage_printed=None)) == []


def test_one_amount_of_three_countries_is_no_country_s_own():
    rows = [funding(country_iso3=country) for country in ("ECU", "PER", "CHL")]
    assert [where for where, _, _ in told("plan-funding", *rows)] == ["requirements_scope"] * 3
    assert told("plan-funding", *rows[:2]) == []
    assert told("plan-funding", *[{**row, "requirements_scope": "repeated"} for row in rows]) == []


def part(**cells):
    row = {**NEED, "place": None, "sex": None, "age_group": None, **cells}
    about = (row["place"], row["sector"], row["population_group"], row["sex"], row["age_group"])
    return {**row, "people_in_need_id": "_".join(["ECU_2031", *(name for name in about if name)])}


def test_a_target_above_need_is_a_finding_of_its_country_and_year():
    told_of = told("people-in-need", {**NEED, "people_targeted": 101.0}, part(sector="shelter", people_targeted=102.0))
    assert told_of == [
        (
            "people_targeted",
            "ECU, 2031: 2 rows have more people targeted than in need, the most of them here: 102 and 100. "
            "Kept as the source has it.",
            "finding",
        )
    ]


PARTS = {
    "population groups": {"population_group": "in_transit"},
    "sexes and ages": {"sex": "female", "age_group": "child"},
    "departments": {"place": "EC-P"},
}


@pytest.mark.parametrize(("kind", "cells"), PARTS.items(), ids=PARTS)
def test_parts_that_do_not_add_up_are_a_finding(kind, cells):
    ((where, message, severity),) = told("people-in-need", NEED, part(**cells, people_in_need=99.0))
    assert (where, severity) == ("people_in_need", "finding")
    assert message.startswith(f"ECU, 2031: the {kind} of 1 sectors do not add up to the country's number")
    assert message.endswith("the largest here: 99 and 100. Kept as the source has them, unless note says more.")
    assert told("people-in-need", NEED, part(**cells)) == []
    missing = {"people_in_need": None, "people_targeted": None}
    assert told("people-in-need", {**NEED, **missing}, part(**cells, **missing)) == []
    assert told("people-in-need", {**NEED, "note": "So printed."}, part(**cells, people_in_need=99.0)) == []


def test_a_part_s_id_names_its_place_sex_and_age():
    ((where, message, _),) = told("people-in-need", {**part(sex="female"), "people_in_need_id": "ECU_2031_health_all"})
    assert (where, message.split(",")[0]) == ("people_in_need_id", "expected 'ECU_2031_health_all_female'")


def test_a_running_total_that_falls_is_a_finding_of_its_country():
    day = date(2031, 4, 30)
    rows = [
        reach(
            month=date(2031, month, 1), people_reached=people, reporting_organizations=count, known_from=day, as_of=day
        )
        for month, people, count in ((1, 10.0, 3), (2, 12.0, 3), (3, 9.0, 2))
    ]
    ((where, message, severity),) = told("sector-reach", *rows)
    assert (where, severity) == ("people_reached", "finding")
    assert message.startswith("ECU: running totals fall once from one month with a number to the next, furthest here: ")
    assert "from 12 to 9. Fewer organizations report then: the analyses take it as around so many." in message
    for count in (3, None):
        last = {**rows[2], "reporting_organizations": count}
        assert "from 12 to 9. The source gives no reason: " in told("sector-reach", *rows[:2], last)[0][1]
    assert told("sector-reach", *rows[:2]) == []
    monthly = [
        {**row, "basis": "period_total", "reach_id": row["reach_id"].replace("cumulative_ytd", "period_total")}
        for row in rows
    ]
    assert told("sector-reach", *monthly) == []


def test_an_organization_that_reports_again_brings_no_new_people():
    months = date(2031, 1, 1), date(2031, 2, 1)
    before, after = reach(month=months[0], people_reached=10.0), reach(month=months[1], people_reached=30.0)
    monthly = reach(month=months[1], basis="period_total", people_reached=5.0)
    ((_, message, _),) = told("sector-reach", before, after, monthly)
    assert "20 new people are more than the 5 of the month" in message
    carried = [{**before, "people_reached_carried_forward": 26.0}, {**after, "people_reached_carried_forward": 30.0}]
    assert told("sector-reach", *carried, monthly) == []


def test_a_month_is_its_first_day_and_over_before_it_is_known():
    ((where, message, _),) = told("sector-reach", reach(month=date(2031, 1, 31)))
    assert (where, message) == (
        "month",
        "expected 2031-01-01, the first day of the month, found 2031-01-31. Correct it.",
    )
    early = date(2031, 1, 30)
    ((where, message, _),) = told("sector-reach", reach(known_from=early, as_of=early))
    assert (where, message.split(",")[0]) == ("known_from", "expected 2031-01-31")


def test_cva_above_the_total_is_an_error_unless_the_row_says_so():
    ((where, message, severity),) = told("sector-reach", reach(people_reached_cva=11.0))
    assert (where, severity) == ("people_reached_cva", "error")
    assert message.startswith("expected at most 10 (people_reached), found 11.")
    assert told("sector-reach", reach(people_reached_cva=11.0, checks="CVA higher than total")) == []


CHECKS = {
    "PopTypeBreakdown": [{"population_group": "in_transit", "people_reached": 9.0}],
    "AGDBreakdown": [{"sex": "female", "age_group": "child", "people_reached": 9.0}],
    "NewBenefvstotal": [{"basis": "period_total", "people_reached": 9.0}],
}


@pytest.mark.parametrize(("check", "others"), CHECKS.items(), ids=CHECKS)
def test_r4v_s_checks_are_findings_unless_the_row_says_so(check, others):
    rows = [reach(**{"people_reached_cva": None, **cells}) for cells in others]
    ((where, message, severity),) = told("sector-reach", reach(), *rows)
    assert (where, severity) == ("people_reached", "finding")
    assert message.startswith(f"R4V's row check {check}: ")
    assert told("sector-reach", reach(checks=check), *rows) == []


def test_new_people_are_the_rise_of_the_running_sum_as_known_at_the_time():
    second = {"month": date(2031, 2, 1), "people_reached": 25.0}
    monthly = reach(month=date(2031, 2, 1), basis="period_total", people_reached=15.0)
    assert told("sector-reach", reach(), reach(**second), monthly) == []
    later = {"version": 2, "known_from": date(2031, 6, 1), "as_of": date(2031, 6, 1)}
    assert (
        told(
            "sector-reach",
            reach(),
            reach(**second),
            monthly,
            reach(**later, people_reached=4.0, people_reached_cva=None),
        )
        == []
    )
    ((where, message, _),) = told("sector-reach", reach(), reach(**{**second, "people_reached": 26.0}), monthly)
    assert "16 new people are more than the 15 of the month" in message
    assert where == "people_reached"


def test_the_row_over_all_sectors_is_no_sector_of_a_report():
    sectors = [{"sector": "all_of_them", "parent": None, "cross_cutting": True, "is_total": True}]
    found = judge(tables(sector_row("all_of_them", 5.0), sectors=sectors))
    assert [(problem.rule, problem.message) for problem in found] == [
        ("sector_is_no_total", "expected a sector, found 'all_of_them', which stands for all of them. Empty it.")
    ]


def test_a_dated_total_is_compared_with_what_was_known_when_it_was():
    group = {"population_group": "in_transit", "people_reached_cva": None}
    undated = {"known_from": None, "known_from_basis": None, "as_of": None, "version": 2, "people_reached": 1.0}
    assert told("sector-reach", reach(), reach(**group), reach(**{**group, **undated})) == []
    later = {"version": 2, "known_from": date(2031, 6, 1), "as_of": date(2031, 6, 1), "people_reached": 1.0}
    assert told("sector-reach", reach(), reach(**group), reach(**{**group, **later})) == []
    earlier = {"known_from": date(2031, 2, 15), "as_of": None, "people_reached": 1.0}
    assert told("sector-reach", reach(), reach(**{**group, **earlier})) == []
    ((_, message, _),) = told("sector-reach", reach(), reach(**{**group, "people_reached": 1.0}))
    assert "its parts add up to 1 and not to 10" in message

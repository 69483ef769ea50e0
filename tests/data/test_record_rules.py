"""Rules of single printed numbers in programme_counts.csv, population.csv and beside plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from synthetic import table

from r4v_analysis.data.check.rules import judge

COUNT: dict[str, Any] = {
    "count_id": "permit_application_2031_02_28_paper",
    "programme": "permit",
    "stage": "application",
    "value": 400.0,
    "qualifier": "at_least",
    "date_low": date(2031, 2, 1),
    "date_high": date(2031, 2, 28),
    "known_from": date(2031, 3, 31),
    "known_from_basis": "assumed",
    "source_report_id": None,
    "source_url": "https://example.org/a",
    "printed": "más de 400 solicitudes",
    "note": None,
}
PEOPLE: dict[str, Any] = {
    "population_id": "ECU_2031-02_arrived",
    "country_iso3": "ECU",
    "value": 5000.0,
    "qualifier": "about",
    "measure": "arrived",
    "series": "from_2021_11",
    "date_low": date(2031, 2, 1),
    "date_high": date(2031, 2, 28),
    "known_from": date(2031, 3, 31),
    "source_report_id": None,
    "source_url": "https://example.org/a",
    "printed": "cerca de 5.000 personas",
    "note": None,
}


def told(name: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Rule and column of what is said of a row."""
    return [(problem.rule, problem.where.rpartition(", ")[2]) for problem in judge([table(name, row)])]


def test_sound_rows_are_no_problem() -> None:
    assert told("programme-counts", COUNT) == []
    assert told("population", PEOPLE) == []
    assert (
        told("population", {**PEOPLE, "date_low": date(2031, 2, 28), "population_id": "ECU_2031-02-28_arrived"}) == []
    )


COUNT_FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "another stage": ({"count_id": "permit_granted_2031_02_28_paper"}, "count_id_agrees", "count_id"),
    "known before": ({"known_from": date(2031, 1, 31)}, "known_after_start", "known_from"),
    "ends before it starts": ({"date_low": date(2031, 3, 1)}, "interval_in_order", "date_high"),
    "other words": ({"printed": "más de 500 solicitudes"}, "printed_carries_value", "printed"),
    "Spanish for more than": ({"qualifier": "exact"}, "qualifier_agrees", "qualifier"),
    "no source": ({"source_url": None}, "source_is_named", "source_url"),
}


@pytest.mark.parametrize(("cells", "rule", "column"), COUNT_FAULTS.values(), ids=COUNT_FAULTS)
def test_a_fault_of_a_count_names_its_cell(cells: dict[str, Any], rule: str, column: str) -> None:
    assert (rule, column) in told("programme-counts", {**COUNT, **cells})


POPULATION_FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a month is no day": ({"population_id": "ECU_2031-02-28_arrived"}, "population_id_agrees", "population_id"),
    "the old method": ({"series": "before_2021_11"}, "series_agrees", "series"),
    "Spanish for about": ({"qualifier": "at_least"}, "qualifier_agrees", "qualifier"),
    "known before": ({"known_from": date(2031, 1, 31)}, "known_after_start", "known_from"),
}


@pytest.mark.parametrize(("cells", "rule", "column"), POPULATION_FAULTS.values(), ids=POPULATION_FAULTS)
def test_a_fault_of_a_population_figure_names_its_cell(cells: dict[str, Any], rule: str, column: str) -> None:
    assert (rule, column) in told("population", {**PEOPLE, **cells})


def test_a_figure_beside_another_authority_s_has_the_authority_in_its_id() -> None:
    own = {**PEOPLE, "authority": "R4V", "version": 1}
    other = {**own, "authority": "UNHCR and IOM", "population_id": "ECU_2031-02_arrived_unhcr_and_iom_v1"}
    assert judge([table("population", own, other)]) == []
    version = {**other, "population_id": "ECU_2031-02_arrived_v2", "version": 2}
    (problem,) = judge([table("population", own, version)])
    assert (problem.rule, problem.where.rpartition(", ")[2]) == ("population_id_agrees", "population_id")
    assert "expected 'ECU_2031-02_arrived_iom_unhcr_v2'" in problem.message
    assert judge([table("population", own, {**version, "authority": "R4V"})]) == []


def test_an_id_with_the_authority_as_the_row_spells_it_was_made_before_names_of_one_authority_were_known() -> None:
    own = {**PEOPLE, "authority": "UNHCR", "version": 1}
    spelled = {**own, "authority": "ACNUR", "population_id": "ECU_2031-02_arrived_acnur_v1"}
    assert judge([table("population", own, spelled)]) == []
    wrong = {**spelled, "population_id": "ECU_2031-02_arrived_iom_v1"}
    assert [problem.rule for problem in judge([table("population", own, wrong)])] == ["population_id_agrees"]


def test_figures_before_november_2021_are_another_series() -> None:
    last = {
        "population_id": "ECU_2021-10_arrived",
        "date_low": date(2021, 10, 1),
        "date_high": date(2021, 10, 31),
        "known_from": date(2021, 11, 30),
    }
    assert told("population", {**PEOPLE, **last}) == [("series_agrees", "series")]
    assert told("population", {**PEOPLE, **last, "series": "before_2021_11"}) == []


@pytest.mark.parametrize("words", ["más de", "casi", "cerca de", "unos", "alrededor de"])
def test_spanish_words_before_a_number_qualify_it(words: str) -> None:
    sense = {"más de": "at_least", "casi": "at_most"}.get(words, "about")
    row = {**COUNT, "printed": f"{words} 400 solicitudes", "qualifier": sense}
    assert told("programme-counts", row) == []
    assert told("programme-counts", {**row, "qualifier": "exact"}) == [("qualifier_agrees", "qualifier")]


def test_words_beside_a_target_carry_it() -> None:
    row = {
        "people_in_need_id": "ECU_2031_intersector_all_press",
        "country_iso3": "ECU",
        "year": 2031,
        "sector": "intersector",
        "population_group": "all",
        "people_in_need": None,
        "people_targeted": 900.0,
        "known_from": date(2032, 1, 31),
        "known_from_basis": "assumed",
        "source_url": "https://example.org/a",
        "source_file": None,
        "restated_by": "press",
        "qualifier": "about",
        "printed": "unos 900 refugiados",
        "note": None,
    }
    assert told("people-in-need", row) == []
    assert told("people-in-need", {**row, "qualifier": "exact"}) == [("need_words_agree", "qualifier")]
    assert told("people-in-need", {**row, "people_targeted": 800.0}) == [("need_words_agree", "printed")]

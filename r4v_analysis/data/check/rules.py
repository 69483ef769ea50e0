"""The rules of the domain that a schema can't state, by table; what breaks one is an error in data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from r4v_analysis.data.check import findings, table_findings
from r4v_analysis.data.check import history_rules as history
from r4v_analysis.data.check import printed_rules as printed
from r4v_analysis.data.check import reference_rules as reference
from r4v_analysis.data.check import report_rules as report
from r4v_analysis.data.check import source_rules as source
from r4v_analysis.data.check.magnitude_findings import magnitude_findings
from r4v_analysis.data.check.magnitudes import RULE
from r4v_analysis.data.check.reach_findings import reach_findings
from r4v_analysis.data.check.rows import (
    AllTables,
    CheckedTable,
    RowRule,
    TableRule,
    broken,
    in_order,
    readable,
    whole_people,
)
from r4v_analysis.data.ids import COVERAGE, DONORS, FUNDING, NEED, REACH
from r4v_analysis.data.population import POPULATION
from r4v_analysis.data.schema import OBSERVATIONS
from r4v_analysis.errors import Problem

_interval = in_order("interval_in_order", "date_low", "date_high")
_of_source: tuple[RowRule, ...] = (
    _interval,
    report.event_known_with_report,
    report.source_is_named,
    whole_people("people_are_whole", "value"),
    in_order("known_after_start", "date_low", "known_from"),
    printed.qualifier_agrees,
)
"""Of single numbers that other sources print."""
_of_version: tuple[RowRule, ...] = (history.dating_is_whole, report.source_is_named)

RULES: dict[str, tuple[RowRule, ...]] = {
    "reports": (
        in_order("period_in_order", "period_start", "period_end"),
        report.id_agrees,
        in_order("known_after_period", "period_end", "known_from"),
        report.known_when_published,
    ),
    OBSERVATIONS: (
        in_order("period_in_order", "period_start", "period_end"),
        report.within_report_period,
        report.part_of_other,
        report.part_within_whole,
        printed.printed_carries_value,
        report.people_have_basis_and_role,
        report.role_agrees,
        report.share_is_a_share,
        report.note_says_of_whom,
        report.value_in_range,
        report.sector_is_no_total,
        printed.qualifier_given,
        printed.qualifier_agrees,
        report.regularization_is_keyed,
        report.plan_money_is_in_dollars,
        report.people_are_counted,
    ),
    "programmes": (report.source_is_named,),
    "programme-events": (
        _interval,
        report.deadline_after_opening,
        report.event_known_with_report,
        report.source_is_named,
    ),
    reference.COUNTS: (
        *_of_source,
        source.count_id_agrees,
        printed.printed_carries_value,
        reference.count_lies_after_opening,
        reference.count_within_closing,
    ),
    POPULATION: (*_of_source, source.population_id_agrees, source.series_agrees, source.words_carry_value),
    FUNDING: (
        *_of_version,
        history.coverage_agrees,
        history.requirement_is_own,
        source.worded("requirement_words_agree", "requirements_usd", "funding_usd"),
        reference.derived_requirement_agrees,
    ),
    DONORS: (*_of_version, history.donor_id_agrees),
    NEED: (
        *_of_version,
        whole_people("needs_are_whole", "people_in_need", "people_targeted"),
        source.worded("need_words_agree", "people_targeted", "people_in_need"),
    ),
    REACH: (
        *_of_version,
        whole_people("reached_are_whole", "people_reached", "people_reached_cva"),
        history.month_is_first_day,
        history.cva_within_total,
    ),
    COVERAGE: (
        reference.coverage_is_quotient,
        reference.snapshot_day_agrees,
        reference.year_ends_once,
        reference.regional_part_is_one,
    ),
}
"""Rules of each row."""

_VERSIONS: tuple[TableRule, ...] = (history.number_id_agrees, history.earlier_version_is_there)
TABLE_RULES: dict[str, tuple[TableRule, ...]] = {
    FUNDING: _VERSIONS,
    NEED: _VERSIONS,
    REACH: _VERSIONS,
    COVERAGE: (history.number_id_agrees,),
    DONORS: (history.earlier_version_is_there,),
    POPULATION: (history.earlier_version_is_there,),
}
"""Rules of columns."""


FINDINGS: dict[str, tuple[TableRule, ...]] = {
    OBSERVATIONS: (
        findings.coverage_differs,
        findings.headline_outside_sectors,
        findings.partner_list_differs,
        findings.stream_not_reported,
        findings.text_above_sector,
        table_findings.unit_was_unknown,
    ),
    "reports": (table_findings.report_has_source,),
    NEED: (table_findings.target_above_need, table_findings.parts_differ),
}
"""What sources say inconsistently, or lack: told of tables that are whole, and no errors."""


def judge(tables: Sequence[CheckedTable], *, has_findings: bool = True) -> list[Problem]:
    """Errors, by table and row, then findings of tables that are whole."""
    known = AllTables(tables)
    errors = [problem for table in tables for problem in _errors(table, known)]
    if not has_findings:
        return errors
    odd = [problem for name, rules in FINDINGS.items() for problem in _odd(known, name, rules)]
    for table in known.whole(REACH):
        odd += readable(table.path, "reach_findings", reach_findings(table))
    folder = str(Path(tables[0].path).parent) if tables else ""
    return [*errors, *odd, *readable(folder, RULE, magnitude_findings(known))]


def _errors(table: CheckedTable, known: AllTables) -> list[Problem]:
    of_columns = (*TABLE_RULES.get(table.name, ()), printed.no_personal_contacts)
    of_rows = (*RULES.get(table.name, ()), printed.printed_is_short)
    told = [(rule.__name__, rule(table, known)) for rule in of_columns]
    told += [(rule.__name__, broken(rule, table, known)) for rule in of_rows]
    found = [item for name, broken_by in told for item in table.problems(name, broken_by)]
    return [problem for _row, problem in sorted(found, key=lambda item: item[0])]


def _odd(known: AllTables, name: str, rules: Sequence[TableRule]) -> Iterator[Problem]:
    for table in known.whole(name):
        for rule in rules:
            yield from (problem for _row, problem in table.problems(rule.__name__, rule(table, known), "finding"))

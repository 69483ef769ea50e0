"""Metrics of reach, with their names: headline, sectors, bounds, shares, targets, changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pandas as pd

from r4v_analysis.analysis.reach import activities, changes, countries, needs, targets
from r4v_analysis.analysis.reach.groups import text_counts
from r4v_analysis.analysis.reach.months import has_months
from r4v_analysis.analysis.reach.parts import is_sum, part_pairs, parts, quantity, share
from r4v_analysis.analysis.reach.sectors import (
    largest_over_second,
    partner_counts,
    ranked,
    reach_bounds,
    sectors,
    unevenness,
)
from r4v_analysis.analysis.reach.stock import stock
from r4v_analysis.analysis.region import with_members
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric, keyed

NAMES = {
    "population": N_("Refugees and migrants in the country"),
    "people_reached": N_("People reached"),
    "reached_per_1000": N_("Reached per 1,000 refugees and migrants"),
    "people_once": N_("People reached, each counted once"),
    "people_once_with_cbi": N_("People reached, each counted once, with cash-based interventions"),
    "largest_over_second": N_("Largest sector ÷ second largest"),
    "unevenness": N_("Largest sector ÷ median sector"),
    "share": N_("Share"),
    "partners_listed": N_("Entries in the printed list of partners"),
    "partners_named": N_("Different names in the printed list of partners"),
    "partners_stated": N_("Partners as stated in the text"),
    "count_in_sector": N_("Share of the sector that one activity makes"),
    "sector_without_count": N_("People reached without its largest activity"),
    "funding_per_person": N_("Funding per person reached"),
    "target_reached": N_("Share of the target reached, as printed"),
    "target_coverage": N_("Reached ÷ targeted"),
    "country_target_coverage": N_("Reached ÷ targeted"),
    "country_targets.compared": N_("Targets of a country and sector with a running total"),
    "country_targets.half_reached": N_("Targets half reached or more"),
    "country_targets.far_above": N_("Targets far exceeded"),
    "need_coverage": N_("Reached ÷ people in need"),
    "plan.people_in_need": N_("People in need"),
    "plan.people_targeted": N_("People targeted"),
    "plan.share_targeted": N_("Targeted ÷ in need"),
    "change": N_("Change since an earlier report"),
    "change_if_monthly": N_("Change since an earlier report, if each counts its own month"),
}
"""Names of the families of metrics, by the first part of their ids or a whole id."""


INDICATORS = (
    "people_reached", "people_assisted", "people_trained", "people_informed", "people_attended", "people_referred",
    "meals", "consultations", "schools", "target_reached", "share_women", "share_children",
)  # fmt: skip
"""Of observations that are about it: who was reached, and what was done for them."""


def is_silent(report: Report) -> bool:
    """Whether nothing known by then is about reach: no number of the report, no month or target of its year.

    A region's months are those of its countries too.
    """
    printing = report.data.queries.printing
    if needs.has_sectors(report) or printing([report.report_id], ("people_reached", "target_reached")):
        return False
    if any(has_months(report, code) for code in with_members(report)):
        return False
    return not printing([report.report_id], INDICATORS) or text_counts(report).empty


@once_a_report
def metrics(report: Report) -> dict[str, Metric]:
    """Metrics of reach by id: the headline, one a sector, the bounds, the unevenness, shares.

    Then those over time: coverage of targets and of people in need, of a region's countries too, and changes since
    earlier reports.
    """
    over_time = (targets.metrics, countries.metrics, needs.metrics, changes.metrics)
    return keyed(chain(_metrics(report), *(metrics_of(report) for metrics_of in over_time)), NAMES)


def _metrics(report: Report) -> Iterator[Metric]:
    end = report.period.end
    reach = sectors(report)
    for identifier, indicator in (("population", "refugees_and_migrants"), ("people_reached", "people_reached")):
        row = report.first(section="header", indicator=indicator)
        basis = "" if row is None else as_text(row["basis"])
        yield Metric(identifier, report.headline(indicator), "people", basis=basis, as_of=end)
    funding = report.headline("funding") / report.headline("people_reached")
    if not funding.is_missing:
        formula = N_("funding ÷ people reached, if both cover the same months")
        yield Metric("funding_per_person", funding, "usd_per_person", formula, as_of=end)
    yield from _sector_metrics(report, reach)
    yield from activities.metrics(report)
    yield from _bound_metrics(report, reach)
    for identifier, count in partner_counts(report).items():
        formula = N_("entries of partners.csv") if identifier == "partners_listed" else ""
        formula = N_("different names in partners.csv") if identifier == "partners_named" else formula
        yield Metric(identifier, count, "organizations", formula, as_of=end)
    for observation, whole in part_pairs(parts(report)):
        formula = N_("{part} ÷ the sum of the parts of {whole}") if is_sum(report, whole) else N_("{part} ÷ {whole}")
        yield Metric(
            f"share.{observation}",
            share(report, observation, whole),
            "share",
            formula,
            constants={"part": observation, "whole": whole},
            as_of=end,
            about=("printed", observation),
        )


def _sector_metrics(report: Report, reach: pd.DataFrame) -> Iterator[Metric]:
    population = stock(report)
    for row in records(reach):
        name, basis = str(row["observation_id"]), as_text(row["basis"])
        people, formula = quantity(report, name), N_("sum of the parts as printed") if is_sum(report, name) else ""
        about, end = ("sector", str(row["sector"]), ""), report.period.end
        yield Metric(f"people_reached.{row['sector']}", people, "people", formula, basis, end, about=about)
        if not population.is_missing and not people.is_missing:
            yield Metric(
                f"reached_per_1000.{row['sector']}",
                people / population * 1000,
                "per_1000",
                N_("people reached ÷ refugees and migrants in the country × 1,000"),
                as_of=end,
                about=about,
            )


def _bound_metrics(report: Report, reach: pd.DataFrame) -> Iterator[Metric]:
    """What compares sectors; people counted once only of a whole sector table on one basis.

    Sectors that the text names are some of a report's sectors: no sum of them bounds its people.
    """
    counted = ranked(reach)
    if counted.empty:
        return
    inside = tuple(_sources(report, counted))
    basis, end = as_text(counted.iloc[0]["basis"]), report.period.end
    rows = [
        (
            "largest_over_second",
            largest_over_second(reach),
            inside[:2],
            "ratio",
            N_("largest sector ÷ second largest sector"),
        ),
        ("unevenness", unevenness(reach), inside, "ratio", N_("largest sector ÷ median sector")),
    ]
    rows = rows if counted["is_listed"].all() else rows[:1]
    sectors_alone = reach[~reach["is_cross_cutting"]]
    if is_bounded(sectors_alone):
        formula = N_("largest sector ≤ people ≤ sum of sectors")
        rows.append(("people_once", reach_bounds(sectors_alone), inside, "people", formula))
    if is_bounded(reach):
        every = tuple(_sources(report, reach[reach["people_reached"].notna() & (reach["inside"] == "")]))
        wide = reach_bounds(reach, with_cross_cutting=True)
        formula = N_("largest sector ≤ people ≤ sum of sectors + cash-based interventions")
        rows.append(("people_once_with_cbi", wide, every, "people", formula))
    for identifier, item, sources, unit, formula in rows:
        yield Metric(identifier, item.named(*sources), unit, formula, basis, end)


def is_bounded(reach: pd.DataFrame) -> bool:
    """Whether rows of `sectors` bound people counted once: all of the sector table, none counted apart."""
    given = reach[reach["people_reached"].notna()]
    return bool(len(given)) and bool(given["is_listed"].all()) and not given["is_apart"].any()


def _sources(report: Report, reach: pd.DataFrame) -> Iterator[str]:
    return (report.quantity(name).sources[0] for name in reach["observation_id"])

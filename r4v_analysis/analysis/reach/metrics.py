"""Metrics of reach, with their names: headline, sectors, bounds, shares, targets, changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pandas as pd

from r4v_analysis.analysis.reach import changes, targets
from r4v_analysis.analysis.reach.sectors import (
    largest_over_second,
    part_pairs,
    partner_counts,
    parts,
    reach_bounds,
    sectors,
    unevenness,
)
from r4v_analysis.data.report import Report, as_text
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
    "target_coverage": N_("Reached ÷ targeted"),
    "need_coverage": N_("Reached ÷ people in need"),
    "reference_target_coverage": N_("Reached ÷ targeted in a reference year"),
    "reference_need_coverage": N_("Reached ÷ people in need in a reference year"),
    "change": N_("Change since an earlier report"),
    "change_if_monthly": N_("Change since an earlier report, if each counts its own month"),
}
"""Names of the families of metrics, by the first part of their ids or a whole id."""


def metrics(report: Report) -> dict[str, Metric]:
    """Metrics of reach by id: the headline, one a sector, the bounds, the unevenness, shares.

    Then those over time: coverage of targets and of people in need, changes since earlier reports.
    """
    return keyed(chain(_metrics(report), targets.metrics(report), changes.metrics(report)), NAMES)


def _metrics(report: Report) -> Iterator[Metric]:
    end = report.period.end
    reach = sectors(report)
    for identifier, indicator in (("population", "refugees_and_migrants"), ("people_reached", "people_reached")):
        row = report.first(section="header", indicator=indicator)
        basis = "" if row is None else as_text(row["basis"])
        yield Metric(identifier, report.headline(indicator), "people", basis=basis, as_of=end)
    yield from _sector_metrics(report, reach)
    yield from _bound_metrics(report, reach)
    for identifier, count in partner_counts(report).items():
        formula = N_("entries of partners.csv") if identifier == "partners_listed" else ""
        formula = N_("different names in partners.csv") if identifier == "partners_named" else formula
        yield Metric(identifier, count, "organizations", formula, as_of=end)
    for observation, whole in part_pairs(parts(report)):
        share = report.quantity(observation) / report.quantity(whole)
        yield Metric(
            f"share.{observation}",
            share,
            "share",
            N_("{part} ÷ {whole}"),
            constants={"part": observation, "whole": whole},
            as_of=end,
            about=("printed", observation),
        )


def _sector_metrics(report: Report, reach: pd.DataFrame) -> Iterator[Metric]:
    population = report.headline("refugees_and_migrants")
    for _index, row in reach.iterrows():
        people, basis = report.quantity(str(row["observation_id"])), as_text(row["basis"])
        about, end = ("sector", str(row["sector"]), ""), report.period.end
        yield Metric(f"people_reached.{row['sector']}", people, "people", basis=basis, as_of=end, about=about)
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
    if reach_bounds(reach).is_missing:
        return
    counted = reach[reach["people_reached"].notna()]
    inside = tuple(_sources(report, counted[~counted["is_cross_cutting"]]))
    every = tuple(_sources(report, counted))
    basis, end = as_text(counted.iloc[0]["basis"]), report.period.end
    rows = (
        ("people_once", reach_bounds(reach), inside, "people", N_("largest sector ≤ people ≤ sum of sectors")),
        (
            "people_once_with_cbi",
            reach_bounds(reach, with_cross_cutting=True),
            every,
            "people",
            N_("largest sector ≤ people ≤ sum of sectors + cash-based interventions"),
        ),
        (
            "largest_over_second",
            largest_over_second(reach),
            inside[:2],
            "ratio",
            N_("largest sector ÷ second largest sector"),
        ),
        ("unevenness", unevenness(reach), inside, "ratio", N_("largest sector ÷ median sector")),
    )
    for identifier, quantity, sources, unit, formula in rows:
        yield Metric(identifier, quantity.named(*sources), unit, formula, basis, end)


def _sources(report: Report, reach: pd.DataFrame) -> Iterator[str]:
    return (report.quantity(name).sources[0] for name in reach["observation_id"])

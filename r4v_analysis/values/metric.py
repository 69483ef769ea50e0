"""A metric: a number that an analysis stands on, with its bounds, unit, formula and sources.

`metrics.json` lists those of all three analyses and the headline observations. It is computed
from data, never by a notebook.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from r4v_analysis.data.memory import once_a_report
from r4v_analysis.data.report import Report
from r4v_analysis.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Metric:
    """One computed or printed number.

    `id` is unique in a report (`people_reached.protection`). `formula` says in words how the
    quantity follows from its sources, with named places for `constants`; it is empty for a printed
    number. `unit` is usd, people,
    share (of 1), days, months, ratio, or a rate such as usd_per_month. `as_of` is the day that the
    number is about.
    """

    id: str
    quantity: Quantity
    unit: str
    formula: str = ""
    basis: str = ""
    as_of: date | None = None
    constants: Mapping[str, object] = field(default_factory=dict)

    @property
    def formula_text(self) -> str:
        """The formula in English with its constants filled in."""
        return self.formula.format(**self.constants)

    @property
    def anchor(self) -> str:
        """Where on a page the number is explained: its source row, or its formula's row."""
        if self.formula or not self.quantity.sources:
            return f"how-{self.id}"
        return source_anchor(self.quantity.sources[0])


Metrics = Mapping[str, Metric]
"""Metrics by id."""


def source_anchor(source: str) -> str:
    """`src-PER_2023-05_2023-07-cpp_enrolments` for `PER_2023-05_2023-07/cpp_enrolments`."""
    return "src-" + source.replace("/", "-")


def keyed(metrics: Iterable[Metric]) -> dict[str, Metric]:
    """Metrics by id.

    Raises
    ------
    ValueError
        Two metrics share an id.
    """
    result: dict[str, Metric] = {}
    for metric in metrics:
        if metric.id in result:
            raise ValueError(f"two metrics are called {metric.id!r}")
        result[metric.id] = metric
    return result


@once_a_report
def metrics_by_notebook(report: Report) -> dict[str, Metrics]:
    """The metrics of each question, by the name of the notebook that answers it."""
    from r4v_analysis.analysis.funding import metrics as funding
    from r4v_analysis.analysis.reach import sectors as reach
    from r4v_analysis.analysis.regularization import calendar as regularization

    return {
        "funding_gap": funding.metrics(report),
        "sector_reach": reach.metrics(report),
        "regularization_uptake": regularization.metrics(report),
    }


def report_metrics(report: Report) -> dict[str, Metric]:
    """All metrics of a report: headline observations, then funding, reach, regularization."""
    return keyed(metric for metrics in metrics_by_notebook(report).values() for metric in metrics.values())


def metrics_json(report: Report) -> str:
    """The text of metrics.json: `value` unrounded, `low` and `high` null where no bound is known."""
    records = [
        {
            "id": metric.id,
            "value": metric.quantity.value,
            "low": metric.quantity.low,
            "high": metric.quantity.high,
            "qualifier": None if metric.quantity.is_missing else metric.quantity.qualifier,
            "unit": metric.unit,
            "basis": metric.basis or None,
            "as_of": metric.as_of.isoformat() if metric.as_of else None,
            "from": list(metric.quantity.sources),
            "formula": metric.formula_text or None,
        }
        for metric in report_metrics(report).values()
    ]
    return json.dumps({"metrics": records}, ensure_ascii=False, indent=1) + "\n"

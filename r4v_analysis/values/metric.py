"""A metric: a number that an analysis stands on, with its name, bounds, unit, formula and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from r4v_analysis.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Metric:
    """One computed or printed number.

    `id` is unique in a report: a family, and after a dot what of it (`people_reached.protection`).
    `name` is the message that names its family, `about` a kind of thing and its codes
    (`("sector", "protection")`), from which `labels.metric` makes its name. `formula` says in words how the
    quantity follows from its sources, with named places for `constants`; it is empty for a printed
    number. `unit` is usd, people,
    share (of 1), days, months, ratio, or a rate such as usd_per_month. `as_of` is the day that the
    number is about. `step` is what a part of an amount is rounded to wherever it is shown, so that the
    parts add up; None: what its own bounds allow.
    """

    id: str
    quantity: Quantity
    unit: str
    formula: str = ""
    basis: str = ""
    as_of: date | None = None
    constants: Mapping[str, object] = field(default_factory=dict)
    name: str = ""
    about: tuple[str, ...] = ()
    step: float | None = None

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


def keyed(metrics: Iterable[Metric], names: Mapping[str, str] = MappingProxyType({})) -> dict[str, Metric]:
    """Metrics by id, each with the name that its id, else its family, has in `names`.

    Raises
    ------
    ValueError
        Two metrics share an id.
    """
    result: dict[str, Metric] = {}
    for metric in metrics:
        if metric.id in result:
            raise ValueError(f"two metrics are called {metric.id!r}")
        name = metric.name or names.get(metric.id) or names.get(metric.id.partition(".")[0], "")
        result[metric.id] = metric if name == metric.name else replace(metric, name=name)
    return result

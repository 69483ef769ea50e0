"""The numbers of reports side by side: what each prints, the change where two compare, else why they don't.

One `Facts` a report, in time linear in the reports; a page compares any two of them by their terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from r4v_analysis.analysis import terms as comparability
from r4v_analysis.analysis.funding.readings import BOX, readings_of
from r4v_analysis.analysis.terms import Row, Terms
from r4v_analysis.data.cells import as_date, as_text, own_day, row_quantity
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import labels
from r4v_analysis.language.formats import N_, format_quantity, translator
from r4v_analysis.values.period import Period
from r4v_analysis.values.quantity import Quantity, exact, interval, spoken

HEADLINES = tuple(labels.HEADER)
"""The header box's numbers, in the order of columns."""
DERIVED = {
    "unmet": N_("Unmet requirements, if the amount counts from January"),
    "unmet_by_report": N_("Unmet requirements, if the amount is of the report’s months only"),
    "needed": N_("Needed a month until December, if the amount counts from January"),
    "needed_by_report": N_("Needed a month until December, if the amount is of the report’s months only"),
}
"""What follows from requirements and funding, in each reading of the months that the amount covers."""
ONLY_ONE = N_("only one of the two reports prints it")
NOT_LISTED = N_("only one of the two sector rows has this sector")
NOT_REPORTED = N_("one of the two reports leaves it open")

CHANGE_UNITS = {"share": "share_change"}

_TEXTS = (
    "report_id", "observation_id", "section", "qualifier", "printed", "basis", "population_group",
    *comparability.COUNTED, *comparability.PROCEDURE,
)  # fmt: skip
_OTHERS = ("value", "period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number: its measure's id, the same in every report, with its terms and the row it is printed in.

    A derived number's row names what it is, and no place of print.
    """

    measure: str
    quantity: Quantity
    unit: str
    terms: Terms
    row: Row

    @property
    def counted(self) -> Quantity:
        """The number for a difference: as rounded as its zeros say, where people printed it; a table's row is exact."""
        is_row = publisher_of(str(self.row.get("report_id") or "")) in DOCUMENTLESS
        return self.quantity if is_row else spoken(self.quantity)

    @property
    def is_headline(self) -> bool:
        """Whether it is one of the header box's five."""
        return self.measure.startswith("header.")

    @property
    def is_derived(self) -> bool:
        """Whether it is computed from printed numbers."""
        return self.measure.startswith("derived.")

    @property
    def is_sector(self) -> bool:
        """Whether it stands in the sector row."""
        return self.measure.startswith("sector.")


@dataclass(frozen=True)
class Facts:
    """What one report prints, by measure."""

    report_id: str
    country_iso3: str
    publisher: str
    period: Period
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def headline(self, indicator: str) -> Fact | None:
        """A number of the header box; None where it is not printed."""
        return self.facts.get(f"header.{indicator}")


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure in two reports. `reason` says why there is no change; empty where there is one."""

    measure: str
    before: Fact | None
    after: Fact | None
    reason: str
    is_if_monthly: bool = False

    @property
    def fact(self) -> Fact:
        """Either of both, the later one if there is one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  a measure comes from one of them
        return found

    @property
    def change(self) -> Quantity:
        """Later - earlier; of two derived numbers without all bounds nothing but a bound is known."""
        assert self.before and self.after  # noqa: S101  asked only where there is no reason against
        found = self.after.counted - self.before.counted
        is_open = not found.is_about and (found.low is None or found.high is None)
        return replace(found, value=None) if self.after.is_derived and is_open else found


def compare(before: Facts, after: Facts) -> list[Compared]:
    """Every measure of two reports: headline numbers in their order, then the others in that of the later report."""
    found = [_compared(name, before.facts.get(name), after.facts.get(name)) for name in {**after.facts, **before.facts}]
    return sorted(found, key=lambda item: _place(item.measure))


def _place(measure: str) -> int:
    kind, _dot, name = measure.partition(".")
    if kind == "header":
        return HEADLINES.index(name)
    return len(HEADLINES) + (kind != "derived")


def earlier(series: Sequence[Facts]) -> Facts:
    """What the last of two or more reports is compared with: the last one before that shares a headline number."""
    *before, last = series
    own = {name for name in last.facts if name.startswith("header.")}
    return next((item for item in reversed(before) if own & set(item.facts)), before[-1])


def _compared(name: str, before: Fact | None, after: Fact | None) -> Compared:
    if before is None or after is None:
        is_listed = name.startswith("sector.")
        return Compared(name, before, after, NOT_LISTED if is_listed else ONLY_ONE)
    if before.quantity.is_missing or after.quantity.is_missing:
        return Compared(name, before, after, NOT_REPORTED)
    reason = comparability.obstacle(before.terms, after.terms)
    is_if_monthly = not reason and comparability.is_if_monthly(before.terms, after.terms)
    return Compared(name, before, after, comparability.REASONS.get(reason, ""), is_if_monthly)


def change_text(change: Quantity, unit: str, lang: str) -> str:
    """`1,424 more`, `at least 463 less`; an interval where both are possible.

    Of two lower bounds only the difference of the printed numbers is known, not that of what they bound.
    """
    _ = translator(lang).gettext
    unit = CHANGE_UNITS.get(unit, unit)
    low, high, value = change.low, change.high, change.value
    if value == 0:
        return _("no change as printed")
    if (low is not None and low >= 0) or (change.is_about and value is not None and value > 0):
        return _("{number} more").format(number=format_quantity(change, unit, lang))
    if (high is not None and high <= 0) or change.is_about:
        return _("{number} less").format(number=format_quantity(negated(change), unit, lang))
    if low is not None and high is not None:
        return format_quantity(interval(low, high), unit, lang)
    if value is None:
        return _("not known")
    return _("{number} between the printed numbers").format(number=format_quantity(exact(abs(value)), unit, lang))


def negated(quantity: Quantity) -> Quantity:
    """The same with the other sign."""
    return replace(quantity, value=_minus(quantity.value), low=_minus(quantity.high), high=_minus(quantity.low))


def _minus(number: float | None) -> float | None:
    return None if number is None else -number


def all_facts(data: Data) -> dict[str, Facts]:
    """What every report prints, each with the misprints that its own page corrects; in the order of reports.csv."""
    sectors = data.tables["sectors"]
    parents = {code: as_text(parent) for code, parent in zip(sectors["sector"], sectors["parent"], strict=True)}
    rows: dict[object, dict[str, list[Row]]] = {}
    found: dict[str, Facts] = {}
    for report in data.tables["reports"].to_dict("records"):
        period = Period(report["period_start"].date(), report["period_end"].date())
        known = data.known_by(own_day(report))
        if known.corrections not in rows:
            rows[known.corrections] = _rows_by_report(known.tables["observations"])
        id_ = str(report["report_id"])
        printed = rows[known.corrections].get(id_, [])
        facts: dict[str, Fact] = {}
        for fact in _facts(printed, period, parents):
            facts.setdefault(fact.measure, fact)
        facts |= {fact.measure: fact for fact in _derived(facts, period)}
        found[id_] = Facts(id_, str(report["country_iso3"]), publisher_of(id_), period, facts)
    return found


def _rows_by_report(observations: pd.DataFrame) -> dict[str, list[Row]]:
    if observations.empty:
        return {}
    texts = {name: observations[name].fillna("").astype(object) for name in _TEXTS}
    columns = [*texts.values(), *(observations[name].tolist() for name in _OTHERS)]
    found: dict[str, list[Row]] = {}
    for cells in zip(*columns, strict=True):
        row = dict(zip((*_TEXTS, *_OTHERS), cells, strict=True))
        found.setdefault(row["report_id"], []).append(row)
    return found


def _facts(rows: Sequence[Row], period: Period, parents: Mapping[str, str]) -> Iterator[Fact]:
    parts: dict[str, set[str]] = {}
    for row in rows:
        if row["section"] == "sector_table":
            for sector in (row["sector"], parents.get(row["sector"], "")):
                parts.setdefault(sector, set()).add(row["sector"])
    for row in rows:
        name = str(row["observation_id"])
        if row["section"] == "header" and row["indicator"] in (*HEADLINES, *comparability.PLAN):
            name = f"header.{row['indicator']}" if row["indicator"] in HEADLINES else name
            terms = comparability.header_terms(row, period)
        else:
            window = Period(as_date(row["period_start"]) or period.start, as_date(row["period_end"]) or period.end)
            is_sector = row["section"] == "sector_table" and row["indicator"] == "people_reached"
            divided = "+".join(sorted(parts[row["sector"]])) if is_sector else comparability.ANY
            terms = comparability.count_terms(row, window, divided)
            name = f"sector.{row['sector']}.{row['stream']}" if is_sector else name
        yield Fact(name, row_quantity(row), row["unit"], terms, row)


def _derived(facts: Mapping[str, Fact], period: Period) -> Iterator[Fact]:
    """Unmet requirements and the pace needed, in each reading of the funding box."""
    printed = {name: facts[f"header.{name}"] for name in BOX if f"header.{name}" in facts}
    box = {name: fact.quantity for name, fact in printed.items()}
    bases = {name: fact.row["basis"] for name, fact in printed.items()}
    terms = (("year", str(period.end.year)),)
    for reading in readings_of(period, box, bases):
        suffix = "" if reading.name == "since_january" else "_by_report"
        for name, quantity, unit in (("unmet", reading.unmet, "usd"), ("needed", reading.needed, "usd_per_month")):
            if not quantity.is_missing:
                row = {"indicator": f"{name}{suffix}", "sector": "", "stream": ""}
                yield Fact(f"derived.{name}{suffix}", quantity, unit, terms, row)

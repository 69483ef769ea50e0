"""Regularization counts over time: who said which number of which stage for which day.

A count is keyed by programme, stage and day (DOMAIN, rule 8); a day that a source gives only as a
month is an interval. Sources that disagree stay side by side (rule 9), and nothing known after the
report's `vintage` is in here (rule 14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, groupby, pairwise
from typing import Literal

import pandas as pd

from r4v_analysis.analysis.regularization.calendar import CALENDAR, FILED, RUNNING, window
from r4v_analysis.data.cells import as_text, row_quantity
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.data.spellings import same_authority
from r4v_analysis.language.formats import N_
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, half_unit, interval, missing, observed

GRANTED, IN_PROCESS = "granted", "in_process"
WIDEST = 5
"""How many times its low end the high end of a pace may be; a wider one tells nothing."""

Verdict = Literal["bounds_allow_both", "exclude_each_other", "days_differ"]


@dataclass(frozen=True, slots=True)
class Count:
    """One source's number of a programme's stage, on a day that lies in `first`..`last`.

    `group` names a part of the people (asylum seekers, say), empty for all of them. `sources` of the
    quantity name the row or rows of data/. `statement` is the report or address
    that says it; `is_sum` marks "granted + in process", both said by one source for one day.
    """

    programme: str
    stage: str
    quantity: Quantity
    unit: str
    basis: str
    first: date
    last: date
    authority: str
    statement: str
    group: str = ""
    is_sum: bool = False

    @property
    def key(self) -> str:
        """The programme, and the stage where it is not the filed one, as a part of a metric's id."""
        return series_key(self.programme, self.stage)

    @property
    def metric_id(self) -> str:
        """The id of the metric that holds this count."""
        kind = "filed_sum" if self.is_sum else "known_count"
        return f"{kind}.{self.programme}.{self.quantity.sources[0].replace('/', '.')}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Counts of one stage on one day, or on days that can be the same, whose numbers differ."""

    counts: tuple[Count, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Pace:
    """What came in a day between two counts of one stage: an interval where days or counts are."""

    earlier: Count
    later: Count
    quantity: Quantity


def series_key(programme: str, stage: str) -> str:
    """`cpp_2023` for applications, `cpp_2020.pre_registered` for another stage."""
    return programme if stage == FILED else f"{programme}.{stage}"


@once_a_report
def counts(report: Report) -> list[Count]:
    """All counts known on the report's `vintage`, by programme, stage and day.

    Those of the report, of earlier reports, and of other sources; and as applications the sum of
    granted and in process where one source says both for one day, as R4V's own key figure of the PTP
    is made ("granted and in process"). Refused ones are in neither.
    """
    known = set(report.known_programmes["programme"])
    return [count for count in collected(report.record, report.known("programme-counts")) if count.programme in known]


def collected(observations: pd.DataFrame, table: pd.DataFrame) -> list[Count]:
    """The counts in observations of reports and in rows of programme_counts, and the sums of granted and in process."""
    found = [*_of_reports(observations), *_of_table(table)]
    return sorted([*found, *_filed_sums(found)], key=_order)


def _order(count: Count) -> tuple[str, str, str, date, date, tuple[str, ...]]:
    return count.programme, count.stage, count.group, count.last, count.first, count.quantity.sources


def _of_reports(rows: pd.DataFrame) -> Iterator[Count]:
    rows = rows[rows[["programme", "stage", "as_of", "value"]].notna().all(axis="columns")]
    for row in records(rows[rows["unit"] != "share"]):
        yield _count(row, row_quantity(row), row["as_of"], row["as_of"], str(row["report_id"]))


def _of_table(rows: pd.DataFrame) -> Iterator[Count]:
    for row in records(rows[rows["value"].notna()]):
        source = f"programme_counts/{row['count_id']}"
        quantity = observed(float(row["value"]), str(row["qualifier"]), as_text(row["printed"]), source)
        yield _count(row, quantity, row["date_low"], row["date_high"], as_text(row["source_url"]))


def _count(row: Record, quantity: Quantity, first: pd.Timestamp, last: pd.Timestamp, statement: str) -> Count:
    programme, stage, unit = (str(row[name]) for name in ("programme", "stage", "unit"))
    basis, authority, group = (as_text(row.get(name)) for name in ("basis", "authority", "population_group"))
    days = first.date(), last.date()
    return Count(programme, stage, quantity, unit, basis, *days, authority, statement, "" if group == "all" else group)


def _filed_sums(found: Sequence[Count]) -> Iterator[Count]:
    """Granted + in process, where a source says each once for one day."""
    for granted in found:
        if granted.stage != GRANTED:
            continue
        said = [count for count in found if _statement(count) == _statement(granted)]
        held, pending = ([count for count in said if count.stage == stage] for stage in (GRANTED, IN_PROCESS))
        if len(held) == len(pending) == 1:
            quantity = held[0].quantity + pending[0].quantity
            yield replace(granted, stage=FILED, quantity=quantity, basis=RUNNING, is_sum=True)


def _statement(count: Count) -> tuple[str, ...]:
    return count.programme, str(count.first), str(count.last), count.statement, count.unit, count.group


def span(quantity: Quantity) -> tuple[float | None, float | None]:
    """Low and high as a scenario takes them: "around" stands for itself, an unknown bound stays None."""
    if quantity.is_about or (quantity.low is None and quantity.high is None):
        return quantity.value, quantity.value
    return quantity.low, quantity.high


def hull(quantities: Sequence[Quantity]) -> Quantity:
    """The interval over all that sources say of one number; a single one as it is.

    "More than" opens it upward only where no other source reaches as high, "almost" downward only
    where none reaches as low.
    """
    if len({replace(quantity, sources=()) for quantity in quantities}) == 1:
        return quantities[0].named(*_sources(quantities))
    lows = [low for low, _high in map(span, quantities) if low is not None]
    highs = [high for _low, high in map(span, quantities) if high is not None]
    low = min(lows) if lows and (not highs or min(lows) <= min(highs)) else None
    high = max(highs) if highs and (not lows or max(highs) >= max(lows)) else None
    return Quantity(low if low == high else None, low, high, sources=_sources(quantities))


def _sources(quantities: Iterable[Quantity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for quantity in quantities for source in quantity.sources))


def by_stage(found: Iterable[Count]) -> dict[tuple[str, str, str], list[Count]]:
    """Counts by programme, stage and group of people, each in the order of days."""
    ordered = sorted(found, key=_order)
    keyed = groupby(ordered, key=lambda count: (count.programme, count.stage, count.group))
    return {key: list(rows) for key, rows in keyed}


def conflicts(found: Iterable[Count]) -> list[Conflict]:
    """Numbers of one programme, stage and group that differ for days that overlap; kept, never resolved."""
    groups = [group for rows in by_stage(found).values() for group in _same_days(rows)]
    differing = [group for group in groups if len({(count.quantity.value, count.unit) for count in group}) > 1]
    return [Conflict(tuple(group), _verdict(group)) for group in differing]


def _same_days(rows: Sequence[Count]) -> Iterator[list[Count]]:
    """Groups whose days overlap, one through another where one is a whole month."""
    group: list[Count] = []
    for count in sorted(rows, key=lambda count: (count.first, count.last)):
        if group and count.first > max(other.last for other in group):
            yield group
            group = []
        group.append(count)
    if group:
        yield group


def _verdict(group: Sequence[Count]) -> Verdict:
    """Whether the words allow all numbers, two of one day exclude each other, or the days leave it open."""
    if all(_agree(one, other) for one, other in combinations(group, 2)):
        return "bounds_allow_both"
    same_day = [pair for pair in combinations(group, 2) if _day(pair[0]) == _day(pair[1]) is not None]
    return "days_differ" if all(_agree(one, other) for one, other in same_day) else "exclude_each_other"


def _agree(one: Count, other: Count) -> bool:
    (low, high), (least, most) = span(one.quantity), span(other.quantity)
    return (most is None or low is None or low <= most) and (high is None or least is None or least <= high)


def _day(count: Count) -> date | None:
    return count.last if count.first == count.last else None


def paces(report: Report, found: Iterable[Count]) -> list[Pace]:
    """Pace between each two counts that follow one another, where both run since the opening and mean the same.

    (later - earlier) / days between; one stage, one unit, the same authorities, and no sum beside a single
    count; sources that differ for a day widen it. A count of a day after the deadline is a restatement, and
    makes no pace; nor do counts that leave it open (`_pace`).
    """
    result = []
    for (programme, stage, _group), rows in by_stage(found).items():
        deadline = window(report, programme, stage).deadline if stage in CALENDAR else None
        open_days = [row for row in rows if row.basis == RUNNING and (not deadline or row.first <= deadline[1])]
        said = [_said(group) for group in _same_days(open_days)]
        for earlier, later in pairwise(said):
            pace = _pace(earlier, later)
            if _meaning(earlier) == _meaning(later) and not pace.is_missing:
                result.append(Pace(earlier, later, pace))
    return result


def _said(group: Sequence[Count]) -> Count:
    """What all sources say of days that overlap, as one count of an interval."""
    first, last = min(count.first for count in group), max(count.last for count in group)
    named: dict[str, str] = {}
    for count in group:
        named.setdefault(same_authority(count.authority), count.authority)
    authority = "; ".join(filter(None, named.values()))
    quantity = hull([count.quantity for count in group])
    is_sum = any(count.is_sum for count in group)
    return replace(group[0], quantity=quantity, first=first, last=last, authority=authority, is_sum=is_sum)


def _meaning(count: Count) -> tuple[str, bool, frozenset[str]]:
    """What two counts have in common to be compared: unit, sum or not, and who counted ("SNM" of "SNM (Andina)")."""
    counted = frozenset(same_authority(name.partition(" (")[0]) for name in count.authority.split("; "))
    return count.unit, count.is_sum, counted


def _rounding(quantity: Quantity) -> tuple[float | None, float | None]:
    """Low and high as `span`, a single number widened by its `half_unit`; a bound in words stays as it is."""
    low, high = span(quantity)
    if low is None or low != high:
        return low, high
    return low - half_unit(low), low + half_unit(low)


def _pace(earlier: Count, later: Count) -> Quantity:
    """(later - earlier) / days; missing where it has no low end above 0, or one end is `WIDEST` times the other.

    "Around" stays: such a number has no bounds, its rounding only tells whether the difference says anything.
    """
    days = interval((later.first - earlier.last).days, (later.last - earlier.first).days)
    (low, high), (least, most) = _rounding(later.quantity), _rounding(earlier.quantity)
    start = None if low is None or most is None else low - most
    end = None if high is None or least is None else high - least
    sources = _sources([later.quantity, earlier.quantity])
    pace = Quantity(start if start == end else None, start, end, sources=sources) / days
    if pace.low is None or pace.low <= 0 or (pace.high or 0) > WIDEST * pace.low:
        return missing(*sources)
    if end is None or not (earlier.quantity.is_about or later.quantity.is_about):
        return pace
    if days.value is None or later.quantity.value is None or earlier.quantity.value is None:
        return missing(*sources)
    return Quantity(later.quantity.value - earlier.quantity.value, is_about=True, sources=sources) / days


def metrics(report: Report) -> Iterator[Metric]:
    """Each known count that is not printed by the report itself, each sum, and each pace between two counts."""
    found = counts(report)
    for count in found:
        constants, about = {"stage": count.stage, "day": count.last}, ("programme", count.programme)
        formula = N_("granted + in process, as one source says both for one day") if count.is_sum else ""
        if count.is_sum or count.statement != report.report_id:
            rest = (count.unit, formula, count.basis, count.last, constants)
            yield Metric(count.metric_id, count.quantity, *rest, about=about)
    for pace in paces(report, found):
        yield _pace_metric(pace)


def pace_id(pace: Pace) -> str:
    """The id of a pace's metric."""
    group = f".{pace.later.group}" if pace.later.group else ""
    return f"pace_between.{pace.later.key}{group}.{pace.earlier.last}_{pace.later.last}"


def _pace_metric(pace: Pace) -> Metric:
    unit = f"{pace.later.unit}_per_day"
    formula = N_("(count of {day} − count of {earlier}) ÷ days between them")
    constants = {"stage": pace.later.stage, "day": pace.later.last, "earlier": pace.earlier.last}
    about, day = ("programme", pace.later.programme), pace.later.last
    return Metric(pace_id(pace), pace.quantity, unit, formula, as_of=day, constants=constants, about=about)

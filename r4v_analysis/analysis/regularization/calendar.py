"""Uptake of regularization programmes: counts by stage against their legal calendar.

Every count belongs to one programme, one stage and one date (DOMAIN, rule 8). An opening that no
source prints is an interval, and a pace carries its width. Days between two dates are their
difference: from 10 May to 28 July are 79.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report, row_quantity
from r4v_analysis.errors import UsageError
from r4v_analysis.values.quantity import Quantity, exact, interval, missing

FILED = "application"
"""The stage whose count the legal calendar bounds."""

CALENDAR: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    FILED: (("opening",), ("deadline", "extension")),
    "pre_registered": (
        ("pre_registration_opening",),
        ("pre_registration_closing", "pre_registration_deadline", "pre_registration_extension"),
    ),
}
"""Stages that have a window of their own, with the events that open and close it."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a programme takes applications, as known; each end earliest and latest."""

    programme: str
    opening: tuple[date, date] | None
    deadline: tuple[date, date] | None
    sources: tuple[str, ...]

    def days_open(self, day: date) -> Quantity:
        """Days from the opening to a day; missing where no opening is known or it lies ahead."""
        if self.opening is None or day < self.opening[1]:
            return missing(*self.sources)
        return interval((day - self.opening[1]).days, (day - self.opening[0]).days, *self.sources)

    def days_left(self, day: date) -> Quantity:
        """Days from a day to the deadline; negative after it; missing where none is known."""
        if self.deadline is None:
            return missing(*self.sources)
        return interval((self.deadline[0] - day).days, (self.deadline[1] - day).days, *self.sources)

    def share_gone(self, day: date) -> Quantity:
        """Days open / (days open + days left), a share of the window; above 1 after the deadline.

        Both ends move with the opening, so the interval is that of the two openings.
        """
        is_open = self.opening is not None and day >= self.opening[1]
        if not is_open or self.opening is None or self.deadline is None:
            return missing(*self.sources)
        shares = [
            (day - opening).days / (deadline - opening).days for opening in self.opening for deadline in self.deadline
        ]
        return interval(min(shares), max(shares), *self.sources)


@dataclass(frozen=True, slots=True)
class Uptake:
    """One programme's filed count, with its window, on the day that the count stands for."""

    programme: str
    observation_id: str
    count: Quantity
    unit: str
    day: date
    window: Window

    @property
    def is_late(self) -> bool:
        """Whether the count was taken after the last day of the window."""
        return self.window.deadline is not None and self.day > self.window.deadline[1]

    @property
    def pace(self) -> Quantity:
        """Count / days open, a day; missing for a count after the deadline, when days no longer bring any.

        Average so far, not a forecast: deadlines pull applications.
        """
        return missing(*self.count.sources) if self.is_late else self.count / self.window.days_open(self.day)

    def needed(self, target: Quantity) -> Quantity:
        """(target - count) / days left, a day: what would reach a named number by the deadline.

        0 where the count has reached it; missing where the deadline is unknown or past. Where the
        count is "over" a number, what is needed is at most this.
        """
        left = self.window.days_left(self.day)
        if left.is_missing or (left.low or 0) <= 0:
            return missing(*self.count.sources)
        if None not in (self.count.low, target.value) and (self.count.low or 0) >= (target.value or 0):
            return exact(0, *self.count.sources)
        return (target - self.count) / left


@once_a_report
def window(report: Report, programme: str, stage: str = FILED) -> Window:
    """A programme's window for a stage of `CALENDAR`, from the events known on the report's `vintage`.

    The latest known deadline counts: an extension known by then replaces the first one. Of another
    stage there is no window: deliveries, say, go on after the deadline.
    """
    return window_of(_events(report), report.vintage, programme, stage)


def window_of(events: Iterable[Record], day: date, programme: str, stage: str = FILED) -> Window:
    """A programme's window for a stage, from the events of it that were said last by a day."""
    opening, deadlines = (_said(events, day, programme, names) for names in CALENDAR.get(stage, ((), ())))
    return _window(programme, opening[-1:], deadlines[-1:])


def first_window(report: Report, programme: str, stage: str = FILED) -> Window:
    """The same with the deadline that was announced first, whatever moved it since."""
    events, day = _events(report), report.vintage
    opening, deadlines = (_said(events, day, programme, names) for names in CALENDAR.get(stage, ((), ())))
    return _window(programme, opening[-1:], deadlines[:1])


def _window(programme: str, opening: Sequence[Record], deadline: Sequence[Record]) -> Window:
    sources = tuple(f"programme_events/{event['event_id']}" for event in (*opening, *deadline))
    return Window(programme, _days(opening), _days(deadline), sources)


def _said(events: Iterable[Record], day: date, programme: str, names: Sequence[str]) -> list[Record]:
    """Events of a kind in the order in which they were said; what a report itself prints counts as said by its day."""
    own = pd.Timestamp(day)
    rows = [event for event in events if event["programme"] == programme and event["event"] in names]
    return sorted(rows, key=lambda event: (min(own, event["known_from"]), event["date_high"]))


def _days(events: Sequence[Record]) -> tuple[date, date] | None:
    return (events[0]["date_low"].date(), events[0]["date_high"].date()) if events else None


@once_a_report
def _events(report: Report) -> list[Record]:
    return records(report.events)


@once_a_report
def uptakes(report: Report) -> list[Uptake]:
    """The filed counts of a report, one a programme and date; empty where it prints none."""
    rows = report.select(stage=FILED)
    rows = rows[rows[["programme", "as_of", "value"]].notna().all(axis="columns") & (rows["unit"] != "share")]
    return [
        Uptake(
            str(row["programme"]),
            str(row["observation_id"]),
            row_quantity(row),
            str(row["unit"]),
            row["as_of"].date(),
            window(report, str(row["programme"])),
        )
        for _, row in rows.iterrows()
    ]


@once_a_report
def stages(report: Report) -> pd.DataFrame:
    """All that the report prints about stages: different populations, not one funnel.

    Columns of an observation (observation_id, programme, stage, value, unit, qualifier, basis,
    as_of, part_of, printed, note), in the usual order of the stages.
    """
    columns = [
        "observation_id",
        "programme",
        "stage",
        "value",
        "unit",
        "qualifier",
        "basis",
        "as_of",
        "part_of",
        "printed",
        "note",
    ]
    rows = report.observations
    rows = rows[rows["stage"].notna()]
    order = rows["stage"].map(report.codes("stages")["position"])
    return rows.assign(_order=order).sort_values("_order", kind="stable")[columns].reset_index(drop=True)


def presets(report: Report, programme: str) -> list[Quantity]:
    """Named numbers of the report itself to measure a pace against, smallest first.

    The people and procedures of other stages and programmes that exceed the programme's count:
    scales to think with, not goals that anybody set.
    """
    own = [uptake for uptake in uptakes(report) if uptake.programme == programme]
    if not own or own[0].count.value is None:
        return []
    rows = stages(report)
    rows = rows[(rows["unit"] != "share") & (rows["value"] > own[0].count.value)]
    return [report.quantity(name) for name in rows.sort_values("value")["observation_id"]]


def targets(target: float) -> list[Quantity]:
    """A notebook's parameter as targets: none for 0, which leaves the report's own numbers.

    Raises
    ------
    UsageError
        Anything but a number from 0 on.
    """
    if isinstance(target, bool) or not isinstance(target, (int, float)) or not 0 <= target < math.inf:
        raise UsageError(f"target: expected a number of people, 0 or more, found {target!r}. Write it as 70000.")
    return [exact(target)] if target else []


def calendar(report: Report) -> pd.DataFrame:
    """The legal calendar known on `as_of`.

    Columns: event_id, programme, event, date_low, date_high, printed, source_report_id, source_url, note;
    earliest first.
    """
    columns = ["event_id", "programme", "event", "date_low", "date_high", "printed"]
    columns += ["source_report_id", "source_url", "note"]
    return report.events.sort_values(["date_low", "date_high", "event_id"])[columns].reset_index(drop=True)

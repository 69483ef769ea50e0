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

from r4v_analysis.data.cells import row_quantity
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.errors import UsageError
from r4v_analysis.values.quantity import Quantity, exact, interval, missing, spoken

FILED = "application"
"""The stage whose count the legal calendar bounds."""

RUNNING = "cumulative_programme"
"""The basis of a count since the opening: its difference between two days is a flow."""

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
    opening_sources: tuple[str, ...] = ()
    deadline_sources: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The rows that say either end."""
        return self.opening_sources + self.deadline_sources

    def days_open(self, day: date) -> Quantity:
        """Days from the opening to a day; missing where no opening is known or it lies ahead."""
        if self.opening is None or day < self.opening[1]:
            return missing(*self.opening_sources)
        return interval((day - self.opening[1]).days, (day - self.opening[0]).days, *self.opening_sources)

    def days_left(self, day: date) -> Quantity:
        """Days from a day to the deadline; negative after it; missing where none is known."""
        if self.deadline is None:
            return missing(*self.deadline_sources)
        return interval((self.deadline[0] - day).days, (self.deadline[1] - day).days, *self.deadline_sources)

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
    """One programme's count of a stage, with its window, on the day that the count stands for."""

    programme: str
    observation_id: str
    count: Quantity
    unit: str
    day: date
    window: Window
    stage: str = FILED

    @property
    def is_late(self) -> bool:
        """Whether the count was taken after the last day of the window."""
        return self.window.deadline is not None and self.day > self.window.deadline[1]

    @property
    def pace(self) -> Quantity:
        """Count / days open, a day; missing for a count after the deadline, when days no longer bring any.

        Average so far, not a forecast: deadlines pull applications.
        """
        return missing(*self.count.sources) if self.is_late else spoken(self.count) / self.window.days_open(self.day)

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
        return (target - spoken(self.count)) / left


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
    said = [tuple(f"programme_events/{event['event_id']}" for event in ends) for ends in (opening, deadline)]
    return Window(programme, _days(opening), _days(deadline), *said)


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
    rows = _dated(report)
    return [_uptake(report, row) for row in records(rows[rows["stage"] == FILED])]


@once_a_report
def furthest(report: Report) -> list[Uptake]:
    """Of each programme the furthest stage that the report counts, the programme that is furthest first.

    A count since the opening goes before a stock; those of a group of people are part of another number.
    """
    rows = _dated(report)
    rows = rows[rows["population_group"].isna() | (rows["population_group"] == "all")]
    rows = rows.assign(
        _running=rows["basis"] == RUNNING, _position=rows["stage"].map(report.codes("stages")["position"])
    )
    rows = rows.sort_values(["_running", "_position", "as_of"], kind="stable").drop_duplicates("programme", keep="last")
    rows = rows.assign(_people=rows["unit"] == "people")
    rows = rows.sort_values(["_position", "_people", "value"], ascending=False, kind="stable")
    return [_uptake(report, row) for row in records(rows)]


def _dated(report: Report) -> pd.DataFrame:
    """Counts that have a programme, a stage and a day."""
    rows = report.observations
    named = rows[["programme", "stage", "as_of", "value"]].notna().all(axis="columns")
    return rows[named & (rows["unit"] != "share")]


def _uptake(report: Report, row: Record) -> Uptake:
    """A count with the window of its stage; that of applications for what comes after they are filed."""
    programme, stage = str(row["programme"]), str(row["stage"])
    frame = window(report, programme, stage if stage in CALENDAR else FILED)
    day = row["as_of"].date()
    return Uptake(programme, str(row["observation_id"]), row_quantity(row), str(row["unit"]), day, frame, stage)


@once_a_report
def stages(report: Report) -> pd.DataFrame:
    """All that the report prints about stages: different populations, not one funnel.

    Columns of an observation (observation_id, programme, stage, value, unit, qualifier, basis,
    as_of, part_of, printed, note), in the usual order of the stages.
    """
    columns = [
        "observation_id", "programme", "stage", "value", "unit", "qualifier", "basis", "as_of", "part_of", "printed",
        "note",
    ]  # fmt: skip
    rows = report.observations
    rows = rows[rows["stage"].notna()]
    order = rows["stage"].map(report.codes("stages")["position"])
    return rows.assign(_order=order).sort_values("_order", kind="stable")[columns].reset_index(drop=True)


def targets(target: float) -> list[Quantity]:
    """A notebook's parameter as targets: none for 0. No report's number becomes a goal by itself.

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

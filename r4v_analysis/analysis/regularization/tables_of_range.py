"""Tables of the range for a deadline: the courses and cases that it stands on, and how it did on each of them."""

from __future__ import annotations

from statistics import fmean

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.regularization.clock import OpenProgramme, Point, Series, running
from r4v_analysis.analysis.regularization.deadline_range import (
    LEVELS,
    Case,
    Outlook,
    WindowTrial,
    middle,
    on_course,
    printed,
    tried,
)
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.language.formats import format_number, format_quantity, format_short_date, translator
from r4v_analysis.values.quantity import Quantity


def cases_table(report: Report, item: OpenProgramme, outlook: Outlook, lang: str) -> Table:
    """The finished programmes that a range stands on, with the count that was taken of each."""
    _ = translator(lang).gettext
    header = (
        _("Finished programme"),
        _("Count of"),
        _("Share of the window gone"),
        _("Share of the closing count"),
        _("On its course"),
    )
    ends = [on_course(item, case) for case in outlook.cases]
    rows = [
        (
            name_of(report, case.series, lang),
            format_short_date(case.point.count.last, lang),
            format_number(middle(case.point), "share", lang, 0.01),
            format_number(_share_of_closing(case), "share", lang, 0.01),
            format_number(end, "people", lang, 10.0 ** (len(f"{end:.0f}") - 2)),  # the place of the second digit
        )
        for case, end in zip(outlook.cases, ends, strict=True)
    ]
    frame = pd.DataFrame([_record(case.series, case.point) for case in outlook.cases])
    frame = frame.assign(
        exponent_low=[case.low for case in outlook.cases], exponent_high=[case.high for case in outlook.cases]
    )
    caption = _("The programmes that the range stands on")
    return Table("deadline_range", caption, header, rows, frame, frozenset({2, 3, 4}))


def _share_of_closing(case: Case) -> float:
    return fmean(printed(case.point.count.quantity)) / fmean(printed(case.series.closing))


def backtest_table(report: Report, lang: str) -> Table | None:
    """Each finished programme left out at each of its counts: the range, what came, held or not."""
    _ = translator(lang).gettext
    if not running(report) or not (found := tried(report)):
        return None
    header = (
        _("Left out"),
        _("At its count of"),
        _("Cases"),
        _("Range of 8 in 10"),
        _("Held"),
        _("Range of 9 in 10"),
        _("Held"),
        _("Came"),
    )
    rows = [_trial_row(report, trial, lang) for trial in found]
    frame = pd.DataFrame([_trial_record(trial) for trial in found])
    note = _(
        "A row is what the other programmes would have said of a finished one at that count. Rows of one programme are "
        "not independent. Where sources differ on what came, the range has to hold all of them."
    )
    caption = _("The range tried on finished programmes")
    return Table("deadline_backtest", caption, header, rows, frame, frozenset({2, 3, 5, 7}), note=note)


def _trial_row(report: Report, trial: WindowTrial, lang: str) -> tuple[str | Markup, ...]:
    _ = translator(lang).gettext
    unit = trial.point.count.unit
    verdicts = {True: _("yes"), False: _("no")}
    ranges = {level: format_quantity(Quantity(None, *trial.outlook.ranges[level]), unit, lang) for level in LEVELS}
    spans = [cell for level, text in ranges.items() for cell in (text, verdicts[trial.held(level)])]
    return (
        name_of(report, trial.series, lang),
        format_short_date(trial.point.count.last, lang),
        format_number(len(trial.outlook.cases), "people", lang),
        *spans,
        format_quantity(trial.series.closing, unit, lang),
    )


def _trial_record(trial: WindowTrial) -> dict[str, object]:
    ranges = {
        f"{end}_{level * 100:.0f}": value
        for level in LEVELS
        for end, value in zip(("low", "high", "held"), (*trial.outlook.ranges[level], trial.held(level)), strict=True)
    }
    return {**_record(trial.series, trial.point), "cases": len(trial.outlook.cases), **ranges}


def name_of(report: Report, course: Series, lang: str) -> str:
    """A programme's short name; with its unit where that is not people."""
    _ = translator(lang).gettext
    name = labels.programme(report, course.programme, lang)
    unit = course.points[0].count.unit
    if unit == "people":
        return name
    return _("{programme} ({unit})").format(programme=name, unit=labels.coded(labels.UNITS, unit, lang))


def _record(course: Series, point: Point) -> dict[str, object]:
    low, high = printed(course.closing)
    return {
        "programme": course.programme,
        "stage": course.stage,
        "unit": point.count.unit,
        "day": point.count.last,
        "window_share": middle(point),
        "count": point.count.quantity.value,
        "qualifier": point.count.quantity.qualifier,
        "closing_low": low,
        "closing_high": high,
        "from": " ".join(dict.fromkeys((*point.count.quantity.sources, *course.closing.sources))),
    }

"""What ranges gave against what came: the marked section of a page, and the ledger over all reports."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.record import QUESTIONS
from r4v_analysis.analysis.score import Score, by_level
from r4v_analysis.data.report import Data, Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.sentences import or_more
from r4v_analysis.language.formats import format_date, format_number, format_quantity, format_short_date, translator
from r4v_analysis.values.quantity import Quantity

FEW = 10
"""Scored ranges below which how many held says nothing of how such ranges do."""

SHOWN = 100
"""The most rows of the ledger that a page shows; with a row for every range, hundreds of reports would weigh more
there than all else of them."""


def section(report: Report, analysis: str, lang: str) -> Table | None:
    """The scores of a page's ranges, as hindsight; None at the report's own date, and where no end is known."""
    found = [score for question in QUESTIONS if question.notebook == analysis for score in question.scores(report)]
    if not found:
        return None
    _ = translator(lang).gettext
    heading = _("How the ranges did")
    caption = _("Ranges given on {own}, and what was known of the end by {later}").format(
        own=format_date(report.own_as_of, lang), later=format_date(report.as_of, lang)
    )
    header = (*_header(lang), _("Pace so far"), _("Pace needed"), _("Pace that came"))
    rows = [(*row(report, score, lang), *_paces(score, lang)) for score in found]
    numeric = frozenset({1, 2, 3, 5, 6, 7, 8})
    note = _("The range is that of the report’s own day; nothing that became known later is in it.")
    return Table(f"{analysis}_scores", caption, header, rows, frame(found), numeric, note=note, heading=heading)


def ledger_table(data: Data, found: Sequence[Score], lang: str) -> Table:
    """Scores of the newest reports, a report's name first, with how many of all held at each level in the note."""
    _ = translator(lang).gettext
    shown = _newest(data, found)
    rows = [(score.report_id, *row(data.report(score.report_id), score, lang)) for score in shown]
    caption = _("Ranges that can be scored, by all that is in the data")
    header = (_("Report"), *_header(lang))
    note = summary(found, lang)
    if len(shown) < len(found):
        message = _("Shown are the {shown} newest of {count} rows; r4v list --scores prints all.")
        note = f"{note} {message.format(shown=len(shown), count=len(found))}"
    return Table("ledger", caption, header, rows, frame(shown), frozenset({2, 3, 4, 6}), note=note)


def _newest(data: Data, found: Sequence[Score]) -> list[Score]:
    """At most `SHOWN` scores, those of the newest reports first."""
    ends = {report_id: data.report(report_id).period.end for report_id in {score.report_id for score in found}}
    return sorted(found, key=lambda score: ends[score.report_id], reverse=True)[:SHOWN]


def summary(found: Sequence[Score], lang: str) -> str:
    """`8 in 10: 1 of 2 held. 9 in 10: 2 of 2 held.`, and that they are few where they are."""
    _ = translator(lang).gettext
    message, counts = _("{level}: {held} of {number} held."), by_level(found)
    told = [
        message.format(level=level_text(level, lang), held=held, number=number)
        for level, (held, number) in counts.items()
    ]
    if any(number < FEW for _held, number in counts.values()):
        told.append(_("So few say nothing of how such ranges do."))
    return " ".join(told)


def level_text(level: float, lang: str) -> str:
    """`8 in 10`."""
    _ = translator(lang).gettext
    return _("{number} in 10").format(number=format_number(level * 10, "people", lang, 1.0))


def _header(lang: str) -> tuple[str, ...]:
    _ = translator(lang).gettext
    return _("Range for"), _("Level"), _("Given"), _("Came"), _("Held"), _("Off by")


def row(report: Report, score: Score, lang: str) -> tuple[str | Markup, ...]:
    """Subject, level, range, what came, held or not, and by how much not."""
    _ = translator(lang).gettext
    given = format_quantity(Quantity(None, *score.given), score.unit, lang)
    came = format_quantity(score.came, score.unit, lang)
    off = abs(score.missed_by)
    step = 0.001 if score.unit == "share" else 10.0 ** max(len(f"{off:.0f}") - 2, 0)
    return (
        _subject(report, score, lang),
        level_text(score.level, lang),
        or_more(given, score.is_open, lang),
        _("{number}, known from {day}").format(number=came, day=format_short_date(score.known_from, lang)),
        _verdict(score, lang),
        "–" if score.held else format_number(off, score.unit, lang, step),
    )


def _verdict(score: Score, lang: str) -> str:
    """Whether the range held, and whether only just: what came is an end of it."""
    _ = translator(lang).gettext
    (low, high), (least, most) = score.span, score.given
    if not score.held:
        return _("no")
    return _("yes, at its edge") if low == least or (high == most and not score.is_open) else _("yes")


def _subject(report: Report, score: Score, lang: str) -> str:
    kind, code, detail = score.about
    if kind == "programme":
        return labels.programme_stage(report, code, detail, lang)
    return labels.plan_year(report, code, detail, lang)


def _paces(score: Score, lang: str) -> tuple[str, ...]:
    shown = (score.pace, score.needed, score.pace_came)
    return tuple("–" if item.is_missing else format_quantity(item, score.pace_unit, lang) for item in shown)


def frame(found: Sequence[Score]) -> pd.DataFrame:
    """Scores as a frame to download, and what `r4v list --scores --json` prints."""
    records = [
        {
            "report_id": score.report_id,
            "about": " ".join(score.about),
            "unit": score.unit,
            "level": score.level,
            "low": score.given[0],
            "high": score.given[1],
            "is_open": score.is_open,
            "came_low": score.span[0],
            "came_high": score.span[1],
            "known_from": score.known_from.isoformat(),
            "held": score.held,
            "missed_by": score.missed_by,
            "from": " ".join(score.sources),
        }
        for score in found
    ]
    columns = ("report_id", "about", "unit", "level", "low", "high", "is_open", "came_low", "came_high", "known_from")
    return pd.DataFrame(records, columns=[*columns, "held", "missed_by", "from"])

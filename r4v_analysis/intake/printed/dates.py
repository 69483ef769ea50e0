"""Dates of a document with their years, and the period that it reports on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.printed.date_words import DateSpan, date_spans, day
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_

_TITLE_LINES = 5
_LONGEST_DAYS = 370
"""A report covers a year at most."""
_PERIOD_WORDS = re.compile(
    r"report(?:ing)? period|per[ií]odo|situation report|reporte (?:de )?situaci[oó]n|informe (?:de )?situaci[oó]n|"
    r"\bsitrep\b|end.?year report|mid.?year report|covers|cubre|reporting month|factsheet|flash update|update",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date, month or span of them, as printed.

    `low` and `high` are its first and last day; `kind` is day, days, month, months or part (of a month). Where
    `is_year_printed` is False, the year is the one that lies nearest to the report's period.
    `start` and `end` are places in the document's text.
    """

    text: str
    start: int
    end: int
    kind: str
    low: date
    high: date
    is_year_printed: bool
    line: Line


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """First and last day that a report says it covers.

    `words` are the printed ones, `line` is where they stand; `doubt` is empty, or why a person
    should look: the year is not printed, or the words stand far from the title.
    """

    start: date
    end: date
    words: str
    line: Line
    doubt: str = ""


def find_dates(document: Document, period: ReportPeriod | None = None) -> list[PrintedDate]:
    """The document's dates in order; a year that isn't printed follows from the period, or the other dates.

    A date whose year can't be told (no period, no other year) is left out.
    """
    spans = date_spans(document.text)
    period = period or document_period(document)
    anchor = (period.start, period.end) if period else _anchor(spans)
    return [_dated(document, span, anchor) for span in spans if anchor or span.is_year_printed]


def document_period(document: Document) -> ReportPeriod | None:
    """The period of a report by its title, a line that speaks of the period, or a footnote; None: not printed."""
    spans = date_spans(document.text)
    best: tuple[int, ReportPeriod] | None = None
    for span in spans:
        line = document.line_at(span.start)
        rank = _rank(document, line, span)
        found = _period(document, span, spans, line) if rank else None
        if found and (best is None or rank > best[0]):
            best = (rank, found)
    return best[1] if best else None


def _rank(document: Document, line: Line, span: DateSpan) -> int:
    """How well a date's place suits a report's period; 0: not at all."""
    is_window = span.kind in ("month", "months") or (span.kind == "days" and span.first[1:] != span.last[1:])
    words = len(line.text.split())
    place = document.lines.index(line)
    is_aside = document.text[: span.start].rstrip(" ").endswith("(") and place >= _TITLE_LINES
    if not is_window or words > 25 or (is_aside and not _PERIOD_WORDS.search(line.text)):
        return 0
    says_period = bool(_PERIOD_WORDS.search(line.text))
    near_top = line.section == "header" or place < 8
    if says_period and (near_top or words <= 12):
        return 5 + span.is_year_printed
    if near_top and words <= 12 and span.is_year_printed:
        return 4
    if line.section == "footnote" and words <= 10 and span.kind in ("months", "days"):
        return 3
    return 2 if near_top and words <= 8 else 0


def _period(document: Document, span: DateSpan, spans: Sequence[DateSpan], line: Line) -> ReportPeriod | None:
    year = span.last[0]
    doubt = ""
    if year is None:
        anchor = _anchor(spans)
        if anchor is None:
            return None
        year = anchor[0].year
        doubt = about(N_("the year of the period is not printed beside it: that of most dates is taken"), str(year))
    first_year = span.first[0] or (year if span.first[1] <= span.last[1] else year - 1)
    first, last = span.first, span.last
    start = day((year, first[1], first[2]), first_year, is_last=False)
    end = day((year, last[1], last[2]), year, is_last=True)
    if not 0 <= (end - start).days <= _LONGEST_DAYS:
        return None
    return ReportPeriod(start, end, document.text[span.start : span.end], line, doubt)


def _anchor(spans: Sequence[DateSpan]) -> tuple[date, date] | None:
    """The year of most dates that print one, as first and last day."""
    years = Counter(span.last[0] for span in spans if span.last[0] is not None)
    if not years:
        return None
    most = max(years.values())
    year = max(year for year, count in years.items() if count == most)
    return date(year, 1, 1), date(year, 12, 31)


def _dated(document: Document, span: DateSpan, anchor: tuple[date, date] | None) -> PrintedDate:
    last_year = span.last[0] or span.first[0]
    if last_year is None and anchor:
        last_year = min(
            range(anchor[0].year - 1, anchor[1].year + 2),
            key=lambda year: (_distance(day(span.last, year, is_last=True), anchor), abs(year - anchor[1].year)),
        )
    year = last_year or 1
    first_year = span.first[0] or (
        year if span.first[1:] <= span.last[1:] or span.first[1] <= span.last[1] else year - 1
    )
    return PrintedDate(
        text=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        kind=span.kind,
        low=day(span.first, first_year, is_last=False),
        high=day(span.last, year, is_last=True),
        is_year_printed=span.is_year_printed,
        line=document.line_at(span.start),
    )


def _distance(moment: date, anchor: tuple[date, date]) -> int:
    if moment < anchor[0]:
        return (anchor[0] - moment).days
    return max(0, (moment - anchor[1]).days)

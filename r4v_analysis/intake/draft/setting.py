"""What the rows of a draft have in common: report, period, and the names that data/ knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.intake.draft.home import Home
from r4v_analysis.intake.draft.row import Cells
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.passages import Passage

REGIONS = ("XRG", "XCB")
"""Codes of reports on more than a country."""


@dataclass(frozen=True)
class Setting:
    """What a row's cells are taken from, beside its own sentence.

    `leads` are headings and lines that lead a list; `sector` is that of the report as a whole, empty where it has none.
    """

    report_id: str
    country_iso3: str
    start: date
    end: date
    columns: Sequence[str]
    passages: Sequence[Passage]
    leads: Sequence[Passage]
    dates: Sequence[PrintedDate]
    programmes: Sequence[Mapping[str, str]]
    places: Mapping[str, str]
    home: Home
    sector: str

    def days_of(self, indicator: str) -> dict[str, str]:
        """First and last day of a count: the report's own; of people targeted those of the plan's year."""
        start, end = self.start, self.end
        if indicator == "people_targeted":
            start, end = start.replace(month=1, day=1), end.replace(month=12, day=31)
        return {"period_start": start.isoformat(), "period_end": end.isoformat()}

    def empty(self) -> Cells:
        """A row's cells, all empty but for the report."""
        return {**dict.fromkeys(self.columns, ""), "report_id": self.report_id}

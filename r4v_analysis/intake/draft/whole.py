"""What a document says as a whole of every one of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.draft.head import title_lines
from r4v_analysis.intake.draft.issuer import is_of_one_sector, is_own_appeal, plan_years
from r4v_analysis.intake.draft.place import names_a_part
from r4v_analysis.intake.draft.report import ReportDraft
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.dates import find_dates

_TITLE = 4


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds for all rows of a document.

    `is_guessed`: the country or the period is. `is_own_appeal`: its money may be an agency's own. `plan_years`: those
    of the plans that it names. `is_of_a_day`: its title prints a day before the period's last. `is_of_a_part`: its
    title names a part of the country. `is_of_one_sector`: it names one, and only one, at its head.
    """

    is_guessed: bool
    is_own_appeal: bool
    plan_years: frozenset[int]
    is_of_a_day: bool
    is_of_a_part: bool
    is_of_one_sector: bool


def whole_of(document: Document, report: ReportDraft, setting: Setting) -> Whole:
    """The whole of a document whose report is read."""
    title = title_lines(document)[:_TITLE]
    days = [moment.high for moment in find_dates(document) if moment.kind == "day" and moment.line.text in title]
    return Whole(
        report.is_guessed,
        is_own_appeal(document),
        plan_years(document.text),
        any(_is_inside(day, report) for day in days),
        any(names_a_part(line, setting.places, setting.home) for line in title),
        is_of_one_sector(document),
    )


def _is_inside(day: date, report: ReportDraft) -> bool:
    return report.start <= day < report.end

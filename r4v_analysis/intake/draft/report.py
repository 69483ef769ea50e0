"""The row of reports.csv that a document proposes: country, platform, period, language, digest."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.files import check_report_id
from r4v_analysis.intake.documents.document import Document, DocumentError
from r4v_analysis.intake.draft.head import Country, Head, contradictions, named_head, read_head
from r4v_analysis.intake.draft.issuer import platform_of
from r4v_analysis.intake.wording import about
from r4v_analysis.language.detection import language_of
from r4v_analysis.language.formats import N_, format_period
from r4v_analysis.values.period import month_end

NAME_IT = N_("no row is sure before a person names the report's country and months, as in")
Cells = dict[str, str]
_LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A row of reports.csv, and what a person should look at before accepting it.

    `is_guessed`: the head of the document does not surely say country and period, and no person named them.
    """

    cells: Cells
    doubts: tuple[str, ...]
    is_guessed: bool = False

    @property
    def report_id(self) -> str:
        """The id, from country and months."""
        return self.cells["report_id"]

    @property
    def start(self) -> date:
        """First day of the period."""
        return date.fromisoformat(self.cells["period_start"])

    @property
    def end(self) -> date:
        """Last day of the period."""
        return date.fromisoformat(self.cells["period_end"])


def draft_report(
    document: Document,
    countries: Sequence[Country],
    reports: Sequence[Mapping[str, str]],
    *,
    report_id: str = "",
    is_named: bool = True,
    source_url: str = "",
) -> ReportDraft:
    """The row of a document; `report_id` gives country and months where the document does not print them.

    A person who names the report settles both; where `is_named` is False the id is that of a draft made before.

    `reports` are the rows that data/ has: a plan's code is that of a report of the same year.

    Raises
    ------
    DocumentError
        Not in a language of the project, or no country or period printed in it.
    """
    if document.language and document.language not in _LANGUAGES:
        raise DocumentError(
            f"{document.name}: expected a report in English or Spanish, found the language {document.language!r}. "
            "Take the English or Spanish edition."
        )
    head = _head(document, countries, report_id, is_named=is_named)
    country, start, end = head.country, head.start, head.end
    name = report_id or head.report_id
    doubts = [*head.doubts, about(NAME_IT, f"--report {name}")] if head.doubts else []
    doubts += contradictions(document, head, countries) if report_id else []
    platform, doubt = platform_of(document, country.code)
    doubts += [doubt] if doubt else []
    known_from = month_end(date(end.year + end.month // 12, end.month % 12 + 1, 1))
    return ReportDraft(
        {
            "report_id": name,
            "country_iso3": country.code,
            "platform": platform,
            "plan_code": _plan_code(reports, end.year),
            "title": f"{_REGIONAL.get(country.code, (country.name_en, ''))[0]} situation report, {_months(start, end)}",
            "title_es": f"{_title_es(country)}, {_months_es(start, end)}",
            "period_start": start.isoformat(),
            "period_end": end.isoformat(),
            "published": "",
            "known_from": known_from.isoformat(),
            "known_from_basis": "assumed",
            "language": document.language or ("es" if language_of(document.text, fewest=1) == "es" else "en"),
            "source_url": source_url,
            "source_sha256": document.sha256,
            "notes": "",
        },
        tuple(doubts),
        is_guessed=bool(head.doubts),
    )


def _head(document: Document, countries: Sequence[Country], report_id: str, *, is_named: bool) -> Head:
    """By its id, unless that is only what the document was guessed to be."""
    if not report_id:
        return read_head(document, countries)
    named = named_head(check_report_id(report_id), countries)
    if is_named:
        return named
    try:
        read = read_head(document, countries)
    except DocumentError:
        return named
    return read if read.report_id == report_id else named


_REGIONAL = {"XRG": ("Regional", "Informe regional de situación")}


def _title_es(country: Country) -> str:
    of = {"XCB": "del", "DOM": "de la"}.get(country.code, "de")
    return _REGIONAL.get(country.code, ("", f"Informe de situación {of} {country.name_es}"))[1]


def _months_es(start: date, end: date) -> str:
    return re.sub(r"\s*–\s*", " a ", format_period(start, end, "es"))


def _plan_code(reports: Sequence[Mapping[str, str]], year: int) -> str:
    codes = [row["plan_code"] for row in reports if row.get("plan_code") and row["period_end"][:4] == str(year)]
    return Counter(codes).most_common(1)[0][0] if codes else ""


def _months(start: date, end: date) -> str:
    first, last = calendar.month_name[start.month], calendar.month_name[end.month]
    if (start.year, start.month) == (end.year, end.month):
        return f"{last} {end.year}"
    return f"{first} to {last} {end.year}" if start.year == end.year else f"{first} {start.year} to {last} {end.year}"

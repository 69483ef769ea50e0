"""The row of reports.csv that a document proposes: country, platform, period, language, digest."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.data.names import folded
from r4v_analysis.files import check_report_id
from r4v_analysis.intake.documents.document import Document, DocumentError
from r4v_analysis.intake.draft.issuer import platform_of
from r4v_analysis.intake.printed.dates import document_period, find_dates
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_, format_period
from r4v_analysis.values.period import month_end

Cells = dict[str, str]
_LANGUAGES = ("en", "es")
_TITLE_LINES = 12
_TITLE = 3
_MOST_WORDS = 12
"""Of a line that names a report's period; in a longer one a month is a part of the story."""
_WHOLE_REGION = ("latin america and the caribbean", "america latina y el caribe", "regional overview", "17 countries",
    "regional inter agency coordination platform",
    "regional situation report", "informe regional", "reporte regional", "informe de situacion regional")  # fmt: skip
"""Names of the whole region, one of which has the Caribbean's name in it."""
_OF_RESPONSE = re.compile(r"\bR4V\b|\bRMRP\b|17 (?:countries|pa[ií]ses)", re.IGNORECASE)
"""Words by which a report on the region is one of the seventeen countries of the response, and of no others."""
_ELSEWHERE = re.compile(
    r"\bVenezuela(?! (?:situation(?! (?:report|update))|crisis|migration|migrants?|refugees?|response))\b|"
    r"\b(?:South|Central|Latin) America|\bAm[eé]rica (?:del Sur|Central|Latina)|\bSudam[eé]rica|\bCentroam[eé]rica|"
    r"\bAmericas\b|\bLACRO?\b|\bSouthern Cone|\bCono Sur|\bAndean|\bregi[oó]n andina|\bregional\b|\bregi[oó]n\b",
    re.IGNORECASE,
)
"""What a title names that is no country of the response, nor all of them."""
_FROM = re.compile(
    r"(?:refugees?|migrants?|venezuelans?|people|children|refugiad\w+|migrantes|personas|niñ\w+|situaci[oó]n)"
    r"(?:[\w\s,&]{0,40}?)\s(?:from|of|de|provenientes de)\s+Venezuela",
    re.IGNORECASE,
)
_ANNUAL = re.compile(r"end[- ]?(?:of[- ])?year|year[- ]end|annual|fin de año|anual", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or region by its code and its names."""

    code: str
    name_en: str
    name_es: str

    @property
    def names(self) -> tuple[str, str]:
        """Both in small letters without accents."""
        return folded(self.name_en), folded(self.name_es)

    @property
    def is_region(self) -> bool:
        """Whether it is more than a country."""
        return self.code.startswith("X")


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A row of reports.csv, and what a person should look at before accepting it."""

    cells: Cells
    doubts: tuple[str, ...]

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
    source_url: str = "",
) -> ReportDraft:
    """The row of a document; `report_id` gives country and months where the document does not print them.

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
    doubts: list[str] = []
    given = check_report_id(report_id).split("_") if report_id else []
    country = _country(document, countries, given[0] if given else "", doubts)
    start, end = _period(document, given, doubts)
    name = report_id or f"{country.code}_{start:%Y-%m}_{end:%Y-%m}"
    platform, doubt = platform_of(document)
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
            "language": document.language or "en",
            "source_url": source_url,
            "source_sha256": document.sha256,
            "notes": "",
        },
        tuple(doubts),
    )


_REGIONAL = {"XRG": ("Regional", "Informe regional de situación")}


def _title_es(country: Country) -> str:
    of = {"XCB": "del", "DOM": "de la"}.get(country.code, "de")
    return _REGIONAL.get(country.code, ("", f"Informe de situación {of} {country.name_es}"))[1]


def _months_es(start: date, end: date) -> str:
    return re.sub(r"\s*–\s*", " a ", format_period(start, end, "es"))


def _country(document: Document, countries: Sequence[Country], given: str, doubts: list[str]) -> Country:
    if given:
        found = next((country for country in countries if country.code == given), None)
        if found is None:
            raise DocumentError(f"--report: {given} is no country of data/codes/countries.csv. Correct it, or add it.")
        return found
    first = [line for line in document.lines if line.text.strip()][:_TITLE_LINES]
    head = [line.text for line in first if line.section == "header" and len(line.text.split()) <= _MOST_WORDS]
    header = [line.text for line in document.lines if line.section == "header"]
    is_of_response = bool(_OF_RESPONSE.search(document.text))
    for lines, doubt in (
        (head[:_TITLE], ""),
        (head, ""),
        (header, ""),
        ([document.text], N_("the country is the one that the text names most: no title names it")),
    ):
        known = [country for country in countries if not country.is_region or (is_of_response and not doubt)]
        named = _named(" ".join(lines), known)
        elsewhere = _ELSEWHERE.search(
            _FROM.sub(" ", " ".join(line for line in lines if len(line.split()) <= _MOST_WORDS))
        )
        if not named and elsewhere and not doubt:
            raise DocumentError(
                f"{document.name}: expected a country of the response in the title, found {elsewhere.group()!r}. "
                "If the report is of one, or of all 17, give its id, such as --report PER_2023-08_2023-10."
            )
        if named:
            tied = [country.name_en for count, _, country in named if count == named[0][0]]
            doubts += [doubt] if doubt else []
            if len(tied) > 1:
                doubts.append(about(N_("the title names several countries alike: the first is taken"), ", ".join(tied)))
            return named[0][2]
    raise DocumentError(
        f"{document.name}: expected the name of a country of the response, found none: this may be no "
        "situation report. If it is one, give its id, such as --report PER_2023-08_2023-10."
    )


def _named(text: str, countries: Sequence[Country]) -> list[tuple[int, int, Country]]:
    """Countries by how often a text names them, then by where first: that number (negative), place, country."""
    flat = f" {folded(text)} "
    for name in _WHOLE_REGION:
        flat = flat.replace(f" {name} ", " all countries of the response ")
    found = []
    for country in countries:
        places = [flat.find(f" {name} ") for name in country.names if f" {name} " in flat]
        count = sum(flat.count(f" {name} ") for name in set(country.names))
        if places:
            found.append((-count, min(places), country))
    return sorted(found, key=lambda item: item[:2])


def _period(document: Document, given: Sequence[str], doubts: list[str]) -> tuple[date, date]:
    found = document_period(document)
    if given:
        start = date.fromisoformat(f"{given[1]}-01")
        return start, month_end(date.fromisoformat(f"{given[2]}-01"))
    if found is None:
        loose = _loose_period(document)
        if loose:
            doubts.append(about(N_("the period is the first that the head of the document names"), loose[2]))
            return loose[0], loose[1]
        raise DocumentError(
            f"{document.name}: expected the period that the report covers, in its title or a footnote, found none. "
            "Give the id, such as --report PER_2023-08_2023-10."
        )
    if found.doubt:
        doubts.append(found.doubt)
    return found.start, found.end


def _loose_period(document: Document) -> tuple[date, date, str] | None:
    """First and last day of the first months that the header names with their year, or of an annual report's year."""
    for moment in find_dates(document):
        is_window = moment.kind in ("month", "months") and moment.is_year_printed
        is_aside = document.text[: moment.start].endswith("(") or len(moment.line.text.split()) > _MOST_WORDS
        if is_window and not is_aside and moment.line.section == "header" and moment.low <= moment.high:
            return moment.low, moment.high, moment.text
    header = " ".join(line.text for line in document.lines if line.section == "header")
    annual = _ANNUAL.search(header)
    years = re.findall(r"(?<![\d-])20\d\d(?!-?\d)", header) if annual else []
    if not years:
        return None
    return date(int(years[0]), 1, 1), date(int(years[0]), 12, 31), years[0]


def _plan_code(reports: Sequence[Mapping[str, str]], year: int) -> str:
    codes = [row["plan_code"] for row in reports if row.get("plan_code") and row["period_end"][:4] == str(year)]
    return Counter(codes).most_common(1)[0][0] if codes else ""


def _months(start: date, end: date) -> str:
    first, last = calendar.month_name[start.month], calendar.month_name[end.month]
    if (start.year, start.month) == (end.year, end.month):
        return f"{last} {end.year}"
    return f"{first} to {last} {end.year}" if start.year == end.year else f"{first} {start.year} to {last} {end.year}"

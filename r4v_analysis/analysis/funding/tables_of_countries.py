"""The countries of a region's report side by side: coverage by country and plan year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from r4v_analysis.analysis.funding.countries import country_years, ended
from r4v_analysis.analysis.funding.names import derived
from r4v_analysis.analysis.funding.plan_years import PlanYear, own_year
from r4v_analysis.analysis.funding.tables import years_frame
from r4v_analysis.analysis.region import members
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import heat, labels
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.language.formats import format_date, format_list, format_number, translator
from r4v_analysis.values.metric import Metrics

Cells = Mapping[tuple[str, int], PlanYear]
"""Plan years by country and year."""


def coverage_by_country(report: Report, gap: Metrics, lang: str) -> Table | Prose | None:
    """A row a country, a column a plan year, highest coverage of the last finished year first; None for a country."""
    _ = translator(lang).gettext
    own = members(report, report.period.end.year)
    if not own:
        return None
    years = country_years(report)
    covered = [item for item in years if not item.coverage.is_missing]
    if not covered:
        return absent(_("No funding of a country was known on the report’s day."))
    columns = sorted({item.year for item in covered})
    cells = {(item.country_iso3, item.year): item for item in covered}
    ordered = _ordered(own, cells, compared_year(covered))
    rows = [
        (
            labels.country(report, code, lang),
            *(
                _cell(gap, cells.get((code, year)), is_member=code in members(report, year), lang=lang)
                for year in columns
            ),
        )
        for code in ordered
    ]
    header = (_("Country"), *map(str, columns))
    return Table(
        "coverage_by_country",
        _caption(report, covered, lang),
        header,
        rows,
        years_frame(years),
        frozenset(range(1, len(columns) + 1)),
        note=_note(report, years, lang),
        heading=_("The countries side by side"),
    )


def compared_year(covered: Sequence[PlanYear]) -> int:
    """The last year whose end is known of some countries, else the last one."""
    final = [item.year for item in covered if item.is_final]
    return max(final or [item.year for item in covered])


def _ordered(codes: Sequence[str], cells: Cells, year: int) -> list[str]:
    def rank(code: str) -> float:
        item = cells.get((code, year))
        return -(item.coverage.value or 0.0) if item else 1.0

    return sorted(codes, key=rank)


def _cell(gap: Metrics, item: PlanYear | None, *, is_member: bool, lang: str) -> Markup:
    if item is None:
        return heat.mark("–" if is_member else "")
    return heat.cell(gap[f"plan_coverage.{item.key}"], lang)


def _caption(report: Report, covered: Sequence[PlanYear], lang: str) -> str:
    """The finding: the most and the least covered country of the year that gives the order."""
    _ = translator(lang).gettext
    year = compared_year(covered)
    shares = {item.country_iso3: item.coverage.value or 0.0 for item in covered if item.year == year}
    low, high = (choose(shares, key=shares.__getitem__) for choose in (min, max))
    message = _("Coverage of the plan of {year}: from {low} ({least}) to {high} ({most})")
    return message.format(
        year=year,
        low=format_number(shares[low], "share", lang, 0.01),
        high=format_number(shares[high], "share", lang, 0.01),
        least=labels.country(report, low, lang),
        most=labels.country(report, high, lang),
    )


def _note(report: Report, years: Sequence[PlanYear], lang: str) -> str:
    """What a mark means, which year is not over, who has no number, and why nothing is added up."""
    _ = translator(lang).gettext
    ends = [_ended(report, lang), _within(years, lang)]
    notes = [_("In percent: funding ÷ requirements."), derived(years, lang), *ends, _lacking(report, years, lang)]
    first, last = (members(report, choose(item.year for item in years)) for choose in (min, max))
    if first != last:
        notes.append(_("Empty: no member of the region in that year."))
    notes.append(
        _("No sum over countries: the plan also has requirements and funding of the region, which are in no row.")
    )
    return " ".join(filter(None, notes))


def _ended(report: Report, lang: str) -> str:
    """That countries' numbers of the report's own year are of its end, where the region's are of a day within it."""
    _ = translator(lang).gettext
    own, years = own_year(report), ended(report)
    if own is None or not years:
        return ""
    message = _(
        "{year}: how the year ended, by FTS’s copy of {day}. What stands above for all countries is of {own_day}, and "
        "does not compare."
    )
    day, own_day = (format_date(item, lang) for item in (max(year.known_from for year in years), own.day))
    return message.format(year=own.year, day=day, own_day=own_day)


def _within(years: Sequence[PlanYear], lang: str) -> str:
    _ = translator(lang).gettext
    open_years = [item for item in years if not item.coverage.is_missing and not item.is_final]
    if not open_years:
        return ""
    last = max(open_years, key=lambda item: item.year)
    day = max(item.day for item in open_years if item.year == last.year)
    return _("{year}: as funded by {day}, which says no end.").format(year=last.year, day=format_date(day, lang))


def _lacking(report: Report, years: Sequence[PlanYear], lang: str) -> str:
    """Who has no coverage in the years of the table, in a line; where most have none, who has one."""
    _ = translator(lang).gettext
    found = {(item.country_iso3, item.year) for item in years if not item.coverage.is_missing}
    parts = []
    for year in sorted({year for _code, year in found}):
        named = {code: labels.country(report, code, lang) for code in members(report, year)}
        lacking = [named[code] for code in named if (code, year) not in found]
        having = [named[code] for code in named if (code, year) in found]
        if lacking:
            message = _("{year}, {countries}") if len(lacking) <= len(having) else _("{year}, all but {countries}")
            shorter = min(lacking, having, key=len)
            parts.append(message.format(year=year, countries=format_list(shorter, lang)))
    return _("No coverage known (–): {lists}.").format(lists="; ".join(parts)) if parts else ""

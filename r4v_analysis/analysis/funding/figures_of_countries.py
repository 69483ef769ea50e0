"""The countries of a region's report in the places of a map: coverage by plan year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from r4v_analysis.analysis.funding.countries import country_years
from r4v_analysis.analysis.funding.figures_over_time import years_source
from r4v_analysis.analysis.funding.plan_years import PlanYear
from r4v_analysis.analysis.funding.tables import years_frame
from r4v_analysis.analysis.funding.tables_of_countries import compared_year
from r4v_analysis.analysis.region import members
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import BLUE, LIGHT_BLUE, SECONDARY, scale_end, style
from r4v_analysis.exhibits.exhibit import Chart, Table
from r4v_analysis.exhibits.panels import HEIGHT, Panel, country_anchor, country_panels, levels, told_below, write
from r4v_analysis.language.formats import format_number, translator

Shares = Mapping[int, PlanYear]
"""A country's plan years with a coverage, by year."""


def coverage_map(report: Report, lang: str) -> Chart | None:
    """A panel a country and a bar a plan year, all on one scale; None for a country, and where one year is known."""
    _ = translator(lang).gettext
    codes = members(report, report.period.end.year)
    covered = [item for item in country_years(report) if not item.coverage.is_missing]
    years = sorted({item.year for item in covered})
    if len(years) < 2:
        return None
    of_country = {code: {item.year: item for item in covered if item.country_iso3 == code} for code in codes}
    names = {code: labels.country(report, code, lang) for code in codes}
    year = compared_year(covered)
    texts = {code: _told(found, year, lang) for code, found in of_country.items()}
    subtitle = _("Funding ÷ requirements, a bar a plan year from {first} to {last}; one scale")
    subtitle = subtitle.format(first=years[0], last=years[-1])
    top = 1.05 * scale_end(item.coverage.value for item in covered)
    title = _title(of_country, year, lang)
    with style():
        figure, axes, panels = country_panels(title, subtitle, names, len(years), top)
        levels(axes, panels, {1.0: format_number(1.0, "share", lang, 0.01)})
        for code, panel in panels.items():
            _bars(axes, panel, of_country[code], years)
            told_below(axes, panel, texts[code], country_anchor("coverage_map", code))
    alt = _("A panel a country, with its coverage of {year}: {panels}.").format(
        year=year, panels="; ".join(f"{name} {texts[code]}" for code, name in names.items())
    )
    note = _(
        "Bold: coverage of {year}. Dark: how a year ended; light: what was funded by a day within it. A dash: no "
        "coverage known. Countries stand roughly as they lie on a map."
    ).format(year=year)
    cells = [(names[code], *(_told(found, column, lang) for column in years)) for code, found in of_country.items()]
    data = Table(
        "coverage_map",
        _("Coverage by country and plan year"),
        (_("Country"), *map(str, years)),
        cells,
        years_frame(covered),
        frozenset(range(1, len(years) + 1)),
        [country_anchor("coverage_map", code) for code in of_country],
    )
    return Chart("coverage_map", title, alt, figure, data, note, years_source(report, covered, lang))


def _told(found: Shares, year: int, lang: str) -> str:
    if year not in found:
        return "–"
    share = found[year].coverage.value or 0.0
    return format_number(share, "share", lang, 0.01 if share >= 0.01 else None)


def _title(of_country: Mapping[str, Shares], year: int, lang: str) -> str:
    """In how many of the countries with both coverage fell since the year before."""
    _ = translator(lang).gettext
    both = [found for found in of_country.values() if year in found and year - 1 in found]
    if not both:
        return _("Coverage by country and plan year")
    fell = sum((found[year].coverage.value or 0) < (found[year - 1].coverage.value or 0) for found in both)
    message = _("Coverage of {year} was lower than that of {before} in {fell} of {all} countries")
    return message.format(year=year, before=year - 1, fell=fell, all=len(both))


def _bars(axes: Axes, panel: Panel, found: Shares, years: Sequence[int]) -> None:
    width = panel.x(0.7) - panel.x(0)
    for step, year in enumerate(years):
        if year not in found:
            write(axes, (panel.x(step), panel.base), "–", 3, "center", size=9, color=SECONDARY)
            continue
        share = found[year].coverage.value or 0
        color = BLUE if found[year].is_final else LIGHT_BLUE
        corner = (panel.x(step) - width / 2, panel.base)
        axes.add_artist(Rectangle(corner, width, HEIGHT * share / panel.top, facecolor=color))

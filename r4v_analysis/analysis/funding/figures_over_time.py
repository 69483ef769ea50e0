"""Figures of funding over time: coverage by plan year, and the year's end by scenario."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from matplotlib.axes import Axes

from r4v_analysis.analysis.funding import names as funding_labels
from r4v_analysis.analysis.funding.plan_years import PlanYear, plan_years, reference_cases
from r4v_analysis.analysis.funding.tables import scenario_name, year_metrics
from r4v_analysis.analysis.funding.year_end import NO_CASES, NO_STATE, YEAR_OVER, Scenario, decline, scenarios
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.canvas import (
    BLUE,
    GREY,
    LIGHT_BLUE,
    SECONDARY,
    bar_ends,
    canvas,
    draw_bar,
    label_bar,
    name_rows,
    scale_end,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import N_, format_date, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity

_ARROW = 22
"""Length of the arrow of a share that is at least this, points."""

_ROOM = "0000"
"""Stands in for dot and arrow where the room for labels is measured."""

_DECLINED = {
    NO_STATE: N_("No scenarios of the year's end: the report does not print requirements with funding or coverage."),
    YEAR_OVER: N_("No scenarios of the year's end: the reporting period ends with the plan year."),
    NO_CASES: N_(
        "No scenarios of the year's end: on the report's day no finished plan year of the country or the region was "
        "known with a coverage of its own, and one year's pace alone is no basis."
    ),
}


def coverage_by_year(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Coverage of each plan year known, the finished ones apart from what is seen within a year."""
    _ = translator(lang).gettext
    years = _shown_years(report)
    covered = [item for item in years if _has_coverage(item)]
    if not [item for item in covered if item.report_id != report.report_id]:
        return absent(_("No figure of plan years: no other one was known on the report's day with its own coverage."))
    items = {item.key: year_metrics(report, gap, item)[2] for item in covered}
    title = _years_title(report, gap, lang)
    subtitle = _("Share of each plan year's requirements funded, as a report or snapshot has it")
    names = [_year_name(report, item, lang) for item in years]
    longest = scale_end(item.quantity.value for item in items.values())
    with style():
        figure, axes = canvas(
            title, subtitle, names=names, rows=1.0 * len(years), bars=bar_ends([*items.values()], lang)
        )
        for position, year in enumerate(years):
            _year_bar(axes, position, year, items.get(year.key), lang)
        axes.set(xlim=(0, longest), ylim=(len(years) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Bars of coverage: {bars}.").format(
        bars="; ".join(
            f"{_year_name(report, item, lang)}: {labels.value(items[item.key], lang)}".replace("\n", ", ")
            for item in covered
        )
    )
    data = metric_table("coverage_by_year", _("Coverage by plan year"), [*items.values()], report, lang)
    note = _("Dark: how a finished year ended. Light: what was funded by a day within the year, which says no end.")
    return Chart("coverage_by_year", title, alt, figure, data, note, _source(report, covered, lang))


def _source(report: Report, years: Sequence[PlanYear], lang: str) -> Markup:
    """The source line: the reports by title, and plan funding with the days from which it was known."""
    _ = translator(lang).gettext
    names = dict.fromkeys(item.report_id for item in years if item.report_id)
    cited = [report.data.report(name) for name in names]
    sources = [Markup("{}, {}").format(each.row["platform"], quoting.title(each.row, lang)) for each in cited]
    days = sorted({item.known_from for item in years if not item.report_id})
    if days:
        listed = ", ".join(format_date(day, lang) for day in days)
        sources.append(sentence(_("plan funding known from {days} (rows in the last tables)"), days=listed))
    return sentence(_("Source: {sources}."), sources=Markup("; ").join(sources))


def _shown_years(report: Report) -> list[PlanYear]:
    """The country's plan years and the region's with a coverage; one without gives way to one with it."""
    years = plan_years(report)
    covered = {(item.country_iso3, item.year) for item in years if _has_coverage(item)}
    is_own = [item for item in years if item.country_iso3 == report.country_iso3 or _has_coverage(item)]
    return [item for item in is_own if _has_coverage(item) or (item.country_iso3, item.year) not in covered]


def _has_coverage(year: PlanYear) -> bool:
    return year.coverage.value is not None


def _years_title(report: Report, gap: Metrics, lang: str) -> str:
    _ = translator(lang).gettext
    own = [item for item in plan_years(report) if item.report_id == report.report_id and item.is_final]
    if own:
        share = labels.value(year_metrics(report, gap, own[0])[2], lang)
        return _("{year} ended with {share} of the requirements funded").format(year=own[0].year, share=share)
    cases = [case for case in reference_cases(report) if _has_coverage(case)]
    ends = sorted(cases, key=lambda case: case.coverage.value or 0)
    if not ends:
        return _("No finished year is known; coverage is seen within years only")
    low, high = (labels.value(year_metrics(report, gap, case)[2], lang) for case in (ends[0], ends[-1]))
    if len(ends) == 1:
        return _("The only finished year known ended with {share} of the requirements funded").format(share=low)
    return _("The finished years known ended with {low} to {high} of the requirements funded").format(
        low=low, high=high
    )


def _year_name(report: Report, year: PlanYear, lang: str) -> str:
    _ = translator(lang).gettext
    name = str(year.year)
    if year.country_iso3 != report.country_iso3:
        name = _("{country}, {year}").format(year=name, country=labels.country(report, year.country_iso3, lang))
    if year.is_final or not _has_coverage(year):
        return name
    return _("{year}\nby {day}").format(year=name, day=funding_labels.day(year, lang))


def _year_bar(axes: Axes, position: int, year: PlanYear, item: Metric | None, lang: str) -> None:
    _ = translator(lang).gettext
    if item is None:
        axes.text(0, position, _("no requirements of its own known"), color=SECONDARY, va="center", size=9)
        return
    draw_bar(axes, position, item.quantity, BLUE if year.is_final else LIGHT_BLUE)
    label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))


def year_end(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Coverage at the end of the year in each scenario, from the coverage so far; no single number."""
    _ = translator(lang).gettext
    found = scenarios(report)
    if not found:
        return absent(_(_DECLINED[decline(report)]))
    items = [gap[f"scenario_coverage.{item.key}"] for item in found]
    ordered = sorted(items, key=lambda item: _end(item.quantity))
    title = _("At the end of {year}, {low} to {high} of the requirements, by what one assumes").format(
        year=report.period.end.year, low=labels.value(ordered[0], lang), high=labels.value(ordered[-1], lang)
    )
    subtitle = _("Share of the requirements funded at the end of the year in each scenario")
    names = [_scenario_label(report, item, lang) for item in found]
    longest = scale_end([_end(ordered[-1].quantity)])
    ends = [(_end(item.quantity) / longest, f"{labels.value(item, lang)}{_ROOM}") for item in items]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=1.15 * len(found), bars=ends)
        for position, (scenario, item) in enumerate(zip(found, items, strict=True)):
            _scenario_mark(axes, position, scenario, item, labels.value(item, lang))
        axes.set(xlim=(0, longest), ylim=(len(found) - 0.4, -0.6))
        name_rows(axes, names)
    alt = _("Dots, one a scenario: {dots}.").format(
        dots="; ".join(
            f"{scenario_name(report, scenario, lang)}: {labels.value(item, lang)}"
            for scenario, item in zip(found, items, strict=True)
        )
    )
    data = metric_table("year_end", _("Coverage at the end of the year by scenario"), items, report, lang)
    note = _(
        "Filled: this year's own funding; an arrow marks a share that is at least this. Hollow: how a finished year "
        "ended. No scenario is a forecast, and none is likelier than another."
    )
    cases = [item.case for item in found if item.case]
    own = [item for item in plan_years(report) if item.report_id == report.report_id]
    return Chart("year_end", title, alt, figure, data, note, _source(report, [*own, *cases], lang))


def _end(quantity: Quantity) -> float:
    """Where a mark stands: the value, else the bound that is known."""
    ends = [end for end in (quantity.value, quantity.high, quantity.low) if end is not None]
    return ends[0] if ends else 0.0


def _scenario_label(report: Report, scenario: Scenario, lang: str) -> str:
    name = scenario_name(report, scenario, lang).replace(", ", ",\n", 1)
    case = scenario.case
    return f"{name},\n{labels.plan_year(report, case.country_iso3, case.year, lang)}" if case else name


def _scenario_mark(axes: Axes, y: float, scenario: Scenario, item: Metric, text: str) -> None:
    """A stem to a dot: filled where it rests on this year's funding, hollow where on another year's end."""
    end = _end(item.quantity)
    axes.hlines(y, 0, end, color=GREY, linewidth=1.2, zorder=1)
    axes.plot(
        [end], [y], "o", color=BLUE, markerfacecolor="white" if scenario.case else BLUE, markersize=8, clip_on=False
    )
    is_open = item.quantity.qualifier == "at_least"
    if is_open:
        arrow = {"arrowstyle": "<-", "color": BLUE, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (end, y), xytext=(_ARROW, 0), textcoords="offset points", arrowprops=arrow)
    label_bar(axes, end, y, text, offset=_ARROW + 4 if is_open else 9)

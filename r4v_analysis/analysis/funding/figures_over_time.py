"""Figures of funding over time: coverage by plan year, and the range for the year's end."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from matplotlib.axes import Axes

from r4v_analysis.analysis.funding import names as funding_labels
from r4v_analysis.analysis.funding.plan_cases import plan_cases, same_month
from r4v_analysis.analysis.funding.plan_years import PlanYear, plan_years, reference_cases
from r4v_analysis.analysis.funding.sentences_of_range import declined
from r4v_analysis.analysis.funding.tables import month_name, year_end_cases, year_metrics
from r4v_analysis.analysis.funding.year_end import year_ends
from r4v_analysis.analysis.region import members
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
from r4v_analysis.exhibits.sentences import sentence, with_articles
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_date, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics
from r4v_analysis.values.quantity import Quantity


def other_years(report: Report, gap: Metrics, lang: str) -> Chart | Prose | None:
    """Coverage by plan year where the page has no range: the figure of the year's end has the finished years, too."""
    return None if year_ends(report) else coverage_by_year(report, gap, lang)


def coverage_by_year(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Coverage of each plan year known, the finished ones apart from what is seen within a year."""
    _ = translator(lang).gettext
    years = _shown_years(report)
    covered = [item for item in years if _has_coverage(item)]
    own = (report.country_iso3, report.period.end.year)
    if not [item for item in covered if (item.country_iso3, item.year) != own]:
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
    note = ""
    if not all(item.is_final for item in covered):
        note = _("Dark: how a finished year ended. Light: what was funded by a day within the year, which says no end.")
    note = " ".join(filter(None, (note, funding_labels.derived(covered, lang))))
    return Chart("coverage_by_year", title, alt, figure, data, note, years_source(report, covered, lang))


def years_source(report: Report, years: Sequence[PlanYear], lang: str) -> Markup:
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
    """How the report's own year ended; else how finished ones of the country, or one of the region, did."""
    _ = translator(lang).gettext

    def shown(year: PlanYear) -> str:
        return labels.value(year_metrics(report, gap, year)[2], lang)

    final = [item for item in plan_years(report) if item.is_final]
    own = [item for item in final if (item.country_iso3, item.year) == (report.country_iso3, report.period.end.year)]
    ends = sorted(reference_cases(report), key=lambda case: case.coverage.value or 0)
    if own:
        title = _("{year} ended with {share} of the requirements funded").format(year=own[0].year, share=shown(own[0]))
    elif len(ends) > 1:
        title = _("The finished years known ended with {low} to {high} of the requirements funded")
        title = title.format(low=shown(ends[0]), high=shown(ends[-1]))
    elif ends:
        title = _("The only finished year known ended with {share} of the requirements funded")
        if members(report, report.period.end.year):
            title = _(
                "The only finished year known of the region as a whole ended with {share} of the requirements funded"
            )
        title = title.format(share=shown(ends[0]))
    elif final:
        country = labels.country_in(report, final[0].country_iso3, final[0].year, lang)
        title = _("{countries}: {year} ended with {share} of the requirements funded")
        title = title.format(countries=country, year=final[0].year, share=shown(final[0]))
    else:
        title = _("No finished year is known; coverage is seen within years only")
    return with_articles(title)


def _year_name(report: Report, year: PlanYear, lang: str) -> str:
    _ = translator(lang).gettext
    name = str(year.year)
    if year.country_iso3 != report.country_iso3:
        country = labels.country_in(report, year.country_iso3, year.year, lang)
        name = _("{country}, {year}").format(year=name, country=country)
    if year.is_final or not _has_coverage(year):
        return name
    return _("{year}\nby {day}").format(year=name, day=funding_labels.day(year, lang))


def _year_bar(axes: Axes, position: int, year: PlanYear, item: Metric | None, lang: str) -> None:
    _ = translator(lang).gettext
    if item is None:
        why = _("no requirements of its own known")
        if year.is_own and not year.requirements.is_missing:
            why = _("no funding known")
        axes.text(0, position, why, color=SECONDARY, va="center", size=9)
        return
    draw_bar(axes, position, item.quantity, BLUE if year.is_final else LIGHT_BLUE)
    label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang), anchor=item.anchor)


def year_end(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """The range for the year's end, the country's own finished years, and all plan years that it stands on."""
    _ = translator(lang).gettext
    found, cases = year_ends(report), plan_cases(report)
    if not found:
        return absent(declined(report, lang))
    item, own = gap[f"year_end_coverage.{found[0].reading.name}"], reference_cases(report)
    title = _("{range} of the requirements funded at the end of {year} would be in line with 9 in 10 plan years")
    title = with_articles(title.format(year=report.period.end.year, range=labels.value(item, lang)))
    subtitle = _("Share of each plan year's requirements funded; a short mark: by the end of {month}").format(
        month=month_name(report, lang)
    )
    own_names = [labels.plan_year(report, year.country_iso3, year.year, lang) for year in own]
    others = _("{number} plan years").format(number=format_number(len(cases), "people", lang))
    names = [
        _("This plan"),
        *own_names,
        _("{others},\nby the end of {month}").format(others=others, month=month_name(report, lang)),
        _("{others},\nin the end").format(others=others),
    ]
    longest = max([1.0, item.quantity.high or 0, *(case.final for case in cases), *(case.coverage for case in cases)])
    end = item.quantity.high if item.quantity.high is not None else longest
    coverages = [year_metrics(report, gap, year)[2] for year in own]
    ends = [labels.value(coverage, lang) for coverage in coverages]
    rugs = [case.coverage for case in cases], [case.final for case in cases]
    with style():
        bars = [(end / longest, labels.value(item, lang))]
        figure, axes = canvas(title, subtitle, names=names, rows=0.95 * len(names) + 0.5, bars=bars, foot=0.28)
        _share_axis(axes, longest, lang)
        _range(axes, 0, found[0].reading.coverage, item, end, lang)
        for position, (year, coverage) in enumerate(zip(own, coverages, strict=True), 1):
            is_own = year.country_iso3 == report.country_iso3
            _own_year(axes, position, coverage, same_month(report).get(year.year) if is_own else None, lang)
        for position, shares in enumerate(rugs, len(own) + 1):
            axes.vlines(shares, position - 0.24, position + 0.24, color=GREY, linewidth=0.9)
        axes.set(ylim=(len(names) - 0.4, -0.6))
        axes.set_yticks(range(len(names)), names)
    alt = _("This plan: {now} so far, {range} in 9 of 10. Finished years: {years}.").format(
        now=labels.value(gap[f"coverage.{found[0].reading.name}"], lang),
        range=labels.value(item, lang),
        years="; ".join(f"{name}: {text}" for name, text in zip(own_names, ends, strict=True)),
    )
    note = _(
        "Blue: what has come in, and the range; none of it lies below what has come in. Each finished year of the "
        "country or region is one case. Past 100%, a plan is over-funded."
    )
    note = " ".join(filter(None, (note, funding_labels.derived(own, lang))))
    return Chart("year_end", title, alt, figure, year_end_cases(report, lang), note, years_source(report, [*own], lang))


def _share_axis(axes: Axes, longest: float, lang: str) -> None:
    ticks = [tick / 4 for tick in range(int(longest * 4) + 1)]
    axes.set(xlim=(0, longest * 1.01))
    axes.set_xticks(ticks, [format_number(tick, "share", lang) for tick in ticks])
    axes.grid(axis="x", color=GREY, linewidth=0.5, zorder=0)
    axes.axvline(1, color=SECONDARY, linewidth=1)
    axes.set_axisbelow(True)


def _range(axes: Axes, y: float, now: Quantity, item: Metric, end: float, lang: str) -> None:
    """What has come in as a dark bar, and the range that holds 9 in 10 as a light one with its label."""
    low, so_far = item.quantity.low or 0, now.value or now.low or 0
    axes.barh(y, so_far, 0.4, color=BLUE)
    axes.barh(y, end - low, 0.4, left=low, color=LIGHT_BLUE)
    label_bar(axes, end, y, labels.value(item, lang), anchor=item.anchor, on_lines=True)


def _own_year(axes: Axes, y: float, coverage: Metric, same_day: float | None, lang: str) -> None:
    """A dot where a finished year ended; a short mark and a line from where it stood on the same day."""
    end = coverage.quantity.value or 0
    if same_day is not None:
        axes.hlines(y, same_day, end, color=BLUE, linewidth=1)
        axes.vlines(same_day, y - 0.2, y + 0.2, color=BLUE, linewidth=2)
    axes.plot([end], [y], "o", color=BLUE, markerfacecolor="white", markersize=7)
    label_bar(axes, end, y, labels.value(coverage, lang), offset=8, anchor=coverage.anchor, on_lines=True)

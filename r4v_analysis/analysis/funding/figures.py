"""Figures of the funding gap: pure functions from metrics to charts with data and alternative text."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import Rectangle

from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import names as funding_names
from r4v_analysis.analysis.funding.plan_years import own_year
from r4v_analysis.analysis.funding.readings import asks_nothing
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BAR,
    BLUE,
    GREY,
    LIGHT_BLUE,
    PALE,
    RED,
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
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import format_date, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics


def coverage_and_year(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Share of the requirements funded beside share of the plan year gone."""
    _ = translator(lang).gettext
    coverage = gap.get("coverage.since_january") or gap.get("coverage.reporting_period")
    if coverage is None:
        if asks_nothing(report):
            return absent(_("No figure of coverage: the report prints requirements of 0, of which there is no share."))
        return absent(_("No figure of coverage: the report does not print both requirements and funding."))
    year = gap["year_elapsed"]
    values = {
        "coverage": labels.value(coverage, lang),
        "year": labels.value(year, lang),
        "number": report.period.end.year,
    }
    title = _("{coverage} of the requirements funded with {year} of the year gone").format(**values)
    subtitle = _("Share of the {number} requirements funded, and of the year gone, by {day}").format(
        number=values["number"], day=format_date(report.period.end, lang)
    )
    names = [_("Year gone"), _("Requirements funded")]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.4, foot=0.26, bars=[(1, _("100%"))])
        for position, (item, color) in enumerate(((year, GREY), (coverage, BLUE))):
            axes.add_patch(Rectangle((0, position - BAR / 2), 1, BAR, facecolor=PALE, edgecolor="none"))
            draw_bar(axes, position, item.quantity, color)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))
        axes.set(xlim=(0, 1.0), ylim=(1.6, -0.6))
        name_rows(axes, names)
        axes.text(1.0, 1.42, _("100%"), ha="right", va="top", color=SECONDARY, size=9)
    alt = _("Two bars on a scale to 100%: year gone {year}, requirements funded {coverage}.").format(**values)
    data = metric_table("coverage_and_year", _("Coverage and share of the year gone"), [year, coverage], report, lang)
    note = _("Coverage is funding divided by requirements, if the amount counts from January.")
    return Chart("coverage_and_year", title, alt, figure, data, note)


def requirements_and_funding(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Requirements, and under it funding and what is missing, on one scale of US$."""
    _ = translator(lang).gettext
    own = own_year(report)
    if "unmet.since_january" not in gap and not own:
        if asks_nothing(report):
            return absent(_("No figure of the gap: the report prints requirements of 0."))
        return absent(_("No figure of the gap: the report does not print both requirements and funding."))
    items = (
        [gap[f"plan_requirements.{own.key}"], gap[f"plan_funding.{own.key}"], gap["unmet_fts"]]
        if own
        else [gap["requirements"], funding.amount(gap), gap["unmet.since_january"]]
    )
    day = own.day if own else report.period.end
    texts = [labels.value(item, lang) for item in items]
    title = _("{unmet} of {requirements} is missing").format(unmet=texts[2], requirements=texts[0])
    subtitle = (
        _("Requirements of {year}, funding and unmet requirements as FTS had them on {day}, US$ million")
        if own
        else _("Requirements of {year}, funding and unmet requirements by {day}, US$ million")
    ).format(year=report.period.end.year, day=format_date(day, lang))
    starts = [0.0, 0.0, items[1].quantity.value or 0.0]
    names = [_("Requirements"), _("Funding"), _("Unmet")]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.9, bars=[(1, texts[0]), (1, texts[2])])
        for position, (item, start, color) in enumerate(zip(items, starts, (GREY, BLUE, "none"), strict=True)):
            axes.barh(
                position,
                item.quantity.value or 0,
                BAR,
                left=start,
                color=color,
                edgecolor=RED if color == "none" else "none",
                hatch="///" if color == "none" else None,
            )
            label_bar(axes, start + (item.quantity.value or 0), position, texts[position])
        axes.set(xlim=(0, scale_end([items[0].quantity.value])), ylim=(2.5, -0.5))
        name_rows(axes, names)
    alt = _("Three bars: requirements {requirements}, funding {funding}, unmet requirements {unmet}.").format(
        requirements=texts[0], funding=texts[1], unmet=texts[2]
    )
    data = metric_table("requirements_and_funding", _("Requirements, funding and the gap"), items, report, lang)
    note = (
        _("Funding as FTS recorded it by its day; reporting is voluntary and late.")
        if own
        else _("Unmet requirements if the amount counts from January; if it is of a shorter window, at most this.")
    )
    return Chart("requirements_and_funding", title, alt, figure, data, note)


def monthly_pace(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Funding a month so far beside what would close the gap by December, in each reading."""
    _ = translator(lang).gettext
    readings = [key.split(".", 1)[1] for key in gap if key.startswith("pace.")]
    readings = [name for name in readings if not gap[f"needed.{name}"].quantity.is_missing]
    if not readings:
        return absent(_("No figure of monthly funding: the report prints no funding, or the year is over."))
    items = [gap[f"{kind}.{name}"] for name in readings for kind in ("pace", "needed")]
    ratios = [gap[f"needed_over_pace.{name}"].quantity.value for name in readings]
    title = _monthly_title(gap[f"needed.{readings[0]}"], [ratio for ratio in ratios if ratio is not None], lang)
    subtitle = _("US$ million a month, in each reading of the window that the funding covers")
    positions = [index * 2.6 + offset for index in range(len(readings)) for offset in (0.35, 1.15)]
    longest = scale_end(item.quantity.value for item in items)
    names = [_("So far"), _("Needed")] * len(readings)
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.6 * len(readings), bars=bar_ends(items, lang))
        for position, item, color in zip(positions, items, (BLUE, GREY) * len(readings), strict=True):
            draw_bar(axes, position, item.quantity, color)
            label_bar(axes, item.quantity.value or 0, position, labels.value(item, lang))
        for index, name in enumerate(readings):
            heading = labels.reading(report, name, lang)
            axes.text(0, index * 2.6 - 0.42, heading, color=SECONDARY, va="center")
        axes.set(xlim=(0, longest), ylim=(2.6 * len(readings) - 0.9, -0.8))
        name_rows(axes, names, positions)
    alt = _("Bars of monthly funding: {bars}.").format(
        bars="; ".join(f"{labels.metric(report, item, lang)}: {labels.value(item, lang)}" for item in items)
    )
    data = metric_table("monthly_pace", _("Monthly funding so far and needed"), items, report, lang)
    note = _(
        "What is needed is arithmetic, not a forecast: funding is reported late and does not come in equal months."
    )
    return Chart("monthly_pace", title, alt, figure, data, note)


def _monthly_title(needed: Metric, ratios: Sequence[float], lang: str) -> str:
    """How many times the monthly funding so far is needed; what is needed where nothing came in so far."""
    _ = translator(lang).gettext
    if not ratios:
        return _("No funding came in so far; closing the gap by December would take {needed} a month").format(
            needed=labels.value(needed, lang)
        )
    low, high = (format_number(end, "ratio", lang, 1) for end in (min(ratios), max(ratios)))
    if low == high:
        return _("Closing the gap by December would take {ratio} times the monthly funding so far").format(ratio=low)
    return _("Closing the gap by December would take {low} to {high} times the monthly funding so far").format(
        low=low, high=high
    )


def donors(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """The largest donor's part of the funding, and that of all others."""
    _ = translator(lang).gettext
    if "donor_funding" not in gap or gap["donor_funding"].quantity.is_missing:
        return absent(_("No figure of donors: the report does not print the share of one."))
    items = [gap["donor_funding"], gap["others_funding"]]
    texts = [labels.value(item, lang) for item in items]
    share = labels.value(gap["donor_share"], lang)
    title = _("{donor} gave {share} of the funds; all other donors {others}").format(
        donor=funding_names.donor(report, lang), share=share, others=texts[1]
    )
    subtitle = _("Funding received, US$ million, if share and amount cover the same funds")
    names = [_("Largest donor"), _("All others")]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.1, bars=bar_ends(items, lang))
        for position, (item, color) in enumerate(zip(items, (BLUE, LIGHT_BLUE), strict=True)):
            draw_bar(axes, position, item.quantity, color)
            label_bar(axes, item.quantity.value or 0, position, texts[position])
        axes.set(xlim=(0, scale_end(item.quantity.value for item in items)), ylim=(1.6, -0.6))
        name_rows(axes, names)
    alt = _("Two bars: the largest donor {first}, all others {others}.").format(first=texts[0], others=texts[1])
    data = metric_table("donors", _("Funding by donor"), [gap["donor_share"], *items], report, lang)
    note = _("The share is of funds received to date; the amount's window is not stated.")
    return Chart("donors", title, alt, figure, data, note)

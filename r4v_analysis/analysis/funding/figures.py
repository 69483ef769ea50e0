"""Figures of the funding gap: pure functions from metrics to charts with data and alternative text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from r4v_analysis.analysis.funding import metrics
from r4v_analysis.analysis.funding import names as funding_names
from r4v_analysis.analysis.funding.figures_over_time import years_source
from r4v_analysis.analysis.funding.plan_cases import same_month
from r4v_analysis.analysis.funding.plan_years import PlanYear, own_year, plan_years_of
from r4v_analysis.analysis.funding.readings import asks_nothing, plan_of_years
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.canvas import (
    BAR,
    BLUE,
    GREY,
    LIGHT_BLUE,
    RED,
    SECONDARY,
    TEXT,
    canvas,
    draw_bar,
    label_bar,
    name_rows,
    scale_end,
    style,
)
from r4v_analysis.exhibits.exhibit import Chart, Prose, absent
from r4v_analysis.exhibits.sentences import with_articles
from r4v_analysis.exhibits.tables import metric_table
from r4v_analysis.language.formats import N_, format_date, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics

_LABEL_ROOM = 0.27
"""Share of a figure's width that a mark's label takes: of two marks nearer than this only the last has one."""


_TITLES = {
    "year": (
        N_("{unmet} of {requirements} is missing, with {year} of the year gone"),
        N_("{surplus} more than the {requirements} asked for, with {year} of the year gone"),
    ),
    "years": (
        N_("{unmet} of {requirements} is missing, with {year} of the plan’s time gone"),
        N_("{surplus} more than the {requirements} asked for, with {year} of the plan’s time gone"),
    ),
    "fts": (
        N_("{unmet} of the {requirements} asked for {plan_year} is missing"),
        N_("{surplus} more than the {requirements} asked for {plan_year}"),
    ),
}
"""What the figure of the gap finds where something is missing, and where there is a surplus."""


def requirements_and_funding(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """Requirements, funding and what is missing or too much, on one scale of US$, and the share of the year."""
    _ = translator(lang).gettext
    own = own_year(report)
    if "unmet.since_january" not in gap and not own:
        if asks_nothing(report):
            return absent(_("No figure of the gap: the report prints requirements of 0."))
        return absent(_("No figure of the gap: the report does not print both requirements and funding."))
    items = [gap["requirements"], metrics.amount(gap), gap.get("unmet.since_january")]
    if own:
        items = [gap[f"plan_requirements.{own.key}"], gap[f"plan_funding.{own.key}"], gap["unmet_fts"]]
    return _gap_chart(report, gap, own, [item for item in items if item], lang)


def _gap_chart(report: Report, gap: Metrics, own: PlanYear | None, items: Sequence[Metric], lang: str) -> Chart:
    """Three bars: requirements, funding, and what is missing or too much."""
    _ = translator(lang).gettext
    is_of_years, is_surplus = plan_of_years(report) is not None, (items[2].quantity.value or 0) < 0
    texts = [labels.value(item, lang) for item in items]
    texts[2] = labels.surplus(items[2], lang) if is_surplus else texts[2]
    told = {"requirements": texts[0], "funding": texts[1], "unmet": texts[2], "surplus": texts[2]}
    told |= {"year": labels.value(gap["year_elapsed"], lang), "plan_year": str(report.period.end.year)}
    kind = "fts" if report.publisher == FTS else "years" if is_of_years else "year"
    title = _(_TITLES[kind][is_surplus]).format(**told)
    is_of_fts = own is not None or report.publisher == FTS
    subtitle = _("Requirements of {year}, funding and unmet requirements by {day}, US$ million")
    note = _("Unmet requirements if the amount counts from January; if it is of a shorter window, at most this.")
    if is_of_fts:
        subtitle = _("Requirements of {year}, funding and unmet requirements as FTS had them on {day}, US$ million")
        note = _("Funding as FTS recorded it by its day; reporting is voluntary and late.")
    day = own.day if own else report.own_as_of if is_of_fts else report.period.end
    subtitle = subtitle.format(
        year=report.period.end.year if own else funding_names.plan_time(report), day=format_date(day, lang)
    )
    earlier = [] if own or is_of_years else _same_day(report, lang)
    names = [_("Requirements"), _("Funding"), _("Surplus") if is_surplus else _("Unmet")]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.9, bars=[(1, texts[0]), (1, texts[2])])
        _three_bars(axes, items, texts)
        _draw_year(axes, gap, items[0].quantity.value or 0, lang, is_of_years)
        _draw_same_day(axes, earlier, items[0].quantity.value or 0)
        axes.set(xlim=(0, scale_end([items[0].quantity.value, items[1].quantity.value])), ylim=(2.9, -0.5))
        name_rows(axes, names)
    alt = _("Three bars: requirements {requirements}, funding {funding}, unmet {unmet}; {year} of the year is gone.")
    if is_surplus:
        alt = _(
            "Three bars: requirements {requirements}, funding {funding}, surplus {unmet}; {year} of the year is gone."
        )
    if is_of_years:
        alt = _("Three bars: requirements {requirements}, funding {funding}, the difference {unmet}.")
    alt = alt.format(**told)
    if earlier:
        others = "; ".join(text for _share, text in earlier)
        alt = _("{alt} Marks on the bar of requirements: {others}.").format(alt=alt, others=others)
    data = metric_table("requirements_and_funding", _("Requirements, funding and the gap"), items, report, lang)
    marked = [
        year for year in plan_years_of(report, report.country_iso3) if earlier and year.year in same_month(report)
    ]
    note = " ".join(filter(None, [*_marks(gap, bool(earlier), lang), funding_names.derived(marked, lang), note]))
    return Chart(
        "requirements_and_funding", title, alt, figure, data, note, years_source(report, [own], lang) if own else ""
    )


def _three_bars(axes: Axes, items: Sequence[Metric], texts: Sequence[str]) -> None:
    """Requirements and funding from 0; what is missing or too much from where funding ends, hatched."""
    funded = items[1].quantity.value or 0.0
    looks = ((0.0, GREY, "none", None), (0.0, BLUE, "none", None), (funded, "none", RED, "///"))
    for position, (item, text, (start, color, edge, hatch)) in enumerate(zip(items, texts, looks, strict=True)):
        width = item.quantity.value or 0
        axes.barh(position, width, BAR, left=start, color=color, edgecolor=edge, hatch=hatch)
        label_bar(axes, max(start, start + width), position, text, anchor=item.anchor, on_lines=True)


def _marks(gap: Metrics, has_earlier: bool, lang: str) -> Iterator[str]:
    """What the line and the marks mean, of those that are drawn."""
    _ = translator(lang).gettext
    if _is_within(gap):
        yield _("Dashed line: where funding would stand if it came in as time goes by; a scale and no target.")
    if has_earlier:
        yield _("Marks: how far other plan years were by the end of the same month.")


def _is_within(gap: Metrics) -> bool:
    """Whether the plan's time has begun and is not over: only then has it a share that has gone."""
    return 0 < (gap["year_elapsed"].quantity.value or 0) < 1


def _draw_year(axes: Axes, gap: Metrics, requirements: float, lang: str, is_of_years: bool) -> None:
    """Where funding would stand if it came in as the year goes by."""
    _ = translator(lang).gettext
    share = gap["year_elapsed"].quantity.value or 0
    if _is_within(gap):
        axes.plot([share * requirements] * 2, [-0.45, 2.5], color=SECONDARY, linewidth=1, linestyle=(0, (3, 2)))
        said = _("{share} of the plan’s time") if is_of_years else _("{share} of the year")
        said = said.format(share=labels.value(gap["year_elapsed"], lang))
        axes.text(share * requirements, 2.55, said, ha="center", va="top", color=SECONDARY, size=9)


def _same_day(report: Report, lang: str) -> list[tuple[float, str]]:
    """Coverage of the country's other plan years by the end of the same month, with its words."""
    message = translator(lang).gettext("{year}: {share}")
    return [
        (coverage, message.format(share=format_number(coverage, "share", lang, 0.001), year=year))
        for year, coverage in same_month(report).items()
    ]


def _draw_same_day(axes: Axes, earlier: Sequence[tuple[float, str]], requirements: float) -> None:
    """Where other plan years stood on the same day of theirs, as marks across the bar of all that is asked for."""
    for share, text in earlier:
        axes.vlines(share * requirements, -0.42, 0.42, color=TEXT, linewidth=1.6, zorder=4)
        is_free = not any(0 < other - share < _LABEL_ROOM for other, _text in earlier)
        if is_free:
            at = (share * requirements, 0.0)
            axes.annotate(text, at, (5, 0), textcoords="offset points", va="center", size=9, color=TEXT, zorder=4)


def donors(report: Report, gap: Metrics, lang: str) -> Chart | Prose:
    """The part of the funding that one donor gave, and that of all others."""
    _ = translator(lang).gettext
    if "donor_funding" not in gap or gap["donor_funding"].quantity.is_missing:
        return absent(_("No figure of donors: the report does not print the share of one."))
    items = [gap["donor_funding"], gap["others_funding"]]
    texts = [labels.value(item, lang) for item in items]
    share = labels.value(gap["donor_share"], lang)
    title = _("{donor} gave {share} of the funds; all other donors {others}").format(
        donor=funding_names.donor(report, lang), share=share, others=texts[1]
    )
    title = with_articles(title)
    subtitle = _("Funding received, US$ million, if share and amount cover the same funds")
    names = [labels.donor(metrics.donor_code(report), lang), _("All others")]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=2.1, bars=[(1, text) for text in texts])
        for position, (item, color) in enumerate(zip(items, (BLUE, LIGHT_BLUE), strict=True)):
            draw_bar(axes, position, item.quantity, color)
            label_bar(axes, item.quantity.value or 0, position, texts[position], anchor=item.anchor)
        axes.set(xlim=(0, scale_end(item.quantity.value for item in items)), ylim=(1.6, -0.6))
        name_rows(axes, names)
    alt = _("Two bars: {donor} {first}, all others {others}.").format(donor=names[0], first=texts[0], others=texts[1])
    data = metric_table("donors", _("Funding by donor"), [gap["donor_share"], *items], report, lang)
    note = _("The share is of funds received to date; the amount's window is not stated.")
    return Chart("donors", title, alt, figure, data, note)

"""Tables of funding over time: plan years, moves of coverage within a year, the range for its end."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.funding import names as funding_labels
from r4v_analysis.analysis.funding.metrics import NAMES
from r4v_analysis.analysis.funding.moves import CoverageMove, moves, since_first
from r4v_analysis.analysis.funding.plan_cases import PlanCase, plan_cases
from r4v_analysis.analysis.funding.plan_years import PlanYear, plan_years
from r4v_analysis.analysis.funding.readings import readings
from r4v_analysis.analysis.funding.year_end import leave_a_year_out, leave_one_out, year_ends
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link, metric_frame, metric_table, with_bounds
from r4v_analysis.language.formats import format_date, format_month, format_number, translator
from r4v_analysis.values.metric import Metric, Metrics


def year_metrics(report: Report, gap: Metrics, year: PlanYear) -> tuple[Metric, Metric, Metric]:
    """Requirements, funding and coverage of a plan year; those of the report's own box for its own year."""
    if year.report_id != report.report_id:
        return gap[f"plan_requirements.{year.key}"], gap[f"plan_funding.{year.key}"], gap[f"plan_coverage.{year.key}"]
    first = next(iter(readings(report)), None)
    coverage = gap[f"coverage.{first.name}"] if first else gap["coverage.printed"]
    return gap["requirements"], gap.get("funding.derived") or gap["funding"], coverage


def plan_years_table(report: Report, gap: Metrics, lang: str) -> Table | Prose:
    """A row a plan year and source: requirements, funding, coverage, and when that was said."""
    _ = translator(lang).gettext
    years = plan_years(report)
    if not years:
        return absent(_("No requirements or funding of a plan year were known to data/ on the report's day."))
    rows = [
        (
            labels.plan_year(report, year.country_iso3, year.year, lang),
            *("–" if item.quantity.is_missing else link(item, lang) for item in year_metrics(report, gap, year)),
            funding_labels.day(year, lang),
            funding_labels.origin(report, year, lang),
        )
        for year in years
    ]
    header = (_("Plan"), _("Requirements"), _("Funding"), _("Coverage"), _("Funding by"), _("Source"))
    caption, note = _("Plan years as of {day}"), _("A dash is a number that the data do not have.")
    if any(year.known_from > report.vintage for year in years if not year.report_id):
        caption = _("Plan years as of {day}, finished ones also from later snapshots")
        note = _(
            "A year that had ended six months before may stand here with a later snapshot, as a reference case: late "
            "reports are in it. A dash is a number that the data do not have."
        )
    caption = caption.format(day=format_date(report.vintage, lang))
    return Table("plan_years", caption, header, rows, years_frame(years), frozenset({1, 2, 3}), note=note)


def years_frame(years: list[PlanYear]) -> pd.DataFrame:
    """Plan years as a frame: money in US$, coverage as a share with its bounds."""
    records = [
        {
            "country_iso3": year.country_iso3,
            "year": year.year,
            "requirements_usd": year.requirements.value,
            "funding_usd": year.funding.value,
            "coverage_share": year.coverage.value,
            "coverage_low": year.coverage.low,
            "coverage_high": year.coverage.high,
            "is_own_requirement": year.is_own,
            "as_of": year.day,
            "known_from": year.known_from,
            "report_id": year.report_id,
        }
        for year in years
    ]
    return pd.DataFrame(records)


def coverage_moves(report: Report, gap: Metrics, lang: str) -> Table | Prose:
    """From each report of the plan year to the next: how coverage changed, by money and by requirements."""
    _ = translator(lang).gettext
    steps = moves(report)
    if not steps:
        message = _("No change within {year}: the data have no two reports of it with requirements and coverage.")
        return absent(message.format(year=report.period.end.year))
    header = (
        _("Reports"),
        _("Coverage"),
        _("Requirements"),
        _("Change of coverage"),
        _("By new money"),
        _("By a changed requirement"),
    )
    rows = [_move_row(report, gap, step, lang) for step in steps]
    families = ("coverage_change", "change_by_money", "change_by_requirements")
    frame = metric_frame([gap[f"{name}.{step.later_id}"] for step in steps for name in families])
    caption = _("Coverage from report to report of {year}, if each amount counts from January").format(
        year=report.period.end.year
    )
    columns = frozenset(range(1, 6))
    return Table("coverage_moves", caption, header, rows, frame, columns, note=_revision(report, gap, lang))


def _move_row(report: Report, gap: Metrics, move: CoverageMove, lang: str) -> tuple[str, ...]:
    before, after = (_state(report, gap, name) for name in (move.earlier_id, move.later_id))
    first, second = (labels.report_period(report, name, lang) for name in (move.earlier_id, move.later_id))
    families = ("coverage_change", "change_by_money", "change_by_requirements")
    return (
        _from_to(first, second, lang),
        _from_to(link(before[1], lang), link(after[1], lang), lang),
        _from_to(link(before[0], lang), link(after[0], lang), lang),
        with_bounds(gap[f"{families[0]}.{move.later_id}"], lang),
        *(link(gap[f"{name}.{move.later_id}"], lang) for name in families[1:]),
    )


def _from_to(before: str, after: str, lang: str) -> Markup:
    return sentence(translator(lang).gettext("{before} to {after}"), before=before, after=after)


def _state(report: Report, gap: Metrics, report_id: str) -> tuple[Metric, Metric]:
    """Requirements and coverage in one report."""
    if report_id == report.report_id:
        return gap["requirements"], gap[f"coverage.{readings(report)[0].name}"]
    return gap[f"plan_requirements.{report_id}"], gap[f"plan_coverage.{report_id}"]


def _revision(report: Report, gap: Metrics, lang: str) -> Markup | str:
    """Requirements of the year's first report in the data and of this one: two values."""
    _ = translator(lang).gettext
    first = since_first(report)
    if first is None:
        return ""
    message = _(
        "Requirements were {before} in the report of {period}, the first of {year} in the data, and are {after} in "
        "this one: a change of {revision}."
    )
    return sentence(
        message,
        before=link(_state(report, gap, first.earlier_id)[0], lang),
        after=link(gap["requirements"], lang),
        revision=link(gap["requirements_revision"], lang),
        period=labels.report_period(report, first.earlier_id, lang),
        year=report.period.end.year,
    )


def year_end(report: Report, gap: Metrics, lang: str) -> Table | None:
    """The range in each reading of the funding window; nothing where there is none."""
    _ = translator(lang).gettext
    names = [item.reading.name for item in year_ends(report)]
    if not names:
        return None
    families = ("year_end_coverage", "year_end_funding", "year_end_unmet")
    rows = [
        (labels.reading(report, name, lang), *(link(gap[f"{family}.{name}"], lang) for family in families))
        for name in names
    ]
    header = (_("Reading"), _("Coverage"), _("Funding"), _("Unmet requirements"))
    items = [gap[f"{family}.{name}"] for name in names for family in families]
    caption = _("The end of {year} in 9 of 10 plan years, if the requirements stay as they are").format(
        year=report.period.end.year
    )
    has_surplus = any(item.id.startswith("year_end_unmet") and (item.quantity.low or 0) < 0 for item in items)
    note = _("Below 0, unmet requirements are a surplus.") if has_surplus else ""
    return Table("year_end_range", caption, header, rows, metric_frame(items), frozenset({1, 2, 3}), note=note)


def year_end_cases(report: Report, lang: str) -> Table:
    """Every plan year that the range stands on: coverage in the month, in the end, and whether its range held."""
    _ = translator(lang).gettext
    cases = plan_cases(report)
    tried = {trial.case: trial.held for trial in leave_one_out(cases)}
    by_year = {trial.case: trial.held for trial in leave_a_year_out(cases)}
    verdicts = {True: _("yes"), False: _("no"), None: "–"}
    rows = [
        (
            case_name(report, case, lang),
            *(format_number(share, "share", lang, 0.001) for share in (case.coverage, case.final)),
            format_number(case.gain, "share_change_bare", lang),
            verdicts[tried.get(case)],
            verdicts[by_year.get(case)],
        )
        for case in cases
    ]
    header = (
        _("Plan year"),
        _("Coverage by the end of {month}").format(month=month_name(report, lang)),
        _("Coverage in the end"),
        _("Points gained"),
        _("Held, left out"),
        _("Held, its year left out"),
    )
    note = _(
        "OCHA’s Financial Tracking Service, as public repositories kept its copies; repository, file and commit of "
        "each row are in plan_coverage.csv. The end is that of a later snapshot, which has what was reported late."
    )
    caption = _("The plan years that the range stands on")
    held = {"held_one_out": tried, "held_year_out": by_year}
    frame = cases_frame(cases).assign(**{name: pd.Series(map(of.get, cases)) for name, of in held.items()})
    return Table("year_end", caption, header, rows, frame, frozenset({1, 2, 3}), note=note)


def cases_frame(cases: list[PlanCase]) -> pd.DataFrame:
    """Plan years as a frame: shares, and the rows of plan_coverage.csv that they come from."""
    records = [
        (case.country_iso3, case.year, case.plan_type, case.day, case.coverage, case.final, " ".join(case.sources))
        for case in cases
    ]
    columns = ["country_iso3", "year", "plan_type", "day", "coverage", "coverage_final", "from"]
    return pd.DataFrame(records, columns=columns)


def case_name(report: Report, case: PlanCase, lang: str) -> str:
    """A plan year's country, year and kind of plan."""
    _ = translator(lang).gettext
    kinds = {"rmrp": _("RMRP"), "hrp": _("humanitarian response plan")}
    name = labels.plan_year(report, case.country_iso3, case.year, lang)
    return _("{plan} ({kind})").format(plan=name, kind=kinds[case.plan_type])


def month_name(report: Report, lang: str) -> str:
    """The month in which a report's period ends."""
    return format_month(report.period.end, lang).split(" ")[0]


def funding_readings(report: Report, gap: Metrics, lang: str) -> Table | Prose:
    """The readings of the funding window side by side, a column each; of one alone the page has said all."""
    _ = translator(lang).gettext
    names = [key.split(".", 1)[1] for key in gap if key.startswith("pace.")]
    if len(names) < 2 or not report.is_document:
        return absent(_("The report gives no reason for a second reading of the months that its funding covers."))
    measures = ("coverage", "unmet", "pace", "needed", "needed_over_pace")
    rows = [(_(NAMES[measure]), *(link(gap[f"{measure}.{name}"], lang) for name in names)) for measure in measures]
    header = (_("Measure"), *(labels.reading(report, name, lang) for name in names))
    items = [gap[f"{measure}.{name}"] for measure in measures for name in names]
    columns = frozenset(range(1, len(names) + 1))
    caption = _("What the funding box says in each reading of its window")
    return Table("funding_readings", caption, header, rows, metric_frame(items), columns)


def unmet_per_person(report: Report, gap: Metrics, lang: str) -> Table | Prose:
    """Unmet requirements for each person, one row a denominator."""
    _ = translator(lang).gettext
    items = [item for key, item in gap.items() if key.startswith("unmet_per_person.")]
    items = [item for item in items if not item.quantity.is_missing]
    if not items:
        return absent(_("The report does not print both a gap and a number of people to divide it by."))
    caption = _("Unmet requirements for each person, by whom one counts, if the amount counts from January")
    return metric_table("unmet_per_person", caption, items, report, lang)

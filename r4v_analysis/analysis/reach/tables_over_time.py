"""Tables of reach over time, against targets, by group and place: pure functions from metrics and frames."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach import changes as reach_changes
from r4v_analysis.analysis.reach import groups as reach_groups
from r4v_analysis.analysis.reach import months as reach_history
from r4v_analysis.analysis.reach import targets
from r4v_analysis.analysis.reach.tables import group_totals, missing_organizations, people_or_not, sector_name
from r4v_analysis.analysis.reach.targets import Comparison
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.exhibits.tables import link, metric_frame, observation_link
from r4v_analysis.language.formats import format_date, format_month, format_number, translator
from r4v_analysis.values.metric import Metrics, source_anchor
from r4v_analysis.values.quantity import Quantity


def month_table(report: Report, series: pd.DataFrame, basis: str, lang: str) -> Table:
    """Sectors by months of one basis, of `reach_history.series`; a month that is not reported gets no number.

    A number leads to its row where another number of the page stands on that row; the others are what marks of the
    figure lead to. The source under the figure is that of all of them, and the file names each row.
    """
    _ = translator(lang).gettext
    months = sorted(series["month"].unique())
    shown = targets.shown(report)
    rows = [
        (sector_name(report, str(sector), lang), *(_month_cell(row, shown, lang) for row in records(panel)))
        for sector, panel in series.groupby("sector", sort=False)
    ]
    header = (_("Sector"), *(format_month(month, lang) for month in months))
    name, caption = "monthly_reach", _("People reached in each month; months repeat people and can’t be added")
    if basis == reach_history.RUNNING:
        name, caption = "running_totals", _("People reached since January, new people only")
    return Table(name, caption, header, rows, series, frozenset(range(1, len(header))))


def group_coverage(report: Report, items: Metrics, lang: str) -> Table | Prose:
    """The share of its own target that each population group got, a column a group; without targets the totals."""
    _ = translator(lang).gettext
    found = targets.comparison(report)
    known = [] if found is None else list(found.rows.loc[found.rows["status"] != "not_reported", "population_group"])
    groups = [group for group in reach_groups.GROUPS if group in known]
    if found is None or not groups:
        return group_totals(report, lang)
    numbers = {(row["sector"], row["population_group"]): row for row in records(found.rows)}
    rows = [
        (
            sector_name(report, sector, lang),
            *(_group_cell(items, numbers.get((sector, group)), lang) for group in groups),
        )
        for sector in found.ranked()["sector"]
    ]
    header = (_("Sector"), *(labels.named(report, "population-groups", group, lang) for group in groups))
    caption = _("Running totals by {day} ÷ target of {year} of the same population group")
    caption = caption.format(day=format_date(found.day, lang), year=found.year)
    data = pd.concat([_coverage_frame(found, group) for group in groups])
    note = _("Each share divides people of a group by the target of that group. Nothing here is added over sectors.")
    reached = found.rows.loc[found.rows["population_group"] != "all", "reached"]
    lacking = missing_organizations([item.value for item in reached], map(reach_history.is_rough, reached), lang)
    note = " ".join(filter(None, (note, lacking)))
    return Table("group_coverage", caption, header, rows, data, frozenset(range(1, len(header))), note=note)


def changes(report: Report, items: Metrics, lang: str) -> Table | Prose:
    """Counts that can be set against those of the last earlier report that names them, and on which condition."""
    _ = translator(lang).gettext
    families = {reach_changes.COMPARABLE: "change", reach_changes.IF_MONTHLY: "change_if_monthly"}
    conditions = {"change": _("the basis is stated"), "change_if_monthly": _("if each counts its own month")}
    frame = reach_changes.pairs(report)
    frame = frame[frame["reason"].isin(families)].reset_index(drop=True)
    if frame.empty:
        return absent(_("No count compares with that of an earlier report."))
    reports = {earlier.report_id: earlier for earlier in report.earlier}
    frame = frame.assign(family=frame["reason"].map(families))
    rows = [
        (
            sector_name(report, row["sector"], lang) if as_text(row["sector"]) else "–",
            quoting.printed(report, {**row, "report_id": report.report_id}, lang),
            observation_link(report, row["observation_id"], lang),
            observation_link(reports[row["earlier_report_id"]], row["observation_id"], lang),
            labels.period(reports[row["earlier_report_id"]], lang),
            link(items[f"{row['family']}.{row['observation_id']}"], lang),
            conditions[row["family"]],
        )
        for row in records(frame)
    ]
    header = (
        _("Sector"),
        _("As printed"),
        _("This report"),
        _("Earlier report"),
        _("Its period"),
        _("Change"),
        _("Condition"),
    )
    caption = _("Counts under the same name in two reports, over windows of the same length")
    changed = [items[f"{row['family']}.{row['observation_id']}"] for row in records(frame)]
    data = frame.join(metric_frame(changed).add_prefix("change_"))
    return Table("changes", caption, header, rows, data, frozenset({2, 3, 5}))


def _month_cell(row: Record, shown: Collection[str], lang: str) -> Markup | str:
    _ = translator(lang).gettext
    if row["status"] == "not_recorded":
        return _("not in the running totals")
    text = people_or_not(row["people_reached"], lang, is_around=row["is_around"])
    if pd.isna(row["people_reached"]):
        return text
    anchor = source_anchor(row["source"])
    element = '<a class="r4v-num" href="#{}">{}</a>' if anchor in shown else '<span id="{}">{}</span>'
    return Markup(element).format(anchor, text)  # noqa: S704  an own element


def _people(quantity: Quantity, lang: str) -> str:
    return "–" if quantity.value is None else format_number(quantity.value, "people", lang)


def _reached(row: Record, lang: str) -> str:
    _ = translator(lang).gettext
    if row["status"] == "not_recorded":
        return _("not in the running totals")
    reached = row["reached"]
    return people_or_not(
        float("nan") if reached.value is None else reached.value, lang, is_around=reach_history.is_rough(reached)
    )


def _group_cell(items: Metrics, row: Record | None, lang: str) -> Markup | str:
    """The share with its two numbers; why there is none."""
    _ = translator(lang).gettext
    if row is None:
        return "–"
    if row["status"] != "compared":
        return _no_target(row, lang) if row["status"] == "no_target" else _reached(row, lang)
    item = items.get(f"target_coverage.{row['sector']}.{row['population_group']}")
    share = link(item, lang) if item else "–"
    message = Markup(_("{share} ({reached} of {target})"))  # noqa: S704  an own message
    return message.format(share=share, reached=_reached(row, lang), target=_people(row["targeted"], lang))


def _no_target(row: Record, lang: str) -> str:
    """Why a group's people reached have no share: the plan means to assist none of it, or says nothing of it."""
    _ = translator(lang).gettext
    return _("target not recorded") if row["targeted"].is_missing else _("target of 0")


def _coverage_frame(found: Comparison, group: str) -> pd.DataFrame:
    rows = found.numbers(group).rename(columns={"share_of_target": "target_coverage_share"})
    rows.insert(1, "population_group", group)
    rows.insert(2, "year", found.year)
    rows.insert(3, "counted_to", pd.Series([found.day] * len(rows), dtype=object))
    return rows

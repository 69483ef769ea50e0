"""Tables of regularization: the legal calendar; counts over time, who said what, and where sources differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.regularization.calendar import calendar
from r4v_analysis.analysis.regularization.counts import WIDEST, Conflict, Count, conflicts, counts, pace_id, paces
from r4v_analysis.data.cells import as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance, quoting, wordings
from r4v_analysis.exhibits.exhibit import Prose, Table, absent
from r4v_analysis.exhibits.tables import link, linked
from r4v_analysis.language.formats import N_, format_quantity, format_short_date, translator
from r4v_analysis.values.metric import Metrics, source_anchor

_VERDICTS = {
    "bounds_allow_both": N_("The words allow all of them"),
    "exclude_each_other": N_("They can't all hold"),
    "days_differ": N_("They can hold for different days"),
}


def legal_calendar(report: Report, lang: str) -> Table:
    """The legal calendar, an interval where no source prints the day."""
    _ = translator(lang).gettext
    rows = calendar(report)
    shown = [
        (
            labels.programme(report, row["programme"], lang) if as_text(row["programme"]) else "–",
            labels.coded(labels.EVENTS, row["event"], lang),
            provenance.day_text(row["date_low"], row["date_high"], lang),
            quoting.printed(report, row, lang),
            _event_source(report, row, lang),
            wordings.note(report, as_text(row["note"]), lang),
        )
        for row in records(rows)
    ]
    header = (_("Programme"), _("Event"), _("Date"), _("As printed"), _("Source"), _("Note"))
    anchors = [source_anchor(f"programme_events/{name}") for name in rows["event_id"]]
    caption = _("Legal calendar as known on {date}").format(date=format_short_date(report.vintage, lang))
    return Table("calendar", caption, header, shown, rows, anchors=anchors, note=_in_full(report, rows, lang))


def _in_full(report: Report, rows: pd.DataFrame, lang: str) -> str:
    """The whole names of programmes, by the short ones that tables and figures have."""
    codes = dict.fromkeys(rows["programme"].dropna())
    names = {labels.programme(report, code, lang): labels.programme_in_full(report, code, lang) for code in codes}
    return " ".join(f"{short}: {name}." for short, name in names.items() if short != name)


def _event_source(report: Report, row: Record, lang: str) -> Markup | str:
    """The site that a row's source address names, linked; else the report that prints it, by its title."""
    if address := as_text(row["source_url"]):
        return provenance.site_link(address)
    other = as_text(row["source_report_id"])
    if other in ("", report.report_id):
        return translator(lang).gettext("this report")
    return quoting.title(report.data.report(other).row, lang)


def known_counts(report: Report, items: Metrics, lang: str) -> Table | Prose:
    """Every count known, by programme, stage and day, with who said it."""
    _ = translator(lang).gettext
    found = counts(report)
    if not found:
        return absent(_("No table of counts: no dated count of a regularization programme is known."))
    header = (_("Programme and stage"), _("Day"), _("Count"), _("A day since"), _("Authority"), _("Said by"))
    since = {pace.later.quantity.sources: link(items[pace_id(pace)], lang) for pace in paces(report, found)}
    rows = [
        (*row[:3], since.get(count.quantity.sources, "–"), *row[3:])
        for count, row in ((count, _row(report, count, lang)) for count in found)
    ]
    note = _(
        "A day since: the average since the count before of the same stage and authority. It is left out where it has "
        "no low end, its ends are more than {times} times apart, or one count is a sum. Granted and in process "
        "together make applications where one source says both for one day."
    )
    caption = _("Counts known by programme, stage and day")
    return Table(
        "counts_over_time", caption, header, rows, frame(found), frozenset({2, 3}), note=note.format(times=WIDEST)
    )


def _row(report: Report, count: Count, lang: str) -> tuple[str, ...]:
    return (
        _stage(report, count, lang),
        _day(count, lang),
        number(count, lang),
        wordings.authority(report, count.authority, lang) or "–",
        said_by(report, count, lang),
    )


def number(count: Count, lang: str) -> Markup:
    """A count with its qualifier, linked to its source, or to the formula where it is a sum."""
    anchor = f"how-{count.metric_id}" if count.is_sum else source_anchor(count.quantity.sources[0])
    _ = translator(lang).gettext
    text = format_quantity(count.quantity, count.unit, lang)
    if count.unit != "people":
        text = _("{count} {unit}").format(count=text, unit=labels.coded(labels.UNITS, count.unit, lang))
    return linked(anchor, text)


def said_by(report: Report, count: Count, lang: str) -> Markup | str:
    """The report itself, an earlier one by its months, or the site that the address names."""
    _ = translator(lang).gettext
    if count.statement == report.report_id:
        return _("this report")
    origin = provenance.origin(report, count.quantity.sources[0])
    if origin.table == "observations":
        return _("report of {period}").format(period=labels.report_period(report, count.statement, lang))
    return provenance.site_link(count.statement)


def conflicting(report: Report, lang: str) -> Table | Prose:
    """Numbers of one stage that differ for days that overlap, side by side; none is chosen."""
    _ = translator(lang).gettext
    found = conflicts(counts(report))
    if not found:
        return absent(_("No two known sources give different numbers of one stage for the same days."))
    header = (_("Programme and stage"), _("Day"), _("Count"), _("Authority"), _("Said by"), _("Can all be true?"))
    rows = [
        (*_row(report, count, lang), _(_VERDICTS[conflict.verdict])) for conflict in found for count in conflict.counts
    ]
    note = _("“Around” is taken as it stands here. Nothing is resolved: what follows carries the widest interval.")
    caption = _("Where sources differ")
    return Table("count_conflicts", caption, header, rows, _conflict_frame(found), frozenset({2}), note=note)


def _conflict_frame(found: Sequence[Conflict]) -> pd.DataFrame:
    frames = [
        frame(conflict.counts).assign(conflict=number, verdict=conflict.verdict)
        for number, conflict in enumerate(found, 1)
    ]
    return pd.concat(frames, ignore_index=True)


def _stage(report: Report, count: Count, lang: str) -> str:
    _ = translator(lang).gettext
    if count.is_sum:
        return _("{programme}, granted and in process").format(
            programme=labels.programme(report, count.programme, lang)
        )
    name = labels.programme_stage(report, count.programme, count.stage, lang)
    if count.group:
        group = labels.named(report, "population-groups", count.group, lang)
        return _("{stage} (of these: {group})").format(stage=name, group=group)
    return name


def _day(count: Count, lang: str) -> str:
    _ = translator(lang).gettext
    first, last = format_short_date(count.first, lang), format_short_date(count.last, lang)
    return first if first == last else _("{low} to {high}").format(low=first, high=last)


def frame(found: Iterable[Count]) -> pd.DataFrame:
    """Counts as a frame to download: one a row, bounds empty where the words give none."""
    records = [
        {
            "programme": count.programme,
            "stage": count.stage,
            "population_group": count.group,
            "date_low": count.first,
            "date_high": count.last,
            "value": count.quantity.value,
            "low": count.quantity.low,
            "high": count.quantity.high,
            "qualifier": count.quantity.qualifier,
            "unit": count.unit,
            "basis": count.basis,
            "authority": count.authority,
            "said_by": count.statement,
            "is_sum": count.is_sum,
            "from": " ".join(count.quantity.sources),
        }
        for count in found
    ]
    columns = "programme stage population_group date_low date_high value low high qualifier unit basis"
    return pd.DataFrame(records, columns=[*columns.split(), "authority", "said_by", "is_sum", "from"])

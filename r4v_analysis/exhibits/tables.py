"""Tables: pure functions from metrics and frames to tables that read well and download as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.comparison import changes
from r4v_analysis.data.report import Report, as_text
from r4v_analysis.exhibits import labels, provenance, quoting
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.language.formats import format_bounds, format_number, format_quantity, format_short_date, translator
from r4v_analysis.values.metric import Metric, Metrics, source_anchor


def link(item: Metric, lang: str) -> Markup:
    """A metric's value with its qualifier, linked to the row that explains it."""
    text = format_quantity(item.quantity, item.unit, lang)
    if item.quantity.is_missing:
        return Markup("{}").format(text)
    return Markup('<a class="r4v-num" href="#{}">{}</a>').format(item.anchor, text)


def metric_frame(items: Iterable[Metric]) -> pd.DataFrame:
    """Metrics as a frame: id, value, low, high, unit; empty cells where no bound is known."""
    return pd.DataFrame(
        [(item.id, item.quantity.value, item.quantity.low, item.quantity.high, item.unit) for item in items],
        columns=["metric", "value", "low", "high", "unit"],
    )


def metric_table(name: str, caption: str, items: Sequence[Metric], report: Report, lang: str, note: str = "") -> Table:
    """One row a metric: its name, value, unit, and the bounds that the printed numbers give it."""
    _ = translator(lang).gettext
    rows = [
        (
            _name(report, item, lang),
            link(item, lang),
            *format_bounds(item.quantity, item.unit, lang),
            labels.coded(labels.UNITS, item.unit, lang),
        )
        for item in items
    ]
    header = (_("Measure"), _("Value"), _("Not less than"), _("Not more than"), _("Unit"))
    return Table(name, caption, header, rows, metric_frame(items), frozenset({1, 2, 3}), note=note)


def funding_readings(report: Report, gap: Metrics, lang: str) -> Table:
    """The readings of the funding window side by side, a column each."""
    _ = translator(lang).gettext
    names = [key.split(".", 1)[1] for key in gap if key.startswith("pace.")]
    measures = ("coverage", "unmet", "pace", "needed", "needed_over_pace")
    rows = [
        (labels.coded(labels.METRICS, measure, lang), *(link(gap[f"{measure}.{name}"], lang) for name in names))
        for measure in measures
    ]
    header = (_("Measure"), *(labels.reading(report, name, lang) for name in names))
    items = [gap[f"{measure}.{name}"] for measure in measures for name in names]
    columns = frozenset(range(1, len(names) + 1))
    caption = _("What the funding box says in each reading of its window")
    return Table("funding_readings", caption, header, rows, metric_frame(items), columns)


def unmet_per_person(report: Report, gap: Metrics, lang: str) -> Table:
    """Unmet requirements for each person, one row a denominator."""
    _ = translator(lang).gettext
    items = [item for key, item in gap.items() if key.startswith("unmet_per_person.")]
    caption = _("Unmet requirements for each person, by whom one counts, if the amount counts from January")
    return metric_table("unmet_per_person", caption, items, report, lang)


def sector_reach(report: Report, reach: pd.DataFrame, items: Metrics, lang: str) -> Table:
    """The sector row, ranked, with the scale per 1,000 and what was reported outside the plan."""
    _ = translator(lang).gettext
    rows = [
        (
            labels.named(report, "sectors", row["sector"], lang),
            link(items[f"people_reached.{row['sector']}"], lang),
            _("not reported") if pd.isna(row["people_reached_non_rmrp"]) else _people(row, lang),
            _share(row["share_of_largest"], lang),
            _per_1000(items, row["sector"], lang),
        )
        for _index, row in reach.iterrows()
    ]
    header = (
        _("Sector"),
        _("People reached, RMRP"),
        _("People reached, non-RMRP"),
        _("Share of the largest sector"),
        _("Per 1,000 refugees and migrants"),
    )
    caption = _("People reached by sector, {period}").format(period=labels.period(report, lang))
    note = _(
        "Sectors overlap: the same person can stand in several rows, so the rows have no total. "
        "Cash-based interventions are a modality that any sector can use; they have no rank and no share."
    )
    return Table("sector_reach", caption, header, rows, reach, frozenset({1, 2, 3, 4}), note=note)


def text_counts(report: Report, counts: pd.DataFrame, lang: str) -> Table:
    """What the text says that people got, sector by sector, in its own words."""
    _ = translator(lang).gettext
    rows = [
        (
            labels.named(report, "sectors", row["sector"], lang),
            observation_link(report, row["observation_id"], lang),
            labels.coded(labels.UNITS, row["unit"], lang),
            labels.coded(labels.ROLES, as_text(row["role"]), lang) or "–",
            quoting.printed(report, row, lang),
        )
        for _index, row in counts.iterrows()
    ]
    header = (_("Sector"), _("Number"), _("Unit"), _("People were"), _("As printed"))
    caption = _("What the text of the report counts in each sector")
    return Table("text_counts", caption, header, rows, counts, frozenset({1}))


def stages(report: Report, rows: pd.DataFrame, lang: str) -> Table:
    """What is known of each stage, one printed number a row."""
    _ = translator(lang).gettext
    shown = [
        (
            labels.named(report, "stages", row["stage"], lang),
            _programme(report, row["programme"], lang),
            observation_link(report, row["observation_id"], lang),
            labels.coded(labels.UNITS, row["unit"], lang),
            _as_of(row["as_of"], lang),
            quoting.printed(report, row, lang),
        )
        for _index, row in rows.iterrows()
    ]
    header = (_("Stage"), _("Programme"), _("Number"), _("Unit"), _("As of"), _("As printed"))
    caption = _("What the report prints about each stage")
    note = _(
        "Each row counts other people or procedures, on its own date; no row is a part of another one but where the "
        "words say so."
    )
    return Table("stages", caption, header, shown, rows, frozenset({2}), note=note)


def calendar(report: Report, rows: pd.DataFrame, lang: str) -> Table:
    """The legal calendar, an interval where no source prints the day."""
    _ = translator(lang).gettext
    shown = [
        (
            _programme(report, row["programme"], lang),
            labels.coded(labels.EVENTS, row["event"], lang),
            provenance.day_text(row["date_low"], row["date_high"], lang),
            quoting.printed(report, row, lang),
            _source(report, row, lang),
            quoting.marked(as_text(row["note"]), quoting.DATA, lang),
        )
        for _index, row in rows.iterrows()
    ]
    header = (_("Programme"), _("Event"), _("Date"), _("As printed"), _("Source"), _("Note"))
    anchors = [source_anchor(f"programme_events/{name}") for name in rows["event_id"]]
    caption = _("Legal calendar as known on {date}").format(date=format_short_date(report.vintage, lang))
    return Table("calendar", caption, header, shown, rows, anchors=anchors)


def sources(analysis: str, report: Report, items: Metrics, lang: str, also: Iterable[str] = ()) -> Table:
    """The printed words behind every number of a page: its metrics', its header's, and the ids in `also`.

    Those of the report before too, with which the header's are compared.

    Rows in the order of print; each is the target of the numbers that were read from it.
    """
    _ = translator(lang).gettext
    used = {source for item in items.values() for source in item.quantity.sources}
    used |= {f"{report.report_id}/{name}" for name in (*also, *report.select(section="header")["observation_id"])}
    used |= set(changes.sources(report))
    return words(f"{analysis}_sources", _("Printed numbers that this page stands on"), report, used, lang)


def words(name: str, caption: str, report: Report, used: Iterable[str], lang: str) -> Table:
    """The printed words of rows of data/, by source ids (`PER_2023-05_2023-07/funding`), in the order of print.

    What is not the report's own stands under its source, which is named once.
    """
    _ = translator(lang).gettext
    found, headings = _by_source(report, provenance.origins(report, used), lang)
    shown = [
        (
            Markup("; <br>").join(item.numbers(lang)),  # two amounts in one line leave a note no room on paper
            quoting.printed(report, item.row, lang),
            provenance.place(report, item, lang) or "–",
            labels.coded(labels.QUALIFIERS, as_text(item.row.get("qualifier")), lang) or "–",
            labels.coded(labels.BASES, as_text(item.row.get("basis")), lang) or "–",
            _about(report, item, lang),
        )
        for item in found
    ]
    header = (_("Number"), _("As printed"), _("Where"), _("Qualifier"), _("Basis"), _("Note"))
    frame = provenance.frame(found)
    anchors = [item.anchor for item in found]
    return Table(name, caption, header, shown, frame, frozenset({0}), anchors, groups=headings)


def _by_source(
    report: Report, found: Sequence[provenance.Origin], lang: str
) -> tuple[list[provenance.Origin], list[Markup | str]]:
    """Rows with those of one source together, sources in the order of their first row, and each row's heading."""
    under: dict[Markup | str, list[provenance.Origin]] = {"": []}
    for item in found:
        under.setdefault(provenance.heading(report, item, lang), []).append(item)
    pairs = [(item, heading) for heading, items in under.items() for item in items]
    return [item for item, _heading in pairs], [heading for _item, heading in pairs]


def _about(report: Report, item: provenance.Origin, lang: str) -> Markup | str:
    """The row's note, after what the row of another table is about."""
    note = quoting.marked(as_text(item.row.get("note")), quoting.DATA, lang)
    if item.table == "observations":
        return note
    return Markup(". ").join(filter(None, [provenance.subject(report, item, lang), note]))


def formulas(analysis: str, report: Report, items: Metrics, lang: str) -> Table:
    """How each derived number was computed, with links to what went in."""
    _ = translator(lang).gettext
    derived = [item for item in items.values() if item.formula and not item.quantity.is_missing]
    inputs = _inputs(report, derived, lang)
    rows = [
        (
            _name(report, item, lang),
            format_quantity(item.quantity, item.unit, lang),
            *format_bounds(item.quantity, item.unit, lang),
            sentence(_(item.formula), **{key: _constant(value, lang) for key, value in item.constants.items()}),
            Markup("; ").join(inputs[source] for source in item.quantity.sources),
        )
        for item in derived
    ]
    header = (_("Measure"), _("Value"), _("Not less than"), _("Not more than"), _("Formula"), _("From"))
    frame = metric_frame(derived).assign(formula=[item.formula_text for item in derived])
    frame["from"] = [" ".join(item.quantity.sources) for item in derived]
    anchors = [f"how-{item.id}" for item in derived]
    caption = _("How each derived number was computed")
    return Table(f"{analysis}_formulas", caption, header, rows, frame, frozenset({1, 2, 3}), anchors)


def observation_text(report: Report, observation_id: str, lang: str) -> str:
    """An observation's number with its qualifier."""
    unit = str(next(report.each(observation_id=observation_id))["unit"])
    return format_quantity(report.quantity(observation_id), unit, lang)


def observation_link(report: Report, observation_id: str, lang: str) -> Markup:
    """The same, linked to the printed words."""
    text = observation_text(report, observation_id, lang)
    anchor = source_anchor(f"{report.report_id}/{observation_id}")
    return Markup('<a class="r4v-num" href="#{}">{}</a>').format(anchor, text)


def _inputs(report: Report, items: Iterable[Metric], lang: str) -> dict[str, Markup]:
    """Each source of some metrics as its number or day, linked to its row; an id that has no row as it is."""
    used = {source for item in items for source in item.quantity.sources}
    return {source: _input(report, source, lang) for source in sorted(used)}


def _input(report: Report, source: str, lang: str) -> Markup:
    if source.startswith("partners/"):
        return Markup("{}").format(source)
    item = provenance.origin(report, source)
    is_day = item.table == "programme_events"
    text = provenance.day_text(item.row["date_low"], item.row["date_high"], lang) if is_day else item.number(lang)
    return Markup('<a href="#{}">{}</a>').format(item.anchor, text)


def _name(report: Report, item: Metric, lang: str) -> Markup | str:
    """A metric's name; printed words in it are in their report's language."""
    text, language = labels.metric(report, item, lang), str(report.row["language"])
    if language == lang or "“" not in text:
        return text
    return quoting.within(text, labels.printed_part(report, item), language, lang)


def _constant(value: object, lang: str) -> Markup | str:
    """A constant of a formula; an id is in the language of ids."""
    text = labels.constant(value, lang)
    return quoting.marked(text, quoting.DATA, lang) if isinstance(value, str) else text


def _source(report: Report, row: pd.Series, lang: str) -> Markup | str:
    """The site that a row's source address names, linked; else the report that prints it, by its title."""
    _ = translator(lang).gettext
    if address := as_text(row["source_url"]):
        return provenance.address_link(address, urlsplit(address).hostname or address)
    other = as_text(row["source_report_id"])
    if other in ("", report.report_id):
        return _("this report")
    return quoting.title(report.data.report(other).row, lang)


def _people(row: pd.Series, lang: str) -> str:
    return format_number(row["people_reached_non_rmrp"], "people", lang)


def _share(share: float, lang: str) -> str:
    return "–" if pd.isna(share) else format_number(share, "share", lang)


def _per_1000(items: Metrics, sector: str, lang: str) -> Markup | str:
    item = items.get(f"reached_per_1000.{sector}")
    return link(item, lang) if item else "–"


def _programme(report: Report, code: Any, lang: str) -> str:
    return labels.programme(report, str(code), lang) if not pd.isna(code) else "–"


def _as_of(day: pd.Timestamp, lang: str) -> str:
    return "–" if pd.isna(day) else format_short_date(day, lang)

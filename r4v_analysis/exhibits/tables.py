"""Tables: pure functions from metrics and frames to tables that read well and download as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, provenance, quoting, wordings
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.language.formats import bare, format_bounds, format_quantity, translator, words_of
from r4v_analysis.values.metric import Metric, Metrics, source_anchor


def linked(anchor: str, text: str) -> Markup:
    """A number's text as a link to the row of the page that explains it."""
    return Markup('<a class="r4v-num" href="#{}">{}</a>').format(anchor, text)


def link(item: Metric, lang: str) -> Markup:
    """A metric's value with its qualifier, linked to the row that explains it."""
    text = labels.value(item, lang)
    return Markup("{}").format(text) if item.quantity.is_missing else linked(item.anchor, text)


def said(item: Metric, lang: str) -> Markup:
    """A metric in a sentence: as `link`, a count from a million on to three digits; its row has all of them."""
    number = item.quantity
    if item.unit.startswith(("usd", "share")) or number.qualifier == "between" or number.is_missing:
        return link(item, lang)
    ends = (None if end is None else _three_digits(end) for end in (number.value, number.low, number.high))
    value, low, high = ends
    return link(replace(item, quantity=replace(number, value=value, low=low, high=high)), lang)


def _three_digits(number: float) -> float:
    return float(f"{number:.3g}") if abs(number) >= 1e6 else number


def with_bounds(item: Metric, lang: str) -> Markup:
    """A number and the interval that its rounding leaves, as its parts are given: `1.5 points (0.95 to 2.05)`."""
    number = item.quantity
    if number.qualifier != "between" or number.value is None:
        return link(item, lang)
    bounds = format_quantity(replace(number, value=None), bare(item.unit), lang)
    return Markup("{} ({})").format(link(item, lang), bounds)


def metric_frame(items: Iterable[Metric]) -> pd.DataFrame:
    """Metrics as a frame: id, value, low, high, unit; empty cells where no bound is known."""
    return pd.DataFrame(
        [(item.id, item.quantity.value, item.quantity.low, item.quantity.high, item.unit) for item in items],
        columns=["metric", "value", "low", "high", "unit"],
    )


def metric_table(name: str, caption: str, items: Sequence[Metric], report: Report, lang: str) -> Table:
    """One row a metric: its name, value, unit, and the bounds that the printed numbers give it."""
    _ = translator(lang).gettext
    rows = [
        (
            _name(report, item, lang),
            link(item, lang),
            *format_bounds(item.quantity, item.unit, lang, item.step),
            labels.coded(labels.UNITS, item.unit, lang),
        )
        for item in items
    ]
    header = (_("Measure"), _("Value"), _("Not less than"), _("Not more than"), _("Unit"))
    return Table(name, caption, header, rows, metric_frame(items), frozenset({1, 2, 3}))


_ROOMY = 3
"""Columns beside which a number may be as long as two amounts."""


def words(
    name: str, caption: str, report: Report, used: Iterable[str], lang: str, *, is_own_first: bool = True
) -> Table:
    """The printed words of rows of data/, by source ids (`PER_2023-05_2023-07/funding`), in the order of print.

    What is not the report's own stands under its source, which is named once, that of most rows first. What no row
    has gets no column.
    """
    _ = translator(lang).gettext
    found, headings = _by_source(report, provenance.origins(report, used), lang, is_own_first=is_own_first)
    cells = [
        (
            quoting.printed(report, item.row, lang) or "–",
            provenance.place(report, item, lang) or "–",
            labels.coded(labels.QUALIFIERS, as_text(item.row.get("qualifier")), lang) or "–",
            labels.coded(labels.BASES, as_text(item.row.get("basis")), lang) or "–",
            _about(report, item, lang),
        )
        for item in found
    ]
    names = (_("As printed"), _("Where"), _("Qualifier"), _("Basis"), _("Note"))
    kept = [place for place in range(len(names)) if any(row[place] not in ("", "–") for row in cells)]
    between = "; " if len(kept) < _ROOMY else Markup("; <br>")  # on paper two amounts in a line leave a note no room
    shown = [
        (Markup(between).join(item.numbers(lang)), *(row[place] for place in kept))  # noqa: S704  an own element
        for item, row in zip(found, cells, strict=True)
    ]
    frame = provenance.frame(found)
    anchors = [item.anchor for item in found]
    header = (_("Number"), *(names[place] for place in kept))
    return Table(name, caption, header, shown, frame, frozenset({0}), anchors, groups=headings)


def _by_source(
    report: Report, found: Sequence[provenance.Origin], lang: str, *, is_own_first: bool
) -> tuple[list[provenance.Origin], list[Markup | str]]:
    """Rows with those of one source together, that of most rows first, and each row's heading.

    The report's own come first, and have none; last, under its title, where the page does not rest on them.
    """
    under: dict[Markup | str, list[provenance.Origin]] = {}
    for item in found:
        under.setdefault(provenance.heading(report, item, lang), []).append(item)
    ordered = sorted(under.items(), key=lambda pair: (bool(pair[0]) == is_own_first, -len(pair[1])))
    pairs = [
        (item, heading or (provenance.source_name(report, item, lang) if place else ""))
        for place, (heading, items) in enumerate(ordered)
        for item in items
    ]
    return [item for item, _heading in pairs], [heading for _item, heading in pairs]


def _about(report: Report, item: provenance.Origin, lang: str) -> Markup | str:
    """The row's note, after what the row of another table is about, and whose a population figure is."""
    note = wordings.note(report, as_text(item.row.get("note")), lang)
    if item.table == "observations":
        return note
    who = wordings.authority(report, as_text(item.row.get("authority")), lang) if item.table == "population" else ""
    return Markup(". ").join(filter(None, [provenance.subject(report, item, lang), who, note]))


def formulas(analysis: str, report: Report, items: Metrics, lang: str) -> Table:
    """How each derived number was computed, with links to what went in; a formula stands above all that it gives."""
    _ = translator(lang).gettext
    by_formula: dict[str, list[Metric]] = {}
    for item in items.values():
        if item.formula and not item.quantity.is_missing:
            by_formula.setdefault(_formula(report, item, lang), []).append(item)
    derived = [item for found in by_formula.values() for item in found]
    used = sorted({source for item in derived for source in item.quantity.sources})
    inputs = {source: _input(report, source, lang) for source in used}
    rows = [
        (
            _name(report, item, lang),
            labels.value(item, lang),
            *format_bounds(item.quantity, item.unit, lang, item.step),
            _from([inputs[source] for source in item.quantity.sources], lang),
        )
        for item in derived
    ]
    header = (_("Measure"), _("Value"), _("Not less than"), _("Not more than"), _("From"))
    frame = metric_frame(derived).assign(formula=[item.formula_text for item in derived])
    frame["from"] = [" ".join(item.quantity.sources) for item in derived]
    anchors = [f"how-{item.id}" for item in derived]
    caption = _("How each derived number was computed")
    groups = [formula for formula, found in by_formula.items() for _item in found]
    return Table(f"{analysis}_formulas", caption, header, rows, frame, frozenset({1, 2, 3}), anchors, groups=groups)


_MOST, _FIRST = 40, 12
"""Inputs up to which a derived number names all that went into it; of more it names the first so many."""


def _from(inputs: Sequence[Markup], lang: str) -> Markup:
    """What went into a number; of very many the first, since the table above has all, as the file has."""
    _ = translator(lang).gettext
    if len(inputs) <= _MOST:
        return Markup("; ").join(inputs)
    more = _("and {number} more in the table above").format(number=len(inputs) - _FIRST)
    return Markup("; ").join([*inputs[:_FIRST], more])


def _formula(report: Report, item: Metric, lang: str) -> Markup:
    """A metric's formula in words, its constants filled in."""
    constants = {key: _constant(report, value, lang) for key, value in item.constants.items()}
    return sentence(translator(lang).gettext(item.formula), **constants)


def observation_text(report: Report, observation_id: str, lang: str) -> str:
    """An observation's number with its qualifier."""
    unit = str(next(report.each(observation_id=observation_id))["unit"])
    return format_quantity(report.quantity(observation_id), unit, lang)


def observation_link(report: Report, observation_id: str, lang: str) -> Markup:
    """The same, linked to the printed words."""
    anchor = source_anchor(f"{report.report_id}/{observation_id}")
    return linked(anchor, observation_text(report, observation_id, lang))


def _input(report: Report, source: str, lang: str) -> Markup:
    """A source of a metric as its number or day, linked to its row; an id that has no row as it is."""
    if source.startswith("partners/"):
        return Markup("{}").format(source)
    item = provenance.origin(report, source)
    is_day = item.table == "programme_events"
    text = provenance.day_text(item.row["date_low"], item.row["date_high"], lang) if is_day else item.number(lang)
    return Markup('<a href="#{}">{}</a>').format(item.anchor, text)


def _name(report: Report, item: Metric, lang: str) -> Markup | str:
    """A metric's name; printed words in it are in their report's language."""
    text, language = labels.metric(report, item, lang), str(report.row["language"])
    if language == words_of(lang) or "“" not in text:
        return text
    return quoting.within(text, labels.printed_part(report, item), language, lang)


def _constant(report: Report, value: object, lang: str) -> Markup | str:
    """A constant of a formula; in place of an observation's id its number, any other id in the language of ids."""
    if not isinstance(value, str):
        return labels.constant(value, lang)
    if report.first(observation_id=value) is not None:
        return observation_text(report, value, lang)
    return quoting.marked(labels.constant(value, lang), quoting.DATA, lang)

"""Exploring a report: one figure of the pages, its marks, and the rows of data/ behind the chosen one.

What is shown is a pure function of a `View`; widgets only change the view (`explore_widgets`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data import report as plain
from r4v_analysis.data.load import load
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import labels, provenance, tables
from r4v_analysis.exhibits.exhibit import Chart
from r4v_analysis.language.formats import N_, format_number, translator
from r4v_analysis.notebook.prompt import Report, asked
from r4v_analysis.notebook.prompt_exhibit import Shown
from r4v_analysis.notebook.questions import Answers
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import exact

QUESTIONS: Mapping[str, str] = {
    "funding": N_("Funding gap"),
    "reach": N_("Reach by sector"),
    "regularization": N_("Regularization"),
}

FIGURES: Mapping[str, str] = {
    "requirements_and_funding": N_("Requirements and funding"),
    "coverage_map": N_("Coverage by country and plan year"),
    "donors": N_("Donors"),
    "coverage_by_year": N_("Coverage by plan year"),
    "year_end": N_("How the year may end"),
    "sector_ranking": N_("Sectors ranked"),
    "people_once": N_("People counted once"),
    "shares": N_("Shares that are printed"),
    "target_coverage": N_("Reach against targets"),
    "months_by_country": N_("Targets reached by country and month"),
    "needs_by_sector": N_("Need, target and reach"),
    "monthly_reach": N_("Reach by month"),
    "running_totals": N_("Running totals since January"),
    "needs_by_place": N_("Need and target by place"),
    "needs_map": N_("Map of places"),
    "deadline_range": N_("A range for the deadline"),
    "stage_counts": N_("Counts by stage"),
}
"""What a list calls the figures of `questions`."""


@dataclass(frozen=True)
class View:
    """What is looked at. Empty: the first figure; no sector or programme; `mark` counts from 0."""

    report_id: str
    question: str = "funding"
    figure: str = ""
    sector: str = ""
    programme: str = ""
    mark: int = 0
    lang: str = "en"
    as_of: str = ""


@dataclass(frozen=True)
class Mark:
    """One mark of a figure: a bar, a dot, a month of a line. `item` is the number behind it."""

    label: str
    item: Metric
    codes: frozenset[str]
    """Sectors and programmes that it is about."""


@dataclass(frozen=True)
class Scene:
    """What a view shows: the figure, its marks, the chosen one's rows, and the report's numbers on a subject."""

    view: View
    figure: Shown
    marks: tuple[Mark, ...]
    behind: str
    printed: str

    @property
    def html(self) -> str:
        """All of it as HTML, the figure first."""
        return "\n".join(filter(None, [self.figure.html, self.behind, self.printed]))

    @property
    def text(self) -> str:
        """The figure's words and the chosen mark, for a reader without HTML."""
        chosen = [self.marks[self.view.mark].label] if self.marks else []
        return "\n".join([self.figure.text, *chosen])


def scene(data: Data, view: View) -> Scene:
    """What a view shows; a figure or mark that the report does not have becomes the first one it has."""
    report = report_of(data, view)
    question: Answers = getattr(report, view.question)
    name = view.figure if view.figure in question.figures else next(iter(drawn(data, view)), question.figures[0])
    figure = _drawn(data, view, name)
    found = tuple(_chosen(marks(question, figure, view.lang), view))
    view = replace(view, figure=name, mark=min(view.mark, max(0, len(found) - 1)))
    figure = replace(figure, pressed=_pressed(found, view) or None)
    behind = _behind(report, found[view.mark], view.lang) if found else _no_mark(view.lang)
    return Scene(view, figure, found, behind, _printed(report, view))


def drawn(data: Data, view: View) -> list[str]:
    """The figures that a view's report has the numbers for, on its question."""
    question: Answers = getattr(report_of(data, view), view.question)
    return [name for name in question.figures if isinstance(_drawn(data, view, name).exhibit, Chart)]


def first(data: Data, view: View) -> View:
    """A view that shows something: of a question on which its report has a figure, where it names no figure."""
    others = (replace(view, question=question) for question in (view.question, *QUESTIONS))
    return view if view.figure else next((other for other in others if drawn(data, other)), view)


def _drawn(data: Data, view: View, name: str) -> Shown:
    return _figure(data.folder, data.digest, replace(view, figure=name, mark=0, sector="", programme=""))


def _pressed(found: Sequence[Mark], view: View) -> dict[str, tuple[int, bool]]:
    """Where a figure's numbers stand in the list of marks, by the row that each leads to, and which is chosen."""
    return {mark.item.anchor: (number, number == view.mark) for number, mark in enumerate(found)}


@lru_cache(maxsize=8)
def _report(folder: Path, _digest: str, report_id: str, as_of: str) -> Report:
    """A report whose metrics are kept from one view to the next."""
    return asked(load(folder).report(report_id, as_of))


@lru_cache(maxsize=32)
def _figure(folder: Path, digest: str, view: View) -> Shown:
    question: Answers = getattr(_report(folder, digest, view.report_id, view.as_of), view.question)
    return question.figure(view.figure, view.lang)


def report_of(data: Data, view: View) -> Report:
    """The report of a view."""
    return _report(data.folder, data.digest, view.report_id, view.as_of)


def marks(question: Answers, figure: Shown, lang: str) -> list[Mark]:
    """The marks of a figure in its own order; none where there is no figure."""
    if not isinstance(figure.exhibit, Chart):
        return []
    rows = figure.data
    if not {"metric", "source"} & set(rows):
        return []  # a row of other programmes' courses is no mark of this figure
    found = _of_metrics(question, rows, lang) if "metric" in rows else _of_sources(question, rows, lang)
    return list(found)


def _of_metrics(question: Answers, rows: pd.DataFrame, lang: str) -> Iterator[Mark]:
    for name in rows["metric"]:
        item = question.items.get(name)
        if item is not None and not item.quantity.is_missing:
            label = f"{labels.metric(question.report, item, lang)}: {labels.value(item, lang)}"
            yield Mark(label, item, _codes(question.report, item))


def _of_sources(question: Answers, rows: pd.DataFrame, lang: str) -> Iterator[Mark]:
    """Marks of a series: each row names its row of data/."""
    report = question.report
    for _index, row in rows[rows["source"].notna() & rows["people_reached"].notna()].iterrows():
        item = Metric(str(row["source"]), exact(float(row["people_reached"]), str(row["source"])), "people")
        about = provenance.subject(report, provenance.origin(report, item.id), lang)
        label = f"{about}: {format_number(float(row['people_reached']), 'people', lang)}"
        yield Mark(label, item, _codes(report, item))


def _codes(report: plain.Report, item: Metric) -> frozenset[str]:
    rows = [origin.row for origin in provenance.origins(report, item.quantity.sources)]
    cells = {str(row[name]) for row in rows for name in ("sector", "programme") if isinstance(row.get(name), str)}
    return frozenset(cells | set(item.id.split(".")[1:]))


def _chosen(found: list[Mark], view: View) -> list[Mark]:
    """Marks about the view's sector and programme; all where none is."""
    wanted = {code for code in (view.sector, view.programme) if code}
    about = [mark for mark in found if wanted and wanted & mark.codes]
    return about or found


def _behind(report: Report, mark: Mark, lang: str) -> str:
    """How the chosen number was computed, and the printed words that it stands on."""
    _ = translator(lang).gettext
    items = {mark.item.id: mark.item}
    parts = [str(Markup("<h4>{}</h4>").format(_("Behind the chosen mark: {mark}").format(mark=mark.label)))]
    formulas = tables.formulas("mark", report, items, lang)
    caption = _("The printed words that it stands on")
    sources = tables.words("mark_sources", caption, report, mark.item.quantity.sources, lang)
    parts += [Shown(table, lang).html for table in (formulas, sources) if table.rows]
    return "\n".join(parts)


def _no_mark(lang: str) -> str:
    _ = translator(lang).gettext
    return str(Markup("<p>{}</p>").format(_("This figure has no mark to choose.")))


def _printed(report: plain.Report, view: View) -> str:
    """The report's own numbers about the view's sector and programme; empty where none is chosen."""
    wanted = {name: code for name, code in (("sector", view.sector), ("programme", view.programme)) if code}
    if not wanted:
        return ""
    rows = report.observations
    rows = rows[pd.concat([rows[name] == code for name, code in wanted.items()], axis="columns").any(axis="columns")]
    _ = translator(view.lang).gettext
    if rows.empty:
        return str(Markup("<p>{}</p>").format(_("The report prints no number about this sector or programme.")))
    used = [f"{report.report_id}/{name}" for name in rows["observation_id"]]
    table = tables.words("printed_about", _("What the report prints about it"), report, used, view.lang)
    return Shown(table, view.lang).html

"""The printed words behind every number of a page."""

from __future__ import annotations

from collections.abc import Iterable

from r4v_analysis.analysis.comparison import changes
from r4v_analysis.analysis.reach.groups import text_counts
from r4v_analysis.analysis.record import metrics_by_notebook, silences
from r4v_analysis.analysis.regularization.calendar import stages
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.tables import words
from r4v_analysis.language.formats import translator
from r4v_analysis.values.metric import Metrics


def sources(analysis: str, report: Report, items: Metrics, lang: str, also: Iterable[str] = ()) -> Table:
    """The printed words behind every number of a page: its metrics', its header's, and the ids in `also`.

    An id in `also` is an observation's of the report, or a table's row: `people_in_need/PER_2022_all`.

    Those of the report before too, with which the header's are compared.

    Rows in the order of print; each is the target of the numbers that were read from it.
    """
    _ = translator(lang).gettext
    used = {source for item in items.values() for source in item.quantity.sources}
    own = (*also, *report.select(section="header")["observation_id"])
    used |= {name if "/" in name else f"{report.report_id}/{name}" for name in own}
    used |= set(changes.sources(report))
    return words(f"{analysis}_sources", _("Printed numbers that this page stands on"), report, used, lang)


def unshown(report: Report) -> list[str]:
    """The numbers that a report prints and no page of it shows, by observation, in the order of print.

    They are in `tables/observations.csv` beside its pages, and nowhere else.
    """
    printed = report.observations
    names = list(printed.loc[printed["value"].notna(), "observation_id"])
    metrics = metrics_by_notebook(report)
    asked = metrics.keys() - silences(report, "en").keys()
    if not asked:
        return names
    used = {source for name in asked for item in metrics[name].values() for source in item.quantity.sources}
    tables = {"sector_reach": text_counts, "regularization_uptake": stages}
    own = {name for notebook in asked & tables.keys() for name in tables[notebook](report)["observation_id"]}
    own |= {*report.select(section="header")["observation_id"]}
    used |= {*changes.sources(report)}
    return [name for name in names if name not in own and f"{report.report_id}/{name}" not in used]

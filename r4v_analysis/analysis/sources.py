"""The printed words behind every number of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from r4v_analysis.analysis.comparison import changes
from r4v_analysis.analysis.reach.groups import text_counts
from r4v_analysis.analysis.record import metrics_by_notebook, silences
from r4v_analysis.analysis.regularization.calendar import stages
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import provenance
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.tables import words
from r4v_analysis.language.formats import translator
from r4v_analysis.values.metric import Metrics


def others_first(report: Report, items: Metrics, lang: str) -> list[str]:
    """Names of the sources that a page's numbers rest on, that of most rows first; empty where the report is one."""
    used = {source for item in items.values() if not item.quantity.is_missing for source in item.quantity.sources}
    if any(source.startswith(f"{report.report_id}/") for source in used):
        return []
    names = (provenance.source_name(report, row, lang) for row in provenance.origins(report, used))
    counts = Counter(Markup(name).striptags() for name in names)  # noqa: S704  to take its tags away
    return [name for name, _count in counts.most_common()]


def sources(analysis: str, report: Report, items: Metrics, lang: str, also: Iterable[str] = ()) -> Table:
    """The printed words behind every number of a page: its metrics', its header's, and the ids in `also`.

    An id in `also` is an observation's of the report, or a table's row: `people_in_need/PER_2022_all`.

    Those of the report before too, with which the header's are compared.

    Rows in the order of print, the report's own first where the page's numbers rest on them; each is the target of the
    numbers that were read from it.
    """
    _ = translator(lang).gettext
    used = {source for item in items.values() for source in item.quantity.sources}
    own = (*also, *report.select(section="header")["observation_id"])
    used |= {name if "/" in name else f"{report.report_id}/{name}" for name in own}
    used |= set(changes.sources(report))
    caption, is_own_first = _("Printed numbers that this page stands on"), not others_first(report, items, lang)
    return words(f"{analysis}_sources", caption, report, used, lang, is_own_first=is_own_first)


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

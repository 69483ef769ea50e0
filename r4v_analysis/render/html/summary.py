"""One page for the analyses that a report has pages of, made for a sheet of A4: what each found, and one figure.

Its sentences are those of the notebooks' bottom lines, its figures the files that the notebooks
drew; a number leads to its row on the full page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from r4v_analysis.analysis.record import known_until, metrics_by_notebook, silences
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import quoting
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.svg import for_page
from r4v_analysis.language.formats import format_period, translator
from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.render.html import page as site
from r4v_analysis.render.html.context import country, in_languages, index_file, page_citation, summary_file
from r4v_analysis.render.html.notes import short_anchor
from r4v_analysis.render.html.page import Link, address
from r4v_analysis.version import __version__

NAME = "summary"

FIGURES = {
    "funding_gap": ("requirements_and_funding", "year_end"),
    "sector_reach": ("sector_ranking", "target_coverage"),
    "regularization_uptake": ("deadline_range", "stage_counts"),
}
"""The figures of each analysis that say most, the first one that a report has is shown."""

_A = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)

_LINK = re.compile(r'(?<= href=")#((?:src|how)-[^"]*)(?=")')


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One analysis on the page: its title, full page, sentences, and a figure as SVG or nothing."""

    title: str
    page: str
    prose: Markup
    figure: Markup


def summary_page(
    report: Report,
    lang: str,
    notebooks: Sequence[NotebookFile],
    folder: Path,
    up: str,
    data_digest: str,
    is_there: Callable[[str, str], bool] = lambda _notebook, _lang: True,
) -> str:
    """The page of a report; `folder` holds its figures, `up` leads to the index, `data_digest` is that of its data.

    `is_there` says whether a notebook has a page of the report in a language: to one that has none, nothing leads.
    A summary is there in the languages that any has a page in.
    """
    from r4v_analysis.exhibits.sentences import headlines

    _ = translator(lang).gettext
    bottom_lines, drawn, silent = _bottom_lines(report, lang), figures(folder, lang), silences(report, lang)
    parts = [
        SummaryPart(
            notebook.title_in(lang),
            page := address(f"{notebook.name}.{lang}.html") if is_there(notebook.name, lang) else "",
            _leading_out(bottom_lines[notebook.name].html(), page, report.report_id),
            _figure(drawn.get(notebook.name)),
        )
        for notebook in notebooks
        if notebook.name in bottom_lines and notebook.name not in silent
    ]
    links = [Link(_("All reports"), f"{up}{index_file(lang)}"), Link(_("Summary"), summary_file(lang), True)]
    said = {
        "platform": str(report.row["platform"]),
        "report_title": quoting.title(report.row, lang),
        "country": country(report, lang),
        "period": format_period(report.period.start, report.period.end, lang),
        "known": known_until(report, lang, [name for name in bottom_lines if name not in silent]),
        "headlines": headlines(report, lang),
        "languages": in_languages(lang, summary_file, lambda to: any(is_there(each.name, to) for each in notebooks)),
        "links": [*links, *(Link(part.title, part.page) for part in parts if part.page)],
        "parts": parts,
        "citation": page_citation(report, NAME, _("Summary"), lang, data_digest).full,
    }
    carries = ("figure", "summary") if any(part.figure for part in parts) else ("summary",)
    return site.rendered("summary.html.j2", lang, carries, version=__version__, data_digest=data_digest, **said)


def _bottom_lines(report: Report, lang: str) -> dict[str, Prose]:
    from r4v_analysis.analysis.funding import sentences
    from r4v_analysis.analysis.reach import sectors
    from r4v_analysis.analysis.reach import sentences as reach_narrative
    from r4v_analysis.analysis.regularization import sentences as regularization_narrative

    metrics = metrics_by_notebook(report)
    return {
        "funding_gap": sentences.bottom_line(report, metrics["funding_gap"], lang),
        "sector_reach": reach_narrative.bottom_line(report, sectors.sectors(report), metrics["sector_reach"], lang),
        "regularization_uptake": regularization_narrative.bottom_line(report, metrics["regularization_uptake"], lang),
    }


def _leading_out(prose: Markup, page: str, report_id: str) -> Markup:
    """Sentences whose links lead to the rows of another page; without links where there is none."""
    if not page:
        return Markup(_A.sub(r"\1", prose))  # noqa: S704  made by the exhibits
    linked = _LINK.sub(lambda match: f"{page}#{short_anchor(match[1], report_id)}", site.of_a_page(prose))
    return Markup(linked)  # noqa: S704  made by the exhibits


def figures(folder: Path, lang: str) -> dict[str, Path]:
    """The file of each analysis's figure, by notebook; of FIGURES the first that a report's folder holds."""
    return {
        analysis: path
        for analysis, names in FIGURES.items()
        if (path := next(filter(Path.is_file, (folder / "figures" / f"{name}.{lang}.svg" for name in names)), None))
    }


def _figure(path: Path | None) -> Markup:
    if path is None:
        return Markup("")
    return Markup(for_page(path.read_text(encoding="utf-8"), path.name.split(".")[0]))  # noqa: S704  drawn by a notebook

"""Pages as `r4v render` makes them, their notebooks run in this process and their figures not drawn.

A figure is its texts: what a page says can be read without the second that drawing takes.
"""

from __future__ import annotations

import json
from html import escape

import matplotlib.text
import nbformat

import r4v_analysis
from r4v_analysis import pages, planning, prose, site
from r4v_analysis.exhibits import Chart, Table

FIGURE = '<svg role="img" aria-label="{alt}">{texts}</svg>'


def page(report_id, name, lang, data_dir):
    """One page's HTML."""
    plan = planning.plan([report_id], notebooks=[name], languages=[lang], data_dir=data_dir)
    [job], report = plan.jobs, plan.data.report(report_id)
    executed = nbformat.reads(job.notebook.text, as_version=4)
    run(executed, report_id, lang, data_dir)
    executed = prose.translated(executed, job.notebook.catalogue(lang), lang)
    return site.page(executed, pages.context(job, report, plan.notebooks))


def run(notebook, report_id, lang, data_dir):
    """Give each code cell of a notebook what it shows."""
    space = {}
    shown = []
    report = r4v_analysis.data.load(data_dir).report(report_id)
    source = r4v_analysis.quoting.title(report.row, lang)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        shown.clear()
        exec(compile(cell.source, cell.id, "exec"), space)  # noqa: S102  the project's own notebooks
        if "parameters" in cell.metadata.get("tags", []):
            space |= {"report_id": report_id, "lang": lang, "data_dir": str(data_dir)}
        if "setup" in cell.metadata.get("tags", []) and "show" in space:
            space["show"] = shown.append
        bundles = [html(exhibit, lang, source) for exhibit in shown if exhibit is not None]
        cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": bundle}) for bundle in bundles]


def html(exhibit, lang, source):
    """An exhibit's HTML; in a table without rows nothing stands."""
    if isinstance(exhibit, Table) and not exhibit.rows:
        return ""
    if not isinstance(exhibit, Chart):
        return str(exhibit.html(lang) if isinstance(exhibit, Table) else exhibit.html())
    texts = [text.get_text() for text in exhibit.figure.findobj(matplotlib.text.Text)]
    marks = "".join(f"<text>{escape(line)}</text>" for text in texts for line in text.split("\n") if line.strip())
    return str(exhibit.html(lang, source, FIGURE.format(alt=escape(exhibit.alt), texts=marks)))


def notebook_cells(path):
    """The cells of a notebook file."""
    return json.loads(path.read_text(encoding="utf-8"))["cells"]

"""Pages as `r4v render` makes them, their notebooks run in this process and their figures not drawn.

A figure is its texts: what a page says can be read without the second that drawing takes.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import combinations

import matplotlib.text
import nbformat
from matplotlib.backends.backend_agg import FigureCanvasAgg

from r4v_analysis.data.load import load
from r4v_analysis.exhibits import canvas, quoting
from r4v_analysis.exhibits.exhibit import Chart, Table
from r4v_analysis.notebook import prose
from r4v_analysis.render import plan as planning
from r4v_analysis.render.html import context
from r4v_analysis.render.html import page as site

FIGURE = '<svg role="img" aria-label="{alt}">{texts}</svg>'


@lru_cache
def page(report_id, name, lang, data_dir):
    """One page's HTML, and its charts."""
    plan = planning.plan([report_id], notebooks=[name], languages=[lang], data_dir=data_dir)
    [job], report = plan.jobs, plan.data.report(report_id)
    executed = nbformat.reads(job.notebook.text, as_version=4)
    charts = run(executed, report_id, lang, data_dir)
    executed = prose.translated(executed, job.notebook.catalogue(lang), lang)
    return site.page(executed, context.context(job, report, plan.notebooks, plan.data.digest)), charts


def run(notebook, report_id, lang, data_dir):
    """Give each code cell of a notebook what it shows; the charts among it."""
    space, shown, charts = {}, [], []
    source = quoting.title(load(data_dir).report(report_id).row, lang)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        shown.clear()
        exec(compile(cell.source, cell.id, "exec"), space)  # noqa: S102  the project's own notebooks
        if "parameters" in cell.metadata.get("tags", []):
            space |= {"report_id": report_id, "lang": lang, "data_dir": str(data_dir)}
        if "setup" in cell.metadata.get("tags", []) and "show" in space:
            space["show"] = shown.append
        charts += [exhibit for exhibit in shown if isinstance(exhibit, Chart)]
        bundles = [html(exhibit, lang, source) for exhibit in shown if exhibit is not None]
        cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": bundle}) for bundle in bundles]
    return charts


def html(exhibit, lang, source):
    """An exhibit's HTML; in a table without rows nothing stands."""
    if isinstance(exhibit, Table) and not exhibit.rows:
        return ""
    if not isinstance(exhibit, Chart):
        return str(exhibit.html(lang) if isinstance(exhibit, Table) else exhibit.html())
    texts = [text.get_text() for text in exhibit.figure.findobj(matplotlib.text.Text)]
    marks = "".join(f"<text>{escape(line)}</text>" for text in texts for line in text.split("\n") if line.strip())
    return str(exhibit.html(lang, source, FIGURE.format(alt=escape(exhibit.alt), texts=marks)))


def misplaced(chart):
    """Texts of a figure that leave it, and pairs of texts that overlap."""
    with canvas.style():
        renderer = FigureCanvasAgg(chart.figure).get_renderer()
        boxes = [
            (text.get_text(), text.get_window_extent(renderer))
            for text in chart.figure.findobj(matplotlib.text.Text)
            if text.get_visible() and text.get_text().strip()
        ]
    width, height = chart.figure.bbox.width + 1, chart.figure.bbox.height + 1
    outside = [text for text, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > width or box.y1 > height]
    small = [(text, box.shrunk(0.98, 0.8)) for text, box in boxes]
    return outside + [(one, other) for (one, box), (other, beside) in combinations(small, 2) if box.overlaps(beside)]

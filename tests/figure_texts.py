"""Where the texts of a figure stand."""

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg

from r4v_analysis.exhibits import canvas


def boxes(figure):
    """The texts of a figure with what each takes of it."""
    with canvas.style():
        renderer = FigureCanvasAgg(figure).get_renderer()
        return [
            (text.get_text(), text.get_window_extent(renderer))
            for text in figure.findobj(mpl.text.Text)
            if text.get_visible() and text.get_text().strip()
        ]


def outside(figure):
    """Texts that leave the figure."""
    width, height = figure.bbox.width, figure.bbox.height
    return [
        text for text, box in boxes(figure) if box.x0 < -1 or box.x1 > width + 1 or box.y0 < -1 or box.y1 > height + 1
    ]


def clashes(figure):
    """Pairs of texts that overlap."""
    found = [(text, box.shrunk(0.98, 0.8)) for text, box in boxes(figure)]
    return [(a, b) for i, (a, box) in enumerate(found) for b, other in found[i + 1 :] if box.overlaps(other)]

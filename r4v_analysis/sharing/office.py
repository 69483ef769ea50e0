"""A report as what slides and documents are made of: sentences, and pictures with their texts apart."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from r4v_analysis.analysis.record import QUESTIONS, known_until, silences
from r4v_analysis.data.report import Report
from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits import citation, quoting
from r4v_analysis.exhibits.exhibit import Chart
from r4v_analysis.exhibits.panels import PANELS
from r4v_analysis.exhibits.svg import head, head_height
from r4v_analysis.language.formats import format_period, translator
from r4v_analysis.notebook import prompt
from r4v_analysis.notebook.notebook_files import all_notebooks
from r4v_analysis.notebook.questions import Answers
from r4v_analysis.sharing.package import zipped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 220
"""Of a picture: sharp on a projector and in print at the width of a page."""


@dataclass(frozen=True, slots=True)
class FigurePanel:
    """One figure: its picture without title, and its texts to be edited. Width and height in inches."""

    title: str
    subtitle: str
    alt: str
    note: str
    source: str
    png: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SlidePart:
    """One analysis: its name, its bottom line, and a panel for each figure that the report has the numbers for."""

    title: str
    sentences: Sequence[str]
    panels: Sequence[FigurePanel]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says."""

    title: str
    about: str
    known: str
    cite: Sequence[str]


def cover(report: Report, lang: str) -> Cover:
    """The report, its period, what was known when, and how to cite."""
    _ = translator(lang).gettext
    silent = silences(report, lang)
    answered = [question.notebook for question in QUESTIONS if question.notebook not in silent]
    return Cover(
        quoting.title_of(report.row, lang)[0],
        f"{report.row['platform']}, {format_period(report.period.start, report.period.end, lang)}",
        _("Uses only what was known on {day}.").format(day=known_until(report, lang, answered)),
        [
            citation.sentence(citation.of_report(report, lang)),
            citation.sentence(citation.of_project(report.data, lang)),
        ],
    )


def parts(report: Report, lang: str) -> Iterator[SlidePart]:
    """The three analyses, in the order of the notebooks."""
    titles = {notebook.name: notebook.title_in(lang) for notebook in all_notebooks()}
    asked = prompt.asked(report)
    for question in (asked.funding, asked.reach, asked.regularization):
        sentences = question.bottom_line(lang).text.splitlines()
        yield SlidePart(titles.get(question.name, question.name), sentences, list(_panels(question, lang)))


def _panels(question: Answers, lang: str) -> Iterator[FigurePanel]:
    for name in question.figures:
        shown = question.figure(name, lang)
        chart = shown.exhibit
        if isinstance(chart, Chart):
            subtitle = head(chart.figure, "subtitle")
            source = chart.credit(shown.source)
            for png, width, height in pictures(chart.figure):
                yield FigurePanel(chart.title, subtitle, chart.alt, chart.note, source, png, width, height)


_TALLEST = 0.75
"""Height of a picture, of its width, from which one of several rows of panels is cut between them."""


def pictures(figure: Figure) -> list[tuple[bytes, float, float]]:
    """A figure without its title and subtitle as PNG, with width and height in inches; a tall one in several.

    It is cut between its rows of panels, and only there.
    """
    width, height = map(float, figure.get_size_inches())
    top = height - head_height(figure)
    count = math.ceil(top / (_TALLEST * width))
    cuts = [cut for cut in (_cuts(figure) if count > 1 else []) if 0 < cut < top]
    wanted = (top * part / count for part in range(1, count) if cuts)
    chosen = sorted({min(cuts, key=lambda cut, at=at: abs(cut - at)) for at in wanted})  # type: ignore[misc]
    edges = [0.0, *chosen, top]
    return [picture(figure, low, high) for low, high in reversed(list(pairwise(edges)))]


def _cuts(figure: Figure) -> list[float]:
    """Heights in inches, from below, of the edges between lines of panels."""
    inches = figure.dpi_scale_trans.inverted()
    edges = [
        axes.transData.transform((0, line))
        for axes in figure.axes
        if axes.get_label() == PANELS
        for line in range(1, round(axes.get_ylim()[1]))
    ]
    return [float(inches.transform(edge)[1]) for edge in edges]


def picture(figure: Figure, low: float = 0.0, high: float | None = None) -> tuple[bytes, float, float]:
    """A figure between two heights (inches from below; all of it under its title) as PNG, with its width and height."""
    from matplotlib.transforms import Bbox

    width, height = map(float, figure.get_size_inches())
    height = height - head_height(figure) if high is None else high
    heads = [text for text in figure.texts if text.get_gid()]
    for text in heads:
        text.set_visible(False)
    out = io.BytesIO()
    figure.savefig(
        out, format="png", dpi=DPI, bbox_inches=Bbox([[0, low], [width, height]]), metadata={"Software": None}
    )
    for text in heads:
        text.set_visible(True)
    return out.getvalue(), width, height - low


def finished(file: Any, report: Report, title: str, language: str) -> bytes:
    """An office file with its properties, and without the times of its parts: the same data give the same bytes."""
    properties = file.core_properties
    properties.title, properties.author, properties.language = title, "r4v-analysis", language
    properties.created = properties.modified = datetime(report.as_of.year, report.as_of.month, report.as_of.day)
    properties.last_modified_by = ""
    out = io.BytesIO()
    file.save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def not_installed(name: str, package: str) -> UsageError:
    """What is said where the package that writes a format is not there."""
    return UsageError(f"{name}: expected {package}, found none. Install it: pip install 'r4v-analysis[office]'.")

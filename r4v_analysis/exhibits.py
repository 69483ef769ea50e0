"""What a notebook shows: a chart with its data, a table, prose with traceable numbers.

Each exhibit becomes one piece of HTML with a plain-text twin, drawn or written once; text that
comes from data is escaped.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from r4v_analysis.i18n import translator

_NO_MATH = "mathjax_ignore tex2jax_ignore"
"""Classes that keep JupyterLab from reading the text between two dollar signs as a formula."""

TALL = 24
"""A table with more rows than this scrolls within its place on a screen; on paper it is whole."""

_FALLBACK_FONTS = "'R4V Sans', Lato, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Table:
    """A table as it is read, and the frame behind it as it is downloaded.

    `header` and `rows` are display texts in the reader's language; `numeric` are the positions of
    right-aligned columns; `anchors` give rows an id that numbers in prose link to. `data` has
    language-free column names and raw values. `heading` is for a table that is a section of its own.
    """

    name: str
    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    data: pd.DataFrame
    numeric: frozenset[int] = frozenset()
    anchors: Sequence[str] = ()
    note: str = ""
    heading: str = ""

    @property
    def text(self) -> str:
        """Heading, caption and rows, one a line, cells apart by ` | `."""
        lines = [" | ".join(_plain(cell) for cell in row) for row in (self.header, *self.rows)]
        return "\n".join(filter(None, [self.heading, self.caption, *lines]))

    @property
    def csv(self) -> str:
        """The frame as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
        return _defused(self.data).to_csv(
            index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format="%.12g"
        )

    def html_table(self, label: str = "") -> Markup:
        """The bare `<table>`, in a region that scrolls by itself; `label` names it, else the caption."""
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(self._align(i), label) for i, label in enumerate(self.header)
        )
        body = Markup("").join(self._row(i, row) for i, row in enumerate(self.rows))
        css = "r4v-scroll r4v-tall" if len(self.rows) > TALL else "r4v-scroll"
        return Markup(
            '<div class="{css}" tabindex="0" role="region" aria-label="{label}"><table>'
            "<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        ).format(css=css, label=label or self.caption, caption=self.caption, head=head, body=body)

    def html(self) -> Markup:
        """The table with its note."""
        note = Markup('<p class="r4v-note">{}</p>').format(self.note) if self.note else ""
        root = Markup('<div class="r4v-table {}" id="tab-{}">{}{}{}</div>')
        return root.format(_NO_MATH, self.name, _heading(self.heading), self.html_table(), note)

    def _align(self, position: int) -> Markup:
        return Markup(' class="num"') if position in self.numeric else Markup("")

    def _row(self, index: int, cells: Sequence[str]) -> Markup:
        anchor = Markup(' id="{}"').format(self.anchors[index]) if self.anchors else Markup("")
        start = Markup("") if 0 in self.numeric else Markup(' style="text-align:start"')  # JupyterLab centres it
        first = Markup('<th scope="row"{}{}>{}</th>').format(self._align(0), start, cells[0])
        rest = Markup("").join(
            Markup("<td{}>{}</td>").format(self._align(i), cell) for i, cell in enumerate(cells[1:], 1)
        )
        return Markup("<tr{}>{}{}</tr>").format(anchor, first, rest)


@dataclass(frozen=True)
class Chart:
    """A figure with what a reader needs who can't see it, and the data behind it.

    `title` states the finding (it stands in the figure too), `alt` says what the marks show,
    `note` what they do not mean. `data.name` is the CSV's name, the chart's own. `source` is the line
    under the figure where its numbers are not the report's own; empty: the report.
    """

    name: str
    title: str
    alt: str
    figure: Figure
    data: Table
    note: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """Title and alternative text."""
        return f"{self.title}\n{self.alt}"

    def svg(self) -> str:
        """The figure as SVG: text as text, the same bytes for the same figure, ids of its own."""
        return svg_text(self.figure, self.name, self.alt)

    def html(self, lang: str, source: str = "", svg: str = "") -> Markup:
        """Figure, note and source, and the data one click away with its download."""
        _ = translator(lang).gettext
        notes = Markup("").join(
            Markup('<p class="{}">{}</p>').format(css, text)
            for css, text in (("r4v-note", self.note), ("r4v-source", self.source or source))
            if text
        )
        encoded = base64.b64encode(self.data.csv.encode()).decode()
        return Markup(
            '<figure class="r4v-figure {no_math}" id="fig-{name}"><div class="r4v-plot" tabindex="0" role="group" '
            'aria-label="{title}">{svg}</div><figcaption>{notes}</figcaption>'
            '<details class="r4v-data"><summary>{summary}</summary>{table}'
            '<p><a download="{name}.csv" href="data:text/csv;charset=utf-8;base64,{encoded}">{download}</a></p>'
            "</details></figure>"
        ).format(
            no_math=_NO_MATH,
            name=self.name,
            title=self.title,
            svg=Markup(svg or self.svg()),  # noqa: S704  drawn here, its texts escaped by the writer
            notes=notes,
            summary=_("Data behind this figure"),
            table=self.data.html_table(_("Data behind the figure: {title}").format(title=self.title)),
            encoded=encoded,
            download=_("Download the data as CSV"),
        )


@dataclass(frozen=True)
class Prose:
    """Computed sentences; numbers in them link to where they come from.

    `kind` is bottom-line (the answer), caveat (what it does not mean), hindsight or plain. `heading` is
    for prose that is a section of its own.
    """

    sentences: Sequence[str]
    kind: str = "plain"
    paragraphs: Sequence[str] = field(default_factory=tuple)
    heading: str = ""

    @property
    def text(self) -> str:
        """The sentences, one a line, after the heading."""
        texts = (self.heading, *self.paragraphs, *self.sentences)
        return "\n".join(_plain(sentence) for sentence in texts if sentence)

    def html(self) -> Markup:
        """Paragraphs, then the sentences as a list."""
        paragraphs = Markup("").join(Markup("<p>{}</p>").format(text) for text in self.paragraphs)
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in self.sentences)
        listed = Markup("<ul>{}</ul>").format(items) if items else ""
        inner = _heading(self.heading) + paragraphs + listed
        return Markup('<div class="r4v-prose r4v-{} {}">{}</div>').format(self.kind, _NO_MATH, inner)


def _heading(text: str) -> Markup:
    """A section's heading for an exhibit that brings its own, since it is not on every page; empty without text."""
    return Markup('<h2 class="r4v-heading">{}</h2>').format(text) if text else Markup("")


def absent(message: str) -> Prose:
    """What stands in place of a figure that the report lacks the numbers for."""
    return Prose((), "missing", (message,))


Exhibit = Chart | Table | Prose


def svg_text(figure: Figure, name: str, alt: str) -> str:
    """A figure as an SVG element that can stand in a page beside others.

    No XML declaration, doctype, date or creator; no style rules that reach outside; ids begin with
    the figure's name; it scales with its container and carries its alternative text.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "r4v"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*</defs>\s*", "", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = svg.replace("'R4V Sans'", _FALLBACK_FONTS)
    label = f'<svg role="img" aria-label="{escape(alt)}" stroke-linejoin="round" stroke-linecap="butt" '
    return re.sub(r"^<svg ", lambda _match: label, svg).strip() + "\n"


def _plain(text: str) -> str:
    """A text as it reads, without the markup that was made for it."""
    return text.striptags() if isinstance(text, Markup) else text


def _defused(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy in which no text begins like a formula."""
    result = frame.copy()
    for name in result.columns:
        if not pd.api.types.is_numeric_dtype(result[name]):
            result[name] = result[name].map(_defused_cell, na_action="ignore")
    return result


def _defused_cell(value: object) -> object:
    is_formula = isinstance(value, str) and value[:1] in "=+-@\t\r" and value not in ("", "-")
    return f"'{value}" if is_formula else value

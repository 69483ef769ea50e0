"""What a notebook shows: a chart with its data, a table, prose with traceable numbers.

Each exhibit becomes one piece of HTML with a plain-text twin, drawn or written once; text that
comes from data is escaped.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from r4v_analysis.i18n import translator
from r4v_analysis.svg import for_page, head, svg_text

_NO_MATH = "mathjax_ignore tex2jax_ignore"
"""Classes that keep JupyterLab from reading the text between two dollar signs as a formula."""

PNG_DPI = 200
"""Pixels an inch of a figure as PNG: sharp on paper at the size that it has on a page."""

TALL = 24
"""A table with more rows than this scrolls within its place on a screen; on paper it is whole."""

LONG = 3_000
"""Characters of a CSV file that a page still carries beside its table."""

_CSV_SAFE = "!$'()*+,-./:;=?@_~"
"""What an address may hold as it is: the rest of a CSV is percent-encoded, half as long as base64."""


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
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in self.header)
        columns = " ".join(f"num-{i + 1}" for i in sorted(self.numeric))
        body = Markup("").join(self._row(i, row) for i, row in enumerate(self.rows))
        css = "r4v-scroll r4v-tall" if len(self.rows) > TALL else "r4v-scroll"
        return Markup(
            '<div class="{css}" tabindex="0" role="region" aria-label="{label}"><table class="{columns}">'
            "<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        ).format(css=css, columns=columns, label=label or self.caption, caption=self.caption, head=head, body=body)

    def html(self, lang: str = "en") -> Markup:
        """The table with its note and its download."""
        _ = translator(lang).gettext
        note = _paragraphs(("r4v-note", self.note))
        download = _download(self.name, self.csv, _("Download the table as CSV"))
        root = Markup('<div class="r4v-table {}" id="tab-{}">{}{}{}{}</div>')
        return root.format(_NO_MATH, self.name, _heading(self.heading), self.html_table(), note, download)

    def _row(self, index: int, cells: Sequence[str]) -> Markup:
        anchor = Markup(' id="{}"').format(self.anchors[index]) if self.anchors else Markup("")
        start = Markup("") if 0 in self.numeric else Markup(' style="text-align:start"')  # JupyterLab centres it
        first = Markup('<th scope="row"{}>{}</th>').format(start, cells[0])
        rest = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells[1:])
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

    def png(self, source: str = "") -> bytes:
        """The figure as PNG, sharp on a slide and in print; title, alternative text and source are in its metadata."""
        buffer = io.BytesIO()
        told = {"Title": self.title, "Description": self.alt, "Source": self.credit(source)}
        metadata = {"Software": None, **{name: text for name, text in told.items() if text}}
        self.figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata=metadata)
        return buffer.getvalue()

    def credit(self, source: str = "") -> str:
        """The line under the figure without its links; `source` where the chart has none of its own."""
        return Markup(self.source or source).striptags()  # noqa: S704  to take the links out

    def html(self, lang: str, source: str = "", svg: str = "") -> Markup:
        """Title, figure, note and source, and the data one click away with its download.

        Title and subtitle are text of the page where the figure marks its own, so that they stay in
        place while a wide figure is scrolled; the drawing is then shown without them.
        """
        _ = translator(lang).gettext
        drawn = for_page(svg or self.svg(), self.name, self.figure)
        return Markup(
            '<figure class="r4v-figure {no_math}" id="fig-{name}">{heads}<div class="r4v-plot" tabindex="0" '
            'role="group" aria-label="{title}">{svg}</div>{notes}'
            '<details class="r4v-data"><summary>{summary}</summary>{table}{download}</details></figure>'
        ).format(
            no_math=_NO_MATH,
            name=self.name,
            title=self.title,
            heads=self._heads(),
            svg=Markup(drawn),  # noqa: S704  drawn here, its texts escaped by the writer
            notes=_paragraphs(("r4v-note", self.note), ("r4v-source", self.source or source)),
            summary=_("Data behind this figure"),
            table=self.data.html_table(_("Data behind the figure: {title}").format(title=self.title)),
            download=_download(self.name, self.data.csv, _("Download the data as CSV")),
        )

    def _heads(self) -> Markup:
        if not head(self.figure, "title"):
            return Markup("")
        heads = _paragraphs(("r4v-title", self.title), ("r4v-subtitle", head(self.figure, "subtitle")))
        return Markup("<figcaption>{}</figcaption>").format(heads)


def _download(name: str, csv: str, label: str) -> Markup:
    """What saves a table as CSV from within the page, without a request.

    A link that carries the file, which needs no script; a file longer than LONG would double its
    table's weight, so there it is a button, and the page's script writes the table's cells.
    """
    if len(csv) > LONG:
        button = '<p class="r4v-take"><button type="button" class="r4v-save" hidden data-name="{}">{}</button></p>'
        return Markup(button).format(name, label)  # noqa: S704  a constant
    address = f"data:text/csv;charset=utf-8,{quote(csv, safe=_CSV_SAFE)}"
    return Markup('<p class="r4v-take"><a download="{}.csv" href="{}">{}</a></p>').format(name, address, label)


def _paragraphs(*texts: tuple[str, str | Markup]) -> Markup:
    """A paragraph for each class and text; none for an empty text."""
    return Markup("").join(Markup('<p class="{}">{}</p>').format(css, text) for css, text in texts if text)


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

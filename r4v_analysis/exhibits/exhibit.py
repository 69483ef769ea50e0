"""What a notebook shows: a chart with its data, a table, prose with traceable numbers.

Each exhibit becomes one piece of HTML with a plain-text twin, drawn or written once; text that
comes from data is escaped.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from r4v_analysis.exhibits.foot import footed
from r4v_analysis.exhibits.svg import for_page, head, svg_text
from r4v_analysis.language.formats import translator, words_of

_GROUND = Markup(' style="background-color:#fff"')
"""The ground that a drawing's colours are made for: a front end's may be dark, where a page's colours follow."""

_TITLE = Markup(' style="font-weight:bold;font-size:115%"')
"""A title's look where no page's style is."""

_NO_MATH = "mathjax_ignore tex2jax_ignore"
"""Classes that keep JupyterLab from reading the text between two dollar signs as a formula."""

PNG_DPI = 200
"""Pixels an inch of a figure as PNG: sharp on paper at the size that it has on a page."""

FOLDED = 8
"""A table with more rows than this is one click away on a screen, but for one that is a section of its own."""
_QUOTATION = re.compile(r"“[^“”<>]*”?(?=[^<>]*(?:<|$))")
"""Words between quotation marks, none within a tag."""
_SHORT = 400
"""Characters of an alternative text that can be read under a figure."""

TAKING = re.compile(r'<p class="r4v-take r4v-taking".*?</p>', re.DOTALL)
"""What only a page has a script and a place for."""

TALL = 24
"""A table with more rows than this scrolls within its place on a screen; on paper it is whole."""

LONG = 1_000
"""Characters of a CSV file up to which a page carries it as it is; a longer one in a ZIP, a quarter as long."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can say: the same file makes the same bytes."""

_UNIX = 3
"""What a ZIP says it was made on, everywhere."""

_CSV_SAFE = "!$'()*+,-./:;=?@_~"
"""What an address may hold as it is: the rest of a CSV is percent-encoded, half as long as base64."""


@dataclass(frozen=True)
class Table:
    """A table as it is read, and the frame behind it as it is downloaded.

    `header` and `rows` are display texts in the reader's language; `numeric` are the positions of
    right-aligned columns; `anchors` give rows an id that numbers lead to (empty: none). `data` has
    language-free column names and raw values. `heading` is for a table that is a section of its own.
    `groups` say under which heading each row stands, none where it is empty; rows of one are together.
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
    groups: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Heading, caption, and rows under their groups' headings, one a line, cells apart by ` | `."""
        lines = [self.heading, self.caption, self._line(self.header)]
        for group, numbers in self._grouped():
            lines += [_plain(group), *(self._line(self.rows[number]) for number in numbers)]
        return "\n".join(filter(None, lines))

    @staticmethod
    def _line(row: Sequence[str]) -> str:
        return " | ".join(_plain(cell) for cell in row)

    def _grouped(self) -> list[tuple[str, list[int]]]:
        """Each group's heading with the numbers of its rows."""
        groups = self.groups or [""] * len(self.rows)
        return [(group, list(numbers)) for group, numbers in groupby(range(len(self.rows)), lambda row: groups[row])]

    @cached_property
    def csv(self) -> str:
        """The frame as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
        return _defused(self.data).to_csv(
            index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format="%.12g"
        )

    def html_table(self, label: str = "") -> Markup:
        """The bare `<table>`, in a region that scrolls by itself; `label` names it, else the caption."""
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in self.header)
        columns = " ".join(f"num-{i + 1}" for i in sorted(self.numeric))
        body = Markup("").join(self._body(group, numbers) for group, numbers in self._grouped())
        css = "r4v-scroll r4v-tall" if len(self.rows) > TALL else "r4v-scroll"
        return Markup(
            '<div class="{css}" tabindex="0" role="region" aria-label="{label}"><table class="{columns}">'
            "<caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table></div>"
        ).format(css=css, columns=columns, label=label or self.caption, caption=self.caption, head=head, body=body)

    def html(self, lang: str = "en") -> Markup:
        """The table with its note and its download."""
        _ = translator(lang).gettext
        note = _paragraphs(("r4v-note", self.note))
        inner = self.html_table() + note + _download(self.name, self.csv, _("Download the table as CSV"))
        if len(self.rows) > FOLDED and not self.heading:
            summary = _("{caption}: {number} rows").format(caption=self.caption, number=len(self.rows))
            inner = _folded(summary, inner)
        root = Markup('<div class="r4v-table {}" id="tab-{}">{}{}</div>')
        return root.format(_NO_MATH, self.name, _heading(self.heading), inner)

    def _body(self, group: str, numbers: Sequence[int]) -> Markup:
        top = Markup('<tr><th colspan="{}" scope="rowgroup">{}</th></tr>').format(len(self.header), group)
        rows = Markup("").join(self._row(number, self.rows[number]) for number in numbers)
        return Markup("<tbody>{}{}</tbody>").format(top if group else "", rows)

    def _row(self, index: int, cells: Sequence[str]) -> Markup:
        anchor = f' id="{escape(self.anchors[index])}"' if self.anchors and self.anchors[index] else ""
        start = "" if 0 in self.numeric else ' style="text-align:start"'  # JupyterLab centres it
        first = f'<th scope="row"{start}>{escape(cells[0])}</th>'
        rest = "".join(f"<td>{escape(cell)}</td>" for cell in cells[1:])
        return Markup(f"<tr{anchor}>{first}{rest}</tr>")  # noqa: S704  escaped above


@dataclass(frozen=True)
class Chart:
    """A figure with what a reader needs who can't see it, and the data behind it.

    `title` states the finding (it stands in the figure too), `alt` says what the marks show,
    `note` what they do not mean. `data.name` is the CSV's name, the chart's own. `source` is the line
    under the figure where its numbers are not the report's own; empty: the report. `quoted` is the
    language of words between quotation marks in title and figure; empty: that of the page.
    """

    name: str
    title: str
    alt: str
    figure: Figure
    data: Table
    note: str = ""
    source: str = ""
    quoted: str = ""

    @property
    def text(self) -> str:
        """Title and alternative text."""
        return f"{self.title}\n{self.alt}"

    def svg(self, source: str | None = None) -> str:
        """The figure as SVG: text as text, the same bytes for the same figure, ids of its own.

        As it leaves a page with `source`, the line under it where the chart has none of its own: note and source
        stand below the drawing then.
        """
        told = ("", "") if source is None else (_plain(self.note), self.credit(source))
        with footed(self.figure, *told) as box:
            return svg_text(self.figure, self.name, self.alt, box)

    def png(self, source: str = "") -> bytes:
        """The figure as PNG, sharp on a slide and in print, note and source below it.

        Title, alternative text and source are in its metadata too.
        """
        buffer = io.BytesIO()
        told = {"Title": self.title, "Description": self.alt, "Source": self.credit(source)}
        metadata = {"Software": None, **{name: text for name, text in told.items() if text}}
        with footed(self.figure, _plain(self.note), self.credit(source)) as box:
            self.figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata=metadata, bbox_inches=box)
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
            '<figure class="r4v-figure {no_math}" id="fig-{name}">{heads}<div class="r4v-plot"{ground} tabindex="0" '
            'role="group" aria-label="{title}">{svg}</div>{said}{notes}{take}'
            '<details class="r4v-data"><summary>{summary}</summary>{table}{download}</details></figure>'
        ).format(
            no_math=_NO_MATH,
            ground=_GROUND,
            name=self.name,
            title=self.title,
            heads=self._heads(lang),
            svg=self._marked(Markup(drawn), "tspan", lang),  # noqa: S704  drawn here, its texts escaped by the writer
            said=self._said(),
            notes=_paragraphs(("r4v-note", self.note), ("r4v-source", self.source or source)),
            take=_taking(self.name, lang),
            summary=_("Data behind this figure"),
            table=self.data.html_table(_("Data behind the figure: {title}").format(title=self.title)),
            download=_download(self.name, self.data.csv, _("Download the data as CSV")),
        )

    def _said(self) -> Markup:
        """What the marks show, in words: for a screen so narrow that their ends are out of sight."""
        if len(self.alt) > _SHORT:
            return Markup("")
        return Markup('<p class="r4v-said" style="display:none" aria-hidden="true">{}</p>').format(self.alt)

    def _marked(self, text: Markup | str, tag: str, lang: str) -> Markup:
        """A text whose quotations are in their language; those in attributes can't be."""
        escaped = escape(text)
        if self.quoted in ("", words_of(lang)):
            return escaped
        told = rf'<{tag} lang="{self.quoted}">\g<0></{tag}>'
        return Markup(_QUOTATION.sub(told, str(escaped)))  # noqa: S704  escaped above

    def _heads(self, lang: str) -> Markup:
        if not head(self.figure, "title"):
            return Markup("")
        title = Markup('<p class="r4v-title"{}>{}</p>').format(_TITLE, self._marked(self.title, "span", lang))
        heads = title + _paragraphs(("r4v-subtitle", head(self.figure, "subtitle")))
        return Markup("<figcaption>{}</figcaption>").format(heads)


def _taking(name: str, lang: str) -> Markup:
    """What a page's script does with a figure: its file, or a link to it; without a script there is the link."""
    _ = translator(lang).gettext
    kinds = (("png", _("Save as PNG")), ("svg", _("Save as SVG")), ("link", _("Copy the link to this figure")))
    buttons = Markup(" ").join(
        Markup('<button type="button" value="{}">{}</button>').format(kind, text) for kind, text in kinds
    )
    link = Markup('<a href="#fig-{}">{}</a>').format(name, _("Link to this figure"))
    return Markup('<p class="r4v-take r4v-taking" style="display:none">{}<span hidden>{}</span></p>').format(
        link, buttons
    )


def _download(name: str, csv: str, label: str) -> Markup:
    """A link that carries a table as CSV, so that it can be had without a request and without a script.

    A long one is carried in a ZIP, since it would double its table's weight; the page's script takes it out.
    """
    if len(csv) > LONG:
        file, kind, content = f"{name}.csv.zip", "application/zip;base64", base64.b64encode(zipped(name, csv)).decode()
        label = Markup("{}<span> (ZIP)</span>").format(label)
    else:
        file, kind, content = f"{name}.csv", "text/csv;charset=utf-8", quote(csv, safe=_CSV_SAFE)
    link = Markup('<p class="r4v-take"><a download="{}" href="data:{},{}">{}</a></p>')
    return link.format(file, kind, content, label)


def zipped(name: str, csv: str) -> bytes:
    """`name`.csv alone in a ZIP; the same bytes for the same table."""
    entry = zipfile.ZipInfo(f"{name}.csv", _LONG_AGO)
    entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, csv, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _paragraphs(*texts: tuple[str, str | Markup]) -> Markup:
    """A paragraph for each class and text; none for an empty text."""
    return Markup("").join(Markup('<p class="{}">{}</p>').format(css, text) for css, text in texts if text)


@dataclass(frozen=True)
class Prose:
    """Computed sentences; numbers in them link to where they come from.

    `kind` is bottom-line (the answer), caveat (what it does not mean), hindsight or plain. `heading` is
    for prose that is a section of its own. `summary`: the sentences are one click away under this line.
    """

    sentences: Sequence[str]
    kind: str = "plain"
    paragraphs: Sequence[str] = field(default_factory=tuple)
    heading: str = ""
    summary: str = ""

    @property
    def text(self) -> str:
        """The sentences, one a line, after the heading."""
        texts = (self.heading, *self.paragraphs, self.summary, *self.sentences)
        return "\n".join(_plain(sentence) for sentence in texts if sentence)

    def html(self) -> Markup:
        """Paragraphs, then the sentences as a list."""
        paragraphs = Markup("").join(Markup("<p>{}</p>").format(text) for text in self.paragraphs)
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in self.sentences)
        listed = Markup("<ul>{}</ul>").format(items) if items else Markup("")
        listed = _folded(self.summary, listed) if self.summary else listed
        inner = _heading(self.heading) + paragraphs + listed
        return Markup('<div class="r4v-prose r4v-{} {}">{}</div>').format(self.kind, _NO_MATH, inner)


def _folded(summary: str, inner: Markup) -> Markup:
    """What is one click away, under a line that says what it is."""
    return Markup('<details class="r4v-data r4v-folded"><summary>{}</summary>{}</details>').format(summary, inner)


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
    """The frame with no text in it that begins like a formula."""
    result = frame.copy(deep=False)
    for name in frame:
        if _may_have_formula(frame[name]):
            result[name] = frame[name].map(_defused_cell, na_action="ignore")
    return result


def _may_have_formula(column: pd.Series) -> bool:
    """Whether a text of a column begins like one; a column of objects goes through, which settles what they are."""
    if pd.api.types.is_numeric_dtype(column):
        return False
    return column.dtype == object or any(map(_is_formula, column))


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value[:1] in "=+-@\t\r" and value not in ("", "-")


def _defused_cell(value: object) -> object:
    return f"'{value}" if _is_formula(value) else value

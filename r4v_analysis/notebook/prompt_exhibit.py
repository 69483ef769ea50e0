"""An exhibit at a prompt or in a widget: the same figure as on a page, with what pandas and Matplotlib go on with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from r4v_analysis.errors import R4VError
from r4v_analysis.exhibits import quoting
from r4v_analysis.exhibits.exhibit import TAKING, Chart, Exhibit, Prose, Table
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.svg import unlinked
from r4v_analysis.language.formats import translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from r4v_analysis.data.report import Report


_ROW = re.compile(r'<g data-row="([^"]*)"( opacity="0")?>(.*?)</g>', re.DOTALL)
"""A number of a drawing, or a place to point at, with the row that it leads to on a page."""

_PAGE_LINK = re.compile(r'<a [^>]*href="#[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
"""A link to another place of a page, which a single exhibit does not have."""


class NoPicture(R4VError):
    """What was asked for is prose or a table: the report lacks the numbers for a picture."""


@dataclass(frozen=True)
class Shown:
    """One exhibit of a report in a language; JupyterLab shows it as a page does.

    `text` is what it says in words, `data` the frame behind it, `figure` the Matplotlib figure,
    `svg` the picture as a file has it. `pressed` are the numbers of a picture that can be chosen, by the row that
    each leads to: its place among the marks, and whether it is chosen; others are pale then.
    """

    exhibit: Exhibit
    lang: str = "en"
    source: str = ""
    pressed: Mapping[str, tuple[int, bool]] | None = None

    @property
    def text(self) -> str:
        """Title and alternative text of a figure; caption and rows of a table; sentences."""
        return self.exhibit.text

    @property
    def data(self) -> pd.DataFrame:
        """The frame behind a figure or a table, with language-free columns; a file calls its `sources` `from`.

        Raises
        ------
        NoPicture
            The exhibit is prose.
        """
        table = self.exhibit.data if isinstance(self.exhibit, Chart) else self.exhibit
        if isinstance(table, Prose):
            raise NoPicture(f"data: expected a figure or a table, found prose: {self.text}")
        return table.data.rename(columns={"from": "sources"})

    @property
    def figure(self) -> Figure:
        """The Matplotlib figure, to change and save.

        Raises
        ------
        NoPicture
            There is none: the report lacks the numbers, and the text says which.
        """
        if not isinstance(self.exhibit, Chart):
            raise NoPicture(f"figure: expected a picture, found none: {self.text}")
        return self.exhibit.figure

    @cached_property
    def svg(self) -> str:
        """The figure as SVG, the same bytes each time; empty where there is no figure."""
        return unlinked(self.exhibit.svg(self.source)) if isinstance(self.exhibit, Chart) else ""

    @cached_property
    def html(self) -> str:
        """The exhibit as a page has it: picture, note and source, the data one click away."""
        if isinstance(self.exhibit, Chart):
            html = self._chosen(self.exhibit.html(self.lang, self.source, self.exhibit.svg(self.source)))
        else:
            html = self.exhibit.html(self.lang) if isinstance(self.exhibit, Table) else self.exhibit.html()
        return _PAGE_LINK.sub(r"\1", TAKING.sub("", str(html)))

    def _chosen(self, html: str) -> str:
        """The picture in which marks can be pressed, and the chosen one is underlined."""

        def mark(match: re.Match[str]) -> str:
            place, is_chosen = (self.pressed or {}).get(match[1], (-1, False))
            look = 'style="cursor:pointer"' if place >= 0 else 'style="opacity:.35"'
            inner = match[3].replace("<text", '<text text-decoration="underline"', 1) if is_chosen else match[3]
            if match[2]:
                look += f' opacity="{0.15 if is_chosen else 0}"'
            return f'<g data-mark="{place}" {look}>{inner}</g>'

        return html if self.pressed is None else _ROW.sub(mark, html)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def source_line(report: Report, lang: str) -> str:
    """What stands below a figure of a report: its platform and title."""
    message = translator(lang).gettext("Source: {platform}, {title}.")
    return sentence(message, platform=report.row["platform"], title=quoting.title(report.row, lang))

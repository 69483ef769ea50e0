"""What every page needs, done once: a template calls this before workers are forked from it."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from r4v_analysis.data.report import Data

TOOLS = ("papermill", "nbconvert")
"""What a render needs and a notebook does not."""

SHOWN = (
    "seaborn", "scipy.special", "matplotlib.pyplot", "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
)  # fmt: skip
"""What notebooks import of others; imported under a shell, as they would be there."""

OURS = ("r4v_analysis.notebook.show", "r4v_analysis.render.work", "r4v_analysis.render.html.page")
QUESTIONS = "r4v_analysis.analysis."
"""This package's modules that a notebook or a render imports: these, and all whose name begins with a question's."""

NUMERALS = "0123456789.,%$ \N{NO-BREAK SPACE}\N{EN DASH}M"
"""What numbers in figures are written with."""

NAMES = ("name", "name_en", "name_es", "label_en", "label_es", "short_name", "short_name_es", "title", "title_es")
"""Columns of data that figures show."""


FIGURES = 12
"""So many figures has a page at most, but for a few pages."""

LOADED: dict[str, Data] = {}
"""The data that this process and its forks share, by digest."""


def begin() -> None:
    """Import all that rendering needs, in the order in which a kernel comes to it, and fill its caches."""
    from r4v_analysis.data.check.strict import without_iri_grammars

    with without_iri_grammars(), warnings.catch_warnings():  # filters that these set are not a notebook's
        _import(TOOLS)
    _import((*SHOWN, *_ours()))
    with warnings.catch_warnings():
        _warm()


def load(data_dir: str) -> None:
    """Load data, so that no worker needs to; one that does need it says what is wrong.

    Tables are sorted by value as they are asked: a report of each publisher asks most of what any page will.
    """
    from r4v_analysis.analysis.record import metrics_by_notebook
    from r4v_analysis.data.load import load
    from r4v_analysis.data.publisher import publisher_of

    with suppress(Exception), warnings.catch_warnings():
        loaded = load(data_dir)
        LOADED[loaded.digest] = loaded
        _warm_letters(_names(loaded))  # reads every table, which is else read when it is asked for
        for report_id in {publisher_of(report_id): report_id for report_id in loaded.report_ids}.values():
            metrics_by_notebook(loaded.report(report_id))


def _ours() -> list[str]:
    import r4v_analysis

    names = [module.name for module in pkgutil.walk_packages(r4v_analysis.__path__, "r4v_analysis.")]
    return [name for name in names if name in OURS or name.startswith(QUESTIONS)]


def _import(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


def _warm() -> None:
    """Fill the caches that every page would fill: exporters, templates, fonts, locales."""
    import nbformat

    from r4v_analysis.exhibits import canvas, svg
    from r4v_analysis.language import formats as i18n
    from r4v_analysis.render.html import page as site

    cells = [nbformat.v4.new_markdown_cell("# A\n\n*b*"), nbformat.v4.new_code_cell("print(1)")]
    for lang in i18n.LANGUAGES:
        nothing = dict.fromkeys(site.PageContext.__dataclass_fields__, "")
        context = site.PageContext(**{**nothing, "lang": lang, "parameters": {}, "siblings": (), "headlines": ()})  # type: ignore[arg-type]
        site.page(nbformat.v4.new_notebook(cells=cells), context)
    _warm_words()
    _warm_letters(_messages())
    with canvas.style():
        figure, axes = canvas.canvas("A", "b", names=["c"], rows=1)
        axes.barh([0], [1], hatch="//")
        svg.for_page(svg.svg_text(figure, "warm", ""), "warm", figure)
    canvas.make_ahead(FIGURES)


def _warm_words() -> None:
    """The words of both languages, and the patterns by which printed numbers are read."""
    import pandas as pd

    from r4v_analysis.language import formats as i18n
    from r4v_analysis.values import quantity as quantities

    day = date(2023, 7, 28)
    pd.DataFrame({"a": [1.5]}).to_csv(lineterminator="\n")
    for lang in i18n.LANGUAGES:
        read = quantities.observed(1.5e6, "at_least", "over 1.5M, más de dos", "warm")
        i18n.format_quantity(read, "people", lang)
        i18n.format_number(0.5, "share", lang)
        i18n.format_date(day, lang)
        i18n.format_period(day, day, lang)
        i18n.country_name("PER", lang)


def _warm_letters(texts: Iterable[str]) -> None:
    """What texts of figures are put together from, in both weights."""
    from r4v_analysis.exhibits.letters import typeface

    words = {word for text in texts for word in f" {text} ".split("\n")}
    for weight in ("normal", "bold"):
        typeface(weight).learn(words)


def _messages() -> Iterator[str]:
    """The messages of both languages, and whatever can stand side by side in a number."""
    from babel.messages.mofile import read_mo

    from r4v_analysis.language.formats import CATALOGUES, DOMAIN

    for path in sorted(CATALOGUES.rglob(f"{DOMAIN}.mo")):
        with path.open("rb") as file:
            yield from (str(text) for message in read_mo(file) for text in (message.id, message.string))
    yield from map("".join, product(NUMERALS, repeat=2))


def _names(loaded: Data) -> Iterator[str]:
    """The names of what data has codes for: places, sectors, countries."""
    for table in loaded.tables.values():
        for column in table.columns.intersection(list(NAMES)):
            yield from table[column].dropna().astype(str).unique()

"""What every page needs, done once: a template calls this before workers are forked from it."""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

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

ENDS = "abcdefghijklmnopqrstuvwxyzáéíóúñABCDEFGHIJKLMNOPRSTUV0123456789.,:;)%"
"""What texts of figures mostly begin or end with."""


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
        dict(loaded.tables)  # each is read when it is asked for
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
    _warm_letters()
    with canvas.style():
        figure, axes = canvas.canvas("A", "b", names=["c"], rows=1)
        axes.barh([0], [1], hatch="//")
        svg.for_page(svg.svg_text(figure, "warm", ""), "warm", figure)


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


def _warm_letters() -> None:
    """The steps from letter to letter that words of both languages have, and what a text can begin or end with."""
    from babel.messages.mofile import read_mo

    from r4v_analysis.exhibits.letters import typeface
    from r4v_analysis.language.formats import CATALOGUES, DOMAIN

    texts: list[str] = []
    for path in sorted(CATALOGUES.rglob(f"{DOMAIN}.mo")):
        with path.open("rb") as file:
            texts += [str(text) for message in read_mo(file) for text in (message.id, message.string)]
    words = " ".join(sorted({word for text in texts for word in text.split()}))
    for face in map(typeface, ("normal", "bold")):
        face.ink("".join(filter(face.has, words)))
        for letter in ENDS:
            face.ink(letter)

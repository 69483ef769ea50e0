"""Exhibits for an analysis of one's own: a frame as a table or as bars, computed sentences, two languages.

A notebook hands them to `show`, which writes their files and puts them on the page as it does with
the project's own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd
from matplotlib.figure import Figure

from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.exhibits.canvas import BLUE, canvas, label_bar, name_rows, scale_end, style
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table, absent
from r4v_analysis.language.formats import format_number, format_short_date, translator

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def in_language(lang: str, **texts: str) -> str:
    """The text of a language, English where there is none: `in_language(lang, en="By sector", es="Por sector")`.

    Raises
    ------
    UsageError
        There is no English text.
    """
    if "en" not in texts:
        raise UsageError('in_language: expected an English text, found none. Add en="…".')
    return texts.get(lang, texts["en"])


def counted(lang: str, number: int, **forms: tuple[str, str]) -> str:
    """A number with its noun, one or several: `counted(lang, 1, en=("sector", "sectors"), es=("sector", "sectores"))`.

    Raises
    ------
    UsageError
        There is no English noun.
    """
    if "en" not in forms:
        raise UsageError('counted: expected an English noun, found none. Add en=("sector", "sectors").')
    one, many = forms.get(lang, forms["en"])
    return f"{format_number(number, 'people', lang)} {one if number == 1 else many}"


def sentences(*texts: str, kind: Literal["bottom-line", "caveat", "plain"] = "plain") -> Prose:
    """Computed sentences, one a bullet; `kind` is how the page sets them."""
    return Prose(texts, kind)


def table(
    name: str, caption: str, frame: pd.DataFrame, lang: str = "en", *, units: Mapping[str, str] | None = None
) -> Table:
    """A frame as a table; its column names are the header, the file has it as it is.

    `name` is that of the CSV file: small letters, digits, `_`. `units` gives columns of numbers
    their unit: people, usd, share (of 1), …; others are shown as people are.

    Raises
    ------
    UsageError
        The name can't be a file's.
    """
    _require_name(name)
    units = units or {}
    numeric = frozenset(index for index, kind in enumerate(frame.dtypes) if _is_number(kind))
    rows = [
        tuple(_cell(value, units.get(str(column), "people"), lang) for column, value in row.items())
        for _index, row in frame.iterrows()
    ]
    header = tuple(str(column).replace("_", " ") for column in frame.columns)
    return Table(name, caption, header, rows, frame, numeric)


def bars(
    name: str,
    title: str,
    subtitle: str,
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    lang: str = "en",
    unit: str = "people",
    note: str = "",
) -> Chart | Prose:
    """A column of a frame as bars, in the frame's order; rows without a number are left out.

    The title says the finding, the subtitle measure and unit. The text alternative lists the bars.
    `name` is that of the files: small letters, digits, `_`; `label` and `value` are the columns with
    the bars' names and lengths.

    Raises
    ------
    UsageError
        The name can't be a file's, a column is not there, or a length is below 0.
    """
    _require_name(name)
    _require_columns(frame, label, value)
    _ = translator(lang).gettext
    drawn = frame[frame[value].notna()]
    if drawn.empty:
        return absent(_("No figure “{title}”: there is no number for it.").format(title=title))
    if (drawn[value] < 0).any():
        raise UsageError(
            f"bars {name}: expected lengths of 0 or more in {value!r}, found a negative one. Draw it apart."
        )
    names = [str(text) for text in drawn[label]]
    texts = [format_number(float(number), unit, lang) for number in drawn[value]]
    longest = scale_end(drawn[value])
    ends = [(float(number) / longest, text) for number, text in zip(drawn[value], texts, strict=True)]
    with style():
        figure, axes = canvas(title, subtitle, names=names, rows=len(names), bars=ends)
        axes.barh(range(len(names)), drawn[value].astype(float), 0.62, color=BLUE)
        for position, (number, text) in enumerate(zip(drawn[value], texts, strict=True)):
            label_bar(axes, float(number), position, text)
        axes.set(xlim=(0, longest), ylim=(len(names) - 0.5, -0.5))
        name_rows(axes, names)
    listed = "; ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    data = table(name, subtitle, frame, lang, units={value: unit})
    return Chart(name, title, _("Bars: {bars}.").format(bars=listed), figure, data, note)


def picture(
    name: str,
    title: str,
    alt: str,
    figure: Figure | Callable[[pd.DataFrame], Any],
    frame: pd.DataFrame,
    lang: str = "en",
    note: str = "",
) -> Chart | Prose:
    """A Matplotlib or seaborn figure of one's own (`axes.figure`), with the frame behind it and a text alternative.

    `figure` may be a function of the frame that gives a figure, or axes of one: of an empty frame it is not called,
    and a sentence stands in the figure's place.

    Raises
    ------
    UsageError
        The name can't be a file's, or there is no text alternative.
    """
    _require_name(name)
    if not alt.strip():
        raise UsageError(f"picture {name}: expected a text that says what the marks show, found none. Write alt.")
    if frame.empty:
        _ = translator(lang).gettext
        return absent(_("No figure “{title}”: there is no number for it.").format(title=title))
    drawn = figure if isinstance(figure, Figure) else figure(frame)
    drawn = drawn if isinstance(drawn, Figure) else drawn.figure
    if "matplotlib.pyplot" in sys.modules:  # else JupyterLab shows it again at the end of the cell
        sys.modules["matplotlib.pyplot"].close(drawn)
    return Chart(name, title, alt, drawn, table(name, title, frame, lang), note)


def _is_number(kind: Any) -> bool:
    return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)


def _cell(value: Any, unit: str, lang: str) -> str:
    if value is None or pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return format_short_date(value, lang)
    is_number = pd.api.types.is_number(value) and not isinstance(value, bool)
    return format_number(float(value), unit, lang) if is_number else str(value)


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(f"name: expected small letters, digits and _, found {name!r}. It becomes a file's name.")


def _require_columns(frame: pd.DataFrame, *names: str) -> None:
    faults = [
        f"bars: expected a column of the frame, found {name!r}. {suggestion(name, map(str, frame.columns))}"
        for name in names
        if name not in frame
    ]
    if faults:
        raise UsageError("\n".join(faults))

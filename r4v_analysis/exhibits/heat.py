"""Cells of a table that shows shares by shade as well: the number says all, the shade is for the eye.

A table of them is narrow enough for a phone: a percentage without its sign, a mark where there is none.
"""

from __future__ import annotations

from bisect import bisect_right

from markupsafe import Markup

from r4v_analysis.language.formats import format_whole, shown
from r4v_analysis.values.metric import Metric

STEPS = (0.1, 0.25, 0.5, 0.75)
"""Shares from which a cell has the next darker of the five shades."""

ROUGH = "~"
"""What stands before a number that is around or a bound."""

_SMALL = 0.005
"""Shares below it would read as 0."""


def cell(item: Metric, lang: str, after: str = "") -> Markup:
    """A share as a whole percentage, on its shade, linked to the row that explains it; `after` is a mark behind it."""
    value = item.quantity.value or 0.0
    text = percent(value, lang)
    if item.quantity.qualifier != "exact":
        rounded, step = shown(item.quantity, item.unit)
        text = rough(percent(rounded, lang, max(step, 0.01)))
    return Markup('<a class="r4v-heat r4v-heat-{}" href="#{}">{}{}</a>').format(shade(value), item.anchor, text, after)


def percent(share: float, lang: str, step: float = 0.01) -> str:
    """`47` for a share of 0.4691, `<1` for one above 0 that would read as 0; `step` is as coarse as sentences are."""
    return "<1" if 0 < share < _SMALL else format_whole(share * 100, lang, step * 100)


def rough(text: str, is_rough: bool = True) -> str:
    """`~47` for a number that is around or a bound."""
    return f"{ROUGH}{text}" if is_rough else text


def shade(share: float) -> int:
    """Which of the five shades, 0 to 4, a share has."""
    return bisect_right(STEPS, share)


def mark(text: str) -> Markup:
    """A cell without a number: a mark that the table's note explains."""
    return Markup('<span class="r4v-heat r4v-heat-none">{}</span>').format(text)


def name(code: str, text: str) -> Markup:
    """A row's name, of which a narrow screen shows the code."""
    return Markup('<abbr class="r4v-heat-name" title="{1}" data-code="{0}"><span>{1}</span></abbr>').format(code, text)

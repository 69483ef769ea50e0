"""Cells of a table that shows shares by shade as well: the number says all, the shade is for the eye.

A table of them is narrow enough for a phone: a percentage without its sign, a mark where there is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from markupsafe import Markup

from r4v_analysis.language.formats import OR_MORE, format_whole, shown, translator
from r4v_analysis.values.metric import Metric

STEPS = (0.1, 0.25, 0.5, 0.75)
"""Shares from which a cell has the next darker of the five shades."""

ROUGH, MORE = "~", "+"
"""What stands before a number that is around or a bound, and behind a 0 that is 0 or more."""

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
    """`~47` for a number that is around or a bound; `0+` for a 0, which can only be more."""
    if not is_rough:
        return text
    return f"{text}{MORE}" if text == "0" else f"{ROUGH}{text}"


def legend(numbers: Iterable[float | None], are_rough: Iterable[bool], lang: str) -> str:
    """What the marks of numbers mean, of those that there are: `~: around; 0+: 0 or more`; empty without any."""
    _ = translator(lang).gettext
    zeros = {number == 0 for number, is_rough in zip(numbers, are_rough, strict=True) if is_rough}
    around = _("{rough}: around").format(rough=ROUGH) if False in zeros else ""
    more = f"{rough('0')}: {_(OR_MORE).format(number=0)}" if True in zeros else ""
    return "; ".join(filter(None, (around, more)))


def shade(share: float) -> int:
    """Which of the five shades, 0 to 4, a share has."""
    return bisect_right(STEPS, share)


def mark(text: str) -> Markup:
    """A cell without a number: a mark that the table's note explains."""
    return Markup('<span class="r4v-heat r4v-heat-none">{}</span>').format(text)


def name(code: str, text: str) -> Markup:
    """A row's name, of which a narrow screen shows the code."""
    return Markup('<abbr class="r4v-heat-name" title="{1}" data-code="{0}"><span>{1}</span></abbr>').format(code, text)

"""A number with what is known of its bounds, and arithmetic that keeps them.

"Over 42,600" is not 42,600: it is 42,600 or more, and a pace computed from it is a lower bound
too. Every metric is computed on quantities, so that a qualifier printed in a report can't get
lost on the way to a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from r4v_analysis.values.numeral import reading_of

Qualifier = Literal["exact", "at_least", "at_most", "about", "between"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and the interval that holds the true one.

    `value` is the printed number, or what follows from printed numbers; None where it is missing
    or only an interval is known. `low` and `high` are None where no bound is known. `is_about`
    marks "around": the print gives a value and no bound. `sources` are the ids of the
    observations and table rows that it was computed from.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    is_about: bool = False
    sources: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Neither a value nor a bound is known."""
        return self.value is None and self.low is None and self.high is None

    @property
    def qualifier(self) -> Qualifier:
        """How the number is to be said; `between` for a rounded number or an interval."""
        if self.is_about or (self.low is None and self.high is None):
            return "about"
        if self.high is None:
            return "at_least"
        if self.low is None:
            return "at_most"
        return "exact" if self.low == self.high else "between"

    def __add__(self, other: Quantity | float) -> Quantity:
        return _combined(self, other, lambda a, b: a + b)

    def __sub__(self, other: Quantity | float) -> Quantity:
        return _combined(self, other, lambda a, b: a - b)

    def __mul__(self, other: Quantity | float) -> Quantity:
        return _combined(self, other, lambda a, b: a * b)

    def __truediv__(self, other: Quantity | float) -> Quantity:
        """Interval division; a denominator that can be 0 leaves the result without bounds."""
        divisor = exact(other) if isinstance(other, (int, float)) else other
        low, high = _bounds(divisor)
        if divisor.value == 0:
            return Quantity(None, sources=_merged(self, divisor))
        if low <= 0 <= high:
            value = self.value / divisor.value if self.value is not None and divisor.value else None
            return Quantity(value, is_about=value is not None, sources=_merged(self, divisor))
        return _combined(self, divisor, lambda a, b: a / b)

    def named(self, *sources: str) -> Quantity:
        """The same quantity with other sources."""
        return replace(self, sources=sources)


def exact(value: float, *sources: str) -> Quantity:
    """A number without doubt: a count of days, a constant."""
    return Quantity(float(value), float(value), float(value), sources=sources)


def interval(low: float, high: float, *sources: str) -> Quantity:
    """Only an interval is known, no value in it; a point where both ends agree."""
    return Quantity(float(low) if low == high else None, float(low), float(high), sources=sources)


def missing(*sources: str) -> Quantity:
    """A number that is not reported."""
    return Quantity(None, sources=sources)


def observed(value: float | None, qualifier: str, printed: str, *sources: str, unit: str = "") -> Quantity:
    """A printed number with the bounds that its words and its last digit give it.

    exact: half a unit of a rounded numeral (`281,7K` is 281,650 to 281,750), else the number
    itself. Of money that a letter abbreviates nobody says whether it was rounded or cut, since a
    box can do either: half a unit below and a whole one above (`$318M` is 317.5 to 319 million).
    at_least and at_most: one bound. about: a value without bounds. `unit` is the row's; without
    it a dollar sign tells money.
    """
    if value is None or math.isnan(value):
        return missing(*sources)
    if qualifier == "at_least":
        return Quantity(value, low=value, sources=sources)
    if qualifier == "at_most":
        return Quantity(value, high=value, sources=sources)
    if qualifier == "about":
        return Quantity(value, is_about=True, sources=sources)
    reading = reading_of(printed, value)
    below = above = reading.half_unit if reading else 0.0
    if reading and reading.is_abbreviated and (unit.startswith("usd") if unit else "$" in printed):
        above = 2 * below
    return Quantity(value, _clean(value - below), _clean(value + above), sources=sources)


def half_unit(value: float) -> float:
    """Half of the last digit that is printed for its own sake: 500 of 12,000, 50 of 42,600, 0 of 91,596.

    Two zeros or more at the end of a whole number from a thousand on are a rounding; one is taken for a
    digit, and so are those of a smaller number: people count 500 as well as they count 530.
    """
    if abs(value) < 1000 or value != int(value):
        return 0.0
    digits = f"{value:.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10**zeros if zeros > 1 else 0.0


def spoken(quantity: Quantity) -> Quantity:
    """The number as rounded as its last zeros say, for what is computed of it; a bound in words stays as it is.

    On its own 12,000 is shown as printed. In a difference or a pace its zeros are not digits:
    12,000 to 23,000 is 10,000 to 12,000 more and not 11,000.
    """
    if quantity.value is None or quantity.qualifier != "exact":
        return quantity
    width = half_unit(quantity.value)
    return replace(quantity, low=quantity.value - width, high=quantity.value + width)


def total(quantities: list[Quantity]) -> Quantity:
    """The sum of those that are reported; missing where none is. Missing is not zero."""
    reported = [quantity for quantity in quantities if not quantity.is_missing]
    if not reported:
        return missing(*(source for quantity in quantities for source in quantity.sources))
    result = reported[0]
    for quantity in reported[1:]:
        result = result + quantity
    return result


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low = -math.inf if quantity.low is None else quantity.low
    high = math.inf if quantity.high is None else quantity.high
    return low, high


def _merged(left: Quantity, right: Quantity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(left.sources + right.sources))


def _combined(left: Quantity, right: Quantity | float, operation: Callable[[float, float], float]) -> Quantity:
    right = exact(right) if isinstance(right, (int, float)) else right
    sources = _merged(left, right)
    if left.is_missing or right.is_missing:
        return missing(*sources)
    value = None
    if left.value is not None and right.value is not None:
        value = _clean(operation(left.value, right.value))
    corners = [operation(a, b) for a in _bounds(left) for b in _bounds(right)]
    is_about = left.is_about or right.is_about
    if is_about or any(math.isnan(corner) for corner in corners):
        return Quantity(value, is_about=is_about, sources=sources)
    low, high = min(corners), max(corners)
    return Quantity(
        value,
        None if math.isinf(low) else _clean(low),
        None if math.isinf(high) else _clean(high),
        sources=sources,
    )


def _clean(value: float) -> float:
    """Without the last noise of binary arithmetic, so that equal inputs print alike."""
    return float(f"{value:.12g}")

"""Words, numbers and dates in the reader's language.

Messages are whole sentences with named places, looked up in gettext catalogues by their English
text. A number is never shown with more precision than it has.

Two rules round bounds, and no third. In sentences, figures and a table's values a bound is rounded to
the nearest number of three digits, as a reader would: 95.65 % is "at least 95.7%". The columns that
say what a number is not less and not more than are one digit finer, rounded outward, so that the interval
stays true; a number without doubt stands in them as it is shown. metrics.json has them unrounded. What
holds for numbers side by side: docs/decisions/language.md.
"""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date as babel_date
from babel.dates import format_interval
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal

from r4v_analysis.files import PACKAGE
from r4v_analysis.values.quantity import Quantity

LANGUAGES: tuple[str, ...] = ("en", "es")
"""Languages that pages can be rendered in."""

VARIANTS: dict[str, str] = {"es-PE": "es"}
"""The words of a language with the numbers of a country: 281,700 and 7.1 %. Pages have them where it is asked."""

CHOICES = (*LANGUAGES, *VARIANTS)
"""All that `lang` can be."""

Rounding = Callable[[float], int]

_LOCALES = {"en": "en", "es": "es", "es-PE": "es_PE"}
"""CLDR locales. `es` prints 281.700 and 7,1 %, as R4V does; `es_PE` prints 281,700."""

_DAYS = {"en": "d MMMM y", "es": "d 'de' MMMM 'de' y"}
_MONTHS = {"en": "LLLL y", "es": "LLLL 'de' y"}
DOMAIN = "r4v_analysis"
CATALOGUES = PACKAGE / "language" / "locale"


def N_(message: str) -> str:  # noqa: N802  the name that gettext tools know
    """The message itself, marked for the catalogues; it is looked up where it is shown."""
    return message


WORDS = {
    "at_least": N_("at least {number}"),
    "at_most": N_("at most {number}"),
    "about": N_("around {number}"),
}
"""How a number with a qualifier is said; any other stands alone."""

SHARE_WORDS = {
    "at_least": N_("at least {share}"),
    "at_most": N_("at most {share}"),
    "about": N_("around {share}"),
}
"""The same for a percentage, before which Spanish has an article: `alrededor del 32 %`, wherever it stands."""


OR_MORE = N_("{number} or more")
"""How a lower bound of 0 is said: that something is at least nothing says nothing."""


def words_of(lang: str) -> str:
    """The language whose words a choice of `lang` has: `es` for `es-PE`."""
    return VARIANTS.get(lang, lang)


@lru_cache
def translator(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the messages themselves."""
    return gettext.translation(DOMAIN, CATALOGUES, [words_of(lang)], fallback=True)


def format_date(day: date | datetime, lang: str) -> str:
    """`28 July 2023`, `28 de julio de 2023`."""
    return babel_date(day, _DAYS[words_of(lang)], locale=_LOCALES[lang])


@lru_cache(maxsize=1024)
def format_short_date(day: date | datetime, lang: str) -> str:
    """`28 Jul 2023`, `28 jul 2023`."""
    return babel_date(day, "d MMM y", locale=_LOCALES[lang])


def format_month(day: date | datetime, lang: str, *, is_short: bool = False) -> str:
    """`June 2022`, `junio de 2022`; short without the year: `Jun`."""
    return babel_date(day, "LLL" if is_short else _MONTHS[words_of(lang)], locale=_LOCALES[lang])


def month_names(lang: str) -> list[str]:
    """`January` to `December`."""
    return [babel_date(date(2000, month, 1), "LLLL", locale=_LOCALES[lang]) for month in range(1, 13)]


def format_period(start: date, end: date, lang: str) -> str:
    """`May – July 2023`."""
    return format_interval(start, end, "yMMMM", locale=_LOCALES[lang])


def format_days(start: date, end: date, lang: str) -> str:
    """`16–25 Mar 2020`; 1 to 30 June is `June 2023`, one day is that day."""
    if start == end:
        return format_short_date(start, lang)
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        return format_period(start, end, lang)
    return format_interval(start, end, "yMMMd", locale="en_GB" if words_of(lang) == "en" else _LOCALES[lang])


def country_name(iso3: str, lang: str) -> str:
    """A country's name by its ISO 3166-1 alpha-3 code; the code where the locale has no name."""
    alpha2 = get_global("territory_aliases").get(iso3, [iso3])[0]
    return str(Locale.parse(_LOCALES[lang]).territories.get(alpha2, iso3))


def format_number(value: float, unit: str, lang: str, step: float | None = None) -> str:
    """A number with its unit, rounded to `step` (the smallest difference that is shown).

    From a million on it is written in millions, to its last digit where that is finer than a thousand: 4,831,479;
    a share as percent. Without a step: whole
    numbers as they are, shares to 0.1 % (from ten times the whole on, to 1 %), others to three significant digits,
    and from a thousand million on to a million: 1,786 million.
    """
    _ = translator(lang).gettext
    step = _default_step(value, unit) if step is None else step
    if unit == "share":
        return _percent(value, step, lang)
    if unit.startswith("share_change"):
        points = "{sign}{number}" if unit.endswith("bare") else _("{sign}{number} points")
        return points.format(sign="−" if value < 0 else "", number=_decimal(abs(value) * 100, step * 100, lang))
    if unit.startswith("usd"):
        money = _("US${number}") if value >= 0 else _("−US${number}")
        return money.format(number=_scaled(abs(value), step, lang))
    return _scaled(value, step, lang)


def format_whole(value: float, lang: str, step: float = 1.0) -> str:
    """A whole number to its last digit, whatever its size: `59,659,922`, `59.659.922`; or to a coarser step."""
    return _decimal(value, step, lang)


_BEFORE_I = re.compile(r" y (?=h?[ií](?![aeou])[^,]*$)", re.IGNORECASE)
"""The last name's “y”, which Spanish makes “e” before the sound of i."""


def format_list(names: Sequence[str], lang: str) -> str:
    """Names as one text: `Health, Education and Shelter`; `Salud e Integración`."""
    text = str(babel_list(list(names), locale=_LOCALES[lang]))
    return _BEFORE_I.sub(" e ", text) if words_of(lang) == "es" else text


def format_quantity(quantity: Quantity, unit: str, lang: str, own_step: float | None = None) -> str:
    """A quantity with the words that say how sure it is: `at least 42,600`, `around 68,000`, `0 or more`.

    A bound is rounded to the nearest number of three digits, both ends of an interval to the same decimals; where
    they read alike, that is the number. A number with an interval shows no digit much finer than the interval
    is wide: 22.7M / 318M is 7.1 %. `own_step` is a step to round to instead.
    """
    _ = translator(lang).gettext
    if quantity.is_missing:
        return _("not reported")
    if quantity.qualifier == "between" and quantity.value is None:
        (low, low_step), (high, high_step) = _ends(quantity, unit, (round, round))
        first, last = format_number(low, bare(unit), lang, low_step), format_number(high, unit, lang, high_step)
        is_one = first == format_number(high, bare(unit), lang, high_step)
        return last if is_one else _("{low} to {high}").format(low=first, high=last)
    value, step = shown(quantity, unit)
    number = format_number(value, unit, lang, own_step or step)
    if quantity.qualifier == "at_least" and value == 0:
        return _(OR_MORE).format(number=number)
    said = (SHARE_WORDS if unit == "share" else WORDS).get(quantity.qualifier)
    return _(said).format(number=number, share=number) if said else number


def bare(unit: str) -> str:
    """The unit of the first of two numbers, without the words that the second one carries for both."""
    return "share_change_bare" if unit == "share_change" else unit


def shown(quantity: Quantity, unit: str) -> tuple[float, float]:
    """The number to show for a quantity, and the step that it is rounded to."""
    if quantity.qualifier == "at_least":
        return _bound(quantity.low, unit, round)
    if quantity.qualifier == "at_most":
        return _bound(quantity.high, unit, round)
    value = quantity.value if quantity.value is not None else float("nan")
    if quantity.qualifier == "between" and quantity.low is not None and quantity.high is not None:
        step = _step_within(value, quantity.high - quantity.low)
        return value, step / 10 if unit == "share_change" else step
    if quantity.qualifier == "about" and value != int(value):
        return value, _step_of(value, 2)
    return value, _default_step(value, unit)


def _step_within(value: float, width: float) -> float:
    """The power of ten nearest to an interval's width; a finer one where rounding would leave by more, or leave 0."""
    step = 10.0 ** round(math.log10(width))
    count = round(value / step)
    return step if count and abs(count * step - value) <= width else step / 10


def format_bounds(quantity: Quantity, unit: str, lang: str, own_step: float | None = None) -> tuple[str, str]:
    """Low and high as text, each rounded away from the number; empty where there is no bound.

    One digit finer than the number itself is shown (`own_step` where it has one), so that the interval does not
    vanish; both have the same decimals. The ends of a number without doubt are the number, as it is shown.
    """
    if quantity.qualifier == "exact":
        number = format_quantity(quantity, unit, lang, own_step)
        return number, number
    roundings: tuple[Rounding, Rounding] = (math.floor, math.ceil)
    ends = _ends(quantity, unit, roundings, 4)
    if quantity.value is not None and quantity.qualifier == "between":
        step = (own_step or shown(quantity, unit)[1]) / 10
        bounds = (quantity.low or 0.0, quantity.high or 0.0)
        ends = [(_at(bound, step, rounding), step) for bound, rounding in zip(bounds, roundings, strict=True)]
    low, high = ("" if math.isnan(end) else format_number(end, unit, lang, step) for end, step in ends)
    return low, high


def _ends(
    quantity: Quantity, unit: str, roundings: tuple[Rounding, Rounding], digits: int = 3
) -> list[tuple[float, float]]:
    """Low and high, rounded, each with its step (NaN: none); decimals are those of the coarser end, and alike.

    Each keeps its own where it would vanish, read as the other or become the whole, and where only one is in millions.
    """
    bounds = (quantity.low, quantity.high)
    own = [_bound(bound, unit, rounding, digits) for bound, rounding in zip(bounds, roundings, strict=True)]
    own = [(end, step if math.isnan(end) else _trimmed([end], step)) for end, step in own]
    if None in bounds or own[0] == own[1]:
        return own
    scale, other = (_scale(rounded, unit) for rounded, _step in own)
    if scale != other or all(step >= scale for _rounded_end, step in own):
        return own
    coarsest = scale / 10 if unit == "share" else scale
    is_change = unit.startswith("share_change")
    step = max(
        _step_to(bound, unit, digits) if is_change else min(_step_of(bound, digits), coarsest)
        for bound in bounds
        if bound
    )
    ends = [_at(bound or 0.0, step, rounding) for bound, rounding in zip(bounds, roundings, strict=True)]
    if ends[0] == ends[1] or any(_is_lost(end, bound, unit) for end, bound in zip(ends, bounds, strict=True)):
        return own
    step = _trimmed(ends, step)
    return [(end, step) for end in ends]


def _is_lost(end: float, bound: float | None, unit: str) -> bool:
    """Whether a bound would read as nothing, or a share that is not the whole as the whole."""
    return bool(bound) and (end == 0 or (unit == "share" and abs(end - 1) < 1e-9 < abs((bound or 0) - 1)))


def _scale(value: float, unit: str) -> float:
    """What a number is shown in: 0.01 for a share, a million, or 1."""
    return 0.01 if unit.startswith("share") else 1e6 if abs(value) >= 1e6 else 1.0


def _trimmed(numbers: Sequence[float], step: float) -> float:
    """The step without zeros that all of some numbers end in."""
    while any(numbers) and all(_is_multiple(number, 10 * step) for number in numbers):
        step *= 10
    return step


def _at(bound: float, step: float, rounding: Rounding) -> float:
    if rounding is round:
        return _rounded(bound, step)
    return rounding(bound / step + (1e-9 if rounding is math.floor else -1e-9)) * step


def _is_multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-9


def _bound(value: float | None, unit: str, rounding: Rounding, digits: int = 3) -> tuple[float, float]:
    if value is None:
        return math.nan, 1.0
    bound = value
    step = _step_to(bound, unit, digits)
    if rounding is round:
        return _nearest(bound, unit, step)
    return _at(bound, step, rounding), step


def _step_to(bound: float, unit: str, digits: int) -> float:
    step = _default_step(bound, unit)
    return step if digits == 3 else min(step, _step_of(bound, digits))


def _nearest(bound: float, unit: str, step: float) -> tuple[float, float]:
    """The multiple of a step that is nearest; a share that is not the whole never becomes it: 99.96 %."""
    rounded = _rounded(bound, step)
    while unit == "share" and abs(bound - 1) > 1e-9 and abs(rounded - 1) < 1e-9:
        step /= 10
        rounded = _rounded(bound, step)
    return rounded, step


def _rounded(value: float, step: float) -> float:
    """The nearest multiple of a step; half a step goes up in size, as readers round: 95.65 to 95.7."""
    return math.copysign(math.floor(abs(value) / step + 0.5 + 1e-9), value) * step


def _default_step(value: float, unit: str) -> float:
    if unit.startswith("share_change"):
        return 0.0001 if abs(value) < 0.1 else 0.001
    if unit == "share":
        return 0.01 if abs(value) >= 10 or _is_multiple(value, 0.01) else min(0.001, _step_of(value, 3))
    is_counted = value == int(value) and not (unit.startswith("usd") and abs(value) >= 1e6)
    return _last_place(value) if is_counted else min(_step_of(value, 3), 1e6)


def _last_place(value: float) -> float:
    """The step of a whole number: 1, from a million on its last digit that is not 0, up to a million."""
    step = 1.0
    while abs(value) >= 1e6 and step < 1e6 and _is_multiple(value, 10 * step):
        step *= 10
    return step


def _step_of(value: float, digits: int) -> float:
    """The place value of the last of so many significant digits."""
    return 1.0 if value == 0 else 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


_FINEST_OF_MILLIONS = 1e3
"""The finest step of a number in millions: 1.234 million, and 1,234,500."""


def _scaled(value: float, step: float, lang: str) -> str:
    if abs(value) < 1e6 or step < _FINEST_OF_MILLIONS:
        return _decimal(value, step, lang)
    number = _decimal(value / 1e6, step / 1e6, lang)
    ngettext = translator(lang).ngettext
    return ngettext("{number} million", "{number} million", 1 if number == "1" else 2).format(number=number)


@lru_cache(maxsize=4096)
def _decimal(value: float, step: float, lang: str) -> str:
    decimals = _decimals(step)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(_rounded(value, step), pattern, locale=_LOCALES[lang])


def _percent(share: float, step: float, lang: str) -> str:
    sign = str(Locale.parse(_LOCALES[words_of(lang)]).percent_formats[None].pattern).replace("#,##0", "")
    return _decimal(share * 100, step * 100, lang) + sign

"""The currency of a printed amount: a code of ISO 4217 in small letters, by sign, code or name."""

from __future__ import annotations

import re

CURRENCIES = (
    ("chf", r"CHF|(?:Swiss\s+)?francs?|francos(?:\s+suizos)?"),
    ("eur", r"€|EUR|euros?"),
    ("gbp", r"£|GBP|pounds?|libras"),
    ("brl", r"R\$|BRL|(?:Brazilian\s+)?(?:reais|reals|reales)"),
    ("pen", r"S/\.?|PEN|soles"),
    ("cop", r"COL\$|COP|Colombian\s+pesos|pesos\s+colombianos"),
    ("clp", r"CLP\$?|Chilean\s+pesos|pesos\s+chilenos"),
    ("ars", r"AR\$|ARS|Argentin\w+\s+pesos|pesos\s+argentinos"),
    ("mxn", r"MX\$|MXN|Mexican\s+pesos|pesos\s+mexicanos"),
    ("dop", r"RD\$|DOP|Dominican\s+pesos|pesos\s+dominicanos"),
    ("uyu", r"UYU|Uruguayan\s+pesos|pesos\s+uruguayos"),
    ("bob", r"BOB|bolivianos"),
    ("pyg", r"PYG|guaran[ií]es"),
    ("ves", r"VES|bol[ií]vares"),
    ("ttd", r"TT\$|TTD"),
    ("gyd", r"G\$|GYD"),
    ("cad", r"CA\$|CAD"),
)
LOCAL = "local_currency"
"""The unit of an amount in another currency that no word tells apart, such as pesos."""
CODES = frozenset(code for code, _ in CURRENCIES) | {LOCAL}
_NAMED = [(code, re.compile(names, re.IGNORECASE)) for code, names in CURRENCIES]


def currency(words: str) -> str:
    """The code of a currency by the words or sign beside an amount, US$ aside.

    >>> currency("S/."), currency("de reales"), currency("pesos")
    ('pen', 'brl', 'local_currency')
    """
    bare = re.sub(r"^\s*de\s+", "", words.strip())
    return next((code for code, names in _NAMED if names.fullmatch(bare)), LOCAL)

"""The currency of a printed amount: a code of ISO 4217 in small letters, by sign, code or name."""

from __future__ import annotations

import re

from r4v_analysis.intake.words import families

LOCAL = "local_currency"
"""The unit of an amount in another currency that no word tells apart, such as pesos."""
CODES = frozenset(families("currencies")) | {LOCAL}
_NAMED = [(code, re.compile(names, re.IGNORECASE)) for code, names in families("currencies").items()]


def currency(words: str) -> str:
    """The code of a currency by the words or sign beside an amount, US$ aside.

    >>> currency("S/."), currency("de reales"), currency("pesos")
    ('pen', 'brl', 'local_currency')
    """
    bare = re.sub(r"^\s*de\s+", "", words.strip())
    return next((code for code, names in _NAMED if names.fullmatch(bare)), LOCAL)

"""Labels of a report's box of key figures, in English and Spanish, and the unit of what they label."""

from __future__ import annotations

import re

from r4v_analysis.intake.words import families

_GROUP = (
    r"(?:(?:venezuelan\s+)?(?:refugees?\s*(?:and|&)\s*migrants?|migrants?\s*(?:and|&)\s*refugees?)|"
    r"venezuelan\s+(?:migrants|citizens|nationals|people)|venezuelans?)(?:\s+from\s+venezuela)?"
)
_GRUPO = (
    r"(?:personas\s+)?(?:refugiad[oa]s\s+y\s+migrantes|migrantes\s+y\s+refugiad[oa]s|venezolan[oa]s)"
    r"(?:\s+(?:de\s+venezuela|venezolan[oa]s|provenientes\s+de\s+venezuela))?"
)
_ALONE = r"(?!\s+(?-i:(?!in\b|by\b|to\b|so\b|since\b|as\b|until\b|of\b|out\b|fund|en\b|hasta\b|al\b|de\b)[a-záéíóúñ]))"
"""Behind a label that is a verb too: `received` of `received hot meals` labels nothing."""
_UNITS = {"unmet": "money", "requirements": "usd", "funded": "money"}
"""Of what labels no people: `money` is an amount or a share of one."""


def _filled(words: str) -> str:
    return words.replace("{group}", _GROUP).replace("{grupo}", _GRUPO).replace("{alone}", _ALONE)


_WORDS = {name: _filled(words) for name, words in families("labels").items()}
LABELS = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in _WORDS.items()), re.IGNORECASE)
"""Finds labels; the group that matched is an indicator, or `funded`, `unmet`, `people_in_need`."""
UNITS = {name: _UNITS.get(name, "people") for name in (*_WORDS, "other_stock")}
"""The unit that a label gives its value."""

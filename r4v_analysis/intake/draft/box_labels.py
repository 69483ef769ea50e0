"""Labels of a report's box of key figures, in English and Spanish, and the unit of what they label."""

from __future__ import annotations

import re

from r4v_analysis.intake.words import families

_UNITS = {"unmet": "money", "requirements": "usd", "funded": "money", "organizations": "organizations"}
"""Of what labels no people: `money` is an amount or a share of one."""


def _filled(words: str) -> str:
    for name, part in families("label_parts").items():
        words = words.replace(f"{{{name}}}", part)
    return words


_WORDS = {name: _filled(words) for name, words in families("labels").items()}
LABELS = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in _WORDS.items()), re.IGNORECASE)
"""Finds labels; the group that matched is an indicator, or `funded`, `unmet`, `people_in_need`."""
UNITS = {name: _UNITS.get(name, "people") for name in (*_WORDS, "other_stock")}
"""The unit that a label gives its value."""

"""Labels of a report's box of key figures, in English and Spanish, and the unit of what they label."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.home import Home
from r4v_analysis.intake.draft.sector import sectors_said
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.words import families

_UNITS = {
    "unmet": "money",
    "requirements": "usd",
    "pledged": "usd",
    "funded": "money",
    "organizations": "organizations",
}
"""Of what labels no people: `money` is an amount or a share of one."""


def _filled(words: str) -> str:
    for name, part in families("label_parts").items():
        words = words.replace(f"{{{name}}}", part)
    return words


_WORDS = {name: _filled(words) for name, words in families("labels").items()}
LABELS = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in _WORDS.items()), re.IGNORECASE)
"""Finds labels; the group that matched is an indicator, or `funded`, `unmet`, `people_in_need`."""
OF_A_PART = {"people_reached": "people_assisted", "people_targeted": "people_planned"}
"""What people are whose label goes on with one service, one place or one sector."""
UNITS = {name: _UNITS.get(name, "people") for name in (*_WORDS, "other_stock", *OF_A_PART.values())}
"""The unit that a label gives its value."""

_BY = re.compile(
    r"\W{0,3}(?:with|through|via|for|con|mediante|para|a\s+través\s+de)\s+(?P<what>[^\d\0|:;,.(]{2,70})",
    re.IGNORECASE,
)
_IN = re.compile(r"\W{0,3}(?:in|at|en)\s+(?P<where>[^\d\0|:;,.(]{2,40})", re.IGNORECASE)
_BY_ONE = re.compile(r"\W{0,3}(?:by|por)\s+(?:el\s+|la\s+)?(?!R4V|GTRM|GIFMM|P?RMRP)[A-Z]{3}")
"""By an agency, and not by the platform."""
_ANY_HELP = re.compile(
    r"(?:(?:some|any|at|least|one|or|more|form|forms|type|types|kinds?|of|humanitarian|algún|alguna|algun|al|menos|una?|o|más|tipo|forma|de|"
    r"la|el|the|direct|directa)\s+)*(?:assistance|support|aid|asistencias?|ayuda|apoyo|response|respuesta)"
    r"(?:\s+(?:humanitari[ao]|directa))?\W*(?:$|\s(?:by|in|during|since|from|to|as|until|por|en|durante|desde|al?|hasta)(?!\w))",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"(?:(?:the|el|la)\s+)?(?:month|period|year|quarter|total|mes|per[ií]odo|año|trimestre|first|last|primer|últim[oa]|{'|'.join(MONTH_NUMBER)})(?!\w)",
    re.IGNORECASE,
)


def is_of_a_part(behind: str, home: Home) -> bool:
    """Whether the words behind `people reached` make them those of one service, sector or place.

    >>> from r4v_analysis.intake.draft.home import Home
    >>> peru = Home(re.compile("Peru"), re.compile("Chile"), re.compile("Spain"))
    >>> [is_of_a_part(words, peru) for words in (" with food", " in Tumbes", " by WFP", " with some aid in Peru")]
    [True, True, True, False]
    """
    by, place = _BY.match(behind), _IN.match(behind)
    if by:
        return not _ANY_HELP.match(by["what"])
    if _BY_ONE.match(behind):
        return True
    if place:
        return not (_TIME.match(place["where"]) or home.whose(place["where"]) == "own")
    return bool(sectors_said(re.split(r"\0|  ", behind)[0][:40])[0])

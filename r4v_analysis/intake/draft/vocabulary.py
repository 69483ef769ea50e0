"""Words that say what a printed number counts, in English and Spanish."""

from __future__ import annotations

import re

from r4v_analysis.intake.words import any_of, families, words

PEOPLE = words("people")
OFFICIALS = any_of(words("officials"))
_OF_PEOPLE = ("cases", "deaths", "daily_entries", "arrivals", "departures")
_UNITS = {**dict.fromkeys(_OF_PEOPLE, "people"), "shelter_capacity": "places"}
NOUNS = [(name, _UNITS.get(name, name), any_of(nouns)) for name, nouns in families("things").items()]
"""Nouns of things: indicator, unit, words."""
NOT_DONE = any_of(words("not_done"))
"""A thing was not done for people, or they were only asked."""
PLANNED = any_of(words("planned"))
PERSON = any_of(PEOPLE)
PROCEDURE = any_of(words("procedures"))
OF_WHOM = re.compile(
    r"^\s*(?:of|among) (?:whom|them|these|which)\b|^\s*de (?:ellas|ellos|las cuales|los cuales|estas|estos)\b", re.I
)
PROGRAMME = any_of(words("programmes"))
STAGES = [(stage, any_of(names)) for stage, names in families("stages").items()]
_ROLES = {"protection_incidents": "surveyed", "irregular_status": "surveyed"}
SHARES = [(name, _ROLES.get(name, ""), any_of(of_what)) for name, of_what in families("shares").items()]
"""What a share is of: indicator, role, words."""
OF_ASKED = any_of(words("asked"))
"""Words by which a share is one of people who were asked."""
OF_ASSISTED = any_of(
    r"(?:people|persons|beneficiaries|individuals|population|refugees and migrants|those)\s+"
    r"(?:assisted|reached|supported|attended)|(?:personas|población|beneficiari[oa]s|migrantes)\s+"
    r"(?:asistid|alcanzad|atendid|apoyad)[oa]s?"
)
"""Words by which a share is one of people assisted."""


def stage_of(text: str) -> str:
    """The stage of a procedure that words name, the most specific one; empty where they name none."""
    return next((stage for stage, pattern in STAGES if pattern.search(text)), "")


def distance(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    """Letters between the number and the nearest match; None where there is none."""
    behind = [len(before) - match.end() for match in pattern.finditer(before)]
    ahead = [match.start() for match in pattern.finditer(after)]
    return min([*behind, *ahead], default=None)

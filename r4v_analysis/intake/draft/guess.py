"""What a number of a draft is taken to count, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from r4v_analysis.language.formats import N_

Confidence = Literal["high", "medium", "low"]
UNCLASSIFIED = "unclassified"
"""Indicator, in drafts only, of a number that a person has to name or to leave out."""
UNKNOWN_UNIT = "unknown"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a number counts. `reason` says why the confidence is not high; empty where it is."""

    indicator: str
    unit: str
    role: str = ""
    stage: str = ""
    confidence: Confidence = "high"
    reason: str = ""


NOTHING = Guess(
    UNCLASSIFIED, UNKNOWN_UNIT, confidence="low", reason=N_("the words around the number do not say what it counts")
)


def left_out(unit: str, reason: str) -> Guess:
    """A number that a person has to name."""
    return Guess(UNCLASSIFIED, unit, confidence="low", reason=reason)

"""People for whom a thing is only meant to be done: whom a plan targets, and whom an announcement names."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.guess import Guess, left_out
from r4v_analysis.intake.draft.issuer import AGENCY
from r4v_analysis.intake.draft.scope import Scope
from r4v_analysis.intake.words import any_of, families, stems, words
from r4v_analysis.language.formats import N_

FORESEEN = left_out("people", N_("foreseen or announced, and no assistance that is meant for these people"))
_AIMING, _SERVING, _WILL, _GETTING, _SOON, _FUTURE = families("for_people").values()
_PLAN = any_of(words("plan_names"))
_AIMED = re.compile(
    rf"(?<!\w)(?:(?:{_AIMING})\s+(?:[^\W\d]+\s+){{0,3}}?(?:{_SERVING})|{_FUTURE})(?!\w)[^.;]{{0,60}}$", re.IGNORECASE
)
_FORESEEN = re.compile(rf"(?<!\w)(?:{_AIMING})(?!\w)[^.;]{{0,50}}$", re.IGNORECASE)
_TO_GET = re.compile(
    rf"\s*(?:(?:who|that|que)\s+)?(?:(?:{_WILL})\s+(?:[^\W\d]+\s+)?(?:{_GETTING})|{_SOON})(?!\w)", re.IGNORECASE
)
_TO_COME = re.compile(rf"\s*(?:(?:who|that|que)\s+)?(?:{_WILL})(?!\w)", re.IGNORECASE)
_TARGETED = re.compile(r"\b(?:targets|targeted)\s+(?:\w+\s+)?$", re.IGNORECASE)
_POPULATION = re.compile(
    r"\b(?:población (?:objetivo|meta)[^.;\d]{0,40}\b(?:de|a)|targeted population of|(?:target|goal|meta) (?:of|de)|"
    r"to target|como (?:meta|objetivo))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_TARGETING = re.compile(r"\btargeting\s+(?:\w+\s+)?$", re.IGNORECASE)
_ARE_TARGETED = re.compile(
    r"\s*(?:(?:are|is|were|have been|being)\s+)?targeted"
    r"(?=\W*$|\s*[.,;)]|\s(?:for|with|under|to receive|through|in 20)\b|"
    r"\sby (?:the|its|humanitarian) (?:plan|response|partners)\b)",
    re.IGNORECASE,
)
_BY_PLANNER = re.compile(rf"{any_of(words('planners'), AGENCY).pattern}|(?-i:\b[A-Z]{{2,}}\b)", re.IGNORECASE)
"""Before `targeted`: who plans to assist, and no gang and no police."""
_ACTIVITY = stems("activities")
"""What is held for people, and is no plan."""


def meant(own: Scope, behind: str) -> Guess | None:
    """Whom a plan or an announcement means to assist; left to a person where no assistance is meant."""
    is_plan_s = bool(_PLAN.search(own.before))
    is_aimed = bool(_AIMED.search(own.before[-110:]) or _TO_GET.match(behind))
    is_targeted = bool(
        _POPULATION.search(own.before)
        or (_TARGETED.search(own.before) and (is_plan_s or _BY_PLANNER.search(own.before)))
        or (is_plan_s and (is_aimed or _TARGETING.search(own.before)))
    )
    if _ARE_TARGETED.match(behind) or (is_targeted and not _ACTIVITY.search(own.before)):
        return Guess("people_targeted", "people", "targeted", "", "medium", N_("people whom a plan means to assist"))
    if is_aimed:
        return Guess("people_planned", "people", "targeted", "", "medium", N_("an announcement: not people assisted"))
    if _FORESEEN.search(own.before[-70:]) or _TO_COME.match(behind) or _TARGETING.search(own.before):
        return FORESEEN
    return None

"""What was done for the people that a number counts, by the verb nearest to it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from r4v_analysis.intake.draft.guess import Guess, left_out
from r4v_analysis.intake.draft.vocabulary import NOT_DONE, OFFICIALS, PLANNED, PROGRAMME, VERBS, distance, stage_of
from r4v_analysis.language.formats import N_

_CLAUSE = re.compile(r"[;:]|\s[–—]\s|,\s+(?:and|but|while|y|pero|mientras)\s+")
_APPLIED = re.compile(
    r"(?:had|have|were|was|has|habían?|han|se)?\s*(?:\w+ )?"
    r"(?:appl|pre-?reg|regist|enrol|solicit|inscri|started|iniciaron|eligible)",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"\s*(?:[^\W\d]+\s+){1,7}?(?:(?:are|were|is|was)\s+)?(?:currently\s+)?(?:living|residing|residen|viven|vivían)\s+(?:in|en)\b",
    re.IGNORECASE,
)
_BEFORE_FILING = ("pre_registered", "application", "started_procedure", "eligible")
_MUCH_NEARER = 25
"""Letters by which assistance must stand nearer than a training or an event to count instead of it."""
_NEARER = 4
_FAR = 70
"""Letters between a number and its verb beyond which they may not belong together."""
_Verb = tuple[int, str, str]


def people(before: str, after: str) -> Guess:
    """The indicator and role of a number of people, from its sentence's words before and after it."""
    before, after = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
    stage = stage_of(after[:90])
    if PROGRAMME.search(f"{before[-60:]} {after[:110]}") and stage in _BEFORE_FILING and _APPLIED.search(after[:70]):
        reason = N_("people at a stage of a procedure: check programme and stage")
        return Guess("regularization", "people", "applied", stage, "medium", reason)
    if NOT_DONE.search(after) or NOT_DONE.search(before[-60:]):
        return left_out("people", N_("a thing that was not done for these people, or they were only asked"))
    if PLANNED.search(before[-60:]) or PLANNED.search(after[:60]):
        return Guess("people_planned", "people", "targeted", "", "medium", N_("an announcement: not people assisted"))
    verbs = sorted(
        (far, indicator, role)
        for indicator, role, pattern in VERBS
        for far in [distance(pattern, before, after)]
        if far is not None
    )
    return _at_event(before, after, verbs) or _by_verb(after, verbs)


def _at_event(before: str, after: str, verbs: Sequence[_Verb]) -> Guess | None:
    """People at a workshop, and officials at any event: trained or only attended."""
    named = {indicator for _, indicator, _ in verbs}
    workshop = re.search(r"workshops?|talleres|taller", f"{before} {after}", re.IGNORECASE)
    is_official = OFFICIALS.search(" ".join(after.split()[:8]))
    if is_official and "people_trained" in named:
        return Guess("people_trained", "people", "trained")
    if is_official and (workshop or "people_attended" in named):
        reason = N_("officials at an event: trained, or only attended")
        return Guess("people_trained", "people", "trained", "", "medium", reason)
    if workshop and not named & {"people_trained", "people_informed"}:
        return Guess(
            "people_attended", "people", "attended", "", "medium", N_("people at a workshop: attended, or trained")
        )
    return None


def _by_verb(after: str, verbs: Sequence[_Verb]) -> Guess:
    if not verbs and _LIVING.match(after):
        reason = N_("people who live in a place: a stock, if it is the whole country")
        return Guess("refugees_and_migrants", "people", "present", "", "medium", reason)
    if not verbs:
        return left_out("people", N_("the clause does not say what was done for these people"))
    for _, indicator, role in verbs:
        pattern = next(pattern for name, _, pattern in VERBS if name == indicator)
        if indicator == "people_referred" and pattern.search(after):
            return Guess(indicator, "people", role)
    specific = [verb for verb in verbs if verb[1] != "people_assisted"]
    if not specific or specific[0][0] > verbs[0][0] + _MUCH_NEARER:
        return _by_nearness("people_assisted", "assisted", verbs[0][0])
    far, indicator, role = specific[0]
    if len({name for _, name, _ in specific}) > 1 or far > verbs[0][0] + _NEARER:
        reason = N_("several things are said to have been done for people in this clause")
        return Guess(indicator, "people", role, "", "medium", reason)
    return _by_nearness(indicator, role, far)


def _by_nearness(indicator: str, role: str, far: int) -> Guess:
    if far > _FAR:
        return Guess(indicator, "people", role, "", "medium", N_("the verb stands far from the number"))
    return Guess(indicator, "people", role)

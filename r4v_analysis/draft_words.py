"""What the words around a printed number count, in English and Spanish: indicator, unit, role.

The noun next to the number says the unit, the verb nearest to it what was done. Where neither is
there, the number is left to a person: a guess that looks sure costs more than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from r4v_analysis.draft_vocabulary import (
    NOUNS,
    OF_WHOM,
    OFFICIALS,
    PERSON,
    PROCEDURE,
    PROGRAMME,
    SHARES,
    STAGES,
    VERBS,
)

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
    UNCLASSIFIED, UNKNOWN_UNIT, confidence="low", reason="the words around the number do not say what it counts"
)


_CLAUSE = re.compile(r"[;:]|\s[–—]\s|,\s+(?:and|but|while|y|pero|mientras)\s+")
_TOTAL_OF = re.compile(
    r"(?:number of|total of|número de|total de)\s+([\w\s'’-]{3,40}?)\s+"
    r"(?:(?:has|have|had|ha|han)?\s*(?:rose|grew|increased|reached|amounts?|came|stands?|llegó|llega|subió|aumentó|"
    r"asciende|creció|is|was|es|fue)\s*)?(?:now\s+|ahora\s+)?(?:to|at|of|a|de|en)?\s*$",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\s*(?:with|through|con|mediante|a través de)\s+(?:\w+\s+){0,2}?"
    r"(?:counselling|case management|orientations?|assistance|support|orientación|asistencia|gestión de casos)",
    re.IGNORECASE,
)
_APPLIED = re.compile(
    r"(?:had|have|were|was|has|habían?|han|se)?\s*(?:\w+ )?"
    r"(?:appl|pre-?reg|regist|enrol|solicit|inscri|started|iniciaron|eligible)",
    re.IGNORECASE,
)


def guess(before: str, after: str, *, unit: str = "", section: str = "") -> Guess:
    """What a number counts, from its sentence's words before and after it.

    `unit` is what the numeral itself prints (share, usd), `section` where it stands.
    """
    after = _past_other_numbers(after)
    if unit == "usd":
        return _money(before, after)
    if unit == "share":
        return _share(before, after)
    if re.match(r"\s*(?:days?|días?)\b", after, re.I):
        is_emergency = re.search(r"state of emergency|estado de emergencia", before + after, re.I)
        return (
            Guess("emergency_extension", "days")
            if is_emergency
            else Guess(UNCLASSIFIED, "days", confidence="low", reason=NOTHING.reason)
        )
    if re.match(r"\s*(?:years?|años?)\b", after, re.I):
        is_sentence = re.search(r"custodial|sentence|prison|pena|cárcel|prisión", before[-60:] + after[:40], re.I)
        return (
            Guess("custodial_threshold", "years")
            if is_sentence
            else Guess(UNCLASSIFIED, "years", confidence="low", reason=NOTHING.reason)
        )
    return _counted(before, after, section)


def _past_other_numbers(after: str) -> str:
    """`140 and 250 attendees`: what the first number counts is said after the second."""
    coordinated = re.match(r"\s*(?:and|or|to|y|o|a|-|–)\s+(?:[a-zé]+\s+)?\d[\d.,]*(?=\s+\w)", after)
    return after[coordinated.end() :] if coordinated else after


def _money(before: str, after: str) -> Guess:
    around = f"{before[-80:]} {after[:80]}"
    if re.search(r"requir|requer|appeal|llamamiento|needed|necesari", around, re.I):
        return Guess("requirements", "usd", confidence="medium", reason="money named in a sentence, not in the box")
    if re.search(r"received|funded|recibid|financiad", around, re.I):
        return Guess("funding", "usd", confidence="medium", reason="money named in a sentence, not in the box")
    return Guess(
        UNCLASSIFIED,
        "usd",
        confidence="low",
        reason="the words do not say whether money was asked for, received or paid out",
    )


def _share(before: str, after: str) -> Guess:
    stage = _stage(after) or _stage(before)
    if stage and re.match(
        r"\s*(?:of|de)\s+(?:these|the|those|est[oa]s|l[oa]s)?\s*(?:procedures?|applications?|trámites|solicitudes)",
        after,
        re.I,
    ):
        return Guess("regularization", "share", stage=stage)
    found = [
        (_distance(pattern, before, after), indicator, role)
        for indicator, role, pattern in SHARES
        if _distance(pattern, before, after) is not None
    ]
    if not found:
        return Guess(UNCLASSIFIED, "share", confidence="low", reason="the words do not say what this is a share of")
    _, indicator, role = min(found, key=lambda item: item[0] or 0)
    return Guess(
        indicator,
        "share",
        role,
        confidence="high" if len(found) == 1 else "medium",
        reason="" if len(found) == 1 else "several shares are named in this sentence",
    )


def _counted(before: str, after: str, section: str) -> Guess:
    noun = _noun(before, after, section)
    if noun is None:
        return _elliptic(before, after)
    indicator, unit, is_near = noun
    if indicator == "procedure":
        return _procedure(before, after)
    if unit != "people" or indicator:
        reason = "" if is_near else "the noun that it counts is not next to it"
        return Guess(
            indicator,
            unit,
            "affected" if unit == "people" else "",
            confidence="high" if is_near else "medium",
            reason=reason,
        )
    return _people(before, after)


def _noun(before: str, after: str, section: str) -> tuple[str, str, bool] | None:
    """Indicator (empty for people), unit, and whether the noun is next to the number."""
    head = re.split(
        r"[,.;:()]|\s(?:of|to|for|in|from|with|on|at|by|who|that|which|de|del|en|para|por|con|que|a|al)\s",
        f"{after} ",
        maxsplit=1,
    )[0]
    head = " ".join(head.split()[:7])
    places = [(match.start(), "", "people") for match in [PERSON.search(head)] if match]
    places += [
        (match.start(), indicator, unit)
        for indicator, unit, pattern in NOUNS
        for match in [pattern.search(head)]
        if match
    ]
    longer = " ".join(after.split()[:6])
    places += [
        (match.start(), indicator, unit)
        for indicator, unit, pattern in NOUNS
        if indicator in ("meals", "covid_cases")
        for match in [pattern.search(longer)]
        if match
    ]
    match = PROCEDURE.search(head)
    if match:
        places.append((match.start(), "procedure", "people"))
    if section == "coordination" and re.match(r"\s*(?:members?|miembros)\b", after, re.I):
        return "organizations", "organizations", True
    if any(place[1] == "deaths" for place in places):
        return "deaths", "people", True
    if places:
        first = _compound(min(places), places, head)
        return first[1], first[2], True
    tail = _TOTAL_OF.search(before)
    if tail:
        for indicator, unit, pattern in NOUNS:
            if pattern.search(tail[1]):
                return indicator, unit, False
        if PERSON.search(tail[1]):
            return "", "people", False
    return None


def _compound(first: tuple[int, str, str], places: Sequence[tuple[int, str, str]], head: str) -> tuple[int, str, str]:
    """`school officials` and `health consultations` count the last noun of the compound."""
    later = [
        place
        for place in places
        if place[0] > first[0] and not re.search(r"\b(?:and|or|y|o|e)\b", head[first[0] : place[0]], re.I)
    ]
    is_english = re.search(r"^(?:school|training|community|partner|agency|permit)\b", head[first[0] :], re.I)
    return max(later) if later and is_english else first


def _elliptic(before: str, after: str) -> Guess:
    """`172 of whom were granted`, `115 were referred`, `1,500 in total`: people by the verb alone, or not known."""
    verb = re.match(r"\s*(?:were|was|had been|have been|fueron|han sido|accessed|received|recibieron)\b", after, re.I)
    service = _SERVICE.match(after)
    if OF_WHOM.match(after) or verb or service:
        found = _people("" if verb or service else before, after)
        if found.indicator != UNCLASSIFIED:
            reason = "the noun that it counts stands before it or is left out"
            return Guess(found.indicator, "people", found.role, found.stage, "medium", reason)
    return NOTHING


def _procedure(before: str, after: str) -> Guess:
    near = f"{before[-70:]} {after[:70]}"
    if re.search(r"asylum|refugee status|refugio|CEPR", after[:60], re.I):
        return Guess("asylum_claims", "procedures")
    stage = _stage(after[:90]) or _stage(before[-60:])
    if not (stage and PROGRAMME.search(f"{before[-90:]} {after[:110]}")):
        reason = "procedures of which the programme or the stage is not said next to the number"
        return Guess(UNCLASSIFIED, "procedures", confidence="low", reason=reason)
    unit = (
        "procedures"
        if re.search(r"^\W*(?:\w+\W+){0,2}(?:amnest|amnist|procedures|trámites)", after, re.I)
        else "people"
    )
    is_sure = re.search(r"CPP|PTP|amnest|amnist", near)
    return Guess(
        "regularization",
        unit,
        "applied" if unit == "people" else "",
        stage,
        "high" if is_sure else "medium",
        "" if is_sure else "the programme is not named next to the number",
    )


def _people(before: str, after: str) -> Guess:
    clause_before = _CLAUSE.split(before)[-1]
    clause_after = _CLAUSE.split(after)[0]
    if PROGRAMME.search(f"{clause_before[-60:]} {clause_after[:110]}"):
        stage = _stage(clause_after[:90])
        if stage in ("pre_registered", "application", "started_procedure", "eligible") and _APPLIED.search(
            clause_after[:70]
        ):
            return Guess(
                "regularization",
                "people",
                "applied",
                stage,
                "medium",
                "people at a stage of a procedure: check programme and stage",
            )
    workshop = re.search(r"workshops?|talleres|taller", f"{clause_before} {clause_after}", re.I)
    verbs = sorted(
        (distance, indicator, role)
        for indicator, role, pattern in VERBS
        for distance in [_distance(pattern, clause_before, clause_after)]
        if distance is not None
    )
    named = {indicator for _, indicator, _ in verbs}
    noun = " ".join(after.split()[:8])
    if OFFICIALS.search(noun) and (workshop or named & {"people_trained", "people_attended"}):
        return Guess(
            "people_trained",
            "people",
            "trained",
            confidence="high" if "people_trained" in named else "medium",
            reason="" if "people_trained" in named else "officials at an event: trained, or only attended",
        )
    if workshop and "people_trained" not in named and "people_informed" not in named:
        return Guess(
            "people_attended",
            "people",
            "attended",
            confidence="medium",
            reason="people at a workshop: attended, or trained",
        )
    for special in ("people_planned", "people_referred"):
        if special in named and _distance(_pattern(special), "", clause_after) is not None:
            role = next(role for _, indicator, role in verbs if indicator == special)
            return Guess(special, "people", role)
    specific = [item for item in verbs if item[1] != "people_assisted"]
    if specific and (len(verbs) == len(specific) or specific[0][0] <= verbs[0][0] + 25):
        _, indicator, role = specific[0]
        is_alone = len({name for _, name, _ in specific}) == 1
        return Guess(
            indicator,
            "people",
            role,
            confidence="high" if is_alone else "medium",
            reason="" if is_alone else "several things are said to have been done for people in this clause",
        )
    if verbs:
        _, indicator, role = verbs[0]
        return Guess(indicator, "people", role)
    return Guess(
        UNCLASSIFIED, "people", confidence="low", reason="the clause does not say what was done for these people"
    )


def _pattern(indicator: str) -> re.Pattern[str]:
    return next(pattern for name, _, pattern in VERBS if name == indicator)


def _stage(words: str) -> str:
    found = [
        (match.start(), order, stage)
        for order, (stage, pattern) in enumerate(STAGES)
        for match in [pattern.search(words)]
        if match
    ]
    if not found:
        return ""
    by_order = min(found, key=lambda item: item[1])
    return by_order[2]


def _distance(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    """Letters between the number and the nearest match; None where there is none."""
    behind = [len(before) - match.end() for match in pattern.finditer(before)]
    ahead = [match.start() for match in pattern.finditer(after)]
    return min([*behind, *ahead], default=None)

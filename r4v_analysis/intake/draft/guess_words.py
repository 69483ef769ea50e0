"""What the words around a printed number count, in English and Spanish: indicator, unit, role.

The noun next to the number says the unit, the verb nearest to it what was done. Where neither is
there, the number is left to a person: a guess that looks sure costs more than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from r4v_analysis.intake.draft.guess import NOTHING, UNCLASSIFIED, Guess
from r4v_analysis.intake.draft.guess_amounts import money, share
from r4v_analysis.intake.draft.guess_people import people
from r4v_analysis.intake.draft.vocabulary import (
    NOUNS,
    OF_WHOM,
    PERSON,
    PROCEDURE,
    PROGRAMME,
    stage_of,
)
from r4v_analysis.language.formats import N_

_TOTAL_OF = re.compile(
    r"(?:number of|total of|número de|total de)\s+([\w\s'’-]{3,40}?)\s+"
    r"(?:(?:has|have|had|ha|han)?\s*(?:rose|grew|increased|reached|amounts?|came|stands?|llegó|llega|subió|aumentó|"
    r"asciende|creció|is|was|es|fue)\s*)?(?:now\s+|ahora\s+)?(?:to|at|of|a|de|en)?\s*$",
    re.IGNORECASE,
)
_ROLES = {"daily_entries": "crossing", "deaths": "affected", "covid_cases": "affected"}
_GIVEN = ("meals", "consultations")
_GIVING = re.compile(
    r"distribut|deliver|provid|serv|offer|gave|given|carried out|conduct|receiv|reach|prepar|held|distribu|entreg|"
    r"brind|ofrec|dieron|dio\b|recib|realiz|prepar|sirvi|otorg",
    re.IGNORECASE,
)
"""Verbs by which meals and consultations are counted as given."""
_SERVICE = re.compile(
    r"\s*(?:with|through|con|mediante|a través de)\s+(?:\w+\s+){0,2}?"
    r"(?:counselling|case management|orientations?|assistance|support|orientación|asistencia|gestión de casos)",
    re.IGNORECASE,
)


def guess(before: str, after: str, *, unit: str = "", section: str = "", is_people: bool = False) -> Guess:
    """What a number counts, from its sentence's words before and after it.

    `unit` is what the numeral itself prints (share, usd), `section` where it stands;
    `is_people` that the noun next to it is one of people, known from elsewhere.
    """
    after = _past_other_numbers(after)
    if unit == "usd":
        return money(before, after)
    if unit == "share":
        return share(before, after)
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
    return _counted(before, after, section, is_people=is_people)


def _past_other_numbers(after: str) -> str:
    """`140 and 250 attendees`: what the first number counts is said after the second."""
    coordinated = re.match(r"\s*(?:and|or|to|y|o|a|-|–)\s+(?:[a-zé]+\s+)?\d[\d.,]*(?=\s+\w)", after)
    return after[coordinated.end() :] if coordinated else after


def _counted(before: str, after: str, section: str, *, is_people: bool) -> Guess:
    noun = _noun(before, after, section) or (("", "people", True) if is_people else None)
    if noun is None:
        return _elliptic(before, after)
    indicator, unit, is_near = noun
    if indicator == "procedure":
        return _procedure(before, after)
    if unit != "people" or indicator:
        reason = "" if is_near else N_("the noun that it counts is not next to it")
        if unit in _GIVEN and not _GIVING.search(f"{before} {after}"):
            reason = N_("nothing says that these were provided")
        return Guess(
            indicator,
            unit,
            _ROLES.get(indicator, ""),
            confidence="medium" if reason else "high",
            reason=reason,
        )
    return people(before, after)


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
        found = people("" if verb or service else before, after)
        if found.indicator != UNCLASSIFIED:
            reason = N_("the noun that it counts stands before it or is left out")
            return Guess(found.indicator, "people", found.role, found.stage, "medium", reason)
    return NOTHING


def _procedure(before: str, after: str) -> Guess:
    near = f"{before[-70:]} {after[:70]}"
    if re.search(r"asylum|refugee status|refugio|CEPR", after[:60], re.I):
        return Guess("asylum_claims", "procedures")
    stage = stage_of(after[:90]) or stage_of(before[-60:])
    if not (stage and PROGRAMME.search(f"{before[-90:]} {after[:110]}")):
        reason = N_("procedures of which the programme or the stage is not said next to the number")
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
        "" if is_sure else N_("the programme is not named next to the number"),
    )

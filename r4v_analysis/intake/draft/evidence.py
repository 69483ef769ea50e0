"""What is said outright to have been done for people: the only ground on which a draft is sure of them.

A verb of service has the people as its object, or they are the subject of receiving a service that
is named. Anything looser may be right, and is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from r4v_analysis.intake.draft.noun_phrase import NounPhrase
from r4v_analysis.intake.draft.scope import Scope
from r4v_analysis.intake.draft.vocabulary import OFFICIALS, PLANNED
from r4v_analysis.intake.words import any_of, families, stems, words

_SERVICE = any_of(words("services"))
OTHER = any_of(words("other"))
"""Another reading in reach: the number may count those who applied, were asked, or are only hoped for."""
VERBS = (
    ("people_trained", "trained", any_of(words("teaching"))),
    ("people_informed", "informed", any_of(words("informing"))),
    ("people_attended", "attended", any_of(words("meeting"))),
    ("people_referred", "referred", any_of(words("referring"))),
    ("people_planned", "targeted", PLANNED),
    ("arrivals", "crossing", any_of(words("arriving"))),
    ("departures", "crossing", any_of(words("leaving"))),
    ("people_assisted", "assisted", any_of(words("assisting"))),
    ("people_assisted", "assisted", _SERVICE),
)
"""Words that name what was done: where they only stand near a number it is a proposal, elsewhere a rival reading."""
_DONE = families("done")
_RIVALS = ("people_trained", "people_informed", "people_attended", "arrivals", "departures")
_ALSO_REFERRED = re.compile(r"\b(?:were|fueron|and|y) (?:referred|derivad)", re.IGNORECASE)
_EVENT = stems("events")
_PURPOSE = re.compile(r"\b(?:for|to|towards?|aimed at|para)\s+$", re.IGNORECASE)
"""Before a verb: what it says is meant, and not done."""
_REACHING = re.compile(r"reach|alcanz|serv|provid", re.IGNORECASE)
"""A verb that says nothing of what was done: the service has to be named."""
_COUNTED = re.compile(rf"(?:{words('counted')})(?!\w)", re.IGNORECASE)
_FILL = (
    r"(?:(?:a|some|un|the|l[oa]s|an?other|an? additional|additional|otr[oa]s|(?:a|un) total (?:of|de)|nearly)\s+){0,2}$"
)
_ALSO = r"(?:(?:have|has|had|also|then|each|all|were|ya|también|han|habían?|se|were also)\s+){0,3}"
_GAP = (
    r"[\s)]*(?:,[^,.;:]{1,60},|(?:from|in|of|with|at|across|on|who are|living|under|throughout|during|de|del|con|en|"
    r"que viven|provenientes|(?:who|que|quienes) (?:\w+ ){0,2}?(?:arriv|enter|cross|lleg|ingres|cruz)\w*)\b"
    r"[^,.;:]{1,60}?)?\s*"
)


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"^{_GAP}{_ALSO}(?:{words})(?!\w)", re.IGNORECASE)


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})\s+{_FILL}", re.IGNORECASE)


_DONE_TO_THEM = _after(_DONE["to_them"])
_RECEIVING = _after(_DONE["receiving"])
_ASSISTING = _before(_DONE["assisting"])
_GIVING = _before(
    r"(?:provid(?:ed|ing)|offer(?:ed|ing)|distribut(?:ed|ing)|deliver(?:ed|ing)|gave|given|granted)\b"
    r"(?P<what>[^.;:]{3,110}?)\b(?:to|for|benefit?ing|reaching)"
)
_DANDO = _before(
    r"(?:brind|entreg|otorg|proporcion|facilit|distribu|ofrec|d)(?:ó|aron|ando|yó|yeron|ió|ieron|iendo|io|ado|adas?|"
    r"ados)\b(?P<what>[^.;:]{3,110}?)\ba(?:\s+l[oa]s)?"
)
_GIVEN = _before(
    r"(?P<what>[^.;:]{3,90}?)\b(?:(?:was|were|been|fue|fueron)\s+(?:\w+ly\s+)?(?:provided|offered|granted|delivered|"
    r"distributed|given)\s+to|(?:fue|fueron)\s+(?:brindad|entregad|otorgad|distribuid)[oa]s?\s+a)"
)
_BESIDE = [
    (indicator, role, _before(_DONE[f"{role}_before"]), _after(_DONE[f"{role}_behind"]))
    for indicator, role, _ in VERBS
    if f"{role}_before" in _DONE
]
"""What else was done for people, by the verb before them or behind: trained, informed, attended, referred."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words say outright; `is_sure` where no other reading is in reach."""

    indicator: str
    role: str
    is_sure: bool


def evidence(words: Scope, phrase: NounPhrase, behind: str) -> Evidence | None:
    """What was done for these people by the verb that they stand beside; None where none is beside them.

    `behind` are the number's own words behind the phrase.
    """
    for indicator, role, before, after in _BESIDE:
        if before.search(words.before) or after.search(behind):
            is_event = _EVENT.search(words.words) and not OFFICIALS.search(phrase.words)
            is_sure = bool(is_event) or indicator != "people_attended"
            return Evidence(indicator, role, is_sure and not _has_rival(indicator, words.words))
    service = _what_was_given(words.before, behind)
    if service is not None:
        return _by_service(service, words, phrase)
    assisting = _ASSISTING.search(words.before)
    if assisting and _COUNTED.search(words.before[: assisting.start()][-40:]):
        assisting = None
    verb = _DONE_TO_THEM.search(behind) or assisting
    if verb is None:
        return None
    is_named = not _REACHING.search(verb.group()) or bool(_SERVICE.search(words.words))
    is_done = verb is not assisting or not _PURPOSE.search(words.before[: assisting.start()])
    return Evidence(
        "people_assisted", "assisted", is_named and is_done and _is_assisted(f"{words.before} {behind}", phrase)
    )


def _what_was_given(before: str, behind: str) -> str | None:
    """The words that name what these people were given or got."""
    for pattern in (_GIVEN, _GIVING, _DANDO):
        match = pattern.search(before)
        if match:
            return match["what"]
    match = _RECEIVING.search(behind)
    return re.split(r"[,.;]|\s(?:in order )?to\s|\spara\s", behind[match.end() :])[0][:80] if match else None


def _by_service(what: str, words: Scope, phrase: NounPhrase) -> Evidence | None:
    """By the kind of thing that was given: information and training are no assistance."""
    kinds = ("people_informed", "people_trained", "people_referred")
    found = sorted(
        (match.start(), indicator, role)
        for indicator, role, pattern in VERBS
        for match in [pattern.search(what)]
        if match and (indicator in kinds or pattern is _SERVICE)
    )
    if not found:
        return None
    _, indicator, role = found[0]
    if indicator == "people_assisted":
        return Evidence(indicator, role, _is_assisted(words.words, phrase))
    is_alone = {name for _, name, _ in found} <= {indicator}
    return Evidence(indicator, role, is_alone and indicator != "people_referred" and not OTHER.search(words.words))


def _is_assisted(text: str, phrase: NounPhrase) -> bool:
    """Whether nothing but assistance can be meant, of people who are no officials and no staff."""
    return not (_has_rival("people_assisted", text) or OFFICIALS.search(phrase.words) or phrase.is_staff)


def _has_rival(indicator: str, text: str) -> bool:
    """Whether words name another thing that may have been done for these people."""
    rivals = [pattern for name, _, pattern in VERBS if name in _RIVALS and name != indicator]
    is_referral = indicator == "people_assisted" and _ALSO_REFERRED.search(text)
    return bool(is_referral) or any(pattern.search(text) for pattern in (*rivals, OTHER))

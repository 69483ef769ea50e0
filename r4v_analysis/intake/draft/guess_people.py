"""What was done for the people that a number counts: said outright, or proposed by the verb nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from r4v_analysis.intake.draft.evidence import VERBS, evidence
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, Guess, left_out
from r4v_analysis.intake.draft.guess_plans import FORESEEN, meant
from r4v_analysis.intake.draft.guess_stock import stock
from r4v_analysis.intake.draft.noun_phrase import NounPhrase, noun_phrase
from r4v_analysis.intake.draft.scope import Scope, scope, without_asides
from r4v_analysis.intake.draft.vocabulary import (
    NOT_DONE,
    OFFICIALS,
    PROGRAMME,
    distance,
    stage_of,
)
from r4v_analysis.intake.words import any_of, families, words
from r4v_analysis.language.formats import N_

_APPLIED = re.compile(
    r"(?:had|have|were|was|has|habían?|han|se)?\s*(?:\w+ )?"
    r"(?:appl|pre-?reg|regist|enrol|solicit|inscri|prerregistr|started|iniciaron|eligible)",
    re.IGNORECASE,
)
_BEFORE_FILING = ("pre_registered", "application", "started_procedure", "eligible")
_FAR = 70
"""Letters between a number and a verb beyond which they don't belong together."""
_AGENT = re.compile(r"\b(?:by|por|with|con|from|thanks to)\s+(?:\w+\s+)?$", re.IGNORECASE)
_AT_WORK = re.compile(
    r"\s*(?:(?:who|que|were|are|have|has|han)\s)*(?:(?:took|taken?|taking) part|involved|engaged|participa\w+)\s"
    r"(?:in|en)\s(?:\w+\s){0,3}?(?:operations?|response|relief|emergency|operaci[oó]n|respuesta|emergencia)\b",
    re.IGNORECASE,
)
"""Behind staff who take part in the work, which is no event."""
_BEFALLEN = any_of(words("befallen"))
"""What happened to people, or was found out of them, where nothing was done for them."""
_BEFELL = re.compile(
    rf"\b(?:{words('befalling')})\s+(?:(?:a|an|the|un|total|of|de|additional|new)\s+){{0,3}}$", re.IGNORECASE
)
_IN_NEED = re.compile(
    r"\s*(?:(?:will|would|are|who|que|may|podrían)\s+)*(?:in need|need|require|needing|con necesidad|necesit|requier)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?!(?:total|number|número|half|thirds?|quarters?|mitad|terci(?:o|os)|tercera|cuarta|parte|groups?|grupos?|out|más|menos|cerca|alrededor|capacity|capacidad\w*|participación|"
    r"participation|presence|caravan|favor|beneficio|some|support|delivery|through|skills|maximum|"
    r"minimum)\b)[^\W\d]{3,}"
    r"\s+(?:of|de)\s+(?:the\s+|l[oa]s\s+)?$",
    re.IGNORECASE,
)
"""A noun whose people the number counts are not: `caregivers of`, `the needs of`."""
_ELIGIBLE = re.compile(r"\beligible\b|\bpodrán\b|\bcon derecho\b|\bmay (?:apply|access)\b", re.IGNORECASE)
_STATUS = any_of(words("statuses"))
_STATUS_GIVEN = re.compile(rf"\b(?:grant|provid|otorg|conced)\w*\s[^.;]{{0,30}}{_STATUS.pattern}", re.IGNORECASE)
_MEANT, _TELLING = (any_of(words(name)) for name in ("meant", "telling"))
_REACHED = r"\b(?:reach|engag|alcanz)\w*"
_TOLD = re.compile(
    rf"{_REACHED}(?:\s[^.;]{{0,60}})?\s(?:with|through|by|in|con|mediante|por|a través de)\s[^.;,]{{0,60}}?"
    rf"{_TELLING.pattern}|{_TELLING.pattern}[^.;]{{0,60}}{_REACHED}\W",
    re.IGNORECASE,
)
"""They were reached, which says nothing of what was done, by what tells people a thing."""
WITH_A_SERVICE = re.compile(
    r"\s*(?:with|through|con|mediante|a través de)\s+(?:\w+\s+){0,2}?"
    r"(?:counselling|case management|orientations?|assistance|support|orientación|asistencia|gestión de casos)",
    re.IGNORECASE,
)
"""Behind people in a list whose verb stands before it."""
_LEADS_LIST = re.compile(
    r"\b(?:services?|support|assistance|interventions?|activities|servicios|apoyos?|asistencia|atenciones)\s+(?:\w+\s+){0,2}?"
    r"(?P<verb>provided|delivered|offered|brindad[oa]s?|entregad[oa]s?|prestad[oa]s?|ofrecid[oa]s?)\b[^.:]{0,60}:",
    re.IGNORECASE,
)
_DIED = re.compile(
    r"\W*(?:(?:were|was|have been|had been|fueron|han sido)\s(?:\w+ly\s)?)?"
    r"(?:killed|died|dead|asesinad[oa]s|murieron|fallecieron)\b",
    re.IGNORECASE,
)
_DEAD = Guess("deaths", "people", "affected", "", "medium", N_("check of whom, of what cause, and where"))
_ROLES = {indicator: role for indicator, role, _ in VERBS}
_NEAR = [
    (indicator, _ROLES[indicator], re.compile(rf"(?<![\w-])(?:{verbs})(?!\w)", re.IGNORECASE))
    for indicator, verbs in families("near").items()
]
"""What was done for people, by verbs alone: a service that is only named may be what they lack."""
_CAME_TO = re.compile(
    rf"\b(?:{words('counted')})\b[^.;,]{{0,60}}\b(?:reached|alcanzó)\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE
)
"""A number that reached so many, and nobody who reached them."""
_IN_A_STATE = re.compile(
    r"\W*(?:(?:now|still|currently|also|aún|ya)\s+)?(?:are|is|were|was|have|has|had|faces?|lives?|remains?|suffers?|continues?|"
    r"son|están|fueron|tienen|viven|enfrentan|siguen|permanecen)\b",
    re.IGNORECASE,
)
"""Right behind people: what they are or have, where no verb of service follows."""
_GOT = re.compile(rf"\W*(?:{families('done')['receiving']})(?!\w)", re.IGNORECASE)
"""Right behind people: a verb of their own, so that one before them is another's."""
_LIVE = re.compile(
    r"\b(?:viven|vivían|residen|habitan|hay|there (?:are|were)|live|lived)\s+(?:[^\W\d]+\s+){0,2}$", re.IGNORECASE
)
"""Right before people: they live there, whatever was done in the place."""
_WORKSHOP = any_of(r"workshops?|taller(?:es)?")
_TRAINING = any_of(r"trainings?", r"capacitaci[oó]n(?:es)?")
_AT_TRAINING = re.compile(
    r"\b(?:participated in|took part in|attended|received|participaron en|asistieron a|recibieron)\s"
    rf"(?:[^\W\d][\w-]*\s){{0,5}}?{_TRAINING.pattern}",
    re.IGNORECASE,
)
"""What they came to or got is a training, whatever it is about."""
_OFFICIALS_AT_EVENT = Guess(
    "people_trained", "people", "trained", "", "medium", N_("officials at an event: trained, or only attended")
)
_AT_WORKSHOP = Guess(
    "people_attended", "people", "attended", "", "medium", N_("people at a workshop: attended, or trained")
)
_TOLD_THEM = Guess(
    "people_informed", "people", "informed", "", "medium", N_("people reached by messages: informed, or given more")
)
NOT_SAID = left_out("people", N_("the clause does not say what was done for these people"))
_BY_NEAREST = N_("the verb nearest to it says so: check what was done for these people")
_MUCH_NEARER = 25
"""Letters by which assistance must stand nearer than a training or an event to be proposed instead of it."""
_Verb = tuple[int, str, str]
_ORIGIN = re.compile(
    r"^\s+(?:from|of|in|de|del|en)\s+(?:the\s+|la\s+)?[A-ZÁÉÍÓÚÑ]\w+(?:\s(?:and|y)\s[A-Z]\w+)?(?=\W*$|,|\s(?:and|y|e)\b)"
)
"""Where people are from, behind them."""
_THINGS_GIVEN = re.compile(
    r"(?P<verb>\b(?:distribut|deliver|provid|gave|entreg|distribuy|brind|otorg)\w*\s+)(?:\w+\s+){0,2}?(?:US\s?\$|USD|\$)?\s?"
    r"\d[\d.,]*(?P<what>\s[^,.;:()\d]{3,90}\s(?:to|for|a|para)\s(?:\w+\s){0,2})$",
    re.IGNORECASE,
)
"""`distributed 400 kits to`: how many things were given says nothing of the people."""
_SESSIONS = re.compile(r"(?<=\bthrough )\d[\d.,]*\s(?=[^\W\d])|(?<=\bmediante )\d[\d.,]*\s(?=[^\W\d])", re.IGNORECASE)
"""How many sessions they were reached through."""


def people(before: str, after: str, most_beside: int = 12) -> Guess:
    """The indicator and role of a number of people, from its sentence's words before and after it.

    `most_beside`: of how many numbers in a row beside it the words may be its own, too.
    """
    before, after = _THINGS_GIVEN.sub(r"\g<verb>\g<what>", before), _SESSIONS.sub("", after)
    phrase = noun_phrase(after)
    own = scope(before, after[phrase.end :] if phrase else after)
    behind = own.after
    if phrase:
        own = replace(own, after=f"{after[: phrase.end]}{behind}")
    return (
        _applied(own)
        or (_DEAD if _DIED.match(behind) else None)
        or _not_assisted(own, phrase, behind)
        or _said(own, phrase, behind)
        or stock(own, phrase, behind)
        or (_joined(phrase, behind, before, after, most_beside) if most_beside else None)
        or _nearest(_of_list(own, before), phrase)
    )


def _of_list(own: Scope, before: str) -> Scope:
    """An item of a list behind a colon, such as `Services provided: counselling for 20 women`, has the list's verb."""
    verb = _LEADS_LIST.search(before)
    is_item = verb and re.search(r"(?:^|\s)(?:for|to|para|a)\s+$", own.before)
    return replace(own, before=f"{verb['verb']} {own.before.strip()} ") if verb and is_item else own


def _joined(phrase: NounPhrase | None, behind: str, before: str, after: str, most: int) -> Guess | None:
    """One of two numbers that a verb has together, as in `attended by 120 women and 40 men`: a proposal."""
    before, after = without_asides(before), without_asides(after)
    ahead = re.search(
        r"\d[\d.,]*(?P<between>[^\d.;:()]{2,60}?)\s*(?:,|,?\s(?:and|y|e|as well as|así como))\s*$", before
    )
    is_second = phrase and ahead and _is_bare(ahead["between"])
    is_first = phrase and re.fullmatch(r"\s*(?:,|,?\s*(?:and|y|e))\s*(?:\w+\s+)?", _ORIGIN.sub("", behind))
    found: Guess | None = None
    if is_second and ahead:
        found = people(before[: ahead.start()], after, most - 1)
    elif is_first:
        then = re.sub(r"^[^\d]*\d[\d.,]*", "", after, count=1)
        found = people(before, then, most - 1) if noun_phrase(then) else None
    if found is None or found.indicator == UNCLASSIFIED:
        return None
    reason = N_("what is said of the number beside it is taken to be said of both")
    return Guess(found.indicator, found.unit, found.role, found.stage, "medium", found.reason or reason)


def _is_bare(words: str) -> bool:
    found = noun_phrase(words)
    return found is not None and not _ORIGIN.sub("", words[found.end :]).strip()


def _applied(own: Scope) -> Guess | None:
    stage = stage_of(own.after[:90])
    if PROGRAMME.search(own.words) and stage in _BEFORE_FILING and _APPLIED.search(own.after[:70]):
        reason = N_("people at a stage of a procedure: check programme and stage")
        return Guess("regularization", "people", "applied", stage, "medium", reason)
    return None


def _not_assisted(own: Scope, phrase: NounPhrase | None, behind: str) -> Guess | None:
    """Families, those who did the work, those to whom a thing happened, those whom a plan only means to reach."""
    if phrase and phrase.has_households:
        return left_out("unknown", N_("families or households, which are no people"))
    planned = meant(own, behind)
    if planned and planned.indicator == "people_targeted":
        return planned
    if _OF_ANOTHER.search(own.before):
        return left_out("people", N_("the people of another noun, such as caregivers of children"))
    if _ELIGIBLE.search(own.after[:60]):
        return left_out("people", N_("people who may do a thing, and not those who did"))
    if _IN_NEED.match(behind):
        return left_out("people", N_("people in need: data/ keeps them in people_in_need.csv, not among observations"))
    if phrase and phrase.is_staff and (_AGENT.search(own.before) or _AT_WORK.match(behind)):
        return left_out("people", N_("those who did the work, and not for whom it was done"))
    happened = _BEFALLEN.match(
        re.sub(r"^\W*(?:(?:were|was|been|have|had|fueron|han sido|quedaron)\s+){1,2}", "", behind)
    )
    if NOT_DONE.search(own.after) or NOT_DONE.search(own.before[-60:]) or happened or _BEFELL.search(own.before):
        return left_out("people", N_("a thing that was not done for these people, or they were only asked"))
    if _STATUS_GIVEN.search(own.before):
        return left_out("people", N_("a status or a permit, which is no assistance"))
    if planned is None and _MEANT.search(own.before[-60:]):
        return Guess("people_planned", "people", "targeted", "", "medium", N_("an announcement: not people assisted"))
    return planned


def _said(own: Scope, phrase: NounPhrase | None, behind: str) -> Guess | None:
    found = evidence(own, phrase, behind) if phrase else None
    if found is None:
        return None
    if found.indicator == "people_assisted" and _TOLD.search(own.words):
        return _TOLD_THEM
    is_workshop = bool(_WORKSHOP.search(own.words)) and not found.is_sure
    is_official = bool(phrase and OFFICIALS.search(phrase.words))
    is_taught = is_workshop or bool(_TRAINING.search(own.words))
    if is_official and (found.indicator == "people_attended" or (is_taught and found.indicator == "people_assisted")):
        return _OFFICIALS_AT_EVENT
    if is_workshop and found.indicator in ("people_attended", "people_assisted"):
        return _AT_WORKSHOP
    reason = N_("other readings are in reach: check what was done for these people")
    if found.indicator in ("people_attended", "people_informed") and _AT_TRAINING.search(own.words):
        return Guess("people_trained", "people", "trained", "", "medium", reason)
    if found.is_sure:
        return Guess(found.indicator, "people", found.role)
    return Guess(found.indicator, "people", found.role, "", "medium", reason)


def _nearest(own: Scope, phrase: NounPhrase | None) -> Guess:
    """By the verb nearest to the number among its own words: a proposal, never more."""
    behind = own.after[phrase.end :] if phrase else own.after
    if _LIVE.search(own.before):
        return NOT_SAID
    is_subject = _IN_A_STATE.match(behind) or _GOT.match(behind)
    before = "" if is_subject or _CAME_TO.search(own.before) else own.before
    if WITH_A_SERVICE.match(behind):
        return Guess("people_assisted", "people", "assisted", "", "medium", _BY_NEAREST)
    verbs = sorted(
        (far, indicator, role)
        for indicator, role, pattern in _NEAR
        for far in [distance(pattern, before, own.after)]
        if far is not None and far <= _FAR
    )
    if _TOLD.search(own.words):
        return _TOLD_THEM
    if phrase and phrase.is_staff and verbs and verbs[0][1] == "people_assisted":
        return left_out("people", N_("staff or volunteers: what was done for them is not said"))
    if not verbs and not _WORKSHOP.search(own.words):
        return NOT_SAID
    if verbs and verbs[0][1] == "people_assisted" and _STATUS.search(own.after):
        return left_out("people", N_("a status or a permit, which is no assistance"))
    return _at_event(own, verbs) or _by_verb(verbs, own.words)


def _at_event(own: Scope, verbs: Sequence[_Verb]) -> Guess | None:
    """People at a workshop, and officials at any event: trained or only attended."""
    named = {indicator for _, indicator, _ in verbs}
    workshop = _WORKSHOP.search(own.words)
    is_official = OFFICIALS.search(" ".join(own.after.split()[:8]))
    if is_official and (workshop or named & {"people_trained", "people_attended"}):
        return _OFFICIALS_AT_EVENT
    if workshop and not named & {"people_trained", "people_informed"}:
        return _AT_WORKSHOP
    return None


def _by_verb(verbs: Sequence[_Verb], words: str) -> Guess:
    specific = [verb for verb in verbs if verb[1] != "people_assisted"]
    is_other = specific and specific[0][0] <= verbs[0][0] + _MUCH_NEARER
    _, indicator, role = specific[0] if is_other else verbs[0]
    if indicator == "people_planned":
        return FORESEEN
    if indicator in ("people_attended", "people_informed") and _AT_TRAINING.search(words):
        indicator, role = "people_trained", "trained"
    return Guess(indicator, "people", role, "", "medium", _BY_NEAREST)

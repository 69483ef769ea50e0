"""What the words around a printed number count, in English and Spanish: indicator, unit, role.

The noun next to the number says the unit, the verb nearest to it what was done. Where neither is
there, the number is left to a person: a guess that looks sure costs more than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from r4v_analysis.intake.draft.guess import NOTHING, UNCLASSIFIED, Guess, left_out
from r4v_analysis.intake.draft.guess_amounts import money, share
from r4v_analysis.intake.draft.guess_people import NOT_SAID, WITH_A_SERVICE, people
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.scope import SHARE_ASIDE, Scope, scope, without_asides
from r4v_analysis.intake.draft.vocabulary import (
    NOT_DONE,
    NOUNS,
    OF_WHOM,
    OFFICIALS,
    PEOPLE,
    PERSON,
    PLANNED,
    PROCEDURE,
    PROGRAMME,
    STAGES,
    stage_of,
)
from r4v_analysis.intake.words import any_of, families, stems, words
from r4v_analysis.language.formats import N_

_TOTAL_OF = re.compile(
    r"(?:number of|total of|número de|total de)\s+([\w\s'’-]{3,75}?)\s+"
    r"(?:(?:has|have|had|ha|han)?\s*(?:rose|grew|increased|reached|amounts?|came|stands?|llegó|llega|subió|aumentó|"
    r"asciende|creció|is|was|es|fue)\s*)?(?:now\s+|ahora\s+)?(?:to|at|of|a|de|en)?\s*$",
    re.IGNORECASE,
)
_CROSSINGS = ("arrivals", "departures", "daily_entries")
_ROLES = {**dict.fromkeys(_CROSSINGS, "crossing"), "deaths": "affected", "covid_cases": "affected"}
_GIVEN = ("meals", "consultations")
_GIVING = stems("giving")
"""Verbs by which meals, consultations and meetings are counted as given or held."""
_OF_HEALTH = stems("of_health")
_RATE = re.compile(families("times")["rate"], re.IGNORECASE)
_WHOSE = N_("check of whom, of what cause, and where")
_A_DAY = re.compile(r"\b(?:per|a|each|every|por|al|cada) (?:day|día)\b|\bdaily\b|\bdiari[oa]s?\b", re.IGNORECASE)
_ENTERED = re.compile(
    r"\b(?:enter|entr(?:an|aron|ó)|ingres|cross|cruz)\w*\s(?:(?:into|to|a|al|por|the|la|el)\s)*(?:country|border|país|frontera|(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""People who came into the country, and no patients of a clinic."""
_PER = re.compile(r"(?:[^\d.,;:]|-\d\d){0,40}\b(?:per|por cada|por|cada)\s+\d", re.IGNORECASE)
_RATE_BEFORE = re.compile(
    r"\b(?:per|por cada|cada|por|daily average of|average of|promedio de|promedio diario de|rate of|tasa de)\s*$",
    re.IGNORECASE,
)
_COVID = re.compile(r"COVID|coronavirus|SARS-CoV", re.IGNORECASE)
_OTHER_ILLNESS = stems("illnesses")
_OF_WHAT = re.compile(r"\s*(?:[^\W\d]+\s+){0,3}(?:cases|casos)\s+(?:of|de)\s+((?:\S+\s*){1,4})", re.IGNORECASE)
_TESTED = stems("tested")
"""Words of an outbreak, by which cases are those of the illness that the paragraph names."""
_CAME_IN = re.compile(
    r"\s*(?:was|were|had been|have been|fueron|ha sido|han sido)\s+(?:received|recibid)", re.IGNORECASE
)
"""Money, and no people who received a thing."""
_CAPACITY = re.compile(r"\b(?:capacity|capacidad)\b[^.;,]{0,25}\b(?:of|for|de|para)\s+(?:[^\W\d]+\s+)?$", re.IGNORECASE)
_SHELTER, _OF_PATIENTS = stems("shelters"), stems("of_patients")
_BUILDING = re.compile(
    r"\b(?:buil[dt]\w*|strengthen\w*|fortalec\w*)[^.;,]{0,20}\b(?:capacit|capacid)[^.;,]{0,12}$", re.IGNORECASE
)
_EXTENDED_BY = re.compile(
    r"\b(?:exten\w+|pr[óo]rrog\w+|ampli\w+)\b[^.;,]{0,80}\b(?:for|by|por)\s+(?:(?:an|another|additional|further|"
    r"otros|un|plazo|de)\s+){0,3}$",
    re.IGNORECASE,
)
_STAFF_TRAINED = re.compile(
    rf"\b(?:train|capacit|form[óa])\w*\b.*?(?:{OFFICIALS.pattern})|(?:{OFFICIALS.pattern}).*\b(?:train|capacit|formad)",
    re.I,
)
_PLATES = re.compile(r"\s*(?:[^\W\d]+\s+){0,2}(?:plates|rations|platos|raciones) (?:of|de)\b", re.IGNORECASE)
_NO_COUNT = re.compile(r"\b(?:age of|aged|edad de|(?:in|of|en|de las?) (?:weeks?|semanas?))\s*$", re.IGNORECASE)
_OF_A_NAME = re.compile(r"['’]s\b|-(?:day|year|week|month|hour)\b", re.IGNORECASE)
"""Before and behind a number that counts nothing: an age, a week, a part of a name or of an adjective."""
_ON_AVERAGE = re.compile(
    r"\b(?:on average|an average of|en promedio|un promedio de)\s+(?:[^\W\d]+\s+){0,2}$", re.IGNORECASE
)
_BUILT = re.compile(
    r"\b(?:buil[dt]\w*|construct\w*|repair\w*|rehabilit\w*|damag\w*|clos(?:ed|ure)|destroy\w*|constru\w+|repar\w+|dañ\w+|cerr\w+)\b",
    re.IGNORECASE,
)
_AT_SCHOOLS = re.compile(r"\b(?:in|from|at|to|of|en|de|a)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:of the|of a total of|de l[oa]s|de un total de)\s*$", re.IGNORECASE)
_CARDS = re.compile(r"\s*(?:[^\W\d]+\s)?(?:cards?|documents|tarjetas|documentos)\b", re.IGNORECASE)
"""What is handed over, of a procedure that the sentences before it name."""
_DENIED = stems("denied")
_WAYS = {"arrivals": words("arriving"), "departures": rf"{words('leaving')}|left|exited|egresaron"}
_CROSSED_BESIDE = {
    way: re.compile(rf"(?<!\w)(?:{verbs})\s+#|#\s*(?:{verbs})(?!\w)", re.IGNORECASE) for way, verbs in _WAYS.items()
}
"""A verb of coming or going right beside a number, which is written as a sign."""
_STAGE_ENDS = re.compile(
    r"\s*(?:$|[,.;:)]|(?:and|y|e|by|por|in|en|at|as|so|to|al|a|hasta|until|since|desde|during|durante)\b)",
    re.IGNORECASE,
)
"""Behind a stage that is all that is said of a number, and no thing that was given."""
_RANGE_BEFORE = re.compile(r"\b(?:between|from|entre|de|desde)\s+\d[\d.,]*\s+(?:and|to|y|a|hasta)\s+$", re.IGNORECASE)
_IN_NEED = re.compile(
    r"\s(?:in need of|con necesidad(?:es)? de)\s[^.;,\d]{3,50}?(?=\s(?:were|was|have|has|had|fueron|han|recib\w+)\s)",
    re.IGNORECASE,
)
"""What people lacked for whom a thing is said to be done."""
_AT_ALL = (
    r"(?:\s*(?:with|con)\s+(?:(?:some|any|algún|alguna)\s+(?:form|type|kind|tipo|forma)\s+(?:of|de)\s+)?(?:humanitarian\s+)?"
    r"(?:assistance|support|asistencia|apoyo|ayuda)(?:\s+humanitaria)?)?\s*"
    r"(?:$|[.,;(]|(?:by|por|in|en|as|so|to|al?|hasta|since|desde|during|durante)\b)"
)
_REACHED = re.compile(rf"(?:[^\W\d]+\s+){{0,3}}(?:reached|alcanzad[oa]s){_AT_ALL}", re.IGNORECASE)
_REACHING = re.compile(r"\b(?:reached|reaching|alcanzó|alcanzaron|alcanzado)\s+(?:a\s+)?$", re.IGNORECASE)
_TARGET = re.compile(
    rf"\b(?:target(?:s|ing)?|objetivo|meta)\s+(?:[^\W\d]+\s+){{0,4}}\d[\d.,]*\s+(?:[^\W\d]+\s+){{0,3}}(?:{PEOPLE})(?!\w)",
    re.IGNORECASE,
)
_OF_HOMES = re.compile(rf"\d[\d.,]*\s(?:[^\W\d]+\s){{0,3}}?(?:{words('households')})\s*\(\s*$", re.IGNORECASE)
"""Before the people of families: `assisted 40 families (160 people)`."""
_HOMES = N_("families or households, which are no people")
_OTHERS_IN_REACH = N_("other readings are in reach: check what was done for these people")
_VERB_BEHIND = re.compile(
    r"\s*(?:were|was|had been|have been|accessed|received|attended|participated|benefit?ted|fueron|han sido|recibieron|"
    r"accedieron|asistieron|participaron|(?:se )?beneficiaron)\b",
    re.IGNORECASE,
)
_SOME_OF = re.compile(r"\s+(?:of|de)\s+(?:the|these|those|l[oa]s|est[oa]s)(?=\s)", re.IGNORECASE)
_JOINING = re.compile(r"\b(?:joined|se sumaron|se unieron)\b|^\s*(?:members|miembros)\b", re.IGNORECASE)


def guess(
    before: str, after: str, *, unit: str = "", section: str = "", is_people: bool = False, paragraph: str = ""
) -> Guess:
    """What a number counts, from its sentence's words before and after it.

    `unit` is what the numeral itself prints (share, usd), `section` where it stands, `paragraph` the
    text around its sentence; `is_people` that the noun next to it is one of people, known from elsewhere.
    """
    before = _RANGE_BEFORE.sub("", f"{before.rstrip()} ")
    after = SHARE_ASIDE.sub("", _past_other_numbers(_past_of(after)), count=1)
    if unit == "usd":
        return money(before, after, paragraph)
    if unit == "share":
        return share(before, after, paragraph)
    own = scope(before, after)
    if _NO_COUNT.search(before) or _OF_A_NAME.match(after):
        return NOTHING
    if re.match(r"\s*(?:days?|días?)\b", after, re.I):
        return _days(before, after)
    if re.match(r"\s*(?:years?|años?)\b", after, re.I):
        is_sentence = re.search(r"custodial|sentence|prison|pena|cárcel|prisión", before[-60:] + after[:40], re.I)
        return Guess("custodial_threshold", "years") if is_sentence else left_out("years", NOTHING.reason)
    noun = _noun(before, after, section)
    is_daily = noun is not None and noun[0] == "daily_entries"
    if not is_daily and (
        _RATE_BEFORE.search(before) or _ON_AVERAGE.search(before) or _RATE.search(own.after[:70]) or _PER.match(after)
    ):
        if noun and noun[1] == "people" and _A_DAY.search(own.words) and _ENTERED.search(own.words):
            return Guess("daily_entries", "people", "crossing", "", "medium", _WHOSE)
        return left_out("unknown", N_("a rate or an average, and no count"))
    return _counted(own, before, after, noun or (("", "people", True) if is_people else None), section, paragraph)


def _days(before: str, after: str) -> Guess:
    if not re.search(r"state of emergency|estado de emergencia", before + after, re.I):
        return left_out("days", NOTHING.reason)
    if _EXTENDED_BY.search(before):
        return Guess("emergency_extension", "days")
    return Guess("emergency_extension", "days", confidence="medium", reason=N_("an extension, or the first term"))


def _past_of(after: str) -> str:
    """`1,5 millones de personas`: the people behind the preposition of a scale."""
    of = re.match(r"\s+(?:de|of)(?=\s)", after)
    return after[of.end() :] if of and noun_phrase(after[of.end() :]) else after


def _past_other_numbers(after: str) -> str:
    """`140 and 250 attendees`: what the first number counts is said after the second."""
    coordinated = re.match(r"\s*(?:and|or|to|y|o|a|-|–)\s+(?:[a-zé]+\s+)?\d[\d.,]*(?=\s+\w)", after)
    return after[coordinated.end() :] if coordinated else after


def _counted(
    own: Scope, before: str, after: str, noun: tuple[str, str, bool] | None, section: str, paragraph: str
) -> Guess:
    if (noun and noun[0] == "shelter_capacity") or (_CAPACITY.search(before) and not _BUILDING.search(before)):
        return _capacity(f"{before} {after}")
    if noun is None and section == "header":
        return NOTHING
    if noun is None:
        return _of_procedures(own, before, after, paragraph) or _elliptic(before, after)
    indicator, unit, is_near = noun
    if indicator == "procedure":
        return _procedure(own, before, after, paragraph)
    if indicator == "cases":
        return _cases(after, f"{before} {after}", paragraph)
    if unit != "people" or indicator:
        reason = (
            _doubt_of_thing(indicator, own, before, section)
            if is_near
            else N_("the noun that it counts is not next to it")
        )
        if reason and indicator == "schools" and _BUILT.search(own.words):
            return left_out("schools", reason)
        if (
            reason
            and indicator == "consultations"
            and not (section in ("health", "nutrition") or _OF_HEALTH.search(own.after[:60]))
        ):
            return left_out("consultations", N_("consultations, of health or of something else"))
        role = _ROLES.get(indicator, "")
        return Guess(indicator, unit, role, confidence="medium" if reason else "high", reason=reason)
    found, homes = _people(before, after, paragraph), _OF_HOMES.search(before)
    if found == NOT_SAID and homes:
        found = people(before[: homes.start()], after.replace(")", "", 1))
        reason = N_("what was done for families is taken to be done for their people")
        return found if found.indicator == UNCLASSIFIED else replace(found, confidence="medium", reason=reason)
    return found


def _people(before: str, after: str, paragraph: str) -> Guess:
    """People reached beside a target, of whom no service is named, or in need of what was done: proposals."""
    found = people(before, _IN_NEED.sub("", after, count=1))
    phrase = noun_phrase(after)
    behind = after[phrase.end :].lstrip() if phrase else ""
    is_reached = _REACHED.match(behind) or (_REACHING.search(before) and re.match(_AT_ALL, behind, re.IGNORECASE))
    is_whole = bool(phrase and is_reached and found.indicator == "people_assisted" and _TARGET.search(paragraph))
    if not is_whole and (found.confidence != "high" or not _IN_NEED.search(after)):
        return found
    indicator = "people_reached" if is_whole else found.indicator
    return replace(found, indicator=indicator, confidence="medium", reason=_OTHERS_IN_REACH)


def _capacity(sentence: str) -> Guess:
    """Beds and places: a shelter's, or of something else."""
    if not _SHELTER.search(sentence) or _OF_PATIENTS.search(sentence):
        return left_out("unknown", N_("beds or places of no shelter"))
    return Guess("shelter_capacity", "places", confidence="medium", reason=N_("a capacity: places, and not people"))


def _of_procedures(own: Scope, before: str, after: str, paragraph: str) -> Guess | None:
    """`out of the 12,900 which are being processed`, `41,250 were granted`: of a procedure that is named before it."""
    told = f"{before} {paragraph}" if _CARDS.match(after) else before
    head = " ".join(own.after.split()[:5])
    said = ((stage, pattern.search(head)) for stage, pattern in STAGES)
    alone = next((stage for stage, found in said if found and _STAGE_ENDS.match(own.after.lstrip(), found.end())), "")
    stage = stage_of(own.after[:50]) if _OUT_OF.search(own.before) else alone if PROCEDURE.search(told) else ""
    if not (stage and PROGRAMME.search(f"{told} {after}")):
        return None
    reason = N_("check the programme and the stage: not both are named next to the number")
    return Guess("regularization", "people", "applied", stage, "medium", reason)


def _doubt_of_thing(indicator: str, own: Scope, before: str, section: str) -> str:
    """Why a person should look at a count of things; empty where the words around it say it all."""
    if NOT_DONE.search(own.words) or PLANNED.search(own.words):
        return N_("it was not done, or is only announced")
    if indicator in (*_GIVEN, "meetings") and not _GIVING.search(own.words):
        return N_("nothing says that these were provided")
    if indicator == "consultations" and not _OF_HEALTH.search(own.after[:60]):
        return N_("consultations, of health or of something else")
    if indicator == "schools" and not (_AT_SCHOOLS.search(own.before) and _STAFF_TRAINED.search(before)):
        return N_("schools in what part: the definition of the code asks for those whose staff took part")
    if indicator == "organizations" and not (_JOINING.search(own.after) or section == "coordination"):
        return N_("organizations of the platform, or others")
    if indicator in ("deaths", *_CROSSINGS):
        return _WHOSE
    return ""


def _cases(after: str, sentence: str, paragraph: str) -> Guess:
    """Cases of a disease, where it is named: never people assisted."""
    if re.match(
        r"\s*(?:\w+\s+){0,2}(?:cases|casos)\s+(?:were|fueron)\s+(?:referred|derivad|referid|remitid)", after, re.I
    ):
        return Guess("people_referred", "people", "referred", "", "medium", N_("cases that were referred"))
    of_what = _OF_WHAT.match(after)
    is_other = _OTHER_ILLNESS.search(sentence) or (of_what and not _COVID.search(of_what[1]))
    is_near = _COVID.search(sentence) or (_COVID.search(paragraph) and _TESTED.search(sentence))
    if is_other or not is_near:
        return left_out("unknown", N_("cases of something that data/ does not count"))
    reason = N_("cases of COVID-19, by the words around it: check of whom, and where")
    return Guess("covid_cases", "people", "affected", "", "medium", reason)


def _head(after: str) -> str:
    """The words in which the noun that a number counts must stand: up to a preposition, a mark, another number."""
    head = re.split(
        r"[,.;:()]|\s(?:of|to|for|in|from|with|on|at|by|who|that|which|de|del|en|para|por|con|que|a|al)\s|"
        r"\s(?:and|or|y|e|o)\s+(?:[^\W\d]+\s+){0,2}(?=\d)|\s\d",
        f"{after} ",
        maxsplit=1,
    )[0]
    return " ".join(head.split()[:7])


def _noun(before: str, after: str, section: str) -> tuple[str, str, bool] | None:
    """Indicator (empty for people), unit, and whether the noun is next to the number."""
    head = _head(after)
    places = [(match.start(), "", "people") for match in [PERSON.search(head)] if match]
    places += [
        (match.start(), indicator, unit)
        for indicator, unit, pattern in NOUNS
        for match in [pattern.search(head)]
        if match
    ]
    if _PLATES.match(after):
        return "meals", "meals", True
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
        named = [
            (match.start(), indicator, unit)
            for indicator, unit, pattern in (("", "people", PERSON), *NOUNS)
            for match in [pattern.search(tail[1])]
            if match
        ]
        if named:
            return min(named)[1], min(named)[2], False
    return None


def _compound(first: tuple[int, str, str], places: Sequence[tuple[int, str, str]], head: str) -> tuple[int, str, str]:
    """`school officials` and `health consultations` count the last noun of the compound."""
    later = [
        place
        for place in places
        if place[0] > first[0] and not re.search(r"\b(?:and|or|y|o|e)\b", head[first[0] : place[0]], re.I)
    ]
    is_english = re.search(r"^(?:school|training|community|partner|agency|permit)\b", head[first[0] :], re.I)
    is_of_people = later and max(later)[1] in ("cases", "procedure") and first[1] == ""
    return max(later) if later and (is_english or is_of_people) else first


def _elliptic(before: str, after: str) -> Guess:
    """`172 of whom were granted`, `115 were referred`, `1,500 in total`: people by the verb alone, or not known."""
    crossing = _crossing(before, after)
    if crossing:
        return crossing
    homes = list(any_of(words("households")).finditer(re.split(r"(?<=[.;])\s", before)[-1]))
    if OF_WHOM.match(after) and re.match(rf"[^,.;]{{0,60}}{any_of(words('households')).pattern}", after, re.IGNORECASE):
        return left_out("unknown", _HOMES)
    if homes and not PERSON.search(before, homes[-1].end()):
        return left_out("unknown", _HOMES)
    some = _SOME_OF.match(after)
    after = after[some.end() :] if some and noun_phrase(after[some.end() :]) else after
    verb = _VERB_BEHIND.match(without_asides(after))
    service = WITH_A_SERVICE.match(after)
    if OF_WHOM.match(after) or (verb and not _CAME_IN.match(after)) or service or noun_phrase(after):
        found = people("" if verb or service else before, after)
        if found.indicator != UNCLASSIFIED:
            reason = N_("the noun that it counts stands before it or is left out")
            return Guess(found.indicator, "people", found.role, found.stage, "medium", reason)
    return NOTHING


def _crossing(before: str, after: str) -> Guess | None:
    """`9,640 people entered and 7,215 left`: the same people, the other way."""
    for indicator, other in (("arrivals", "departures"), ("departures", "arrivals")):
        is_beside = _CROSSED_BESIDE[indicator].search(f"{before}#{after}")
        if is_beside and PERSON.search(before) and any_of(_WAYS[other]).search(before):
            return Guess(indicator, "people", "crossing", "", "medium", _WHOSE)
    return None


def _procedure(own: Scope, before: str, after: str, paragraph: str) -> Guess:
    if re.search(r"asylum|refugee status|refugio|CEPR", own.after[:60], re.I):
        is_done = not PLANNED.search(own.words) and not NOT_DONE.search(own.words)
        reason = "" if is_done else N_("it was not done, or is only announced")
        return Guess("asylum_claims", "procedures", confidence="high" if is_done else "medium", reason=reason)
    if _DENIED.search(own.after[:60]):
        return left_out("procedures", N_("it was not done, or is only announced"))
    is_cut = after[len(own.after) :][:1].isdigit()  # by the next number, to which a verb before it belongs
    own_words = re.sub(r",?\s(?:and|y|e)\s[^,]*$", "", own.after) if is_cut else own.after
    stage, is_own = _stage(replace(own, after=own_words), before)
    sentence = f"{before[-90:]} {after[:110]}"
    if not (stage and (PROGRAMME.search(f"{sentence} {paragraph}") or own.is_bracketed)):
        reason = N_("procedures of which the programme or the stage is not said next to the number")
        return left_out("procedures", reason)
    unit = (
        "procedures"
        if re.search(r"^\W*(?:\w+\W+){0,2}(?:amnest|amnist|procedures|trámites)", after, re.I)
        else "people"
    )
    is_named = re.search(r"CPP|PTP|amnest|amnist", f"{own.before[-70:]} {own.after[:70]}")
    is_sure = is_named and is_own and not PLANNED.search(own.words) and not _OUT_OF.search(own.before)
    reason = "" if is_sure else N_("check the programme and the stage: not both are named next to the number")
    role = "applied" if unit == "people" else ""
    return Guess("regularization", unit, role, stage, "high" if is_sure else "medium", reason)


def _stage(own: Scope, before: str) -> tuple[str, bool]:
    """The stage by the number's own words, those behind it first; else that of the number before it in the sentence."""
    behind, ahead = stage_of(own.after[:90]), stage_of(own.before[-60:])
    if behind or ahead:
        return behind or ahead, not (behind and ahead and behind != ahead)
    is_joined = re.search(r"\b(?:as well as|and|así como|y)\s+(?:\w+\s+){0,2}$", own.before, re.IGNORECASE)
    plain = re.sub(r"\([^()]*\)", " ", before)
    return (stage_of(plain[-160:]), False) if is_joined else ("", False)

"""How many people live where: the stock of the country, of the region or of the world, in a sentence."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.guess import Guess, left_out
from r4v_analysis.intake.draft.noun_phrase import NounPhrase
from r4v_analysis.intake.draft.scope import Scope
from r4v_analysis.intake.words import any_of, words
from r4v_analysis.language.formats import N_

_BARE = re.compile(
    r"(?:venezuelan\s+)?(?:refugees\s+and\s+migrants|migrants\s+and\s+refugees)(?:\s+from\s+Venezuela)?|"
    r"venezuelans|venezuelan\s+(?:people|citizens|nationals|migrants)|people\s+from\s+Venezuela|"
    r"(?:personas\s+)?(?:refugiad[oa]s\s+y\s+migrantes|migrantes\s+y\s+refugiad[oa]s)"
    r"(?:\s+(?:de\s+Venezuela|venezolan[oa]s|provenientes\s+de\s+Venezuela))?|"
    r"(?:(?:personas|ciudadan[oa]s|migrantes)\s+)?venezolan[oa]s",
    re.IGNORECASE,
)
"""All people of the response, of no group of them: not `Venezuelan women`."""
_FROM_VENEZUELA = re.compile(r"venez|refugees? and migrants?|refugiad\w+ y migrantes", re.IGNORECASE)
_SEEKERS = re.compile(
    r"\s*(?:(?:venezuelan|pending)\s+|(?:people|persons|personas|ciudadan[oa]s)\s+(?:venezolan[oa]s\s+)?)?"
    r"(?:asylum[- ]seekers|seeking asylum|"
    r"solicitantes (?:venezolan[oa]s )?de (?:asilo|refugio|la condición))",
    re.IGNORECASE,
)
_THE = re.compile(r"\b(?:the|los|las)\s*$", re.IGNORECASE)
_VERB = (
    r"[\s,]*(?:(?:from Venezuela|de Venezuela|provenientes de Venezuela)\s+)?(?:(?:are|were|is|was|have|has|who|que|se|"
    r"han|currently|presently|now|actualmente|been|estimated to be|estimated to)\s+)*"
    r"(?P<verb>living|lived?|resid(?:e|ed|ing)|hosted|present|settled|residen|residían|residentes|están|viven|vivían|viviendo|"
    r"encuentran|encontraban)?\s*"
)
_WORLD = (
    r"abroad|worldwide|globally|(?:in|around|throughout) the world|outside (?:of )?(?:Venezuela|"
    r"their (?:home )?country)|"
    r"en (?:todo )?el (?:mundo|exterior)|alrededor del mundo|a nivel mundial|fuera de (?:Venezuela|su país)"
)
_PLACE = (
    r"(?:countries (?:in|of|within) |países de )?(?:(?:the|el|la)\s+)?(?:(?-i:[A-ZÁÉÍÓÚ])\w+(?:\s+(?:(?:and|y|de|"
    r"del|the|"
    r"el|la)\s+){0,2}(?-i:[A-ZÁÉÍÓÚ])\w+)*|country|region|país|región)"
)
_CLEAN = (
    r"\s*(?:\([^()]*\)\s*)?(?:(?:as of|by|at the end of|until|according to|al|hasta|a fines de|a finales de|según|"
    r"(?:in|en)\s+(?:[a-z]+\s+(?:de\s+|of\s+)?)?20\d\d)\b.*)?(?:,\s*(?:(?:de|entre) l[oa]s cuales|among whom|"
    r"of (?:whom|which|these)|including|"
    r"incluid[oa]s|una cifra|with|con|which|who|lo que|according to|según|"
    r"making|representing|(?:the|el) (?:largest|highest|second|third|segundo|tercer|mayor)|mostly|mainly|"
    rf"principalmente|siendo|convirti\w+|(?:as )?(?:{words('saying')}))\b.*|"
    r"\s+(?:and|y)(?:\s+(?:is|remains|es|sigue)\b.*|\s*))?[\s.,]*"
)
"""What may stand behind a place that ends what is said: a date, a source."""
_LIVING = re.compile(rf"{_VERB}(?:(?:in|en|by)\s+{_PLACE}|(?P<world>{_WORLD}))(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_HOSTING = re.compile(
    r"\b(?:there (?:are|were)(?: currently)?|host(?:s|ed|ing)?|is (?:home|host) to|hay|acogen? a?|albergan? a?|había|"
    r"tiene|resid(?:en|ían)|viv(?:en|ían)|se encuentran|se encontraban|permanecen|existen|"
    r"(?:report(?:ed|s|a|ó)|estimates?|estimated|counted|registra)(?: that)?)\s+(?:actualmente\s+|currently\s+)?"
    r"(?:a\s+)?$",
    re.IGNORECASE,
)
_WHOLE_OF = re.compile(r"\W*(?:of (?:the|these)|out of the|del? (?:total de )?(?:l[oa]s )?)\s*", re.IGNORECASE)
"""Before a whole of which a part is told."""
_AS_HOST = re.compile(
    r"\b(?:(?:host|receiving) countr\w+|país(?:es)? (?:de acogida|receptor\w*|que (?:más )?acogen?))[^.;]{0,50}?,? "
    r"(?:with|con)\s+$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:$|[,.(]|(?:and|y|as|since|by|al?|según|desde|hasta)\b)", re.IGNORECASE)
"""Behind people who are hosted: the end of what is said, and no word of where in the country, or of some of them."""
_FINITE = re.compile(
    r"\s*(?:(?:who|que|currently|actualmente)\s+)*(?:(?:are|were|is|was|have|lived?|resided?|han|están|"
    r"viv(?:en|ían)|resid(?:en|ían))\b|se enc)",
    re.IGNORECASE,
)
"""A verb that says that people live there, and none that goes on, as in `living in Peru got permits`."""
_ANY = any_of(words("any_people"))
_PART = any_of(words("parts_of_a_country"))
_INSIDE = re.compile(
    rf"[^.;]{{0,30}}?\b(?:in|at|en)\s+(?:[^\W\d]+\s+){{0,2}}?(?:{words('parts_of_a_country')})(?!\w)", re.I
)
_COUNTED_BEFORE = re.compile(
    r"(?:(?:number|total|population|número|cifra) (?:of|de)\s+(?P<who>[^\d.;:,]{8,80}?)|"
    r"(?P<named>(?:venezuelan|refugee and migrant) population|"
    r"población (?:venezolana|refugiada y migrante(?: venezolana)?)))\s+(?:(?:in|en)\s+(?P<where>"
    rf"{_PLACE})\s+|(?P<world>{_WORLD})\s+)?(?:(?:has|have|ha|now|ahora)\s+)*(?:reached|stands at|stood at|rose to|"
    rf"grew to|"
    r"increased to|is|was|alcanzó|alcanzado|llegó a|llega a|asciende a|alcanza|es de|era de)\s+(?:los\s+)?$",
    re.IGNORECASE,
)
_FORESEEN = re.compile(
    r"\b(?:will|would|could|may|might|project\w*|expect\w*|by the end of|likely|from less|increase|rose from|"
    r"podría\w*|proyec\w+|se prevé|estará\w*|vivirá\w*)\b",
    re.IGNORECASE,
)
_INCLUDED = re.compile(r"\b(?:including|incluid[oa]s?|incluyendo)\s*$", re.IGNORECASE)


def stock(own: Scope, phrase: NounPhrase | None, behind: str) -> Guess | None:
    """People who live somewhere, or are said to be so many: sure where the words say nothing else of them.

    Of which country they are is not asked here.
    """
    if phrase is None or not _FROM_VENEZUELA.search(phrase.words):
        ahead = _counted_before(own) or _numbers_of(own)
        if ahead:
            return ahead
    if phrase is None:
        return None
    is_there = _LIVING.match(behind) or _HOSTING.search(own.before) or _THE.search(own.before)
    if _SEEKERS.match(own.after) and is_there:
        return Guess(
            "asylum_seekers", "people", "present", "", "medium", N_("a stock, if these are all in the country")
        )
    return _of_phrase(own, phrase, behind) if _FROM_VENEZUELA.search(phrase.words) else None


def _of_phrase(own: Scope, phrase: NounPhrase, behind: str) -> Guess | None:
    living, hosting = _LIVING.match(behind), _HOSTING.search(own.before)
    is_item = not re.search(r"\w", own.before)
    if (living or hosting) and _is_of_some(own, phrase, behind):
        return left_out("people", N_("some of those who live in the country, and not all"))
    if not living and _AS_HOST.search(own.before):
        return _stock(own, is_world=False, is_said=False)
    if hosting and not living and _GOES_ON.match(behind):
        is_world = re.search(_WORLD, own.before, re.IGNORECASE)
        return _stock(own, is_world=bool(is_world), is_said=_is_clean(phrase, behind))
    if living and _WHOLE_OF.fullmatch(own.before) and living["rest"].startswith(","):
        return _stock(own, is_world=bool(living["world"]), is_said=False)
    is_clean = living is not None and _is_clean(phrase, living["rest"])
    if living and (is_clean or _FINITE.match(behind) or hosting) and (living["verb"] or hosting or is_item):
        return _stock(own, is_world=bool(living["world"]), is_said=is_clean)
    return None


def _is_of_some(own: Scope, phrase: NounPhrase, behind: str) -> bool:
    """Whether these are only some of the people who live in a country: by their noun, or by where they are."""
    is_inside = _PART.search(own.before) or _INSIDE.match(behind.split(",")[0])
    return bool(is_inside or re.search(r"[^\W\d]", _ANY.sub(" ", phrase.words)))


def _counted_before(own: Scope) -> Guess | None:
    """`The number of refugees and migrants in Peru reached 1.5 million`."""
    found = _COUNTED_BEFORE.search(own.before)
    if found is None or not (found["named"] or _FROM_VENEZUELA.search(found["who"])):
        return None
    behind = re.match(rf"\s*(?:{_WORLD})", own.after, re.IGNORECASE)
    return _stock(
        own,
        is_world=bool(found["world"] or behind),
        is_said=bool(found["named"] or _BARE.fullmatch(found["who"].strip())),
    )


def _numbers_of(own: Scope) -> Guess | None:
    """`Colombia and Peru report the highest numbers of Venezuelans with 2.4 and 1.3 million persons`: a proposal."""
    found = re.search(
        r"(?:numbers?|población|population|cifras|número) (?:of|de)\s+(?P<who>[^\d.;:,]{8,60}),?\s+(?:with|con)\s+$",
        own.before,
    )
    return _stock(own, is_world=False, is_said=False) if found and _FROM_VENEZUELA.search(found["who"]) else None


def _is_clean(phrase: NounPhrase, rest: str) -> bool:
    is_clean = re.fullmatch(_CLEAN, rest, re.IGNORECASE | re.DOTALL) and not _PART.search(rest)
    return bool(_BARE.fullmatch(phrase.words) and is_clean)


def _stock(own: Scope, *, is_world: bool, is_said: bool) -> Guess:
    indicator = "population_worldwide" if is_world else "refugees_and_migrants"
    if is_said and not (_FORESEEN.search(own.words) or _INCLUDED.search(own.before)):
        return Guess(indicator, "people", "present")
    return Guess(
        indicator,
        "people",
        "present",
        "",
        "medium",
        N_("people who live in a place: a stock, if it is the whole country"),
    )

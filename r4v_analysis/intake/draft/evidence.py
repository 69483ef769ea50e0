"""What is said outright to have been done for people: the only ground on which a draft is sure of them.

A verb of service has the people as its object, or they are the subject of receiving a service that
is named. Anything looser may be right, and is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from r4v_analysis.intake.draft.noun_phrase import NounPhrase
from r4v_analysis.intake.draft.scope import Scope
from r4v_analysis.intake.draft.vocabulary import OFFICIALS, PLANNED, any_of

_SERVICE = any_of(
    r"assistance|support|aid|care|services?|treatments?|kits?|vouchers?|cash|transfers?|food|meals?|baskets?|rations?|"
    r"shelter|accommodation|lodging|counsell?ing|medicines?|medications?|medical|psychosocial|hygiene|water|sanitation|"
    r"transport(?:ation)?|seed capital|grants?|supplies|blankets|items|NFIs?|legal|orientations?|case management|"
    r"health|education(?!al)|educación|check-?ups|screenings?|tests?|CBI|CVA|MPC|CBT|contraceptives|cards|jobs?|"
    r"job opportunities|pads|"
    r"asistencia|apoyo|ayuda|atenci[oó]n|servicios?|tratamientos?|cupones|vales|efectivo|transferencias?|alimentos|"
    r"alimentaci[oó]n|comidas?|canastas|raciones|albergue|alojamiento|hospedaje|asesor[ií]as?|acompañamiento|"
    r"consejer[ií]a|medicinas|medicamentos|agua|higiene|saneamiento|transporte|capital semilla|útiles|mantas|"
    r"frazadas|orientaci[oó]n(?:es)?(?! informativ)|gesti[oó]n de casos|salud|anticonceptivos|"
    r"m[eé]todos anticonceptivos"
)
_ASSISTED = any_of(
    r"assist(?:ed|ing)|support(?:ed|ing)|provid(?:ed|ing)|receiv(?:ed|ing)|access(?:ed)?|benefit(?:ed|ted|ting)|"
    r"reach(?:ed|ing)|granted|helped|distribut(?:ed|ing)|deliver(?:ed|ing|y)|obtained|treated|vaccinated|"
    r"transferred|counsell?(?:ed|ing)|advice|accommodated|hosted|found a job|offered|served|were able to|pudieron|"
    r"asistid[oa]s|apoy(?:ó|aron|ad[oa]s)|brind(?:ó|aron|ando)|recib(?:ieron|ió)|acced(?:ieron|ió)|"
    r"benefici(?:ó|aron|ad[oa]s|ando)|alcanz(?:ó|aron|ad[oa]s|ando)|atend(?:ió|ieron|id[oa]s)|entreg(?:ó|aron|ando)|"
    r"otorg(?:ó|aron)|obtuv(?:o|ieron)|asesor(?:ó|aron)|abrieron|distribuy(?:ó|eron)"
)
_INFORMING = any_of(
    r"informa(?!l)\w+|messages?|mensajes|awareness|sensibiliza\w+|informed|inform[óo]\w*|sensiti[sz]\w+|talks?|charlas?"
)
_TEACHING = any_of(
    r"train\w*|courses?|workshops?|capacity[- ]\w+|capacities|skills|diplomas?|taller(?:es)?|capaci(?:t|dades)\w*|"
    r"cursos?|formaci[oó]n|formad[oa]s|diplomados?|educati(?:on|onal) sessions?"
)
_MEETING = any_of(
    r"attend\w*|particip\w+|took part|meetings?|fairs?|events?|campaigns?|activities|feri(?:a|as)|eventos?|reuni\w+|"
    r"asist(?:ieron|ió)(?!\s+a\s)|asistentes|gather\w*|congreg\w+|tournaments?|campañas?|jornadas?|actividades"
)
_REFERRING = any_of(r"referred|referrals?|deriv\w+|remitid[oa]s|referid[oa]s")
_ARRIVING = any_of(r"enter(?:ed|ing|s)?|entr(?:y|ies)|arriv\w+|cross\w*|ingres\w+|llegad\w+|llegaron|cruzaron")
_LEAVING = any_of(r"depart(?:ed|ures?)|left the country|salid\w+|salieron")
_OTHER = any_of(
    r"survey\w*|encuest\w+|interview\w*|entrevist\w+|monitor\w*|profil\w+|applied|applications?|appl(?:y|ying)|"
    r"solicitud(?:es)?|solicit(?:ó|aron|ado)|permits?|permisos?|visas?|CPPs?|PTPs?|refugee status|registered|"
    r"returned|deport\w+|expel\w+|expuls\w+|detain\w*|deten\w+|die[ds]?|deaths?|fallec\w+|kill\w*|infect\w+|contag\w+|"
    r"cases(?! management)|casos|affect\w*|afect\w+|damnific\w+|homeless|eligible|target\w*|meta|goal|aims?|will|would|"
    r"could|should|may|might|plan(?:s|ned|ning)? to|expected|hope[sd]?|intend\w*|serán|recibirán|podrán|prev[eé]\w*|"
    r"busca\w*|unable|not|cannot|denied|without|lack\w*|lost|reject\w*|need(?! )|in need|dropped|abandon\w+|evict\w*|"
    r"desaloj\w+|stranded without|sin|no|nunca|never|capacity|capacidad|population|poblaci[oó]n|average|promedio|"
    r"estimated to|risk of|threat\w*|amenaz\w+|fines?|multas?|degrees?|títulos?|salar\w+|budget|presupuesto|"
    r"enabled|so that|para que"
)
"""Another reading in reach: the number may count those who applied, were asked, or are only hoped for."""
VERBS = (
    ("people_trained", "trained", _TEACHING),
    ("people_informed", "informed", _INFORMING),
    ("people_attended", "attended", _MEETING),
    ("people_referred", "referred", _REFERRING),
    ("people_planned", "targeted", PLANNED),
    ("arrivals", "crossing", _ARRIVING),
    ("departures", "crossing", _LEAVING),
    ("people_assisted", "assisted", _ASSISTED),
    ("people_assisted", "assisted", _SERVICE),
)
"""Words that name what was done: where they only stand near a number it is a proposal, elsewhere a rival reading."""
_RIVALS = ("people_trained", "people_informed", "people_attended", "arrivals", "departures")
_ALSO_REFERRED = re.compile(r"\b(?:were|fueron|and|y) (?:referred|derivad)", re.IGNORECASE)
_EVENT = re.compile(r"meeting|fair|event|tournament|plenar|reuni|feria|evento|torneo", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:for|to|towards?|aimed at|para)\s+$", re.IGNORECASE)
"""Before a verb: what it says is meant, and not done."""
_REACHING = re.compile(r"reach|alcanz|serv", re.IGNORECASE)
"""A verb that says nothing of what was done: the service has to be named."""
_COUNTED = re.compile(
    r"(?:number|total|figure|cases|population|deaths|cifra|número|casos|población|rain\w*|flood\w*|violence|outbreak|"
    r"lluvias|inundaci\w+|violencia|brote)(?!\w)",
    re.IGNORECASE,
)
_FILL = (
    r"(?:(?:a|some|un|the|l[oa]s|an?other|an? additional|additional|otr[oa]s|(?:a|un) total (?:of|de)|nearly)\s+){0,2}$"
)
_ALSO = r"(?:(?:have|has|had|also|then|each|all|were|ya|también|han|habían?|se|were also)\s+){0,3}"
_GAP = (
    r"[\s)]*(?:,[^,.;:]{1,60},|(?:from|in|of|with|at|across|on|who are|living|under|throughout|during|de|del|con|en|"
    r"que viven|provenientes)\b[^,.;:]{1,60}?)?\s*"
)


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"^{_GAP}{_ALSO}(?:{words})(?!\w)", re.IGNORECASE)


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})\s+{_FILL}", re.IGNORECASE)


_DONE_TO_THEM = _after(
    r"(?:were|was|been|being|fueron|han sido|son)\s+(?:(?:\w+ly|also|directly|también)\s+)?"
    r"(?:assisted|supported|reached|served|treated|vaccinated|accommodated|sheltered|hosted (?:in|"
    r"at) (?:\w+ ){0,3}(?:shelters?|cent(?:er|re)s?|accommodation)|provided with|"
    r"granted accommodation|(?:asistid|atendid|apoyad|alcanzad|beneficiad|alojad|albergad|vacunad)[oa]s?)"
)
_RECEIVING = _after(
    r"(?P<verb>received|receiving|accessed|gained access to|obtained|benefit?ted(?: directly)? from|had access to|"
    r"recibieron|recibido|accedieron a|accedido a|obtuvieron|se beneficiaron (?:de|con)|beneficiaron (?:de|con)|"
    r"beneficiado (?:de|con)|tuvieron acceso a|were able to access)"
)
_ASSISTING = _before(
    r"assisted|supported|helped|accommodated|vaccinated|treated|sheltered|reached|reaching|assisting|supporting|"
    r"serving|served|benefit?ed|benefit?ing|"
    r"(?:asisti(?:ó|eron|endo)|atendi(?:ó|eron|endo)|apoy(?:ó|aron|ando)|benefici(?:ó|aron|ando)|"
    r"alcanz(?:ó|aron|ando)|alberg(?:ó|aron)|aloj(?:ó|aron)|vacun(?:ó|aron))\s+a|"
    r"(?:ha|han|había)\s+(?:asistido|atendido|apoyado|beneficiado|alcanzado|vacunado)\s+a|"
    r"(?:fueron|han sido)\s+(?:asistid|atendid|apoyad|beneficiad|alojad|albergad|vacunad)[oa]s"
)
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
_TRAINED = (
    _before(r"trained|training|built the capacity of|(?:capacit(?:ó|aron|ando)|form(?:ó|aron|ando))\s+a|"
            r"(?:fueron|han sido)\s+(?:capacitad|formad)[oa]s"),
    _after(r"(?:were|was|been|fueron|han sido)\s+(?:trained|capacitad[oa]s|formad[oa]s)|"
           r"(?:completed|finished|concluded|culminaron|concluyeron|completaron)(?=[^.;:,]{0,40}\b(?:train|course|"
           r"curso|"
           r"capacita|diplomad|formaci))"),
)  # fmt: skip
_INFORMED = (
    _before(r"informed|inform(?:ó|aron) a|sensiti[sz]ed|sensibiliz(?:ó|aron) a"),
    _after(r"(?:were|was|been|fueron|han sido)\s+(?:informed|sensiti[sz]ed|informad[oa]s|sensibilizad[oa]s)"),
)
_ATTENDED = (
    _before(r"attended by|gather(?:ed|ing)|brought together|with the participation of|con la participación de|"
            r"(?:reuni(?:ó|eron|endo)|congreg(?:ó|aron|ando))(?: a)?|participaron|asistieron(?!\s+a\b)"),
    _after(r"attended|took part in|participated in|participaron en|asistieron a"),
)  # fmt: skip
_REFERRED = (
    _before(r"referred|deriv(?:ó|aron) a|(?:fueron|han sido)\s+(?:derivad|referid|remitid)[oa]s"),
    _after(r"(?:were|was|been|fueron|han sido)\s+(?:referred|derivad[oa]s|referid[oa]s|remitid[oa]s)"),
)


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
    for indicator, role, (before, after) in (
        ("people_trained", "trained", _TRAINED),
        ("people_referred", "referred", _REFERRED),
        ("people_informed", "informed", _INFORMED),
        ("people_attended", "attended", _ATTENDED),
    ):
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
    return Evidence(indicator, role, is_alone and indicator != "people_referred" and not _OTHER.search(words.words))


def _is_assisted(text: str, phrase: NounPhrase) -> bool:
    """Whether nothing but assistance can be meant, of people who are no officials and no staff."""
    return not (_has_rival("people_assisted", text) or OFFICIALS.search(phrase.words) or phrase.is_staff)


def _has_rival(indicator: str, text: str) -> bool:
    """Whether words name another thing that may have been done for these people."""
    rivals = [pattern for name, _, pattern in VERBS if name in _RIVALS and name != indicator]
    is_referral = indicator == "people_assisted" and _ALSO_REFERRED.search(text)
    return bool(is_referral) or any(pattern.search(text) for pattern in (*rivals, _OTHER))

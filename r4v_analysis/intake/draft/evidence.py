"""What is said outright to have been done for people: the only ground on which a draft is sure of them.

A verb of service has the people as its object, or they are the subject of receiving a service that
is named. Anything looser may be right, and is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from r4v_analysis.intake.draft.noun_phrase import NounPhrase
from r4v_analysis.intake.draft.scope import Scope
from r4v_analysis.intake.draft.vocabulary import OFFICIALS, any_of

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
_INFORMING = any_of(
    r"informa(?!l)\w+|messages?|mensajes|awareness|sensibiliza\w+|informed|inform[óo]\w*|sensiti[sz]\w+|talks?|charlas?"
)
_TEACHING = any_of(
    r"train\w*|courses?|workshops?|capacity[- ]\w+|skills|diplomas?|taller(?:es)?|capacit\w+|cursos?|formaci[oó]n|"
    r"formad[oa]s|diplomados?|educati(?:on|onal) sessions?"
)
_MEETING = any_of(
    r"attend\w*|particip\w+|took part|meetings?|fairs?|events?|campaigns?|feri(?:a|as)|eventos?|reuni\w+|"
    r"asist(?:ieron|ió)(?!\s+a\s)|"
    r"gather\w*|congreg\w+|tournaments?|campañas?|jornadas?"
)
_REFERRING = any_of(r"referred|referrals?|deriv\w+|remitid[oa]s|referid[oa]s")
_OTHER = any_of(
    r"survey\w*|encuest\w+|interview\w*|entrevist\w+|monitor\w*|profil\w+|applied|applications?|appl(?:y|ying)|"
    r"solicitud(?:es)?|solicit(?:ó|aron|ado)|permits?|permisos?|visas?|CPPs?|PTPs?|refugee status|registered|"
    r"cross\w*|enter(?:ed|ing|s)?|entr(?:y|ies)|arriv\w+|ingres\w+|llegad\w+|llegaron|depart(?:ed|ures?)|salid\w+|"
    r"salieron|"
    r"returned|deport\w+|expel\w+|expuls\w+|detain\w*|deten\w+|die[ds]?|deaths?|fallec\w+|kill\w*|infect\w+|contag\w+|"
    r"cases(?! management)|casos|affect\w*|afect\w+|damnific\w+|homeless|eligible|target\w*|meta|goal|aims?|will|would|"
    r"could|should|may|might|plan(?:s|ned|ning)? to|expected|hope[sd]?|intend\w*|serán|recibirán|podrán|prev[eé]\w*|"
    r"busca\w*|unable|not|cannot|denied|without|lack\w*|lost|reject\w*|need(?! )|in need|dropped|abandon\w+|evict\w*|"
    r"desaloj\w+|stranded without|sin|no|nunca|never|capacity|capacidad|population|poblaci[oó]n|average|promedio|"
    r"estimated to|risk of|threat\w*|amenaz\w+|fines?|multas?|degrees?|títulos?|salar\w+|budget|presupuesto"
)
"""Another reading in reach: the number may count those who applied, crossed, were asked, or are only hoped for."""
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
            return _by_verb(indicator, role, words, phrase)
    service = _what_was_given(words.before, behind)
    if service is not None:
        return _by_service(service, words, phrase)
    if _DONE_TO_THEM.search(behind):
        return _assisted(f"{words.before} {behind}", phrase)
    assisting = _ASSISTING.search(words.before)
    if assisting and not _COUNTED.search(words.before[: assisting.start()][-40:]):
        is_reaching = assisting.group().casefold().startswith(("reach", "alcanz", "serv"))
        found = _assisted(f"{words.before} {behind}", phrase)
        is_named = bool(_SERVICE.search(words.words))
        return Evidence(found.indicator, found.role, found.is_sure and (is_named or not is_reaching))
    return None


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
    kinds = (
        ("people_informed", "informed", _INFORMING),
        ("people_trained", "trained", _TEACHING),
        ("people_referred", "referred", _REFERRING),
        ("people_assisted", "assisted", _SERVICE),
    )
    found = sorted(
        (match.start(), indicator, role)
        for indicator, role, pattern in kinds
        for match in [pattern.search(what)]
        if match
    )
    if not found:
        return None
    _, indicator, role = found[0]
    if indicator == "people_assisted":
        return _assisted(words.words, phrase)
    is_alone = {name for _, name, _ in found} <= {indicator}
    is_sure = is_alone and indicator != "people_referred" and not _OTHER.search(words.words)
    return Evidence(indicator, role, is_sure)


def _assisted(text: str, phrase: NounPhrase) -> Evidence:
    rivals = (_INFORMING, _TEACHING, _MEETING, _OTHER)
    is_sure = not any(rival.search(text) for rival in rivals) and not re.search(
        r"\b(?:were|fueron|and|y) (?:referred|derivad)", text, re.IGNORECASE
    )
    return Evidence(
        "people_assisted", "assisted", is_sure and not OFFICIALS.search(phrase.words) and not phrase.is_staff
    )


def _by_verb(indicator: str, role: str, words: Scope, phrase: NounPhrase) -> Evidence:
    rivals = {
        "people_trained": (_INFORMING, _MEETING, _OTHER),
        "people_informed": (_TEACHING, _MEETING, _OTHER),
        "people_attended": (_TEACHING, _INFORMING, _OTHER),
        "people_referred": (_TEACHING, _INFORMING, _OTHER),
    }[indicator]
    own = {"people_attended": _MEETING}.get(indicator)
    text = words.words
    if own:
        is_event = bool(
            re.search(r"meeting|fair|event|tournament|plenar|reuni|feria|evento|torneo", text, re.IGNORECASE)
        )
        rest = not OFFICIALS.search(phrase.words)
        return Evidence(indicator, role, is_event and rest and not any(rival.search(text) for rival in rivals))
    return Evidence(indicator, role, not any(rival.search(text) for rival in rivals))

"""Words that say what a printed number counts, in English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Sequence


def any_of(*words: str) -> re.Pattern[str]:
    """A pattern that finds whole words, whatever their case."""
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)


PEOPLE = (
    r"persons?|people|individuals?|refugees?|migrants?|venezuelans?|women|men|child(?:ren)?|girls?|boys?|adolescents?|"
    r"teenagers?|adults?|teachers?|professors?|officials?|officers?|leaders?|coordinators?|actors?|promoters?|pupils?|"
    r"students?|entrepreneurs?|beneficiar(?:y|ies)|attendees?|participants?|workers?|youths?|young people|survivors?|"
    r"victims?|newcomers?|patients?|directors?|staff|servants?|professionals?|volunteers?|mothers?|caregivers?|"
    r"parents?|peruvians?|ecuadorians?|chileans?|colombians?|brazilians?|bolivians?|lawyers?|journalists?|farmers|"
    r"asylum[- ]seekers?|seekers|foreigners?|nationals|citizens|residents|members|users|callers|minors|infants|"
    r"bab(?:y|ies)|elderly|returnees|fathers|schoolchildren|learners|inhabitants|representatives|nurses|doctors|"
    r"psychologists|prosecutors|judges|police|technicians|employees|delegates|household heads|heads of household|"
    r"personas?|refugiad[oa]s?|migrantes?|venezolan[oa]s?|mujeres|hombres|niñ[oa]s|niñez|adolescentes|docentes|"
    r"profesor[ae]s|funcionari[oa]s|líderes|lideresas|coordinador[ae]s|polic[ií]as?|estudiantes|alumn[oa]s|"
    r"emprendedor[ae]s|beneficiari[oa]s|asistentes|participantes|trabajador[ae]s|jóvenes|pacientes|madres|padres|"
    r"servidor[ae]s|extranjer[oa]s|voluntari[oa]s|sobrevivientes|víctimas|director[ae]s|peruan[oa]s|ecuatorian[oa]s|"
    r"chilen[oa]s|actores|promotor[ae]s|personal|profesionales|agentes|enumerators?|encuestador[ae]s|infantes|bebés|"
    r"lactantes|gestantes|retornad[oa]s|solicitantes|ciudadan[oa]s|usuari[oa]s|habitantes|miembros|menores|"
    r"adult[oa]s|cuidador[ae]s|escolares|fiscales|juec(?:es)?|connacionales"
)
OFFICIALS = any_of(
    r"teachers?|professors?|officials?|officers?|coordinators?|staff|servants?|professionals?|directors?|prosecutors?|"
    r"judges|docentes|profesor[ae]s|funcionari[oa]s|coordinador[ae]s|polic[ií]as?|servidor[ae]s|director[ae]s|fiscales|"
    r"personal|profesionales|agentes"
)
NOUNS: Sequence[tuple[str, str, re.Pattern[str]]] = tuple(
    (indicator, unit, any_of(nouns))
    for indicator, unit, nouns in (
        (
            "meals",
            "meals",
            r"meals?|plates of food|food rations?|raciones|almuerzos|comidas|platos de comida|menús|desayunos",
        ),
        ("consultations", "consultations", r"consultations?|check-?ups?|consultas|controles|atenciones"),
        (
            "schools",
            "schools",
            r"schools?(?!\s+(?:kits?|suppl\w+|materials?|meals?|staff|officials|children|teachers|directors))|escuelas|"
            r"colegios|(?:instituciones|unidades|centros|establecimientos) educativ[oa]s|planteles|"
            r"educational (?:institutions?|units?|cent(?:er|re)s?|facilities)",
        ),
        (
            "meetings",
            "meetings",
            r"meetings?|workshops?|trainings?|training sessions?|information sessions?|fairs?|reuniones|talleres"
            r"|capacitaciones|sesiones informativas|ferias",
        ),
        (
            "organizations",
            "organizations",
            r"organi[sz]ations?|partners|NGOs?|agencies|institutions|associations|organizaciones|socios|"
            r"instituciones(?!\s+(?:educativ|de salud))|agencias|asociaciones|ONG",
        ),
        (
            "daily_entries",
            "people",
            r"daily (?:entries|crossings|arrivals)|(?:entries|crossings) (?:a|per) day|ingresos diarios",
        ),
        ("shelter_capacity", "places", r"beds?|shelter places|camas|plazas"),
        (
            "cases",
            "people",
            r"cases(?!\s+management)|infections?|casos(?!\s+de (?:gesti[oó]n|protecci[oó]n))|contagios|positivos",
        ),
        ("deaths", "people", r"deaths?|fallecid[oa]s|fallecimientos|decesos|muertes"),
    )
)
NOT_DONE = any_of(
    r"den(?:ied|egad[oa]s?|egó)|expell?ed|expulsad[oa]s|expuls(?:ó|aron)|deport\w+|detain\w*|deten(?:id[oa]s|ción|"
    r"ciones)|"
    r"detuv(?:o|ieron)|killed|lack|lacks|lacked|lost|not|unable|cannot|sin acceso|"
    r"no (?:han|fueron|recib\w+|acced\w+|pud\w+|asist\w+|cuent\w+|tien\w+)|rechaz\w+|rejected|evicted|desaloj\w+|"
    r"interviewed|surveyed|survey|encuesta|entrevistad[oa]s|encuestad[oa]s|encuest(?:ó|aron)|entrevist(?:ó|"
    r"aron)|in need of|"
    r"necesitan|requieren|at risk of losing|dropped out|abandon(?:ed|aron|ó)"
)
"""Words by which a thing was not done for people, or they were only asked."""
PLANNED = any_of(
    r"will|aims?|plans? to|planned|expected to|hopes? to|goal of|target of|intends?|serán|beneficiarán|se espera|"
    r"se prevé|prevén?|busca|buscan|planea\w*|tiene como meta|meta de|(?:in order )?to (?:assist|reach|support)|"
    r"para (?:atender|asistir|alcanzar|apoyar)|podrán|recibirán"
)
PERSON = any_of(PEOPLE)
PROCEDURE = any_of(
    r"enrol?lments?|applications?|amnest(?:y|ies)|procedures?|permits?|CPPs?|PTPs?|residenc(?:y|ies|es)|"
    r"claims?|solicitudes|inscripciones|trámites|amnistías|permisos|carn[eé]s?|residencias|registrations?|"
    r"(?:CPP|PTP|ID|identity|residence|permit) cards?"
)
OF_WHOM = re.compile(
    r"^\s*(?:of|among) (?:whom|them|these|which)\b|^\s*de (?:ellas|ellos|las cuales|los cuales|estas|estos)\b", re.I
)
PROGRAMME = any_of(
    r"pre-?regist\w+|pre-?inscri\w+|prerregistr\w+|"
    r"CPPs?|PTPs?|regulari[sz]ation|amnest(?:y|ies)|amnistías?|carn[eé]|temporary (?:residence|permanence) permit|"
    r"permisos? temporal(?:es)?|humanitarian residenc(?:y|ies|es)|calidad migratoria|regularización"
)
STAGES: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (stage, any_of(words))
    for stage, words in (
        ("pre_registered", r"pre-?regist\w+|pre-?inscri\w+|prerregistr\w+"),
        (
            "not_processed",
            r"not (?:yet )?(?:been )?processed|(?:aún )?no (?:han|habían|fueron) (?:sido )?procesad[oa]s|sin procesar",
        ),
        ("being_processed", r"being processed|en procesamiento"),
        (
            "in_process",
            r"in process|(?:are|were|remain) pending|pending (?:applications|requests)|en trámite|pendientes",
        ),
        ("printed_waiting", r"printed and waiting|impres[oa]s y por entregar"),
        ("delivered", r"delivered|delivery|entregad[oa]s?|entrega|entreg(?:ó|aron)"),
        ("issued", r"issued|issuance|emitid[oa]s?|emisión|emiti(?:ó|eron)"),
        ("granted_access", r"granted access"),
        ("processed", r"processed|procesad[oa]s?"),
        ("granted", r"granted|obtained|otorgad[oa]s?|concedid[oa]s?|aprobad[oa]s?|approved"),
        ("eligible", r"eligible|con derecho"),
        ("appointment", r"appointments?|citas?"),
        ("started_procedure", r"started (?:the|their)|iniciaron (?:el|su)"),
        (
            "application",
            r"enrol?lments?|enrol?led|appl(?:ied|y|ications?)|submitted|filed|solicitudes|solicit(?:ado|aron|ó)|"
            r"inscri\w+|presentad[oa]s|amnest(?:y|ies)|amnistías?|registered|regist\w+",
        ),
    )
)
_ASKED = r"(?:interviewed|surveyed|respondents|encuestad[oa]s|entrevistad[oa]s|survey|encuesta)"
SHARES: Sequence[tuple[str, str, re.Pattern[str]]] = tuple(
    (indicator, role, any_of(words))
    for indicator, role, words in (
        ("donor_share", "", r"(?:of (?:the )?)?funds received|fondos recibidos"),
        ("target_reached", "", r"target(?:ed)? population|of (?:its|the) target|población objetivo"),
        (
            "coverage",
            "",
            r"(?<!un)(?<!under)funded|(?:contributions?|funding) (?:towards|to|for) (?:the )?(?:RMRP|plan|"
            r"requirements?)|"
            r"of (?:the|its)(?: total)?(?: funding| financial)? (?:appeal|requirements?)|"
            r"(?:of the )?total required|financiad[oa]|de(?: los| sus|l) (?:requerimientos?|requisitos)|"
            r"of the total requirements?|fund(?:ing|ed) requirements?",
        ),
        (
            "protection_incidents",
            "surveyed",
            r"(?:suffered|experienced|faced|reported|victims? of|sufri\w+|report\w+|víctimas? de)\s+(?:\w+\s+){0,4}"
            r"(?:protection incidents?|theft|violence|robber(?:y|ies)|robos?|violencia|extors\w+|"
            r"incidentes de protección)|robbed",
        ),
        ("irregular_status", "surveyed", r"irregular (?:situation|status)|situación (?:migratoria )?irregular"),
        ("vaccinated", "", r"vaccinated|vaccination|vacunad[oa]s|vacunación"),
        ("share_women", "", r"(?:were|are|eran|son|fueron) (?:\w+ ){0,2}(?:women|female|mujeres)"),
        (
            "share_children",
            "",
            r"(?:were|are|eran|son|fueron) (?:\w+ ){0,2}(?:children|adolescents|niñ[oa]s|adolescentes)",
        ),
    )
)
OF_ASKED = any_of(_ASKED)
"""Words by which a share is one of people who were asked."""
OF_ASSISTED = any_of(
    r"(?:people|persons|beneficiaries|individuals|population|refugees and migrants|those)\s+"
    r"(?:assisted|reached|supported|attended)|(?:personas|población|beneficiari[oa]s|migrantes)\s+"
    r"(?:asistid|alcanzad|atendid|apoyad)[oa]s?"
)
"""Words by which a share is one of people assisted."""


def stage_of(words: str) -> str:
    """The stage of a procedure that words name, the most specific one; empty where they name none."""
    return next((stage for stage, pattern in STAGES if pattern.search(words)), "")


def distance(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    """Letters between the number and the nearest match; None where there is none."""
    behind = [len(before) - match.end() for match in pattern.finditer(before)]
    ahead = [match.start() for match in pattern.finditer(after)]
    return min([*behind, *ahead], default=None)

"""What a number counts, by the nouns beside it, in English and Spanish."""

from __future__ import annotations

import re

_NOUNS = {
    "people": (
        "people|persons?|individuals?|refugees?|migrants?|venezuelans?|peruvians?|foreigners?|nationals|citizens|women|"
        "woman|men|girls?|boys?|children|adolescents?|teenagers|youths?|adults|families' members|beneficiaries|"
        "participants?|attendees|teachers?|officials?|officers?|prosecutors?|students?|pupils?|leaders?|actors|"
        "survivors?|victims?|patients?|workers?|servants?|volunteers?|coordinators?|professionals?|members?|"
        "asylum-seekers?|seekers|entrepreneurs?|staff|personnel|deaths?|cases|mothers?|caregivers?|promoters?|"
        "residents?|travell?ers|users?|enrolments?|registrations|applicants?|whom|newcomers|minors|infants|"
        "representatives|inhabitants|judges|lawyers|journalists|doctors|nurses|"
        "personas?|refugiad[oa]s|migrantes?|venezolan[oa]s|peruan[oa]s|extranjer[oa]s|ciudadan[oa]s|mujeres|hombres|"
        "niñas|niños|niñez|adolescentes|jóvenes|adult[oa]s|beneficiari[oa]s|participantes|asistentes|docentes|"
        "profesor[ea]s|maestr[oa]s|funcionari[oa]s|servidor[ea]s|policías|fiscales|estudiantes|alumn[oa]s|líderes|"
        "lideresas|actores|sobrevivientes|víctimas|pacientes|trabajador[ea]s|voluntari[oa]s|coordinador[ea]s|"
        "profesionales|miembros|solicitantes|emprendedor[ea]s|decesos|fallecid[oa]s|casos|madres|cuidador[ea]s|"
        "promotor[ea]s|usuari[oa]s|habitantes|menores|gestantes|lactantes|egresad[oa]s|inscrit[oa]s"
    ),
    "households": "households?|families|family|hogares|familias",
    "meals": "meals?|rations?|comidas|raciones|almuerzos|desayunos",
    "consultations": "consultations?|consultas|atenciones|sessions|sesiones|orientations?|orientaciones",
    "organizations": (
        "organi[sz]ations?|partners?|agencies|ngos|institutions|companies|associations|organizaciones|soci[oa]s|"
        "agencias|ongs?|instituciones|empresas|asociaciones|entidades"
    ),
    "procedures": (
        "amnesties|amnesty|applications?|claims|permits?|residenc(?:y|ies|es)|cards?|requests?|procedures|documents|"
        "cpps?|ptps?|visas?|amnistías|solicitudes|permisos|residencias|carnés|carnets|trámites|documentos|expedientes"
    ),
    "schools": "schools?|escuelas|colegios|instituciones educativas",
    "meetings": (
        "meetings?|workshops?|trainings?|events?|fairs?|campaigns?|sessions|reuniones|reunión|talleres|taller|"
        "capacitaciones|eventos|ferias|campañas|jornadas|plenarias"
    ),
    "days": "days?|días|día",
    "weeks": "weeks?|semanas?",
    "months": "months?|meses",
    "years": "years?|años",
    "hours": "hours?|horas",
    "places": "places|beds|spots|plazas|camas|cupos",
    "kits": "kits?|packages|bags|hampers|blankets|vouchers?|tablets|paquetes|canastas|frazadas|vales|cupones|bonos",
    "countries": "countries|países",
    "areas": "districts?|states|estados|regions?|departments?|cities|communities|shelters?|centers?|centres?|points|"
    "facilities|"
    "municipalities|provinces|distritos|regiones|departamentos|ciudades|comunidades|albergues|centros|puntos|"
    "establecimientos|municipios|municipalidades|provincias",
    "tonnes": "tonn?es|tons|toneladas|tn|kg|kilos?|kilogram(?:s|mes)|kilogramos|lit(?:er|re)s?|litros|km|kilometers|"
    "kilometres|kilómetros|met(?:er|re)s|metros|hectares|hectáreas|m[23²³]",
}
_UNIT = {unit: re.compile(rf"(?:{nouns})", re.IGNORECASE) for unit, nouns in _NOUNS.items()}
WHOLE = frozenset(_NOUNS) - {"tonnes", "years", "months", "hours", "days", "weeks"}
"""Units that can't be cut: a mark with three digits after it is one of thousands."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*[²³]?|m[23]\b|[.;:!?()\n\t%]|,")
_ENDS = (
    "in", "at", "from", "during", "by", "through", "with", "who", "which", "that", "were", "was", "are", "is", "had",
    "have", "received", "reported", "on", "and", "or", "to", "while", "en", "desde", "durante", "por", "con", "que",
    "fueron", "fue", "son", "es", "recibieron", "y", "o", "a", "mientras", "para", "for",
)  # fmt: skip
_SPAN = re.compile(r"[-–](day|week|month|year|hour)s?\b|\s?h(?:rs)?\b()", re.IGNORECASE)
_MOST_WORDS = 6


def unit_after(text: str, end: int) -> str:
    """The unit of the nouns after a number: of the last one before the phrase ends; empty: none known.

    `8,200 primary health care consultations` are consultations, `2,500 refugees and migrants` people.
    """
    span = _SPAN.match(text, end)
    if span:
        return f"{span[1].casefold()}s" if span[1] else "hours"
    found = ""
    for count, match in enumerate(_WORD.finditer(text, end, min(len(text), end + 120))):
        word = match.group()
        if count >= _MOST_WORDS or word in ".;:!?()\n\t%" or (word == "," and count):
            break
        folded = word.casefold()
        unit = next((unit for unit, pattern in _UNIT.items() if pattern.fullmatch(folded)), "")
        if unit:
            found = unit
            if unit == "people" or not _goes_on(text, match.end()):
                break
        elif folded in _ENDS or (found and folded in ("of", "de", "del")):
            break
    return found


def unit_before(text: str, start: int) -> str:
    """The unit of the noun before a number in brackets, as in `orientations (15,000)`; empty: none known."""
    phrase = re.search(r"((?:[^\W\d_]+[ -]){0,2}[^\W\d_]+)\s?\($", text[max(0, start - 60) : start])
    words = reversed(re.split(r"[ -]", phrase[1])) if phrase else ()
    return next((unit for word in words for unit, pattern in _UNIT.items() if pattern.fullmatch(word)), "")


def _goes_on(text: str, end: int) -> bool:
    """Whether another noun follows at once, as in `500 family kits`."""
    match = re.match(r"\s+([^\W\d_]+)", text[end : end + 40])
    return match is not None and any(pattern.fullmatch(match[1]) for pattern in _UNIT.values())

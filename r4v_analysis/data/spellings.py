"""Names of one authority or donor, however they are spelled: in English or Spanish, in full or short, with accents."""

from __future__ import annotations

import re
from functools import cache

from r4v_analysis.data.names import folded

_AUTHORITIES = {
    name: authority
    for authority, names in {
        "unhcr": (
            "acnur",
            "un refugee agency",
            "united nations high commissioner for refugees",
            "agencia de la onu para los refugiados",
            "alto comisionado de las naciones unidas para los refugiados",
        ),
        "iom": ("oim", "international organization for migration", "organizacion internacional para las migraciones"),
        "snm": (
            "migraciones",
            "superintendencia de migraciones",
            "superintendencia nacional de migraciones",
            "national superintendence of migration",
            "national superintendence of migrations",
            "national superintendency of migration",
            "national superintendency of migrations",
        ),
        "r4v": (
            "plataforma r4v",
            "r4v platform",
            "inter agency coordination platform for refugees and migrants from venezuela",
            "plataforma de coordinacion interagencial para refugiados y migrantes de venezuela",
        ),
        "gtrm": ("grupo de trabajo para refugiados y migrantes", "working group for refugees and migrants"),
        "mfa": ("cancilleria", "ministry of foreign affairs", "ministerio de relaciones exteriores"),
        "ministry of the interior": ("interior ministry", "ministerio del interior"),
        "press": ("prensa",),
    }.items()
    for name in names
}
"""Names of authorities by their folded spellings; "Migraciones" is the one of the row's own country."""
_BETWEEN = re.compile(r"[;,()/]")
_AND = re.compile(r"\b(?:and|y|e)\b|&")

_DONORS = {
    "united states of america": "us",
    "estados unidos de america": "us",
    "republic of korea": "kr",
    "korea republic of": "kr",
    "czech republic": "cz",
    "republica de corea": "kr",
    "russian federation": "ru",
    "federacion de rusia": "ru",
    "federacion rusa": "ru",
    "european commission": "eu",
    "comision europea": "eu",
    "european union": "eu",
    "union europea": "eu",
    "fondo central para la accion en casos de emergencia": "central emergency response fund",
    "fondo central de respuesta a emergencias": "central emergency response fund",
    "cerf": "central emergency response fund",
    "various donors details not yet provided": "various",
    "no especificado": "not specified",
}
"""Donors by what no list of territories calls them."""
_GOVERNMENT = re.compile(r"^(?:government of|gobierno del?) (?:the |los |las )?|,? (?:government of|gobierno del?)$")


@cache
def same_authority(name: str) -> str:
    """What the names of an authority have in common: `unhcr` of UNHCR and ACNUR, `iom efe` of OIM (EFE).

    >>> same_authority("Superintendencia Nacional de Migraciones (SNM)"), same_authority("ACNUR y OIM")
    ('snm', 'unhcr and iom')
    """
    return " ".join(dict.fromkeys(filter(None, map(_authority, _BETWEEN.split(name)))))


def _authority(name: str) -> str:
    """One authority, or several that said it together."""
    whole, together = folded(name), map(folded, _AND.split(name))
    return _AUTHORITIES.get(whole) or " and ".join(_AUTHORITIES.get(part, part) for part in together)


@cache
def same_donor(name: str) -> str:
    """What the names of a donor have in common: a government's territory, else its folded name.

    >>> {same_donor(name) for name in ("Spain, Government of", "España", "Gobierno de Espana")}
    {'es'}
    """
    plain = _GOVERNMENT.sub("", folded(name))
    return _DONORS.get(plain) or _territories().get(plain) or plain


@cache
def _territories() -> dict[str, str]:
    """Codes of countries by their folded names in English and Spanish."""
    from babel import Locale  # here: most runs compare no donors

    known = [Locale(lang).territories for lang in ("en", "es")]
    return {folded(name): code.lower() for names in known for code, name in names.items() if code.isalpha()}

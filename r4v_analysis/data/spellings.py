"""Names of one authority or donor, however they are spelled: in English or Spanish, in full or short, with accents."""

from __future__ import annotations

import re
from functools import cache

from r4v_analysis.data.names import folded

_NAMES = """
unhcr: acnur, un refugee agency, united nations high commissioner for refugees, agencia de la onu para los refugiados
unhcr: alto comisionado de las naciones unidas para los refugiados
iom: oim, international organization for migration, organizacion internacional para las migraciones
snm: migraciones, superintendencia de migraciones, superintendencia nacional de migraciones
snm: national superintendence of migration, national superintendence of migrations
snm: national superintendency of migration, national superintendency of migrations
r4v: plataforma r4v, r4v platform, inter agency coordination platform for refugees and migrants from venezuela
r4v: plataforma de coordinacion interagencial para refugiados y migrantes de venezuela
gtrm: grupo de trabajo para refugiados y migrantes, working group for refugees and migrants
mfa: cancilleria, ministry of foreign affairs, ministerio de relaciones exteriores
ministry of the interior: interior ministry, ministerio del interior
press: prensa
"""
_DONOR_NAMES = """
us: united states of america, estados unidos de america
kr: republic of korea, republica de corea, korea republic of
ru: russian federation, federacion de rusia, federacion rusa
cz: czech republic
eu: european commission, comision europea, european union, union europea
central emergency response fund: cerf, fondo central para la accion en casos de emergencia
central emergency response fund: fondo central de respuesta a emergencias
not specified: no especificado
"""


def _by_name(table: str) -> dict[str, str]:
    lines = (line.split(": ") for line in table.strip().splitlines())
    return {name: same for same, names in lines for name in names.split(", ")}


_AUTHORITIES = _by_name(_NAMES)
"""Authorities by other names than their own, folded; "Migraciones" is that of the row's country."""
_DONORS = _by_name(_DONOR_NAMES)
"""Donors by what no list of territories calls them."""
_BETWEEN = re.compile(r"[;,/()]")
_AND = re.compile(r"\b(?:and|y|e)\b|&")
_BRACKET = re.compile(r"\s*\([^)]*\)$")
_GOVERNMENT = re.compile(r"^(?:government of|gobierno del?) (?:the |los |las )?|,? (?:government of|gobierno del?)$")


@cache
def same_authority(name: str) -> str:
    """What the names of an authority have in common: `unhcr` of UNHCR and ACNUR, `iom efe` of OIM (EFE).

    >>> same_authority("Superintendencia Nacional de Migraciones (SNM)"), same_authority("ACNUR y OIM")
    ('snm', 'iom unhcr')
    """
    said, _, quoted = name.partition("(")
    own = _authorities(said)
    return " ".join([*own, *(other for other in _authorities(quoted) if other not in own)])


def _authorities(names: str) -> list[str]:
    """Who said it together, in one order."""
    found: set[str] = set()
    for name in _BETWEEN.split(names):
        whole = folded(name)
        each = [whole] if whole in _AUTHORITIES else map(folded, _AND.split(name))
        found.update(_AUTHORITIES.get(part, part) for part in each if part)
    return sorted(found)


@cache
def same_donor(name: str) -> str:
    """What the names of a donor have in common: a government's territory, else its folded name.

    >>> {same_donor(name) for name in ("Spain, Government of", "España", "Gobierno de Espana")}
    {'es'}
    """
    plain = _GOVERNMENT.sub("", folded(_BRACKET.sub("", name)))
    return _DONORS.get(plain) or _territories().get(plain) or plain


@cache
def _territories() -> dict[str, str]:
    """Codes of countries by their folded names in English and Spanish."""
    from babel import Locale  # here: most runs compare no donors

    known = [Locale(lang).territories for lang in ("en", "es")]
    return {folded(name): code.lower() for names in known for code, name in names.items() if code.isalpha()}

"""Labels of a report's box of key figures, in English and Spanish, and the unit of what they label."""

from __future__ import annotations

import re

_GROUP = (
    r"(?:(?:venezuelan\s+)?(?:refugees?\s*(?:and|&)\s*migrants?|migrants?\s*(?:and|&)\s*refugees?)|"
    r"venezuelan\s+(?:migrants|citizens|nationals|people)|venezuelans?)(?:\s+from\s+venezuela)?"
)
_GRUPO = (
    r"(?:personas\s+)?(?:refugiad[oa]s\s+y\s+migrantes|migrantes\s+y\s+refugiad[oa]s|venezolan[oa]s)"
    r"(?:\s+(?:de\s+venezuela|venezolan[oa]s|provenientes\s+de\s+venezuela))?"
)
_ALONE = r"(?!\s+(?-i:(?!in\b|by\b|to\b|so\b|since\b|as\b|until\b|of\b|out\b|fund|en\b|hasta\b|al\b|de\b)[a-záéíóúñ]))"
"""Behind a label that is a verb too: `received` of `received hot meals` labels nothing."""
_WORDS = (
    (
        "population_worldwide",
        "people",
        rf"{_GROUP}\s+(?:(?:living|displaced)\s+)?(?:worldwide|globally|abroad|(?:in|around)\s+the\s+world|"
        r"outside\s+(?:of\s+)?(?:venezuela|their\s+country))|"
        rf"{_GRUPO}\s+(?:en\s+(?:todo\s+)?el\s+(?:mundo|exterior)|a\s+nivel\s+mundial|fuera\s+de\s+(?:venezuela|su\s+país))",
    ),
    (
        "refugees_and_migrants",
        "people",
        rf"{_GROUP}(?:\s+(?:living|present|hosted|residing|estimated|are))*\s+in(?=\s)|"
        rf"{_GROUP}(?=\s{{2,}}|\t)|"
        rf"{_GRUPO}(?:\s+(?:que\s+)?(?:viven|residen|presentes|estimad[oa]s))?\s+en(?=\s)|"
        r"(?:refugee\s*(?:and|&)\s*migrant|venezuelan)\s+population|población\s+(?:refugiada\s+y\s+migrante|venezolana)|"
        rf"population\s+of\s+{_GROUP}|(?:estimated\s+)?population(?=\s*(?:\n|:|\s\d|$))",
    ),
    (
        "people_targeted",
        "people",
        r"(?:people|persons|population)\s+(?:targeted|to\s+be\s+assisted)|target(?:ed)?\s+(?:people|population)|"
        r"(?:personas|población)\s+(?:objetivo|meta)|personas\s+por\s+(?:asistir|atender)|"
        r"(?:people|persons)\s+to\s+be\s+(?:assisted|reached)",
    ),
    (
        "people_reached",
        "people",
        rf"(?:people|persons|beneficiaries|individuals|population|{_GROUP})\s+(?:reached|assisted)|"
        r"(?:personas|población|beneficiari[oa]s)\s+(?:alcanzad|atendid|asistid|beneficiad)[oa]s?|"
        r"(?:alcanzad|atendid|asistid)[oa]s\s+con\s+(?:alg\w+\s+\w+\s+de\s+)?asistencia|"
        r"reached\s+with\s+(?:some\s+form\s+of\s+)?assistance",
    ),
    ("people_in_need", "people", r"(?:people|persons)\s+in\s+need|personas\s+(?:con|en)\s+necesidad(?:es)?|\bPiN\b"),
    (
        "unmet",
        "money",
        r"unmet(?:\s+(?:requirements?|needs))?|funding\s+gap|\bgap\b|(?:funding\s+)?shortfall|brecha|pledge[sd]?|(?:not\s+|un)funded|"
        r"no\s+financiad[oa]|por\s+financiar",
    ),
    (
        "requirements",
        "usd",
        r"(?:funding\s+|financial\s+)?requirements?|(?:funding\s+)?required|(?:total\s+)?requested(?:\s+funding)?|requerimientos?(?:\s+financieros?)?|"
        r"requerid[oa]s?|funds?\s+requested|llamamiento\s+de",
    ),
    (
        "funded",
        "money",
        rf"(?:%\s*)?funded|fund(?:ing|s)?\s+received|received\s+in\s+funding|received{_ALONE}|financiad[oa]s?|"
        rf"(?:financiamiento|fondos)\s+recibid[oa]s?|recibid[oa]s?{_ALONE}|cobertura|coverage|funding(?!\s+situation)|"
        r"financiamiento",
    ),
)
LABELS = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, _, words in _WORDS), re.IGNORECASE)
"""Finds labels; the group that matched is an indicator, or `funded`, `unmet`, `people_in_need`."""
UNITS = {name: unit for name, unit, _ in _WORDS} | {"other_stock": "people"}
"""The unit that a label gives its value; `money` is an amount or a share of one."""

"""Who issued a document, and whether the money that it prints is the plan's or that of an agency's own appeal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.words import families
from r4v_analysis.language.formats import N_

OWN_APPEAL = N_("it may be of an agency's own appeal: the words beside it do not name the plan")
OWN_MONEY = N_("of an agency's own budget or appeal, which is not the plan's")
AGENCY_TAKEN = N_("the platform is not named in the document: an agency that it names is taken")
PLATFORM_ASSUMED = N_("the platform is not named in the document: R4V is assumed")
_TITLE_LINES = 6
_PLATFORMS = ("GTRM", "GTNH", "GIFMM", "R4V")
_OF_COUNTRIES = {"GTRM": ("PER", "ECU"), "GIFMM": ("COL",)}
"""National platforms: a report of another country, or of the region, only names them."""
MONTH = "|".join(MONTH_NUMBER)
AGENCY = "|".join(families("agencies").values())
_PLAN = re.compile(
    r"\b(?:RMRP|PRRM|R4V|GTRM|GTNH|GIFMM)\b|(?<!Humanitarian )\bresponse plan\b|"
    r"\bplan (?:regional )?de respuesta\b(?! humanitaria)",
    re.IGNORECASE,
)
_OTHER_PLAN = re.compile(
    r"\bHAC\b|\bHumanitarian Action for Children\b|\bAcción Humanitaria para (?:la Infancia|los Niños)|\bDREF\b|"
    r"\bHumanitarian Response Plan\b|\bHRP\b|\bPlan (?:Estratégico )?de Respuesta Humanitaria\b|"
    r"\b(?:Emergency|Flash) Appeal\b|\bLlamamiento de Emergencia\b",
    re.IGNORECASE,
)
_AGENCY_S = re.compile(
    rf"\b(?:{AGENCY})\b(?:['’]s)?\s+(?:[\w-]+\s+){{0,4}}?(?:appeals?|requirements?|requires?|budget|funding|needs?|seeks?|"
    r"requests?|requiere|necesita|solicita)\b|"
    rf"\b(?:appeal|requirements?|budget|llamamiento|requerimientos?|presupuesto)\s+(?:\w+\s+)?(?:of|de|del|for)\s+"
    rf"(?:the\s+|la\s+|el\s+)?(?:{AGENCY})\b|\boperations? budget\b|\bpresupuesto de la operación\b",
    re.IGNORECASE,
)
_SECTOR_NAMED = re.compile(
    r"(?P<before>[^:,|\d]{0,60}?)\b(?:sector|cluster|cl[uú]ster)\b(?:\s+(?:of|de|del)\b)?(?P<behind>[^:|\d]{0,60})",
    re.IGNORECASE,
)
_REPORT = re.compile(r"situation|sitrep|\breport|response|informe|reporte|situaci[oó]n|respuesta", re.IGNORECASE)
_SOURCE = re.compile(rf"\(?\s*(?:source|fuente)s?\s*:[^)\n]*|\b\w+\s[-–—]\s(?=(?:{MONTH})\s20\d\d)", re.IGNORECASE)
_PLAN_YEAR = re.compile(
    r"\b(?:RMRP|PRRM|response plan|plan de respuesta|appeal|llamamiento)\W+(?:(?:for|of|del?|para|the|el|año)\s+)"
    r"{0,3}(20\d\d)\b(?:\s?[-–/]\s?((?:20)?\d\d)\b)?|\b(20\d\d)(?:\s?[-–/]\s?((?:20)?\d\d))?\s+(?:[^\W\d]+\s+){0,5}?"
    r"(?:RMRP|PRRM|response plan|plan de respuesta|appeal)\b",
    re.IGNORECASE,
)
"""A plan with its year on either side."""


def platform_of(document: Document, country_iso3: str = "") -> tuple[str, str]:
    """The platform or agency that issued a document of a country, and a doubt, empty where the platform is named."""
    title, text = " ".join(_head(document)[:_TITLE_LINES]), _SOURCE.sub(" ", document.text)
    for words in (title, "" if _agency(title) else text):
        own = [name for name in _PLATFORMS if country_iso3 in ("", *_OF_COUNTRIES.get(name, (country_iso3,)))]
        found = next((name for name in own if re.search(rf"(?<!\w){name}(?!\w)", words)), "")
        if found:
            return found, ""
    agency = _agency(title) or ("" if names_plan(text) else _agency(text))
    return (agency, AGENCY_TAKEN) if agency else ("R4V", PLATFORM_ASSUMED)


def names_own_platform(words: str, country_iso3: str) -> bool:
    """Whether words name the national platform of a country."""
    own = [name for name, countries in _OF_COUNTRIES.items() if country_iso3 in countries]
    return any(re.search(rf"(?<!\w){name}(?!\w)", words) for name in own)


def names_plan(words: str) -> bool:
    """Whether words name the plan or its platform, sources aside."""
    return bool(_PLAN.search(_SOURCE.sub(" ", words)))


def names_appeal(words: str) -> bool:
    """Whether words name an agency's own appeal, or another plan than that of the response."""
    return bool(_OTHER_PLAN.search(words)) or is_an_agency_s(words)


def is_an_agency_s(words: str) -> bool:
    """Whether words name what an agency asks for or got, and no plan."""
    return bool(_AGENCY_S.search(words)) and not names_plan(words)


def plan_years(words: str) -> frozenset[int]:
    """The years of plans that words name, as in `the 2022 RMRP`; both of `RMRP 2023-2024`."""
    found = [year for match in _PLAN_YEAR.finditer(words) for year in match.groups() if year]
    return frozenset(int(year) if len(year) == 4 else 2000 + int(year) for year in found)


def is_own_appeal(document: Document) -> bool:
    """Whether the money of a document may be an agency's own: its head names one and no platform, or no plan."""
    head = " ".join(_head(document))
    is_agency_s = bool(_agency(head)) and not any(re.search(rf"(?<!\w){name}(?!\w)", head) for name in _PLATFORMS)
    return names_appeal(head) or is_agency_s or not (names_plan(head) or not platform_of(document)[1])


def is_of_one_sector(document: Document) -> bool:
    """Whether the lines of title and box, numbers aside, name one sector as such, and no second one."""
    lines = [line for line in _head(document) if not re.search(r"\d", line)]
    return len({code for line in lines for code in _named_sectors(line)}) == 1


def _named_sectors(line: str) -> Iterator[str]:
    """The sectors that stand beside the word sector or cluster."""
    for words in _SECTOR_NAMED.finditer(line):
        before, behind = words["before"].split(), words["behind"].split()
        found = [" ".join(before[first:]) for first in range(len(before))]
        found += [" ".join(behind[:last]) for last in range(len(behind), 0, -1)]
        yield from (code for name in found if (code := sector_of(name)))


def title_sector(document: Document) -> str:
    """The sector that a report is of as a whole by its title, as in `Health cluster report`; else empty."""
    for line in _head(document)[:3]:
        code = next(_named_sectors(line), "")
        if code:
            return code
        first = re.split(r"[:,(|–]", line)[0].split()
        named = (sector_of(" ".join(first[:last])) for last in range(len(first), 0, -1))
        code = next((code for code in named if code), "")
        if code and _REPORT.search(line) and first[0].casefold() != "refugio":
            return code
    return ""


def _head(document: Document) -> list[str]:
    """The lines of title and box, without the sources that they cite."""
    lines = (_SOURCE.sub(" ", line.text) for line in document.lines if line.section == "header")
    return [line for line in lines if line.strip()]


def _agency(words: str) -> str:
    return next((code for code, names in families("agencies").items() if re.search(rf"\b(?:{names})\b", words)), "")

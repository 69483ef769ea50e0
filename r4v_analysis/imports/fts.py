"""OCHA's Financial Tracking Service as HDX publishes it: requirements and funding by country, year and plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from r4v_analysis.data.ids import FUNDING
from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.publisher import REGION
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.months import month_of
from r4v_analysis.imports.reading import DAY, ROW, SourceRows
from r4v_analysis.imports.source import plain

_ROLES = {
    "country": "(country|location)(code|iso3)?|iso3",
    "id": "(plan|appeal)?id",
    "name": "(plan|appeal)?name",
    "code": "(plan|appeal)?code",
    "year": "(plan)?years?",
    "requirements": "(revised)?requirements(usd)?",
    "funding": "(total)?funding(usd)?",
    "percent": "(percent|percentage)funded|fundingpct",
    "cluster": "(global)?cluster(name)?|sector(name)?",
    "cluster_id": "clusterid|clustercode|globalclustercode",
    "type_id": "typeid",
    "type": "(type|appealtype)(name)?",
    "start": "startdate|referenceperiodstart",
    "end": "enddate|referenceperiodend",
    "scope": "requirementsscope",
    "published": "requirementspublished",
    "day": "asof|knownfrom|snapshot(date|day)?",
}
_COUNTED = ("requirements", "funding", "percent")
_SAID = {"requirements": "requirements_usd", "funding": "funding_usd"}
HDX = Form(
    "FTS requirements and funding (HDX)",
    _ROLES,
    ("country", "name", "code", "requirements", "funding"),
    ("countryCode", "name", "code", "requirements", "funding"),
    _COUNTED,
)
PLANS = Form(
    "OCHA's list of plans (HDX)",
    {
        "code": "code|plancode",
        "id": "internalid|id|planid",
        "name": "planversion|name|planname",
        "year": "years?",
        "start": "startdate",
        "original": "orig(inal)?requirements",
        "requirements": "revisedrequirements",
        "countries": "locations",
        "categories": "categories",
        "end": "enddate",
    },
    ("code", "name", "year", "requirements"),
    ("code", "planVersion", "years", "revisedRequirements"),
    ("original", "requirements"),
)
_ALIKE = 3
"""Countries with one and the same requirement from which on it is no country's own."""
_REGIONAL_PARTS = {("RREG20", "59659922")}
"""Requirements of a plan's regional part that FTS gives for countries in place of their own, by plan code."""
_R4V_CODE = re.compile(r"(RREG|RSAMR)\d\d[A-Za-z]?")
NOTE_DERIVED = "Derived from FTS's requirement, which holds the plan's regional part."
NOTE_REPEATED = "FTS gives this requirement for several countries alike: it is not the country's own."


@dataclass(frozen=True, slots=True)
class Plan:
    """What names a plan-year; `code` and `year` may be empty where a response does not say."""

    plan_id: str
    code: str = ""
    name: str = ""
    year: str = ""


def read_funding(name: str, grids: Sequence[Grid], names: Names) -> SourceRows:
    """HDX's tables of countries or OCHA's list of plans, whose rows are R4V's plans as a whole.

    With or without the HXL tag row. Blank is missing, 0 is 0.
    """
    reading = SourceRows.of(name, FUNDING, grids)
    rows = reading.each(grids, partial(_row, names))
    reading.rows = reading.one_of_each(rows, key_of, _said)
    mark_repeated(reading.rows)
    return reading


def _said(row: Mapping[str, str]) -> dict[str, str]:
    return {title: row.get(name, "") for title, name in _SAID.items()}


def _row(names: Names, place: str, grid: Grid, cells: Sequence[str]) -> dict[str, str]:
    """A row of plan_funding.csv."""
    text = grid.texts(cells)
    country = names.country(text["country"]) if "country" in text else REGION
    if country is None:
        raise LeftOut("not a country or region of the plan", text["country"] or "blank")
    if not text["id"] and not text["code"]:
        raise LeftOut("no plan", text["name"] or "blank")
    if not is_r4v_plan(text["code"], text["name"]):
        raise LeftOut("another plan", text["code"])
    if text.get("cluster") or text.get("cluster_id"):
        raise LeftOut("of one cluster, not the plan's own", text.get("cluster") or text["cluster_id"])
    plan = _plan(text)
    numbers = {role: grid.amount(cells, role) for role in (*_COUNTED, "original") if role in grid.columns}
    return {**funding_row(country, plan, numbers), **_told(text), ROW: place}


def _told(text: Mapping[str, str]) -> dict[str, str]:
    """What a file that this project exported says besides: whose the requirement is, and each row's own day."""
    said = {}
    if text.get("scope") == "repeated":
        said = {"requirements_scope": "repeated", "note": NOTE_REPEATED}
    if text.get("scope") == "derived":
        said = {"requirements_scope": "derived", "requirements_published_usd": text["published"], "note": NOTE_DERIVED}
    if re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text.get("day", "")):
        said[DAY] = text["day"]
    return said


def _plan(text: Mapping[str, str]) -> Plan:
    """The plan of a row; its year is its own column's, or else that of the day on which it starts."""
    year, plan_id = (re.sub(r"\.0+$", "", text.get(role, "")) for role in ("year", "id"))
    if not year and (start := month_of(text.get("start", ""))):
        year = str(start.year)
    if not re.fullmatch(r"20[0-9]{2}", year) or not re.fullmatch(r"[0-9]*", plan_id):
        found = f"{text['year'] or text.get('start', '')} {text['id']}".strip()
        raise LeftOut("a year or plan id that can't be read", found)
    return Plan(plan_id, text["code"], text["name"], year)


def funding_row(country: str, plan: Plan, numbers: Mapping[str, float | None]) -> dict[str, str]:
    """A row of plan_funding.csv with the numbers that a source has; `percent` becomes a share."""
    row = {
        "country_iso3": country,
        "year": plan.year,
        "plan_id": plan.plan_id,
        "plan_code": plan.code,
        "plan_name": plan.name,
        "requirements_scope": "own",
    }
    if "requirements" in numbers:
        row["requirements_usd"] = plain(numbers["requirements"])
    if "funding" in numbers:
        row["funding_usd"] = plain(numbers["funding"])
    percent = numbers.get("percent")
    if percent is not None:
        row["coverage_printed"] = plain(round(percent / 100, 6))
    if numbers.get("original") is not None:
        row["requirements_original_usd"] = plain(numbers["original"])
    return row


def is_r4v_plan(code: str, name: str) -> bool:
    """Whether a plan is one of R4V's: by its name, or by its code (RREG22, RREG26b, RSAMR19) where it has none.

    FTS gives codes such as RREG26 to the regional plans of other crises too.
    """
    words = folded(name)
    if not words:
        return bool(_R4V_CODE.fullmatch(code))
    return bool(re.search(r"venezuela|\brmrp\b", words) and re.search(r"refugee|migrant|refugiad", words))


def mark_repeated(rows: Iterable[dict[str, str]], known: Iterable[Mapping[str, str]] = ()) -> None:
    """Mark a requirement that FTS gives for several countries of a plan alike: it is no country's own.

    The regional part of the plan of 2020 is known by its amount. `known` rows are of data/: an amount that
    is marked there is marked here, too, and one from which the country's own requirement was derived there gives
    the same again.
    """
    rows, known = list(rows), list(known)
    amounts = Counter(_amount(row) for row in rows)
    marked = {_amount(row) for row in known if row["requirements_scope"] == "repeated"}
    for row in rows:
        amount = row.get("requirements_usd", "")
        is_regional = (row["plan_code"], amount) in _REGIONAL_PARTS
        if amount not in ("", "0") and (amounts[_amount(row)] >= _ALIKE or _amount(row) in marked or is_regional):
            row["requirements_scope"] = "repeated"
            row["note"] = NOTE_REPEATED
    derived = {(row["country_iso3"], *_published(row)): row for row in known if row["requirements_scope"] == "derived"}
    for row in rows:
        own = derived.get((row["country_iso3"], *_amount(row)))
        if own:
            row["requirements_published_usd"] = row["requirements_usd"]
            row.update({name: own[name] for name in ("requirements_usd", "requirements_scope", "note")})


def _published(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["plan_code"], row["year"], row["requirements_published_usd"])


def _amount(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["plan_code"], row["year"], row.get("requirements_usd", ""))


def key_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """What a row of plan_funding.csv is about, and its own day where it has one."""
    return (row["country_iso3"], row["year"], row["plan_code"], row.get(DAY, ""))

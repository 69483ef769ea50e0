"""FTS's flows of money into R4V's plans, added up by who gave: HDX's files of incoming funding, or the API's flows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from r4v_analysis.data.ids import DONORS
from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.spellings import same_donor
from r4v_analysis.imports.fts import Plan, is_r4v_plan
from r4v_analysis.imports.grid import Form, Grid, LeftOut
from r4v_analysis.imports.parts import entries
from r4v_analysis.imports.reading import ROW, SourceRows
from r4v_analysis.imports.source import plain

FLOWS = Form(
    "FTS flows of money, a row a flow",
    {
        "id": "(flow)?id",
        "amount": "amountusd|amount(inusd)?",
        "donor": "(src|source)organi[sz]ations?(name)?|donor(name)?",
        "plan": "(dest(ination)?)?plan(name)?",
        "plan_code": "(dest(ination)?)?plancode",
        "plan_id": "(dest(ination)?)?planid",
        "locations": "(dest(ination)?)locations?",
        "year": "(dest(ination)?)usageyear(start)?|(destination)?usageyears?",
        "budget_year": "budgetyear",
        "status": "(flow)?status",
        "boundary": "boundary",
    },
    ("amount", "donor", "plan", "status"),
    ("amountUSD", "srcOrganization", "destPlan", "status"),
    ("amount",),
)
_COUNTED = {"commitment", "paid", "paid contribution", "carryover"}
NOT_SPECIFIED = "Not specified"


def read_flows(name: str, grids: Sequence[Grid], names: Names, plans: Mapping[str, Plan]) -> SourceRows:
    """Flows as rows of donor_funding.csv: commitments and paid contributions, added for each donor and plan year.

    Pledges do not count, nor does money passed on within the response; a flow that stands in two rows counts
    once. Money for several countries together, or for none that FTS names, is the region's row.
    """
    reading = SourceRows.of(name, DONORS, grids)
    sums: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    seen: set[str] = set()
    for place, country, plan, donor, amount in reading.each(grids, partial(_flow, names, plans, seen)):
        key = (country, plan.year, plan.code, same_donor(donor))
        group = sums.setdefault(key, {"plan": plan, "donor": donor, "amount": 0.0, "flows": 0, ROW: place})
        group["amount"] += amount
        group["flows"] += 1
    reading.rows = [
        {
            "country_iso3": country,
            "year": year,
            "plan_code": code,
            "plan_name": group["plan"].name or code,
            "donor": group["donor"],
            "funding_usd": plain(round(group["amount"], 2)),
            "flows": str(group["flows"]),
            ROW: group[ROW],
        }
        for (country, year, code, _donor), group in sums.items()
    ]
    donors = len({donor for _, _, _, donor in sums})
    reading.remarks.append(f"flows added up: {sum(group['flows'] for group in sums.values()):,}, of {donors:,} donors.")
    return reading


def _flow(
    names: Names, plans: Mapping[str, Plan], seen: set[str], place: str, grid: Grid, cells: Sequence[str]
) -> tuple[str, str, Plan, str, float]:
    """Place, country, plan, donor and amount of a flow; notes its id in `seen`."""
    text = grid.texts(cells)
    if folded(text["status"]) not in _COUNTED:
        raise LeftOut("no commitment and not paid", text["status"] or "blank")
    if text["boundary"] and folded(text["boundary"]) != "incoming":
        raise LeftOut("passed on within the response, or out of it", text["boundary"])
    plan = _plan(text, plans)
    if not is_r4v_plan(plan.code, plan.name):
        raise LeftOut("another plan, or none", plan.code or plan.name or "blank")
    if not plan.code or not re.fullmatch(r"20\d\d", plan.year):
        raise LeftOut("a plan whose code or year can't be told", plan.name or plan.code)
    country = _country(text["locations"], names)
    if country is None:
        raise LeftOut("not a country of the plan", text["locations"])
    amount = grid.amount(cells, "amount")
    if amount is None:
        raise LeftOut("no amount")
    flow = f"{text['id']} {text['locations']}" if text["id"] else ""
    if flow and flow in seen:
        raise LeftOut("the same flow stands in another row", text["id"])
    seen.add(flow)
    return place, country, plan, text["donor"] or NOT_SPECIFIED, amount


def _plan(text: Mapping[str, str], plans: Mapping[str, Plan]) -> Plan:
    """The plan of a flow, with what data/ knows of it by number or code; its year is that of the plan."""
    plan_id = re.sub(r"\.0+$", "", text["plan_id"])
    by_code = {plan.code: plan for plan in plans.values()}
    known = plans.get(plan_id) or by_code.get(text["plan_code"])
    if known:
        return known
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", text["plan"]))
    year = years.pop() if len(years) == 1 else (text["year"] or text["budget_year"])[:4]
    return Plan(plan_id, text["plan_code"], text["plan"], year)


def _country(locations: str, names: Names) -> str | None:
    """The one country that money is for; the region where there are several, or none; None: another country."""
    parts = [part.strip() for part in re.split(r"[;|]|, ?(?=[A-Z])", locations) if part.strip()]
    known = {names.country(part) for part in parts}
    if not parts or len(known - {None}) > 1:
        return REGION
    return next(iter(known - {None}), None)


def of_api(flows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Flows of the API (`data.flows`) under the names that HDX's file has."""
    for flow in flows:
        plan: Mapping[str, Any] = next(iter(_objects(flow, "destinationObjects", "plan")), {})
        yield {
            "amountUSD": str(flow.get("amountUSD") if flow.get("amountUSD") is not None else ""),
            "srcOrganization": _named(flow, "sourceObjects", "organization"),
            "destPlan": _named(flow, "destinationObjects", "plan"),
            "destPlanCode": str(plan.get("code") or ""),
            "destPlanId": str(plan.get("id") or ""),
            "destLocations": _named(flow, "destinationObjects", "location", "; "),
            "destUsageYearStart": _named(flow, "destinationObjects", "usageyear"),
            **{name: str(flow.get(name) or "") for name in ("id", "status", "boundary")},
        }


def _objects(flow: Mapping[str, Any], key: str, kind: str) -> list[Mapping[str, Any]]:
    return [entry for entry in entries(flow, key) if str(entry.get("type")).casefold() == kind]


def _named(flow: Mapping[str, Any], key: str, kind: str, between: str = ", ") -> str:
    return between.join(str(entry.get("name") or "") for entry in _objects(flow, key, kind))

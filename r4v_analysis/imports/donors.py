"""FTS's flows of money into R4V's plans, added up by who gave: HDX's files of incoming funding, or the API's flows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from r4v_analysis.data.names import Names, folded
from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.spellings import same_donor
from r4v_analysis.imports.fts import Plan, is_r4v_plan
from r4v_analysis.imports.grid import Form, Grid
from r4v_analysis.imports.reading import ROW, SourceRows
from r4v_analysis.imports.source import plain

DONORS = "donor-funding"
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
    unused = list(dict.fromkeys(title for grid in grids for title in grid.unused))
    reading = SourceRows(name, FLOWS.kind, DONORS, sum(len(grid.rows) for grid in grids), columns_unused=unused)
    sums: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    seen: set[str] = set()
    for grid in grids:
        for place, cells in grid.rows:
            found = _flow(grid, cells, names, plans, seen)
            if len(found) == 2:
                reading.leave_out(place, *found)
                continue
            country, plan, donor, amount = found
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
    grid: Grid, cells: Sequence[str], names: Names, plans: Mapping[str, Plan], seen: set[str]
) -> tuple[str, Plan, str, float] | tuple[str, str]:
    """Country, plan, donor and amount of a flow, or why it is left out; notes its id in `seen`."""
    text = {role: grid.cell(cells, role) for role in grid.form.roles}
    if folded(text["status"]) not in _COUNTED:
        return "no commitment and not paid", text["status"] or "blank"
    if text["boundary"] and folded(text["boundary"]) != "incoming":
        return "passed on within the response, or out of it", text["boundary"]
    plan = _plan(text, plans)
    if not is_r4v_plan(plan.code, plan.name):
        return "another plan, or none", plan.code or plan.name or "blank"
    if not plan.code or not re.fullmatch(r"20\d\d", plan.year):
        return "a plan whose code or year can't be told", plan.name or plan.code
    country = _country(text["locations"], names)
    if country is None:
        return "not a country of the plan", text["locations"]
    try:
        amount = grid.amount(cells, "amount")
    except ValueError as error:
        return "a number that can't be read", str(error)
    if amount is None:
        return "no amount", ""
    flow = f"{text['id']} {text['locations']}" if text["id"] else ""
    if flow and flow in seen:
        return "the same flow stands in another row", text["id"]
    seen.add(flow)
    return country, plan, text["donor"] or NOT_SPECIFIED, amount


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
        source, destination = _objects(flow, "sourceObjects"), _objects(flow, "destinationObjects")
        yield {
            "id": str(flow.get("id") or ""),
            "amountUSD": str(flow.get("amountUSD") if flow.get("amountUSD") is not None else ""),
            "srcOrganization": _named(source, "organization"),
            "destPlan": _named(destination, "plan"),
            "destPlanCode": next((str(entry.get("code") or "") for entry in destination if _is(entry, "plan")), ""),
            "destPlanId": next((str(entry.get("id") or "") for entry in destination if _is(entry, "plan")), ""),
            "destLocations": _named(destination, "location", "; "),
            "destUsageYearStart": _named(destination, "usageyear"),
            "status": str(flow.get("status") or ""),
            "boundary": str(flow.get("boundary") or ""),
        }


def _objects(flow: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = flow.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _is(entry: Mapping[str, Any], kind: str) -> bool:
    return str(entry.get("type")).casefold() == kind


def _named(entries: Iterable[Mapping[str, Any]], kind: str, between: str = ", ") -> str:
    return between.join(str(entry.get("name") or "") for entry in entries if _is(entry, kind))

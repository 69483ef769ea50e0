"""Answers of FTS's API: JSON grouped by location (of one plan) or by plan (of one country), as rows of data/."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from r4v_analysis.data.ids import FUNDING
from r4v_analysis.data.names import Names
from r4v_analysis.data.publisher import REGION
from r4v_analysis.files import TOO_LARGE, bounded
from r4v_analysis.imports.fts import Plan, funding_row, is_r4v_plan, mark_repeated
from r4v_analysis.imports.parts import amount, at, entries
from r4v_analysis.imports.reading import ROW, SourceRows
from r4v_analysis.imports.source import ImportFailed, clean


def is_json(path: Path) -> bool:
    """Whether a file's content starts as JSON does; what it is called does not matter."""
    try:
        with path.open("rb") as handle:
            return handle.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    except OSError:
        return False


def answer_in(path: Path) -> Any:
    """An answer that was saved as a file.

    Raises
    ------
    ImportFailed
        It can't be read, or is one page of several.
    """
    try:
        raw = bounded(path)
        if raw is None:
            raise ImportFailed(f"{path}: expected JSON, found {TOO_LARGE}")
        answer = json.loads(raw.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ImportFailed(
            f"{path}: expected JSON, found none that can be read ({error}). Download it again."
        ) from None
    if at(answer, "meta", "nextLink"):
        raise ImportFailed(f"{path}: expected a whole answer, found one page of several. Use --fetch, which reads all.")
    return answer


def read_answer(answer: Any, name: str, names: Names, plans: Mapping[str, Plan]) -> SourceRows:
    """A whole answer that was saved as a file, whose name holds what was asked: `planid-1069.json`."""
    return read_response([answer], name, _asked(name), names, plans)


def read_response(
    pages: list[Any], name: str, asked: Mapping[str, str], names: Names, plans: Mapping[str, Plan]
) -> SourceRows:
    """The API's answer, all its pages, grouped by location (of one plan) or by plan (of one country), or its overview.

    `asked` holds `planid` or `countryiso3` and maybe `year` of the question, which the answer does
    not repeat. Money shared between countries or plans is in no country's row: it can't be split; the
    plan's own totals, which hold it, are the region's row. The overview of plans gives that row, too.

    Raises
    ------
    ImportFailed
        Not an answer of that form; the message says what to ask for.
    """
    plans_listed = [entry for page in pages for entry in entries(page, "data", "plans")]
    if plans_listed:
        return _of_overview(plans_listed, name)
    grouped = _objects(pages, name)
    by_location = {kind for kind, _, _ in grouped} == {"location"}
    reading = SourceRows(name, f"FTS API, grouped by {'location' if by_location else 'plan'}", FUNDING)
    fixed_plan = _asked_plan(asked, plans, name) if by_location else None
    fixed_country = None if by_location else _asked_country(asked, names, name)
    numbers: dict[tuple[str, Plan], dict[str, float | None]] = {}
    for position, (_, role, entry) in enumerate(grouped, 1):
        reading.count += 1
        label = entry.get("name")
        if not isinstance(label, str) or "id" not in entry:
            is_unspecified = str(label).casefold() == "not specified" and fixed_plan is not None
            why = "of no country: in the plan's own total alone" if is_unspecified else "no country or plan"
            reading.leave_out(str(position), why, clean(str(label)))
            continue
        country = fixed_country or names.country(label)
        plan = fixed_plan or _plan(str(entry["id"]), clean(label), asked, plans)
        if country is None:
            reading.leave_out(str(position), "not a country or region of the plan", clean(label))
        elif not plan.year or not plan.code or not is_r4v_plan(plan.code, plan.name):
            reading.leave_out(str(position), "another plan, or one whose code and year can't be told", clean(label))
        else:
            _take(numbers.setdefault((country, plan), {}), role, entry, reading, position)
    reading.rows = [funding_row(country, plan, found) for (country, plan), found in numbers.items() if found]
    if fixed_plan:
        reading.rows += _plan_totals(pages, fixed_plan)
    mark_repeated(reading.rows)
    groups = [group for page in pages for group in entries(page, "data", *_TOTALS, "objects")]
    shared = sum(amount(group, "sharedFundingTotal") or 0 for group in groups)
    if shared:
        reading.remarks.append(f"in no row: US${shared:,.0f} that FTS records for several of them together.")
    return reading


_TOTALS = ("report3", "fundingTotals")


def _plan_totals(pages: list[Any], plan: Plan) -> list[dict[str, str]]:
    """The plan's own requirements and funding, shared and unspecified money among them, as the region's row."""
    numbers: dict[str, float | None] = {}
    places = {"requirements": ("requirements", "totalRevisedReqs"), "funding": (*_TOTALS, "total")}
    for page in pages:
        for role, place in places.items():
            if (found := amount(page, "data", *place)) is not None:
                numbers.setdefault(role, found)
    return [funding_row(REGION, plan, numbers)] if numbers else []


def _of_overview(plans: list[Mapping[str, Any]], name: str) -> SourceRows:
    reading = SourceRows(name, "FTS API, overview of plans", FUNDING, len(plans))
    for position, entry in enumerate(plans, 1):
        code, label = clean(str(entry.get("code") or "")), clean(str(entry.get("name") or ""))
        years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", label))
        if not is_r4v_plan(code, label):
            reading.leave_out(str(position), "another plan", code or label)
        elif len(years) != 1 or not code:
            reading.leave_out(str(position), "a plan without one year in its name", code or label)
        else:
            numbers = {
                "requirements": amount(entry, "requirements", "revisedRequirements"),
                "original": amount(entry, "requirements", "origRequirements"),
                "funding": amount(entry, "funding", "totalFunding"),
            }
            plan = Plan(str(entry.get("id") or ""), code, label, years.pop())
            row = funding_row(REGION, plan, {role: usd for role, usd in numbers.items() if usd is not None})
            reading.rows.append({**row, ROW: str(position)})
    return reading


def _take(
    found: dict[str, float | None], role: str, entry: Mapping[str, Any], reading: SourceRows, position: int
) -> None:
    told = amount(entry, "revisedRequirements" if role == "requirements" else "totalFunding")
    if told is None:
        reading.leave_out(str(position), f"no amount of {role}")
    elif found.setdefault(role, told) != told:
        reading.leave_out(str(position), "stands on two pages with different amounts; the first is kept")


def _objects(pages: list[Any], name: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Kind (location, plan), role (requirements, funding) and entry of everything listed."""
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    for page in pages:
        if not isinstance(at(page, "data"), dict) or page.get("status") not in ("ok", None):
            raise ImportFailed(f"{name}: expected an answer of FTS's API with data, found none. Ask for it again.")
        required = entries(page, "data", "requirements", "objects")
        found += [(_kind(entry, "objectType"), "requirements", entry) for entry in required]
        for group in entries(page, "data", *_TOTALS, "objects"):
            found += [(_kind(entry, "type"), "funding", entry) for entry in entries(group, "objectsBreakdown")]
    kinds = {kind for kind, _, _ in found}
    if len(kinds) != 1 or not kinds <= {"location", "plan"}:
        raise ImportFailed(
            f"{name}: expected funding grouped by location or by plan, found {', '.join(sorted(kinds)) or 'none'}. "
            "Ask for …/fts/flow?planid=1069&groupby=location."
        )
    return found


def _kind(entry: Mapping[str, Any], column: str) -> str:
    return str(entry.get(column)).casefold()


def _asked(name: str) -> dict[str, str]:
    """What a file's name tells of the question: planid=1069, countryISO3_PER, year-2022."""
    found = re.findall(r"(planid|countryiso3|year)[-=_]?([a-z]{3}|\d+)", name.casefold())
    return {key: value.upper() for key, value in found}


def _asked_plan(asked: Mapping[str, str], plans: Mapping[str, Plan], name: str) -> Plan:
    plan = plans.get(asked.get("planid", ""))
    if plan is None:
        raise ImportFailed(
            f"{name}: expected the plan that it is about in its name, such as planid-1069.json, and a plan that "
            f"plan_funding.csv knows, found {asked.get('planid', 'none')}. Rename it, or use --fetch."
        )
    return plan


def _asked_country(asked: Mapping[str, str], names: Names, name: str) -> str:
    country = names.country(asked.get("countryiso3", ""))
    if country is None:
        raise ImportFailed(
            f"{name}: expected the country that it is about in its name, such as countryISO3-PER.json, "
            f"found {asked.get('countryiso3', 'none')}. Rename it."
        )
    return country


def _plan(plan_id: str, label: str, asked: Mapping[str, str], plans: Mapping[str, Plan]) -> Plan:
    return plans.get(plan_id) or Plan(plan_id, "", label, asked.get("year", ""))


def plan_of(page: Any, plan_id: str) -> Plan:
    """The plan that the API describes under plan/id/…; its year is the one in its name.

    Raises
    ------
    ImportFailed
        It has no name and code, or is no plan of R4V's.
    """
    told = at(page, "data", "planVersion") or at(page, "data")
    code, name = (clean(str(at(told, key) or "")) for key in ("code", "name"))
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", name))
    if len(years) != 1 or not is_r4v_plan(code, name) or not code:
        raise ImportFailed(
            f"FTS plan {plan_id}: expected an R4V plan of one year, found {name or 'no name'!r} ({code or 'no code'}). "
            "Correct the id."
        )
    return Plan(plan_id, code, name, years.pop())

"""Tables that keep their schema's constraints, told in a moment: frictionless need not read them row by row.

What is asked here is what frictionless asks, of each different cell of a column once; what is not known here
makes a table doubtful. So frictionless finds nothing in a table that passes, and says what is wrong with one
that does not.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from r4v_analysis.data.cells import typed
from r4v_analysis.data.schema import Resource, is_observations
from r4v_analysis.data.sheet import Sheet

_SCHEMA = {"fields", "primaryKey", "foreignKeys"}
_FIELD = {"name", "type", "title", "description", "constraints"}
"""Parts of a schema and of its fields that change nothing here, or that are looked at."""


def keeps_constraints(resource: Resource, sheet: Sheet) -> bool:
    """Whether frictionless would find no fault in a sheet without faults of shape and cells (`sheets`, `cells`).

    False where it would, and where that can't be told here.
    """
    schema = resource["schema"]
    if not set(schema) <= _SCHEMA:
        return False
    columns = sheet.by_column
    return all(_keeps(field, columns[field["name"]]) for field in schema["fields"]) and _has_own_keys(resource, sheet)


def shape(resource: Resource) -> str:
    """A text that resources share of whose descriptions frictionless says the same.

    Reports' observations differ in their names and sources, and in the one report that they allow.
    """
    schema = resource["schema"]
    if is_observations(resource):
        schema = {**schema, "fields": [_of_any_report(field) for field in schema["fields"]]}
    own = "" if _is_plain(resource) else resource["name"]
    return json.dumps([own, schema, resource.get("licenses")], sort_keys=True)


def _of_any_report(field: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**field, "constraints": {**field["constraints"], "enum": [""]}} if field["name"] == "report_id" else field


def _is_plain(resource: Resource) -> bool:
    """Whether what is said of a resource around its schema is what anybody may say of it."""
    sources = resource.get("sources", [])
    return all(isinstance(resource.get(name, ""), str) for name in ("title", "description")) and (
        isinstance(sources, list)
        and all(isinstance(source, dict) and set(source) <= {"title", "path"} for source in sources)
        and all(isinstance(text, str) for source in sources for text in source.values())
    )


def _keeps(field: Mapping[str, Any], cells: Sequence[str]) -> bool:
    if not set(field) <= _FIELD:
        return False
    different = set(cells)
    for name, limit in field.get("constraints", {}).items():
        is_kept = _KEPT.get((name, field["type"])) or _KEPT.get((name, ""))
        if is_kept is None or not is_kept(limit, different, field["type"], cells):
            return False
    return True


_Kept = Callable[[Any, Collection[str], str, Sequence[str]], bool]
"""Whether a constraint's limit is kept by a column: its different cells, its type, all its cells."""


def _required(limit: Any, different: Collection[str], _kind: str, _cells: Sequence[str]) -> bool:
    return limit is False or (limit is True and "" not in different)


def _unique(limit: Any, different: Collection[str], kind: str, cells: Sequence[str]) -> bool:
    given = [cell for cell in cells if cell]
    return limit is False or (limit is True and len({typed(kind, cell) for cell in different if cell}) == len(given))


def _pattern(limit: Any, different: Collection[str], _kind: str, _cells: Sequence[str]) -> bool:
    try:
        pattern = re.compile(f"^{limit}$")  # as frictionless has it
    except re.error:
        return False
    return all(pattern.match(cell) for cell in different if cell)


def _enum(limit: Any, different: Collection[str], _kind: str, _cells: Sequence[str]) -> bool:
    return all(isinstance(choice, str) for choice in limit) and {cell for cell in different if cell} <= set(limit)


def _minimum(limit: Any, different: Collection[str], kind: str, _cells: Sequence[str]) -> bool:
    return _is_limit(limit, kind) and all(Decimal(cell) >= Decimal(str(limit)) for cell in different if cell)


def _maximum(limit: Any, different: Collection[str], kind: str, _cells: Sequence[str]) -> bool:
    return _is_limit(limit, kind) and all(Decimal(cell) <= Decimal(str(limit)) for cell in different if cell)


def _is_limit(limit: Any, kind: str) -> bool:
    is_number = isinstance(limit, int) or (isinstance(limit, float) and kind == "number" and math.isfinite(limit))
    return is_number and not isinstance(limit, bool)


_KEPT: dict[tuple[str, str], _Kept] = {
    ("required", ""): _required,
    ("unique", ""): _unique,
    ("pattern", "string"): _pattern,
    ("enum", "string"): _enum,
    ("minimum", "number"): _minimum,
    ("minimum", "integer"): _minimum,
    ("maximum", "number"): _maximum,
    ("maximum", "integer"): _maximum,
}
"""By the constraint's name and the column's type, "" for any; no other is known here."""


def _has_own_keys(resource: Resource, sheet: Sheet) -> bool:
    """Whether each row has a primary key, and one of its own."""
    primary = resource["schema"].get("primaryKey", [])
    names = [primary] if isinstance(primary, str) else primary
    if not names:
        return True
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    keys = list(zip(*([typed(kinds[name], cell) for cell in sheet.by_column[name]] for name in names), strict=True))
    return len(set(keys)) == len(keys) and all(any(part is not None for part in key) for key in keys)

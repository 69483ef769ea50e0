"""Parts of an answer in JSON, of which nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def at(value: Any, *keys: str) -> Any:
    """What stands under one key in another; None where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def entries(value: Any, *keys: str) -> list[Mapping[str, Any]]:
    """The objects of the list that stands there; none where there is no list."""
    found = at(value, *keys)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def amount(value: Any, *keys: str) -> float | None:
    """The number that stands there."""
    found = at(value, *keys)
    return float(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None

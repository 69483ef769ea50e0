"""R4V's own row checks, by R4V's names: what a row of a file says against itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

NEW, GROUPS, AGES, CVA = "NewBenefvstotal", "PopTypeBreakdown", "AGDBreakdown", "CVA higher than total"
"""R4V's names of its row checks: new above total, groups and ages that do not add up, CVA above total."""

Numbers = Mapping[str, float | None]


def failed_checks(
    numbers: Numbers, month: date, before: Numbers, populations: Sequence[str], ages: Sequence[str]
) -> dict[str, list[str]]:
    """The checks that a row fails, by the basis of what they are about; `before` is the month before's row."""
    return {
        "period_total": list(_monthly(numbers)),
        "cumulative_ytd": list(_running(numbers, month, before, populations, ages)),
    }


def _monthly(numbers: Numbers) -> Iterator[str]:
    if _is_above(numbers.get("monthly_cva"), numbers.get("monthly")):
        yield CVA


def _running(
    numbers: Numbers, month: date, before: Numbers, populations: Sequence[str], ages: Sequence[str]
) -> Iterator[str]:
    total = numbers.get("total")
    if _is_unequal([numbers.get(role) for role in populations], total):
        yield GROUPS
    if _is_unequal([numbers.get(role) for role in ages], total):
        yield AGES
    if _is_above(numbers.get("cva"), total):
        yield CVA
    if _is_above(_new(total, month, before), numbers.get("monthly")):
        yield NEW


def _new(total: float | None, month: date, before: Numbers) -> float | None:
    """New people of the month: the rise of the running sum; None where the month before is not in the file."""
    if total is None or month.month == 1:
        return total
    earlier = before.get("total")
    return None if earlier is None else total - earlier


def _is_above(part: float | None, whole: float | None) -> bool:
    return part is not None and whole is not None and part > whole


def _is_unequal(parts: Sequence[float | None], whole: float | None) -> bool:
    given = [part for part in parts if part is not None]
    return bool(given) and whole is not None and sum(given) != whole

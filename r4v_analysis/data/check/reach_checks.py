"""R4V's own row checks of reach, by R4V's names: what a month's numbers say against themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

NEW, GROUPS, AGES, CVA = "NewBenefvstotal", "PopTypeBreakdown", "AGDBreakdown", "CVA higher than total"
"""New people above the month's, groups and ages that do not add up, cash and vouchers above the total."""

Number = float | None


def failed_checks(
    total: Number,
    *,
    groups: Iterable[Number] = (),
    ages: Iterable[Number] = (),
    cva: Number = None,
    new: Number = None,
    monthly: Number = None,
) -> Iterator[tuple[str, str]]:
    """The checks that a running total fails, each with what was found; a number that is missing fails none.

    `groups` and `ages` are its parts, `cva` those of them by cash or vouchers, `new` the people of the month who
    were not counted before, `monthly` all of the month.
    """
    for check, parts in ((GROUPS, groups), (AGES, ages)):
        given = [part for part in parts if part is not None]
        if given and total is not None and sum(given) != total:
            yield check, f"its parts add up to {sum(given):,.15g} and not to {total:,.15g}"
    if is_above(cva, total):
        yield CVA, f"{cva:,.15g} are more than {total:,.15g}"
    if is_above(new, monthly):
        yield NEW, f"{new:,.15g} new people are more than the {monthly:,.15g} of the month"


def is_above(part: Number, whole: Number) -> bool:
    """Whether a part is larger than its whole, where both are known."""
    return part is not None and whole is not None and part > whole

"""A number that is a part of the one before it in its sentence: `519 of whom were women`, `(20 girls and 30 boys)`."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import DraftRow
from r4v_analysis.language.formats import N_
from r4v_analysis.values.membership import INCLUDING, OF_WHOM

_OF_WHOM = re.compile(rf"\s*(?:{OF_WHOM})", re.IGNORECASE)
_OF_WHOM_AHEAD = re.compile(rf"(?<!\w)(?:{OF_WHOM})\s+$", re.IGNORECASE)
_PLACED = re.compile(r"\s*(?:in|en)\s[^,.;:()\d]{2,40}(?:[,.;)]|$|\s(?:and|y|e)\s\d)")
"""Behind a part: where these people were, and nothing else of them."""
_INCLUDING = re.compile(rf"{INCLUDING}\s+(?:\w+\s+)?$", re.IGNORECASE)
_ITEM = re.compile(r"(?::|\bincluding\b|\bincluyendo\b)[^.:]*[^\W\d]\s*\(\s*$", re.IGNORECASE)
_SERVED = ("assisted", "informed", "trained", "attended", "referred", "reached")
_OF_WHOLE = ("basis", "period_start", "period_end", "as_of", "unit")
_IN_BRACKETS = ("indicator", "role", *_OF_WHOLE, "sector", "stage", "observation_id")


def with_part(row: DraftRow, reading: Reading, before: DraftRow | None) -> DraftRow:
    """The row with what it has in common with the row `before` it, where it is a part of that one."""
    if before is None:
        return row
    if _is_in_brackets(reading, row, before):
        reason = N_("a part of the number before it, in brackets")
        return row if before.is_left_out else DraftRow(_alike(row, before, _IN_BRACKETS), row.start, "medium", reason)
    if row.is_left_out and before.cells["role"] in _SERVED and _is_item(reading):
        reason = N_("an item of a list: a part of the people before it, by what was done")
        return DraftRow(_alike(row, before, _IN_BRACKETS), row.start, "medium", reason)
    is_placed = _OF_WHOM_AHEAD.search(reading.before) and _PLACED.match(reading.after)
    is_part = is_placed or _OF_WHOM.match(reading.after) or _INCLUDING.search(reading.before)
    if not is_part or float(row.cells["value"] or 0) > float(before.cells["value"] or 0):
        return row
    if not (row.is_left_out or before.cells["unit"] == row.cells["unit"]):
        return row
    if row.is_left_out and before.cells["indicator"] not in ("regularization", UNCLASSIFIED):
        names = (*_OF_WHOLE, "indicator", "role", "population_group", "observation_id")
        reason = N_("a part of the number before it: it may have been done otherwise")
        cells = _alike(row, before, names)
        if (before.cells["indicator"], row.cells["population_group"]) == ("refugees_and_migrants", "asylum_seekers"):
            cells |= dict.fromkeys(("indicator", "population_group", "observation_id"), "asylum_seekers")
        return DraftRow(cells, row.start, "medium", reason)
    return DraftRow(_alike(row, before, _OF_WHOLE), row.start, row.confidence, row.reason)


def _alike(row: DraftRow, before: DraftRow, names: tuple[str, ...]) -> dict[str, str]:
    part_of = str(before.start) if names is not _IN_BRACKETS else before.cells["part_of"] or str(before.start)
    return {**row.cells, **{name: before.cells[name] for name in names}, "part_of": part_of}


def _is_in_brackets(reading: Reading, row: DraftRow, before: DraftRow) -> bool:
    """`(3,700 girls and 3,720 boys)` behind a number of people, with no verb of their own."""
    lead = reading.before
    opened = lead.rfind("(")
    inside = re.split(r"\)", reading.after)[0]
    phrase = noun_phrase(inside)
    is_first = opened >= 0 and not lead[opened + 1 :].strip()
    is_next = opened >= 0 and before.cells["part_of"] and ")" not in lead[opened:]
    is_bare = phrase is not None and not phrase.has_households and not re.search(r"[^\W\d]", _rest(inside, phrase.end))
    return bool((is_first or is_next) and is_bare and before.cells["unit"] == "people" and row.cells["value"])


def _is_item(reading: Reading) -> bool:
    """`including: legal aid (120); counselling (80)` behind a number of people: a count alone in brackets."""
    return bool(_ITEM.search(reading.before)) and reading.after.lstrip()[:1] == ")"


def _rest(inside: str, end: int) -> str:
    """Words in brackets behind the phrase, but for the next number with its own."""
    return re.split(r"\s(?:and|y|e)\s(?=\S*\d)|,\s*(?=\d)", inside[end:])[0]

"""Rules for the words that a row cites: they carry its number, qualify it, and stay few."""

from __future__ import annotations

import re
from collections.abc import Iterator

from r4v_analysis.data.check.rows import AllTables, CheckedTable, Found, reads
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Message
from r4v_analysis.values.numeral import Reading, reading_of
from r4v_analysis.values.qualifier import AFTER, BEFORE, qualifier_after, qualifier_before

MOST_WORDS = 12
"""Printed words that a row may carry: enough to find the number, too few to copy a sentence."""
_IN_NUMERAL = re.compile(r"[\w.,]")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"\+\d[\d ().-]{7,}\d|(?<![\w.,/-])9\d{2}[ -]?\d{3}[ -]?\d{3}(?![\w/])")


def printed_carries_value(row: Row, known: AllTables) -> Found:
    """The printed words hold the number; a missing one is printed as a dash, or explained."""
    value, printed, note = row.get("value"), row.get("printed") or "", row.get("note") or ""
    if value is None:
        if printed.strip() not in ("-", "–", "—") and not note:
            message = Message(
                "expected a number, or a printed '-', found none beside {words!r}. Fill it, or explain it in note."
            )
            yield "value", message.of(words=printed)
    elif not (reading_of(printed, value) or reading_of(note, value)):
        message = Message(
            "expected words that carry the value {value:.15g}, found {words!r}. "
            "Correct one of the two, or spell the number in note."
        )
        yield "printed", message.of(value=value, words=printed)


@reads("printed")
def printed_is_short(row: Row, known: AllTables) -> Found:
    """A few words around a number are cited, never a sentence."""
    words = len(str(row.get("printed") or "").split())
    if words > MOST_WORDS:
        told = Message("expected at most {most} words, found {count}. Keep those next to the number.")
        yield "printed", told.of(most=MOST_WORDS, count=words)


def qualifier_given(row: Row, known: AllTables) -> Found:
    """Each value says how exact its words are."""
    if row.get("value") is not None and not row.get("qualifier"):
        message = Message(
            "expected a qualifier beside the value, found an empty cell. Write {qualifier!r} where no word limits it."
        )
        yield "qualifier", message.of(qualifier="exact")


def qualifier_agrees(row: Row, known: AllTables) -> Found:
    """The words next to the number set the qualifier; another reading is explained in the note."""
    value, found = row.get("value"), row.get("qualifier")
    reading = reading_of(row.get("printed") or "", value) if value is not None else None
    if not found or reading is None:
        return
    expected = _printed_qualifier(row["printed"], reading)
    if found == expected or _explains(row.get("note") or "", found):
        return
    message = Message(
        "expected {read__qualifier!r} for the words {words!r}, found {qualifier!r}. "
        "Correct it, or name in note the word that it follows."
    )
    yield "qualifier", message.of(read__qualifier=expected, words=row["printed"], qualifier=found)


def _printed_qualifier(printed: str, reading: Reading) -> str:
    for start, end in _places(reading.text, printed):
        found = qualifier_before(printed, start) or qualifier_after(printed, end)
        if found:
            return found[0]
    return "exact"


def _places(numeral: str, printed: str) -> Iterator[tuple[int, int]]:
    """Where a numeral stands in printed words, not as the end of a longer one."""
    start = printed.find(numeral)
    while start >= 0:
        is_own = start == 0 or not _IN_NUMERAL.match(printed[start - 1])
        if is_own:
            yield start, start + len(numeral)
        start = printed.find(numeral, start + (len(numeral) if is_own else 1))


def _explains(note: str, qualifier: str) -> bool:
    words = "|".join([qualifier, BEFORE.get(qualifier, qualifier), AFTER.get(qualifier, qualifier)])
    return bool(re.search(rf"\b(?:{words})(?!\w)", note, re.IGNORECASE))


def no_personal_contacts(table: CheckedTable, known: AllTables) -> Iterator[tuple[int, str, str]]:
    """No person's e-mail address or telephone number is kept; the message does not repeat it."""
    for column, cells in table.columns.items():
        found = {cell: what for cell in set(cells) if isinstance(cell, str) and (what := contact(cell))}
        for number, cell in zip(table.numbers, cells, strict=True) if found else ():
            if isinstance(cell, str) and cell in found:
                told = Message("expected no personal contact details, found {what}. Remove it.", what=found[cell])
                yield number, column, told


def contact(text: str) -> str:
    """What of a person's a text has: an address, a number, or nothing."""
    if "@" in text and _EMAIL.search(text):
        return Message("an e-mail address")
    may_be = ("+" in text or "9" in text) and "://" not in text
    return Message("a telephone number") if may_be and _PHONE.search(text) else ""

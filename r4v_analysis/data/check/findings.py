"""What a report itself says inconsistently: shown by the analyses, never corrected."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from r4v_analysis.data.check.rows import AllTables, CheckedTable, Findings, Numbered, quantity
from r4v_analysis.data.schema import Row
from r4v_analysis.errors import Message
from r4v_analysis.values.quantity import Quantity, total


def coverage_differs(table: CheckedTable, known: AllTables) -> Findings:
    """The printed percent against printed funding ÷ requirements, each within its rounding."""
    coverage, funding, requirements = (
        _only(table, section="header", indicator=name) for name in ("coverage", "funding", "requirements")
    )
    if not (coverage and funding and requirements) or not requirements[1].get("value"):
        return
    computed = quantity(funding[1]) / quantity(requirements[1])
    printed = quantity(coverage[1])
    if printed.is_missing or computed.is_missing or _overlap(printed, computed):
        return
    message = Message(
        "the report prints a coverage of {printed:.1%}, and its funding is "
        "{computed:.1%} of its requirements: more than rounding explains. The analyses show both."
    )
    yield coverage[0], "value", message.of(printed=coverage[1]["value"], computed=computed.value)


def headline_outside_sectors(table: CheckedTable, known: AllTables) -> Findings:
    """The headline of people reached against the interval that the sector rows allow.

    Largest sector <= people counted once <= sum of sectors, and the cross-cutting rows on top where
    none of their people is in a sector. Only for rows of one basis and one window.
    """
    headline = _only(table, section="header", indicator="people_reached")
    rows = [row for _, row in _select(table, section="sector_table", indicator="people_reached")]
    rows = [row for row in _top_sectors(rows, known) if row.get("value") is not None]
    windows = {(row.get("basis"), row.get("period_start"), row.get("period_end")) for row in rows}
    if not headline or len(windows) != 1:
        return
    sectors = [quantity(row) for row in rows if not _is_cross_cutting(row, known)]
    cross_cutting = [quantity(row) for row in rows if _is_cross_cutting(row, known)]
    reached = quantity(headline[1])
    low = max((_low(sector) for sector in sectors), default=0.0)
    high, highest = _high(total(sectors)), _high(total([*sectors, *cross_cutting]))
    if reached.is_missing or not sectors or (_high(reached) >= low and _low(reached) <= highest):
        return
    reasons = Message("it covers a shorter window than the sector rows, or fewer activities")
    if _low(reached) > highest:
        reasons = Message(
            "it covers a longer window than the sector rows, or people, such as those in transit, whom they leave out"
        )
    more = Message(" ({highest:,.0f} with {names})", highest=highest, names=_cross_cutting_names(rows, known))
    message = Message(
        "the headline is {value:,.0f} people reached, outside what the sector rows allow for "
        "people counted once, {low:,.0f} to {high:,.0f}{more}. Likely reasons: {reasons}. The analyses show both."
    )
    yield (
        headline[0],
        "value",
        message.of(value=headline[1]["value"], low=low, high=high, more=more if cross_cutting else "", reasons=reasons),
    )


def partner_list_differs(table: CheckedTable, known: AllTables) -> Findings:
    """The stated number of partners against the entries of the printed list."""
    stated = _only(table, observation_id="partners")
    lists = list(known.named("partners"))
    if not stated or stated[1].get("value") is None or not all(partners.is_whole for partners in lists):
        return
    entries = known.by("partners", "report_id").get((stated[1]["report_id"],), ())
    names = [row.get("name") for row in entries]
    if names and len(names) != stated[1]["value"]:
        message = Message(
            "the report states {stated:,.0f} partners, and its list has {entries:,} entries, "
            "{names:,} different names. The analyses show both."
        )
        yield stated[0], "value", message.of(stated=stated[1]["value"], entries=len(names), names=len(set(names)))


def stream_not_reported(table: CheckedTable, known: AllTables) -> Findings:
    """Cells of the sector table that the report leaves empty: missing, not zero."""
    rows = _select(table, section="sector_table")
    for stream in dict.fromkeys(row.get("stream") for _, row in rows):
        cells = [(number, row) for number, row in rows if row.get("stream") == stream]
        empty = [(number, row) for number, row in cells if row.get("value") is None]
        if not empty:
            continue
        sectors = ", ".join(str(row.get("sector")) for _, row in empty)
        every = Message("any of its {count} sectors", count=len(cells))
        message = Message(
            "the sector table reports no number of the stream {stream!r} for {sector}: missing, not zero."
        )
        yield empty[0][0], "value", message.of(stream=stream, sector=every if len(empty) == len(cells) else sectors)


_NOT_REACHED = ("officials", "partners", "community_members")
"""Groups whom a response trains or informs and does not assist: their number says nothing of a sector's reach."""


def text_above_sector(table: CheckedTable, known: AllTables) -> Findings:
    """A count of people in the text that is larger than the number of people that its sector reached."""
    cells = _select(table, section="sector_table", indicator="people_reached")
    reached = {row.get("sector"): row for _, row in cells if row.get("stream") != "non_rmrp" and row.get("value")}
    for number, row in table.rows.items():
        parent = known.sectors.get(row.get("sector"), {}).get("parent")
        sector = reached.get(row.get("sector")) or reached.get(parent)
        if sector is None or row.get("section") == "sector_table" or not _is_of_window(row, sector):
            continue
        if row.get("unit") != "people" or row.get("population_group") in _NOT_REACHED or row.get("value") is None:
            continue
        if _low(quantity(row)) > _high(quantity(sector)):
            message = Message(
                "the text counts {row[value]:,.0f} people ({row[role]}) in {row[sector]!r}, and "
                "the sector table {all[value]:,.0f} reached. Likely reasons: they were not assisted, or the two "
                "count on another basis or over other months. The analyses keep both apart."
            )
            yield number, "value", message.of(row=row, all=sector)


def _is_of_window(row: Row, sector: Row) -> bool:
    """Whether a count covers the sector's months or some of them; cumulative counts of a programme don't."""
    start, end = row.get("period_start"), row.get("period_end")
    if row.get("basis") in ("stock", "cumulative_programme") or row.get("role") in ("present", "targeted", "crossing"):
        return False
    begins, ends = sector.get("period_start"), sector.get("period_end")
    return not (start and begins and start < begins) and not (end and ends and end > ends)


def _select(table: CheckedTable, **equal: str) -> list[Numbered]:
    rows: Iterable[Numbered] = table.rows.items()
    for column, value in equal.items():
        rows = [(number, row) for number, row in rows if row.get(column) == value]
    return list(rows)


def _only(table: CheckedTable, **equal: str) -> Numbered | None:
    rows = _select(table, **equal)
    return rows[0] if len(rows) == 1 else None


def _top_sectors(rows: Sequence[Row], known: AllTables) -> list[Row]:
    """The rows without sub-sectors whose own sector has a row."""
    present = {row.get("sector") for row in rows}
    return [row for row in rows if known.sectors.get(row.get("sector"), {}).get("parent") not in present - {None}]


def _is_cross_cutting(row: Row, known: AllTables) -> bool:
    return bool(known.sectors.get(row.get("sector"), {}).get("cross_cutting"))


def _cross_cutting_names(rows: Sequence[Row], known: AllTables) -> Message:
    sectors = {row["sector"]: known.sectors[row["sector"]] for row in rows if _is_cross_cutting(row, known)}
    names = {code: {lang: row.get(f"name_{lang}", code) for lang in ("en", "es")} for code, row in sectors.items()}
    every = ", ".join(f"{{{code}[en]}}" for code in names)
    return Message(every, **names)


def _low(bound: Quantity) -> float:
    return (bound.value if bound.is_about else bound.low) or 0.0


def _high(bound: Quantity) -> float:
    high = bound.value if bound.is_about else bound.high
    return math.inf if high is None else high


def _overlap(one: Quantity, other: Quantity) -> bool:
    return _low(one) <= _high(other) and _low(other) <= _high(one)

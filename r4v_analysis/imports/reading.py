"""What was read of a file that a user brought: rows for data/, and all that was left out, with reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Dating:
    """The day from which a file's numbers were known, and how that is known."""

    day: date
    basis: str
    reason: str


@dataclass
class Reading:
    """One source, read.

    `count` is its rows. `left_out` maps a reason, and what the source writes, to row numbers, `checks` one
    of R4V's row checks to the rows that fail it and are kept. `remarks` say what is true of the source
    as a whole. `columns_unused` are without a meaning here. `saved` is when a workbook was last saved: it
    dates nothing, since opening and saving a file changes it.
    """

    name: str
    kind: str
    count: int = 0
    rows: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    checks: dict[str, list[int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    columns_unused: Sequence[str] = ()
    dating: Dating | None = None
    saved: date | None = None
    source_url: str = ""

    def leave_out(self, row: int, reason: str, detail: str = "") -> None:
        """Note that a row of the source does not go into data/; `detail` is what the source writes there."""
        self.left_out.setdefault(reason, {}).setdefault(detail, []).append(row)

    def counts(self) -> dict[str, int]:
        """Rows left out by reason."""
        return {reason: sum(len(rows) for rows in details.values()) for reason, details in self.left_out.items()}

    def fail(self, row: int, check: str) -> None:
        """Note that a row fails one of R4V's checks."""
        self.checks.setdefault(check, []).append(row)

    def lines(self) -> Iterator[str]:
        """What a person is told, a line each."""
        left = sum(self.counts().values())
        yield f"{self.name}: {self.kind}, {_rows(self.count)} read, {self.count - left:,} taken, {left:,} left out."
        counts = self.counts()
        for reason, details in self.left_out.items():
            yield f"  left out, {reason}, {_rows(counts[reason])}: {_told(details)}."
        for check, rows in self.checks.items():
            yield f"  row check {check}, {_rows(len(rows))}, kept and marked: {_places(rows)}."
        yield from (f"  {remark}" for remark in self.remarks)
        if self.columns_unused:
            yield f"  columns not used: {', '.join(self.columns_unused)}."
        if self.dating:
            yield f"  dated {self.dating.day}: {self.dating.reason}."
        else:
            yield "  undated: nothing gives its day, so it serves no dated analysis. Import it again with --as-of DATE."
            if self.saved:
                yield f"  the workbook was last saved on {self.saved}: --as-of {self.saved} if that is its day."


def name_day(name: str) -> date | None:
    """The day in a file's name, such as fts_2026-04-18.csv or fts_20260418.csv; None where there is none."""
    found = re.search(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)", name)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _told(details: Mapping[str, Sequence[int]]) -> str:
    """`FBOL08 (row 42), HCOL22 (rows 85, 88)`, or the rows alone where the source writes nothing there."""
    if list(details) == [""]:
        return _places(details[""])
    return ", ".join(f"{detail} ({_places(rows)})" for detail, rows in details.items())


def _places(rows: Sequence[int]) -> str:
    """`row 2`, `rows 2, 5, 9`; of many, the first ones."""
    shown = ", ".join(str(row) for row in rows[:_SHOWN])
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{', …' if len(rows) > _SHOWN else ''}"

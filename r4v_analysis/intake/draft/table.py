"""The sector table of a report: sectors across or down, numbers and dashes, by stream; and the totals beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from r4v_analysis.data.names import Names
from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.words import families, named_in
from r4v_analysis.language.formats import N_

DASHES = ("-", "–", "—", "--", "N/A", "n/a", "s/d")
_FEWEST = 3
"""Names of sectors that make a line the header of a table."""
MONEY = ("requirements", "funding", "coverage", "unmet")
_TOTAL = re.compile(r"(?:grand |gran )?total(?:es|s)?", re.IGNORECASE)
"""The label of a row that adds up others."""
_DOLLARS = re.compile(r"US\s?\$|USD|\$|dollars|d[oó]lares", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a sector table: text as printed and where it starts in the document's text.

    `measure` is an indicator's code, empty where its heading says of none; `head` are the headings of
    its row and column; `reason` says why a person should look at it, else empty.
    """

    text: str
    start: int
    sector: str
    stream: str
    measure: str
    line: Line
    reason: str = ""
    head: tuple[str, str] = ("", "")

    @property
    def is_in_dollars(self) -> bool:
        """Whether its headings name US$ as the currency."""
        return bool(_DOLLARS.search(" ".join(self.head)))

    @property
    def is_dash(self) -> bool:
        """Printed as not reported."""
        return self.text in DASHES


@dataclass(frozen=True, slots=True)
class Token:
    """A cell of a line: its text, where it starts, and which one it is in its line."""

    text: str
    start: int
    line: Line
    column: int


def table_cells(document: Document, names: Names) -> list[Cell]:
    """The cells of all sector tables of a document, in order of reading; none where there is no table."""
    rows = [tokens(document, line) for line in document.lines if "\t" in line.text and line.section != "header"]
    found = list(_wide(rows, names)) or list(_tall(rows, names))
    return found or list(_run(document, names))


def tokens(document: Document, line: Line) -> list[Token]:
    """The cells of a line, with their places in the document."""
    place, found = document.start_of(line), []
    for column, text in enumerate(line.text.split("\t")):
        bare = text.strip()
        found.append(Token(bare, place + (text.find(bare) if bare else 0), line, column))
        place += len(text) + 1
    return found


def _sector(text: str, names: Names) -> str | None:
    bare = re.sub(r"^[^\w]+|[^\w)&]+$", "", text)
    if not re.search(r"[^\W\d_]{2}", bare):
        return None
    return names.sector(bare) or sector_of(bare)


def _stream(text: str) -> str | None:
    return next(
        (
            code
            for code, pattern in families("streams").items()
            if re.match(rf"\W*(?:{pattern})\b", text, re.IGNORECASE)
        ),
        None,
    )


def measure_of(text: str) -> str | None:
    """What a heading says its cells count, as an indicator's code; None where it does not say."""
    return named_in(text, "measures") or None


def _wide(rows: Sequence[Sequence[Token]], names: Names) -> Iterator[Cell]:
    """Sectors across: a header, then a row a stream."""
    header: dict[int, str] = {}
    for row in rows:
        sectors = {token.column: code for token in row if (code := _sector(token.text, names))}
        if len(sectors) >= _FEWEST:
            header = sectors | _ends_in_sector(row, sectors, names)
        elif header:
            yield from _row_cells(row, header)


def _ends_in_sector(row: Sequence[Token], known: dict[int, str], names: Names) -> dict[int, str]:
    """Columns whose heading has other words before its sector, as where a line of text ran into it."""
    found: dict[int, str] = {}
    for token in row:
        words = token.text.split()
        if token.column in known:
            continue
        codes = (_sector(" ".join(words[first:]), names) for first in range(1, len(words)))
        code = next((code for code in codes if code and code not in known.values()), None)
        found |= {token.column: code} if code else {}
    return found


def _row_cells(row: Sequence[Token], header: dict[int, str]) -> Iterator[Cell]:
    label = row[0].text if row[0].column not in header else ""
    stream = _stream(label)
    measure = measure_of(label) or "people_reached"
    reason = "" if stream is not None or measure_of(label) else N_("the row does not say whether it is inside the plan")
    for token in row:
        if token.column in header and token.text:
            sector = header[token.column]
            yield Cell(
                token.text, token.start, sector, stream or "", measure, token.line, reason, (label or sector, sector)
            )


def _tall(rows: Sequence[Sequence[Token]], names: Names) -> Iterator[Cell]:
    """Sectors down: each row names one and has its numbers after it."""
    named = [row for row in rows if len(row) > 1 and _sector(row[0].text, names)]
    heads_of_money = [row for row in rows if len(row) > 1 and all(measure_of(token.text) in MONEY for token in row[1:])]
    if len(named) < (_FEWEST - 1 if heads_of_money else _FEWEST):
        return
    heads = [row for row in rows if row not in named and row[0].line.number < named[0][0].line.number]
    header = {token.column: token.text for token in heads[-1]} if heads else {}
    totals = [row for row in rows if len(row) > 1 and row[0].line.number > named[-1][0].line.number]
    totals = [row for row in totals if _TOTAL.fullmatch(row[0].text)]
    for row in [*named, *totals]:
        sector = _sector(row[0].text, names) or ""
        for token in row[1:]:
            head = header.get(token.column, "")
            measure, stream = measure_of(head), _stream(head)
            if token.text and (sector or measure in MONEY):
                reason = "" if measure or stream else N_("the column has no heading that says what it counts")
                reason = reason if sector else N_("the total of a table: check that it is the plan's")
                measure = measure or ("" if head and not stream else "people_reached")
                titles = (row[0].text, head)
                yield Cell(token.text, token.start, sector, stream or "", measure, token.line, reason, titles)


def _run(document: Document, names: Names) -> Iterator[Cell]:
    """A table whose cells stand on lines of their own: names of sectors, then as many values a stream."""
    printed = [
        token
        for line in document.lines
        if line.section == "sector_table" and line.text.strip()
        for token in tokens(document, line)
        if token.text
    ]
    sectors = [code for token in printed if (code := _sector(token.text, names))]
    values: dict[str, list[Token]] = {}
    stream = ""
    for token in printed:
        if _sector(token.text, names):
            continue
        if _stream(token.text):
            stream = _stream(token.text) or ""
        elif token.text in DASHES or re.match(r"\d", token.text):
            values.setdefault(stream, []).append(token)
    if len(sectors) < _FEWEST:
        return
    for stream, cells in values.items():
        if len(cells) != len(sectors):
            continue
        for sector, token in zip(sectors, cells, strict=True):
            reason = N_("cells stand on lines of their own: check that each is under its sector")
            yield Cell(token.text, token.start, sector, stream, "people_reached", token.line, reason)


def total_reason(document: Document, number: PrintedNumber, table: Sequence[tuple[Cell, PrintedNumber | None]]) -> str:
    """What a number in a line of the table is, beside its sectors; empty where it is in no such line.

    A sum over sectors counts people again who are in two of them: it is never an observation of
    people, and where it is not the sum of its cells, either is misprinted.
    """
    if "\t" not in number.line.text or not table:
        return ""
    row = [(cell, found) for cell, found in table if cell.line == number.line]
    column = _column(document, number.line.text, number)
    members = row or [(cell, found) for cell, found in table if _column(document, cell.line.text, cell) == column]
    values = [found.value for _, found in members if found]
    if not values:
        return ""
    total = sum(values)
    where = "row" if row else "column"
    if abs(total - number.value) < 0.5:
        return f"the sum over the sectors of its {where}: people are counted again in it"
    return f"beside the sectors of its {where}, which add up to {total:,.0f}: a total that disagrees, or another count"


def _column(document: Document, text: str, printed: Cell | PrintedNumber) -> int:
    return text[: max(0, printed.start - document.start_of(printed.line))].count("\t")

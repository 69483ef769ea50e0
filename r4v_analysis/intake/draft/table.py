"""The sector table of a report: sectors across or down, numbers and dashes, by stream; and the totals beside them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from r4v_analysis.data.names import Names
from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.noun_phrase import STAFF
from r4v_analysis.intake.draft.vocabulary import PERSON
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.words import any_of, families, named_in
from r4v_analysis.language.formats import N_

DASHES = ("-", "–", "—", "--", "N/A", "n/a", "s/d")
_FEWEST = 3
"""Names of sectors that make a line the header of a table."""
MONEY = ("requirements", "funding", "coverage", "unmet")
_ITEM = re.compile(
    rf"\W*(?P<name>[^\W\d][^:\d\t]{{2,60}}?)\s*[:–—-]?\s*(?P<value>(?!20[0-4]\d\W*$)\d[\d.,]*)(?:\s+{PERSON.pattern})?\W*"
)
"""A line of a list: a name and its number."""
_ALONE = re.compile(r"\s*\d[\d.,]*\s*")
_OF_LIST = N_("an item of a list: its title is taken to say what it counts")
_TOTAL = re.compile(r"(?:grand |gran )?total(?:es|s)?", re.IGNORECASE)
"""The label of a row that adds up others."""
_FILLED = re.compile(rf"\d|^(?:{'|'.join(DASHES)})$")
"""A cell of a row, and no heading of a column."""
_LONGEST_TITLE = 12
"""Words of the line above a table; a longer one is prose."""
THING = any_of(*(nouns for unit, nouns in families("units").items() if unit != "people"))
_DOLLARS = re.compile(r"US\s?\$|USD|\$|dollars|d[oó]lares", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a sector table: text as printed and where it starts in the document's text.

    `measure` is an indicator's code, empty where its heading says of none; `head` are the headings of
    its row and column, `months` those of its column or, in a total, of the columns; `title` is the line above
    its table, empty where that is prose; `reason` says why a person should
    look at it, else empty.
    """

    text: str
    start: int
    sector: str
    stream: str
    measure: str
    line: Line
    reason: str = ""
    head: tuple[str, str] = ("", "")
    months: tuple[str, ...] = ()
    title: str = ""

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
    found = list(_wide(rows, names, document)) or list(_tall(rows, names, document))
    found = found or list(_listed(document, names)) or list(_run(document, names))
    titles = titles_above(document)
    return [replace(cell, title=titles[id(cell.line)]) for cell in found]


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


def month_of(heading: str) -> tuple[int, int | None] | None:
    """The month that a heading is, and its year where it prints one; None where it is none."""
    found = re.fullmatch(r"([^\W\d]+)\.?(?:\s+(?:del?\s+)?(20\d\d))?", heading)
    month = MONTH_NUMBER.get(found[1].casefold()) if found else None
    return (month, int(found[2]) if found[2] else None) if found and month else None


def days_of(months: Sequence[str], end: date) -> dict[str, str]:
    """First and last day of the months that headings are, in the year up to a report's end; empty without any."""
    days = [
        (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        for month, printed in filter(None, map(month_of, months))
        for year in [printed or end.year - (month > end.month)]
    ]
    return {"period_start": min(days)[0].isoformat(), "period_end": max(days)[1].isoformat()} if days else {}


def _title(document: Document, line: Line) -> str:
    return document.text[: document.start_of(line)].rstrip().rsplit("\n", 1)[-1]


def titles_above(document: Document) -> dict[int, str]:
    """For each line, by its identity, the last one before it that is no row of a table; empty where that is prose."""
    titles, title = {}, ""
    for line in document.lines:
        titles[id(line)] = title
        is_row = "\t" in line.text or _ITEM.fullmatch(line.text) or re.search(r"^\W*\d[\d.,]*\W*$", line.text)
        if line.text.strip() and not is_row:
            is_prose = len(line.text.split()) > _LONGEST_TITLE or line.text.rstrip().endswith(".")
            title = "" if is_prose else line.text
    return titles


def _of_title(document: Document, line: Line) -> str | None:
    """What the title right above a table says that it counts; None where it says nothing of it, empty: of several."""
    title = _title(document, line)
    if "\t" in title or len(title.split()) > _LONGEST_TITLE or title.endswith("."):
        return None
    named = [name for name, of_it in families("measures").items() if re.search(of_it, title, re.IGNORECASE)]
    if STAFF.search(title):
        return ""
    if "people_in_need" in named or not named:
        return "people_in_need" if named else "" if THING.search(title) and not PERSON.search(title) else None
    return named[0] if len(named) == 1 else ""


def _wide(rows: Sequence[Sequence[Token]], names: Names, document: Document) -> Iterator[Cell]:
    """Sectors across: a header, then a row a stream."""
    header: dict[int, str] = {}
    of_title: str | None = None
    for row in rows:
        sectors = {token.column: code for token in row if (code := _sector(token.text, names))}
        if len(sectors) >= _FEWEST:
            header = sectors | _ends_in_sector(row, sectors, names)
            of_title = _of_title(document, row[0].line)
        elif header:
            yield from _row_cells(row, header, of_title)


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


def _row_cells(row: Sequence[Token], header: dict[int, str], of_title: str | None) -> Iterator[Cell]:
    label = row[0].text if row[0].column not in header else ""
    stream = _stream(label)
    measure = measure_of(label) or ("people_reached" if of_title is None else of_title)
    is_said = (stream is not None and measure == "people_reached") or measure_of(label)
    reason = "" if is_said else N_("the row does not say whether it is inside the plan")
    for token in row:
        if token.column in header and token.text:
            sector = header[token.column]
            yield Cell(
                token.text, token.start, sector, stream or "", measure, token.line, reason, (label or sector, sector)
            )


def _tall(rows: Sequence[Sequence[Token]], names: Names, document: Document) -> Iterator[Cell]:
    """Sectors down: each row names one and has its numbers after it."""
    named = [row for row in rows if len(row) > 1 and _sector(row[0].text, names)]
    has_headings = any(sum(bool(measure_of(token.text)) for token in row[1:]) >= min(2, len(row) - 1) for row in rows)
    if len(named) < (_FEWEST - 1 if has_headings else _FEWEST):
        return
    header: dict[int, str] = {}
    of_title: str | None = None
    last = named[0][0].line.number
    for place, row in enumerate(rows):
        is_total = row[0].line.number > last and len(row) > 1 and bool(_TOTAL.fullmatch(row[0].text))
        if row not in named and not is_total:
            cells = [token.text for token in row[1:] if token.text]
            if row[0].line.number < last or (cells and not any(map(_FILLED.search, cells))):
                header, of_title = {token.column: token.text for token in row}, _of_title(document, row[0].line)
            continue
        if not header and (place == 0 or row[0].line.number > rows[place - 1][0].line.number + 1):
            of_title = _of_title(document, row[0].line)
        months = tuple(text for text in header.values() if month_of(text))
        sector = _sector(row[0].text, names) or ""
        for token in row[1:]:
            head = header.get(token.column, "")
            measure, stream = measure_of(head), _stream(head)
            if token.text and (sector or measure in MONEY):
                is_said, is_open = bool(measure), bool(month_of(head) or PERSON.fullmatch(head))
                if not measure and (not head or stream or (is_open and of_title)):
                    measure = "people_reached" if of_title is None else of_title
                    is_said = bool(stream) and measure == "people_reached"
                reason = "" if is_said else N_("the column has no heading that says what it counts")
                reason = reason if sector else N_("the total of a table: check that it is the plan's")
                own = (head,) if month_of(head) else months if stream == "all" else ()
                head_of = ((row[0].text, head), own)
                yield Cell(token.text, token.start, sector, stream or "", measure or "", token.line, reason, *head_of)


def lists(document: Document) -> Iterator[tuple[Line, list[tuple[str, Token]]]]:
    """Runs of lines that are a name and its number, beside it or below: the first of them, names and numbers."""
    printed = [line for line in document.lines if line.text.strip()]
    run: list[tuple[str, Token]] = []
    place, first = 0, printed[0]
    while place < len(printed):
        line, below = printed[place], printed[place + 1 : place + 2]
        item, value = _ITEM.fullmatch(line.text), line
        if below and not item and _ALONE.fullmatch(below[0].text):
            item, value = _ITEM.fullmatch(f"{line.text} {below[0].text}"), below[0]
        if item is None:
            yield from [(first, run)] if run else []
            run = []
        else:
            first = first if run else line
            start = document.start_of(value) + value.text.index(item["value"])
            run.append((item["name"], Token(item["value"], start, value, 1)))
        place += 1 if value is line else 2
    yield from [(first, run)] if run else []


def _listed(document: Document, names: Names) -> Iterator[Cell]:
    """A list of sectors or of months, under a title that says what they count."""
    for first, run in lists(document):
        title, measure = _title(document, first), _of_title(document, first)
        named = [(name, value, _sector(name, names) or "") for name, value in run]
        named = [(name, value, sector) for name, value, sector in named if sector or month_of(name)]
        if measure and len(named) >= _FEWEST and 2 * len(named) > len(run):
            for name, value, sector in named:
                months = (name,) if month_of(name) else ()
                yield Cell(value.text, value.start, sector, "", measure, value.line, _OF_LIST, (name, title), months)


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

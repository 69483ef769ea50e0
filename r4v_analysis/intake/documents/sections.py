"""Which lines of a report are headings, and the section that each line stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from r4v_analysis.data.names import folded
from r4v_analysis.intake.words import families

if TYPE_CHECKING:
    from r4v_analysis.intake.documents.document import Box, Line

_CODES = {name.replace(" ", ""): code for code, names in families("headings").items() for name in names.split("|")}
_NO_SECTORS = ("key_figures", "situation", "response", "coordination", "text")
SECTORS = tuple(code for code in families("headings") if code not in _NO_SECTORS)
"""Sections that are sectors or cross-cutting ones, by their code in data/codes/sectors.csv."""
_RUN = 3
"""So many names of sectors one after the other are the header of a table, and no headings."""
_PROSE_WORDS = 18
_SHORTEST_LINE, _SHORTEST_COLUMN = 50, 28
_ENDS = re.compile(r"[.:!?]\W*$")
_BEGINS = re.compile(r"\s*(?:[-•▪●■–*]\s|\d{1,2}[.)]\s|(?:\d[\d.,]*\s?[%KMB]?\s)?[A-ZÁÉÍÓÚÑ ]{6,}$)")
_VALUE = re.compile(
    r"\W*(?:US\W{0,2}|USD\s?)?\d[\d.,\s]*\d?\s?(?:[KMB]|mill[oó]n(?:es)?|million|billion|mil|%)?\s*[*¹²³]{0,2}\s*",
    re.IGNORECASE,
)
"""A value of a box on a line of its own."""
_FIELD = re.compile(r"[^\W\d][^:.;\d]{2,60}:\s*(?:[^\W\d]+\s?)?\W?\d[\d.,]*(?:\s[^\W\d]+){0,2}")
"""A whole field of a form: its label, a colon and its value."""
PARTED = re.compile(r"(?:\S\s[|·]\s\S.*){2}")
"""Values of a box that stand on one line, three and more."""
_COUNTS = re.compile(
    r"\s*(?:US\W{0,2}|USD\s?|\$\s?)?\d[\d.,]*\s?(?:[KMB%]|mill[oó]n(?:es)?|[mb]illion|mil)?\s", re.IGNORECASE
)
"""A line that begins with a number: two such in a row are items of a list."""
_NOTE = re.compile(r"\s*(?:\*{1,3}(?=[^\s*][^*]*$)|[¹²³⁴⁵⁶⁷⁸⁹]+\s*(?=[^\W\d_]))")


def sector_of(name: str) -> str | None:
    """The code of a sector by a name that reports print, in English or Spanish; None: no sector."""
    code = _CODES.get(_plain(name))
    return code if code in SECTORS else None


def sections_of(lines: Sequence[Line]) -> list[tuple[str, bool]]:
    """Section and whether it is a heading, for each line in reading order."""
    codes = [_heading(line) for line in lines]
    _forget_table_headers(lines, codes)
    result: list[tuple[str, bool]] = []
    section, is_list = "header", False
    for line, after, code in zip(lines, [*lines[1:], None], codes, strict=True):
        if code and not (code == "text" and section == "header" and not _is_known(line)):
            is_list = code == "key_figures"
            section = {"response": "text", "key_figures": "header"}.get(code, code)
            result.append((section, code != "sector_table"))
            continue
        if is_note(line.text):
            result.append(("footnote", False))
            continue
        if "\t" in line.text and (_is_sector_row(line.text) or (after and _is_labelled_row(after.text))):
            section = "sector_table"
        elif (section == "sector_table" and line.text.strip() and not _is_sector_table_line(line.text)) or (
            section == "header" and _is_prose(line.text, is_list=is_list)
        ):
            section = "text"
        result.append((section, line.is_heading))
    return result


def is_note(text: str) -> bool:
    """Whether a line is a footnote: it begins with the note's mark."""
    return bool(_NOTE.match(text))


def goes_on(line: Line, after: Line | None) -> bool:
    """Whether a paragraph that was broken into lines goes on in the next one."""
    if after is None or line.is_heading or after.is_heading or line.section != after.section:
        return False
    if "\t" in line.text + after.text or line.page != after.page or is_note(after.text):
        return False
    shortest = _SHORTEST_COLUMN if line.box else _SHORTEST_LINE
    is_full = len(line.text) >= shortest and not _ENDS.search(line.text)
    is_same_size = not (line.box and after.box) or _is_close(line.box, after.box)
    return is_full and is_same_size and bool(after.text.strip()) and not _is_begun(line.text, after.text)


def _is_begun(before: str, text: str) -> bool:
    is_value = _VALUE.fullmatch(text) and not text.rstrip().endswith((".", ","))
    is_behind_field = _FIELD.fullmatch(before) and text[:1].isupper()
    return bool(_BEGINS.match(text) or is_value or is_behind_field or (_COUNTS.match(before) and _COUNTS.match(text)))


def _is_close(box: Box, after: Box) -> bool:
    """Lines of a paragraph are equally high and follow one another, in a column or at its head."""
    height, other = box[3] - box[1], after[3] - after[1]
    return 0.8 < height / max(other, 0.1) < 1.25 and after[1] - box[3] < 0.9 * height


def _heading(line: Line) -> str:
    """The section that a heading opens; empty for any other line."""
    if "\t" in line.text or len(line.text) > 80:
        return ""
    return _CODES.get(_plain(line.text), "text" if line.is_heading else "")


def _is_known(line: Line) -> bool:
    """Whether a heading is one that reports have: a label in a box may look like a heading."""
    return _plain(line.text) in _CODES


def _plain(text: str) -> str:
    bare = re.sub(
        r"^\s*(?:\d{1,2}[.)]|[#•▪●■◆*\-–]+)\s*|[:.]\s*$|(?<=[^\W\d])\d$|\bsector\b( de)?|\bsectores de\b|"
        r"(?<=\w)\s\([^\W\d]{2,6}\)$",
        "",
        text.strip(),
        flags=re.I,
    )
    return re.sub(r"[\W_]+", "", folded(bare))


def _forget_table_headers(lines: Sequence[Line], codes: list[str]) -> None:
    run: list[int] = []
    for place, line in enumerate([*lines, None]):
        if line is not None and not line.text.strip():
            continue
        if line is not None and codes[place] in SECTORS:
            run.append(place)
            continue
        if len(run) >= _RUN:
            for member in run:
                codes[member] = "sector_table"
        run = []


def _is_sector_row(text: str) -> bool:
    cells = [cell for cell in re.split(r"\t", text) if cell.strip()]
    return sum(sector_of(cell) is not None for cell in cells) >= _RUN or _is_labelled_row(text)


def _is_labelled_row(text: str) -> bool:
    """A row of a table that goes down: a sector, then numbers or dashes."""
    label, *cells = text.strip("\t").split("\t")
    return (
        bool(cells) and sector_of(label) is not None and all(re.fullmatch(r"\W*[\d.,KM%]*\W*", cell) for cell in cells)
    )


def _is_sector_table_line(text: str) -> bool:
    """A row, or a cell on a line of its own: no prose and no new list."""
    return "\t" in text or (len(text.split()) <= 3 and not is_note(text) and ":" not in text)


def _is_prose(text: str, *, is_list: bool) -> bool:
    """Whether a line ends the box above it; items of a list of key figures may be long."""
    letters = [letter for letter in text if letter.isalpha()]
    if PARTED.search(text) or sum(letter.isupper() for letter in letters) > len(letters) / 2:  # a box on one line
        return False
    is_item = bool(re.match(r"\s*[-•▪●]\s", text))
    return len(text.split()) >= (10 if is_item and not is_list else 2 * _PROSE_WORDS if is_list else _PROSE_WORDS)

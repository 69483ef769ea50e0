"""Plain text and Markdown as lines: marks of emphasis, links and escapes are read over."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from r4v_analysis.intake.documents.document import Line
from r4v_analysis.intake.documents.layout import boxes_in_columns, in_columns, is_layout
from r4v_analysis.intake.documents.letters import decoded, superscript, tidy
from r4v_analysis.intake.documents.unseen_html import without_comments

_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\((?:[^()\n]{0,500})\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*\*|\*\*|\*|___|__|_)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_STRUCK = re.compile(
    r" ?(?:(?<![~\\])~~(?=[^\s~])[^~\n]{1,500}(?<=\S)~~(?!~)|<(del|s|strike)>[^<\n]{0,500}</\1>) ?", re.IGNORECASE
)
_SUPERSCRIPT = re.compile(
    r"<sup>\s*[\[(]?(\d{1,2})[\])]?\s*</sup>|\[\^(\d{1,2})\]|\^(\d{1,2})\^|\[\^[\w-]{1,40}\](?!:)", re.IGNORECASE
)
_PARTED = re.compile(r"(?<=\S)(?:[^\S\t]{3,}|\s*(?:\.{4,}|…{2,}|(?:\. ){4,})\s*)(?=\S)")
"""Between cells: wide blanks, or the dots that lead from a label to its value."""
_PIPES = re.compile(r"^\s*\|(.+)\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_BARS = str.maketrans("│┃║", "|||")
_BORDER = re.compile(r"^\s*[+├└┌╞╚╔╠┠┝═─━+][-=+:─━═┼┬┴├┤┌┐└┘╪╬╦╩╗╝╣]{3,}\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*$")


def read_text(raw: bytes, name: str) -> tuple[list[Line], list[str]]:
    """The lines of a text or Markdown file, and a note where words are struck out.

    Raises
    ------
    DocumentError
        It is no UTF-8 or UTF-16 text.
    """
    text = without_comments(decoded(raw, name), is_cut_by_open_one=False)
    lines = []
    page = 1
    struck = 0
    has_pages = "\f" in text
    in_table = False
    printed_lines = re.split(r"\r\n|\n|\r|(?=\f)", text)
    for number, (printed, after) in enumerate(zip(printed_lines, [*printed_lines[1:], ""], strict=True), 1):
        page += printed.startswith("\f")
        in_table = "|" in printed and (in_table or _is_rule_of_table(after))
        if _BORDER.match(printed) or (_RULE.match(printed) and printed.strip()):
            continue
        kept, count = _STRUCK.subn(" ", printed)
        struck += count
        lines.append(_line(kept, number, page if has_pages else None, is_row=in_table))
    notes = [f"words that are struck out: {struck:,}, left out"] if struck else []
    if is_layout(lines):
        return in_columns(lines), notes
    lines = boxes_in_columns(lines)
    return [replace(line, text=_PARTED.sub("\t", line.text.strip(" "))) for line in lines], notes


def _is_rule_of_table(printed: str) -> bool:
    """Whether a line of dashes and bars goes below the names of columns."""
    return "|" in printed and bool(_RULE.match(printed))


def _line(printed: str, number: int, page: int | None, *, is_row: bool) -> Line:
    text = tidy(_ENTITY.sub(lambda found: html.unescape(found[0]), printed.translate(_BARS)))
    heading = re.match(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$", text)
    if heading:
        text = heading[1]
    row = _PIPES.match(text)
    if row or is_row:
        cells = _BAR.split(row[1] if row else text)
        text = "\t".join(cell.strip() for cell in cells)
    return Line(without_marks(text).rstrip(), number, page, is_heading=bool(heading))


def without_marks(text: str) -> str:
    """Markdown's words without its marks; a mark that is not closed stays, as a footnote's asterisk does."""
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    text = _SUPERSCRIPT.sub(lambda found: superscript(found[1] or found[2] or found[3] or ""), text)
    return _ESCAPE.sub(r"\1", text)

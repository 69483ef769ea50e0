"""Every number that a document prints, in order: what it is worth, how exact, and whether it is a figure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.printed import marks as number_marks
from r4v_analysis.intake.printed.captions import captioned
from r4v_analysis.intake.printed.currencies import currency
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.printed.kinds import NoFigure, no_figures
from r4v_analysis.intake.printed.marks import Marks, Numeral
from r4v_analysis.intake.printed.neighbours import qualified, said_twice, with_neighbours, years_that_count
from r4v_analysis.intake.printed.nouns import WHOLE, unit_after, unit_before
from r4v_analysis.intake.printed.number import SCALES, PrintedNumber
from r4v_analysis.language.detection import language_of
from r4v_analysis.language.formats import N_
from r4v_analysis.values.numeral import RAISED, WORD_END
from r4v_analysis.values.spans import apart
from r4v_analysis.values.spelled import Spelled, ratio_numbers, spelled_numbers

__all__ = ["PrintedNumber", "find_numbers"]

_COIN = (
    r"USD|US\s?\$|(?i:(?:U\.?S\.?\s+)?dollars|(?:de\s+)?d[oó]lares)|€|CHF|"
    r"(?i:(?:de\s+)?(?:[^\W\d_]{3,12}\s+)?(?:soles|euros|reais|reals|reales|pesos|francs|francos|pounds|libras|"
    r"bol[ií]vares|bolivianos|guaran[ií]es|colones|quetzales|lempiras|c[oó]rdobas)(?:\s+[^\W\d_]{4,9}os)?)"
)
_NUMERAL = re.compile(
    r"(?<![^\W_])(?<![^\W\d_]-)"
    r"(?P<money>(?:US\s?\$|USD|U\$S|US|(?:R|RD|TT|MX|COL|AR|CLP|CA|G)\$|\$|€|£|S/\.?|"
    r"CHF|PEN|COP|CLP|EUR|BRL|ARS|GBP|MXN|DOP|GYD|TTD|BOB|UYU|PYG)[^\S\n\t]?)?(?P<before>%[^\S\t]?)?"
    r"(?P<digits>\d{1,3}(?:[.,]\d{3})*(?:\s{1,2}[.,]\d{3}|\s?\n\s?[.,]\d{3}|[.,]\s000)(?![\d])"
    r"|\d{1,3}(?:[.,'’\u00a0\u202f\u2009]\d{3})+(?:[.,]\d{1,2})?(?![.,]?\d)"
    r"|(?<!\d, )\d{1,3},[^\S\n]\d{3}(?=[^\S\n](?!(?:and|y|e|or|o|to|a)\b)(?:\(|[^\W\d_]))"
    r"|\d{1,3}(?:(?: \d{3}){2,}| 000)(?![.,]?\d)"
    r"|\d{1,3}(?:,\d{1,3})*,\d{3}(?![.,]?\d)|\d{1,3}(?:\.\d{1,3})*\.\d{3}(?![.,]?\d)"
    r"|\d{1,15}(?:[.,]\d{1,9})?(?!\d))"
    rf"(?:{RAISED}(?=[^\S\n\t]?(?i:mil|mill[oó]n(?:es)?|millions?|billion|thousand|bn|mn|MM|[KMB]){WORD_END}))?"
    r"(?P<scale>(?:[^\S\n\t]?|[^\S\t]{1,3}(?=(?i:mil|bill)))"
    rf"(?i:mil\s+millones|millones|mill[oó]n|millions?|billion|thousand|mil|bn|mn){WORD_END}"
    rf"|[^\S\n\t]?(?:MM|[KMB]){WORD_END}|[km](?![\w²³])|"
    r"(?(money)[^\S\n\t]m(?![\w²³])|[^\S\n\t]m(?=[^\S\n\t](?i:people|persons|refugees|migrants|personas)\b)))?"
    r"(?P<rest>(?<=mil)\s\d{3}(?!\d|[.,]\d)|(?:(?<=llones)|(?<=llón)|(?<=llon))\s\d{1,3}\smil\b(?:\s\d{3}("
    r"?![\d.,]*\d))?)?"
    r"(?P<after>[^\S\n\t]?%|\s+(?i:per\s?cent(?:age\s+points?)?|por\s+ciento|puntos\s+porcentuales)\b)?"
    rf"(?P<coin>[^\S\n\t]?(?:{_COIN})(?!\w|\s?\d))?"
)
_WITH_BLANKS = re.compile(_NUMERAL.pattern.replace(r"|\d{1,15}", r"|\d{1,3} \d{3}(?![.,]?\d)|\d{1,15}", 1))
_THOUSANDS = re.compile(r"[1-9]\d?(?:,\d{3}\s*millions?|\.\d{3}\s*millones)", re.IGNORECASE)
"""A comma in English and a point in Spanish before the last three digits of so many millions."""
_FEWEST_WORDS = 2
"""Function words of a line by which its language is known."""
_SPANS, _LONGEST = ("months", "weeks", "hours"), 100
_RUN, _RUN_BEFORE = re.compile(r"[.,]\d"), re.compile(r"\d[.,]$")
_BLANK, _BLANK_BEFORE = re.compile(r" \d{3}(?![.,]?\d)"), re.compile(r"(?<![\d.,])\d{1,3} $")
"""A blank in digits of which the first are at most three: it may mark thousands, where a document has other marks."""
_SCALE_BEFORE = re.compile(r"\b(?:mill[oó]n(?:es)?|millions?|mil|thousand)\s$", re.IGNORECASE)
"""Words of a number that the digits go on with, as in `dos millones 700 mil`."""
_MONTH_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))})\s+$", re.IGNORECASE)
_DOUBT_METRES = N_("a small m after digits is million or metre")
_DOUBT_PERCENT = N_("the percent sign stands before the number: it may belong to another one")


def find_numbers(document: Document) -> list[PrintedNumber]:
    """Every number of a document in reading order, those that are no figures too.

    Digits of one date, law or address are one entry. Arbitrary text gives a list, never an error.
    """
    text = document.text
    ratios = list(ratio_numbers(text))
    places: list[NoFigure | Spelled] = [*ratios, *no_figures(document)]
    taken = apart(places, len(text))
    excluded = [place for place in taken if isinstance(place, NoFigure)]
    matches, numerals, marks = _matches(text, taken)
    spans = [match.span() for match in matches]
    found = [_none(document, place) for place in excluded if not _is_inside(place, spans)]
    found += [_figure(document, match, numeral, marks) for match, numeral in zip(matches, numerals, strict=True)]
    found += _spelled(document, found)
    found += _left_over(document, found)
    found.sort(key=lambda number: (number.start, number.end))
    found = with_neighbours(text, said_twice(text, found))
    numbers = captioned(document, years_that_count(found, text))
    return [replace(number, kind="duration") if _is_duration(number) else number for number in numbers]


def _is_duration(number: PrintedNumber) -> bool:
    """`six months`, `18-month`, `14 hours`: how long a thing takes, which no row counts."""
    return number.is_figure and number.unit_hint in _SPANS and number.value < _LONGEST


def _is_inside(place: NoFigure, spans: Sequence[tuple[int, int]]) -> bool:
    """A footnote's mark between a number and its scale."""
    before = bisect.bisect_right(spans, (place.start, place.end)) - 1
    return before >= 0 and place.end <= spans[before][1]


def _matches(text: str, taken: Sequence[NoFigure | Spelled]) -> tuple[list[re.Match[str]], list[Numeral], Marks]:
    """Numerals of a document; where it marks thousands by no point and no comma, a blank may do it."""
    matches = list(_figures(text, taken, _NUMERAL))
    numerals = [_numeral(text, match) for match in matches]
    marks = number_marks.marks_of(numerals)
    if not any(marks.role(mark) == "thousands" for mark in ".,"):
        matches = list(_figures(text, taken, _WITH_BLANKS))
        numerals = [_numeral(text, match) for match in matches]
    return matches, numerals, marks


def _figures(text: str, excluded: Sequence[NoFigure | Spelled], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    place = 0
    end = 0
    for match in pattern.finditer(text):
        while place < len(excluded) and excluded[place].end <= match.start("digits"):
            place += 1
        is_excluded = place < len(excluded) and excluded[place].start < match.end("digits")
        if not is_excluded and match.start() >= end:
            end = match.end()
            yield match


def _numeral(text: str, match: re.Match[str]) -> Numeral:
    is_percent = _is_percent(text, match)
    unit = unit_after(text, match.end())
    is_of_thousands = bool(
        (match["money"] or match["coin"]) and _THOUSANDS.fullmatch(f"{match['digits']}{match['scale']}")
    )
    is_english = is_percent and _language_of_line(text, match.start()) == "en"
    is_rounded = is_percent or bool(match["scale"])
    return Numeral(match["digits"], is_rounded, is_percent, unit in WHOLE, is_of_thousands, is_english)


def _language_of_line(text: str, place: int) -> str:
    end = text.find("\n", place)
    return language_of(text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)], _FEWEST_WORDS)


def _is_percent(text: str, match: re.Match[str]) -> bool:
    """A percent sign after the number, or before it where no number stands in front of the sign."""
    if match["money"] or (match["scale"] and match["after"]):
        return False
    if match["after"]:
        return True
    return bool(match["before"]) and not re.search(
        r"\d\s*$", text[max(0, match.start("before") - 6) : match.start("before")]
    )


def _figure(document: Document, match: re.Match[str], numeral: Numeral, marks: Marks) -> PrintedNumber:
    text = document.text
    digits, decimals, doubt, others = number_marks.reading(numeral, marks)
    scale_word = re.sub(r"\s", "", match["scale"] or "").casefold()
    factor = 0.01 if numeral.is_percent else SCALES.get(scale_word, 1.0)
    half = 0.5 * 10.0**-decimals * factor if numeral.is_rounded else 0.0
    value = round(float(digits) * factor, 9)
    if match["rest"]:
        value, half = value + _rest(match["rest"]), 0.0
    start = match.start("digits") if not _keeps_percent(match, numeral) else match.start("before")
    start = match.start("money") if match["money"] else start
    end = match.end() if numeral.is_percent or not match["after"] else match.start("after")
    if match["scale"] == "m" and not match["money"]:
        doubt, others = doubt or _DOUBT_METRES, (*others, str(float(digits) / factor))
    elif _MONTH_BEFORE.search(text[max(0, start - 14) : start]) and match["digits"].isdigit() and value <= 31:
        doubt = N_("it may be a day of the month named before it")
    elif (
        _RUN.match(text, end)
        or _RUN_BEFORE.search(text[max(0, start - 2) : start])
        or _is_run_by_blank(text, match)
        or _SCALE_BEFORE.search(text[max(0, start - 12) : start])
    ):
        doubt = N_("it stands in a run of digits and marks: a list, or one number")
    elif match["before"] and numeral.is_percent and not match["after"]:
        doubt = doubt or ("" if document.line_at(start).section == "header" else _DOUBT_PERCENT)
    number = PrintedNumber(
        text=" ".join(text[start:end].split()),
        value=value,
        low=round(value - half, 9),
        high=round(value + half, 9),
        unit_hint=_unit(text, match, numeral),
        qualifier="exact",
        qualifier_words="",
        line=document.line_at(start),
        start=start,
        end=end,
        context="",
        section=document.line_at(start).section,
        ambiguity=doubt,
        alternatives=tuple(round(float(other) * factor, 9) for other in others),
    )
    return qualified(text, number)


def _is_run_by_blank(text: str, match: re.Match[str]) -> bool:
    """Whether digits may be half of a number such as `52 982`."""
    start, end = match.span("digits")
    is_first = match.end() == end and len(match["digits"]) <= 3 and _BLANK.match(text, end)
    return bool(is_first or (len(match["digits"]) == 3 and _BLANK_BEFORE.search(text[max(0, start - 5) : start])))


def _rest(printed: str) -> float:
    """`286 mil 464` after millions, `300` after thousands."""
    thousands, _, units = printed.strip().rpartition("mil") if "mil" in printed else ("", "", printed)
    return 1000 * float(thousands or 0) + float(units or 0)


def _keeps_percent(match: re.Match[str], numeral: Numeral) -> bool:
    return bool(match["before"]) and numeral.is_percent and not match["after"]


def _unit(text: str, match: re.Match[str], numeral: Numeral) -> str:
    money = re.sub(r"[\s.]", "", (match["money"] or match["coin"] or "")).casefold()
    if numeral.is_percent:
        return "percentage_points" if re.search("point|punto", match["after"] or "", re.IGNORECASE) else "share"
    if money:
        is_usd = re.fullmatch(r"us.*|\$|u\$s|(?:de)?(?:dollars|d[oó]lares)", money)
        return "usd" if is_usd else currency(match["money"] or match["coin"])
    return unit_after(text, match.end()) or unit_before(text, match.start())


def _none(document: Document, place: NoFigure) -> PrintedNumber:
    printed = document.text[place.start : place.end]
    line = document.line_at(place.start)
    digits = re.search(r"\d+", printed)
    value = float(digits.group()[:15]) if digits else 0.0
    words = " ".join(printed.split())
    return PrintedNumber(
        words, value, value, value, "", "exact", "", line, place.start, place.end, words, line.section, place.kind
    )


def _spelled(document: Document, found: Sequence[PrintedNumber]) -> Iterator[PrintedNumber]:
    languages = (document.language,) if document.language in ("en", "es") else ("en",)
    taken = [(number.start, number.end) for number in sorted(found, key=lambda number: number.start)]
    text = document.text
    place = 0
    for spelled in spelled_numbers(text, languages):
        while place < len(taken) and taken[place][1] <= spelled.start:
            place += 1
        if place < len(taken) and taken[place][0] < spelled.end:
            continue
        line = document.line_at(spelled.start)
        number = PrintedNumber(
            text=" ".join(text[spelled.start : spelled.end].split()),
            value=spelled.value,
            low=round(spelled.value - spelled.half_unit, 9),
            high=round(spelled.value + spelled.half_unit, 9),
            unit_hint=spelled.unit or (unit_after(text, spelled.end) if spelled.kind == "figure" else ""),
            qualifier="exact",
            qualifier_words="",
            line=line,
            start=spelled.start,
            end=spelled.end,
            context="",
            section=line.section,
            kind=spelled.kind,
        )
        yield qualified(text, number)


def _left_over(document: Document, found: Sequence[PrintedNumber]) -> Iterator[PrintedNumber]:
    """Digits that no rule takes: part of a name beside a letter, else a figure in doubt; none is dropped."""
    text = document.text
    covered = bytearray(len(text))
    for number in found:
        covered[number.start : number.end] = b"\1" * (number.end - number.start)
    for match in re.finditer(r"[0-9]+", text):
        place = next((place for place in range(*match.span()) if not covered[place]), None)
        if place is None:
            continue
        end = next((other for other in range(place, match.end()) if covered[other]), match.end())
        around = text[max(0, place - 1) : place] + text[end : end + 1]
        kind = "name" if any(letter.isalpha() for letter in around) else "figure"
        number = _none(document, NoFigure(place, end, kind))
        yield replace(number, ambiguity="" if kind == "name" else N_("digits that stand in no usual form"))

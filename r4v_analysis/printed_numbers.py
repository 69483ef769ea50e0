"""Every number that a document prints, in order: what it is worth, how exact, and whether it is a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from r4v_analysis import number_marks
from r4v_analysis.count_nouns import WHOLE, unit_after, unit_before
from r4v_analysis.date_words import MONTH_NUMBER
from r4v_analysis.documents import Box, Document, Line
from r4v_analysis.number_kinds import REASONS, NoFigure, no_figures
from r4v_analysis.number_marks import Marks, Numeral
from r4v_analysis.number_words import Spelled, ratio_numbers, spelled_numbers
from r4v_analysis.qualifiers import qualifier_after, qualifier_before
from r4v_analysis.spans import apart

_SCALES = {
    "k": 1e3, "mil": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "millón": 1e6, "millon": 1e6, "millones": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "milmillones": 1e9,
}  # fmt: skip
_NUMERAL = re.compile(
    r"(?<![^\W_])(?<![^\W\d_]-)"
    r"(?P<money>(?:US\s?\$|USD|U\$S|US|\$|€|S/\.?|PEN|COP|CLP|EUR)[^\S\n\t]?)?(?P<before>%[^\S\t]?)?"
    r"(?P<digits>\d{1,3}(?:[.,]\d{3})*(?:\s{1,2}[.,]\d{3}|\s?\n\s?[.,]\d{3}|[.,]\s000)(?![\d])"
    r"|\d{1,3}(?:[.,'’\u00a0\u202f\u2009]\d{3})+(?:[.,]\d{1,2})?(?![.,]?\d)"
    r"|\d{1,3}(?: \d{3}){2,}(?![.,]?\d)"
    r"|\d{1,15}(?:[.,]\d{1,9})?(?!\d))"
    r"(?P<scale>[^\S\n\t]?(?i:mil\s+millones|millones|mill[oó]n|millions?|billion|thousand|mil|bn|mn)\b|[^\S\n\t]?(?:MM|[KMB])\b|[km](?![\w²³]))?"
    r"(?P<rest>(?<=mil)\s\d{3}(?!\d|[.,]\d)|(?:(?<=llones)|(?<=llón)|(?<=llon))\s\d{1,3}\smil\b(?:\s\d{3}(?![\d.,]*\d))?)?"
    r"(?P<after>[^\S\n\t]?%|\s+(?i:per\s?cent(?:age\s+points?)?|por\s+ciento|puntos\s+porcentuales)\b)?"
    r"(?P<coin>[^\S\n\t]?(?:USD|US\s?\$|(?i:(?:U\.?S\.?\s+)?dollars|(?:de\s+)?d[oó]lares)|€|(?i:soles|euros))(?!\w|\s?\d))?"
)
_WITH_BLANKS = re.compile(_NUMERAL.pattern.replace(r"|\d{1,15}", r"|\d{1,3} \d{3}(?![.,]?\d)|\d{1,15}", 1))
_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:to|a|and|y|al|hasta)\s+")
_LEAD = re.compile(r"\b(?:between|from|entre|de|desde|del)\s+(?:US\s?\$|\$|el\s+)?\s?$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"[^.\n;]{0,60}\brespect(?:ively|ivamente)\b")
_WORDS_BEFORE, _WORDS_AFTER = 2, 4
_PHRASE_START = re.compile(r"[.,;:!?()|]\s|[\n\t(|]")
_PHRASE_END = re.compile(r"[;:!?()\n\t|]|[.,](?=\s|$)")
_RUN, _RUN_BEFORE = re.compile(r"[.,]\d"), re.compile(r"\d[.,]$")
_MONTH_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))})\s+$", re.IGNORECASE)
_DOUBT_METRES = "a small m after digits is million or metre"
_DOUBT_PERCENT = "the percent sign stands before the number: it may belong to another one"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One number as a document prints it.

    `value` is in full units (a percent as a share of 1), `low` and `high` carry half a unit of the
    last printed digit where a scale or a percent sign rounds it. `unit_hint` is what the words beside
    it say: `share`, `usd`, `people`, another noun's unit, or empty. `qualifier` is exact, at_least,
    at_most or about, by `qualifier_words`. `start` and `end` are places in the document's text.
    `context` is the number with a few words around it, as printed.

    `kind` is `figure`, or why it is none (a key of `number_kinds.REASONS`). `ambiguity` is empty or
    says what another reading would be; `alternatives` are its values. `range_end` is `low` or `high`
    for the ends of a printed range.
    """

    text: str
    value: float
    low: float
    high: float
    unit_hint: str
    qualifier: str
    qualifier_words: str
    line: Line
    start: int
    end: int
    context: str
    section: str
    kind: str = "figure"
    ambiguity: str = ""
    alternatives: tuple[float, ...] = ()
    range_end: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it measures or counts something."""
        return self.kind == "figure"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the document leaves open what the number is."""
        return bool(self.ambiguity)

    @property
    def reason(self) -> str:
        """Why it is no figure; empty for a figure."""
        return REASONS.get(self.kind, "")

    @property
    def page(self) -> int | None:
        """The page of a PDF."""
        return self.line.page

    @property
    def box(self) -> Box | None:
        """The line's box on its page of a PDF, in points."""
        return self.line.box


def find_numbers(document: Document) -> list[PrintedNumber]:
    """Every number of a document in reading order, those that are no figures too.

    Digits of one date, law or address are one entry. Arbitrary text gives a list, never an error.
    """
    text = document.text
    ratios = list(ratio_numbers(text))
    taken = apart(chain(ratios, no_figures(document)), len(text))
    excluded = [place for place in taken if isinstance(place, NoFigure)]
    matches, numerals, marks = _matches(text, taken)
    found = [_none(document, place) for place in excluded]
    found += [_figure(document, match, numeral, marks) for match, numeral in zip(matches, numerals, strict=True)]
    found += _spelled(document, found)
    found += _left_over(document, found)
    found.sort(key=lambda number: (number.start, number.end))
    return _years_that_count(_with_neighbours(text, found), text)


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
    return Numeral(match["digits"], is_percent or bool(match["scale"]), is_percent, unit in WHOLE)


def _is_percent(text: str, match: re.Match[str]) -> bool:
    """A percent sign after the number, or before it where no number stands in front of the sign."""
    if match["after"]:
        return True
    return bool(match["before"]) and not re.search(
        r"\d\s*$", text[max(0, match.start("before") - 6) : match.start("before")]
    )


def _figure(document: Document, match: re.Match[str], numeral: Numeral, marks: Marks) -> PrintedNumber:
    text = document.text
    digits, decimals, doubt, others = number_marks.reading(numeral, marks)
    scale_word = re.sub(r"\s", "", match["scale"] or "").casefold()
    factor = 0.01 if numeral.is_percent else _SCALES.get(scale_word, 1.0)
    half = 0.5 * 10.0**-decimals * factor if numeral.is_rounded else 0.0
    value = round(float(digits) * factor, 9)
    if match["rest"]:
        value, half = value + _rest(match["rest"]), 0.0
    start = match.start("digits") if not _keeps_percent(match, numeral) else match.start("before")
    start = match.start("money") if match["money"] else start
    end = match.end()
    if match["scale"] == "m":
        doubt, others = doubt or _DOUBT_METRES, (*others, str(float(digits) / factor))
    elif _MONTH_BEFORE.search(text[max(0, start - 14) : start]) and match["digits"].isdigit() and value <= 31:
        doubt = "it may be a day of the month named before it"
    elif _RUN.match(text, end) or _RUN_BEFORE.search(text[max(0, start - 2) : start]):
        doubt = "it stands in a run of digits and marks: a list, or one number"
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
    return _qualified(text, number)


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
        is_usd = money.startswith("us") or money in (
            "$",
            "u$s",
            "dollars",
            "dolares",
            "dólares",
            "dedolares",
            "dedólares",
        )
        return "usd" if is_usd else "other_currency"
    return unit_after(text, match.end()) or unit_before(text, match.start())


def _qualified(text: str, number: PrintedNumber) -> PrintedNumber:
    found = qualifier_before(text, number.start) or qualifier_after(text, number.end)
    start, end = number.start, number.end
    if found:
        start, end = min(start, found[1]), max(end, found[2])
        unit = number.unit_hint or (unit_after(text, found[2]) if found[2] > number.end else "")
        number = replace(number, unit_hint=unit)
        number = replace(number, qualifier=found[0], qualifier_words=" ".join(text[found[1] : found[2]].split()))
    return replace(number, context=_context(text, start, end, has_qualifier=bool(found)))


def _context(text: str, start: int, end: int, *, has_qualifier: bool) -> str:
    """The number with its qualifier, the word or two before it and the few after it, of its own phrase."""
    low = max(0, start - 60)
    phrase = low if has_qualifier else max((m.end() for m in _PHRASE_START.finditer(text, low, start)), default=low)
    before = [m.start() for m in re.finditer(r"\S+", text[phrase:start])][-_WORDS_BEFORE:]
    first = start if has_qualifier or not before else phrase + before[0]
    if low and first == low:  # a word cut by the window
        first = start
    stop = _PHRASE_END.search(text, end, end + 90)
    last = stop.start() if stop else min(len(text), end + 90)
    after = [end + m.end() for m in re.finditer(r"\S+", text[end:last])]
    tail = after[: _WORDS_AFTER + (not text[end : end + 1].isspace())]
    return re.sub(r"^[-•▪●]\s+", "", " ".join(text[first : max([end, *tail])].split()))


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
            low=spelled.value,
            high=spelled.value,
            unit_hint=spelled.unit or unit_after(text, spelled.end),
            qualifier="exact",
            qualifier_words="",
            line=line,
            start=spelled.start,
            end=spelled.end,
            context="",
            section=line.section,
            kind=spelled.kind,
        )
        yield _qualified(text, number)


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
        yield replace(number, ambiguity="" if kind == "name" else "digits that stand in no usual form")


def _with_neighbours(text: str, numbers: list[PrintedNumber]) -> list[PrintedNumber]:
    """Ranges and pairs: what stands beside one of two numbers holds for both where the words say so."""
    result = list(numbers)
    figures = [place for place, number in enumerate(numbers) if number.is_figure]
    for one, two in zip(figures, figures[1:], strict=False):
        first, second = result[one], result[two]
        between = text[first.end : second.start]
        if len(between) > 12 or not _RANGE.fullmatch(between):
            continue
        is_dash = not re.search(r"\w", between)
        is_range = bool(_LEAD.search(text[max(0, first.start - 20) : first.start])) or is_dash
        if is_range:
            first = _in_unit_of(first, second)
            first, second = replace(first, range_end="low"), replace(second, range_end="high")
        elif _RESPECTIVELY.match(text, second.end) and second.qualifier == "exact":
            shared = text[first.start - len(first.qualifier_words) - 1 : second.start] if first.qualifier_words else ""
            context = " ".join(f"{shared}{second.context[second.context.find(second.text) :]}".split())
            second = replace(second, qualifier=first.qualifier, qualifier_words=first.qualifier_words, context=context)
            if not first.unit_hint:
                first = replace(first, unit_hint=second.unit_hint)
        result[one], result[two] = first, second
    return result


def _in_unit_of(first: PrintedNumber, second: PrintedNumber) -> PrintedNumber:
    """`12.6` of "from 12.6 to 27.1 per cent" is a share, `1.2` of "between 1.2 and 1.5 million" are millions."""
    if first.unit_hint in ("", second.unit_hint) and first.value == first.low and second.high > second.low:
        scale = next(
            (word for word in reversed(re.findall(r"[^\W\d]+", second.text)) if word.casefold() in _SCALES), ""
        )
        factor = 0.01 if second.unit_hint in ("share", "percentage_points") else _SCALES.get(scale.casefold(), 1.0)
        decimals = len(re.sub(r".*[.,]|^\d+$", "", re.sub(r"[^\d.,]", "", first.text)))
        half = 0.5 * 10.0**-decimals * factor
        value = round(first.value * factor, 9)
        others = tuple(round(other * factor, 9) for other in first.alternatives)
        first = replace(
            first, value=value, low=round(value - half, 9), high=round(value + half, 9), alternatives=others
        )
    return replace(first, unit_hint=first.unit_hint or second.unit_hint)


def _years_that_count(numbers: list[PrintedNumber], text: str) -> list[PrintedNumber]:
    """A year followed by a noun that counts, such as `2020 refugees`, may be a number of them."""
    result = []
    for number in numbers:
        unit = unit_after(text, number.end) if number.kind == "year" and number.text.isdigit() else ""
        follows = re.match(r"\s[a-záéíóúñ]", text[number.end : number.end + 2])
        leads = re.search(
            r"\b(?:in|of|since|during|for|by|until|en|de|del|desde|durante|para|plan|rmrp|a[ñn]o|year|end|enero|early|late)\W{1,2}$",
            text[max(0, number.start - 14) : number.start],
            re.IGNORECASE,
        )
        if unit == "people" and follows and not leads:
            doubt = f"{number.text} is a year or a number of people"
            number = replace(_qualified(text, replace(number, kind="figure", unit_hint=unit)), ambiguity=doubt)
        result.append(number)
    return result

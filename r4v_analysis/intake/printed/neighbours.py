"""What a printed number takes from the words and numbers beside it: qualifier, context, unit of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from r4v_analysis.intake.printed.nouns import unit_after
from r4v_analysis.intake.printed.number import SCALES, PrintedNumber
from r4v_analysis.intake.printed.passages import GOES_ON
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_
from r4v_analysis.values.qualifier import qualifier_after, qualifier_before

_RANGE = re.compile(r"[^\S\t\n]?[-–—][^\S\t\n]?|\s+(?:to|a|and|y|al|hasta)\s+")
_LEAD = re.compile(r"\b(?:between|from|entre|de|desde|del)\s+(?:US\s?\$|\$|el\s+)?\s?$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"[^.\n;]{0,60}\brespect(?:ively|ivamente)\b")
_SHORTEST_GROUPED = 1000
"""From here on a number is printed whole, whatever the scale of the one beside it: `from 500,000 to 7.7 million`."""
_WORDS_BEFORE, _WORDS_AFTER = 2, 4
_PHRASE_START = re.compile(r"[.,;:!?()|]\s|[\n\t(|]")
_PHRASE_END = re.compile(
    r"[;:!?()\n\t|]|(?<!\bNo)\.(?=\s|$)|,(?=\s|$)(?!\s+[a-záéíóúñ]+\s(?:and|y|or|o)\s[a-záéíóúñ]+)"
)
"""Where the words of a number end; a list of nouns such as `women, men and children` goes on."""
_MOST_OF_NAME = 8
_LEADS_ON = re.compile(
    rf"{GOES_ON.pattern}|['’]s$|^(?:is|are|was|were|be|been|about|after|before|has|have|had|will|who|that|which|through|into|under|within|"
    r"among|their|its|his|her|es|son|fue|fueron|ha|han|se|su|sus|como|mediante|entre|hasta|desde|sobre|sin)$",
    re.IGNORECASE,
)
"""A word after which its group goes on."""
_AND = re.compile(r"and|or|y|e|o|u", re.IGNORECASE)
"""A word behind it may be half of what it names: `doctors and health workers`."""
_BEFORE_YEAR = re.compile(
    r"\b(?:in|of|since|during|for|by|until|en|de|del|desde|durante|para|plan|rmrp|a[ñn]o|year|end|enero|early|late)"
    r"(?:\s+(?:the|el|la|año))?\W{1,2}$",
    re.IGNORECASE,
)


def qualified(text: str, number: PrintedNumber) -> PrintedNumber:
    """The number with the words that qualify it, and the context that has both."""
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
    after = list(re.finditer(r"\S+", text[end:last]))
    tail = [end + m.end() for m in after[: _whole_words([m.group() for m in after], text[end : end + 1])]]
    return re.sub(r"^[-•▪●o]\s+", "", " ".join(text[first : max([end, *tail])].split()))


def _whole_words(words: Sequence[str], behind: str) -> int:
    """How many words behind a number are cited: a few, and neither half a name nor a word that leads to the next."""
    count = _WORDS_AFTER + (not behind.isspace())
    if len(words) <= count:
        return len(words)
    while count < len(words) and count < _MOST_OF_NAME and words[count - 1][0].isupper() and words[count][0].isupper():
        count += 1
    is_half = _AND.fullmatch(words[count - 2]) and not _LEADS_ON.search(words[count])
    count -= bool(is_half)
    while count > 1 and _LEADS_ON.search(words[count - 1]):
        count -= 1
    return count


def with_neighbours(text: str, numbers: list[PrintedNumber]) -> list[PrintedNumber]:
    """Ranges and pairs: what stands beside one of two numbers holds for both where the words say so."""
    result = list(numbers)
    figures = [place for place, number in enumerate(numbers) if number.is_figure]
    for one, two in pairwise(figures):
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
    is_short = first.value < _SHORTEST_GROUPED
    if is_short and first.unit_hint in ("", second.unit_hint) and first.value == first.low and second.high > second.low:
        scale = next((word for word in reversed(re.findall(r"[^\W\d]+", second.text)) if word.casefold() in SCALES), "")
        factor = 0.01 if second.unit_hint in ("share", "percentage_points") else SCALES.get(scale.casefold(), 1.0)
        decimals = len(re.sub(r".*[.,]|^\d+$", "", re.sub(r"[^\d.,]", "", first.text)))
        half = 0.5 * 10.0**-decimals * factor
        value = round(first.value * factor, 9)
        others = tuple(round(other * factor, 9) for other in first.alternatives)
        first = replace(
            first, value=value, low=round(value - half, 9), high=round(value + half, 9), alternatives=others
        )
    return replace(first, unit_hint=first.unit_hint or second.unit_hint)


def said_twice(text: str, numbers: list[PrintedNumber]) -> list[PrintedNumber]:
    """`two (2) persons`, `seven (07)`: a number in words and behind it in digits is one."""
    result: list[PrintedNumber] = []
    for number in numbers:
        words = result[-1] if result else number
        is_same = words.is_figure and words.value == number.value and not re.search(r"\d", words.text)
        if is_same and text[words.end : number.start].strip() == "(" and text[number.end : number.end + 1] == ")":
            end = number.end + 1
            both = " ".join(text[words.start : end].split())
            whole = replace(words, text=both, end=end, unit_hint=words.unit_hint or unit_after(text, end))
            result[-1] = qualified(text, whole)
        else:
            result.append(number)
    return result


def years_that_count(numbers: list[PrintedNumber], text: str) -> list[PrintedNumber]:
    """A year followed by a noun that counts, such as `2020 refugees`, may be a number of them."""
    result = []
    for number in numbers:
        unit = unit_after(text, number.end) if number.kind == "year" and number.text.isdigit() else ""
        follows = re.match(r"\s[a-záéíóúñ]", text[number.end : number.end + 2])
        leads = _BEFORE_YEAR.search(text[max(0, number.start - 18) : number.start])
        if unit == "people" and follows and not leads:
            doubt = about(N_("a year or a number of people"), number.text)
            number = replace(qualified(text, replace(number, kind="figure", unit_hint=unit)), ambiguity=doubt)
        result.append(number)
    return result

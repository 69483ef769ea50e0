"""Numbers that are spelled: `six`, `twenty-five`, `close to half`, `dos mil`, `7 out of 10`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from r4v_analysis.values.spans import apart

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
)
_SPANISH_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_SPANISH_HUNDREDS = (
    "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)

UNITS = {
    "en": {word: value for value, word in enumerate(_ENGLISH.split())},
    "es": {word: value for value, word in enumerate(_SPANISH.split())}
    | {"una": 1, "un": 1, "veintiun": 21, "veintiún": 21, "veintiuna": 21, "dieciseis": 16, "veintidos": 22}
    | {"veintitres": 23, "veintiseis": 26},
}
TENS = {
    "en": {word: 10 * value for value, word in enumerate(_ENGLISH_TENS, 2)},
    "es": {word: 10 * value for value, word in enumerate(_SPANISH_TENS, 3)},
}
HUNDREDS = {
    "en": {},
    "es": {
        form: 100 * value
        for value, word in enumerate(_SPANISH_HUNDREDS.split(), 1)
        for form in (word, re.sub("os$", "as", word))
    }
    | {"ciento": 100},
}
SCALES = {
    "en": {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12},
    "es": {"mil": 1_000, "millón": 1_000_000, "millon": 1_000_000, "millones": 1_000_000, "docena": 12, "docenas": 12},
}
WORDS = frozenset(word for table in (UNITS, TENS, HUNDREDS, SCALES) for words in table.values() for word in words) - {
    "un",
    "una",
    "uno",
    "one",
}
"""Words that number something, articles left out."""
_ARTICLES = ("a", "an", "una", "un")
_LONGEST = 12
"""Words of one number, at most."""
_SHARES = {
    r"half a million": (500_000.0, ""),
    r"medio mill[oó]n": (500_000.0, ""),
    r"(?:one|a) and a half million": (1_500_000.0, ""),
    r"half|la mitad": (0.5, "share"),
    r"(?:one|a)[ -]third(?! (?:country|countries|party|parties|person))|un tercio|la tercera parte": (1 / 3, "share"),
    r"two[ -]thirds|dos tercios|las dos terceras partes": (2 / 3, "share"),
    r"(?:one|a)[ -]quarter(?= of)|one[ -]fourth|un cuarto(?= de)|la cuarta parte": (0.25, "share"),
    r"three[ -](?:quarters|fourths)|tres cuartos|tres cuartas partes": (0.75, "share"),
    r"(?:one|a)[ -]fifth|un quinto|la quinta parte": (0.2, "share"),
}
_NOT_HALF = re.compile(r"(?:(?:first|second|latter|primera|segunda)\s+|time\s*)$", re.IGNORECASE)
_ORDINALS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|primer[oa]?s?|segund[oa]s?|tercer[oa]?s?|"
    r"cuart[oa]s?|quint[oa]s?|sext[oa]s?|s[eé]ptim[oa]s?|octav[oa]s?|noven[oa]s?|d[eé]cim[oa]s?)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"one(?=\s+[a-záéíóúñ]{3,}\b)(?!\s+(?:of|another|who|that|which|and|or|day|hand|month|week|year|hour|stop|to|by|"
    r"thing|can|may|is|was|has|more|side|the|from|with|for|side|third|half|quarter|fifth)\b)",
    re.IGNORECASE,
)
_BEFORE_ONE = re.compile(
    r"\b(?:no|any|every|this|that|each|which|another|some|the|only|day|or|last|next)\s+$", re.IGNORECASE
)
_PERCENT = re.compile(
    r"\s+(?:per\s?cent|por\s+ciento|(?P<points>percentage\s+points?|puntos?\s+porcentual(?:es)?))\b", re.IGNORECASE
)
_DIGITS_OR_WORD = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|un[oa]|dos|tres|cuatro|"
    r"cinco|seis|siete|ocho|nueve|diez)"
)
_RATIO = re.compile(
    rf"\b(?P<part>{_DIGITS_OR_WORD})\s+(?:in(?:\s+every)?|out\s+of(?:\s+every)?|de\s+cada)\s+(?P<whole>"
    rf"{_DIGITS_OR_WORD})\b"
    r"(?!\s?[%,.]?\d)",
    re.IGNORECASE,
)


@lru_cache
def _whole(words: str) -> re.Pattern[str]:
    """Words as no part of longer ones; compiled when they are first looked for, as all patterns that are made here."""
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


@lru_cache
def _count_pattern(language: str) -> re.Pattern[str]:
    words = {**UNITS[language], **TENS[language], **HUNDREDS[language], **SCALES[language]}
    alternatives = "|".join(sorted(words, key=len, reverse=True))
    joint = r"(?:-|\s+and\s+|\s+)" if language == "en" else r"(?:\s+y\s+|\s+)"
    pattern = rf"(?<![\w-])(?:an?\s+|una\s+)?(?:{alternatives})(?:{joint}(?:{alternatives}))*(?![\w])"
    return re.compile(pattern, re.IGNORECASE)


_STEMS = (
    "in out cada half mitad medio third tercio tercera quarter fourth fifth cuart quint "
    "first second sixth seventh eighth ninth tenth primer segund tercer sext septim octav noven decim"
)
_BEGINNINGS = (
    *(
        word
        for table in (UNITS, TENS, HUNDREDS, SCALES)
        for words in table.values()
        for word in words
        if word.isascii()
    ),
    *_STEMS.split(),
)
"""How a word begins without which nothing is spelled here; more words begin so."""
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelled number: place, value, `unit` (as `share`), `kind` (`figure` or `ordinal`), half its last digit."""

    start: int
    end: int
    value: float
    unit: str = ""
    kind: str = "figure"
    half_unit: float = 0.0


def spelled_numbers(text: str, languages: tuple[str, ...]) -> list[Spelled]:
    """Spelled numbers of a text in these languages (`en`, `es`), in order; each place once."""
    if not _may_spell(text):
        return []
    candidates = chain(ratio_numbers(text), _shares(text), _counts(text, languages), _ordinals(text))
    return apart(candidates, len(text))


def _may_spell(text: str) -> bool:
    """False where it is plain at a glance that no number is spelled; letters with accents want a closer look."""
    return not text.isascii() or any(word.startswith(_BEGINNINGS) for word in _WORD.findall(text.lower()))


def ratio_numbers(text: str) -> Iterator[Spelled]:
    """Shares printed as `7 out of 10`, `one in three`, `7 de cada 10`."""
    for match in _RATIO.finditer(text):
        part, whole = _small(match["part"]), _small(match["whole"])
        is_every = bool(re.search(r"every|cada|out", match.group(), re.IGNORECASE))
        if (
            0 < part < whole
            and (is_every or whole <= 10)
            and not (match["part"].isdigit() and not is_every and whole > 10)
        ):
            yield Spelled(match.start(), match.end(), part / whole, "share")


def _small(word: str) -> int:
    return int(word) if word.isdigit() else (UNITS["en"].get(word.casefold()) or UNITS["es"].get(word.casefold()) or 0)


def _shares(text: str) -> Iterator[Spelled]:
    if not _whole("|".join(_SHARES)).search(text):
        return
    for words, (value, unit) in _SHARES.items():
        for match in _whole(words).finditer(text):
            if not (value == 0.5 and _NOT_HALF.search(text[max(0, match.start() - 30) : match.start()])):
                yield Spelled(match.start(), match.end(), value, unit)


def _ordinals(text: str) -> Iterator[Spelled]:
    for match in _ORDINALS.finditer(text):
        yield Spelled(match.start(), match.end(), 0.0, "", "ordinal")


def _counts(text: str, languages: tuple[str, ...]) -> Iterator[Spelled]:
    for language in languages:
        for match in _count_pattern(language).finditer(text):
            yield from _parsed(match, text, language)


def _parsed(match: re.Match[str], text: str, language: str) -> Iterator[Spelled]:
    tokens = [(token.group(), match.start() + token.start()) for token in re.finditer(r"[^\W\d_]+", match.group())]
    place = 0
    while place < len(tokens):
        length = next(
            (
                n
                for n in range(min(len(tokens) - place, _LONGEST), 0, -1)
                if _value(tokens[place : place + n], language) is not None
            ),
            0,
        )
        if not length:
            place += 1
            continue
        run = tokens[place : place + length]
        start, end = run[0][1], run[-1][1] + len(run[-1][0])
        value = float(_value(run, language) or 0)
        if percent := _PERCENT.match(text, end):
            unit = "percentage_points" if percent["points"] else "share"
            yield Spelled(start, percent.end(), round(0.01 * value, 9), unit, half_unit=0.005)
        elif _counts_something(run, text, start, end, language):
            yield Spelled(start, end, value)
        place += length


def _counts_something(run: list[tuple[str, int]], text: str, start: int, end: int, language: str) -> bool:
    """False for an article, a pronoun, a scale after digits, and part of a hyphenated name."""
    word = " ".join(token for token, _ in run).casefold()
    if word in ("un", "una", "uno"):
        return False
    if word == "one":
        return (
            bool(_ONE.match(text, start))
            and not _BEFORE_ONE.search(text[max(0, start - 20) : start])
            and text[end : end + 1] != "-"
        )
    if len(run) == 1 and word in SCALES[language]:
        return word == "mil" and not re.search(r"\d\s*$", text[max(0, start - 8) : start])
    return not (language == "en" and word == "second")


def _value(run: list[tuple[str, int]], language: str) -> int | None:
    """The number that words spell; None where they don't go together."""
    words = [word.casefold() for word, _ in run]
    if words[0] in _ARTICLES and len(words) > 1:
        if words[1] not in SCALES[language]:
            return None
        words[0] = {"en": "one", "es": "uno"}[language]
    return _sum(words, language)


def _sum(words: list[str], language: str) -> int | None:
    """Words cut at their largest scale: what stands before it times the scale, and the rest."""
    scales = SCALES[language]
    largest = max((scales[word] for word in words if word in scales), default=0)
    if not largest:
        return _below_hundred(words, language)
    place = max(number for number, word in enumerate(words) if scales.get(word) == largest)
    before, after = words[:place], words[place + 1 :]
    times = _sum(before, language) if before else 1 if words[place] == "mil" else None
    rest = _sum(after[1:] if after[:1] == ["and"] else after, language) if after else 0
    if times is None or rest is None or not times > 0 or rest >= largest:
        return None
    return times * largest + rest


def _below_hundred(words: list[str], language: str) -> int | None:
    """Tens and units, after hundreds in Spanish."""
    first, *rest = words or [""]
    if first in HUNDREDS[language]:
        value = _below_hundred(rest, language) if rest else 0
        return HUNDREDS[language][first] + value if value is not None and value < 100 else None
    if first in TENS[language]:
        unit = rest[-1:] if rest[:-1] in ([], ["y"]) else ["", ""]
        value = UNITS[language].get(unit[0], 0) if len(unit) == 1 else 0
        return TENS[language][first] + value if not rest or 0 < value < 10 else None
    return UNITS[language].get(first) if not rest else None

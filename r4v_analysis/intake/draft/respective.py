"""Lists with `respectively`: the n-th number is of the n-th name, and what is said is said of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = (
    r"(?:US\s?\$|USD|\$)?\s?\d(?:[\d.,]*\d)?(?:\s?(?:millones|mill[oó]n|million|mil|thousand|[KM]\b|%|per cent|"
    r"por ciento))?"
    r"(?:\s(?:people|persons|personas))?"
)
_LIST = re.compile(rf"{_NUMBER}(?:,\s{_NUMBER})*,?\s(?:and|y|e)\s{_NUMBER}", re.IGNORECASE)
_WORD = re.compile(r"[\s,(]*\brespect(?:ively|ivamente)\b[,)]?", re.IGNORECASE)
_NAME = r"[A-ZÁÉÍÓÚÑ][\w'’.-]+(?:\s+(?:(?:de|del|la|los|and the|of|y el)\s+)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*"
_NAMES = re.compile(rf"{_NAME}(?:,\s{_NAME})*,?\s(?:and|y|e)\s{_NAME}")
_FAR = 60
"""Letters behind the last number of a list in which the word that orders it stands."""


@dataclass(frozen=True, slots=True)
class Respective:
    """The words before and behind a whole list, and the name that one of its numbers is of."""

    before: str
    after: str
    name: str


def respective(sentence: str, place: int) -> Respective | None:
    """What a number at a place of a sentence is of; None where it is in no list, or names and numbers differ."""
    for found in _LIST.finditer(sentence):
        word = _WORD.search(sentence, found.end(), found.end() + _FAR)
        if not (found.start() <= place < found.end() and word):
            continue
        starts = [match.start() + found.start() for match in re.finditer(_NUMBER, found.group(), re.IGNORECASE)]
        at = sum(start <= place for start in starts) - 1
        lists = [re.split(r",?\s(?:and|y|e)\s|,\s", match.group()) for match in _NAMES.finditer(sentence)]
        lead = re.sub(r"^(?:In|En|Las?|Los|El)\s+", "", sentence)
        lists += [re.split(r",?\s(?:and|y|e)\s|,\s", match.group()) for match in _NAMES.finditer(lead)]
        names = next((names for names in reversed(lists) if len(names) == len(starts)), None)
        if names is None:
            return None
        noun = re.search(r"\s(?:people|persons|personas)$", found.group(), re.IGNORECASE)
        after = sentence[found.end() : word.start()] + " " + sentence[word.end() :].lstrip()
        return Respective(sentence[: found.start()], (noun.group() if noun else "") + after, names[at])
    return None

"""The noun phrase behind a number: whom it counts, and where in the sentence it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from r4v_analysis.intake.words import any_of, words

STAFF = any_of(words("staff"))
_HOMES, _HOSTS, _PEOPLE, _ADJECTIVES = map(words, ("households", "hosts", "people", "adjectives"))
_JOINS = r"and|or|y|e|o|u|,|&|/|as well as|así como|their|sus|y/o|and/or"
_TOKEN = re.compile(
    rf"\s*(?:(?P<bracket>\([^()\d]*\))|(?P<homes>(?:{_HOMES})(?!\w))|(?P<people>(?:{_HOSTS}|{_PEOPLE})(?!\w))|"
    rf"(?P<adjective>(?:{_ADJECTIVES})(?!\w))|(?P<join>(?:{_JOINS})(?!\w)|[,&/]))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:from (?:Venezuela|(?:the )?host communit(?:y|ies)|other countries)|in transit|on the move|"
    r"with disabilities|"
    r"with specific needs|living with HIV(?:/AIDS)?|at (?:heightened )?risk|under \w+(?: years(?: of age| old)?)?|"
    r"(?:aged |between (?:the ages of )?)\d+\s?(?:-|–|to|and)\s?\d+ (?:months|years)(?: of age| old)?|"
    r"under (?:the age of )?(?:\d+|five|eighteen)(?: years)?(?: of age| old)?|"
    r"(?:de|entre) \d+ (?:a|y) \d+ (?:meses|años)(?: de edad)?|"
    r"aged [\w ]{1,14}|in need|provenientes de Venezuela|de Venezuela|en tránsito|en movilidad(?: humana)?|"
    r"con discapacidad|con necesidades específicas|en (?:situación de )?(?:riesgo|movilidad(?: humana)?|"
    r"vulnerabilidad)|"
    r"menores de (?:\w+ )?(?:edad|\w+ años|\w+))(?!\w)",
    re.IGNORECASE,
)
_FEMALE = any_of(words("female"))
_MALE = any_of(words("male"))
_NEUTRAL_BEFORE = re.compile(r"^(?:pregnant|lactating|breastfeeding|embarazadas|gestantes)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """People (or families) behind a number: the words, and how many letters behind the number they end."""

    words: str
    end: int
    has_households: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether they are those who do the work, as volunteers are."""
        return bool(STAFF.search(self.words))

    @property
    def parts(self) -> list[str]:
        """Its nouns, each with its own words."""
        return [
            part for part in re.split(r"\s*(?:,|&|\b(?:and|or|y|e|o|as well as|así como)\b)\s*", self.words) if part
        ]

    @property
    def sex(self) -> str:
        """Female or male where each noun of it says so; else empty: `children and women` are of no one sex."""
        chunks = [part for part in self.parts if not _NEUTRAL_BEFORE.match(part)]
        for sex, pattern in (("female", _FEMALE), ("male", _MALE)):
            if chunks and all(pattern.search(chunk) for chunk in chunks):
                return sex
        return ""


def noun_phrase(after: str) -> NounPhrase | None:
    """The people that a number counts, by the words right behind it; None where others stand there."""
    place = end = 0
    has_noun = has_households = False
    while match := _TOKEN.match(after, place):
        place = match.end()
        if match["people"] or match["homes"]:
            has_noun, end = True, place
            has_households = has_households or bool(match["homes"])
        elif match["adjective"]:
            end = place
        behind = _BEHIND.match(after, place)
        if behind and has_noun:
            place = end = behind.end()
    if not has_noun:
        return None
    return NounPhrase(after[:end].strip(" ,"), end, has_households)

"""The population group of people whom a number counts, by the nouns of its phrase."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.noun_phrase import NounPhrase
from r4v_analysis.intake.words import any_of, families, words

_NO_GROUP = "returnees"
"""They may be of the host community or not."""
_ON_THE_MOVE = any_of(words("on_the_move"))

_OF_RESPONSE = ("refugees_and_migrants", "in_transit", "host_community", "returnees", "asylum_seekers")


def group_of(phrase: NounPhrase, country: str) -> str:
    """The group that every noun of a phrase is of, or all; empty where one of them tells none."""
    groups = groups_in(phrase, country)
    if _NO_GROUP in groups or _ON_THE_MOVE.search(phrase.words):
        return ""
    if groups == {"refugees_and_migrants", "host_community"}:
        return "all"
    return groups.pop() if len(groups) == 1 else ""


def groups_in(phrase: NounPhrase, country: str) -> set[str]:
    """The groups of a phrase's nouns, empty for a noun that tells none."""
    patterns = [*families("groups").items()]
    if country in families("nationals"):
        patterns.append(("host_community", rf"(?:{families('nationals')[country]})\w*"))
    return {next((code for code, words in patterns if any_of(words).search(part)), "") for part in phrase.parts}


def is_host_community(phrase: NounPhrase) -> bool:
    """Whether a phrase says so outright, and does not only name nationals of the country."""
    return bool(any_of(families("groups")["host_community"]).search(phrase.words))


def names_a_group(text: str) -> bool:
    """Whether words anywhere in a text name refugees, migrants or those who live beside them."""
    return any(any_of(families("groups")[code]).search(text) for code in _OF_RESPONSE)


def names_nationals(text: str, country: str) -> bool:
    """Whether words name the country's own people."""
    return bool(re.search(rf"\b(?:{families('nationals').get(country, '(?!)')})", text, re.IGNORECASE))

"""The lists of words.toml as patterns: words of reports in English and Spanish, by what they say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> str:
    """The words of one list in both languages, as alternatives of a pattern."""
    return _alternatives(_tables()[name])


@cache
def families(name: str) -> Mapping[str, str]:
    """The lists of one family by their names, in their order."""
    return {key: _alternatives(lists) for key, lists in _tables()[name].items()}


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern that finds whole words, whatever their case."""
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


def stems(name: str) -> re.Pattern[str]:
    """A pattern that finds the words of one list also where they begin a longer one."""
    return re.compile(words(name), re.IGNORECASE)


def named_in(text: str, family: str) -> str:
    """The name of a family's first list that has a word in a text, also where it begins a longer one; else empty."""
    return next((name for name, of_it in families(family).items() if re.search(of_it, text, re.IGNORECASE)), "")


def _alternatives(lists: Mapping[str, list[str]]) -> str:
    return "|".join(word for language in lists.values() for word in language)

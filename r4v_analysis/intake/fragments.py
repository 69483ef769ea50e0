"""Where printed words stand in a document: blanks, quotes, dashes and marks of emphasis are forgiven."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SAME = str.maketrans(dict.fromkeys("‘’‚‛“”„‟«»`´′″", "'") | {'"': "'"} | dict.fromkeys("‐‑‒–—―−", "-"))
_NOTHING = frozenset("\u00ad\u200b\ufeff*\\_¹²³⁴⁵⁶⁷⁸⁹⁰#")


def occurrences(text: str, fragment: str) -> Iterator[tuple[int, int]]:
    """Start and end of each place of `text` that prints the fragment, in order.

    A word or a number is not found inside a longer one: `34` is no part of `1,434`.
    """
    letters, places = _folded(text)
    wanted, _ = _folded(fragment)
    found = letters.find(wanted) if wanted else -1
    while found >= 0:
        start, end = places[found], places[found + len(wanted) - 1] + 1
        if _is_whole(text, start, end):
            yield start, end
        found = letters.find(wanted, found + 1)


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Small letters without blanks and marks, and the place of each in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter.isspace() or letter in _NOTHING or _is_hyphenation(text, place):
            continue
        plain = unicodedata.normalize("NFC", letter.translate(_SAME)).casefold()
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), tuple(places)


def _is_hyphenation(text: str, place: int) -> bool:
    """A hyphen at a line's end, with the word going on in the next."""
    if text[place] not in "-‐" or not 0 < place < len(text) - 2:
        return False
    return (
        text[place - 1].islower() and text[place + 1] in "\n " and text[place + 2].islower() and text[place + 1] == "\n"
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    first, last = text[start], text[end - 1]
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if first.isalnum() and before and before[-1].isalnum() and (first.isdigit() or before[-1].isalpha()):
        return False
    if first.isdigit() and len(before) == 2 and before[1] in ".," and before[0].isdigit():
        return False
    if last.isalnum() and after and after[0].isalnum() and after[0] not in _NOTHING:
        return False
    return not (last.isdigit() and len(after) == 2 and after[0] in ".," and after[1].isdigit())

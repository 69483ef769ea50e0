"""The words of a sentence that belong to one of its numbers: up to the next number, bracket or clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLAUSE = re.compile(r"[;:|]|\s[–—]\s|,\s+(?:and|but|while|whereas|y|pero|mientras|así como)\s+")
_FIGURE = re.compile(r"(?<![\w-])(?!20[012]\d\b(?![.,]\d|\s?%))\d[\d.,]*(?:\s?%)?")
"""A number, and no year."""
_BRACKET = re.compile(r"\([^()]*\)|\s[–—]\s[^–—\d]{3,80}\s[–—](?=\s)")
"""What is said aside, between brackets or dashes."""
SHARE_ASIDE = re.compile(
    r"(?<=[^\W\d]),\s*(?:\w+\s+){0,2}\d[\d.,]*\s?(?:%|per\s?cent|por ciento)[^,.;:()\d]{0,60},(?=\s)", re.IGNORECASE
)
"""`, 73 per cent from Venezuela,` between people and what was done for them."""


_INCLUDED = re.compile(
    r"(?:(?<=[^\W\d])|^),?\s+(?:including|incluid[oa]s|incluyendo)\s+(?:\w+\s+){0,3}?\d[\d.,]*\s+[^\W\d]+"
    r"(?:\s*(?:,|&|and|y)\s*\d[\d.,]*\s+[^\W\d]+)*(?:,|(?=\s(?:received|benefit|were|have|recib|fueron|se\b)))",
    re.IGNORECASE,
)
"""`, including 120 girls and 90 boys,` between people and what was done for them."""


def without_asides(words: str) -> str:
    """Words without what is said between brackets or dashes, and without parts of a number behind it."""
    return _INCLUDED.sub("", _BRACKET.sub(" ", words))


@dataclass(frozen=True, slots=True)
class Scope:
    """Words before and behind a number that no other number comes between.

    `is_bracketed`: the number stands in brackets, whose words are its own. `outside` is what stands
    before such a bracket.
    """

    before: str
    after: str
    is_bracketed: bool = False
    outside: str = ""

    @property
    def words(self) -> str:
        """All of them."""
        return f"{self.before} {self.after}"


def scope(before: str, after: str) -> Scope:
    """The own words of a number, from its sentence's words before and behind it."""
    opened, closed = before.rfind("("), before.rfind(")")
    if opened > closed and ")" in after:
        inside, beyond = after.split(")", 1)
        rest = "" if _FIGURE.search(inside) or re.search(r"[;,]", inside) else beyond
        return Scope(_last(before[opened + 1 :]), _first(inside + rest), True, before[:opened])
    return Scope(_last(before), _first(after))


def _last(before: str) -> str:
    plain = _CLAUSE.split(_BRACKET.sub(" ", before))[-1]
    figures = list(_FIGURE.finditer(plain))
    return plain[figures[-1].end() :] if figures else plain


def _first(after: str) -> str:
    plain = _CLAUSE.split(without_asides(after))[0]
    figure = _FIGURE.search(plain)
    return plain[: figure.start()] if figure else plain

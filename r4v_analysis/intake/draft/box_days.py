"""The day and the source that a box prints for a value: on its own line, in a source line behind it, or in its heading.

A source line belongs to the value before it, a heading with its day to those that follow.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.passages import Passage
from r4v_analysis.intake.words import families

_CUT, _SOURCE = (re.compile(families("times")[name], re.IGNORECASE) for name in ("cut", "source"))
_BY = re.compile(r"(?:^|\s)(?P<who>[A-Z][A-Z0-9]+(?:/[A-Z0-9]+)*)\s[-–—]\s$")
"""Before a month: who counted, as in `R4V – March 2022`."""
_WHO = re.compile(r"\s*(?P<who>[^\W\d][^,;:()\d]{1,60}?)\s*(?:[,;:()\d.]|$)")
_TITLE = 2
"""Lines that name the report: a month in them is its period."""
_BACK, _BEHIND = 6, 2
"""Lines above a value in which its heading stands, and below it in which its source does."""
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A date of a box with who is cited; `is_source` where it ends what stands above it, else it heads what follows."""

    moment: PrintedDate
    who: str
    is_source: bool


@dataclass(frozen=True, slots=True)
class BoxDays:
    """`own` dates are a value's; where it has none, `loose` are those of the box that may be. `who` is cited for it."""

    own: tuple[PrintedDate, ...]
    loose: tuple[PrintedDate, ...]
    who: str


def box_days(place: int, setting: Setting) -> BoxDays:
    """What a box says of when the value at a place of it counts, and who is cited."""
    passages = setting.passages
    at = max(0, bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1)
    line = [*_told(passages[at], setting)] if passages else []
    if line and line[0].is_source:
        return BoxDays((line[0].moment,), (), line[0].who)
    below = _below(passages[at + 1 : at + 1 + _BEHIND], setting)
    dates = tuple(moment for moment in _dates(passages[at], setting))
    own = dates or tuple(one.moment for one in below) or _above(passages[max(_TITLE, at - _BACK) : at], setting)
    who = next((one.who for one in below if one.who), "") or _cited(passages[at + 1 : at + 2])
    told = [] if own else [one for passage in passages[_TITLE:] for one in _told(passage, setting)]
    loose = [one for one in told if _may_date(one, place)]
    cited = {one.who for one in loose if one.is_source}
    return BoxDays(own, tuple(one.moment for one in loose), who or (cited.pop() if len(cited) == 1 else ""))


def _may_date(told: Told, place: int) -> bool:
    """Whether a date may be a value's: a source line ends what is above it, and prose dates no box."""
    return told.moment.start > place if told.is_source else told.moment.line.section in ("header", "footnote")


def _dates(passage: Passage, setting: Setting) -> list[PrintedDate]:
    if len(passage.text.split()) > _MOST_WORDS:
        return []
    first, last = (
        bisect.bisect_left(setting.dates, place, key=lambda moment: moment.start)
        for place in (passage.start, passage.end)
    )
    return list(setting.dates[first:last])


def _told(passage: Passage, setting: Setting) -> list[Told]:
    """Dates of a line that say of when its value or those around it count."""
    found = []
    for moment in _dates(passage, setting):
        ahead = passage.text[: moment.start - passage.start]
        source, by = _SOURCE.search(ahead), _BY.search(ahead)
        who = _WHO.match(ahead, source.end()) if source else by
        if source or by or _CUT.search(ahead[-25:]):
            found.append(Told(moment, who["who"] if who else "", bool(source or by)))
    return found


def _below(passages: Sequence[Passage], setting: Setting) -> list[Told]:
    """The source line behind a value, before any other value."""
    for passage in passages:
        told = _told(passage, setting)
        if told:
            return told if told[0].is_source else []
        if re.search(r"\d", passage.text):
            return []
    return []


def _above(passages: Sequence[Passage], setting: Setting) -> tuple[PrintedDate, ...]:
    """The dates of the heading above a value, with nothing but values between."""
    for passage in reversed(passages):
        told = _told(passage, setting)
        if told:
            return () if told[0].is_source else tuple(one.moment for one in told)
        if not re.search(r"\d", passage.text):
            return ()
    return ()


def _cited(passages: Sequence[Passage]) -> str:
    """Who is cited right behind a value, without a date."""
    for passage in passages:
        source = _SOURCE.match(passage.text.lstrip(" ("))
        who = _WHO.match(passage.text.lstrip(" ("), source.end()) if source else None
        return who["who"] if who else ""
    return ""

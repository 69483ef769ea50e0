"""The box, or list of key figures, at the head of a report: which value belongs to which label.

Values stand after their labels, before them, on the same line, or all labels first and all values
then. Within one unit (people, money, shares) each of these keeps the order, so that the first label
takes the first value; where counts differ, the nearest is taken and marked for a person to check.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from r4v_analysis.intake.documents.document import Box
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.box_labels import LABELS, OF_A_PART, UNITS, is_of_a_part
from r4v_analysis.intake.draft.guess import Confidence
from r4v_analysis.intake.draft.guess_amounts import Bounds, agreement
from r4v_analysis.intake.draft.home import Home
from r4v_analysis.intake.words import any_of, stems, words
from r4v_analysis.language.formats import N_

_FAR = 400
"""Letters between a label and a value beyond which they do not belong together."""
_LONGEST_PLACE = 45
"""Letters behind a label in which the place of a stock is named."""
_NEAR_POINTS = 60.0
_SIDE_POINTS = 150.0
"""Points between a label and a value on one row beyond which they do not belong together."""
_OVERLAP = 0.3
_OTHER_SIDE = 200
"""Letters that a value on the other side of its label counts as further away than the line's first value."""
_MONEY = ("coverage", "funding")
_NEVER_IN_ORDER = ("asylum_seekers", "organizations")
"""What takes the value right beside its label only: a box may count several such."""
_WORDS = re.compile(r"[^\W\d_]{3}|\0")
_HEADS = stems("box_headings")
"""A heading of the box, which labels no value of its own."""
_ABOUT = any_of(words("about_a_value"))
"""Words before a label that are no other one, or belong to a numeral."""

IN_ORDER = N_("labels and values of the box stand apart: taken in their order")
EITHER_SIDE = N_("labels can be read as above their values or below: check each")
NO_CURRENCY = N_("the amount prints no currency")
FEW_LABELS = N_("the box has more labels than values, or fewer: check it")
ORDER_REASONS = (IN_ORDER, EITHER_SIDE, NO_CURRENCY, FEW_LABELS)
"""Doubts that are settled where funding ÷ requirements gives the printed percent."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the header, by its place in the text; `unit` is usd, share or empty where it prints none.

    `bounds` are the least and the most that it can be, where that may decide which label it belongs to.
    """

    number: int
    start: int
    end: int
    line: int
    unit: str
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a header's number counts, and how sure that is."""

    indicator: str
    unit: str
    confidence: Confidence
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Label:
    indicator: str
    start: int
    end: int
    line: int


def header_matches(
    text: str, values: Sequence[Value], home: Home, boxes: Mapping[int, Box] | None = None
) -> dict[int, Match]:
    """What each value counts, by its number; a value without a label is left out.

    `text` is the document's up to the end of its header; `boxes` are where its lines stand on the
    page, by the position of the line, where that is known.
    """
    labels = _labels(text, home)
    found = _on_one_line(labels, values)
    said = {match.indicator for match in found.values()}
    beside = _side_by_side(labels, [value for value in values if value.number not in found], said, boxes or {})
    values = [value for value in values if value.number in found or not _is_labelled(text, value)]
    found |= _one_above_the_other(labels, [value for value in values if value.number not in found], boxes or {})
    found |= _on_one_side(text, labels, values, found)
    found = {
        number: match
        for number, match in found.items()
        if match.indicator == beside.get(number, match).indicator
        and (number in beside or match.indicator not in {other.indicator for other in beside.values()})
    }
    found = beside | found  # the label on a value's own row holds; sure where it is read so by the order of lines too
    for kind in ("share", "usd", "people"):
        open_values = [value for value in values if value.number not in found and _fits(value, kind)]
        taken = {*_NEVER_IN_ORDER, *(match.indicator for match in found.values())}
        slots = [slot for slot in _slots(labels, kind) if slot[0] not in taken]
        found.update(_in_order(slots, open_values, kind))
    return found


def _labels(text: str, home: Home) -> list[_Label]:
    """Labels in order; the same one twice in a row is one, a label may go on on the next line."""
    flat = text.replace("\n\n", "\0\0").replace("\n", " ")  # no label goes on behind a blank line
    labels: list[_Label] = []
    matches = list(LABELS.finditer(flat))
    for match, end in zip(matches, [*(then.start() for then in matches[1:]), len(flat)], strict=False):
        name = match.lastgroup or ""
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        is_part = sector_of(before.strip(" :–—-•|")) or is_of_a_part(flat[match.end() : end], home)
        if name in OF_A_PART and is_part:
            name = OF_A_PART[name]
        is_stock = name in ("refugees_and_migrants", "asylum_seekers")
        if is_stock and not _is_of_home(match.group(), flat[match.end() :], home):
            name = "other_stock"
        start = match.end() - len(match.group().lstrip("% "))  # a percent sign may stand on the line before
        label = _Label(name, start, match.end(), text.count("\n", 0, start))
        if _HEADS.match(flat, match.start()) and not re.search(r"\d", before):
            continue
        labels.append(label)
    return labels


def _is_of_home(label: str, behind: str, home: Home) -> bool:
    """Whether a label of a stock is one of the report's own country, or names none."""
    place = re.split(r"\d|\0|\||,", behind, maxsplit=1)[0][:_LONGEST_PLACE]
    whose = home.whose(place)
    return whose == "own" or (not whose and not re.search(r"\s(?:in|en)$", label, re.IGNORECASE))


def _fits(value: Value, kind: str) -> bool:
    return value.unit == kind if kind in ("share", "usd") else value.unit in ("", "people")


def _slots(labels: Sequence[_Label], kind: str) -> list[tuple[str, _Label]]:
    """What labels offer to values of a unit: `FUNDED` a share and an amount, `REQUIREMENT` also a bare number."""
    slots = []
    for label in labels:
        name = label.indicator
        if kind == "people":
            slots += [(name, label)] if name in ("requirements", "organizations") or UNITS[name] == "people" else []
        elif name == "funded":
            slots.append(("coverage" if kind == "share" else "funding", label))
        elif name == "unmet":
            slots.append(("unmet_share" if kind == "share" else name, label))
        elif name in ("requirements", "pledged") and kind == "usd":
            slots.append((name, label))
    return slots


def _on_one_line(labels: Sequence[_Label], values: Sequence[Value]) -> dict[int, Match]:
    """Values that share a line with one label that fits them, nearest first, on the side of the line's first value."""
    leads: dict[int, bool] = {}
    for value in values:
        starts = [label.start for label in labels if label.line == value.line]
        leads.setdefault(value.line, bool(starts) and min(starts) < value.start)
    pairs = sorted(
        (_gap(label, value) + _OTHER_SIDE * ((label.start < value.start) != leads[value.line] and name not in _MONEY),
         value.number, name, value)
        for kind in ("share", "usd", "people")
        for name, label in _slots(labels, kind)
        for value in values
        if value.line == label.line and _fits(value, kind)
    )  # fmt: skip
    found: dict[int, Match] = {}
    taken: set[tuple[int, str]] = set()
    for _, number, slot, value in pairs:
        if number not in found and (value.line, slot) not in taken:
            found[number] = _match(slot, value)
            taken.add((value.line, slot))
    return found


def _match(name: str, value: Value) -> Match:
    """What a value counts by a label right beside it: sure, but where an amount prints no currency."""
    if name == "requirements" and value.unit != "usd":
        return Match(name, "usd", "medium", NO_CURRENCY)
    return Match(name, _unit(name), "high")


def _one_above_the_other(
    labels: Sequence[_Label], values: Sequence[Value], boxes: Mapping[int, Box]
) -> dict[int, Match]:
    """Values with just one label above or below them on the page that fits, which has no other value there."""
    by_number = {value.number: value for value in values}
    pairs = [
        (value.number, slot)
        for kind in ("share", "usd", "people")
        for slot, label in _slots(labels, kind)
        for value in values
        if _fits(value, kind) and _is_stacked(boxes.get(label.line), boxes.get(value.line))
    ]
    numbers = [number for number, _ in set(pairs)]
    slots = [slot for _, slot in set(pairs)]
    return {
        number: _match(slot, by_number[number])
        for number, slot in sorted(set(pairs))
        if numbers.count(number) == 1 and slots.count(slot) == 1
    }


def _on_one_side(
    text: str, labels: Sequence[_Label], values: Sequence[Value], known: Mapping[int, Match]
) -> dict[int, Match]:
    """Values and labels on lines of their own, by the side that holds for the box as a whole.

    Either side is tried for all values together. The one that pairs more of them holds; where both pair
    as many, the printed percent decides, then on which side words stand right beside the values. A side
    against which one of these speaks is never sure.
    """
    lines = {value.line for value in values if value.number in known}
    names = {match.indicator for match in known.values()}
    open_labels = [label for label in labels if label.line not in lines or label.indicator == "funded"]
    open_values = [value for value in values if value.number not in known and value.unit != "other"]
    votes = _votes(text, open_values)
    sides = []
    for is_above in (True, False):
        found = _side(text, open_values, open_labels, names, is_above=is_above)
        amounts = {name: value.bounds for value, name in found}
        agrees = agreement(*(amounts.get(name) for name in ("funding", "requirements", "coverage")))
        rank = (len(found), agrees is True, agrees is not False, votes if is_above else -votes)
        sides.append((rank, found))
    (best, found), (_, rest) = sorted(sides, key=lambda side: side[0], reverse=True)
    count, is_confirmed, is_possible, lean = best
    margin = count - len(rest) + lean
    is_one = margin > 0 or (margin == 0 and (count > len(rest) or found == rest))
    is_sure = is_confirmed or (is_possible and is_one)
    reason = "" if is_sure else EITHER_SIDE
    return {value.number: Match(name, _unit(name), "medium" if reason else "high", reason) for value, name in found}


def _is_labelled(text: str, value: Value) -> bool:
    """Whether words before a value on its own line, such as a country's name, say what it is of."""
    ahead = _ABOUT.sub("", text[text.rfind("\n", 0, value.start) + 1 : value.start])
    return bool(_WORDS.search(ahead)) and not LABELS.search(ahead)


def _side(
    text: str, values: Sequence[Value], labels: Sequence[_Label], known: Container[str], *, is_above: bool
) -> list[tuple[Value, str]]:
    """What each value counts by the label on one side of it: next to it, or behind values of that label too."""
    near = [(value, _neighbour(text, value, labels, is_above=is_above)) for value in values]
    named = [(value, label, _slot(label, value, known) if label else "") for value, label in near]
    counts = Counter(name for _, _, name in named)
    found, closed = [], set()
    for value, label, name in named if is_above else reversed(named):
        if label is None or label.start in closed:
            continue
        if name and counts[name] == 1:
            found.append((value, name))
        else:  # another value's label, or one that two values claim
            closed.add(label.start)
    return sorted(found, key=lambda pair: pair[0].start)


def _slot(label: _Label, value: Value, known: Container[str]) -> str:
    """What a value counts under a label on another line; empty where it does not fit, or another value counts it."""
    for kind in ("share", "usd", "people"):
        for name, _ in _slots([label], kind):
            if _fits(value, kind) and name not in known and (name, kind) != ("requirements", "people"):
                return name
    return ""


def _neighbour(text: str, value: Value, labels: Sequence[_Label], *, is_above: bool) -> _Label | None:
    """The next label on one side of a value, with no other words between."""
    if is_above:
        label = next((label for label in reversed(labels) if label.end <= value.start), None)
        if label is None:
            return None
        rest = text[label.end : value.start].split("\n")
        between = "\n".join(rest[2:])  # the label's own line, and one on which it goes on, are its own
        own = re.sub(r"^\s*[\d.,]+\s?%", "", rest[0]) + "".join(line for line in rest[1:2] if _WORDS.search(line))
        return label if not _WORDS.search(between) and not re.search(r"\d", own) else None
    label = next((label for label in labels if label.start >= value.end), None)
    return label if label and not _WORDS.search(_ABOUT.sub("", text[value.end : label.start])) else None


def _votes(text: str, values: Sequence[Value]) -> int:
    """Values alone on a line with words right above and none right below, less those with it the other way round."""
    total = 0
    for value in values:
        ahead, behind = text[: value.start].rsplit("\n", 1)[-1], text[value.end :].split("\n", 1)[0]
        if _WORDS.search(_ABOUT.sub("", f"{ahead} {behind}")):
            continue
        above = text[: value.start].rsplit("\n", 2)[1:2]
        below = text[value.end :].split("\n", 2)[1:2]
        total += bool(above and _WORDS.search(above[0])) - bool(below and _WORDS.search(below[0]))
    return total


def _side_by_side(
    labels: Sequence[_Label], values: Sequence[Value], known: Container[str], boxes: Mapping[int, Box]
) -> dict[int, Match]:
    """Values with a label beside them on their row of the page, the nearest first; none where sides differ."""
    pairs = sorted(
        (gap, value.number, name, boxes[label.line] < boxes[value.line], value)
        for kind in ("share", "usd", "people")
        for name, label in _slots(labels, kind)
        for value in values
        if name not in known and _fits(value, kind)
        if (gap := _blank_beside(boxes.get(label.line), boxes.get(value.line))) is not None
    )
    found: dict[int, Match] = {}
    sides = set()
    for _, number, name, is_before, value in pairs:
        if number not in found and name not in {match.indicator for match in found.values()}:
            found[number] = replace(_match(name, value), confidence="medium", reason=EITHER_SIDE)
            sides.add(is_before)
    return found if len(sides) == 1 else {}


def _blank_beside(label: Box | None, value: Box | None) -> float | None:
    """Points between two lines on one row of the page; None where they stand on different ones, or far apart."""
    if label is None or value is None:
        return None
    shared = min(label[3], value[3]) - max(label[1], value[1])
    blank = max(label[0] - value[2], value[0] - label[2])
    is_one_row = shared > 0.5 * min(label[3] - label[1], value[3] - value[1])
    return blank if is_one_row and 0 < blank < _SIDE_POINTS else None


def _is_stacked(label: Box | None, value: Box | None) -> bool:
    """Whether two lines stand one above the other, close together."""
    if label is None or value is None:
        return False
    overlap = min(label[2], value[2]) - max(label[0], value[0])
    gap = max(label[1] - value[3], value[1] - label[3])
    return overlap > _OVERLAP * min(label[2] - label[0], value[2] - value[0]) and gap < _NEAR_POINTS


def _gap(label: _Label, value: Value) -> int:
    return value.start - label.end if value.start >= label.end else max(0, label.start - value.end)


def _in_order(slots: Sequence[tuple[str, _Label]], values: Sequence[Value], kind: str) -> dict[int, Match]:
    """The n-th value of a unit for its n-th label; the nearest where their numbers differ. Never sure."""
    distinct = list(dict(reversed(slots)).items())[::-1]
    own = [slot for slot in distinct if slot[0] != "requirements"] if kind == "people" else distinct
    own = own if len(own) == len(values) else distinct
    if len(own) == len(values):
        return {
            value.number: Match(
                name, _unit(name), "medium", NO_CURRENCY if kind == "people" and name == "requirements" else IN_ORDER
            )
            for (name, _), value in zip(own, values, strict=True)
        }
    pairs = sorted((_gap(label, value), value.number, name) for name, label in distinct for value in values)
    found: dict[int, Match] = {}
    for gap, number, name in pairs:
        if gap <= _FAR and number not in found and name not in {match.indicator for match in found.values()}:
            found[number] = Match(name, _unit(name), "low", FEW_LABELS)
    return found


def _unit(indicator: str) -> str:
    if indicator in ("coverage", "unmet_share"):
        return "share"
    return "usd" if indicator in ("funding", "unmet") else UNITS[indicator]

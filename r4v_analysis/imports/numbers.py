"""Numbers of a file as its locale writes them: the file's own evidence tells marks of thousands from decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from r4v_analysis.data.sheet import MISSING_WORDS
from r4v_analysis.imports.source import Typed

_CURRENCY = re.compile(r"^(?:US ?\$|USD|\$) ?|(?<=[0-9]) ?(?:US ?\$|USD|\$)$", re.IGNORECASE)
_MINUS = re.compile(r"^[-\u2212\u2013] ?(?=[0-9])")
_BLANKS = re.compile(r"[0-9]{1,3}([ '\u2019])[0-9]{3}(\1[0-9]{3})*([.,][0-9]+)?")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_NEARLY = 1e-6


@dataclass
class NumberFormat:
    """What point and comma do in a file, from all its numbers; `has_semicolons` speaks for a comma of decimals.

    `taken` is one number that only the semicolons decide, so that a person is told how it was read.
    """

    thousands: set[str] = field(default_factory=set)
    decimals: set[str] = field(default_factory=set)
    has_semicolons: bool = False
    taken: str = ""

    def role(self, mark: str) -> str:
        """`thousands`, `decimals`, or empty where the file does not tell or contradicts itself."""
        other = "," if mark == "." else "."
        is_thousands = mark in self.thousands or (other in self.decimals and mark not in self.decimals)
        is_decimals = mark in self.decimals or (other in self.thousands and mark not in self.thousands)
        if is_thousands != is_decimals:
            return "thousands" if is_thousands else "decimals"
        if is_thousands:
            return ""
        return "thousands" if (mark == ".") == self.has_semicolons else ""


def marks_of(texts: Iterable[str], *, has_semicolons: bool = False) -> NumberFormat:
    """The evidence of a file's numbers: `1.234,5` tells both marks, `1.234.567` and `12,5` one."""
    marks = NumberFormat(has_semicolons=has_semicolons)
    for text in set(texts):
        if isinstance(text, Typed) or not any(mark in text for mark in ".,"):
            continue
        digits = _bare(text)[1]
        found = re.findall(r"[.,]", digits)
        if not _DIGITS.fullmatch(digits) or _ONE_GROUP.fullmatch(digits):
            continue
        if len(found) == 1:
            marks.decimals.add(found[0])
        elif _is_grouped(digits, found):
            marks.thousands.add(found[0])
            marks.decimals.update(found[-1:] if found[-1] != found[0] else ())
    return marks


def number(text: str, marks: NumberFormat | None = None) -> float | None:
    """A number of a cell; None where it is blank, a dash or a word for missing.

    `marks` are the file's: without them a comma before three digits marks thousands.

    Raises
    ------
    ValueError
        Anything else; its text says what the cell holds, and the doubt where it can be read in two ways.
    """
    if text == "" or text.casefold() in MISSING_WORDS:
        return None
    if isinstance(text, Typed):
        return float(text)
    if text.startswith("="):
        raise ValueError(f"a formula whose value was not saved, {text}")
    sign, digits = _bare(text)
    if not _DIGITS.fullmatch(digits):
        raise ValueError(text)
    return sign * float(_with_point(text, digits, marks or NumberFormat()))


def people(text: str, marks: NumberFormat | None = None) -> float | None:
    """A number of people: whole, or it is none.

    Raises
    ------
    ValueError
        Money, a percent, a part of a person, or no number.
    """
    if text.isascii() and text.isdigit():  # most are
        return float(text)
    if _CURRENCY.search(text) or text.endswith("%"):
        raise ValueError(text)
    value = number(text, marks)
    if value is None:
        return None
    if abs(value - round(value)) > _NEARLY:
        raise ValueError(f"{text}, a part of a person")
    return float(round(value))


def _bare(text: str) -> tuple[float, str]:
    """Sign and digits with their marks, without currency, percent sign and blanks between thousands."""
    digits, sign = text.strip(), 1.0
    if digits.startswith("(") and digits.endswith(")"):
        digits, sign = digits[1:-1].strip(), -1.0
    if _MINUS.match(digits):
        digits, sign = _MINUS.sub("", digits), -1.0
    digits = _CURRENCY.sub("", digits).removesuffix("%").strip()
    if _MINUS.match(digits):
        digits, sign = _MINUS.sub("", digits), -1.0
    return sign, re.sub("[ '\u2019]", "", digits) if _BLANKS.fullmatch(digits) else digits


def _is_grouped(digits: str, found: list[str]) -> bool:
    """Whether two marks or more stand as thousands do: 1.234.567 or 1.234,5, never 1.2.3."""
    first, last = re.escape(found[0]), re.escape(found[-1])
    return bool(re.fullmatch(rf"[0-9]{{1,3}}(?:{first}[0-9]{{3}})+(?:{last}[0-9]+)?", digits))


def _with_point(text: str, digits: str, marks: NumberFormat) -> str:
    found = re.findall(r"[.,]", digits)
    if not found:
        return digits
    if len(found) > 1:
        if not _is_grouped(digits, found):
            raise ValueError(text)
        body = digits.replace(found[0], "")
        return body.replace(found[-1], ".") if found[-1] != found[0] else body
    mark = found[0]
    if not _ONE_GROUP.fullmatch(digits):
        return digits.replace(mark, ".")
    role = marks.role(mark)
    if not role:
        whole, part = digits.replace(mark, ""), digits.replace(mark, ".")
        raise ValueError(f"{text}, which is {whole} or {part}: nothing else in the file tells which")
    if role == "thousands" and mark == "." and not marks.thousands and not marks.decimals:
        marks.taken = marks.taken or text
    return digits.replace(mark, "" if role == "thousands" else ".")

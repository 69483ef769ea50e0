"""Which of point, comma and blank a document writes before thousands, and which before decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_
from r4v_analysis.values.numeral import decimal_forms

_ONE_GROUP = re.compile(r"\d{1,3}\s*([.,])\s*(\d{3})")
_BLANKS = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}|(?: \d{3}){2,})")
_SMALL_GROUP = re.compile(r"[1-9][.,]\d{3}")
"""A percent of a thousand and more, `1,800 %`: hardly any is printed with three decimals."""
_STYLED = re.compile(r"\d+(?:[.,]\d{1,2})?|\d{1,3}(?:([.,\s'’\u00a0\u202f\u2009])\d{3})+(?:(?!\1)[.,]\d{1,2})?")
"""Digits grouped as they should be, or with a decimal or two."""
_ENOUGH = 2.0
"""Weight of evidence that decides a mark."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """Digits as printed, and what stands around them.

    `is_rounded`: a scale such as K or million, or a percent sign, follows, so that decimals are
    likely. `is_whole`: what is counted can't be cut, such as people. `is_of_thousands`: a thousand millions
    of money is likelier than one and three decimals, as in `US$ 1,590 million`. `is_english`: its percent stands
    in English words, which write a point before decimals.
    """

    digits: str
    is_rounded: bool = False
    is_percent: bool = False
    is_whole: bool = False
    is_of_thousands: bool = False
    is_english: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Evidence for each mark of one document: as a mark of thousands, and of decimals.

    `has_blanks`: blanks before thousands are proven, by a blank that does not break or by two groups.
    """

    thousands: dict[str, float]
    decimals: dict[str, float]
    has_blanks: bool = False

    def role(self, mark: str) -> str:
        """`thousands`, `decimals`, or empty where the document does not tell."""
        other = "." if mark == "," else ","
        for_thousands = self.thousands[mark]
        if self.decimals[other] >= _ENOUGH and not self.thousands[other] and not self.decimals[mark]:
            for_thousands += _ENOUGH
        if for_thousands >= _ENOUGH and for_thousands >= 2 * self.decimals[mark]:
            return "thousands"
        if self.decimals[mark] and self.thousands[other] >= _ENOUGH and for_thousands < 1:
            return "decimals"
        return ""


def marks_of(numerals: Iterable[Numeral]) -> Marks:
    """What a document's numerals, all together, say of its marks."""
    numerals = list(numerals)
    thousands, decimals = {".": 0.0, ",": 0.0}, {".": 0.0, ",": 0.0}
    for numeral in numerals:
        digits = re.sub(r"\s+", "", numeral.digits)
        group = _ONE_GROUP.fullmatch(digits)
        if group:
            if not numeral.is_rounded and not digits.startswith("0"):
                thousands[group[1]] += _weight(group[2], numeral.is_whole)
            continue
        for mark in re.findall(r"(?<=\d)([.,])(?=\d{3}(?:[.,]|$))", digits)[:1]:
            if len(re.findall(r"[.,]", digits)) > 1:
                thousands[mark] += 3.0
        last = re.fullmatch(r".*\d([.,])(\d+)", digits)
        if last and len(last[2]) != 3:
            decimals[last[1]] += 1.0
    has_blanks = any(_BLANKS.fullmatch(numeral.digits) for numeral in numerals)
    return Marks(thousands, decimals, has_blanks)


def _weight(fraction: str, is_whole: bool) -> float:
    if fraction == "000":
        return 3.0
    if is_whole or fraction.endswith("00"):
        return 2.0
    return 0.7


def reading(numeral: Numeral, marks: Marks) -> tuple[str, int, str, tuple[str, ...]]:
    """Digits with a decimal point (`inf`: no value can be read), number of decimals, doubt (empty: none), other forms.

    A numeral with one mark and three digits after it is 1424 or 1.424. What it counts decides, then
    its own zeros, then the document; where none does, the doubt says so.
    """
    digits = re.sub(r"\s+(?=[.,])|(?<=[.,])\s+", "", numeral.digits)
    forms = decimal_forms(digits)
    if not forms:
        plain = re.sub(r"\D", "", digits)
        return "inf", 0, about(N_("the marks between its digits are of no known style"), digits), (plain,)
    if len(forms) == 1:
        doubt = "" if marks.has_blanks else _blank_doubt(digits)
        return *forms[0], doubt or _misprint(numeral, digits), ()
    mark = re.findall(r"[.,]", digits)[-1]
    thousands, decimal = forms
    role = _role(numeral, digits, mark, marks)
    if role == "decimals":
        return *decimal, "", (thousands[0],)
    if role == "thousands":
        return *thousands, _blank_doubt(numeral.digits), (decimal[0],)
    is_grouped = numeral.is_of_thousands or (numeral.is_percent and _SMALL_GROUP.fullmatch(digits))
    is_grouped = is_grouped and not (numeral.is_english and mark == "." and role != "thousands")
    is_decimal = numeral.is_rounded and not is_grouped
    chosen, other = (decimal, thousands) if is_decimal else (thousands, decimal)
    doubt = about(
        N_("its digits have thousands or decimals: nothing else in the document tells which"),
        f"{thousands[0]} / {decimal[0]}",
    )
    return *chosen, doubt, (other[0],)


def _role(numeral: Numeral, digits: str, mark: str, marks: Marks) -> str:
    if digits.startswith("0"):
        return "decimals"
    if numeral.is_percent:
        return "decimals" if marks.role(mark) == "decimals" else ""
    if not numeral.is_rounded and (numeral.is_whole or digits.endswith("000")):
        return "thousands"
    return marks.role(mark)


def _misprint(numeral: Numeral, digits: str) -> str:
    """Digits in groups that are none, as in `12,34 people` or `1,2345`."""
    is_cut = numeral.is_whole and not numeral.is_rounded and re.search(r"[.,]\d{1,2}$", digits)
    if is_cut or not (numeral.is_rounded or _STYLED.fullmatch(digits)):
        return about(N_("its digits stand in odd groups: a misprint?"), digits)
    return ""


def _blank_doubt(digits: str) -> str:
    if re.fullmatch(r"\d{1,3},?\s\d{3}", digits) and not digits.endswith(", 000"):
        return about(N_("one number with a blank before thousands, or two numbers"), digits)
    return ""

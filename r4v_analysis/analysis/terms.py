"""When two printed numbers can be compared: the terms that each stands under, and what keeps two apart.

A number's terms are (dimension, code) pairs, in the order in which a difference is named. Two numbers
of one measure compare when no dimension differs, so that terms, and not pairs of numbers, are all
that a page has to carry to compare any two reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from r4v_analysis.data.population import series_of
from r4v_analysis.language.formats import N_
from r4v_analysis.values.period import Period

ANY = ""
"""A code that differs from none: the print does not say, and what it does not say changes nothing."""
UNKNOWN = "?"
"""A code that agrees with none, itself included: what is not stated can't be taken for the same."""
OWN_MONTH = "?month"
"""A basis that is not stated, in the text of a one-month report: alike only if each counts its own month."""

REASONS = {
    "count": N_("the two do not count the same"),
    "method": N_("R4V changed its method of estimation in between"),
    "year": N_("the two are of different plan years"),
    "list": N_("the two reports divide this sector differently"),
    "window": N_("the two cover windows of different length"),
    "since": N_("the two count from January of different years"),
    "basis": N_("the two count on different bases"),
    "basis?": N_("a report does not say on which basis it counts"),
}
"""Why two numbers can't be compared, by the dimension that differs; `?` where one does not state it."""

STOCKS = ("stock", "cumulative_programme")
"""Bases that count up to a day, whatever months the report covers."""
PLAN = ("requirements", "funding", "coverage", "people_targeted")
"""Measures of a plan year."""
NOT_TEXT = ("header", "sector_table")
COUNTED = ("indicator", "sector", "stream", "unit", "role", "sex", "place")
"""What two counts must have in common to count the same; of a procedure programme and stage too."""
PROCEDURE = ("programme", "stage")

Terms = tuple[tuple[str, str], ...]
Row = Mapping[str, Any]
"""An observation's cells; those of text columns are text, empty where nothing is in them."""


def obstacle(one: Terms, other: Terms) -> str:
    """The key in REASONS of what keeps two numbers of one measure apart; empty where they compare.

    Numbers under one id whose terms have other dimensions, such as a target in the box and one in the
    text, do not count the same.
    """
    if [dimension for dimension, _code in one] != [dimension for dimension, _code in other]:
        return "count"
    for (dimension, code), (_same, against) in zip(one, other, strict=True):
        if code == against and code != UNKNOWN:
            continue
        if UNKNOWN in (code[:1], against[:1]):
            return f"{dimension}?"
        if ANY not in (code, against):
            return dimension
    return ""


def is_if_monthly(one: Terms, other: Terms) -> bool:
    """Whether two numbers that compare do so only if each counts its own month."""
    return ("basis", OWN_MONTH) in one and ("basis", OWN_MONTH) in other


def header_terms(row: Row, period: Period) -> Terms:
    """Terms of a number of the header box: population by method, plan numbers by year, people by basis and window.

    An amount received without a stated basis can be of the year or of the report's months; a percentage
    is of the year, as coverage is defined.
    """
    basis = row["basis"]
    if row["indicator"] == "refugees_and_migrants":
        return (("method", series_of(period.end)),)
    if row["indicator"] in PLAN:
        stated = _basis(basis) if row["indicator"] == "funding" else ANY if _basis(basis) == UNKNOWN else basis
        return (("year", str(period.end.year)), ("basis", stated), ("window", _months(stated, period)))
    count = ("count", row["population_group"])
    return (count, ("basis", _basis(basis)), *_since(basis, period))


def count_terms(row: Row, period: Period, sectors_alike: str = ANY) -> Terms:
    """Terms of a count in the text or in the sector row; `period` is what it covers.

    `sectors_alike` names how the report's sector row divides the count's sector, empty where it has no parts.
    """
    basis = row["basis"]
    is_own_month = period.months == 1 and row["section"] not in NOT_TEXT and _basis(basis) == UNKNOWN
    counted = [row[name] for name in (*COUNTED, *(PROCEDURE if row["indicator"] == "regularization" else ()))]
    return (
        ("count", "/".join(counted)),
        ("count", row["population_group"]),
        ("list", sectors_alike),
        *_since(basis, period),
        ("basis", OWN_MONTH if is_own_month else _basis(basis)),
    )


def _basis(basis: str) -> str:
    return UNKNOWN if basis in ("", "unknown") else basis


def _since(basis: str, period: Period) -> Terms:
    """What window a count covers: totals since January by year, stocks none, others by their months."""
    year = str(period.end.year) if basis == "cumulative_ytd" else ANY
    return ("window", _months(basis, period)), ("since", year)


def _months(basis: str, period: Period) -> str:
    return ANY if basis in (*STOCKS, "cumulative_ytd", ANY, UNKNOWN) else str(period.months)

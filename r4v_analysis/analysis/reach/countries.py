"""A region's countries side by side: people reached since January over each country's target, by sector.

A share is of one country and one sector. People are added up over neither: sectors overlap (DOMAIN, rule 2),
and who travels through is counted, and planned for, by each country on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach.months import RUNNING, lacks_organizations, monitoring, of_all
from r4v_analysis.analysis.reach.targets import FAR_ABOVE, Comparison, comparison, is_no_number
from r4v_analysis.analysis.region import members
from r4v_analysis.data.queries import of_country, records
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.formats import N_, format_date, format_number, translator
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import exact

FAMILY = "country_target_coverage"

COUNTS = "country_targets"
"""What the ids of the counts of targets that `finding` has begin with."""

_COMPARED = N_("shares of the target by country and sector, cash and parts of other sectors left out")
_HALF = N_("of these, those whose running total is half of the target or more")
_ABOVE = N_("of these, those whose running total is above {times} × the target")

HALF = 0.5
"""The part of a target from which it counts as half reached."""


_MONTHS = [
    "country_iso3", "sector", "month", "people_reached", "is_around", "people_targeted", "share_of_target",
    "known_from", "reach_id",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """How many targets of a country and sector compare, how many were half reached by a day, and who has no total.

    Cash is left out. `far_above` of those half reached are far above the target; `early` of the `countries` have
    totals that end before the day.
    """

    compared: int
    half_reached: int
    far_above: int
    day: date
    countries: int
    early: int
    lacking: Sequence[str]


@once_a_report
def comparisons(report: Report) -> Mapping[str, Comparison]:
    """Running totals against targets of each country of a report's region that has both; empty for a country."""
    found = {code: comparison(report, code) for code in members(report, report.period.end.year)}
    return {code: item for code, item in found.items() if item is not None}


def finding(report: Report) -> Finding | None:
    """What the countries say together; cash is no sector. None where no country compares."""
    found = comparisons(report)
    if not found:
        return None
    shares = pd.concat([item.compared()["share"] for item in found.values()])
    lacking = [code for code in members(report, report.period.end.year) if code not in found]
    last = max(item.day for item in found.values())
    return Finding(
        compared=len(shares),
        half_reached=int((shares >= HALF).sum()),
        far_above=int((shares > FAR_ABOVE).sum()),
        day=last,
        countries=len(found),
        early=sum(1 for item in found.values() if item.day < last),
        lacking=lacking,
    )


def told_day(told: Finding, lang: str) -> str:
    """The day in words, with how many countries' totals end before it."""
    _ = translator(lang).gettext
    message = _("{day} (earlier in {early} of {countries} countries)") if told.early else "{day}"
    return message.format(day=format_date(told.day, lang), early=told.early, countries=told.countries)


def far_above(count: int, lang: str, linked: Markup | str = "") -> Markup | str:
    """How many shares are far above their target, `linked` to them, and what that may mean; empty for none."""
    _ = translator(lang).gettext
    message = _("Above {share}: {count}. Such a target may be of other people than the reach, or far too small.")
    share = format_number(FAR_ABOVE, "share", lang, 0.01)
    return Markup(message).format(share=share, count=linked or count) if count else ""  # noqa: S704  an own message


@once_a_report
def shares_by_month(report: Report) -> pd.DataFrame:
    """Each month's running total over the target of its country and sector, of all that `finding` would count then.

    Columns: country_iso3, sector, month, people_reached, is_around (`lacks_organizations`), people_targeted,
    share_of_target, known_from, reach_id.
    A month that a sector did not report has no row. Of the last month they are those that `finding` counts; of an
    earlier one a sector may be among them that is reported no more.
    """
    none = pd.DataFrame(columns=_MONTHS)
    return pd.concat([_by_month(report, code, found) for code, found in comparisons(report).items()] or [none])


def _by_month(report: Report, code: str, found: Comparison) -> pd.DataFrame:
    rows = of_all(of_country(monitoring(report, code)))
    targets = {row["sector"]: row["targeted"].value for row in records(found.top()) if row["targeted"].value}
    is_zero, rows = is_no_number(rows), rows[(rows["basis"] == RUNNING) & rows["sector"].isin(targets)]
    rows = rows.assign(is_around=lacks_organizations(rows))[~is_zero[rows.index]].dropna(subset=["people_reached"])
    targeted = rows["sector"].map(targets)
    shares = rows.assign(people_targeted=targeted, share_of_target=rows["people_reached"] / targeted)
    return shares[_MONTHS].sort_values(["country_iso3", "sector", "month"], ignore_index=True)


def metrics(report: Report) -> Iterator[Metric]:
    """`country_target_coverage.PER.education`: one a country and sector that can be compared, all groups together."""
    for code, found in comparisons(report).items():
        rows = found.ranked()
        for row in records(rows[rows["status"] == "compared"]):
            sector = str(row["sector"])
            yield Metric(
                f"{FAMILY}.{code}.{sector}",
                row["reached"] / row["targeted"],
                "share",
                N_("running total by {day} ÷ people targeted in {year}"),
                RUNNING,
                found.day,
                {"day": found.day, "year": str(found.year)},
                about=("country_sector", code, sector),
            )
    yield from _counts(report)


def _counts(report: Report) -> Iterator[Metric]:
    """How many of these `finding` counts, and which of them were half reached or are far above the target."""
    told = finding(report)
    if told is None:
        return
    rows = pd.concat([item.compared() for item in comparisons(report).values()])
    half, far = rows[rows["share"] >= HALF], rows[rows["share"] > FAR_ABOVE]
    for name, count, formula, times, found in (
        ("compared", told.compared, _COMPARED, 1.0, rows),
        ("half_reached", told.half_reached, _HALF, HALF, half),
        ("far_above", told.far_above, _ABOVE, FAR_ABOVE, far),
    ):
        pairs = zip(found["reached"], found["targeted"], strict=True)
        sources = [source for pair in pairs for item in pair for source in item.sources]
        counted, about = exact(count, *sources), {"times": times}
        yield Metric(f"{COUNTS}.{name}", counted, "targets", formula, as_of=told.day, constants=about)

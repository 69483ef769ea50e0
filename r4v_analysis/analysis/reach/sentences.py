"""Sentences of reach by sector, each number linked to where it comes from."""

from __future__ import annotations

import pandas as pd

from r4v_analysis.analysis.reach import sectors as reach
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import link
from r4v_analysis.language.formats import format_list, translator
from r4v_analysis.values.metric import Metrics


def bottom_line(report: Report, row: pd.DataFrame, items: Metrics, lang: str) -> Prose:
    """Who was reached by sector, and what can be said of people counted once."""
    _ = translator(lang).gettext
    links = {key.replace(".", "_"): link(item, lang) for key, item in items.items()}
    counted = row[~row["is_cross_cutting"] & row["people_reached"].notna()]
    if counted.empty:
        message = _("The report prints no number of people reached by sector, so sectors can't be compared.")
        return Prose([sentence(message)], "bottom-line")
    names = [labels.named(report, "sectors", code, lang) for code in counted["sector"]]
    links["largest"] = link(items[f"people_reached.{counted.iloc[0]['sector']}"], lang)
    first = reach.leaders(row)
    lines = [_most(items, len(first), len(counted), lang)]
    once, with_cbi = (items[name].quantity for name in ("people_once", "people_once_with_cbi"))
    if with_cbi.high == 0:
        message = ""
    elif (once.low, once.high) == (with_cbi.low, with_cbi.high):
        message = _(
            "Counted once, the people in the sector row are {people_once}. The sum is no number of people, because "
            "sectors overlap."
        )
    else:
        message = _(
            "Counted once, the people in the sector row are {people_once}, or {people_once_with_cbi} if no one "
            "who got cash is in a sector. The sum is no number of people, because sectors overlap."
        )
    lines += [message] if message else []
    if reach.is_outside(items["people_reached"].quantity, items["people_once_with_cbi"].quantity):
        lines.append(
            _(
                "The headline of {people_reached} people lies outside that interval, so it can't count on the "
                "same basis. It may cover a longer window; the report does not say."
            )
        )
    if row["people_reached_non_rmrp"].isna().all():
        lines.append(
            _("Activities outside the plan (non-RMRP) are not reported for any sector. That is not the same as none.")
        )
    name = format_list(names[: max(1, len(first))], lang)
    second = names[1] if len(names) > 1 else ""
    return Prose([sentence(line, name=name, second=second, **links) for line in lines], "bottom-line")


def _most(items: Metrics, leading: int, count: int, lang: str) -> str:
    """Which sector reached the most people, as a message: `leading` are level at the top, of `count` with a number."""
    _ = translator(lang).gettext
    if not leading:
        return _("No sector reached anyone: each that reports a number reports {largest}.")
    if count == 1:
        return _("{name} alone reports a number of people reached, {largest}.")
    if leading > 1:
        return _("{name} reached the most people, each of them {largest}.")
    if not _is_above_one(items, "largest_over_second"):
        return _("{name} reached the most people, {largest}.")
    return _("{name} reached the most people, {largest}: {largest_over_second} times as many as {second}.")


_LEVEL = 1.005
"""A ratio below it is shown as 1."""


def _is_above_one(items: Metrics, name: str) -> bool:
    """Whether a ratio is known, and more than once as much as it is shown."""
    value = items[name].quantity.value if name in items else None
    return value is not None and value >= _LEVEL


def headline_reasons(report: Report, items: Metrics, lang: str) -> Prose:
    """The likely reasons that headline and sector row disagree; inference is called inference."""
    _ = translator(lang).gettext
    bounds = items.get("people_once_with_cbi")
    if bounds is None or items["people_reached"].quantity.is_missing:
        message = _("Headline and sector row can't be held against each other: the report does not print both.")
        return Prose((), paragraphs=[sentence(message)])
    if not reach.is_outside(items["people_reached"].quantity, bounds.quantity):
        message = _("The headline does not contradict the sector row.")
        return Prose((), paragraphs=[sentence(message)])
    lines = [
        _("A longer window: the headline may count since January, the row only {period} (inference)."),
        _("Another population: the headline may hold people whom the row leaves out, such as those in transit."),
        _("Activities outside the plan: the headline may contain some that the row does not (inference)."),
    ]
    return Prose([sentence(line, period=labels.period(report, lang)) for line in lines], "caveat")


def unevenness(items: Metrics, lang: str) -> Prose:
    """How uneven reach is across sectors, and what that does not say."""
    _ = translator(lang).gettext
    counted = [key for key in items if key.startswith("people_reached.") and not items[key].quantity.is_missing]
    if "unevenness" not in items or len(counted) < 2:
        return Prose((), paragraphs=[sentence(_("Too few sectors report a number to say how uneven reach is."))])
    if items["unevenness"].quantity.is_missing:
        message = _("The sector in the middle of the list reports 0 people, so there is no ratio to it.")
        return Prose((), paragraphs=[sentence(message)])
    if not _is_above_one(items, "unevenness"):
        message = _("The largest sector reached about as many people as the sector in the middle of the list.")
        return Prose((), paragraphs=[sentence(message)])
    message = _(
        "The largest sector reached {unevenness} times as many people as the sector in the middle of the list, "
        "cash-based interventions left out. Sectors have different aims and targets: uneven reach is not by "
        "itself unfair or inefficient."
    )
    return Prose((), paragraphs=[sentence(message, unevenness=link(items["unevenness"], lang))])


def partners(items: Metrics, lang: str) -> Prose:
    """The number of partners as stated against the printed list."""
    _ = translator(lang).gettext
    if "partners_listed" not in items:
        return Prose((), paragraphs=[sentence(_("The report prints no list of partners."))])
    links = {key: link(items[key], lang) for key in ("partners_stated", "partners_listed", "partners_named")}
    message = _(
        "The text states {partners_stated} partners. The printed list has {partners_listed} entries with "
        "{partners_named} different names. The report does not say why they differ."
    )
    if items["partners_stated"].quantity.value == items["partners_named"].quantity.value:
        message = _("The text states {partners_stated} partners, and the printed list has as many different names.")
    return Prose((), paragraphs=[sentence(message, **links)])

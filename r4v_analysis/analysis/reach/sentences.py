"""Sentences of reach by sector, each number linked to where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pandas as pd
from markupsafe import Markup

from r4v_analysis.analysis.reach import parts, sectors, targets
from r4v_analysis.analysis.reach.activities import main_counts
from r4v_analysis.analysis.reach.countries import COUNTS, far_above, finding, told_day
from r4v_analysis.analysis.reach.groups import own_days, text_counts
from r4v_analysis.analysis.reach.months import MONTHLY
from r4v_analysis.analysis.reach.targets import FAR_ABOVE
from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.queries import Record, records
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels, quoting
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import sentence
from r4v_analysis.exhibits.tables import linked, observation_link, said
from r4v_analysis.language.formats import format_date, format_list, format_period, translator
from r4v_analysis.values.metric import Metrics, source_anchor

BULLETS = 3
"""Sentences of a bottom line, at most."""


def bottom_line(report: Report, row: pd.DataFrame, items: Metrics, lang: str) -> Prose:
    """Who was reached: the sectors, their targets, people counted once, what was received a person."""
    _ = translator(lang).gettext
    lines = [
        *_sectors(report, row, items, lang),
        *_countries(report, items, lang),
        *_targets(report, items, lang),
        *_once(report, items, lang),
        *_plan(report, items, lang),
    ]
    if not sectors.ranked(row).empty or not lines:
        lines += _funding(items, lang)
    lines += _activities(report, row, lang)
    told = lines or [sentence(_("The report prints no number of people reached or assisted."))]
    return Prose(list(islice(told, BULLETS)), "bottom-line")


def _plan(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """Whom the plan of the year means to assist, of those in need."""
    _ = translator(lang).gettext
    if "plan.share_targeted" in items:
        message = _("The plan of {year} means to assist {targeted} of {in_need} people in need, {share} of them.")
        yield sentence(
            message,
            year=report.period.end.year,
            targeted=said(items["plan.people_targeted"], lang),
            in_need=said(items["plan.people_in_need"], lang),
            share=said(items["plan.share_targeted"], lang),
        )


def _countries(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """Of a region's report: how many of its countries' targets were half reached, and who has no number."""
    _ = translator(lang).gettext
    told = finding(report)
    if told is None:
        return
    compared, half, far = (said(items[f"{COUNTS}.{name}"], lang) for name in ("compared", "half_reached", "far_above"))
    told_half = sentence(
        _("By {day}, {half} of {all} targets of a country and sector in {year} were half reached or more."),
        all=compared,
        half=half,
        year=report.period.end.year,
        day=told_day(told, lang),
    )
    yield Markup(" ").join(filter(None, (told_half, far_above(told.far_above, lang, far))))
    lacking = format_list([labels.country(report, code, lang) for code in told.lacking], lang)
    yield Markup(" ").join(
        [
            sentence(_("Counted are targets with a running total in their country’s last month, cash left out.")),
            *([sentence(_("No running totals are known of {countries}."), countries=lacking)] if lacking else []),
        ]
    )


def _sectors(report: Report, row: pd.DataFrame, items: Metrics, lang: str) -> Iterator[Markup]:
    """Which sector reached the most people, and how much of that one activity is."""
    _ = translator(lang).gettext
    counted, first = sectors.ranked(row), sectors.leaders(row)
    if counted.empty:
        return
    divided = _divided(report, items, lang)
    if divided:
        yield Markup(divided)  # noqa: S704  a sentence
        return
    names = [labels.named(report, "sectors", code, lang) for code in counted["sector"]]
    people = [said(items[f"people_reached.{code}"], lang) for code in counted["sector"]]
    ratio = items.get("largest_over_second")
    told = sentence(
        _most(items, len(first), counted, bool(row["is_apart"][~row["is_cross_cutting"]].any()), lang),
        name=format_list(names[: max(1, len(first))], lang),
        largest=_in_period(report, counted.iloc[0], people[0], lang),
        second=names[min(1, len(names) - 1)],
        second_largest=people[min(1, len(people) - 1)],
        ratio=said(ratio, lang) if ratio else "",
    )
    activity = _main_count(report, items, first[0], lang) if len(first) == 1 else ""
    yield Markup(" ").join(filter(None, (told, activity)))


def _in_period(report: Report, row: pd.Series, people: Markup, lang: str) -> Markup:
    """People with the months that they were reached in, where they are those of a time and not since January."""
    _ = translator(lang).gettext
    observed = report.first(observation_id=row["observation_id"])
    start, end = (
        (None, None) if observed is None else (as_date(observed[f"period_{side}"]) for side in ("start", "end"))
    )
    if row["basis"] != MONTHLY or start is None or end is None:
        return people
    return sentence(_("{people} in {period}"), people=people, period=format_period(start, end, lang))


def _most(items: Metrics, leading: int, counted: pd.DataFrame, are_some_apart: bool, lang: str) -> str:
    """Which sector reached the most people, as a message: `leading` are level at the top."""
    _ = translator(lang).gettext
    if not leading:
        return _("No sector reached anyone: each that reports a number reports {largest}.")
    if len(counted) == 1 and are_some_apart:
        return _("{name} reached {largest}; the other sectors count otherwise.")
    if len(counted) == 1:
        return _("{name} alone reports a number of people reached, {largest}.")
    if leading > 1:
        return _("{name} reached the most people, each of them {largest}.")
    if are_some_apart:
        return _(
            "Of the sectors that count alike, {name} reached the most people, {largest}; {second} {second_largest}."
        )
    if not counted["is_listed"].all():
        return _("Of the sectors with a number, {name} reached the most people, {largest}; {second} {second_largest}.")
    ratio = items["largest_over_second"].quantity.value if "largest_over_second" in items else None
    if ratio is None or ratio < _LEVEL:
        return _("{name} reached the most people, {largest}.")
    return _("{name} reached the most people, {largest}: {ratio} times as many as {second}.")


_LEVEL = 1.005
"""A ratio below it is shown as 1."""


def _main_count(report: Report, items: Metrics, sector: str, lang: str) -> Markup | str:
    """The activity that makes most of a sector, with what the sector is without it; empty where none does."""
    _ = translator(lang).gettext
    found = main_counts(report)
    found = found[found["sector"] == sector]
    if found.empty:
        return ""
    count = found.iloc[0]
    message = _("One activity, “{printed}”, is {share} of it, if both count alike; without it there are {rest}.")
    if count["is_same_basis"]:
        message = _("One activity, “{printed}”, is {share} of it; without it there are {rest}.")
    return sentence(
        message,
        printed=_printed(report, str(count["count"]), lang),
        share=said(items[f"count_in_sector.{sector}"], lang),
        rest=said(items[f"sector_without_count.{sector}"], lang),
    )


def _divided(report: Report, items: Metrics, lang: str) -> Markup | str:
    """How the text divides the headline, where it does; empty where it does not."""
    _ = translator(lang).gettext
    frame = parts.parts(report)
    headline = report.first(section="header", indicator="people_reached")
    if headline is None or frame.empty:
        return ""
    frame = frame[frame["part_of"] == headline["observation_id"]].sort_values("share", ascending=False)
    if frame.empty:
        return ""
    told = [
        sentence(
            _("{share} “{printed}”"),
            share=said(items[f"share.{name}"], lang),
            printed=_printed(report, str(name), lang),
        )
        for name in frame["observation_id"]
    ]
    message = _("Of {people} people reached: {parts}.")
    return sentence(message, people=said(items["people_reached"], lang), parts=Markup("; ").join(told))


def _targets(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """How far sectors are from their targets: as the report prints it, else from running totals."""
    _ = translator(lang).gettext
    printed = [item for key, item in items.items() if key.startswith("target_reached.") and item.about]
    printed.sort(key=lambda item: -(item.quantity.value or 0))
    if printed:
        told = [
            _("{sector} {share}").format(
                sector=labels.sector_and_group(report, item.about[1], item.about[2], lang), share=said(item, lang)
            )
            for item in printed
        ]
        message = _("Share of the target reached: {sectors}.")
        values = {"sectors": Markup("; ").join(map(Markup, told))}
        if "target_reached" in items:
            message = _("Share of the target reached: {sectors}; all sectors together {all}.")
            values["all"] = said(items["target_reached"], lang)
        yield sentence(message, **values)
        return
    if "target_reached" in items:
        yield sentence(_("{all} of the target was reached."), all=said(items["target_reached"], lang))
    yield from _coverage(report, items, lang)


def _coverage(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """The largest and the smallest share of a target, cash and sub-sectors left out."""
    _ = translator(lang).gettext
    found = targets.comparison(report)
    if found is None:
        return
    rows = found.compared()
    if rows.empty:
        return
    message = _("By {day}, {most} had reached {high} of its target of {year}.")
    if len(rows) > 1:
        message = _("By {day}, {most} had reached {high} of its target of {year}, {least} {low}.")
    if len(rows) > 1 and found.is_partial:
        message = _(
            "By {day}, of the sectors in that month’s running totals, {most} had reached {high} of its target of "
            "{year}, {least} {low}."
        )
    first, last = rows.iloc[0]["sector"], rows.iloc[-1]["sector"]
    told = sentence(
        message,
        day=format_date(found.day, lang),
        year=found.year,
        most=labels.named(report, "sectors", first, lang),
        least=labels.named(report, "sectors", last, lang),
        high=said(items[f"target_coverage.{first}"], lang),
        low=said(items[f"target_coverage.{last}"], lang),
    )
    far = int((rows["share"] > FAR_ABOVE).sum())
    leading = linked(items[f"target_coverage.{first}"].anchor, str(far))
    yield Markup(" ").join(filter(None, (told, far_above(far, lang, leading))))


def _once(report: Report, items: Metrics, lang: str) -> Iterator[Markup]:
    """People counted once, and whether the headline fits them; the headline alone where sectors bound nothing."""
    _ = translator(lang).gettext
    once, headline = items.get("people_once"), items["people_reached"]
    if once is None or once.quantity.high == 0:
        if not headline.quantity.is_missing and not _divided(report, items, lang):
            yield sentence(_("The report counts {people} people reached in all."), people=said(headline, lang))
        return
    wide = items.get("people_once_with_cbi", once)
    message = _("Counted once, that is {once} people.")
    if wide.quantity.high != once.quantity.high:
        message = _("Counted once, that is {once} people, or {wide} if no one who got cash is in a sector.")
    told = sentence(message, once=said(once, lang), wide=said(wide, lang))
    yield Markup(" ").join(filter(None, (told, _headline(items, lang))))


def _headline(items: Metrics, lang: str) -> Markup | str:
    """Whether the headline fits the people counted once; empty where there is none."""
    _ = translator(lang).gettext
    headline, bounds = items["people_reached"], items.get("people_once_with_cbi", items["people_once"])
    if headline.quantity.is_missing:
        return ""
    message = _("The headline of {people} fits.")
    if sectors.is_outside(headline.quantity, bounds.quantity):
        message = _("The headline of {people} counts something else, such as more months or people in transit.")
    return sentence(message, people=said(headline, lang))


def _funding(items: Metrics, lang: str) -> Iterator[Markup]:
    _ = translator(lang).gettext
    if "funding_per_person" in items:
        message = _("{money} was received for each person of the headline, if both cover the same months.")
        yield sentence(message, money=said(items["funding_per_person"], lang))


def _activities(report: Report, row: pd.DataFrame, lang: str) -> Iterator[Markup]:
    """The largest counts of the text, where no sector has a number: people assisted, else other people."""
    _ = translator(lang).gettext
    if not sectors.ranked(row).empty:
        return
    rows = text_counts(report)
    rows = rows[rows["part_of"].isna() & (rows["unit"] != "share")]
    assisted = rows[rows["role"] == "assisted"]
    rows = assisted if len(assisted) else rows
    rows = rows.sort_values("value", ascending=False, kind="stable").head(BULLETS)
    if rows.empty:
        return
    told = [
        sentence(
            _("{sector} {number} (“{printed}”)") if as_text(row["sector"]) else _("{number} (“{printed}”)"),
            sector=labels.named(report, "sectors", as_text(row["sector"]), lang) if as_text(row["sector"]) else "",
            number=_dated(report, row, lang),
            printed=_printed(report, row["observation_id"], lang),
        )
        for row in records(rows)
    ]
    message = _("The largest counts of people assisted in the text: {counts}.") if len(assisted) else ""
    yield sentence(message or _("The largest counts in the text: {counts}."), counts=Markup("; ").join(told))


def _dated(report: Report, row: Record, lang: str) -> Markup:
    """A count of the text, with its days where they are not the report's period."""
    number = observation_link(report, row["observation_id"], lang)
    return Markup(", ").join(filter(None, (number, own_days(report, row, lang))))


def _printed(report: Report, name: str, lang: str) -> Markup:
    """The printed words of an observation, in their language, linked to their row."""
    row = report.first(observation_id=name)
    words = "" if row is None else quoting.marked(row["printed"], str(report.row["language"]), lang)
    return linked(source_anchor(f"{report.report_id}/{name}"), words)


def partners(items: Metrics, lang: str) -> Prose:
    """The number of partners as stated against the printed list."""
    _ = translator(lang).gettext
    if "partners_listed" not in items:
        return absent(_("The data have no list of the report's partners."))
    links = {key: said(items[key], lang) for key in ("partners_stated", "partners_listed", "partners_named")}
    message = _(
        "The text states {partners_stated} partners. The printed list has {partners_listed} entries with "
        "{partners_named} different names."
    )
    if items["partners_stated"].quantity.value == items["partners_named"].quantity.value:
        message = _("The text states {partners_stated} partners, and the printed list has as many different names.")
    return Prose((), paragraphs=[sentence(message, **links)])

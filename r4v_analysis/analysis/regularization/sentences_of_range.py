"""Sentences of the range for a deadline: what it is, why there is none, and how it did where the end is known."""

from __future__ import annotations

from markupsafe import Markup

from r4v_analysis.analysis.regularization.clock import OpenProgramme, running
from r4v_analysis.analysis.regularization.deadline_range import (
    FEWEST,
    LEVELS,
    Outlook,
    first_announced,
    is_open,
    outlooks,
    percent,
    printed,
    range_of,
)
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Prose, absent
from r4v_analysis.exhibits.sentences import or_more, sentence
from r4v_analysis.exhibits.tables import said
from r4v_analysis.language.formats import N_, format_date, format_number, translator
from r4v_analysis.values.metric import Metrics

NO_RANGE = N_(
    "No range for a deadline: no programme with a known opening and deadline was open with a count of its own."
)
"""Said once, by whatever would show a range or try one."""


def ranges(report: Report, items: Metrics, lang: str) -> Prose:
    """The ranges of each running programme with what they assume, or why there is none."""
    _ = translator(lang).gettext
    found = outlooks(report)
    if not found:
        return absent(_(NO_RANGE))
    lines = [line for item, outlook in found for line in _lines(report, item, outlook, items, lang)]
    summary = ""
    if any(outlook.is_given for _item, outlook in found):
        lines.append(
            sentence(
                _(
                    "Assumed: the programme is one more like those it is compared with, whatever differs in law, fee "
                    "and number of those eligible; the deadline is not moved; “around” and “or more” stand for the "
                    "number printed. What it can’t know is what changes before the deadline."
                )
            )
        )
        summary = _("How the ranges are made, and what they assume")
    return Prose(lines, summary=summary)


def deadlines(report: Report, items: Metrics, lang: str) -> list[Markup]:
    """One short sentence for each running programme that has a range, people first."""
    found = [item for item, outlook in outlooks(report) if outlook.is_given]
    return [_short(report, item, items, lang) for item in sorted(found, key=lambda item: item.unit != "people")]


def _short(report: Report, item: OpenProgramme, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    return sentence(
        _("{programme}: {range} at its deadline, if it goes on like 8 in 10 programmes."),
        programme=labels.programme(report, item.series.programme, lang),
        range=_range(items, item, LEVELS[0], lang),
    )


def _range(items: Metrics, item: OpenProgramme, level: float, lang: str, family: str = "deadline_range") -> str:
    return or_more(said(range_of(items, item, level, family), lang), is_open(item.count), lang)


def _lines(report: Report, item: OpenProgramme, outlook: Outlook, items: Metrics, lang: str) -> list[Markup]:
    if not outlook.is_given:
        return [_declined(report, item, items, lang)]
    return [_given(report, item, items, lang), *_beside(report, item, items, lang)]


def _given(report: Report, item: OpenProgramme, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    message = _(
        "{series}: {range_80} at the deadline of {deadline} would be in line with 8 in 10 programmes, {range_90} with "
        "9 in 10, by the courses of {cases} finished ones from the same point of their window ({gone})."
    )
    key, deadline = item.series.key, item.series.window.deadline
    given = sentence(
        message,
        series=labels.programme_stage(report, item.series.programme, item.series.stage, lang),
        range_80=_range(items, item, 0.8, lang),
        range_90=_range(items, item, 0.9, lang),
        deadline=format_date(deadline[1], lang) if deadline else "",
        cases=said(items[f"deadline_cases.{key}"], lang),
        gone=said(items[f"clock.{key}"], lang),
    )
    why = sentence(_("The count is printed as a number or more, so each end is too.")) if is_open(item.count) else ""
    return Markup(" ").join(filter(None, (given, why)))


def _beside(report: Report, item: OpenProgramme, items: Metrics, lang: str) -> list[Markup]:
    """What a straight line would say, the deadline that was announced first, and the unit where it is another."""
    _ = translator(lang).gettext
    name = labels.programme(report, item.series.programme, lang)
    line = said(items[f"straight_line.{item.series.key}"], lang)
    lines = [
        sentence(
            _("{programme}: a straight line from the opening would say {line}. It is given to be compared with."),
            programme=name,
            line=line,
        )
    ]
    first = first_announced(report, item)
    if first and first[0].deadline and first[1].is_given:
        message = _(
            "{programme}: for the deadline that was announced first, {deadline}, it would be {range_80} (8 in 10) and "
            "{range_90} (9 in 10)."
        )
        values = {
            f"range_{percent(level)}": _range(items, item, level, lang, "deadline_range_first") for level in LEVELS
        }
        lines.append(sentence(message, programme=name, deadline=format_date(first[0].deadline[1], lang), **values))
    if item.unit != "people":
        message = _("{programme}: its count is of procedures, most others are of people: courses are compared alone.")
        lines.append(sentence(message, programme=name))
    return lines


def _declined(report: Report, item: OpenProgramme, items: Metrics, lang: str) -> Markup:
    _ = translator(lang).gettext
    message = _(
        "{series}: no range for its deadline is given. It takes {fewest} finished programmes with a count by the same "
        "share of their window ({gone}), and {cases} were known."
    )
    if printed(item.gone)[0] <= 0:
        message = _("{series}: no range for its deadline is given, since its count is of the day on which it opened.")
    return sentence(
        message,
        series=labels.programme_stage(report, item.series.programme, item.series.stage, lang),
        fewest=format_number(FEWEST, "people", lang),
        gone=said(items[f"clock.{item.series.key}"], lang),
        cases=said(items[f"deadline_cases.{item.series.key}"], lang),
    )


def backtest(report: Report, items: Metrics, lang: str) -> Prose:
    """How such ranges did on the finished programmes themselves, in one line."""
    _ = translator(lang).gettext
    if not running(report):
        return absent(_(NO_RANGE))
    if not items["deadline_tried"].quantity.value:
        return absent(
            _("Such a range could not be tried: with one programme left out, fewer than {number} were known.").format(
                number=format_number(FEWEST, "people", lang)
            )
        )
    message = _(
        "Tried on the finished programmes themselves, each left out in turn at each of its counts: of {tried} ranges, "
        "{held_80} held what came at 8 in 10, and {held_90} at 9 in 10."
    )
    values = {name: said(items[f"deadline_{name}"], lang) for name in ("tried", "held_80", "held_90")}
    return Prose((), paragraphs=[sentence(message, **values)])

"""When a number of the text counts: the days that its own sentence gives it, else those of the report."""

from __future__ import annotations

import re
from datetime import date

from r4v_analysis.intake.draft.guess import Guess
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import Cells
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.date_words import date_spans, years_in
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.passages import Passage
from r4v_analysis.intake.words import families

_FAR = 90
"""Letters behind a number in which its verb stands."""
STOCKS = ("refugees_and_migrants", "population_worldwide", "asylum_seekers")
_ON_A_DAY = ("regularization", *STOCKS, "requirements", "coverage", "funding", "donor_share")
_SINCE_JANUARY, _SINCE, _RELATIVE, _LONGER, _OF_THOSE, _TO_DATE = (
    re.compile(families("times")[name], re.IGNORECASE)
    for name in ("since_january", "since", "relative", "longer", "of_those_before", "to_date")
)
"""A count of the year so far; one from another day than the report's first; one for days that no date says; one of
years; one of those whom the sentence before counts; one up to a day that is not said."""
_NEW = re.compile(r"\bnew\b|\bnuev[oa]s\b", re.IGNORECASE)
_FILED = re.compile(r"\b(?:fil|lodg|submit|receiv|regist|made|present|recib|tramit)\w*\b", re.IGNORECASE)
"""Verbs by which claims may be those of the period."""
_IN_A_SPAN = re.compile(
    r"(?:^|\b(?:in|during|on|(?<!as )of|for|throughout|within|en|durante|(?<!hasta )(?<!desde )(?<!para )el|"
    r"(?<!antes )(?<!partir )del?|mes de|month of)\s+(?:the\s+(?=month|period))?"
    r"(?:(?:(?-i:[A-Z])\w+day|month|mes|period|período|periodo)s?,?\s+(?:of\s+|de\s+)?)?)[\W]*$",
    re.IGNORECASE,
)
"""Before a day or a month in which a thing was done, and not up to which or from which."""
_FROM = re.compile(
    r"\b(?:since|desde|(?:starting|beginning) (?:in|on|from)|a partir del?)\s+(?:(?:the|el|mes de)\s+)?$", re.I
)
"""Before the day or month from which a count goes."""
_FROM_THEN = re.compile(r"\b(?:since|after|following|desde|tras|luego de)\b[^.;,]*$", re.IGNORECASE)
"""Before a day on which something else happened."""
_IN_YEAR = re.compile(r"\b(?:in|during|throughout|en|durante)\s+(?:(?:the year|el año|todo)\s+)?$", re.IGNORECASE)
_LED_BY_YEAR = re.compile(r"\W*(?:In|During|En|Durante) (?:the year |el año )?20\d\d\b")
_OF_ANOTHER_NOUN = re.compile(r"\b(?:which|where|donde|l[oa]s? cual(?:es)?|que (?:se|fue(?:ron)?))\b", re.IGNORECASE)
"""Between a number and a date: the date is that of a noun in between, as in `the Round, which was held on`."""
_UP_TO = re.compile(
    r"\b(?:hasta|desde|until|up to|through|since|by) (?:(?:el|the) )?(?:(?:fin(?:es|al)?|end) (?:de|of) )?$",
    re.IGNORECASE,
)
"""Before a day or a month up to which a value of a box counts, or from which."""
_OF_PLAN = re.compile(
    r"(?:RMRP|PRRM|plan|plan de respuesta|appeal)\W+(?:for\W+|of\W+|de\W+|20\d\d\s?[-–]\s?)?$", re.IGNORECASE
)


def dated(found: Guess, reading: Reading, setting: Setting) -> Cells:
    """Basis and days: those of the sentence, else the report's own."""
    near = reading.near
    if found.indicator in _ON_A_DAY:
        day = near.high if near and near.kind in ("day", "month", "part") else setting.end
        basis = "stock" if found.indicator in STOCKS else ""
        basis = "cumulative_programme" if found.indicator == "regularization" else basis
        return {"basis": basis, "as_of": day.isoformat()}
    is_own = near is not None and _is_span(near, reading) and _may_be_own(near, setting)
    if found.indicator == "asylum_claims" and not (
        _FILED.search(reading.own.words) or is_of_the_period(reading, setting) or _other_year(reading, setting)
    ):
        return {"as_of": (near.high if near else setting.end).isoformat()}
    if found.unit == "people" and _SINCE_JANUARY.search(reading.around.text):
        start, end = setting.end.replace(month=1, day=1).isoformat(), setting.end.isoformat()
        return {"basis": "cumulative_ytd", "period_start": start, "period_end": end, "as_of": end}
    if found.indicator == "people_targeted":
        return {"basis": "unknown", **setting.days_of(found.indicator)}
    year = _other_year(reading, setting)
    low, high = (near.low, near.high) if near and is_own else year or (setting.start, setting.end)
    if near and not is_own and _FROM.search(reading.around.text[: near.start - reading.around.start]):
        low, is_own = (near.low, True) if near.low < setting.end else (low, False)
    basis = ""
    if found.unit == "people":
        is_new = _NEW.search(reading.number.context)
        basis = "period_new" if is_new else "period_total" if is_own or year else "unknown"
    return {"basis": basis, "period_start": low.isoformat(), "period_end": high.isoformat()}


def _other_year(reading: Reading, setting: Setting) -> tuple[date, date] | None:
    """The one year, and no day or month of it, in which a sentence says that its number counts; not the report's."""
    text = reading.around.text
    lead = _LED_BY_YEAR.match(text)
    own = f"{lead.group() if lead else ''} {reading.own.words}"
    named = {year for year, start, _ in years_in(own) if _IN_YEAR.search(own[:start])}
    if reading.dates or len(named) != 1 or named != _years(text) or not _has_foreign_year(named, setting):
        return None
    (year,) = named
    return date(year, 1, 1), date(year, 12, 31)


def is_of_the_period(reading: Reading, setting: Setting) -> bool:
    """Whether words say that claims are new, or of days, a month or a year; else they may be all so far."""
    text, near = reading.around.text, reading.near
    is_own = near is not None and _is_within(near, setting) and _is_span(near, reading)
    return bool(is_own or _NEW.search(text) or _RELATIVE.search(text) or _is_own_year(text, setting))


def is_of_another_time(cells: Cells, reading: Reading, setting: Setting) -> bool:
    """Whether words name a time that is neither the row's own nor the report's period.

    A sentence that gives its number days of its own needs no others; one that gives none takes them
    from the paragraph, or from the line that leads its list.
    """
    if cells["basis"] == "cumulative_ytd":
        return False
    if cells["as_of"]:
        return _is_stock_of_another_day(cells, reading, setting)
    text = reading.around.text
    if cells["indicator"] == "people_targeted":
        return not _years(text) <= {int(cells["period_start"][:4])}
    if _LONGER.search(f"{reading.lead_in} {text}") or _OF_THOSE.search(text):
        return True
    spans = {(moment.low, moment.high) for moment in reading.dates}
    own = (cells["period_start"], cells["period_end"])
    if not setting.start.isoformat() <= own[0] <= own[1] <= setting.end.isoformat():
        return True
    if any(moment.kind == "part" for moment in reading.dates):
        return True
    if len(spans) > 1 or _has_foreign_year(_years(text), setting) or _SINCE.search(text):
        return True
    if any((low.isoformat(), high.isoformat()) != own for low, high in spans):
        return True
    if reading.near and not _is_span(reading.near, reading):
        return True
    has_own = bool(reading.dates) or _is_own_year(text, setting)
    is_open = (
        not has_own and setting.start.month > 1 and _TO_DATE.search(f"{reading.own.before} {reading.after[:_FAR]}")
    )
    is_vague = bool(is_open or _RELATIVE.search(text)) or bool(_years(text) and not has_own)
    return is_vague or (not has_own and any(_is_elsewhere(above, setting) for above in (reading.lead_in, reading.lead)))


def is_box_of_another_time(own: Passage, days: tuple[str, str], setting: Setting) -> bool:
    """Whether the few words of a box's value say that it counts for other days than the report's."""
    dates = [moment for moment in setting.dates if own.holds(moment.start)]
    if any((moment.low.isoformat(), moment.high.isoformat()) != days for moment in dates):
        return True
    ahead = [own.text[: moment.start - own.start] for moment in dates]
    return any(map(_UP_TO.search, ahead)) or any(
        words.search(own.text) for words in (_SINCE, _SINCE_JANUARY, _RELATIVE)
    )


def has_foreign_year(text: str, setting: Setting) -> bool:
    """Whether words name a year that the report's period has no day of, other than a plan's."""
    return _has_foreign_year(_years(text), setting)


def _is_stock_of_another_day(cells: Cells, reading: Reading, setting: Setting) -> bool:
    near = reading.near
    if near is not None and near.high.isoformat() == cells["as_of"]:
        ahead = reading.around.text[: near.start - reading.around.start][-60:]
        return near.kind == "part" or near.high > setting.end or bool(_FROM_THEN.search(ahead))
    is_elsewhere = near is not None and not _is_within(near, setting)
    return is_elsewhere or _has_foreign_year({year for year, *_ in years_in(reading.around.text)}, setting)


def _is_within(near: PrintedDate, setting: Setting) -> bool:
    """Whether a date lies in the report's period."""
    return setting.start <= near.low and near.high <= setting.end


def _may_be_own(near: PrintedDate, setting: Setting) -> bool:
    """Whether a date can be a count's window: one in the report's period, or printed days or months not after it."""
    return _is_within(near, setting) or (near.kind in ("days", "months") and near.high <= setting.end)


def _is_span(near: PrintedDate, reading: Reading) -> bool:
    """Whether a date can be the window of a count: no day up to which it goes, as in `by 29 April`."""
    ahead = reading.around.text[: near.start - reading.around.start]
    if _OF_ANOTHER_NOUN.search(ahead[max(0, reading.number.end - reading.around.start) :]):
        return False
    return near.kind in ("days", "months") or bool(_IN_A_SPAN.search(ahead))


def _years(text: str) -> set[int]:
    """The years that words name, those of plans aside."""
    return {year for year, start, _ in years_in(text) if not _OF_PLAN.search(text[:start][-30:])}


def _has_foreign_year(years: set[int], setting: Setting) -> bool:
    return not years <= set(range(setting.start.year, setting.end.year + 1))


def _is_own_year(text: str, setting: Setting) -> bool:
    """Whether a report of a whole year names that year."""
    is_whole = (setting.start.month, setting.end.month) == (1, 12)
    return is_whole and setting.end.year in _years(text)


def _is_elsewhere(text: str, setting: Setting) -> bool:
    """Whether words above name a time from which or up to which a count goes, or one outside the report's period."""
    years = _years(text)
    if _SINCE.search(text) or _has_foreign_year(years, setting):
        return True
    if years and not (date_spans(text) or _is_own_year(text, setting)):  # a whole year, and the report's is none
        return True
    months = range(setting.start.month, setting.end.month + 1)
    return setting.start.year == setting.end.year and any(
        span.first[1] not in months or span.last[1] not in months for span in date_spans(text)
    )

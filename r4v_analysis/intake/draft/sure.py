"""What makes a row of the text sure: each attribute stands beside its number, and nothing near it says otherwise.

Here, and nowhere else, a reading that the words gave is held against all else that they say: its time,
its place, whose it is, how it is printed. A question that finds something lowers the row to a
proposal with the reason, or leaves it to a person; no question ever raises one.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from r4v_analysis.data.names import folded
from r4v_analysis.intake.draft.account import COUNTED, TAUGHT, beyond_label, left_over
from r4v_analysis.intake.draft.box_days import BoxDays, box_days
from r4v_analysis.intake.draft.box_labels import LABELS
from r4v_analysis.intake.draft.group import groups_in, is_host_community, names_a_group, names_nationals
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.guess_amounts import is_of_one_plan
from r4v_analysis.intake.draft.issuer import OWN_APPEAL, names_appeal, names_plan, plan_years
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.place import names_a_place
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import DraftRow
from r4v_analysis.intake.draft.scope import SHARE_ASIDE, scope
from r4v_analysis.intake.draft.sector import OF_NO_SECTOR, OF_ONE_SECTOR, sectors_said
from r4v_analysis.intake.draft.setting import REGIONS, Setting
from r4v_analysis.intake.draft.table import Cell
from r4v_analysis.intake.draft.vocabulary import PLANNED
from r4v_analysis.intake.draft.whole import Whole
from r4v_analysis.intake.draft.window import (
    STOCKS,
    has_foreign_year,
    is_box_of_another_time,
    is_of_another_time,
    is_of_the_period,
)
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.printed.passages import Passage, sentence
from r4v_analysis.intake.wording import about
from r4v_analysis.intake.words import any_of, families, words
from r4v_analysis.language.formats import N_

_OF_PLAN = ("requirements", "funding", "coverage")
_OF_BOX = ("people_targeted", "people_reached")
_OF_A_COUNTRY = ("refugees_and_migrants", "population_worldwide", "asylum_claims", *_OF_PLAN)
_SUBSECTOR = re.compile("protection_")
_ESTIMATE = re.compile(r"\b(?:estimated|estimad[oa]s?|estimates?|estima(?:n|ndo)?)\b", re.IGNORECASE)
_ESTIMATED = re.compile(rf"{_ESTIMATE.pattern}\W*(?:\w+\W+){{0,2}}$", re.IGNORECASE)
_AN_ESTIMATE = N_("an estimate, which no word of those that qualify a number says")
_OF_A_NUMERAL = any_of(words("about_a_value"))
_LINES_ABOVE = 6
_MOST_PEOPLE = 1e9
"""Of any count of a report, with room: `4,054,870 million` has its digits and the word for them, too."""
_LONGEST_LABEL = 120
"""Letters of a box's value with its label; a longer line is of several."""
_WORLD, _DECIDED, _MORE, _FORESEEN, _OF_SOME, _REGIONAL, _WHO = (
    any_of(families("doubts")[name])
    for name in ("world", "decided", "more", "foreseen", "said_of_them", "regional", "one_nation")
)
_ABROAD = re.compile(r"\bdisplaced abroad\b(?! worldwide)|\ben el exterior\b", re.IGNORECASE)
"""Of one country or of the world, by the list in which it stands."""
_BY_WHOM = re.compile(
    r"\b(?:authorit(?:y|ies)|government|ministry|autoridades|gobierno|ministerio|(?-i:[A-Z]{3,}))\s(?:\w+\s)?"
    r"(?:estimat|report|count|regist|stim|estim|inform|calcul)\w*\b",
    re.IGNORECASE,
)
"""Who counted a stock, as the subject of its sentence."""
_NOTED = re.compile(r"\w\s?([*¹²³])")
"""The sign of a note, which stands at the foot of a page."""
_ONLY = re.compile(
    r"\b(?:only|alone|s[oó]lo|solamente|únicamente|exclud\w+|excluy\w+|not include|no incluye\w*)\b", re.IGNORECASE
)
"""In a note: the number is of a part."""
PLANS = re.compile(f"{PLANNED.pattern}|{any_of(words('plans')).pattern}", re.IGNORECASE)
"""Words of a heading or of a line that leads a list, by which the list is one of targets or plans."""
_HOST = re.compile(r"\b(?:host(?:s|ed|ing)?|acogen?|albergan?)\W+(?:a\s+)?[^.;]{0,30}$", re.IGNORECASE)
_HOSTED_BY = re.compile(
    r"(?<!in )(?<!of )(?<!en )(?<!de )§[\s,)]*"
    r"(?:(?:also|currently|now|still|has|had|is|alone|continues to|actualmente|ya|también|which|que)\s+){0,3}"
    r"(?:host(?:s|ed|ing)?|acogen?|albergan?)\W+(?:a\s+)?[^.;]{0,30}$",
    re.IGNORECASE,
)
_HOSTED_IN = re.compile(
    r"(?<!\w)(?!The\b|El\b|La\b)[A-ZÁÉÍÓÚÑ][\w'’-]+\s+(?:(?:also|currently|now|ya|también|actualmente)\s+)?"
    r"(?:host(?:s|ed)?|acoge|alberga)\s[^.;]{0,30}$"
)
"""Before a stock: who hosts it, where the report's own country is written as a sign; a place that is none."""
_NAME = (
    r"(?:(?:the|el|la|los|las)\s+)?(?!(?:An?|Se|It)\b)(?P<{}>(?-i:[A-ZÁÉÍÓÚÑ])[\w'’-]+"
    r"(?:\s+(?:(?:de|del|la|of|the|for|para|los|y|and)\s+){{0,2}}(?-i:[A-ZÁÉÍÓÚÑ])[\w'’-]+){{0,7}})"
)
_SAYING = words("saying")
_CITED = re.compile(
    r"\b(?:according to|según(?! inform)|de acuerdo con|reported by|source:|fuente:)\s+"
    r"(?:(?:the|el|la|los|las|official|figures|data|cifras|datos|oficiales|of|from|de|del)\s+){0,4}"
    r"(?P<who>(?-i:[A-ZÁÉÍÓÚÑ])(?:[^,;:()\d.§]|\d(?=[^\W\d])){1,50}?)(?:[,;:().§]|\s(?:as|in|of|al|en)\b|$)|"
    r"\((?!(?:As|By|Until|Since|In|Al?|Hasta|Desde|En)\b)(?P<bracket>(?-i:[A-ZÁÉÍÓÚÑ])[^()§]{1,50}?)§\)|\((?-i:[A-ZÁÉÍÓÚÑ])[^()§]{1,50}20\d\d\)|"
    rf"(?:^|[.,;]\s+|§,?\s+){_NAME.format('subject')}\s+(?:(?:has|have|ha|han)\s+)?(?:{_SAYING})(?!\w)|"
    rf",\s+(?:(?:según|as)\s+)?(?:{_SAYING})\s+{_NAME.format('teller')}",
    re.IGNORECASE,
)
"""Who is cited for a stock: behind such words, in brackets before its day, which is written as a sign, or as the
subject of a verb of saying."""
_BY_YEAR = re.compile(r"\([A-ZÁÉÍÓÚÑ][^()]{0,50}20\d\d\)")
_ANOTHER_TIME = N_("its sentence names another time than the report's period")
_MAY_BE_ANOTHER = N_("words that may make it another count")
_RATE = re.compile(families("times")["rate"], re.IGNORECASE)
_OTHER_DAY = N_("the report prints the same number of another day too: check of which day it is")
_A_SOURCE = N_("a source is cited: check who counted, and of which day it is")
_WHOSE_MONEY = N_("its label may be of a sector, an agency or the region: check whose money it is")
_FOR_WHAT = re.compile(
    r"\s*(?:for|para)\s+(?:(?:the|el|la)\s+)?(?P<name>[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w'’-]+)*)"
)
"""Behind an amount: the country or the part of it, or the sector, for which it is."""
_ELSEWHERE = N_("of another country, or of the region, and not of the report's own")


def judged(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """The row after every question; its confidence is never higher than before."""
    is_counted = row.cells["indicator"] in COUNTED
    for question in (_meant, *(_OF_COUNTS if is_counted else _OF_OTHERS), _list, _group, _time, _place, _digits):
        row = question(row, reading, setting)
    return row


def judged_of_box(row: DraftRow, setting: Setting) -> DraftRow:
    """A value of the box after what the few words on its line or beside it, and its note, say of its days."""
    days = (row.cells["period_start"], row.cells["period_end"])
    near = _beside(setting.passages, row.start)
    row = _of_what(row, near, setting)
    beside = "\n".join([_headings_of_box(setting.passages, row.start), *(passage.text for passage in near)])
    marks = {match[1] for match in _NOTED.finditer(beside)}
    notes = [passage for passage in setting.passages if passage.text[:1] in marks]
    if only := next(filter(None, (_ONLY.search(note.text) for note in notes)), None):
        row = row.doubted(about(_MAY_BE_ANOTHER, only.group()), "medium")
    if not days[0]:
        return _of_day(row, box_days(row.start, setting), sentence(setting.passages, row.start))
    near += notes
    if not any(is_box_of_another_time(passage, days, setting) for passage in near):
        return row
    return row.doubted(_ANOTHER_TIME, "medium")


def judged_of_table(row: DraftRow, cell: Cell, setting: Setting) -> DraftRow:
    """A cell of the sector table after what the title above it and its headings say: of whom, of what, and when."""
    if row.confidence != "high" or not row.cells["value"]:
        return row
    row_head, column = cell.head
    said = f"{cell.title} {row_head if column == cell.sector else column}".replace(cell.sector or "\0", " ")
    if rest := beyond_label(said, setting):
        return row.doubted(about(_MAY_BE_ANOTHER, rest), "medium")
    is_reach = row.cells["indicator"] == "people_reached"  # and no target, which is of the year
    months = [MONTH_NUMBER[word] for word in re.findall(r"[^\W\d]+", said.casefold()) if word in MONTH_NUMBER]
    is_other = months and (min(months), max(months)) != (setting.start.month, setting.end.month)
    is_other_time = has_foreign_year(said, setting) or (is_reach and is_other)
    return row.doubted(_ANOTHER_TIME, "medium") if is_other_time else row


def _of_what(row: DraftRow, near: Sequence[Passage], setting: Setting) -> DraftRow:
    """A value of the box is the country's, of its days, and money the whole plan's, where no word beside says else."""
    text = " ".join(passage.text for passage in near)
    own = " ".join(passage.text for passage in near if passage.start <= row.start)
    is_stock = row.cells["indicator"] in STOCKS  # whose source is named beside it
    rests = [beyond_label(one.text, setting, is_cited=is_stock) for one in near if LABELS.search(one.text)]
    if all(rests) and rests and row.confidence == "high":
        row = row.doubted(about(_MAY_BE_ANOTHER, rests[0]), "medium")
    if has_foreign_year(f"{own}\n{_headings_of_box(setting.passages, row.start)}", setting):
        row = row.doubted(_ANOTHER_TIME, "medium")
    if row.cells["indicator"] in _OF_PLAN:
        is_region = setting.country_iso3 in REGIONS
        is_other = setting.home.whose(own) == "other" or (_REGIONAL.search(own) and not is_region)
        if is_other or not is_of_one_plan(own):
            return row.doubted(_WHOSE_MONEY, "medium")
        return row
    if _FORESEEN.search(text) or has_foreign_year(text, setting):
        return row.doubted(_ANOTHER_TIME, "medium")
    is_bare = row.cells["indicator"] == "refugees_and_migrants" and not names_a_group(text)
    is_bare = is_bare or (row.cells["indicator"] == "population_worldwide" and bool(_ABROAD.search(text)))
    if row.cells["indicator"] in STOCKS and (is_bare or _OF_SOME.search(own)):
        return row.doubted(N_("people who live in a place: a stock, if it is the whole country"), "medium")
    if row.cells["qualifier"] == "exact" and _ESTIMATE.search(text):
        return row.doubted(_AN_ESTIMATE, "medium")
    return row


def _of_day(row: DraftRow, days: BoxDays, own: Passage) -> DraftRow:
    """A stock or an amount of a box on the day that is printed for it, with who is cited."""
    cells = {"authority": days.who} if days.who and row.cells["indicator"] in STOCKS else {}
    lasts = {moment.high.isoformat() for moment in days.own}
    if len(lasts) == 1:
        return replace(row, cells={**row.cells, **cells, "as_of": lasts.pop()})
    row = replace(row, cells={**row.cells, **cells})
    if _BY_YEAR.search(own.text):
        return row.doubted(_A_SOURCE, "medium")
    others = {moment.high.isoformat() for moment in days.loose} - {row.cells["as_of"]}
    if lasts or others:
        return row.doubted(N_("the box prints other days: check of which day it is"), "medium")
    return row


def judged_together(rows: Sequence[DraftRow]) -> list[DraftRow]:
    """The rows; of a stock that a report prints with two days, as in its text and its box, the later one is a doubt."""
    days: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.cells["indicator"] in STOCKS:
            days.setdefault((row.cells["indicator"], row.cells["value"]), set()).add(row.cells["as_of"])
    several = {stock: max(of_it) for stock, of_it in days.items() if len(of_it) > 1}
    return [
        row.doubted(_OTHER_DAY, "medium")
        if several.get((row.cells["indicator"], row.cells["value"])) == row.cells["as_of"]
        else row
        for row in rows
    ]


def judged_of_report(row: DraftRow, whole: Whole, setting: Setting) -> DraftRow:
    """Any row after what the document as a whole says of its country, its days, its place and its money."""
    if row.is_left_out:
        return row
    for question in (_head, _day, _part, _of_one_sector, _plan):
        row = question(row, whole, setting)
    return row


def _head(row: DraftRow, whole: Whole, _: Setting) -> DraftRow:
    """Said once, for the report: only a row that would be sure names it too."""
    is_lowered = whole.is_guessed and row.confidence == "high"
    return row.doubted(N_("country or period of the report are guessed"), "medium") if is_lowered else row


def _day(row: DraftRow, whole: Whole, setting: Setting) -> DraftRow:
    """What counts up to the period's last day, in a document of an earlier one."""
    if whole.is_of_a_day and row.cells["as_of"] == setting.end.isoformat():
        return row.doubted(N_("the title prints a day before the period's last: check of which day it is"), "medium")
    return row


def _part(row: DraftRow, whole: Whole, _: Setting) -> DraftRow:
    if whole.is_of_a_part and not row.cells["place"]:
        return row.doubted(N_("the title names a part of the country: check of which place it is"), "medium")
    return row


def _of_one_sector(row: DraftRow, whole: Whole, _: Setting) -> DraftRow:
    """In a report of one sector what has none may be of it; what its title makes of it was asked before."""
    is_open = not row.cells["sector"] and row.cells["indicator"] not in OF_NO_SECTOR and OF_ONE_SECTOR not in row.reason
    return row.doubted(OF_ONE_SECTOR, "medium") if whole.is_of_one_sector and is_open else row


def _plan(row: DraftRow, whole: Whole, setting: Setting) -> DraftRow:
    """Money is the plan's where its own words name it, or the document is its platform's; and of the report's year."""
    is_money = row.cells["indicator"] in _OF_PLAN
    if not is_money and not (row.cells["section"] == "header" and row.cells["indicator"] in _OF_BOX):
        return row
    own = sentence(setting.passages, row.start).text
    if names_appeal(own) or (whole.is_own_appeal and not names_plan(f"{own} {_headed(row, setting)}")):
        return row.doubted(OWN_APPEAL, "medium", stream="")
    named, years = plan_years(own), set(range(setting.start.year, setting.end.year + 1))
    if not (named or whole.plan_years) <= years:
        return row.doubted(N_("plans of another year or of several are named: check of which year it is"), "medium")
    is_plan_s = is_money and not whole.is_own_appeal
    return replace(row, cells={**row.cells, "stream": "rmrp"}) if is_plan_s else row


def _headed(row: DraftRow, setting: Setting) -> str:
    """The lines above a value of a box, where its own heading stands; the title is none."""
    at = bisect.bisect_left(setting.passages, row.start, key=lambda passage: passage.start)
    return " ".join(passage.text for passage in setting.passages[max(1, at - _LINES_ABOVE) : at])


def _beside(passages: Sequence[Passage], place: int) -> list[Passage]:
    """The words of a value of a box, or of the lines above it and below where it stands alone; no long ones."""
    own = sentence(passages, place)
    at = bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1
    near = [own] if re.search(r"[^\W\d_]{3}", _OF_A_NUMERAL.sub("", own.text)) else passages[max(0, at - 1) : at + 2]
    return [words for words in near if len(words.text) <= _LONGEST_LABEL]


def _headings_of_box(passages: Sequence[Passage], place: int) -> str:
    """The lines above a value that have no number but years: the title of its box, and labels."""
    at = bisect.bisect_right(passages, place, key=lambda passage: passage.start) - 1
    above = [passage.text for passage in passages[max(0, at - _LINES_ABOVE) : max(0, at)]]
    return "\n".join(text for text in above if not re.search(r"\d", re.sub(r"\b20\d\d\b", "", text)))


def _time(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    if row.is_left_out or not is_of_another_time(row.cells, reading, setting):
        return row
    return row.doubted(_ANOTHER_TIME, "medium")


def _meant(row: DraftRow, reading: Reading, _: Setting) -> DraftRow:
    """What stands under a heading of targets or plans is meant, and not done."""
    if row.cells["indicator"] in (*_OF_A_COUNTRY, UNCLASSIFIED) or not PLANS.search(reading.lead):
        return row
    meant = {"indicator": "people_planned", "role": "targeted", "observation_id": "people_planned"}
    is_of_people = row.cells["role"] in ("assisted", "trained", "informed", "attended", "referred")
    return row.doubted(N_("its heading says that it is planned"), "medium", **(meant if is_of_people else {}))


def _left_over(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """A count of people or of services is sure where each word of its sentence is accounted for."""
    rest = left_over(row, reading, setting)
    return row.doubted(about(_MAY_BE_ANOTHER, rest), "medium") if rest else row


def _sector(row: DraftRow, reading: Reading, _: Setting) -> DraftRow:
    """What was given says the sector; what was taught, or stands elsewhere in the sentence or above it, may."""
    phrase, after = noun_phrase(reading.after), SHARE_ASIDE.sub("", reading.after, count=1)
    own = scope(reading.before, after[phrase.end if phrase else 0 :])
    codes, is_open = sectors_said(f"{own.before.split(', ')[-1]} {own.after}")
    known = row.cells["sector"]
    is_said = re.search(r"sub-?\s?sector", reading.around.text, re.IGNORECASE) or reading.number.section == known
    if known and (any(code != known and not code.startswith(f"{known}_") for code in codes)):
        return row.doubted(N_("its words name another sector than its heading"), "medium")
    if known:
        is_told = _SUBSECTOR.match(known) and not is_said
        return row.doubted(N_("the sub-sector is told by words of the sentence alone"), "medium") if is_told else row
    above, is_near = sectors_said(f"{reading.around.text} {reading.lead}")
    cells = {"sector": codes[0]} if len(codes) == 1 else {}
    is_of_given = row.cells["indicator"] not in TAUGHT and not any(map(_SUBSECTOR.match, codes))
    if cells and sectors_said(own.words)[0] == codes and not is_open and is_of_given:
        return replace(row, cells={**row.cells, **cells})
    if not (above or is_open or is_near):
        return row
    return row.doubted(N_("its words name a sector, and not surely one: check it"), "medium", **cells)


def _qualifier(row: DraftRow, reading: Reading, _: Setting) -> DraftRow:
    ahead = reading.around.text[: max(0, reading.number.start - reading.around.start)]
    is_estimate = _ESTIMATED.search(ahead[-40:]) or (
        row.cells["indicator"] in STOCKS and _ESTIMATE.search(f"{reading.own.before} {reading.own.after[:70]}")
    )
    if reading.number.qualifier == "exact" and is_estimate:
        return row.doubted(_AN_ESTIMATE, "medium")
    return row


def _list(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    if not reading.name:
        return row
    place = setting.places.get(folded(reading.name), "") if row.cells["unit"] == "people" else ""
    return row.doubted(N_("a list with `respectively`: check the name that it is of"), "medium", place=place)


def _whose(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """A stock or a sum of money is of the report's own country, else it is no row of its."""
    indicator = row.cells["indicator"]
    if indicator not in _OF_A_COUNTRY:
        return row
    if _HOST.search(reading.before) and not _HOSTED_BY.search(setting.home.own.sub("§", reading.before)):
        is_place = setting.country_iso3 not in REGIONS and _HOSTED_IN.search(setting.home.own.sub("§", reading.before))
        cells = {"indicator": UNCLASSIFIED} if is_place else {}
        row = row.doubted(
            N_("who hosts these people is not the country: it may be a shelter or a city"), "medium", **cells
        )
    is_region, is_money = setting.country_iso3 in REGIONS, indicator in _OF_PLAN
    own = reading.own
    around = reading.name or f"{reading.before if is_money else own.before} {own.after.split(', ')[0]}"
    whose = setting.home.whose(around)
    named = _FOR_WHAT.match(reading.after) if is_money else None
    if named and not setting.home.is_called(named["name"]) and whose != "other":
        return row.doubted(_WHOSE_MONEY, "medium")
    if not is_money and indicator != "population_worldwide" and setting.home.abroad.search(around):
        return row.doubted(_ELSEWHERE, indicator=UNCLASSIFIED)
    if indicator == "asylum_claims":
        if whose == "other" and not is_region:
            return row.doubted(_ELSEWHERE, indicator=UNCLASSIFIED)
        return row.doubted(_ELSEWHERE, "medium") if whose == "other" or _WORLD.search(around) else row
    if indicator == "population_worldwide":
        return row
    if whose == "other":
        is_kept = is_money or is_region  # a country of the report's region: a person may want it
        return row.doubted(_ELSEWHERE, "medium") if is_kept else row.doubted(_ELSEWHERE, indicator=UNCLASSIFIED)
    is_regional = re.search(r"\b(?:RMRP|PRRM|R4V)\b|regional", around, re.IGNORECASE)
    if whose == "own" or is_region or (indicator == "coverage" and not is_regional):
        return row
    return row.doubted(N_("the sentence does not name the country: it may be another's"), "medium")


def _nation(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """A country's claims and stocks are of all nationalities: the count of one is not the country's."""
    if row.cells["indicator"] not in (*STOCKS, "asylum_claims"):
        return row
    stems = [stem for code, stem in families("nationals").items() if code != setting.country_iso3]
    stems += ["venez"] if row.cells["indicator"] == "asylum_claims" else []
    is_of_one = re.search(rf"\b(?:{'|'.join([words('other_nationals'), *stems])})", reading.around.text, re.IGNORECASE)
    if not (is_of_one or _WHO.search(reading.own.before)):
        return row
    return row.doubted(N_("a nationality is named: it may be the count of one, and not of all"), "medium")


def _cited(row: DraftRow, reading: Reading, _: Setting) -> DraftRow:
    """A stock has the source that its sentence cites; on the report's last day only where it cites none."""
    if row.cells["indicator"] not in STOCKS or row.is_left_out:
        return row
    text, near = reading.around.text, reading.near
    if near is not None:  # who is cited in brackets stands before the day
        text = f"{text[: near.start - reading.around.start]}§{text[near.end - reading.around.start :]}"
    found = _CITED.search(text)
    if found is None:
        by_whom = _BY_WHOM.search(reading.before)
        return row.doubted(_A_SOURCE, "medium") if by_whom else row
    who = next(filter(None, found.groups()), "").strip(" ,;:")
    who = re.sub(r"\s+(?:figures|statistics|data|estimates)$", "", who)
    if near is not None and who:
        return replace(row, cells={**row.cells, "authority": who})
    return row.doubted(_A_SOURCE, "medium", authority=who)


def _thing(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """What is counted may be another thing than it seems: of a ration, of claims, of what is asked for, of a jab."""
    own, indicator = reading.own, row.cells["indicator"]
    if indicator == "asylum_claims" and _DECIDED.search(own.words):
        return row.doubted(N_("claims at a later stage, and not those that were filed"), "medium")
    if indicator == "asylum_claims" and row.cells["period_start"] and not is_of_the_period(reading, setting):
        return row.doubted(N_("claims so far or those of the period: check which"), "medium")
    if row.cells["unit"] not in ("usd", "share") and _RATE.search(own.before):
        return row.doubted(N_("a rate or an average, and no count"), "medium")
    if indicator == "requirements" and _MORE.search(own.after[:30]):
        return row.doubted(N_("an amount on top of another one"), "medium")
    return row


def _place(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """A count of people is of the whole country, or of the one place that its row has: no other may be named."""
    if row.cells["indicator"] == "refugees_and_migrants" and row.cells["place"]:
        return row.doubted(N_("people in a part of the country, and not in all of it"), indicator=UNCLASSIFIED)
    if row.cells["indicator"] in (*STOCKS, *_OF_PLAN, UNCLASSIFIED):
        return row
    own = "" if row.cells["indicator"] in COUNTED else reading.around.text
    if not names_a_place(reading, own, row.cells["place"], setting.places, setting.home):
        return row
    return row.doubted(N_("its words name a place that the row does not have, or more than one"), "medium")


def _group(row: DraftRow, reading: Reading, setting: Setting) -> DraftRow:
    """A count is of the one group that its words name, or of all that a report tells apart; of none it says nothing."""
    phrase = noun_phrase(reading.after) if row.cells["unit"] == "people" else None
    if phrase is None or row.cells["indicator"] in (*STOCKS, UNCLASSIFIED):
        return row
    if row.cells["population_group"] in ("host_community", "all") and not is_host_community(phrase):
        return row.doubted(N_("nationals of the country, who may be of the host community or not"), "medium")
    near = f"{reading.lead} {reading.lead_in} {reading.around.text}"
    is_named = (
        groups_in(phrase, setting.country_iso3) - {""}
        or names_a_group(near)
        or names_nationals(near, setting.country_iso3)
    )
    if not row.cells["population_group"] and is_named:
        return row.doubted(N_("its words name groups of people that the row does not have"), "medium")
    return row


_OF_COUNTS = (_left_over, _sector)
"""What is asked of counts of people and of services, and of no others."""
_OF_OTHERS = (_qualifier, _whose, _nation, _cited, _thing)
"""What is asked of counts of other things: of stocks, of procedures, of money."""


def _digits(row: DraftRow, reading: Reading, _: Setting) -> DraftRow:
    row = row.doubted(reading.number.ambiguity) if reading.number.is_ambiguous else row
    if row.cells["unit"] == "people" and float(row.cells["value"] or 0) > _MOST_PEOPLE:
        return row.doubted(N_("more people than there are: check the digits and the word behind them"), "medium")
    return row.doubted(N_("an end of a printed range"), "medium") if reading.number.range_end else row

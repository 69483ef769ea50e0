"""Rows for the numbers of a report's text: what they count, of whom, where, when, as far as the words say."""

from __future__ import annotations

import bisect
import re

from r4v_analysis.data.names import folded
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT, Confidence, Guess, left_out
from r4v_analysis.intake.draft.guess_words import guess
from r4v_analysis.intake.draft.noun_phrase import NounPhrase, noun_phrase
from r4v_analysis.intake.draft.place import place_of
from r4v_analysis.intake.draft.programme import with_programme
from r4v_analysis.intake.draft.respective import respective
from r4v_analysis.intake.draft.row import Cells, DraftRow, few_words, plain, section_code
from r4v_analysis.intake.draft.scope import scope
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.currencies import CODES as CURRENCIES
from r4v_analysis.intake.printed.date_words import years_in
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.printed.passages import Passage, paragraph, sentence
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_
from r4v_analysis.values.membership import INCLUDING, OF_WHOM

_SUBSECTORS = (
    ("protection_trafficking", r"trafficking|trata de personas|trata y tráfico"),
    ("protection_gbv", r"gender[- ]based violence|\bGBV\b|violencia (?:basada en|de) género|\bVBG\b"),
    ("protection_child", r"child protection|protección (?:de la niñez|infantil)"),
)
_GROUPS = (
    (
        "officials",
        r"officials?|teachers?|officers?|servants?|prosecutors?|staff|docentes|profesor\w+|funcionari\w+|policías?|fiscales",
    ),
    (
        "community_members",
        r"(?<!host )community (?:leaders|actors|members|promoters)|leaders|coordinators|líderes|"
        r"lideresas|promotor\w+ comunitari\w+",
    ),
    ("asylum_seekers", r"asylum[- ]seekers|solicitantes de (?:asilo|refugio)"),
    ("partners", r"attendees"),
    ("", r"return\w+|retornad\w+"),
    ("host_community", r"host[- ]communit(?:y|ies)|comunidad(?:es)? (?:de acogida|receptoras?)"),
    ("refugees_and_migrants", r"refugees|migrants|venezuelans?|refugiad\w+|migrantes|venezolan\w+"),
)
_NATIONALS = {
    "ARG": "argentin", "BOL": "bolivian", "BRA": "brazilian|brasile", "CHL": "chilean|chilen", "COL": "colombian",
    "CRI": "costa ric", "DOM": "dominican", "ECU": "ecuadorian|ecuatorian", "GUY": "guyan", "MEX": "mexican",
    "PAN": "panamanian|panameñ", "PER": "peruvian|peruan", "PRY": "paraguay", "TTO": "trinidad", "URY": "uruguay",
}  # fmt: skip
"""How the words for a country's own people begin."""
_ESTIMATED = re.compile(
    r"\b(?:estimated|estimad[oa]s?|estimates?|estima(?:n|ndo)?)\b\W*(?:\w+\W+){0,2}$", re.IGNORECASE
)
_STOCK = ("refugees_and_migrants", "population_worldwide", "asylum_seekers")
_OF_PLAN = ("requirements", "funding", "coverage")
_OF_WHOM = re.compile(rf"\s*(?:{OF_WHOM})", re.IGNORECASE)
_INCLUDING = re.compile(rf"{INCLUDING}\s+(?:\w+\s+)?$", re.IGNORECASE)
_SINCE_JANUARY = re.compile(
    r"since (?:the (?:beginning|start) of the year|January)|so far (?:this year|in 20\d\d)|"
    r"(?:this )?year[- ]to[- ]date|(?:in |for )?20\d\d (?:so|thus) far|"
    r"desde (?:enero|(?:el )?(?:inicio|comienzo) del? año)|en lo que va (?:del? )?(?:año|20\d\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince\b|\b(?:to|until|up to) (?:date|now)\b|\b(?:so|thus) far\b|\bby the end of\b|"
    r"\bhasta (?:la fecha|ahora|hoy)\b|\ba la fecha\b|"
    r"\bdesde (?:el|que|entonces|\d|[a-zé]+ de(?:l)? (?:año )?20\d\d)|\bacumulad[oa]s?\b|\bcumulativ\w+",
    re.IGNORECASE,
)
"""Words by which a number counts from another day than the first of the report's period."""
_ON_DAY = re.compile(r"\b(?:on|el|del?)\s+(?:the\s+)?(?:\w+day,?\s+)?$", re.IGNORECASE)
_NAMES_PLAN = re.compile(
    r"(?:RMRP|PRRM|plan|plan de respuesta|appeal)\W+(?:for\W+|of\W+|de\W+|20\d\d\s?[-–]\s?)?$", re.IGNORECASE
)
_OF_PLATFORM = re.compile(
    r"joined|platform|GTRM|number of (?:partners|members)|se sum(?:ó|aron)|plataforma|número de (?:socios|miembros)",
    re.IGNORECASE,
)
_UNITS = (
    "people", "share", "usd", "meals", "consultations", "organizations", "procedures", "schools", "meetings", "days",
    "years", "places",
)  # fmt: skip


def narrative_row(number: PrintedNumber, setting: Setting, before: DraftRow | None) -> DraftRow:
    """The row of one number of the text; `before` is the row of the number before it in the same sentence."""
    around = sentence(setting.passages, number.start)
    lead = around.text[: max(0, number.start - around.start)].rstrip()
    lead = lead[: len(lead) - len(number.qualifier_words)] if lead.endswith(number.qualifier_words) else lead
    words = (f"{lead.rstrip()} ", around.text[max(0, number.end - around.start) :])
    listed = respective(around.text, number.start - around.start)
    words = (listed.before, listed.after) if listed else words
    unit = number.unit_hint if number.unit_hint in ("usd", "share") else ""
    context = paragraph(setting.passages, number.start)
    found = guess(
        *words,
        unit=unit,
        section=number.section,
        is_people=number.unit_hint == "people",
        paragraph=context.text,
    )
    found = _with_hint(found, number)
    is_of_platform = found.indicator == "organizations" and _OF_PLATFORM.search(around.text)
    sector = "" if is_of_platform else _sector(number.section, around.text, context.text)
    cells = setting.empty() | {
        "indicator": found.indicator,
        "value": plain(number.value),
        "unit": found.unit,
        "role": found.role,
        "qualifier": number.qualifier,
        "sector": sector if found.indicator not in ("regularization", UNCLASSIFIED) or sector else "",
        "printed": few_words(number.context, number.text),
        "section": section_code(number.section),
        "page": "" if number.page is None else str(number.page),
    }
    cells |= _of_whom(found, words, setting)
    near = _nearest_date(number, around, setting)
    cells |= _dated(found, number, around, near, setting)
    cells["observation_id"] = _name(found, cells)
    row = DraftRow(cells, number.start, found.confidence, found.reason)
    if _is_of_another_time(cells, around, near, setting):
        row = row.doubted(N_("its sentence names another time than the report's period"), "medium")
    row = _with_part(row, words, before)
    row = _of_this_report(_checked(row, number, around), words, setting, listed.name if listed else "")
    return with_programme(row, found, around, setting)


def _with_hint(found: Guess, number: PrintedNumber) -> Guess:
    """What the nouns say of the unit, where the sentence did not tell, or contradicts it."""
    hint = number.unit_hint
    if found.indicator == UNCLASSIFIED and found.unit == UNKNOWN_UNIT and hint in _UNITS:
        return Guess(UNCLASSIFIED, hint, confidence="low", reason=found.reason)
    if hint in CURRENCIES:
        reason = N_("an amount in another currency: a person converts it to US$, and says so in the note")
        return left_out(hint, reason)
    if hint and hint not in _UNITS:
        reason = about(N_("data/ has no unit for what it counts"), hint.replace("_", " "))
        return Guess(UNCLASSIFIED, UNKNOWN_UNIT, confidence="low", reason=reason)
    if hint and found.unit != hint and {found.unit, hint} != {"people", "procedures"}:
        confidence: Confidence = "low" if found.confidence == "low" else "medium"
        reason = about(N_("the words beside it may count something else"), hint)
        return Guess(found.indicator, found.unit, found.role, found.stage, confidence, reason)
    return found


def _sector(section: str, text: str, context: str) -> str:
    """The sector of a heading, or of the label that the paragraph begins with, as in `Shelter: ...`."""
    label = re.match(r"[\W\d]*([^\W\d][^.:\n]{2,40}):\s", context)
    section = (sector_of(label[1]) if label else None) or section
    if section in ("header", "situation", "coordination", "text", "footnote", "sector_table", ""):
        return ""
    if section == "protection":
        return next((code for code, words in _SUBSECTORS if re.search(words, text, re.IGNORECASE)), section)
    return section


def _of_whom(found: Guess, words: tuple[str, str], setting: Setting) -> Cells:
    if found.unit != "people":
        return {}
    phrase = noun_phrase(re.sub(r"^\s*(?:of|among) (?:whom|them|which)\s+(?:were|are)?", "", words[1]))
    return {
        "population_group": _group(phrase, setting.country_iso3) if phrase else "",
        "sex": phrase.sex if phrase else "",
        "place": place_of(*words, setting.places),
    }


def _group(phrase: NounPhrase, country: str) -> str:
    """The group that every noun of a phrase is of, or all; empty where one of them tells none."""
    nationals = ("host_community", rf"(?:{_NATIONALS[country]})\w*") if country in _NATIONALS else None
    patterns = [*_GROUPS, nationals] if nationals else _GROUPS
    groups = {
        next((code for code, words in patterns if re.search(rf"(?<!\w)(?:{words})(?!\w)", part, re.IGNORECASE)), "")
        for part in phrase.parts
    }
    if groups == {"refugees_and_migrants", "host_community"}:
        return "all"
    return groups.pop() if len(groups) == 1 else ""


def _nearest_date(number: PrintedNumber, around: Passage, setting: Setting) -> PrintedDate | None:
    first, last = (
        bisect.bisect_left(setting.dates, place, key=lambda moment: moment.start)
        for place in (around.start, around.end)
    )
    return min(setting.dates[first:last], key=lambda moment: abs(moment.start - number.start), default=None)


def _is_own(near: PrintedDate, setting: Setting) -> bool:
    """Whether a date lies in the report's period."""
    return setting.start <= near.low and near.high <= setting.end


def _is_window(near: PrintedDate, around: Passage) -> bool:
    """Whether a date can be the window of a count: no day up to which it goes, as in `by 29 April`."""
    return near.kind != "day" or bool(_ON_DAY.search(around.text[: near.start - around.start]))


def _is_of_another_time(cells: Cells, around: Passage, near: PrintedDate | None, setting: Setting) -> bool:
    """Whether a sentence names a time that is neither the row's own nor within the report's period."""
    if cells["basis"] == "cumulative_ytd":
        return False
    own = set(range(setting.start.year, setting.end.year + 1))
    is_flow = not cells["as_of"]
    named = {
        year
        for year, start, _ in years_in(around.text)
        if not (is_flow and _NAMES_PLAN.search(around.text[:start][-30:]))
    }
    is_elsewhere = near is not None and not (_is_own(near, setting) and (not is_flow or _is_window(near, around)))
    if named - own or not is_flow:
        is_dated = near is not None and near.high.isoformat() == cells["as_of"]
        return not is_dated and (bool(named - own) or is_elsewhere)
    is_whole_year = (setting.start.month, setting.end.month) == (1, 12)
    return is_elsewhere or bool(_SINCE.search(around.text)) or bool(named and near is None and not is_whole_year)


def _dated(found: Guess, number: PrintedNumber, around: Passage, near: PrintedDate | None, setting: Setting) -> Cells:
    """Basis and days: those of the sentence, else the report's own."""
    if found.indicator in ("regularization", *_STOCK, "requirements", "coverage", "funding", "donor_share"):
        day = near.high if near and near.kind in ("day", "month") else setting.end
        is_stock = found.indicator in _STOCK
        basis = "stock" if is_stock else "cumulative_programme" if found.indicator == "regularization" else ""
        return {"basis": basis, "as_of": day.isoformat()}
    is_own = near is not None and _is_own(near, setting) and _is_window(near, around)
    low, high = (near.low, near.high) if near and is_own else (setting.start, setting.end)
    basis = ""
    if found.unit == "people":
        is_new = re.search(r"\bnew\b|\bnuev[oa]s\b", number.context, re.IGNORECASE)
        is_running = _SINCE_JANUARY.search(around.text)
        basis = "period_new" if is_new else "period_total" if near and is_own else "unknown"
        if is_running:
            return {"basis": "cumulative_ytd", "as_of": setting.end.isoformat()}
    return {"basis": basis, "period_start": low.isoformat(), "period_end": high.isoformat()}


def _name(found: Guess, cells: Cells) -> str:
    lead = cells["sector"] or (cells["section"] if cells["section"] not in ("text", "header") else "")
    parts = [lead, found.indicator, found.stage]
    return "_".join(part for part in parts if part)


def _with_part(row: DraftRow, words: tuple[str, str], before: DraftRow | None) -> DraftRow:
    """`519 of whom were women`, `including 120 children`: a part of the number before it."""
    if before is None:
        return row
    if _is_in_brackets(words, row, before):
        return _part_in_brackets(row, before)
    if not (_OF_WHOM.match(words[1]) or _INCLUDING.search(words[0])):
        return row
    if float(row.cells["value"] or 0) > float(before.cells["value"] or 0):
        return row
    if row.is_left_out or before.cells["unit"] == row.cells["unit"]:
        alike = {name: before.cells[name] for name in ("basis", "period_start", "period_end", "as_of", "unit")}
        cells = {**row.cells, **alike, "part_of": str(before.start)}
        if row.is_left_out and before.cells["indicator"] not in ("regularization", UNCLASSIFIED):
            cells |= {name: before.cells[name] for name in ("indicator", "role", "population_group", "observation_id")}
            return DraftRow(
                cells, row.start, "medium", N_("a part of the number before it: it may have been done otherwise")
            )
        return DraftRow(cells, row.start, row.confidence, row.reason)
    return row


def _is_in_brackets(words: tuple[str, str], row: DraftRow, before: DraftRow) -> bool:
    """`(3,700 girls and 3,720 boys)` behind a number of people, with no verb of their own."""
    opened = words[0].rfind("(")
    inside = re.split(r"\)", words[1])[0]
    phrase = noun_phrase(inside)
    is_first = opened >= 0 and not words[0][opened + 1 :].strip()
    is_next = opened >= 0 and before.cells["part_of"] and ")" not in words[0][opened:]
    is_bare = phrase is not None and not phrase.has_households and not re.search(r"[^\W\d]", _rest(inside, phrase.end))
    return bool((is_first or is_next) and is_bare and before.cells["unit"] == "people" and row.cells["value"])


def _rest(inside: str, end: int) -> str:
    """Words in brackets behind the phrase, but for the next number with its own."""
    return re.split(r"\s(?:and|y|e)\s(?=\S*\d)|,\s*(?=\d)", inside[end:])[0]


def _part_in_brackets(row: DraftRow, before: DraftRow) -> DraftRow:
    names = (
        "indicator", "role", "basis", "period_start", "period_end", "as_of", "unit", "sector", "stage",
        "observation_id",
    )  # fmt: skip
    alike = {name: before.cells[name] for name in names}
    part_of = before.cells["part_of"] or str(before.start)
    if before.is_left_out:
        return row
    return DraftRow(
        {**row.cells, **alike, "part_of": part_of},
        row.start,
        "medium",
        N_("a part of the number before it, in brackets"),
    )


def _of_this_report(row: DraftRow, words: tuple[str, str], setting: Setting, name: str) -> DraftRow:
    """A stock or a sum of money is of the report's own country and year, else it is no row of its.

    `name` is that of a list in which the n-th number is of the n-th name; empty outside of one.
    """
    if name:
        place = setting.places.get(folded(name), "") if row.cells["unit"] == "people" else ""
        row = row.doubted(N_("a list with `respectively`: check the name that it is of"), "medium", place=place)
    if row.cells["indicator"] not in ("refugees_and_migrants", "population_worldwide", "asylum_claims", *_OF_PLAN):
        return row
    own = scope(*words)
    is_world = row.cells["indicator"] == "population_worldwide"
    is_money = row.cells["indicator"] in _OF_PLAN
    around = name or f"{words[0] if is_money else own.before} {own.after.split(', ')[0]}"
    whose = setting.home.whose(around)
    elsewhere = N_("of another country, or of the region, and not of the report's own")
    if row.cells["indicator"] == "asylum_claims":
        is_own = whose != "other" and not re.search(r"globally|world|mundo|mundial", around, re.IGNORECASE)
        return row if is_own else row.doubted(elsewhere, "medium")
    if whose == "other" and not is_world:
        is_part = setting.country_iso3 in ("XRG", "XCB")  # a country of the report's region: a person may want it
        is_kept = is_money or is_part
        return row.doubted(elsewhere, "medium") if is_kept else row.doubted(elsewhere, indicator=UNCLASSIFIED)
    is_named = whose == "own" or setting.country_iso3 in ("XRG", "XCB") or row.cells["indicator"] == "coverage"
    if not (is_world or is_named):
        row = row.doubted(N_("the sentence does not name the country: it may be another's"), "medium")
    return row


def _checked(row: DraftRow, number: PrintedNumber, around: Passage) -> DraftRow:
    text, start = around.text, around.start
    if row.cells["sector"] in dict(_SUBSECTORS) and not re.search(r"sub-?\s?sector", text, re.IGNORECASE):
        is_heading = number.section == row.cells["sector"]
        row = row if is_heading else row.doubted(N_("the sub-sector is told by words of the sentence alone"), "medium")
    if number.qualifier == "exact" and _ESTIMATED.search(text[: max(0, number.start - start)][-40:]):
        row = row.doubted(N_("an estimate, which no word of those that qualify a number says"), "medium")
    if row.cells["indicator"] == "refugees_and_migrants" and row.cells["place"]:
        row = row.doubted(N_("people in a part of the country, and not in all of it"), indicator=UNCLASSIFIED)
    if number.is_ambiguous:
        row = row.doubted(number.ambiguity)
    if number.range_end:
        row = row.doubted(N_("an end of a printed range"), "medium")
    return row

"""Rows for the numbers of a report's text: what they count, of whom, where, when, as far as the words say."""

from __future__ import annotations

import re
from dataclasses import replace

from r4v_analysis.intake.draft.elided import with_verb
from r4v_analysis.intake.draft.group import group_of
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT, Confidence, Guess, left_out
from r4v_analysis.intake.draft.guess_amounts import is_of_an_amount
from r4v_analysis.intake.draft.guess_words import guess
from r4v_analysis.intake.draft.issuer import names_plan
from r4v_analysis.intake.draft.noun_phrase import NounPhrase, noun_phrase
from r4v_analysis.intake.draft.parts import with_part
from r4v_analysis.intake.draft.place import place_of
from r4v_analysis.intake.draft.programme import with_programme
from r4v_analysis.intake.draft.reading import Reading, read_around
from r4v_analysis.intake.draft.row import Cells, DraftRow, few_words, plain, section_code
from r4v_analysis.intake.draft.sector import OF_NO_SECTOR, heading_sector
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.sure import judged
from r4v_analysis.intake.draft.window import dated
from r4v_analysis.intake.printed.currencies import CODES as CURRENCIES
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_

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
    reading = read_around(number, setting)
    if (
        before
        and before.cells["unit"] == "usd"
        and not number.unit_hint
        and is_of_an_amount(number.text, reading.before)
    ):
        number = replace(number, unit_hint="usd")
    around, context = reading.around, reading.paragraph
    found = guess(
        reading.before,
        reading.after,
        unit=number.unit_hint if number.unit_hint in ("usd", "share") else "",
        section=number.section,
        is_people=number.unit_hint == "people",
        paragraph=f"{reading.lead} {context.text}",
    )
    found = with_verb(_with_hint(found, number), reading, setting, before)
    is_of_platform = found.indicator == "organizations" and _OF_PLATFORM.search(around.text)
    sector = "" if is_of_platform else heading_sector(number.section, around.text, context.text)
    sector = sector or ("" if found.indicator in OF_NO_SECTOR else setting.sector)
    cells = setting.empty() | {
        "indicator": found.indicator,
        "value": plain(number.value),
        "unit": found.unit,
        "role": found.role,
        "qualifier": number.qualifier,
        "sector": sector,
        "printed": few_words(number.context, number.text),
        "section": section_code(number.section),
        "page": "" if number.page is None else str(number.page),
    }
    if found.indicator in ("requirements", "funding", "coverage") and names_plan(around.text):
        cells["stream"] = "rmrp"
    cells |= _of_whom(found, reading, setting)
    cells |= dated(found, reading, setting)
    cells["observation_id"] = _name(found, cells)
    row = with_part(DraftRow(cells, number.start, found.confidence, found.reason), reading, before)
    return with_programme(judged(row, reading, setting), found, reading, setting)


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


def _of_whom(found: Guess, reading: Reading, setting: Setting) -> Cells:
    if found.unit in ("usd", "share"):
        return {}
    place = place_of(reading, setting.places, setting.home)
    if found.unit != "people":
        return {"place": place}
    phrase = noun_phrase(re.sub(r"^\s*(?:of|among) (?:whom|them|which)\s+(?:were|are)?", "", reading.after))
    return {
        "population_group": _group(found, phrase, setting),
        "sex": "male" if _is_of_boys(reading) else phrase.sex if phrase else "",
        "place": place,
    }


def _is_of_boys(reading: Reading) -> bool:
    """Whether `niños` are boys, as in `640 niñas y 712 niños`; alone, or after `mujeres`, they are children."""
    own = re.match(r"\s+niños\b(?!\s+(?:y|e|,)\s+[^\W\d])", reading.after)
    beside = re.search(r"\d\s+niñas\s*(?:,|y)\s*(?:a\s+|de\s+)?$", reading.before) or re.match(
        r"\s+niños\s*(?:,|y)\s*(?:a\s+|de\s+)?\d[\d.,]*\s+niñas\b", reading.after
    )
    return bool(own and beside)


def _group(found: Guess, phrase: NounPhrase | None, setting: Setting) -> str:
    """By the noun phrase; a stock is of refugees and migrants wherever its noun stands."""
    if found.indicator in ("refugees_and_migrants", "population_worldwide"):
        return "refugees_and_migrants"
    if found.indicator == "asylum_seekers":
        return "asylum_seekers"
    return group_of(phrase, setting.country_iso3) if phrase else ""


def _name(found: Guess, cells: Cells) -> str:
    lead = cells["sector"] or (cells["section"] if cells["section"] not in ("text", "header") else "")
    parts = [lead, found.indicator, found.stage]
    return "_".join(part for part in parts if part)

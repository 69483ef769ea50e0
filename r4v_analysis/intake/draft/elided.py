"""A number of people whose verb is left out: it stands at the number before it, or at the head of its list."""

from __future__ import annotations

import re

from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.box_labels import LABELS
from r4v_analysis.intake.draft.evidence import OTHER
from r4v_analysis.intake.draft.guess import NOTHING, UNCLASSIFIED, UNKNOWN_UNIT, Guess
from r4v_analysis.intake.draft.guess_people import NOT_SAID, people
from r4v_analysis.intake.draft.noun_phrase import STAFF, noun_phrase
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import DraftRow
from r4v_analysis.intake.draft.sector import heading_sector
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.sure import PLANS
from r4v_analysis.intake.draft.vocabulary import PERSON
from r4v_analysis.intake.words import stems, words
from r4v_analysis.language.formats import N_

_SERVICE = re.compile(
    rf"^(?:{words('services')})(?!\w)|"
    rf"(?<!\w)(?:{words('services')})(?=\s*$|\s(?:of|for|to|in|with|de|para|en|con|and|y)\s)",
    re.IGNORECASE,
)
"""A service as the head of words, and not as what a thing is of: `health kits`, and no `health risks`."""
_LACKED = stems("lacked")
_JOIN = r"(?:[,;]|(?<!\w)(?:and|y|e|as well as|así como))\s+"
_MORE = r"(?:(?:another|a further|otr[oa]s)\s+)?"
_WITH = re.compile(r"\s*(?:with|con|through|mediante)\s+(?P<what>[^,.;:()\d]{3,70})", re.IGNORECASE)
_BARE = re.compile(rf"{_JOIN}{_MORE}$", re.IGNORECASE)
_TO = re.compile(rf"{_JOIN}(?P<what>[^,.;:()\d]{{3,70}}?)\s+(?:to|for|a|para)\s+{_MORE}$", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:\W*(?=[^:]*:\s*$)|\s*[-•▪●■◆*–]\s+)(?P<what>[^\W\d][^:.;\d]{2,70}?)(?:\s+(?:to|for|a|para)\s+|:\s*)$",
    re.IGNORECASE,
)
"""An item of a list, up to its number: what was given, and no verb; a bullet or a colon tells it from a sentence."""


def with_verb(found: Guess, reading: Reading, setting: Setting, before: DraftRow | None) -> Guess:
    """What a number counts that was left to a person, where a verb that is left out says so: a proposal."""
    phrase = noun_phrase(reading.after)
    if found.reason not in (NOTHING.reason, NOT_SAID.reason) or found.unit not in ("people", UNKNOWN_UNIT):
        return found
    behind = reading.after[phrase.end if phrase else 0 :]
    is_listed = phrase is not None and not behind.strip(" .;")
    if before and before.cells["role"] == "assisted" and (what := _parallel(reading.before, behind, bool(phrase))):
        reason = N_("the verb of the number before it is taken to be said of it too")
    elif is_listed and (what := _listed(reading, setting)):
        reason = N_("an item of a list without a verb: its heading is taken to say what was done")
    else:
        return found
    taken = people(f"provided {what} to ", f" {phrase.words}" if phrase else " people")
    is_known = taken.indicator != UNCLASSIFIED and not _LACKED.search(f"{what}{behind}")
    return Guess(taken.indicator, "people", taken.role, "", "medium", reason) if is_known else found


def _parallel(before: str, behind: str, is_people: bool) -> str:
    """What others got, as in `food to 90 people, water to 40` and `90 people with food, 40 with water`."""
    between = re.split(r"\d[\d.,]*", before)[-1]
    thing = (_BARE.search(between) and _WITH.match(behind)) or _TO.search(between)
    is_alone = is_people or re.match(r"\s*(?:with|con|through|mediante|and|y|e)\s|\s*[,.;]|$", behind)
    return thing["what"] if thing and is_alone and _SERVICE.search(thing["what"]) else ""


def _listed(reading: Reading, setting: Setting) -> str:
    """What the people of an item got, under a title that says who was assisted, or under a sector's heading."""
    item = _ITEM.match(reading.before)
    above = [lead.text for lead in setting.leads if lead.start < reading.number.start]
    title = next((text for text in reversed(above) if sector_of(text) is None), "")
    is_other = PLANS.search(title) or _LACKED.search(title) or _LACKED.search(reading.lead)
    if item is None or is_other or OTHER.search(item["what"]) or STAFF.search(item["what"]):
        return ""
    if label := LABELS.search(title):
        return item["what"] if label.lastgroup == "people_reached" else ""
    is_service = _SERVICE.search(item["what"]) and not PERSON.search(item["what"])
    return item["what"] if is_service and heading_sector(reading.number.section, "", "") else ""

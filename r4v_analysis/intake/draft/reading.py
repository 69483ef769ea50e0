"""A number of the text among the words around it: what its row is read from, and what may speak against it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from r4v_analysis.intake.draft.scope import Scope, scope
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.nouns import SHARE_BEHIND
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.printed.passages import Passage, last_before, paragraph, sentence

_NUMBER = (
    r"(?:US\s?\$|USD|\$)?\s?\d(?:[\d.,]*\d)?(?:\s?(?:millones|mill[oó]n|million|mil|thousand|[KM]\b|%|per cent|"
    r"por ciento))?"
    r"(?:\s(?:people|persons|personas))?"
)
_LIST = re.compile(rf"{_NUMBER}(?:,\s{_NUMBER})*,?\s(?:and|y|e)\s{_NUMBER}", re.IGNORECASE)
_WORD = re.compile(r"[\s,(]*\brespect(?:ively|ivamente)\b[,)]?", re.IGNORECASE)
_NAME = r"[A-ZÁÉÍÓÚÑ][\w'’.-]+(?:\s+(?:(?:de|del|la|los|and the|of|y el)\s+)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*"
_NAMES = re.compile(rf"{_NAME}(?:,\s{_NAME})*,?\s(?:and|y|e)\s{_NAME}")
_FAR = 60
"""Letters behind the last number of a list in which the word that orders it stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its sentence `around`, its paragraph, and the heading or line that leads its list.

    `before` and `after` are the sentence's words on its two sides; of a list with `respectively` those
    around the whole list, where `name` is the one that this number is of. `dates` are the sentence's.
    """

    number: PrintedNumber
    around: Passage
    paragraph: Passage
    lead: str
    before: str
    after: str
    name: str
    dates: tuple[PrintedDate, ...]

    @property
    def lead_in(self) -> str:
        """The sentences of the paragraph before the number's own."""
        return self.paragraph.text[: max(0, self.around.start - self.paragraph.start)]

    @property
    def own(self) -> Scope:
        """The words that no other number comes between."""
        return scope(self.before, self.after)

    @property
    def near(self) -> PrintedDate | None:
        """The date nearest to the number in its sentence."""
        return min(self.dates, key=lambda moment: abs(moment.start - self.number.start), default=None)


def read_around(number: PrintedNumber, setting: Setting) -> Reading:
    """The reading of one number of the text."""
    around = sentence(setting.passages, number.start)
    lead = around.text[: max(0, number.start - around.start)].rstrip()
    lead = lead[: len(lead) - len(number.qualifier_words)] if lead.endswith(number.qualifier_words) else lead
    after = around.text[max(0, number.end - around.start) :]
    aside = SHARE_BEHIND.match(after)
    words = (f"{lead.rstrip()} ", " " * aside.end() + after[aside.end() :] if aside else after)
    listed = respective(around.text, number.start - around.start)
    words = (listed.before, listed.after) if listed else words
    first, last = (
        bisect.bisect_left(setting.dates, place, key=lambda moment: moment.start)
        for place in (around.start, around.end)
    )
    return Reading(
        number,
        around,
        paragraph(setting.passages, number.start),
        last_before(setting.leads, number.start),
        *words,
        listed.name if listed else "",
        tuple(setting.dates[first:last]),
    )


@dataclass(frozen=True, slots=True)
class Respective:
    """The words before and behind a whole list, and the name that one of its numbers is of."""

    before: str
    after: str
    name: str


def respective(sentence: str, place: int) -> Respective | None:
    """What a number at a place of a sentence is of; None where it is in no list, or names and numbers differ."""
    for found in _LIST.finditer(sentence):
        word = _WORD.search(sentence, found.end(), found.end() + _FAR)
        if not (found.start() <= place < found.end() and word):
            continue
        starts = [match.start() + found.start() for match in re.finditer(_NUMBER, found.group(), re.IGNORECASE)]
        at = sum(start <= place for start in starts) - 1
        lists = [re.split(r",?\s(?:and|y|e)\s|,\s", match.group()) for match in _NAMES.finditer(sentence)]
        lead = re.sub(r"^(?:In|En|Las?|Los|El)\s+", "", sentence)
        lists += [re.split(r",?\s(?:and|y|e)\s|,\s", match.group()) for match in _NAMES.finditer(lead)]
        names = next((names for names in reversed(lists) if len(names) == len(starts)), None)
        if names is None:
            return None
        noun = re.search(r"\s(?:people|persons|personas)$", found.group(), re.IGNORECASE)
        after = sentence[found.end() : word.start()] + " " + sentence[word.end() :].lstrip()
        return Respective(sentence[: found.start()], (noun.group() if noun else "") + after, names[at])
    return None

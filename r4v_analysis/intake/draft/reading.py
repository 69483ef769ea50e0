"""A number of the text among the words around it: what its row is read from, and what may speak against it."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from r4v_analysis.intake.draft.respective import respective
from r4v_analysis.intake.draft.scope import Scope, scope
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.printed.dates import PrintedDate
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.printed.passages import Passage, last_before, paragraph, sentence


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
    words = (f"{lead.rstrip()} ", around.text[max(0, number.end - around.start) :])
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

"""One number as a document prints it."""

from __future__ import annotations

from dataclasses import dataclass

from r4v_analysis.intake.documents.document import Box, Line
from r4v_analysis.intake.printed.kinds import REASONS

SCALES = {
    "k": 1e3, "mil": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "millón": 1e6, "millon": 1e6, "millones": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "milmillones": 1e9,
}  # fmt: skip
"""What a word or letter after digits multiplies them by."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """One number as a document prints it.

    `value` is in full units (a percent as a share of 1), `low` and `high` carry half a unit of the
    last printed digit where a scale or a percent sign rounds it. `unit_hint` is what the words beside
    it say: `share`, `usd`, `people`, another noun's unit, or empty. `qualifier` is exact, at_least,
    at_most or about, by `qualifier_words`. `start` and `end` are places in the document's text.
    `context` is the number with a few words around it, as printed.

    `kind` is `figure`, or why it is none (a key of `kinds.REASONS`). `ambiguity` is empty or
    says what another reading would be; `alternatives` are its values. `range_end` is `low` or `high`
    for the ends of a printed range.
    """

    text: str
    value: float
    low: float
    high: float
    unit_hint: str
    qualifier: str
    qualifier_words: str
    line: Line
    start: int
    end: int
    context: str
    section: str
    kind: str = "figure"
    ambiguity: str = ""
    alternatives: tuple[float, ...] = ()
    range_end: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it measures or counts something."""
        return self.kind == "figure"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the document leaves open what the number is."""
        return bool(self.ambiguity)

    @property
    def reason(self) -> str:
        """Why it is no figure; empty for a figure."""
        return REASONS.get(self.kind, "")

    @property
    def page(self) -> int | None:
        """The page of a PDF."""
        return self.line.page

    @property
    def box(self) -> Box | None:
        """The line's box on its page of a PDF, in points."""
        return self.line.box

"""What a printed share or sum of money is of, by its sentence: named closely, or left to a person."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.guess import Guess, left_out
from r4v_analysis.intake.draft.vocabulary import SHARES, distance, stage_of
from r4v_analysis.language.formats import N_

_NEAR = 160
"""Letters between a share and what it is a share of."""
_CHANGE = re.compile(
    r"increas|decreas|declin|\bris(?:e|en|ing)\b|\brose\b|grew|growth|drop|reduc|higher|lower|aument|increment|"
    r"disminu|creci|\balza\b|subi[óe]|baj[óe]",
    re.IGNORECASE,
)
_OF_PROCEDURES = re.compile(
    r"\s*(?:of|de)\s+(?:these|the|those|est[oa]s|l[oa]s)?\s*(?:procedures?|applications?|trámites|solicitudes)",
    re.IGNORECASE,
)


def money(before: str, after: str) -> Guess:
    """Money in a sentence: it may be asked for, received or paid out, so it is never sure."""
    around = f"{before[-80:]} {after[:80]}"
    reason = N_("money named in a sentence, not in the box")
    if re.search(r"requir|requer|appeal|llamamiento|needed|necesari", around, re.IGNORECASE):
        return Guess("requirements", "usd", confidence="medium", reason=reason)
    if re.search(r"funds? received|funded|fondos recibidos|financiad", around, re.IGNORECASE):
        return Guess("funding", "usd", confidence="medium", reason=reason)
    return left_out("usd", N_("the words do not say whether money was asked for, received or paid out"))


def share(before: str, after: str) -> Guess:
    """A share, by the nearest words that name what it is of."""
    stage = stage_of(after) or stage_of(before)
    if stage and _OF_PROCEDURES.match(after):
        return Guess("regularization", "share", stage=stage)
    near = (before[-_NEAR:], after[:_NEAR])
    is_change = _CHANGE.search(f"{before[-50:]} {after[:50]}")
    if is_change and re.search(r"people in need|personas con necesidades", " ".join(near), re.IGNORECASE):
        return Guess(
            "need_change", "share", confidence="medium", reason=N_("a change of people in need: check since when")
        )
    if is_change:
        return left_out("share", N_("a change, not a share of something"))
    found = sorted(
        (far, indicator, role)
        for indicator, role, pattern in SHARES
        for far in [distance(pattern, *near)]
        if far is not None
    )
    if not found:
        return left_out("share", N_("the words do not say what this is a share of"))
    _, indicator, role = found[0]
    if len({name for _, name, _ in found}) > 1:
        return Guess(indicator, "share", role, "", "medium", N_("several shares are named in this sentence"))
    return Guess(indicator, "share", role)

"""What a printed share or sum of money is of, by its own words: named closely, or left to a person."""

from __future__ import annotations

import re
from dataclasses import replace

from r4v_analysis.intake.draft.guess import Guess, left_out
from r4v_analysis.intake.draft.issuer import AGENCY, OWN_MONEY, is_an_agency_s, names_plan
from r4v_analysis.intake.draft.scope import Scope, scope
from r4v_analysis.intake.draft.vocabulary import OF_ASKED, OF_ASSISTED, SHARES, distance, stage_of
from r4v_analysis.intake.words import any_of, stems, words
from r4v_analysis.language.formats import N_

_CHANGE = stems("changes")
_OF_PROCEDURES = re.compile(
    r"\s*(?:of|de)\s+(?:these|the|those|est[oa]s|l[oa]s)?\s*(?:procedures?|applications?|trámites|solicitudes)",
    re.IGNORECASE,
)
_OTHER_MONEY, _PRIVATE, _OF_PLAN, _OF_RESPONSE = map(
    stems, ("other_money", "private_money", "of_a_plan", "of_response")
)
"""Money that is not the plan's for sure; what may be one's; words of its sentence, or around it, by which it may be."""
_PAID = re.compile(
    rf"(?<!\w)(?:{words('people')}|{words('households')}|each|cada)(?!\w)[^.;]{{0,40}}\b(?:receiv|recib|get|got|obt)\w*\s"
    r"[^.;\d]{0,25}$",
    re.IGNORECASE,
)
_PAID_TO = re.compile(r"[^.;\d]{0,30}\b(?:received|recibid[oa]s?) (?:by|por)\b", re.IGNORECASE)
"""Before an amount that people got, and no plan; behind one that somebody got who is named."""
_LEAVING = re.compile(r",?\s+(?=(?:which leaves?|leaving|lo que deja|dejando|quedando)\b)", re.IGNORECASE)
"""Behind an amount: what it leaves to be found is the next one."""
_NOT_MET = stems("not_met")
_ASKED_FOR = stems("asked_for")
_CAME_IN = stems("came_in")
_RECEIVED = re.compile(
    r"\s*(?:(?:was|were|ha sido|fueron)\s+)?(?:received|recibid[oa]s)"
    r"(?:\s+(?:(?:in|en)\s+20\d\d|so far|to date)\b|[,.;)]|\s*$)",
    re.IGNORECASE,
)
_PLAN = r"(?:RMRP|PRRM|response plan|plan de respuesta|(?:the|this|regional|el|este|del) plan)\b"
_OF_COVERAGE = re.compile(
    r"\s*(?:funded|financiad[oa])\b|\s*(?:of|de)\s+(?:the|its|l[oa]s|sus)\s+(?:total\s+|RMRP\s+)?(?:funding\s+|"
    r"financial\s+)?"
    r"(?:requirements?|requerimientos|requisitos)\b|\s*del (?:total de )?(?:los )?requerimientos?\b|"
    rf"\s*(?:of|del?) (?:the |el )?(?:20\d\d )?{_PLAN}(?: 20\d\d)?(?: (?:for|in|para|en) \w+)? "
    r"(?:has been|is|was|está|ha sido) (?:funded|financiado)\b",
    re.IGNORECASE,
)
_FUNDED_AT = re.compile(
    rf"{_PLAN}(?: 20\d\d)? (?:está|ha sido|fue|se encuentra) financiado (?:\w+ )?(?:en|al|a) (?:un |el )?(?:\w+ )?$",
    re.IGNORECASE,
)
_OF_SUM = re.compile(
    r"\s*(?:of (?:the )?|del? (?:l[oa]s )?)(?:US\s?\$|USD|\$)?\s?\d[\d.,]*\s?(?:\w+\s+){1,3}"
    r"(?:required|requested|needed|requerid|solicitad)",
    re.IGNORECASE,
)
"""Behind a share: the amount that was asked for, of which it is one."""
_IN_MILLIONS = re.compile(r"\d\s?(?:[MB]\b|mill|bill|mil mill)", re.IGNORECASE)
_OF_WHICH = re.compile(
    r"\b(?:of (?:which|this amount)|de l[oa]s cuales|de los que|de este monto)\b[^.;\d]{0,40}$", re.IGNORECASE
)
_REACHED = re.compile(r"reach|achiev|assist|coverage|alcan[zc]|atend|asisti|beneficiar", re.IGNORECASE)
"""What is done for a target, of which a share is told."""
_OF_INCIDENT = re.compile(r"protection incidents?|incidentes? de protección", re.IGNORECASE)
_PART = any_of(words("of_a_part"), AGENCY)
"""Of whose money it may be: a sector's or an agency's, and not the plan's."""
_SAID_ASKED = re.compile(
    rf"{_PLAN}[^.;,\d]{{0,50}}(?:20\d\d\b[^.;,\d]{{0,20}})?\b(?:requires?|requested|requests?|seeks?|calls for|"
    rf"appeals for|"
    r"requiere|solicita|busca|necesita)\s+$|"
    r"(?:requirements?|requerimientos?(?: financieros?)?|(?:required|total) budget|funding required|"
    r"presupuesto requerido)\b"
    rf"(?=[^;]*{_PLAN})[^;]{{3,70}}?\b(?:is|are|totals?|amounts? to|stands? at|es de|son de|asciende a|"
    rf"ascienden a)\s+$",
    re.IGNORECASE,
)
_BARE_BRACKET = re.compile(r"(?:US\s?\$|USD|\$|dollars|d[oó]lares)[^()]{0,90}\(\s*$", re.IGNORECASE)
MONEY_IN_PROSE = N_("money named in a sentence, not in the box")
NO_PLAN = N_("no word beside it says that this is money of a plan or a response")
OF_WHAT = N_("check what this is a share of")
_FAR = 90
"""Letters between an amount and the word that says what became of it beyond which they don't belong together."""
_NEAR = 300
"""Letters on either side of an amount in which its sentence says that it is a plan's."""
_PROVIDED = re.compile(r"provid|contribut|donor|aport|donante", re.IGNORECASE)
_RECEIVED_FUNDS = re.compile(r"funds received|fondos recibidos", re.IGNORECASE)
_DISTRIBUTED = re.compile(r"went to|allocat|destin|sector|spent|gast", re.IGNORECASE)


def money(before: str, after: str, around: str = "") -> Guess:
    """Money in a sentence that names a plan or a response, or stands in words `around` that do.

    It may be asked for, received or paid out.
    """
    own = scope(before, after)
    if re.search(r"\d", before):  # words up to a comma end what is said of the amount before it
        own = replace(own, before=re.sub(r"^[^,]{0,30},(?=.)", "", own.before))
    if before.rstrip().endswith(":"):  # a label of its own
        own = replace(own, before=before)
    is_of_part = _PART.search(before) or re.match(
        r"\s*(?:for|para)\s+(?!(?:el\s+|la\s+|the\s+)?(?-i:[A-ZÁÉÍÓÚ]))", after
    )
    if _SAID_ASKED.search(before) and not is_of_part and not is_an_agency_s(own.before):
        return Guess("requirements", "usd")
    other = _other_money(own, before, after, around)
    if other:
        return left_out("usd", other)
    if _RECEIVED.match(after):
        return Guess("funding", "usd", confidence="medium", reason=MONEY_IN_PROSE)
    if not _OTHER_MONEY.search(_beside(own)):
        far = {
            indicator: _how_far(pattern, own.outside[-80:] + own.before, own.after)
            for indicator, pattern in (("requirements", _ASKED_FOR), ("funding", _CAME_IN))
        }
        near = min(far, key=lambda indicator: far[indicator])
        if far[near] < _FAR and len(set(far.values())) == len(far):
            return Guess(near, "usd", confidence="medium", reason=MONEY_IN_PROSE)
    return left_out("usd", N_("the words do not say whether money was asked for, received or paid out"))


def is_of_an_amount(printed: str, before: str) -> bool:
    """Whether a number of millions is money by the amount before it in its sentence, as in `of which 45 million`."""
    return bool(_IN_MILLIONS.search(printed) and _OF_WHICH.search(before))


def _beside(own: Scope) -> str:
    return f"{own.before[-80:]} {_LEAVING.split(own.after)[0][:60]}"


def _other_money(own: Scope, before: str, after: str, around: str) -> str:
    """Why an amount is no plan's; empty where it may be one's."""
    if is_an_agency_s(own.words):
        return OWN_MONEY
    if _PRIVATE.search(_beside(own)) or _PAID.search(before[-120:]) or _PAID_TO.match(after):
        return N_("money that people, a bank or a government got or paid, and no plan's")
    if _NOT_MET.search(_beside(own)):
        return N_("what is missing is computed from requirements and funding, and is no observation")
    is_of_response = _OF_RESPONSE.search(f"{before[-_NEAR:]} {after[:_NEAR]}") or _OF_PLAN.search(around[:2000])
    return "" if is_of_response else NO_PLAN


Bounds = tuple[float, float]
"""The least and the most that a printed number can be, by its rounding."""


def agreement(funding: Bounds | None, requirements: Bounds | None, coverage: Bounds | None) -> bool | None:
    """Whether amounts can be right together: True where funding ÷ requirements gives the percent; None: nothing tells.

    >>> agreement((24.5, 25.5), (100, 100), (0.245, 0.255)), agreement((25, 25), (100, 100), None)
    (True, None)
    >>> agreement((18.85, 18.95), (108.35, 108.45), (0.175, 0.185)), agreement((200, 200), (100, 100), None)
    (False, False)
    """
    if funding is None or requirements is None or requirements[0] <= 0:
        return None
    if coverage is None:
        return False if funding[0] > requirements[1] else None
    cut = coverage[1] + (coverage[1] - coverage[0]) / 2  # a percent may be cut off and not rounded
    return funding[0] / requirements[1] <= cut and coverage[0] <= funding[1] / requirements[0]


def is_of_one_plan(words: str) -> bool:
    """Whether money can be that of the whole plan: no sector and no agency is named."""
    return not _PART.search(words)


def _how_far(pattern: re.Pattern[str], before: str, after: str) -> int:
    found = distance(pattern, before, after[:50])
    return _FAR if found is None else found


def share(before: str, after: str, around: str = "") -> Guess:
    """A share, by the nearest words that name what it is of; of money where they or those `around` name a plan."""
    own = scope(before, after)
    sentence = f"{before} {after}"
    stage = stage_of(own.after) or stage_of(own.before)
    if stage and _OF_PROCEDURES.match(after):
        return Guess("regularization", "share", stage=stage)
    is_change = _CHANGE.search(f"{own.before[-50:]} {own.after[:50]}")
    if is_change and re.search(r"people in need|personas con necesidades", sentence, re.IGNORECASE):
        return Guess(
            "need_change", "share", confidence="medium", reason=N_("a change of people in need: check since when")
        )
    if is_change:
        return left_out("share", N_("a change, not a share of something"))
    if _BARE_BRACKET.search(before) and re.match(r"\s*\)", after) and _CAME_IN.search(f"{before[-120:]} {after[:50]}"):
        return Guess("coverage", "share", confidence="medium", reason=OF_WHAT)
    if _OF_SUM.match(after):
        return Guess("coverage", "share", confidence="medium", reason=OF_WHAT)
    found = sorted(
        (far, indicator, role)
        for indicator, role, pattern in SHARES
        for far in [distance(pattern, own.before if own.before.strip() else _outside(own, indicator), own.after)]
        if far is not None and _is_of(indicator, sentence, own)
    )
    if not found:
        return left_out("share", N_("the words do not say what this is a share of"))
    _, indicator, role = found[0]
    if len({name for _, name, _ in found}) > 1:
        return Guess(indicator, "share", role, "", "medium", N_("several shares are named in this sentence"))
    other = _other_coverage(own, before, f"{sentence} {around}") if indicator == "coverage" else ""
    if other:
        return left_out("share", other)
    if not _is_said(indicator, before, own.after):
        return Guess(indicator, "share", role, "", "medium", OF_WHAT)
    return Guess(indicator, "share", role)


def _other_coverage(own: Scope, before: str, around: str) -> str:
    """Why a share of money is none of a plan's; empty where it may be one."""
    if is_an_agency_s(before) or (re.search(rf"\b(?:{AGENCY})\b", own.before) and not names_plan(before)):
        return OWN_MONEY
    return "" if _OF_PLAN.search(around) else NO_PLAN


def _outside(own: Scope, indicator: str) -> str:
    """`were women (51 per cent)`: what people are stands before the bracket."""
    return own.outside[-40:] if indicator.startswith("share_") else ""


def _is_of(indicator: str, sentence: str, own: Scope) -> bool:
    """Whether a share can be of this: never of somebody else's people or another fund's money."""
    if indicator in ("share_women", "share_children"):
        return bool(OF_ASSISTED.search(sentence)) and not OF_ASKED.search(sentence)
    if indicator == "coverage":
        clause = f"{own.before.rsplit(', ', 1)[-1]} {own.after.split(', ')[0]}"
        return not _OTHER_MONEY.search(clause) and not _NOT_MET.search(f"{own.before} {own.after.split(', ')[0]}")
    if indicator == "target_reached":
        return bool(_REACHED.search(sentence))
    if indicator == "donor_share":
        is_given = bool(_PROVIDED.search(own.words) or _RECEIVED_FUNDS.search(own.words))
        return is_given and not _DISTRIBUTED.search(own.words) and not _PART.search(own.before)
    return True


def _is_said(indicator: str, before: str, after: str) -> bool:
    """Whether the words right beside the share name what it is of."""
    sentence = f"{before} {after}"
    if indicator == "coverage":
        is_said = _OF_COVERAGE.match(after) or _FUNDED_AT.search(before)
        return bool(is_said and _OF_PLAN.search(sentence)) and not (_PART.search(sentence) or _NOT_MET.search(sentence))
    if indicator == "donor_share":
        return bool(_PROVIDED.search(sentence) and _RECEIVED_FUNDS.search(sentence))
    if indicator == "protection_incidents":
        return bool(OF_ASKED.search(sentence) and _OF_INCIDENT.search(after))
    return False

"""Reasons of a draft: a message that has a translation, and the printed words that it is about."""

from __future__ import annotations

import re

from r4v_analysis.language.formats import N_, translator

_DETAIL = re.compile(r"(?P<message>.*) \[(?P<detail>[^\[\]]*)\]", re.DOTALL)
NOUNS = (
    N_("households"), N_("weeks"), N_("months"), N_("hours"), N_("kits"), N_("countries"), N_("areas"), N_("tonnes"),
    N_("percentage points"), N_("people"), N_("meals"), N_("consultations"), N_("organizations"), N_("procedures"),
    N_("schools"), N_("meetings"), N_("days"), N_("years"), N_("places"), N_("share"), N_("usd"),
    N_("an indicator"), N_("a unit"), N_("a qualifier"), N_("a role"), N_("a basis"), N_("a sector"), N_("a stream"),
    N_("a population group"), N_("a sex"), N_("a place"), N_("a programme"), N_("a stage"), N_("an observation"),
    N_("a section"), N_("a country"), N_("a report"), N_("a language"), N_("a known from basis"),
)  # fmt: skip
"""What numbers count, as a reason names it; then what a cell is not, as the check does."""


def about(message: str, detail: str) -> str:
    """A message, which the catalogues know, with the words of the document that it is about.

    >>> about("it may be a year", "2020")
    'it may be a year [2020]'
    """
    return f"{message} [{re.sub(r'[][;]', ' ', detail)}]"


def said(reasons: str, lang: str) -> str:
    """Reasons in a language; what they are about stays as the document prints it."""
    gettext = translator(lang).gettext

    def one(reason: str) -> str:
        found = _DETAIL.fullmatch(reason)
        return f"{gettext(found['message'])} [{gettext(found['detail'])}]" if found else gettext(reason)

    return "; ".join(one(reason) for reason in reasons.split("; ") if reason)

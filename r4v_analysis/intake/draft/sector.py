"""The sector of a count of the text: of its heading, of its own words, or of the report as a whole."""

from __future__ import annotations

import re

from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.words import families, stems
from r4v_analysis.language.formats import N_

OF_NO_SECTOR = (
    UNCLASSIFIED, "regularization", "refugees_and_migrants", "population_worldwide", "asylum_claims", "asylum_seekers",
    "organizations", "meetings", "arrivals", "departures", "daily_entries", "deaths", "covid_cases",
    "emergency_extension",
)  # fmt: skip
"""What is counted of the whole country, and of no sector of the response."""
OF_ONE_SECTOR = N_("the report is of one sector by its title: check that this is of the sector too")
_SAID = {
    code: re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE) for code, names in families("sectors_said").items()
}
_OF_SOME = stems("of_some_sector")


def sectors_said(text: str) -> tuple[list[str], bool]:
    """Codes of the sectors that words of a text can only mean, and whether further words may mean one."""
    codes = []
    for code, names in _SAID.items():
        text, times = names.subn(" ", text)
        codes += [code] if times else []
    return codes, bool(_OF_SOME.search(text))


def heading_sector(section: str, text: str, context: str) -> str:
    """The sector of a heading, or of the label that the paragraph begins with, as in `Shelter: ...`."""
    label = re.match(r"[\W\d]*([^\W\d][^.:\n]{2,40}):\s", context)
    section = (sector_of(label[1]) if label else None) or section
    if section in ("header", "situation", "coordination", "text", "footnote", "sector_table", ""):
        return ""
    if section == "protection":
        return next((code for code in sectors_said(text)[0] if code.startswith("protection_")), section)
    return section

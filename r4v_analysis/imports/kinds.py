"""What a file is that an import does not take: known by its columns, and named with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from r4v_analysis.data.names import joined
from r4v_analysis.imports.source import SourceSheet

_FIRST_LINES = 30
_KINDS: Sequence[tuple[str, Sequence[set[str]]]] = (
    (
        "a file of FTS's requirements and funding: r4v import fts FILE",
        [{"countrycode", "requirements", "funding"}, {"appealcode", "requirementsusd"}],
    ),
    (
        "OCHA's list of plans: r4v import fts FILE",
        [{"origrequirements", "revisedrequirements"}],
    ),
    (
        "an R4V consolidated report: r4v import r4v FILE",
        [{"consolidatedtotal", "month"}, {"consolidatedbeneficiariestotal"}],
    ),
    (
        "a 5W file, a row an activity: r4v import r4v FILE",
        [{"rmrpactivity"}, {"actividadrmrp"}, {"appealingorg", "indicator"}, {"indicatortype", "activityname"}],
    ),
    (
        "R4V's workbook of people in need and targets: r4v import r4v FILE",
        [{"pincountry"}, {"targetcountry"}, {"pintotal"}, {"targettotal"}],
    ),
    (
        "a file of FTS's flows of money: r4v import fts FILE",
        [{"srcorganization", "amountusd"}, {"destplan", "amountusd"}, {"srcorganization", "destorganization"}],
    ),
    (
        "an HPC caseload, people in need and targets by sector: r4v import r4v FILE",
        [{"inneed", "targeted"}, {"caseload"}, {"ennecesidad", "meta"}, {"populationstatus", "population"}],
    ),
    (
        "a table of refugees and migrants by country: r4v import r4v FILE",
        [{"population"}, {"poblacion"}, {"countryofasylum"}, {"individuals"}],
    ),
    (
        "a table of food security (IPC), which has no import: r4v import r4v takes people in need and targets",
        [{"ipcphase"}, {"phase", "populationfractioninphase"}],
    ),
    (
        "a 3W or 5W of another kind. R4V's has a row an activity, with Country, Month, Subsector and Total_monthly: "
        "r4v import r4v FILE",
        [
            {"who", "what", "where"},
            {"orgname", "sectorname"},
            {"organisation", "activity"},
            {"organizacion", "actividad"},
        ],
    ),
)


def kind_of(sheets: Iterable[SourceSheet]) -> str:
    """`It is a 5W file, …: r4v import r4v FILE.`; empty where the columns tell nothing."""
    for sheet in sheets:
        for line in sheet.lines[:_FIRST_LINES]:
            names = {joined(cell) for cell in line if cell}
            for told, forms in _KINDS:
                if any(form <= names for form in forms):
                    return f"It is {told}."
    return ""


def headings(sheets: Iterable[SourceSheet]) -> str:
    """The names in the first line that looks like a header, to show a person what was found."""
    for sheet in sheets:
        for line in sheet.lines[:_FIRST_LINES]:
            words = [cell for cell in line if cell]
            if len(words) > 1:
                return ", ".join(words[:8]) + (", …" if len(words) > 8 else "")
    return "none"

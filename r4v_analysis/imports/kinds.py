"""What a file is that an import does not take: known by its columns, and named with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from r4v_analysis.data.names import joined
from r4v_analysis.files import command
from r4v_analysis.imports.source import SourceSheet

_FIRST_LINES = 30
_KINDS: Sequence[tuple[str, str, Sequence[set[str]]]] = (
    (
        "a file of FTS's requirements and funding",
        "fts",
        [{"countrycode", "requirements", "funding"}, {"appealcode", "requirementsusd"}],
    ),
    (
        "OCHA's list of plans",
        "fts",
        [{"origrequirements", "revisedrequirements"}],
    ),
    (
        "an R4V consolidated report",
        "r4v",
        [{"consolidatedtotal", "month"}, {"consolidatedbeneficiariestotal"}],
    ),
    (
        "a 5W file, a row an activity",
        "r4v",
        [{"rmrpactivity"}, {"actividadrmrp"}, {"appealingorg", "indicator"}, {"indicatortype", "activityname"}],
    ),
    (
        "R4V's workbook of people in need and targets",
        "r4v",
        [{"pincountry"}, {"targetcountry"}, {"pintotal"}, {"targettotal"}],
    ),
    (
        "a file of FTS's flows of money",
        "fts",
        [{"srcorganization", "amountusd"}, {"destplan", "amountusd"}, {"srcorganization", "destorganization"}],
    ),
    (
        "an HPC caseload, people in need and targets by sector",
        "r4v",
        [{"inneed", "targeted"}, {"caseload"}, {"ennecesidad", "meta"}, {"populationstatus", "population"}],
    ),
    (
        "a table of refugees and migrants by country",
        "r4v",
        [{"population"}, {"poblacion"}, {"countryofasylum"}, {"individuals"}],
    ),
    (
        "a table of food security (IPC), which has no import: r4v import r4v takes people in need and targets.",
        "",
        [{"ipcphase"}, {"phase", "populationfractioninphase"}],
    ),
    (
        "a 3W or 5W of another kind. r4v import r4v takes R4V's, which has a row an activity, with Country, Month, "
        "Subsector and Total_monthly.",
        "",
        [
            {"who", "what", "where"},
            {"orgname", "sectorname"},
            {"organisation", "activity"},
            {"organizacion", "actividad"},
        ],
    ),
)


def kind_of(sheets: Iterable[SourceSheet], path: Path, data: str | Path = "") -> str:
    """`It is a 5W file, …: r4v import r4v FILE`, as one pastes it; empty where the columns tell nothing."""
    for sheet in sheets:
        for line in sheet.lines[:_FIRST_LINES]:
            names = {joined(cell) for cell in line if cell}
            for told, source, forms in _KINDS:
                if any(form <= names for form in forms):
                    taken = f": {command('import', source, path, data=data)}"
                    return f"It is {told}{taken if source else ''}"
    return ""


def headings(sheets: Iterable[SourceSheet]) -> str:
    """The names in the first line that looks like a header, to show a person what was found."""
    for sheet in sheets:
        for line in sheet.lines[:_FIRST_LINES]:
            words = [cell for cell in line if cell]
            if len(words) > 1:
                return ", ".join(words[:8]) + (", …" if len(words) > 8 else "")
    return "none"

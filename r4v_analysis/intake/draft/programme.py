"""Which programme of data/ a count of regularization is of, by the names near to it."""

from __future__ import annotations

import re

from r4v_analysis.intake.draft.guess import UNCLASSIFIED, Guess
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import DraftRow
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.wording import about
from r4v_analysis.intake.words import named_in
from r4v_analysis.language.formats import N_


def with_programme(row: DraftRow, found: Guess, reading: Reading, setting: Setting) -> DraftRow:
    """The row with programme, stage and authority; left to a person where data/ knows no such programme."""
    if row.cells["indicator"] != "regularization":
        return row
    around = reading.around
    near = around.text[max(0, row.start - around.start - 90) : row.start - around.start + 130]
    after = around.text[row.start - around.start : row.start - around.start + 90]
    near_first = (after, near, around.text, f"{reading.lead} {reading.paragraph.text}")
    kind = next((name for words in near_first if (name := named_in(words, "programme_names"))), "")
    known = [
        programme["programme"]
        for programme in setting.programmes
        if programme["country_iso3"] == setting.country_iso3
        and kind
        and programme["programme"].startswith(kind)
        and _year(programme["programme"]) <= setting.end.year
    ]
    if not known:
        reason = N_("a procedure of which data/codes has no programme: add it to programmes.csv, or delete the row")
        return row.doubted(reason, indicator=UNCLASSIFIED, observation_id=row.cells["observation_id"])
    latest = max(known, key=_year)
    authority = "SNM" if re.search(r"\bSNM\b|superintenden\w+|migraciones", around.text, re.IGNORECASE) else ""
    cells = {"programme": latest, "stage": found.stage, "authority": authority, "sector": ""}
    if len(known) > 1:
        return row.doubted(
            about(N_("the latest of several programmes: check which is meant"), latest), "medium", **cells
        )
    return DraftRow({**row.cells, **cells}, row.start, row.confidence, row.reason)


def _year(programme: str) -> int:
    years = re.findall(r"\d{4}", programme)
    return int(years[-1]) if years else 0

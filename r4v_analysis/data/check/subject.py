"""Whom a problem of data is about: a report, or the country of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from r4v_analysis.data.choice import Choice, Listed, choose, names_of
from r4v_analysis.data.text_table import TextTable, read_text_table
from r4v_analysis.errors import DataError, Problem, UsageError

_PLACE = re.compile(r"(?P<path>.*\.csv), row (?P<row>[0-9]+)(?:, .*)?")
_OBSERVATIONS = "observations"
_REPORTS, _COUNTRIES, _PROGRAMMES = "reports.csv", "codes/countries.csv", "programmes.csv"


def of_reports(folder: Path, problems: Iterable[Problem], choice: Choice) -> list[Problem]:
    """The problems that concern some reports: their own rows, their countries' rows, and the folder as a whole.

    Raises
    ------
    UsageError
        A word of the choice means nothing here.
    """
    rows = _rows(folder / _REPORTS)
    known = [Listed(row["report_id"], row["country_iso3"], row["period_end"][:7]) for row in rows]
    ids, faults = choose(known, names_of(_rows(folder / _COUNTRIES)), choice)
    if faults:
        raise UsageError("\n".join(faults))
    countries = {report.country_iso3 for report in known if report.report_id in ids}
    programmes = {row["programme"]: row["country_iso3"] for row in _rows(folder / _PROGRAMMES)}

    @cache
    def read(path: str) -> TextTable:
        return _rows(Path(path))

    def concerns(problem: Problem) -> bool:
        place = _PLACE.fullmatch(problem.where)
        if place is None:
            return True
        path = Path(place["path"])
        if path.parent.name == _OBSERVATIONS:
            return path.stem in ids
        found, row = read(str(path)), int(place["row"]) - 2
        return not 0 <= row < len(found) or _is_of(found[row], ids, countries, programmes)

    return [problem for problem in problems if concerns(problem)]


def _is_of(row: Mapping[str, str], ids: Iterable[str], countries: Iterable[str], programmes: Mapping[str, str]) -> bool:
    if "report_id" in row:
        return row["report_id"] in ids
    country = row.get("country_iso3") or programmes.get(row.get("programme") or "")
    return not country or country in countries


def _rows(path: Path) -> TextTable:
    """A table's rows as text; none where it can't be read, which is a problem of its own."""
    try:
        return read_text_table(path)
    except DataError:
        return TextTable()

"""What a notebook says that it needs of a report, such as `needs = "requirements, funding"`, and what a report lacks.

A need is an indicator, of which the report has to print a number, or a table by its name at a prompt
(`plan_funding`), of which a row about its country has to be known by then. A name that is both is met by either.
"""

from __future__ import annotations

from collections.abc import Sequence

from r4v_analysis.data.report import Data, Report
from r4v_analysis.errors import suggestion
from r4v_analysis.exhibits.headings import SHEETS
from r4v_analysis.language.formats import format_date, format_list, translator

TABLES = {
    name.replace("-", "_"): name
    for name in ("plan-funding", "donor-funding", "people-in-need", "sector-reach", "population", "programme-counts")
}
"""Tables that can be needed, by their names at a prompt."""


def faults(where: str, needs: Sequence[str], data: Data) -> list[str]:
    """A line for each need that is neither an indicator nor a table, with the nearest that is."""
    known = {*data.codes("indicators").index, *TABLES}
    return [
        f"{where}, needs: expected an indicator or a table of data/, found {name!r}. {suggestion(name, known)}"
        for name in needs
        if name not in known
    ]


def unmet(report: Report, needs: Sequence[str], lang: str) -> str:
    """What nothing was known of by the report's day, as a sentence's part; empty where every need is met."""
    missing = [name for name in needs if not _is_met(report, name)]
    if not missing:
        return ""
    _, names = translator(lang).gettext, report.codes("indicators")[f"name_{lang}"]
    told = [_inside(names[name] if name in names.index else _(SHEETS[TABLES[name]])) for name in missing]
    message = _("nothing known of {needs} by {day}")
    return message.format(needs=format_list(told, lang), day=format_date(report.vintage, lang))


def _is_met(report: Report, name: str) -> bool:
    numbers = report.observations
    if numbers.loc[numbers["indicator"] == name, "value"].notna().any():
        return True
    return name in TABLES and not report.known(TABLES[name]).empty


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: `COVID-19 cases` keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name

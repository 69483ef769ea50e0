"""The reference class of a deadline: finished programmes of every country, as known on a day.

A programme takes part from the day on which its window, its closing count and a count before it were known
(DOMAIN, rule 14). Registers, applications and pre-registrations stand beside one another, people and procedures
too: what is compared is the course from opening to closing, and not the number.
"""

from __future__ import annotations

from datetime import date

from r4v_analysis.analysis.regularization.clock import Series, finished, shapes
from r4v_analysis.analysis.regularization.counts import collected
from r4v_analysis.data.queries import records
from r4v_analysis.data.report import Data, Report, once_a_report


@once_a_report
def reference(report: Report) -> list[Series]:
    """The finished programmes known on a report's `vintage`: its own country's first, as the report knows them."""
    return [*shapes(report), *_of_others(report.data, report.vintage, report.country_iso3)]


def reference_on(data: Data, day: date) -> list[Series]:
    """The finished programmes of all countries that were known on a day."""
    return _of_others(data, day, "")


def _of_others(data: Data, day: date, but: str) -> list[Series]:
    if "programmes" not in list(data.tables):
        return []
    countries = dict.fromkeys(data.table("programmes")["country_iso3"])
    return [item for country in countries if country != but for item in finished_in(data, day, country)]


def finished_in(data: Data, day: date, country_iso3: str) -> list[Series]:
    """Those of one country."""
    printed = data.queries.observations(data.known("reports", country_iso3, day)["report_id"])
    found = collected(printed, data.known("programme-counts", country_iso3, day))
    return finished(found, records(data.known("programme-events", country_iso3, day)), day)

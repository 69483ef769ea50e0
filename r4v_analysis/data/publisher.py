"""Who publishes a report, which its id ends in; and which publishers' reports are rows of tables, and no documents."""

from __future__ import annotations

R4V = "r4v"
"""A country's month of R4V's monitoring (see `monthly`)."""
FTS = "fts"
"""A country's plan year as FTS has it (see `plan_year`)."""
DOCUMENTLESS = (R4V, FTS)
REGION = "XRG"
"""All countries of the platform, to which each country is compared."""


def publisher_of(report_id: str) -> str:
    """`r4v` for `ARG_2022-01_2022-01_r4v`, `` for a report without suffix or with a reissue's (`_v2`)."""
    suffix = report_id.partition("_")[2].partition("_")[2].partition("_")[2]
    return "" if suffix[:1] == "v" and suffix[1:].isdecimal() else suffix

"""Synthetic reports of Peru beside the real ones."""

from dataclasses import replace

import pandas as pd


def planted(report, report_id, start, end, known, observations=(), **more):
    """A synthetic report of Peru beside the real ones; `more` adds rows to other tables by name."""
    data = report.data
    row = {
        "report_id": report_id,
        "country_iso3": "PER",
        "platform": "GTRM",
        "title": "Synthetic report",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
        "published": pd.Timestamp(known),
        "known_from": pd.Timestamp(known),
    }
    rows = {
        "reports": [row],
        "observations": [
            {"unit": "people", "qualifier": "exact", "section": "protection", **cells, "report_id": report_id}
            for cells in observations
        ],
        **more,
    }
    added = {
        name: pd.concat([data.tables[name], pd.DataFrame(new)], ignore_index=True) for name, new in rows.items() if new
    }
    return replace(data, tables={**data.tables, **added}).report(report_id)


def assisted(name, value, qualifier="exact", basis="period_total", **cells):
    given = {"observation_id": name, "value": float(value), "qualifier": qualifier, "basis": basis}
    texts = {"indicator": "people_assisted", "role": "assisted", "sector": "protection", "printed": f"{value:,}"}
    return {**texts, **given, **cells}

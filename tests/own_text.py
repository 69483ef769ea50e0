"""A text of this project's own that prints what a report printed: its fragments, each in its section, in order.

The sentences of the source are not in it: a fragment stands after words of ours for its indicator.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

Row = dict[str, str]

LABELS = {
    "refugees_and_migrants": "Refugees and migrants in {country}",
    "people_reached": "People reached",
    "coverage": "",
    "funding": "Funding",
    "requirements": "",
}
"""What stands under a number of the box, where the fragment does not say it itself."""

SAID = {
    "emergency_extension": "A state of emergency was prolonged in the",
    "protection_incidents": "Robbery on the way was told by",
    "custodial_threshold": "A bill speaks of a",
    "regularization": "The migration authority (CPP, amnesty) has",
    "people_trained": "Partners gave training to",
    "people_assisted": "Partners assisted",
    "people_attended": "A workshop was attended by",
    "people_informed": "Partners informed",
    "people_referred": "From a campaign,",
    "schools": "A campaign was held in",
    "meals": "Partners distributed",
    "consultations": "Partners provided",
    "organizations": "After workshops, partners have reached a",
    "meetings": "This quarter there were",
    "donor_share": "Funding comes mostly from a single donor:",
}
"""Words before a fragment, by indicator."""


def text_of(data_dir: Path, report_id: str) -> str:
    """A made-up source of one report of data/."""
    rows = _rows(data_dir / "observations" / f"{report_id}.csv")
    (report,) = [row for row in _rows(data_dir / "reports.csv") if row["report_id"] == report_id]
    sectors = {row["sector"]: row["name_en"] for row in _rows(data_dir / "codes" / "sectors.csv")}
    blocks = [report["title"]]
    for section, group in groupby(rows, lambda row: row["section"]):
        printed = list(group)
        if section == "header":
            blocks += _box(printed, "Peru")
        elif section == "sector_table":
            blocks.append(_table(printed, sectors))
        else:
            blocks += [section.replace("_", " ").capitalize(), *_sentences(printed, sectors)]
    return "\n\n".join(blocks) + "\n"


def _box(rows: Sequence[Row], country: str) -> Iterator[str]:
    for row in rows:
        label = LABELS[row["indicator"]].format(country=country)
        yield f"{row['printed']}\n{label}".strip()


def _sentences(rows: Sequence[Row], names: dict[str, str]) -> Iterator[str]:
    """A line for each fragment that is not part of another; a sector that its section does not tell is named."""
    printed = [row["printed"] for row in rows]
    for row in rows:
        if sum(row["printed"] in other for other in printed) == printed.count(row["printed"]):
            is_told = row["sector"] in ("", row["section"])
            about = "" if is_told else f", on {names[row['sector']].lower()}"
            yield f"- {SAID[row['indicator']]} {row['printed']}{about}."


def _table(rows: Sequence[Row], names: dict[str, str]) -> str:
    """A row a stream, a column a sector, in the order of the observations."""
    columns = list(dict.fromkeys(row["sector"] for row in rows))
    lines = ["\t".join(["", *(names[sector] for sector in columns)])]
    for stream, group in groupby(rows, lambda row: row["stream"]):
        lines.append("\t".join([stream.upper().replace("_", "-"), *(row["printed"] for row in group)]))
    return "\n".join(lines)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))

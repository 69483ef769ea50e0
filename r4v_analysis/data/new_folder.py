"""A data folder of one's own: the schema and the code tables of another one, and an empty report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

from r4v_analysis.data.dictionary import dictionary
from r4v_analysis.data.names import of_the_response
from r4v_analysis.data.publisher import publisher_of
from r4v_analysis.data.schema import Resource, entry_text, is_observations, new_entry, observations_path, read_package
from r4v_analysis.data.text_table import read_table, table_rows, table_text
from r4v_analysis.errors import R4VError, UsageError, nearest, suggestion
from r4v_analysis.files import DESCRIPTOR, check_report_id, find_data_dir, scratch
from r4v_analysis.values.period import month_end

CODES = "codes/"


def write_own_folder(folder: Path, report_id: str, template_dir: str | Path = "") -> list[Path]:
    """Write a data folder that holds one report without a number, and return the files to fill in.

    Parameters
    ----------
    folder
        Is made whole or not at all.
    report_id
        Id of the empty report. Its country must be in the codes.
    template_dir
        Where schema and codes come from; empty: the data folder that is found.

    Raises
    ------
    UsageError
        The folder has something in it, or the id can't be used.
    R4VError
        It can't be written.
    """
    source = find_data_dir(template_dir)
    package = read_package(source)
    row = report_row(report_id, source)
    _require_free(folder)
    entries = _entries(package["resources"], report_id)
    try:
        _write(folder, source, entries, {**_described(package), "resources": entries}, row)
    except OSError as error:
        raise R4VError(
            f"{str(folder)!r}: expected to write a folder, found: {error.strerror}. Name another folder."
        ) from None
    own = next(entry["path"] for entry in entries if is_observations(entry))
    return [folder / "reports.csv", folder / own, folder / "README.md"]


def report_row(report_id: str, source: Path) -> dict[str, str]:
    """The row of reports.csv that follows from an id: country, its platform, and days; the rest is for a person.

    The platform is that of the country's newest document in the folder `source`, R4V where there is none.

    Raises
    ------
    UsageError
        The id has no such form, no country of the codes in the folder `source`, or months in no order.
    """
    country, first, last = check_report_id(report_id).split("_")[:3]
    _header, rows = table_rows((source / CODES / "countries.csv").read_text(encoding="utf-8-sig"))
    countries = {row["country_iso3"]: row["name_en"] for row in rows}
    if country not in countries:
        of_response = [row["country_iso3"] for row in of_the_response(rows)]
        step = suggestion(country, countries if nearest(country, countries) else of_response)
        raise UsageError(f"report_id: expected a country of codes, found {country!r}. {step}")
    try:
        start, end = date.fromisoformat(f"{first}-01"), month_end(date.fromisoformat(f"{last}-01"))
    except ValueError:
        raise UsageError(f"report_id: expected two months, found {report_id!r}. Write year-month.") from None
    if start > end:
        raise UsageError(f"report_id: expected the first month first, found {report_id!r}. Change the order.")
    return {
        "report_id": report_id,
        "country_iso3": country,
        "platform": _platform_of(country, source),
        "title": f"{countries[country]} situation report, {first} to {last}",
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "known_from": month_end(end + timedelta(days=1)).isoformat(),
        "known_from_basis": "assumed",
        "language": "en",
    }


def _platform_of(country: str, source: Path) -> str:
    _header, rows = read_table(source / "reports.csv")
    documents = [row for row in rows if row["country_iso3"] == country and not publisher_of(row["report_id"])]
    return max(documents, key=itemgetter("period_end"))["platform"] if documents else "R4V"


def _require_free(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(
            f"{str(folder)!r}: expected a new or an empty folder, found files in it. Name another one, or empty it."
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{str(folder)!r}: expected a folder, found a file. Name another one.")


def _entries(resources: Sequence[Resource], report_id: str) -> list[dict[str, Any]]:
    """The descriptor's entries, those of all observations files replaced by one of the new report."""
    own = new_entry(observations_path(report_id), resources) or {}
    first = next(entry for entry in resources if is_observations(entry))
    replaced = [own if entry is first else entry for entry in resources]
    return [dict(entry) for entry in replaced if entry is own or not is_observations(entry)]


def _described(package: Mapping[str, Any]) -> dict[str, Any]:
    schema = {name: package[name] for name in ("$schema", "licenses") if name in package}
    return {**schema, "name": "my-r4v-data", "title": "Figures of situation reports of my own", "version": "0"}


def _write(
    folder: Path, source: Path, entries: Sequence[Resource], package: Mapping[str, Any], row: Mapping[str, str]
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch("init", folder.parent) as temporary:
        made = temporary / "data"
        for entry in entries:
            path = made / entry["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry["path"].startswith(CODES):
                shutil.copyfile(source / entry["path"], path)
            else:
                columns = [field["name"] for field in entry["schema"]["fields"]]
                rows = [row] if entry["name"] == "reports" else []
                path.write_text(table_text(columns, rows), encoding="utf-8")
        (made / DESCRIPTOR).write_text(_descriptor_text(package), encoding="utf-8")
        (made / "README.md").write_text(_readme(package), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


def _descriptor_text(package: Mapping[str, Any]) -> str:
    head = json.dumps({name: value for name, value in package.items() if name != "resources"}, indent=2)
    entries = ",\n".join(_indented(entry_text(entry)) for entry in package["resources"])
    return head.removesuffix("\n}") + ',\n  "resources": [\n' + entries + "\n  ]\n}\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _readme(package: Mapping[str, Any]) -> str:
    return (
        "# Data of my own\n\n"
        "`reports.csv` has a row a report, `observations/` a file a report with a row a printed number. After "
        "a change, `r4v check --data` with this folder lists what is wrong. What each column holds:\n\n"
        f"{dictionary(package)}\n"
    )

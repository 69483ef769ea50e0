"""What a country's pages can read of a data folder, as a digest a table.

A row is of the country that it names, or that the first foreign key of its table leads to, over other tables if need
be. What leads to none is everybody's: a code table, a row whose cell is empty. A page can read what is of its country,
of the region and everybody's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from r4v_analysis.data.publisher import REGION
from r4v_analysis.data.report import Data
from r4v_analysis.data.schema import OBSERVATIONS, Resource, foreign_keys, is_observations, read_descriptor
from r4v_analysis.data.tables import file_digests, folder_digest
from r4v_analysis.data.text_table import csv_lines, read_table
from r4v_analysis.errors import R4VError
from r4v_analysis.files import DESCRIPTOR, digest

PROGRAMME_OBSERVATIONS = "programme-observations"
"""Stands for a table: what reports print on programmes, and those reports' own rows."""

_OF_ALL = ("countries", "region-members")
"""Tables whose rows name a country and are everybody's."""
_EVERYBODY = ""


class Parts:
    """A state of a data folder by country; its files are read when a digest is first asked for."""

    def __init__(self, data: Data) -> None:
        """`data` says which state is meant, and what is corrected in it."""
        self._data = data
        self._countries: dict[str, dict[str, str]] = {}

    def of(self, country: str, whole: Collection[str] = ()) -> dict[str, str]:
        """By table, a digest of what pages of a country can read: its part of each, and all of those read `whole`."""
        readable = (_EVERYBODY, country, REGION)
        return {
            table: one_digest(parts if table in whole else {name: parts[name] for name in readable if name in parts})
            for table, parts in self._parts.items()
            if table in whole or (table != PROGRAMME_OBSERVATIONS and any(name in parts for name in readable))
        }

    def of_report(self, report_id: str, whole: Collection[str] = ()) -> dict[str, str]:
        """The same of a report's country."""
        return self.of(self._by_key("reports")[report_id], whole)

    def every(self) -> dict[str, str]:
        """By table, a digest of all of it, and one of the descriptor: for what may read anything."""
        return {**self.of("", self._parts), "descriptor": self._digests[DESCRIPTOR]}

    @cached_property
    def _digests(self) -> dict[str, str]:
        return file_digests(self._data.folder)

    @cached_property
    def _parts(self) -> dict[str, dict[str, str]]:
        """Digests by table and country."""
        found: dict[str, dict[str, hashlib._Hash]] = {}
        for resource in self._resources.values():
            columns = json.dumps([(column["name"], column["type"]) for column in resource["schema"]["fields"]])
            name = OBSERVATIONS if is_observations(resource) else resource["name"]
            for table, country, content in self._contents(name, resource):
                parts = found.setdefault(table, {})
                if country not in parts:
                    parts[country] = hashlib.sha256(columns.encode())
                parts[country].update(content.encode())
        for entry in self._data.corrections:
            country = self._country_of_key(entry.table, entry.key)
            for table in (entry.table, PROGRAMME_OBSERVATIONS)[: 1 + (entry.table == OBSERVATIONS)]:
                found.setdefault(table, {}).setdefault(country, hashlib.sha256()).update(repr(entry).encode())
        if folder_digest(self._data.folder) != self._data.digest:
            raise R4VError(f"{self._data.folder}: expected data that stays as it is, found a change. Run again.")
        return {table: {country: part.hexdigest() for country, part in parts.items()} for table, parts in found.items()}

    @cached_property
    def _resources(self) -> dict[str, Resource]:
        return {entry["name"]: entry for entry in read_descriptor(self._data.folder)[0]["resources"]}

    def _contents(self, name: str, resource: Resource) -> Iterator[tuple[str, str, str]]:
        """Tables, countries and texts: of each row; of a report's observations in all, and of those on programmes."""
        path = resource["path"]
        if not is_observations(resource):
            lines = csv_lines((self._data.folder / path).read_bytes())
            header = next(lines, [])
            for line in lines:
                yield name, self._country(resource, dict(zip(header, line, strict=False))), repr(line)
            return
        report_id = Path(path).stem
        country = self._by_key("reports").get(report_id, _EVERYBODY)
        yield name, country, f"{path}\0{self._digests[path]}"
        rows = [list(row.values()) for row in _rows(self._data.folder / path) if row.get("programme")]
        if rows:
            yield PROGRAMME_OBSERVATIONS, country, json.dumps([self._reports.get(report_id), *rows])

    @cached_property
    def _reports(self) -> dict[str, list[str]]:
        rows = _rows(self._data.folder / self._resources["reports"]["path"])
        return {row["report_id"]: list(row.values()) for row in rows}

    def _country(self, resource: Resource, row: Mapping[str, str]) -> str:
        """The country that a row is of; empty where it is everybody's."""
        if resource["name"] in _OF_ALL:
            return _EVERYBODY
        if "country_iso3" in row:
            return row["country_iso3"]
        for columns, table, _target in foreign_keys(resource):
            if table and (known := self._by_key(table)):
                return known.get(row[columns[0]], _EVERYBODY)
        return _EVERYBODY

    def _by_key(self, table: str) -> Mapping[str, str]:
        """Countries of a table's rows by their first column; empty for a table whose rows are everybody's."""
        if table not in self._countries:
            self._countries[table] = {}  # two tables may refer to each other
            resource = self._resources[table]
            key = resource["schema"]["fields"][0]["name"]
            rows = _rows(self._data.folder / resource["path"])
            found = {row[key]: self._country(resource, row) for row in rows}
            self._countries[table] = found if any(found.values()) else {}
        return self._countries[table]

    def _country_of_key(self, table: str, key: str) -> str:
        if table == OBSERVATIONS:
            return self._by_key("reports").get(key.partition("/")[0], _EVERYBODY)
        return self._by_key(table).get(key.partition("/")[0], _EVERYBODY)


def _rows(path: Path) -> list[dict[str, str]]:
    return read_table(path)[1]


def one_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 of digests by table: what a page names as the data behind it."""
    return digest(json.dumps(digests, sort_keys=True))

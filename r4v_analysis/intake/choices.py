"""What the review page offers to choose from: codes with their names, and what goes with an indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from r4v_analysis.data.check.report_rules import ROLES_OF
from r4v_analysis.data.schema import is_observations, read_package
from r4v_analysis.data.text_table import read_table
from r4v_analysis.exhibits.labels import BASES, QUALIFIERS, ROLES, SEXES, UNITS
from r4v_analysis.intake.printed.currencies import CODES as CURRENCIES
from r4v_analysis.intake.printed.currencies import LOCAL
from r4v_analysis.language.formats import LANGUAGES, N_, translator

COLUMN_NAMES = {
    "indicator": N_("Indicator"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "sector": N_("Sector"),
    "place": N_("Place"),
    "qualifier": N_("Qualifier"),
    "population_group": N_("Population group"),
    "sex": N_("Sex"),
    "role": N_("Role"),
    "basis": N_("Basis"),
    "as_of": N_("As of"),
    "period_start": N_("First day"),
    "period_end": N_("Last day"),
    "stream": N_("Stream"),
    "programme": N_("Programme"),
    "stage": N_("Stage"),
    "printed": N_("Printed words"),
    "note": N_("Note"),
}
"""What the page calls the cells that a person can correct, in the order of its form: what is most mended first."""
_CODES = {
    "unit": UNITS | {LOCAL: N_("another currency")} | {code: code.upper() for code in CURRENCIES - {LOCAL}},
    "role": ROLES,
    "basis": BASES,
    "qualifier": QUALIFIERS,
    "sex": SEXES,
    "stream": {"rmrp": "RMRP", "non_rmrp": N_("outside the RMRP"), "all": N_("RMRP and other")},
}
_TABLES = {
    "indicator": "indicators",
    "sector": "sectors",
    "population_group": "population-groups",
    "place": "places",
    "programme": "programmes",
    "stage": "stages",
}
_GO_ALONG = ("unit", "role", "basis")
"""Cells that mostly are the same wherever an indicator stands."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes and names by column (empty where any text goes), and by indicator what it means and what goes with it.

    Meanings are written in English, and only its pages have them. `usual` has the unit, role and basis that mostly
    stand beside an indicator, `roles` the roles that may.
    """

    by_column: Mapping[str, Sequence[tuple[str, str]]]
    usual: Mapping[str, Mapping[str, str]]
    meant: Mapping[str, str]
    roles: Mapping[str, Sequence[str]] = field(default_factory=lambda: ROLES_OF)


def read_choices(data_dir: Path, country_iso3: str, lang: str) -> Choices:
    """What data/ knows, in a language, for a report of a country.

    Raises
    ------
    DataError
        The descriptor can't be read.
    """
    package = read_package(data_dir)
    resources = {str(entry["name"]): entry for entry in package["resources"]}
    files = [data_dir / str(entry["path"]) for entry in package["resources"] if is_observations(entry)]
    entry = next(entry for entry in package["resources"] if is_observations(entry))
    fields = {str(field["name"]): field for field in entry["schema"]["fields"]}
    by_column: dict[str, Sequence[tuple[str, str]]] = {}
    for column in COLUMN_NAMES:
        if column in _TABLES:
            _, rows = _table(data_dir / str(resources[_TABLES[column]]["path"]))
            by_column[column] = _named(rows, column, country_iso3, lang)
        else:
            codes = fields[column].get("constraints", {}).get("enum", ())
            by_column[column] = [(code, named(column, code, lang)) for code in codes]
    _, indicators = _table(data_dir / str(resources[_TABLES["indicator"]]["path"]))
    meant = {row["indicator"]: row.get("definition", "") for row in indicators if lang == LANGUAGES[0]}
    return Choices(by_column, _usual(files), meant)


def named(column: str, code: str, lang: str) -> str:
    """A code of the schema's own lists in a language."""
    return translator(lang).gettext(_CODES.get(column, {}).get(code, code.replace("_", " ")))


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    return read_table(path) if path.is_file() else ([], [])


def _named(rows: Sequence[Mapping[str, str]], column: str, iso3: str, lang: str) -> list[tuple[str, str]]:
    own = [row for row in rows if row.get("country_iso3", iso3) == iso3]
    return [(row[column], row.get(f"name_{lang}") or row.get("name") or row[column]) for row in own]


def _usual(files: Sequence[Path]) -> dict[str, dict[str, str]]:
    """What accepted observations say beside each indicator, mostly."""
    counts: dict[str, Counter[tuple[str, ...]]] = {}
    for path in files:
        for row in _table(path)[1]:
            counts.setdefault(row["indicator"], Counter())[tuple(row[column] for column in _GO_ALONG)] += 1
    return {
        indicator: dict(zip(_GO_ALONG, seen.most_common(1)[0][0], strict=True)) for indicator, seen in counts.items()
    }

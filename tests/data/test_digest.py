"""A digest moves with what a country's pages can read, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import poison
import pytest
from synthetic import append_row, edit_cell, read_rows, write_rows

from r4v_analysis.data.digest import Parts
from r4v_analysis.data.load import load_unchecked

Change = Callable[[Path], object]

NEW_COUNT = {"count_id": "synthetic", "programme": "ptp_2017", "stage": "application"}

CHANGES: dict[str, Change] = {
    "plan-funding": lambda folder: edit_row(folder, "plan_funding.csv", "PER", "note"),
    "sector-reach": lambda folder: edit_row(folder, "sector_reach.csv", "PER", "people_reached"),
    "people-in-need": lambda folder: edit_row(folder, "people_in_need.csv", "PER", "people_in_need"),
    "population": lambda folder: edit_row(folder, "population.csv", "PER", "value"),
    "programmes": lambda folder: edit_row(folder, "programmes.csv", "PER", "name_en"),
    "programme-counts": lambda folder: append_row(folder, "programme_counts.csv", **NEW_COUNT),
    "programme-events": lambda folder: edit_cell(folder, "programme_events.csv", 2, "note", "changed"),
    "partners": lambda folder: edit_cell(folder, "partners.csv", 2, "name", "changed"),
    "reports": lambda folder: edit_row(folder, "reports.csv", "PER", "title"),
    "observations": lambda folder: edit_cell(folder, "observations/PER_2019-06_2019-06.csv", 2, "value", "7"),
    "sectors": lambda folder: edit_cell(folder, "codes/sectors.csv", 2, "name_en", "changed"),
    "countries": lambda folder: edit_cell(folder, "codes/countries.csv", 2, "name_en", "changed"),
    "places": lambda folder: append_row(folder, "codes/places.csv", place="PE99", country_iso3="PER", name="changed"),
}


def edit_row(folder: Path, path: str, country: str, column: str) -> None:
    """Change a cell of a country's first row in a file."""
    header, *rows = read_rows(folder / path)
    row = next(row for row in rows if row[header.index("country_iso3")] == country)
    row[header.index(column)] += "1"
    write_rows(folder / path, [header, *rows])


def digests(folder: Path, country: str = "PER", whole: tuple[str, ...] = ()) -> dict[str, str]:
    """What pages of a country can read of a folder."""
    return Parts(load_unchecked(folder)).of(country, whole)


def moved(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The tables whose digest is another."""
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


@pytest.mark.parametrize("table", CHANGES)
def test_a_change_of_a_countrys_own_rows_or_of_codes_moves_its_digest(data_dir, copied_data, table):
    CHANGES[table](copied_data)
    assert moved(digests(data_dir), digests(copied_data)) == {table}


@pytest.mark.parametrize("country", ["PER", "CHL", "XRG"])
def test_no_row_of_other_countries_moves_a_countrys_digest(data_dir, tmp_path, country):
    assert poison.others_changed(data_dir, tmp_path / "data", {country, "XRG"}) > 50
    assert digests(tmp_path / "data", country) == digests(data_dir, country)
    assert digests(tmp_path / "data", "ECU") != digests(data_dir, "ECU")


def test_the_region_is_everybodys(data_dir, copied_data):
    edit_row(copied_data, "plan_funding.csv", "XRG", "note")
    assert moved(digests(data_dir), digests(copied_data)) == {"plan-funding"}
    assert moved(digests(data_dir, "CHL"), digests(copied_data, "CHL")) == {"plan-funding"}


def test_a_table_that_is_read_whole_moves_with_any_row(data_dir, copied_data):
    edit_row(copied_data, "plan_funding.csv", "ECU", "note")
    whole = ("plan-funding",)
    assert moved(digests(data_dir), digests(copied_data)) == set()
    assert moved(digests(data_dir, whole=whole), digests(copied_data, whole=whole)) == {"plan-funding"}


def test_a_correction_moves_the_digest_of_its_rows_country(data_dir, copied_data):
    (copied_data / "corrections.toml").write_text(
        '[[correction]]\ntable = "observations"\nkey = "PER_2023-05_2023-07/funding"\ncolumn = "value"\n'
        'printed = "22700000"\ncorrected = "22700001"\nreason = "synthetic"\n'
        'source_url = "https://example.org/synthetic"\nknown_from = 2023-07-01\n',
        encoding="utf-8",
    )
    assert moved(digests(data_dir), digests(copied_data)) == {"observations"}
    assert digests(data_dir, "CHL") == digests(copied_data, "CHL")


def test_what_may_read_anything_moves_with_any_row_and_with_the_descriptor(data_dir, copied_data):
    before = Parts(load_unchecked(data_dir)).every()
    edit_row(copied_data, "plan_funding.csv", "ECU", "note")
    assert moved(before, Parts(load_unchecked(copied_data)).every()) == {"plan-funding"}
    descriptor = copied_data / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert moved(before, Parts(load_unchecked(copied_data)).every()) == {"plan-funding", "descriptor"}

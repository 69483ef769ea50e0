"""The quick way to see that a table keeps its schema finds what frictionless finds, row by row."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import edit_cell, edit_descriptor, keep_only, read_rows, write_rows

from r4v_analysis.data.check import check
from r4v_analysis.data.check import constraints as schema_check
from r4v_analysis.data.sheet import Sheet

REPORTS = ("PER_2023-05_2023-07", "PER_2021-08_2021-08", "ECU_2019-05_2019-05")
TABLES = (
    "reports", "partners", "sectors", "stages", "programmes", "plan-funding", "programme-counts",
    *(f"observations-{report.lower()}" for report in REPORTS),
)  # fmt: skip
FILES = (
    "reports.csv", "partners.csv", "codes/sectors.csv", "codes/stages.csv", "plan_funding.csv", "programme_counts.csv",
    *(f"observations/{report}.csv" for report in REPORTS),
)  # fmt: skip
CELLS = (
    "", " ", "x", "Protecion", "May-23", "31/07/2023", "2023-02-30", "42,600", "1e400", "-1", "1.5", "0", "999", "TRUE",
    "true", "people", "shares", "PER_2023-05_2023-07", "health", "Ã³n", "population", "2023-07-31", "NaN", "²",
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """Ten of the project's tables, without keys to others."""
    folder = Path(shutil.copytree(data_dir, tmp_path_factory.mktemp("sound") / "data"))
    keep_only(folder, *TABLES)
    (folder / "corrections.toml").unlink(missing_ok=True)
    return folder


def damaged(sound: Path, damage: Callable[[Path], object]) -> Path:
    """A copy of the folder, damaged: always at the same path, for messages to be the same."""
    folder = sound.parent / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    damage(folder)
    return folder


def in_full(folder: Path) -> list[str]:
    """What the check says where frictionless reads all rows of all tables."""
    quick = schema_check.schema_faults
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "schema_faults", lambda package, sheets, shown, _faulty: quick(package, sheets, shown))
        return list(map(str, check.check(folder)))


def rows_read(folder: Path) -> dict[str, int]:
    """Rows that the check hands to frictionless, by table."""
    found: dict[str, int] = {}
    validated = schema_check._validated

    def noting(package: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> Any:
        found.update({entry["name"]: len(sheets[entry["name"]].rows) for entry in package["resources"]})
        return validated(package, sheets)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema_check, "_validated", noting)
        check.check(folder)
    return found


def set_cells(path: str, column: str, *cells: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        for row, cell in enumerate(cells, 3):
            edit_cell(folder, path, row, column, cell)

    return damage


OUTSIDE = ("format", "missingValues", "example")
"""Parts of a column's entry that are no constraints."""


def set_constraint(table: str, column: str, **parts: Any) -> Callable[[Path], object]:
    """Parts of a column's entry set anew; of its constraints where they are such."""

    def damage(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        entry = next(entry for entry in package["resources"] if entry["name"] == table)
        field = next(field for field in entry["schema"]["fields"] if field["name"] == column)
        field.update({name: value for name, value in parts.items() if name in OUTSIDE})
        inside = {name: value for name, value in parts.items() if name not in OUTSIDE}
        field["constraints"] = {**field.get("constraints", {}), **inside}
        path.write_text(json.dumps(package), encoding="utf-8")

    return damage


def edit_schema(table: str, **parts: Any) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        next(entry for entry in package["resources"] if entry["name"] == table)["schema"].update(parts)
        path.write_text(json.dumps(package), encoding="utf-8")

    return damage


FIRST = f"observations/{REPORTS[0]}.csv"
OBSERVED = f"observations-{REPORTS[0].lower()}"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(set_cells(FIRST, "unit", "shares"), id="enum"),
        pytest.param(set_cells(FIRST, "report_id", REPORTS[1]), id="enum of another report"),
        pytest.param(set_cells(FIRST, "observation_id", "Coverage %"), id="pattern"),
        pytest.param(set_cells(FIRST, "observation_id", ""), id="required"),
        pytest.param(set_cells(FIRST, "observation_id", "same", "same", "same"), id="unique"),
        pytest.param(set_cells("partners.csv", "position", "1"), id="primary key of two columns"),
        pytest.param(set_cells("partners.csv", "position", "01"), id="primary key of a number spelled otherwise"),
        pytest.param(set_cells("partners.csv", "position", "0"), id="minimum"),
        pytest.param(set_constraint("plan-funding", "coverage_printed", minimum=0.395), id="minimum of a fraction"),
        pytest.param(set_cells("plan_funding.csv", "year", "99999"), id="maximum"),
        pytest.param(set_cells("reports.csv", "known_from", ""), id="required date"),
        pytest.param(set_constraint("partners", "name", maxLength=4), id="constraint that is not known here"),
        pytest.param(set_constraint("partners", "name", pattern="A|B"), id="pattern with a bar"),
        pytest.param(set_constraint("partners", "name", enum=["ACNUR", 3]), id="enum with a number"),
        pytest.param(set_constraint("partners", "name", required="yes"), id="required that is no truth value"),
        pytest.param(set_constraint("partners", "position", minimum=3.5), id="minimum of whole numbers is none"),
        pytest.param(set_constraint("partners", "position", maximum="100"), id="maximum is a text"),
        pytest.param(set_constraint("partners", "position", enum=[1, 2]), id="enum of numbers"),
        pytest.param(set_constraint("programme-counts", "known_from", unique=True), id="unique days"),
        pytest.param(set_constraint("partners", "name", format="email"), id="format"),
        pytest.param(set_constraint("partners", "name", required=True, missingValues=["ACNUR"]), id="missing values"),
        pytest.param(edit_schema("partners", missingValues=["", "ACNUR"], primaryKey=["name"]), id="schema's own"),
        pytest.param(edit_schema("partners", primaryKey="name"), id="primary key as a text"),
        pytest.param(lambda folder: edit_descriptor(folder, OBSERVED, sources=3), id="sources"),
        pytest.param(lambda folder: edit_descriptor(folder, OBSERVED, sources=[{"email": "x"}]), id="address"),
        pytest.param(lambda folder: edit_descriptor(folder, OBSERVED, title=3), id="title"),
        pytest.param(lambda folder: edit_descriptor(folder, "partners", licenses=[{"title": "x"}]), id="licence"),
        pytest.param(set_constraint(OBSERVED, "indicator", minimum=3), id="constraint of another type"),
        pytest.param(set_constraint(OBSERVED, "value", example="many"), id="example"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_in_which_frictionless_tells_it_of_all_rows(
    sound: Path, damage: Callable[[Path], object]
) -> None:
    folder = damaged(sound, damage)
    told = list(map(str, check.check(folder)))
    assert told != list(map(str, check.check(damaged(sound, lambda _folder: None))))
    damaged(sound, damage)
    assert told == in_full(folder)


DAMAGE = st.tuples(st.sampled_from(FILES), st.integers(0, 60), st.integers(0, 24), st.sampled_from(CELLS))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(cells=st.lists(DAMAGE, min_size=1, max_size=5), lost=st.integers(0, 30))
def test_no_damage_is_missed_that_frictionless_finds(
    sound: Path, cells: list[tuple[str, int, int, str]], lost: int
) -> None:
    def damage(folder: Path) -> None:
        for path, row, column, cell in cells:
            lines = read_rows(folder / path)
            lines[1 + row % (len(lines) - 1)][column % len(lines[0])] = cell
            if lost < 6:  # a row without its last cell, twice, blank; a column gone, twice, elsewhere
                place = random.Random(row).randrange(1, len(lines))  # noqa: S311  no secret
                shape(lines, lost, place)
            write_rows(folder / path, lines)

    folder = damaged(sound, damage)
    assert list(map(str, check.check(folder))) == in_full(folder)


def shape(lines: list[list[str]], kind: int, place: int) -> None:
    """Damage to the shape of a file."""
    if kind == 0:
        del lines[place][-1]
    elif kind == 1:
        lines.insert(place, list(lines[place]))
    elif kind == 2:
        lines[place] = [""] * len(lines[0])
    else:
        column = place % len(lines[0])
        for line in lines:
            if column < len(line):
                cell = line.pop(column)
                line[kind - 3 :] = [*line[kind - 3 :], *([cell, cell][: kind - 3])]


def test_frictionless_reads_no_row_of_a_sound_folder_and_each_different_description_once(sound: Path) -> None:
    read = rows_read(sound)
    assert set(read.values()) == {0}
    assert sum(name.startswith("observations-") for name in read) == 1
    assert len(read) == len(TABLES) - len(REPORTS) + 1


def test_frictionless_reads_the_rows_of_a_table_in_doubt_and_of_no_other(sound: Path) -> None:
    folder = damaged(sound, set_cells(FIRST, "unit", "shares"))
    read = rows_read(folder)
    assert {name for name, rows in read.items() if rows} == {OBSERVED}
    assert read[OBSERVED] == len(read_rows(folder / FIRST)) - 1


def test_a_fault_of_a_description_is_told_of_every_table_that_has_it(sound: Path) -> None:
    def damage(folder: Path) -> None:
        for report in REPORTS:
            set_constraint(f"observations-{report.lower()}", "indicator", minimum=3)(folder)

    folder = damaged(sound, damage)
    assert list(map(str, check.check(folder))) == in_full(folder)

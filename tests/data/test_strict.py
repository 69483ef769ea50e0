"""The project's own check finds wrong what frictionless finds wrong, file by file."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import edit_cell, edit_descriptor, keep_only, read_rows, write_rows

from r4v_analysis.data.check import strict
from r4v_analysis.data.check.check import check
from r4v_analysis.errors import Problem

REPORTS = ("PER_2023-05_2023-07", "PER_2021-08_2021-08", "ECU_2019-05_2019-05")
TABLES = (
    "reports", "partners", "sectors", "stages", "programmes", "plan-funding", "plan-coverage", "programme-counts",
    *(f"observations-{report.lower()}" for report in REPORTS),
)  # fmt: skip
FILES = (
    "reports.csv", "partners.csv", "codes/sectors.csv", "codes/stages.csv", "plan_funding.csv", "programme_counts.csv",
    *(f"observations/{report}.csv" for report in REPORTS),
)  # fmt: skip
ROWS = 62
"""Lines kept of each file, all that are damaged among them: the rest would be read some hundred times for nothing."""
CELLS = (
    "", " ", "x", "Protecion", "May-23", "31/07/2023", "2023-02-30", "42,600", "1e400", "-1", "1.5", "0", "999", "TRUE",
    "true", "people", "shares", "PER_2023-05_2023-07", "health", "Ã³n", "population", "2023-07-31", "NaN", "²",
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """Eleven of the project's tables, without keys to others."""
    folder = Path(shutil.copytree(data_dir, tmp_path_factory.mktemp("sound") / "data"))
    keep_only(folder, *TABLES)
    for path in FILES:
        write_rows(folder / path, read_rows(folder / path)[:ROWS])
    (folder / "corrections.toml").unlink(missing_ok=True)
    return folder


def damaged(sound: Path, damage: Callable[[Path], object]) -> Path:
    """A copy of the folder, damaged: always at the same path, for messages to be the same."""
    folder = sound.parent / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    damage(folder)
    return folder


def faulty(problems: Iterable[Problem], folder: Path) -> set[str]:
    """The files in which errors are."""
    errors = [problem for problem in problems if problem.severity == "error"]
    return {problem.where.split(",")[0].removeprefix(f"{folder}/") for problem in errors}


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
NEED_NO_FLAG = {
    "enum", "pattern", "unique", "primary key of a number spelled otherwise", "minimum", "maximum",
    "constraint that is not known here", "format",
}  # fmt: skip
"""Damages by what they break, of which the files that are named without the flag are compared, too."""


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
        pytest.param(set_constraint("partners", "position", maximum="50"), id="maximum is a text"),
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
def test_what_breaks_the_schema_is_found_without_frictionless_or_with_it(
    sound: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, damage: Callable[[Path], object]
) -> None:
    folder = damaged(sound, damage)
    found = strict.frictionless_problems(folder)
    assert found != []
    monkeypatch.setattr(strict, "frictionless_problems", lambda _folder: found)  # which takes longer than all else
    assert faulty(check(folder, strict=True), folder) != set()
    if request.node.callspec.id in NEED_NO_FLAG:
        assert faulty(check(folder), folder) == faulty(found, folder) != set()


def test_a_sound_folder_is_read_by_frictionless_only_where_it_is_asked_for(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "frictionless_problems", lambda _folder: [Problem("x", "y", "z")])
    before = list(map(str, check(sound)))
    assert [line for line in map(str, check(sound, strict=True)) if line not in before] == [str(Problem("x", "y", "z"))]


DAMAGE = st.tuples(st.sampled_from(FILES), st.integers(0, 60), st.integers(0, 24), st.sampled_from(CELLS))


@settings(max_examples=24, deadline=None, derandomize=True)
@given(cells=st.lists(DAMAGE, min_size=1, max_size=5), lost=st.integers(0, 30))
def test_no_damage_is_missed_that_frictionless_finds(
    sound: Path, cells: list[tuple[str, int, int, str]], lost: int
) -> None:
    def damage(folder: Path) -> None:
        for path, row, column, cell in cells:
            lines = read_rows(folder / path)
            line = lines[1 + row % (len(lines) - 1)]
            line[column % len(line)] = cell
            if lost < 6:  # a row without its last cell, twice, blank; a column gone, twice, elsewhere
                place = random.Random(row).randrange(1, len(lines))  # noqa: S311  no secret
                shape(lines, lost, place)
            write_rows(folder / path, lines)

    folder = damaged(sound, damage)
    assert faulty(strict.frictionless_problems(folder), folder) <= faulty(check(folder), folder)


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

"""Which numbers moved since the last render."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from synthetic import edit_cell, read_rows

from r4v_analysis.analysis.comparison.metric_changes import moves
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.cli.app import main
from r4v_analysis.data.load import load
from r4v_analysis.errors import R4VError

REPORT_ID = "PER_2023-05_2023-07"


@pytest.fixture
def rendered(tmp_path: Path, copied_data: Path) -> Path:
    """An output folder with the report's metrics.json as data is now."""
    folder = tmp_path / "out"
    (folder / REPORT_ID).mkdir(parents=True)
    (folder / REPORT_ID / "metrics.json").write_text(
        metrics_json(load(copied_data).report(REPORT_ID)), encoding="utf-8"
    )
    return folder


def change_funding(data: Path) -> None:
    path = f"observations/{REPORT_ID}.csv"
    row = next(number for number, row in enumerate(read_rows(data / path), 1) if row[0] == "funding")
    edit_cell(data, path, row, "value", "24700000")
    edit_cell(data, path, row, "printed", "$24.7M")


def test_nothing_moved_where_data_is_as_it_was(rendered, copied_data):
    assert moves(load(copied_data).report(REPORT_ID), rendered) == []


def test_a_new_amount_moves_itself_and_what_follows_from_it(rendered, copied_data):
    change_funding(copied_data)
    moved = {move.metric: move for move in moves(load(copied_data).report(REPORT_ID), rendered) or ()}
    assert moved["funding"].line == "funding: 22700000 (22650000 to 22800000) -> 24700000 (24650000 to 24800000)"
    assert "coverage.since_january" in moved
    assert "requirements" not in moved


def test_a_metric_that_was_not_there_is_new_and_one_that_is_no_more_is_gone(rendered, copied_data):
    path = rendered / REPORT_ID / "metrics.json"
    records = json.loads(path.read_text(encoding="utf-8"))["metrics"]
    kept = [record for record in records if record["id"] != "funding"]
    path.write_text(json.dumps({"metrics": [*kept, {"id": "synthetic", "value": 7}]}), encoding="utf-8")
    moved = {move.metric: move.status for move in moves(load(copied_data).report(REPORT_ID), rendered) or ()}
    assert moved == {"funding": "new", "synthetic": "gone"}


def test_a_report_that_was_never_rendered_is_none(tmp_path, report):
    assert moves(report, tmp_path) is None


def test_another_file_of_that_name_is_one_clear_error(rendered, copied_data):
    (rendered / REPORT_ID / "metrics.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(R4VError, match=r"metrics\.json: expected the metrics of a render, found another file"):
        moves(load(copied_data).report(REPORT_ID), rendered)


def test_the_command_prints_a_line_a_number_and_counts_them(rendered, copied_data, capsys):
    change_funding(copied_data)
    assert main(["list", "--changes", "-o", str(rendered), "--data", str(copied_data)]) == 0
    out, err = capsys.readouterr()
    assert f"{REPORT_ID}  funding: 22700000 (22650000 to 22800000) -> 24700000 (24650000 to 24800000)" in out
    assert f"{len(out.splitlines())} numbers moved since the last render in {str(rendered)!r}" in err


def test_as_json_each_number_is_an_object(rendered, copied_data, capsys):
    change_funding(copied_data)
    assert main(["list", "--changes", "--json", "-o", str(rendered), "--data", str(copied_data)]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["report"], first["status"], first["metric"]) == (REPORT_ID, "moved", "funding")
    assert (first["before"]["value"], first["after"]["value"]) == (22700000, 24700000)

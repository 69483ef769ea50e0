"""Tables held by column. Every row here is synthetic."""

from itertools import pairwise
from typing import Any

import pytest
from synthetic import table

from r4v_analysis.data.check.check import check
from r4v_analysis.data.check.history_rules import dating_is_whole
from r4v_analysis.data.check.rows import _READS, AllTables, broken
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.data.text_table import TextTable, read_text_table, table_rows

MANY = 1000


class Noted(dict[str, Any]):
    """A row that notes which of its columns are looked at."""

    def __init__(self, cells: dict[str, Any], read: set[str]) -> None:
        super().__init__(cells)
        self.read = read

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


def test_rows_come_out_as_they_went_in_with_the_cells_that_they_have():
    rows = [{"one": str(number), **({"two": "x"} if number % 3 else {})} for number in range(MANY)]
    found = TextTable.of(rows)
    assert list(found) == rows
    assert [found[place] for place in (0, 1, MANY - 1)] == [rows[0], rows[1], rows[-1]]
    assert list(found.keys(["two"]))[:2] == [("",), ("x",)]
    assert list(found.fill({"two": "y"}))[:2] == [{"one": "0", "two": "y"}, {"one": "1", "two": "x"}]


def test_a_row_that_is_given_out_or_a_copy_changes_nothing():
    found = TextTable.of([{"one": "1"}])
    found[0]["one"] = "2"
    found.copy()[0] = {"one": "3"}
    assert list(found) == [{"one": "1"}]


def test_equal_cells_of_a_file_are_one_object(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,sector\n" + "".join(f"{number},protection\n" for number in range(MANY)))
    cells = read_text_table(path).columns["sector"]
    assert all(one is other for one, other in pairwise(cells))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n1,2\n", []),
        ("one,two\n1\n\n1,2,3\n", [{"one": "1", "two": ""}, {"one": "1", "two": "2"}]),
        ("one,one\n1,2\n1\n", [{"one": "2"}, {"one": ""}]),
    ],
)
def test_lines_that_are_too_short_or_too_long_are_read_all_the_same(text, rows):
    assert table_rows(text)[1] == rows


def test_a_rule_reads_no_other_columns_than_it_says(data_dir):
    tables = load_unchecked(data_dir).tables
    for rule, names in _READS.items():
        read: set[str] = set()
        for name in ("sector-reach", "people-in-need", "plan-funding"):
            frame = tables[name].astype(object)
            for cells in frame.where(frame.notna(), None).head(300).to_dict("records"):
                try:
                    list(rule(Noted(cells, read), AllTables([])))
                except KeyError:  # a column that this table has not
                    continue
        assert read <= set(names), rule.__name__


def test_what_rows_alike_break_is_told_of_each_of_them():
    row = {"known_from": None, "known_from_basis": "printed", "as_of": None, "confirmed_on": None}
    rows = table("sector-reach", row, {**row, "known_from_basis": None}, row)
    assert [found[:2] for found in broken(dating_is_whole, rows, AllTables([rows]))] == [
        (2, "known_from_basis"),
        (4, "known_from_basis"),
    ]


def test_a_check_makes_no_row_of_a_large_table(data_dir, monkeypatch):
    """A million rows as dicts take 1.5 GB."""
    from r4v_analysis.data.check import rows as module

    made = []
    rows = module.CheckedTable.rows.func

    def noted(self):
        made.append(self.name)
        return rows(self)

    noted_rows = module.cached_property(noted)
    noted_rows.__set_name__(module.CheckedTable, "rows")
    monkeypatch.setattr(module.CheckedTable, "rows", noted_rows)
    assert [problem for problem in check(data_dir) if problem.severity == "error"] == []
    assert "sector-reach" not in made
    assert "reports" in made

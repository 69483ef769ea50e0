import json

import pytest

from r4v_analysis.data.absent import COLUMNS, empty
from r4v_analysis.data.load import load


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_that_a_folder_lacks_has_the_columns_and_kinds_that_it_has_elsewhere(table, data_dir):
    there = load(data_dir).table(table)
    kinds = {name: _kind(there[name]) for name in COLUMNS[table].split()}
    assert {name: _kind(column) for name, column in empty(table).items()} == kinds


def test_the_tables_that_a_folder_may_lack_are_those_of_the_descriptor(data_dir):
    package = json.loads((data_dir / "datapackage.json").read_text(encoding="utf-8"))
    assert set(COLUMNS) <= {entry["name"] for entry in package["resources"]}


def _kind(column):
    return "text" if column.dtype.kind in "OU" or str(column.dtype) in ("str", "string") else str(column.dtype)

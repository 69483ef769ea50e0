"""What a notebook's `show` displays and writes."""

from __future__ import annotations

import IPython.display
import pandas as pd
import pytest
from matplotlib.figure import Figure

from r4v_analysis import open_report
from r4v_analysis.exhibits.exhibit import Chart, Prose, Table


@pytest.fixture
def shown(monkeypatch):
    """The plain texts that were displayed."""
    texts: list[str] = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: texts.append(bundle["text/plain"]))
    return texts


def table(*rows):
    return Table("synthetic", "Synthetic things", ("Thing",), rows, pd.DataFrame({"thing": [row[0] for row in rows]}))


def test_a_table_is_displayed_and_written(shown, tmp_path, data_dir):
    _report, show = open_report("PER_2023-05_2023-07", data_dir=str(data_dir), output_dir=str(tmp_path))
    show(table(("one",)))
    assert shown == ["Synthetic things\nThing\none"]
    assert (tmp_path / "PER_2023-05_2023-07" / "tables" / "synthetic.csv").read_text() == "thing\none\n"


def test_a_table_without_a_row_says_so_instead_of_a_bare_header(shown, tmp_path, data_dir):
    _report, show = open_report("PER_2023-05_2023-07", data_dir=str(data_dir), output_dir=str(tmp_path))
    show(table())
    assert shown == ["No table “Synthetic things”: there is no number for it."]
    assert not list(tmp_path.iterdir())


def test_nothing_is_nothing(shown, data_dir):
    _report, show = open_report("PER_2023-05_2023-07", data_dir=str(data_dir))
    show(None)
    show(Prose([], "caveat"))  # on a page an empty box
    assert shown == []


@pytest.mark.parametrize(("asked", "kinds"), [("", {".svg"}), ("drawn too", {".svg", ".png"})])
def test_a_figure_is_written_as_png_where_that_is_asked_for(shown, tmp_path, data_dir, monkeypatch, asked, kinds):
    monkeypatch.setenv("R4V_PNG", asked)
    _report, show = open_report("PER_2023-05_2023-07", data_dir=str(data_dir), output_dir=str(tmp_path))
    show(Chart("synthetic", "Title", "Alt", Figure(figsize=(1, 1)), table(("one",))))
    assert {path.suffix for path in (tmp_path / "PER_2023-05_2023-07" / "figures").iterdir()} == kinds

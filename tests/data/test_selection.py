import pandas as pd
import pytest

from r4v_analysis.data.queries import Selection, records
from r4v_analysis.errors import UsageError

ROWS = pd.DataFrame(
    {
        "section": ["header", "text", "header"],
        "value": [22.7, float("nan"), 7.0],
        "page": pd.array([1, None, 2], dtype="Int64"),
        "as_of": pd.to_datetime(["2023-07-31", None, "2023-07-28"]),
        "sector": [None, "health", None],
    }
)


def test_rows_are_found_by_their_values_in_their_order():
    selection = Selection(ROWS)
    assert list(selection.frame({"section": "header"})["value"]) == [22.7, 7.0]
    assert list(selection.frame({"section": "header", "sector": "health"})["value"]) == []
    assert len(selection.frame({})) == 3


def test_an_empty_text_selects_empty_cells():
    assert list(Selection(ROWS).frame({"sector": ""})["value"]) == [22.7, 7.0]


def test_rows_one_by_one_are_those_of_the_frame():
    selection = Selection(ROWS)
    for equal in ({"section": "header"}, {"sector": "health"}, {"section": "header", "sector": "health"}):
        frame = selection.frame(equal)
        rows = [row for _index, row in frame.iterrows()]
        for one, other in zip(selection.each(equal), rows, strict=True):
            pd.testing.assert_series_equal(one, other, check_names=False)


def test_who_changes_a_frame_changes_its_own():
    selection = Selection(ROWS)
    frame, row = selection.frame({"section": "header"}), next(selection.each({"section": "header"}))
    frame["value"], row["value"] = 0.0, 0.0
    assert list(selection.frame({"section": "header"})["value"]) == [22.7, 7.0]


def test_records_have_the_cells_of_each_row_and_what_is_empty_stays_empty():
    first, second, third = records(ROWS)
    assert first["section"] == "header"
    assert (first["value"], first["page"], first["as_of"]) == (22.7, 1, pd.Timestamp("2023-07-31"))
    assert all(pd.isna(second[name]) for name in ("value", "page", "as_of"))
    assert pd.isna(third["sector"])
    assert records(ROWS.iloc[:0]) == []


def test_a_column_that_there_is_not_offers_the_nearest():
    with pytest.raises(UsageError, match=r"expected a column of the observations, found 'sectr'\. Nearest: 'sector'\."):
        Selection(ROWS).frame({"sectr": "health"})

"""New rows into a table: versions, dates, idempotency. Every row here is synthetic."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r4v_analysis.data import versions
from r4v_analysis.data.text_table import table_rows, table_text
from r4v_analysis.data.versions import Shape, by_row, current, merge

SHAPE = Shape("id", ("key",), ("value",), by_row(lambda row: f"{row['key']}_v{row['version']}"))


def incoming(value, day="", key="a"):
    return {"key": key, "value": value, "as_of": day, "known_from": day, "known_from_basis": "given" if day else ""}


def merged(*batches):
    rows = []
    for batch in batches:
        rows = merge(rows, batch, SHAPE).rows
    return [(row["id"], row["value"], row["known_from"]) for row in rows]


def test_an_older_file_that_comes_later_is_a_version_with_its_own_day():
    assert merged([incoming("5", "2031-05-01")], [incoming("4", "2031-01-01")]) == [
        ("a_v1", "5", "2031-05-01"),
        ("a_v2", "4", "2031-01-01"),
    ]


def test_the_same_number_known_earlier_was_known_from_that_day_on():
    rows = merged([incoming("5", "2031-05-01")], [incoming("5", "2031-01-01")])
    assert rows == [("a_v1", "5", "2031-01-01")]


def test_an_older_file_that_comes_late_does_not_hide_what_a_newer_one_confirmed():
    rows = []
    for value, day in (("1", "2031-01-01"), ("1", "2031-03-01"), ("2", "2031-02-01"), ("1", "2031-03-01")):
        rows = merge(rows, [incoming(value, day)], SHAPE).rows
    assert [(row["value"], row["known_from"], row.get("confirmed_on", "")) for row in rows] == [
        ("1", "2031-01-01", "2031-03-01"),
        ("2", "2031-02-01", ""),
    ]
    said = [current(rows, day) for day in ("2030-12-31", "2031-01-31", "2031-02-28", "2031-03-31")]
    assert [row and row["value"] for row in said] == [None, "1", "2", "1"]


def test_missing_is_another_value_than_zero():
    assert [row[1] for row in merged([incoming("0", "2031-05-01")], [incoming("", "2031-06-01")])] == ["0", ""]


def test_merging_does_not_change_what_it_was_given():
    old = [{**incoming("5"), "id": "a_v1", "version": "1"}]
    merge(old, [incoming("5", "2031-05-01")], SHAPE)
    assert old[0]["known_from"] == ""


BATCHES = st.lists(
    st.lists(
        st.builds(
            incoming,
            st.sampled_from(["", "0", "1", "2"]),
            st.sampled_from(["", "2031-01-01", "2031-02-01"]),
            st.sampled_from(["a", "b"]),
        ),
        max_size=3,
    ),
    max_size=4,
)


@given(batches=BATCHES)
@settings(deadline=None)  # a busy machine
def test_a_batch_again_changes_nothing_and_versions_run_from_1(batches):
    rows = []
    for batch in batches:
        rows = merge(rows, batch, SHAPE).rows
    for batch in batches:
        again = merge(rows, batch, SHAPE)
        assert not again.is_changed
        assert list(again.rows) == list(rows)
    for key in ("a", "b"):
        numbers = [int(row["version"]) for row in rows if row["key"] == key]
        assert numbers == list(range(1, len(numbers) + 1))
    assert len({row["id"] for row in rows}) == len(rows)


@given(batches=BATCHES)
@settings(deadline=None)
def test_whether_versions_are_held_ready_or_read_anew_changes_nothing(batches):
    found = []
    for several, most in ((8, 1024), (1, 1)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(versions, "_SEVERAL", several)
            patched.setattr(versions, "_OPEN", most)
            rows = []
            for batch in batches:
                rows = merge(rows, [dict(row) for row in batch], SHAPE).rows
            found.append(list(rows))
    assert found[0] == found[1]


def test_a_number_that_is_none_says_the_same_again():
    assert merged([incoming("nan", "2031-05-01")], [incoming("nan", "2031-06-01")]) == [("a_v1", "nan", "2031-05-01")]


@pytest.mark.parametrize("values", [1, 2, 100_000])
def test_versions_and_days_of_one_number_take_time_for_themselves_only(values):
    """Four times as many take four times as long, not sixteen times."""

    def seconds(count):
        day = date(2031, 1, 1)
        rows = [incoming(str(number % values), (day + timedelta(number)).isoformat()) for number in range(count)]
        start = time.process_time()
        merge([], rows, SHAPE)
        return time.process_time() - start

    assert min(seconds(4000) for _ in range(3)) < 9 * min(seconds(1000) for _ in range(3))


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=5)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_a_table_s_text_reads_back_as_it_was(pairs):
    rows = [{"one": one, "two": two} for one, two in pairs if one or two]
    header, found = table_rows(table_text(["one", "two"], rows))
    assert (header, found) == (["one", "two"], rows)

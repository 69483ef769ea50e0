"""Frames of the questions over all reports: one schema, so that they stand in one table and can be calculated with."""

import pandas as pd
import pytest
from planting import planted
from rendered import some_of_each_kind

from r4v_analysis.data.load import load
from r4v_analysis.notebook import frames
from r4v_analysis.notebook.prompt import asked
from r4v_analysis.notebook.questions import Funding, Reach, Regularization

DOORS = [
    ("funding", "readings"),
    ("funding", "plan_years"),
    ("reach", "sectors"),
    ("reach", "shares"),
    ("reach", "targets"),
    ("reach", "months"),
    ("reach", "running"),
    ("regularization", "known"),
    ("regularization", "stages"),
    ("regularization", "counts"),
    ("regularization", "calendar"),
    *((question, "metrics") for question in ("funding", "reach", "regularization")),
]


@pytest.fixture(scope="module")
def every_report(data_dir):
    """Some of each kind, and a synthetic document of a year with targets and monthly reach, which data/ has not."""
    data = load(data_dir)
    return [*(asked(data.report(id_)) for id_ in some_of_each_kind(data)), of_2022(data)]


def of_2022(data):
    report = data.report("PER_2023-05_2023-07")
    return asked(planted(report, "PER_2022-07_2022-12", "2022-07-01", "2022-12-31", "2023-02-15"))


@pytest.fixture(scope="module")
def empty_and_full(every_report):
    """Each frame of each report by its door."""
    return {
        (question, name): [getattr(getattr(report, question), name) for report in every_report]
        for question, name in DOORS
    }


@pytest.mark.parametrize("door", DOORS, ids="/".join)
def test_a_frame_has_the_columns_and_types_of_its_schema_for_every_report(door, empty_and_full, every_report):
    schema = frames.SCHEMA["series" if door[1] in ("months", "running") else door[1]]
    for report, frame in zip(every_report, empty_and_full[door], strict=True):
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == dict(schema), report
        assert set(frame["report_id"]) <= {report.report_id}
        assert not (frame == "").drop(columns=["formula", "sources"], errors="ignore").any(axis=None)
    assert "from" not in schema
    assert any(len(frame) for frame in empty_and_full[door])


@pytest.mark.parametrize("door", DOORS, ids="/".join)
def test_frames_of_all_reports_make_one_that_can_be_calculated_with(door, empty_and_full):
    every = pd.concat(empty_and_full[door], ignore_index=True)
    assert every.dtypes.equals(empty_and_full[door][0].dtypes)
    numbers = [name for name, kind in every.dtypes.items() if str(kind) in (frames.NUMBER, frames.COUNT)]
    every[numbers].round(2)
    for name in numbers:
        assert every[name].describe()["count"] == every[name].notna().sum()
        assert len(every.nlargest(3, name)) == min(3, len(every))


def test_no_door_is_left_out():
    for question in (Funding, Reach, Regularization):
        named = {name for asked, name in DOORS if asked == question.__name__.lower()}
        own = {
            name
            for name in dir(question)
            if isinstance(getattr(question, name), property)
            and getattr(question, name).fget.__annotations__["return"] == "pd.DataFrame"
        }
        assert own == named


@pytest.mark.parametrize("name", [name for name, schema in frames.SCHEMA.items() if name != "known"])
def test_a_value_has_beside_it_how_sure_it_is_and_since_when_it_was_known(name):
    columns = set(frames.SCHEMA[name])
    assert "known_from" in columns
    assert name == "calendar" or {"is_derived"} <= columns
    bounds = [column for column in columns if column == "low" or column.endswith("_low")]
    for low in set(bounds) - {"date_low"}:
        assert {low.replace("low", "high"), low.replace("low", "qualifier")} <= columns


def test_bounds_and_qualifiers_are_those_of_the_printed_words(data_dir):
    report = asked(load(data_dir).report("PER_2023-05_2023-07"))
    stages = report.regularization.stages.set_index("observation_id")
    assert stages.loc["cpp_enrolments", ["value", "low", "qualifier"]].tolist() == [42_600, 42_600, "at_least"]
    assert pd.isna(stages.loc["cpp_enrolments", "high"])
    reading = report.funding.readings.set_index("reading").loc["since_january"]
    assert (reading["funding_low"], reading["funding_high"]) == (22.65e6, 22.8e6)  # a box may cut
    assert reading["known_from"] == report.row["known_from"]
    pace = report.regularization.metrics.query("programme == 'cpp_2023' and stage == 'application'")
    assert len(pace)


def test_a_groups_target_of_0_is_a_number_beside_people_in_need_and_else_not_recorded(data_dir):
    """Peru's plan of 2022 has 11,435 people in transit in need in Nutrition; the target is of other groups."""
    report = of_2022(load(data_dir))
    raw = report.known("people-in-need")
    zero = raw[(raw["people_targeted"] == 0) & (raw["population_group"] == "in_transit") & raw["sex"].isna()]
    targets = report.reach.targets.set_index(["population_group", "sector"])
    assert len(zero)
    for sector in zero["sector"]:
        row = targets.loc[("in_transit", sector)]
        is_known = sector == "nutrition"
        assert row["people_targeted"] == 0 if is_known else pd.isna(row["people_targeted"])
        assert (row["target_status"], row["status"]) == ("recorded" if is_known else "not_recorded", "no_target")
        assert pd.isna(row["target_share"])
    assert set(targets.loc["all", "target_status"]) == {"recorded"}

"""A number that is said again otherwise keeps both values, and who said which when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from r4v_analysis.analysis.comparison.revisions import COLUMNS, revisions, statements
from r4v_analysis.data.report import Data, load

APPLICATIONS = "stage.ptp_2017.application"


@pytest.fixture(scope="module")
def data(data_dir: Path) -> Data:
    """The project's own data."""
    return load(data_dir)


def of(data: Data, report_id: str, subject: str) -> pd.DataFrame:
    """The revisions of one subject, as a report knows them."""
    found = revisions(data.report(report_id))
    return found[found["subject"] == subject]


def values(found: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(found["value_before"], found["value_after"], strict=True))


def test_the_applications_of_the_first_permit_are_kept_as_each_source_says_them(data: Data) -> None:
    found = of(data, "PER_2019-06_2019-06", APPLICATIONS)
    # more than 440,000 (Sputnik), some 495,000 (SNM), above 490,000 (the report itself)
    assert values(found) == [(440_000, 495_000), (495_000, 490_000)]
    first = found.iloc[0]
    assert (first["said_by_before"], first["known_from_before"]) == ("SNM (Sputnik)", pd.Timestamp("2019-01-31"))
    assert (first["qualifier_before"], first["qualifier_after"]) == ("at_least", "about")
    assert found["source_after"].tolist() == [
        "programme_counts/ptp_2017_application_2018_12_31_informe25",
        "PER_2019-06_2019-06/ptp_applications",
    ]
    assert set(found["date"]) == {pd.Timestamp("2018-12-31")}, "after the deadline a count is of the final number"
    later = of(data, "PER_2019-12_2019-12", APPLICATIONS)
    # the report of August repeats 490,000: no revision
    assert values(later) == [(440_000, 495_000), (495_000, 490_000), (490_000, 485_000)]


def test_chile_s_requirement_of_2020_was_stated_three_times(data: Data) -> None:
    found = of(data, "CHL_2020-07_2020-07", "requirements.2020")
    assert values(found) == [(31_500_000, 35_090_000), (35_090_000, 35_900_000)]
    assert found["source_before"].tolist() == ["CHL_2020-04_2020-04/requirement", "CHL_2020-05_2020-05/requirement"]
    assert found["can_agree"].tolist() == [False, False]
    assert found["date"].isna().all()


def test_a_count_after_pre_registration_closed_restates_the_one_at_its_closing(data: Data) -> None:
    (row,) = of(data, "PER_2021-07_2021-07", "stage.cpp_2020.pre_registered").to_dict("records")
    assert (row["value_before"], row["printed_before"][:12]) == (368_000, "some 368,000")
    assert (row["value_after"], row["printed_after"][:12]) == (360_000, "Over 360,000")
    assert row["date"] == pd.Timestamp("2021-04-07")
    assert row["can_agree"]


def test_counts_while_pre_registration_is_open_are_of_different_days_and_no_revision(data: Data) -> None:
    assert of(data, "PER_2021-04_2021-04", "stage.cpp_2020.pre_registered").empty


def test_what_became_known_later_is_in_no_earlier_revision(data: Data) -> None:
    for report_id in data.report_ids:
        report = data.report(report_id, date(2030, 1, 1))
        found = statements(report)
        own = found["source"].str.startswith(f"{report_id}/")
        assert (found.loc[~own, "known_from"] <= pd.Timestamp(report.vintage)).all()
    quoted = statements(data.report("PER_2023-05_2023-07", date(2023, 12, 31)))
    assert not quoted["source"].str.contains("exitosa").any()


def test_a_rounded_requirement_agrees_with_the_exact_one_and_another_amount_does_not(data: Data) -> None:
    report_id = "XRG_2021-01_2021-12"
    (of_2019,) = of(data, report_id, "requirements.2019").to_dict("records")
    assert (of_2019["value_before"], of_2019["value_after"], of_2019["can_agree"]) == (738e6, 737_611_378, True)
    (of_2020,) = of(data, report_id, "requirements.2020").to_dict("records")
    assert (of_2020["value_before"], of_2020["value_after"], of_2020["can_agree"]) == (1.35e9, 1_407_580_167, False)


def test_a_part_is_no_statement_of_its_own(data: Data) -> None:
    subjects = statements(data.report("PER_2021-04_2021-04"))["subject"]
    assert "stage.cpp_2020.pre_registered" in set(subjects)
    assert "stage.cpp_2020.pre_registered.asylum_seekers" not in set(subjects)


def test_a_report_that_restates_nothing_gives_an_empty_frame_with_its_columns(data: Data) -> None:
    found = revisions(data.report("XCB_2021-01_2021-12"))
    assert (list(found.columns), len(found)) == (list(COLUMNS), 0)

from datetime import date

import pandas as pd
import pytest

from r4v_analysis.data.load import CHECKED, load
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import DataError, UsageError

REPORT_ID = "PER_2023-05_2023-07"


def test_columns_have_the_types_of_the_descriptor(report):
    observations = report.observations
    assert observations["value"].dtype == float
    assert pd.api.types.is_datetime64_any_dtype(observations["as_of"])
    assert report.data.tables["sectors"]["cross_cutting"].dtype == bool
    assert str(report.partners["position"].dtype) == "Int64"


def test_a_dash_is_missing_and_not_zero(report):
    dashes = report.select(stream="non_rmrp")
    assert len(dashes) == 10
    assert dashes["value"].isna().all()
    assert report.quantity("reached_wash_non_rmrp").is_missing


def test_a_report_is_as_of_the_end_of_its_period_where_no_publication_is_known(report):
    assert report.as_of == date(2023, 7, 31)
    assert report.is_own_vintage
    assert not report.data.report(REPORT_ID, "2023-09-01").is_own_vintage


def test_events_known_later_are_left_out_but_for_the_reports_own(report):
    early = report.data.report(REPORT_ID, "2023-05-01")
    events = set(early.events["event_id"])
    assert "amnesty_2023_opening" not in events  # known from 2 May
    assert "cpp_2023_publication" in events  # known from 27 April
    assert "cpp_2023_deadline" in events  # the report's own


def test_an_unknown_report_is_refused_with_the_nearest_id(report):
    with pytest.raises(UsageError) as error:
        report.data.report("PER_2023-05_2023-08")
    assert str(error.value).endswith("found 'PER_2023-05_2023-08'. Nearest: 'PER_2023-05_2023-07'.")


@pytest.mark.parametrize("as_of", ["2023", "31/07/2023", "2023-02-30", 20230731, "2023-07-31T00:00"])
def test_a_date_is_year_month_day_or_refused(report, as_of):
    with pytest.raises(UsageError, match="as_of: expected a date such as '2023-07-31', found"):
        report.data.report(REPORT_ID, as_of)


def test_the_headline_that_a_report_lacks_is_missing(report):
    assert report.headline("meals").is_missing


def test_in_a_notebook_an_error_is_its_lines_and_no_traceback(report):
    with pytest.raises(UsageError) as error:
        report.data.report("PER_2023-05_2023-08")
    assert error.value._render_traceback_() == [f"UsageError: {error.value}"]


def test_an_unknown_observation_is_a_key_error_with_its_name(report):
    with pytest.raises(KeyError, match=r"has no observation 'cpp_enrolment'. Nearest: 'cpp_enrolments'."):
        report.quantity("cpp_enrolment")


def test_loading_damaged_data_raises_everything_at_once(copied_data):
    path = copied_data / "observations" / f"{REPORT_ID}.csv"
    text = (
        path.read_text(encoding="utf-8")
        .replace(",education,", ",educaton,", 1)
        .replace("people_trained", "people_traned", 1)
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(copied_data)
    assert len(error.value.problems) == 2
    assert "Nearest: 'education'." in str(error.value)
    assert "Nearest: 'people_trained'." in str(error.value)


def test_a_state_of_the_folder_is_checked_once(copied_data, monkeypatch):
    first = load(copied_data)
    monkeypatch.setattr("r4v_analysis.data.check.check.errors_in", lambda folder: pytest.fail("checked again"))
    assert load(copied_data) is first


def test_a_batch_that_has_checked_spares_its_pages_the_check(copied_data, monkeypatch):
    monkeypatch.setenv(CHECKED, f"other,{folder_digest(copied_data)}")
    monkeypatch.setattr("r4v_analysis.data.check.check.errors_in", lambda folder: pytest.fail("checked again"))
    assert REPORT_ID in load(copied_data).report_ids


def test_the_digest_moves_with_any_byte_of_any_file(copied_data):
    before = folder_digest(copied_data)
    (copied_data / "codes" / "places.csv").write_bytes((copied_data / "codes" / "places.csv").read_bytes() + b"\n")
    assert folder_digest(copied_data) != before


def test_the_shell_of_the_package_opens_a_report_without_ceremony(data_dir):
    import r4v_analysis as r4v

    assert REPORT_ID in list(r4v.reports(data_dir)["report_id"])
    assert r4v.report(REPORT_ID, data_dir=data_dir).headline("people_reached").value == 281_700


def test_a_selection_is_the_callers_own_and_the_same_each_time(report):
    first = report.select(section="header", role="")
    expected = report.observations
    expected = expected[(expected["section"] == "header") & expected["role"].isna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, expected)
    pd.testing.assert_frame_equal(report.select(section="header", role=""), expected)
    assert len(report.select()) == len(report.observations)
    assert report.select(section="nowhere").empty

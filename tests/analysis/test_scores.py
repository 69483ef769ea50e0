"""Scores of ranges: what a report's own day gave against what came. PER_2021-03 is real, the ends of 2023 synthetic."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from test_deadline_range import later, plant

from r4v_analysis.analysis.comparison import scored
from r4v_analysis.analysis.ledger import ledger, scores
from r4v_analysis.analysis.score import Score, by_level
from r4v_analysis.cli.app import main
from r4v_analysis.data.load import load
from r4v_analysis.values.quantity import exact, interval, missing

PERU = "PER_2023-05_2023-07"


def score(given, came, level=0.8, is_open=False):
    paces = ("people_per_day", exact(1), missing(), exact(2))
    return Score(
        "A",
        ("programme", "a", "application"),
        "people",
        level,
        given,
        is_open,
        interval(*came),
        date(2031, 1, 1),
        *paces,
    )


@pytest.mark.parametrize(
    ("given", "came", "is_open", "held", "off"),
    [
        ((100, 200), (150, 150), False, True, 0),
        ((100, 200), (90, 150), False, False, -10),
        ((100, 200), (250, 250), False, False, 50),
        ((100, 200), (250, 250), True, True, 0),
        ((100, 200), (90, 90), True, False, -10),
    ],
)
def test_what_came_is_inside_or_by_how_much_outside(given, came, is_open, held, off):
    found = score(given, came, is_open=is_open)
    assert (found.held, found.missed_by) == (held, off)


def test_the_ledger_counts_by_level():
    found = [score((1, 2), (1, 1)), score((1, 2), (3, 3)), score((1, 2), (1, 1), 0.9)]
    assert by_level(found) == {0.8: (1, 2), 0.9: (1, 1)}
    few = "8 in 10: 1 of 2 held. 9 in 10: 1 of 1 held. So few say nothing of how such ranges do."
    assert scored.summary(found, "en") == few
    many = [score((1, 2), (1, 1))] * scored.FEW
    assert scored.summary(many, "en") == "8 in 10: 10 of 10 held."


def test_a_range_that_held_by_its_very_end_says_so(data):
    """CPP 2020 on 26 March 2021: 368,000 to 1.43 million at 8 in 10, and 368,000 came."""
    told = [scored.row(data.report(item.report_id), item, "en")[4] for item in ledger(data)]
    assert told == ["yes, at its edge", "yes"]


def test_on_its_own_day_a_report_has_no_score_and_later_it_has(data_dir):
    data = load(data_dir)
    assert scores(data.report("PER_2021-03_2021-03")) == []
    assert scores(data.report("PER_2021-03_2021-03", "2021-05-30")) == []
    found = scores(data.report("PER_2021-03_2021-03", "2021-05-31"))
    assert [(item.level, item.span, item.known_from) for item in found] == [
        (0.8, (368_000, 368_000), date(2021, 5, 31)),
        (0.9, (368_000, 368_000), date(2021, 5, 31)),
    ]
    assert found[0].came.qualifier == "about"
    assert found[0].pace_came.value == pytest.approx((368_000 - 350_000) / 12)


def test_the_range_that_is_scored_is_that_of_the_reports_own_day(copied_data):
    before = [item.given for item in ledger(load(copied_data))]
    plant(copied_data, "programme_counts", later("spain_2005", "2005-05-07", 2_000_000, "2022-01-01"))
    assert [item.given for item in ledger(load(copied_data)) if item.report_id == "PER_2021-03_2021-03"] == before


def test_an_end_that_becomes_known_is_scored_with_the_pace_that_came(copied_data):
    plant(copied_data, "programme_counts", later("cpp_2023", "2023-11-10", 600_000, "2023-12-01"))
    report = load(copied_data).report(PERU, "2024-01-01")
    found = scores(report)
    assert [(item.level, item.is_open, item.held) for item in found] == [(0.8, True, True), (0.9, True, True)]
    table = scored.section(report, "regularization_uptake", "en")
    row = table.text.splitlines()[3]
    assert "CPP 2023, Application or enrolment | 8 in 10 | 53,200 to 269,000 or more | 600,000, known from" in row
    assert row.split(" | ")[4] == "yes"
    assert scored.section(load(copied_data).report(PERU), "regularization_uptake", "en") is None


def test_a_plan_year_that_ended_is_scored_by_its_coverage(copied_data):
    path = copied_data / "plan_funding.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = frame[frame["plan_funding_id"] == "PER_2022_RREG22_v2"].iloc[0].to_dict()
    row |= {"plan_funding_id": "PER_2023_RREG23_v1", "year": "2023", "plan_code": "RREG23", "version": "1"}
    row |= {"requirements_usd": "300000000", "funding_usd": "30000000", "coverage_printed": "0.1"}
    plant(copied_data, "plan_funding", row | {"note": "Synthetic."})
    report = load(copied_data).report(PERU, "2026-05-01")
    (found,) = scores(report)
    assert (found.level, found.span, found.held) == (0.9, (0.1, 0.1), False)
    assert found.missed_by == pytest.approx(0.1 - 0.1469, abs=1e-4)
    assert found.pace_came.value == pytest.approx((30_000_000 - 22_700_000) / 5)


def test_the_command_lists_scores_and_how_many_held(capsys, data_dir):
    assert main(["list", "--scores", "--data", str(data_dir)]) == 0
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == ["PER_2021-03_2021-03"] * 2
    assert printed.err.startswith("8 in 10: ")
    assert " of 1 held. 9 in 10: " in printed.err


def test_the_ledger_of_a_page_has_the_newest_reports_and_says_where_all_are(data_dir, monkeypatch):
    data = load(data_dir)
    found = [*ledger(data), replace(ledger(data)[0], report_id=PERU)]
    assert "newest" not in scored.ledger_table(data, found, "en").note
    monkeypatch.setattr(scored, "SHOWN", 2)
    table = scored.ledger_table(data, found, "en")
    assert [row[0] for row in table.rows] == [PERU, "PER_2021-03_2021-03"]
    assert table.note.startswith("8 in 10: 2 of 2 held.")
    assert table.note.endswith("Shown are the 2 newest of 3 rows; r4v list --scores prints all.")

import json

import pytest

from r4v_analysis.analysis.record import metrics_json, report_metrics
from r4v_analysis.analysis.sources import unshown
from r4v_analysis.exhibits import provenance
from r4v_analysis.values.metric import Metric, keyed
from r4v_analysis.values.quantity import exact


def test_ids_are_unique(report):
    assert len(report_metrics(report)) > 60
    with pytest.raises(ValueError, match="two metrics are called 'a'"):
        keyed([Metric("a", exact(1), "people"), Metric("a", exact(2), "people")])


def test_the_file_has_the_agreed_fields_and_unrounded_values(report):
    metrics = {item["id"]: item for item in json.loads(metrics_json(report))["metrics"]}
    coverage = metrics["coverage.since_january"]
    assert set(coverage) >= {"id", "value", "low", "high", "unit", "basis", "as_of", "from", "formula"}
    assert coverage["value"] == pytest.approx(22.7 / 318, abs=1e-12)
    assert coverage["low"] < 0.0712 < coverage["high"]
    assert coverage["from"] == ["PER_2023-05_2023-07/funding", "PER_2023-05_2023-07/requirement"]
    assert metrics["people_reached"]["low"] == 281_650
    assert metrics["pace.cpp_2023"]["high"] is None
    assert metrics["people_reached.protection"]["value"] == 47_672


def test_the_headline_observations_are_in_it(report):
    ids = {item["id"] for item in json.loads(metrics_json(report))["metrics"]}
    assert {"population", "people_reached", "requirements", "funding", "coverage.printed"} <= ids


def test_every_source_is_an_observation_or_a_row_of_a_table(report):
    elsewhere = {f"programme_events/{name}" for name in report.events["event_id"]} | {f"partners/{report.report_id}"}
    for item in json.loads(metrics_json(report))["metrics"]:
        sources = set(item["from"]) - elsewhere
        assert {origin.source for origin in provenance.origins(report, sources)} == sources, item["id"]


def test_the_text_is_the_same_every_time(report):
    assert metrics_json(report) == metrics_json(report)


def test_no_metric_is_infinite_or_not_a_number(report):
    assert "NaN" not in metrics_json(report)
    assert "Infinity" not in metrics_json(report)


def test_numbers_that_no_page_shows_are_those_that_no_question_asks_for(report):
    assert unshown(report) == [
        "emergency_extension",
        "custodial_threshold",
        "plenary_meetings",
        "plenary_attendees_may",
        "plenary_attendees_july",
        "organizations_joined",
    ]

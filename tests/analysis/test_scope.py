from test_funding import with_cells

from r4v_analysis.analysis.scope import coverage_of


def without(report, *observation_ids):
    return with_cells(report, **{name: {"value": float("nan")} for name in observation_ids})


def test_a_full_report_lacks_nothing(report):
    assert coverage_of(report) == {"funding_gap": [], "sector_reach": [], "regularization_uptake": []}


def test_what_a_report_does_not_print_is_named(report):
    thin = without(report, "funding", "coverage_printed", *report.select(section="sector_table")["observation_id"])
    assert coverage_of(thin)["funding_gap"] == ["funding"]
    assert coverage_of(thin)["sector_reach"] == ["people reached by sector"]


def test_a_percentage_with_requirements_is_enough_for_the_funding_gap(report):
    assert coverage_of(without(report, "funding"))["funding_gap"] == []

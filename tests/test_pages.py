from test_funding import with_cells

from r4v_analysis import pages
from r4v_analysis.scope import coverage_of


def without(report, *observation_ids):
    return with_cells(report, **{name: {"value": float("nan")} for name in observation_ids})


def test_a_full_report_lacks_nothing(report):
    assert coverage_of(report) == {"funding_gap": [], "sector_reach": [], "regularization_uptake": []}
    assert pages.entries(report.data, [], [], "en")[0].missing == []


def test_the_index_says_what_a_report_does_not_print(report):
    thin = without(report, "funding", "coverage_printed", *report.select(section="sector_table")["observation_id"])
    assert coverage_of(thin)["sector_reach"] == ["people reached by sector"]
    assert pages.entries(thin.data, [], [], "en")[0].missing == [
        "funding_gap: the report does not print funding.",
        "sector_reach: the report does not print people reached by sector.",
    ]


def test_a_percentage_with_requirements_is_enough_for_the_funding_gap(report):
    assert coverage_of(without(report, "funding"))["funding_gap"] == []


def test_the_index_names_country_period_and_headline_numbers(report):
    entry = pages.entries(report.data, [], [], "en")[0]
    assert (entry.country, entry.platform) == ("Peru", "GTRM")
    assert [headline.text for headline in entry.headlines][:2] == ["1.5 million", "281,700"]

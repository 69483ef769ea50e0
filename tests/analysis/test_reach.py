"""Expected values are from the report's sector row, added and divided by hand."""

import pandas as pd
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG

from r4v_analysis.analysis.reach import figures, figures_of_targets, groups, metrics, parts, sectors, tables_over_time
from r4v_analysis.analysis.record import silences
from r4v_analysis.data.load import load
from r4v_analysis.errors import MixedBasis
from r4v_analysis.values.quantity import exact, interval, missing, observed


def rows(*people, basis="unknown", cross_cutting=()):
    """A synthetic sector row: a, b, c, … with these numbers."""
    return pd.DataFrame(
        {
            "sector": list("abcdefghij")[: len(people)],
            "people_reached": people,
            "is_cross_cutting": [index in cross_cutting for index in range(len(people))],
            "basis": basis if isinstance(basis, list) else [basis] * len(people),
            "observation_id": [f"reached_{index}" for index in range(len(people))],
        }
    )


def test_sectors_are_ranked_with_cash_last_and_outside_shares(report):
    frame = sectors.sectors(report)
    assert list(frame["sector"])[:3] == ["protection", "health", "food_security"]
    assert frame.iloc[-1]["sector"] == "cbi"
    assert pd.isna(frame.iloc[-1]["share_of_largest"])
    assert frame.iloc[1]["share_of_largest"] == pytest.approx(17_299 / 47_672)


def test_what_is_not_reported_outside_the_plan_stays_missing(report):
    assert sectors.sectors(report)["people_reached_non_rmrp"].isna().all()


def test_people_counted_once_lie_between_the_largest_sector_and_the_sum(report):
    frame = sectors.sectors(report)
    assert sectors.reach_bounds(frame) == interval(47_672, 84_489)
    assert sectors.reach_bounds(frame, with_cross_cutting=True) == interval(47_672, 89_758)


def test_an_empty_sector_row_has_no_bounds():
    assert sectors.reach_bounds(rows()).is_missing
    assert sectors.reach_bounds(rows(float("nan"))).is_missing


def test_a_missing_sector_is_not_counted_as_zero():
    assert sectors.reach_bounds(rows(10, float("nan"), 4)) == interval(10, 14)
    assert sectors.unevenness(rows(10, float("nan"), 4)).value == pytest.approx(10 / 7)


def test_rows_of_two_bases_are_refused_by_name():
    mixed = rows(10, 4, 3, basis=["period_total", "cumulative_ytd", "period_total"])
    with pytest.raises(MixedBasis) as error:
        sectors.reach_bounds(mixed)
    assert str(error.value) == (
        "sector rows: expected one basis, found cumulative_ytd: b; period_total: a, c. Compare one basis at a time."
    )


def test_unevenness_is_the_largest_over_the_median_without_cash(report):
    # nine sectors: 34, 1,424, 1,554, 1,590, 2,210, 3,791, 8,915, 17,299, 47,672
    assert sectors.unevenness(sectors.sectors(report)).value == pytest.approx(47_672 / 2_210)


def test_one_sector_alone_is_even_and_has_no_second():
    assert sectors.unevenness(rows(10)).value == 1
    assert sectors.largest_over_second(rows(10)).is_missing


def test_the_headline_lies_outside_the_interval(report):
    bounds = sectors.reach_bounds(sectors.sectors(report), with_cross_cutting=True)
    assert sectors.is_outside(report.headline("people_reached"), bounds)


def test_a_headline_inside_or_rounded_across_the_bound_is_no_finding():
    assert not sectors.is_outside(exact(60_000), interval(47_672, 84_489))
    assert not sectors.is_outside(observed(84_500, "exact", "84.5K"), interval(47_672, 84_489))
    assert not sectors.is_outside(missing(), interval(1, 2))


def test_per_1000_is_a_scale_over_refugees_and_migrants(report):
    frame = sectors.sectors(report).set_index("sector")
    assert frame.loc["protection", "reached_per_1000"] == pytest.approx(47_672 / 1_500)


def test_women_are_519_of_705(report):
    shares = parts.parts(report).set_index("observation_id")
    assert shares.loc["decent_jobs_women", "share"] == pytest.approx(0.7361702)
    assert shares.loc["cash_granted_access", "share"] == pytest.approx(172 / 1230)


def test_people_referred_are_no_share_of_people_tested_where_the_report_does_not_say_so(report):
    assert "share.hiv_referred" not in metrics.metrics(report)
    assert set(parts.parts(report)["observation_id"]) == {"decent_jobs_women", "cash_granted_access"}


def test_outputs_are_listed_as_outputs(report):
    counts = groups.text_counts(report).set_index("observation_id")
    assert counts.loc["warm_meals", "unit"] == "meals"
    assert counts.loc["school_officials_trained", "role"] == "trained"
    assert "reached_protection" not in counts.index


def test_partners_are_108_stated_111_listed_110_named(report):
    counts = {key: item.value for key, item in sectors.partner_counts(report).items()}
    assert counts == {"partners_stated": 108, "partners_listed": 111, "partners_named": 110}


def test_the_stages_of_a_permit_are_no_shares_of_reach(data_dir):
    found = parts.parts(load(data_dir).report("PER_2021-08_2021-08"))
    assert "cpp_issued" not in set(found["observation_id"])
    assert "legal_counselling" in set(found["observation_id"])


def test_who_changes_the_sector_row_changes_its_own(report):
    frame = sectors.sectors(report)
    frame["people_reached"] = 0.0
    assert sectors.sectors(report)["people_reached"].max() == 47_672


@pytest.mark.parametrize("report_id", ["BRA_2022-05_2022-05_r4v", "ABW_2022-01_2022-01_r4v"])
def test_why_a_bar_has_no_rank_stands_in_the_figure_as_a_whole(data, report_id):
    found = data.report(report_id)
    figure = figures.sector_reach(found, sectors.sectors(found), metrics.metrics(found), "es").figure
    FigureCanvasSVG(figure)
    figure.draw_without_rendering()
    ends = [text.get_window_extent().x1 for text in figure.axes[0].texts]
    assert max(ends) <= figure.bbox.x1


def test_numbers_of_months_stand_without_quotation_marks(data):
    found = data.report("DOM_2022-03_2022-03_r4v")
    table = tables_over_time.changes(found, metrics.metrics(found), "en")
    assert table.rows
    assert not any("“" in str(row[1]) for row in table.rows)


def test_a_plan_year_of_fts_does_not_say_that_nothing_is_known_of_programmes(data):
    told = silences(data.report("PER_2021-01_2021-12_fts"), "en")["regularization_uptake"]
    assert told.startswith("FTS has no programmes")


def test_a_sector_that_is_reported_no_more_keeps_its_last_running_total(data):
    found = data.report("DOM_2022-03_2022-03_r4v")
    chart = figures_of_targets.target_coverage(found, metrics.metrics(found), "en")
    assert "Health not reported; 46 by Feb" in chart.alt
    assert "Child Protection not reported; 272 by Feb" in chart.alt

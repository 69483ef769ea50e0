"""Expected values are computed by hand from data/sector_reach.csv and data/people_in_need.csv (Peru 2022)."""

import re
from dataclasses import replace
from datetime import date

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from planting import assisted, planted

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.reach import (
    changes,
    figures,
    figures_of_needs,
    figures_of_targets,
    figures_over_time,
    groups,
    metrics,
    months,
    sectors,
    sentences,
    tables,
    tables_of_report,
    tables_over_time,
    targets,
)
from r4v_analysis.analysis.reach.months import MONTHLY, RUNNING
from r4v_analysis.data.load import load
from r4v_analysis.exhibits import canvas
from r4v_analysis.exhibits.exhibit import Prose
from r4v_analysis.exhibits.svg import unlinked
from r4v_analysis.notebook import frames
from r4v_analysis.render.html.notes import with_links
from r4v_analysis.values.metric import source_anchor

LANG = "en"


@pytest.fixture(scope="module")
def year_end(report):
    """A synthetic report of the second half of 2022, published when the year's targets were known."""
    return planted(report, "PER_2022-07_2022-12", "2022-07-01", "2022-12-31", "2023-02-15")


@pytest.fixture(scope="module")
def early(report):
    """A synthetic report of January to March 2022, of the time."""
    return planted(report, "PER_2022-01_2022-03", "2022-01-01", "2022-03-31", "2022-04-30")


@pytest.fixture(scope="module")
def charts(year_end):
    return [
        figures_of_targets.target_coverage(year_end, metrics.metrics(year_end), LANG),
        figures_over_time.monthly_reach(year_end, LANG),
        figures_over_time.running_totals(year_end, LANG),
    ]


class TestTargets:
    def test_education_reached_4883_of_172965_targeted_and_of_762940_in_need(self, year_end):
        items = metrics.metrics(year_end)
        share = items["target_coverage.education"].quantity
        assert share.value == pytest.approx(4_883 / 172_965)
        assert items["need_coverage.education"].quantity.value == pytest.approx(4_883 / 762_940)
        assert share.sources == (
            "sector_reach/PER_2022-06_education_cumulative_ytd_all_v1",
            "people_in_need/PER_2022_education_all",
        )

    def test_a_total_that_organizations_are_missing_from_is_around_and_no_lower_bound(self, year_end):
        items = metrics.metrics(year_end)
        for sector in ("education", "protection_child"):  # 3 organizations, 5 in March; 1,047 after 3,015 in March
            share = items[f"target_coverage.{sector}"].quantity
            assert (share.qualifier, share.low, share.high) == ("about", None, None)
        assert not [key for key, item in items.items() if "coverage" in key and item.quantity.qualifier == "at_least"]
        assert items["target_coverage.wash"].quantity.qualifier == "exact"  # 5 organizations, never more
        assert items["target_coverage.wash"].quantity.value == pytest.approx(35_913 / 379_088)

    def test_a_group_is_divided_by_its_own_target(self, year_end):
        items = metrics.metrics(year_end)
        assert items["target_coverage.wash.in_transit"].quantity.value == pytest.approx(16_685 / 65_621)
        assert items["target_coverage.wash.host_community"].quantity.value == pytest.approx(1_722 / 154_415)

    def test_the_country_row_is_never_ranked_or_divided(self, year_end):
        assert "intersector" not in set(targets.comparison(year_end).rows["sector"])
        assert not [key for key in metrics.metrics(year_end) if "intersector" in key]
        for basis in (MONTHLY, RUNNING):
            assert "intersector" not in set(months.series(year_end, basis)["sector"])

    def test_sectors_are_ranked_by_share_with_cash_last(self, year_end):
        ranked = targets.comparison(year_end).ranked()
        assert list(ranked["sector"])[:3] == ["food_security", "shelter", "protection_general"]
        assert ranked.iloc[-1]["sector"] == "mpc"

    def test_zero_all_year_beside_monthly_totals_is_not_recorded(self, year_end):
        ranked = targets.comparison(year_end).ranked().set_index("sector")
        assert ranked.loc["protection_gbv", "status"] == "not_recorded"
        assert "target_coverage.protection_gbv" not in metrics.metrics(year_end)

    def test_a_zero_that_followed_a_number_is_not_recorded(self, year_end):
        rows = targets.comparison(year_end).ranked("in_transit").set_index("sector")
        assert rows.loc["humanitarian_transportation", "status"] == "not_recorded"
        assert "target_coverage.humanitarian_transportation.in_transit" not in metrics.metrics(year_end)

    def test_a_target_of_zero_gives_no_share(self, year_end):
        rows = targets.comparison(year_end).ranked("in_transit").set_index("sector")
        assert rows.loc["education", "status"] == "no_target"
        assert "target_coverage.education.in_transit" not in metrics.metrics(year_end)

    def test_the_table_of_groups_tells_a_target_of_0_from_none(self, data):
        """By people_in_need.csv: 11,435 in transit are in need in Nutrition and 0 targeted, nobody in Education."""
        report = data.report("PER_2022-06_2022-06_r4v")
        table = tables_over_time.group_coverage(report, metrics.metrics(report), LANG)
        cells = {line.split(" | ")[0]: line.split(" | ")[2] for line in table.text.splitlines() if " | " in line}
        assert (cells["Nutrition"], cells["Education"]) == ("target of 0", "target not recorded")
        assert "~: around" in table.note

    def test_another_year_has_pages_of_its_own(self, report):
        items = metrics.metrics(report)
        assert not [key for key in items if "target" in key or "need_coverage" in key]
        assert months.series(report, RUNNING).empty
        assert tables.place_totals(report, LANG).kind == "missing"
        chart = figures_of_targets.target_coverage(report, items, LANG)
        assert chart.text == "No target of 2023 by sector was known by 31 July 2023."

    def test_the_targets_of_a_plan_year_serve_from_the_day_on_which_they_were_known(self, early):
        found = targets.comparison(early)
        ranked = found.ranked().set_index("sector")
        assert found.day == date(2022, 3, 31)
        assert ranked.loc["food_security", "targeted"].value == 381_364
        assert set(early.known("people-in-need")["known_from"].dt.date) == {date(2022, 1, 31), date(2022, 2, 17)}

    def test_no_target_is_used_before_it_was_known(self, report):
        january = planted(report, "PER_2022-01_2022-01", "2022-01-01", "2022-01-31", "2022-02-10")
        assert targets.comparison(january) is None
        chart = figures_of_targets.target_coverage(january, metrics.metrics(january), LANG)
        assert chart.text == "No target of 2022 by sector was known by 10 February 2022."

    def test_the_reports_own_row_serves_only_if_it_counts_since_january(self, report):
        need = {
            "people_in_need_id": "PER_2031_education_all",
            "country_iso3": "PER",
            "plan_type": "rmrp",
            "year": 2031,
            "sector": "education",
            "population_group": "all",
            "people_in_need": 400.0,
            "people_targeted": 200.0,
            "known_from": pd.Timestamp("2031-01-31"),
        }
        row = assisted("reached_education", 50, basis=RUNNING, indicator="people_reached", sector="education")
        row |= {"section": "sector_table", "stream": "rmrp", "population_group": "all"}
        dates = ("PER_2031-01_2031-03", "2031-01-01", "2031-03-31", "2031-04-30")
        health = {**row, "observation_id": "reached_health", "sector": "health", "basis": "unknown"}
        needs = [need, {**need, "people_in_need_id": "PER_2031_health_all", "sector": "health"}]
        own = planted(report, *dates, [row, health], **{"people-in-need": needs})
        shares = {item.id: item.quantity.value for item in targets.metrics(own)}
        assert shares == {"target_coverage.education": 0.25, "need_coverage.education": 0.125}
        unknown = planted(report, *dates, [{**row, "basis": "unknown"}], **{"people-in-need": needs})
        assert not [item.id for item in targets.metrics(unknown) if item.id.startswith("target_coverage")]


class TestMonths:
    def test_a_month_without_a_row_is_a_gap_and_not_zero(self, year_end):
        rows = months.series(year_end, MONTHLY).set_index(["sector", "month"])
        missing = rows.loc["protection_trafficking"]["status"] == "not_reported"
        assert list(missing) == [False, True, False, True, True, False]
        assert rows.loc[("protection_trafficking", "2022-02-01"), "people_reached"] != 0

    def test_a_running_total_below_the_month_before_is_marked(self, year_end):
        rows = months.series(year_end, RUNNING)
        fallen = rows[rows["has_fallen"]]
        assert list(zip(fallen["sector"], fallen["month"].dt.month, strict=True)) == [
            ("education", 4),
            ("education", 5),
            ("humanitarian_transportation", 5),
            ("integration", 5),
            ("nutrition", 3),
            ("protection_child", 4),
            ("mpc", 6),
        ]
        left_out = set(rows.loc[rows["status"] == "not_recorded", "sector"])
        assert left_out == {"protection_gbv", "protection_trafficking"}

    def test_a_month_may_be_lower_than_the_one_before_without_a_mark(self, year_end):
        assert not months.series(year_end, MONTHLY)["has_fallen"].any()

    def test_months_with_fewer_organizations_are_marked(self, year_end):
        rows = months.series(year_end, MONTHLY).set_index("sector")
        assert list(rows.loc["wash", "has_fewer"]) == [True, True, True, True, True, False]  # 4 4 3 3 2 5

    @pytest.mark.parametrize("report_id", ["PER_2022-06_2022-06_r4v", "BRA_2022-06_2022-06_r4v"])
    def test_a_running_total_is_around_everywhere_or_nowhere(self, data, report_id):
        report = data.report(report_id)
        compared = targets.comparison(report).compared().set_index("sector")["reached"]
        around = {code for code, item in compared.items() if item.is_about}
        rows = months.series(report, RUNNING)
        last = rows[(rows["month"] == rows["month"].max()) & rows["sector"].isin(compared.index)]
        assert set(last.loc[last["is_around"], "sector"]) == around
        index = months.latest(report, report.vintage)
        assert set(index.loc[index["is_around"], "sector"]) == around
        frame = frames.monthly(report, RUNNING)
        frame = frame[(frame["month"] == frame["month"].max()) & frame["sector"].isin(compared.index)]
        assert set(frame.loc[frame["people_reached_qualifier"] == "about", "sector"]) == around

    def test_running_totals_lack_who_reported_in_an_earlier_month(self, data):
        rows = months.series(data.report("BRA_2022-06_2022-06_r4v"), RUNNING).set_index("sector")
        assert list(rows.loc["education", "is_around"]) == [False] * 6  # 1 1 2 2 2 2 organizations: none left
        assert list(rows.loc["protection_gbv", "is_around"]) == [False, False, False, False, True, True]  # 2 2 3 3 2 2
        assert list(rows.loc["mpc", "is_around"]) == [False, False, True, False, False, True]  # 2 2 1 2 3 2
        assert not months.series(data.report("BRA_2022-06_2022-06_r4v"), MONTHLY)["is_around"].any()

    def test_a_panel_and_its_table_say_which_totals_are_around(self, data):
        chart = figures_over_time.running_totals(data.report("BRA_2022-06_2022-06_r4v"), LANG)
        assert "GBV 2,514 in January 2022, ~25,061 in June 2022" in chart.alt
        assert "~: around, since organizations that reported earlier are missing." in chart.note
        assert "~25,061" in str(chart.data.html(LANG))

    def test_a_report_of_march_knows_nothing_of_later_months(self, early):
        assert months.series(early, RUNNING)["month"].max() == pd.Timestamp("2022-03-01")

    def test_what_became_known_later_moves_nothing(self, year_end):
        data, before = year_end.data, metrics.metrics(year_end)
        reached, need = data.tables["sector-reach"].copy(), data.tables["people-in-need"].copy()
        later = reached[reached["month"] == "2022-06-01"].assign(
            people_reached=9e6, version=2, known_from=pd.Timestamp("2023-06-30")
        )
        later["reach_id"] = later["reach_id"].str.replace("_v1", "_v2")
        changed = need.assign(people_targeted=1.0, known_from=pd.Timestamp("2023-06-30"))
        found = {"sector-reach": pd.concat([reached, later]), "people-in-need": pd.concat([need, changed])}
        told = replace(data, tables={**data.tables, **found}).report(year_end.report_id)
        asked_later = replace(data, tables={**data.tables, **found}).report(year_end.report_id, "2024-01-01")
        assert metrics.metrics(told) == before
        assert metrics.metrics(asked_later) == before


class TestFigures:
    def test_no_text_is_clipped_or_overlaps_another_one(self, charts):
        for chart in charts:
            with canvas.style():
                renderer = FigureCanvasAgg(chart.figure).get_renderer()
                width, height = chart.figure.bbox.width, chart.figure.bbox.height
                texts = [
                    text
                    for text in chart.figure.findobj(mpl.text.Text)
                    if text.get_visible() and text.get_text().strip()
                ]
                boxes = [(text.get_text(), text.get_window_extent(renderer).shrunk(0.98, 0.8)) for text in texts]
            for i, (text, box) in enumerate(boxes):
                assert box.x0 > -1 and box.x1 < width + 1 and box.y0 > -1 and box.y1 < height + 1, text
                assert not [other for other, place in boxes[i + 1 :] if box.overlaps(place)], text

    def test_titles_state_what_was_found(self, charts):
        assert [chart.title for chart in charts] == [
            "Of the sectors in the running totals of June 2022, Food Security had reached around 30% of its target, "
            "Hum. Transport around 0.59%",
            "Monthly reach was higher in June 2022 than in January 2022 in 8 of 12 sectors",
            "Running totals fell in 5 of 10 sectors; in 4 of them fewer organizations reported",
        ]

    def test_monthly_and_running_totals_stand_on_axes_of_their_own(self, charts):
        _coverage, monthly, running = charts
        assert set(monthly.data.data["source"].dropna().str.contains(MONTHLY)) == {True}
        assert set(running.data.data["source"].dropna().str.contains(RUNNING)) == {True}
        assert len(monthly.figure.axes[0].patches) == 6 * len(monthly.figure.axes[0].lines)
        assert not running.figure.axes[0].patches

    @pytest.mark.parametrize("number", [1, 2])
    def test_each_month_leads_to_its_number_and_a_file_has_no_place_to_point_at(self, charts, year_end, number):
        chart = charts[number]
        html = chart.html(LANG)
        series = chart.data.data
        reported = series.loc[series["status"] == "reported", "source"].map(source_anchor).tolist()
        named = re.findall(r'<g data-row="([^"]*)" opacity="0"><title>[A-Z][a-z]{2}: ~?[\d,]+</title>', html)
        assert sorted(named) == sorted(reported)
        numbers = re.findall(r'<(?:span id="|a class="r4v-num" href="#)(src-[^"]*)">', html)
        assert set(reported) <= set(numbers)
        linked = with_links(html, set(numbers))
        assert linked.count("<title>") == len(reported)
        assert "<title>" not in with_links(html, set())
        assert "row:" not in unlinked(chart.svg())
        assert len(re.findall("<path", unlinked(chart.svg()))) == len(re.findall("<path", chart.svg())) - len(reported)

    def test_the_line_under_the_figure_names_r4v_and_not_the_report(self, charts):
        assert charts[1].source == "Source: R4V operational tables, Peru, January to June 2022."

    def test_the_alternative_text_names_every_share(self, charts):
        shares = [row[1].striptags() for row in charts[0].data.rows if "targeted" in row[0]]
        assert len(shares) == 11
        assert all(share in charts[0].alt for share in shares)

    def test_the_last_number_of_a_running_total_is_said_though_later_months_are_missing(self, early):
        before = figures_over_time.running_totals(early, LANG).figure.axes[0]
        bare = early.data.tables["sector-reach"]
        bare = bare[~((bare["sector"] == "wash") & (bare["month"] == "2022-03-01"))].assign(
            reporting_organizations=None
        )
        data = replace(early.data, tables={**early.data.tables, "sector-reach": bare})
        chart = figures_over_time.running_totals(data.report(early.report_id), LANG)
        names = {"WASH", "Multipurpose Cash"}
        (axes,) = chart.figure.axes
        texts = [text.get_text() for text in axes.texts]
        assert names <= set(texts) & {text.get_text() for text in before.texts}
        panel = axes.texts[texts.index("WASH") : texts.index("Multipurpose Cash")]
        assert [text.get_text() for text in panel] == ["WASH", "Jan", "Mar", "–", "10,141"]
        assert panel[-1].xy[1] in [line.get_ydata()[-1] for line in axes.lines]
        assert "does not say how many organizations reported" in chart.note

    def test_without_monitoring_there_is_prose_and_no_empty_axis(self, report):
        bare = planted(report, "PER_2018-01_2018-01", "2018-01-01", "2018-01-31", "2018-02-28")
        items = metrics.metrics(bare)
        shown = [
            figures_of_targets.target_coverage(bare, items, LANG),
            figures_over_time.monthly_reach(bare, LANG),
            figures_over_time.running_totals(bare, LANG),
            tables_over_time.group_coverage(bare, items, LANG),
            tables_over_time.changes(bare, items, LANG),
            tables.ages(bare, LANG),
            tables_of_report.text_counts(bare, groups.text_counts(bare), LANG),
            tables.place_totals(bare, LANG),
        ]
        assert all(isinstance(exhibit, Prose) and exhibit.text for exhibit in shown)


class TestChanges:
    """Synthetic months of 2018, before every real report of Peru."""

    def two(self, report, *pair, end="2018-02-28"):
        before, now = ([cells] if isinstance(cells, dict) else cells for cells in pair)
        first = planted(report, "PER_2018-01_2018-01", "2018-01-01", "2018-01-31", "2018-02-10", before)
        return planted(first, "PER_2018-02_2018-02", "2018-02-01", end, "2018-06-10", now)

    def only(self, report, *pair, **dates):
        later = self.two(report, *pair, **dates)
        return later, changes.pairs(later).iloc[0]["reason"]

    def test_a_change_from_over_5100_to_4100_is_at_most_minus_950(self, report):
        pair = assisted("case", 5_100, "at_least"), assisted("case", 4_100)
        later, reason = self.only(report, *pair)
        change = metrics.metrics(later)["change.case"].quantity
        assert reason == "comparable"
        assert (change.value, change.low, change.high) == (-1_000, None, -950)
        assert change.sources == ("PER_2018-02_2018-02/case", "PER_2018-01_2018-01/case")

    def test_some_stays_some(self, report):
        later, _reason = self.only(report, assisted("psy", 2_240, "about"), assisted("psy", 2_700, "about"))
        assert metrics.metrics(later)["change.psy"].quantity.qualifier == "about"

    def test_text_of_two_monthly_reports_without_a_basis_compares_on_a_condition(self, report):
        pair = assisted("case", 5_100, basis="unknown"), assisted("case", 4_100, basis="unknown")
        later, reason = self.only(report, *pair)
        items = metrics.metrics(later)
        assert reason == "if_monthly"
        assert "change.case" not in items
        assert items["change_if_monthly.case"].quantity.value == -1_000
        table = tables_over_time.changes(later, items, LANG)
        assert [row[-1] for row in table.rows] == ["if each counts its own month"]

    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            ({"basis": "unknown", "section": "header"}, {"basis": "unknown", "section": "header"}, "basis_unknown"),
            ({}, {"basis": "unknown"}, "basis_unknown"),
            ({}, {"basis": "period_new"}, "basis_differs"),
            ({}, {"population_group": "host_community"}, "comparable"),
            ({"population_group": "in_transit"}, {"population_group": "host_community"}, "other_count"),
            ({}, {"place": "PE23"}, "other_count"),
            ({}, {"value": float("nan")}, "not_reported"),
        ],
    )
    def test_each_other_pair_keeps_the_reason(self, report, before, now, expected):
        _later, reason = self.only(report, {**assisted("n", 10), **before}, {**assisted("n", 12), **now})
        assert reason == expected

    def test_windows_of_different_length_do_not_compare(self, report):
        later, reason = self.only(report, assisted("n", 10), assisted("n", 12), end="2018-03-31")
        assert reason == "window_differs"
        table = tables_over_time.changes(later, metrics.metrics(later), LANG)
        assert table.text == "No count compares with that of an earlier report."

    def test_totals_since_january_compare_within_a_year(self, report):
        pair = assisted("n", 10, basis=RUNNING), assisted("n", 12, basis=RUNNING)
        assert self.only(report, *pair, end="2018-03-31")[1] == "comparable"

    def test_the_real_counts_of_july_and_august_2021(self, report):
        august = report.data.report("PER_2021-08_2021-08")
        items = metrics.metrics(august)
        case = items["change_if_monthly.case_management"].quantity
        assert (case.value, case.high) == (4_100 - 5_100, 4_150 - 5_100)
        assert items["change_if_monthly.psychosocial"].quantity.value == 2_700 - 2_240
        assert items["change_if_monthly.legal_counselling"].quantity.value == 4_600 - 3_600


class TestGroupsAndPlaces:
    def test_a_count_says_of_whom_it_is_and_where(self, report):
        table = tables_of_report.text_counts(report, groups.text_counts(report), LANG)
        rows = {(str(row[4]), row[1].striptags()) for row in table.rows}
        assert {
            ("Refugees and migrants; Tacna", "at least 650"),
            ("Public officials and teachers; Lima; June 2023", "220"),
            ("Refugees and migrants; female", "519"),
        } <= rows

    def test_each_number_of_the_text_leads_to_its_source(self, report):
        counts = groups.text_counts(report)
        html = tables_of_report.text_counts(report, counts, LANG).html()
        links = {link["href"][1:] for link in BeautifulSoup(html, "html.parser").select("a:not([download])")}
        behind = sources.sources("s", report, {}, LANG, also=counts["observation_id"])
        assert f"src-{report.report_id}-decent_jobs_women" in links
        assert links <= set(behind.anchors)

    def test_sex_and_age_and_places_of_monthly_rows_are_shown_without_adding(self, report):
        cells = {
            "country_iso3": "PER",
            "month": pd.Timestamp("2022-06-01"),
            "sector": "wash",
            "basis": RUNNING,
            "population_group": "all",
            "version": 1,
            "known_from": pd.Timestamp("2022-07-31"),
        }
        rows = [
            {**cells, "reach_id": "girls_v1", "sex": "female", "age_group": "child", "people_reached": 7.0},
            {**cells, "reach_id": "men_v1", "sex": "male", "age_group": "adult"},
            {**cells, "reach_id": "tacna_v1", "place": "PE23", "people_reached": 11.0},
        ]
        dates = ("PER_2022-07_2022-12", "2022-07-01", "2022-12-31", "2023-02-15")
        found = planted(report, *dates, **{"sector-reach": rows})
        ages = tables.ages(found, LANG)
        assert (ages.header, ages.rows[0]) == (
            ("Sector", "Girls", "Men"),
            ("Water, Sanitation and Hygiene", "7", "not reported"),
        )
        assert tables.place_totals(found, LANG).rows == [("Tacna", "Water, Sanitation and Hygiene", "11")]
        assert metrics.metrics(found)["target_coverage.wash"].quantity.value == pytest.approx(35_913 / 379_088)

    def test_the_country_row_of_a_sector_table_is_no_sector(self, report):
        cells = {"indicator": "people_reached", "section": "sector_table", "population_group": "all"}
        own = [assisted("a", 5, **cells, sector="wash"), assisted("b", 9, **cells, sector="intersector")]
        own.append(assisted("c", 7, **cells, sector="wash") | {"basis": RUNNING})
        found = planted(report, "PER_2018-01_2018-01", "2018-01-01", "2018-01-31", "2018-02-28", own)
        assert list(sectors.sectors(found)["people_reached"]) == [5]


def test_a_label_is_not_written_across_the_line_of_its_target(data_dir):
    report = load(data_dir).report("BRA_2022-06_2022-06_r4v")
    chart = figures_of_targets.target_coverage(report, metrics.metrics(report), "en")
    begins = {text.get_text(): text.xy[0] for text in chart.figure.axes[0].texts if hasattr(text, "xy")}
    assert begins["around 77%"] == 1, "right of the line at 100%"
    assert begins["around 71%"] == pytest.approx(0.708, abs=0.001), "it ends before the line"
    assert begins["around 130%"] == pytest.approx(1.3, abs=0.05)


class TestFiguresOfACountry:
    """By hand from people_in_need.csv and sector_reach.csv: Chile reached 10,384 children, its target is 540."""

    def test_a_share_far_above_its_target_breaks_its_bar_and_leaves_the_others_theirs(self, data_dir):
        chile = load(data_dir).report("CHL_2022-05_2022-05_r4v")
        chart = figures_of_targets.target_coverage(chile, metrics.metrics(chile), LANG)
        [axes] = chart.figure.axes
        assert axes.get_xlim() == (0, 2)
        assert {"1,923%", "//"} <= {text.get_text() for text in axes.texts}
        assert "goes on beyond the edge" in chart.note

    def test_a_sector_that_the_plan_has_nothing_of_is_named_and_not_drawn(self, data_dir):
        aruba = load(data_dir).report("ABW_2022-06_2022-06_r4v")
        chart = figures_of_needs.needs_by_sector(aruba, LANG)
        assert "Nutrition" not in chart.alt
        assert "Not in the country’s plan: Humanitarian Transportation and Nutrition." in chart.note
        assert "WASH not in the plan" in chart.alt  # people were reached all the same
        assert "Shelter 0 of 14,400" in chart.alt  # people in need, of whom the plan means to assist none
        assert "Nutrition" not in figures_of_targets.target_coverage(aruba, metrics.metrics(aruba), LANG).alt

    def test_need_by_place_without_a_target_does_not_say_that_there_is_none(self, data_dir):
        argentina = load(data_dir).report("ARG_2022-05_2022-05_r4v")
        chart = figures_of_needs.needs_by_place(argentina, LANG)
        assert chart.title == "Ciudad Autónoma de Buenos Aires has the most people in need: 73,856"
        assert "Buenos Aires 35,561 in need" in chart.alt
        assert chart.note.startswith("Whom the plan means to assist is not known by place.")

    def test_no_sector_that_rose_is_said_in_words(self, data_dir):
        dominican = load(data_dir).report("DOM_2022-06_2022-06_r4v")
        title = figures_over_time.monthly_reach(dominican, LANG).title
        assert title == "In no sector that reports both was monthly reach higher in June 2022 than in January 2022"

    def test_a_fall_has_a_reason_only_where_fewer_organizations_reported(self, data_dir):
        ecuador = load(data_dir).report("ECU_2022-05_2022-05_r4v")
        title = figures_over_time.running_totals(ecuador, LANG).title
        assert title == "Running totals fell in 1 of 10 sectors; the source gives no reason"

    def test_a_month_above_the_running_total_is_said_beside_the_shares(self, data_dir):
        """Food Security: 88,019 in May 2022, 84,897 new people since January."""
        ecuador = load(data_dir).report("ECU_2022-05_2022-05_r4v")
        assert targets.below_a_month(ecuador) == ["food_security", "integration"]
        note = figures_of_targets.target_coverage(ecuador, metrics.metrics(ecuador), LANG).note
        assert "Since January fewer than in a single month: Food Security and Integration. A month counts" in note
        peru = load(data_dir).report("PER_2023-05_2023-07")
        assert targets.below_a_month(peru) == []

    def test_a_total_of_cash_that_fell_is_not_passed_over_because_cash_is_no_sector(self, data_dir):
        dominican = load(data_dir).report("DOM_2022-06_2022-06_r4v")
        title = figures_over_time.running_totals(dominican, LANG).title
        ended = "; 2 of 7 end before June 2022"  # Education and Child Protection
        assert title == f"No sector’s running total fell in 2022, that of cash did{ended}"

    def test_a_running_total_that_ends_is_not_said_to_go_on(self, data_dir):
        data = load(data_dir)
        dominican, curacao = (data.report(name) for name in ("DOM_2022-03_2022-03_r4v", "CUW_2022-02_2022-02_r4v"))
        chart = figures_over_time.running_totals(dominican, LANG)
        assert chart.title == "No running total fell in 2022, but 2 of 7 end before March 2022"
        assert "; Child Protection 272 in February 2022 alone;" in chart.alt
        assert "but 1 of 8 ends before February 2022" in figures_over_time.running_totals(curacao, LANG).title
        spanish = figures_over_time.running_totals(dominican, "es").title
        assert spanish == "Ningún acumulado disminuyó en 2022, pero 2 de 7 terminan antes de marzo de 2022"

    def test_months_compare_in_sectors_that_report_both(self, data_dir):
        data = load(data_dir)
        titles = [
            figures_over_time.monthly_reach(data.report(name), LANG).title
            for name in ("DOM_2022-03_2022-03_r4v", "BRA_2022-03_2022-03_r4v")
        ]
        both = "Monthly reach was higher in March 2022 than in January 2022 in 1 of 2 sectors that report both"
        assert titles[0] == both
        assert titles[1].endswith(" sectors")

    def test_the_lowest_share_is_of_the_sectors_in_the_month_s_totals_where_one_stands_lower_earlier(self, data_dir):
        """By February, Health had reached 46 of 4,910, 0.9%, and is not reported for March."""
        data = load(data_dir)
        dominican, venezuelan = data.report("DOM_2022-03_2022-03_r4v"), data.report("DOM_2022-06_2022-06_r4v")
        items = metrics.metrics(dominican)
        title = figures_of_targets.target_coverage(dominican, items, LANG).title
        shares = "Protection (General) had reached 15.4% of its target, Food Security 1.34%"
        assert title == f"Of the sectors in the running totals of March 2022, {shares}"
        line = sentences.bottom_line(dominican, sectors.sectors(dominican), items, LANG).text
        assert "By 31 March 2022, of the sectors in that month’s running totals, Protection (General) had" in line
        assert targets.comparison(venezuelan).is_partial

    def test_sectors_that_all_have_a_share_are_ranked_without_a_condition(self, year_end):
        found = targets.comparison(year_end)
        whole = replace(found, rows=found.rows[found.rows["status"] == "compared"])
        assert found.is_partial
        assert not whole.is_partial

    def test_a_0_that_organizations_are_missing_from_is_0_or_more(self, data_dir):
        """GBV in Ecuador: 0 by seven organizations in February, by four in June. Nobody stands in a 0 twice."""
        ecuador = load(data_dir).report("ECU_2022-06_2022-06_r4v")
        items = metrics.metrics(ecuador)
        share = items["target_coverage.protection_gbv"].quantity
        assert (share.value, share.low, share.high, share.is_about) == (0, 0, None, False)
        chart = figures_of_targets.target_coverage(ecuador, items, LANG)
        assert chart.title.endswith("of its target, GBV 0% or more")
        assert "“0% or more”: organizations that reported earlier are missing." in chart.note
        assert not [text for text in chart.figure.axes[0].texts if text.get_text() == ""], "no arrow across the name"
        running = figures_over_time.running_totals(ecuador, LANG)
        gbv = next(row for row in running.data.rows if row[0] == "Gender-Based Violence")
        assert [BeautifulSoup(cell, "html.parser").text for cell in gbv[1:]] == ["0", "0", "0+", "0+", "0+", "0+"]
        assert "~: around; 0+: 0 or more, since organizations that reported earlier are missing." in running.note
        needs = figures_of_needs.needs_by_sector(ecuador, LANG).data
        assert needs.header[-1] == "Reached since January (~: around; 0+: 0 or more)"
        monthly = frames.monthly(ecuador, RUNNING)
        said = monthly.loc[monthly["sector"] == "protection_gbv", "people_reached_qualifier"].tolist()
        assert said == ["exact", "exact", *["at_least"] * 4]


def test_bars_alike_are_one_path_in_panels_alone_since_a_phone_looks_for_the_end_of_a_bar(data):
    report = data.report("BRA_2022-06_2022-06_r4v")
    months = figures_over_time.monthly_reach(report, LANG).html(LANG)
    ranking = figures.sector_reach(report, sectors.sectors(report), metrics.metrics(report), LANG).html(LANG)
    assert months.count("<path") - months.count('opacity="0"') < 10  # 78 bars, beside as many places to point at
    assert '"/><path d="' in ranking

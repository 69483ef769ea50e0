"""What a reach page says first, of real reports and of synthetic ones; expected values by hand."""

import pytest
from planting import assisted, planted
from rendered import some_of_each_kind

from r4v_analysis.analysis.reach import activities, figures, figures_of_targets, metrics, parts, sectors, sentences
from r4v_analysis.analysis.reach.months import RUNNING
from r4v_analysis.data.load import load
from r4v_analysis.values.quantity import interval

DATES = ("PER_2018-01_2018-01", "2018-01-01", "2018-01-31", "2018-02-28")


def bottom_line(report):
    return sentences.bottom_line(report, sectors.sectors(report), metrics.metrics(report), "en").text.split("\n")


def cell(sector, value, **cells):
    """A cell of a synthetic sector table."""
    given = {"indicator": "people_reached", "section": "sector_table", "population_group": "all", "sector": sector}
    return assisted(f"reached_{sector}", value, **given | cells)


def of(report, *rows):
    return planted(report, *DATES, rows)


@pytest.fixture(scope="module")
def region(data_dir):
    return load(data_dir).report("XRG_2021-01_2021-06")


def test_the_largest_sector_is_said_with_the_activity_that_it_mostly_is(report):
    first, second, third = bottom_line(report)
    assert "Protection reached the most people, 47,672: 2.76 times as many as Health." in first
    assert "“reaching over 45,600 refugees and migrants”, is at least 95." in first
    assert "without it there are at most 2,072." in first
    assert second.startswith("Counted once, that is 47,672 to 84,489 people, or 47,672 to 89,758 if")
    assert third.startswith("US$81 was received for each person")
    items = metrics.metrics(report)
    assert items["count_in_sector.protection"].quantity.low == pytest.approx(45_600 / 47_672)
    assert items["sector_without_count.protection"].quantity.high == 47_672 - 45_600


def test_an_activity_of_another_basis_or_less_than_half_or_more_than_the_sector_is_not_named(report):
    row = cell("protection", 100)
    for count in (assisted("a", 49), assisted("b", 101), assisted("c", 80, basis=RUNNING)):
        found = of(report, row, count)
        assert activities.main_counts(found).empty
    found = of(report, row, assisted("d", 80))
    assert "is 80% of it; without it there are 20." in bottom_line(found)[0], "both state one basis: no condition"


def test_a_sector_s_number_counts_wherever_the_report_prints_it(region):
    frame = sectors.sectors(region).set_index("sector")
    assert frame["people_reached"].to_dict() == {"health": 919_841 + 67_812, "food_security": 942_918}
    assert set(frame["basis"]) == {"unknown"}
    first, second, third = bottom_line(region)
    assert first.endswith("Health reached the most people, 987,653; Food Security 942,918.")
    assert "Health 51.5%; Food Security 51.39%; all sectors together 51.45%" in second
    assert third == "The report counts around 1.8 million people reached in all."


def test_some_sectors_of_the_text_bound_no_people_counted_once(region):
    items = metrics.metrics(region)
    assert "people_once" not in items
    assert "unevenness" not in items


def test_printed_shares_of_targets_are_bars(region):
    chart = figures_of_targets.target_coverage(region, metrics.metrics(region), "en")
    assert chart.title == "Health had reached 51.5% of its target, Food Security 51.39%"
    assert "All sectors 51.45%" in chart.alt


def test_parts_that_add_up_are_the_whole_of_their_shares(region):
    shares = parts.parts(region).set_index("observation_id")
    assert shares.loc["health_reached_rm", "share"] == pytest.approx(919_841 / 987_653)
    assert shares.loc["health_reached_host", "share_high"] == pytest.approx(67_812 / 987_653)


@pytest.mark.parametrize(
    ("whole", "first", "second", "expected"),
    [
        ((1_000, "at_most"), 600, 380, 600 / 980),
        ((1_000, "exact"), 600, 400, 600 / 1_000),
        ((1_000, "at_most"), 600, 200, None),
        ((1_000, "at_most"), 600, 500, None),
        ((1_000, "exact"), 600, 390, None),
        ((1_000, "at_least"), 700, 340, 700 / 1_040),
    ],
)
def test_parts_without_of_whom_are_shares_only_if_they_add_up(report, whole, first, second, expected):
    rows = [assisted("whole", *whole), assisted("a", first, part_of="whole"), assisted("b", second, part_of="whole")]
    found = parts.parts(of(report, *rows))
    assert list(found["share"]) == ([] if expected is None else pytest.approx([expected, 1 - expected]))


@pytest.mark.parametrize("printed", ["40 of whom were women", "including 40 women", "40 de las cuales son mujeres"])
def test_words_that_say_that_a_number_is_a_part_make_a_share(report, printed):
    rows = [assisted("whole", 100), assisted("a", 40, part_of="whole", printed=printed)]
    assert list(parts.parts(of(report, *rows))["share"]) == [0.4]


def test_a_headline_that_the_text_divides_is_said_in_its_own_words(data_dir):
    (line,) = bottom_line(load(data_dir).report("ECU_2019-05_2019-05"))
    assert line.startswith("Of 81,778 people reached: 61.8% “50,576 people received humanitarian assistance”; 36.8%")


def test_a_report_without_sectors_says_what_it_counts(data_dir):
    data = load(data_dir)
    lines = bottom_line(data.report("PER_2020-08_2020-08"))
    assert lines[0] == "The report counts 24,000 people reached in all."
    (line,) = bottom_line(data.report("PER_2021-07_2021-07"))
    assert line.startswith("The largest counts of people assisted in the text: Protection around 9,630 (“some 9,630")


def test_no_page_begins_with_what_a_report_lacks_while_it_has_something(data_dir):
    data = load(data_dir)
    for report_id in some_of_each_kind(data):
        report = data.report(report_id)
        lines = bottom_line(report)
        has = metrics.metrics(report)["people_reached"].quantity.value is not None
        assert len(lines) <= 3
        assert not (has and "prints no" in lines[0]), report_id


def test_a_sub_sector_beside_its_sector_has_no_rank_and_adds_nothing(report):
    rows = [cell("protection", 30), cell("protection_child", 25), cell("health", 20)]
    found = of(report, *rows, cell("cbi", 9), cell("mpc", 8))
    frame = sectors.sectors(found)
    assert list(sectors.ranked(frame)["sector"]) == ["protection", "health"]
    assert sectors.reach_bounds(frame) == interval(30, 50)
    assert sectors.reach_bounds(frame, with_cross_cutting=True) == interval(30, 59)
    assert frame.set_index("sector")["inside"].to_dict() == {
        "protection": "",
        "health": "",
        "protection_child": "protection",
        "cbi": "",
        "mpc": "cbi",
    }
    chart = figures.sector_reach(found, frame, metrics.metrics(found), "en")
    assert [text.get_text() for text in chart.figure.axes[0].texts if text.get_ha() == "left"][-3:] == [
        "part of Protection",
        "used by any sector: no rank",
        "used by any sector: no rank",
    ]


def test_sub_sectors_without_their_sector_are_ranked(report):
    found = of(report, cell("protection_child", 25), cell("protection_gbv", 5))
    assert list(sectors.ranked(sectors.sectors(found))["sector"]) == ["protection_child", "protection_gbv"]


@pytest.mark.parametrize("other", [{"basis": RUNNING}, {"period_start": "2017-11-01"}])
def test_a_sector_counted_otherwise_gives_a_page_with_the_reason(report, other):
    rows = [cell("protection", 30), cell("health", 20), cell("wash", 90, **other)]
    found = of(report, *rows)
    frame, items = sectors.sectors(found), metrics.metrics(found)
    assert list(sectors.ranked(frame)["sector"]) == ["protection", "health"]
    assert not {"people_once", "people_once_with_cbi"} & set(items)
    assert items["largest_over_second"].quantity.value == 1.5
    assert (
        bottom_line(found)[0] == "Of the sectors that count alike, Protection reached the most people, 30; Health 20."
    )
    chart = figures.sector_reach(found, frame, items, "en")
    assert "not ranked: WASH (" in chart.note


def test_cash_on_another_basis_leaves_the_sectors_their_interval(report):
    found = of(report, cell("protection", 30), cell("health", 20), cell("cbi", 9, basis=RUNNING))
    items = metrics.metrics(found)
    assert items["people_once"].quantity == interval(30, 50).named(*items["people_once"].quantity.sources)
    assert "people_once_with_cbi" not in items


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "88,019 in May 2022: 5.55 times"), ("es", "88.019 en mayo de 2022: 5,55")]
)
def test_a_monthly_number_names_its_month(data_dir, lang, said):
    ecuador = load(data_dir).report("ECU_2022-05_2022-05_r4v")
    line = sentences.bottom_line(ecuador, sectors.sectors(ecuador), metrics.metrics(ecuador), lang).text
    assert said in line
    peru = load(data_dir).report("PER_2023-05_2023-07")
    told = sentences.bottom_line(peru, sectors.sectors(peru), metrics.metrics(peru), "en").text
    assert told.startswith("Protection reached the most people, 47,672: ")  # of a basis that the report does not say

"""The map of departments. Expected values are computed by hand from data/people_in_need.csv (2022)."""

import re

import pytest
from matplotlib.patches import PathPatch

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.reach import figures_of_places, needs, tables
from r4v_analysis.data.load import load
from r4v_analysis.exhibits.outlines import outlines

MAPPED = {
    "ARG_2022-05_2022-05_r4v": 24,
    "BOL_2022-05_2022-05_r4v": 9,
    "BRA_2022-06_2022-06_r4v": 27,
    "CHL_2022-05_2022-05_r4v": 15,
    "COL_2022-01_2022-12_fts": 32,
    "ECU_2022-06_2022-06_r4v": 23,
    "PER_2022-06_2022-06_r4v": 25,
    "PRY_2022-05_2022-05_r4v": 18,
    "URY_2022-05_2022-05_r4v": 19,
}
"""Reports whose country has numbers by department, with how many outlines its map has."""


@pytest.fixture(scope="module")
def chart(data_dir):
    found = load(data_dir)
    return lambda report_id, lang="en": figures_of_places.needs_map(found.report(report_id), lang)


def marks(chart):
    return [artist for artist in chart.figure.axes[0].get_children() if isinstance(artist, PathPatch)]


def words(chart):
    return [text.get_text() for text in chart.figure.axes[0].texts]


@pytest.mark.parametrize("report_id", MAPPED)
def test_each_department_with_a_number_has_an_outline_or_is_named_below_the_map(chart, data_dir, report_id):
    found, report = chart(report_id), load(data_dir).report(report_id)
    rows = needs.by_place(report)
    numbered = rows.loc[~figures_of_places.is_rest(rows), "place"]
    shapes = outlines(report.country_iso3).shapes
    names = report.codes("places")["name"]
    assert len(marks(found)) == len(shapes) == MAPPED[report_id]
    assert [code for code in numbered if code not in shapes and names[code] not in found.note] == []
    linked = [mark for mark in marks(found) if mark.get_url()]
    assert len(linked) == sum(code in shapes for code in numbered), "each leads to its row"


def test_every_country_with_numbers_by_department_has_a_map(data_dir):
    rows = load(data_dir).tables["people-in-need"]
    countries = set(rows.loc[rows["place"].notna(), "country_iso3"])
    assert countries == {report_id[:3] for report_id in MAPPED}


@pytest.mark.parametrize("report_id", ["ABW_2022-06_2022-06_r4v", "DOM_2022-06_2022-06_r4v", "XRG_2022-01_2022-12_fts"])
def test_a_country_without_numbers_by_department_has_no_map(chart, report_id):
    assert chart(report_id) is None


def test_a_title_names_the_few_places_that_hold_half_or_counts_them(chart):
    """Peru: Lima 391,964 of 557,981; Colombia: its first five 1,097,327 of 1,963,403, its first four 967,066."""
    assert chart("PER_2022-06_2022-06_r4v").title == "At least half of the people targeted by place are in Lima"
    assert chart("COL_2022-01_2022-12_fts").title == "5 of 33 places have at least half of the people targeted by place"
    assert chart("BRA_2022-06_2022-06_r4v", "es").title.endswith("está en Roraima y Amazonas")


def test_half_is_of_all_places_also_of_those_that_have_one_number_together():
    assert figures_of_places.needed([4, 3, 2, 1], 10) == 2
    assert figures_of_places.needed([5, 3, 2], 10) == 1
    assert figures_of_places.needed([2, 1], 10) == 3, "one more than there are: half are elsewhere"


@pytest.fixture
def changed(monkeypatch, data_dir):
    """The map of Bolivia with other numbers: a function from its rows by place to these."""
    report = load(data_dir).report("BOL_2022-05_2022-05_r4v")
    rows = needs.by_place(report)
    measure = "people_targeted" if rows["people_targeted"].notna().any() else "people_in_need"

    def drawn(change):
        monkeypatch.setattr(needs, "by_place", lambda _report: change(rows, measure))
        return figures_of_places.needs_map(report, "en")

    return drawn


def test_a_title_claims_no_half_that_places_of_their_own_do_not_hold(changed):
    def most_elsewhere(rows, measure):
        return rows.assign(**{measure: rows[measure].where(~figures_of_places.is_rest(rows), 10_000_000)})

    assert changed(most_elsewhere).title.startswith("Of the places with a number of their own ")


@pytest.mark.parametrize("value", [0.0, float("nan")])
def test_there_is_no_map_where_no_place_of_its_own_has_anyone(changed, value):
    def nobody(rows, measure):
        return rows.assign(**{measure: rows[measure].where(figures_of_places.is_rest(rows), value)})

    assert changed(nobody) is None


def test_a_map_shows_what_leads_the_ranked_table(chart):
    argentina = chart("ARG_2022-05_2022-05_r4v")
    assert argentina.title.startswith("At least half of the people in need by place are in Ciudad Autónoma")
    assert list(argentina.data.data.columns) == ["place", "people_in_need", "people_in_need_id"]
    assert "All places without a number of their own have 20,516 together." in argentina.note
    assert argentina.data.rows[0] == ("Ciudad Autónoma de Buenos Aires", "73,856")
    assert ("Other", "20,516") in argentina.data.rows


def test_nobody_to_be_reached_is_a_number_and_no_target_is_none(chart):
    brazil, peru = chart("BRA_2022-06_2022-06_r4v"), chart("PER_2022-06_2022-06_r4v")
    assert "0" in words(brazil)
    assert "no target recorded" not in words(brazil)
    assert brazil.alt.endswith("lowest in Espírito Santo, Maranhão, Sergipe, Tocantins, and Alagoas with 0.")
    assert not any(mark.get_hatch() for mark in marks(brazil))
    assert "0" not in words(peru)
    assert "no target recorded" in words(peru)
    assert sum(bool(mark.get_hatch()) for mark in marks(peru)) == 9
    assert peru.alt.endswith(
        "highest in Lima with 391,964, lowest in Ucayali with 40. No target is recorded for 9 of 25 places."
    )


def test_what_the_map_cannot_show_is_said(chart):
    assert "Outside the frame, since far away: San Andrés y Providencia." in chart("COL_2022-01_2022-12_fts").note
    assert "Outside the frame, since far away: Galápagos." in chart("ECU_2022-06_2022-06_r4v").note
    chile = chart("CHL_2022-05_2022-05_r4v")
    assert "Ñuble is younger than the outlines: its number is in the table, its ground in Biobío." in chile.note
    assert ("Ñuble", "418") in chile.data.rows
    assert "Natural Earth (public domain), simplified; no position is taken on any boundary." in chile.credit()


def test_the_legend_has_the_shades_between_the_darkest_and_the_lightest_of_the_map(chart):
    """Chile: Metropolitana de Santiago 134,875, then Valparaíso 5,677: no department in between."""
    assert words(chart("CHL_2022-05_2022-05_r4v"))[:5] == [
        "100,000 or more",
        "10,000 to 99,999",
        "1,000 to 9,999",
        "100 to 999",
        "1 to 99",
    ]
    assert words(chart("URY_2022-05_2022-05_r4v"))[:2] == ["1,000 to 9,999", "no number recorded"]


def test_the_same_report_has_the_same_map(chart):
    once, again = (chart("PER_2022-06_2022-06_r4v", "es") for _ in range(2))
    assert once.html("es") == again.html("es")


def test_each_number_of_groups_and_ages_leads_to_its_row(data_dir):
    report = load(data_dir).report("ABW_2022-06_2022-06_r4v")
    table = tables.needs_by_person(report, "en")
    listed = sources.sources("sector_reach", report, {}, "en", also=needs.person_sources(report))
    linked = re.findall(r'<a class="r4v-num" href="#([^"]*)">', table.html("en"))
    assert len(linked) == 2 * len(table.rows)
    assert set(linked) == set(listed.anchors)

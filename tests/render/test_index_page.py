"""The index as a page, parsed. All reports are synthetic."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
import synthetic_index as synthetic
from bs4 import BeautifulSoup
from synthetic_index import printed, record, report
from synthetic_notebook import HOSTILE, RIGHT_TO_LEFT

from r4v_analysis.analysis.comparison import facts as comparison
from r4v_analysis.analysis.comparison.facts import all_facts
from r4v_analysis.analysis.comparison.trends import sparkline, trend
from r4v_analysis.render.html import index
from r4v_analysis.render.html.index_data import index_data, number_text, packed, row_address
from r4v_analysis.values.quantity import Quantity, exact, interval, observed

CHILE = ("CHL_2031-01_2031-01", "CHL_2031-02_2031-02", "CHL_2031-03_2031-03", "CHL_2032-01_2032-01")


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return parsed(synthetic.index_of(synthetic.data()))


def row_of(page: BeautifulSoup, report_id: str) -> BeautifulSoup:
    return page.select_one(f".r4v-country li[id='{report_id}']")


def texts(found) -> list[str]:
    return [item.get_text(" ", strip=True) for item in found]


def series(data, *report_ids):
    facts = all_facts(data)
    return [facts[id_] for id_ in report_ids]


def test_a_report_stands_under_its_country_and_year_with_the_numbers_that_it_prints_newest_first(page):
    chile = page.select_one("#CHL")
    assert texts(chile.select("h3, summary, h4")) == ["Chile", "4 reports, 2031–2032", "2032", "2031"]
    assert [row["id"] for row in chile.select("li[id]")] == list(reversed(CHILE))
    assert texts(row_of(page, CHILE[1]).select("p")) == [
        "February 2031 Synthetic report · Synthetic platform",
        "People reached at least 1,500 Coverage 10%",
    ]


def test_no_row_is_of_dashes(page):
    assert "–" not in texts(page.select(".r4v-country :is(p, dd, li)"))


def test_a_row_links_the_pages_that_the_report_has_and_names_the_questions_on_which_it_says_nothing(page):
    id_ = "XCB_2031-01_2031-03"
    row = row_of(page, id_)
    links = [(link["href"], link.get_text()) for link in row.select("a")]
    assert links == [
        (f"{id_}/funding_gap.en.html", "Funding gap"),
        (f"{id_}/sector_reach.en.html", "Reach by sector"),
        (f"{id_}/summary.en.html", "Summary"),
    ]
    assert [item.get("data-q") for item in row.select("li")] == ["funding_gap", "sector_reach", None]
    assert texts(row.select("small"))[1:] == ["says nothing on: Regularization uptake"]


def test_a_report_without_pages_says_so_and_a_failure_too():
    id_ = CHILE[0]
    records = [
        record(id_, "funding_gap", status="failed", files={}),
        record(id_, "sector_reach", status="failed"),
        record(id_, "sector_reach", as_of="2031-06-30", files={f"{id_}/as-of-2031-06-30/sector_reach.en.html": ""}),
    ]
    page = parsed(synthetic.index_of(synthetic.data(), records))
    row = row_of(page, id_)
    assert texts(row.select("li")) == [
        "Reach by sector the last attempt failed; what is linked here is older",
        "Reach by sector, as of 30 June 2031",
    ]
    assert texts(row.select("small"))[-1] == (
        "the last attempt failed, no page yet: Funding gap; not rendered yet: Regularization uptake"
    )
    assert texts(row_of(page, CHILE[1]).select("small"))[-1] == (
        "not rendered yet: Funding gap, Regularization uptake, and Reach by sector"
    )


def test_a_reports_numbers_can_be_had_as_json():
    id_ = CHILE[0]
    made = record(id_, "metrics.json", "", files={f"{id_}/metrics.json": ""})
    page = parsed(synthetic.index_of(synthetic.data(), [made]))
    assert [link["href"] for link in row_of(page, id_).select("a")] == [f"{id_}/metrics.json"]


def test_the_notebook_of_a_page_can_be_downloaded_beside_it():
    id_ = CHILE[0]
    made = record(id_, "funding_gap", files={f"{id_}/funding_gap.en.{ending}": "" for ending in ("html", "ipynb")})
    page = parsed(synthetic.index_of(synthetic.data(), [made]))
    links = row_of(page, id_).select("a")
    assert [(link["href"], link.has_attr("download")) for link in links] == [
        (f"{id_}/funding_gap.en.html", False),
        (f"{id_}/funding_gap.en.ipynb", True),
    ]


def test_a_country_is_one_row_whoever_publishes_and_regions_come_first():
    reports = [
        report("CHL", "2031-01"),
        report("CHL", "2031-02", report_id="CHL_2031-02_2031-02_r4v"),
        *synthetic.REPORTS[4:],
    ]
    page = parsed(synthetic.index_of(synthetic.data(reports, [])))
    assert texts(page.select(".r4v-country h3")) == ["Caribbean", "Chile", "Peru"]
    assert len(page.select("#CHL li[id]")) == 2


def test_the_latest_periods_stand_on_top_a_month_of_many_countries_as_one():
    reports = [
        *synthetic.REPORTS,
        *(report(code, "2032-12", platform="Synthetic monitoring") for code in ("PER", "BRA")),
    ]
    page = parsed(synthetic.index_of(synthetic.data(reports, [])))
    first, second, *_rest = page.select(".r4v-new > li")
    assert first.summary.get_text() == "Synthetic monitoring, December 2032: 2 countries and regions"
    assert [link["href"] for link in first.select("a")] == ["#BRA_2032-12_2032-12", "#PER_2032-12_2032-12"]
    assert second.b.get_text() == "Chile, January 2032"


def test_a_countrys_row_leads_to_the_newest_page_of_each_question(page):
    items = page.select("#CHL .r4v-newest li")
    assert texts(items) == [
        "Funding gap January 2032",
        "Regularization uptake January 2032",
        "Reach by sector March 2031",
    ]
    assert items[0].a["href"] == f"{CHILE[3]}/funding_gap.en.html"


def test_a_page_in_another_language_is_linked_where_there_is_none_in_the_own(monkeypatch):
    monkeypatch.setattr(index, "LANGUAGES", ("en", "es"))
    id_ = "CHL_2031-01_2031-01"
    page = parsed(synthetic.index_of(synthetic.data(), [record(id_, "funding_gap", "es")]))
    (link,) = row_of(page, id_).select("a")
    assert (link["href"], link.get("hreflang")) == (f"{id_}/funding_gap.es.html", "es")


def test_a_page_of_a_notebook_from_elsewhere_stays_with_its_title():
    id_ = "CHL_2031-01_2031-01"
    mine = replace(record(id_, "mine"), is_own=False, title="Numbers that I count")
    page = parsed(synthetic.index_of(synthetic.data(), [record(id_, "funding_gap"), mine]))
    links = {link.get_text(): link["href"] for link in row_of(page, id_).select("a")}
    assert links["Numbers that I count"] == f"{id_}/mine.en.html"


def test_a_country_has_its_last_numbers_and_a_line_where_the_last_ones_compare(page):
    numbers = page.select("#CHL dl > div")
    assert texts(numbers)[:2] == ["People reached 4,000 March 2031", "Coverage 12% March 2031"]
    assert numbers[0].svg is None
    assert numbers[1].svg["aria-label"] == (
        "Coverage, 3 numbers that compare: 5% in January 2031; 10% in February 2031; 12% in March 2031"
    )


def test_a_country_has_its_finished_plan_years_and_its_largest_sectors(page):
    """By plan_funding.csv (FTS) and the running totals of May 2022 in sector_reach.csv."""
    numbers = texts(page.select("#CHL dl > div"))[2:]
    assert numbers == [
        "Funded by the year’s end 19% 2022 2021: 25%, 2020: 29%",
        "Reached in Food Security 18,849 January\u2009–\u2009May 2022"  # as its page says it
        " Protection (General): around 10,687, Child Protection: 10,384",
    ]


def test_a_country_s_largest_sectors_are_those_of_their_last_running_total_with_its_month(data):
    """Of Paraguay only Shelter is reported for May, 82; of the Dominican Republic Child Protection ends in February."""

    def reached(country):
        page = parsed(synthetic.index_of(synthetic.only(data, [f"{country}_2022-05_2022-05_r4v"])))
        return next(text for text in texts(page.select(f"#{country} dl > div")) if text.startswith("Reached in"))

    others = "Protection (General): 229, Education: 131"
    assert reached("PRY") == f"Reached in Food Security around 285 January\u2009–\u2009April 2022 {others}"
    others = "Health: around 291, Child Protection: 272 by Feb"
    assert reached("DOM") == f"Reached in Protection (General) 11,719 January\u2009–\u2009June 2022 {others}"


def test_the_region_shows_its_newest_coverage_with_its_day_before_that_of_a_report_of_2019(data):
    """By plan_funding.csv: 303,529,144 of 1,786,198,773 on 25 October 2022; the report of 2019 prints 52 %."""
    page = parsed(synthetic.index_of(synthetic.only(data, ["XRG_2019-11_2019-12"])))
    [coverage] = [text for text in texts(page.select("#XRG dl > div")) if "52%" in text]
    assert coverage == "Funded within the year 17.0% 25 October 2022 2019: 52%"


def test_a_later_reports_sector_row_goes_before_older_running_totals():
    rows = [
        printed(CHILE[0], "people_reached", value, observation_id=sector, section="sector_table", sector=sector)
        for sector, value in (("health", 5.0), ("wash", 7.0), ("cbi", 9.0))
    ]
    page = parsed(synthetic.index_of(synthetic.data(observations=rows)))
    assert (
        texts(page.select("#CHL dl > div"))[-1] == "Reached in Water, Sanitation and Hygiene 7 January 2031 Health: 5"
    )


def test_a_line_joins_only_numbers_that_compare():
    found = trend(series(synthetic.data(), *CHILE), "requirements")
    assert [period.end.month for period, _fact in found.points] == [1, 2, 3]
    few = trend(series(synthetic.data(), *CHILE[:2]), "requirements")
    assert (few.points, few.reason) == ((), "fewer than three numbers that compare")


def test_rings_mark_the_numbers_that_are_bounds():
    rows = [
        printed(id_, "refugees_and_migrants", 10.0 + number, qualifier=qualifier, basis="stock")
        for number, (id_, qualifier) in enumerate(zip(CHILE, ("exact", "at_least", "about", "exact"), strict=True))
    ]
    line = parsed(
        sparkline(trend(series(synthetic.data(observations=rows), *CHILE), "refugees_and_migrants"), "People", "en")
    )
    assert line.select_one(".dot")["d"].count("M") == 4
    assert line.select_one(".ring")["d"].count("M") == 2
    assert "at least 11 in February 2031; around 12 in March 2031" in line.svg["aria-label"]


def test_the_last_two_reports_of_a_country_stand_side_by_side_without_a_script(page):
    (table,) = page.select("#r4v-pairs table")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    assert table.caption.text == "Chile"
    assert rows[1] == ["Requirements", "US$33 million", "US$40 million", "the two are of different plan years"]


def test_of_very_many_countries_only_the_header_box_stands_side_by_side_and_the_page_says_so(monkeypatch):
    rows = [printed(id_, "asylum_claims", 7, section="situation") for id_ in CHILE[:2]]
    rows += [printed(id_, "funding", 5e6) for id_ in CHILE[:2]]
    data = synthetic.data([report("CHL", "2031-01"), report("CHL", "2031-02")], rows)

    def shown():
        pairs = parsed(synthetic.index_of(data)).select_one("#r4v-pairs")
        return [cell.text for cell in pairs.select("tbody th")], "With this many countries" in pairs.p.text

    assert shown() == (["Funding", "Asylum claims"], False)
    monkeypatch.setattr(index, "FULL_PAIRS", 0)
    assert shown() == (["Funding"], True)


def test_the_scripts_numbers_are_those_of_the_reports():
    data = synthetic.data()
    facts = list(all_facts(data).values())
    content = json.loads(index_data(data, packed(facts), synthetic.notebooks(), "en"))
    id_, place, start, end, shape, numbers = content["reports"][1]
    assert (id_, start, end) == (CHILE[1], "2031-02", "2031-02")
    assert content["places"][place] == ["CHL", "Chile", "", 0, "Chile"]
    assert [content["measures"][number] for number in content["shapes"][shape][::5]] == [
        "header.requirements", "header.coverage", "header.people_reached", "derived.unmet", "derived.needed",
    ]  # fmt: skip
    assert numbers.startswith("32000000<31500000>33000000,0.1h0.005,1500a,28800000<28192500>29865000,")


def test_a_number_of_the_comparison_leads_to_its_row_on_a_page_of_its_report(page):
    (table,) = page.select("#r4v-pairs table")
    addresses = [link["href"] for link in table.select("td.num a.r4v-num")]
    last = "CHL_2032-01_2032-01/funding_gap.en.html#src-CHL_2032-01_2032-01-requirements"
    assert last in addresses
    assert not [cell for cell in table.select("td.num") if cell.text in ("–", "not reported") and cell.a]


def test_a_number_leads_to_the_analysis_that_shows_its_row_and_nowhere_without_one():
    (facts,) = series(synthetic.data([report("PER", "2031-01")], [
        printed("PER_2031-01_2031-01", "funding", 5e6),
        printed("PER_2031-01_2031-01", "enrolments", 7, section="situation", programme="cpp_2023"),
        printed("PER_2031-01_2031-01", "meals", 7, section="food_security", sector="food_security"),
        printed("PER_2031-01_2031-01", "asylum_claims", 7, section="situation"),
    ]), "PER_2031-01_2031-01")  # fmt: skip
    pages = [f"PER_2031-01_2031-01/{name}.es.html" for name in ("own", "regularization_uptake", "sector_reach")]
    found = {name: row_address(fact, facts.report_id, pages) for name, fact in facts.facts.items()}
    anchor = "#src-PER_2031-01_2031-01-"
    assert found == {
        "header.funding": f"{pages[1]}{anchor}funding",
        "enrolments": f"{pages[1]}{anchor}enrolments",
        "meals": f"{pages[2]}{anchor}meals",
        "asylum_claims": "",
    }
    assert row_address(facts.facts["meals"], facts.report_id, pages[:2]) == ""


def test_reports_that_print_alike_share_their_shape():
    content = packed(list(all_facts(synthetic.many(80)).values())).content
    assert len(content["reports"]) == 80
    assert len(content["shapes"]) == 2  # January's amount has one reading, that of other months two


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (exact(1424), "1424"),
        (observed(850000, "at_least", "over 850,000"), "850000a"),
        (observed(70000, "at_most", "almost 70,000"), "70000m"),
        (observed(68000, "about", "around 68,000"), "68000r"),
        (observed(281700, "exact", "281,7K"), "281700h50"),
        (Quantity(None), ""),
        (interval(3, 9), "<3>9"),
        (Quantity(5.0, 3.0, 9.0), "5<3>9"),
    ],
)
def test_a_number_keeps_its_bounds_in_a_few_letters(quantity, text):
    assert number_text(quantity) == text


def test_titles_are_text_and_never_markup():
    reports = [report("CHL", "2031-01", title=HOSTILE, platform=HOSTILE), report("CHL", "2031-02", title=RIGHT_TO_LEFT)]
    words = [printed(id_, "x" + HOSTILE, 5.0, HOSTILE, section="situation") for id_ in CHILE[:2]]
    html = synthetic.index_of(synthetic.data(reports, words))
    page = parsed(html)
    assert HOSTILE in page.main.text
    assert page.img is None
    assert len(page.select("script")) == 3
    assert json.loads(page.select_one("#r4v-data").text)["measures"] == ["x" + HOSTILE]


def test_an_empty_folder_has_an_index_too():
    page = parsed(synthetic.index_of(synthetic.data([], [])))
    assert "There is no report in data/ yet." in page.main.text
    assert page.select("table") == []


def test_150_reports_weigh_less_than_a_quarter_of_a_megabyte_and_none_is_left_out():
    html = synthetic.index_of(synthetic.with_imports(150))
    page = parsed(html)
    assert len(page.select(".r4v-country li[id]")) == 150
    assert len(page.select(".r4v-country")) == 17
    assert len(html.encode()) < 250_000


def test_countries_that_print_nothing_in_common_are_no_comparison_without_a_script():
    page = parsed(synthetic.index_of(synthetic.data([report("CHL", "2031-01"), report("CHL", "2031-02")], [])))
    assert page.select("#r4v-pairs table") == []


def test_a_shared_page_has_a_title_and_a_description(page):
    told = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert told["og:title"] == page.title.text
    assert told["og:description"].startswith("Funding gap, sector reach")


def test_the_same_reports_give_the_same_bytes():
    assert synthetic.index_of(synthetic.data()) == synthetic.index_of(synthetic.data())


def test_facts_are_read_once_for_all_reports_together(monkeypatch):
    """The index stays linear in the reports: no report selects among the rows of all."""
    data = synthetic.data()
    calls = []
    real = comparison._rows_by_report
    monkeypatch.setattr(comparison, "_rows_by_report", lambda rows: calls.append(len(rows)) or real(rows))
    all_facts(data)
    assert calls == [len(data.tables["observations"])]


def test_plan_years_of_a_file_are_one_line_below_the_situation_reports():
    rows = [
        report(
            code,
            "2033-01",
            "2033-12",
            report_id=f"{code}_2033-01_2033-12_fts",
            platform="OCHA FTS",
            known_from=pd.Timestamp(day),
        )
        for code, day in (("PER", "2034-02-20"), ("BRA", "2034-02-20"), ("CHL", "2034-04-18"))
    ]
    page = parsed(synthetic.index_of(synthetic.data([*synthetic.REPORTS, *rows], [])))
    lines = page.select(".r4v-new > li")
    assert lines[0].b.get_text() == "Chile, January 2032"
    assert [line.summary.get_text() for line in lines[-2:]] == [
        "OCHA FTS, known from 18 April 2034: 1 plan year",
        "OCHA FTS, known from 20 February 2034: 2 plan years",
    ]
    assert texts(lines[-1].select("a")) == ["Brazil, 2033", "Peru, 2033"]

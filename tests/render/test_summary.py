"""What pages say about themselves: the one-page summary, how to cite, the glossary."""

import pytest
from bs4 import BeautifulSoup

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.record import metrics_by_notebook
from r4v_analysis.data.load import load
from r4v_analysis.notebook import notebook_files
from r4v_analysis.render.html import summary
from r4v_analysis.render.html.context import context, page_citation
from r4v_analysis.render.html.glossary import glossary
from r4v_analysis.render.plan import plan


@pytest.fixture(scope="module")
def said(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    (folder / "figures").mkdir()
    drawing = '<svg role="img" aria-label="Ten bars." viewBox="0 0 10 10"><text style="fill: #262626">T</text></svg>'
    (folder / "figures" / "sector_ranking.en.svg").write_text(drawing, encoding="utf-8")
    return summary.summary_page(report, "en", notebook_files.all_notebooks(), folder, "../", "ab" * 32)


def test_the_summary_says_what_the_bottom_lines_say_and_its_numbers_lead_to_the_full_pages(said):
    page = BeautifulSoup(said, "html.parser")
    titles = [heading.text for heading in page.select("main h2")]
    assert titles == ["Funding gap", "Regularization uptake", "Reach by sector"]
    assert "7.1% of the requirements of 2023 was funded when 58.1% of the year had gone" in page.main.text
    number = page.find("a", string="at least 42,600")
    assert number["href"] == "regularization_uptake.en.html#src-PER_2023-05_2023-07-cpp_enrolments"
    assert [figure.svg["aria-label"] for figure in page.select("figure")] == ["Ten bars."]
    assert "data abababababab" in page.main.text


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "how finished plan years ended, from later copies"), ("es", "según copias posteriores")]
)
def test_the_header_says_what_is_of_later_copies_where_the_page_shows_it(report, lang, said):
    planned = plan([report.report_id], languages=[lang])
    headers = {job.notebook.name: context(job, report, planned.notebooks, "").as_of for job in planned.jobs}
    assert {name for name, day in headers.items() if said in day} == {"funding_gap"}  # programmes: as known on the day
    assert all("2023" in day for day in headers.values())


@pytest.mark.parametrize(
    ("report_id", "is_said"),
    [
        ("PER_2023-05_2023-07", True),  # 2019 to 2022 by FTS's copies of 2026
        ("ECU_2019-05_2019-05", False),
        ("BRA_2022-01_2022-12_fts", False),  # all years by the copy of the report's own day
        ("XRG_2022-06_2022-06_r4v", True),  # 2020 and 2021 by country
    ],
)
def test_a_summary_says_it_where_an_analysis_on_it_shows_it(data_dir, report_id, is_said):
    report = load(data_dir).report(report_id)
    shown = summary.summary_page(report, "en", notebook_files.all_notebooks(), data_dir, "../", "ab" * 32)
    assert ("how finished plan years ended, from later copies" in shown) is is_said


def test_a_citation_names_report_analysis_version_data_and_day(report):
    cited = page_citation(report, "funding_gap", "Funding gap", "en", "ab" * 32)
    assert cited.full.startswith("GTRM: Peru situation report, May to July 2023. Analysis: Funding gap, r4v-analysis ")
    assert "data abababababab, as known on 31 July 2023" in cited.short
    assert "@techreport{PER_2023-05_2023-07," in cited.bibtex
    assert "@misc{PER_2023-05_2023-07_funding_gap," in cited.bibtex


def test_a_report_with_an_address_is_cited_with_it(report):
    earlier = report.data.report("PER_2019-06_2019-06")
    assert str(earlier.row["source_url"]) in page_citation(earlier, "funding_gap", "Funding gap", "en", "").full


def test_what_a_page_rests_on_is_cited_before_a_report_that_it_does_not_rest_on(data_dir):
    """Of FTS's plan year Colombia's page on reach shows R4V's people in need, and two amounts of its header box."""
    data = load(data_dir)
    colombia, dominican = data.report("COL_2022-01_2022-12_fts"), data.report("DOM_2022-03_2022-03_r4v")
    reach = page_citation(colombia, "sector_reach", "Reach by sector", "en", "")
    assert reach.full.startswith("R4V (response4venezuelans/R4RMRP2022) on GitHub: file data/Proportions.xlsx, ")
    assert "; OCHA FTS: FTS plan year, Colombia, 2022. https" in reach.full
    assert reach.bibtex.index("@misc{COL") < reach.bibtex.index("@techreport{COL")
    assert "Numbers from R4V (response4venezuelans" in reach.bibtex
    assert page_citation(colombia, "funding_gap", "Funding gap", "en", "").full.startswith("OCHA FTS: FTS plan year")
    assert page_citation(dominican, "sector_reach", "", "en", "").short.startswith("R4V, R4V monitoring, Dominican")
    uptake = page_citation(dominican, "regularization_uptake", "", "en", "").short
    assert uptake.startswith("traslashuellasdigital.com.do; depoliticaypoliticos.blogspot.com; 3 more that the page")


def test_rows_that_a_page_rests_on_stand_before_those_of_a_header_box_alone(data_dir):
    def headings(report_id):
        report = load(data_dir).report(report_id)
        table = sources.sources("sector_reach", report, metrics_by_notebook(report)["sector_reach"], "en")
        return [BeautifulSoup(name, "html.parser").text for name in dict.fromkeys(table.groups)]

    first, last = headings("COL_2022-01_2022-12_fts")
    assert first.startswith("R4V (response4venezuelans/R4RMRP2022)")
    assert last == "FTS plan year, Colombia, 2022"
    assert headings("DOM_2022-03_2022-03_r4v")[0] == ""


def test_a_glossary_has_the_words_of_its_analysis_in_alphabetical_order():
    terms = [term for term, _meaning in glossary("funding_gap", "en")]
    assert terms == sorted(terms, key=str.casefold)
    assert {"Coverage", "Basis", "RMRP"} <= set(terms)
    assert "CPP" not in terms

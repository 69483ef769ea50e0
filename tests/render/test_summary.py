"""What pages say about themselves: the one-page summary, how to cite, the glossary."""

import pytest
from bs4 import BeautifulSoup

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


def test_a_glossary_has_the_words_of_its_analysis_in_alphabetical_order():
    terms = [term for term, _meaning in glossary("funding_gap", "en")]
    assert terms == sorted(terms, key=str.casefold)
    assert {"Coverage", "Basis", "RMRP"} <= set(terms)
    assert "CPP" not in terms

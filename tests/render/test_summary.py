"""What pages say about themselves: the one-page summary, how to cite, the glossary."""

import pytest
from bs4 import BeautifulSoup

from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data.reads import Reads
from r4v_analysis.data.report import load
from r4v_analysis.notebook import shelf
from r4v_analysis.render.beside import noted_by
from r4v_analysis.render.html import summary
from r4v_analysis.render.html.glossary import glossary
from r4v_analysis.render.html.page import DIGEST
from r4v_analysis.render.html.page_citation import page_citation


@pytest.fixture(scope="module")
def said(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    (folder / "figures").mkdir()
    drawing = '<svg role="img" aria-label="Ten bars." viewBox="0 0 10 10"><text style="fill: #262626">T</text></svg>'
    (folder / "figures" / "sector_ranking.en.svg").write_text(drawing, encoding="utf-8")
    return summary.contents(report, "en", shelf.all_notebooks(), folder, "../")


@pytest.fixture(scope="module")
def data(data_dir):
    return load(data_dir)


def test_the_summary_says_what_the_bottom_lines_say_and_its_numbers_lead_to_the_full_pages(said):
    page = BeautifulSoup(summary.summary_page(said, "en", "ab" * 32), "html.parser")
    titles = [heading.text for heading in page.select("main h2")]
    assert titles == ["Funding gap", "Regularization uptake", "Reach by sector"]
    assert "7.1% of the requirements of 2023 was funded when 58.1% of the year had gone" in page.main.text
    number = page.find("a", string="at least 42,600")
    assert number["href"] == "regularization_uptake.en.html#src-PER_2023-05_2023-07-cpp_enrolments"
    assert [figure.svg["aria-label"] for figure in page.select("figure")] == ["Ten bars."]
    assert "data abababababab" in page.main.text


@pytest.mark.parametrize("report_id", ["PER_2023-05_2023-07", "PER_2021-08_2021-08", "CHL_2020-07_2020-07"])
def test_what_is_read_for_a_summary_is_the_same_in_either_language_and_whatever_was_made_before(
    data, report_id, tmp_path
):
    def noted(*makers):
        report = data.noting(Reads()).report(report_id)
        for make in makers:
            make(report)
        return noted_by(report)

    def in_language(lang):
        return lambda report: summary.contents(report, lang, shelf.all_notebooks(), tmp_path, "../")

    english, spanish = in_language("en"), in_language("es")
    alone = noted(english)
    assert set(alone) and noted(metrics_json) != alone
    assert noted(spanish) == noted(spanish, english) == noted(metrics_json, english, spanish) == alone


def test_a_citation_names_report_analysis_version_data_and_day(report):
    cited = page_citation(report, "funding_gap", "Funding gap", "en")
    assert cited.full.startswith("GTRM: Peru situation report, May to July 2023. Analysis: Funding gap, r4v-analysis ")
    assert f"data {DIGEST}, as known on 31 July 2023" in cited.short
    assert "@techreport{PER_2023-05_2023-07," in cited.bibtex
    assert "@misc{PER_2023-05_2023-07_funding_gap," in cited.bibtex


def test_a_report_with_an_address_is_cited_with_it(report):
    earlier = report.data.report("PER_2019-06_2019-06")
    assert str(earlier.row["source_url"]) in page_citation(earlier, "funding_gap", "Funding gap", "en").full


def test_a_glossary_has_the_words_of_its_analysis_in_alphabetical_order():
    terms = [term for term, _meaning in glossary("funding_gap", "en")]
    assert terms == sorted(terms, key=str.casefold)
    assert {"Coverage", "Basis", "RMRP"} <= set(terms)
    assert "CPP" not in terms

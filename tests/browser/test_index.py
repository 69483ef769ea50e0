"""The index in a real browser: find, sort, compare, send. Reports are synthetic unless a test says otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import synthetic_index as synthetic
from browsing import Visit, violations
from playwright.sync_api import Page
from rendered import some_of_each_kind
from synthetic_index import printed, report

from r4v_analysis.analysis.comparison.facts import all_facts, compare
from r4v_analysis.analysis.ledger import ledger
from r4v_analysis.data.report import Data
from r4v_analysis.language.formats import format_quantity
from r4v_analysis.render.html import index
from r4v_analysis.render.html.index_data import row_address

Open = Callable[..., Visit]
UNMET, NEEDED = (
    f"{name}, if the amount counts from January" for name in ("Unmet requirements", "Needed a month until December")
)
EVERY_PAIR = """() => {
  const found = {}, by = id => document.getElementById(id), change = node => node.dispatchEvent(new Event('change'));
  for (const place of by('r4v-place').options) {
    by('r4v-place').value = place.value; change(by('r4v-place'));
    const ids = [...by('r4v-before').options].map(option => option.value);
    for (const one of ids) for (const other of ids) {
      if (ids.indexOf(one) >= ids.indexOf(other)) continue;
      by('r4v-before').value = one; by('r4v-after').value = other; change(by('r4v-after'));
      found[one + ' ' + other] = [...document.querySelectorAll('#r4v-result > .r4v-table tbody tr')]
        .map(row => [...row.cells].map(cell => cell.firstChild ? cell.firstChild.textContent : ''))
        .filter(row => row.length > 1);
    }
  }
  return found;
}"""


def opened(visit: Open, folder: Path, data: Data, lang: str = "en", fragment: str = "", **how: object) -> Page:
    """The index of some data, once its script is ready."""
    path = folder / f"index.{lang}.html"
    path.write_text(synthetic.index_of(data, lang=lang), encoding="utf-8")
    page = visit(path, **how).page
    if fragment:
        page.goto(f"{path.as_uri()}#{fragment}")
        page.reload()
    if how.get("javascript", True):
        page.wait_for_selector("[data-index=ready]")
    return page


CLIPPED = """() => [...document.querySelectorAll("select")].filter(list => {
  const style = getComputedStyle(list), pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const text = list.selectedOptions[0] ? list.selectedOptions[0].textContent : "";
  return list.offsetWidth && pen.measureText(text).width + 40 > list.offsetWidth;
}).map(list => list.id)"""
"""Lists whose chosen text does not fit beside the arrow."""


def shown(page: Page) -> list[str]:
    """Ids of the reports that can be seen, in order."""
    return list(page.locator(".r4v-country li[id]:visible").evaluate_all("rows => rows.map(row => row.id)"))


def fragment(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def test_reports_are_found_by_country_year_question_and_words(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    words = page.get_by_label("Country, month, sector or other words")
    assert page.locator("#r4v-count").inner_text() == "6 reports."
    assert shown(page) == []
    page.get_by_label("Year").select_option("2031")
    assert len(shown(page)) == 5
    words.fill("chile")
    assert shown(page) == ["CHL_2031-03_2031-03", "CHL_2031-02_2031-02", "CHL_2031-01_2031-01"]
    assert page.locator(".r4v-country:visible").count() == 1
    words.fill("cHÍLE février")
    assert page.locator("#r4v-count").inner_text() == "No report fits. Change the choice or show all."
    words.fill("cHÍLE feb")
    assert shown(page) == ["CHL_2031-02_2031-02"]
    assert fragment(page) == "#year=2031&text=cHÍLE+feb"
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".r4v-country:visible").count() == 3
    page.get_by_label("Has a page on").select_option("regularization_uptake")
    assert "XCB_2031-01_2031-03" not in shown(page)


@pytest.fixture(scope="module", params=["en", "es"])
def searched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, visits: Open) -> Page:
    """The index in each language once, for tests that leave nothing but words in its search."""
    return opened(visits, tmp_path_factory.mktemp("index"), synthetic.data(), request.param)


def test_a_report_is_found_by_names_of_its_country_and_months_in_either_language(searched: Page) -> None:
    for words in ("peru marzo", "PERÚ March", "Perú márzo 2031"):
        searched.locator("#r4v-text").fill(words)
        assert shown(searched) == ["PER_2031-03_2031-03"], words


@pytest.mark.parametrize("lang", ["en", "es"])
def test_marks_and_small_words_of_either_language_keep_no_report_from_being_found(
    tmp_path: Path, visit: Open, lang: str
) -> None:
    page = opened(visit, tmp_path, synthetic.data([*synthetic.REPORTS, report("PER", "2031-09")]), lang)
    found = {
        "PER_2031-03_2031-03": ("Peru, March 2031", "Perú, marzo de 2031", "march of 2031: the Peru", "PER_2031-03"),
        "XCB_2031-01_2031-03": ("Caribe, enero–marzo de 2031", "Caribbean, January - March 2031", "enero-marzo"),
        "PER_2031-09_2031-09": ("Perú, setiembre", "peru septiembre 2031", "September"),
    }
    for id_, searches in found.items():
        for words in searches:
            page.locator("#r4v-text").fill(words)
            assert shown(page) == [id_], words
    page.locator("#r4v-text").fill(", de")
    assert page.locator("#r4v-count").inner_text().startswith("7 ")
    assert shown(page) == []


def test_a_question_s_words_in_either_language_find_the_reports_that_have_its_page(searched: Page) -> None:
    """The row of one that lacks it says that it says nothing on it: its words find none."""
    found = {
        "funding_gap": ("funding", "Funding gap", "brecha de financiamiento"),
        "sector_reach": ("reach", "alcance", "Alcance por sector"),
        "regularization_uptake": ("regularization uptake", "regularización"),
    }
    for question, searches in found.items():
        having = searched.locator(f".r4v-country li[id]:has([data-q={question}])").evaluate_all(
            "rows => rows.map(r => r.id)"
        )
        assert having
        for words in searches:
            searched.locator("#r4v-text").fill(words)
            assert shown(searched) == having, words
    assert len(having) < len(synthetic.REPORTS)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_a_report_prints_and_its_title_find_it_in_either_language(tmp_path: Path, visit: Open, lang: str) -> None:
    """A dash is no number: the months of Chile print none for WASH. A code is a country's, not "personas"."""
    own = "XCB_2031-01_2031-03"
    reports = [*synthetic.REPORTS[:-1], {**synthetic.REPORTS[-1], "title": "Flash update", "title_es": "Nota breve"}]
    sectors = [
        printed(id_, "people_reached", value, sector="wash", section="sector_row", stream="rmrp")
        for id_, value in ((own, 500.0), ("CHL_2031-02_2031-02", None))
    ]
    page = opened(visit, tmp_path, synthetic.data(reports, [*synthetic.OBSERVATIONS, *sectors]), lang)
    for words in ("sanitation", "Saneamiento", "WASH caribbean", "flash", "nota breve"):
        page.locator("#r4v-text").fill(words)
        assert shown(page) == [own], words
    for words in ("coverage", "cobertura"):
        page.locator("#r4v-text").fill(words)
        assert len(shown(page)) == 3, words
    page.locator("#r4v-text").fill("PER")
    assert shown(page) == ["PER_2031-03_2031-03"]


def test_the_search_is_two_tabs_from_the_top_and_no_link_leads_to_it_where_there_is_none(
    tmp_path: Path, visit: Open
) -> None:
    page = opened(visit, tmp_path, synthetic.data(), width=320)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("chile")
    assert len(shown(page)) == 4
    assert page.locator("label[for=r4v-text]").evaluate("label => label.getBoundingClientRect().top") >= 0
    bare = opened(visit, tmp_path, synthetic.data(), javascript=False)
    assert bare.get_by_role("link", name="Search").count() == 0
    assert bare.get_by_role("link", name="Countries").is_visible()


NEAR = {
    "en": {
        "prú": "Peru", "chlie febrary": "Chile febrary", "Chile feberro": "Chile febrero", "Perv": "Peru",
        "Chile 2301": "Chile 2031",
    },
    "es": {"prú": "Perú", "chile marhc": "chile March"},
}  # fmt: skip


def test_where_nothing_is_found_the_nearest_name_is_a_click_away(searched: Page) -> None:
    lang = str(searched.evaluate("document.documentElement.lang"))
    said = {"en": "No report fits. Nearest: ", "es": "Ningún informe coincide. Lo más parecido: "}[lang]
    for typed, near in NEAR[lang].items():
        searched.locator("#r4v-text").fill(typed)
        assert shown(searched) == [], typed
        button = searched.locator("#r4v-count button")
        assert button.inner_text() == near
        assert searched.locator("#r4v-count").inner_text().startswith(said)
        button.click()
        assert searched.locator("#r4v-text").input_value() == near
    searched.locator("#r4v-text").fill(typed)
    assert violations(searched) == []


def test_where_nothing_is_near_or_each_word_is_known_the_way_out_is_to_show_all(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    for typed in ("xyzzy", "chile 2031-09", "Honduras"):
        page.locator("#r4v-text").fill(typed)
        assert page.locator("#r4v-count").inner_text() == "No report fits. Change the choice or show all."


def test_country_and_month_are_two_clicks_from_a_question(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    page.locator("#CHL summary").click()
    link = page.locator("[id='CHL_2031-02_2031-02'] a", has_text="Funding gap")
    assert link.is_visible()
    assert link.get_attribute("href") == "CHL_2031-02_2031-02/funding_gap.en.html"


def test_an_address_that_is_sent_shows_the_same_reports_and_comparison(tmp_path: Path, visit: Open) -> None:
    chosen = "text=chile&compare=CHL_2031-01_2031-01,CHL_2031-03_2031-03"
    page = opened(visit, tmp_path, synthetic.data(), fragment=chosen)
    assert shown(page)[0] == "CHL_2032-01_2032-01"
    assert page.locator("#r4v-result caption").first.inner_text() == "Chile: January 2031 and March 2031"
    page.locator("#r4v-before").select_option("CHL_2031-02_2031-02")
    assert fragment(page) == "#" + chosen.replace("2031-01_2031-01", "2031-02_2031-02")


def test_an_address_of_one_report_opens_its_country(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data(), fragment="PER_2031-03_2031-03")
    assert shown(page) == ["PER_2031-03_2031-03"]
    opened(visit, tmp_path, synthetic.data(), fragment="country=CHL")


def test_all_printed_numbers_can_be_taken_as_csv(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    with page.expect_download() as waiting:
        page.locator("#r4v-take").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "report_id,measure,label,value,low,high,unit"
    assert "CHL_2031-02_2031-02,header.people_reached,People reached,1500,1500,,people" in lines


def test_two_reports_of_a_country_have_changes_or_reasons(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    page.locator("#r4v-before").select_option("CHL_2031-02_2031-02")
    page.locator("#r4v-after").select_option("CHL_2031-03_2031-03")
    rows = page.locator("#r4v-result tbody tr").all_inner_texts()
    assert rows[1:] == [
        "People reached\tat least 1,500\t4,000\tthe two count on different bases",
        "Requirements\tUS$32 million\tUS$33 million\t−US$500,000 to US$2.5 million",
        "Coverage\t10%\t12%\t2.0 points more",
        "Computed from the header box",
        f"{UNMET}\tUS$29 million\tUS$29 million\t−US$1.43 million to US$1.90 million",
        f"{NEEDED}\tUS$2.9 million\tUS$3.2 million\tUS$300,000 more",
    ]
    page.locator("#r4v-after").select_option("CHL_2031-02_2031-02")
    assert page.locator("#r4v-result").inner_text() == "Choose two different reports."


def test_a_reissue_of_a_report_is_told_apart_by_its_id(tmp_path: Path, visit: Open) -> None:
    ids = ("CHL_2031-01_2031-01", "CHL_2031-01_2031-01_v2")
    reports = [report("CHL", "2031-01", report_id=id_) for id_ in ids]
    page = opened(visit, tmp_path, synthetic.data(reports, [printed(id_, "funding", 5e6) for id_ in ids]))
    assert page.locator("#r4v-before option").all_inner_texts() == [f"January 2031 ({id_})" for id_ in reversed(ids)]


def test_countries_stand_side_by_side_in_one_period(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data())
    page.get_by_label("Compare", exact=True).select_option("one")
    assert page.locator("#r4v-period option").all_inner_texts() == ["March 2031 (2 reports)"]
    assert page.locator("#r4v-result tbody tr").all_inner_texts()[1:] == [
        "People reached\t4,000\t9,000\ta report does not say on which basis it counts",
        "Requirements\tUS$33 million\tUS$90 million\tyes",
        "Coverage\t12%\t–\tonly one of them prints it",
        "Computed from the header box",
        f"{UNMET}\tUS$29 million\t–\tonly one of them prints it",
        f"{NEEDED}\tUS$3.2 million\t–\tonly one of them prints it",
    ]
    assert fragment(page) == "#period=2031-03_2031-03"


def test_without_a_script_each_country_opens_and_a_comparison_is_there(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data(), javascript=False)
    page.locator("#CHL summary").click()
    assert len(shown(page)) == 4
    assert page.locator(".r4v-filters, .r4v-choice, .r4v-take").locator("visible=true").count() == 0
    assert page.locator("#r4v-pairs table").is_visible()


def test_a_number_of_a_chosen_pair_leads_to_its_row_as_the_library_says(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data(), fragment="compare=CHL_2031-01_2031-01,CHL_2031-03_2031-03")
    facts = all_facts(synthetic.data())
    links = page.locator("#r4v-result td a.r4v-num")
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    expected = {
        row_address(fact, id_, [f"{id_}/{name}.en.html" for name in synthetic.NOTEBOOKS])
        for id_ in ("CHL_2031-01_2031-01", "CHL_2031-03_2031-03")
        for fact in facts[id_].facts.values()
    }
    assert addresses
    assert set(addresses) == expected - {""}


def numbers(rng: random.Random, report_id: str) -> list[dict[str, object]]:
    """A hundred counts of every size, unit and qualifier."""
    rows = []
    for number in range(100):
        size = 10 ** rng.uniform(0, 8)
        unit = ("people", "usd", "share")[number % 3]
        value = round(rng.random(), 3) if unit == "share" else round(size, -rng.choice((0, 0, 3)))
        qualifier = ("exact", "at_least", "at_most", "about", "exact")[rng.randrange(5)]
        words = f"{value * 100:.1f} %" if unit == "share" else f"{value / 1e6:.1f}M" if value > 1e6 else f"{value:,.0f}"
        if unit != "share" and value > 1e6:
            value = round(value, -5)
        rows.append(
            printed(
                report_id, "meals", value, words, observation_id=f"n{number}", unit=unit, qualifier=qualifier,
                section="food_security", basis="period_total",
            )
        )  # fmt: skip
    return rows


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", ["real", "random"])
def test_the_script_says_of_every_pair_what_the_library_says(
    tmp_path: Path, visit: Open, data: Data, lang: str, kind: str
) -> None:
    """All pairs of some of each kind of the shipped reports, and numbers of every size: texts, changes, reasons."""
    if kind == "real":
        data = synthetic.only(data, some_of_each_kind(data))
    else:
        reports = [report("CHL", f"2031-0{month}") for month in (1, 2, 3)]
        rng = random.Random(7)  # noqa: S311  made-up numbers
        data = synthetic.data(reports, [row for item in reports for row in numbers(rng, item["report_id"])])
    page = opened(visit, tmp_path, data, lang)
    facts = all_facts(data)
    found = page.evaluate(EVERY_PAIR)
    assert len(found) >= 3
    for pair, rows in found.items():
        before, after = (facts[id_] for id_ in pair.split())
        assert rows == expected(data, before, after, lang), pair


def expected(data: Data, before: index.Facts, after: index.Facts, lang: str) -> list[list[str]]:
    """The rows of a comparison as Python writes them."""
    label = index.labeller(data, lang)
    groups: dict[int, list[list[str]]] = {0: [], 1: [], 2: [], 3: []}
    for item in compare(before, after):
        group = [item.fact.is_headline, item.fact.is_derived, item.fact.is_sector, True].index(True)
        sides = [fact and fact.quantity for fact in (item.before, item.after)]
        if (group and None in sides) or all(side is not None and side.is_missing for side in sides):
            continue
        texts = ["–" if side is None else format_quantity(side, item.fact.unit, lang) for side in sides]
        groups[group].append([label(item.fact), *texts, index._said(item, lang)[0]])
    return [row for rows in groups.values() for row in rows]


@pytest.mark.parametrize(("is_real", "how"), [(True, {"dark": False}), (False, {"dark": True, "width": 320})])
def test_the_index_is_sound_light_and_dark_wide_and_narrow(
    tmp_path: Path, visit: Open, data: Data, is_real: bool, how: dict[str, Any]
) -> None:
    """Nothing is requested or complained of, nothing scrolls sideways, axe has nothing to say."""
    path = tmp_path / "index.html"
    of = synthetic.only(data, some_of_each_kind(data)) if is_real else synthetic.data()
    path.write_text(synthetic.index_of(of), encoding="utf-8")
    view = visit(path, **how)
    page = view.page
    page.wait_for_selector("[data-index=ready]")
    page.evaluate("document.querySelectorAll('details').forEach(block => { block.open = true })")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= how.get("width", 1280)
    assert violations(page) == []
    assert [url for url in view.requests if not url.startswith("data:")] == [path.as_uri()]
    assert view.messages == []


def test_on_a_phone_the_comparison_says_why_without_scrolling_sideways(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.data(), width=320, fragment="period=2031-03_2031-03")
    row = page.locator("#r4v-result tbody tr", has_text="People reached").first
    why = row.locator("td").last
    assert why.inner_text() == "a report does not say on which basis it counts"
    assert why.evaluate("cell => cell.getBoundingClientRect().right") <= 320
    assert row.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Chile"'


def test_150_reports_are_a_few_screens_of_a_phone(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.with_imports(150), "es", width=360)
    assert page.evaluate("document.scrollingElement.scrollHeight") < 5_700
    assert page.evaluate(CLIPPED) == []


def test_five_hundred_full_reports_are_less_than_a_megabyte_and_painted_before_the_script(
    tmp_path: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ledger(synthetic.many(50))  # whose table is as long as that of five hundred, which takes ten seconds
    monkeypatch.setattr(index, "ledger", lambda _data: few)
    page = opened(visit, tmp_path, synthetic.many(500), "es")  # its texts are the longer ones
    assert (tmp_path / "index.es.html").stat().st_size < 1_000_000
    painted, started = page.evaluate(
        "['first-contentful-paint', 'r4v-start'].map(name => performance.getEntriesByName(name)[0].startTime)"
    )
    assert painted <= started
    page.locator("#r4v-text").fill("peru")
    assert len(shown(page)) in (9, 10)  # 500 reports of 53 countries in turn


def test_the_way_to_the_comparison_ends_there_on_a_phone(tmp_path: Path, visit: Open) -> None:
    page = opened(visit, tmp_path, synthetic.many(60), width=320)
    page.locator("nav a[href='#compare']").click()
    assert abs(page.locator("#compare").evaluate("heading => heading.getBoundingClientRect().top")) < 100

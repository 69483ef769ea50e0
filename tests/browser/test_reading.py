"""Pages in a real browser, opened from the file system without a network.

The fullest, the thinnest and a hostile report, in both languages; tests/render/test_every_page.py parses the others.
"""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pypdf
import pytest
from browsing import COLOURS, FULLEST, THINNEST, Visit, violations
from PIL import Image
from playwright.sync_api import Download, Locator, Page, expect

from r4v_analysis.sharing import pdf

Open = Callable[..., Visit]

PAGES = [
    f"rendered/{FULLEST}/sector_reach.es.html",
    f"rendered/{FULLEST}/regularization_uptake.en.html",
    f"rendered/{FULLEST}/summary.es.html",
    f"rendered/{THINNEST}/funding_gap.es.html",
    "rendered/ABW_2022-06_2022-06_r4v/sector_reach.en.html",
    f"hostile/{FULLEST}/regularization_uptake.es.html",
    f"hostile/{FULLEST}/sector_reach.en.html",
    "synthetic/PER_2023-05_2023-07/regularization_uptake.en.html",
    "synthetic/PER_2023-05_2023-07/sector_reach.en.html",
]


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, visits: Callable[..., Visit]) -> Visit:
    """Each page once, at a desk."""
    kind, _slash, path = request.param.partition("/")
    return visits(request.getfixturevalue(f"{kind}_output") / path)


@pytest.fixture
def fullest(rendered_output: Path) -> Path:
    """The regularization page of the fullest report."""
    return rendered_output / FULLEST / "regularization_uptake.en.html"


def focused(page: Page, expression: str) -> str:
    """A property of the element that has the focus."""
    return str(page.evaluate(f"document.activeElement.{expression}"))


def download(link: Locator) -> Download:
    """What a link saves."""
    with link.page.expect_download() as saved:
        link.click()
    return saved.value


def unfolded(page: Page) -> Page:
    page.evaluate("document.querySelectorAll('details').forEach(block => { block.open = true })")
    return page


# Every page


def test_a_page_requests_nothing_but_itself_and_reports_no_error(opened: Visit) -> None:
    opened.page.wait_for_load_state("networkidle")
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.page.url]
    assert opened.messages == []


def test_axe_finds_no_violation_in_the_light(opened: Visit) -> None:
    assert violations(unfolded(opened.page)) == []


def test_axe_finds_no_colour_that_is_hard_to_read_in_the_dark(opened: Visit) -> None:
    opened.page.emulate_media(color_scheme="dark")
    assert violations(unfolded(opened.page), COLOURS) == []
    opened.page.emulate_media(color_scheme="light")


def test_a_page_never_scrolls_sideways(opened: Visit) -> None:
    for width in (320, 768, 1280):
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert unfolded(opened.page).evaluate("document.scrollingElement.scrollWidth") <= width, width


# By keyboard


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    page.keyboard.press("Tab")
    assert focused(page, "getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert focused(page, "id") == "main"


def test_one_control_opens_and_closes_all_code_and_enter_one_block(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    folded, control = page.locator("details.r4v-code"), page.locator("#r4v-all-code")
    assert folded.evaluate_all("blocks => blocks.some(block => block.open)") is False
    control.focus()
    page.keyboard.press("Enter")
    assert folded.evaluate_all("blocks => blocks.every(block => block.open)") is True
    assert control.inner_text() == "Close all code"
    page.keyboard.press("Enter")
    assert folded.evaluate_all("blocks => blocks.some(block => block.open)") is False
    page.locator("details.r4v-setup > summary").click()
    folded.first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert folded.first.locator("pre").is_visible()


def test_contents_lead_to_their_sections_and_follow_the_reader(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    links = page.locator(".r4v-contents a")
    assert links.count() == page.locator("main h2").count()
    links.nth(3).focus()
    page.keyboard.press("Enter")
    current = page.locator(".r4v-contents [aria-current=location]")
    expect(current).to_have_text(links.nth(3).inner_text())
    page.evaluate("window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    expect(current).to_have_text("About this page")


def test_a_number_shows_its_source_in_place_and_escape_leads_back(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    number, panel = page.locator(".r4v-bottom-line a.r4v-num").first, page.locator("#r4v-source")
    number.focus()
    page.keyboard.press("Enter")
    assert focused(page, "id") == "r4v-source"
    text = panel.inner_text()
    for part in ("GTRM, Peru situation report, May to July 2023", "“over 42,600 enrolments”", "Situation", "at least"):
        assert part in text
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert focused(page, "textContent") == number.inner_text() == "at least 42,600"


def test_a_derived_number_shows_its_formula_whose_inputs_lead_further(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    panel = page.locator("#r4v-source")
    page.locator(".r4v-bottom-line a.r4v-num[href^='#how-']").first.click()
    assert "deadline − day of the count" in panel.inner_text()
    panel.locator("dd a", has_text="10 Nov 2023").focus()
    page.keyboard.press("Enter")
    assert "Deadline" in panel.inner_text()
    panel.locator(".r4v-back").click()
    assert "deadline − day of the count" in panel.inner_text()
    row = panel.locator(".r4v-row").get_attribute("href") or ""
    panel.locator(".r4v-row").click()
    assert not panel.is_visible()
    assert page.evaluate("document.querySelector('tr:target').id") == row[1:]


def test_the_theme_has_three_states_and_is_remembered(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    paper = "getComputedStyle(document.body).backgroundColor"
    bar = "getComputedStyle(document.querySelector('.r4v-plot [fill=\"#0072bc\"]')).fill"
    light = page.evaluate(paper), page.evaluate(bar)
    page.locator(".r4v-theme button", has_text="Dark").focus()
    page.keyboard.press("Enter")
    dark = page.evaluate(paper), page.evaluate(bar)
    assert light == ("rgb(255, 255, 255)", "rgb(0, 114, 188)")
    assert dark[0] == "rgb(20, 25, 30)"
    assert dark[1] != light[1]
    page.reload()
    assert page.evaluate(paper) == dark[0]
    assert page.locator(".r4v-theme [aria-pressed=true]").inner_text() == "Dark"
    page.locator(".r4v-theme button").first.click()
    assert page.evaluate(paper) == light[0]


# On a phone, and with what it lacks


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ["funding_gap", "regularization_uptake", "sector_reach"])
def test_on_a_phone_every_tab_is_whole_in_view_large_enough_and_on_none_of_the_others(
    rendered_output: Path, visit: Open, name: str, lang: str
) -> None:
    page = visit(rendered_output / FULLEST / f"{name}.{lang}.html", width=320).page
    boxes = [link.bounding_box() or {} for link in page.locator(".r4v-bar").first.locator("a").all()]
    assert len(boxes) == 5
    for box in boxes:
        assert 0 <= box["x"] < box["x"] + box["width"] <= 320
        assert box["height"] >= 24
    for one, other in itertools.combinations(boxes, 2):
        assert other["x"] >= one["x"] + one["width"] or other["y"] >= one["y"] + one["height"]


def test_on_a_phone_contents_fold_and_a_figure_keeps_its_title_while_it_scrolls(fullest: Path, visit: Open) -> None:
    page = visit(fullest, width=320).page
    assert not page.locator(".r4v-contents a").first.is_visible()
    page.locator(".r4v-contents summary").click()
    assert page.locator(".r4v-contents a").first.is_visible()
    figure = page.locator(".r4v-figure").first
    figure.locator(".r4v-plot").evaluate("plot => plot.scrollTo(200, 0)")
    box = figure.locator(".r4v-title").bounding_box()
    assert box is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= 320
    assert figure.locator("svg").text_content().count(figure.locator(".r4v-title").inner_text()) == 0


def test_without_javascript_everything_can_be_read_followed_and_taken(fullest: Path, visit: Open) -> None:
    page = visit(fullest, javascript=False).page
    for gone in ("#r4v-all-code", ".r4v-theme", "#r4v-source", "button"):
        assert not page.locator(gone).first.is_visible()
    for item in page.locator("main h2, main .r4v-figure, main .r4v-table, main .r4v-prose").all():
        assert item.is_visible()
    page.locator("details.r4v-setup > summary").click()
    page.locator("details.r4v-code summary").first.click()
    assert page.locator("details.r4v-code pre").first.is_visible()
    page.locator(".r4v-bottom-line a.r4v-num").first.click()
    assert page.url.endswith(f"#src-{FULLEST}-cpp_enrolments")
    assert "over 42,600 enrolments" in page.locator("tr:target").inner_text()
    page.locator(".r4v-figure .r4v-data summary").first.click()
    saved = download(page.locator(".r4v-figure a[download]").first)
    assert saved.suggested_filename == "deadline_range.csv.zip"
    with zipfile.ZipFile(saved.path()) as archive:
        [name] = archive.namelist()
        assert archive.read(name) == (fullest.parent / "tables" / name).read_bytes()


def test_a_long_table_is_saved_as_the_file_beside_the_page_and_no_cell_is_a_formula(
    hostile_output: Path, visit: Open
) -> None:
    path = hostile_output / FULLEST / "regularization_uptake.en.html"
    table = visit(path).page.locator("#tab-regularization_uptake_sources")
    table.locator("summary").click()
    link = table.locator("a[download]")
    assert link.inner_text() == "Download the table as CSV"
    saved = download(link)
    assert saved.suggested_filename == "regularization_uptake_sources.csv"
    text = saved.path().read_bytes().decode("utf-8")
    assert text == (path.parent / "tables" / saved.suggested_filename).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) > 10
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@")]
    assert [cell for row in rows for cell in row if cell.startswith("'=HYPERLINK")]


def test_all_tables_of_a_page_are_had_in_one_zip_as_the_page_has_them(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    with zipfile.ZipFile(download(page.locator("#r4v-all-tables")).path()) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == page.locator("a[download*='.csv']").count()
        assert archive.read("deadline_range.csv") == (fullest.parent / "tables" / "deadline_range.csv").read_bytes()


def test_without_javascript_a_long_table_is_had_in_a_zip_that_says_so(fullest: Path, visit: Open) -> None:
    table = visit(fullest, javascript=False).page.locator("#tab-regularization_uptake_sources")
    table.locator("summary").click()
    link = table.locator("a[download]")
    assert link.inner_text() == "Download the table as CSV (ZIP)"
    saved = download(link)
    assert saved.suggested_filename == "regularization_uptake_sources.csv.zip"
    with zipfile.ZipFile(saved.path()) as archive:
        assert archive.namelist() == ["regularization_uptake_sources.csv"]
        assert archive.read(archive.namelist()[0]) == (fullest.parent / "tables" / archive.namelist()[0]).read_bytes()


def test_the_panel_of_an_earlier_report_s_number_names_that_report(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    page.locator("#tab-counts_over_time summary").click()
    page.locator("#tab-counts_over_time tr", has_text="report of October 2021").locator("a.r4v-num").first.click()
    facts = page.locator("#r4v-source dl")
    assert facts.locator("dt").first.inner_text() == "Source"
    source = facts.locator("dd").first.locator("a")
    assert source.inner_text() == "Peru situation report, October 2021"
    assert (source.get_attribute("href") or "").startswith("https://")


def test_a_sentence_is_copied_with_its_citation(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".r4v-copy").first.focus()
    page.keyboard.press("Enter")
    page.locator("#r4v-words", has_text="Copied.").wait_for(state="attached")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("CPP 2023: at least 42,600 (application or enrolment) by 28 July 2023, 105 days before")
    assert "(GTRM, Peru situation report, May to July 2023; analysis: Regularization uptake, r4v-analysis" in text


def test_a_figure_leaves_with_its_title_note_and_source_and_a_link_leads_to_it(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure = page.locator("figure.r4v-figure").first
    with page.expect_download() as taken:
        figure.get_by_role("button", name="Save as SVG").click()
    file = taken.value.path().read_text(encoding="utf-8")
    for said in (".r4v-title", ".r4v-subtitle", ".r4v-note", ".r4v-source"):
        words = figure.locator(said).inner_text().split()
        assert all(escape(word, quote=False) in file for word in words)
    assert "<a " not in file
    with page.expect_download() as taken:
        figure.get_by_role("button", name="Save as PNG").click()
    assert Image.open(taken.value.path()).width > 1_200
    figure.get_by_role("button", name="Copy the link to this figure").click()
    page.locator("#r4v-words", has_text="Copied.").wait_for(state="attached")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.endswith(f"{fullest.name}#{figure.get_attribute('id')}")


def test_a_number_in_a_figure_shows_its_words_by_key_and_by_tap(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    mark, panel = page.locator(".r4v-plot a").first, page.locator("#r4v-source")
    mark.focus()
    page.keyboard.press("Enter")
    assert (mark.text_content() or "?").split()[-1] in panel.inner_text()
    page.keyboard.press("Escape")
    mark.click()
    assert panel.is_visible()


def test_a_month_of_a_panel_shows_its_number_by_tap_and_by_arrow_key(rendered_output: Path, visit: Open) -> None:
    page = visit(rendered_output / "PER_2022-06_2022-06_r4v" / "sector_reach.en.html", width=360).page
    figure, panel = page.locator("#fig-monthly_reach"), page.locator("#r4v-source")
    figure.locator("a:has(> path)", has_text="Mar: 34,412").click()
    assert panel.locator("dl").inner_text().split("\n")[:3] == ["Sector", "Food Security", "March 2022"]
    assert "34,412" in panel.inner_text()
    assert panel.locator("dd").last.inner_text() == "R4V operational tables, Peru, January to June 2022."
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "April 2022" in panel.inner_text()
    panel.locator(".r4v-row").click()
    assert page.locator("span:target").inner_text() == "20,453"
    assert page.locator("span:target").is_visible()
    with page.expect_download() as taken:
        figure.get_by_role("button", name="Save as SVG").click()
    assert "<title>" not in taken.value.path().read_text(encoding="utf-8")


def test_a_place_of_a_map_shows_its_number_by_tap_and_by_arrow_key_and_stays_in_its_file(
    rendered_output: Path, visit: Open
) -> None:
    page = visit(rendered_output / "PER_2022-06_2022-06_r4v" / "sector_reach.en.html", width=360).page
    figure, panel = page.locator("#fig-needs_map"), page.locator("#r4v-source")
    lima = figure.locator("a:has(> path)", has_text="Lima: 391,964")
    lima.locator("path").click()
    assert "391,964" in panel.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert "17,494" in panel.inner_text(), "Piura, which is drawn before it"
    page.keyboard.press("Escape")
    shapes = figure.locator("svg a > path").count()
    assert shapes == 25
    with page.expect_download() as taken:
        figure.get_by_role("button", name="Save as SVG").click()
    file = taken.value.path().read_text(encoding="utf-8")
    assert file.count("#0b3754") >= 1
    assert "<title>" not in file
    assert file.count("<path") == figure.locator("svg path").count()


def test_a_phone_shows_the_number_of_the_longest_bar_and_a_file_has_it_in_its_place(
    rendered_output: Path, visit: Open
) -> None:
    page = visit(rendered_output / FULLEST / "funding_gap.en.html", width=360).page
    figure = page.locator("#fig-requirements_and_funding")
    inside = """figure => {
        const right = element => element.getBoundingClientRect().right, plot = figure.querySelector(".r4v-plot");
        return [...plot.querySelectorAll("a > text")].map(text => right(text) <= right(plot));
    }"""
    assert figure.evaluate(inside) == [True] * 3
    number = figure.locator("a > text", has_text="US$318 million")
    before = number.bounding_box()
    figure.locator(".r4v-plot").evaluate("plot => { plot.scrollLeft = 1000; }")
    page.wait_for_function("document.querySelectorAll('.r4v-plot')[0].querySelector('a > text').style.cssText === ''")
    assert number.bounding_box() != before
    page.set_viewport_size({"width": 340, "height": 800})
    with page.expect_download() as taken:
        figure.get_by_role("button", name="Save as SVG").click()
    assert "translate" not in taken.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "figure", "inside"),
    [
        (f"{FULLEST}/funding_gap.en.html", "year_end", {"38.7%", "49.9%", "34.8%", "34.0%"}),
        ("PER_2022-06_2022-06_r4v/sector_reach.en.html", "needs_by_sector", {"172,965 of 762,940", "170 of 704,221"}),
    ],
)
def test_a_phone_cuts_no_number_that_has_room_on_its_bar_or_left_of_its_mark(
    page: str, figure: str, inside: set[str], rendered_output: Path, visit: Open
) -> None:
    shown = visit(rendered_output / page, width=320).page
    whole = """texts => texts.filter(text => text.getBoundingClientRect().right <=
        text.closest(".r4v-plot").getBoundingClientRect().right).map(text => text.textContent.trim())"""
    assert inside <= set(shown.locator(f"#fig-{figure} a > text").evaluate_all(whole))


COVERED = """() => {
    const box = element => element.getBoundingClientRect(), found = [];
    const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1 &&
        one.top < other.bottom - 2 && other.top < one.bottom - 2;
    const ends = (mark, text) => [mark.left, mark.right].some(end => text.left < end && end < text.right) &&
        mark.top < text.bottom - 2 && text.top < mark.bottom - 2;
    for (const drawn of document.querySelectorAll(".r4v-plot > svg")) {
        const texts = [...drawn.querySelectorAll("text")], moved = texts.filter(text => text.style.translate);
        const ground = "defs, [fill='#ffffff']:not([stroke])";
        const marks = [...drawn.querySelectorAll("path, use")].filter(mark => !mark.closest(ground));
        texts.forEach((one, index) => texts.slice(index + 1).filter(other => meet(box(one), box(other))).forEach(
            other => found.push(one.textContent + " | " + other.textContent)));
        moved.forEach(text => marks.filter(mark => ends(box(mark), box(text))).forEach(
            mark => found.push(text.textContent + " on " + mark.outerHTML.slice(0, 80))));
    }
    return found;
}"""
"""Texts of figures that stand on one another, and numbers moved onto where a mark begins or ends."""


PLACES = """() => [...document.querySelectorAll(".r4v-plot > svg")].flatMap(drawn => {
    const ground = drawn.getBoundingClientRect();
    return [...drawn.querySelectorAll("text")].map(text => {
        const box = text.getBoundingClientRect();
        const across = (box.left - ground.left) / ground.width, down = (box.top - ground.top) / ground.height;
        return [text.textContent.trim(), across, down];
    });
})"""
"""Each text of the figures with its place, as shares of the drawing's width and height."""


@pytest.mark.parametrize("name", ["regularization_uptake", "sector_reach", "summary"])
def test_on_paper_the_texts_of_figures_are_where_they_are_on_a_screen(
    name: str, rendered_output: Path, visit: Open
) -> None:
    page = visit(rendered_output / FULLEST / f"{name}.en.html", width=1000).page
    shown = page.evaluate(PLACES)
    page.emulate_media(media="print")
    printed = page.evaluate(PLACES)
    assert len(shown) > 30
    assert [text for text, *_place in printed] == [text for text, *_place in shown]
    apart = [one[0] for one, other in zip(shown, printed, strict=True) if one[1:] != pytest.approx(other[1:], abs=0.02)]
    assert apart == []


@pytest.mark.parametrize(
    "name",
    [
        f"{FULLEST}/funding_gap.es.html",
        f"{FULLEST}/regularization_uptake.es.html",
        f"{FULLEST}/sector_reach.es.html",
        "PER_2022-05_2022-05_r4v/sector_reach.es.html",
    ],
)
def test_on_a_phone_no_text_of_a_figure_stands_on_another_or_on_a_mark_s_end(
    name: str, rendered_output: Path, visit: Open
) -> None:
    page = visit(rendered_output / name, width=320).page
    assert page.evaluate(COVERED) == []
    page.evaluate("document.querySelectorAll('.r4v-plot').forEach(plot => { plot.scrollLeft = 90; })")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(COVERED) == []


def test_no_line_of_a_scale_crosses_a_number(rendered_output: Path, visit: Open) -> None:
    page = visit(rendered_output / FULLEST / "funding_gap.en.html").page
    on_white = """text => {
        const ground = text.closest("svg > *, g > a").previousElementSibling, box = text.getBoundingClientRect();
        const white = ground.getBoundingClientRect();
        return ground.getAttribute("fill") === "#ffffff" && white.left <= box.left && white.right >= box.right - 3;
    }"""
    numbers = page.locator("#fig-year_end a > text")
    assert numbers.count() > 3
    assert all(number.evaluate(on_white) for number in numbers.all())


def test_the_page_brings_its_font(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.weight)")
    assert sorted(loaded) == ["400", "700"]


# On paper


def test_print_shows_notes_links_and_folded_data_and_drops_what_only_a_screen_needs(fullest: Path, visit: Open) -> None:
    page = visit(fullest, dark=True).page
    page.emulate_media(media="print")
    for gone in (".r4v-bar", ".r4v-side", "details.r4v-code", ".r4v-skip", ".r4v-theme", ".r4v-copy"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".r4v-source").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    number = page.locator(".r4v-bottom-line a.r4v-num").first
    note = number.get_attribute("data-note")
    assert number.evaluate("link => getComputedStyle(link, '::after').content") == f'"{note}"'
    row = page.locator(f"tr[id='{(number.get_attribute('href') or '')[1:]}']")
    first = row.locator(":scope > *").first
    assert first.evaluate("cell => getComputedStyle(cell, '::before').content") == f'"{note}"'
    assert "over 42,600 enrolments" in row.inner_text()
    link = page.locator("main :is(td, th) a[href^='https']").first
    assert "https://" in link.evaluate("link => getComputedStyle(link, '::after').content")


@pytest.fixture(scope="module")
def printed(rendered_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pypdf.PdfReader]]:
    """Some pages printed by the library."""
    folder = tmp_path_factory.mktemp("printed")
    paths = [folder / name for name in ("summary.en.html", "summary.es.html", "funding_gap.es.html")]
    for path in paths:
        path.write_bytes((rendered_output / FULLEST / path.name).read_bytes())
    assert pdf.print_pages(paths, pdf.chromium(), 1, lambda _: None) == []
    yield {path.name: pypdf.PdfReader(path.with_suffix(".pdf")) for path in paths}


def test_a_pdf_is_tagged_and_has_the_text_of_its_page(printed: dict[str, pypdf.PdfReader]) -> None:
    reader = printed["funding_gap.es.html"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF's own boolean
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert reader.outline
    text = "".join(page.extract_text() for page in reader.pages)
    for part in ("Brecha de financiamiento", "US$ 22,7 millones", "“$22.7M”", "7,1"):
        assert part in text.replace("\u00a0", " "), part


def test_the_summary_fits_a_sheet_in_both_languages(printed: dict[str, pypdf.PdfReader]) -> None:
    for name in ("summary.en.html", "summary.es.html"):
        assert len(printed[name].pages) == 1, name
        assert round(float(printed[name].pages[0].mediabox.width)) == 595


# Hostile texts


def test_hostile_text_is_shown_and_does_nothing(hostile_output: Path, visit: Open) -> None:
    opened = visit(hostile_output / FULLEST / "sector_reach.en.html")
    assert opened.page.locator(".r4v-report").first.inner_text().startswith("<script>document.title='owned'</script>")
    assert opened.page.title().startswith("Reach by sector: Peru, ")
    assert opened.page.locator("main img").count() == 0
    opened.page.locator("a.r4v-num").first.click()
    assert "<img src=x onerror=alert(1)>" in opened.page.locator("#r4v-source").inner_text()
    assert opened.messages == []


def test_the_policy_stops_a_script_and_a_picture_from_the_net(fullest: Path, tmp_path: Path, visit: Open) -> None:
    page = fullest.read_text(encoding="utf-8")
    planted = "<script>document.title = 'owned'</script><img alt='x' src='https://example.org/x.png'>"
    path = tmp_path / "planted.html"
    path.write_text(page.replace("</main>", planted + "</main>"), encoding="utf-8")
    opened = visit(path)
    assert opened.page.title().startswith("Regularization uptake: Peru, ")
    assert len([message for message in opened.messages if "Content Security Policy" in message]) == 2


def test_a_phone_shows_the_answer_on_its_first_screen(fullest: Path, visit: Open) -> None:
    for name in ("funding_gap", "regularization_uptake", "sector_reach"):
        page = visit(fullest.parent / f"{name}.es.html", width=360).page
        box = page.locator(".r4v-bottom-line li").first.bounding_box()
        assert box and box["y"] + box["height"] < 740, name


def test_a_link_to_a_folded_row_opens_its_table(fullest: Path, visit: Open) -> None:
    page = visit(fullest).page
    row = page.locator("#tab-calendar tbody tr").last
    assert not row.is_visible()
    page.evaluate("id => { location.hash = id }", row.get_attribute("id"))
    row.wait_for(state="visible")

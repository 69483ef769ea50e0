"""Pages in a real browser, opened from the file system without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit
from playwright.sync_api import Page

Open = Callable[..., Visit]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def focused(page: Page, expression: str) -> str:
    """A property of the element that has the focus."""
    return str(page.evaluate(f"document.activeElement.{expression}"))


def test_a_page_requests_nothing_but_itself_and_reports_no_error(pages: list[Path], visit: Open) -> None:
    for path in pages:
        opened = visit(path)
        opened.page.wait_for_load_state("networkidle")
        assert [url for url in opened.requests if not url.startswith("data:")] == [path.as_uri()]
        assert opened.messages == [], path.name


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(pages: list[Path], visit: Open, dark: bool) -> None:
    for path in pages:
        page = visit(path, dark=dark).page
        page.evaluate("document.querySelectorAll('details').forEach(block => { block.open = true })")
        violations = Axe().run(page, options=RULES).response["violations"]
        found = [
            f"{path.name}: {violation['id']}: {node['html'][:200]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert found == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_page_never_scrolls_sideways(pages: list[Path], visit: Open, width: int) -> None:
    for path in pages:
        page = visit(path, width=width).page
        page.evaluate("document.querySelectorAll('details').forEach(block => { block.open = true })")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path.name


def test_a_wide_figure_scrolls_in_its_own_frame_on_a_phone(analysis: Path, visit: Open) -> None:
    plot = visit(analysis, width=320).page.locator(".r4v-plot").first
    assert plot.evaluate("plot => plot.clientWidth") <= 320
    assert plot.evaluate("plot => plot.scrollWidth") >= 540


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(pages: list[Path], visit: Open) -> None:
    for path in pages:
        page = visit(path).page
        page.keyboard.press("Tab")
        assert focused(page, "getAttribute('href')") == "#main"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert focused(page, "id") == "main"


def test_one_control_opens_and_closes_all_code_by_keyboard(analyses: list[Path], visit: Open) -> None:
    for path in analyses:
        page = visit(path).page
        folded, control = page.locator("details.r4v-code"), page.locator("#r4v-all-code")
        assert folded.evaluate_all("blocks => blocks.some(block => block.open)") is False
        control.focus()
        page.keyboard.press("Enter")
        assert folded.evaluate_all("blocks => blocks.every(block => block.open)") is True
        assert control.inner_text() == "Close all code"
        page.keyboard.press("Enter")
        assert folded.evaluate_all("blocks => blocks.some(block => block.open)") is False
        assert control.inner_text() == "Open all code"


def test_one_code_block_opens_by_enter(analyses: list[Path], visit: Open) -> None:
    for path in analyses:
        page = visit(path).page
        block = page.locator("details.r4v-code").first
        assert not block.locator("pre").is_visible()
        block.locator("summary").focus()
        page.keyboard.press("Enter")
        assert block.locator("pre").is_visible()


def test_without_javascript_everything_can_be_read(analyses: list[Path], visit: Open) -> None:
    for path in analyses:
        page = visit(path, javascript=False).page
        assert not page.locator("#r4v-all-code").is_visible()
        for item in page.locator("main h2, main .r4v-figure, main .r4v-table, main .r4v-prose").all():
            assert item.is_visible()
        for block in page.locator("details.r4v-code, details.r4v-data").all():
            block.locator("summary").click()
            assert block.locator("pre, table").first.is_visible()


def test_every_figure_has_a_text_alternative(analyses: list[Path], visit: Open) -> None:
    for path in analyses:
        page = visit(path).page
        for drawing in page.locator("main svg").all():
            assert drawing.get_attribute("role") == "img"
            assert len((drawing.get_attribute("aria-label") or "").split()) >= 4, path.name
        assert page.locator("img:not([alt]), img[alt='']").count() == 0


def test_contents_lead_to_their_sections(analyses: list[Path], visit: Open) -> None:
    for path in analyses:
        page = visit(path).page
        links = page.locator(".r4v-contents-side a")
        assert links.count() == page.locator("main h2").count()
        for link in links.all():
            link.click()
            heading = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
            page.wait_for_function(
                "element => Math.abs(element.getBoundingClientRect().top) < innerHeight",
                arg=heading.element_handle(),
            )
            assert heading.inner_text() == link.inner_text()


def test_contents_fold_on_a_phone_and_follow_the_reader_on_a_desk(analysis: Path, visit: Open) -> None:
    phone, desk = visit(analysis, width=320).page, visit(analysis).page
    assert not phone.locator(".r4v-contents-side").is_visible()
    assert not phone.locator(".r4v-contents-top a").first.is_visible()
    phone.locator(".r4v-contents-top summary").click()
    assert phone.locator(".r4v-contents-top a").first.is_visible()
    assert not desk.locator(".r4v-contents-top").is_visible()
    desk.evaluate("window.scrollTo({top: 2000, behavior: 'instant'})")
    assert 0 <= desk.locator(".r4v-contents-side").evaluate("nav => nav.getBoundingClientRect().top") < 100


def test_a_number_leads_to_its_source_which_lights_up(analysis: Path, visit: Open) -> None:
    page = visit(analysis).page
    row = page.locator("#src-funding th").first
    before = row.evaluate("cell => getComputedStyle(cell).backgroundColor")
    page.locator("a.r4v-num[href='#src-funding']").first.click()
    assert row.evaluate("cell => getComputedStyle(cell).backgroundColor") != before
    page.wait_for_function("row => row.getBoundingClientRect().bottom <= innerHeight", arg=row.element_handle())


def test_figures_stand_on_white_in_the_dark(analysis: Path, visit: Open) -> None:
    page = visit(analysis, dark=True).page
    colour = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("body").evaluate(colour) == "rgb(20, 25, 30)"
    assert page.locator(".r4v-plot").first.evaluate(colour) == "rgb(255, 255, 255)"


def test_the_page_brings_its_font(analysis: Path, visit: Open) -> None:
    page = visit(analysis).page
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.weight)")
    assert sorted(loaded) == ["400", "700"]


def test_print_keeps_notes_and_links_and_drops_what_only_a_screen_needs(analysis: Path, visit: Open) -> None:
    page = visit(analysis).page
    page.emulate_media(media="print")
    for gone in (".r4v-bar", ".r4v-side", "details.r4v-code", ".r4v-skip"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".r4v-source").first.is_visible()
    printed = page.locator("main a[href^='https']").evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://example.org/" in printed


def test_what_is_open_is_printed(analysis: Path, visit: Open) -> None:
    page = visit(analysis).page
    page.locator(".r4v-data summary").first.click()
    page.emulate_media(media="print")
    assert page.locator(".r4v-data table").first.is_visible()


def test_hostile_text_is_shown_and_does_nothing(synthetic_output: Path, visit: Open) -> None:
    opened = visit(synthetic_output / "PER_2023-05_2023-07" / "regularization_uptake.en.html")
    assert opened.page.locator("h1").inner_text().startswith("<script>document.title='owned'</script>")
    assert opened.page.title().startswith("<script>")
    assert opened.messages == []


def test_the_policy_stops_a_script_and_a_picture_from_the_net(
    synthetic_output: Path, tmp_path: Path, visit: Open
) -> None:
    page = (synthetic_output / "PER_2023-05_2023-07" / "funding_gap.en.html").read_text(encoding="utf-8")
    planted = "<script>document.title = 'owned'</script><img alt='x' src='https://example.org/x.png'>"
    path = tmp_path / "planted.html"
    path.write_text(page.replace("</main>", planted + "</main>"), encoding="utf-8")
    opened = visit(path)
    assert opened.page.title() == "Funding gap: Peru, May – July 2023"
    assert len([message for message in opened.messages if "Content Security Policy" in message]) == 2


def test_the_index_opens_every_page_that_it_links(output: Path, visit: Open) -> None:
    page = visit(output / "index.html").page
    targets = page.locator("#r4v-reports li a").evaluate_all("links => links.map(link => link.href)")
    assert len(targets) >= 3
    for target in targets:
        page.goto(target)
        assert page.locator("h1").inner_text()

"""The review page of a draft, as the person who accepts it uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Visit, violations
from synthetic_reports import documents, layout

from r4v_analysis.intake.decisions import read_decisions, save_decisions
from r4v_analysis.intake.folder import read_draft
from r4v_analysis.intake.intake import make_draft, open_desk
from r4v_analysis.sharing.serve import answering

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """The review page of a made-up report in Spanish."""
    folder = tmp_path_factory.mktemp("review")
    source = folder / "report.md"
    source.write_text(documents.as_markdown(documents.report(layout("box-spanish"), 1)), encoding="utf-8")
    list(make_draft(source, folder / "draft", data_dir=str(data_dir)))
    return folder / "draft/review.html"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_violation_on_the_review_page(review: Path, visit: Open, dark: bool) -> None:
    visited = visit(review, width=1280, dark=dark)
    visited.page.keyboard.press("n")
    visited.page.keyboard.press("e")
    assert violations(visited.page, {}) == []
    assert visited.messages == []
    assert visited.requests == [review.as_uri()]


def test_it_fits_a_phone_and_walks_from_row_to_row_by_keyboard(review: Path, visit: Open) -> None:
    page = visit(review, width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("n")
    page.keyboard.press("e")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("document.activeElement.closest('.rv-row') === document.querySelector('.rv-row')")


def test_what_was_seen_can_be_hidden_and_a_number_leads_to_its_row(review: Path, visit: Open) -> None:
    page = visit(review, javascript=False).page
    everything = page.locator(".rv-block:visible").count()
    page.check("#rv-only")
    assert 0 < page.locator(".rv-block:visible").count() < everything
    link = page.locator("mark a:visible").first
    link.click()
    assert page.locator(".rv-row:target").count() == 1


def test_one_key_accepts_one_drops_and_each_row_is_seen_once_the_sure_ones_too(review: Path, visit: Open) -> None:
    page = visit(review, width=1280).page
    rows = page.locator(".rv-row").count()
    first, second = page.locator(".rv-row.rv-captured").nth(0), page.locator(".rv-row.rv-captured").nth(1)
    page.keyboard.press("n")
    assert page.locator(".rv-here").get_attribute("id") == page.locator(".rv-row").first.get_attribute("id")
    first.click()
    page.keyboard.press("a")
    second.click()
    page.keyboard.press("d")
    assert [row.get_attribute("data-decision") for row in (first, second)] == ["accepted", "dropped"]
    assert page.inner_text("#rv-seen") == f"2 / {rows}"
    page.keyboard.press("u")
    assert (second.get_attribute("data-decision"), page.inner_text("#rv-seen")) == ("", f"1 / {rows}")
    page.reload()
    assert page.inner_text("#rv-seen") == f"1 / {rows}"


def test_without_a_server_what_was_decided_is_a_file_that_the_draft_takes(review: Path, visit: Open) -> None:
    page = visit(review, width=1280).page
    row = page.locator(".rv-row.rv-captured").first
    name = row.get_attribute("data-id")
    row.click()
    page.keyboard.press("e")
    page.fill(".rv-form input[name=value]", "1234567")
    page.select_option(".rv-form select[name=sector]", "health")
    page.keyboard.press("Enter")
    assert row.locator("b").inner_text() == "1.234.567"
    with page.expect_download() as download:
        page.click("[data-do=save]")
    assert download.value.suggested_filename == "review.csv"
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert save_decisions(review.parent, saved)[name] == "accepted"
    (own,) = [cells for cells in read_draft(review.parent)[1] if cells["observation_id"] == name]
    assert (own["value"], own["sector"]) == ("1234567", "health")


def test_a_served_page_saves_each_decision_at_once(review: Path, data_dir: Path, visit: Open) -> None:
    folder = review.parent
    desk = open_desk(folder.parent / "report.md", folder, data_dir=str(data_dir))
    with answering(lambda: desk.page(is_served=True), desk.save) as (server, address):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            visited = visit(address, width=1280)
            row = visited.page.locator(".rv-row.rv-captured").nth(2)
            row.click()
            with visited.page.expect_response(f"{address}save") as answer:
                visited.page.keyboard.press("a")
            assert answer.value.status == 200
            assert read_decisions(folder)[row.get_attribute("data-id") or ""] == "accepted"
            assert visited.messages == []
        finally:
            server.shutdown()
            thread.join()

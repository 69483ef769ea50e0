"""The review page of a draft, as the person who accepts it uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit
from synthetic_reports import documents, layout

from r4v_analysis.intake.intake import make_draft

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
    found = Axe().run(visited.page)
    assert found.violations_count == 0, found.generate_report()
    assert visited.messages == []
    assert visited.requests == [review.as_uri()]


def test_it_fits_a_phone_and_walks_from_one_proposal_to_the_next_by_keyboard(review: Path, visit: Open) -> None:
    page = visit(review, width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator("#rv-next span").inner_text().startswith("2 / ")
    assert page.evaluate("document.activeElement.className").startswith("rv-row")


def test_what_is_sure_can_be_hidden_and_a_number_leads_to_its_row(review: Path, visit: Open) -> None:
    page = visit(review, javascript=False).page
    everything = page.locator(".rv-block:visible").count()
    page.check("#rv-only")
    assert 0 < page.locator(".rv-block:visible").count() < everything
    link = page.locator("mark a:visible").first
    link.click()
    assert page.locator(".rv-row:target").count() == 1

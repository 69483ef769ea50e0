"""JupyterLab itself: Run All on a notebook, and what its reader sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import served_lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of notebooks/ and data/, with settings of its own."""
    folder = tmp_path_factory.mktemp("lab")
    with served_lab(["jupyterlab", f"--ServerApp.root_dir={folder}"], folder) as address:
        yield address


def test_run_all_shows_sentences_figures_and_tables_as_they_are(lab, browser, rendered_output):
    page = browser.new_page(viewport={"width": 1300, "height": 9000})
    page.goto(f"{lab}/lab/tree/notebooks/funding_gap.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
    page.wait_for_selector("text=/Python 3.* . Idle/", timeout=90_000)
    page.click("text=Run")
    page.click("text=Run All Cells")
    page.wait_for_selector("#tab-funding_gap_formulas", timeout=120_000)
    title = page.locator("#fig-requirements_and_funding figcaption p").first
    assert title.inner_text() == "US$295 million of US$318 million is missing, with 58.1% of the year gone"
    texts = page.locator("#fig-requirements_and_funding svg text").all_text_contents()
    assert "US$22.7 million" in [text.strip() for text in texts]
    assert page.locator("mjx-container").count() == 0  # two dollar signs are no formula
    exported = (rendered_output / "PER_2023-05_2023-07" / "funding_gap.en.html").read_text(encoding="utf-8")
    assert page.locator("figure.r4v-figure svg").count() == exported.count("<figure ") == 4
    page.locator("a.r4v-num").first.click()
    page.wait_for_function("document.getElementById('how-coverage.since_january').getBoundingClientRect().top >= 0")
    page.close()

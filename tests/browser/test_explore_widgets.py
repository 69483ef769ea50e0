"""JupyterLab itself: the start page, Run All on each notebook, and explore by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import ROOT, served_lab

from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest

ANALYSES = ("sector_reach", "regularization_uptake")  # test_lab.py runs the funding gap
SHORT = ("lab/start", "lab/tutorial", "lab/my_analysis")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`r4v lab` on a copy of notebooks/ and data/, with settings of its own; the address of JupyterLab."""
    folder = tmp_path_factory.mktemp("lab")
    with served_lab(["r4v_analysis.cli", "lab"], folder, **{CHECKED: folder_digest(ROOT / "data")}) as address:
        yield address


def run_all(page, address):
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
    page.wait_for_selector("text=/Python 3.* . Idle/", timeout=90_000)
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")


def wait_until_run(page):
    """Until each code cell has a number beside it, or one has failed."""
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((p) => p.textContent);
            const failed = document.querySelector('.jp-OutputArea [data-mime-type="application/vnd.jupyter.stderr"]');
            return failed || (prompts.length && prompts.every((text) => /\\[\\d+\\]/.test(text)));
        }""",
        timeout=120_000,
    )
    assert page.locator('.jp-OutputArea [data-mime-type="application/vnd.jupyter.stderr"]').all_text_contents() == []


def saved_as_html(page):
    """What File > Save and Export Notebook As > HTML gives: the page that it opens in a tab of its own."""
    page.evaluate("window.open = address => { window.asked = address; }")
    page.click(".lm-MenuBar-itemLabel:text-is('File')")
    page.hover(".lm-Menu-itemLabel:text-is('Save and Export Notebook As')")
    page.click(".lm-Menu-itemLabel:text-is('HTML')")
    page.click(".jp-Dialog .jp-mod-accept")  # its one question: sanitized, as it offers
    page.wait_for_function("window.asked", timeout=60_000)
    return page.evaluate("fetch(window.asked).then(answer => answer.text())")


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1300, "height": 12000})
    yield page
    page.close()


def test_it_opens_at_the_start_page(lab, page):
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook h1:has-text('Start here')", timeout=90_000)
    page.wait_for_selector(".jp-BreadCrumbs-item[title='notebooks/lab']")
    page.click(".jp-BreadCrumbs-home")  # the project, with its data beside the notebooks
    page.wait_for_selector(".jp-DirListing-itemText >> text='data'")


@pytest.mark.parametrize("name", [*SHORT, *ANALYSES])
def test_run_all_runs_every_cell(lab, page, name):
    run_all(page, f"{lab}/lab/tree/notebooks/{name}.ipynb?reset")
    wait_until_run(page)


def test_explore_is_redrawn_by_keyboard_and_shows_the_words_behind_a_mark(lab, page):
    run_all(page, f"{lab}/lab/tree/notebooks/lab/explore.ipynb?reset")
    question = page.get_by_label("Question", exact=True)
    question.wait_for(timeout=120_000)
    question.focus()
    page.keyboard.press("ArrowUp")  # from reach by sector to the funding gap
    page.wait_for_selector("#fig-requirements_and_funding", timeout=60_000)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.labels?.[0]?.textContent") == "Figure"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#fig-donors", timeout=60_000)
    page.get_by_label("Mark", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("text=Behind the chosen mark: Funding: United States", timeout=60_000)
    assert page.locator("td", has_text="“$22.7M”").count() >= 1
    page.locator("#fig-donors [data-mark='2'] text").click()
    page.wait_for_selector("text=Behind the chosen mark: Funding of all other donors", timeout=60_000)
    assert page.evaluate("document.querySelector('.jp-OutputArea select[size]').selectedIndex") == 2
    exported = saved_as_html(page)
    assert 'id="fig-donors"' in exported
    assert "Behind the chosen mark: Funding of all other donors" in exported

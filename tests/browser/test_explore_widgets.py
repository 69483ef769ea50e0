"""JupyterLab itself: the start page, Run All on its notebooks, explore by keyboard, and figures in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import ROOT, served_lab
from playwright.sync_api import Browser, Page

from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest

SHORT = ("lab/start", "lab/tutorial", "lab/my_analysis")
"""Every cell of the analyses runs in such a kernel under nbval; of one of them, see what its reader sees."""
OPEN = """async path => {
  for (const widget of [...jupyterapp.shell.widgets("main")]) {
    if (widget.sessionContext) await widget.sessionContext.shutdown();
    widget.dispose();
  }
  const panel = await jupyterapp.commands.execute("docmanager:open", {path, factory: "Notebook"});
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
}"""
"""One notebook open, with its kernel: JupyterLab is there already, and takes longer to load than to run one."""

FAINT = """() => {
  const rgba = color => (color.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = color => {
    const linear = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgba(color).slice(0, 3).map(part => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor, parts = rgba(color);
      if (parts.length < 4 || parts[3] > 0.5) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const texts = [...document.querySelectorAll(".r4v-figure svg text, .r4v-figure figcaption p")];
  if (texts.length < 40) return ["expected the texts of the figures, found " + texts.length];
  const unlike = texts.filter(text => {
    const style = getComputedStyle(text);
    return ratio(light(text.closest("svg") ? style.fill : style.color), light(ground(text))) < 3;
  });
  return unlike.map(text => text.textContent.trim());
}"""
"""Texts of figures that hardly differ from the ground that they stand on: less than 3 to 1, large text's least."""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """JupyterLab as `r4v lab` opens it, on a copy of notebooks/ and data/, with settings of its own."""
    folder = tmp_path_factory.mktemp("lab")
    command = ["r4v_analysis.cli", "lab", "--LabApp.expose_app_in_browser=True"]
    with served_lab(command, folder, **{CHECKED: folder_digest(ROOT / "data")}) as address:
        page = browser.new_page(viewport={"width": 1300, "height": 12000})
        page.goto(address)
        yield page
        page.close()


def run_all(page: Page, name: str) -> None:
    page.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)", timeout=90_000)
    page.evaluate(OPEN, f"notebooks/{name}.ipynb")
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")


def wait_until_run(page: Page) -> None:
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


def saved_as_html(page: Page) -> str:
    """What File > Save and Export Notebook As > HTML gives: the page that it opens in a tab of its own."""
    page.evaluate("window.open = address => { window.asked = address; }")
    page.click(".lm-MenuBar-itemLabel:text-is('File')")
    page.hover(".lm-Menu-itemLabel:text-is('Save and Export Notebook As')")
    page.click(".lm-Menu-itemLabel:text-is('HTML')")
    page.click(".jp-Dialog .jp-mod-accept")  # its one question: sanitized, as it offers
    page.wait_for_function("window.asked", timeout=120_000)
    return str(page.evaluate("fetch(window.asked).then(answer => answer.text())"))


def test_it_opens_at_the_start_page(page: Page) -> None:
    page.wait_for_selector(".jp-Notebook h1:has-text('Start here')", timeout=90_000)
    page.wait_for_selector(".jp-BreadCrumbs-item[title='notebooks/lab']")
    page.click(".jp-BreadCrumbs-home")  # the project, with its data beside the notebooks
    page.wait_for_selector(".jp-DirListing-itemText >> text='data'")


@pytest.mark.parametrize("name", SHORT)
def test_run_all_runs_every_cell(page: Page, name: str) -> None:
    run_all(page, name)
    wait_until_run(page)


def test_explore_is_redrawn_by_keyboard_and_shows_the_words_behind_a_mark(page: Page) -> None:
    run_all(page, "lab/explore")
    question = page.get_by_label("Question", exact=True)
    question.wait_for(timeout=120_000)
    wait_until_run(page)  # a cell that ends takes the focus to the next one
    question.focus()
    page.keyboard.press("ArrowUp")  # from reach by sector to the funding gap
    page.wait_for_selector("#fig-requirements_and_funding", timeout=120_000)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.labels?.[0]?.textContent") == "Figure"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#fig-donors", timeout=120_000)
    page.get_by_label("Mark", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("text=Behind the chosen mark: Funding: United States", timeout=120_000)
    assert page.locator("td", has_text="“$22.7M”").count() >= 1
    page.locator("#fig-donors [data-mark='2'] text").click()
    page.wait_for_selector("text=Behind the chosen mark: Funding of all other donors", timeout=120_000)
    assert page.evaluate("document.querySelector('.jp-OutputArea select[size]').selectedIndex") == 2
    exported = saved_as_html(page)
    assert 'id="fig-donors"' in exported
    assert "Behind the chosen mark: Funding of all other donors" in exported


def test_run_all_shows_sentences_figures_and_tables_as_they_are_and_legible_in_both_themes(
    page: Page, rendered_output
) -> None:
    run_all(page, "funding_gap")
    page.wait_for_selector("#tab-funding_gap_formulas", timeout=120_000)
    title = page.locator("#fig-requirements_and_funding figcaption p").first
    assert title.inner_text() == "US$295 million of US$318 million is missing, with 58.1% of the year gone"
    texts = page.locator("#fig-requirements_and_funding svg text").all_text_contents()
    assert "US$22.7 million" in [text.strip() for text in texts]
    assert page.locator("mjx-container").count() == 0  # two dollar signs are no formula
    exported = (rendered_output / "PER_2023-05_2023-07" / "funding_gap.en.html").read_text(encoding="utf-8")
    assert page.locator("figure.r4v-figure svg").count() == exported.count("<figure ") == 3
    page.locator("a.r4v-num").first.click()
    page.wait_for_function("document.getElementById('how-coverage.since_january').getBoundingClientRect().top >= 0")
    faint = {"light": page.evaluate(FAINT)}
    page.click(".lm-MenuBar-itemLabel >> text=Settings")
    page.hover(".lm-Menu-itemLabel:text-is('Theme')")
    page.click(".lm-Menu-itemLabel:text-is('JupyterLab Dark')")
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    faint["dark"] = page.evaluate(FAINT)
    assert faint == {"light": [], "dark": []}

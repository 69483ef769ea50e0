"""JupyterLab itself: Run All on a notebook, and what its reader sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import served_lab

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
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of notebooks/ and data/, with settings of its own."""
    folder = tmp_path_factory.mktemp("lab")
    with served_lab(["jupyterlab", f"--ServerApp.root_dir={folder}"], folder) as address:
        yield address


def test_run_all_shows_sentences_figures_and_tables_as_they_are_and_legible_in_both_themes(
    lab, browser, rendered_output
):
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
    page.close()

"""Whole pages, parsed. All notebooks, reports and numbers here are synthetic."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import synthetic_index as indexes
import synthetic_notebook as synthetic
from bs4 import BeautifulSoup
from markupsafe import Markup
from synthetic_notebook import HOSTILE, RIGHT_TO_LEFT, Headline, code, context, notebook, prose

from r4v_analysis.exhibits.fonts import font_faces
from r4v_analysis.render.html import page as site
from r4v_analysis.render.html.page import Link

FAILURE = {
    "report_id": "PER_2023-05_2023-07",
    "notebook": "funding_gap",
    "lang": "en",
    "cell": "cell 4 (fig-gap)",
    "error": "KeyError: 'funding'",
}


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def analysis() -> str:
    return site.page(synthetic.full(), context())


@pytest.fixture(scope="module")
def index() -> str:
    return indexes.index_of(indexes.data())


@pytest.fixture(scope="module")
def failure() -> str:
    return site.failure_page(**FAILURE)


@pytest.fixture(params=["analysis", "index", "failure"])
def any_page(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def test_nothing_outside_the_file_is_loaded(any_page: str) -> None:
    page = parsed(any_page)
    loading = page.select("[src], link, [data], [poster], use, image")
    addresses = [tag.get("src") or tag.get("href") or tag.get("xlink:href") for tag in loading]
    assert addresses
    assert [address for address in addresses if not address.startswith(("data:", "#"))] == []
    assert page.select("iframe, object, embed, base, form") == []
    style = "".join(tag.text for tag in page.select("style"))
    assert "@import" not in style
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)\)", style))


def test_the_policy_allows_the_page_s_own_scripts_and_nothing_else(any_page: str) -> None:
    page = parsed(any_page)
    scripts = [script for script in page.select("script") if script.get("type") != "application/json"]
    digests = [base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode() for script in scripts]
    assert len(digests) == (2 if "r4v-index" in page.body["class"] else 1)
    policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')
    before, allowed, after = re.split("script-src |; base-uri", policy["content"])
    assert before == "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    assert sorted(allowed.split()) == sorted(f"'sha256-{digest}'" for digest in digests)
    assert after == " 'none'; form-action 'none'"
    assert policy.find_previous(["style", "script", "link"]) is None


def test_a_page_has_one_title_one_main_part_and_a_language(any_page: str) -> None:
    page = parsed(any_page)
    assert page.html["lang"] == "en"
    assert (
        len(page.select("h1"))
        == len(page.select("main"))
        == len(page.select("header"))
        == len(page.select("footer"))
        == 1
    )
    assert page.select_one("body > a")["href"] == "#main"


def test_every_id_is_unique_and_every_inner_link_has_its_target(any_page: str) -> None:
    page = parsed(any_page)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= set(ids)


def test_the_header_says_what_the_page_is_about(analysis: str) -> None:
    page = parsed(analysis)
    header = page.header.get_text(" ", strip=True)
    assert page.title.text == "Funding gap: Peru, May – July 2023"
    assert page.h1.text == "Funding gap"
    for text in ("Peru, May – July 2023", "Synthetic situation report on nobody", "GTRM", "PER_2023-05_2023-07"):
        assert text in header
    assert "Uses only what was known on 31 July 2023" in header


def test_headline_numbers_stand_with_their_qualifiers(analysis: str) -> None:
    rows = parsed(analysis).select(".r4v-headlines > div")
    assert len(rows) == 4
    assert (
        rows[1].get_text("|", strip=True) == "People reached|123.4 thousand|includes people in transit; printed: 123,4K"
    )


def test_the_other_pages_are_linked_and_the_own_one_is_marked(analysis: str) -> None:
    links = parsed(analysis).select('nav[aria-label="Pages"] a')
    assert [link["href"] for link in links] == [
        "../index.html",
        "funding_gap.en.html",
        "sector_reach.en.html",
        "regularization_uptake.en.html",
    ]
    assert [link.text for link in links if link.get("aria-current") == "page"] == ["Funding gap"]


def test_the_contents_list_each_section_once(analysis: str) -> None:
    page = parsed(analysis)
    sections = [(f"#{heading['id']}", heading.text) for heading in page.select("main h2")]
    assert len(sections) == 7
    assert sections[-1] == ("#about-this-page", "About this page")
    for contents in page.select(".r4v-contents"):
        assert contents["aria-label"] == "Contents"
        assert [(link["href"], link.text) for link in contents.select("a")] == sections


def test_a_page_of_one_section_needs_no_contents() -> None:
    assert parsed(site.page(notebook(prose("# T"), prose("## Only")), context())).select(".r4v-contents") == []


def test_the_control_for_all_code_is_hidden_until_the_script_shows_it(analysis: str) -> None:
    button = parsed(analysis).select_one("#r4v-all-code")
    assert button.has_attr("hidden")
    assert (button.text, button["data-close"]) == ("Open all code", "Close all code")


def test_a_shared_page_says_its_bottom_line(analysis: str) -> None:
    page = parsed(analysis)
    told = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert told["og:title"] == page.title.text
    assert told["og:description"] == page.select_one(".r4v-bottom-line :is(p, li)").get_text()


def test_a_page_leads_to_its_notebook_and_its_numbers() -> None:
    links = [Link("Notebook", "funding_gap.en.ipynb"), Link("Numbers", "metrics.json")]
    page = parsed(site.page(synthetic.full(), context(files=links)))
    assert [link["href"] for link in page.select(".r4v-files a")] == ["funding_gap.en.ipynb", "metrics.json"]


def test_a_page_ends_with_its_version_data_parameters_and_standing(analysis: str) -> None:
    about, footer = parsed(analysis).select_one(".r4v-about"), parsed(analysis).footer
    assert "r4v-analysis 0.1.0" in about.text
    assert "0123456789abcdef" * 4 in about.text
    assert [row.text for row in about.select("dl li")] == [
        "report_id = PER_2023-05_2023-07",
        "lang = en",
        'as_of = ""',
        "target = 45600",
    ]
    assert "This is not an official UNHCR or R4V product." in footer.text
    assert "MIT licence" in footer.text


def test_a_change_leads_to_the_row_that_the_page_shows_and_nowhere_else() -> None:
    linked = Markup('<a class="r4v-num" href="#src-{}">5</a>, after <a class="r4v-num" href="#src-gone">4 &amp; 3</a>.')
    report_id = context().report_id
    table = f'<table><tr id="src-{report_id}-a"><td>5</td></tr></table>'
    changes = [linked.format(f"{report_id}-a"), HOSTILE]
    page = parsed(site.page(notebook(prose("# T"), code("x", synthetic.shown(table))), context(changes=changes)))
    first, second = page.select(".r4v-changes li")
    assert first.text == "5, after 4 & 3."
    assert [link["href"] for link in first.select("a")] == [f"#src-{report_id}-a"]
    assert second.text == HOSTILE


def test_data_is_text_and_never_markup() -> None:
    hostile = dict.fromkeys(("title", "report_title", "country", "period", "platform", "as_of", "version"), HOSTILE)
    shown = context(**hostile, parameters={HOSTILE: HOSTILE}, headlines=[Headline(HOSTILE, HOSTILE, HOSTILE)])
    page = parsed(site.page(notebook(prose("# T")), shown))
    assert page.h1.text == HOSTILE
    assert page.select_one(".r4v-value").text == HOSTILE
    assert len(page.select("script")) == 1
    assert page.img is None
    assert "{{ 7*7 }}" in page.title.text
    assert len(page.select("[onerror]")) == 0


def test_a_failure_escapes_too() -> None:
    html = site.failure_page(
        **{**FAILURE, "error": HOSTILE, "notebook": HOSTILE}, traceback=HOSTILE, output=HOSTILE, source=HOSTILE
    )
    page = parsed(html)
    assert HOSTILE in page.main.text
    assert len(page.select("script")) == 1
    assert page.img is None


def test_long_and_right_to_left_text_is_kept_whole() -> None:
    page = parsed(site.page(notebook(prose("# T")), context(report_title="x" * 10_000, title=RIGHT_TO_LEFT)))
    assert "x" * 10_000 in page.header.text
    assert page.h1.text == RIGHT_TO_LEFT
    assert page.h1["dir"] == "auto"


def test_the_same_input_gives_the_same_bytes_in_another_process(analysis: str) -> None:
    script = (
        "import hashlib, synthetic_notebook as s; from r4v_analysis.render.html import page as site; "
        "print(hashlib.sha256(site.page(s.full(), s.context()).encode()).hexdigest())"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
    }
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert run.stdout.strip() == hashlib.sha256(analysis.encode()).hexdigest()


def test_a_page_carries_the_style_and_the_font_of_figures_where_it_shows_one(analysis: str, failure: str) -> None:
    without = site.page(notebook(prose("# T"), code("1")), context())
    assert font_faces() in analysis
    assert '[fill="#0072bc"]' in analysis
    for page in (without, failure):
        assert "@font-face" not in page
        assert '[fill="#0072bc"]' not in page
    assert len(without.encode()) < 40_000


def test_styles_and_scripts_are_made_once_a_process(analysis: str) -> None:
    assert site.assets("page", "figure") is site.assets("page", "figure")
    assert str(site.assets("page", "figure").style) in analysis
    assert "/*" not in site.assets("page", "figure", "summary", "index").style
    assert "\n  " not in site.assets("page").script


@pytest.mark.parametrize(
    "href", ["https://example.org", "//example.org/a", "/etc/a", "javascript:alert(1)", "file:///a", "\\\\a\\b"]
)
def test_a_link_that_leads_outside_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="href: expected a relative path, found "):
        Link("x", href)


def test_a_failure_names_place_error_parameters_and_the_end_of_the_output() -> None:
    html = site.failure_page(
        **FAILURE,
        traceback="\n".join(f"\x1b[31mline\x1b[0m {number}" for number in range(100)),
        output="said <this>",
        source="show(plots.gap(report))",
        parameters={"report_id": "PER_2023-05_2023-07", "as_of": ""},
    )
    page = parsed(html)
    assert page.h1.text == "funding_gap could not be rendered"
    assert (
        page.select_one(".r4v-error").get_text("|", strip=True) == "It stopped in cell 4 (fig-gap).|KeyError: 'funding'"
    )
    code_text, report, output = (block.text for block in page.select("pre"))
    assert code_text == "show(plots.gap(report))"
    assert report.splitlines()[:2] == ["…", "line 40"]
    assert report.splitlines()[-1] == "line 99"
    assert output == "said <this>"
    assert 'as_of = ""' in page.footer.text


def test_a_failure_without_a_cell_shows_each_of_its_problems() -> None:
    page = parsed(site.failure_page(**{**FAILURE, "cell": "", "error": "one\ntwo"}))
    assert page.select_one(".r4v-error").get_text("|", strip=True) == "one|two"
    assert page.select("pre") == []


def test_the_module_loads_without_what_only_rendering_needs() -> None:
    slow = ("nbconvert", "nbformat", "fontTools", "jinja2")
    script = f"import sys, r4v_analysis.render.html.page; print([name for name in {slow} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_code_and_parameters_are_on_the_page(analysis: str) -> None:
    labels = [block.summary.text for block in parsed(analysis).select("main details.r4v-code")]
    assert labels[:6] == ["Code"] * 6
    assert labels[6:] == ["Parameters and their defaults", "Parameters of this page", "Set-up"]


def test_two_pages_do_not_leak_into_each_other() -> None:
    first = site.page(notebook(prose("# A"), prose("## S"), prose("## S")), context())
    site.page(notebook(prose("# B"), prose("## S"), code("x")), context(title="B"))
    assert site.page(notebook(prose("# A"), prose("## S"), prose("## S")), context()) == first

"""An executed notebook's cells as HTML. All notebooks here are synthetic."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
import synthetic_notebook as synthetic
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_output
from synthetic_notebook import PIXEL, code, notebook, prose, shown, stream

from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.render.html.cells import notebook_html, slugified


def rendered(*cells: NotebookNode) -> BeautifulSoup:
    return BeautifulSoup(notebook_html(notebook(*cells), "en")[0], "html.parser")


def displayed(data: dict[str, str], **metadata: object) -> NotebookNode:
    return code("x", new_output("display_data", data=data, metadata=metadata))


def test_the_title_is_left_to_the_page_and_a_later_one_becomes_a_section() -> None:
    html, headings = notebook_html(notebook(prose("# Funding gap\n\nHow much?"), prose("# Again\n\n## More")), "en")
    assert "<h1" not in html
    assert "Funding gap" not in html
    assert [(heading.level, heading.id, heading.text) for heading in headings] == [
        (2, "again", "Again"),
        (2, "more", "More"),
    ]


def test_heading_ids_are_unique_and_never_one_that_an_output_has() -> None:
    cells = [prose("# T"), prose("## Sources"), prose("## Sources"), prose("## Fig gap"), prose("## Main")]
    html, headings = notebook_html(notebook(*cells, code("x", shown('<figure id="fig-gap">1</figure>'))), "en")
    assert [heading.id for heading in headings] == ["sources", "sources-2", "fig-gap-2", "main-2"]
    assert BeautifulSoup(html, "html.parser").find(id="fig-gap").name == "figure"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What the money covers", "what-the-money-covers"),
        ("¿Cuánto falta? (según la OCHA)", "cuanto-falta-segun-la-ocha"),
        ("تقرير", "section"),
        ("", "section"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_heading_id_can_be_typed(text: str, slug: str) -> None:
    assert slugified(text) == slug


def test_markup_in_a_heading_is_not_part_of_its_name() -> None:
    headings = notebook_html(notebook(prose("# T"), prose("## `reach` & *more* <em>yet</em>")), "en")[1]
    assert [(heading.id, heading.text) for heading in headings] == [("reach-more-yet", "reach & more yet")]


def test_headings_have_no_sign_that_a_screen_reader_would_read() -> None:
    assert rendered(prose("# T"), prose("## Sources")).h2.decode_contents() == "Sources"


def test_code_is_folded_and_named_by_its_tag_what_only_runners_need_last() -> None:
    cells = [
        code("a = 1", tag="parameters"),
        code("a = 2", tag="injected-parameters"),
        code("import b", tag="setup"),
        code("c"),
    ]
    blocks = rendered(*cells).select("details.r4v-code")
    assert [block.summary.text for block in blocks] == [
        "Code",
        "Parameters and their defaults",
        "Parameters of this page",
        "Set-up",
    ]
    assert [block.pre.text for block in blocks] == ["c", "a = 1", "a = 2", "import b"]
    assert not any(block.has_attr("open") for block in blocks)


def test_prose_about_parameters_is_for_jupyterlab_and_not_for_the_page() -> None:
    note = prose("The next cell holds the parameters.")
    note.metadata["tags"] = ["parameters-note"]
    assert rendered(prose("# T"), note, prose("Shown.")).get_text(strip=True) == "Shown."


def test_what_a_cell_of_caveats_says_under_its_heading_is_a_callout_in_its_language() -> None:
    tagged = prose("## What it does not mean\n\n- **Not this.** Why.")
    tagged.metadata = {"tags": ["caveat"], "lang": "en"}
    page = rendered(prose("# T"), prose("## Before\n\n- A list."), tagged)
    (callout,) = page.select(".r4v-caveat")
    assert callout.get_text(strip=True) == "Not this.Why."
    assert callout.find_previous("h2").text == "What it does not mean"
    assert [block["lang"] for block in (callout, callout.find_previous("h2").parent)] == ["en", "en"]


def test_a_cell_of_caveats_without_a_heading_is_a_callout_whole() -> None:
    tagged = prose("Mind this.")
    tagged.metadata["tags"] = ["caveat"]
    page = rendered(prose("# T"), tagged)
    assert page.select_one(".r4v-caveat").get_text(strip=True) == "Mind this."
    assert page.select(".r4v-text") == []


def test_an_exhibit_comes_before_the_code_that_made_it() -> None:
    page = rendered(displayed({"text/html": "<b>exhibit</b>"}))
    assert [tag.name for tag in page.find_all(["b", "details"])] == ["b", "details", "details"]


def test_code_is_shown_to_its_last_character() -> None:
    source = "answer = '" + "x" * 500 + '\'  # <b> & "quotes"'
    assert rendered(code(source)).pre.text == source


def test_an_empty_cell_leaves_nothing() -> None:
    assert rendered(code(""), prose(""), prose("# T")).text.strip() == ""


def test_html_is_preferred_to_other_forms_of_an_output() -> None:
    page = rendered(displayed({"text/plain": "plain", "image/png": PIXEL, "text/html": "<b>rich</b>"}))
    assert page.b.text == "rich"
    assert page.img is None
    assert "plain" not in page.text


def test_markdown_output_shares_the_page_s_headings() -> None:
    html, headings = notebook_html(
        notebook(prose("# T"), prose("## A"), displayed({"text/markdown": "## A\n\n*b*"})), "en"
    )
    assert [heading.id for heading in headings] == ["a", "a-2"]
    assert "<em>b</em>" in html


def test_a_picture_carries_the_alternative_text_of_its_output() -> None:
    page = rendered(displayed({"image/png": PIXEL}, **{"image/png": {"alt": 'a "red" dot'}}))
    assert page.img["alt"] == 'a "red" dot'
    assert page.img["src"] == f"data:image/png;base64,{PIXEL}"
    assert page.select(".r4v-problem") == []


def test_a_vector_picture_can_t_act_and_takes_its_alternative_text_too() -> None:
    page = rendered(displayed({"image/svg+xml": "<svg><script>1</script></svg>"}, alt="a line"))
    assert page.img["alt"] == "a line"
    assert page.img["src"].startswith("data:image/svg+xml;base64,")
    assert page.svg is None


def test_a_picture_without_alternative_text_is_shown_as_a_problem() -> None:
    page = rendered(displayed({"image/png": PIXEL}))
    assert "has no text alternative" in page.select_one(".r4v-problem").text
    assert not page.img.has_attr("alt")
    assert "No description has been provided" not in str(page)


def test_plain_text_and_printed_text_are_escaped() -> None:
    page = rendered(displayed({"text/plain": synthetic.HOSTILE}), code("y", stream("stdout", synthetic.HOSTILE + "\n")))
    assert [block.text for block in page.select("pre.r4v-output")] == [synthetic.HOSTILE, synthetic.HOSTILE]
    assert page.script is None
    assert page.img is None


def test_a_result_is_shown_like_a_displayed_item() -> None:
    result = new_output("execute_result", data={"text/plain": "42"}, execution_count=1)
    assert rendered(code("x", result)).select_one("pre.r4v-output").text == "42"


def test_an_error_stands_out_with_its_report_without_colour_codes() -> None:
    error = new_output(
        "error", ename="KeyError", evalue="'<gap>'", traceback=["\x1b[31mTraceback\x1b[0m", "KeyError: '<gap>'"]
    )
    block = rendered(code("x", error)).select_one(".r4v-problem.r4v-error")
    assert block.p.text == "This cell failed. KeyError: '<gap>'"
    assert block.pre.text == "Traceback\nKeyError: '<gap>'"


def test_a_warning_stands_out_from_printed_text() -> None:
    page = rendered(code("x", stream("stdout", "fine"), stream("stderr", "UserWarning: <odd>")))
    assert page.select_one(".r4v-stderr pre").text == "UserWarning: <odd>"
    assert [block.text for block in page.select("pre") if not block.find_parent(class_="r4v-problem")] == [
        "fine",
        "x",
    ]


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
def test_an_output_that_no_page_can_show_is_said() -> None:
    page = rendered(displayed({"application/x-thing": "1"}))
    assert page.select_one(".r4v-problem").text == "This output has no form that a page can show: application/x-thing."


def test_a_link_that_would_run_a_script_is_disarmed() -> None:
    assert rendered(prose("[x](javascript:alert(1))")).a["href"] == "#harmful-link"


def test_a_notebook_is_not_changed_by_being_shown() -> None:
    cells = synthetic.full()
    before = str(cells)
    notebook_html(cells, "en")
    assert str(cells) == before


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ((prose("intro"), prose("text\n\n# Sector reach #\n\n# Other")), "Sector reach"),
        ((code("# not a title"), prose("## Neither")), "own"),
    ],
)
def test_the_title_of_a_notebook_is_its_first_heading(cells: tuple[NotebookNode, ...], title: str) -> None:
    assert NotebookFile(Path("own.ipynb"), nbformat.writes(notebook(*cells))).title == title

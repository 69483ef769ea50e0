"""All pages of a run over all reports, parsed: what tests in a browser see on a few, looked for on each."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bleach._vendor.html5lib import HTMLParser  # nbconvert brings it; the only strict parser in the environment

from r4v_analysis.analysis.comparison.facts import all_facts
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.render.html.index_data import row_address

DATA = Path(__file__).parent.parent.parent / "data"
NAME = re.compile(r"(funding_gap|sector_reach|regularization_uptake|summary)\.(en|es)\.html")
FULL, FRAME, REST = 250_000, 110_000, 60_000
"""A page without a figure may be mostly tables: a programme's known counts, a row each, and a row for every source and
formula, by which its numbers are traced. What is no figure, font or table has the third, narrower budget."""
ZIP = "application/zip;base64"
_FONT = re.compile(r"@font-face\{[^}]*\}")
_FIGURE = re.compile(r"<figure .*?</figure>", re.DOTALL)
_TABLE = re.compile(r'<div class="r4v-table" .*?</table></div>.*?</div>', re.DOTALL)
_CARRIED = re.compile(r'download="([\w.]+)" href="data:([^,]*),([^"]*)"')


@pytest.fixture(scope="module")
def pages(rendered_output: Path) -> dict[Path, str]:
    """The text of each page of an analysis and of each summary."""
    found = {path: path.read_text(encoding="utf-8") for path in sorted(rendered_output.rglob("*.html"))}
    kept = {path: text for path, text in found.items() if NAME.fullmatch(path.name)}
    assert len(kept) > 100
    return kept


def wrong(pages: dict[Path, str], faults) -> list[str]:
    return [f"{path.parent.name}/{path.name}: {fault}" for path, text in pages.items() for fault in faults(path, text)]


def heavier_than(limit: int, measured):
    """A fault for each page of which what `measured` leaves is heavier than so many bytes."""

    def faults(_path, text):
        weight = len(measured(text).encode())
        return [weight] if weight > limit else []

    return faults


def test_no_page_weighs_more_than_250_kilobytes(pages):
    assert wrong(pages, heavier_than(FULL, lambda text: text)) == []


def test_a_countrys_page_without_a_figure_weighs_at_most_110_kilobytes_with_all_that_it_carries(pages):
    of_countries = {path: text for path, text in pages.items() if not path.parent.name.startswith("XRG")}
    without = {path: text for path, text in of_countries.items() if "<figure" not in text}
    assert len(without) > 10
    assert wrong(without, heavier_than(FRAME, lambda text: text)) == []


def test_any_page_weighs_at_most_60_kilobytes_without_its_figures_their_font_and_its_tables(pages):
    def rest(text):
        return _TABLE.sub("", _FIGURE.sub("", _FONT.sub("", text)))

    assert wrong(pages, heavier_than(REST, rest)) == []


def test_every_page_is_valid_html(pages):
    def faults(_path, text):
        parser = HTMLParser(strict=False)
        parser.parse(re.sub(r"data:[^\"']{200,}", "data:,", text))
        return [f"{error} {place}" for place, error, _values in parser.errors]

    assert (
        wrong({path: text for path, text in pages.items() if "PER_2023" in str(path) or ".es." in path.name}, faults)
        == []
    )


def test_ids_are_unique_and_every_link_of_a_page_has_its_target(pages, rendered_output):
    ids = {path: re.findall(r'\bid="([^"]*)"', text) for path, text in pages.items()}
    known = {path: set(found) for path, found in ids.items()}

    def faults(path, text):
        yield from {name for name in ids[path] if ids[path].count(name) > 1}
        for address in set(re.findall(r'<a [^>]*?href="([^"]*)"', text)):
            parts = urlsplit(unescape(address))
            if parts.scheme:
                continue
            target = (path.parent / parts.path).resolve() if parts.path else path
            if not target.is_file():
                yield f"no file {address}"
            elif parts.fragment and target in known and unquote(parts.fragment) not in known[target]:
                yield f"no place {address}"

    assert wrong(pages, faults) == []


def test_every_number_that_the_index_compares_leads_to_its_row(pages, rendered_output):
    """Those of the table without a script, and those that the script has for any pair of reports."""
    rows = {path: set(re.findall(r'<tr id="([^"]*)"', text)) for path, text in pages.items()}
    for name in ("index.html", "index.es.html"):
        index = (rendered_output / name).read_text(encoding="utf-8")
        addresses = set(re.findall(r'<a class="r4v-num" href="([^"]*)"', index))
        hrefs = re.findall(r'<li[^>]*><a href="([^"]*)"', index)
        for facts in all_facts(load_unchecked(DATA)).values():
            addresses.update(row_address(fact, facts.report_id, hrefs) for fact in facts.facts.values())
        assert len(addresses) > 100
        parts = [urlsplit(address) for address in addresses if address]
        assert [part for part in parts if part.fragment not in rows[rendered_output / part.path]] == []


def test_every_figure_says_what_it_shows_and_every_number_is_numbered_for_print(pages):
    def faults(_path, text):
        for label in re.findall(r"<svg (?:role=\"(?:img|group)\" aria-label=\"([^\"]*)\")?", text):
            if len(label.split()) < 4:
                yield f"alternative text {label!r}"
        for tag in re.findall(r"<img [^>]*>", text):
            yield f"a picture in a page of drawings: {tag[:80]}"
        if 'class="r4v-page"' in text:
            main = text[text.index("<main") :]
            for tag in re.findall(r'<a class="r4v-num"[^>]*>', main):
                if "data-note" not in tag and 'href="#' in tag:
                    yield tag

    assert wrong(pages, faults) == []


def test_every_number_at_a_mark_of_a_figure_leads_to_its_row(pages):
    def faults(path, text):
        if path.name.startswith("summary"):
            return
        for figure in _FIGURE.findall(text):
            alone = re.sub(r"<a .*?</a>", "", figure[: figure.find("</svg>")], flags=re.DOTALL)
            yield from re.findall(r'<text[^>]* font-weight="700"[^>]*>([^<]*\d[^<]*)</text>', alone)

    assert wrong(pages, faults) == []


def test_every_table_carries_the_file_beside_the_page_and_needs_no_script_for_it(pages):
    kinds = set()

    def faults(path, text):
        carried = _CARRIED.findall(text)
        kinds.update(kind for _name, kind, _content in carried)
        if len(carried) != text.count("<table"):
            yield f"{text.count('<table')} tables, {len(carried)} downloads"
        for name, kind, content in carried:
            csv = unquote(unescape(content)).encode()
            if kind == ZIP:
                with zipfile.ZipFile(io.BytesIO(base64.b64decode(content))) as archive:
                    csv = archive.read(name.removesuffix(".zip"))
            if csv != (path.parent / "tables" / name.removesuffix(".zip")).read_bytes():
                yield name

    assert wrong(pages, faults) == []
    assert kinds == {"text/csv;charset=utf-8", ZIP}


def test_a_page_says_nothing_that_only_jupyterlab_needs(pages):
    def faults(_path, text):
        content = text.split("</style>", 1)[1]
        words = ("mathjax", "noreferrer", 'text-align:start"', "background-color:#fff")
        return [word for word in words if word in content]

    assert wrong(pages, faults) == []


def test_the_limits_are_a_callout_on_every_page_of_an_analysis(pages):
    warning = re.compile(r'<h2 id="(?:limits|limites)">[^<]*(?:<a [^>]*></a>)?</h2></div>\s*<div class="r4v-caveat"')

    def faults(_path, text):
        return [] if 'class="r4v-summary"' in text or len(warning.findall(text)) == 1 else ["no callout"]

    assert wrong(pages, faults) == []


def test_colours_of_figures_are_those_that_the_dark_theme_knows(pages):
    def faults(_path, text):
        style, content = text.split("</style>", 1)
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', content))
        yield from sorted(used - set(re.findall(r'\[fill="(#[0-9a-f]{6})"\]', style)))

    assert wrong(pages, faults) == []

"""All pages of a run over all reports, parsed: what tests in a browser see on a few, looked for on each."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bleach._vendor.html5lib import HTMLParser  # nbconvert brings it; the only strict parser in the environment

from r4v_analysis.exhibits import LONG

NAME = re.compile(r"(funding_gap|sector_reach|regularization_uptake|summary)\.(en|es)\.html")
FULL, FRAME = 250_000, 60_000
_FONT = re.compile(r"@font-face\{[^}]*\}")
_CARRIED = re.compile(r'download="([\w.]+)" href="data:text/csv;charset=utf-8,([^"]*)"')


@pytest.fixture(scope="module")
def pages(rendered_output: Path) -> dict[Path, str]:
    """The text of each page of an analysis and of each summary."""
    found = {path: path.read_text(encoding="utf-8") for path in sorted(rendered_output.rglob("*.html"))}
    kept = {path: text for path, text in found.items() if NAME.fullmatch(path.name)}
    assert len(kept) > 100
    return kept


def wrong(pages: dict[Path, str], faults) -> list[str]:
    return [f"{path.parent.name}/{path.name}: {fault}" for path, text in pages.items() for fault in faults(path, text)]


def test_a_full_page_weighs_at_most_250_kilobytes(pages):
    assert wrong(pages, lambda _path, text: [len(text.encode())] if len(text.encode()) > FULL else []) == []


def test_a_page_without_figures_tables_and_font_weighs_at_most_60_kilobytes(pages):
    def weight(_path, text):
        bare = re.sub(
            r"<figure .*?</figure>|<div class=\"r4v-table .*?</table></div>", "", _FONT.sub("", text), flags=re.S
        )
        return [len(bare.encode())] if len(bare.encode()) > FRAME else []

    assert wrong(pages, weight) == []


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


def test_every_figure_says_what_it_shows_and_every_number_is_numbered_for_print(pages):
    def faults(_path, text):
        for label in re.findall(r"<svg (?:role=\"img\" aria-label=\"([^\"]*)\")?", text):
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


def test_a_download_in_a_page_is_the_file_beside_it(pages):
    count = 0

    def faults(path, text):
        nonlocal count
        for name, encoded in _CARRIED.findall(text):
            count += 1
            file = path.parent / "tables" / name
            if len(unquote(encoded)) > LONG or unquote(unescape(encoded)) != file.read_text(encoding="utf-8"):
                yield name

    assert wrong(pages, faults) == []
    assert count > 100


def test_colours_of_figures_are_those_that_the_dark_theme_knows(pages):
    def faults(_path, text):
        style, content = text.split("</style>", 1)
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', content))
        yield from sorted(used - set(re.findall(r'\[fill="(#[0-9a-f]{6})"\]', style)))

    assert wrong(pages, faults) == []

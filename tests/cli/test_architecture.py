"""ARCHITECTURE.md and CONTRIBUTING.md tell the truth: what they name is there, and no room is left out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "r4v_analysis"
NAMED = re.compile(r"`([\w./*-]+(?:/|\.py|\.md|\.po|\.csv|\.ipynb|\.toml))`")


@pytest.mark.parametrize(
    "page",
    [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        *map(str, (path.relative_to(ROOT) for path in ROOT.glob("docs/decisions/*.md"))),
    ],
)
def test_every_path_that_a_page_names_is_there(page):
    names = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    places = (ROOT, PACKAGE, PACKAGE / "data" / "check", PACKAGE / "analysis" / "funding")
    lost = [name for name in names if "<" not in name and not any(list(place.glob(name)) for place in places)]
    assert lost == []


def test_every_room_has_its_line():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition("## Rooms")[2].partition("## One idea")[0]
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    files = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    assert sorted(name for name in rooms | files if f"`{name}`" not in table) == []
    assert len(files) <= 6


def test_architecture_is_one_page_and_the_readme_short():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")) < 6_000
    assert len((ROOT / "README.md").read_text(encoding="utf-8")) < 7_000

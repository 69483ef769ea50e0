"""Widths put together letter by letter are those that Matplotlib finds for a whole text."""

import io
import re

import matplotlib as mpl
import pytest
from babel.messages.mofile import read_mo
from matplotlib.figure import Figure
from matplotlib.textpath import text_to_path

from r4v_analysis.exhibits import canvas, svg
from r4v_analysis.exhibits.letters import typeface
from r4v_analysis.language.formats import CATALOGUES, DOMAIN

JOINED = "affix after offices first fflush ttf Títulos «fi» 281,7 – US$22.7 M"
"""Letters that the font draws as one, and signs of every kind."""


def _messages():
    with (CATALOGUES / "es" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        texts = [str(text) for message in read_mo(file) for text in (message.id, message.string)]
    return sorted({text.split("\n")[0][:80] for text in texts if text.split("\n")[0].strip()})[::7]


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_texts_size_is_the_one_that_matplotlib_finds(weight):
    face = typeface(weight)
    known = [text for text in [*_messages(), JOINED] if face.has(text)]
    assert len(known) > 200
    prop = face.properties.copy()
    prop.set_size(9)
    for text in known:
        assert face.size(text, 9) == text_to_path.get_text_width_height_descent(text, prop, False), text


def test_what_the_font_lacks_is_left_to_matplotlib():
    assert typeface("normal").has("Protección – niñez")
    assert not typeface("normal").has("√2")


@pytest.mark.filterwarnings("ignore:Glyph 8730")
@pytest.mark.parametrize("layout", ["none", "tight", "constrained"])
def test_a_drawing_is_the_one_that_matplotlib_makes(layout):
    with canvas.style():
        figure = Figure(layout=layout)
        axes = figure.subplots()
        axes.barh(["Protección", "Salud (√)"], [2, 1], label="first offices")
        axes.set_title("Títulos", style="italic")
        axes.legend()
        ours = svg.svg_text(figure, "own", "")
        buffer = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none"}):
            figure.savefig(buffer, format="svg")
    assert buffer.getvalue().count("<text") == ours.count("<text") > 5
    assert _places(ours) == _places(buffer.getvalue())


def _places(drawing):
    return re.findall(r'<text [^>]*transform="([^"]*)"', drawing)

"""PDF: what a reader does not see is left out and said, what stands turned or in a form's field is read."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from r4v_analysis.intake.documents import pdf, pdf_words
from r4v_analysis.intake.documents.read import read_document

SEEN = "Partners met 11 times"
HIDDEN = "Partners met 22 times"
PICTURE = ImageReader(Image.new("RGB", (20, 30), (200, 120, 110)))


def page(draw):
    """A page with a line that is seen, and what `draw` puts on it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, SEEN)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(raw, change):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The process that guards the reader is tried elsewhere, and takes its time."""
    monkeypatch.setattr(pdf, "_words", pdf_words.words_of)


@pytest.fixture
def read(tmp_path):
    def of(raw):
        path = tmp_path / "report.pdf"
        path.write_bytes(raw)
        return read_document(path)

    return of


def written(canvas, text=HIDDEN, at=(60, 700)):
    canvas.drawString(*at, text)


def as_mode(canvas, mode):
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(mode)
    text.textOut(HIDDEN)
    canvas.drawText(text)


def coloured(canvas, colour):
    canvas.setFillColor(colour)
    written(canvas)


def on_ground(canvas):
    canvas.setFillColor(Color(0, 0.4, 0.8))
    canvas.rect(50, 690, 200, 30, fill=1)
    written(canvas)


def clipped(canvas):
    path = canvas.beginPath()
    path.rect(300, 600, 50, 50)
    canvas.clipPath(path, stroke=0)
    written(canvas)


def under_a_picture(canvas):
    written(canvas)
    canvas.drawImage(PICTURE, 50, 690, 200, 40)


def under_a_box(canvas):
    written(canvas)
    canvas.rect(50, 690, 200, 30, fill=1)


def in_letters_too_small(canvas):
    canvas.setFont("Helvetica", 0.4)
    written(canvas)


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: as_mode(canvas, 3),
        lambda canvas: coloured(canvas, white),
        lambda canvas: coloured(canvas, Color(0.97, 0.97, 0.97)),
        lambda canvas: coloured(canvas, Color(0, 0, 0, alpha=0)),
        on_ground,
        clipped,
        under_a_picture,
        under_a_box,
        in_letters_too_small,
        lambda canvas: written(canvas, at=(-300, 700)),
    ],
)
def test_what_no_reader_sees_is_left_out_and_said(read, draw):
    document = read(page(draw))
    assert document.text == SEEN
    assert [note.split(" (")[0] for note in document.notes] == ["page 1: words that no reader sees"]
    assert ": 4, left out" in document.notes[0]


def test_text_outside_of_the_cropped_page_and_in_a_layer_that_is_off_is_left_out(read):
    def crop(writer):
        writer.pages[0].cropbox = RectangleObject((0, 750, 595, 842))

    def layer(writer):
        group = DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")})
        group = writer._add_object(group)
        off = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
        layers = DictionaryObject({NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): off})
        writer._root_object[NameObject("/OCProperties")] = layers
        writer.pages[0]["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/P0"): group})
        stream = DecodedStreamObject()
        own = f"\n/OC /P0 BDC BT /F1 11 Tf 60 700 Td ({HIDDEN}) Tj ET EMC\n".encode()
        stream.set_data(writer.pages[0].get_contents().get_data() + own)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    assert read(changed(page(written), crop)).text == SEEN
    assert read(changed(page(lambda canvas: None), layer)).text == SEEN


def test_text_that_was_written_over_a_covered_one_is_read_alone(read):
    def over(canvas):
        written(canvas)
        canvas.setFillColor(white)
        canvas.rect(50, 690, 200, 30, fill=1, stroke=0)
        canvas.setFillColor(black)
        written(canvas, "Members met 33 days")

    assert read(page(over)).text == f"{SEEN}\nMembers met 33 days"


@pytest.mark.parametrize(("colour", "size"), [(Color(0.75, 0.75, 0.75), 7), (black, 4.5)])
def test_small_and_grey_text_is_seen(read, colour, size):
    def draw(canvas):
        canvas.setFont("Helvetica", size)
        canvas.setFillColor(colour)
        written(canvas, "il 1.1, 4,444")

    document = read(page(draw))
    assert (document.text, document.notes) == (f"{SEEN}\nil 1.1, 4,444", ())


def test_white_text_on_a_dark_ground_and_text_on_a_picture_are_seen(read):
    def draw(canvas):
        canvas.rect(50, 690, 200, 30, fill=1)
        canvas.setFillColor(white)
        written(canvas, "White 33")
        canvas.drawImage(PICTURE, 50, 500, 200, 60)
        written(canvas, "On it 44", at=(60, 520))

    assert read(page(draw)).text == f"{SEEN}\nWhite 33\nOn it 44"


def test_a_scan_with_the_text_of_a_program_is_read_and_said(read):
    def scan(canvas):
        canvas.drawImage(PICTURE, 0, 0, 595, 842)
        as_mode(canvas, 3)

    document = read(page(scan))
    assert document.text == f"{SEEN}\n{HIDDEN}"
    assert "page 1 is a picture with the text of a program behind it" in document.notes[0]


@pytest.mark.parametrize("height", [0.0, 0.8])
def test_struck_words_are_left_out_and_underlined_ones_are_not(read, height):
    def draw(canvas):
        written(canvas)
        left, right = (60 + canvas.stringWidth(text, "Helvetica", 11) for text in ("Partners met ", "Partners met 22"))
        if height:
            canvas.rect(left, 703, right - left, height, fill=1, stroke=0)
        else:
            canvas.line(left, 703.5, right, 703.5)
        canvas.line(60, 698, 200, 698)

    document = read(page(draw))
    assert document.text == f"{SEEN}\nPartners met times"
    assert document.notes == ("page 1: words that are struck out: 1, left out",)


def test_words_that_an_editor_struck_out_are_left_out(read):
    def strike(writer):
        corners = ArrayObject([FloatObject(edge) for edge in (58, 711, 400, 711, 58, 697, 400, 697)])
        note = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/StrikeOut"), "/QuadPoints": corners}
        box = {"/Rect": RectangleObject((58, 697, 400, 711)), "/C": ArrayObject([FloatObject(1)] * 3)}
        writer.add_annotation(0, DictionaryObject({NameObject(name): part for name, part in (note | box).items()}))

    def narrow(writer):
        strike(writer)
        mark = writer.pages[0]["/Annots"][0].get_object()
        mark[NameObject("/QuadPoints")] = ArrayObject([FloatObject(x) for x in (58, 711, 172, 711, 58, 697, 172, 697)])
        mark[NameObject("/Rect")] = RectangleObject((58, 697, 172, 711))

    assert read(changed(page(written), narrow)).text == SEEN


def test_a_gridline_behind_a_number_strikes_nothing(read):
    def draw(canvas):
        written(canvas, "4,444", at=(160, 700))
        canvas.line(60, 703.5, 460, 703.5)

    assert read(page(draw)).text == f"{SEEN}\n4,444"


@pytest.mark.parametrize("angle", [90, -90, 180, 45, 2])
def test_text_that_stands_turned_is_read_with_its_place_on_the_page(read, angle):
    def draw(canvas):
        canvas.translate(300, 400)
        canvas.rotate(angle)
        written(canvas, "Annex: 44 schools", at=(0, 0))
        written(canvas, "and 55 meals", at=(0, -14))

    document = read(page(draw))
    assert document.text == f"{SEEN}\nAnnex: 44 schools\nand 55 meals"
    left, top, right, bottom = document.lines[1].box
    assert min(abs(left - 300), abs(right - 300)) < 12
    assert min(abs(top - 442), abs(bottom - 442)) < 12


def test_a_page_that_is_turned_for_the_reader_is_read_as_it_is_shown(read):
    raw = page(lambda canvas: (canvas.translate(300, 400), canvas.rotate(90), written(canvas, at=(0, 0))))
    document = read(changed(raw, lambda writer: writer.pages[0].rotate(90)))
    assert document.text == f"{HIDDEN}\n{SEEN}"


@pytest.mark.parametrize("is_drawn", [True, False])
def test_the_values_of_form_fields_are_read(read, is_drawn):
    def draw(canvas):
        canvas.acroForm.textfield(name="n", value="55,555" if is_drawn else "", x=60, y=600, width=120, height=20)

    def fill(writer):
        (field,) = (note.get_object() for note in writer.pages[0]["/Annots"])
        field[NameObject("/V")] = TextStringObject("55,555")
        field.pop("/AP")
        writer._root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)

    raw = page(draw) if is_drawn else changed(page(draw), fill)
    assert read(raw).text == f"{SEEN}\n55,555"


def ruled(canvas, rows, widths, top=700, height=20):
    for number, row in enumerate(rows):
        left = 60
        for width, cell in zip(widths, row, strict=True):
            canvas.rect(left, top - height * (number + 1), width, height)
            for line, words in enumerate(reversed(cell.split("\n"))):
                canvas.drawString(left + 4, top - height * (number + 1) + 3 + 8 * line, words)
            left += width


def test_a_ruled_table_keeps_each_cell_under_its_heading_in_its_row(read):
    def draw(canvas):
        canvas.setFont("Helvetica", 7)
        rows = (("Place", "People\nassisted", "Families"), ("Lima", "4,310", "-"), ("Tumbes", "", "310"))
        ruled(canvas, rows, (90, 60, 60))

    assert read(page(draw)).text.split("\n")[1:] == [
        "Place\tPeople assisted\tFamilies",
        "Lima\t4,310\t-",
        "Tumbes\t\t310",
    ]


def test_boxes_of_key_figures_are_no_table(read):
    def draw(canvas):
        ruled(canvas, (("1.5M", "318", "22"), ("in Peru", "needed", "met")), (90, 60, 60))

    assert "\t" not in read(page(draw)).text

"""PDF: reading order of columns, boxes and tables, raised marks, and files that can't be read."""

from __future__ import annotations

import io
import random
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from r4v_analysis.intake.documents import pdf, pdf_words
from r4v_analysis.intake.documents.columns import page_lines
from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.documents.runs import Word
from r4v_analysis.intake.printed.numbers import find_numbers

SIZE = 10.0


def word(text, x0, top, *, size=SIZE, is_bold=False):
    return Word(text, x0, top, x0 + 0.5 * size * len(text), top + size, size, is_bold)


def words(text, x0, top, **options):
    """A line of words, a blank of a third of the letters' size between each."""
    result = []
    for part in text.split():
        result.append(word(part, x0, top, **options))
        x0 = result[-1].x1 + SIZE / 3
    return result


def lines(*groups, number=9):
    return [text for text, *_ in page_lines([each for group in groups for each in group], 800.0, number)]


def test_two_columns_are_read_one_after_the_other_and_what_spans_them_in_its_place():
    page = [
        words("Title over the whole width of this page, as long as it can be for two", 40, 50),
        *[words(f"left line {n} is here", 40, 100 + 12 * n) for n in range(4)],
        *[words(f"right line {n} is here", 320, 103 + 12 * n) for n in range(4)],
        words("Footer text over the whole width of this page, as long as it can be", 40, 170),
    ]
    assert [line.split(" is")[0] for line in lines(*page)[1:-1]] == [
        *[f"left line {n}" for n in range(4)],
        *[f"right line {n}" for n in range(4)],
    ]


def test_a_box_of_three_columns_keeps_each_value_with_its_label():
    page = [
        *[words(label, x, 80) for label, x in (("IN PERU", 40), ("REACHED", 240), ("FUNDED", 440))],
        *[words(value, x, 100, size=16.0) for value, x in (("1.5M", 40), ("281,7K", 240), ("7.1%", 440))],
        *[words("left column goes on here and is long", 40, 150 + 12 * n) for n in range(3)],
        *[words("right column goes on here and is long", 320, 150 + 12 * n) for n in range(3)],
    ]
    assert lines(*page)[:6] == ["IN PERU", "1.5M", "REACHED", "281,7K", "FUNDED", "7.1%"]


def test_a_heading_between_a_box_and_the_columns_belongs_to_the_columns():
    page = [
        *[words(label, x, 80) for label, x in (("A", 40), ("B", 140), ("C", 240), ("D", 440))],
        *[words(value, x, 94) for value, x in (("10", 40), ("20", 140), ("30", 240), ("40", 440))],
        words("Situation", 40, 140),
        *[words("left column goes on here and is long for it", 40, 154 + 12 * n) for n in range(3)],
        *[words("right column goes on here and is long for it", 320, 154 + 12 * n) for n in range(3)],
    ]
    assert lines(*page)[:9] == ["A", "10", "B", "20", "C", "30", "D", "40", "Situation"]


def test_a_wide_table_gathers_names_over_its_columns():
    page = [
        *[words(name, x, 80) for name, x in (("Education", 100), ("Food", 180), ("Health", 260), ("Hum.", 340))],
        *[words(name, x, 92) for name, x in (("Security", 180), ("Transp.", 340))],
        [
            *words("RMRP", 40, 110),
            *[word(v, x, 110) for v, x in (("1,424", 105), ("8,915", 185), ("34", 265), ("9", 345))],
        ],
        [*words("NO RMRP", 40, 124), *[word("-", x, 124) for x in (115, 195, 270, 347)]],
    ]
    assert lines(*page) == [
        "\tEducation\tFood Security\tHealth\tHum. Transp.",
        "RMRP\t1,424\t8,915\t34\t9",
        "NO RMRP\t-\t-\t-\t-",
    ]


def test_a_table_that_goes_down_is_read_by_its_rows():
    page = [words("Sector", 40, 80), words("People", 200, 80)]
    page += [[*words(f"Name {n}", 40, 95 + 14 * n), word(f"{n},100", 205, 95 + 14 * n)] for n in range(1, 5)]
    assert lines(*page) == ["Sector\tPeople", *[f"Name {n}\t{n},100" for n in range(1, 5)]]


@pytest.mark.parametrize("has_number_first", [True, False])
def test_a_column_of_numbers_is_read_with_the_labels_beside_it(has_number_first):
    number_at, label_at = (40, 120) if has_number_first else (200, 40)
    page = []
    for row, (number, *label) in enumerate(
        (("1.5M", "living in", "the country"), ("281,7K", "reached"), ("$318M", "needed"))
    ):
        page.append(words(number, number_at, 80 + 50 * row, size=16.0))
        page += [words(line, label_at, 78 + 50 * row + 11 * n) for n, line in enumerate(label)]
    expected = ["1.5M", "living in", "the country", "281,7K", "reached", "$318M", "needed"]
    labels_first = ["living in", "the country", "1.5M", "reached", "281,7K", "needed", "$318M"]
    assert lines(*page) == (expected if has_number_first else labels_first)


def test_letters_that_no_font_names_are_no_text(tmp_path, monkeypatch):
    frame = {"angle": 0.0, "words": [["(cid:3)(cid:4)", 9, 9, 19, 19, 10, False]]}
    page = {"has_pictures": False, "frames": [frame]}
    monkeypatch.setattr(pdf, "_words", lambda _raw: {"pages": [page]})
    with pytest.raises(DocumentError, match="ocrmypdf --force-ocr"):
        read(tmp_path, drawn("text"))


def test_a_small_raised_number_is_a_mark_and_not_a_digit():
    page = [[*words("new processes,", 40, 80), word("1", 108.5, 79, size=6.0), *words("as of", 115, 80)]]
    assert lines(*page) == ["new processes,¹ as of"]


def test_a_page_s_number_at_its_edge_is_in_the_margin():
    page = [*words("Some text that stands in the middle", 40, 300), *words("9", 300, 780)]
    assert [place for *_, place in page_lines(page, 800.0, 9)] == ["", "margin"]


def test_a_bullet_stays_with_its_text_also_when_its_letter_has_no_name():
    assert lines([word("(cid:127)", 40, 80), *words("Partners came", 100, 80)]) == ["• Partners came"]


def drawn(*texts, pages=1):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for _ in range(pages):
        for number, text in enumerate(texts):
            canvas.drawString(50, 780 - 20 * number, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_letters_that_are_printed_twice_to_look_bold_are_read_once(tmp_path):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for shift in (0, 0.3):
        canvas.drawString(50 + shift, 700, "Over 705 persons")
    canvas.showPage()
    canvas.save()
    assert read(tmp_path, out.getvalue()).text == "Over 705 persons"


def test_columns_that_reach_into_one_another_are_read_in_the_order_of_drawing(tmp_path):
    left = ["Partners assisted 1,200", "persons with food in March, and with", "shelter in Lima", "and in Tacna"]
    right = ["In Tumbes 340 children", "were sent to school", "by five partners", "in the same month"]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.drawString(50, 760, "Peru Situation Report, which is the title of the whole page and as wide")
    for x, y, column in ((50, 700, left), (205, 693, right)):
        for number, text in enumerate(column):
            canvas.drawString(x, y - 14 * number, text)
    canvas.drawString(50, 600, "A line below both of them, as wide as the whole page is, ends the page")
    canvas.showPage()
    canvas.save()
    found = " ".join(read(tmp_path, out.getvalue()).text.split())
    assert " ".join([*left, *right]) in found


def locked(raw, password):
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(raw)))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pictured():
    """A page that is a picture and nothing else."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 30), (200, 200, 210))), 50, 100, 400, 600)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def bomb():
    """A page whose content unpacks to a gigabyte and a half."""
    packer = zlib.compressobj(9)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block + again * 1_500
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return body + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def read(tmp_path, raw):
    path = tmp_path / "report.pdf"
    path.write_bytes(raw)
    return read_document(path)


def test_a_pdf_gives_lines_with_page_and_box_and_its_numbers(tmp_path):
    document = read(tmp_path, locked(drawn("Health", "Over 705 persons were trained in Lima and", "in Tacna."), ""))
    (number,) = find_numbers(document)
    assert (number.text, number.qualifier, number.page, document.kind) == ("705", "at_least", 1, "pdf")
    left, top, right, bottom = number.box
    assert (round(left), round(bottom - top)) == (50, 12)
    assert 50 < right < 400


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (lambda: drawn("text")[:400], "found a cut one"),
        (lambda: b"%PDF-1.4\n" + bytes(range(256)) + b"%%EOF", "found a damaged or cut one"),
        (lambda: locked(drawn("text"), "secret"), "found an encrypted one"),
        (pictured, "found a scanned page without any. Add a text layer by OCR (ocrmypdf report.pdf"),
        (lambda: drawn(), "found no text in it"),
        (bomb, "takes more memory than any report does"),
    ],
)
def test_a_pdf_that_can_t_be_read_is_one_line_that_says_what_to_do(tmp_path, raw, message):
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, raw())
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_too_many_pages_are_refused_before_they_are_read(tmp_path):
    with pytest.raises(DocumentError, match=f"at most {pdf_words.MOST_PAGES} pages, found 500"):
        read(tmp_path, drawn(pages=500))


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(DocumentError, match="can't be read within"):
        read(tmp_path, drawn("text"))


def test_a_pdf_with_bytes_changed_is_words_or_what_is_wrong():
    whole = drawn("Over 705 persons were trained")
    chance = random.Random(7)  # noqa: S311  which bytes are changed
    for _ in range(12):
        raw = bytearray(whole)
        for _ in range(30):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        found = pdf_words.words_of(bytes(raw))
        assert found.get("error", "pages") in ("damaged", "encrypted", "pages", "words")


def test_without_pdfplumber_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(DocumentError, match=r"pip install 'r4v-analysis\[pdf\]'"):
        read(tmp_path, drawn("text"))

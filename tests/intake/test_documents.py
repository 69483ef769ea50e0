"""Source documents as lines: text, Markdown, HTML; sections, language, and what can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r4v_analysis.errors import UsageError
from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.html import read_html
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.documents.text import read_text
from r4v_analysis.intake.fragments import occurrences
from r4v_analysis.language.detection import language_of


@pytest.fixture
def read(tmp_path):
    def of(content, name="report.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_document(path)

    return of


def texts(document):
    return [line.text for line in document.lines if line.text.strip()]


def test_marks_of_markdown_are_read_over_and_a_footnote_s_asterisk_is_kept(read):
    document = read(
        "FUNDED: **\\$22.7M**\nsaid [in June](#x) and _after_\n*Includes people.\nprocesses[^1] and<sup>2</sup>\n"
    )
    assert texts(document) == [
        "FUNDED: $22.7M",
        "said in June and after",
        "*Includes people.",
        "processes¹ and²",
    ]


def test_a_table_of_markdown_has_its_cells_apart(read):
    document = read("# Protection\n\n| Sector | People |\n| --- | ---: |\n| Health | 34 |\n", "a.md")
    assert texts(document) == ["Protection", "Sector\tPeople", "Health\t34"]
    assert [line.section for line in document.lines if "\t" in line.text] == ["sector_table", "sector_table"]


def test_html_is_read_without_scripts_and_with_its_cells_apart(read):
    document = read(
        "<html><head><style>p{width:99px}</style><script>var a=12;</script></head><body><h2>Health</h2>"
        "<p>Some <b>440</b>\n people<sup>1</sup>.</p><ul><li>One &amp; two</ul>"
        "<table><tr><th></th><th>Health</th><th>WASH</th></tr><tr><td>RMRP<td>1,424<td>-</table>",
        "a.html",
    )
    assert texts(document) == ["Health", "Some 440 people¹.", "- One & two", "\tHealth\tWASH", "RMRP\t1,424\t-"]


def test_what_a_page_of_html_hides_or_strikes_is_left_out_and_said(read):
    document = read(
        "<html><head><style>/* .seen{display:none} */ .gone, td.no {display: none} @media print {.seen {display:none}} "
        ".old{text-decoration: line-through}</style></head><body><!-- 10 --><p class=seen>Seen 11</p>"
        '<p style="display:none">12<p>Seen 13</p><div hidden>14 <div>15</div> 16</div><p class="x gone">17</p>'
        '<p>Seen <span style="visibility: hidden">18</span>19</p><p>people<del>5,555</del><ins>6,666</ins> and '
        '<s>20</s><span class=old>21</span> 22 <i style="text-decoration:underline">23</i></p>'
        '<p style="color:#fff">24</p><p style="position:absolute; left:-9999px">25</p><p style="opacity:0.5">26</p>'
        "<table><tr><td>27<td class=no>28<td>29</table><input type=text value='30'><input type=hidden value=31>"
        "<dialog>32</dialog></body></html>",
        "a.html",
    )
    assert texts(document) == ["Seen 11", "Seen 13", "Seen 19", "people 6,666 and 22 23", "26", "27\t29", "30"]
    assert document.notes == (
        "numbers that are struck out: 3, left out",
        "numbers that no reader sees (hidden by the page's style): 10, left out",
    )


def test_white_letters_of_html_are_read_where_the_page_names_a_ground_for_them(read):
    document = read('<html><div style="background:#036"><p style="color:white">11 people</p></div>', "a.html")
    assert texts(document) == ["11 people"]


def test_a_footnote_s_mark_in_html_is_raised_with_its_brackets_or_without(read):
    document = read("<html><p>3<sup>2</sup> million, 4<sup>[12]</sup> million, 5<sup>(1)</sup>, 1<sup>o</sup> de mayo")
    assert texts(document) == ["3² million, 4¹² million, 5¹, 1º de mayo"]


def test_markdown_is_read_as_it_is_shown(read):
    document = read(
        "1&nbsp;234 people &amp; 12\\,345 meals, trained ~~500~~ 600 teachers\n"
        "~~All of it 12~~\n<!-- 99\n98 -->\n3[^2] million[^source] ~ 5 ~~ 6\n",
        "a.md",
    )
    assert texts(document) == ["1\u00a0234 people & 12,345 meals, trained 600 teachers", "3² million ~ 5 ~~ 6"]
    assert [line.number for line in document.lines if "million" in line.text] == [5]
    assert document.notes == ("words that are struck out: 2, left out",)


@pytest.mark.parametrize(
    "table",
    [
        "Place | People\n--- | ---:\nLima | 1,204\n\nText | text\n",
        "+-------+--------+\n| Place | People |\n+=======+========+\n| Lima  | 1,204  |\n+-------+--------+\n\nText | text\n",  # noqa: E501  drawn as it is
        "┌───────┬────────┐\n│ Place │ People │\n├───────┼────────┤\n│ Lima  │ 1,204  │\n└───────┴────────┘\n\nText | text\n",  # noqa: E501
    ],
)
def test_a_table_of_bars_has_its_cells_apart_however_its_edges_are_drawn(read, table):
    assert texts(read(table, "a.md")) == ["Place\tPeople", "Lima\t1,204", "Text | text"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Report " + "1/2" * 33_000, "a.txt"),
        ("<html><p>Report</p>" + "<!" * 100_000, "a.html"),
        ("<html><p>Report</p>" + "</a" * 100_000, "a.html"),
        ("<html><p>Report</p>" + "<div>" * 100_000 + "<div hidden>" * 3000, "a.html"),
    ],
)
def test_text_that_was_made_to_be_slow_is_refused_at_once(read, content, name):
    with pytest.raises(DocumentError, match=r"numbers, found 33,001|never closed"):
        read(content, name)


def test_comments_without_end_hide_the_rest_of_a_page_and_cost_nothing(read):
    document = read("<html><p>Report of 12</p>" + "<!--" * 200_000 + "34", "a.html")
    assert texts(document) == ["Report of 12"]


def test_a_line_without_end_is_read_in_parts_and_no_number_is_cut(read):
    document = read("people 1,234 " * 3_000)
    assert max(len(line.text) for line in document.lines) <= 4_000
    assert document.text.count("1,234") == 3_000


def test_html_in_the_latin_encoding_that_it_declares_is_read(read):
    document = read('<html><meta charset="iso-8859-1"><p>Situación</p></html>'.encode("latin-1"), "a.html")
    assert texts(document) == ["Situación"]


def test_sections_follow_the_headings_in_both_languages(read):
    document = read(
        "PERÚ\n24.000\n\nSituación\n\n- Unas 60 personas.\n\nSeguridad alimentaria\n\n- 30 comidas.\n\n"
        "*Incluye a personas.\n\n"
        "Coordinación\n\n- Dos reuniones.\n\n\tEducación\tSalud\tNutrición\nRMRP\t1\t2\t3\n\nContacto: 5\n"
    )
    assert [code for code, _ in document.sections()] == [
        "header",
        "situation",
        "food_security",
        "footnote",
        "food_security",
        "coordination",
        "sector_table",
        "text",
    ]


def test_names_of_sectors_one_after_the_other_are_a_table_s_header_not_headings(read):
    document = read("Coordination\n\nEducation\nHealth\nWASH\nRMRP\n1,424\n34\n5\n")
    assert {line.section for line in document.lines if line.text in ("Education", "1,424", "34")} == {"sector_table"}


def test_a_broken_paragraph_is_one_text_and_each_line_keeps_its_place(read):
    document = read("Some long line of words about what partners did in Lima for\n440 Venezuelans who came.\n")
    assert "did in Lima for 440 Venezuelans" in document.text
    assert document.line_at(document.text.index("440")).number == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The report of the sector was made for people in the city and with partners.", "en"),
        ("El informe de los socios fue para las personas en la ciudad y con el apoyo del sector.", "es"),
        ("O relatório não foi feito pelo setor para as pessoas da cidade, mas com uma equipe e os parceiros.", "pt"),
        ("Lima 2023", ""),
    ],
)
def test_the_language_is_that_of_the_function_words(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.txt", "found an empty file"),
        (b" \n\t ", "a.txt", "found an empty file"),
        ("Situación".encode("cp1252"), "a.txt", "a.txt, line 1: expected text in UTF-8"),
        (b"one\nt\0wo", "a.txt", "a.txt, line 2: expected text, found a NUL byte"),
        (b"PK\x03\x04....", "a.docx", "found an office file. Save it as PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "found another format"),
        (b"hello", "a.pdf", "found a file that does not begin as one"),
        (b"<html><script>only</script></html>", "a.html", "found no text in it"),
    ],
)
def test_what_can_t_be_read_is_one_line_that_says_what_to_do(read, content, name, message):
    with pytest.raises(DocumentError) as caught:
        read(content, name)
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_file_and_a_folder_are_usage_errors(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read_document(tmp_path / "no.txt")
    with pytest.raises(UsageError, match="found a folder"):
        read_document(tmp_path)


def test_utf_16_with_a_mark_is_text(read):
    assert texts(read("Situación".encode("utf-16"))) == ["Situación"]


_MARKUP = st.text(alphabet=st.sampled_from("<>/&;!-ptdrhsulicv \"'=\n\t*_[]()#|\\¹5,.%a"), max_size=120)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120) | _MARKUP.map(str.encode), st.sampled_from([read_text, read_html]))
def test_arbitrary_bytes_are_lines_or_one_message(raw, reader):
    try:
        lines, notes = reader(raw, "synthetic.txt")
    except DocumentError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert all(note.startswith("numbers that are struck out") for note in notes)
        assert all("\n" not in line.text and "\0" not in line.text for line in lines)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["over", "1,424", "34", "people", "“in”", "a-b", "70 %", "US$ 5"]), min_size=3, max_size=12
    )
)
def test_words_cut_from_a_text_are_found_where_they_were_cut(words):
    text = "\n".join(words)
    for first in range(len(words) - 1):
        fragment = " ".join(words[first : first + 2]).replace("“", '"').replace("”", '"')
        start = len("\n".join(words[:first])) + bool(first)
        assert start in [place for place, _ in occurrences(text, fragment)]


def test_text_that_keeps_two_columns_by_blanks_is_read_column_by_column(read):
    left = [f"left line {number} about partners in Lima" for number in range(14)]
    right = [f"right line {number} about partners in Tacna" for number in range(14)]
    document = read("\n".join(f"{one:<45}{two}" for one, two in zip(left, right, strict=True)))
    assert texts(document) == [*left, *right]
    assert [line.number for line in document.lines[:15]] == [*range(1, 15), 1]

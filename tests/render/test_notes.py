"""Numbered notes and short ids of a page's rows. The page here is synthetic."""

from r4v_analysis.render.html.notes import numbered, short_anchor, with_short_anchors

PAGE = (
    '<a href="#how-to-read">H</a> <a class="r4v-num" href="#how-b">2</a> <a class="r4v-num" href="#src-R-a">1</a> '
    '<a class="r4v-num" href="#src-gone">?</a><h2 id="how-to-read">How</h2>'
    '<table><tr id="src-R-a"><td>1</td></tr><tr id="src-R-unused"><td>3</td></tr>'
    '<tr id="how-b"><th scope="row">2</th></tr></table>'
)


def test_rows_that_numbers_lead_to_are_numbered_in_their_order_and_so_are_the_numbers():
    html = numbered(PAGE)
    assert '<tr id="src-R-a"><td data-note="1">' in html
    assert '<tr id="how-b"><th scope="row" data-note="2">' in html
    assert '<tr id="src-R-unused"><td>' in html
    assert (
        '<a class="r4v-num" href="#how-b" data-note="2">2</a> <a class="r4v-num" href="#src-R-a" data-note="1">' in html
    )
    assert '<a class="r4v-num" href="#src-gone">' in html


def test_ids_of_rows_are_shortened_alike_in_rows_and_links_and_nothing_else_is():
    html = with_short_anchors(PAGE, "R")
    short = short_anchor("how-b", "R")
    assert html == PAGE.replace("how-b", short)
    assert len(short) == len("how-") + 6


def test_a_printed_number_of_the_report_keeps_its_readable_id():
    assert short_anchor("src-R-cpp_enrolments", "R") == "src-R-cpp_enrolments"
    assert short_anchor("src-plan_funding-PER_2021", "R") != short_anchor("src-plan_funding-PER_2022", "R")
